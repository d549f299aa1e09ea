"""What a note is found by: its words, pairs of neighbouring words, trigrams, and the matters it names."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise

from knowledge import concepts, thai
from knowledge.office_thai import canonical
from knowledge.sound import alike

PAIR = "+"
"""Joins two neighbouring words to one term: กองทุน+หมู่บ้าน tells more than its parts."""
SHORTEST_SOUND = 3
"""Letters of the shortest word that is found by its sound."""
STRONG = 2
"""How often a concept counts when it is named itself; words that go with it count once, from the second on."""
HINT = "~"
"""Before the concept of which a text says at least one word, if only one that goes with it."""


@dataclass(frozen=True)
class Terms:
    """What a text is found by. `words` come with their parts and first forms (office_thai), `sounds` are the same
    as they sound (sound.py); concepts come as often as they are named."""

    words: tuple[str, ...]
    pairs: tuple[str, ...]
    sounds: tuple[str, ...]
    concepts: tuple[str, ...]
    grams: tuple[str, ...]

    @cached_property
    def have(self) -> dict[str, frozenset[str]]:
        """Each field's terms once: short texts are compared with many questions."""
        fields = ("words", "pairs", "sounds", "concepts", "grams")
        return {field: frozenset(getattr(self, field)) for field in fields}


def terms(text: str) -> Terms:
    """The terms under which a text is put in the index."""
    normal = thai.normalise(text)
    words = [piece.word for piece in thai.pieces(normal)]
    units = canonical(words)
    found = list(words)
    for word in words:
        found.extend(thai.parts(word))
    found.extend(_not_in(units, words))
    sounds = dict.fromkeys(alike(word) for word in found if len(word) >= SHORTEST_SOUND)
    grams = thai.trigrams_of(normal)
    return Terms(tuple(found), tuple(pairs(units)), tuple(sounds), tuple(_matters(words)), tuple(grams))


def _matters(words: list[str]) -> list[str]:
    """The concepts that the words are about, as often as they are named; of one that a single word merely hints at
    only the hint."""
    strong: Counter[str] = Counter()
    near: dict[str, set[tuple[int, int]]] = {}
    for naming in concepts.named_in(words):
        if naming.strong:
            strong[naming.concept] += STRONG
        else:
            near.setdefault(naming.concept, set()).add((naming.start, naming.end))
    found = list(strong.elements())
    for concept, places in near.items():
        found += [concept] * (len(places) if concept in strong else len(places) - 1)
    return found + [HINT + concept for concept in {*strong, *near}]


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
