"""How far people's cards speak to a question: what they declared, what they said they can't, and their positions."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from knowledge.expertise_card import key
from knowledge.people import Member
from knowledge.question import Question, covered, covered_grams
from knowledge.terms import terms_of_phrase

DENIED_AT = 0.6
"""Likeness from which a question is about what somebody said not to be good at."""


@dataclass(frozen=True)
class Card:
    """What a member's declared words and position say about the question, 0 to about 1 each."""

    declared: float
    item: str
    position: float


class Likeness:
    """How like one question short texts are. Positions and declared words come again and again."""

    def __init__(self, question: Question) -> None:
        self._question = question
        self._known: dict[str, float] = {}

    def of(self, text: str) -> float:
        if text not in self._known:
            said = terms_of_phrase(text)
            question = self._question
            self._known[text] = question.likeness(covered(question, said), covered_grams(question, said))
        return self._known[text]

    @cached_property
    def _asked(self) -> str:
        return key(self._question.text)

    def denied(self, member: Member) -> bool:
        """Whether the question is about what the person said not to be good at, in these or in other words."""
        return any(key(item) in self._asked or self.of(item) >= DENIED_AT for item in member.denied)


def compare(like: Likeness, members: list[Member], everyone: int) -> dict[str, Card]:
    """Member id → what the card says. `everyone`: how many people the office has."""
    positions = [like.of(f"{m.position} {m.unit}") for m in members]
    everyone = max(1, everyone)
    cards: dict[str, Card] = {}
    for member, position in zip(members, positions, strict=True):
        # a position that many share says little about any of them
        shared = sum(1 for p in positions if p >= position) / everyone
        items = [(like.of(item), item) for item in member.expertise]
        declared, item = max(items, default=(0.0, ""))
        cards[member.id] = Card(declared, item, position * max(0.0, 1 - shared))
    return cards
