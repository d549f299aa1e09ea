"""When a digest is due: off holidays, once in an ISO week, right at the ends of years."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bot.digesting import next_named
from knowledge.digest_times import BANGKOK, DigestTimes, Log, logged, week_of
from knowledge.working_days import WorkingDays

MONDAYS = "30 8 * * 1"
BEGUN = datetime(2026, 1, 1, tzinfo=BANGKOK)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BANGKOK)


def times(cron: str = MONDAYS, *own: str) -> DigestTimes:
    return DigestTimes(cron, WorkingDays(own), next_named)


@pytest.mark.parametrize(
    ("now", "due"),
    [
        ("2026-11-20T12:00", "2026-11-23T08:30"),
        ("2026-12-01T12:00", "2026-12-08T08:30"),  # Monday the 7th stands in for Father's Day
        ("2026-04-10T12:00", "2026-04-16T08:30"),  # Songkran, Monday to Wednesday
        ("2026-09-25T12:00", "2026-09-28T08:30"),  # the fiscal year ends in that week
        ("2026-12-30T12:00", "2027-01-04T08:30"),  # ISO week 1 of 2027; the 1st lies in week 53 of 2026
        ("2027-07-16T12:00", "2027-07-21T08:30"),  # Asalha Bucha on Sunday, Khao Phansa on Monday, its substitute
    ],
)
def test_the_next_digest(now: str, due: str) -> None:
    """Public holidays move it to the next working day."""
    assert times().next_after(Log(), at(now)) == at(due)


def test_a_year_of_digests_has_one_in_each_iso_week() -> None:
    """However the holidays lie, over the ends of the fiscal, the Christian and the Buddhist year."""
    log, now, given = Log(), at("2026-01-02T00:00"), []
    while (slot := times().next_after(log, now)) and slot < at("2028-12-01T00:00"):
        given.append(slot)
        log, now = logged(log, slot), slot
    weeks = [week_of(slot) for slot in given]
    assert len(weeks) == len(set(weeks))
    assert len(weeks) >= 150
    assert all(slot.weekday() < 5 and not WorkingDays().is_holiday(slot.date()) for slot in given)


def test_after_downtime_there_is_one_the_latest() -> None:
    """It tells of everything since the last one, at most five weeks."""
    log = logged(Log(), at("2026-10-05T08:30"))
    now = at("2026-10-29T10:00")
    slot = times().due(log, BEGUN, now)
    assert slot == at("2026-10-26T08:30")
    assert slot is not None
    assert times().begins(log, BEGUN, slot) == at("2026-10-05T08:30")
    assert times().due(logged(log, slot), BEGUN, now) is None


def test_nothing_is_due_from_before_the_group_came() -> None:
    """A group that was linked on Tuesday has its first digest on Monday."""
    begun = at("2026-11-24T09:00")
    assert times().due(Log(), begun, at("2026-11-29T09:00")) is None
    assert times().due(Log(), begun, at("2026-11-30T08:30")) == at("2026-11-30T08:30")


def test_the_offices_own_holidays_count_and_public_ones_may_be_taken_away() -> None:
    """What the cabinet declares is added by hand."""
    assert times(MONDAYS, "2026-11-23").next_after(Log(), at("2026-11-20T12:00")) == at("2026-11-24T08:30")
    assert times(MONDAYS, "-2026-12-07").next_after(Log(), at("2026-12-01T12:00")) == at("2026-12-07T08:30")


def test_a_digest_from_a_clock_that_ran_ahead_is_no_measure() -> None:
    """The weeks until then have theirs; the one that was given is not given again."""
    log = logged(logged(Log(), at("2026-11-23T08:30")), at("2027-11-29T08:30"))
    assert times().due(log, BEGUN, at("2026-11-24T12:00")) is None or "2026-W48" in log.weeks
    assert times().due(log, BEGUN, at("2026-12-01T12:00")) == at("2026-11-30T08:30")


@pytest.mark.parametrize("cron", ["", "0 0 30 2 *"])
def test_a_rule_without_a_time_is_never(cron: str) -> None:
    """An empty rule, and a day that no year has."""
    assert times(cron).next_after(Log(), at("2026-11-20T12:00")) is None
    assert times(cron).due(Log(), BEGUN, at("2026-11-20T12:00")) is None


def test_a_substitute_is_one_for_days_in_a_row() -> None:
    """Songkran of 2567 lay on Saturday to Monday: Tuesday, and no more."""
    days = WorkingDays()
    assert [days.works(at(f"2024-04-{day}").date()) for day in (12, 15, 16, 17)] == [True, False, False, True]


def test_a_calendar_without_work_does_not_hang() -> None:
    """A list of holidays that leaves no day is a mistake; the time stands then."""
    every = tuple((at("2026-11-23T00:00") + timedelta(days=n)).date().isoformat() for n in range(90))
    assert WorkingDays(every).next_working(at("2026-11-23T08:30")) == at("2026-11-23T08:30")
