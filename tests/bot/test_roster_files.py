"""Roster files as offices keep them: encodings, delimiters, sheets, merged cells."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from bot.roster_files import read_file
from knowledge.roster import Person, RosterError, read_roster

TABLE = "ชื่อ-สกุล,ตำแหน่ง,ความเชี่ยวชาญ\nนายเอก ทดสอบ,นิติกร,วันลา; วินัย\nนางโท ตัวอย่าง,นายช่าง,\n"


def people(path: Path, sheet: str | None = None) -> tuple[Person, ...]:
    return read_roster(read_file(path, sheet).rows).people


def book(path: Path, **sheets: list[list[Any]]) -> xlsxwriter.Workbook:
    """A workbook with these cells; close it to write it."""
    made = xlsxwriter.Workbook(str(path))
    date = made.add_format({"num_format": "dd/mm/yyyy"})
    for name, rows in sheets.items():
        sheet = made.add_worksheet(name)
        for r, row in enumerate(rows):
            for c, cell in enumerate(row):
                if isinstance(cell, dt.date):
                    sheet.write_datetime(r, c, dt.datetime.combine(cell, dt.time()), date)
                else:
                    sheet.write(r, c, cell)
    return made


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp874", "tis-620"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_csv_in_every_encoding_and_delimiter(tmp_path: Path, encoding: str, delimiter: str) -> None:
    """What Excel, Google Sheets and old programs save is read alike."""
    text = TABLE.replace("วันลา; วินัย", '"วันลา; วินัย"').replace(",", delimiter)
    (tmp_path / "r.csv").write_bytes(text.replace("\n", "\r\n").encode(encoding))
    found = people(tmp_path / "r.csv")
    assert [(p.full_name, p.position) for p in found] == [("นายเอก ทดสอบ", "นิติกร"), ("นางโท ตัวอย่าง", "นายช่าง")]
    assert found[0].expertise == ("วันลา", "วินัย")


def test_quoted_cells_may_hold_lines_and_commas(tmp_path: Path) -> None:
    """Lines are numbered as an editor shows them, also after a cell of several lines."""
    (tmp_path / "r.csv").write_text(
        'ชื่อ-สกุล,ความเชี่ยวชาญ\n"นายเอก ทดสอบ","1. วันลา\n2. วินัย, จริยธรรม"\n,พัสดุ\n', encoding="utf-8"
    )
    roster = read_roster(read_file(tmp_path / "r.csv").rows)
    assert roster.people[0].expertise == ("วันลา", "วินัย, จริยธรรม")
    assert [r.line for r in roster.bad] == [4]


def test_merged_cells_and_titles_of_a_workbook(tmp_path: Path) -> None:
    """A title over all columns, a name heading over three, a unit over several rows, numbers and dates as such."""
    made = book(
        tmp_path / "r.xlsx",
        บุคลากร=[
            ["บัญชีรายชื่อบุคลากร"],
            [],
            ["ที่", "ชื่อ-สกุล", "", "", "สังกัด", "วันเกษียณ"],
            [1, "นาย", "เอก", "ทดสอบ", "กองคลัง", dt.date(2026, 9, 30)],
            [2, "นาง", "โท", "ตัวอย่าง", "", 2570],
            ["รวม 2 คน"],
        ],
    )
    sheet = made.get_worksheet_by_name("บุคลากร")
    sheet.merge_range("A1:F1", "บัญชีรายชื่อบุคลากร")
    sheet.merge_range("B3:D3", "ชื่อ-สกุล")
    sheet.merge_range("E4:E5", "กองคลัง")
    sheet.merge_range("A6:F6", "รวม 2 คน")
    made.close()
    assert [(p.line, p.full_name, p.unit, p.retire_fiscal_year) for p in people(tmp_path / "r.xlsx")] == [
        (4, "นายเอก ทดสอบ", "กองคลัง", 2569),
        (5, "นางโท ตัวอย่าง", "กองคลัง", 2570),
    ]


def test_the_sheet_with_people_is_taken_and_others_are_named(tmp_path: Path) -> None:
    """A cover sheet is passed over; further sheets with people can be asked for by name."""
    rows = [["ชื่อ-สกุล"], ["นายเอก ทดสอบ"]]
    book(tmp_path / "r.xlsx", ปก=[["แบบรายงาน"]], ปี69=rows, ปี68=[["ชื่อ-สกุล"], ["นางโท ตัวอย่าง"]]).close()
    read = read_file(tmp_path / "r.xlsx")
    assert (read.sheet, read.others) == ("ปี69", ("ปี68",))
    assert [p.full_name for p in people(tmp_path / "r.xlsx", "ปี68")] == ["นางโท ตัวอย่าง"]
    with pytest.raises(RosterError, match="ปก, ปี69, ปี68"):
        read_file(tmp_path / "r.xlsx", "ปี67")


@pytest.mark.parametrize("name", ["r.csv", "r.xls", "r.ods", "r"])
def test_a_workbook_under_another_name_is_known_by_its_content(tmp_path: Path, name: str) -> None:
    """An .xlsx that was renamed is still read as a workbook."""
    book(tmp_path / "r.xlsx", ก=[["ชื่อ-สกุล"], ["นายเอก ทดสอบ"]]).close()
    (tmp_path / "r.xlsx").rename(tmp_path / name)
    assert [p.full_name for p in people(tmp_path / name)] == ["นายเอก ทดสอบ"]


def test_text_between_tabs_that_is_called_xls_is_read(tmp_path: Path) -> None:
    """As personnel systems on the web export it; a web page under that name is refused with the way out."""
    (tmp_path / "r.xls").write_bytes(TABLE.replace(",", "\t").encode("cp874"))
    assert [p.full_name for p in people(tmp_path / "r.xls")] == ["นายเอก ทดสอบ", "นางโท ตัวอย่าง"]
    (tmp_path / "r.xls").write_text("<html><body><table><tr><td>ชื่อ-สกุล</td></tr></table></body></html>")
    with pytest.raises(RosterError, match="เปิดใน Excel"):
        read_file(tmp_path / "r.xls")


def test_a_password_is_named_as_the_reason(tmp_path: Path) -> None:
    """A workbook with a password is another kind of file inside."""
    inside = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600
    (tmp_path / "r.xlsx").write_bytes(inside)
    with pytest.raises(RosterError, match="รหัสผ่าน"):
        read_file(tmp_path / "r.xlsx")


def test_a_stray_cell_far_away_is_named(tmp_path: Path) -> None:
    """It does not fill the memory."""
    made = book(tmp_path / "r.xlsx", ก=[["ชื่อ-สกุล"], ["นายเอก ทดสอบ"]])
    made.get_worksheet_by_name("ก").write(20_000, 1_000, "x")
    made.close()
    with pytest.raises(RosterError, match="เซลล์หลง"):
        read_file(tmp_path / "r.xlsx")


def test_an_empty_workbook_is_refused(tmp_path: Path) -> None:
    """One line that says what to put into it."""
    book(tmp_path / "r.xlsx", ก=[]).close()
    with pytest.raises(RosterError, match="ไม่มีข้อมูล"):
        read_file(tmp_path / "r.xlsx")


def test_a_folder_is_no_roster(tmp_path: Path) -> None:
    """Nor does it end in a traceback."""
    with pytest.raises(RosterError, match="โฟลเดอร์"):
        read_file(tmp_path)
