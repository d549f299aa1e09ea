"""Every Thai sentence that the bot says, and nothing else: no decisions, no look-ups."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta

from knowledge.experts import Evidence
from knowledge.masking import Secret
from knowledge.notes import Kind
from knowledge.people import Member
from knowledge.reminders import Colour, Reminder
from knowledge.repeats import Repeat
from knowledge.reviewing import LastTime, Review
from knowledge.thai_dates import BANGKOK, MONTHS, WEEKDAYS, full_day, short_date, short_month, weekday_date

KIND: dict[Kind, str] = {
    "story": "เรื่องเล่า",
    "bar": "BAR",
    "dar": "DAR",
    "aar": "AAR",
    "lesson": "บทเรียน",
    "tip": "เคล็ดลับ",
}

# ---------------------------------------------------------------- coming and going

GREETING = (
    "สวัสดีค่ะ คุณลิขิต ผู้ช่วยจดความรู้ของหน่วยงาน พิมพ์ #ช่วยเหลือ เพื่อดูวิธีใช้\n"
    "เก็บเฉพาะข้อความที่ติด #เรื่องเล่า #AAR #BAR #DAR #บทเรียน #เคล็ดลับ หรือที่สั่งให้จด ข้อความอื่นไม่เก็บ\n"
    "เริ่มใช้: พิมพ์ #เชื่อม ตามด้วยรหัสหน่วยงาน · ไม่ต้องการแล้ว: พิมพ์ #ออกจากกลุ่ม"
)
GREETING_PRIVATE = (
    "สวัสดีค่ะ คุณลิขิต ผู้ช่วยจดความรู้ของหน่วยงาน\n"
    "ถามได้ที่นี่ เช่น “ใครรู้เรื่องเบิกค่าเดินทาง” หรือ “ค้น จัดซื้อจัดจ้าง” และเล่าเรื่องด้วย #เรื่องเล่า\n"
    "เก็บเฉพาะเรื่องที่ติดแฮชแท็กหรือสั่งให้จด ลบเรื่องของตนเองได้ทุกเมื่อ"
)
NOT_LINKED = "กลุ่มนี้ยังไม่ได้เชื่อมกับหน่วยงาน จึงยังไม่ได้เก็บหรือค้นเรื่องใดค่ะ พิมพ์ #เชื่อม ตามด้วยรหัสหน่วยงาน (ขอรหัสได้จากผู้ดูแลระบบ)"
NOT_LINKED_PRIVATE = "ยังไม่ทราบว่าท่านอยู่หน่วยงานใดค่ะ พิมพ์ #เชื่อม ตามด้วยรหัสหน่วยงาน หรือพิมพ์ในกลุ่มของหน่วยงานก่อนหนึ่งครั้ง"
ASK_CODE = "ขอรหัสหน่วยงานค่ะ เช่น #เชื่อม ABCD-2345 (ผู้ดูแลระบบออกให้)"
WRONG_CODE = "ไม่พบรหัสนี้ค่ะ ตรวจตัวอักษรแล้วพิมพ์ใหม่ เช่น #เชื่อม ABCD-2345"
LINK_IN_GROUP_FIRST = "รหัสถูกต้องค่ะ แต่ต้องทราบตัวผู้ใช้ก่อน กรุณาพิมพ์จากโทรศัพท์ที่ลงทะเบียน LINE"


def linked(office: str) -> str:
    return (
        f"เชื่อมกลุ่มนี้กับ {office} แล้วค่ะ เล่าเรื่องแรกได้เลย เช่น “#เคล็ดลับ …” หรือถาม “ใครรู้เรื่อง…”\n"
        "ถ้าอยากเก็บเรื่องด้วยการตอบกลับข้อความเพื่อน กดเปิดให้จำข้อความในกลุ่ม (เข้ารหัส ลบเองใน 72 ชั่วโมง)"
    )


def linked_person(office: str) -> str:
    return f"ท่านอยู่ใน {office} แล้วค่ะ ถามหรือเล่าเรื่องได้ที่นี่"


def linked_already(office: str) -> str:
    return f"กลุ่มนี้เชื่อมกับ {office} อยู่แล้วค่ะ"


def linked_elsewhere(office: str) -> str:
    return f"กลุ่มนี้เชื่อมกับ {office} อยู่ค่ะ หากต้องการย้าย ให้ผู้ดูแลระบบย้ายให้"


LEAVE_ASK = "ให้คุณลิขิตออกจากกลุ่มนี้ใช่ไหมคะ เรื่องที่เก็บไว้ยังอยู่ในคลังของหน่วยงาน"
LEAVE_YES = "ใช่ ออกจากกลุ่ม"
LEAVE_NO = "ไม่ออก"
LEAVE_BYE = "ขอบคุณทุกท่านค่ะ เรื่องที่เล่าไว้ยังอยู่ในคลังของหน่วยงาน เชิญกลับเข้ากลุ่มได้ทุกเมื่อ"
LEAVE_STAYS = "อยู่ต่อค่ะ"
LEAVE_NOT_YOU = "การให้ออกจากกลุ่มเป็นของคุณอำนวยหรือผู้ที่เชื่อมกลุ่มค่ะ"
LEAVE_NOT_A_GROUP = "ที่นี่ไม่ใช่กลุ่มค่ะ หากไม่ต้องการใช้แล้ว บล็อกคุณลิขิตใน LINE ได้เลย"
CANCELLED = "ยกเลิกแล้วค่ะ"
STALE = "ปุ่มนี้ใช้ไม่ได้แล้วค่ะ เรื่องอาจถูกลบหรือเปลี่ยนไปแล้ว"

# ---------------------------------------------------------------- help

HELP_TITLE = "วิธีใช้คุณลิขิต"
HELP: tuple[tuple[str, str], ...] = (
    ("เก็บ", "#เรื่องเล่า #AAR #BAR #DAR #บทเรียน #เคล็ดลับ แล้วเล่าต่อได้เลย"),
    ("หาคน", "ใครรู้เรื่อง… / ใครเคยทำ…"),
    ("หาเรื่อง", "ค้น… / เคยมีใครเขียนเรื่อง…ไหม"),
    ("เตือน", "#เตือน งาน วันไหน @ชื่อ · #เตือน เฉย ๆ ดูรายการ"),
    ("สรุป", "#สรุป ดูสัปดาห์นี้ · #เงียบ 7 วัน · #เบาลง"),
    ("ทำเนียบ", "#ถนัด เรื่อง · #รับรอง @ชื่อ เรื่อง · #บัตรของฉัน · #ช่องว่างความรู้"),
    ("แก้ไข", "แก้หรือยกเลิกข้อความใน LINE เรื่องที่เก็บจะเปลี่ยนตาม"),
    ("ข้อมูลของท่าน", "#ข้อมูลของฉัน · #ลืมฉัน · #ไม่บันทึกฉัน"),
    ("อื่น ๆ", "#เชื่อม รหัส · #ออกจากกลุ่ม · ยกเลิก"),
)
HELP_EXAMPLES: tuple[str, ...] = ("ใครรู้เรื่องจัดซื้อจัดจ้าง", "ค้น เบิกจ่าย")
HELLO = "สวัสดีค่ะ ถามได้เลย เช่น “ใครรู้เรื่อง…” หรือ “ค้น …” ดูวิธีใช้ที่ #ช่วยเหลือ"
UNCLEAR = "ขออภัยค่ะ ยังไม่เข้าใจ ลองพิมพ์ “ใครรู้เรื่อง…” หรือ “ค้น …” หรือดูวิธีใช้ที่ #ช่วยเหลือ"
DECLINE = "เรื่องส่วนตัวของบุคคลตอบให้ไม่ได้ค่ะ ถามเรื่องงานได้ เช่น “ใครรู้เรื่อง…”"
YOU_ARE_WELCOME = "ยินดีค่ะ"
HELP_LABEL = "วิธีใช้"

# ---------------------------------------------------------------- keeping


def kept(kind: Kind, teller: str, category: str | None) -> str:
    what = _named(kind)
    whose = f"ของ{teller}" if teller else ""
    filed = f" · หมวด {category}" if category else " · ยังไม่แน่ใจหมวด เลือกให้ได้ที่ปุ่ม"
    return f"เก็บ{what}{whose}แล้วค่ะ{filed}"


CHANGE_CATEGORY = "เปลี่ยนหมวด"
OTHER_CATEGORIES = "หมวดอื่น"
NO_CATEGORY = "ไม่เข้าหมวดใด"
WHY = "ทำไมหมวดนี้"
DELETE = "ลบเรื่องนี้"
READ_ALL = "อ่านทั้งเรื่อง"
MORE_NOTES = "ดูเรื่องอื่นอีก"
CHOOSE_CATEGORY = "เลือกหมวดค่ะ"
WHICH_NOTE = "เรื่องไหนคะ กดตอบกลับที่ข้อความของเรื่องนั้น แล้วพิมพ์ ลบ แก้เป็น… รวมเรื่อง หรือ เปลี่ยนหมวด"
NOT_YOURS = "เปลี่ยนหรือลบได้เฉพาะผู้เล่าหรือคุณอำนวยค่ะ"
DELETED = "ลบเรื่องนี้แล้วค่ะ"
DELETE_ASK = "ลบเรื่องนี้ออกจากคลังใช่ไหมคะ ลบแล้วเรียกคืนไม่ได้"
DELETE_YES = "ใช่ ลบเลย"
DELETE_NO = "ไม่ลบ"
NOTHING_TOLD = "ยังไม่มีเนื้อเรื่องค่ะ พิมพ์เรื่องต่อท้ายแฮชแท็กในข้อความเดียวกัน"
REWRITE = "แก้เรื่อง"
REWRITE_ASK = "พิมพ์เรื่องใหม่ทั้งเรื่องได้เลยค่ะ ของเดิมจะถูกแทนที่ (ไม่แก้แล้ว พิมพ์ ยกเลิก)"
REWRITE_NOT_YOURS = "ถ้อยคำแก้ได้เฉพาะผู้เล่าค่ะ"
REWRITE_REVIEW = "เรื่องนี้มาจากคำตอบของหลายข้อความค่ะ แก้ข้อความคำตอบใน LINE ได้เลย เรื่องที่เก็บจะเปลี่ยนตาม"
MERGE_WHICH = "รวมกับเรื่องไหนคะ"
MERGE_NONE = "ไม่มีเรื่องอื่นของผู้เล่าท่านนี้ในกลุ่มให้รวมค่ะ"
MERGE_NO = "ไม่รวม"
MERGED = "รวมเป็นเรื่องเดียวแล้วค่ะ"
NO_EVIDENCE = "หมวดนี้มีผู้เลือกเองค่ะ"
NO_EVIDENCE_WORDS = "ยังไม่พบคำที่บอกหมวดได้ชัดค่ะ"


def rewritten(text: str) -> str:
    return f"แก้แล้วค่ะ: “{shorten(text, 40)}”"


def moved(category: str) -> str:
    return f"ย้ายไปหมวด {category} แล้วค่ะ"


def moved_out() -> str:
    return "นำออกจากทุกหมวดแล้วค่ะ"


def why(category: str, words: Iterable[str]) -> str:
    return f"หมวด {category} เพราะพบคำว่า " + " ".join(f"“{word}”" for word in words)


# ---------------------------------------------------------------- one's own data
def _named(kind: Kind) -> str:
    """As it stands within a Thai sentence: Latin letters with spaces around."""
    return KIND[kind] if kind in ("story", "lesson", "tip") else f" {KIND[kind]} "


def kept_mark(category: str | None) -> str:
    """For who has seen enough of the lines above, and where the office wants no more than a mark."""
    return f"✓ {category}" if category else "✓ ยังไม่แน่ใจหมวด"


def kept_already(kind: Kind, teller: str) -> str:
    whose = f"ของ{teller}" if teller else ""
    return f"เก็บไว้แล้วค่ะ ({_named(kind)}{whose})".replace("( ", "(").replace(" )", ")")


KEPT_SHORT = "เก็บแล้วค่ะ"

# ---------------------------------------------------------------- keeping by quoting

QUOTE_PRIVATE = "ในแชตส่วนตัวตอบกลับเพื่อเก็บไม่ได้ค่ะ พิมพ์เรื่องต่อท้ายแฮชแท็กในข้อความเดียวกันได้เลย"
QUOTE_UNKNOWN = (
    "ไม่เห็นเนื้อความของข้อความที่ตอบกลับค่ะ อาจส่งก่อนเปิดให้จำ เกิน 72 ชั่วโมง หรือเจ้าของไม่ให้บันทึก "
    "ให้เจ้าของเรื่องเล่าใหม่ด้วย #เรื่องเล่า ได้เลย"
)
QUOTE_NOT_REMEMBERED = (
    "กลุ่มนี้ยังไม่ได้เปิดให้จำข้อความ จึงไม่เห็นเนื้อความที่ตอบกลับค่ะ ให้เจ้าของเรื่องเล่าด้วย #เรื่องเล่า ได้เลย "
    "หรือให้คุณอำนวยกดเปิดไว้ใช้ครั้งต่อไป"
)
QUOTE_PICTURE = "รูปหรือไฟล์เก็บคู่กับเรื่องที่เล่าค่ะ ตอบกลับรูปนั้นแล้วเล่าต่อท้าย #เรื่องเล่า"
REMEMBER_ON_LABEL = "เปิดให้จำ 72 ชม."
REMEMBER_OFF_LABEL = "ปิดการจำ"
REMEMBER_IN_GROUP = "คำสั่งนี้ใช้ในกลุ่มค่ะ ในแชตส่วนตัวไม่มีการจำข้อความทั่วไป"
REMEMBER_NOT_YOU = "การเปิดหรือปิดการจำข้อความเป็นของคุณอำนวยหรือผู้ที่เชื่อมกลุ่มค่ะ"
REMEMBERS_NOW = (
    "เปิดแล้วค่ะ จำข้อความในกลุ่มแบบเข้ารหัส 72 ชั่วโมงแล้วลบเอง ตอบกลับข้อความใดด้วย #บันทึก "
    "เรื่องนั้นจะเก็บในชื่อเจ้าของข้อความ ปิดได้ทุกเมื่อ พิมพ์ #จำข้อความ ปิด"
)
REMEMBERS_NO_MORE = "ปิดและลบข้อความที่จำไว้ทั้งหมดแล้วค่ะ"
REMEMBERS_ON = "กลุ่มนี้เปิดให้จำข้อความ 72 ชั่วโมง (เข้ารหัส) เพื่อเก็บด้วยการตอบกลับค่ะ"
REMEMBERS_OFF = "กลุ่มนี้ไม่ได้เปิดให้จำข้อความค่ะ หากเปิด จะตอบกลับข้อความใดด้วย #บันทึก เพื่อเก็บเรื่องของเพื่อนได้ (เข้ารหัส ลบเองใน 72 ชั่วโมง)"


def remembers(on: bool) -> str:
    return REMEMBERS_ON if on else REMEMBERS_OFF


def kept_for_you(kind: Kind, keeper: str) -> str:
    """For the author of what somebody else wanted kept."""
    who = keeper or "เพื่อนร่วมงาน"
    return f"{who}เก็บข้อความของท่านในกลุ่มเป็น{_named(kind)}ในชื่อท่านค่ะ ไม่ต้องการ ตอบกลับข้อความนั้นในกลุ่มว่า @คุณลิขิต ลบ"


# ---------------------------------------------------------------- suggesting

KEEP_LABEL = "เก็บไว้"
SUGGESTION_OVER = "ข้อความนั้นไม่ได้จำไว้แล้วค่ะ เล่าใหม่ด้วย #เรื่องเล่า ได้เลย"
SUGGESTION_NOT_YOURS = "เก็บได้เฉพาะผู้เล่าหรือคุณอำนวยค่ะ"


def suggested(kind: Kind) -> str:
    return f"{_named(kind)}นี้น่าเก็บไว้ในคลังค่ะ กดปุ่มเพื่อเก็บ".strip()


# ---------------------------------------------------------------- story circles

CIRCLE_IN_GROUP = "วงเล่าเปิดในกลุ่มค่ะ พิมพ์ #วงเล่า ตามด้วยหัวข้อในกลุ่มของหน่วยงาน"
CIRCLE_TOPIC = "วงเล่าเรื่องอะไรคะ พิมพ์หัวข้อต่อท้าย เช่น #วงเล่า ทวงหนี้อย่างไรให้ได้คืน"
CIRCLE_TOPIC_LONG = "หัวข้อยาวเกินไปค่ะ ขอไม่เกิน 80 ตัวอักษร"
CIRCLE_NOT_NOW = "มีเรื่องที่ถามตอบกับทั้งกลุ่มค้างอยู่ค่ะ จบเรื่องนั้นหรือพิมพ์ ยกเลิก ก่อน แล้วเปิดวงเล่าอีกครั้ง"
NO_CIRCLE = "ไม่มีวงเล่าที่เปิดอยู่ค่ะ เปิดได้ด้วย #วงเล่า ตามด้วยหัวข้อ"
CIRCLE_TELLERS = "ผู้เล่า"
CIRCLE_STORIES = "ได้"
CIRCLE_CORE = "แก่นความรู้ที่เสนอ"
CIRCLE_HOW = "ขุมความรู้ให้ผู้เล่ารับ แก้คำ หรือตัดออก"
CIRCLE_HOW_CORE = f"{CIRCLE_HOW} แก่นความรู้ให้คุณอำนวยยืนยัน"
CORE_REVIEW = "ตรวจแก่นความรู้"
SOMEBODY = "ผู้เล่าท่านหนึ่ง"
POINT: dict[str, str] = {
    "technique": "เทคนิค",
    "caution": "ข้อควรระวัง",
    "success": "ปัจจัยสำเร็จ",
    "problem": "ปัญหา",
    "solution": "วิธีแก้",
    "core": "แก่นความรู้",
}
POINTS_TAKE_ALL = "รับทั้งหมด"
POINTS_REVIEW = "ตรวจทีละข้อ"
POINT_TAKE = "รับ"
POINT_REWORD = "แก้คำ"
POINT_STRIKE = "ตัดออก"
POINT_WORDS = "พิมพ์ข้อนี้ตามถ้อยคำของท่านได้เลยค่ะ (ไม่แก้แล้ว พิมพ์ ยกเลิก)"
POINT_TOO_LONG = "ยาวเกินไปค่ะ ขอไม่เกิน 400 ตัวอักษร"
POINTS_NOT_YOURS = "รับหรือแก้ได้เฉพาะผู้เล่าหรือคุณอำนวยค่ะ"
CORE_NOT_YOURS = "แก่นความรู้ยืนยันได้เฉพาะผู้เปิดวงหรือคุณอำนวยค่ะ"


def circle_opened(topic: str) -> str:
    return f"เปิดวงเล่า “{topic}” แล้วค่ะ เชิญเล่าทีละท่าน ทุกเรื่องในวงเก็บพร้อมชื่อผู้เล่า ครบแล้วพิมพ์ #จบวงเล่า"


def circle_open_already(topic: str) -> str:
    return f"วงเล่า “{topic}” ยังเปิดอยู่ค่ะ จบก่อนด้วย #จบวงเล่า" if topic else "มีวงเล่าเปิดอยู่แล้วค่ะ จบก่อนด้วย #จบวงเล่า"


def circle_title(topic: str) -> str:
    return f"วงเล่า: {topic}" if topic else "วงเล่า"


def circle_empty(topic: str) -> str:
    return f"จบวงเล่า{f' “{topic}”' if topic else ''} แล้วค่ะ ไม่มีเรื่องเล่า จึงไม่ได้เก็บ"


def circle_tellers(told: Iterable[tuple[str, int]]) -> str:
    return ", ".join(name if count == 1 else f"{name} ({count} เรื่อง)" for name, count in told)


def circle_counts(stories: int, nuggets: int) -> str:
    return f"{stories} เรื่อง · ขุมความรู้ {nuggets} ข้อ" if nuggets else f"{stories} เรื่อง"


def story_of(teller: str) -> str:
    return f"ขุมความรู้จาก{teller}"


def review_of(teller: str) -> str:
    return f"ตรวจของ{shorten(teller, 30)}"


def point_asked(at: int, of: int, kind: str, text: str) -> str:
    return f"({at}/{of}) {POINT[kind]}: “{text}”"


def points_done(taken: int, struck: int) -> str:
    return f"ครบแล้วค่ะ รับ {taken} ข้อ" + (f" ตัดออก {struck} ข้อ" if struck else "")



CONSENT = (
    "คลังเก็บชื่อใน LINE และเรื่องที่ท่านติดแฮชแท็กหรือสั่งให้จด ทุกกลุ่มของหน่วยงานค้นได้ "
    "ดูหรือขอลบได้ที่ #ข้อมูลของฉัน ในแชตส่วนตัว"
)
MY_DATA_WORD = "#ข้อมูลของฉัน"
FORGET_ME_WORD = "#ลืมฉัน"
OPT_OUT_WORD = "#ไม่บันทึกฉัน"
ASK_IN_PRIVATE = "ข้อมูลของท่านดูได้ในแชตส่วนตัวค่ะ เปิดแชตกับคุณลิขิตแล้วพิมพ์ #ข้อมูลของฉัน"
NO_USER_ID = "LINE ไม่ได้แจ้งรหัสผู้ใช้ของท่านค่ะ กรุณาพิมพ์จากโทรศัพท์ที่ลงทะเบียน LINE"
NOTHING_OF_YOU = "คลังไม่มีข้อมูลที่ผูกกับ LINE ของท่านค่ะ"
MY_DATA_TITLE = "ข้อมูลของท่านที่เก็บไว้"
OFFICE_LABEL = "หน่วยงาน"
MY_DATA_FILE = "เปิดแฟ้มข้อมูลทั้งหมด"
MY_DATA_LIFE = "ลิงก์ใช้ได้ 15 นาที ผู้ที่ได้ลิงก์เปิดอ่านได้ จึงไม่ควรส่งต่อ"
MY_DATA_READ = "อ่านทั้งหมดที่นี่"
NEXT_PAGE = "หน้าถัดไป"
FORGET_ASK = "ลบข้อมูลของท่านทั้งหมดใช่ไหมคะ ทั้งเรื่องที่เล่า รหัสและชื่อ LINE และความเชี่ยวชาญ ลบแล้วเรียกคืนไม่ได้"
FORGET_YES = "ใช่ ลบทั้งหมด"
FORGET_NO = "ไม่ลบ"
OPTED_OUT = (
    "ตั้งแต่นี้ไม่บันทึก ไม่อ้างถึง และไม่นับข้อความของท่านค่ะ แฮชแท็กของท่านในกลุ่มจะไม่มีการตอบรับ เปลี่ยนใจเมื่อใด พิมพ์ #บันทึกฉัน"
)
OPT_OUT_DELETE = "ลบเรื่องเดิมด้วย"
OPT_OUT_KEEP = "เก็บไว้ไม่มีชื่อ"
NOTES_NAMELESS = "เก็บเรื่องเดิมไว้โดยไม่มีชื่อท่านแล้วค่ะ"
OPTED_OUT_DATA = (
    "ท่านขอไม่ให้บันทึกไว้ค่ะ คลังไม่มีรหัสหรือชื่อ LINE ของท่าน "
    "จำไว้เพียงเครื่องหมายที่ย้อนหาตัวไม่ได้เพื่อไม่ให้บันทึกอีก เปลี่ยนใจเมื่อใด พิมพ์ #บันทึกฉัน"
)
OPTED_OUT_REMINDER = "ท่านขอไม่ให้บันทึกไว้ จึงไม่ได้เก็บเรื่องนี้ค่ะ หากต้องการให้เก็บ พิมพ์ #บันทึกฉัน แล้วเล่าใหม่"
OPTED_OUT_CLOSED = "ท่านขอไม่ให้บันทึกไว้ จึงยังใช้คำสั่งนี้ไม่ได้ค่ะ ถามและค้นได้ตามปกติ หากต้องการใช้ พิมพ์ #บันทึกฉัน ก่อน"
OPTED_IN = "ตั้งแต่นี้บันทึกเรื่องที่ท่านติดแฮชแท็กหรือสั่งให้จดได้แล้วค่ะ"
NOT_OPTED_OUT = "ท่านไม่ได้ขอให้งดบันทึกไว้ค่ะ เล่าได้ตามปกติ"
SECRET: dict[Secret, str] = {
    "citizen_id": "เลขบัตรประชาชน",
    "phone": "เบอร์โทร",
    "bank_account": "เลขบัญชี",
    "health": "ข้อมูลสุขภาพ",
}


def told_in_all(count: int, kinds: Iterable[tuple[str, int]]) -> str:
    if not count:
        return "ยังไม่มีเรื่องที่เล่าไว้ค่ะ"
    return f"เรื่องที่เล่าไว้ {count} เรื่อง: " + " · ".join(f"{kind} {n}" for kind, n in kinds)


def entries_kept(labels: Iterable[str]) -> str:
    return "เก็บ: " + ", ".join(labels)


def more_pages(number: int, pages: int) -> str:
    return f"หน้า {number} จาก {pages} อ่านต่อ พิมพ์ #ข้อมูลของฉัน {number + 1}"


def no_such_page(pages: int) -> str:
    return f"ข้อมูลของท่านมี {pages} หน้าค่ะ พิมพ์ #ข้อมูลของฉัน 1"


def forgotten(notes: int, *, roster: bool) -> str:
    line = f"ลบข้อมูลของท่านแล้วค่ะ เรื่องที่เล่า {notes} เรื่อง รหัสและชื่อ LINE และสิ่งที่ท่านแจ้งไว้"
    return line + (" ชื่อและตำแหน่งในทะเบียนเป็นของหน่วยงาน ขอลบได้ที่ผู้ดูแลระบบ" if roster else "")


def notes_before(count: int) -> str:
    return f"เรื่องเดิม {count} เรื่อง นำชื่อท่านออกแล้ว ต้องการลบด้วยไหมคะ"


def notes_deleted(count: int) -> str:
    return f"ลบเรื่องเดิม {count} เรื่องแล้วค่ะ"


def masked(found: Iterable[Secret]) -> str:
    return f"ปิด{' '.join(SECRET[each] for each in found)}ไว้แล้ว"


def masked_privately(found: Iterable[Secret]) -> str:
    return f"เรื่องที่ท่านเล่าในกลุ่มมี{' และ'.join(SECRET[each] for each in found)} จึงปิดไว้ก่อนเก็บแล้วค่ะ"


# ---------------------------------------------------------------- reviews

REVIEW_NEXT, REVIEW_SKIP, REVIEW_BACK, REVIEW_PAUSE, REVIEW_FINISH = "ต่อไป", "ข้าม", "ย้อนกลับ", "พักไว้", "จบ"
REVIEW_MOVES = (REVIEW_NEXT, REVIEW_SKIP, REVIEW_BACK, REVIEW_PAUSE, REVIEW_FINISH)
REVIEW_QUESTION: dict[str, str] = {
    "goal": "งานนี้ต้องการให้เกิดอะไรคะ",
    "who": "ใครทำอะไรบ้างคะ",
    "risks": "มีอะไรน่ากังวล และจะรับมืออย่างไรคะ",
    "learned": "ครั้งก่อนได้บทเรียนอะไรที่จะใช้ครั้งนี้คะ",
    "where": "ตอนนี้ถึงไหนแล้วเมื่อเทียบกับแผนคะ",
    "obstacles": "มีอะไรติดขัดอยู่บ้างคะ",
    "change": "จะปรับอะไรตั้งแต่ตอนนี้คะ",
    "expected": "ก่อนทำ คาดหวังอะไรไว้คะ",
    "actual": "เกิดขึ้นจริงอย่างไรคะ อะไรดีกว่าที่คิด อะไรยังไม่ถึง",
    "why": "เป็นเช่นนั้นเพราะอะไรคะ",
    "next": "ครั้งหน้าจะทำอะไร ใครทำ เมื่อไรคะ",
}
REVIEW_HOW = "ตอบได้ทุกท่าน ครบแล้วพิมพ์ “ต่อไป”"
REVIEW_CONSENT = "คำตอบเก็บพร้อมชื่อผู้ตอบ ดูหรือขอลบได้ที่ #ข้อมูลของฉัน ในแชตส่วนตัว"
REVIEW_START_NEW = "เริ่มงานใหม่"
REVIEW_PARTS = "ดูเป็นส่วน ๆ"
REVIEW_RISKS = "เทียบข้อกังวล"
REVIEW_DROP_YES = "ไม่เก็บ"
REVIEW_KEEP = "เก็บข้อความนี้เลย"
REVIEW_KEEP_OVER = "ข้อความนั้นไม่ได้จำไว้แล้วค่ะ พิมพ์ใหม่พร้อมแฮชแท็กได้เลย"
REVIEW_KEEP_NOT_YOURS = "เก็บได้เฉพาะผู้เรียกทบทวนค่ะ"
REVIEW_DROPPED = "ยกเลิกการทบทวนแล้วค่ะ ไม่ได้เก็บไว้"
REVIEW_DROP_NOT_YOURS = "ยกเลิกโดยไม่เก็บได้เฉพาะผู้เรียกทบทวนหรือคุณอำนวยค่ะ พักไว้หรือจบได้ทุกท่าน"
NOTHING_ANSWERED = "จบแล้วค่ะ ยังไม่มีคำตอบ จึงไม่ได้เก็บ"
LAST_ANSWERED = "รับไว้แล้วค่ะ ครบทุกข้อแล้ว เพิ่มเติมได้ หรือพิมพ์ “จบ”"
WHICH_PAUSED = "พักไว้หลายงานค่ะ จะทำงานไหนต่อคะ"
STRUCK = "นำออกจากคำตอบแล้วค่ะ"
NO_PARTS = "เรื่องนี้เล่าต่อเนื่องกัน แยกเป็นส่วนไม่ได้ค่ะ กด อ่านทั้งเรื่อง ได้เลย"
RISKS_TITLE = "ที่กังวลไว้ใน BAR เกิดขึ้นจริงไหมคะ"
RISK_LABEL = "ที่กังวลไว้"
CATEGORY_LABEL = "หมวด"
NEXT_TIME = "ครั้งหน้า"
REVIEW_LABEL: dict[str, str] = {
    "goal": "เป้าหมาย",
    "who": "ใครทำอะไร",
    "risks": "ข้อกังวล",
    "learned": "บทเรียน",
    "where": "เทียบแผน",
    "obstacles": "ติดขัด",
    "change": "จะปรับ",
    "expected": "คาดหวัง",
    "actual": "เกิดจริง",
    "why": "เพราะอะไร",
    "next": "ครั้งหน้า",
}
"""Short, as a card has them."""
PART_EXPECTED = "คาดหวัง"
PART_ACTUAL = "เกิดขึ้นจริง"
PART_WENT_WELL = "ที่ทำได้ดี"
PART_TO_IMPROVE = "ที่ควรปรับ"
PART_NEXT = "ครั้งหน้า"


def review_title(kind: Kind, job: str) -> str:
    return f"{KIND[kind]} {job}".strip()


def review_question(review: Review) -> str:
    """One line; the first names the job and says how to go on."""
    asked = f"({review.at + 1}/{len(review.questions)}) {REVIEW_QUESTION[review.question.id]}"
    if review.at == 0:
        return f"{review_title(review.kind, review.job)} {asked}\n{REVIEW_HOW}"
    return asked


def review_keep(review: Review) -> str:
    """The label of the button that goes on with this review: 20 signs at most."""
    return f"ต่อ {shorten(review.job or KIND[review.kind], 14)}"


def which_review(stands: Review, new: Review, now: datetime) -> str:
    how = "เปิดอยู่" if stands.open_at(now) else "พักไว้"
    where = f"(ข้อ {stands.at + 1}/{len(stands.questions)})"
    title = review_title(stands.kind, stands.job)
    return f"{title} {how} {where} จะทำงานนี้ต่อ หรือเริ่ม {review_title(new.kind, new.job)} คะ"


def ask_job(kind: Kind) -> str:
    return f"{KIND[kind]} ของงานอะไรคะ พิมพ์ชื่องานสั้น ๆ เช่น “ประชุมประชาคมหมู่บ้าน”"


def no_review_open(kind: Kind) -> str:
    return f"ไม่มี {KIND[kind]} ที่เปิดหรือพักไว้ค่ะ เริ่มใหม่ได้ด้วย #{KIND[kind]} ตามด้วยชื่องาน"


def paused(review: Review) -> str:
    return f"พัก {review_title(review.kind, review.job)} ไว้แล้วค่ะ ทำต่อเมื่อใด พิมพ์ #{KIND[review.kind]} ต่อ"


def paused_by_itself(review: Review, *, keeps: bool = False) -> str:
    """Said to its opener alone, some time later. `keeps`: the words that called for it can be kept as a telling."""
    title, at = review_title(review.kind, review.job), f"{review.at + 1}/{len(review.questions)}"
    where = "ในกลุ่ม " if review.group_id else ""
    how = f"ทำต่อได้{where}พิมพ์ #{KIND[review.kind]} ต่อ ภายใน 30 วัน"
    keep = f" หรือเก็บเฉพาะข้อความแรก กด “{REVIEW_KEEP}”" if keeps else ""
    return f"{title} ไม่มีผู้ตอบครึ่งชั่วโมงแล้ว จึงพักไว้ที่ข้อ {at} ค่ะ {how}{keep}"


def review_keep_offer(ended: str) -> str:
    """Under what is said when a review ends without an answer; the words that called for it can still be kept."""
    return f"{ended}\nหากจะเก็บข้อความแรกไว้ กด “{REVIEW_KEEP}” ได้ภายในหนึ่งชั่วโมง"


def review_answered(count: int) -> str:
    """The words that called for a review were to be kept alone, but somebody has answered."""
    return f"มีคำตอบแล้ว {count} ข้อความค่ะ พิมพ์ “{REVIEW_FINISH}” เพื่อเก็บรวมกัน"


def said_so_far(names: Iterable[str], count: int) -> str:
    named = ", ".join(names)
    return f"ตอบแล้ว {count} ข้อความ" + (f" ({named})" if named else "")


def review_drop_ask(review: Review) -> str:
    return f"มีคำตอบแล้ว {len(review.answers)} ข้อความ ยกเลิกโดยไม่เก็บใช่ไหมคะ"


def more_answers(count: int) -> str:
    return f"และอีก {count} คำตอบ"


def promises(told: Sequence[tuple[str, str]]) -> str:
    """How many commitments were kept, and of those that say so who and when."""
    named = ", ".join(" ".join(part for part in (who, when) if part) for who, when in told if who or when)
    return f"จดไว้ทำต่อ {len(told)} เรื่อง" + (f": {named}" if named else "")


def review_by(names: Iterable[str], at: datetime) -> str:
    named = list(names)
    return " · ".join(part for part in (f"ผู้ตอบ {', '.join(named)}" if named else "", short_date(at)) if part)


def last_times(found: Iterable[LastTime]) -> str:
    """ครั้งก่อนบอกว่า…: one line for each earlier review."""
    lines = ["ครั้งก่อนบอกว่า"]
    for last in found:
        said = [f"ครั้งหน้า {shorten(last.next, 110)}"] if last.next else []
        said += [f"ที่ควรปรับ {shorten(last.to_improve, 90)}"] if last.to_improve else []
        lines.append(f"• {told_by(shorten(last.teller, 30), last.at)}: {' · '.join(said)}")
    return "\n".join(lines)


def plan_of(at: datetime) -> str:
    return f"ต่อจาก BAR เมื่อ {short_date(at)}"


def outcome(risk: str, came: bool | None) -> str:
    return risk if came is None else f"{risk}: {'เกิดขึ้นจริง' if came else 'ไม่เกิด'}"


def came_label(number: int, came: bool) -> str:
    return f"ข้อ {number} {'เกิดขึ้นจริง' if came else 'ไม่เกิด'}"


# ---------------------------------------------------------------- talking unasked

HUSH_NOT_A_GROUP = "ใช้ในกลุ่มค่ะ ในแชตนี้ไม่มีข้อความที่ส่งเองอยู่แล้ว"
HUSH_HOW_LONG = "ให้เงียบนานเท่าใดคะ เช่น #เงียบ 7 วัน หรือ #เงียบ 2 สัปดาห์"
FEWER = "รับทราบค่ะ จะพูดเองไม่เกินวันละหนึ่งข้อความ และไม่ชวนเก็บเรื่อง หากให้เหมือนเดิม พิมพ์ #พูดได้"


def no_quota(at: datetime) -> str:
    return (
        f"โควตาข้อความของเดือน {short_month(at)} ใกล้หมด สรุปหรือคำเตือนบางเรื่องจึงรอส่งพร้อมคำตอบเมื่อมีผู้พิมพ์ในกลุ่มค่ะ "
        "ไม่มีเรื่องใดหาย พิมพ์ #สรุป ในกลุ่มเพื่อดูได้ทันที"
    )


def hushed(until: datetime, *, hours: bool) -> str:
    """`hours`: shorter than a day, so the time of day matters."""
    when = short_date(until) + (f" {until.astimezone(BANGKOK):%H:%M} น." if hours else "")
    return f"รับทราบค่ะ จะไม่พูดเองจนถึง {when} ถามได้ตามปกติ หากให้พูดก่อนนั้น พิมพ์ #พูดได้"


def as_before(a_day: int) -> str:
    return f"รับทราบค่ะ พูดเองได้ไม่เกินวันละ {a_day} ข้อความตามข้อตกลงของหน่วยงาน"


# ---------------------------------------------------------------- the weekly digest

DIGEST_TITLE = "สรุปความรู้ประจำสัปดาห์"
DIGEST_WORTH = "เรื่องน่าอ่าน"
DIGEST_PRESS = "แตะข้อความเพื่ออ่านทั้งเรื่อง"
DIGEST_POINTS = "ขุมความรู้ใหม่"
DIGEST_GAPS = "คำถามที่ยังรอผู้รู้"
DIGEST_TOGETHER = "ช่วยเหลือกัน"
DIGEST_DUE = "ครบกำหนดใน 7 วัน"
DIGEST_AWARD = "เล่ามากที่สุดในสัปดาห์"
DIGEST_CORE = "แก่นความรู้"
DIGEST_NO_CATEGORY = "ยังไม่เข้าหมวด"
DIGEST_GAPS_HOW = "ท่านใดเคยทำ เล่าไว้ด้วย #เคล็ดลับ ได้เลยค่ะ"
DIGEST_QUIET_WEEK = "สัปดาห์นี้ยังไม่มีเรื่องใหม่ค่ะ เล่าเรื่องแรกได้ด้วย #เคล็ดลับ"
DIGEST_NOT_A_GROUP = "สรุปเป็นของกลุ่มค่ะ พิมพ์ #สรุป ในกลุ่มของหน่วยงาน"
DIGEST_LESS = "ให้ส่งน้อยลง พิมพ์ #เบาลง หรือ #เงียบ"
THIS_WEEK = "สัปดาห์นี้"


def digest_days(since: datetime, until: datetime) -> str:
    """The days that a digest tells of; one that ends in the morning ends with the day before."""
    first, last = since.astimezone(BANGKOK), (until - timedelta(hours=12)).astimezone(BANGKOK)
    if first.date() >= last.date():
        return short_date(until)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{short_date(last)}"
    return f"{short_date(first)} – {short_date(last)}"


def digest_told(stories: int, tellers: int) -> str:
    if not stories:
        return "สัปดาห์นี้ยังไม่มีเรื่องเล่าใหม่"
    return f"เล่า {stories} เรื่อง" + (f" จาก {tellers} ท่าน ขอบคุณทุกท่านค่ะ" if tellers > 1 else "")


def digest_trend(weeks: int) -> str:
    return f"จำนวนเรื่องของหน่วยงาน {weeks} สัปดาห์"


def weeks_ago(weeks: int) -> str:
    return f"{weeks - 1} สัปดาห์ก่อน"


def digest_gap(topic: str, askers: int) -> str:
    return f"“{shorten(topic, 70)}”" + (f" · {askers} ท่านถาม" if askers > 1 else "")


def digest_helped(helper: str, askers: Iterable[str], topics: Iterable[str]) -> str:
    named = [name for name in askers if name]
    whom = ", ".join(named[:3]) or "เพื่อนร่วมงาน"
    what = list(topics)
    about = f" เรื่อง {shorten(what[0], 40)}" if what else ""
    more = f" และอีก {len(what) - 1} เรื่อง" if len(what) > 1 else ""
    return f"{helper} ช่วย {whom}{about}{more}"


def digest_due(at: datetime, what: str, who: str) -> str:
    return f"{short_date(at)} {shorten(what, 80)}" + (f" ({who})" if who else "")


def digest_point(topic: str) -> str:
    return f"จากวงเล่า {shorten(topic, 50)}" if topic else "จากวงเล่า"


def digest_award(name: str, count: int) -> str:
    return f"{name} {count} เรื่อง"


# ---------------------------------------------------------------- asking

ASK_TOPIC = "ต้องการถามผู้รู้เรื่องอะไรคะ"
ASK_SEARCH = "ต้องการค้นเรื่องอะไรคะ"
TOPIC_TOO_LONG = "เรื่องที่ถามยาวเกินไปค่ะ ขอเป็นคำสั้น ๆ เช่น “ใครรู้เรื่องเบิกค่าเดินทาง”"
TOPIC_VAGUE = "เรื่องที่ถามกว้างไปค่ะ ขอให้เจาะจงขึ้น เช่น “ใครรู้เรื่องเบิกค่าเดินทาง”"
TOPIC_IS_PERSON = "ตอบได้เฉพาะเรื่องงานที่ทำเป็นค่ะ เช่น “ใครรู้เรื่องเบิกค่าเดินทาง” เรื่องตัวบุคคลตอบให้ไม่ได้"
SEE_NOTES = "ดูเรื่องที่เล่า"
ASK_FOR_ME = "ถามแทน"
GOT_ANSWER = "ได้คำตอบแล้ว"
NO_ANSWER = "ยังไม่ได้"
STILL_INDEXING = "คลังกำลังเตรียมข้อมูลอยู่ค่ะ ลองใหม่อีกครั้งในสักครู่"


def nobody(topic: str, times: int = 1) -> str:
    """`times`: how often it was asked, with this time."""
    again = f" (มีผู้ถามแล้ว {times} ครั้ง)" if times > 1 else ""
    return f"ไม่พบผู้รู้เรื่อง “{shorten(topic)}” ในหน่วยงานค่ะ{again} หากท่านใดเคยทำ เล่าไว้ด้วย #เคล็ดลับ ได้เลย"


def elsewhere_title(topic: str) -> str:
    return f"ในหน่วยงานยังไม่พบผู้รู้เรื่อง “{shorten(topic)}” ในจังหวัดถามได้ที่"


def experts_title(topic: str) -> str:
    return f"ผู้รู้เรื่อง “{shorten(topic)}”"


def person(member: Member, *, told_apart: bool) -> str:
    """The name to show; with the full name where two people are called the same."""
    spoken = member.spoken_name
    return f"{spoken} ({member.full_name})" if told_apart and member.full_name != spoken else spoken


def evidence_line(evidence: Evidence) -> str:
    """One reason why somebody can be asked."""
    if evidence.kind == "declared":
        return f"ถนัด “{evidence.detail}”"
    if evidence.kind == "notes":
        return told(evidence.count, evidence.latest)
    if evidence.kind == "reviewed":
        return reviewed(evidence.count, evidence.latest)
    if evidence.kind == "confirmed":
        return f"ขุมความรู้ที่ยืนยัน {evidence.count} ข้อ"
    if evidence.kind == "thanked":
        return f"เคยช่วยตอบ {evidence.count} ครั้ง" if evidence.count > 1 else "เคยช่วยตอบ"
    if evidence.kind == "endorsed":
        return f"เพื่อนร่วมงานรับรอง {evidence.count} คน"
    if evidence.kind == "record":
        return "มีองค์ความรู้ที่ผ่านการกลั่นกรอง"
    return evidence.detail


def told(count: int, latest: datetime | None) -> str:
    times = "เล่าเรื่องนี้" if count == 1 else f"เล่าเรื่องนี้ {count} ครั้ง"
    return times + (f" {'เมื่อ' if count == 1 else 'ล่าสุด'} {short_month(latest)}" if latest else "")


def reviewed(count: int, latest: datetime | None) -> str:
    times = "ร่วมทบทวนเรื่องนี้" if count == 1 else f"ร่วมทบทวนเรื่องนี้ {count} ครั้ง"
    return times + (f" {'เมื่อ' if count == 1 else 'ล่าสุด'} {short_month(latest)}" if latest else "")


def nothing_found(query: str) -> str:
    return f"ไม่พบเรื่อง “{shorten(query)}” ในคลังค่ะ ลองใช้คำอื่น หรือถาม “ใครรู้เรื่อง…”"


def found_title(query: str) -> str:
    return f"เรื่องที่พบ: {shorten(query)}"


def and_others(name: str, others: int) -> str:
    return f"{name}และอีก {others} คน" if others else name


def told_by(teller: str, at: datetime) -> str:
    return f"{teller} · {short_date(at)}" if teller else short_date(at)


def shorten(text: str, longest: int = 60) -> str:
    text = " ".join(text.split())
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


DESK_WORD = "#จัดหมวด"
DESK_IN_PRIVATE = "เปิดแชตกับคุณลิขิต แล้วพิมพ์ #จัดหมวด ที่นั่นค่ะ"
NOTHING_TO_FILE = "ไม่มีเรื่องที่รอจัดหมวดค่ะ"
MORE_CATEGORIES = "หมวดถัดไป"
ADD_WORD = "เพิ่มเป็นคำสำคัญ"
LEAVE_WORD = "ไม่ใช้คำนี้"
TAKE_BACK = "เลิกใช้คำนี้"
WORDS_KEEPERS_ONLY = "เพิ่มคำสำคัญได้เฉพาะคุณอำนวยหรือผู้ดูแลความรู้ค่ะ"
NOT_FILED = "ยังไม่มีหมวด"


def desk_title(notes: int, words: int) -> str:
    parts = [f"รอจัดหมวด {notes} เรื่อง"] if notes else []
    parts += [f"คำที่อาจเป็นคำสำคัญ {words} คำ"] if words else []
    return " · ".join(parts)


def weekly(titles: Sequence[str], notes: int, words: int) -> str:
    """Once a week, to who looks after the community's knowledge."""
    named = ", ".join(f"“{shorten(title, 24)}”" for title in titles)
    line = desk_title(notes, words) + (f": {named}" if named else "")
    return f"{line} · พิมพ์ {DESK_WORD} เพื่อเลือกหมวดค่ะ"


