"""What is said while a guided review asks: answers, words that move it on, edits, unsends, and talk.

While a question is open, what members plainly say is an answer to it, credited to them, and the bot stays silent
(`knowledge.review_talk.is_answer` says what is none). Commands, hashtags, questions to the bot and talk are not
swallowed. ต่อไป, ข้าม, ย้อนกลับ, พักไว้ and จบ move it on, by quick reply or typed; silence pauses it. A line that
was no answer is taken out by replying to it with "ไม่ใช่คำตอบ"."""

from __future__ import annotations

from dataclasses import replace

from handlers import wording
from handlers.chat import MessageUnsent, Replies, Text, TextEdited, TextSaid
from handlers.dialogs import Dialog, DialogKey, DialogStore
from handlers.once import UNSENT_SECONDS, Once, unsent_mark
from handlers.review_desk import Desk
from handlers.review_flow import Flow
from handlers.reviews import listening
from handlers.router import NotMine, Router, Turn
from knowledge.hearing import Heard
from knowledge.marks import Mark
from knowledge.masking import mask
from knowledge.people import Member, is_keeper
from knowledge.privacy import Privacy
from knowledge.review_names import job_name
from knowledge.review_talk import is_answer, step_in, strikes
from knowledge.reviewing import with_answer

router = Router("review_answers")

_NOT_ANSWERS = ("who", "search", "help", "thanks", "decline")


@router.step("review.answer")
def said(
    event: TextSaid, text: str, heard: Heard, addressed: bool, dialog: Dialog, desk: Desk, flow: Flow, once: Once
) -> Replies:
    """A word that moves the review on, an answer, or something else that others may take."""
    review = listening(dialog, desk)
    if review is None or once.before(unsent_mark(event.message_id)):
        raise NotMine
    if (step := step_in(text)) is not None:
        return flow.moved("next" if step == "resume" else step, review)
    if heard.intent in _NOT_ANSWERS or (event.quoted_message_id and strikes(text)):
        raise NotMine
    calls_other = any(m.start == 0 and not m.is_bot for m in event.mentions)
    quotes = event.quoted_message_id is not None
    if not is_answer(text, spoken_to=addressed, quotes=quotes, calls_other=calls_other):
        raise NotMine
    return flow.answered(review, event, text)


def _asked_meanwhile(turn: Turn) -> bool:
    """Somebody is asked something alone, while the group is asked for answers."""
    dialog = turn.dialog
    if (
        type(turn.event) is not TextSaid
        or dialog is None
        or dialog.key.user_id is None
        or turn.heard.intent == "capture"
    ):
        return False
    group = turn.dialogs.load(DialogKey(turn.event.chat.id))
    return group is not None and (group.name, group.step) == ("review", "answer")


@router.when("answer", _asked_meanwhile)
def said_meanwhile(
    event: TextSaid,
    text: str,
    heard: Heard,
    addressed: bool,
    dialogs: DialogStore,
    desk: Desk,
    flow: Flow,
    once: Once,
) -> Replies:
    """What the person's own dialogue did not take goes to the group's."""
    group = dialogs.load(DialogKey(event.chat.id))
    if group is None:
        raise NotMine
    return said(event, text, heard, addressed, group, desk, flow, once)


def _told_to_the_bot(turn: Turn) -> bool:
    """In a review, what is said to the bot without a mark or a request to note it is an answer, also where it
    would otherwise be taken for a story."""
    if type(turn.event) is not TextSaid or turn.mark is not None or turn.heard.intent != "capture":
        return False
    dialog = turn.dialog
    return bool(dialog and (dialog.name, dialog.step) == ("review", "answer") and turn.heard.text == turn.text)


@router.when("answer", _told_to_the_bot)
def told_to_the_bot(event: TextSaid, text: str, dialog: Dialog, desk: Desk, flow: Flow, once: Once) -> Replies:
    """A long answer to the open question."""
    review = listening(dialog, desk)
    if review is None or once.before(unsent_mark(event.message_id)):
        raise NotMine
    return flow.answered(review, event, text)


