"""The double of LINE keeps LINE's rules (line-platform.md, Sending)."""

from __future__ import annotations

import base64
import hashlib
import hmac
import http.client
import json
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.parse import urlsplit

import pytest

from bot.practice import checks
from bot.practice.double import BOT_ID, LineDouble

GROUP = "C" + "1" * 32
ROOM = "R" + "2" * 32
ANN, BEA, CAT = ("U" + c * 32 for c in "abc")
HELLO = [{"type": "text", "text": "สวัสดีค่ะ"}]


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.at = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at

    def move(self, **by: float) -> None:
        self.at += timedelta(**by)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def line(clock: Clock) -> Iterator[LineDouble]:
    with LineDouble(now=clock) as double:
        for user, name in ((ANN, "แอน"), (BEA, "บี")):
            double.world.person(user, name)
        double.world.person(CAT, "แคท", friend=False)
        double.world.group(GROUP, "กลุ่มงาน", [ANN, BEA, CAT])
        double.world.room(ROOM, [ANN, BEA])
        yield double


def call(
    line: LineDouble, method: str, path: str, body: Any = None, **headers: str
) -> tuple[int, Any, dict[str, str]]:
    """One request as the bot makes it: status, body (JSON or bytes), headers in lower case."""
    parts = urlsplit(line.url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=5)
    sent = {"Authorization": f"Bearer {line.token}", **{k.replace("_", "-"): v for k, v in headers.items()}}
    raw = body if isinstance(body, bytes) else None if body is None else json.dumps(body).encode()
    try:
        connection.request(method, path, raw, sent)
        answer = connection.getresponse()
        data = answer.read()
    finally:
        connection.close()
    found = {k.lower(): v for k, v in answer.getheaders()}
    return answer.status, json.loads(data) if found["content-type"] == "application/json" else data, found


def reply(line: LineDouble, event: dict[str, Any], messages: Any = None, **headers: str) -> tuple[int, Any]:
    body = {"replyToken": event["replyToken"], "messages": messages or HELLO}
    return call(line, "POST", "/v2/bot/message/reply", body, **headers)[:2]


def push(line: LineDouble, to: str, messages: Any = None, **headers: str) -> tuple[int, Any, dict[str, str]]:
    return call(line, "POST", "/v2/bot/message/push", {"to": to, "messages": messages or HELLO}, **headers)


def said_to_bot(line: LineDouble, chat: str = GROUP) -> dict[str, Any]:
    event = line.make.text(chat, ANN, "ใครรู้เรื่องกองทุน")
    line.register([event])
    return event


def test_token_once(line: LineDouble) -> None:
    """A reply token is good for one reply; the second is refused and not in the chat."""
    event = said_to_bot(line)
    status, body = reply(line, event)
    assert status == 200
    assert body["sentMessages"][0].keys() == {"id", "quoteToken"}
    assert reply(line, event) == (400, {"message": "Invalid reply token"})
    assert [s.messages for s in line.accepted_replies(event)] == [tuple(HELLO)]
    assert line.sent[0].chat_id == GROUP


def test_token_minute(line: LineDouble, clock: Clock) -> None:
    """A reply token works within one minute of its delivery and not later."""
    in_time, late = said_to_bot(line), said_to_bot(line)
    clock.move(seconds=60)
    assert reply(line, in_time)[0] == 200
    clock.move(seconds=1)
    assert reply(line, late)[0] == 400


def test_token_redelivered(line: LineDouble, clock: Clock) -> None:
    """A redelivery gives the unused token another minute, up to 20 minutes after the first delivery."""
    event, old = said_to_bot(line), said_to_bot(line)
    clock.move(minutes=19)
    line.register([event, old])
    assert reply(line, event)[0] == 200
    clock.move(minutes=1, seconds=1)
    line.register([old])
    assert reply(line, old)[0] == 400


def test_token_unknown(line: LineDouble) -> None:
    """Tokens that LINE never gave, such as those of "Verify" buttons, are refused."""
    for token in ("0" * 32, "f" * 32, "made-up"):
        line.register([{"replyToken": token if token != "made-up" else ""}])
        assert reply(line, {"replyToken": token})[0] == 400
    line.api.unknown_tokens = True
    assert [reply(line, {"replyToken": "made-up"})[0] for _ in range(2)] == [200, 400]


