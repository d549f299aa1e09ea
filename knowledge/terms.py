"""What a note is found by: its words, pairs of neighbouring words, trigrams, and the matters it names."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from knowledge import concepts, thai
from knowledge.office_thai import canonical
from knowledge.sound import alike

PAIR = "+"
"""Joins two neighbouring words to one term: กองทุน+หมู่บ้าน tells more than its parts."""
SHORTEST_SOUND = 3
"""Letters of the shortest word that is found by its sound."""
STRONG = 2
"""How often a concept counts when it is named itself; once when a word that goes with it is said."""


@dataclass(frozen=True)
class Terms:
    """What a text is found by. `words` come with their parts and first forms (office_thai), `sounds` are the same
    as they sound (sound.py); concepts come as often as they are named."""

    words: tuple[str, ...]
    pairs: tuple[str, ...]
    sounds: tuple[str, ...]
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
    named: list[str] = []
    for naming in concepts.named_in(words):
        named += [naming.concept] * (STRONG if naming.strong else 1)
    sounds = dict.fromkeys(alike(word) for word in found if len(word) >= SHORTEST_SOUND)
    return Terms(tuple(found), tuple(pairs(units)), tuple(sounds), tuple(named), tuple(thai.trigrams(text)))


def pairs(units: list[str]) -> list[str]:
    """Each two neighbouring units as one term."""
    return [f"{a}{PAIR}{b}" for a, b in pairwise(units)]


def _not_in(units: list[str], words: list[str]) -> list[str]:
    have = set(words)
    return [unit for unit in units if unit not in have]


@lru_cache(maxsize=8192)
def terms_of_phrase(text: str) -> Terms:
    """The same for short texts that come again and again: declared expertise, positions, units."""
    return terms(text)
