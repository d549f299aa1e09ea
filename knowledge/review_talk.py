"""What members say while a review's question is open: an answer, a word that moves the review on, or talk."""

from __future__ import annotations

import re
from typing import Literal

from knowledge import thai
from knowledge.marks import PARTICLES
from knowledge.spoken import plain

Step = Literal["next", "skip", "back", "pause", "finish", "resume"]

_STEPS: tuple[tuple[str, Step], ...] = (
    (r"(?:ไป)?(?:ข้อ)?(?:ต่อไป|ถัดไป)|ข้อต่อไป|ครบแล้ว|ไปต่อ|next", "next"),
    (r"ข้าม(?:ข้อนี้|ไป|ไปก่อน|ไปเลย)?|skip", "skip"),
    (r"ย้อน(?:กลับ|ไป)?|ข้อก่อน(?:หน้า)?|กลับข้อก่อน|back", "back"),
    (r"พัก(?:ไว้|ก่อน|ไว้ก่อน|การทบทวน)|พัก|pause", "pause"),
    (r"จบ(?:แล้ว|เลย|การทบทวน|ได้เลย)?|finish|end", "finish"),
    (r"ต่อ|ทำต่อ|ทำต่อเลย|เอาต่อ|continue|resume", "resume"),
)
_COMPILED = tuple(
    (re.compile(rf"(?:{words})\s*(?:{PARTICLES}|เลย|\s|[.!])*", re.IGNORECASE), step) for words, step in _STEPS
)


def step_in(text: str) -> Step | None:
    """The word that moves a review, where the message is nothing else. "resume" (ต่อ)
    goes on with a paused one after a mark, and to the next question while one is open."""
    said = text.strip().strip("“”\"'")
    return next((step for pattern, step in _COMPILED if pattern.fullmatch(said)), None) if len(said) <= 30 else None


def resumes(rest: str) -> str | None:
    """What follows "ต่อ" after the mark of a review (`#AAR ต่อ ประชุม`): the job's name, empty for none; None when
    the words don't ask to go on."""
    m = re.match(
        rf"(?:ทำ)?(?:ต่อ|resume|continue)(?=$|\s|{PARTICLES})(?:\s*(?:{PARTICLES}))?\s*", rest.strip(), re.IGNORECASE
    )
    if not m or len(rest) > 70:
        return None
    return rest.strip()[m.end() :].strip()


