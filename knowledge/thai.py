"""Thai text as offices type it: normal form, words, trigrams, sentences (../shared/thai-text.md)."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from pythainlp.corpus import thai_words
from pythainlp.tokenize import newmm
from pythainlp.util import Trie
from pythainlp.util import normalize as _normalize

LONGEST = 5_000
"""Characters of a text that are looked at: LINE's own limit for one message."""

_ZERO_WIDTH = re.compile("[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff\ufe0e\ufe0f]")
_RUN = re.compile(r"(\D)\1{2,}")
"""Three or more of the same letter or mark: มากกกก, 5555 stays (a figure may well repeat its digit)."""
_MARK_RUN = re.compile("([\u0e31\u0e34-\u0e3a\u0e47-\u0e4e])\\1+")
_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")


def normalise(text: str) -> str:
    """The form in which texts are compared: NFC, no zero-width characters, runs collapsed, marks in order,
    Arabic digits, lower case. The order matters: `normalize` is quadratic on repeated marks (thai-text.md)."""
    text = unicodedata.normalize("NFC", text[:LONGEST])
    text = _ZERO_WIDTH.sub("", text)
    text = _MARK_RUN.sub(r"\1", text)
    text = _RUN.sub(r"\1", text)
    return str(_normalize(text)).translate(_DIGITS).lower()


@lru_cache(maxsize=1)
def _trie() -> Trie:
    return Trie(thai_words())


def words(text: str) -> list[str]:
    """The words of a text, in order, without spaces; normalises first."""
    found = newmm.segment(normalise(text), custom_dict=_trie(), safe_mode=True)
    return [w for w in (t.strip() for t in found) if w]


def trigrams(text: str) -> list[str]:
    """Overlapping runs of three characters of each run of letters and digits; shorter runs whole."""
    grams: list[str] = []
    for run in re.findall(r"[^\W_]+(?:[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]+[^\W_]*)*", normalise(text)):
        grams += [run[i : i + 3] for i in range(len(run) - 2)] or [run]
    return grams


def warm() -> None:
    """Loads the dictionary (0.4 s), so that the first message does not wait for it."""
    words("อุ่นเครื่อง")
