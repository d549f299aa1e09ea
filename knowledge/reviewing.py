"""A guided review: what is asked before, during and after a job, who answered what, and what was feared
(domain.md §4.6). Free-form reviews are split by reviews.py."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Literal, Protocol

from knowledge.notes import Filed, Kind, Share

ReviewKind = Literal["bar", "dar", "aar"]
Status = Literal["waiting", "open", "paused", "done"]
"""waiting: called for while another one is open, until somebody says which of them it shall be."""

PAUSE_AFTER = timedelta(minutes=30)
"""A review in which nobody answered for so long is paused by itself."""
UNFINISHED_KEPT = timedelta(days=30)
"""A paused review that nobody took up again is dropped after this."""
LONGEST_ANSWER = 2_000


@dataclass(frozen=True)
class Question:
    """One question of a review; `heading` is how its part is called in what is kept."""

    id: str
    heading: str


QUESTIONS: dict[ReviewKind, tuple[Question, ...]] = {
    "bar": (
        Question("goal", "เป้าหมาย"),
        Question("who", "ใครทำอะไร"),
        Question("risks", "ความเสี่ยง"),
        Question("learned", "บทเรียนครั้งก่อน"),
    ),
    "dar": (
        Question("where", "เทียบกับแผน"),
        Question("obstacles", "สิ่งที่ติดขัด"),
        Question("change", "สิ่งที่จะปรับ"),
    ),
    "aar": (
        Question("expected", "สิ่งที่คาดหวัง"),
        Question("actual", "สิ่งที่เกิดขึ้นจริง"),
        Question("why", "เพราะอะไร"),
        Question("next", "ครั้งหน้า"),
    ),
}
"""Three for the review during a job, as domain.md §4.6 gives them."""


def review_kind(kind: Kind | None) -> ReviewKind | None:
    """The same kind where it is one of a review."""
    return next((each for each in QUESTIONS if each == kind), None)


@dataclass(frozen=True)
class Answer:
    """What one member said to one question."""

    message_id: str
    question: str
    member_id: str
    user_id: str
    text: str
    at: datetime
    edited_at: datetime | None = None


@dataclass(frozen=True)
class Review:
    """One guided review. Its note, once it is done, has the id `n…` of the message that called for it."""

    id: str
    kind: ReviewKind
    job: str
    """The name of the job, as typed; empty when its message was taken back."""
    chat_id: str
    group_id: str
    """Empty in a 1:1 chat."""
    message_id: str
    """The message that called for the review."""
    opener_member_id: str
    opener_user_id: str
    opened_at: datetime
    last_at: datetime
    """When something of this review was said last."""
    status: Status = "open"
    at: int = 0
    """Which question is open, from 0."""
    answers: tuple[Answer, ...] = ()
    job_edited_at: datetime | None = None
    """LINE's timestamp of the newest edit of the message that called for it."""
    opening: str = ""
    """What followed the mark in that message, masked, as it would be kept if it was a telling; empty when the job
    was asked for."""
    to_consent: tuple[str, ...] = ()
    """Members whose first kept words these are: the bot's next word says what is kept and where to see it."""

    @property
    def questions(self) -> tuple[Question, ...]:
        return QUESTIONS[self.kind]

    @property
    def question(self) -> Question:
        return self.questions[self.at]

    @property
    def note_id(self) -> str:
        return f"n{self.message_id}"

    @property
    def message_ids(self) -> tuple[str, ...]:
        return (self.message_id, *(a.message_id for a in self.answers))

    def open_at(self, now: datetime) -> bool:
        """Whether answers are taken: also without a clock, silence closes it."""
        return self.status == "open" and now - self.last_at < PAUSE_AFTER

    def said_to(self, question: str) -> tuple[Answer, ...]:
        return tuple(a for a in self.answers if a.question == question)


def review_id(message_id: str) -> str:
    """The id of the review that `message_id` called for."""
    return f"r{message_id}"


def of_note(note_id: str) -> str:
    """The id that the review behind a note has, if there is one."""
    return review_id(note_id.removeprefix("n"))