_NOD = re.compile(
    r"(?:(?:สวัสดี|หวัดดี|อรุณสวัสดิ์|ดีค่ะ|ดีครับ|ดีจ้า|good morning|hello|hi|ขอบคุณ|ขอบใจ|ขอบพระคุณ|"
    r"ยินดี(?:ด้วย)?|ทราบ|รับ|โอเค|ตกลง|ok|okay|okie|เค|ได้|ใช่|จริง|เห็นด้วย|ด้วยคน|"
    r"เหมือนกัน|เยี่ยม|สุดยอด|เก่ง|"
    r"ดีมาก|ดีเลย|เลิศ|ปรบมือ|ตามนั้น|เดี๋ยวมา|แป๊บ|แปป|รอ|สักครู่|กำลังพิมพ์|"
    r"กำลังคิด|คิดก่อน|ขอคิดก่อน|อ่านก่อน|มาแล้ว|อยู่|พร้อม|เอ|อืม|อ๋อ|อ้อ|โอ้|ว้าว|ฮ่า|ฮา|5{2,}+|lol|"
    r"จัดไป|จัดเลย|สู้ๆ|แล้ว|เลย|มาก|ทุกคน|ทุกท่าน|พี่|น้อง|ๆ|นะ|\s|[.!~+1]))+",
    re.IGNORECASE,
)
"""Greeting, thanking, nodding, laughing: the whole message is made of it. No row of these may be read in two ways
(รับทราบ is รับ and ทราบ, a run of 5 is taken whole): a long laugh would keep everybody waiting."""
_ASKS = re.compile(
    r"(?:\?|ไหม|มั้ย|หรือยัง|หรือเปล่า|กี่โมง|กี่คน|ที่ไหน|ตรงไหน|เมื่อไหร่|เมื่อไร|ยังไง|อย่างไร|ทำไม|"
    r"อะไร|ใคร|เท่าไหร่|เท่าไร|คนไหน|วันไหน|บ้าง)(?:ดี)?$"
)
_KNOWS_NOT = re.compile(r"ไม่(?:รู้|แน่ใจ|ทราบ|ชัดเจน|ชัด|มีใคร)|ว่าใคร|ว่าต้อง|ว่าจะ|ไม่.{0,12}เท่าไ|เรื่อง.{0,20}เท่าไ")
_CALLS = re.compile(
    r"^(?:@\S+|(?:พี่|น้อง|ป้า|ลุง|น้า|อา|ครู|หมอ|คุณ|ผอ\.?|ปลัด|ท่าน|นายก|หัวหน้า|ผู้ใหญ่|กำนัน|"
    r"อาจารย์|อ\.)(?!ๆ)[ก-๙a-zA-Z]{0,14}?)\s?(?:ครับ|คับ|คะ|ค่ะ|ขา|จ๊ะ|จ๋า|จ้ะ|จ้า|ฮะ)(?:[\s,]|$)"
)
_BUSY = re.compile(
    r"^(?:ไปกิน|กิน(?:ข้าว|อะไร|ไร)|เที่ยง(?:นี้)?(?:กิน|สั่ง|ไป)|หิว|ฝากซื้อ|สั่ง(?:ข้าว|กาแฟ|อาหาร|"
    r"น้ำ)|รอด้วย|ถึง(?:แล้ว|ไหน)|กำลัง(?:ไป|เดินทาง|ออก|ขับ)|ออกเดินทาง|อยู่(?:หน้า|ห้อง|บนรถ|"
    r"ในห้อง)|ติดสาย|ติดประชุม|ประชุมอยู่|"
    r"ลา(?:ป่วย|กิจ|พัก)|ขอลา|วันนี้(?:ขอ)?ลา|แจ้ง(?:ทุก|ให้|เพื่อ|พี่|เตือน)|เพื่อทราบ|ประชาสัมพันธ์|"
    r"ขอเชิญ|เรียนเชิญ|เชิญ(?:ทุก|ร่วม|ครับ|ค่ะ)|ส่งแล้ว|ส่งไฟล์|ไฟล์|รูป(?:อยู่|ส่ง|ตาม)|ฝาก(?:ด้วย|"
    r"พี่|น้อง|แฟ้ม|กุญแจ|ของ|บอก|เซ็น)|"
    r"รบกวน|ใครเห็น|ใครเอา|ใครว่าง|ใครอยู่|ช่วย(?:ดู|ส่ง|เซ็น|เปิด|ปิด|รับ|ที|ด้วย|หน่อย)|รถ(?:ใคร|"
    r"มา)|เลื่อนรถ|พรุ่งนี้(?:หยุด|ลา|เจอ)|เจอกัน|ฝันดี|กลับ(?:บ้าน|ก่อน)|ไปก่อน|ขอตัว)"
)
_LINK = re.compile(r"https?://|กดลิงก์|กดลิ้ง|ในลิงก์|แอดไลน์|ทักแชท|กดดู|คลิก|ส่งต่อ|แชร์ต่อ|cr\.")
_POLITE = re.compile(
    r"^(?:(?:อยากปรึกษา|มีเรื่องจะเล่า|เล่า(?:สิ|เรื่อง|ให้ฟัง)|ขอ\s?(?:aar|bar|dar)|สวัสดี|หวัดดี|อรุณสวัสดิ์|ขอบคุณ|ขอบคุน|ขอบใจ|ขอบพระคุณ|ยินดี(?:ด้วย|กับ)|ดีใจด้วย|สุขสันต์|ขอให้(?:หาย|รวย|มี|โชค|สุข)|"
    r"หายไว|อวยพร|เก่งมาก|เยี่ยม(?:มาก|เลย|ไป)|สุดยอด|ขออภัย|ขอโทษ|รับทราบ|ทราบแล้ว|โอเค|ได้(?:ครับ|ค่ะ|คะ|จ้า|เลย)|ครับ|ค่ะ|จ้า|"
    r"คับ|ง่วง|หิว|เหนื่อย(?:ใจ|จัง)|คิดถึง|อิจฉา|เครียด)|(?:good morning|thanks?|congrat|happy)\b)"
)
"""Greeting, thanking, wishing and assenting, whatever follows: it is meant for people, not for the review."""
_WHO_CALLS = re.compile(
    r"^(?:(?:พี่ๆ|น้องๆ|พี่น้อง|ทุกคน|ทุกท่าน|ประกาศ|หัวหน้า|คุณ)\S{0,6}\s?[:,]?\s?)?"
    r"(?:เคย)?(?:มี)?(?:ใครๆ|ใคร|คนไหน|พี่คนไหน|ท่านใด|who|can any)"
    r"(?!ทำ(?:อะไร|หน้าที่))"
)
"""Whoever begins with ใคร asks or calls; the roles of a job begin with a name."""
_LAUGHS = re.compile(r"5{3,}|ฮ่าๆ|😂|🤣|😅|🥺|🎂|🍻|🏕|☕|🎉|💛|🌼")
_FIGURE = re.compile(r"(?!5{2,}$)[0-9๐-๙]{2,3}(?:[,.][0-9๐-๙]{2,3})*\s?%?")
"""An amount by itself: so many came, so much was sold."""
_SHOWS = re.compile(r"^\s*[\[(](?:สติกเกอร์|รูปภาพ|รูป|วิดีโอ|ไฟล์|sticker|photo|image|video)", re.IGNORECASE)
_MOMENT = re.compile(
    r"(?:วันนี้|พรุ่งนี้|เย็นนี้|บ่ายนี้|เที่ยงนี้|คืนนี้|เช้านี้|มื้อเที่ยง|วันศุกร์|วันจันทร์)\S{0,12}(?:ประชุม|ใส่|ทำบุญ|มีเค้ก|อากาศ|หยุด|เจอ|ลา|ปิด|เปิด)|"
    r"(?:ประชุม|อบรม|เวที|aar|bar|dar)\S{0,8}เลื่อน|เลื่อนเป็น|ห้าม(?:สาย|ลืม)$|อย่าสาย|แจ้งว่า|ตามที่|ด้วยอำเภอ|ขอเชิญ|เบอร์(?:ช่าง|โทร|ร้าน)|"
    r"(?:(?<!ที่)จอดรถ|เลื่อนรถ|รถตู้ออก|ลืมร่ม|กรอก(?:แล้ว|ก่อน)|เช็[คก]เมล|ส่งในเมล|ส่งในไลน์|(?:อยู่|วาง)(?:ที่|บน|หลัง|ใน)?(?:โต๊ะ|ตู้|ชั้น))|"
    r"(?:ส่ง|กรอก|โอน|ลงชื่อ|จด|เก็บเงิน|เช็[คก]|ดู|เปิด|ปิด|พิมพ์|เตรียม)[^\s]{0,24}(?:ด้วย|ให้ที|ให้หน่อย|หน่อย|ด่วน)"
    r"(?:นะ)?(?:ครับ|คับ|ค่ะ|คะ|จ้า)?$|ฝาก\S{0,12}(?:หน่อย|ด้วย)|"
    r"(?:กะเพรา|ข้าวผัด|ข้าวเที่ยง|กาแฟ|ก๋วยเตี๋ยว|ข้าวมันไก่|ส้มตำ|ข้าวเหนียว).{0,24}(?:[0-9๐-๙]|ครับ|ค่ะ|คะ|จ้า)"
)
"""Errands and announcements of the day: they are about now, and not about the job that is looked back at."""
_DONE_NOW = re.compile(
    r"(?:ส่ง|กรอก|เช็[คก]|ลงชื่อ|โอน|จ่าย|ค้น|พิมพ์|โหลด|อ่าน|เจอ|บันทึก(?:ภาพ|ข้อความ)?|"
    r"ดู)[ก-๎ ]{0,20}แล้ว(?:นะ)?(?:ครับ|คับ|ค่ะ|คะ|จ้า)?"
)
"""The whole message says that a small thing is done, without a figure: an answer to a colleague."""


