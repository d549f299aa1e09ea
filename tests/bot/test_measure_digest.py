"""Unasked words over weeks: every digest arrives once, within budget and quota, whatever dies in between."""

from __future__ import annotations

from datetime import timedelta

import pytest
from redis import Redis

from bot.measure.digest import weigh
from bot.measure.living import BEGIN, Life, live
from bot.measure.living_line import Said
from handlers import wording
from knowledge.rules import Rules


@pytest.fixture
def lived(redis: Redis, store_prefix: str) -> Life:
    return live(4, 2, redis=redis, prefix=store_prefix, deaths=0.006, seed=3)


def test_weeks_with_dying_processes_and_two_clocks(lived: Life) -> None:
    """Nothing lost, nothing doubled, never over the quota or the budget of a day."""
    found = weigh(lived)
    assert (found["lost"], found["doubled"], found["pushes over the quota"]) == (0, 0, 0)
    assert found["unasked a day, most"] <= found["budget"]
    assert found["pushed, people a month"] <= found["quota"]
    assert lived.deaths > 10
    assert found["digests"] > 0


def test_no_budget_is_no_unasked_word(redis: Redis, store_prefix: str) -> None:
    """An office that wants silence has it."""
    found = weigh(live(3, 2, redis=redis, prefix=store_prefix, deaths=0.0, rules=Rules(talk_budget=0)))
    assert found["unasked a day, most"] <= 0
    assert found["digests"] == 0


def test_what_is_lost_or_doubled_is_counted() -> None:
    """The measure itself: a telling that no digest told of, and a digest that came twice."""
    life = Life(1, 2, members={"C1": 9})
    life.told["C1"] = [BEGIN, BEGIN + timedelta(hours=1)]
    life.spoke["C1"] = [BEGIN + timedelta(days=11)]
    assert weigh(life)["lost"] == 2
    digest = {"altText": f"{wording.DIGEST_TITLE} 21–27 ก.ย. 69\n{wording.digest_told(2, 0)}"}
    at = BEGIN + timedelta(days=7, hours=9)
    life.said = [Said("C1", at, (digest,), pushed=False)]
    assert (weigh(life)["lost"], weigh(life)["doubled"]) == (0, 0)
    life.said *= 2
    assert weigh(life)["doubled"] == 3
