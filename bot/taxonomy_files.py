"""Taxonomies as files that an officer edits: Excel and CSV tables, and TOML; and the folder where an office's own lie.

The folder `LIKHIT_DATA/taxonomies` is shared by web, worker and commands: a file is replaced whole, what was there
before stays beside it as `ID.toml.before`, and backups carry the files."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from bot.roster_files import BIGGEST, decode
from knowledge.taxonomy import Taxonomy, TaxonomyError, decoded, parse
from knowledge.taxonomy_rows import COLUMNS, KINDS, Row, TableError, from_rows, head_rows, is_id, word_rows
from knowledge.taxonomy_text import to_toml

SHEETS = (".xlsx", ".xls", ".ods", ".xlsm")
TABLES = (*SHEETS, ".csv")
BEFORE = ".before"
LONGEST_CELL = 32_767
"""Letters that Excel keeps in a cell."""
MOST_ROWS = 200_000
_HEAD_SHEET, _WORD_SHEET = "ชุดหมวด", "คำสำคัญ"
_HOW = (
    "แต่ละแถวคือหนึ่งคำ · เพิ่ม แก้ หรือลบแถวได้ แล้วนำเข้าด้วย taxonomy import แฟ้มนี้",
    "หมวดใหม่: เพิ่มแถวประเภท “หมวด” พร้อมรหัสใหม่ (อักษรอังกฤษ ตัวเลข ขีดกลาง) · อย่าเปลี่ยนรหัสเดิม เรื่องเก่าจำหมวดด้วยรหัส",
    "น้ำหนัก: 3 บอกหมวดชัด · 2 ปกติ · 1 อ่อน (ไม่เกิน 10 เว้นว่างคือ 2) · คำค้าน คือคำที่พบแล้วไม่น่าใช่หมวดนี้",
    "คำต้องมีสองตัวอักษรขึ้นไป คำเดียวอยู่ได้หลายหมวด · ตัวอย่าง คือข้อความที่ควรเข้าหมวดนี้ ใช้ตรวจด้วย taxonomy check",
)


def write_table(taxonomy: Taxonomy, path: Path) -> None:
    """Writes .xlsx or .csv (UTF-8 with the mark by which Excel knows it). Raises TaxonomyError for another name, and
    OSError."""
    kind = path.suffix.lower()
    unfinished = path.with_name(path.name + ".tmp")
    try:
        if kind == ".csv":
            unfinished.write_bytes(("\ufeff" + _csv(taxonomy)).encode("utf-8"))
        elif kind == ".xlsx":
            _write_xlsx(taxonomy, unfinished)
        elif kind == ".toml":
            unfinished.write_text(to_toml(taxonomy), encoding="utf-8")
        else:
            raise TaxonomyError(path.name, 0, "ใช้ชื่อแฟ้มที่ลงท้าย .xlsx .csv หรือ .toml · expected .xlsx, .csv or .toml")
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def read_table(path: Path, new_id: str = "") -> tuple[Taxonomy, str]:
    """The taxonomy of a .xlsx, .xls, .ods, .csv or .toml file, and the TOML to keep of it; `new_id` is the id that it
    gets. Raises TaxonomyError with file, sheet and row (or line)."""
    try:
        size = path.stat().st_size
        raw = b"" if size > BIGGEST or path.is_dir() else path.read_bytes()
    except OSError as wrong:
        raise TaxonomyError(path.name, 0, f"เปิดไม่ได้ ({wrong.strerror}) · can't be read") from None
    if not raw.strip():
        limit = BIGGEST // 1_000_000
        raise TaxonomyError(path.name, 0, f"ว่างเปล่า เป็นโฟลเดอร์ หรือใหญ่เกิน {limit} MB · expected a file up to {limit} MB")
    if path.suffix.lower() not in TABLES:
        text = decoded(raw, path.name)
        found = parse(text, path.name)
        if new_id in ("", found.id):
            return found, text
        found = replace(found, id=_checked(new_id, path))
        return found, to_toml(found)
    rows = _csv_rows(path.name, raw) if path.suffix.lower() == ".csv" else list(_sheet_rows(path.name, raw))
    found = from_rows(rows, path.name, new_id or path.stem)
    if new_id:
        found = replace(found, id=_checked(new_id, path))
    return found, to_toml(found)


def _checked(new_id: str, path: Path) -> str:
    if not is_id(new_id):
        raise TaxonomyError(path.name, 0, f"รหัสชุด “{new_id}” ใช้ไม่ได้ · id: expected letters, digits and hyphens")
    return new_id


def keep(text: str, taxonomy_id: str, folder: Path) -> Path:
    """Puts the TOML of a set into the folder, whole or not at all; returns its file."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{taxonomy_id}.toml"
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        unfinished.write_text(text, encoding="utf-8")
        if path.is_file():
            path.with_name(path.name + BEFORE).write_bytes(path.read_bytes())
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    return path


# ---------------------------------------------------------------- writing


