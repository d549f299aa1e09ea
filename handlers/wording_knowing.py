"""What the bot says of the directory: until a question is answered, of one's own card, of gaps and of knowledge at
risk."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from handlers.wording import ASK_FOR_ME, shorten
from knowledge.thai_dates import short_date

# ---------------------------------------------------------------- until it is answered

WHO_HELPED = "ใครช่วยตอบคะ"
SOMEBODY_ELSE = "คนอื่น"
SETTLED = "รับทราบค่ะ"
SETTLED_ALREADY = "เรื่องนี้ได้คำตอบแล้วค่ะ"
ONLY_ASKER = "ปุ่มนี้สำหรับผู้ถามค่ะ"
MISSED = "จดไว้เป็นช่องว่างความรู้แล้วค่ะ"
KEEP_ANSWER = "เก็บคำตอบนี้"
ANSWER_NOT_YOURS = "เก็บได้เฉพาะผู้ถาม ผู้ตอบ หรือคุณอำนวยค่ะ"
ANSWER_IN_GROUP = "ในกลุ่มพิมพ์ตอบได้เลยค่ะ #ตอบ ใช้ในแชตส่วนตัว"
ANSWER_WHAT = "ขอคำตอบค่ะ พิมพ์ต่อท้าย #ตอบ ในข้อความเดียวกัน"
NO_QUESTION_WAITS = "ไม่มีคำถามที่รอคำตอบจากท่านค่ะ"


def ask_label(name: str) -> str:
    """The label of a quick reply: 20 signs at most."""
    return f"{ASK_FOR_ME}: {shorten(name, 11)}"


def asked_in_group(asker: str, topic: str) -> str:
    """`{0}` stands for the mention; braces of the topic would be taken for another."""
    whose = f"{asker}ถามเรื่อง" if asker else "มีผู้ถามเรื่อง"
    said = shorten(topic).replace("{", "(").replace("}", ")")
    return "{0} " + f"{whose} “{said}” ช่วยตอบในกลุ่มได้ไหมคะ"


def asked_privately(asker: str, topic: str) -> str:
    who = asker or "เพื่อนร่วมงาน"
    return f"{who} ฝากถามเรื่อง “{shorten(topic)}” ค่ะ ตอบได้โดยพิมพ์ #ตอบ แล้วตามด้วยคำตอบ"


def will_be_asked(name: str) -> str:
    return f"ฝากถาม{name}ให้แล้วค่ะ {name}จะเห็นเมื่อทักคุณลิขิตในแชตส่วนตัวครั้งถัดไป"


def asked_already(name: str) -> str:
    return f"ถาม{name}เรื่องนี้ให้แล้วค่ะ"


def not_on_line(name: str, position: str, unit: str) -> str:
    where = " · ".join(part for part in (position, unit) if part)
    return f"{name} ยังไม่ได้ใช้ LINE กับคุณลิขิตค่ะ กรุณาติดต่อโดยตรง" + (f" ({where})" if where else "")


def keep_answer(name: str) -> str:
    return f"เก็บคำตอบของ{name}ไว้ในคลังไหมคะ"


def answer_for_you(name: str, topic: str, answer: str) -> str:
    return f"{name} ตอบเรื่อง “{shorten(topic)}”:\n{answer}\nได้คำตอบแล้ว พิมพ์ “ขอบคุณ{name}” ได้ค่ะ"


def answer_passed(asker: str) -> str:
    return f"รับคำตอบไว้แล้วค่ะ {asker or 'ผู้ถาม'}จะเห็นเมื่อทักคุณลิขิตครั้งถัดไป"


def helped(names: Iterable[str], topic: str) -> str:
    return f"บันทึกแล้วค่ะ {' และ'.join(names)} ช่วยตอบเรื่อง “{shorten(topic)}”"


# ---------------------------------------------------------------- one's own card

DECLARE_WHAT = "ถนัดเรื่องอะไรคะ เช่น #ถนัด ปิดบัญชี, e-LAAS"
DECLARE_TOO_LONG = "ขอเป็นคำสั้น ๆ คั่นด้วยจุลภาคค่ะ เช่น #ถนัด ปิดบัญชี, e-LAAS"
DECLARE_OWN_ONLY = "#ถนัด ใช้บอกความถนัดของตนเองค่ะ หากจะบอกแทนเพื่อน ใช้ #รับรอง @ชื่อ เรื่อง"
CARD_TITLE = "บัตรของท่านในทำเนียบผู้รู้"
CARD_IN_PRIVATE = "บัตรของท่านดูและแก้ได้ในแชตส่วนตัวค่ะ เปิดแชตกับคุณลิขิตแล้วพิมพ์ #บัตรของฉัน"
CARD_NONE = "ยังไม่มีบัตรของท่านค่ะ เริ่มด้วย #ถนัด แล้วตามด้วยเรื่องที่ถนัด"
CARD_EMPTY = "ยังไม่ได้บอกไว้"
CARD_GOOD_AT = "ถนัด"
CARD_NOT_GOOD_AT = "ไม่ถนัด"
CARD_ENDORSED = "รับรอง"
CARD_HELPED = "ช่วยตอบ"
CARD_TOLD = "เล่าไว้"
CARD_FIELDS = "ด้าน"
CARD_IS_SHOWN = "เพื่อนร่วมงานเห็นเมื่อถาม “ใครรู้เรื่อง…”"
CARD_IS_SHARED = "เพื่อนร่วมงาน และหน่วยงานในจังหวัดที่แบ่งปันผู้รู้กัน เห็นเมื่อถาม “ใครรู้เรื่อง…”"
CARD_IS_HIDDEN = "ซ่อนอยู่ ไม่มีชื่อท่านในคำตอบ “ใครรู้เรื่อง…”"
CARD_HIDE = "ซ่อนบัตรของฉัน"
CARD_SHOW = "แสดงบัตรของฉัน"
CARD_EDIT = "แก้เรื่องที่ถนัด"
CARD_HIDDEN = "ซ่อนบัตรแล้วค่ะ ต่อไปไม่มีชื่อท่านในคำตอบ “ใครรู้เรื่อง…” เรื่องที่เล่าไว้ยังค้นได้"
CARD_SHOWN = "แสดงบัตรแล้วค่ะ เพื่อนร่วมงานจะเห็นเมื่อถาม “ใครรู้เรื่อง…”"


def declared(name: str, items: Iterable[str], asked: int) -> str:
    """`asked`: how often it had been asked for in vain."""
    line = f"บันทึกแล้วค่ะ {name} ถนัด {' · '.join(items)}"
    return f"{line} (ตรงกับที่มีผู้ถามไว้ {asked} ครั้ง)" if asked else line


def withdrawn(items: Iterable[str]) -> str:
    return f"นำออกจากบัตรแล้วค่ะ: {' · '.join(items)}"


def card_full(most: int) -> str:
    return f"บัตรหนึ่งใบใส่ได้ {most} เรื่องค่ะ นำบางเรื่องออกก่อนด้วย #ไม่ถนัด แล้วตามด้วยเรื่องนั้น"


def card_edit(items: Iterable[str]) -> str:
    now = ", ".join(items)
    return "พิมพ์เรื่องที่ถนัดทั้งหมดใหม่ คั่นด้วยจุลภาคค่ะ" + (f" ตอนนี้: {now}" if now else "")


def card_told(count: int) -> str:
    return f"{count} เรื่อง"


def not_good_at(item: str) -> str:
    return f"ไม่ถนัด {shorten(item, 12)}"


def times(topic: str, count: int) -> str:
    return topic if count == 1 else f"{topic} ({count})"


# ---------------------------------------------------------------- vouching for colleagues

ENDORSE_WHO = "รับรองใครคะ เช่น #รับรอง @ชื่อ ปิดบัญชี"
ENDORSE_WHICH = "มีหลายท่านชื่อนี้ค่ะ กรุณาแท็ก @ชื่อ"
ENDORSE_ONE = "รับรองครั้งละหนึ่งท่านค่ะ เช่น #รับรอง @ชื่อ ปิดบัญชี"
ENDORSE_SELF = "ความถนัดของตนเองบอกด้วย #ถนัด ค่ะ"
ENDORSE_NOT = "รับรองท่านนี้ยังไม่ได้ค่ะ"
ENDORSED_YOU = "มีเพื่อนร่วมงานรับรองความถนัดของท่านค่ะ ดู แก้ หรือซ่อนได้ที่ #บัตรของฉัน"


def endorse_what(name: str) -> str:
    return f"รับรอง{name}เรื่องอะไรคะ เช่น #รับรอง @ชื่อ ปิดบัญชี"


def endorsed(name: str, topics: Iterable[str]) -> str:
    return f"บันทึกคำรับรองแล้วค่ะ {name} ถนัด {' · '.join(topics)}"


# ---------------------------------------------------------------- gaps and risks

KEEPERS_ONLY = "เรื่องนี้สำหรับคุณอำนวยและคณะทำงานจัดการความรู้ค่ะ"
NO_GAPS = "ยังไม่มีช่องว่างความรู้ค่ะ ทุกเรื่องที่ถามมีผู้ตอบได้"
GAPS_TITLE = "ช่องว่างความรู้"
GAPS_HOW = "ใครรู้ เล่าด้วย #เคล็ดลับ หรือบอกด้วย #ถนัด แล้วข้อนั้นจะปิดเอง"
RISKS_TITLE = "ความรู้ที่เสี่ยงหายไป"
RISKS_IN_PRIVATE = "เรื่องนี้ดูได้ในแชตส่วนตัวค่ะ"
NO_RISKS = "ยังไม่พบความรู้ที่อยู่กับคนเดียวหรือผู้ที่จะพ้นจากราชการในปีงบประมาณนี้ค่ะ"
SINGLE_TITLE = "เรื่องที่มีผู้รู้คนเดียว"


def gap_line(number: int, topic: str, count: int, askers: int, last: datetime, *, answered: bool) -> str:
    """`answered`: the question got its answer, that nobody is known."""
    how_often = f"ถาม {count} ครั้ง" + (f" จาก {askers} คน" if askers > 1 else "")
    waits = "" if answered else " · ยังไม่มีผู้ตอบ"
    return f"{number}. {shorten(topic)} ({how_often} ล่าสุด {short_date(last)}{waits})"


def more_gaps(count: int) -> str:
    return f"และอีก {count} เรื่อง"


def gap_close(number: int) -> str:
    return f"ปิดข้อ {number}"


def gap_closed(topic: str) -> str:
    return f"ปิดช่องว่าง “{shorten(topic)}” แล้วค่ะ"


def leaving_title(last_day: date, days: int) -> str:
    return f"พ้นจากราชการ {last_day.day} ก.ย. {last_day.year + 543} (อีก {days} วัน)"


def leaving(name: str, topics: Iterable[str], alone: int, notes: int) -> str:
    named = " · ".join(topics)
    lines = [f"{name}: {named}" if named else name]
    if alone:
        lines.append(f"รู้คนเดียว {alone} เรื่อง")
    lines.append(f"เล่าไว้ {notes} เรื่อง" if notes else "ยังไม่เคยเล่า")
    return " · ".join([lines[0], " ".join(lines[1:])])


def single(name: str, topics: Sequence[str]) -> str:
    return f"{name}: {' · '.join(topics[:4])}" + (f" และอีก {len(topics) - 4} เรื่อง" if len(topics) > 4 else "")


def more_risks(count: int) -> str:
    return f"และอีก {count} คน"


def propose_circle(topic: str) -> str:
    return f"เสนอ: เปิดวงเล่าในกลุ่ม พิมพ์ #วงเล่า {shorten(topic)}"