def test_token_spent_by_bad_body(line: LineDouble) -> None:
    """A bad body costs the token, so a gateway has to check before it sends."""
    event = said_to_bot(line)
    status, body = reply(line, event, [{"type": "text", "text": ""}])
    assert (status, body["details"]) == (
        400,
        [{"message": "May not be empty", "property": "messages[0].text"}],
    )
    assert reply(line, event)[0] == 400


def test_retry_key_on_reply(line: LineDouble) -> None:
    """X-Line-Retry-Key is refused on replies (line-platform.md, surprise 5)."""
    assert reply(line, said_to_bot(line), X_Line_Retry_Key=str(uuid.uuid4()))[0] == 400


def test_retry_key(line: LineDouble, clock: Clock) -> None:
    """A repeated retry key answers 409 with the first acceptance for a day, and nothing is sent twice."""
    key = str(uuid.uuid4())
    _, first, headers = push(line, GROUP, X_Line_Retry_Key=key)
    status, body, again = push(line, GROUP, X_Line_Retry_Key=key)
    assert status == 409
    assert body["sentMessages"] == first["sentMessages"]
    assert again["x-line-accepted-request-id"] == headers["x-line-request-id"]
    assert len(line.sent) == 1
    assert line.used == 3
    assert push(line, GROUP, X_Line_Retry_Key="not-a-uuid")[0] == 400
    clock.move(hours=24, seconds=1)
    assert push(line, GROUP, X_Line_Retry_Key=key)[0] == 200


def test_retry_key_after_failure(line: LineDouble) -> None:
    """A push that failed did not use its key; one whose answer was lost did."""
    key, lost = str(uuid.uuid4()), str(uuid.uuid4())
    line.fail_next(status=500)
    assert [push(line, GROUP, X_Line_Retry_Key=key)[0] for _ in range(2)] == [500, 200]
    line.fail_next(status=500, accepts=True)
    assert [push(line, GROUP, X_Line_Retry_Key=lost)[0] for _ in range(2)] == [500, 409]
    assert len(line.sent) == 2


def test_quota_by_members(line: LineDouble) -> None:
    """A push counts once a member whatever it carries, replies count nothing, and the month has an end."""
    line.api.quota.limit = 7
    assert call(line, "GET", "/v2/bot/message/quota")[1] == {"type": "limited", "value": 7}
    assert push(line, GROUP, HELLO * 5)[0] == 200
    reply(line, said_to_bot(line))
    assert push(line, ANN)[0] == 200
    assert call(line, "GET", "/v2/bot/message/quota/consumption")[1] == {"totalUsage": 4}
    assert push(line, GROUP)[0] == 200
    status, body, _ = push(line, ANN)
    assert (status, body["message"]) == (429, "You have reached your monthly limit.")
    line.api.quota.limit = None
    assert call(line, "GET", "/v2/bot/message/quota")[1] == {"type": "none"}


def test_rate_limit(line: LineDouble) -> None:
    """The other 429 names the rate, and ends when the rate does."""
    line.limit_rate()
    status, body = reply(line, said_to_bot(line))
    assert (status, body["message"]) == (429, "The API rate limit has been exceeded. Try again later.")
    line.limit_rate(False)
    assert reply(line, said_to_bot(line))[0] == 200


def test_push_to_stranger(line: LineDouble) -> None:
    """A push to somebody who is no friend answers 200, counts nothing and is not delivered."""
    assert push(line, CAT)[0] == 200
    assert (line.sent, line.used) == ([], 0)
    assert push(line, "C" + "9" * 32)[0] == 400


