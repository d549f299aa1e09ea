"""The writes of one turn: gathered while a handler runs, kept all together or not at all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from redis import Redis
from redis.client import Pipeline
from redis.exceptions import WatchError

Write = Callable[[Pipeline], object]


class AlreadyKept(Exception):
    """Another worker has kept this turn: nothing of ours was written."""


def tag(key: str) -> str:
    """The `{…}` part of a key, which decides its place on a cluster."""
    return key[key.index("{") : key.index("}") + 1]


class Changes:
    """Buffered writes. Readers of the store see them only after `keep`.

    Keys of one hash tag are written in one MULTI; where a turn touches several tags, those of the marker come
    last, so that a turn which broke off in between is simply done again (all writes are idempotent)."""

    def __init__(self) -> None:
        self._writes: list[tuple[str, Write]] = []
        self._seen: list[tuple[str, Callable[[Pipeline], object], object]] = []
        self.ahead: dict[str, Any] = {}
        """What this turn has made of things that it may change again, for stores that read their own writes."""

    def __len__(self) -> int:
        return len(self._writes)

    def add(self, key: str, write: Write) -> None:
        """Remembers one write to `key` (or to keys with the same tag)."""
        self._writes.append((tag(key), write))

    def seen(self, key: str, read: Callable[[Pipeline], object], value: object) -> None:
        """What was decided rests on `read` having given `value`: where `key` says something else by the time a turn
        is kept with its marker, nothing is written and WatchError is raised, so that the turn is taken again."""
        self._seen.append((key, read, value))

    def clear(self) -> None:
        """Forgets everything gathered: the turn failed."""
        self._writes.clear()
        self._seen.clear()
        self.ahead.clear()

    def keep(self, redis: Redis, marker: str | None = None, outcome: str = "", *, seconds: int = 259_200) -> None:
        """Writes everything. With `marker`, the key is set to `outcome` in the same MULTI, and AlreadyKept is
        raised, with nothing of that tag written, when it is there already."""
        last = tag(marker) if marker else None
        tags = list(dict.fromkeys(t for t, _ in self._writes))
        for one in sorted(tags, key=lambda t: t == last):
            if one != last:
                self._write(redis, one)
        if marker is not None:
            self._write_with_marker(redis, tag(marker), marker, outcome, seconds)
        self.clear()

    def _write(self, redis: Redis, one: str) -> None:
        with redis.pipeline(transaction=True) as pipe:
            for write in self._of(one):
                write(pipe)
            pipe.execute()

    def _write_with_marker(self, redis: Redis, one: str, marker: str, outcome: str, seconds: int) -> None:
        with redis.pipeline(transaction=True) as pipe:
            pipe.watch(marker)  # type: ignore[no-untyped-call]
            if pipe.exists(marker):
                raise AlreadyKept(marker)
            for key, read, value in self._seen:
                pipe.watch(key)  # type: ignore[no-untyped-call]
                if read(pipe) != value:
                    raise WatchError(key)
            pipe.multi()
            for write in self._of(one):
                write(pipe)
            pipe.set(marker, outcome, ex=seconds)
            try:
                pipe.execute()
            except WatchError as lost:
                # redis-py says the same when the connection broke: only the marker tells that somebody was first
                if redis.exists(marker):
                    raise AlreadyKept(marker) from lost
                raise

    def _of(self, one: str) -> list[Write]:
        return [write for t, write in self._writes if t == one]
