"""The only sender. What it is told to say has been rendered and checked (cards.py); it checks once more, replies
while the token lives, pushes within the month's quota, and repeats only what is safe to repeat.

Rules: line-platform.md, Sending. Every call says how it went as an Outcome; none of LINE's answers raises.
"""

from __future__ import annotations

import random
import threading
import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from bot.line import cards, limits
from bot.line.http import READ_SECONDS, Answer, LineHttp, TooLarge, Unreachable
from bot.line.lookups import Lookups, Meter, NoMeter, in_path
from bot.line.measures import as_json, items_of
from bot.line.quota import QuotaStore, month_of
from bot.logs import log
from handlers.chat import Chat

TOKEN_LIFE = timedelta(seconds=60)
"""A reply token works so long after the webhook came."""
REDELIVERED_LIFE = timedelta(minutes=20)
"""That of a redelivered event also no longer than this after the event."""
FIRST_PAUSE = 0.25
LONGEST_PAUSE = 8.0
"""Seconds between tries, doubling from the first to the longest."""
PUSH_TRIES = 6
LEAVE_TRIES = 3
LIMIT_LIFE = timedelta(hours=1)
"""So long the plan's limit is believed before LINE is asked again."""

NEVER_LEFT = frozenset({"NewConnectionError", "ConnectTimeoutError", "NameResolutionError"})
"""Faults (of urllib3) after which nothing can have reached LINE."""

Status = Literal["sent", "nothing", "standby", "expired", "used", "refused", "failed", "no_quota"]


@dataclass(frozen=True)
class Outcome:
    """How a send ended. Only `failed` may go better later, and only for a push (with the same retry key).

    `sent`: LINE has it. `nothing`: there was nothing to say. `standby`: another channel leads the chat.
    `expired`: the token's life was over, or LINE no longer knew it. `used`: an earlier try, whose answer was lost,
    has spent it. `refused`: LINE won't take it. `no_quota`: it does not fit into the month's quota.
    """

    status: Status
    message_ids: tuple[str, ...] = ()
    """LINE's ids of the messages, in order, by which they can be quoted and unsent."""
    request_id: str = ""
    detail: str = ""
    unclear: bool = False
    """It was not delivered as far as we know, but an answer of LINE's was lost: it may stand in the chat."""

    @property
    def delivered(self) -> bool:
        """Whether it stands in the chat as far as can be known."""
        return self.status in ("sent", "used")


@dataclass(frozen=True)
class QuotaState:
    """The month's pushes; `limit` None is a plan without one."""

    month: str
    limit: int | None
    used: int

    @property
    def left(self) -> int | None:
        return None if self.limit is None else max(0, self.limit - self.used)


