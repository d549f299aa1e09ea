"""Rosters as offices write them: headings, names, cells, footers; and brought in again."""

from __future__ import annotations

import itertools

import pytest

from knowledge.people import Member
from knowledge.roster import Person, RosterError, Row, read_roster
from knowledge.roster_cells import read_retirement, split_expertise
from knowledge.roster_headings import COLUMNS, read_heading
from knowledge.roster_merge import Merge, merge
from knowledge.thai_names import name_key, split_title, tidy_full_name


def table(*lines: str) -> list[Row]:
    return [Row(n, tuple(cell.strip() for cell in line.split("|"))) for n, line in enumerate(lines, start=1)]


def people(*lines: str) -> tuple[Person, ...]:
    return read_roster(table(*lines)).people


def bring(persons: tuple[Person, ...], members: list[Member]) -> Merge:
    ids = itertools.count(1)
    return merge(persons, members, lambda: f"new{next(ids)}")


def after(change: Merge) -> list[Member]:
    return [*change.added, *change.updated, *change.unchanged]


# ---------------------------------------------------------------- headings


def test_every_column_of_the_contract_is_read() -> None:
    """The nine headings of the contract, in its order, each fill their own field."""
    cells = "นางสาวปรียา ทองสุข|ปุ๊ก|นักทรัพยากรบุคคล|สำนักปลัด|สัญญาจ้าง; วันลา|ปุ๊กกี้|Utest01|2575|คุณอำนวย"
    person = people("|".join(COLUMNS), cells)[0]
    assert person == Person(
        line=2,
        full_name="นางสาวปรียา ทองสุข",
        nickname="ปุ๊ก",
        position="นักทรัพยากรบุคคล",
        unit="สำนักปลัด",
        expertise=("สัญญาจ้าง", "วันลา"),
        display_name="ปุ๊กกี้",
        user_id="Utest01",
        retire_fiscal_year=2575,
        role="คุณอำนวย",
    )


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("ชื่อ - สกุล", "full_name"),
        ("ชื่อ-นามสกุล", "full_name"),
        ("ชื่อ – นามสกุล", "full_name"),
        ("ชื่อและสกุล", "full_name"),
        ("ชื่อ สกุล", "full_name"),
        ("ชื่อ/สกุล", "full_name"),
        ("ยศ ชื่อ สกุล", "full_name"),
        ("ชื่อ-สกุล (ภาษาไทย)", "full_name"),
        ("ชื่อ-สกุล\nผู้รับผิดชอบ", "full_name"),
        ("รายชื่อบุคลากร", "full_name"),
        ("FULL NAME", "full_name"),
        ("ชื่อ", "first_name"),
        ("ชื่อตัว", "first_name"),
        ("นามสกุล", "surname"),
        ("คำนำหน้าชื่อ", "title"),
        ("ชื่อเล่น", "nickname"),
        ("ตำแหน่ง/ระดับ", "position"),
        ("ตำแหน่งในสายงาน", "position"),
        ("สังกัด/หน่วยงาน", "unit"),
        ("กอง/ฝ่าย", "unit"),
        ("กลุ่มงาน", "unit"),
        ("ความรู้ความเชี่ยวชาญพิเศษ", "expertise"),
        ("ด้านที่ถนัด", "expertise"),
        ("ความถนัด", "expertise"),
        ("ความสามารถพิเศษ (ถ้ามี)", "expertise"),
        ("ชื่อไลน์", "display_name"),
        ("ชื่อที่แสดงใน Line", "display_name"),
        ("LINE user id", "user_id"),
        ("Line UserID", "user_id"),
        ("ID Line", "line_id"),
        ("ปีที่เกษียณอายุราชการ", "retire"),
        ("เกษียณ (พ.ศ.)", "retire"),
        ("บทบาทใน KM", "role"),
        ("บทบาทการจัดการความรู้", "role"),
    ],
)
def test_headings_are_known_in_their_variants(heading: str, field: str) -> None:
    """The same column is known under the names that offices give it."""
    found = read_heading(heading)
    assert found is not None
    assert found.field == field


@pytest.mark.parametrize("heading", ["ที่", "ลำดับ", "เบอร์โทร", "อีเมล", "หมายเหตุ", "เลขที่ตำแหน่ง", "Name-Surname (English)"])
def test_other_columns_are_left_alone(heading: str) -> None:
    """Columns that say nothing about a member of ours are no field."""
    assert read_heading(heading) is None


