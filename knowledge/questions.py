"""Questions as people in offices type them: who knows, and what do we know; and what each is about.

Works on the normalised string, not on words: ใครรู้เรื่องงบประมาณ gives รู้เรื่อง as one word (thai-text.md).
Without a mention a question counts only when its form is plainly one of expertise; errands, lost things, dates,
jokes, private life and talk to one person are left alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from knowledge import background, concepts, smalltalk, thai
from knowledge import question_forms as forms
from knowledge.office_thai import canonical, expansions
from knowledge.silk import again, apart
from knowledge.spoken import plain, topic, with_case

Asks = Literal["who", "search"]


@dataclass(frozen=True)
class Question:
    """A question that was heard. `topic` is its matter without the words of asking, empty when it has none."""

    asks: Asks
    """who: who knows; search: what is written."""
    topic: str
    sure: bool
    """True when it may be answered though nobody spoke to the bot."""


LONGEST = 400
"""Characters: a longer message is a telling, not a question."""


def hear(text: str, *, addressed: bool) -> Question | None:
    """The question in a message, or None. Only a message of up to 400 characters can be one, unless the bot is
    spoken to: then its first 400 are read."""
    if len(text) > LONGEST and not addressed:
        return None
    typed = text[:LONGEST]
    said = plain(typed)
    if not said:
        return None
    silk = apart(said)
    found = _hear(silk, typed, addressed=addressed) if silk != said else None
    return found or _hear(said, typed, addressed=addressed)


def _hear(said: str, typed: str, *, addressed: bool) -> Question | None:
    skill = forms.ABLE.search(said)
    found = _command(said) or _english(said) or _written(said) or _who(said)
    if addressed:
        found = found or _knowledge(said)
    elif (
        found is None
        or not found.sure
        or _TOLD.search(typed)
        or smalltalk.not_for_us(said, typed, plainly=found.asks != "search", skill=skill[0] if skill else "")
    ):
        return None
    return None if found is None else replace(found, topic=with_case(again(found.topic), typed))


_TOLD = re.compile(r"^(?!.*(?:บ้าง|มั่ง|ไหม|มั้ย|ดี|\?)).*นะ\s?(?:ครับ|คับ|คะ|ค่ะ|จ๊ะ|จ้ะ|จ้า)?\W*$", re.S)


def _command(said: str) -> Question | None:
    m = forms.COMMAND.match(said)
    if m and len(said) <= 120:
        about = topic(m["obj"])
        errand = _AN_ERRAND if m["gap"] else _NOT_A_SEARCH
        sure = bool(about) and not errand.search(said) and (bool(m["gap"]) or len(said) <= 45)
        return Question("search", about, sure)
    m = forms.SEEK_NOTES.match(said)
    if m and len(said) <= 120:
        return Question("search", topic(m["obj"]), not _NOT_A_SEARCH.search(said) and not said.startswith("ขอ"))
    return None


_NOT_A_SEARCH = re.compile(
    r"^(?:ช่วย|ขอ|รบกวน)?\s?ค้น(?:พบ|คว้า|หนังสือ|แฟ้ม|ตู้|บ้าน|ของ|กระเป๋า|รถ)|เจอ|ให้หน่อย|ให้ที|ให้ด้วย|"
    r"ในตู้|บนโต๊ะ|ลิ้นชัก|ชั้น(?:ล่าง|บน)|กุญแจ|ไม่ได้|ไม่มี|แล้ว(?:$|\s)|ส่ง(?:ให้|มา|ด้วย|ที่)|"
    r"ภายใน(?=\s?(?:วัน|พรุ่ง|สิ้น|เดือน|สัปดาห์|อาทิตย์|บ่าย|เที่ยง|เย็น|ชั่วโมง|[0-9๐-๙]))|"
    r"เมื่อวาน|^ค้นหา(?:ตัว|ความสุข|ความหมาย|หัวใจ|คำตอบ|รัก|ฝัน)|ชีวิต|ของ(?:ผม|หนู|พี่)หาย"
)

_AN_ERRAND = re.compile(
    r"เจอ|ให้(?:หน่อย|ที|ด้วย)|ในตู้|บนโต๊ะ|ลิ้นชัก|ชั้น(?:ล่าง|บน)|กุญแจ|ส่ง(?:ให้|มาให้|ด้วย)|ของ(?:ผม|หนู|พี่)หาย|"
    r"^ค้น\s(?:กระเป๋า|ตู้|รถ|บ้าน|แฟ้ม(?:บน|ใน|สี|ที่)|ของ)|ภายใน\s?(?:วัน|พรุ่ง|บ่าย|เที่ยง|เย็น|[0-9๐-๙])|แล้ว$"
)
"""The same where ค้น stands apart, as the command is typed: only what plainly sends somebody looking."""


def _english(said: str) -> Question | None:
    m = forms.ENGLISH.search(said)
    if m is None or forms.ENGLISH_ERRAND.search(said):
        return None
    about = re.split(r"[?\n]|\s(?=ถามเผื่อ|ขอบคุณ|thank|ด่วน|ครับ|พี่)", said[m.end() :].strip(" ?"), maxsplit=1)[0]
    about = topic(about) or topic(said[: m.start()])
    return Question("who", about, sure=bool(about))


def _written(said: str) -> Question | None:
    m = forms.KEPT.search(said)
    if m:
        about = topic(said[: m.start()]) or topic(said[m.end() :])
        return Question("search", about, sure=bool(about))
    m = forms.WROTE.search(said)
    if m and (m["kept"] or re.match(r"\s?(?:เกี่ยวกับ|เรื่อง)", m["obj"])):
        about = topic(m["obj"]) or topic(said[: m.start()])
        return Question("search", about, sure=bool(about))
    m = forms.EVER.search(said)
    if m and not forms.DID.search(said):
        return Question("search", topic(m["obj"]) or topic(said[: m.start()]), sure=False)
    return None


def _who(said: str) -> Question | None:
    found = _consult(said) or _skilled(said)
    if found is None or not found.sure:
        found = _able(said) or _on_a_matter(said) or _left_open(said) or found
    return found or _belongs(said) or _sought(said)


def _left_open(said: str) -> Question | None:
    """The matter first, then ใครพอรู้บ้าง; or put to whoever knows; or เคยมีใครทำ…ไหม."""
    if m := forms.TO_THOSE_WHO_KNOW.search(said):
        return Question("who", topic(m["about"]), sure=True)
    if m := forms.DID.search(said):
        return Question("who", topic(m["about"]), sure=not _TODAY.search(said))
    m = forms.KNOWS.search(said)
    about = _last_clauses(said[: m.start()]) if m else ""
    if m is None or not about or _TODAY.search(said):
        return None
    return Question("who", about, sure="เรื่อง" in said[: m.start()] or names_a_matter(about))


def _able(said: str) -> Question | None:
    """Somebody who can do something, whatever it is."""
    m = forms.ABLE.search(said)
    if m is None or _TODAY.search(said):
        return None
    front, core = _last_clauses(said[: m.start()]), topic(m["what"])
    about = " ".join(p for p in (front, "" if core in _LIGHT_VERBS else core) if p)
    return Question("who", about, sure=bool(about))


def _on_a_matter(said: str) -> Question | None:
    """The same where the ending would do for an errand, too: only for what is plainly a matter of work."""
    m = forms.MATTER.search(said)
    what = m["what"] or m["doing"] if m else ""
    if m is None or _TODAY.search(said) or not names_a_matter(what):
        return None
    return Question("who", " ".join(filter(None, (_last_clauses(said[: m.start()]), topic(what)))), sure=True)


def names_a_matter(text: str) -> bool:
    """True when plain text names a matter of the field's work (concepts.toml) or says a word of office Thai."""
    words = thai.words(text)
    return any(n.strong for n in concepts.named_in(words)) or any(
        expansions(form) and not background.everyday(form) and not background.action(form) for form in canonical(words)
    )


