"""A review cut into the pieces that may be parts of it, each with what is seen of it (its signs).

A piece is a line or item with its heading, or a clause of a running telling. `review_reading` weighs the signs."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from knowledge import review_cues, review_words, thai

_MARK = re.compile(
    r"(?:[^\S\n]*(?:[-–—•*●▪◦>→✔☑+·»]+|\(?(?:ข้อ\s?)?[0-9๐-๙]{1,2}(?:[.)\]]|\s?[-:]|️?⃣)|[ก-ฮa-eA-E][.)])[^\S\n]*)?"
)
_BEFORE_SIGN = re.compile(
    r"[^\n:：→=»~|?\]】)]{1,26}?(?:\s?(?:[:：=»~|?]+(?!\d)|→|=>|->)|\s[-–—]\s)\s*|[\[【(][^\]】)\n]{1,20}[\]】)]\s*[:：]?\s*"
)
_PICTURE = re.compile(r"(?:[\U0001f300-\U0001faff☀-➿➡⏭][️‍]*)+\s*")
_GAP = re.compile(r"[^\S\n]+")
_GOES_WITH_BEFORE = re.compile(r"ๆ|และ|หรือ|กับ|[0-9๐-๙]\S{0,7}(?=\s|$)")
_ENDS_IN_FIGURE = re.compile(r"(?:^|\s)[0-9๐-๙.,]+$")
_LABEL = re.compile(
    r"(?:(?<=\s)|^)(?:[A-Za-z][A-Za-z ]{1,14}?|[ก-๎]{2,14}(?:\s[ก-๎]{2,8})?)\s?(?:[:：=|~»]+|→|->)\s*(?!\d{2}\b)"
)
_NAMED_THING = re.compile(r"(?:สิ่ง|ส่วน|จุด|เรื่อง|ข้อ|อัน)(?:ที่)?[ก-๎]{1,14}?คือ")
_LEADS_IN = re.compile(
    r"(?:แต่|และ|ส่วน|ซึ่ง)?(?:[ก-๎a-zA-Z]+?(?:\s[ก-๎]{1,12}?)?)?(?P<word>คือ(?!น)|ว่า(?!ง|จ้าง|การ)|ตรงที่|เป็นว่า)(?:ว่า)?\s?"
)
LONGEST_LEAD = 30
_SHORT = 12

_TALK = {
    "future": r"จะ(?!ได้จริง)|ต้อง(?!การ)|ขอ(?!ง|บ)|ควร|ไว้ก่อน|ล่วงหน้า|เผื่อ|แทน|ก่อน(?:งาน|ทำ|จัด|วัน|[0-9๐-๙ ])|เพิ่ม|เริ่ม",
    "next unit": (
        r"^(?:ส่วน|และ|แต่|ไว้|เดี๋ยว|สำหรับ|แล้ว)?\s?[ก-๎]{1,10}?(?:หน้า(?!บ้าน|งาน|วัด|ศาลา|ที่|เทศ|ตลาด|เวที|อำเภอ|แฟ้ม|จอ)|"
        r"ถัดไป|ต่อไป|ต่อๆ|หลังจากนี้|ใหม่)|^(?:คราว|ครั้ง|วัน|ที|งวด|รอบ)หลัง|^next|^ถ้า(?:จัด|ทำ|มี|ได้).{0,8}(?:อีก|ใหม่)|^จะ"
    ),
    "wanted": (
        r"หวัง|คาด|ตั้ง(?:ใจ|เป้า|ธง|ไว้)|วาง(?:แผน|ไว้)|กะ(?:ว่า|จะ|ไว้)|เป้า|แผน|คิดว่า|อยาก|เดิมที|ตอนแรก|ทีแรก|โจทย์|มุ่ง|ตกลง|"
        r"target|goal|plan|expect|ก่อน(?:เริ่ม|ไป|ทำ)|ตอน(?:เขียน|วาง)|คะเน|ประมาณการ"
    ),
    "because": r"^(?:เพราะ|เนื่องจาก|สาเหตุ|เหตุ)",
    "because within": r".(?:เพราะ|เนื่องจาก)",
    "but": r"^(?:แต่|ยกเว้น|เสียดาย|น่าเสียดาย|ติด|ขาด|พลาด|เสีย)",
    "really": r"จริง|หน้างาน|ปราก[ฏฎ]|สุดท้าย|สรุป|กลายเป็น|ตอนนี้|จบงาน|ลงเอย|ออกมา|actual|result",
    "got": (
        r"(?:ได้|มา|เหลือ|เสร็จ|ขาย|เก็บ|เข้า|จบ|ใช้|ส่ง|ผ่าน|ตก|เจอ|ฝาก|เปิด|ไป|ยอด)"
        r"(?:ไป|มา|กัน|ได้|จริง|แล้ว|แค่|เพียง|เกือบ|เกิน|\s)*[0-9๐-๙]"
    ),
    "figure": r"[0-9๐-๙]",
    "good": review_words.GOOD.pattern
    + (
        r"|ดีใจ|ได้ผล|เวิร์[คก]|เวิค|โอเค|เก่ง|โชคดี|ดีตรง|ดีที่|เด่น|แข็ง|ราบรื่น|คล่อง|เต็มใจ|ว้าว|คุ้ม|ภูมิใจ|success|good|work|"
        r"ไว้ใจ|ขายดี|เร็วสุด|เร็วกว่า|ทุก(?:จุด|ข้อ|คน|หลัง|บ้าน|ราย|ร้าน)"
    ),
    "bad": review_words.BAD.pattern
    + r"|เสียดาย|อ่อน|ด้อย|พลาด|เฟล|fail|อุปสรรค|ปัญหา|เหม็น|วุ่นวาย|ขัดใจ|ถอดใจ|หมด(?!ทุก)|ไกล|แคบ|เหนื่อย|ท้อ",
    "not": r"ไม่|ไร้|ยัง(?!ไง)",
    "aside": r"^(?:ส่วน|เรื่อง|จุด|ที่|สิ่งที่|อัน|ตรงที่)",
    "praise": (
        r"^(?:โชคดี|ดี|ที่(?:ปลื้ม|ชอบ|ดี|เวิร์|น่าชม|ประทับใจ|ภูมิใจ|เด็ด|สุดยอด|ได้ผล)|ปลื้ม|ชอบ|ประทับใจ|ภูมิใจ|"
        r"success|จุด(?:เด่น|แข็ง)|ข้อดี)"
    ),
    "blame": (
        r"^(?:แต่)?(?:น่า)?(?:เสียดาย|แย่|พลาด|เฟล|fail|ติด|ปัญหา|อุปสรรค|จุด(?:อ่อน|ด้อย)|ข้อ(?:เสีย|ด้อย|ผิด)|"
        r"ที่(?:ขาด|พลาด|แย่|เฟล|ยัง|ต้อง|ควร|ติด|ไม่|หนัก|เสีย))"
    ),
    "closing": review_cues.CLOSING.pattern,
}
"""Kinds of talk; each is a sign of a piece in which it stands, and what they are worth was learned."""
_NEIGHBOURS = ("next unit", "because", "but", "wanted", "got", "praise", "blame")


@dataclass
class Unit:
    """`text[start:end]`; what it says begins at `body`, after its heading or the words that lead in."""

    start: int
    body: int
    end: int
    item: bool
    signs: list[str] = field(default_factory=list)

    @property
    def told_from(self) -> int:
        return self.body if self.body < self.end else self.start


def units(text: str) -> list[Unit]:
    """The pieces of a review in their order, with their signs."""
    lines = [_Line(text, start, end) for start, end in review_cues.lines(text)]
    listed = sum(bool(line.mark or line.headed) for line in lines) >= 3
    found: list[Unit] = []
    for line in lines:
        found += [line.unit()] if listed and (line.mark or line.headed) else _clauses(text, line.start, line.end)
    found = _with_headings([unit for unit in found if unit.end > unit.start])
    _see(text, found, listed)
    return found


class _Line:
    """A line or an item of a list, and how much of it is mark and heading."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text, self.start, self.end = text, start, len(text[:end].rstrip())
        marked = _MARK.match(text, start, end)
        self.body = marked.end() if marked else start
        self.mark = text[start : self.body].strip()
        self.known = review_cues.heading(text, start, end)
        said = _BEFORE_SIGN.match(text, self.body, end) or _PICTURE.match(text, self.body, end)
        headed = max(said.end() if said else 0, self.known.end if self.known and not said else 0)
        self.headed = headed > 0
        self.body = max(self.body, headed)

    def unit(self) -> Unit:
        signs = ["item"]
        if self.known:
            signs.append(f"head={self.known.part}")
        elif self.headed:
            signs.append("head=?")
        name = self.text[self.start : self.body].strip(" -–—•*●▪◦>→»[]()")
        if self.body < self.end:
            signs += [f"head:{kind}" for kind, words in _talk().items() if kind != "figure" and words.search(name)]
        return Unit(self.start, min(self.body, self.end), self.end, True, signs)


