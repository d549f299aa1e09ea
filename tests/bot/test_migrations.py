"""The version of the data's format."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from redis import Redis

from bot.store.embedded import StoreError
from bot.store.migrations import Migration, format_key, migrate


def test_a_new_store_gets_the_current_version(redis: Redis, store_prefix: str) -> None:
    """From the first day the data says which format it has."""
    assert migrate(redis, store_prefix) == 1
    assert redis.get(format_key(store_prefix)) == "1"


def test_newer_data_is_refused_and_left_alone(redis: Redis, store_prefix: str) -> None:
    """An older program must not touch data that it doesn't understand; the line says what to do."""
    redis.set(format_key(store_prefix), 9)
    with pytest.raises(StoreError, match=r"format 9.*up to 1.*newer"):
        migrate(redis, store_prefix)
    assert redis.get(format_key(store_prefix)) == "9"


def test_a_store_that_does_not_answer_is_one_line() -> None:
    """It is what every process asks first, so each of them ends with a line instead of its stack."""
    with pytest.raises(StoreError, match="does not answer"):
        migrate(Redis(port=1, socket_connect_timeout=0.2))


def test_older_data_is_brought_up_step_by_step_once(redis: Redis, store_prefix: str) -> None:
    """Each step runs once and in order, also when web, worker and clock start together."""
    migrate(redis, store_prefix)
    steps = [
        Migration(n, lambda store, prefix, n=n: store.rpush(f"{prefix}steps", n))  # type: ignore[misc]
        for n in (2, 3, 4)
    ]
    with ThreadPoolExecutor(3) as pool:
        found = list(pool.map(lambda _: migrate(redis, store_prefix, steps), range(3)))
    assert found == [4, 4, 4]
    assert redis.lrange(f"{store_prefix}steps", 0, -1) == ["2", "3", "4"]


def test_a_step_that_fails_is_done_again(redis: Redis, store_prefix: str) -> None:
    """The version is raised only after the step: a start that broke off is repeated by the next."""
    migrate(redis, store_prefix)

    def fail(_redis: Redis, _prefix: str) -> None:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        migrate(redis, store_prefix, [Migration(2, fail)])
    assert redis.get(format_key(store_prefix)) == "1"
    assert migrate(redis, store_prefix, [Migration(2, lambda *_: None)]) == 2