def _consult(said: str) -> Question | None:
    if m := forms.LEARN.search(said):
        return Question("who", topic(m["about"]), sure=True)
    m = forms.CONSULT.search(said)
    if m is None:
        return None
    rest = said[m.end() :].strip(" ?.")
    if not m["tail"] and rest and not re.match("เรื่อง|เกี่ยวกับ", rest):
        return None
    if re.search(r"(?:^|ๆ|\s|ไป)(?:หา|ให้)\s?ใคร", m["ask"]) and m["tail"] not in ("ดี", "ช่วย", "สอน", "แนะนำ"):
        return None
    about = topic(m["mid"] or "") or _last_clauses(said[: m.start()]) or topic(rest)
    if m["report"] and not (forms.TASK.search(about) or names_a_matter(about)):
        return None
    return Question("who", about, sure=bool(about))


def _skilled(said: str) -> Question | None:
    if _NOTHING_ASKED.fullmatch(said):
        return Question("who", "", sure=False)
    m = forms.STRONG.search(said)
    if m is None:
        return None
    after = said[m.end() :]
    end = re.search(forms.END, after)
    within = (
        after[: end.start()]
        if end
        else re.split(
            r"\n|\s(?=มาช่วย|ช่วย|ขอ|ด่วน|พอดี|จะ|อยาก|ต้อง|เพราะ|"
            r"เดี๋ยว|มี)",
            after,
            maxsplit=1,
        )[0]
    )
    beyond = after[end.end() :] if end else after[len(within) :]
    if len(within) > 120:
        return None
    kind = m.lastgroup
    if kind == "can":
        able = re.search(r"(?:ได้|เป็น|เก่งๆ?|คล่องๆ?|แม่นๆ?|ไหว|สวยๆ?|ดีๆ?)\s?(?:กัน|แล้ว)?\s?$", within)
        if not able:
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
    if not about and (len(beyond) <= 60 or re.match(r"\s?(?:เรื่อง|เกี่ยวกับ|ด้าน)", beyond)):
        about = topic(beyond)
    sure = bool(about) and (bool(end) or kind in ("skill", "ever", "care", "help"))
    plainly_aid = re.search("พอ|ช่วยเรื่อง|ช่วยได้|ช่วยดูเรื่อง|ตอบ", m.group()) or (end and len(front) >= 8 and "ได้" in within)
    if (kind == "aid" and not plainly_aid) or (kind in ("care", "can", "aid") and _TODAY.search(said)):
        sure = False
    if kind == "care" and not end and not (forms.TASK.search(m.group() + about) or names_a_matter(about)):
        sure = False
    if kind == "skill" and not end and _TODAY.search(said[: m.start()]):
        sure = False
    if not end and re.match(r"\s?(?:แล้ว|จะ|ว่า|ก็)", beyond):
        sure = False
    return Question("who", about, sure)


