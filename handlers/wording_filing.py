"""What the bot says about notes without a category and about words to learn."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.wording import shorten

DESK_WORD = "#จัดหมวด"
DESK_IN_PRIVATE = "เปิดแชตกับคุณลิขิต แล้วพิมพ์ #จัดหมวด ที่นั่นค่ะ"
NOTHING_TO_FILE = "ไม่มีเรื่องที่รอจัดหมวดค่ะ"
MORE_CATEGORIES = "หมวดถัดไป"
ADD_WORD = "เพิ่มเป็นคำสำคัญ"
LEAVE_WORD = "ไม่ใช้คำนี้"
TAKE_BACK = "เลิกใช้คำนี้"
KEEPERS_ONLY = "เพิ่มคำสำคัญได้เฉพาะคุณอำนวยหรือผู้ดูแลความรู้ค่ะ"
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
