"""Matters of the field's work and the many ways of naming them (concepts.toml), for questions that share no word
with the note that answers them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from knowledge import thai

_FILE = Path(__file__).with_name("concepts.toml")
_LOOSE_LENGTH = 5
"""Thai phrases of this many characters may be found inside a run; shorter and Latin ones must equal whole words
(thai-text.md, "Substrings mislead")."""


_BEGINNINGS = (4, 3, 2)
"""Letters by which phrases are looked up: the first four, or all of a shorter one; none has fewer than two."""


@dataclass(frozen=True)
class Naming:
    """A place in a text that names a concept: characters `start` to `end` of the joined words."""

    concept: str
    start: int
    end: int
    strong: bool
    """True for a name of the matter itself, False for a word that merely goes with it."""


@dataclass(frozen=True)
class _Phrase:
    text: str
    concept: str
    strong: bool
    loose: bool


def _joined(phrase: str) -> str:
    return "".join(thai.bare(word) for word in thai.normalise(phrase).split())


@lru_cache(maxsize=1)
def _phrases() -> dict[str, list[_Phrase]]:
    by_start: dict[str, list[_Phrase]] = {}
    with _FILE.open("rb") as file:
        table = tomllib.load(file)
    for concept, entry in table.items():
        for strong, key in ((True, "names"), (False, "near")):
            for written in entry.get(key, ()):
                text = _joined(written)
                loose = len(text) >= _LOOSE_LENGTH and not text.isascii()
                by_start.setdefault(text[: _BEGINNINGS[0]], []).append(_Phrase(text, concept, strong, loose))
    return by_start


@lru_cache(maxsize=1)
def _heads() -> frozenset[str]:
    """The first two letters of all phrases: at most places of a text none begins."""
    return frozenset(p.text[:2] for row in _phrases().values() for p in row)


def phrases() -> list[str]:
    """All names of concepts, joined (no spaces or signs); without the words that merely go with them."""
    return [p.text for row in _phrases().values() for p in row if p.strong]


def phrases_of(concept: str, *, near: bool = False) -> tuple[str, ...]:
    """What a text may say of one matter, joined: its names, and with `near` also the words that merely go with it.
    Only phrases that are long enough to be looked for inside a run of letters."""
    return _of_concept().get((concept, near), ())


@lru_cache(maxsize=1)
def _of_concept() -> dict[tuple[str, bool], tuple[str, ...]]:
    table: dict[tuple[str, bool], list[str]] = {}
    for phrase in (p for row in _phrases().values() for p in row if p.loose):
        table.setdefault((phrase.concept, True), []).append(phrase.text)
        if phrase.strong:
            table.setdefault((phrase.concept, False), []).append(phrase.text)
    return {key: tuple(found) for key, found in table.items()}


def known() -> list[str]:
    """The ids of all concepts."""
    return sorted({p.concept for phrases in _phrases().values() for p in phrases})


def named_in(words: list[str]) -> list[Naming]:
    """Where the words (of one text, normalised, in order, no spaces) name concepts."""
    joined = "".join(words)
    edges = {0}
    at = 0
    for word in words:
        at += len(word)
        edges.add(at)
    table, heads = _phrases(), _heads()
    found: list[Naming] = []
    for start in range(len(joined) - 1):
        if joined[start : start + 2] not in heads:
            continue
        for letters in _BEGINNINGS:
            for phrase in table.get(joined[start : start + letters], ()) if start + letters <= len(joined) else ():
                if joined.startswith(phrase.text, start):
                    end = start + len(phrase.text)
                    if phrase.loose or (start in edges and end in edges):
                        found.append(Naming(phrase.concept, start, end, phrase.strong))
    return found