_STRIKES = re.compile(
    rf"(?:อันนี้|ข้อความนี้|ข้อนี้|นี่)?\s*(?:ไม่ใช่คำตอบ|ไม่(?:ต้อง)?นับ(?:อันนี้|ข้อความนี้)?|"
    rf"(?:ขอ|ช่วย)?(?:(?:ตัด|ลบ)(?:อันนี้|ข้อความนี้|คำตอบนี้|คำตอบ|ข้อนี้)?(?:ทิ้ง|ออก)?|"
    rf"เอา(?:อันนี้|ข้อความนี้|คำตอบนี้|คำตอบ|ข้อนี้)?ออก)|not an answer)"
    rf"\s*(?:{PARTICLES}|หน่อย|ด้วย|เลย|\s|[.!])*",
    re.IGNORECASE,
)


_LATER = re.compile(
    r"(?:^|\s|แล้วครับ|แล้วค่ะ)(?:(?:ขอ|เอา)?ไว้ก่อน|เดี๋ยว(?:ก่อน|\S{0,12}(?:แก้|มา(?!ก)|ทำ|พิมพ์|เขียน|ดู|ตอบ|กลับ)))|"
    r"^(?:ขอเวลา|ขอคิด|แป๊บ|รอแป๊บ|รอก่อน|รอสักครู่|ติด(?:ประชุม|งาน|ธุระ|สาย))"
)


