"""Thai text as offices type it: normal form, words, trigrams (../shared/thai-text.md).

The same engine cuts what is kept and what is asked: the words of PyThaiNLP's dictionary and of our own table of
office Thai (`office_thai`), found by newmm in its safe mode, dotted abbreviations whole.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache
from threading import Lock
from typing import NamedTuple

from knowledge import office_thai
from knowledge.normal_form import LONGEST, MARKS, normalise
from knowledge.sentences import sentences

__all__ = [
    "LONGEST",
    "Piece",
    "bare",
    "known",
    "normalise",
    "parts",
    "pieces",
    "sentences",
    "trigrams",
    "trigrams_of",
    "warm",
    "words",
]

_SHORTENED = re.compile("(?<![ก-ฮะ-์])(?:[ก-ฮ]{1,5}\\.(?:(?=[ก-ฮ]{1,5}\\.))?)+")
"""กข.คจ., ม.ค., พ.ศ.: consonants with full stops, at the beginning of a run of Thai letters. Thai ends no
sentence with a full stop, so one after a few consonants marks an abbreviation."""
_INSIDE = re.compile(r"[^\w\s" + MARKS + "]+|_+")
_LETTER = re.compile(r"\w")
_LETTERS = re.compile(f"[^\\W_]+(?:[{MARKS}]+[^\\W_]*)*")
_SHORTEST_PART = 3
_SHORTEST_WHOLE = 6


class Piece(NamedTuple):
    """One word where it stands in a normalised text: `normal[start:end]`, and its bare form (see `bare`)."""

    word: str
    start: int
    end: int


class _Words:
    """A set of words that can say which of them a text goes on with, as newmm asks of its dictionary.

    PyThaiNLP's own Trie is one Python object a letter: 62 MB more for the same answers at the same speed."""

    def __init__(self, words: Collection[str]) -> None:
        import marisa_trie

        self._trie = marisa_trie.Trie(words)
        self._longest = max(map(len, words))

    def prefixes(self, text: str, start: int = 0) -> list[str]:
        found: list[str] = self._trie.prefixes(text[start : start + self._longest])
        return found

    def __contains__(self, word: str) -> bool:
        return word in self._trie


class _Engine:
    """The dictionary with our own words in it, and the parts of our own compounds."""

    def __init__(self) -> None:
        # Imported here: a third of a second and 20 MB that only those who cut words should pay.
        from pythainlp.corpus import thai_words
        from pythainlp.tokenize import newmm

        self._segment = newmm.segment
        known = thai_words()
        self._trie = _Words(known)
        cache_clear = getattr(thai_words, "cache_clear", None)
        if cache_clear:
            cache_clear()
        self.own: dict[str, tuple[str, ...]] = {}
        terms = office_thai.terms()
        for term in terms:
            found = tuple(_bare_words(self.cut(term)))
            whole = all(len(w) >= _SHORTEST_PART and w in self._trie for w in found)
            self.own[bare(term)] = found if whole else ()
        self._trie = _Words(known | set(terms))

    def cut(self, normal: str) -> list[str]:
        found: list[str] = self._segment(normal, custom_dict=self._trie, safe_mode=True)
        return found

    def knows(self, word: str) -> bool:
        return word in self._trie

    def beginnings(self, text: str, start: int) -> list[str]:
        return self._trie.prefixes(text, start)


_lock = Lock()
_engine_made: _Engine | None = None


def _engine() -> _Engine:
    global _engine_made
    if _engine_made is None:
        with _lock:
            if _engine_made is None:
                _engine_made = _Engine()
    return _engine_made


def bare(word: str) -> str:
    """A normalised word without its stops, hyphens and other signs: กข.คจ. → กขคจ, e-laas → elaas."""
    return _INSIDE.sub("", word)


def _bare_words(found: list[str]) -> list[str]:
    bared = (bare(w.strip()) for w in found)
    return [w for w in bared if w]


def pieces(normal: str) -> list[Piece]:
    """The words of a *normalised* text with their places. Signs and spaces are left out; what stands between two
    pieces is never a letter."""
    spans: list[tuple[int, int]] = []
    at = 0
    for token in _engine().cut(normal):
        spans.append((at, at + len(token)))
        at += len(token)
    if "." in normal:
        spans = _whole_abbreviations(normal, spans)
    found: list[Piece] = []
    for start, end in spans:
        token = normal[start:end]
        word, lead = _said(token)
        if word:
            found.append(
                Piece(word, start + lead, start + len(token.rstrip()) if lead or token[-1:].isspace() else end)
            )
    return found


@lru_cache(maxsize=30_000)
def _said(token: str) -> tuple[str, int]:
    """The bare word in a token, empty when it holds no letter, and how many spaces stand before it."""
    if not _LETTER.search(token):
        return "", 0
    return bare(token.strip()), len(token) - len(token.lstrip())


def _whole_abbreviations(normal: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    marks = [(m.start(), m.end()) for m in _SHORTENED.finditer(normal)]
    if not marks:
        return spans
    joined: list[tuple[int, int]] = []
    following = iter(marks)
    mark = next(following, None)
    for start, end in spans:
        while mark and start >= mark[1]:
            mark = next(following, None)
        if mark and joined and start > mark[0] and end <= mark[1] and joined[-1][0] >= mark[0]:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def words(text: str) -> list[str]:
    """The words of a text, in order, normalised and bare; compounds of office Thai whole."""
    return [p.word for p in pieces(normalise(text))]


def known(word: str) -> bool:
    """True when a normalised word stands in the dictionary or in office Thai."""
    return _engine().knows(word)


@lru_cache(maxsize=20_000)
def parts(word: str) -> tuple[str, ...]:
    """The words that a compound is made of (bare, normalised), or () when it is simple or unknown: กองทุนสตรี →
    กองทุน, สตรี. To be kept and asked for beside the compound, so that a question with a part of it finds it."""
    engine = _engine()
    own = engine.own.get(word)
    if own and len(own) > 1:
        return own
    if len(word) < _SHORTEST_WHOLE or word.isascii() or not engine.knows(word):
        return ()
    return _split(engine, word)


def _split(engine: _Engine, word: str) -> tuple[str, ...]:
    """Fewest dictionary words of at least three letters that together spell `word`."""
    best: list[tuple[str, ...] | None] = [None] * (len(word) + 1)
    best[0] = ()
    for start in range(len(word)):
        so_far = best[start]
        if so_far is None:
            continue
        for part in engine.beginnings(word, start):
            end = start + len(part)
            if len(part) < _SHORTEST_PART or len(part) == len(word):
                continue
            there = best[end]
            if there is None or len(there) > len(so_far) + 1:
                best[end] = (*so_far, part)
    return best[len(word)] or ()


def trigrams(text: str) -> list[str]:
    """Overlapping runs of three characters of each run of letters and digits; shorter runs whole."""
    return trigrams_of(normalise(text))


def trigrams_of(normal: str) -> list[str]:
    """The same of a text that is normalised already."""
    grams: list[str] = []
    for run in _LETTERS.findall(normal):
        grams += [run[i : i + 3] for i in range(len(run) - 2)] or [run]
    return grams


def warm() -> None:
    """Loads the dictionary (0.5 s), so that the first message does not wait for it."""
    _engine()