def _clauses(text: str, start: int, end: int) -> list[Unit]:
    """The clauses of a running telling: Thai puts a space between them (thai-text.md), and cues begin them, too."""
    cues = {m.start(): m for m in review_cues.words().finditer(text, start, end)}
    labels = {m.start(): m.end() for m in _LABEL.finditer(text, start, end)}
    things = {m.start() for m in _NAMED_THING.finditer(text, start, end)}
    cuts = sorted({start, *_gaps(text, start, end), *cues, *labels, *things})
    found = []
    for a, b in zip(cuts, [*cuts[1:], end], strict=True):
        unit = Unit(a, a, len(text[:b].rstrip()), False, ["clause"])
        unit.signs.append("line begins" if a == start else "space" if text[a - 1].isspace() else "within")
        if a in cues:
            unit.body, how = cues[a].end(), review_cues.strength(cues[a])
            unit.signs += [f"{how}={review_cues.part_of(cues[a])}", f"cue={review_cues.part_of(cues[a])}"]
        elif (head := review_cues.headings().match(text, a, end)) and _stands_alone(text, a, end, head):
            unit.body = head.end()
            unit.signs.append(f"word={review_cues.part_of(head)}")
        else:
            unit.signs.append("no cue")
        if a in labels:
            unit.body = max(unit.body, labels[a])
            unit.signs.append("label")
        lead = _LEADS_IN.match(text, a, min(b, a + LONGEST_LEAD + 4))
        if lead and unit.body < lead.end() <= a + LONGEST_LEAD:
            unit.body = lead.end()
            unit.signs.append("leads in: คือ" if "คือ" in lead.group() else "leads in: ว่า")
        unit.body = min(unit.body, unit.end)
        found.append(unit)
    return found


