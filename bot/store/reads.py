"""What one turn reads of the store: nothing twice, and what is surely wanted all at once.

A turn's writes are buffered (`Changes`), so what it reads can only be changed by others while it runs. It sees one
state of each key; where its decisions rest on that, `Changes.seen` looks once more as they are kept."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from redis import Redis
from redis.client import Pipeline

Command = tuple[Any, ...]
"""A command and its arguments, as redis-py gives them to `execute_command`."""

_READS = frozenset({"GET", "MGET", "EXISTS", "HGET", "HGETALL", "XRANGE", "ZRANGE"})
"""Those that cost most turns something; the others go through."""


class Reads(Redis):
    """A store that remembers what it was asked, for the length of a turn. Everything else is done by the client
    behind it, whose connections it uses; it holds none of its own."""

    def __init__(self, behind: Redis) -> None:
        self.connection = None  # nothing to close
        self.auto_close_connection_pool = False
        self.connection_pool = behind.connection_pool
        self._behind = behind
        self._known: dict[Command, Any] = {}

    def ahead(self, commands: Iterable[Command]) -> None:
        """Asks several at once, in one round trip; those that are known are not asked again."""
        wanted = [each for each in dict.fromkeys(commands) if each not in self._known]
        if not wanted:
            return
        with self._behind.pipeline(transaction=False) as pipe:
            for each in wanted:
                pipe.execute_command(*each)  # type: ignore[no-untyped-call]
            self._known.update(zip(wanted, pipe.execute(), strict=True))

    def execute_command(self, *args: Any, **options: Any) -> Any:
        if args[0] not in _READS or options.get("withscores"):
            return self._asked(*args, **options)
        if args not in self._known:
            self._known[args] = self._asked(*args, **options)
        found = self._known[args]
        # whoever asks may change what it was given
        return dict(found) if isinstance(found, dict) else list(found) if isinstance(found, list) else found

    def _asked(self, *args: Any, **options: Any) -> Any:
        return self._behind.execute_command(*args, **options)  # type: ignore[no-untyped-call]

    def pipeline(self, transaction: bool = True, shard_hint: Any = None) -> Pipeline:
        return self._behind.pipeline(transaction, shard_hint)