def test_profiles(line: LineDouble) -> None:
    """Profiles are for friends, members' names for anyone inside the same group or room."""
    assert call(line, "GET", f"/v2/bot/profile/{ANN}")[1]["displayName"] == "แอน"
    assert call(line, "GET", f"/v2/bot/profile/{CAT}")[0] == 404
    assert call(line, "GET", f"/v2/bot/group/{GROUP}/member/{CAT}")[1]["displayName"] == "แคท"
    assert call(line, "GET", f"/v2/bot/room/{ROOM}/member/{ANN}")[0] == 200
    assert call(line, "GET", f"/v2/bot/room/{ROOM}/member/{CAT}")[0] == 404
    assert call(line, "GET", f"/v2/bot/room/{GROUP}/member/{ANN}")[0] == 404
    assert call(line, "GET", "/v2/bot/info")[1]["userId"] == BOT_ID


def test_group(line: LineDouble) -> None:
    """Summary, count and leaving; the ids of all members need a verified account."""
    base = f"/v2/bot/group/{GROUP}"
    assert call(line, "GET", f"{base}/summary")[1] == {"groupId": GROUP, "groupName": "กลุ่มงาน"}
    assert call(line, "GET", f"{base}/members/count")[1] == {"count": 3}
    assert call(line, "GET", f"{base}/members/ids")[0] == 403
    event = said_to_bot(line)
    assert call(line, "POST", f"{base}/leave")[0] == 200
    assert call(line, "GET", f"{base}/summary")[0] == 404
    assert call(line, "POST", f"{base}/leave")[0] == 404
    assert push(line, GROUP)[0] == 400
    assert reply(line, event)[0] == 400


def test_room(line: LineDouble) -> None:
    """Rooms have the same endpoints but no summary."""
    base = f"/v2/bot/room/{ROOM}"
    assert call(line, "GET", f"{base}/members/count")[1] == {"count": 2}
    assert call(line, "GET", f"{base}/summary")[0] == 404
    assert call(line, "POST", f"{base}/leave")[0] == 200


def test_content(line: LineDouble) -> None:
    """Contents answer 202 while being prepared, then 200, 404 when unknown, 410 once unsent."""
    from bot.practice.world import Content

    line.world.contents["77"] = Content(b"\x89PNG", "image/png", preparing=2)
    path = "/v2/bot/message/77/content"
    assert call(line, "GET", f"{path}/transcoding")[1] == {"status": "processing"}
    assert [call(line, "GET", path)[0] for _ in range(2)] == [202, 202]
    status, data, headers = call(line, "GET", path)
    assert (status, data, headers["content-type"]) == (200, b"\x89PNG", "image/png")
    assert call(line, "GET", "/v2/bot/message/78/content")[0] == 404
    line.deliver([line.make.unsent(GROUP, ANN, "77")], callback="http://127.0.0.1:9/none")
    assert call(line, "GET", path)[0] == 410


def test_loading(line: LineDouble) -> None:
    """The loading animation is for 1:1 chats."""
    path = "/v2/bot/chat/loading/start"
    assert call(line, "POST", path, {"chatId": ANN, "loadingSeconds": 10})[0] == 202
    assert call(line, "POST", path, {"chatId": GROUP})[0] == 400
    assert call(line, "POST", path, {"chatId": ANN, "loadingSeconds": 7})[0] == 400
    assert line.api.loading == [(ANN, 10)]


def test_authorisation(line: LineDouble) -> None:
    """Every request needs the channel's token, and every answer has a request id."""
    status, body, headers = call(line, "GET", "/v2/bot/info", Authorization="Bearer other")
    assert status == 401
    assert "access token" in body["message"]
    assert uuid.UUID(headers["x-line-request-id"])
    assert call(line, "GET", "/v2/bot/info", Authorization="")[0] == 401


def test_wrong_requests(line: LineDouble) -> None:
    """Unknown paths, wrong methods, bodies that are no JSON or too large."""
    assert call(line, "GET", "/v2/bot/nothing")[0] == 404
    assert call(line, "GET", "/v2/bot/message/reply")[0] == 405
    assert call(line, "POST", "/v2/bot/message/push", b"{")[0] == 400
    assert call(line, "POST", "/v2/bot/message/push", b"[" * 100_000)[0] == 400
    assert call(line, "POST", "/v2/bot/message/push", b" " * (2 * 1024 * 1024 + 1))[0] == 413


