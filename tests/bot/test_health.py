"""Counts and signs of life, and what may stand in the logs."""

from __future__ import annotations

import ast
import json
import time
from pathlib import Path

import pytest
from redis import Redis
from redis.exceptions import ConnectionError as NoConnection

from bot.health import Counters, Pulse, counts_key, parts
from bot.logs import log, where
from bot.store.embedded import Embedded, Store

HOME = Path(__file__).parents[2]


def test_counts_of_several_processes_add_up(redis: Redis, store_prefix: str) -> None:
    """The totals in the store are the sum of what all processes counted."""
    for _ in range(2):
        counts = Counters()
        counts.add("replies", 2)
        counts.flush(redis, store_prefix)
        counts.flush(redis, store_prefix)
    assert redis.hget(counts_key(store_prefix), "replies") == "4"


def test_counts_wait_for_a_lost_store(tmp_path: Path) -> None:
    """What was counted while the store was away is added when it is back."""
    embedded = Embedded(tmp_path)
    redis = Store(None, embedded).client()
    counts = Counters()
    counts.add("replies")
    with pytest.raises(NoConnection):
        counts.flush(redis)
    counts.add("replies")
    embedded.start()
    counts.flush(redis)
    assert redis.hget(counts_key(), "replies") == "2"
    redis.close()
    embedded.stop()


def test_a_process_says_that_it_lives_and_that_it_leaves(redis: Redis, store_prefix: str) -> None:
    """A clean stop takes the sign of life back at once, and brings the last counts."""
    counts = Counters()
    pulse = Pulse(redis, "worker:w", store_prefix, counts=counts, detail=lambda: {"threads": 8})
    pulse.start()
    deadline = time.monotonic() + 5
    while "worker:w" not in parts(redis, store_prefix):
        assert time.monotonic() < deadline
        time.sleep(0.01)
    found = parts(redis, store_prefix)["worker:w"]
    assert (found["alive"], found["threads"]) == (True, 8)
    counts.add("replies")
    pulse.stop()
    assert parts(redis, store_prefix) == {}
    assert redis.hget(counts_key(store_prefix), "replies") == "1"


def test_a_log_line_is_one_json_object(capsys: pytest.CaptureFixture[str]) -> None:
    """Logs are for machines, one object a line, also with newlines and Thai in values."""
    log("event_failed", event_id="E1", reason="a\nb", group="กลุ่ม")
    [line] = capsys.readouterr().err.splitlines()
    found = json.loads(line)
    assert (found["event"], found["event_id"], found["reason"]) == ("event_failed", "E1", "a\nb")


def test_the_place_of_a_fault_never_quotes_its_message() -> None:
    """An exception's text may hold what somebody said; class and place are enough to mend it."""
    try:
        json.loads("เรื่องส่วนตัว")
    except ValueError as trouble:
        found = where(trouble)
    assert found.startswith("JSONDecodeError in test_the_place_of_a_fault")
    assert "(tests/bot/test_health.py:" in found
    assert "เรื่องส่วนตัว" not in found


def test_log_names_are_fixed_words() -> None:
    """Every `log(…)` call in the process files names its event with a constant: nothing that people said can
    become one."""
    calls = 0
    for path in sorted((HOME / "bot").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"log", "_log"}:
                assert isinstance(node.args[0], ast.Constant), f"{path.name}:{node.lineno}"
                values = {word.arg for word in node.keywords}
                assert not values & {"text", "message", "body", "raw", "name", "said"}, f"{path.name}:{node.lineno}"
                calls += 1
    assert calls > 10
