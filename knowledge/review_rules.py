"""Reviews whose headings and words are known ones, read by rules: the surest reading, where it finds every part."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from knowledge import review_cues, review_words
from knowledge.review_cues import INLINE_ITEM, ITEM, Cue, heading, part_of
from knowledge.review_words import ORDER, Part

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


def cues(text: str) -> list[Cue]:
    """What begins each part that is found, in the order of the text."""
    return _by_headings(text) or _by_order(text) or _within(text, 0, len(text))


def bare_list(text: str) -> bool:
    """A numbered list without headings, as long as the questions are many."""
    return not _by_headings(text) and bool(_by_order(text))


def _by_headings(text: str) -> list[Cue]:
    """Cues of a review whose lines (or numbered items) carry headings; empty when fewer than two parts do."""
    found: list[Cue] = []
    plain: list[tuple[int, int]] = []
    for start, stop in review_cues.lines(text):
        cue = heading(text, start, stop)
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
        elif ITEM.match(text[start:stop]) and (part := _between(start, found, have)):
            mark = ITEM.match(text[start:stop])
            found.append(Cue(start, start + (mark.end() if mark else 0), part, heading=True))
            have.add(part)
    if "next" not in have:
        found += [c for c in _within(text, 0, len(text)) if c.part == "next" and c.start > found[0].start][-1:]
    return sorted(found, key=lambda c: c.start)


def _told_apart(text: str, cues: list[Cue]) -> list[Cue]:
    """Of two headings of what fell short in a row ("because", "could be better"), the first may tell what went well."""
    if any(c.part == "went_well" for c in cues):
        return cues
    for i, (one, two) in enumerate(pairwise(cues)):
        said = text[one.end : two.start]
        if one.part == two.part == "to_improve" and not review_words.BAD.search(said):
            return [*cues[:i], replace(one, part="went_well"), *cues[i + 1 :]]
    return cues


def _between(at: int, found: list[Cue], have: set[Part]) -> Part | None:
    """The one part that the order leaves for an item without a heading, between its neighbours."""
    before = [ORDER.index(c.part) for c in found if c.start < at]
    after = [ORDER.index(c.part) for c in found if c.start > at]
    low, high = (before[-1] if before else -1), (after[0] if after else len(ORDER))
    missing = [p for p in ORDER[low + 1 : high] if p not in have]
    return missing[0] if len(missing) == 1 else None


def _by_order(text: str) -> list[Cue]:
    """Cues of a bare numbered list: five items are the five parts; four leave out one of good and to improve."""
    starts = [m.start() for m in ITEM.finditer(text)]
    inline = [m.start() for m in INLINE_ITEM.finditer(text)]
    starts = starts if len(starts) >= len(inline) else inline
    if not 4 <= len(starts) <= 5:
        return []
    order: tuple[Part, ...] = ORDER
    if len(starts) == 4:
        third = text[starts[2] : starts[3]]
        good = bool(review_words.GOOD.search(third)) and not review_words.BAD.search(third)
        order = tuple(p for p in ORDER if p != ("to_improve" if good else "went_well"))
    found: list[Cue] = []
    for start, part in zip(starts, order, strict=True):
        m = ITEM.match(text[start:]) or INLINE_ITEM.match(text[start:])
        found.append(Cue(start, start + (m.end() if m else 0), part, heading=True))
    return found


def _within(text: str, start: int, stop: int) -> list[Cue]:
    """Cues in the middle of a telling, with what follows from แต่, เพราะ and plain figures between them."""
    found = [Cue(m.start(), m.end(), part_of(m)) for m in review_cues.words().finditer(text, start, stop)]
    return _turns(text, found, stop)


def _turns(text: str, cues: list[Cue], stop: int) -> list[Cue]:
    have = {c.part for c in cues}
    found: list[Cue] = []
    for i, cue in enumerate(cues):
        end = cues[i + 1].start if i + 1 < len(cues) else stop
        found.append(cue)
        if cue.part == "expected" and "actual" not in have:
            m = _GOT.search(text, cue.end + 6, end) or _BUT.search(text, cue.end + 6, end)
            if m:
                cue = Cue(m.start(), m.end() if m.group() == "แต่" else m.start(), "actual")
                found.append(cue)
                have.add("actual")
        if cue.part in ("actual", "went_well"):
            found += _after_result(text, cue, end, have)
        if found[-1].part == "to_improve" and "went_well" not in have:
            but = _BUT.search(text, found[-1].end + 4, end)
            if (but and re.search("ดี(?!ก)", text[but.end() : end])) or (
                but and review_words.GOOD.search(text, but.end(), end)
            ):
                found.append(Cue(but.start(), but.end(), "went_well"))
                have.add("went_well")
    return found


def _after_result(text: str, cue: Cue, end: int, have: set[Part]) -> list[Cue]:
    """What follows a result: แต่ turns to what fell short (or went well after all), เพราะ tells why."""
    at = cue.end + 4
    but = _BUT.search(text, at, end)
    why = _BECAUSE.search(text, at, end) if cue.part == "actual" and "to_improve" not in have else None
    if why and (but is None or why.start() < but.start()):
        have.add("to_improve")
        return [Cue(why.start(), why.end(), "to_improve")]
    rest = _REST.search(text, at, but.start() if but else end)
    if rest and cue.part == "actual" and "to_improve" not in have:
        have.add("to_improve")
        return [Cue(rest.start(), rest.end(), "to_improve")]
    if but:
        tail = _TAIL_OF_FIGURES.search(text[: but.start()], at) if cue.part == "actual" else None
        if tail and not {"to_improve", "went_well"} & have and review_words.BAD.search(text[tail.end() : but.start()]):
            have |= {"to_improve", "went_well"}
            return [Cue(tail.end(), tail.end(), "to_improve"), Cue(but.start(), but.end(), "went_well")]
        clause = text[but.end() : end]
        good = cue.part == "actual" and "went_well" not in have and bool(review_words.GOOD.search(clause))
        part: Part = "went_well" if good else "to_improve"
        if part in have:
            return []
        have.add(part)
        return [Cue(but.start(), but.end(), part)]
    if cue.part == "actual" and not {"went_well", "to_improve"} <= have:
        m = _TAIL_OF_FIGURES.search(text[:end], at)
        if m:
            remainder = text[m.end() : end]
            poor, fine = review_words.BAD.search(remainder), review_words.GOOD.search(remainder)
            told: Part | None = "to_improve" if poor else "went_well" if fine else None
            if told and told not in have:
                have.add(told)
                return [Cue(m.end(), m.end(), told)]
        elif "to_improve" not in have:
            for gap in re.finditer(r"[^\S\n]+(?=(?!อีก|ขาด|เหลือ|และ|กับ)[^\s0-9๐-๙]{5})", text[at:end]):
                clause = text[at + gap.end() : end].split("\n", 1)[0]
                if len(clause) >= 12 and review_words.BAD.search(clause.split(" ", 1)[0]):
                    have.add("to_improve")
                    return [Cue(at + gap.end(), at + gap.end(), "to_improve")]
    return []


