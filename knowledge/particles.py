"""Polite endings that are also the ends of words: ค้า of ร้านค้า, น้า of หัวหน้า, เจ้า of ข้าวเจ้า, นะ of ฐานะ."""

from __future__ import annotations

import re

from knowledge import thai

_RUN = re.compile(r"[ก-๎]+$")
_ALWAYS = re.compile(r"(?:ครับ|คับ|ค่ะ|คะ|จ้ะ|จ๊ะ)\W*")
"""No word ends with these (เจ้าค่ะ is two)."""
_LONGEST = 60
"""Letters before the ending that are cut into words."""


def is_word(text: str, start: int, end: int) -> bool:
    """Whether `text[start:end]` stands as a word of its own, and isn't the end of a longer one."""
    before = _RUN.search(text, max(0, start - _LONGEST), start)
    if before is None:
        return True
    run = text[before.start() : end]
    words = thai.words(run)
    if "".join(words) != run:
        return True
    at = 0
    for word in words:
        if at >= start - before.start():
            break
        at += len(word)
    return at == start - before.start()


def without_ending(pattern: re.Pattern[str], text: str) -> str:
    """`text` without what `pattern` (bound to the end of a text) finds, unless that is only the end of a word."""
    found = pattern.search(text)
    if found is None:
        return text
    if _ALWAYS.fullmatch(found.group().strip()):
        return text[: found.start()]
    start = found.start() + len(found.group()) - len(found.group().lstrip())
    return text[: found.start()] if is_word(text, start, len(text.rstrip())) else text