class Gateway(Lookups):
    """One a process; safe from any thread. `now` is the clock of LINE's timestamps and of the month; `wall` the one
    that `received_at` was read from: real time, also where a test begins `now` on another day."""

    def __init__(
        self,
        api_url: str,
        data_url: str,
        token: str,
        *,
        quota: QuotaStore,
        now: Callable[[], datetime],
        wall: Callable[[], datetime] = lambda: datetime.now(UTC),
        meter: Meter | None = None,
        pause: Callable[[float], object] | None = None,
    ) -> None:
        super().__init__(api_url, data_url, LineHttp(token), meter or NoMeter())
        self._quota, self._now, self._wall = quota, now, wall
        self._stopping = threading.Event()
        self._pause = pause or self._stopping.wait
        self._limit: tuple[datetime, int | None] | None = None
        self._limit_lock = threading.Lock()

    # ------------------------------------------------------------ replies

    def reply(
        self,
        token: str,
        messages: list[dict[str, Any]],
        *,
        received_at: datetime,
        event_at: datetime,
        redelivered: bool = False,
        standby: bool = False,
    ) -> Outcome:
        """Answers an event: once, free of charge, while its token lives. Repeating is safe: a token works once."""
        if standby:
            return self._reply_ended(Outcome("standby"))
        good = self._checked({"replyToken": token, "messages": messages}) if messages else None
        if good is None:
            return self._reply_ended(Outcome("refused" if messages else "nothing"))
        body = as_json(good)
        unclear = False
        pauses = Pauses()
        reason = "too old when its turn came"
        while (left := self._life(received_at, event_at if redelivered else None)) > 0 and not self._stopping.is_set():
            answer, reason = self._post("/v2/bot/message/reply", body, "reply", seconds=min(READ_SECONDS, left))
            if answer is None:
                unclear = unclear or reason not in NEVER_LEFT
            elif answer.status == 200:
                return self._reply_ended(_sent(answer))
            elif answer.status == 400 and "invalid reply token" in answer.message.lower():
                # LINE has one message for all: never valid, too old, spent. After a lost answer it is most likely ours
                return self._reply_ended(Outcome("used" if unclear else "expired", request_id=answer.request_id))
            elif not answer.passing:
                return self._reply_ended(replace(_refused(answer), unclear=unclear))
            elif answer.status >= 500:
                unclear = True
            self._wait(min(pauses.next(), left))
        if self._stopping.is_set():
            return self._reply_ended(Outcome("failed", detail="stopping", unclear=unclear))
        return self._reply_ended(Outcome("expired", detail=reason, unclear=unclear))

    def _life(self, received_at: datetime, redelivered_of: datetime | None) -> float:
        """Seconds that a reply token still lives; `redelivered_of`: the time of the event that came again."""
        left = TOKEN_LIFE - (self._wall() - received_at)
        if redelivered_of is not None:
            left = min(left, REDELIVERED_LIFE - (self._now() - redelivered_of))
        return left.total_seconds()

    def _reply_ended(self, outcome: Outcome) -> Outcome:
        self._meter.add("replies" if outcome.status == "sent" else f"replies_{outcome.status}")
        if outcome.status not in ("sent", "nothing", "standby"):
            log("reply_not_sent", status=outcome.status, reason=outcome.detail, request_id=outcome.request_id)
        return outcome

    # ------------------------------------------------------------ pushes

    def push(self, to: str, messages: list[dict[str, Any]], *, members: int, retry_key: str) -> Outcome:
        """Sends unasked. `members`: how many people the chat has, each of whom counts against the quota.

        `retry_key`: a UUID made once for this push and kept with it: with the same key it is counted and delivered
        once, however often it is tried within 24 hours. Raises ValueError for a key that is none.
        """
        key = str(uuid.UUID(retry_key))
        good = self._checked({"to": to, "messages": messages}) if messages else None
        if good is None:
            return self._push_ended(Outcome("refused" if messages else "nothing"))
        month = month_of(self._now())
        known, limit = self._month_limit(month)
        if not known:
            return self._push_ended(Outcome("failed", detail="the month's limit is not known"))
        if not self._quota.take(month, key, max(1, members), limit):
            return self._push_ended(Outcome("no_quota", detail="does not fit into the month"))
        outcome, may_have_arrived = self._push_tries(as_json(good), key, month, limit)
        if not outcome.delivered and not may_have_arrived:
            self._quota.give_back(month, key)
        return self._push_ended(replace(outcome, unclear=may_have_arrived and not outcome.delivered), members)

    def _push_tries(self, body: bytes, key: str, month: str, limit: int | None) -> tuple[Outcome, bool]:
        """How it ended, and whether LINE may have delivered it all the same (an answer was lost)."""
        unclear = False
        pauses = Pauses()
        reason = ""
        for last in [False] * (PUSH_TRIES - 1) + [True]:
            answer, reason = self._post("/v2/bot/message/push", body, "push", {"X-Line-Retry-Key": key})
            if answer is None:
                unclear = unclear or reason not in NEVER_LEFT
            elif answer.status >= 500:
                unclear = True
            elif answer.status in (200, 409):  # 409: an earlier try was accepted
                return _sent(answer), False
            elif answer.status == 429 and "monthly limit" in answer.message.lower():
                self._quota.fill(month, limit)
                return Outcome("no_quota", request_id=answer.request_id, detail="LINE says so"), unclear
            elif not answer.passing:
                return _refused(answer), unclear
            if last or self._stopping.is_set():
                break
            self._wait(pauses.next())
        return Outcome("failed", detail=reason), unclear

    def _push_ended(self, outcome: Outcome, members: int = 0) -> Outcome:
        if outcome.status == "sent":
            self._meter.add("pushes")
            self._meter.add("push_people", max(1, members))
        else:
            self._meter.add(f"pushes_{outcome.status}")
            log("push_not_sent", status=outcome.status, reason=outcome.detail, request_id=outcome.request_id)
        return outcome

    # ------------------------------------------------------------ quota

    def quota_state(self) -> QuotaState | None:
        """The month's limit and count, for /metrics and `quota`; None while LINE can't be asked."""
        month = month_of(self._now())
        known, limit = self._month_limit(month)
        if not known:
            return None
        state = QuotaState(month, limit, self._quota.used(month))
        if state.left is not None:
            self._meter.gauge("quota_left", state.left)
        return state

    def _month_limit(self, month: str) -> tuple[bool, int | None]:
        """(known, limit). Asked once an hour, together with what LINE itself has counted."""
        with self._limit_lock:
            now = self._now()
            if self._limit is not None and timedelta(0) <= now - self._limit[0] < LIMIT_LIFE:
                return True, self._limit[1]
            answer = self._get("/v2/bot/message/quota")
            if answer is None or answer.status != 200:
                return (True, self._limit[1]) if self._limit is not None else (False, None)
            found = answer.json()
            value = found.get("value")
            limit = value if found.get("type") == "limited" and isinstance(value, int) else None
            used = self._value("/v2/bot/message/quota/consumption", "totalUsage")
            if isinstance(used, int):
                self._quota.raise_to(month, used)
            self._limit = (now, limit)
            return True, limit

    # ------------------------------------------------------------ the rest

    def leave(self, chat: Chat) -> bool:
        """Leaves a group or room; True once the bot is out of it. A 1:1 chat can't be left."""
        if chat.private:
            return False
        path = f"/v2/bot/{chat.kind}/{in_path(chat.id)}/leave"
        pauses = Pauses()
        for _ in range(LEAVE_TRIES):
            answer, _reason = self._post(path, b"", "leave")
            if answer is not None and answer.status in (200, 404):  # 404: it was out already
                return True
            if answer is not None and not answer.passing:
                return False
            self._wait(pauses.next())
        return False

    def stop(self) -> None:
        """No more waiting: sends that are between two tries end as `failed`. For SIGTERM."""
        self._stopping.set()

    def close(self) -> None:
        """Closes the connections."""
        self._http.close()

    def _checked(self, body: dict[str, Any]) -> dict[str, Any] | None:
        """The body, or one whose messages are plain; None where nothing of it could be sent."""
        found = limits.problems(body)
        if not found:
            return body
        self._meter.add("bodies_mended")
        log("body_failed_the_check", problems=found[:5])
        mended = {**body, "messages": cards.safe(body["messages"])}
        return None if limits.problems(mended) else mended

    def _post(
        self,
        path: str,
        body: bytes,
        what: str,
        headers: dict[str, str] | None = None,
        *,
        seconds: float = READ_SECONDS,
    ) -> tuple[Answer | None, str]:
        """LINE's answer, None where none came; and what went wrong, in a word."""
        try:
            answer = self._http.call("POST", self._api_url + path, body, headers, read_seconds=seconds)
        except (Unreachable, TooLarge) as fault:
            reason = str(fault) or type(fault).__name__
            log("line_unreachable", call=what, reason=reason)
            return None, reason
        self._meter.observe(f"line_{what}", answer.seconds)
        log("line_answered", call=what, status=answer.status, request_id=answer.request_id)
        return answer, "" if answer.status == 200 else f"status {answer.status}"

    def _wait(self, seconds: float) -> None:
        if not self._stopping.is_set():
            self._pause(seconds)


class Pauses:
    """Waits between tries: doubling, and each a little different, so that many senders don't come at once."""

    def __init__(self) -> None:
        self._next = FIRST_PAUSE

    def next(self) -> float:
        pause, self._next = self._next, min(self._next * 2, LONGEST_PAUSE)
        return pause * random.uniform(0.75, 1.25)


def _sent(answer: Answer) -> Outcome:
    ids = tuple(str(m["id"]) for m in items_of(answer.json(), "sentMessages") if "id" in m)
    return Outcome("sent", ids, answer.request_id)


def _refused(answer: Answer) -> Outcome:
    """LINE's own words about the request; its `details` name properties and never quote the text."""
    where = [str(detail.get("property", "")) for detail in items_of(answer.json(), "details")[:3]]
    detail = f"status {answer.status}: {answer.message[:100]}" + (f" ({', '.join(where)})" if where else "")
    return Outcome("refused", request_id=answer.request_id, detail=detail)