def test_validate(line: LineDouble) -> None:
    """The dry run tells what is wrong and sends nothing."""
    path = "/v2/bot/message/validate/reply"
    assert call(line, "POST", path, {"messages": HELLO})[0] == 200
    assert call(line, "POST", path, {"messages": HELLO * 6})[0] == 400
    assert line.sent == []


def test_fail_next_on_a_path(line: LineDouble) -> None:
    """Failures can be aimed at one endpoint, and a connection can break without an answer."""
    line.fail_next(status=503, path="/push", times=2)
    assert reply(line, said_to_bot(line))[0] == 200
    assert [push(line, ANN)[0] for _ in range(3)] == [503, 503, 200]
    line.fail_next(status=None)
    with pytest.raises(http.client.RemoteDisconnected):
        push(line, ANN)


def test_delay(line: LineDouble) -> None:
    """Answers can be made slow."""
    line.delay = 0.05
    before = time.monotonic()
    push(line, ANN)
    assert time.monotonic() - before >= 0.05


def test_listeners_and_waiting(line: LineDouble) -> None:
    """What is accepted is kept in order and told to listeners; waiting ends with it or with a time-out."""
    heard: list[str] = []
    line.listen(lambda sent: heard.append(sent.messages[0]["text"]))
    event = said_to_bot(line)
    assert line.silent_for(0.01)
    with pytest.raises(TimeoutError):
        line.wait_for_replies(event, timeout=0.01)
    threading.Timer(0.02, lambda: reply(line, event, [{"type": "text", "text": "หนึ่ง"}])).start()
    assert line.wait_for_replies(event)[0].event_id == event["webhookEventId"]
    push(line, GROUP, [{"type": "text", "text": "สอง"}])
    assert len(line.wait(2)) == 2
    assert heard == line.texts() == ["หนึ่ง", "สอง"]


@pytest.fixture
def webhook() -> Iterator[tuple[str, list[tuple[bytes, str]], list[int]]]:
    """A callback that keeps what it gets and answers with the statuses of a list, then 200."""
    got: list[tuple[bytes, str]] = []
    statuses: list[int] = []

    class Callback(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers["content-length"]))
            got.append((raw, self.headers["x-line-signature"]))
            self.send_response(statuses.pop(0) if statuses else 200)
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None: ...

    server = HTTPServer(("127.0.0.1", 0), Callback)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}/callback", got, statuses
    server.shutdown()
    thread.join()
    server.server_close()


def test_delivery(line: LineDouble, webhook: tuple[str, list[tuple[bytes, str]], list[int]]) -> None:
    """Webhooks are signed over the raw body; a redelivery keeps id, time and token and says what it is."""
    url, got, statuses = webhook
    statuses += [503, 500]
    event = line.make.text(GROUP, ANN, "สวัสดี @คุณลิขิต", mentions=[("@คุณลิขิต", BOT_ID)])
    assert line.deliver([event], callback=url, redeliver=3, pause=0.001) == 200
    assert len(got) == 3
    for raw, signed in got:
        expected = hmac.new(line.secret.encode(), raw, hashlib.sha256).digest()
        assert base64.b64decode(signed) == expected
    bodies = [json.loads(raw) for raw, _ in got]
    assert [b["events"][0]["deliveryContext"]["isRedelivery"] for b in bodies] == [False, True, True]
    assert (
        len({(e["webhookEventId"], e["timestamp"], e["replyToken"]) for b in bodies for e in b["events"]})
        == 1
    )
    assert reply(line, event)[0] == 200
    assert line.deliver([event], callback="http://127.0.0.1:9/none") is None


