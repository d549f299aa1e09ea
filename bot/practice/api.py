"""LINE's Messaging API as the double answers it: every rule of line-platform.md (Sending) in one place.

Without broadcast, narrowcast, rich menus and coupons, which the bot never uses: they answer 404."""

from __future__ import annotations

import re
import secrets
import threading
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, cast

from bot.practice import checks
from bot.practice.ledger import Accepted, Quota, RetryKeys, Tokens
from bot.practice.wire import Answer, Request, json_answer
from bot.practice.world import World

Result = tuple[int, Any, dict[str, str]]
"""Status, body (JSON, or an Answer with bytes) and headers of what an endpoint answers."""

LARGEST_REQUEST = 2 * 1024 * 1024
"""Bytes of a request body that LINE takes."""
RATE_MESSAGE = "The API rate limit has been exceeded. Try again later."
QUOTA_MESSAGE = "You have reached your monthly limit."


@dataclass(frozen=True)
class Sent:
    """One request of the bot's that was accepted, in the order of acceptance."""

    kind: Literal["reply", "push"]
    chat_id: str
    messages: tuple[dict[str, Any], ...]
    """As they came over the wire."""
    message_ids: tuple[str, ...]
    """The ids under which they stand in the chat."""
    at: datetime
    token: str = ""
    """The reply token; empty for a push."""
    event_id: str = ""
    """webhookEventId of the event that a reply answers."""
    retry_key: str = ""
    people: int = 0
    """How many were counted against the month's quota; 0 for a reply."""


class Refused(Exception):
    """A request that LINE refuses: status, message and details."""

    def __init__(self, status: int, message: str, details: list[dict[str, str]] | None = None, **extra: Any) -> None:
        super().__init__(message)
        self.status, self.extra = status, extra
        self.body: dict[str, Any] = {"message": message, **({"details": details} if details else {})}


