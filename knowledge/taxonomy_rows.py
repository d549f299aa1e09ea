"""A taxonomy as the rows of a table, for officers who keep lists in Excel: one row a word, and back.

    รหัสหมวด | ชื่อหมวด | ประเภท | คำหรือข้อความ | น้ำหนัก
    fund    | การบริหารจัดการกองทุน | หมวด | (explanation) |
    fund    | การบริหารจัดการกองทุน | คำสำคัญ | ทวงหนี้ | 2

What the set is called stands in rows of two cells: รหัสชุด, ชื่อชุด, ปีงบประมาณ, คำอธิบายชุด.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from knowledge.normal_form import normalise
from knowledge.taxonomy import HEAVIEST, PLAIN, Category, Taxonomy, TaxonomyError, letters

CATEGORY, ALIAS, KEYWORD, AGAINST, EXAMPLE = "หมวด", "ชื่อเรียกอื่น", "คำสำคัญ", "คำค้าน", "ตัวอย่าง"
KINDS = (CATEGORY, ALIAS, KEYWORD, AGAINST, EXAMPLE)
COLUMNS = ("รหัสหมวด", "ชื่อหมวด", "ประเภท", "คำหรือข้อความ", "น้ำหนัก")
HEAD = ("รหัสชุด", "ชื่อชุด", "ปีงบประมาณ", "คำอธิบายชุด")

_KIND_NAMES = {
    **{kind: kind for kind in KINDS},
    "category": CATEGORY,
    "alias": ALIAS,
    "keyword": KEYWORD,
    "against": AGAINST,
    "example": EXAMPLE,
    "ชื่ออื่น": ALIAS,
    "คำ": KEYWORD,
    "": KEYWORD,
}


class TableError(TaxonomyError):
    """A table can't be read as a taxonomy: the file, the sheet and row, what is wrong and what is expected."""

    def __init__(self, file: str, sheet: str, row: int, thai: str, english: str) -> None:
        super().__init__(file, row, english)
        where = " ".join(p for p in (file, f"แผ่น “{sheet}”" if sheet else "", f"แถว {row}" if row else "") if p)
        self.sheet = sheet
        self.args = (f"{where}: {thai} · {english}",)


@dataclass(frozen=True)
class Row:
    """One row of a table as text, and where it stands; `sheet` is empty for CSV."""

    sheet: str
    number: int
    cells: tuple[str, ...]


def head_rows(taxonomy: Taxonomy) -> list[tuple[str, str]]:
    """What the set is called."""
    year = "" if taxonomy.fiscal_year is None else str(taxonomy.fiscal_year)
    return list(zip(HEAD, (taxonomy.id, taxonomy.name, year, taxonomy.note), strict=True))


def word_rows(taxonomy: Taxonomy) -> list[tuple[str, str, str, str, float | None]]:
    """All categories and words, in the order of `COLUMNS`."""
    rows: list[tuple[str, str, str, str, float | None]] = []
    for c in taxonomy.categories:
        rows.append((c.id, c.name, CATEGORY, c.note, None))
        rows += [(c.id, c.name, ALIAS, word, None) for word in c.aliases]
        rows += [(c.id, c.name, KEYWORD, word, weight) for word, weight in c.keywords.items()]
        rows += [(c.id, c.name, AGAINST, word, weight) for word, weight in c.against.items()]
        rows += [(c.id, c.name, EXAMPLE, text, None) for text in c.examples]
    return rows


def from_rows(rows: Iterable[Row], file: str, taxonomy_id: str = "") -> Taxonomy:
    """The taxonomy of a table. `taxonomy_id` stands in for one that the table doesn't name. Raises TableError."""
    return _Table(file).read(rows, taxonomy_id)


@dataclass
class _Category:
    row: Row
    name: str = ""
    named: bool = False
    """Its name comes from its own row, which says more than a word's."""
    note: str = ""
    aliases: list[str] = field(default_factory=list)
    keywords: dict[str, float] = field(default_factory=dict)
    against: dict[str, float] = field(default_factory=dict)
    examples: list[str] = field(default_factory=list)


