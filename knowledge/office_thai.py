"""Office Thai: abbreviations, mixed and English words, spoken forms and misspellings that mean the same.

One table (office_thai.toml) for filing, search and experts. Each group of the table lists sets of words that stand
for each other; the first of a set is the one we compare by.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from knowledge.normal_form import normalise

TABLE = Path(__file__).with_name("office_thai.toml")

SAME = 0.9
"""Groups of at least this weight say the same in other letters; lighter ones are near in meaning."""
_FAINTEST = 0.25
"""Chains of near words are followed while the product of their weights stays above this."""


class OfficeThaiError(Exception):
    """The table can't be used; says the file, what is wrong and what is expected."""


@dataclass(frozen=True)
class Group:
    """Sets of words that stand for each other, all as nearly as `weight` (0..1) says."""

    name: str
    weight: float
    sets: tuple[tuple[str, ...], ...]


def read(path: Path) -> tuple[Group, ...]:
    """The groups of a table. Raises OfficeThaiError for TOML that can't be read, words of one letter, sets of
    fewer than two words and weights outside 0..1."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise OfficeThaiError(f"{path.name}: {error}") from error
    groups = []
    for name, content in table.items():
        weight, sets = content.get("weight"), content.get("sets")
        if not isinstance(weight, int | float) or not 0 < weight <= 1:
            raise OfficeThaiError(f"{path.name}: [{name}] weight must be a number above 0 and at most 1")
        if not isinstance(sets, list):
            raise OfficeThaiError(f"{path.name}: [{name}] sets must be a list of lists of words")
        for words in sets:
            if not isinstance(words, list) or len(words) < 2 or not all(isinstance(w, str) for w in words):
                raise OfficeThaiError(f"{path.name}: [{name}] {words!r}: a set is a list of at least two words")
            short = [w for w in words if len(normalise(w).replace(".", "")) < 2]
            if short:
                raise OfficeThaiError(f"{path.name}: [{name}] {short[0]!r}: a word needs two letters or more")
        groups.append(Group(name, float(weight), tuple(tuple(normalise(w) for w in words) for words in sets)))
    return tuple(groups)


def squeezed(phrase: str) -> str:
    """A normalised phrase without spaces and signs: the form by which phrases are looked up."""
    return "".join(phrase.translate(_SIGNS).split())


_squeezed_word = lru_cache(maxsize=20_000)(squeezed)
"""For single words alone, which come again and again; no sentence of a chat is kept."""
_SIGNS = str.maketrans(dict.fromkeys("./-_'\"()*,:;!?+&“”‘’–·ๆฯ"))


class _Table:
    def __init__(self, groups: Iterable[Group]) -> None:
        self.shown: dict[str, str] = {}
        self.near: dict[str, dict[str, float]] = {}
        self.first: dict[str, str] = {}
        for group in groups:
            for words in group.sets:
                keys = list(dict.fromkeys(squeezed(w) for w in words))
                for key, word in zip((squeezed(w) for w in words), words, strict=True):
                    self.shown.setdefault(key, word)
                for key in keys:
                    row = self.near.setdefault(key, {})
                    for other in keys:
                        if other != key:
                            row[other] = max(group.weight, row.get(other, 0.0))
                if group.weight >= SAME:
                    self._join(keys)
        self.longest = max((len(k) for k in self.first), default=0)

    def _join(self, keys: list[str]) -> None:
        """All of a set get one first word, also when sets overlap or go round in a circle."""
        roots = list(dict.fromkeys(self.first.get(k, k) for k in keys))
        for key, root in list(self.first.items()):
            if root in roots[1:]:
                self.first[key] = roots[0]
        for key in (*keys, *roots):
            self.first[key] = roots[0]


@lru_cache(maxsize=1)
def _table() -> _Table:
    return _Table(read(TABLE))


@lru_cache(maxsize=1)
def terms() -> tuple[str, ...]:
    """Every term that must stay one word when text is cut: normalised; abbreviations with and without dots."""
    kept: dict[str, None] = {}
    for group in read(TABLE):
        if group.name == "misspelt":
            continue
        for word in (w for words in group.sets for w in words):
            if " " in word or word.isascii():
                continue
            kept[word] = None
            plain = squeezed(word)
            if plain != word and len(plain) >= 3:
                kept[plain] = None
                kept[word.rstrip(".")] = None
    return tuple(kept)


def canonical(words: Sequence[str]) -> list[str]:
    """`words` (as `thai.words` gives them) with every word or run of words that the table knows put into its first
    form, squeezed into one word: โอทอป → otop, e-laas → elaas. Near words stay as they are."""
    table = _table()
    plain = [_squeezed_word(word) for word in words]
    found: list[str] = []
    at = 0
    while at < len(words):
        run, best, length = "", words[at], 1
        for n, word in enumerate(plain[at : at + 8], 1):
            run += word
            if len(run) > table.longest:
                break
            if run in table.first:
                best, length = table.first[run], n
        found.append(best)
        at += length
    return found


@lru_cache(maxsize=10_000)
def expansions(word: str) -> tuple[tuple[str, float], ...]:
    """Other ways to say a word or phrase, nearest first, each with how near it is (0..1, 1 = the same). As written
    in the table; the word itself is not among them."""
    table = _table()
    start = squeezed(normalise(word))
    best = {start: 1.0}
    open_ = [start]
    while open_:
        here = open_.pop()
        for other, weight in table.near.get(here, {}).items():
            value = best[here] * weight
            if value >= _FAINTEST and value > best.get(other, 0.0) + 1e-9:
                best[other] = value
                open_.append(other)
    del best[start]
    ranked = sorted(best.items(), key=lambda item: (-item[1], item[0]))
    return tuple((table.shown[key], round(value, 3)) for key, value in ranked)


def same(word: str) -> tuple[str, ...]:
    """The other spellings of a word: abbreviation and full name, Thai and Latin letters, common misspellings."""
    return tuple(other for other, weight in expansions(word) if weight >= SAME)