def test_happenings(line: LineDouble) -> None:
    """Events look like LINE's: UTF-16 mention indexes, an edit with the same message id and a later time."""
    text = "😀 @คุณลิขิต กับ @แอน"
    said = line.make.text(GROUP, ANN, text, mentions=[("@คุณลิขิต", BOT_ID), ("@แอน", ANN)])
    first, second = said["message"]["mention"]["mentionees"]
    assert first == {"index": 3, "length": 9, "type": "user", "userId": BOT_ID, "isSelf": True}
    assert second["isSelf"] is False
    edited = line.make.edited(said, "แก้แล้ว")
    assert edited["type"] == "messageEdited"
    assert edited["message"]["id"] == said["message"]["id"]
    assert edited["timestamp"] > said["timestamp"]
    assert edited["replyToken"] != said["replyToken"]
    assert edited["message"]["quoteToken"] != said["message"]["quoteToken"]
    assert "replyToken" not in line.make.unsent(GROUP, ANN, said["message"]["id"])
    assert "userId" not in line.make.joined(GROUP, [CAT])["source"]
    assert line.make.followed(ANN)["source"] == {"type": "user", "userId": ANN}
    assert len(said["webhookEventId"]) == 26


def flex(body: dict[str, Any] | None = None, **bubble: Any) -> list[dict[str, Any]]:
    box = {"type": "box", "layout": "vertical", "contents": [body or {"type": "text", "text": "ก"}]}
    return [{"type": "flex", "altText": "การ์ด", "contents": {"type": "bubble", "body": box, **bubble}}]


def button(**action: Any) -> dict[str, Any]:
    return {"type": "button", "action": {"type": "postback", "label": "กด", "data": "a=1", **action}}


def chips(count: int = 1, label: str = "ค้น") -> list[dict[str, Any]]:
    item = {"type": "action", "action": {"type": "message", "label": label, "text": "ค้น"}}
    return [{"type": "text", "text": "ก", "quickReply": {"items": [item] * count}}]


def mention(text: str, *keys: str, user: str = ANN) -> list[dict[str, Any]]:
    one = {"type": "mention", "mentionee": {"type": "user", "userId": user}}
    return [{"type": "textV2", "text": text, "substitution": dict.fromkeys(keys, one)}]