def older(count: int) -> str:
    return f"ยังมีอีก {count} เรื่อง จัดชุดนี้แล้วพิมพ์ {DESK_WORD} อีกครั้งค่ะ"


def word_found(category: str, notes: int) -> str:
    return f"หมวด {category} · พบใน {notes} เรื่องที่มีผู้จัดหมวดเอง"


def word_added(word: str, category: str) -> str:
    return f"“{word}” เป็นคำสำคัญของหมวด {category} ตั้งแต่เรื่องถัดไปค่ะ"


def word_left(word: str) -> str:
    return f"ไม่ใช้ “{word}” ค่ะ จะไม่ถามคำนี้อีก"


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
SUCCESSION_TITLE = "ความรู้ที่เสี่ยงหายไป"
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


# ---------------------------------------------------------------- asking for one

ASK_WHAT = "เตือนเรื่องอะไรคะ"
ASK_WHEN = "เตือนวันไหนคะ เช่น พรุ่งนี้บ่ายสอง, ศุกร์หน้า, 25 ธ.ค., ทุกสิ้นเดือน"
WHEN_EXAMPLES = ("พรุ่งนี้", "ศุกร์หน้า", "สิ้นเดือน")
WHICH_ONE = "มีหลายท่านชื่อนี้ค่ะ กรุณาแท็ก @ชื่อ แล้วพิมพ์ใหม่อีกครั้ง"
ASK_AGAIN = "ยังอ่านวันไม่ออกค่ะ พิมพ์เช่น 25 ธ.ค. หรือ ศุกร์หน้า"
TOO_FAR = "ปีนี้ไกลเกินไปค่ะ พิมพ์วันใหม่อีกครั้ง เช่น 25 ธ.ค. 69"
FULL = "มีเรื่องที่เตือนค้างอยู่มากแล้วค่ะ กดเสร็จแล้ว หรือลบเรื่องเดิมก่อนนะคะ ดูได้ที่ #เตือน"
ASK_RETURN = "กลับจากอบรมวันไหนคะ เช่น #ไปอบรม หลักสูตรพัฒนากร 25-27 พ.ย. @ชื่อ"
WHOLE_GROUP = "ทั้งกลุ่ม"
DONE, MOVE, HAND_OVER, REMOVE = "เสร็จแล้ว", "เลื่อนวัน", "ส่งต่อ", "ลบเตือนนี้"
OTHER_DAY = "วันอื่น"
ASK_MOVE = "เลื่อนเป็นวันไหนคะ"
ASK_HAND = "ส่งต่อให้ท่านใดคะ พิมพ์ชื่อเล่น หรือแท็ก @ชื่อ"
NOT_FOUND_NAME = "ไม่พบชื่อนี้ในหน่วยงานค่ะ พิมพ์ชื่อเล่น หรือแท็ก @ชื่อ"
REMINDER_NOT_YOURS = "เรื่องนี้ให้ผู้รับผิดชอบ ผู้ตั้งเตือน หรือคุณอำนวยเป็นผู้แก้ค่ะ"
GONE = "เรื่องนี้เสร็จหรือลบไปแล้วค่ะ"
NOTHING_OPEN = "ยังไม่มีเรื่องที่ต้องเตือนค่ะ ตั้งได้ เช่น #เตือน ส่งรายงาน จปฐ. ภายใน 25 ธ.ค. @ชื่อ"
LIST_TITLE = "รายการเตือน"
MINE, GROUPS = "ของท่าน", "ของกลุ่ม"
WHO_LABEL = "ผู้ทำ"
SIGN: dict[Colour, str] = {"green": "🟢", "yellow": "🟡", "orange": "🟠", "red": "🔴", "black": "⚫"}


