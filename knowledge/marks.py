"""Hashtags that keep a message (`#เรื่องเล่า`, `#AAR`, …) or give a command, in all the ways people type them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from knowledge.notes import Kind

BY_CONTENT = "บันทึก"
"""The mark that only says "keep this": the kind is read from the text (`kind_of_mark` gives None for it)."""

KIND_MARKS: dict[str, Kind | None] = {
    **dict.fromkeys(("เรื่องเล่า", "เล่าเรื่อง", "เรื่องเล่าเร้าพลัง", "เล่าสู่กันฟัง", "story"), "story"),
    **dict.fromkeys(("เล่า", "stories", "แชร์ประสบการณ์", "เล่าประสบการณ์", "ประสบการณ์"), "story"),
    **dict.fromkeys(("aar", "เอเออาร์", "ทบทวนหลังงาน", "หลังทำงาน"), "aar"),
    **dict.fromkeys(("bar", "บีเออาร์", "ทบทวนก่อนงาน", "ก่อนทำงาน"), "bar"),
    **dict.fromkeys(("dar", "ดีเออาร์", "ทบทวนระหว่างงาน", "ระหว่างทำงาน"), "dar"),
    **dict.fromkeys(("บทเรียน", "ถอดบทเรียน", "สรุปบทเรียน", "lesson", "lessons", "lessonlearned"), "lesson"),
    **dict.fromkeys(("เคล็ดลับ", "เคล็ดรับ", "เคล็บลับ", "เคล็ด", "เกร็ดความรู้", "เทคนิค", "เทคนิก"), "tip"),
    **dict.fromkeys(("ทริค", "ทริก", "ทริกส์", "ทิป", "ทิปส์", "tip", "tips", "trick", "tricks"), "tip"),
    **dict.fromkeys((BY_CONTENT, "จด", "จดไว้", "เก็บ", "เก็บไว้", "note", "notes"), None),
}
"""Every word that marks a message to be kept → its kind; None: decided by what the message says."""

PARTICLES = (
    r"(?:นะ|น่ะ|น้า+)?(?:ครับ|คับ|ครั[บช]|ค้าบ+|ค๊าบ+|คร้า?บ+|งับ|ฮะ|ค่ะ|คะ|ค่า+|ค้า+|ข่ะ|จ้า+|จ๊า+|จ้ะ|จ๊ะ|"
    r"จร้า+|เด้อ+|"
    r"เน้อ+|เจ้า|ขอรับ|พี่ๆ|ทุกคน|krub|krap|kub|ka|na|นะ)"
)
"""The polite endings that people hang on words; to be used with a boundary after them."""

_ZERO = "\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff\ufe0e\ufe0f"
_MARKS = "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e"
_HASH = "#＃﹟"
_TOKEN = re.compile(rf"[{_HASH}]+[ \t{_ZERO}]{{0,3}}([^\s{_HASH}@:：;,.!?=()\[\]{{}}\"'“”‘’…→|/<>*~–—-]{{1,120}})")
_PARTICLE = re.compile(rf"(?:{PARTICLES})(?=$|[\s:：,.!?…\-–—→|(]|[^\w{_MARKS}])", re.IGNORECASE)
_PARTICLE_END = re.compile(rf"(?<=.)(?:{PARTICLES})$", re.IGNORECASE)
_SEPARATORS = " \t\r\n:：;,.-–—=→>|/~*…!" + "\u200b\u200c\u200d\ufeff"
_THAI_THEN_LATIN = re.compile(rf"^([ก-ฮะ-ูเ-์{_MARKS}]+)([A-Za-z0-9].*)$")

_LOOKALIKE_TAIL = re.compile(
    r"เช้านี้|เที่ยงนี้|เย็นนี้|ข่าว|ข้น|ผี|หลอน|สยอง|ลี้ลับ|จากทางบ้าน|ชีวิต|ชีวิตคู่|ความรัก|รัก|คนดัง|ดารา|"
    r"บันเทิง|ไวรัล|ตลก|"
    r"ความงาม|สวย|ผิว|หน้าใส|หน้าเด็ก|สุขภาพ|ลดน้ำหนัก|ลดความอ้วน|ลดพุง|หุ่น|รวย|มหาเฮง|เสริมดวง|ดูดวง|หวย|เลข|"
    r"ฮวงจุ้ย|"
    r"ลงทุน|หุ้น|คริปโต|ก่อนนอน|แม่บ้าน|แม่และเด็ก|เลี้ยงลูก|แต่งบ้าน|ออนไลน์|สำเร็จรูป|ราคาแพง|ล้ำค่า|"
    r"การแพทย์|ขาน|ดีๆ|ของ(?:ฉัน|เรา|แม่)"
)
"""What follows a mark's word in well-known hashtags of television, sales and health pages."""
_LINK = re.compile(r"https?://|www\.|bit\.ly|\.com\b", re.IGNORECASE)
_AD = re.compile(r"กดดู|กดลิงก์|กดลิ้ง|คลิก|แอดไลน์|ทักแชท|ส่งต่อ|แชร์ต่อ|สั่งซื้อ|โปรโมชั่น|ลดราคา|ติดตามชม|ข่าวดัง")
_ABOUT_MARK = re.compile(
    r"คืออะไร|แปลว่า|หมายถึง|ย่อมาจาก|ใช้(?:ยังไง|ไง|อย่างไร)|พิมพ์(?:ยังไง|ไง|ตรง)|ใส่(?:ตรง|ยังไง)|ต้องใส่|"
    r"(?:ใคร|พี่ๆ|คนไหน)ยังไม่(?:ได้)?(?:ส่ง|เขียน|ทำ)|ส่ง(?:กัน)?(?:ครบ)?(?:หรือ)?ยัง|ส่งด้วย|ครบหรือยัง|"
    r"ใครมี(?:บ้าง|มั่ง)|ไม่เห็นขึ้น"
)
_TEACHES_MARK = re.compile(
    r"(?:ใส่|ติด|พิมพ์|แท็ก|แท็ค|แทก|แฮชแท[็]?ก|hashtag|คำว่า|ใช้|ขึ้นต้น|นำหน้า|ลืม|ส่ง|เขียน|ทำ|ขอ|มี|และ|"
    r"กับ|หรือ|ว่า|ของ|จาก|รอ|ดู|อ่าน|"
    r"หา|ค้น|ค้นหา|รวม|ใน|ที่|ด้วย)\s*[\"'“(]*\s*$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Mark:
    """A hashtag that says what the message is. `word` is the word of `KIND_MARKS` or any other, in lower case."""

    word: str
    rest: str
    """The message without the mark, its particle and its colon; otherwise as typed."""


def kind_of_mark(word: str) -> Kind | None:
    """The kind that a mark's word stands for; None for `#บันทึก` (by content) and for words that keep nothing."""
    return KIND_MARKS.get(word)


def keeps(mark: Mark | None) -> bool:
    """True when the mark asks to keep the message."""
    return mark is not None and mark.word in KIND_MARKS


def read_mark(text: str) -> Mark | None:
    """The mark of a message: a hashtag at its start (after emoji, @names and other hashtags), on a line of its
    own, or, for marks that keep, at its end; None where there is none or it is only talked about."""
    found = _leading(text)
    if found is None:
        found = _own_line(text) or _trailing(text)
    if found is None or not keeps(found):
        return found
    if len(found.rest) <= 70 and _ABOUT_MARK.search(found.rest):
        return None
    if len({w for m in _TOKEN.finditer(text[:1000]) if (w := _split(m.group(1), whole=True)[0]) in KIND_MARKS}) >= 3:
        return None  # somebody explains the hashtags
    return found


def _leading(text: str) -> Mark | None:
    start = _skip(text, 0)
    first: Mark | None = None
    before: list[str] = []
    for _ in range(6):
        m = _TOKEN.match(text, start)
        if m is None:
            break
        word, glued = _split(m.group(1))
        if word in KIND_MARKS and not _is_lookalike(word, glued, text):
            rest = _without_particle(glued + text[m.end() :])
            return Mark(word, " ".join([*before, rest]) if before else rest)
        if first is None and word in KIND_MARKS:
            first = Mark(m.group(1).lower(), _without_particle(text[m.end() :]))
        elif first is None:
            first = Mark(word, _without_particle(glued + text[m.end() :]))
        before.append(m.group().strip())
        start = m.end()
        while start < len(text) and text[start].isspace():
            start += 1
    return first


def _skip(text: str, at: int) -> int:
    """Past emoji, bullets, zero-width characters and leading @names."""
    for _ in range(4):
        while at < len(text) and at < 60 and not (text[at].isalnum() or text[at] in _HASH + "@"):
            at += 1
        if at < len(text) and text[at] == "@" and (m := re.compile(r"@\S{1,40}\s+(?=\S)").match(text, at)):
            at = m.end()
        else:
            break
    return at


def _own_line(text: str) -> Mark | None:
    lines = text.split("\n", 12)
    for i, line in enumerate(lines[:12]):
        m = _TOKEN.match(line, _skip(line, 0)) if i else None
        if m is None:
            continue
        word, glued = _split(m.group(1), whole=True)
        before = "\n".join(lines[:i])
        after = _without_particle(glued + line[m.end() :])
        if word not in KIND_MARKS or _TEACHES_MARK.search(before[-40:].rstrip(" :")):
            continue
        rest = "\n".join(p for p in (before.strip(), after, "\n".join(lines[i + 1 :]).strip()) if p)
        if len(rest) >= 15:
            return Mark(word, rest)
    return None


def _trailing(text: str) -> Mark | None:
    tail = text[-80:]
    cut = max(tail.rfind(h) for h in _HASH)
    # several hashtags may stand together at the end: take the first of them that keeps
    while cut >= 0:
        m = _TOKEN.match(tail, cut)
        if m is None or any(c.isalnum() for c in re.sub(rf"[{_HASH}]\S+", "", tail[m.end() :])):
            return None
        word, glued = _split(m.group(1), whole=True)
        before = text[: len(text) - len(tail) + cut].rstrip()
        if word in KIND_MARKS and not glued.strip() and len(before) >= 25 and not _TEACHES_MARK.search(before[-40:]):
            return Mark(word, before.rstrip(_HASH + " \n"))
        cut = max(tail.rfind(h, 0, cut) for h in _HASH)
    return None


def _split(token: str, *, whole: bool = False) -> tuple[str, str]:
    """A hashtag's text → its word and what was typed on to it without a space (only a particle if `whole`)."""
    skeleton, ends = _skeleton(token)
    for size in range(min(len(skeleton), _LONGEST), 1, -1):
        word = _BY_SKELETON.get(skeleton[:size])
        if word is None:
            continue
        glued = token[ends[size - 1] :]
        if not glued or _PARTICLE.fullmatch(glued) or _PARTICLE.match(glued):
            return word, "" if _PARTICLE.fullmatch(glued) else glued
        if whole or size < 3 or (word.isascii() and glued[0].isascii() and glued[0].isalpha()):
            continue
        if (not word.isascii() and size < 5) or word == BY_CONTENT:
            continue  # too short to be told from the beginning of another word
        return word, glued
    word = _PARTICLE_END.sub("", token)
    m = _THAI_THEN_LATIN.match(word)
    if m:
        return m.group(1).lower(), m.group(2)
    return re.sub(f"[{_ZERO}]", "", word).lower(), ""


def _skeleton(text: str) -> tuple[str, list[int]]:
    """Letters without vowel signs above and below, tones and zero-width characters, in lower case, and where each
    ends in `text`: so a tone in the wrong place changes nothing."""
    letters: list[str] = []
    ends: list[int] = []
    for i, c in enumerate(text[:40]):
        if (
            c == "\u0e31"
            or "\u0e34" <= c <= "\u0e3a"
            or "\u0e47" <= c <= "\u0e4e"
            or c in "\u00ad\ufeff\ufe0e\ufe0f"
            or "\u200b" <= c <= "\u200f"
            or "\u2060" <= c <= "\u2064"
        ):
            if ends:
                ends[-1] = i + 1
        elif c == "เ" and letters and letters[-1] == "เ":
            letters[-1], ends[-1] = "แ", i + 1
        else:
            letters.append(c.lower())
            ends.append(i + 1)
    return "".join(letters), ends


_BY_SKELETON = {_skeleton(word)[0]: word for word in reversed(KIND_MARKS)}
_LONGEST = max(map(len, _BY_SKELETON))


def _is_lookalike(word: str, glued: str, text: str) -> bool:
    """`#เรื่องเล่าเช้านี้` is a television programme, `#เคล็ดลับผิวใส` sells something."""
    if not glued:
        return False
    if _LOOKALIKE_TAIL.match(glued):
        return True
    return bool(_LINK.search(text[:1000]) or _AD.search(text[:400]))


def _without_particle(text: str) -> str:
    text = text.lstrip(_SEPARATORS)
    m = _PARTICLE.match(text)
    if m and m.end() < len(text):
        text = text[m.end() :].lstrip(_SEPARATORS)
    elif m:
        text = ""
    return text.strip()