class _Table:
    def __init__(self, file: str) -> None:
        self._file = file
        self._head: dict[str, tuple[str, Row]] = {}
        self._found: dict[str, _Category] = {}
        self._columns: dict[str, int] = {}
        self._in = ""

    def read(self, rows: Iterable[Row], taxonomy_id: str) -> Taxonomy:
        for each in rows:
            if each.sheet != self._in:
                self._in, self._columns = each.sheet, {}
            self._take(each)
        if not self._found:
            raise self._error(
                None, f"ไม่พบตารางหมวด ต้องมีหัวตาราง {', '.join(COLUMNS[:4])}", f"expected the columns {COLUMNS}"
            )
        categories = tuple(
            Category(i, c.name or i, tuple(c.aliases), c.keywords, c.against, tuple(c.examples), c.note)
            for i, c in self._found.items()
        )
        own_id, row = self._head.get(HEAD[0], (taxonomy_id, None))
        if not own_id or not is_id(own_id):
            thai = f"รหัสชุด “{own_id}” ใช้ไม่ได้ · ใช้อักษร ตัวเลข และขีดกลาง"
            raise self._error(row, thai, "set id: expected letters, digits and hyphens")
        name = self._head.get(HEAD[1], ("", row))[0] or own_id
        return Taxonomy(own_id, name, categories, self._year(), self._head.get(HEAD[3], ("", row))[0])

    def _year(self) -> int | None:
        text, row = self._head.get(HEAD[2], ("", None))
        if not text:
            return None
        digits = normalise(text)
        if not digits.isdecimal() or not 2400 <= int(digits) <= 2700:
            raise self._error(row, f"ปีงบประมาณ “{text}” ต้องเป็น พ.ศ. เช่น 2570", "expected a Buddhist year such as 2570")
        return int(digits)

    def _take(self, row: Row) -> None:
        cells = [cell.strip() for cell in row.cells]
        if not any(cells):
            return
        if cells[0] in HEAD:
            self._head[cells[0]] = (next((c for c in cells[1:] if c), ""), row)
        elif not self._columns:
            if COLUMNS[2] in cells and COLUMNS[3] in cells and set(COLUMNS[:2]) & set(cells):
                self._columns = {name: cells.index(name) for name in COLUMNS if name in cells}
        else:
            self._word(row, cells)

    def _word(self, row: Row, cells: list[str]) -> None:
        def cell(name: str) -> str:
            at = self._columns.get(name, len(cells))
            return cells[at] if at < len(cells) else ""

        kind = _KIND_NAMES.get(cell(COLUMNS[2]).lower())
        if kind is None:
            listed = ", ".join(KINDS)
            raise self._error(row, f"ประเภท “{cell(COLUMNS[2])}” ไม่มี · ใช้ {listed}", "kind: expected one of those")
        text, weight = cell(COLUMNS[3]), cell(COLUMNS[4])
        category = self._category(row, cell(COLUMNS[0]), cell(COLUMNS[1]), kind)
        if kind == CATEGORY:
            category.note = text
        elif not text:
            raise self._error(row, f"ช่อง “{COLUMNS[3]}” ว่าง · ใส่คำ หรือลบแถวนี้", "expected a word or text")
        elif kind == EXAMPLE:
            category.examples.append(text)
        else:
            self._refuse_short(row, text)
            if kind == ALIAS:
                category.aliases += [text] if text not in category.aliases else []
            else:
                words = category.keywords if kind == KEYWORD else category.against
                self._put(row, words, text, self._weight(row, weight))

    def _category(self, row: Row, category_id: str, name: str, kind: str) -> _Category:
        if not category_id:
            category_id = next((i for i, c in self._found.items() if name and c.name == name), "")
            if not category_id:
                raise self._error(row, f"ไม่มี{COLUMNS[0]} · ใส่รหัส เช่น fund", 'expected a category id, as in "fund"')
        if not is_id(category_id):
            thai = f"{COLUMNS[0]} “{category_id}” ใช้ไม่ได้ · ใช้อักษร ตัวเลข และขีดกลาง"
            raise self._error(row, thai, "category id: expected letters, digits and hyphens")
        category = self._found.setdefault(category_id, _Category(row, name))
        if kind == CATEGORY:
            if category.named:
                thai = f"รหัสหมวด “{category_id}” มีแถว “{CATEGORY}” ซ้ำกับแถว {category.row.number} · ใช้รหัสละแถวเดียว"
                raise self._error(row, thai, "category id twice; expected each id once")
            category.row, category.named, category.name = row, True, name or category.name
        return category

    def _put(self, row: Row, words: dict[str, float], text: str, weight: float) -> None:
        if text in words and words[text] != weight:
            thai = f"“{text}” อยู่ในหมวดนี้แล้วด้วยน้ำหนัก {words[text]:g} · เหลือไว้แถวเดียว"
            raise self._error(row, thai, "the same word with another weight; expected it once")
        words[text] = weight

    def _weight(self, row: Row, text: str) -> float:
        if not text:
            return PLAIN
        try:
            weight = float(normalise(text).replace(",", "."))
        except ValueError:
            weight = 0.0
        if not 0 < weight <= HEAVIEST:
            thai = f"น้ำหนัก “{text}” ใช้ไม่ได้ · ใช้ตัวเลขมากกว่า 0 ไม่เกิน {HEAVIEST:g} (เว้นว่างคือ {PLAIN:g})"
            raise self._error(row, thai, f"weight: expected a number above 0 and at most {HEAVIEST:g}")
        return weight

    def _refuse_short(self, row: Row, word: str) -> None:
        if not any(c.isalnum() for c in word):
            raise self._error(row, f"“{word}” ไม่มีตัวอักษรหรือตัวเลข", "keyword: expected letters or digits")
        if letters(word) < 2:
            thai = f"“{word}” มีอักษรตัวเดียว · ใช้คำที่มีสองตัวขึ้นไป"
            raise self._error(row, thai, "keyword of one letter; expected two or more")

    def _error(self, row: Row | None, thai: str, english: str) -> TableError:
        return TableError(self._file, row.sheet if row else "", row.number if row else 0, thai, english)


def is_id(text: str) -> bool:
    """Whether a text can be the id of a set or category: letters, digits, hyphens, dots and underscores."""
    return bool(text) and not text.startswith(".") and all(c.isalnum() or c in "-_." for c in text)