@dataclass
class Api:
    """The state behind the endpoints. Each answer is made under `lock`, so what listeners see is in order."""

    token: str
    bot_id: str
    now: Callable[[], datetime]
    new_message: Callable[[], tuple[str, str]]
    """Makes a message id and a quote token for a message of the bot's."""
    world: World = field(default_factory=World)
    tokens: Tokens = field(default_factory=Tokens)
    retry_keys: RetryKeys = field(default_factory=RetryKeys)
    quota: Quota = field(default_factory=Quota)
    sent: list[Sent] = field(default_factory=list)
    listeners: list[Callable[[Sent], None]] = field(default_factory=list)
    loading: list[tuple[str, int]] = field(default_factory=list)
    """(user id, seconds) of each loading animation."""
    refused: list[tuple[str, int, str]] = field(default_factory=list)
    """(path, status, message) of each request that was not taken."""
    rate_limited: bool = False
    unknown_tokens: bool = False
    """Take reply tokens that were never seen, once each: for load made outside of the double."""
    twice: bool = True
    """Check bodies with the gateway's own check too, after the double's: 0.3 s and 18 MB once, 0.3 ms each."""
    lock: threading.Condition = field(default_factory=threading.Condition)

    def answer(self, request: Request) -> Answer:
        """LINE's answer to one request, with its request id."""
        request_id = str(uuid.UUID(bytes=secrets.token_bytes(16), version=4))
        headers = {"x-line-request-id": request_id}
        with self.lock:
            try:
                self._authorise(request)
                status, body, extra = self._route(request, request_id)
            except Refused as no:
                self.refused.append((request.path, no.status, str(no)))
                return json_answer(no.status, no.body, {**headers, **no.extra})
        if isinstance(body, Answer):
            return Answer(body.status, body.body, body.type, {**headers, **body.headers})
        return json_answer(status, body, {**headers, **extra})

    def _authorise(self, request: Request) -> None:
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme != "Bearer" or not secrets.compare_digest(token.strip().encode(), self.token.encode()):
            raise Refused(
                401,
                "Authentication failed. Confirm that the access token in the authorization header is valid.",
            )
        if self.rate_limited:
            raise Refused(429, RATE_MESSAGE)
        if len(request.body) > LARGEST_REQUEST:
            raise Refused(413, "The request body is larger than 2 MB")

    def _route(self, request: Request, request_id: str) -> Result:
        known = False
        for method, pattern, does in _ROUTES:
            found = pattern.fullmatch(request.path)
            if found is None:
                continue
            known = True
            if method == request.method:
                return cast(Result, does(self, request, request_id, *found.groups()))
        raise Refused(405, "Method not allowed") if known else Refused(404, "Not found")

    # ------------------------------------------------------------ sending

    def reply(self, request: Request, request_id: str) -> Result:
        """POST /v2/bot/message/reply"""
        if "x-line-retry-key" in request.headers:
            raise Refused(400, "The retry key is not supported by this endpoint")
        body = _object(request)
        now = self.now()
        token = body.get("replyToken")
        if not isinstance(token, str) or not token:
            raise Refused(400, "The request body has 1 error(s)", [_detail("May not be empty", "replyToken")])
        known = self.tokens.by_token.get(token)
        if known is None and self.unknown_tokens:
            self.tokens.delivered({"replyToken": token, "source": {"userId": "unknown"}}, now)
            known = self.tokens.by_token.get(token)
        if known is None or not known.works(now):
            raise Refused(400, "Invalid reply token")
        known.spent = True  # also by a bad body: the gateway has to check before it sends
        room = self.world.rooms.get(known.chat_id)
        if room is not None and not room.bot_inside:
            raise Refused(400, "Invalid reply token")
        self._check(body, private=known.chat_id.startswith("U"))
        sent = self._accept("reply", known.chat_id, body, now, token=token, event_id=known.event_id)
        return 200, {"sentMessages": sent}, {}

    def push(self, request: Request, request_id: str) -> Result:
        """POST /v2/bot/message/push"""
        now = self.now()
        key = self._retry_key(request, now)
        body = _object(request)
        to = body.get("to")
        if not isinstance(to, str) or not to:
            raise Refused(400, "The property, 'to', in the request body is invalid")
        people = self.world.reached(to)
        if people is None:
            raise Refused(400, "Failed to send messages")
        self._check(body, private=to.startswith("U"))
        if not self.quota.allows(people):
            raise Refused(429, QUOTA_MESSAGE)
        self.quota.used += people
        if people:
            sent = self._accept("push", to, body, now, retry_key=key, people=people)
        else:  # no friend: LINE says 200 and delivers nothing
            sent = [dict(zip(("id", "quoteToken"), self.new_message(), strict=True)) for _ in body["messages"]]
        if key:
            self.retry_keys.remember(key, Accepted(request_id, sent, now))
        return 200, {"sentMessages": sent}, {}

    def validate(self, request: Request, request_id: str, kind: str) -> Result:
        """POST /v2/bot/message/validate/reply|push"""
        self._check(_object(request), private=False)
        return 200, {}, {}

    def _retry_key(self, request: Request, now: datetime) -> str:
        key = request.headers.get("x-line-retry-key", "")
        if not key:
            return ""
        if not re.fullmatch(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", key):
            raise Refused(400, "The retry key must be a UUID in hexadecimal notation")
        first = self.retry_keys.accepted(key, now)
        if first is not None:
            refused = Refused(409, "The retry key is already accepted")
            refused.extra["x-line-accepted-request-id"] = first.request_id
            refused.body["sentMessages"] = first.sent_messages
            raise refused
        return key

    def _check(self, body: dict[str, Any], *, private: bool) -> None:
        found = [_detail(what, where) for what, where in checks.problems(body, private=private)]
        if not found and self.twice:
            found = [_detail(what, "") for what in _gateway_problems(body["messages"])]
        if found:
            raise Refused(400, f"The request body has {len(found)} error(s)", found)

    def _accept(
        self, kind: Literal["reply", "push"], chat_id: str, body: dict[str, Any], now: datetime, **more: Any
    ) -> list[dict[str, str]]:
        made = [self.new_message() for _ in body["messages"]]
        sent = Sent(kind, chat_id, tuple(body["messages"]), tuple(id for id, _ in made), now, **more)
        self.sent.append(sent)
        for listener in self.listeners:
            listener(sent)
        self.lock.notify_all()
        return [{"id": id, "quoteToken": quote} for id, quote in made]

    # ------------------------------------------------------------ reading

    def read_quota(self, request: Request, request_id: str) -> Result:
        """GET /v2/bot/message/quota"""
        limit = self.quota.limit
        return 200, {"type": "none"} if limit is None else {"type": "limited", "value": limit}, {}

    def read_consumption(self, request: Request, request_id: str) -> Result:
        """GET /v2/bot/message/quota/consumption"""
        return 200, {"totalUsage": self.quota.used}, {}

    def profile(self, request: Request, request_id: str, user_id: str) -> Result:
        """GET /v2/bot/profile/{userId}: friends only"""
        person = self.world.people.get(user_id)
        if person is None or not person.friend:
            raise Refused(404, "Not found")
        return 200, {"userId": user_id, "displayName": person.name, "language": "th"}, {}

    def member(self, request: Request, request_id: str, kind: str, room: str, user: str) -> Result:
        """GET /v2/bot/group|room/{id}/member/{userId}: any account that is inside"""
        inside = self._room(kind, room)
        if user not in inside.members:
            raise Refused(404, "Not found")
        return 200, {"userId": user, "displayName": self.world.people[user].name}, {}

    def summary(self, request: Request, request_id: str, room: str) -> Result:
        """GET /v2/bot/group/{id}/summary"""
        found = self._room("group", room)
        return 200, {"groupId": found.id, "groupName": found.name}, {}

    def count(self, request: Request, request_id: str, kind: str, room: str) -> Result:
        """GET /v2/bot/group|room/{id}/members/count"""
        return 200, {"count": len(self._room(kind, room).members)}, {}

    def member_ids(self, request: Request, request_id: str, kind: str, room: str) -> Result:
        """GET /v2/bot/group|room/{id}/members/ids: verified accounts only, which the double never is"""
        raise Refused(403, "Access to this API is not available for your account")

    def leave(self, request: Request, request_id: str, kind: str, room: str) -> Result:
        """POST /v2/bot/group|room/{id}/leave"""
        self._room(kind, room).bot_inside = False
        self.lock.notify_all()
        return 200, {}, {}

    def _room(self, kind: str, id: str) -> Any:
        room = self.world.rooms.get(id)
        if room is None or room.kind != kind or not room.bot_inside:
            raise Refused(404, "Not found")
        return room

    def info(self, request: Request, request_id: str) -> Result:
        """GET /v2/bot/info"""
        body = {
            "userId": self.bot_id,
            "basicId": "@likhit",
            "displayName": "คุณลิขิต",
            "chatMode": "bot",
            "markAsReadMode": "auto",
        }
        return 200, body, {}

    def show_loading(self, request: Request, request_id: str) -> Result:
        """POST /v2/bot/chat/loading/start: 1:1 chats only, 5 to 60 seconds in steps of five"""
        body = _object(request)
        chat_id, seconds = body.get("chatId"), body.get("loadingSeconds", 20)
        if chat_id not in self.world.people:
            raise Refused(400, "The property, 'chatId', in the request body is invalid")
        if not isinstance(seconds, int) or not 5 <= seconds <= 60 or seconds % 5:
            raise Refused(400, "The property, 'loadingSeconds', in the request body is invalid")
        self.loading.append((chat_id, seconds))
        return 202, {}, {}

    # ------------------------------------------------------------ contents

    def content(self, request: Request, request_id: str, message: str) -> Result:
        """GET /v2/bot/message/{id}/content: 202 while being prepared, then 200, 410 once unsent"""
        found = self._content(message)
        if found.preparing > 0:
            found.preparing -= 1
            return 202, {}, {}
        return 200, Answer(200, found.data, found.type), {}

    def preview(self, request: Request, request_id: str, message: str) -> Result:
        """GET /v2/bot/message/{id}/content/preview: pictures and videos only"""
        found = self._content(message)
        if not found.type.startswith(("image/", "video/")):
            raise Refused(404, "Not found")
        return 200, Answer(200, found.data, found.type), {}

    def transcoding(self, request: Request, request_id: str, message: str) -> Result:
        """GET /v2/bot/message/{id}/content/transcoding"""
        return 200, {"status": "processing" if self._content(message).preparing > 0 else "succeeded"}, {}

    def _content(self, message: str) -> Any:
        found = self.world.contents.get(message)
        if found is None:
            raise Refused(404, "Not found")
        if found.gone:
            raise Refused(410, "The content is no longer available")
        return found


_ID = r"([^/]+)"
_ROUTES: list[tuple[str, re.Pattern[str], Callable[..., Any]]] = [
    (method, re.compile(pattern), does)
    for method, pattern, does in (
        ("POST", r"/v2/bot/message/reply", Api.reply),
        ("POST", r"/v2/bot/message/push", Api.push),
        ("POST", r"/v2/bot/message/validate/(reply|push)", Api.validate),
        ("GET", rf"/v2/bot/(group|room)/{_ID}/member/{_ID}", Api.member),
        ("GET", rf"/v2/bot/profile/{_ID}", Api.profile),
        ("GET", rf"/v2/bot/group/{_ID}/summary", Api.summary),
        ("GET", rf"/v2/bot/(group|room)/{_ID}/members/count", Api.count),
        ("GET", rf"/v2/bot/(group|room)/{_ID}/members/ids", Api.member_ids),
        ("POST", rf"/v2/bot/(group|room)/{_ID}/leave", Api.leave),
        ("GET", r"/v2/bot/message/quota", Api.read_quota),
        ("GET", r"/v2/bot/message/quota/consumption", Api.read_consumption),
        ("GET", rf"/v2/bot/message/{_ID}/content", Api.content),
        ("GET", rf"/v2/bot/message/{_ID}/content/preview", Api.preview),
        ("GET", rf"/v2/bot/message/{_ID}/content/transcoding", Api.transcoding),
        ("GET", r"/v2/bot/info", Api.info),
        ("POST", r"/v2/bot/chat/loading/start", Api.show_loading),
    )
]


def _object(request: Request) -> dict[str, Any]:
    try:
        body = request.json()
    except (ValueError, RecursionError):
        raise Refused(400, "The request body could not be parsed as JSON") from None
    if not isinstance(body, dict):
        raise Refused(400, "The request body could not be parsed as JSON")
    return body


def _detail(message: str, where: str) -> dict[str, str]:
    return {"message": message, **({"property": where} if where else {})}


def _gateway_problems(messages: list[dict[str, Any]]) -> list[str]:
    from bot.line.limits import problems  # here, since it brings the SDK's models, which not every user needs

    return problems(messages)