def _gaps(text: str, start: int, end: int) -> list[int]:
    found = []
    for gap in _GAP.finditer(text, start, end):
        inside = gap.start() > start and gap.end() < end
        figure = _ENDS_IN_FIGURE.search(text, max(start, gap.start() - 16), gap.start())
        if inside and not figure and not _GOES_WITH_BEFORE.match(text, gap.end(), end):
            found.append(gap.end())
    return found


def _stands_alone(text: str, start: int, end: int, head: re.Match[str]) -> bool:
    begins = head.start(head.lastgroup or 0) == start
    return begins and (head.end() >= end or text[head.end()].isspace())


def _with_headings(found: list[Unit]) -> list[Unit]:
    """A heading on a line of its own goes with what stands under it: a telling, or a list without headings."""
    joined: list[Unit] = []
    waiting: Unit | None = None
    under: Unit | None = None
    for unit in found:
        plain = unit.item and unit.signs == ["item"]
        if waiting is not None:
            unit = Unit(waiting.start, unit.body, unit.end, True, [*waiting.signs, *unit.signs])
            waiting, under = None, unit if plain else None
        elif under is not None and plain:
            under.end = unit.end
            continue
        else:
            under = None
        if unit.item and unit.body >= unit.end:
            waiting = unit
        else:
            joined.append(unit)
    return joined


def _see(text: str, found: list[Unit], listed: bool) -> None:
    """Adds what is seen of each piece's words, its place and its neighbours."""
    talk = [[kind for kind, words in _talk().items() if words.search(text[u.start : u.end])] for u in found]
    items, nth, own = sum(u.item for u in found), 0, [list(u.signs) for u in found]
    for i, unit in enumerate(found):
        said = text[unit.start : unit.end]
        unit.signs += [f"says {kind}" for kind in talk[i]]
        unit.signs += [f"begins {min(j, 1)} {word}" for j, word in enumerate(thai.words(said)[:3])]
        unit.signs.append(f"quarter {int(i / max(1, len(found) - 1) * 3.99)}")
        unit.signs.append("listed" if listed else "told")
        if i == 0:
            unit.signs.append("first")
        else:
            unit.signs += [f"before: {s}" for s in own[i - 1] if s.startswith(("cue=", "head="))]
            unit.signs += [f"before: {kind}" for kind in talk[i - 1] if kind in ("wanted", "but", "because")]
        if i == len(found) - 1:
            unit.signs.append("last")
        else:
            unit.signs += [f"after: {kind}" for kind in talk[i + 1] if kind in _NEIGHBOURS]
        if unit.item:
            place = f"{nth} of {items}" if items <= 6 else "of many"
            unit.signs.append(f"item {place}")
            if not any(s.startswith("head=") and s != "head=?" for s in own[i]):
                unit.signs.append(f"unnamed item {place}")
            nth += 1
        if len(said) < _SHORT:
            unit.signs.append("short")


@lru_cache(maxsize=1)
def _talk() -> dict[str, re.Pattern[str]]:
    return {kind: re.compile(review_words.typed_any_way(words), re.IGNORECASE) for kind, words in _TALK.items()}