def test_titles_above_the_headings_are_passed_over() -> None:
    """Rows above the headings (title, date, office), extra columns and numbering don't get in the way."""
    found = people(
        "บัญชีรายชื่อบุคลากร||||",
        "เทศบาลตำบลตัวอย่าง||||",
        "||||",
        "ที่|ชื่อ - สกุล|ตำแหน่ง|เบอร์โทร|หมายเหตุ",
        "๑|นายเอก ทดสอบ|นิติกร|080-000-0000|",
        "๒|นางโท ทดสอบ|นักวิชาการคลัง||ลาศึกษาต่อ",
    )
    assert [(p.full_name, p.position) for p in found] == [("นายเอก ทดสอบ", "นิติกร"), ("นางโท ทดสอบ", "นักวิชาการคลัง")]


def test_name_in_three_columns_is_put_together() -> None:
    """คำนำหน้า, ชื่อ and นามสกุล (also as ชื่อตัว and ชื่อสกุล) make one full name."""
    expected = ["นายเอก ทดสอบ", "ว่าที่ร้อยตรี โท ตัวอย่าง"]
    first = people("คำนำหน้า|ชื่อ|นามสกุล", "นาย|เอก|ทดสอบ", "ว่าที่ร้อยตรี|โท|ตัวอย่าง")
    second = people("ยศ|ชื่อตัว|ชื่อสกุล", "นาย|เอก|ทดสอบ", "ว่าที่ร้อยตรี|โท|ตัวอย่าง")
    assert [p.full_name for p in first] == expected
    assert [p.full_name for p in second] == expected


def test_name_heading_over_several_columns_is_put_together() -> None:
    """A heading merged over นาย | first name | surname, with its right cells empty or filled with itself."""
    for head in ("ที่|ชื่อ-สกุล|||ตำแหน่ง", "ที่|ชื่อ-สกุล|ชื่อ-สกุล|ชื่อ-สกุล|ตำแหน่ง"):
        found = people(head, "1|นาย|เอก|ทดสอบ|นิติกร", "2|นาง|โท|ตัวอย่าง|นายช่าง")
        assert [p.full_name for p in found] == ["นายเอก ทดสอบ", "นางโท ตัวอย่าง"]


def test_headings_in_two_rows_are_read_as_one() -> None:
    """Sub-headings under a merged heading name the columns."""
    found = people(
        "ที่|ชื่อ-สกุล|ข้อมูล LINE|ข้อมูล LINE",
        "ที่|ชื่อ-สกุล|ชื่อที่แสดง|User ID",
        "1|นายเอก ทดสอบ|เอก|Utest1",
    )
    assert [(p.full_name, p.display_name, p.user_id) for p in found] == [("นายเอก ทดสอบ", "เอก", "Utest1")]


# ---------------------------------------------------------------- rows


def test_footers_blank_rows_vacant_posts_and_repeated_headings_are_no_people() -> None:
    """What stands in a printed table besides people is passed over; a vacant post is remarked on."""
    roster = read_roster(
        table(
            "ที่|ชื่อ-สกุล|ตำแหน่ง",
            "1|นายเอก ทดสอบ|นิติกร",
            "||",
            "2|- ว่าง -|นายช่างโยธา",
            "ที่|ชื่อ-สกุล|ตำแหน่ง",
            "3|นางโท ตัวอย่าง|นักวิชาการคลัง",
            "4||",
            "|รวม 2 คน|",
            "รวมทั้งสิ้น ๒ คน||",
            "หมายเหตุ ข้อมูล ณ วันที่ 1 ตุลาคม 2568||",
        )
    )
    assert [p.full_name for p in roster.people] == ["นายเอก ทดสอบ", "นางโท ตัวอย่าง"]
    assert [(r.line, r.reason) for r in roster.remarks] == [(4, "ตำแหน่งว่าง ข้ามไป")]
    assert roster.bad == ()


def test_section_rows_give_the_unit() -> None:
    """A division's name over its people is the unit of those who have none of their own."""
    found = people(
        "ที่|ชื่อ-สกุล|ตำแหน่ง",
        "กองคลัง|กองคลัง|กองคลัง",
        "1|นายเอก ทดสอบ|นักวิชาการคลัง",
        "|กองช่าง|",
        "2|นางโท ตัวอย่าง|นายช่าง",
    )
    assert [(p.full_name, p.unit) for p in found] == [("นายเอก ทดสอบ", "กองคลัง"), ("นางโท ตัวอย่าง", "กองช่าง")]