_NOTHING_ASKED = re.compile(
    r"(?:มี|พอมี)?\s?ใคร\s?(?:พอ|พอจะ)?\s?(?:รู้(?:เรื่อง(?:นี้)?)?|เก่ง|ทำเป็น|ทำได้|"
    r"ถนัด|ช่วยได้|ช่วย|แนะนำ(?:ได้)?|เป็น)?\s?(?:บ้าง|ไหม|ดี|\?|\s)*"
)
_TODAY = re.compile(r"วันนี้|พรุ่งนี้|เมื่อวาน|บ่ายนี้|เช้านี้|เย็นนี้|คืนนี้|วัน(?:เสาร์|อาทิตย์|ศุกร์|จันทร์)|โมง")
_LEAD_IN = 12
"""Characters that a greeting may take before what is asked."""
_LIGHT_VERBS = {
    "วิธีแก้",
    "วิธี",
    "ตอบ",
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


def _belongs(said: str) -> Question | None:
    m = forms.BELONGS.match(said)
    if m is None:
        return None
    return Question("who", topic(m["about"]), sure=bool(forms.TASK.search(m["about"])) and "แฟ้ม" not in said)


def _sought(said: str) -> Question | None:
    m = forms.SEEK.search(said)
    if m:
        about = topic(said[m.end() :]) or _last_clauses(said[: m.start()])
        plainly = m["on"] or re.search(forms.END + "|(?:แนะนำ|ขอ|หา).*หน่อย", said)
        return Question("who", about, sure=bool(about and plainly))
    m = forms.NAMED.search(said)
    if m:
        return Question("who", topic(m["about"]), sure=False)
    m = forms.ADVICE.search(said)
    if m:
        about = topic(said[m.start("about") :])
        # said to all, of work, and not to make an appointment: อยากปรึกษาเรื่องปิดบัญชีค่ะ
        plainly = m.start() <= _LEAD_IN and not _TODAY.search(said) and names_a_matter(about)
        return Question("who", about, sure=plainly)
    return None


def _knowledge(said: str) -> Question | None:
    """A question on the matter itself, put to the bot: what is written about it."""
    m = forms.HAVE.search(said)
    if m:
        return Question("search", topic(said[: m.start()] + " " + m["obj"]), sure=False)
    if forms.HOW.search(said):
        about = topic(forms.HOW.sub(" ", said)) or topic(said)
        return Question("search", about, sure=False)
    return None