def at_time(at: time | None) -> str:
    return f" เวลา {at:%H.%M} น." if at else ""


def left(days: int) -> str:
    if days < 0:
        return f"เลยมา {-days} วัน"
    return {0: "วันนี้", 1: "พรุ่งนี้"}.get(days, f"อีก {days} วัน")


def every(repeat: Repeat) -> str:
    """ทุกวันจันทร์และพฤหัสบดี"""
    days = repeat.days
    if repeat.every == "week":
        named = " ".join(WEEKDAYS[d] for d in days[:-1]) + (" และ" if len(days) > 1 else "") + WEEKDAYS[days[-1]]
        return f"ทุก {repeat.step} สัปดาห์ วัน{named}" if repeat.step > 1 else f"ทุกวัน{named}"
    if repeat.every == "month":
        return "ทุกสิ้นเดือน" if days == (-1,) else "ทุกวันที่ " + " และ ".join(str(d) for d in days if d > 0)
    if repeat.every == "month_workday":
        return "ทุกวันทำการสุดท้ายของเดือน" if days[0] < 0 else "ทุกวันทำการแรกของเดือน"
    if repeat.every == "month_weekday":
        which = "สุดท้าย" if days[1] < 0 else "แรก" if days[1] == 1 else f"ที่ {days[1]} "
        return f"ทุกวัน{WEEKDAYS[days[0]]}{which}ของเดือน"
    if repeat.every == "year":
        return f"ทุกวันที่ {days[1]} {MONTHS[days[0] - 1]}"
    return {"day": "ทุกวัน", "workday": "ทุกวันทำการ", "quarter": "ทุกสิ้นไตรมาส"}[repeat.every]