def _rows(taxonomy: Taxonomy) -> Iterator[tuple[str, ...]]:
    yield from head_rows(taxonomy)
    yield COLUMNS
    for row in word_rows(taxonomy):
        yield (*row[:4], "" if row[4] is None else f"{row[4]:.12g}")


def _csv(taxonomy: Taxonomy) -> str:
    out = io.StringIO(newline="")
    csv.writer(out).writerows(_rows(taxonomy))
    return out.getvalue()


def _write_xlsx(taxonomy: Taxonomy, path: Path) -> None:
    import xlsxwriter

    longest = max((len(cell) for row in _rows(taxonomy) for cell in row), default=0)
    if longest > LONGEST_CELL:
        thai = f"มีข้อความยาวเกิน {LONGEST_CELL:,} ตัว Excel เก็บไม่ได้ ใช้ .csv"
        raise TaxonomyError(path.name, 0, f"{thai} · too long for a cell of Excel, use .csv")
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        font = {"font_name": "TH Sarabun New", "font_size": 16, "valign": "top"}
        plain = book.add_format({**font, "text_wrap": True})
        strong = book.add_format({**font, "bold": True, "bg_color": "#E7EEF7", "border": 1})
        words = book.add_worksheet(_WORD_SHEET)
        for at, (name, width) in enumerate(zip(COLUMNS, (16, 34, 16, 60, 10), strict=True)):
            words.set_column(at, at, width, plain)
            words.write_string(0, at, name, strong)
        listed = word_rows(taxonomy)
        for at, row in enumerate(listed, start=1):
            for column, cell in enumerate(row[:4]):
                words.write_string(at, column, str(cell), plain)
            if row[4] is not None:
                words.write_number(at, 4, row[4], plain)
        words.freeze_panes(1, 0)
        words.autofilter(0, 0, max(1, len(listed)), len(COLUMNS) - 1)
        words.data_validation(1, 2, len(listed) + 2_000, 2, {"validate": "list", "source": list(KINDS)})
        head = book.add_worksheet(_HEAD_SHEET)
        head.set_column(0, 0, 18, plain)
        head.set_column(1, 1, 80, plain)
        for at, (name, text) in enumerate(head_rows(taxonomy)):
            head.write_string(at, 0, name, strong)
            head.write_string(at, 1, text, plain)
        for at, line in enumerate(_HOW, start=6):
            head.write_string(at, 1, line, plain)


# ---------------------------------------------------------------- reading


def _csv_rows(name: str, raw: bytes) -> list[Row]:
    text = decode(raw)
    if text is None:
        raise TableError(name, "", 0, "ไม่ใช่แฟ้มตาราง · บันทึกเป็น CSV (UTF-8) หรือ .xlsx", "expected CSV or .xlsx")
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    head = lines[:2_000]
    delimiter = max(",;\t", key=head.count)
    rows: list[Row] = []
    begins = 1
    reader = csv.reader(io.StringIO(lines), delimiter=delimiter)
    try:
        for cells in reader:
            rows.append(Row("", begins, tuple(cells)))
            begins = reader.line_num + 1
    except csv.Error as wrong:
        raise TableError(name, "", begins, f"อ่านเป็น CSV ไม่ได้ ({wrong})", "expected CSV") from None
    return rows


def _sheet_rows(name: str, raw: bytes) -> Iterator[Row]:
    import python_calamine as calamine

    try:
        with calamine.CalamineWorkbook.from_filelike(io.BytesIO(raw)) as book:
            sheets = [(n, book.get_sheet_by_name(n)) for n in book.sheet_names]
            tables = [(n, each.to_python(skip_empty_area=False, nrows=MOST_ROWS)) for n, each in sheets if _fits(each)]
    except calamine.PasswordError:
        raise TableError(name, "", 0, "ตั้งรหัสผ่านไว้ · เอารหัสผ่านออกแล้วบันทึกใหม่", "has a password") from None
    except (calamine.CalamineError, OSError, ValueError):
        thai = "เสียหายหรือไม่ใช่แฟ้ม Excel · บันทึกเป็น .xlsx ใหม่"
        raise TableError(name, "", 0, thai, "is damaged or no workbook") from None
    for sheet_name, table in tables:
        for number, cells in enumerate(table, start=1):
            yield Row(sheet_name, number, tuple(_as_text(name, sheet_name, number, cell) for cell in cells))


def _fits(sheet: object) -> bool:
    """Sheets with a stray cell far to the right are not read."""
    return bool(sheet.total_width <= 200)  # type: ignore[attr-defined]


def _as_text(file: str, sheet: str, row: int, cell: object) -> str:
    if isinstance(cell, float):
        return f"{cell:.12g}"
    if isinstance(cell, str | int | bool):
        return str(cell)
    raise TableError(
        file, sheet, row, f"Excel เก็บ “{cell}” เป็นวันที่ · ตั้งช่องเป็นข้อความแล้วพิมพ์ใหม่", "a date; expected text"
    )
