"""What LINE can tell about people, groups and contents. Reading only; see gateway.py for sending."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol
from urllib.parse import quote

from bot.line.http import Answer, LineHttp, TooLarge, Unreachable
from bot.logs import log
from handlers.chat import Chat

CONTENT_BYTES = 30_000_000
"""The largest picture or file that is taken over."""
LOOKUP_SECONDS = 5.0
"""A turn waits for a name at most so long, twice."""


class Meter(Protocol):
    """What `bot.health.Counters` offers."""

    def add(self, name: str, n: int = 1) -> None: ...
    def observe(self, name: str, seconds: float) -> None: ...
    def gauge(self, name: str, value: float) -> None: ...


class NoMeter:
    """For commands and tests that don't count."""

    def add(self, name: str, n: int = 1) -> None: ...
    def observe(self, name: str, seconds: float) -> None: ...
    def gauge(self, name: str, value: float) -> None: ...


@dataclass(frozen=True)
class GroupSummary:
    """A LINE group, as its members named it."""

    id: str
    name: str
    picture_url: str = ""


@dataclass(frozen=True)
class Content:
    """What was sent as a picture, sound, video or file."""

    data: bytes
    media_type: str


class NotReady(Exception):
    """LINE is still preparing the content: ask again in a moment."""


class LineTrouble(Exception):
    """LINE did not answer as it should; asking again later may help."""


class Lookups:
    """Each call has a time-out and is repeated once where no answer came; reading twice does no harm."""

    def __init__(self, api_url: str, data_url: str, http: LineHttp, meter: Meter) -> None:
        self._api_url, self._data_url = api_url.rstrip("/"), data_url.rstrip("/")
        self._http, self._meter = http, meter

    def profile(self, chat: Chat, user_id: str) -> str | None:
        """The name that a person shows on LINE; None where LINE won't or can't say."""
        inside = "profile" if chat.private else f"{chat.kind}/{in_path(chat.id)}/member"
        name = self._value(f"/v2/bot/{inside}/{in_path(user_id)}", "displayName")
        return name if isinstance(name, str) and name else None

    def group_summary(self, group_id: str) -> GroupSummary | None:
        """A group's name and picture; None where the bot is not in it, or LINE can't say."""
        answer = self._get(f"/v2/bot/group/{in_path(group_id)}/summary")
        if answer is None or answer.status != 200:
            return None
        found = answer.json()
        return GroupSummary(group_id, str(found.get("groupName") or ""), str(found.get("pictureUrl") or ""))

    def members_count(self, chat: Chat) -> int | None:
        """How many people a push to the chat reaches and costs (the bot not counted); None where LINE can't say."""
        if chat.private:
            return 1
        count = self._value(f"/v2/bot/{chat.kind}/{in_path(chat.id)}/members/count", "count")
        return count if isinstance(count, int) else None

    def content(self, message_id: str) -> Content | None:
        """The bytes behind a message; None once it is gone (unsent, or deleted by LINE), or over CONTENT_BYTES.

        Raises NotReady while LINE prepares it, LineTrouble where no or no good answer came.
        """
        url = f"{self._data_url}/v2/bot/message/{in_path(message_id)}/content"
        try:
            answer = self._http.call("GET", url, read_seconds=30.0, most_bytes=CONTENT_BYTES)
        except Unreachable as fault:
            raise LineTrouble(str(fault)) from None
        except TooLarge:
            log("content_too_large", message_id=message_id)
            return None
        if answer.status == 202:
            raise NotReady
        if answer.status in (404, 410):
            return None
        if answer.status != 200:
            raise LineTrouble(f"status {answer.status}")
        return Content(answer.data, answer.headers.get("content-type", "application/octet-stream"))

    def _value(self, path: str, name: str) -> object:
        answer = self._get(path)
        return answer.json().get(name) if answer is not None and answer.status == 200 else None

    def _get(self, path: str) -> Answer | None:
        for last in (False, True):
            try:
                answer = self._http.call("GET", self._api_url + path, read_seconds=LOOKUP_SECONDS)
            except (Unreachable, TooLarge) as fault:
                reason = str(fault) or type(fault).__name__
            else:
                self._meter.observe("line_lookup", answer.seconds)
                if not answer.passing:
                    return answer
                reason = f"status {answer.status}"
            if last:
                self._meter.add("lookups_failed")
                log("lookup_failed", reason=reason)
        return None


def in_path(value: str) -> str:
    """An id inside a path: whatever it holds, it stays one segment."""
    return quote(value, safe="")