def understood(reminder: Reminder, names: Iterable[str], today: date, *, holiday: bool, private: bool) -> str:
    """What was understood, in one line, with the weekday."""
    named = " ".join(names)
    whom = f"จะเตือน{named}" if named else "จะเตือน"
    day = full_day(reminder.due) + at_time(reminder.at)
    if reminder.repeat:
        day = f"{every(reminder.repeat)} เริ่ม{day}"
    far = left((reminder.due - today).days)
    line = f"{whom}ค่ะ “{reminder.text}” · {day} ({far}{' ตรงกับวันหยุด' if holiday else ''})"
    return f"{line} จะบอกเมื่อท่านทักมาในแชตนี้" if private else line


def report_due(reminder: Reminder, names: Iterable[str], returned: date) -> str:
    named = " ".join(names) or WHOLE_GROUP
    return f"จะเตือน{named}ค่ะ “{reminder.text}” ภายใน{full_day(reminder.due)} (15 วันหลังกลับ {weekday_date(returned)})"


def report_of(what: str) -> str:
    return f"รายงานผลอบรม {what}".strip()


def which_day(said: str) -> str:
    return f"“{said}” หมายถึงวันไหนคะ"


def day_passed(said: str) -> str:
    return f"“{said}” ผ่านมาแล้วค่ะ หมายถึงวันไหนคะ"


