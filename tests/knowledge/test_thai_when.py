"""Thai dates as officers type them."""

from __future__ import annotations

import json
from datetime import date, datetime, time
from pathlib import Path

import pytest

from bot.measure.when import judge, measure
from knowledge.repeats import Repeat, next_time
from knowledge.thai_when import When, read
from knowledge.working_days import WorkingDays

DATA = Path(__file__).parents[1] / "data"
MONDAY = datetime(2026, 11, 23, 8, 30)  # noqa: DTZ001 - a time of day in the zone in which it was typed
works = WorkingDays().works
ROWS = [json.loads(line) for line in (DATA / "when.jsonl").read_text("utf-8").splitlines()]


def when(text: str, now: datetime = MONDAY) -> When:
    return read(text, now, works)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['now'][:10]} {row['text']}")
def test_each_written_way_is_read_as_an_official_would_expect(row: dict[str, str]) -> None:
    """The table: understood as meant, or asked back with the readings that there are."""
    assert judge(row, when(row["text"], datetime.fromisoformat(row["now"]))) == "right"


@pytest.mark.parametrize("file", sorted(DATA.glob("when_heldout*.jsonl")), ids=lambda file: file.stem)
def test_other_styles_are_read_as_well(file: Path) -> None:
    """Sentences of other styles: hardly any is asked back without need, none is taken for a day that wasn't meant."""
    figures = measure([file]).figures
    assert figures["wrong"] == 0
    assert figures["right"] >= 0.96


def test_what_is_to_be_done_is_left_without_the_words_of_when() -> None:
    """The reminder's text is what remains, as it was typed."""
    for said, task in (
        ("ส่งรายงาน จปฐ. ภายใน 25 ธ.ค.", "ส่งรายงาน จปฐ."),
        ("พรุ่งนี้บ่ายสอง โทรหาโรงพิมพ์", "โทรหาโรงพิมพ์"),
        ("ทุกวันศุกร์ เวลา 15.00 น. ส่งสรุปงาน", "ส่งสรุปงาน"),
        ("ส่งแบบ ๕๖ ให้จังหวัด ๒๕ ธ.ค. ๖๙", "ส่งแบบ ๕๖ ให้จังหวัด"),
        ("ก่อนสิ้นเดือน 3 วัน ตรวจบัญชี", "ตรวจบัญชี"),
        ("ส่งแผนเดือนหน้า ภายในศุกร์นี้", "ส่งแผนเดือนหน้า"),
        ("ส่งสรุป ภายในวันนี้", "ส่งสรุป"),
        ("ตอบหนังสือลงวันที่ 1 พ.ย. 69 ภายใน 9 ธ.ค.", "ตอบหนังสือลงวันที่ 1 พ.ย. 69"),
        ("ตรวจพัสดุ สิ้นปีปฏิทิน", "ตรวจพัสดุ"),
        ("เปิดบัญชีใหม่ ต้นปีงบประมาณ 2571", "เปิดบัญชีใหม่"),
    ):
        assert when(said).rest == task


def test_the_date_of_a_letter_is_no_day_to_be_reminded_of() -> None:
    """It stays where it stands, and is said back where nothing else names a day."""
    found = when("ตอบหนังสือลงวันที่ 1 พ.ย. 69")
    assert (found.why, found.readings, found.said) == ("past", (), "วันที่ 1 พ.ย. 69")
    assert found.rest == "ตอบหนังสือลงวันที่ 1 พ.ย. 69"


def test_the_beginning_of_a_named_fiscal_year() -> None:
    """Of 2571 it is in October 2570, on its first working day; of one that has begun nothing is left to remind of."""
    assert [str(r.day) for r in when("ต้นปีงบประมาณ 2571").readings] == ["2027-10-01"]
    assert when("ต้นปีงบ 69").why == "past"


def test_a_time_comes_with_the_day() -> None:
    """บ่ายสอง is 14:00 of the day that is said, and of today where none is."""
    found = when("พรุ่งนี้บ่ายสอง").plain
    assert found is not None
    assert (found.day, found.at) == (date(2026, 11, 24), time(14))
    assert when("บ่ายสอง").plain is not None
    assert when("8 โมง").why == "past"


def test_text_without_a_day_asks_for_one() -> None:
    """Numbers of houses, meetings, telephones and money are no days."""
    for said in ("หมู่ 5", "ครั้งที่ 2/2570", "081-234-5678", "25,000 บาท", "", "   ", "🙂", "ก" * 5_000):
        assert when(said).why == "none"


def test_odd_text_is_met_calmly() -> None:
    """Nothing that people can type raises, however long or strange."""
    odd = ["99/99/9999", "วันที่ 0", "0/0/0", "31/2", "สิ้นไตรมาส 9", "ทุกวันที่ 99", "ภายใน 999 วันทำการ", "ปีงบ 9999"]
    odd += ["อีก 999 ปี", "ทุก 99 สัปดาห์ วันจันทร์", "วันที่ " * 500, "ก่อน" * 1000, "25 ธ.ค. " * 200, "ศุกร์ที่ 99"]
    for said in odd:
        assert when(said).why or when(said).plain
        assert when(said).rest is not None


def test_thirty_first_comes_on_the_last_day_of_shorter_months() -> None:
    """A monthly day that a month lacks is its last day; every other week counts from the first time."""
    assert next_time(Repeat("month", (31,)), date(2027, 2, 1), works) == date(2027, 2, 28)
    alternate = Repeat("week", (0,), 2)
    assert next_time(alternate, date(2026, 11, 30), works, begun=date(2026, 11, 30)) == date(2026, 12, 14)


def test_years_end_in_each_calendar() -> None:
    """The calendar's year, the fiscal year and the Buddhist year turn at their own times."""
    newyear = datetime(2026, 12, 31, 23, 55)  # noqa: DTZ001
    for said, day in (("พรุ่งนี้", "2027-01-01"), ("สิ้นปีงบ", "2027-09-30"), ("5/1/70", "2027-01-05")):
        found = when(said, newyear).plain
        assert found is not None
        assert str(found.day) == day
