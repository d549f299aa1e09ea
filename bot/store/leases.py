"""Which worker process reads which stream of the inbox: shared evenly, and taken over from the dead."""

from __future__ import annotations

import fcntl
import secrets
import socket
import time
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

from redis import Redis

from bot.store.inbox import PARTITIONS
from bot.store.keys import PREFIX

TTL_SECONDS = 8.0
"""Without a sign for so long, a worker's streams go to the others."""
RENEW_SECONDS = 1.0
SLACK_SECONDS = 1.0
"""We stop before the others may start: a worker that was held up must not handle what another reads already."""

# One sorted set says who lives; one hash says whose each stream is. A lease of somebody dead is free, so renewing
# all leases of a worker is one small write.
_TEND = """
local t = redis.call('TIME')
local now = t[1] * 1000 + math.floor(t[2] / 1000)
redis.call('ZADD', KEYS[1], now, ARGV[1])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - ARGV[2])
local names, alive, me = redis.call('ZRANGE', KEYS[1], 0, -1), {}, 0
table.sort(names)
for i, name in ipairs(names) do
  alive[name] = true
  if name == ARGV[1] then me = i - 1 end
end
local held, surplus = {}, {}
for p = 0, ARGV[3] - 1 do
  local owner = redis.call('HGET', KEYS[2], p)
  local wanted = p % #names == me
  if owner == ARGV[1] then
    table.insert(wanted and held or surplus, p)
  elseif wanted and not (owner and alive[owner]) then
    redis.call('HSET', KEYS[2], p, ARGV[1])
    table.insert(held, p)
  end
end
return {held, surplus}
"""

_GIVE_BACK = """
for i = 2, #ARGV do
  if redis.call('HGET', KEYS[2], ARGV[i]) == ARGV[1] then redis.call('HDEL', KEYS[2], ARGV[i]) end
end
"""


@dataclass(frozen=True)
class Held:
    """What a worker may do until the next `tend`."""

    partitions: frozenset[int]
    """Streams to read."""
    surplus: frozenset[int]
    """Streams that another worker waits for: finish what runs, then give them back."""


class Leases:
    """One worker's leases. Raises RedisError when the store is gone."""

    def __init__(self, redis: Redis, name: str, prefix: str = PREFIX, ttl: float = TTL_SECONDS) -> None:
        self.name, self._ttl = name, ttl
        self._keys = [f"{prefix}{{inbox}}:beats", f"{prefix}{{inbox}}:leases"]
        self._redis = redis
        self._tend, self._give = redis.register_script(_TEND), redis.register_script(_GIVE_BACK)
        self._until = 0.0
        self._held = Held(frozenset(), frozenset())

    def tend(self) -> Held:
        """Renews the leases and takes those that are ours to take."""
        asked = time.monotonic()
        answer = self._tend(keys=self._keys, args=[self.name, int(self._ttl * 1000), PARTITIONS])
        held, surplus = cast("list[list[int]]", answer)
        self._held = Held(frozenset(map(int, held)), frozenset(map(int, surplus)))
        self._until = asked + self._ttl - min(SLACK_SECONDS, self._ttl / 4)
        return self._held

    def holds(self, partition: int) -> bool:
        """Whether a new event of the stream may be started now, judged by this machine's own clock."""
        return partition in self._held.partitions and time.monotonic() < self._until

    def give_back(self, partitions: frozenset[int]) -> None:
        """Lets others have these streams."""
        if partitions:
            self._give(keys=self._keys, args=[self.name, *partitions])

    def leave(self) -> None:
        """Gives everything back, on a clean stop."""
        self._until = 0.0
        self.give_back(frozenset(range(PARTITIONS)))
        self._redis.zrem(self._keys[0], self.name)


class Seat:
    """A worker's place on this machine: a locked file in the data folder. A worker that is started again after a
    kill takes the same seat, has the same name, and so goes on with its leases at once."""

    def __init__(self, folder: Path, kind: str = "worker") -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.path, self._file = self._sit_down(folder, kind)
        self._file.seek(0)
        key = self._file.read().strip()
        if not key:
            key = secrets.token_hex(4)
            self._file.write(key)
            self._file.flush()
        self.name = f"{socket.gethostname()}-{key}"

    @staticmethod
    def _sit_down(folder: Path, kind: str) -> tuple[Path, IO[str]]:
        n = 0
        while True:
            path = folder / f"{kind}-{n}.lock"
            file = path.open("a+", encoding="ascii")
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                file.close()
                n += 1
            else:
                return path, file

    def leave(self) -> None:
        """Frees the seat."""
        self._file.close()
