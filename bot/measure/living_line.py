"""LINE for a life in seconds: answers the gateway's calls in the process itself, counts what LINE counts, and may have
the bot's process "die" before or after any call, as kill -9 would."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from redis import Redis
from redis.client import Pipeline

from bot.config import BANGKOK
from bot.line.http import Answer

TOKEN_LIFE, KEY_LIFE = timedelta(seconds=60), timedelta(hours=24)


class Killed(BaseException):
    """The process is no more; nothing of it may catch this."""


@dataclass
class Fate:
    """Whether the process dies now: between any two steps that others can see (the store's and LINE's)."""

    chance: float
    seed: int
    deaths: int = 0
    steps: int = 0
    spared: bool = True
    """Nobody dies outside of what is watched."""

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)

    def step(self) -> None:
        self.steps += 1
        if not self.spared and self._random.random() < self.chance:
            self.deaths += 1
            raise Killed


class MortalRedis(Redis):
    """A client whose process may die before and after each call."""

    fate: Fate

    def execute_command(self, *args: Any, **options: Any) -> Any:
        self.fate.step()
        found = super().execute_command(*args, **options)  # type: ignore[no-untyped-call]
        self.fate.step()
        return found

    def pipeline(self, transaction: bool = True, shard_hint: str | None = None) -> Pipeline:
        made = MortalPipeline(self.connection_pool, self.response_callbacks, transaction, shard_hint)
        made.fate = self.fate
        return made


class MortalPipeline(Pipeline):
    """The same for what is sent together."""

    fate: Fate

    def execute(self, raise_on_error: bool = True) -> list[Any]:
        self.fate.step()
        found: list[Any] = super().execute(raise_on_error)
        self.fate.step()
        return found


@dataclass(frozen=True)
class Said:
    """One request of the bot's that LINE took."""

    group: str
    at: datetime
    messages: tuple[Mapping[str, Any], ...]
    pushed: bool
    asked: bool = False
    """It answers something that was said to the bot: one message of it is the answer."""

    @property
    def texts(self) -> list[str]:
        return [str(message.get("altText") or message.get("text")) for message in self.messages]


@dataclass
class LivingLine:
    """Stands in the place of `bot.line.http.LineHttp`."""

    now: Callable[[], datetime]
    fate: Fate
    members: Callable[[str], int]
    limit: int | None
    down: bool = False
    said: list[Said] = field(default_factory=list)
    used: Counter[str] = field(default_factory=Counter)
    """Month → people pushed to."""
    over: int = 0
    """Pushes that LINE had to refuse for want of quota."""
    refused: Counter[str] = field(default_factory=Counter)
    _tokens: dict[str, tuple[str, datetime, bool]] = field(default_factory=dict)
    _keys: dict[str, datetime] = field(default_factory=dict)

    def token(self, token: str, group: str, *, asked: bool) -> None:
        """An event with this reply token went out."""
        self._tokens[token] = (group, self.now(), asked)

    def call(
        self, method: str, url: str, body: bytes | None = None, headers: Mapping[str, str] | None = None, **_: Any
    ) -> Answer:
        self.fate.step()
        path = url.partition("/v2/bot/")[2]
        status, found = self._answer(path, json.loads(body) if body else {}, headers or {})
        self.fate.step()
        return Answer(status, {}, json.dumps(found).encode(), 0.0)

    def close(self) -> None:
        """Nothing is open."""

    def _answer(self, path: str, body: dict[str, Any], headers: Mapping[str, str]) -> tuple[int, dict[str, Any]]:
        if self.down:
            return 500, {"message": "The server is temporarily unavailable."}
        if path == "message/reply":
            return self._reply(body)
        if path == "message/push":
            return self._push(body, headers["X-Line-Retry-Key"])
        if path == "message/quota":
            return 200, {"type": "none"} if self.limit is None else {"type": "limited", "value": self.limit}
        if path == "message/quota/consumption":
            return 200, {"totalUsage": self.used[self._month()]}
        if path.endswith("/members/count"):
            return 200, {"count": self.members(path.split("/")[1])}
        return 200, {"displayName": f"คุณ{path[-4:]}", "groupName": "กลุ่ม"}

    def _reply(self, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        group, since, asked = self._tokens.pop(body["replyToken"], ("", self.now(), False))
        if not group or self.now() - since > TOKEN_LIFE:
            self.refused["token"] += 1
            return 400, {"message": "Invalid reply token"}
        self.said.append(Said(group, self.now(), tuple(body["messages"]), False, asked))
        return 200, {"sentMessages": []}

    def _push(self, body: dict[str, Any], key: str) -> tuple[int, dict[str, Any]]:
        before = self._keys.get(key)
        if before is not None and self.now() - before < KEY_LIFE:
            self.refused["same key"] += 1
            return 409, {"message": "The retry key is already accepted"}
        people = self.members(body["to"])
        if self.limit is not None and self.used[self._month()] + people > self.limit:
            self.over += 1
            return 429, {"message": "You have reached your monthly limit."}
        self.used[self._month()] += people
        self._keys[key] = self.now()
        self.said.append(Said(body["to"], self.now(), tuple(body["messages"]), True))
        return 200, {"sentMessages": []}

    def _month(self) -> str:
        return f"{self.now().astimezone(BANGKOK):%Y-%m}"
