"""A roster as an office keeps it: rows of cells → people.

A row without a name is bad and listed; an unreadable optional cell is left out and remarked on; blank rows,
repeated headings, vacant posts and footers are passed over. roster_merge.py brings people into an office."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from knowledge.roster_cells import read_retirement, said, split_expertise
from knowledge.roster_headings import COLUMNS, Field, Table, find_headings, read_heading
from knowledge.thai_names import arabic, clean, name_key, split_title, tidy_full_name

_VACANT = re.compile(r"[(\-–\s]*(?:ตำแหน่ง|อัตรา)?ว่าง(?:เดิม|อยู่)?[)\-–\s]*")
_FOOTER = re.compile(
    r"(?:รวม(?:ทั้งสิ้น|ทั้งหมด|จำนวน|เป็น)?(?:\s|\d|[:(]|$)|(?:ยอด|จำนวน)รวม|จำนวน\s*\d+|ทั้งหมด\s*\d+|total\b"
    r"|หมายเหตุ|ลงชื่อ|\(?ลงนาม|ผู้รับรอง|ผู้จัดทำ|ผู้ตรวจสอบ|ข้อมูล\s*ณ|ที่มา\s*:)",
    re.IGNORECASE,
)
_SECTION = re.compile(
    r"(?:สำนัก|กลุ่ม|ฝ่าย|หน่วย|แผนก|ศูนย์|กอง|งาน|ส่วน|อำเภอ|เทศบาล|องค์การ|ผู้บริหาร|พนักงาน|ข้าราชการ|ลูกจ้าง)"
)
"""Headings inside the table. กลุ่มพนักงานจ้าง tells no unit, but does no harm as one."""
_PLAIN_SECTION = re.compile(r"(?:สำนัก|กลุ่ม|ฝ่าย|หน่วย|แผนก|ศูนย์|อำเภอ|เทศบาล|องค์การ)")
"""Words that begin no Thai first name, as กอง (กองแก้ว) does."""
_NOT_NICKNAME = re.compile(r"หญิง|ชาย|สอบ|ว่าง.*|\d.*|.*(?:ราชการ|ปฏิบัติ|รักษา).*")
_USER_ID = re.compile(r"[\x21-\x7e]{1,100}")
_LINE_OWN_ID = re.compile(r"U[0-9a-f]{32}")
LONGEST_NAME = 150
"""Characters of a full name; anything longer is a sentence that slipped into the column."""


class RosterError(Exception):
    """The whole table can't be used; the text says in one line what is wrong and how to mend it."""


