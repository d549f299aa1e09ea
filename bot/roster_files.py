"""Rosters as offices keep them on disk: CSV in any of the encodings of Thai offices, Excel and LibreOffice sheets."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from knowledge.roster import RosterError, Row
from knowledge.roster_headings import find_headings

BIGGEST = 20_000_000
"""Bytes of a file that are read; a roster of ten thousand people has about two million."""
MOST_ROWS = 50_000
MOST_CELLS = 5_000_000
"""Cells of a sheet: a stray one far to the right and below makes hundreds of millions of empty ones."""
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
"""The part of a workbook with a password that holds the real one."""


@dataclass(frozen=True)
class RosterFile:
    """The rows of the sheet that was read, its name (empty for CSV), and other sheets with people in them."""

    rows: tuple[Row, ...]
    sheet: str = ""
    others: tuple[str, ...] = ()


def read_file(path: Path, sheet: str | None = None) -> RosterFile:
    """Reads a roster file; RosterError says in one line why it can't be read and how to mend it. Without `sheet`,
    the first visible sheet with a heading for names is taken."""
    try:
        size = path.stat().st_size
        if path.is_dir():
            raise RosterError(f"{path} เป็นโฟลเดอร์ · บอกชื่อแฟ้ม .csv หรือ .xlsx")
        if size > BIGGEST:
            raise RosterError(f"{path.name} ใหญ่เกิน {BIGGEST // 1_000_000} MB · ส่งเฉพาะแผ่นงานรายชื่อ")
        head = path.read_bytes()
    except OSError as wrong:
        raise RosterError(f"เปิด {path} ไม่ได้ ({wrong.strerror}) · ตรวจชื่อแฟ้มและสิทธิ์การอ่าน") from None
    if not head.strip():
        raise RosterError(f"{path.name} ว่างเปล่า · ใส่หัวตารางและรายชื่อ แล้วนำเข้าใหม่")
    if _ENCRYPTED in head:
        raise RosterError(f"{path.name} ตั้งรหัสผ่านไว้ · เอารหัสผ่านออกแล้วบันทึกใหม่")
    if head.startswith((_ZIP, _OLE)):
        return _read_sheets(path.name, head, sheet)
    # what web systems call .xls is often a web page or text between tabs
    if sheet is not None:
        raise RosterError(f"{path.name} ไม่มีแผ่นงาน · ใช้ --sheet กับแฟ้ม Excel เท่านั้น")
    return RosterFile(_read_csv(path.name, head))


# ---------------------------------------------------------------- CSV


def decode(data: bytes) -> str | None:
    """Text in UTF-8 or UTF-16 (with or without a byte order mark), else Windows-874/TIS-620; None for no text."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _tried(data, "utf-16")
    if b"\x00" in data[:200]:
        even, odd = data[0:200:2].count(0), data[1:200:2].count(0)
        return _tried(data, "utf-16-le" if odd >= even else "utf-16-be") if even != odd else None
    text = _tried(data, "utf-8-sig")
    return text if text is not None else _tried(data, "cp874")


def _tried(data: bytes, encoding: str) -> str | None:
    try:
        text = data.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError:
        return None
    controls = sum(c < " " and c not in "\t\r\n\x0b\x0c" for c in text[:4_000])
    return None if controls > 2 else text


def _read_csv(name: str, data: bytes) -> tuple[Row, ...]:
    text = decode(data)
    if text is None:
        raise RosterError(f"{name} ไม่ใช่แฟ้มตาราง · บันทึกเป็น CSV (UTF-8) หรือ .xlsx แล้วนำเข้าใหม่")
    if text.lstrip()[:200].lower().startswith(("<html", "<!doctype", "<table", "<?xml", "{\\rtf")):
        raise RosterError(f"{name} เป็นหน้าเว็บหรือเอกสาร ไม่ใช่ตาราง · เปิดใน Excel แล้วบันทึกเป็น .xlsx")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    try:
        tables = [_parsed(text, delimiter) for delimiter in ",;\t|"]
    except csv.Error as wrong:
        raise RosterError(f"{name} อ่านเป็น CSV ไม่ได้ ({wrong}) · บันทึกเป็น .xlsx แล้วนำเข้าใหม่") from None
    return max(tables, key=_readable)


