"""How LINE counts text: UTF-16 units for most limits, grapheme clusters for what stands on a button.

LINE's reference, "Character counting in a text": text and alt text are counted in UTF-16 units, labels in
grapheme clusters. The clusters follow Unicode's annex 29 for what people type in Thai chats: marks on a
letter, sara am, joined emoji, skin tones, flags, keycaps, CR LF and Hangul syllables.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

_JOINER = "\u200d"
_EXTEND_TOO = frozenset("\u200c\u0e33\u0eb3")
"""Not marks by their category, yet never parted from what stands before: ZWNJ, Thai and Lao sara am."""
_MARKS = frozenset({"Mn", "Me", "Mc"})


def utf16_units(text: str) -> int:
    """Length in UTF-16 units: one for most characters, two beyond the basic plane (emoji)."""
    return len(text) + sum(c > "\uffff" for c in text)


def graphemes(text: str) -> Iterator[str]:
    """The grapheme clusters of a text, in order; joined they are the text again."""
    start = 0
    flags = 0
    for i in range(1, len(text)):
        before, here = text[i - 1], text[i]
        flags = flags + 1 if _is_flag(before) else 0
        if _extends(here):
            continue
        if before == _JOINER and _is_pictograph(here):
            continue
        if _is_flag(here) and flags % 2 == 1:
            continue
        if before == "\r" and here == "\n":
            continue
        if _is_hangul(before, here):
            continue
        yield text[start:i]
        start = i
    if text:
        yield text[start:]


def count(text: str) -> int:
    """Number of grapheme clusters."""
    return sum(1 for _ in graphemes(text))


def shorten(text: str, most: int) -> str:
    """The text in at most `most` clusters, with … at its end where something was cut. `most` is 1 or more."""
    kept: list[str] = []
    for cluster in graphemes(text):
        if len(kept) == most:
            return "".join(kept[:-1]).rstrip() + "…"
        kept.append(cluster)
    return text


def shorten_units(text: str, most: int) -> str:
    """The text in at most `most` UTF-16 units, cut between clusters, with … where something was cut."""
    if utf16_units(text) <= most:
        return text
    kept: list[str] = []
    room = most - 1
    for cluster in graphemes(text):
        room -= utf16_units(cluster)
        if room < 0:
            break
        kept.append(cluster)
    return "".join(kept).rstrip() + "…"


def _extends(char: str) -> bool:
    if char < "\u0300":  # nothing in Latin text extends: the quick way out
        return False
    return (
        char == _JOINER
        or char in _EXTEND_TOO
        or "\U0001f3fb" <= char <= "\U0001f3ff"  # skin tones
        or "\U000e0020" <= char <= "\U000e007f"  # tags of sub-national flags
        or unicodedata.category(char) in _MARKS
    )


def _is_flag(char: str) -> bool:
    return "\U0001f1e6" <= char <= "\U0001f1ff"


def _is_pictograph(char: str) -> bool:
    return "\U0001f000" <= char <= "\U0001faff" or "\u2190" <= char <= "\u2bff" or char in "©®〰〽㊗㊙"


def _is_hangul(before: str, here: str) -> bool:
    """Parts of one syllable stay together: leading, vowel and trailing letters."""
    if not "\u1100" <= here <= "\ud7ff":
        return False
    leads = "\u1100" <= before <= "\u115f"
    has_vowel = "\u1160" <= before <= "\u11a7" or "\uac00" <= before <= "\ud7a3"
    trails = "\u11a8" <= before <= "\u11ff"
    if "\u1160" <= here <= "\u11a7":
        return leads or has_vowel
    if "\u11a8" <= here <= "\u11ff":
        return has_vowel or trails
    return leads and ("\u1100" <= here <= "\u115f" or "\uac00" <= here <= "\ud7a3")
