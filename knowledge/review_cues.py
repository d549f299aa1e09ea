"""Where the words, headings and list marks stand that begin a part of a review."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from knowledge import review_words
from knowledge.review_words import ORDER, Part


@dataclass(frozen=True)
class Cue:
    """Words at `text[start:end]` that begin a part; `heading` when they open a line or an item."""

    start: int
    end: int
    part: Part
    heading: bool = False


_PARTICLE = r"(?:นะ|น่ะ)?(?:ครับผม|ครับ|คับ|ค้าบ|ค่ะ|คะ|ค่า|จ้า|จ้ะ|เด้อ|ฮะ|นะ)"
ITEM = re.compile(
    r"^[^\S\n]*(?:[-–—•*●▪◦>→✔☑+·]+|\(?(?:ข้อ\s?)?[0-9๐-๙]{1,2}(?:[.)\]]|\s?[-:]|️?⃣)|"
    r"[ก-ฮa-eA-E][.)])[^\S\n]*(?=\S)",
    re.MULTILINE,
)
INLINE_ITEM = re.compile(r"(?:(?<=\s)|^)(?:\(?[1-9๑-๙][.)]\s?(?=[^\d๐-๙\s])|[/|•]\s(?=\S))")
_HEAD_END = re.compile(r"[^\n:：→=?]{0,28}?(?:[:：=?]+(?!\d)|→|=>|->|\s[-–—]\s|[\])】](?=\s|\S))[\s:：→=?-]*")
_PLUS = re.compile(r"^\+\s", re.MULTILINE)
"""Where some line begins with a plus, plus and minus stand for good and bad."""
_ASKED = re.compile(r"[ก-๎]{0,16}?(?:อะไร|ยังไง|ไง|อย่างไร|บ้าง|แค่ไหน|ขึ้น|ต่อไป)(?:บ้าง|ดี|ต่อ)?(?=\s)")
"""The end of a heading that is put as a question without a mark: เกิดอะไรขึ้น, ครั้งหน้าทำไง."""
_AFTER_HEAD = re.compile(
    rf"(?:\s|(?:อะไร|ยังไง|ไง|อย่างไร)(?:บ้าง|ไว้|ดี)?(?=\s)|{_PARTICLE}(?=\s)|[:：=→?)\]】\-–—>.,]|"
    rf"ตรงที่|(?:ก็)?คือ(?!น)|ว่า(?!ง)|ก็(?=คือ)|"
    rf"มี(?=ดังนี้)|ดังนี้|ไว้(?=\s|ว่า)|ๆ|นั้น|จ้า)+"
)
_CLAUSE = r"(?:^|(?<=[\s,;:!?)…/→•\-])|(?<=ครับ)|(?<=ค่ะ)|(?<=นะคะ)|(?<=คับ)|(?<=จ้า)|(?<=แต่)|(?<=ส่วน)|(?<=และ)|(?<=เรา))"
CLOSING = re.compile(
    r"(?:^|(?<=[\s]))(?:ขอ?บ(?:พระ)?คุณ|ขอบใจ|จบ(?:นะ|แล้ว|การ|ข่าว|จ้า|ค่ะ|ครับ|รายงาน)|เท่านี้|แค่นี้|"
    r"ประมาณนี้|ปล\.|ไปนอน|กลับไป(?:อาบ|นอน|พัก)|รายงาน(?:เท่านี้|โดย)|thank|ผู้บันทึก|ผู้เล่า|#)"
)
_TRIM_END = re.compile(
    rf"(?:\s|{_PARTICLE}(?=$)|[,;:/|\-–—→•*(]|[\U0001f000-\U0001faff\u2600-\u27bf\ufe0f\u200d]|5{{3,}}|"
    rf"(?<=\s)(?:แต่|และ|ส่วน|แล้วก็|แล้ว|ก็|พอ|เลย|คือ|ไว้|เดี๋ยว|กับ|อีกอย่าง|\d[.)]))+$"
)




@lru_cache(maxsize=1)
def words() -> re.Pattern[str]:
    """What begins a part within a telling; each group is named after its part (`part_of`)."""
    loose = review_words.typed_any_way
    anywhere = "|".join(f"(?P<{p}>{loose(words)})" for p, words in review_words.ANYWHERE.items())
    clause = "|".join(f"(?P<at_{p}>{loose(words)})" for p, words in review_words.AT_CLAUSE.items())
    labels = "|".join(f"(?P<in_{p}>{loose(review_words.HEADINGS[p])})" for p in reversed(ORDER))
    clause += f"|(?:{labels})[^\\s:：=→]{{0,10}}\\s?[:：=→]+(?!\\d)"
    clause += f"|(?P<thing>{loose(review_words.SOME_THING)})"
    return re.compile(f"(?:{_CLAUSE})(?:{clause})|(?:{anywhere})", re.IGNORECASE)


@lru_cache(maxsize=1)
def headings() -> re.Pattern[str]:
    """What names a part at the beginning of a line or an item; groups as in `words`."""
    loose = review_words.typed_any_way
    heads = "|".join(f"(?P<{p}>{loose(words)})" for p in reversed(ORDER) if (words := review_words.HEADINGS[p]))
    return re.compile(rf"[\s\W\d_]{{0,12}}?(?:ข้อ\s?)?(?:ส่วน|แล้ว|อัน|และ)?\s?(?:{heads})", re.IGNORECASE)


def lines(text: str) -> list[tuple[int, int]]:
    """(start, end) of each line, and of each item where a line holds several."""
    starts = {0} | {m.end() for m in re.finditer(r"\n+", text)}
    items = [m.start() for m in INLINE_ITEM.finditer(text)]
    if len(items) >= 3:
        starts |= set(items)
    begins = sorted(s for s in starts if s < len(text)) or [0]
    return list(zip(begins, [*begins[1:], len(text)], strict=True))


def heading(text: str, start: int, stop: int) -> Cue | None:
    """The heading with which a line or an item begins, if it names a part."""
    if text[start:stop].startswith(("+", "-")) and _PLUS.search(text):
        return Cue(start, start + 1, "went_well" if text[start] == "+" else "to_improve", heading=True)
    m = headings().match(text, start, stop)
    if m is None:
        sign = next(
            (part for sign, part in review_words.SIGNS.items() if text[start : start + 4].lstrip().startswith(sign)),
            None,
        )
        return (
            Cue(start, start + len(text[start:stop]) - len(text[start:stop].lstrip()) + 1, sign, True)
            if sign
            else None
        )
    part = part_of(m)
    closed = _HEAD_END.match(text, m.end(), stop)
    if closed:
        return Cue(start, closed.end(), part, heading=True)
    inline = words().match(text, m.start(m.lastgroup or 0), stop)
    if inline and part_of(inline) == part:
        return Cue(start, inline.end(), part, heading=True)
    asked = _ASKED.match(text, m.end(), stop)
    if asked:
        return Cue(start, asked.end(), part, heading=True)
    if m.end() >= stop or text[m.end()] in " \t\n" or _AFTER_HEAD.match(text, m.end(), stop):
        return Cue(start, m.end(), part, heading=True)
    return None


def part_of(m: re.Match[str]) -> Part:
    """The part that a match of `words` or `headings` names."""
    groups = m.groupdict()
    if groups.get("thing"):
        return review_words.part_of_quality(groups["quality"])
    name = next(k for k, v in groups.items() if v is not None)
    return name.removeprefix("at_").removeprefix("in_")  # type: ignore[return-value]


def strength(m: re.Match[str]) -> str:
    """How a match of `words` says its part: "thing" (any quality), "in" (a label), "at" (a clause begins), "any"."""
    groups = m.groupdict()
    if groups.get("thing"):
        return "thing"
    name = next(k for k, v in groups.items() if v is not None)
    return name.split("_")[0] if name.startswith(("at_", "in_")) else "any"


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """A stretch without the particles, stops and pictures around it."""
    m = _AFTER_HEAD.match(text, start, end)
    start = m.end() if m else start
    tail = _TRIM_END.search(text[max(start, end - 80) : end])
    if tail:
        end = max(start, end - 80) + tail.start()
    return start, end