def no_such_day(said: str) -> str:
    return f"ไม่มีวันตามที่พิมพ์ “{said}” ค่ะ หมายถึงวันไหนคะ"


# ---------------------------------------------------------------- saying it


def card_title(days: int, colour: Colour) -> str:
    return f"{SIGN[colour]} {left(days)}"


def one_line(reminder: Reminder, days: int, colour: Colour, names: Iterable[str]) -> str:
    parts = [f"{SIGN[colour]} {reminder.text}", f"{weekday_date(reminder.due)} ({left(days)})", ", ".join(names)]
    return " · ".join(part for part in parts if part)


def reminders_plain(lines: Iterable[str]) -> str:
    return "\n".join(["เตือนค่ะ", *lines])


def and_more(count: int) -> str:
    return f"และอีก {count} เรื่อง ดูได้ที่ #เตือน ในแชตส่วนตัว"


def done(text: str, name: str) -> str:
    return f"เรียบร้อยค่ะ “{text}” ขอบคุณ{name}" if name else f"เรียบร้อยค่ะ “{text}”"


def done_until(text: str, name: str, following: date) -> str:
    return f"{done(text, name)} · ครั้งต่อไป{full_day(following)}"


def reminder_moved(reminder: Reminder, today: date) -> str:
    day = full_day(reminder.due) + at_time(reminder.at)
    return f"เลื่อน “{reminder.text}” เป็น{day} ({left((reminder.due - today).days)}) แล้วค่ะ"


