"""What a note is found by: its words, pairs of neighbouring words, trigrams, and the matters it names."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from knowledge import concepts, thai
from knowledge.office_thai import canonical

PAIR = "+"
"""Joins two neighbouring words to one term: กองทุน+หมู่บ้าน tells more than its parts."""
STRONG = 2
"""How often a concept counts when it is named itself; once when a word that goes with it is said."""


@dataclass(frozen=True)
class Terms:
    """What a text is found by. The words come with their parts, first forms (office_thai) and pairs; concepts come
    as often as they are named."""

    words: tuple[str, ...]
    concepts: tuple[str, ...]
    grams: tuple[str, ...]


def terms(text: str) -> Terms:
    """The terms under which a text is put in the index."""
    words = thai.words(text)
    units = canonical(words)
    found = list(words)
    for word in words:
        found.extend(thai.parts(word))
    found.extend(_not_in(units, words))
    found.extend(pairs(units))
    named: list[str] = []
    for naming in concepts.named_in(words):
        named += [naming.concept] * (STRONG if naming.strong else 1)
    return Terms(tuple(found), tuple(named), tuple(thai.trigrams(text)))


def pairs(units: list[str]) -> list[str]:
    """Each two neighbouring units as one term."""
    return [f"{a}{PAIR}{b}" for a, b in zip(units, units[1:], strict=False)]


def _not_in(units: list[str], words: list[str]) -> list[str]:
    have = set(words)
    return [unit for unit in units if unit not in have]


@lru_cache(maxsize=8192)
def terms_of_phrase(text: str) -> Terms:
    """The same for short texts that come again and again: declared expertise, positions, units."""
    return terms(text)
