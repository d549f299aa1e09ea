"""Free-form after-action reviews → their five parts, whatever the headings, order or language (domain.md §4.6)."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from knowledge import review_words
from knowledge.review_words import ORDER, Part


@dataclass(frozen=True)
class ReviewParts:
    """The parts of a review, each an exact stretch of its text, or None where it says nothing of it."""

    expected: str | None = None
    actual: str | None = None
    went_well: str | None = None
    to_improve: str | None = None
    """What fell short and why."""
    next: str | None = None


@dataclass(frozen=True)
class _Cue:
    """Words at `text[start:end]` that begin a part; `heading` when they open a line or an item."""

    start: int
    end: int
    part: Part
    heading: bool = False


_PARTICLE = r"(?:นะ|น่ะ)?(?:ครับผม|ครับ|คับ|ค้าบ|ค่ะ|คะ|ค่า|จ้า|จ้ะ|เด้อ|ฮะ|นะ)"
_ITEM = re.compile(
    r"^[^\S\n]*(?:[-–—•*●▪◦>→✔☑+·]+|\(?(?:ข้อ\s?)?[0-9๐-๙]{1,2}(?:[.)\]]|\s?[-:]|️?⃣)|"
    r"[ก-ฮa-eA-E][.)])[^\S\n]*(?=\S)",
    re.MULTILINE,
)
_INLINE_ITEM = re.compile(r"(?:(?<=\s)|^)(?:\(?[1-9๑-๙][.)]\s?(?=[^\d๐-๙\s])|[/|•]\s(?=\S))")
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
_CLOSING = re.compile(
    r"(?:^|(?<=[\s]))(?:ขอ?บ(?:พระ)?คุณ|ขอบใจ|จบ(?:นะ|แล้ว|การ|ข่าว|จ้า|ค่ะ|ครับ|รายงาน)|เท่านี้|แค่นี้|"
    r"ประมาณนี้|ปล\.|ไปนอน|กลับไป(?:อาบ|นอน|พัก)|รายงาน(?:เท่านี้|โดย)|thank|ผู้บันทึก|ผู้เล่า|#)"
)
_BUT = re.compile(r"(?:^|(?<=[\s]))แต่(?!ละ|ง|เดิม|ก่อน|เช้า|ต้น|ว่า\b)")
_BECAUSE = re.compile(r"(?:เพราะ(?:ว่า)?|เนื่องจาก|สืบเนื่องจาก)(?!ฉะนั้น|ปลูก|เลี้ยง|พันธุ์)\s*")
_GOT = re.compile(
    r"(?:(?<=\s)|(?<=ครับ)|(?<=ค่ะ)|(?<=คะ))(?:แต่|สรุป|ก็|พอ)?(?:[ก-ฮะ-์]{0,10}?ได้(?!แก่|รับ|ไหม)|"
    r"มา(?=\s?[0-9๐-๙])|มาจริง|เสร็จ|เหลือ(?=\s?[0-9๐-๙])|ไม่ได้(?!ตั้งใจ))(?=\s?(?:[^\s]{0,14}[0-9๐-๙]|ครึ่ง|"
    r"หมด|ครบ|แค่|เพียง|เกือบ|เกิน|ตามเป้า|ไม่))"
)
_TAIL_OF_FIGURES = re.compile(
    r"[0-9๐-๙%]\S{0,12}(?:\s(?:ฐาน|คน|ราย|บาท|กลุ่ม|หลัง|แห่ง|ชุด|ตัว|ครั้ง|ชิ้น|วัน))?\s+(?=[^0-9๐-๙]{20,}$)"
)
_REST = re.compile(r"(?:^|(?<=\s))(?:ส่วน|[ก-๎]{0,10})?ที่เหลือ(?=\s?(?:อีก|ไม่|ยัง|ติด|ขาด|กลัว|หนี))")
_TRIM_END = re.compile(
    rf"(?:\s|{_PARTICLE}(?=$)|[,;:/|\-–—→•*(]|[\U0001f000-\U0001faff\u2600-\u27bf\ufe0f\u200d]|5{{3,}}|"
    rf"(?<=\s)(?:แต่|และ|ส่วน|แล้วก็|แล้ว|ก็|พอ|เลย|คือ|ไว้|เดี๋ยว|กับ|อีกอย่าง|\d[.)]))+$"
)


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """One pattern for words within a telling and one for headings; each group is named after its part."""
    loose = review_words.typed_any_way
    anywhere = "|".join(f"(?P<{p}>{loose(words)})" for p, words in review_words.ANYWHERE.items())
    clause = "|".join(f"(?P<at_{p}>{loose(words)})" for p, words in review_words.AT_CLAUSE.items())
    heads = "|".join(f"(?P<{p}>{loose(words)})" for p in reversed(ORDER) if (words := review_words.HEADINGS[p]))
    start = r"[\s\W\d_]{0,12}?(?:ข้อ\s?)?(?:ส่วน|แล้ว|อัน|และ)?\s?"
    labels = "|".join(f"(?P<in_{p}>{loose(review_words.HEADINGS[p])})" for p in reversed(ORDER))
    clause += f"|(?:{labels})[^\\s:：=→]{{0,10}}\\s?[:：=→]+(?!\\d)"
    clause += f"|(?P<thing>{loose(review_words.SOME_THING)})"
    return (
        re.compile(f"(?:{_CLAUSE})(?:{clause})|(?:{anywhere})", re.IGNORECASE),
        re.compile(f"{start}(?:{heads})", re.IGNORECASE),
    )


LONGEST = 5_000


def parts(text: str) -> ReviewParts:
    """Splits a review into its parts by headings, by the words that begin a part, or by the order of a list.
    Every part is an exact substring of `text`."""
    text_ = text[:LONGEST]
    cues = _by_headings(text_) or _by_order(text_) or _within(text_, 0, len(text_))
    return ReviewParts(**{part: text_[a:b] for part, (a, b) in _stretches(text_, cues).items()})


def _by_headings(text: str) -> list[_Cue]:
    """Cues of a review whose lines (or numbered items) carry headings; empty when fewer than two parts do."""
    starts = _item_starts(text) or [0]
    found: list[_Cue] = []
    plain: list[tuple[int, int]] = []
    for start, stop in zip(starts, [*starts[1:], len(text)], strict=True):
        cue = _heading(text, start, stop)
        if cue is not None:
            found.append(cue)
        else:
            plain.append((start, stop))
    if found and found[0].start == 0 and any(c.part == found[0].part for c in found[1:]):
        found = found[1:]  # the title of the whole: สรุปงาน…
    if len({c.part for c in found}) < 2:
        return []
    found = _told_apart(text, found)
    have = {c.part for c in found}
    for start, stop in plain:
        inner = [c for c in _within(text, start, stop) if c.part not in have]
        if start < found[0].start or (inner and inner[0].start - start < 12):
            found += inner
            have |= {c.part for c in inner}
        elif _ITEM.match(text[start:stop]) and (part := _between(start, found, have)):
            mark = _ITEM.match(text[start:stop])
            found.append(_Cue(start, start + (mark.end() if mark else 0), part, heading=True))
            have.add(part)
    if "next" not in have:
        found += [c for c in _within(text, 0, len(text)) if c.part == "next" and c.start > found[0].start][-1:]
    return sorted(found, key=lambda c: c.start)


def _told_apart(text: str, cues: list[_Cue]) -> list[_Cue]:
    """Of two headings of what fell short in a row ("because", "could be better"), the first may tell what went well."""
    if any(c.part == "went_well" for c in cues):
        return cues
    for i, (one, two) in enumerate(pairwise(cues)):
        said = text[one.end : two.start]
        if one.part == two.part == "to_improve" and not review_words.BAD.search(said):
            return [*cues[:i], replace(one, part="went_well"), *cues[i + 1 :]]
    return cues


def _item_starts(text: str) -> list[int]:
    starts = {0} | {m.end() for m in re.finditer(r"\n+", text)}
    items = [m.start() for m in _INLINE_ITEM.finditer(text)]
    if len(items) >= 3:
        starts |= set(items)
    return sorted(s for s in starts if s < len(text))


def _heading(text: str, start: int, stop: int) -> _Cue | None:
    if text[start:stop].startswith(("+", "-")) and _PLUS.search(text):
        return _Cue(start, start + 1, "went_well" if text[start] == "+" else "to_improve", heading=True)
    m = _patterns()[1].match(text, start, stop)
    if m is None:
        sign = next(
            (part for sign, part in review_words.SIGNS.items() if text[start : start + 4].lstrip().startswith(sign)),
            None,
        )
        return (
            _Cue(start, start + len(text[start:stop]) - len(text[start:stop].lstrip()) + 1, sign, True)
            if sign
            else None
        )
    part = _part_of(m)
    closed = _HEAD_END.match(text, m.end(), stop)
    if closed:
        return _Cue(start, closed.end(), part, heading=True)
    inline = _patterns()[0].match(text, m.start(m.lastgroup or 0), stop)
    if inline and _part_of(inline) == part:
        return _Cue(start, inline.end(), part, heading=True)
    asked = _ASKED.match(text, m.end(), stop)
    if asked:
        return _Cue(start, asked.end(), part, heading=True)
    if m.end() >= stop or text[m.end()] in " \t\n" or _AFTER_HEAD.match(text, m.end(), stop):
        return _Cue(start, m.end(), part, heading=True)
    return None


def _between(at: int, found: list[_Cue], have: set[Part]) -> Part | None:
    """The one part that the order leaves for an item without a heading, between its neighbours."""
    before = [ORDER.index(c.part) for c in found if c.start < at]
    after = [ORDER.index(c.part) for c in found if c.start > at]
    low, high = (before[-1] if before else -1), (after[0] if after else len(ORDER))
    missing = [p for p in ORDER[low + 1 : high] if p not in have]
    return missing[0] if len(missing) == 1 else None


def _by_order(text: str) -> list[_Cue]:
    """Cues of a bare numbered list: five items are the five parts; four leave out one of good and to improve."""
    starts = [m.start() for m in _ITEM.finditer(text)]
    inline = [m.start() for m in _INLINE_ITEM.finditer(text)]
    starts = starts if len(starts) >= len(inline) else inline
    if not 4 <= len(starts) <= 5:
        return []
    order: tuple[Part, ...] = ORDER
    if len(starts) == 4:
        third = text[starts[2] : starts[3]]
        good = bool(review_words.GOOD.search(third)) and not review_words.BAD.search(third)
        order = tuple(p for p in ORDER if p != ("to_improve" if good else "went_well"))
    found: list[_Cue] = []
    for start, part in zip(starts, order, strict=True):
        m = _ITEM.match(text[start:]) or _INLINE_ITEM.match(text[start:])
        found.append(_Cue(start, start + (m.end() if m else 0), part, heading=True))
    return found


def _within(text: str, start: int, stop: int) -> list[_Cue]:
    """Cues in the middle of a telling, with what follows from แต่, เพราะ and plain figures between them."""
    found = [_Cue(m.start(), m.end(), _part_of(m)) for m in _patterns()[0].finditer(text, start, stop)]
    return _turns(text, found, stop)


def _turns(text: str, cues: list[_Cue], stop: int) -> list[_Cue]:
    have = {c.part for c in cues}
    found: list[_Cue] = []
    for i, cue in enumerate(cues):
        end = cues[i + 1].start if i + 1 < len(cues) else stop
        found.append(cue)
        if cue.part == "expected" and "actual" not in have:
            m = _GOT.search(text, cue.end + 6, end) or _BUT.search(text, cue.end + 6, end)
            if m:
                cue = _Cue(m.start(), m.end() if m.group() == "แต่" else m.start(), "actual")
                found.append(cue)
                have.add("actual")
        if cue.part in ("actual", "went_well"):
            found += _after_result(text, cue, end, have)
        if found[-1].part == "to_improve" and "went_well" not in have:
            but = _BUT.search(text, found[-1].end + 4, end)
            if (but and re.search("ดี(?!ก)", text[but.end() : end])) or (
                but and review_words.GOOD.search(text, but.end(), end)
            ):
                found.append(_Cue(but.start(), but.end(), "went_well"))
                have.add("went_well")
    return found


def _after_result(text: str, cue: _Cue, end: int, have: set[Part]) -> list[_Cue]:
    """What follows a result: แต่ turns to what fell short (or went well after all), เพราะ tells why."""
    at = cue.end + 4
    but = _BUT.search(text, at, end)
    why = _BECAUSE.search(text, at, end) if cue.part == "actual" and "to_improve" not in have else None
    if why and (but is None or why.start() < but.start()):
        have.add("to_improve")
        return [_Cue(why.start(), why.end(), "to_improve")]
    rest = _REST.search(text, at, but.start() if but else end)
    if rest and cue.part == "actual" and "to_improve" not in have:
        have.add("to_improve")
        return [_Cue(rest.start(), rest.end(), "to_improve")]
    if but:
        tail = _TAIL_OF_FIGURES.search(text[: but.start()], at) if cue.part == "actual" else None
        if tail and not {"to_improve", "went_well"} & have and review_words.BAD.search(text[tail.end() : but.start()]):
            have |= {"to_improve", "went_well"}
            return [_Cue(tail.end(), tail.end(), "to_improve"), _Cue(but.start(), but.end(), "went_well")]
        clause = text[but.end() : end]
        good = cue.part == "actual" and "went_well" not in have and bool(review_words.GOOD.search(clause))
        part: Part = "went_well" if good else "to_improve"
        if part in have:
            return []
        have.add(part)
        return [_Cue(but.start(), but.end(), part)]
    if cue.part == "actual" and not {"went_well", "to_improve"} <= have:
        m = _TAIL_OF_FIGURES.search(text[:end], at)
        if m:
            remainder = text[m.end() : end]
            poor, fine = review_words.BAD.search(remainder), review_words.GOOD.search(remainder)
            told: Part | None = "to_improve" if poor else "went_well" if fine else None
            if told and told not in have:
                have.add(told)
                return [_Cue(m.end(), m.end(), told)]
        elif "to_improve" not in have:
            for gap in re.finditer(r"[^\S\n]+(?=(?!อีก|ขาด|เหลือ|และ|กับ)[^\s0-9๐-๙]{5})", text[at:end]):
                clause = text[at + gap.end() : end].split("\n", 1)[0]
                if len(clause) >= 12 and review_words.BAD.search(clause.split(" ", 1)[0]):
                    have.add("to_improve")
                    return [_Cue(at + gap.end(), at + gap.end(), "to_improve")]
    return []


def _part_of(m: re.Match[str]) -> Part:
    groups = m.groupdict()
    if groups.get("thing"):
        return review_words.part_of_quality(groups["quality"])
    name = next(k for k, v in groups.items() if v is not None)
    return name.removeprefix("at_").removeprefix("in_")  # type: ignore[return-value]


def _stretches(text: str, cues: list[_Cue]) -> dict[Part, tuple[int, int]]:
    """The stretch of each part: from its cue to the next cue; of several the longest, neighbours joined."""
    found: dict[Part, tuple[int, int]] = {}
    last: Part | None = None
    for i, cue in enumerate(cues):
        end = cues[i + 1].start if i + 1 < len(cues) else len(text)
        closing = _CLOSING.search(text, min(cue.end + 3, end), end)
        start, end = _trimmed(text, cue.end, closing.start() if closing else end)
        if cue.heading and not closing and (blank := re.search(r"\n\s*\n", text[start:end])) and i + 1 == len(cues):
            start, end = _trimmed(text, start, start + blank.start())
        if end <= start:
            continue
        if last == cue.part and cue.part in found:
            found[cue.part] = (found[cue.part][0], end)
        elif cue.part not in found or end - start > found[cue.part][1] - found[cue.part][0]:
            found[cue.part] = (start, end)
        last = cue.part
    return found


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    m = _AFTER_HEAD.match(text, start, end)
    start = m.end() if m else start
    tail = _TRIM_END.search(text[max(start, end - 80) : end])
    if tail:
        end = max(start, end - 80) + tail.start()
    return start, end