def handed_over(text: str, name: str) -> str:
    return f"ส่งต่อ “{text}” ให้{name}แล้วค่ะ"


def given_to_you(reminder: Reminder) -> str:
    return f"มีงานส่งต่อถึงท่านค่ะ “{reminder.text}” กำหนด{full_day(reminder.due)}{at_time(reminder.at)}"


def removed(text: str) -> str:
    return f"ลบเตือน “{text}” แล้วค่ะ"


# ---------------------------------------------------------------- in private


def of_yours(lines: Iterable[str]) -> str:
    return "\n".join(["งานของท่านที่ถึงกำหนดค่ะ", *lines, "เสร็จแล้วหรือขอเลื่อน พิมพ์ #เตือน"])


def for_facilitator(lines: Iterable[str]) -> str:
    return "\n".join(["งานที่เลยกำหนดในความดูแลของท่านค่ะ", *lines, "ดูหรือส่งต่อ พิมพ์ #เตือน"])


def nobody_left(line: str) -> str:
    return f"{line} (ผู้รับผิดชอบไม่อยู่แล้ว)"


# ---------------------------------------------------------------- thanks

HELPFUL = "เป็นประโยชน์"
HELPFUL_THANKS = "ขอบคุณค่ะ จะบอกผู้เล่าให้ทราบ"
THANKS_TITLE = "ขอบคุณประจำเดือน"


