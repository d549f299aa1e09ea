"""What colleagues say for somebody: that they helped, and that they are good at something (S17; `002`: praise for
those who share). Facts are kept, not points: who helped whom, with what, when."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from hashlib import sha256
from typing import Literal, Protocol

from knowledge.expertise_card import key
from knowledge.question import Field, Question, covered, covered_grams
from knowledge.terms import Terms, terms_of_phrase

How = Literal["thanks", "button"]


@dataclass(frozen=True)
class Helped:
    """That somebody was helped. One inquiry counts once for each helper, however often it is said."""

    id: str
    office_id: str
    helper: str
    """Member id."""
    asker: str
    """Member id; empty for somebody who is no member."""
    topic: str
    at: datetime
    how: How = "button"
    group_id: str = ""
    """Empty when it was asked in private."""
    inquiry_id: str = ""
    message_id: str = ""
    """Of the thanks, which can be taken back."""
    note_id: str = ""
    """The note that the answer was kept as."""


@dataclass(frozen=True)
class Endorsement:
    """That a colleague says somebody is good at something."""

    id: str
    office_id: str
    of: str
    by: str
    """Member ids."""
    topic: str
    at: datetime
    message_id: str = ""


class HelpedStore(Protocol):
    """Who helped whom. Changes become visible to readers when the turn is committed."""

    def since(self, office_id: str, at: datetime) -> list[Helped]:
        """Everything from `at` on, oldest first."""
        ...

    def put_helped(self, helped: Helped) -> None:
        """The same fact again takes the place of the one before."""
        ...


class EndorsementStore(Protocol):
    """Who vouches for whom."""

    def endorsements(self, office_id: str) -> list[Endorsement]:
        """Oldest first."""
        ...

    def put_endorsement(self, endorsement: Endorsement) -> None: ...


def helped_id(inquiry_id: str, helper: str) -> str:
    """One a helper and inquiry."""
    return f"{inquiry_id}.{helper}"


def endorsement_id(of: str, by: str, topic: str) -> str:
    """The same word for the same person twice is one."""
    return "e" + sha256(f"{of}:{by}:{key(topic)}".encode()).hexdigest()[:16]


# ---------------------------------------------------------------- as evidence

CreditKind = Literal["thanked", "endorsed", "record"]
"""thanked: helped somebody; endorsed: a colleague says so; record: a vetted record of theirs is about it."""


@dataclass(frozen=True)
class Credit:
    """One thing that speaks for somebody about a topic, whatever it comes from."""

    member_id: str
    topic: str
    kind: CreditKind
    at: datetime
    by: str = ""
    """Whoever says so, so that the same person counts once; empty where that is not known."""


@dataclass(frozen=True)
class Standing:
    """What the credits of one kind say for a person about one question."""

    kind: CreditKind
    count: int
    """Things, each colleague and topic once."""
    latest: datetime
    likeness: float
    """Of the topic that is most like the question."""


class CreditBook:
    """The credits of one office, ready to be asked. Safe to share between threads once made."""

    def __init__(self, credits: Iterable[Credit] = ()) -> None:
        self._credits = tuple(credits)

    @cached_property
    def _topics(self) -> dict[str, Terms]:
        return {topic: terms_of_phrase(topic) for topic in dict.fromkeys(c.topic for c in self._credits)}

    @cached_property
    def _found(self) -> dict[Field, Counter[str]]:
        fields: tuple[Field, ...] = ("words", "pairs", "sounds", "concepts", "grams")
        return {f: Counter(t for said in self._topics.values() for t in set(getattr(said, f))) for f in fields}

    def counts(self, field: Field, some: list[str]) -> tuple[int, list[int]]:
        """How many topics there are, and how many have each term."""
        if not self._credits:
            return 0, [0] * len(some)
        return len(self._topics), [self._found[field][term] for term in some]

    def standings(self, question: Question, least: float) -> Mapping[str, tuple[Standing, ...]]:
        """Member id → what speaks for the person about the question: topics at least so much like it."""
        likes: dict[str, float] = {}
        for topic, said in self._topics.items():
            like = question.likeness(covered(question, said), covered_grams(question, said))
            if like >= least:
                likes[topic] = like
        found: dict[tuple[str, CreditKind], _Gathered] = defaultdict(_Gathered)
        for credit in self._credits if likes else ():
            if credit.topic in likes:
                found[credit.member_id, credit.kind].add(credit, likes[credit.topic])
        theirs: dict[str, tuple[Standing, ...]] = {}
        for (member_id, kind), gathered in found.items():
            assert gathered.latest is not None
            standing = Standing(kind, len(gathered.voices), gathered.latest, gathered.likeness)
            theirs[member_id] = (*theirs.get(member_id, ()), standing)
        return theirs


@dataclass
class _Gathered:
    voices: set[tuple[str, str]] = field(default_factory=set)
    latest: datetime | None = None
    likeness: float = 0.0

    def add(self, credit: Credit, likeness: float) -> None:
        # a colleague who vouches in three ways of saying the same is still one
        self.voices.add((credit.by, "" if credit.kind == "endorsed" and credit.by else f"{credit.topic} {credit.at}"))
        self.latest = max(self.latest or credit.at, credit.at)
        self.likeness = max(self.likeness, likeness)


class CreditSource(Protocol):
    """Where the directory finds what speaks for people beside their notes and cards."""

    def book(self, office_id: str) -> CreditBook: ...
    def confirmed(self, office_id: str, note_ids: Iterable[str]) -> Mapping[str, int]:
        """Of these notes those with points (nuggets) that their tellers confirmed, with how many."""
        ...