# ---------------------------------------------------------------- edits, unsends, lines that were no answer


@router.on(TextEdited)
def edited(
    event: TextEdited,
    text: str,
    mark: Mark | None,
    heard: Heard,
    dialog: Dialog | None,
    desk: Desk,
    flow: Flow,
    once: Once,
) -> Replies:
    """An answer that is edited is another answer, and the newest edit wins; so does the name of the job."""
    review = desk.reviews.by_message(event.message_id)
    if review is None:
        return _overtook(event, text, heard, dialog, desk, flow, once)
    if event.message_id == review.message_id:
        name = job_name(mark.rest if mark else text, asked=True)
        if (name is None and (review.status == "done" or not review.opening)) or (
            review.job_edited_at and review.job_edited_at >= event.at
        ):
            return None
        told = heard.text.strip() if mark else text
        opening = flow.masked(told, event) if review.opening else ""
        job = mask(name).text if name else review.job
        changed_to = replace(review, job=job, opening=opening, job_edited_at=event.at)
    else:
        old = next(a for a in review.answers if a.message_id == event.message_id)
        if not text.strip() or (old.edited_at and old.edited_at >= event.at):
            return None
        changed_to = with_answer(review, replace(old, text=flow.masked(text, event), edited_at=event.at))
    desk.reviews.put(changed_to)
    before = desk.notes.get(review.note_id) if review.status == "done" else None
    if before is not None:
        by = next((a.member_id for a in changed_to.answers if a.message_id == event.message_id), before.member_id)
        note = flow.finisher().remade(before, changed_to, event, by)
        desk.notes.put(note)
        desk.promises(note, changed_to)
    return None


def _overtook(
    event: TextEdited, text: str, heard: Heard, dialog: Dialog | None, desk: Desk, flow: Flow, once: Once
) -> Replies:
    """The edit came before its message, or made an answer of talk: it is an answer, and what comes late is none."""
    here = dialog is not None and (dialog.name, dialog.step) == ("review", "answer")
    review = listening(dialog, desk) if dialog and here else None
    if review is None or heard.intent in ("capture", *_NOT_ANSWERS) or once.before(unsent_mark(event.message_id)):
        raise NotMine
    known = desk.notes.by_message(event.message_id) is not None
    if known or step_in(text) or not is_answer(text, spoken_to=False):
        raise NotMine
    flow.answered(review, event, text, edited_at=event.at)
    return None


@router.on(MessageUnsent)
def unsent(event: MessageUnsent, desk: Desk, once: Once, privacy: Privacy, opted_out: bool) -> Replies:
    """The answer is gone from the review and from the note made of it; the others stay."""
    if desk.reviews.by_message(event.message_id) is None:
        raise NotMine
    if not opted_out:
        once.first(unsent_mark(event.message_id), seconds=UNSENT_SECONDS)
    privacy.erase_message(event.message_id)
    return None


def _strikes(turn: Turn) -> bool:
    return type(turn.event) is TextSaid and turn.event.quoted_message_id is not None and strikes(turn.text)


@router.when("strike", _strikes)
def strike(event: TextSaid, desk: Desk, member: Member | None, privacy: Privacy) -> Replies:
    """A line that was no answer is taken out, by whoever said it, called for the review, or keeps the office."""
    review = desk.reviews.by_message(event.quoted_message_id or "")
    answer = next((a for a in review.answers if a.message_id == event.quoted_message_id), None) if review else None
    if review is None or answer is None:
        raise NotMine
    if member is None or not (member.id in (answer.member_id, review.opener_member_id) or is_keeper(member)):
        return Text(wording.NOT_YOURS)
    privacy.erase_message(answer.message_id)
    return Text(wording.STRUCK)
