"""A question as clues: each part of it with all that would answer it, weighed by how much it tells."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from knowledge.terms import Terms

Field = Literal["words", "pairs", "sounds", "concepts", "grams"]
Counts = Callable[[Field, list[str]], tuple[int, list[int]]]
"""Given a field and terms: how many texts there are, and how many have each term."""


@dataclass(frozen=True)
class Answer:
    """One term that would answer a clue, and how far (1: in the same word)."""

    field: Field
    term: str
    worth: float


@dataclass(frozen=True)
class Way:
    """One way to answer a clue: by `answers`, each of which counts, or which count only all `together`."""

    answers: tuple[Answer, ...]
    together: bool = False


@dataclass(frozen=True)
class Clue:
    """A part of a question: `weight` is what it tells (natural log units); the best of `ways` answers it."""

    units: tuple[str, ...]
    weight: float
    ways: tuple[Way, ...]
    counts: bool = True
    """False for extras, which a full answer need not have."""


@dataclass(frozen=True)
class Question:
    """What is asked, ready to be looked up."""

    text: str
    clues: tuple[Clue, ...]
    grams: tuple[tuple[str, float], ...]
    unknown: float = 0.0
    """Share of the question, 0 to 1, that is told by particular words of which nothing is known at all."""
    vague: bool = False
    """True when it is put in everyday words alone and names no matter that we know."""
    grams_worth: float = 0.3
    """What trigrams weigh against words: less where no text has them, as of English words among Thai ones."""

    @cached_property
    def ideal(self) -> float:
        """The score of a text that answers every clue once."""
        return sum(c.weight for c in self.clues if c.counts)

    @cached_property
    def asked(self) -> dict[Field, frozenset[str]]:
        """All terms that would answer some clue."""
        found: dict[Field, set[str]] = {}
        for answer in (a for clue in self.clues for way in clue.ways for a in way.answers):
            found.setdefault(answer.field, set()).add(answer.term)
        return {field: frozenset(terms) for field, terms in found.items()}

    @cached_property
    def ideal_grams(self) -> float:
        """The score of a text that has every trigram once."""
        return sum(weight for _, weight in self.grams)

    @property
    def empty(self) -> bool:
        """True when nothing is asked but words that stand in any talk."""
        return self.ideal < LEAST_IDEAL

    def likeness(self, words: float, grams: float) -> float:
        """Words and trigrams in one figure, about 0 to 1.5: both as two weighted fields beat either alone
        (thai-text.md)."""
        return (1 - self.grams_worth) * words + self.grams_worth * grams


LEAST_IDEAL = 0.8
"""Weight below which a question names nothing: a few generic words."""


def covered(question: Question, text: Terms) -> float:
    """How far a short text answers: 0 to about 1, each clue counted once, by its best way."""
    if not question.ideal:
        return 0.0
    have = text.have
    if all(have[field].isdisjoint(terms) for field, terms in question.asked.items()):
        return 0.0
    return covered_where(question, lambda field, term: term in have[field])


def covered_where(question: Question, says: Callable[[Field, str], bool]) -> float:
    """The same for a text of which `says` tells what terms it has."""
    if not question.ideal:
        return 0.0
    score = 0.0
    for clue in question.clues:
        score += clue.weight * max((_answered(way, says) for way in clue.ways), default=0.0)
    return score / question.ideal


def _answered(way: Way, says: Callable[[Field, str], bool]) -> float:
    found = [a.worth for a in way.answers if says(a.field, a.term)]
    return sum(found) if not way.together or len(found) == len(way.answers) else 0.0


def covered_grams(question: Question, text: Terms) -> float:
    """The same by trigrams alone: what is left of the likeness when words are misspelt or cut otherwise."""
    if not question.ideal_grams:
        return 0.0
    have = text.have["grams"]
    return sum(weight for gram, weight in question.grams if gram in have) / question.ideal_grams
