"""Guided reviews: #BAR, #DAR or #AAR with only the name of a job asks the whole group, one question at a time.

Here they are called for, taken up again and dropped; review_answers.py hears what is said meanwhile."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from handlers import wording
from handlers.chat import Chat, Choice, Event, Replies, Text, TextSaid
from handlers.dialogs import Dialog, DialogKey, DialogStore
from handlers.once import Once, unsent_mark
from handlers.review_desk import Desk
from handlers.review_flow import Flow, resume_choice
from handlers.router import NotMine, Pressed, Router, Turn, press
from knowledge.hearing import Heard
from knowledge.marks import KIND_MARKS, Mark
from knowledge.masking import mask
from knowledge.people import Member, is_keeper
from knowledge.review_names import job_name
from knowledge.review_talk import resumes, step_in
from knowledge.reviewing import QUESTIONS, Review, ReviewKind, review_id, review_kind

router = Router("reviews")

_OFFERED = 8
"""Paused reviews that are offered to go on with."""
ASK_BACK = timedelta(minutes=3)
"""How long the name of the job is waited for."""


# ---------------------------------------------------------------- calling for one


def _kind(turn: Turn) -> ReviewKind | None:
    """The kind of review that a mark names; a reply with a mark keeps what it replies to, so it calls for none."""
    if type(turn.event) is not TextSaid or turn.mark is None or turn.event.quoted_message_id:
        return None
    return review_kind(KIND_MARKS.get(turn.mark.word))


def _calls(turn: Turn) -> bool:
    kind = _kind(turn)
    if kind is None or turn.mark is None:
        return False
    rest = turn.mark.rest
    return not rest.strip() or resumes(rest) is not None or step_in(rest) is not None or job_name(rest) is not None


@router.when("review", _calls)
def call(
    event: TextSaid, chat: Chat, mark: Mark, heard: Heard, desk: Desk, flow: Flow, once: Once
) -> Replies:
    """A mark with the name of a job opens a review, with ต่อ takes one up again, and alone asks for the job."""
    kind = review_kind(KIND_MARKS.get(mark.word)) or "aar"
    if once.before(unsent_mark(event.message_id)):
        return None
    here = desk.reviews.unfinished(chat.id)
    if (wanted := resumes(mark.rest)) is not None:
        return _go_on(kind, wanted, here, flow)
    if (step := step_in(mark.rest)) is not None:
        open_ = next((r for r in here if r.open_at(desk.now)), None)
        return flow.moved(step, open_) if open_ else Text(wording.no_review_open(kind))
    job = job_name(mark.rest)
    if job is None:
        ask = Dialog(DialogKey(chat.id, event.user_id), "review", "job", desk.now + ASK_BACK, {"kind": kind})
        flow.dialogs.open(ask)
        paused = tuple(resume_choice(r) for r in here if r.kind == kind and r.status != "waiting")
        return Text(wording.ask_job(kind), paused[-_OFFERED:])
    return _call(kind, job, event, chat, here, flow, opening=flow.masked(heard.text, event))


@router.step("review.job")
def job_said(event: TextSaid, chat: Chat, text: str, dialog: Dialog, desk: Desk, flow: Flow) -> Replies:
    """The name of the job, said after we asked for it; anything longer is talk."""
    job = job_name(text, asked=True)
    kind = next((k for k in QUESTIONS if k == dialog.data.get("kind")), None)
    if job is None or kind is None or step_in(text) is not None:
        raise NotMine
    flow.dialogs.close(dialog.key)
    return _call(kind, job, event, chat, desk.reviews.unfinished(chat.id), flow)


def _call(
    kind: ReviewKind, job: str, event: TextSaid, chat: Chat, here: list[Review], flow: Flow, *, opening: str = ""
) -> Replies:
    desk = flow.desk
    member = flow.introduce(desk.office)
    review = Review(
        id=review_id(event.message_id),
        kind=kind,
        job=mask(job).text,
        chat_id=chat.id,
        group_id="" if chat.private else chat.id,
        message_id=event.message_id,
        opener_member_id=member.id if member else "",
        opener_user_id=event.user_id or "",
        opened_at=event.at,
        last_at=desk.now,
        opening=opening,
        to_consent=(member.id,) if member and member.consented_at is None else (),
    )
    other = next((r for r in here if r.open_at(desk.now)), None)
    same = next((r for r in here if r.kind == kind and r.job == review.job and r.status != "waiting"), None)
    if other is not None and other == same:
        return flow.take_up(other)
    if (stands := other or same) is not None:
        desk.reviews.put(replace(review, status="waiting"))
        start = Choice(wording.REVIEW_START_NEW, press("review.start", r=review.id), shows=wording.REVIEW_START_NEW)
        asked = wording.which_review(stands, review, desk.now)
        return Text(asked, (resume_choice(stands, drop=review.id), start))
    return flow.begin(review)


# ---------------------------------------------------------------- taking one up


@router.button("review.start")
def start(pressed: Pressed, chat: Chat, desk: Desk, flow: Flow) -> Replies:
    """The new job it shall be: the one that is open is paused."""
    review = _of(pressed, chat, desk)
    if review is None or review.status != "waiting":
        return Text(wording.STALE)
    flow.pause_others(review)
    return flow.begin(review)


@router.button("review.resume")
def resume(pressed: Pressed, chat: Chat, desk: Desk, flow: Flow) -> Replies:
    """Goes on with a review that was paused, or with the one that is open."""
    review = _of(pressed, chat, desk)
    if (drop := pressed.values.get("drop")) and (waiting := desk.reviews.get(drop)) and waiting.status == "waiting":
        desk.reviews.remove(drop)
    if review is None or review.status == "done":
        return Text(wording.STALE)
    return flow.take_up(review)


def _of(pressed: Pressed, chat: Chat, desk: Desk) -> Review | None:
    """The review of a button, in its own chat only."""
    review = desk.reviews.get(pressed.values.get("r", ""))
    return review if review and review.chat_id == chat.id else None


def _go_on(kind: ReviewKind, wanted: str, here: list[Review], flow: Flow) -> Replies:
    """#AAR ต่อ: the one that waits, or which of them."""
    found = [r for r in here if r.status != "waiting" and (not wanted or wanted in r.job)]
    found = [r for r in found if r.kind == kind] or found
    if not found:
        return Text(wording.no_review_open(kind))
    if len(found) == 1:
        return flow.take_up(found[0])
    return Text(wording.WHICH_PAUSED, tuple(resume_choice(r) for r in found[-_OFFERED:]))


