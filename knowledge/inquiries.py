"""Questions that were put to the office's people, followed until they are answered: who was named, who was asked on
the asker's behalf, what came of it. They pass after two weeks; what lasts are credits and gaps."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Protocol

KEPT = timedelta(days=14)
"""A question that nobody came back to for so long is over."""
THANKS_WITHIN = timedelta(hours=24)
"""Thanks mean an answer of the last day."""
SILENT = timedelta(days=3)
"""Asked on somebody's behalf and not answered for so long: a gap."""


@dataclass(frozen=True)
class AskedFor:
    """That somebody was asked on the asker's behalf."""

    member_id: str
    at: datetime
    user_id: str = ""
    held: str = ""
    """The words that wait for the person's next word in 1:1; empty when they were named in the group."""


@dataclass(frozen=True)
class Answer:
    """That somebody answered. The words aren't kept here, but for those that wait for the asker in 1:1."""

    member_id: str
    message_id: str
    at: datetime
    held: str = ""


@dataclass(frozen=True)
class Inquiry:
    """One question after somebody who knows."""

    id: str
    office_id: str
    chat_id: str
    """The group; empty when it was asked in private."""
    user_id: str
    """LINE id of the asker."""
    topic: str
    at: datetime
    message_id: str = ""
    named: tuple[str, ...] = ()
    """Member ids on the card."""
    asked: tuple[AskedFor, ...] = ()
    answers: tuple[Answer, ...] = ()
    helped_by: tuple[str, ...] = ()
    """Member ids of those who were credited."""
    settled: bool = False
    """The asker said that it is answered."""
    missed: bool = False
    """Counted as a gap."""
    note_ids: tuple[str, ...] = ()
    """Notes that answers were kept as; the question stands in their first line."""

    def was_asked(self, member_id: str) -> bool:
        return any(each.member_id == member_id for each in self.asked)

    @property
    def answered(self) -> bool:
        return self.settled or bool(self.answers or self.helped_by)

    @property
    def candidates(self) -> tuple[str, ...]:
        """Who may have helped, the likeliest first: who answered, else who was asked, else who was named."""
        answered = tuple(dict.fromkeys(each.member_id for each in self.answers))
        asked = tuple(each.member_id for each in self.asked)
        return answered or asked or self.named


class InquiryStore(Protocol):
    """The questions of one office that are still followed. A turn reads what it has itself put."""

    def get(self, inquiry_id: str) -> Inquiry | None: ...
    def put(self, inquiry: Inquiry) -> None: ...
    def remove(self, inquiry_id: str) -> None: ...
    def by_message(self, message_id: str) -> Inquiry | None:
        """The inquiry that this message asked or answered."""
        ...

    def since(self, at: datetime) -> list[Inquiry]:
        """Those asked since then, newest first."""
        ...


def inquiry_id(message_id: str) -> str:
    """The id of the inquiry that a message (or other event) made; it doesn't give the message's id away."""
    return "q" + sha256(message_id.encode()).hexdigest()[:12]


def latest(store: InquiryStore, chat_id: str, user_id: str, now: datetime) -> Inquiry | None:
    """What this person asked last in this chat, within a day."""
    recent = store.since(now - THANKS_WITHIN)
    return next((i for i in recent if i.chat_id == chat_id and i.user_id == user_id), None)


def waiting(store: InquiryStore, member_id: str, now: datetime) -> Inquiry | None:
    """The newest question that waits for this member's answer."""

    def waits(inquiry: Inquiry) -> bool:
        theirs = any(answer.member_id == member_id for answer in inquiry.answers)
        return inquiry.was_asked(member_id) and not theirs and not inquiry.settled

    return next(filter(waits, store.since(now - KEPT)), None)


def asked(inquiry: Inquiry, member_id: str, at: datetime, *, user_id: str = "", held: str = "") -> Inquiry:
    """The inquiry after somebody was asked on the asker's behalf."""
    return replace(inquiry, asked=(*inquiry.asked, AskedFor(member_id, at, user_id, held)))


def answered(inquiry: Inquiry, answer: Answer) -> Inquiry:
    """The inquiry with one more answer; the same message twice is one."""
    others = tuple(each for each in inquiry.answers if each.message_id != answer.message_id)
    return replace(inquiry, answers=(*others, answer))


def unanswered(inquiry: Inquiry, now: datetime) -> bool:
    """Somebody was asked, and nothing came for three days."""
    asked_at = max((each.at for each in inquiry.asked), default=None)
    return asked_at is not None and not inquiry.answered and not inquiry.missed and now - asked_at >= SILENT


# ---------------------------------------------------------------- the exchange as a note


def exchange(topic: str, answer: str) -> str:
    """An answer with the question in its first line, so that it is found by it."""
    return f"{_headed(topic)}{answer}"


def without_question(topic: str, text: str) -> str:
    """The note again without the question, which was taken back."""
    return text.removeprefix(_headed(topic))


def _headed(topic: str) -> str:
    return f"ถาม: {topic}\nตอบ: "
