"""Questions as people in offices type them: who knows, and what do we know; and what each is about.

Works on the normalised string, not on words: ใครรู้เรื่องงบประมาณ gives รู้เรื่อง as one word (thai-text.md).
Without a mention a question counts only when its form is plainly one of expertise; errands, lost things, dates,
jokes, private life and talk to one person are left alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from knowledge import smalltalk
from knowledge.spoken import plain, topic, with_case

_NOUN = r"(?:ผู้รู้|ผู้เชี่ยวชาญ|ผู้ชำนาญ(?:การ)?|กูรู|คนเก่ง|คนเป็น|คนรู้|คนถนัด|คนสอน|คนช่วยสอน|คนแนะนำ|คนที่?(?:รู้|เก่ง|ถนัด|เคยทำ|ทำเป็น)|คนมีประสบการณ์|ที่ปรึกษา|พี่เลี้ยง|โค้ช|วิทยากร)"

Asks = Literal["who", "search", "person"]


@dataclass(frozen=True)
class Question:
    """A question that was heard. `topic` is its matter without the words of asking, empty when it has none."""

    asks: Asks
    """who: who knows; search: what is written; person: about somebody as a person (not ours to answer)."""
    topic: str
    sure: bool
    """True when it may be answered though nobody spoke to the bot."""


LONGEST = 400
"""Characters: a longer message is a telling, not a question."""

_WHO = r"(?:ใคร(?!ๆ|\s*ก็)|(?<=มี)คน(?=เคย|รู้|เก่ง|ถนัด|แม่น|ทำ|ที่เคย|ที่รู้)|(?:พี่|น้อง|พี่ๆ|น้องๆ|พี่น้อง|เพื่อน|เพื่อนๆ|เจ้าหน้าที่|ท่าน|คน)\s?(?:คน|ท่าน)?\s?(?:ไหน|ใด)(?:บ้าง)?)"
_SKILL = (
    r"(?:เก่งๆ?|แม่นๆ?|แม่นยำ|ถนัด|เชี่ยวชาญ|เชี่ยว|ชำนาญ(?:การ)?(?:ด้าน)?|คล่องๆ?|เซียน|โปร|เทพ|expert|good at|pro|ช่ำชอง|เป็นงาน|"
    r"มี\s?(?:ประสบการณ์|วิธี(?!ไหน)|แนวทาง|ความรู้|ความเชี่ยวชาญ|ความชำนาญ|ทักษะ|เทคนิค|เคล็ดลับ|สกิล|skill|experience)|"
    r"(?:พอ|พอจะ)?(?:รู้|ทราบ)(?:จัก)?\s?(?:ลึก|ดี|จริง|เยอะ)?\s?(?:เกี่ยวกับ|เรื่อง|วิธี|ขั้นตอน|ระเบียบ|เทคนิค|หลักเกณฑ์|งาน|ด้าน)|"
    r"(?:พอ|พอจะ)?เข้าใจ(?:เรื่อง|ระเบียบ|วิธี|งาน)?|know(?:s)?\s?(?:how)?|"
    r"(?:เป็น)?(?:ผู้รู้|ผู้เชี่ยวชาญ|กูรู|วิทยากร|ตัวจริง)(?:เรื่อง|ด้าน)?)"
)
_CARE = r"(?:ดูแล|รับผิดชอบ|ถือ|เป็นเจ้าของ|จับงาน|คุมเรื่อง)\s?(?:เรื่อง|งาน)?"
_TEACH = r"(?:สอน|แนะนำ|แนะ|ให้คำปรึกษา|ให้คำแนะนำ|อธิบาย|เป็นพี่เลี้ยง|เป็นวิทยากร|ชี้แนะ|ติว|โค้ช|ให้ความรู้)"
_END = r"(?:บ้าง|ไหม|หรือยัง|หรือเปล่า|ดี(?=$|\s)|เอ่ย(?=$|\s)|หนอ(?=$|\s)|\?)"
_WITHIN = r"[^\n]{0,120}?"

_STRONG = re.compile(
    rf"(?:มี|พอมี|พอจะมี|อยากรู้ว่า|อยากทราบว่า)?\s?(?P<who>{_WHO})\s?(?:ที่|พอ|พอจะ|จะ|น่าจะ|เป็นคน|คือ|เป็น(?=ผู้)|ในกลุ่ม|ในทีม|ในออฟฟิศ|แถวนี้|บ้าง){{0,3}}\s?"
    rf"(?:(?P<ever>เคย(?!ๆ|\s*ก็))|(?P<skill>{_SKILL})|(?P<care>{_CARE})|(?P<help>(?:พอ|พอจะ|จะ|สามารถ)?\s?(?:ช่วย)?\s?{_TEACH})|(?P<know>(?:พอ|พอจะ)?รู้(?!ว่า|ตัว|สึก|ใจ|จัก|ทัน|บ้าง|ไหม|แล้ว|ยัง|ข่าว|เบอร์|รหัส|ความ|เห็น|อะไร|ที่|ด้วย|\s?$)\s?)|"
    r"(?P<aid>(?:พอ|พอจะ)\s?(?:ช่วย|ดู|มี)|ช่วยเรื่อง|ช่วยได้|ช่วยดูเรื่อง|(?:พอ|พอจะ)?(?:ช่วย)?ตอบ(?=ได้|เรื่อง)|ช่วย|(?:ให้|สอน)คำ)|"
    r"(?P<can>(?:ทำ|คุม|ใช้|เขียน|จัด|แก้|ตั้ง|คำนวณ|คิด|วิเคราะห์|ออกแบบ|ตัดต่อ|ถ่าย|เจรจา|ไกล่เกลี่ย|ซ่อม|ต่อ|ติดตั้ง|แปล|พูด|วาด|ร่าง|สรุป|"
    r"ปิด|ลง|บันทึก|กรอก|คีย์|เบิก|ขอ|ยื่น|ปลูก|เลี้ยง|เพาะ|แปรรูป|ทอ|ย้อม|ขาย|ไลฟ์|เก็บ|สำรวจ|ประเมิน|ตรวจ|เจรจา|สร้าง|วาง|ปรับ|รัน|โค้ด|เล่น|ขับ|"
    r"ร้อง|รำ|วัด|อ่าน|ควบคุม|มี)))",
)
_CONSULT = re.compile(
    r"(?P<ask>(?:ควร|ต้อง|จะ|อยาก|น่าจะ|ขอ|สามารถ|ไป){0,3}\s?(?:สอบถาม|ถาม|ปรึกษา(?:หารือ)?|คุย|พูดคุย|ขอคำ(?:แนะนำ|ปรึกษา)|ขอความรู้|ขอความช่วยเหลือ|เรียนรู้|"
    r"เรียน|พึ่ง|หา|ติดต่อ|ประสาน|ขอให้|ให้)\s?(?:(?P<mid>(?:เรื่อง|เกี่ยวกับ|ด้าน)" + r"[^\n]{1,80}?)\s?)?(?:ได้)?\s?"
    rf"(?:กับ|จาก|ที่|แก่)?\s?{_WHO}\s?(?P<tail>ดี|ได้(?:บ้าง)?|บ้าง|ช่วย|สอน|แนะนำ)?)"
)
_LEARN = re.compile(r"(?:เรียน(?!ใคร)|ปรึกษา|ถาม|คุย|ขอความรู้|ขอคำแนะนำ)(?P<about>[^\n]{2,60}?)\s?(?:กับ|จาก)\s?ใคร\s?(?:ดี|ได้)")
_SEEK = re.compile(
    r"(?:อยากได้|ต้องการ|หา|กำลังหา|ตามหา|มองหา|ขอ|มี|พอมี|อยากหา|แนะนำ|ช่วยแนะนำ)\s?"
    r"(?:คน|พี่|เพื่อน|ผู้|วิทยากร|ที่ปรึกษา|มือ|ทีม)?\s?(?:ๆ)?\s?(?:ที่|มา)?\s?"
    r"(?P<noun>" + _NOUN + r")\s?(?:ใน)?(?:เรื่อง|เกี่ยวกับ|ด้าน)?"
)
_ADVICE = re.compile(
    r"(?:อยาก|ขอ|ต้องการ|มีเรื่อง|รบกวน)\s?(?:จะ)?\s?(?:ปรึกษา(?:หารือ)?|คำปรึกษา|คำแนะนำ|คำชี้แนะ|ความรู้)\s?(?:หน่อย)?\s?"
    r"(?P<about>เรื่อง|เกี่ยวกับ|ด้าน|การ)"
)
_ENGLISH = re.compile(
    r"\b(?:who(?:'s| is| are)?\s(?:here\s|else\s)?(?:(?:really\s|quite\s)?(?:knows?(?:\sabout|\show to)?|familiar with|good (?:at|with|in)|"
    r"(?:an?\s|our\s|the\s)?experts?\s(?:on|in|at|of|for)|experienced (?:in|with)|has (?:any )?experience (?:in|with|on)?|has (?:ever )?(?:done|tried|worked (?:on|with))|"
    r"handles?|(?:takes? care of|in charge of|responsible for)|understands?|(?:can|could) (?:help|teach|advise|explain|show|do|use|fix|make|write)"
    r"(?:\s(?:me|us))?(?:\s(?:with|on|about|how to))?|(?:should|can|do|could) (?:i|we) (?:ask|talk to|consult|contact)(?:\s(?:about|for|on|regarding))?|"
    r"to (?:ask|talk to|consult)(?:\s(?:about|for|on))?))|"
    r"(?:any(?:one|body)|some(?:one|body))(?:\s(?:here|in (?:the|our) (?:group|team|office)))?\s(?:who\s)?(?:(?:is\s)?good (?:at|with|in)|knows?(?:\sabout|\show to)?|"
    r"(?:is\s)?familiar with|(?:is\s)?(?:an?\s)?expert (?:on|in|at)|(?:is\s)?experienced (?:in|with)|with experience (?:in|with)|(?:has |have |ever )+"
    r"(?:done|tried|used|worked (?:on|with)|experience (?:in|with))|(?:can|could) (?:help|teach|advise|explain)(?:\s(?:me|us))?(?:\s(?:with|on|about))?)|"
    r"(?:does|do|has|have) any(?:one|body)(?:\s(?:here|else))?\s(?:ever\s)?(?:know(?:\sabout|\show to)?|have experience (?:in|with)|done|tried|used|worked (?:on|with))|"
    r"any experts?\s(?:here\s)?(?:on|in|at|for)|looking for (?:an? )?(?:expert|someone|anyone|somebody)\s(?:in|on|at|who knows?(?: about)?|good at|to help with))\b"
)
_WROTE = re.compile(
    r"(?:เคย)?มี(?:ใคร|คน|ท่านใด)?\s?(?:เคย)?\s?(?:เขียน|เล่า|บันทึก|จด|แชร์|โพสต์|โพส|ถอดบทเรียน|สรุป|เก็บ)(?P<obj>"
    + _WITHIN
    + r")"
    r"(?P<kept>ไว้|เอาไว้)?\s?(?:แล้ว)?\s?(?:บ้าง|ไหม|หรือเปล่า|หรือยัง|\?)"
)
_KEPT = re.compile(
    r"มี(?:ใคร|คน)\s?(?:เคย)?\s?(?:ทำ|เขียน|เล่า|บันทึก|จด|แชร์|สรุป|เก็บ|รวบรวม)\s?(?:เรื่องนี้|อันนี้|แบบนี้)?\s?(?:เอา)?ไว้\s?(?:บ้าง|ไหม|หรือเปล่า)"
)
_EVER = re.compile(r"เคยมี(?:ใคร|คน)\s?(?P<obj>" + _WITHIN + r")\s?(?:ไหม|หรือเปล่า|หรือยัง|\?)")
_COMMAND = re.compile(
    r"^(?:ช่วย|ขอ|รบกวน)?\s?(?:ค้นหา|ค้น|search(?:\sfor)?|find|เสิร์ช|เซิร์ช)(?P<gap>[\s:：]*)(?:เรื่อง(?!เล่า))?\s?(?P<obj>.+)$",
    re.S,
)
_SEEK_NOTES = re.compile(
    r"^(?:ช่วย|ขอ|รบกวน|อยาก)?\s?(?:หา|ขอดู|ดู|ขออ่าน|อยากอ่าน|อยากดู|ขอ|อยากได้)\s?(?P<obj>(?:aar|bar|dar|เรื่องเล่า|บทเรียน|เคล็ดลับ|องค์ความรู้|บันทึก(?!ข้อความ))(?=[\sก-๙]).*)$",
    re.S,
)
_HAVE = re.compile(
    r"(?:พอ)?มี\s?(?:เรื่อง(?!ด่วน|จะ|อยาก|แจ้ง)|ตัวอย่าง|วิธี|เทคนิค|เคล็ดลับ|บทเรียน|แนวทาง|ข้อมูล|องค์ความรู้|ความรู้|กรณีศึกษา|aar|bar|dar|คู่มือ)(?P<obj>.*?)"
    r"(?:ไหม|บ้าง|หรือเปล่า)"
)
_HOW = re.compile(
    r"(?:ทำ|แก้|จัดการ|เริ่ม|เตรียม|คุย|รับมือ)?(?:ยังไง|อย่างไร|ไง(?=$|\s|ดี|บ้าง|ต่อ))(?:ดี|บ้าง|ต่อ)?|ทำไม|เพราะอะไร|ต้อง(?:เตรียม|ทำ|ใช้|มี|ดู)?อะไร(?:บ้าง)?|"
    r"มี(?:อะไร|เทคนิค|วิธี|ขั้นตอน)\S*บ้าง|อะไรบ้าง|คืออะไร|วิธี|ขั้นตอน|อยากอ่าน|อยากรู้|อยากทราบ|how (?:to|do|can)|what|why|ได้ไหม|ไหม$|\?$"
)


def hear(text: str, *, addressed: bool) -> Question | None:
    """The question in a message, or None. Only a message of up to 400 characters can be one, unless the bot is
    spoken to: then its first 400 are read."""
    if len(text) > LONGEST and not addressed:
        return None
    typed = text[:LONGEST]
    said = plain(typed)
    if not said:
        return None
    found = _command(said) or _english(said) or _written(said) or _who(said)
    if addressed:
        found = found or _knowledge(said)
        if found and found.asks == "who" and smalltalk.about_a_person(said):
            found = Question("person", found.topic, sure=False)
    elif found is None or not found.sure or _TOLD.search(typed) or smalltalk.not_for_us(said, typed, plainly=found.asks != "search"):
        return None
    return None if found is None else Question(found.asks, with_case(found.topic, typed), found.sure)


_TOLD = re.compile(r"^(?!.*(?:บ้าง|มั่ง|ไหม|มั้ย|ดี|\?)).*นะ\s?(?:ครับ|คับ|คะ|ค่ะ|จ๊ะ|จ้ะ|จ้า)?\W*$", re.S)


def _command(said: str) -> Question | None:
    m = _COMMAND.match(said)
    if m and len(said) <= 120:
        about = topic(m["obj"])
        sure = bool(about) and not _NOT_A_SEARCH.search(said) and (bool(m["gap"]) or len(said) <= 45)
        return Question("search", about, sure)
    m = _SEEK_NOTES.match(said)
    if m and len(said) <= 120:
        return Question("search", topic(m["obj"]), not _NOT_A_SEARCH.search(said) and not said.startswith("ขอ"))
    return None


_NOT_A_SEARCH = re.compile(
    r"^(?:ช่วย|ขอ|รบกวน)?\s?ค้น(?:พบ|คว้า|หนังสือ|แฟ้ม|ตู้|บ้าน|ของ|กระเป๋า|รถ)|เจอ|ให้หน่อย|ให้ที|ให้ด้วย|ในตู้|บนโต๊ะ|ลิ้นชัก|ชั้น(?:ล่าง|บน)|กุญแจ|ไม่ได้|ไม่มี|แล้ว(?:$|\s)|ส่ง(?:ให้|มา|ด้วย|ที่)|ภายใน|เมื่อวาน|^ค้นหา(?:ตัว|ความสุข|ความหมาย|หัวใจ|คำตอบ|รัก|ฝัน)|ชีวิต|ของ(?:ผม|หนู|พี่)หาย"
)


def _english(said: str) -> Question | None:
    m = _ENGLISH.search(said)
    if m is None:
        return None
    about = re.split(r"[?\n]|\s(?=ถามเผื่อ|ขอบคุณ|thank|ด่วน|ครับ|พี่)", said[m.end() :].strip(" ?"), maxsplit=1)[0]
    about = topic(about) or topic(said[: m.start()])
    return Question("who", about, sure=bool(about))


def _written(said: str) -> Question | None:
    m = _KEPT.search(said)
    if m:
        about = topic(said[: m.start()]) or topic(said[m.end() :])
        return Question("search", about, sure=bool(about))
    m = _WROTE.search(said)
    if m and (m["kept"] or re.match(r"\s?(?:เกี่ยวกับ|เรื่อง)", m["obj"])):
        about = topic(m["obj"]) or topic(said[: m.start()])
        return Question("search", about, sure=bool(about))
    m = _EVER.search(said)
    if m:
        return Question("search", topic(m["obj"]) or topic(said[: m.start()]), sure=False)
    return None


def _who(said: str) -> Question | None:
    return _consult(said) or _skilled(said) or _sought(said)


def _consult(said: str) -> Question | None:
    if m := _LEARN.search(said):
        return Question("who", topic(m["about"]), sure=True)
    m = _CONSULT.search(said)
    if m is None:
        return None
    rest = said[m.end() :].strip(" ?.")
    if not m["tail"] and rest and not re.match("เรื่อง|เกี่ยวกับ", rest):
        return None
    if re.search(r"(?:^|ๆ|\s|ไป)(?:หา|ให้)\s?ใคร", m["ask"]) and m["tail"] not in ("ดี", "ช่วย", "สอน", "แนะนำ"):
        return None
    about = topic(m["mid"] or "") or _last_clauses(said[: m.start()]) or topic(rest)
    return Question("who", about, sure=bool(about))


def _skilled(said: str) -> Question | None:
    if _NOTHING_ASKED.fullmatch(said):
        return Question("who", "", sure=False)
    m = _STRONG.search(said)
    if m is None:
        return None
    after = said[m.end() :]
    end = re.search(_END, after)
    within = after[: end.start()] if end else re.split(r"\n|\s(?=มาช่วย|ช่วย|ขอ|ด่วน|พอดี|จะ|อยาก|ต้อง|เพราะ|เดี๋ยว|มี)", after, maxsplit=1)[0]
    beyond = after[end.end() :] if end else after[len(within) :]
    if len(within) > 120:
        return None
    kind = m.lastgroup
    if kind == "can":
        able = re.search(r"(?:ได้|เป็น|เก่งๆ?|คล่องๆ?|แม่นๆ?|ไหว|สวยๆ?|ดีๆ?)\s?(?:กัน|แล้ว)?\s?$", within)
        if not able or not end:
            return None if not end else Question("who", topic(m["can"] + within), sure=False)
        within = within[: able.start()]
    verb = m[kind] if kind and m[kind] else ""
    core = topic(within)
    if kind == "ever":
        core = re.sub("^(?:เห็น|เจอ|ลอง|โดน|มี)(?=.{4})", "", core).strip()
    if kind == "can":
        core = topic(core) and (core if verb in _LIGHT_VERBS else verb + core.strip())
    elif kind == "skill" and "วิธี" in verb and core in _LIGHT_VERBS:
        core = ""
    if core in _LIGHT_VERBS:
        core = ""
    front = _last_clauses(said[: m.start()])
    if kind in ("skill", "care") and core and len(front) > 40:
        front = ""
    if kind in ("ever", "help", "aid") and core and len(front) > 80:
        front = ""
    about = " ".join(p for p in (front, core) if p)
    if not about and re.match(r"\s?(?:เรื่อง|เกี่ยวกับ|ด้าน)", beyond):
        about = topic(beyond)
    sure = bool(about) and (bool(end) or kind in ("skill", "ever", "care", "help"))
    if (kind == "aid" and not re.search("พอ|ช่วยเรื่อง|ช่วยได้|ช่วยดูเรื่อง|ตอบ", m.group())) or (
        kind in ("care", "can", "aid") and _TODAY.search(said)
    ):
        sure = False
    if not end and re.match(r"\s?(?:แล้ว|จะ|ว่า|ก็)", beyond):
        sure = False
    return Question("who", about, sure)


_NOTHING_ASKED = re.compile(r"(?:มี|พอมี)?\s?ใคร\s?(?:พอ|พอจะ)?\s?(?:รู้(?:เรื่อง(?:นี้)?)?|เก่ง|ทำเป็น|ทำได้|ถนัด|ช่วยได้|ช่วย|แนะนำ(?:ได้)?|เป็น)?\s?(?:บ้าง|ไหม|ดี|\?|\s)*")
_TODAY = re.compile(r"วันนี้|พรุ่งนี้|เมื่อวาน|บ่ายนี้|เช้านี้|เย็นนี้|คืนนี้|วัน(?:เสาร์|อาทิตย์|ศุกร์|จันทร์)|โมง")
_LIGHT_VERBS = {"วิธีแก้", "วิธี", "ตอบ", 
    "ทำ",
    "แก้",
    "ใช้",
    "จัด",
    "ช่วย",
    "แนะ",
    "แนะนำ",
    "สอน",
    "ดู",
    "ได้",
    "เป็น",
    "เจอ",
    "จัดการ",
    "มี",
    "รู้",
    "เรื่องนี้",
    "นี้",
    "ให้",
}


def _last_clauses(front: str) -> str:
    """What stands before the asking: the matter, or its background; greetings and lead-ins left out."""
    return topic(re.sub(r"\s(?:มี|พอมี|อยากรู้ว่า|ไม่ทราบว่า|ไม่รู้(?:ว่า)?|พอจะมี)$", "", " " + front[-160:]).strip())


def _sought(said: str) -> Question | None:
    m = _SEEK.search(said)
    if m:
        about = topic(said[m.end() :]) or _last_clauses(said[: m.start()])
        return Question("who", about, sure=bool(about) and bool(re.search(_END + "|แนะนำ.*หน่อย", said)))
    m = _ADVICE.search(said)
    if m:
        return Question("who", topic(said[m.start("about") :]), sure=False)
    return None


def _knowledge(said: str) -> Question | None:
    """A question on the matter itself, put to the bot: what is written about it."""
    m = _HAVE.search(said)
    if m:
        return Question("search", topic(said[: m.start()] + " " + m["obj"]), sure=False)
    if _HOW.search(said):
        about = topic(_HOW.sub(" ", said)) or topic(said)
        return Question("search", about, sure=False)
    return None
