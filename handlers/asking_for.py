"""ถามแทน: the bot asks one person on the asker's behalf, named in the group, or in 1:1 with words that wait for the
person's next word there, since a push costs money. Nobody is asked twice for one question, never all."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from handlers import wording
from handlers.chat import Chat, Choice, Event, Replies, Text, TextEdited, TextSaid
from handlers.dialogs import Dialog, DialogKey, DialogStore
from handlers.held import Held
from handlers.lately import QUOTABLE, SUGGESTED, Lately, Said
from handlers.once import Once, unsent_mark
from handlers.people import IntroduceUser
from handlers.quoting import keep_said
from handlers.router import NotMine, Pressed, Router, Turn, press
from knowledge.classifier import Classifier
from knowledge.crediting import HelpedStore, helped_id
from knowledge.experts import gone
from knowledge.gaps import Gaps
from knowledge.hearing import Heard
from knowledge.inquiries import Answer, Inquiry, InquiryStore, answered, asked, exchange, waiting
from knowledge.marks import Mark
from knowledge.masking import mask
from knowledge.notes import NoteStore, note_id
from knowledge.people import Group, Member, Office, PeopleStore, is_keeper
from knowledge.privacy import Privacy
from knowledge.rules import Rules
from knowledge.taxonomy import Taxonomy

router = Router("asking_for")

ANSWERED_WITHIN = timedelta(hours=2)
"""How long after being named in the group the person's next telling is taken for the answer."""
SHORTEST_ANSWER = 15
"""Letters under which a word in the group is no answer yet: "ได้ครับ", "เดี๋ยวดูให้"."""
LONGEST_ANSWER = 3_000


@router.button("ask.for")
def ask_for(
    pressed: Pressed,
    event: Event,
    chat: Chat,
    office: Office,
    people: PeopleStore,
    inquiries: InquiryStore,
    held: Held,
    dialogs: DialogStore,
    now: datetime,
) -> Replies:
    """Asks the one person; in the group anybody may let ask, since all see the question."""
    inquiry = inquiries.get(pressed.values.get("q", ""))
    member = people.member(office.id, pressed.values.get("m", ""))
    if inquiry is None or member is None or gone(member, now) or inquiry.chat_id != ("" if chat.private else chat.id):
        return Text(wording.STALE)
    if inquiry.was_asked(member.id):
        return Text(wording.asked_already(member.spoken_name))
    if member.user_id == event.user_id:
        return None
    if member.user_id is None:
        return Text(wording.not_on_line(wording.person(member, told_apart=True), member.position, member.unit))
    asker = people.member_by_user(office.id, inquiry.user_id)
    if chat.private:
        text = wording.asked_privately(wording.person(asker, told_apart=True) if asker else "", inquiry.topic)
        held.hold(member.user_id, text)
        inquiries.put(asked(inquiry, member.id, now, user_id=member.user_id, held=text))
        return Text(wording.will_be_asked(member.spoken_name))
    inquiries.put(asked(inquiry, member.id, now, user_id=member.user_id))
    key = DialogKey(chat.id, member.user_id)
    if dialogs.load(key) is None:
        dialogs.open(Dialog(key, "asked", "answer", now + ANSWERED_WITHIN, {"q": inquiry.id}))
    asking = wording.asked_in_group(asker.spoken_name if asker else "", inquiry.topic)
    return Text(asking, mentions=(member.user_id,))


# ---------------------------------------------------------------- the answer


@router.step("asked.answer")
def answered_in_group(
    event: TextSaid,
    text: str,
    heard: Heard,
    dialog: Dialog,
    dialogs: DialogStore,
    inquiries: InquiryStore,
    member: Member | None,
    group: Group | None,
    lately: Lately,
) -> Replies:
    """What the person who was asked tells next in the group, offered to be kept. The words wait sealed for that; what
    is too short, or something else, passes."""
    inquiry = inquiries.get(dialog.data.get("q", ""))
    if inquiry is None or inquiry.settled or member is None or group is None:
        dialogs.close(dialog.key)
        raise NotMine
    if heard.intent not in ("silence", "suggest", "thanks") or len(text.strip()) < SHORTEST_ANSWER:
        raise NotMine
    dialogs.close(dialog.key)
    wait = QUOTABLE if group.remembers else SUGGESTED
    lately.remember(Said(event.message_id, group.id, event.user_id or "", event.at, text[:LONGEST_ANSWER]), wait)
    inquiries.put(answered(inquiry, Answer(member.id, event.message_id, event.at)))
    done = Choice(wording.GOT_ANSWER, press("ask.done", q=inquiry.id), shows=wording.GOT_ANSWER)
    return Text(wording.keep_answer(member.spoken_name), (keep_choice(inquiry, event.message_id), done), quotes=True)