def reused(told: Iterable[tuple[str, int]], *, yesterday: bool) -> str:
    """Of each telling: its beginning and how many colleagues used it."""
    when = "เมื่อวาน" if yesterday else "แล้ว"
    lines = [f"“{text}” มีผู้เปิดอ่าน {people} ท่าน" for text, people in told]
    if len(lines) == 1:
        return f"เรื่องที่ท่านเล่าช่วยเพื่อนร่วมงานได้{when}ค่ะ: {lines[0]}"
    return "\n".join([f"เรื่องที่ท่านเล่าช่วยเพื่อนร่วมงานได้{when}ค่ะ", *(f"• {line}" for line in lines)])


def month_of(day: date) -> str:
    return f"{MONTHS[day.month - 1]} {day.year + 543}"


def fact(name: str, told: int, helped: int, read: int) -> str:
    """What one person gave in the month; no places, no points."""
    said = [f"เล่า {told} เรื่อง"] if told else []
    said += [f"ช่วยตอบ {helped} ครั้ง"] if helped else []
    said += [f"เรื่องที่เล่ามีผู้ใช้ {read} ท่าน"] if read else []
    return f"{name}: {' · '.join(said)}"


def others_too(count: int) -> str:
    return f"และอีก {count} ท่าน ขอบคุณทุกท่านค่ะ"


THANKS_END = "ขอบคุณทุกท่านค่ะ"