def test_a_person_called_like_a_division_is_a_person() -> None:
    """กองแก้ว is a first name."""
    assert [p.full_name for p in people("ชื่อ-สกุล|ตำแหน่ง", "กองแก้ว ใจงาม|", "กองคำ มีสุข|นิติกร")] == [
        "กองแก้ว ใจงาม",
        "กองคำ มีสุข",
    ]


def test_bad_rows_are_listed_and_good_rows_kept() -> None:
    """A row without a name, or with something that is none, is listed with its line; the others are read."""
    roster = read_roster(
        table("ชื่อ-สกุล|ตำแหน่ง", "|นิติกร", "นายเอก ทดสอบ|นิติกร", "12345|นายช่าง", f"{'ก' * 200}|นายช่าง")
    )
    assert [p.full_name for p in roster.people] == ["นายเอก ทดสอบ"]
    assert [r.line for r in roster.bad] == [2, 4, 5]
    assert roster.bad[0].reason == "ไม่มีชื่อ-สกุล"


def test_unreadable_optional_cells_are_left_out_and_remarked_on() -> None:
    """A year or LINE id that says nothing costs that cell, not the person."""
    roster = read_roster(table("ชื่อ-สกุล|LINE user id|ปีเกษียณ", "นายเอก ทดสอบ|ไม่ทราบ ครับ|อีกนาน"))
    assert [(p.user_id, p.retire_fiscal_year) for p in roster.people] == [(None, None)]
    assert [r.line for r in roster.remarks] == [2, 2]


def test_a_line_id_that_people_add_friends_by_is_no_user_id() -> None:
    """A column `ID LINE` holds names such as @ekk99; only a real user id is taken from it, in silence."""
    real = "U" + "0123456789abcdef" * 2
    roster = read_roster(table("ชื่อ-สกุล|ID LINE", "นายเอก ทดสอบ|ekk99", f"นางโท ตัวอย่าง|{real}"))
    assert [p.user_id for p in roster.people] == [None, real]
    assert roster.remarks == ()


def test_one_person_on_two_rows_is_one_person() -> None:
    """Rows of the same name (a merged name cell beside several fields of expertise) are joined."""
    found = people("ชื่อ-สกุล|ความเชี่ยวชาญ", "นายเอก ทดสอบ|พัสดุ", "เอก  ทดสอบ|สารบรรณ")
    assert [(p.full_name, p.expertise) for p in found] == [("นายเอก ทดสอบ", ("พัสดุ", "สารบรรณ"))]


def test_one_line_id_for_two_names_is_a_bad_row() -> None:
    """The second person with the same LINE user id is listed, not taken for the first."""
    roster = read_roster(table("ชื่อ-สกุล|LINE user id", "นายเอก ทดสอบ|Ux", "นางโท ตัวอย่าง|Ux"))
    assert [p.full_name for p in roster.people] == ["นายเอก ทดสอบ"]
    assert [r.line for r in roster.bad] == [3]


def test_nickname_in_brackets_is_read() -> None:
    """(โอ๋) behind the name is the nickname; (หญิง) of a rank is not."""
    found = people("ชื่อ-สกุล", "นางวรรณา ทดสอบ (โอ๋)", "ว่าที่ร้อยตรี(หญิง) มาลี ตัวอย่าง")
    assert [(p.full_name, p.nickname) for p in found] == [
        ("นางวรรณา ทดสอบ", "โอ๋"),
        ("ว่าที่ร้อยตรี(หญิง) มาลี ตัวอย่าง", ""),
    ]


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        (table(), "ว่างเปล่า"),
        (table("", "||"), "ว่างเปล่า"),
        (table("รหัส|แผนก", "1|คลัง"), "ไม่พบหัวตาราง"),
        (table("ชื่อ-สกุล|ตำแหน่ง"), "มีแต่หัวตาราง"),
        (table("ชื่อ-สกุล|ตำแหน่ง", "|นิติกร"), "บรรทัด 2"),
    ],
)
def test_a_table_without_people_is_refused_in_one_line(rows: list[Row], says: str) -> None:
    """Nothing is brought in from a table that names nobody; the error says what to mend."""
    with pytest.raises(RosterError, match=says) as wrong:
        read_roster(rows)
    assert "\n" not in str(wrong.value)


# ---------------------------------------------------------------- cells