def _readable(rows: Sequence[Row]) -> tuple[int, int]:
    """How well a delimiter fits: known headings first, then filled columns of the widest row."""
    table = find_headings([row.cells for row in rows[:60]])
    known = len(table.columns) if table else 0
    return known, max((len(row.cells) for row in rows[:60]), default=0)


def _parsed(text: str, delimiter: str) -> tuple[Row, ...]:
    """Rows with the number of the line on which each one begins (a quoted cell may hold several lines)."""
    lines = text.split("\n")
    if lines and lines[0].lower().startswith("sep=") and len(lines[0]) <= 6:
        lines[0] = ""
    reader = csv.reader((line + "\n" for line in lines), delimiter=delimiter, skipinitialspace=True)
    rows: list[Row] = []
    begins = 1
    for cells in reader:
        rows.append(Row(begins, tuple(cells)))
        begins = reader.line_num + 1
        if len(rows) >= MOST_ROWS:
            break
    return tuple(rows)


# ---------------------------------------------------------------- Excel, LibreOffice


def _read_sheets(name: str, data: bytes, wanted: str | None) -> RosterFile:
    import python_calamine as calamine  # only here: other commands needn't load it

    try:
        with calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            visible = [
                m.name
                for m in book.sheets_metadata
                if m.typ == calamine.SheetTypeEnum.WorkSheet and m.visible == calamine.SheetVisibleEnum.Visible
            ]
            if wanted is not None and wanted not in book.sheet_names:
                raise RosterError(f"ไม่มีแผ่นงาน “{wanted}” ใน {name} · มี: {', '.join(book.sheet_names)}")
            sheets = {n: _sheet_rows(book.get_sheet_by_name(n)) for n in ([wanted] if wanted else visible)}
    except calamine.PasswordError:
        raise RosterError(f"{name} ตั้งรหัสผ่านไว้ · เอารหัสผ่านออกแล้วบันทึกใหม่") from None
    except (calamine.CalamineError, OSError, ValueError):
        raise RosterError(f"{name} เสียหายหรือไม่ใช่แฟ้ม Excel · เปิดแล้วบันทึกเป็น .xlsx ใหม่") from None
    named = [n for n, rows in sheets.items() if (t := find_headings([r.cells for r in rows])) and t.names_somebody()]
    filled = [n for n, rows in sheets.items() if any(any(r.cells) for r in rows)]
    if not filled:
        raise RosterError(f"{name} ไม่มีข้อมูลในแผ่นงาน · ใส่หัวตารางและรายชื่อ แล้วนำเข้าใหม่")
    chosen = (named or filled)[0]
    return RosterFile(sheets[chosen], chosen, tuple(n for n in named if n != chosen))


def _sheet_rows(sheet: object) -> tuple[Row, ...]:
    """The cells as text, with every cell of a merged range holding the range's value."""
    height, width = min(sheet.total_height, MOST_ROWS), sheet.total_width  # type: ignore[attr-defined]
    if height * width > MOST_CELLS:
        raise RosterError("แผ่นงานกว้างเกินไป มีเซลล์หลงอยู่ไกล · ลบแถวและคอลัมน์ว่างทางขวาและล่าง แล้วบันทึกใหม่")
    table = sheet.to_python(skip_empty_area=False, nrows=MOST_ROWS)  # type: ignore[attr-defined]
    rows = [[_as_text(cell) for cell in row] for row in table]
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():  # type: ignore[attr-defined]
        if top >= len(rows) or left >= len(rows[top]):
            continue
        value = rows[top][left]
        for r in range(top, min(bottom + 1, len(rows))):
            for c in range(left, min(right + 1, len(rows[r]))):
                rows[r][c] = value
    return tuple(Row(at, tuple(cells)) for at, cells in enumerate(rows, start=1))


def _as_text(cell: object) -> str:
    if isinstance(cell, bool):
        return "✓" if cell else ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat()
    if isinstance(cell, dt.date):
        return cell.isoformat()
    return str(cell)
