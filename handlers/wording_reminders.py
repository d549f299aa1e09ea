"""Every Thai sentence that the bot says of reminders and of thanks."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, time

from knowledge.reminders import Colour, Reminder
from knowledge.repeats import Repeat
from knowledge.thai_dates import MONTHS, WEEKDAYS, full_day, weekday_date

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
NOT_YOURS = "เรื่องนี้ให้ผู้รับผิดชอบ ผู้ตั้งเตือน หรือคุณอำนวยเป็นผู้แก้ค่ะ"
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


def moved(reminder: Reminder, today: date) -> str:
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
