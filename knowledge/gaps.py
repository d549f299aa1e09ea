"""Knowledge gaps: what was asked and nobody could say, or nobody did (step 1 of the KM process, `001`, `003`: which
knowledge is needed). The same matter in other words is one gap; those who asked are counted, never named."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from typing import Literal, Protocol

from knowledge.clues import ask
from knowledge.privacy import mark_of as mark_of
from knowledge.question import Field, Question, covered
from knowledge.terms import terms_of_phrase

Why = Literal["nobody", "unanswered"]
"""nobody: no one was known for it; unanswered: somebody was named or asked, and no answer came."""
How = Literal["", "told", "declared", "helped", "by hand"]

SAME_AT, BOTH_AT = 0.7, 0.5
"""How far two topics must cover each other in the mean, and each of them the other, to be one gap."""
ANSWERS_AT = 0.62
"""How far what somebody says they know must cover a topic to fill its gap."""
MOST_ASKINGS = 100
"""Times of asking that a gap remembers one by one."""
_MANY = 1_000
"""Stands for the number of texts where only the topics themselves are compared."""


@dataclass(frozen=True)
class Asking:
    """One time that it was asked."""

    message_id: str
    at: datetime
    who: str
    """A digest, to count people; nobody can be found by it."""
    topic: str
    group_id: str = ""
    """Empty when it was asked in private."""
    why: Why = "nobody"


@dataclass(frozen=True)
class Gap:
    """One matter that is missing."""

    id: str
    office_id: str
    askings: tuple[Asking, ...]
    """Oldest first, at least one."""
    earlier: int = 0
    """Times of asking before those."""
    closed_at: datetime | None = None
    closed_how: How = ""

    @property
    def topic(self) -> str:
        """As it was first asked."""
        return self.askings[0].topic

    @property
    def count(self) -> int:
        return self.earlier + len(self.askings)

    @property
    def askers(self) -> int:
        return len({each.who for each in self.askings})

    @property
    def first_at(self) -> datetime:
        return self.askings[0].at

    @property
    def last_at(self) -> datetime:
        return self.askings[-1].at

    @property
    def groups(self) -> tuple[str, ...]:
        """The groups in which it was asked; empty when it was asked in private only."""
        return tuple(dict.fromkeys(each.group_id for each in self.askings if each.group_id))

    @property
    def why(self) -> Why:
        return self.askings[-1].why


def in_groups(gap: Gap) -> Gap | None:
    """The gap as groups may see it: without the times, the people and the words of those who asked in private; None
    when nobody asked aloud."""
    aloud = tuple(each for each in gap.askings if each.group_id)
    if len(aloud) == len(gap.askings):
        return gap
    return replace(gap, askings=aloud, earlier=0) if aloud else None


class GapStore(Protocol):
    """The gaps of one office, closed ones too. A turn reads what it has itself put."""

    def all(self) -> list[Gap]: ...
    def put(self, gap: Gap) -> None: ...
    def remove(self, gap_id: str) -> None: ...


def gap_id(message_id: str) -> str:
    """The id of the gap that this message opened; it doesn't give the message's id away."""
    return "g" + sha256(message_id.encode()).hexdigest()[:12]


# ---------------------------------------------------------------- the same matter


def same_matter(one: str, other: str) -> bool:
    """Whether two topics ask for the same, by office Thai's shared words and concepts: each covers the other."""
    there, back = min(1.0, _covers(one, other)), min(1.0, _covers(other, one))
    return min(there, back) >= BOTH_AT and (there + back) / 2 >= SAME_AT


def answers(said: str, topic: str) -> bool:
    """Whether what somebody says they know is what was asked for."""
    return _covers(topic, said) >= ANSWERS_AT


def _covers(asked: str, by: str) -> float:
    return covered(_question(asked), terms_of_phrase(by))


@lru_cache(maxsize=2_000)
def _question(topic: str) -> Question:
    def counts(field: Field, some: list[str]) -> tuple[int, list[int]]:
        return _MANY, [1] * len(some)

    return ask(topic, counts)


# ---------------------------------------------------------------- the list of an office


class Gaps:
    """What an office doesn't know yet."""

    def __init__(self, office_id: str, store: GapStore) -> None:
        self._office, self._store = office_id, store

    def ask(self, asking: Asking) -> Gap:
        """Adds one time of asking, to the gap of the same matter or as a new one; the same message counts once.
        A gap that was closed opens again."""
        gap = next((g for g in self._store.all() if same_matter(asking.topic, g.topic)), None)
        if gap is None:
            gap = Gap(gap_id(asking.message_id), self._office, (asking,))
        elif any(each.message_id == asking.message_id for each in gap.askings):
            return gap
        else:
            askings = (*gap.askings, asking)
            kept = askings[-MOST_ASKINGS:]
            earlier = gap.earlier + len(askings) - len(kept)
            gap = replace(gap, askings=kept, earlier=earlier, closed_at=None, closed_how="")
        self._store.put(gap)
        return gap

    def told(self, said: str, now: datetime, how: How = "declared") -> list[Gap]:
        """Somebody says they know this: closes what it answers, and returns that."""
        met = [gap for gap in self._store.all() if gap.closed_at is None and answers(said, gap.topic)]
        closed = [close(gap, now, how) for gap in met]
        for gap in closed:
            self._store.put(gap)
        return closed

    def open(self, known: Callable[[Gap], How], now: datetime) -> list[Gap]:
        """What is still missing, most asked first. `known` says how a gap has been filled meanwhile, "" for not."""
        still: list[Gap] = []
        for gap in self._store.all():
            if gap.closed_at is not None:
                continue
            if how := known(gap):
                self._store.put(close(gap, now, how))
            else:
                still.append(gap)
        return sorted(still, key=lambda g: (-g.askers, -g.count, -g.last_at.timestamp(), g.id))

    def every(self) -> list[Gap]:
        """Closed ones, too; oldest first."""
        return self._store.all()

    def put(self, gap: Gap) -> None:
        """A gap that was changed by hand."""
        self._store.put(gap)

    def get(self, which: str) -> Gap | None:
        return next((gap for gap in self._store.all() if gap.id == which), None)


def close(gap: Gap, now: datetime, how: How) -> Gap:
    return replace(gap, closed_at=now, closed_how=how)


def without(gap: Gap, gone: Callable[[Asking], bool]) -> Gap | None:
    """The gap after some who asked, or their messages, are no longer kept; None when nothing is left of it."""
    left = tuple(each for each in gap.askings if not gone(each))
    return replace(gap, askings=left) if left else None