def with_answer(review: Review, answer: Answer) -> Review:
    """The answer added; of one message the newest text stands."""
    others = tuple(a for a in review.answers if a.message_id != answer.message_id)
    if len(others) == len(review.answers):
        return replace(review, answers=(*review.answers, answer), last_at=max(review.last_at, answer.at))
    same = tuple(answer if a.message_id == answer.message_id else a for a in review.answers)
    return replace(review, answers=same)


def without_message(review: Review, message_id: str) -> Review:
    """What is left when a message was taken back: without that answer, or without the job's name."""
    if message_id == review.message_id:
        return replace(review, job="", opening="")
    return replace(review, answers=tuple(a for a in review.answers if a.message_id != message_id))


def without_person(review: Review, user_id: str, member_id: str) -> Review:
    """What is left when a member is no longer kept: without the member's answers and name; if the member called
    for the review, somebody else who answered stands for it."""
    theirs = {i for i in (user_id, member_id) if i}
    answers = tuple(a for a in review.answers if not theirs & {a.user_id, a.member_id})
    left = replace(review, answers=answers, to_consent=tuple(m for m in review.to_consent if m != member_id))
    if theirs & {review.opener_user_id, review.opener_member_id}:
        first = next((a for a in answers if a.member_id), None)
        member, user = (first.member_id, first.user_id) if first else ("", "")
        left = replace(left, opener_member_id=member, opener_user_id=user)
    return left


def compose(review: Review) -> str:
    """The text that is kept: the job, then each answered question's heading and what was said to it. Names are
    not in it: who said what stands in the review."""
    lines = [review.job] if review.job else []
    for question in review.questions:
        said = [" ".join(a.text.split()) for a in review.said_to(question.id)]
        if said:
            lines.append(f"{question.heading}: {' / '.join(said)}")
    return "\n".join(lines)


def shares(review: Review) -> tuple[Share, ...]:
    """What each who answered said, with the name of the job, without which an answer often tells nothing. None where
    the one whose note it is said it all, and none of somebody whom the office doesn't know."""
    said: dict[str, list[str]] = {}
    for answer in review.answers:
        if answer.member_id:
            said.setdefault(answer.member_id, []).append(" ".join(answer.text.split()))
    if list(said) in ([], [review.opener_member_id]):
        return ()
    job = [review.job] if review.job else []
    return tuple(Share(member, "\n".join([*job, *texts])) for member, texts in said.items())


def still_said(categories: Iterable[Filed], text: str) -> tuple[Filed, ...]:
    """Categories without words of evidence that `text` no longer has."""
    return tuple(replace(f, evidence=tuple(w for w in f.evidence if w in text)) for f in categories)


@dataclass(frozen=True)
class Outcomes:
    """Which risks of a before-action review came true, as people of the after-action review said. Holds no words:
    a risk goes by the digest of its text, so that nothing stays of a review that is taken back."""

    bar_note: str
    came: Mapping[str, bool] = field(default_factory=dict, hash=False)


def risk_key(risk: str) -> str:
    """Stands for the text of a risk."""
    return sha256(" ".join(risk.split()).encode()).hexdigest()[:10]


@dataclass(frozen=True)
class LastTime:
    """What an earlier after-action review says to the next one."""

    teller: str
    at: datetime
    next: str
    to_improve: str


class ReviewStore(Protocol):
    """The guided reviews of one office, and what came of feared things. Changes become visible to readers when
    the turn is committed."""

    def put(self, review: Review) -> None: ...
    def get(self, review_id: str) -> Review | None: ...
    def by_message(self, message_id: str) -> Review | None:
        """The review that the message is part of, as its call or as an answer."""
        ...

    def unfinished(self, chat_id: str) -> list[Review]:
        """Those of a chat that are open, paused or waiting, oldest first."""
        ...

    def remove(self, review_id: str) -> None: ...
    def outcomes(self, note_id: str) -> Outcomes | None:
        """Of an after-action review's note."""
        ...

    def put_outcomes(self, note_id: str, outcomes: Outcomes) -> None: ...
    def remove_outcomes(self, note_id: str) -> None: ...