# ---------------------------------------------------------------- getting out


@router.way_out("review")
def out(dialog: Dialog, desk: Desk, dialogs: DialogStore, flow: Flow) -> Replies:
    """ยกเลิก keeps nothing; where there are answers, it is asked once more."""
    review = listening(dialog, desk) if dialog.step == "answer" else None
    if review is None:
        dialogs.close(dialog.key)
        return Text(wording.CANCELLED)
    if review.answers:
        yes = Choice(wording.REVIEW_DROP_YES, press("review.drop", r=review.id), shows=wording.REVIEW_DROP_YES)
        moves = tuple(Choice(word, says=word) for word in (wording.REVIEW_PAUSE, wording.REVIEW_FINISH))
        return Text(wording.review_drop_ask(review), (yes, resume_choice(review), *moves))
    return flow.drop(review)


@router.button("review.drop")
def drop(pressed: Pressed, event: Event, chat: Chat, desk: Desk, member: Member | None, flow: Flow) -> Replies:
    """Nothing of it is kept. That is for who called for it or keeps the office, as others' answers go, too."""
    review = _of(pressed, chat, desk)
    if review is None or review.status == "done":
        return Text(wording.STALE)
    if not _may_drop(review, event, member):
        return Text(wording.REVIEW_DROP_NOT_YOURS)
    return flow.drop(review)


def _may_drop(review: Review, event: Event, member: Member | None) -> bool:
    if event.user_id and all(a.user_id == event.user_id for a in review.answers):
        return True
    opener = bool(event.user_id) and event.user_id == review.opener_user_id
    return opener or (member is not None and (is_keeper(member) or member.id == review.opener_member_id))


def listening(dialog: Dialog, desk: Desk) -> Review | None:
    """The review whose question the dialogue asks."""
    review = desk.reviews.get(dialog.data.get("review", ""))
    return review if review and review.status in ("open", "paused") else None
