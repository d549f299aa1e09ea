"""Long text → messages that LINE takes: cut at sentence ends, never inside a grapheme cluster.

Thai has no full stop: a sentence ends at a line end, after a polite particle or a closing mark with a space
behind it, and otherwise somewhere at a space.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from bot.line.graphemes import graphemes, utf16_units

TEXT_LIMIT = 5_000
"""UTF-16 units of one text message (LINE's reference, Text message)."""

_ENDS = (
    re.compile(r"\n[ \t]*\n+"),
    re.compile(r"\n"),
    re.compile(r"(?:[.!?…ฯ”\"')\]]|ครับ|ค่ะ|คะ|จ้า|จ้ะ|นะ|แล้ว)[ \t]+(?=\S)"),
    re.compile(r"[ \t]+"),
)
"""Best first: between paragraphs, between lines, after a sentence, at a space."""
_SPACE = " \t\r\n"


def writable(text: str) -> str:
    """The text without what JSON in UTF-8 can't carry or LINE shows as boxes: half surrogates, control marks."""
    if text.isprintable():
        return text
    return "".join(c for c in text if c in "\n\t" or not ("\ud800" <= c <= "\udfff" or c < " " or c == "\x7f"))


def split_text(text: str, limit: int = TEXT_LIMIT, measure: Callable[[str], int] = utf16_units) -> list[str]:
    """The text in parts of at most `limit` by `measure` (of UTF-16 units unless told), in order.

    Only white space at the cuts and around the text is left out; blank text gives []. `measure` must be
    additive and at least 1 a character. `limit` must hold the longest cluster that is to stay
    whole; a longer one (a letter with thousands of marks) is cut between its characters, being no real text.
    """
    parts: list[str] = []
    rest = text.strip(_SPACE)
    while rest:
        if measure(rest) <= limit:
            parts.append(rest)
            break
        room = _fitting(rest, limit, measure)
        cut = _best_end(rest[:room], room) if rest[room] not in _SPACE else room
        parts.append(rest[:cut].rstrip(_SPACE))
        rest = rest[cut:].lstrip(_SPACE)
    return parts


def _fitting(text: str, limit: int, measure: Callable[[str], int]) -> int:
    """How many characters from the start fit, ending between clusters; at least one character."""
    used = end = 0
    # each character measures 1 or more: the window is more than can fit, so those of its clusters that do are whole
    window = text[: limit + 1]
    for cluster in graphemes(window):
        used += measure(cluster)
        if used > limit:
            break
        end += len(cluster)
    if end:
        return end
    used = 0
    for char in window:
        used += measure(char)
        if used > limit:
            break
        end += 1
    return max(end, 1)


def _best_end(window: str, room: int) -> int:
    """The last good end in the second half of the window, of the best kind that is there; else its end."""
    for kind in _ENDS:
        ends = [m.end() for m in kind.finditer(window, room // 2)]
        if ends:
            return ends[-1]
    # a vowel that is written before its consonant goes with it
    return room - 1 if room > 1 and window[-1] in "เแโใไ" else room
