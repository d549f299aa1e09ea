"""What may leave with somebody."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from knowledge.notes import Filed, Note
from knowledge.people import Member
from knowledge.succession import days_left, last_day, risks

NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)
OLD = Member("m1", "นางเก่า ใจดี", "เก่า", expertise=("ทำสัญญา", "พัสดุ"), retire_fiscal_year=2570)
YOUNG = Member("m2", "นายใหม่ ขยัน", "ใหม่", expertise=("พัสดุ", "โดรน"), retire_fiscal_year=2595)
WHO = {"ทำสัญญา": ["m1"], "พัสดุ": ["m2", "m1"], "โดรน": ["m2"]}


def note(n: int, member: str, category: str) -> Note:
    return Note(f"n{n}", "o1", "G1", "U", member, "tip", "…", (f"x{n}",), NOW, (Filed(category, 0.9),))


def test_the_fiscal_year_ends_on_30_september_in_bangkok() -> None:
    """domain.md §2."""
    assert last_day(datetime(2026, 9, 30, 16, 59, tzinfo=UTC)) == date(2026, 9, 30)
    assert last_day(datetime(2026, 9, 30, 17, 0, tzinfo=UTC)) == date(2027, 9, 30)
    assert days_left(datetime(2026, 9, 30, 3, tzinfo=UTC)) == 0


def test_who_leaves_this_year_and_what_they_alone_hold() -> None:
    """First what nobody else knows; a circle on that is proposed."""
    found = risks([OLD, YOUNG], [note(1, "m1", "fund")], lambda topic: WHO[topic], str, NOW)
    (leaving,) = found.leaving
    assert (leaving.member, leaving.topics, leaving.alone, leaving.notes) == (OLD, ("ทำสัญญา", "พัสดุ"), 1, 1)
    assert [(held.topic, held.member) for held in found.single] == [("โดรน", YOUNG)]
    assert found.by_person == [(YOUNG, ["โดรน"])]
    assert found.circle == "ทำสัญญา"


def test_a_category_that_one_person_tells_of_is_a_risk() -> None:
    """Once they told enough of it that it shows, and nobody else did."""
    stays = replace(YOUNG, expertise=())
    theirs = [note(n, "m2", "otop") for n in range(3)]
    assert [h.topic for h in risks([stays], theirs, lambda topic: [], str, NOW).single] == ["otop"]
    assert risks([stays], theirs[:2], lambda topic: [], str, NOW).none
    assert risks([stays], [*theirs, note(9, "m9", "otop")], lambda topic: [], str, NOW).none


def test_who_leaves_without_having_told_is_listed_all_the_same() -> None:
    """That is the worst case."""
    silent = replace(OLD, expertise=())
    found = risks([silent], [], lambda topic: [], str, NOW)
    assert (found.leaving[0].topics, found.leaving[0].notes, found.circle) == ((), 0, "")