@pytest.mark.parametrize(
    ("cell", "fields"),
    [
        ("พัสดุ; สารบรรณ ;งบประมาณ", ("พัสดุ", "สารบรรณ", "งบประมาณ")),
        ("พัสดุ, สารบรรณ", ("พัสดุ", "สารบรรณ")),
        ("พัสดุ (จัดซื้อ, จัดจ้าง); สารบรรณ", ("พัสดุ (จัดซื้อ, จัดจ้าง)", "สารบรรณ")),
        ("โปรแกรม (Word, Excel)", ("โปรแกรม (Word, Excel)",)),
        ("เงินยืมเกิน 10,000 บาท", ("เงินยืมเกิน 10,000 บาท",)),
        ("1. พัสดุ\n2. สารบรรณ", ("พัสดุ", "สารบรรณ")),
        ("- พัสดุ\n- สารบรรณ\n", ("พัสดุ", "สารบรรณ")),
        ("• พัสดุ • สารบรรณ", ("พัสดุ", "สารบรรณ")),
        ("๑. พัสดุ ๒๕๖๙\n๒) สารบรรณ", ("พัสดุ ๒๕๖๙", "สารบรรณ")),
        ("กข.คจ.; จปฐ.", ("กข.คจ.", "จปฐ")),
        ("พัสดุ;พัสดุ;", ("พัสดุ",)),
        ("-", ()),
        ("", ()),
    ],
)
def test_fields_of_expertise_in_one_cell(cell: str, fields: tuple[str, ...]) -> None:
    """`;` and lines separate; commas only where there is neither, and not inside brackets or numbers."""
    found = split_expertise(cell)
    assert tuple(f.rstrip(".") for f in found) == tuple(f.rstrip(".") for f in fields)


@pytest.mark.parametrize(
    ("cell", "year"),
    [
        ("2569", 2569),
        ("๒๕๖๙", 2569),
        ("พ.ศ. 2569", 2569),
        ("2026", 2569),
        ("69", 2569),
        ("30 ก.ย. 2569", 2569),
        ("๓๐ กันยายน ๒๕๖๙", 2569),
        ("1 ต.ค. 2569", 2569),
        ("15 ธ.ค. 2569", 2570),
        ("30/9/2569", 2569),
        ("30/09/69", 2569),
        ("2026-09-30", 2569),
        ("2026-10-01", 2569),
        ("", None),
        ("-", None),
    ],
)
def test_year_of_retirement(cell: str, year: int | None) -> None:
    """Buddhist and Western years, Thai digits and dates all give the fiscal year at whose end the person retires."""
    assert read_retirement(cell) == year


@pytest.mark.parametrize("cell", ["เร็วๆ นี้", "9999", "30/13/2569", "2569-2570", "0", "1,200"])
def test_a_year_that_is_none_is_refused(cell: str) -> None:
    """Nothing is guessed from a cell that holds no year."""
    with pytest.raises(ValueError, match=r".*"):
        read_retirement(cell)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("นายสมชาติ ทดสอบ", "สมชาติ   ทดสอบ"),
        ("นาย สมชาติ ทดสอบ", "นายสมชาติ ทดสอบ"),
        ("น.ส.มาลี ตัวอย่าง", "นางสาวมาลี ตัวอย่าง"),
        ("นางมาลี ตัวอย่าง", "นางสาวมาลี ตัวอย่าง"),
        ("ว่าที่ ร.ต.เอก ทดสอบ", "นายเอก ทดสอบ"),
        ("จ.ส.อ. เอก ทดสอบ", "จ่าสิบเอกเอก ทดสอบ"),
        ("ดร.เอก ทดสอบ", "นายเอก ทดสอบ"),
        ("พ.จ.อ.เอก ทดสอบ", "พันจ่าเอก เอก ทดสอบ"),
        ("นํ้าฝน ทดสอบ", "น้ำฝน ทดสอบ"),
        ("เอก\u200bทดสอบ", "เอก ทดสอบ"),
    ],
)
def test_spellings_of_one_name_are_equal(one: str, other: str) -> None:
    """Titles, ranks, spaces and invisible characters don't make another person."""
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize("name", ["นายิกา ทดสอบ", "คุณากร ทดสอบ", "ดรุณี ทดสอบ", "ศศิธร ทดสอบ"])
def test_names_that_begin_like_a_title_stay_whole(name: str) -> None:
    """นาย, คุณ, ดร and ศ begin names too."""
    assert split_title(name) == ("", name)


def test_full_names_are_shown_tidily() -> None:
    """One space between the parts, none after นาย or นางสาว."""
    assert tidy_full_name("นาย  เอก   ทดสอบ") == "นายเอก ทดสอบ"
    assert tidy_full_name("จ.ส.อ.เอก ทดสอบ") == "จ.ส.อ. เอก ทดสอบ"


# ---------------------------------------------------------------- brought in again


