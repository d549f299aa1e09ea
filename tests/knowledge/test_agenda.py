"""When reminders warn, follow up and chase, and what each kind of repetition does."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from knowledge.people import Member
from knowledge.reminders import (
    LATE,
    Kind,
    Reminder,
    Told,
    chased,
    colour,
    kind_of,
    may_change,
    moments,
    next_moment,
    rolled,
    stage,
    to_say,
    warn_days,
)
from knowledge.repeats import Repeat
from knowledge.rules import Rules
from knowledge.thai_dates import full_day, weekday_date
from knowledge.thanks import Given, Reuse, given
from knowledge.working_days import WorkingDays

works = WorkingDays().works
ASKED = datetime(2026, 11, 2, 9)  # noqa: DTZ001 - Thai time
DUE = date(2026, 12, 25)
ONE = Reminder("r1", "o1", "C1", "ส่งรายงาน", "m1", DUE, ASKED, who=("m2",))
FACILITATOR = Member("m1", "นางสมใจ", role="คุณอำนวย", user_id="U1")
DOER = Member("m2", "นายแดง", user_id="U2")
PEOPLE = [FACILITATOR, DOER]


@pytest.mark.parametrize(
    ("today", "reached"),
    [
        (date(2026, 11, 24), None),
        (date(2026, 11, 25), 30),
        (date(2026, 12, 9), 15),  # the 10th is a holiday: the working day before
        (date(2026, 12, 18), 7),
        (DUE, 0),
        (date(2026, 12, 26), LATE),
    ],
)
def test_the_three_measures(today: date, reached: int | None) -> None:
    """Warn 30, 15 and 7 days ahead, follow up on the day, chase after it (S19)."""
    assert stage(ONE, today, (30, 15, 7), works) == reached


def test_each_stage_is_said_once_and_a_later_one_replaces_those_before() -> None:
    """After a silence of weeks the group hears where things stand now, not what it missed."""
    now = datetime(2026, 12, 19, 9)  # noqa: DTZ001
    assert to_say(ONE, Told({}), now, (30, 15, 7), works) == 7
    told = Told({"r1": Told({}).with_stage(ONE, 7)})
    assert to_say(ONE, told, now, (30, 15, 7), works) is None
    assert next_moment([ONE], told, now, Rules(), works) == datetime(2026, 12, 25, 8, 30)  # noqa: DTZ001


def test_moving_the_day_begins_anew() -> None:
    """What was said of another day doesn't count."""
    moved = Reminder("r1", "o1", "C1", "ส่งรายงาน", "m1", date(2027, 1, 29), ASKED)
    assert Told({"r1": "2026-12-25 7 15 30"}).stages(moved) == set()


def test_an_hour_ahead_on_the_same_day() -> None:
    """What is asked in the morning for the afternoon comes an hour before it."""
    asked = datetime(2026, 11, 23, 9)  # noqa: DTZ001
    today = Reminder("r1", "o1", "C1", "โทรหาโรงพิมพ์", "m1", asked.date(), asked, at=time(14))
    assert moments(today, (), works) == [(0, datetime(2026, 11, 23, 13))]  # noqa: DTZ001


def test_warning_ahead_fits_the_period_and_the_kind() -> None:
    """Weekly things need none; reports of trainings, reviews and promises have their own days."""
    rules = Rules()

    def days(kind: Kind, repeat: Repeat | None = None) -> tuple[int, ...]:
        return warn_days(Reminder("r", "o1", "C1", "x", "m1", DUE, ASKED, repeat=repeat, kind=kind), rules)

    assert days("task") == days("record") == (30, 15, 7)
    assert (days("training"), days("review"), days("followup")) == ((7, 3), (7,), (7,))
    assert (days("task", Repeat("week", (0,))), days("task", Repeat("month", (25,)))) == ((), (7,))
    assert days("record", Repeat("year", (6, 8))) == (30, 15, 7)


def test_what_repeats_rolls_on() -> None:
    """A missed Monday is over on Tuesday; a missed month is chased until the next one comes."""
    monday = Reminder("r", "o1", "C1", "x", "m1", date(2026, 11, 23), ASKED, repeat=Repeat("week", (0,)))
    assert rolled(monday, date(2026, 11, 24), works).due == date(2026, 11, 30)
    monthly = Reminder("r", "o1", "C1", "x", "m1", date(2026, 10, 25), ASKED, repeat=Repeat("month", (25,)))
    assert rolled(monthly, date(2026, 11, 20), works).due == date(2026, 10, 25)
    assert rolled(monthly, date(2026, 11, 25), works).due == date(2026, 11, 25)


def test_who_is_late_hears_first() -> None:
    """The one who does it the day after, the facilitator three days later, each again after three days."""
    after, later = date(2026, 12, 26), date(2026, 12, 28)
    none = Told({})
    assert chased(ONE, DOER, none, after, PEOPLE, works)
    assert not chased(ONE, FACILITATOR, none, after, PEOPLE, works)
    assert chased(ONE, FACILITATOR, none, later, PEOPLE, works)
    heard = Told({"r1 m2": "2026-12-25 2026-12-26"})
    assert not chased(ONE, DOER, heard, later, PEOPLE, works)
    assert chased(ONE, DOER, heard, date(2026, 12, 29), PEOPLE, works)


def test_where_nobody_is_left_the_facilitator_hears_at_once() -> None:
    """The one who was to do it has left the group."""
    gone = [FACILITATOR, Member("m2", "นายแดง", user_id="U2", left=True)]
    assert chased(ONE, FACILITATOR, Told({}), date(2026, 12, 26), gone, works)


def test_who_may_change_it() -> None:
    """Who asked, who does it, who looks after the community; what is everybody's, everybody."""
    other = Member("m9", "น.ส.นก")
    assert [may_change(ONE, m) for m in (FACILITATOR, DOER, other, None)] == [True, True, False, False]
    assert may_change(Reminder("r", "o1", "C1", "x", "m1", DUE, ASKED), other)


def test_kinds_colours_and_days_in_words() -> None:
    """A record (S1), a training's report (S21), a review, a task; urgency by colour (S4); days in full."""
    said = ("ส่งแบบบันทึกองค์ความรู้", "ส่งรายงานผลการอบรม", "ทำ AAR เวทีประชาคม", "ส่งงบ")
    assert [kind_of(text) for text in said] == ["record", "training", "review", "task"]
    assert [colour(n) for n in (30, 15, 7, 1, 0, -1)] == ["green", "yellow", "orange", "red", "red", "black"]
    assert (full_day(DUE), weekday_date(DUE)) == ("วันศุกร์ที่ 25 ธันวาคม 2569", "ศุกร์ 25 ธ.ค. 69")


def test_facts_of_a_month_have_no_places() -> None:
    """A colleague who read twice is one; people stand in no order of merit."""
    at = ASKED.astimezone()
    uses = [Reuse(f"u{n}", "o1", "n1", "m2", reader, at) for n, reader in enumerate(("m1", "m1", "m3"))]
    assert given([], ["m1"], uses) == [Given("m1", helped=1), Given("m2", read=2)]