def puts_off(text: str) -> bool:
    """Whether somebody says that they will come back to it later."""
    return len(text) <= 60 and _LATER.search(thai.normalise(text).strip()) is not None


def strikes(text: str) -> bool:
    """Whether a reply to a message asks to take that message out of the answers."""
    return len(text) <= 60 and _STRIKES.fullmatch(text.strip()) is not None


def is_answer(text: str, *, spoken_to: bool, quotes: bool = False, calls_other: bool = False) -> bool:
    """Whether a plain message answers the open question. `spoken_to`: it mentions the bot or is said in 1:1;
    `quotes`: it replies to a message, of which we can't tell whose it is; `calls_other`: it begins by naming
    somebody else with @.

    What is said to the bot is an answer whenever it has any word; a reply may be as short as a figure. Of other
    messages every statement is one; none are: signs without letters, greeting, thanking, nodding and laughing,
    questions, calls to one person, errands of the moment (where one is, food, leave, lost things), announcements
    and links. In doubt a statement counts: a stray line can be taken out again, a lost answer is gone."""
    words = thai.words(text)
    if spoken_to:
        return any(any(c.isalnum() for c in w) for w in words) and not _NOD.fullmatch(plain(text[:80]) or " ")
    if calls_other or not any(c.isalnum() for c in text):
        return False
    if _FIGURE.fullmatch(text.strip()):
        return True
    if not quotes and (not any(c.isalpha() for c in text) or len("".join(words)) < 3):
        return False
    said = plain(text[:400])
    if not said or _NOD.fullmatch(said) or _NOD.fullmatch(text.strip()[:120]) or _LINK.search(text):
        return False
    if _CALLS.match(text.strip()) or _BUSY.match(said) or _SHOWS.match(text) or text.lstrip().startswith(("#", "＃")):
        return False
    if _WHO_CALLS.match(said) or _LAUGHS.search(text) or _DONE_NOW.fullmatch(said):
        return False
    if len(said) <= 120 and (_POLITE.match(said) or _MOMENT.search(said)):
        return False
    return not (_ASKS.search(said.rstrip(" .!")) and not _KNOWS_NOT.search(said) and len(said) <= 120)
