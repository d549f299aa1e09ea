"""A taxonomy as TOML text and as the rows of a table: nothing is lost, and mistakes name their row."""

from __future__ import annotations

import pytest

from knowledge import taxonomy
from knowledge.taxonomy import Category, Taxonomy
from knowledge.taxonomy_rows import COLUMNS, Row, TableError, from_rows, head_rows, word_rows
from knowledge.taxonomy_text import to_toml

ODD = Taxonomy(
    "odd-1",
    'ชุด "แปลก" \\ =1+1',
    (
        Category(
            "a",
            "หมวด\tก",
            ("ก. ข.", "ชื่อ, มีจุลภาค"),
            {"=SUM(A1)": 3.0, "2569": 2.0, "บรรทัด\nสอง": 1.0, "หนักพิเศษ": 7.25, "เบา": 0.05},
            {"ไม่ใช่": 2.0, "เบามาก": 0.5},
            ("ตัวอย่าง 'หนึ่ง'", "ตัวอย่าง “สอง”"),
            "อธิบาย",
        ),
        Category("empty", "ว่าง"),
    ),
    2570,
    "หมายเหตุของชุด",
)


def _rows(one: Taxonomy) -> list[Row]:
    rows = [Row("ชุด", n, row) for n, row in enumerate(head_rows(one), 1)] + [Row("คำ", 1, COLUMNS)]
    words = [(*row[:4], "" if row[4] is None else f"{row[4]:.12g}") for row in word_rows(one)]
    return rows + [Row("คำ", n, row) for n, row in enumerate(words, 2)]


@pytest.mark.parametrize("one", [ODD, *(taxonomy.load(i) for i in taxonomy.known())], ids=lambda t: t.id)
def test_nothing_is_lost_in_a_table_or_in_toml(one: Taxonomy) -> None:
    """Out and in again is the same set, word for word."""
    assert from_rows(_rows(one), "x.xlsx") == one
    assert taxonomy.parse(to_toml(one), "x.toml") == one


def _table(*rows: tuple[str, ...]) -> list[Row]:
    return [Row("คำ", n, row) for n, row in enumerate([("รหัสชุด", "own"), COLUMNS, *rows], 1)]


def test_an_officer_may_leave_out_what_goes_without_saying() -> None:
    """The weight, the id where the name is known, the kind of a keyword; blank rows and other sheets say nothing."""
    found = from_rows(
        [
            Row("อ่านก่อน", 1, ("วิธีใช้", "")),
            *_table(("fund", "กองทุน", "หมวด", ""), (), ("", "กองทุน", "", "ทวงหนี้"), ("fund", "", "คำค้าน", "แชร์", "1,5")),
        ],
        "own.xlsx",
    )
    (category,) = found.categories
    assert (found.id, category.name, category.keywords, category.against) == (
        "own",
        "กองทุน",
        {"ทวงหนี้": 2.0},
        {"แชร์": 1.5},
    )


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (("", "", "คำสำคัญ", "ทวงหนี้"), "รหัสหมวด"),
        (("a/b", "ก", "คำสำคัญ", "ทวงหนี้"), "รหัสหมวด"),
        (("a", "ก", "อะไร", "ทวงหนี้"), "ประเภท"),
        (("a", "ก", "คำสำคัญ", ""), "ว่าง"),
        (("a", "ก", "คำสำคัญ", "ก"), "อักษรตัวเดียว"),
        (("a", "ก", "คำสำคัญ", "…"), "ไม่มีตัวอักษร"),
        (("a", "ก", "คำสำคัญ", "ทวงหนี้", "มาก"), "น้ำหนัก"),
        (("a", "ก", "คำสำคัญ", "ทวงหนี้", "11"), "น้ำหนัก"),
        (("a", "ก", "คำค้าน", "ทวงหนี้", "-1"), "น้ำหนัก"),
        (("first", "ก", "หมวด", ""), "ซ้ำกับแถว 3"),
        (("first", "ก", "คำสำคัญ", "เงินออม", "3"), "เหลือไว้แถวเดียว"),
    ],
)
def test_a_mistake_names_sheet_and_row_in_both_languages(row: tuple[str, ...], says: str) -> None:
    """The officer finds the cell, and who helps in English understands."""
    good = (("first", "หนึ่ง", "หมวด", ""), ("first", "", "คำสำคัญ", "เงินออม", "2"))
    with pytest.raises(TableError) as raised:
        from_rows(_table(*good, row), "own.xlsx")
    said = str(raised.value)
    assert said.startswith("own.xlsx แผ่น “คำ” แถว 5: ")
    assert says in said
    assert " · " in said


@pytest.mark.parametrize(
    ("head", "says"), [(("ปีงบประมาณ", "2026"), "พ.ศ."), (("รหัสชุด", "../x"), "รหัสชุด"), (("ชื่อชุด", "ก"), "ตารางหมวด")]
)
def test_mistakes_of_the_set_itself(head: tuple[str, str], says: str) -> None:
    """A year of the Christian era, an id that leads out of the folder, a file without a table."""
    table = [] if head[0] == "ชื่อชุด" else _table(("a", "ก", "หมวด", ""))[1:]
    with pytest.raises(TableError, match=says):
        from_rows([Row("ชุด", 1, head), *table], "own.xlsx", "own")


def test_signs_of_patterns_are_reported_and_mean_nothing() -> None:
    """An officer who writes ฝึก.*อบรม hears that it is no pattern."""
    found = taxonomy.check(from_rows(_table(("a", "ก", "คำสำคัญ", "ฝึก.*อบรม")), "own.xlsx"))
    assert any(f.kind == "pattern-signs" and "ฝึก.*อบรม" in f.message for f in found)