def test_the_same_roster_twice_changes_nothing() -> None:
    """Nobody is doubled, and nothing needs to be written."""
    read = people("ชื่อ-สกุล|ชื่อเล่น", "นายเอก ทดสอบ|เอก", "นางโท ตัวอย่าง|โท")
    first = bring(read, [])
    again = bring(read, after(first))
    assert [m.id for m in first.added] == ["new1", "new2"]
    assert (again.added, again.updated, len(again.unchanged)) == ((), (), 2)


def test_a_person_keeps_id_and_line_link() -> None:
    """A later roster without LINE ids brings a person up to date; blank cells and absent columns change nothing."""
    known = Member("m1", "นายเอก ทดสอบ", nickname="เอก", position="นิติกร", user_id="U1", expertise=("วันลา",))
    change = bring(people("ชื่อ-สกุล|ตำแหน่ง|ชื่อเล่น", "เอก ทดสอบ|หัวหน้าสำนักปลัด|"), [known])
    assert change.updated == (
        Member("m1", "เอก ทดสอบ", "เอก", "หัวหน้าสำนักปลัด", expertise=("วันลา",), user_id="U1"),
    )


def test_a_married_name_is_known_by_line_id() -> None:
    """The LINE user id outweighs the name."""
    change = bring(people("ชื่อ-สกุล|LINE user id", "นางโท ใหม่เอี่ยม|U2"), [Member("m2", "นางสาวโท เดิม", user_id="U2")])
    assert [(m.id, m.full_name) for m in change.updated] == [("m2", "นางโท ใหม่เอี่ยม")]


def test_whom_only_line_knew_gets_the_roster_entry() -> None:
    """A member who came by talking in the group, under their LINE name, is not doubled by the roster."""
    known = Member("m3", "ปุ๊กกี้", display_name="ปุ๊กกี้", user_id="U3")
    change = bring(people("ชื่อ-สกุล|ชื่อที่แสดงใน LINE", "นางสาวปรียา ทองสุข|ปุ๊กกี้"), [known])
    assert [(m.id, m.full_name, m.user_id) for m in change.updated] == [("m3", "นางสาวปรียา ทองสุข", "U3")]


def test_two_entries_of_one_person_become_one() -> None:
    """A roster that names the LINE id of somebody whom LINE and an older roster both brought in joins the two
    under the id that notes refer to."""
    line = Member("m4", "พี่เอก", display_name="พี่เอก", user_id="U4")
    old = Member("m5", "นายเอก ทดสอบ", position="นิติกร", expertise=("วินัย",))
    change = bring(people("ชื่อ-สกุล|LINE user id", "นายเอก ทดสอบ|U4"), [line, old])
    assert change.removed == ("m5",)
    assert [(m.id, m.full_name, m.position, m.expertise) for m in change.updated] == [
        ("m4", "นายเอก ทดสอบ", "นิติกร", ("วินัย",))
    ]


def test_namesakes_with_their_own_line_ids_stay_two() -> None:
    """Two people of one name are told apart by their LINE ids, also the second time."""
    read = people("ชื่อ-สกุล|LINE user id|ตำแหน่ง", "นายเอก ทดสอบ|Ua|นิติกร", "นายเอก ทดสอบ|Ub|นายช่าง")
    first = bring(read, [])
    again = bring(tuple(reversed(read)), list(first.added))
    assert len(first.added) == 2
    assert {(m.id, m.user_id) for m in again.unchanged} == {("new1", "Ua"), ("new2", "Ub")}


def test_people_who_are_not_in_the_file_stay() -> None:
    """A roster of one division takes nobody else away, and brings back who had left."""
    gone = Member("m6", "นายตรี กลับมา", left=True)
    other = Member("m7", "นางจัตวา อื่น")
    change = bring(people("ชื่อ-สกุล", "นายตรี กลับมา"), [gone, other])
    assert [(m.id, m.left) for m in change.updated] == [("m6", False)]
    assert change.missing == (other,)


def test_who_asked_not_to_be_kept_is_not_linked_again() -> None:
    """A roster with LINE ids brings the office's own row up to date, not the link that the person ended."""
    hidden = Member("m8", "นายเอก ทดสอบ", opted_out=True)
    head = "ชื่อ-สกุล|ตำแหน่ง|LINE user id|ชื่อที่แสดงใน LINE"
    [after_import] = bring(people(head, "นายเอก ทดสอบ|นิติกร|U8|เอก"), [hidden]).updated
    assert after_import == Member("m8", "นายเอก ทดสอบ", position="นิติกร", opted_out=True)