@dataclass(frozen=True)
class Row:
    """One row of the table, with its number as the office sees it (1 = the first)."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Remark:
    """Something about one line, in Thai."""

    line: int
    reason: str


@dataclass(frozen=True)
class Person:
    """What a roster says about one person; what it does not say is empty."""

    line: int
    full_name: str
    nickname: str = ""
    position: str = ""
    unit: str = ""
    expertise: tuple[str, ...] = ()
    display_name: str = ""
    user_id: str | None = None
    retire_fiscal_year: int | None = None
    role: str = ""

    @cached_property
    def key(self) -> str:
        """The name in the form in which it is compared."""
        return name_key(self.full_name)


@dataclass(frozen=True)
class Roster:
    """People of one table: `bad` rows were not taken, `remarks` are on rows that were."""

    people: tuple[Person, ...]
    bad: tuple[Remark, ...] = ()
    remarks: tuple[Remark, ...] = ()


# ---------------------------------------------------------------- rows


class _Reader:
    """Goes through the rows under the headings once."""

    def __init__(self, table: Table) -> None:
        self.table, self.section = table, ""
        self.people: list[Person] = []
        self._by_key: dict[str, list[int]] = {}
        self._by_user: dict[str, int] = {}
        self.bad: list[Remark] = []
        self.remarks: list[Remark] = []
        known = {i for columns in table.columns.values() for i in columns}
        self._known = known
        self._extra = len(known) > len(self._name_columns())

    def _name_columns(self) -> tuple[int, ...]:
        columns = self.table.columns
        return (*columns.get("full_name", ()), *columns.get("first_name", ()), *columns.get("surname", ()))

    def cells(self, row: Row, field: Field) -> list[str]:
        found = (row.cells[i] for i in self.table.columns.get(field, ()) if i < len(row.cells))
        return list(dict.fromkeys(c for c in found if said(c)))

    def cell(self, row: Row, field: Field) -> str:
        return clean(" ".join(self.cells(row, field)))

    def read(self, row: Row) -> None:
        filled = {i: clean(c) for i, c in enumerate(row.cells) if said(c)}
        if not filled or self._passed_over(filled):
            return
        name, nickname = self._name(row)
        if not name:
            if any(i in self._known for i in filled):
                self.bad.append(Remark(row.line, f"ไม่มี{COLUMNS[0]}"))
            return
        if _VACANT.fullmatch(name):
            self.remarks.append(Remark(row.line, "ตำแหน่งว่าง ข้ามไป"))
            return
        if reason := self._not_a_name(name):
            self.bad.append(Remark(row.line, reason))
            return
        person = Person(
            line=row.line,
            full_name=tidy_full_name(name),
            nickname=self.cell(row, "nickname") or nickname,
            position=self.cell(row, "position"),
            unit=self.cell(row, "unit") or self.section,
            expertise=self._expertise(row),
            display_name=self.cell(row, "display_name"),
            user_id=self._user_id(row),
            retire_fiscal_year=self._retire(row),
            role=self.cell(row, "role"),
        )
        self._take(person)

    def _passed_over(self, filled: dict[int, str]) -> bool:
        """Footers, headings said again, and rows that name the section which follows."""
        texts = list(filled.values())
        names = [filled[i] for i in self._name_columns() if i in filled]
        if names and all(read_heading(n) for n in names):
            headings = [i for i, text in filled.items() if i in self._known and read_heading(text)]
            if len(headings) >= min(2, len(self._known)):
                return True
        if _FOOTER.match(arabic(texts[0])) or (names and _FOOTER.match(arabic(names[0]))):
            return True
        alone = len(set(texts)) == 1 and _SECTION.match(texts[0])
        merged = alone and len(texts) > 1
        if merged or (alone and self._extra and not self._looks_like_person(texts[0])):
            self.section = texts[0]
            return True
        return False

    @staticmethod
    def _looks_like_person(text: str) -> bool:
        title, rest = split_title(text)
        return bool(title) or (" " in rest and not _PLAIN_SECTION.match(rest))

    def _name(self, row: Row) -> tuple[str, str]:
        """The full name, and a nickname where it stands behind the name in brackets."""
        name = self.cell(row, "full_name")
        if not name:
            name = clean(f"{self.cell(row, 'first_name')} {self.cell(row, 'surname')}")
        if bracket := re.search(r"^(.+?)\s*\(([^()]{1,30})\)$", name):
            inside = clean(bracket[2])
            if not _NOT_NICKNAME.fullmatch(inside) and not _VACANT.fullmatch(name):
                name, nickname = bracket[1], re.sub(r"^ชื่อเล่น\s*:?\s*", "", inside)
                return self._titled(row, name), nickname
        return self._titled(row, name), ""

    def _titled(self, row: Row, name: str) -> str:
        title = self.cell(row, "title")
        return clean(f"{title} {name}") if title and name and not split_title(name)[0] else name

    @staticmethod
    def _not_a_name(name: str) -> str:
        if len(name) > LONGEST_NAME:
            return f"{COLUMNS[0]}ยาวเกิน {LONGEST_NAME} ตัวอักษร"
        letters = sum(c.isalpha() for c in name)
        if letters < 2 or not name_key(name):
            return f"“{name[:40]}” ไม่ใช่ชื่อคน"
        return ""

    def _expertise(self, row: Row) -> tuple[str, ...]:
        every = (field for cell in self.cells(row, "expertise") for field in split_expertise(cell))
        return tuple(dict.fromkeys(every))

    def _user_id(self, row: Row) -> str | None:
        said = self.cell(row, "user_id")
        if said and _USER_ID.fullmatch(said):
            return said
        if said:
            self.remarks.append(Remark(row.line, f"LINE user id “{said[:40]}” อ่านไม่ได้ เว้นว่างไว้"))
        # a column "LINE ID" mostly holds the name by which friends are added, which no bot ever sees
        own = self.cell(row, "line_id")
        return own if _LINE_OWN_ID.fullmatch(own) else None

    def _retire(self, row: Row) -> int | None:
        said = self.cell(row, "retire")
        try:
            return read_retirement(said)
        except ValueError:
            self.remarks.append(Remark(row.line, f"ปีเกษียณ “{said[:40]}” อ่านไม่ได้ เว้นว่างไว้"))
            return None

    def _take(self, person: Person) -> None:
        holder = self._by_user.get(person.user_id or "")
        if holder is not None and self.people[holder].key != person.key:
            line = self.people[holder].line
            self.bad.append(Remark(person.line, f"LINE user id ซ้ำกับบรรทัด {line} แต่ชื่อไม่ตรงกัน"))
            return
        for at in self._by_key.setdefault(person.key, []):
            other = self.people[at]
            if not (person.user_id and other.user_id and person.user_id != other.user_id):
                self.people[at] = _joined(other, person)
                if person.user_id:
                    self._by_user[person.user_id] = at
                self.remarks.append(Remark(person.line, f"คนเดียวกับบรรทัด {other.line} รวมเป็นคนเดียว"))
                return
        self._by_key[person.key].append(len(self.people))
        if person.user_id:
            self._by_user[person.user_id] = len(self.people)
        self.people.append(person)


def _joined(first: Person, second: Person) -> Person:
    """Two rows of one person: the first row's words, completed by the second's; expertise of both."""
    return replace(
        first,
        nickname=first.nickname or second.nickname,
        position=first.position or second.position,
        unit=first.unit or second.unit,
        expertise=tuple(dict.fromkeys((*first.expertise, *second.expertise))),
        display_name=first.display_name or second.display_name,
        user_id=first.user_id or second.user_id,
        retire_fiscal_year=first.retire_fiscal_year or second.retire_fiscal_year,
        role=first.role or second.role,
    )


def read_roster(rows: Sequence[Row]) -> Roster:
    """The people of a table. RosterError when no heading names a person, or when nobody stands below it."""
    if not any(said(cell) for row in rows for cell in row.cells):
        raise RosterError("แฟ้มว่างเปล่า · ใส่หัวตาราง " + COLUMNS[0] + " และรายชื่อ แล้วนำเข้าใหม่")
    table = find_headings([row.cells for row in rows])
    if table is None:
        first = next((clean(c) for row in rows for c in row.cells if said(c)), "")
        raise RosterError(
            f"ไม่พบหัวตาราง “{COLUMNS[0]}” (เริ่มด้วย “{first[:40]}”) · เพิ่มหัวตาราง {COLUMNS[0]} แล้วนำเข้าใหม่"
        )
    reader = _Reader(table)
    for row in rows[table.body :]:
        reader.read(row)
    if not reader.people:
        why = f"บรรทัด {reader.bad[0].line}: {reader.bad[0].reason}" if reader.bad else "มีแต่หัวตาราง"
        raise RosterError(f"ไม่มีรายชื่อที่นำเข้าได้ ({why}) · แก้แล้วนำเข้าใหม่")
    return Roster(tuple(reader.people), tuple(reader.bad), tuple(reader.remarks))
