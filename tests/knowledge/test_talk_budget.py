"""A bot that talks too much is removed from the group: the budget holds in every mixture."""

from __future__ import annotations

import random
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from knowledge.push_quota import forecast, may_push
from knowledge.rules import Rules
from knowledge.talk_budget import BANGKOK, Hush, TalkBudget, quiet, quiet_end

MONDAY = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)


class Said:
    """A talk store in memory."""

    def __init__(self) -> None:
        self.rows: dict[str, datetime] = {}
        self.hushed = Hush()

    def said_since(self, group_id: str, since: datetime) -> int:
        return sum(since <= at < since + timedelta(days=1) for at in self.rows.values())

    def add(self, group_id: str, what: str, at: datetime) -> None:
        self.rows[what] = at

    def take_back(self, group_id: str, what: str) -> None:
        self.rows.pop(what, None)

    def hush(self, group_id: str) -> Hush:
        return self.hushed

    def put_hush(self, group_id: str, hush: Hush) -> None:
        self.hushed = hush


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("budget", [0, 1, 2, 5])
def test_months_of_every_mixture_stay_within_the_budget(budget: int, seed: int) -> None:
    """Digests, reminders, suggestions and thanks in any order and number, groups that hush and change their mind:
    never more than the budget on any day in Bangkok, none in quiet hours, none while hushed."""
    luck, said, rules = random.Random(seed), Said(), Rules(talk_budget=budget)
    now, days, asked = MONDAY, Counter[str](), 0
    while now < MONDAY + timedelta(days=120):
        now += timedelta(minutes=luck.expovariate(1 / 90))
        if luck.random() < 0.01:
            said.hushed = luck.choice((Hush(), Hush(fewer=True), Hush(until=now + timedelta(days=7))))
        for what in luck.sample(("digest", "reminders", "suggestion", "thanks"), luck.randint(1, 4)):
            talk = TalkBudget(said, rules, "C1", now)
            asked += 1
            if not talk.may_speak(what):
                continue
            assert not quiet(rules, now)
            assert said.hushed.until is None or now >= said.hushed.until
            talk.spoke(what, str(asked))
            days[f"{now.astimezone(BANGKOK):%Y-%m-%d}"] += 1
    assert max(days.values(), default=0) <= budget
    assert bool(days) == (budget > 0)


def test_who_asked_for_less_hears_once_a_day_and_no_suggestions() -> None:
    """`#เบาลง`."""
    said = Said()
    said.hushed = Hush(fewer=True)
    assert not TalkBudget(said, Rules(), "C1", MONDAY).may_speak("suggestion")
    talk = TalkBudget(said, Rules(), "C1", MONDAY)
    assert talk.may_speak("digest")
    talk.spoke("digest", "e1")
    assert not talk.may_speak("reminders")


def test_what_could_not_be_sent_does_not_count() -> None:
    """The next occasion has the whole budget."""
    said = Said()
    TalkBudget(said, Rules(talk_budget=1), "C1", MONDAY).spoke("digest", "e1")
    TalkBudget(said, Rules(talk_budget=1), "C1", MONDAY).unsaid("digest", "e1")
    assert TalkBudget(said, Rules(talk_budget=1), "C1", MONDAY).may_speak("digest")


@pytest.mark.parametrize(
    ("begin", "end", "hour", "silent"),
    [
        ("18:00", "08:00", 17, False),
        ("18:00", "08:00", 18, True),
        ("18:00", "08:00", 7, True),
        ("12:00", "13:00", 12, True),
        ("12:00", "13:00", 13, False),
        ("08:00", "08:00", 8, False),
    ],
)
def test_quiet_hours_may_run_over_midnight(begin: str, end: str, hour: int, silent: bool) -> None:
    """Equal ends are none at all."""
    at = datetime(2026, 11, 23, hour, 0, tzinfo=BANGKOK)
    rules = Rules(quiet_from=begin, quiet_until=end)
    assert quiet(rules, at) is silent
    assert not quiet(rules, quiet_end(rules, at))


def test_when_it_may_speak_again() -> None:
    """The end of a hush, or the next morning, after the quiet hours."""
    said = Said()
    said.hushed = Hush(until=MONDAY + timedelta(days=2, hours=14))
    assert TalkBudget(said, Rules(), "C1", MONDAY).opens_at() == datetime(2026, 11, 26, 8, tzinfo=BANGKOK)
    spent = TalkBudget(Said(), Rules(talk_budget=0), "C1", MONDAY)
    assert spent.opens_at() == datetime(2026, 11, 24, 8, tzinfo=BANGKOK)


def test_a_month_is_not_spent_in_its_first_week() -> None:
    """Twenty pushes to a group of 15 use up the free plan (line-platform.md): they are spread."""
    used = 0
    for day in range(1, 31):
        now = datetime(2026, 11, day, 9, tzinfo=BANGKOK)
        while may_push(15, used, 300, now):
            used += 15
        assert used <= 300
        if day == 7:
            assert 30 <= used <= 90
    assert used >= 270
    assert forecast(10, datetime(2026, 12, 31, 23, 59, tzinfo=BANGKOK)) < 10.1
    assert may_push(5_000, 10**6, None, MONDAY)