GOOD: dict[str, Callable[[], list[dict[str, Any]]]] = {
    "plain text": lambda: HELLO,
    "longest text, in UTF-16 units": lambda: [{"type": "text", "text": "😀" * 2500}],
    "quick replies": lambda: chips(13, "น้ำ" * 6),
    "mention": lambda: mention("{a} รู้เรื่องนี้ {{จริง}}", "a"),
    "card with button": lambda: flex(button()),
    "label of 40 clusters with marks above": lambda: flex(button(label="ก็" * 40)),
    "carousel": lambda: [
        {**flex()[0], "contents": {"type": "carousel", "contents": [flex()[0]["contents"]] * 12}}
    ],
    "sizes in pixels": lambda: flex(
        {"type": "text", "text": "ก", "size": "13px", "margin": "5px", "flex": 0}
    ),
}
BAD: dict[str, Callable[[], Any]] = {
    "no messages": list,
    "six messages": lambda: HELLO * 6,
    "unknown message type": lambda: [{"type": "flexible"}],
    "blank text": lambda: [{"type": "text", "text": " \n"}],
    "text one unit too long": lambda: [{"type": "text", "text": "😀" * 2500 + "ก"}],
    "unknown field of a message": lambda: [{"type": "text", "text": "ก", "quote": "x"}],
    "no altText": lambda: [{**flex()[0], "altText": ""}],
    "altText too long": lambda: [{**flex()[0], "altText": "ก" * 1501}],
    "bubble without contents": lambda: [{"type": "flex", "altText": "ก", "contents": {"type": "bubble"}}],
    "fourteen quick replies": lambda: chips(14),
    "no quick replies": lambda: chips(0),
    "quick reply label of 21 clusters": lambda: chips(1, "น้ำ" * 10 + "ก"),
    "button label of 41 clusters": lambda: flex(button(label="ก" * 41)),
    "button without label": lambda: flex(button(label="")),
    "button without action": lambda: flex({"type": "button"}),
    "postback data too long": lambda: flex(button(data="ก" * 301)),
    "displayText too long": lambda: flex(button(displayText="ก" * 301)),
    "displayText beside text": lambda: flex(button(displayText="ก", text="ข")),
    "message action without text": lambda: flex(
        {"type": "button", "action": {"type": "message", "label": "ก"}}
    ),
    "address with a strange scheme": lambda: flex(
        {"type": "button", "action": {"type": "uri", "label": "ก", "uri": "ftp://a"}}
    ),
    "address too long": lambda: flex(
        {"type": "button", "action": {"type": "uri", "label": "ก", "uri": "https://a/" + "b" * 1000}}
    ),
    "empty text in a card": lambda: flex({"type": "text", "text": ""}),
    "button in a baseline box": lambda: flex({"type": "box", "layout": "baseline", "contents": [button()]}),
    "separator in a baseline box": lambda: flex(
        {"type": "box", "layout": "baseline", "contents": [{"type": "separator"}]}
    ),
    "box without layout": lambda: flex({"type": "box", "contents": []}),
    "colour by name": lambda: flex({"type": "text", "text": "ก", "color": "red"}),
    "unknown size": lambda: flex({"type": "text", "text": "ก", "size": "big"}),
    "unknown weight": lambda: flex({"type": "text", "text": "ก", "weight": "600"}),
    "wrap as text": lambda: flex({"type": "text", "text": "ก", "wrap": "true"}),
    "unknown field of a component": lambda: flex({"type": "text", "text": "ก", "fontSize": "md"}),
    "unknown bubble size": lambda: flex(size="huge"),
    "header that is a text": lambda: flex(header={"type": "text", "text": "ก"}),
    "picture over http": lambda: flex({"type": "image", "url": "http://a/b.png"}),
    "bubble over 30 KB": lambda: flex(
        {"type": "box", "layout": "vertical", "contents": [{"type": "text", "text": "ก" * 1000}] * 11}
    ),
    "thirteen bubbles": lambda: [
        {**flex()[0], "contents": {"type": "carousel", "contents": [flex()[0]["contents"]] * 13}}
    ],
    "bubbles of two sizes": lambda: [
        {
            **flex()[0],
            "contents": {
                "type": "carousel",
                "contents": [flex()[0]["contents"], flex(size="kilo")[0]["contents"]],
            },
        }
    ],
    "placeholder without substitution": lambda: mention("{a}"),
    "substitution without placeholder": lambda: mention("ก", "a"),
    "single brace": lambda: mention("{a} {", "a"),
    "key with a dash": lambda: mention("{a-b}", "a-b"),
    "21 mentions": lambda: mention("{a}" * 21, "a"),
    "mention of a strange id": lambda: mention("{a}", "a", user="U123"),
}


@pytest.mark.parametrize("name", GOOD)
def test_good_bodies(line: LineDouble, name: str) -> None:
    """What LINE takes, the double takes."""
    assert checks.problems({"messages": GOOD[name]()}) == []
    assert push(line, GROUP, GOOD[name]())[0] == 200


@pytest.mark.parametrize("name", BAD)
def test_bad_bodies(line: LineDouble, name: str) -> None:
    """What LINE refuses, the double refuses on the wire with a 400 in LINE's shape."""
    path = "/v2/bot/message/push"
    status, body, _ = call(line, "POST", path, {"to": GROUP, "messages": BAD[name]()})
    assert status == 400
    assert body["details"][0]["message"]
    assert line.sent == []


def test_mention_in_private(line: LineDouble) -> None:
    """Nobody can be mentioned in a 1:1 chat."""
    assert push(line, ANN, mention("{a}", "a"))[0] == 400


def test_speed(line: LineDouble) -> None:
    """Benchmarks use the double: it takes at least 300 replies a second on one connection."""
    events = [line.make.text(GROUP, ANN, "ก") for _ in range(200)]
    line.register(events)
    parts = urlsplit(line.url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=5)
    before = time.monotonic()
    for event in events:
        body = json.dumps({"replyToken": event["replyToken"], "messages": HELLO})
        connection.request("POST", "/v2/bot/message/reply", body, {"Authorization": f"Bearer {line.token}"})
        assert connection.getresponse().read()
    spent = time.monotonic() - before
    connection.close()
    assert len(line.sent) == 200
    assert 200 / spent > 300
