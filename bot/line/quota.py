"""How many pushes the month still has. Counted before sending: a push to a group costs one for each member
(line-platform.md, Sending), and what is over the limit must never leave."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol, cast

from redis import Redis

from bot.config import BANGKOK

KEPT_SECONDS = 62 * 24 * 3600
"""A month's count stays readable for the month after it."""
NO_LIMIT = -1

_TAKE = """
local key, people, limit = 'key:' .. ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
if redis.call('HEXISTS', KEYS[1], key) == 1 then return 1 end
local full = tonumber(redis.call('HGET', KEYS[1], 'full') or '')
if full and (limit < 0 or limit <= full) then return 0 end
local used = tonumber(redis.call('HGET', KEYS[1], 'used') or '0')
if limit >= 0 and used + people > limit then return 0 end
redis.call('HINCRBY', KEYS[1], 'used', people)
redis.call('HSET', KEYS[1], key, people)
redis.call('EXPIRE', KEYS[1], ARGV[4])
return 1
"""
_GIVE_BACK = """
local people = redis.call('HGET', KEYS[1], 'key:' .. ARGV[1])
if people then
  redis.call('HINCRBY', KEYS[1], 'used', -people)
  redis.call('HDEL', KEYS[1], 'key:' .. ARGV[1])
end
return 1
"""
_RAISE = """
if tonumber(redis.call('HGET', KEYS[1], 'used') or '0') < tonumber(ARGV[1]) then
  redis.call('HSET', KEYS[1], 'used', ARGV[1])
  redis.call('EXPIRE', KEYS[1], ARGV[2])
end
return 1
"""


class QuotaStore(Protocol):
    """The counts of each month, shared by all processes. `limit` None is a plan without one."""

    def take(self, month: str, retry_key: str, people: int, limit: int | None) -> bool:
        """Counts `people` unless they don't fit; the same retry key is counted once. True: it may be sent."""
        ...

    def give_back(self, month: str, retry_key: str) -> None:
        """Uncounts a push that LINE refused."""
        ...

    def raise_to(self, month: str, used: int) -> None:
        """LINE itself counted so many: others send from the same account, too. Never lowers the count."""
        ...

    def fill(self, month: str, limit: int | None) -> None:
        """LINE said that the limit is reached: nothing more this month, unless a larger plan is bought."""
        ...

    def used(self, month: str) -> int:
        """What was counted in a month."""
        ...


class RedisQuota:
    """One hash a month under `{quota}`; counting is one script, so two processes never share the last push."""

    def __init__(self, redis: Redis, prefix: str = "lk:") -> None:
        self._redis, self._prefix = redis, prefix
        self._take = redis.register_script(_TAKE)
        self._give_back = redis.register_script(_GIVE_BACK)
        self._raise_to = redis.register_script(_RAISE)

    def _key(self, month: str) -> str:
        return f"{self._prefix}{{quota}}:{month}"

    def take(self, month: str, retry_key: str, people: int, limit: int | None) -> bool:
        most = NO_LIMIT if limit is None else limit
        return bool(self._take([self._key(month)], [retry_key, people, most, KEPT_SECONDS]))

    def give_back(self, month: str, retry_key: str) -> None:
        self._give_back([self._key(month)], [retry_key])

    def raise_to(self, month: str, used: int) -> None:
        self._raise_to([self._key(month)], [used, KEPT_SECONDS])

    def fill(self, month: str, limit: int | None) -> None:
        self._redis.hset(self._key(month), "full", str(limit or 0))
        self._redis.expire(self._key(month), KEPT_SECONDS)

    def used(self, month: str) -> int:
        return int(cast("str | None", self._redis.hget(self._key(month), "used")) or 0)


def month_of(now: datetime) -> str:
    """The month, as in Bangkok, that a push at `now` counts in: 2026-11."""
    return f"{now.astimezone(BANGKOK):%Y-%m}"
