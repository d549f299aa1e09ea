"""The form in which texts are compared: marks in order, no invisible characters, drawn-out letters shortened.

Every step is one pass over the text, so that nothing a person can type is slow (../shared/thai-text.md).
"""

from __future__ import annotations

import re
import unicodedata

LONGEST = 5_000
"""Characters of a text that are looked at: LINE's own limit for one message."""

_UPPER = "\u0e31\u0e34-\u0e37\u0e47"
_LOWER = "\u0e38-\u0e3a"
_TONES = "\u0e48-\u0e4b"
_SILENT = "\u0e4c"
MARKS = "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e"
"""Signs that stand over or under a letter, as the inside of a regular expression's set."""

_MARKS = "".join(chr(c) for c in (0x0E31, *range(0x0E34, 0x0E3B), *range(0x0E47, 0x0E4F)))

_INVISIBLE = re.compile("[\u00ad\u034f\u200b-\u200f\u2028-\u202e\u2060-\u2064\u206a-\u206f\ufe00-\ufe0f\ufeff]")
_SPACES = re.compile(r"[^\S\n]+")
_BREAKS = re.compile(r" ?\n[ \n]*")
_TWO_E = re.compile("เ{2,}")
_AM = re.compile(f"\u0e4d([{_TONES}]*)\u0e32|\u0e32([{_TONES}]*)\u0e4d|([{_TONES}]*)\u0e33([{_TONES}]+)")
_LONG_I = re.compile("(?<![ฤฦ])ๅ")
_VOWEL_RUN = re.compile("([\u0e30-\u0e3a\u0e40-\u0e47\u0e4c-\u0e4e])\\1+")
_TONE_RUN = re.compile(f"[{_TONES}]{{2,}}")
_SWAPPED = re.compile(f"([{_TONES}{_SILENT}])([{_UPPER}{_LOWER}])")
_LATE_TONE = re.compile(f"([ะา])([{_TONES}])(?![{MARKS}])")
_LOOSE_MARKS = re.compile(f"([\x00-\x7f])[{MARKS}]+")
_TORN_OFF = re.compile(f"(?<=[ก-ฮ]) (?=[{MARKS}])")
_LETTER_RUN = re.compile(r"([^\W\d_])\1\1+")
_OTHER_RUN = re.compile(r"([^\w\s]|_|ๆ)\1{2,}")
_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")


def _am(found: re.Match[str]) -> str:
    return (found[1] or found[2] or found[4] or found[3] or "")[-1:] + "\u0e33"


def _letters(found: re.Match[str]) -> str:
    """มากกกก → มาก, soooo → so. A run that begins a word keeps three, for www, III and กกก; three where the word
    goes on may be two words that meet, as in ระบบบริหาร, and stay."""
    before = found.string[found.start() - 1 : found.start()]
    after = found.string[found.end() : found.end() + 1]
    if len(found[0]) == 3 and after and (after.isalpha() or after in _MARKS):
        return found[0]
    inside = before != "" and (before.isalpha() or before in _MARKS)
    return found[1] if inside else found[1] * 3


def _mend_signs(text: str) -> str:
    text = _TONE_RUN.sub(lambda m: m[0][-1], text)
    text = _TWO_E.sub("แ", text)
    text = _LONG_I.sub("า", text)
    text = _VOWEL_RUN.sub(r"\1", text)
    text = _AM.sub(_am, text)
    text = _SWAPPED.sub(r"\2\1", text)
    text = _LATE_TONE.sub(r"\2\1", text)
    text = _TORN_OFF.sub("", text)
    return _LOOSE_MARKS.sub(r"\1", text).lstrip(_MARKS)


def normalise(text: str) -> str:
    """`text` in the form in which texts are compared: at most `LONGEST` characters, NFC, no invisible characters,
    one space at a time, ำ and แ whole, tone marks after vowels, drawn-out letters shortened, Arabic digits,
    lower case. Doing it again changes nothing."""
    text = unicodedata.normalize("NFC", text[:LONGEST])
    text = _INVISIBLE.sub("", text).replace("\r\n", "\n").replace("\r", "\n")
    text = _BREAKS.sub("\n", _SPACES.sub(" ", text)).strip()
    if not text.isascii():
        for _ in range(3):  # a mended sign can be half of another; real text is still after the first
            mended = _mend_signs(text)
            if mended == text:
                break
            text = mended
    text = _LETTER_RUN.sub(_letters, text)
    text = _OTHER_RUN.sub(r"\1", text)
    return unicodedata.normalize("NFC", text.translate(_DIGITS).lower()).strip()


def places(text: str, normal: str) -> list[int]:
    """Where each character of `normal` (= `normalise(text)`) stands in `text`, and one more for the end.

    Ascending, so that `text[p[a]:p[b]]` is what was typed for `normal[a:b]`. Where normalising swapped or
    joined characters the nearest place is given; one pass over both."""
    text = text[:LONGEST]
    plain = text.translate(_DIGITS).lower()
    if plain == normal:
        return list(range(len(normal) + 1))
    if len(plain) != len(text):
        plain = "".join(ch.translate(_DIGITS).lower()[:1] for ch in text)
    found: list[int] = []
    at, end = 0, len(plain)
    for ch in normal:
        here = at
        while here < end and not _same(plain[here], ch):
            if plain[here] != " " and plain[here] != "\n" and here - at > _REACH and not _skipped(plain[here], ch):
                here = end
                break
            here += 1
        if here >= end:
            found.append(min(at, end))
            continue
        found.append(here)
        at = here + 1
    last = at
    while last < end and plain[last] not in " \n" and unicodedata.combining(text[last]):
        last += 1
    found.append(last)
    return found


_REACH = 8
"""Characters that may lie between two that belong together before we look no further (swapped marks)."""


def _same(typed: str, normal: str) -> bool:
    return (
        typed == normal
        or (normal == "แ" and typed == "เ")
        or (normal == "ำ" and typed in "\u0e4d\u0e32")
        or (normal == "า" and typed == "ๅ")
        or (normal == "\n" and typed == "\r")
        or (normal == " " and typed.isspace() and typed != "\n")
    )


def _skipped(typed: str, normal: str) -> bool:
    return typed == normal or not typed.isalnum()