def keep_choice(inquiry: Inquiry, message_id: str) -> Choice:
    """The one tap that keeps an answer."""
    return Choice(wording.KEEP_ANSWER, press("ask.keep", q=inquiry.id, a=message_id), shows=wording.KEEP_ANSWER)


@router.command("ask.answer", "ตอบ", "ตอบคำถาม", "answer")
def answered_in_private(
    event: TextSaid,
    mark: Mark,
    chat: Chat,
    office: Office,
    member: Member | None,
    people: PeopleStore,
    inquiries: InquiryStore,
    held: Held,
    lately: Lately,
    once: Once,
    now: datetime,
) -> Replies:
    """Passed on to whoever asked, with the next word they say in 1:1."""
    if not chat.private:
        return Text(wording.ANSWER_IN_GROUP)
    if once.before(unsent_mark(event.message_id)):
        return None
    inquiry = waiting(inquiries, member.id, now) if member else None
    if member is None or inquiry is None:
        return Text(wording.NO_QUESTION_WAITS)
    said = mask(mark.rest[:LONGEST_ANSWER]).text.strip()
    if not said:
        return Text(wording.ANSWER_WHAT)
    passed_on = wording.answer_for_you(member.spoken_name, inquiry.topic, said)
    held.hold(inquiry.user_id, passed_on)
    inquiries.put(answered(inquiry, Answer(member.id, event.message_id, event.at, passed_on)))
    lately.remember(Said(event.message_id, "", event.user_id or "", event.at, said), SUGGESTED)
    asker = people.member_by_user(office.id, inquiry.user_id)
    passed = wording.answer_passed(asker.spoken_name if asker else "")
    return Text(passed, (keep_choice(inquiry, event.message_id),))


@router.button("ask.keep")
def keep_exchange(
    pressed: Pressed,
    event: Event,
    office: Office,
    member: Member | None,
    inquiries: InquiryStore,
    credits: HelpedStore,
    gaps: Gaps,
    introduce_user: IntroduceUser,
    notes: NoteStore,
    classifier: Classifier,
    taxonomy: Taxonomy,
    people: PeopleStore,
    lately: Lately,
    held: Held,
    rules: Rules,
    now: datetime,
) -> Replies:
    """The answer with its question, kept as told by who answered; for the two of them, and for whoever looks after
    knowledge. Its author hears of it in 1:1."""
    message_id = pressed.values.get("a", "")
    inquiry = inquiries.get(pressed.values.get("q", ""))
    note = notes.by_message(message_id)
    if note is not None:
        teller = people.member(office.id, note.member_id) if note.member_id else None
        return Text(wording.kept_already(note.kind, teller.spoken_name if teller else ""))
    said = lately.recall(message_id)
    if inquiry is None or said is None or said.chat_id != inquiry.chat_id:
        return Text(wording.SUGGESTION_OVER)
    if event.user_id not in (said.user_id, inquiry.user_id) and not (member and is_keeper(member)):
        return Text(wording.ANSWER_NOT_YOURS)
    told = replace(said, text=exchange(inquiry.topic, said.text))
    kept = keep_said(
        told, None, event.user_id, office, introduce_user, notes, classifier, taxonomy, people, lately, held, rules, now
    )
    which = note_id(message_id)
    inquiries.put(replace(inquiry, note_ids=(*inquiry.note_ids, which)))
    author = people.member_by_user(office.id, said.user_id)
    for helped in credits.since(office.id, inquiry.at):
        if author and helped.id == helped_id(inquiry.id, author.id):
            credits.put_helped(replace(helped, note_id=which))
    gaps.told(inquiry.topic, now, "told")
    return replace(kept, quotes=False) if isinstance(kept, Text) else Text(wording.KEPT_SHORT)


def _asked_before(turn: Turn) -> bool:
    """The message of a question that is followed was changed into something that is not to be kept."""
    if type(turn.event) is not TextEdited or turn.heard.intent == "capture" or turn.event.user_id is None:
        return False
    message_id = turn.event.message_id
    inquiry = turn.ask("inquiries").by_message(message_id)
    if inquiry is not None:
        return bool(inquiry.message_id == message_id)
    return any(each.message_id == message_id for gap in turn.ask("gaps").every() for each in gap.askings)


@router.when("who.edited", _asked_before)
def asked_otherwise(event: TextEdited, privacy: Privacy) -> Replies:
    """What was asked before is no longer kept; LINE gives nothing to answer an edit with."""
    privacy.erase_message(event.message_id)
    return None
