"""The version of the data's format, and how older data is brought to it."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import cast

from redis import Redis
from redis.exceptions import RedisError

from bot.store.embedded import StoreError
from bot.store.keys import PREFIX

LOCK_SECONDS = 60


@dataclass(frozen=True)
class Migration:
    """Brings data of version `to - 1` to version `to`. `run(redis, prefix)` may be interrupted and run again."""

    to: int
    run: Callable[[Redis, str], None]


MIGRATIONS: tuple[Migration, ...] = ()
"""In order, without gaps. Version 1 is the first; nothing leads to it."""
FIRST = 1


def format_key(prefix: str = PREFIX) -> str:
    """string: the version of the data's format, an integer."""
    return f"{prefix}{{all}}:format"


def migrate(redis: Redis, prefix: str = PREFIX, migrations: Sequence[Migration] = MIGRATIONS) -> int:
    """Brings the data to this program's version and returns it. Every process calls this before it works; one
    does the work, the others wait. Raises StoreError for data of a newer version, which is left untouched, and for
    a store that does not answer: it is the first that a process asks of it."""
    try:
        return _migrate(redis, prefix, migrations)
    except RedisError as trouble:
        raise StoreError(f"the store does not answer ({type(trouble).__name__}): check REDIS_URL") from trouble


def _migrate(redis: Redis, prefix: str, migrations: Sequence[Migration]) -> int:
    newest = migrations[-1].to if migrations else FIRST
    lock = f"{prefix}{{all}}:format:lock"
    while True:
        found = cast("str | None", redis.get(format_key(prefix)))
        if found is None:
            redis.set(format_key(prefix), newest, nx=True)  # a new store
            continue
        version = int(found)
        if version > newest:
            raise StoreError(
                f"the data has format {version}, this version of Likhit knows up to {newest}: install a newer Likhit"
            )
        if version == newest:
            return version
        if redis.set(lock, "1", nx=True, ex=LOCK_SECONDS):
            try:
                _step(redis, prefix, version, migrations)
            finally:
                redis.delete(lock)
        else:
            time.sleep(0.1)


def _step(redis: Redis, prefix: str, version: int, migrations: Sequence[Migration]) -> None:
    if redis.get(format_key(prefix)) != str(version):
        return  # another process has just done it
    step = next(each for each in migrations if each.to == version + 1)
    step.run(redis, prefix)
    redis.set(format_key(prefix), step.to)
