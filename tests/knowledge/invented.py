"""A small invented office for tests of finding."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import cast

from bot.measure.office import MemoryNotes, MemoryPeople
from knowledge.notes import Kind, Note
from knowledge.people import Member, PeopleStore

NOW = datetime(2026, 7, 1, tzinfo=UTC)
OFFICE = "o1"

MEMBERS = (
    Member("m1", "นางสุดา ใจดี", "ดา", "ผู้อำนวยการกองคลัง", "กองคลัง", ("ปิดบัญชี", "e-LAAS"), user_id="U1"),
    Member("m2", "นายวิทย์ กล้าหาญ", "วิทย์", "นายช่างโยธา", "กองช่าง", user_id="U2"),
    Member("m3", "นางสาวฟ้า สดใส", "ฟ้า", "นักพัฒนาชุมชน", "สำนักปลัด", user_id="U3"),
    Member("m4", "นายเก่า จากไป", "เก่า", "นายช่างโยธา", "กองช่าง", ("ประปา",), user_id="U4", left=True),
    Member("m5", "นางเกษียณ แล้ว", "เกด", "นักวิชาการ", "สำนักปลัด", ("ประปา",), user_id="U5", retire_fiscal_year=2568),
)  # fmt: skip


def note(n: int, member: str, text: str, kind: str = "story", days: int = 30, group: str = "G1") -> Note:
    """A note told `days` before NOW."""
    return Note(
        f"n{n}", OFFICE, group, "U" + member[1:], member, cast(Kind, kind), text, (str(n),), NOW - timedelta(days=days)
    )


NOTES = (
    note(1, "m2", "ท่อเมนแตกกลางซอย ปิดวาล์วไม่อยู่ ต้องต่อท่อบายพาสก่อน น้ำถึงกลับมาไหลทั้งหมู่บ้าน"),
    note(2, "m2", "ล้างถังกรองประปาหมู่บ้านตอนกลางคืน น้ำแดงหายไปเลย", "tip"),
    note(3, "m3", "ตั้งธนาคารขยะที่โรงเรียน เด็กเอาขวดพลาสติกมาฝาก ได้ค่าขนมทุกวันศุกร์"),
    note(4, "m3", "ประชุมกลุ่มแม่บ้านเรื่องคัดแยกขยะ คนมาน้อยเพราะตรงกับวันเกี่ยวข้าว", "aar", 700),
    note(5, "m1", "ปิดบัญชีปลายปีไม่ลง เพราะเช็คค้างจ่ายไม่ได้ลงทะเบียน", "lesson", 10),
    note(6, "m4", "ซ่อมปั๊มน้ำประปาหมู่ 2 เปลี่ยนลูกปืนเอง", "story", 40),
)


def people() -> PeopleStore:
    return cast(PeopleStore, MemoryPeople(MEMBERS))


def notes_of(office_id: str) -> MemoryNotes:
    return MemoryNotes(NOTES)
