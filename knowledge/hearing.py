"""What a message is to the bot: a telling to keep, a question, a request, or talk among people."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from knowledge import marks, questions, smalltalk, tellings
from knowledge.notes import Kind
from knowledge.spoken import plain

Intent = Literal["silence", "capture", "suggest", "who", "search", "help", "thanks", "decline", "unclear"]


@dataclass(frozen=True)
class Heard:
    """What the bot takes a message for. `kind` is set for capture and suggest, `topic` for who and search."""

    intent: Intent
    kind: Kind | None = None
    topic: str | None = None
    """The matter asked about, without the words of asking; empty when there is none (then ask back)."""
    text: str = ""
    """What was said: without mention, mark and request; for captures and suggestions the text to keep."""


_NAME = r"(?:คุณ\s?)?(?:ลิขิต|ลิขิด|ลิขิตต์|ลิขิ[ดต]|likhit|likit)"
_ADDRESS = re.compile(rf"@\s?{_NAME}(?=$|[^\wก-๙]|[ก-๙])", re.IGNORECASE)
_CALLED = re.compile(
    r"^\W{0,6}(?:คุณ\s?(?:ลิขิต|ลิขิด)|น้องลิขิต|บอทลิขิต|likhit)(?!\s?(?:ของ|ประจำ|คือ|และ|กับ|เป็น|ที่|"
    r"ทุก|ต้อง|ปี|ใน|ได้แก่|คุณ|ทั้ง|คน|ไป|มา|ลา|ไม่|ส่ง|แจ้ง|จะ|กำลัง|บอก|\d))"
    r"(?:\s?(?:ครับ|คับ|คะ|ค่ะ|จ๊ะ|จ๋า|จ้ะ|จ้า|ขา))?[\s,:.!?]*",
    re.IGNORECASE,
)
_ANY_MENTION = re.compile(r"^\s*@\S{1,30}\s+")
_KEEP = re.compile(
    r"^\W{0,4}(?:ฝาก|ช่วย|ขอ(?:ให้)?|รบกวน|โปรด)?\s?(?:จด|บันทึก(?!ข้อความ)|เก็บ|เซฟ|save|note|จำ)\s?"
    r"(?P<what>(?:ข้อความ)?(?:อันนี้|เรื่องนี้|ตรงนี้|นี้|เรื่อง|(?:เคล็ดลับ|เทคนิค|ทริค|บทเรียน|เรื่องเล่า|"
    r"aar|bar|dar|รีวิว|ข้อคิด|ความรู้)(?:นี้|อันนี้|ของ(?:พี่|ผม|หนู|เรา))?)?)\s?"
    r"(?P<req>(?:ไว้|เอาไว้|ให้|หน่อย|ด้วย|ที|สิ|ซิ|ลง(?:คลัง|ระบบ)?|เข้าคลัง|เป็น(?:เรื่องเล่า|บทเรียน|"
    r"เคล็ดลับ|aar|bar|dar)?)*)\s?"
    rf"(?:{marks.PARTICLES})?(?P<end>[\s:：,.\-–—→]+|$)",
    re.IGNORECASE,
)
_KEEP_END = re.compile(
    r"[\s,.(]+(?:ฝาก|ช่วย|ขอ|รบกวน)?\s?(?:จด|บันทึก|เก็บ|เซฟ)\s?(?:อันนี้|เรื่องนี้|นี้)?\s?(?:ไว้|เอาไว้|ให้|"
    r"หน่อย|ด้วย|ที)+\s?"
    rf"(?:{marks.PARTICLES})?[\s.)]*$",
    re.IGNORECASE,
)
_NAMED_KIND: tuple[tuple[str, Kind], ...] = (
    ("aar", "aar"), ("bar", "bar"), ("dar", "dar"), ("เคล็ดลับ", "tip"), ("เทคนิค", "tip"), ("ทริค", "tip"),
    ("บทเรียน", "lesson"), ("ข้อคิด", "lesson"), ("เรื่องเล่า", "story"),
)  # fmt: skip
_HELP = re.compile(
    r"^(?:help|ช่วยเหลือ|เมนู|menu|คู่มือ|วิธีใช้|คำสั่ง)$|ทำอะไร(?:ได้|เป็น)|ใช้(?:งาน)?(?:ยังไง|อย่างไร|ไง)$|"
    r"(?:มี|พิมพ์)คำสั่ง|สั่งงาน(?:ยังไง|อย่างไร)|ช่วยอะไรได้|"
    r"เป็นใคร$|คือใคร$|คือ(?:บอท|bot)|(?:ขอ)?วิธีใช้(?:งาน|บอท)?$|what can you do|how (?:do|to) (?:i )?use you|"
    r"who are you"
)
_THANKS = re.compile(r"^(?:ขอบคุณ|ขอบใจ|ขอบพระคุณ|แต๊งกิ้ว|แต้ง|ขอบคุน|thank|thx|ty\b|เยี่ยม|เก่งมาก|สุดยอด|ดีมาก)")


def listen(text: str, *, addressed: bool) -> Heard:
    """What `text` is to the bot. `addressed`: it was said in a 1:1 chat or names the bot with a real mention.
    Without that, anything but silence needs a mark, a plain question or a plain telling."""
    said, called = _without_address(text, addressed)
    addressed = addressed or called
    mark = marks.read_mark(said)
    if mark is not None and marks.keeps(mark):
        kind = marks.kind_of_mark(mark.word) or tellings.kind_of(mark.rest)
        return Heard("capture", kind, None, mark.rest)
    if addressed:
        return _answer(said)
    question = questions.hear(said, addressed=False)
    if question is not None:
        return Heard(question.asks, None, question.topic, said)
    kind_told = tellings.plainly(said)
    if kind_told is not None:
        return Heard("suggest", kind_told, None, said)
    return Heard("silence", None, None, said)


def _answer(said: str) -> Heard:
    """What somebody who spoke to the bot wants; never silence."""
    kept = _asked_to_keep(said)
    if kept is not None:
        return kept
    short = plain(said[:300])
    if len(short) <= 60 and _HELP.search(short):
        return Heard("help", None, None, said)
    told = tellings.plainly(said)
    question = None if told else questions.hear(said, addressed=True)
    if smalltalk.about_a_person(short) or ("ใคร" in short and smalltalk.private(short)):
        return Heard("decline", None, None, said)
    if question is not None:
        return Heard(question.asks, None, question.topic, said)
    if told is not None:
        return Heard("capture", told, None, said)
    if _THANKS.match(short):
        return Heard("thanks", None, None, said)
    return Heard("unclear", None, None, said)


def _asked_to_keep(said: str) -> Heard | None:
    m = _KEEP.match(said)
    if m and (m["what"] or m["req"] or len(said) - m.end() >= 20):
        rest = said[m.end() :].strip()
        named = next((k for word, k in _NAMED_KIND if word in m.group().lower()), None)
        return Heard("capture", named or tellings.kind_of(rest), None, rest)
    m = _KEEP_END.search(said[-80:])
    if m:
        rest = said[: len(said) - len(said[-80:]) + m.start()].strip()
        return Heard("capture", tellings.kind_of(rest), None, rest)
    return None


def _without_address(text: str, addressed: bool) -> tuple[str, bool]:
    """The text without the bot's name, and whether the name was called."""
    said, times = _ADDRESS.subn(" ", text, count=2)
    if times:
        return said.strip(), True
    m = _CALLED.match(text)
    if m:
        return text[m.end() :].strip(), True
    if addressed and (m := _ANY_MENTION.match(text)):
        return text[m.end() :].strip(), True
    return text.strip(), False
