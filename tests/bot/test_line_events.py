"""LINE's JSON → chat events."""

from __future__ import annotations

import base64
import json
from collections import Counter
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.line.events import event_id, python_span, to_chat
from handlers.chat import (
    BotInvited,
    BotRemoved,
    ButtonPressed,
    Chat,
    MediaSent,
    MemberJoined,
    MemberLeft,
    Mention,
    MessageUnsent,
    TextEdited,
    TextSaid,
)
from tests import line

GROUP = Chat(line.GROUP, "group")


def raw(type: str, **more: Any) -> dict[str, Any]:
    """An event with every common property of webhook.yml, and more."""
    return {
        "type": type,
        "mode": "active",
        "timestamp": 1_795_000_000_123,
        "source": {"type": "group", "groupId": line.GROUP, "userId": line.USER},
        "webhookEventId": "01KAZ0000000000000000000AA",
        "deliveryContext": {"isRedelivery": False},
        "replyToken": "t" * 32,
        **more,
    }


def message(**content: Any) -> dict[str, Any]:
    return raw("message", message={"id": "5001", "quoteToken": "q1", **content})


def test_a_text_keeps_all_that_line_says_about_it() -> None:
    """Chat, speaker, time, tokens and the quoted message of a text reach the handlers unchanged."""
    said = to_chat(message(type="text", text="ขอถามเรื่องเบิกจ่าย", quotedMessageId="4999"))
    assert said == TextSaid(
        id="01KAZ0000000000000000000AA",
        chat=GROUP,
        at=datetime(2026, 11, 18, 11, 6, 40, 123_000, tzinfo=UTC),
        user_id=line.USER,
        reply_token="t" * 32,
        message_id="5001",
        text="ขอถามเรื่องเบิกจ่าย",
        quoted_message_id="4999",
        quote_token="q1",
    )


def test_an_edit_carries_the_first_messages_id_and_its_own_time() -> None:
    """Surprise 1 of line-platform.md: `messageEdited` has the same message id, and the largest timestamp wins."""
    before = line.text("เดิม")
    after = line.edited(before, "แก้แล้ว")
    event = to_chat(after)
    assert isinstance(event, TextEdited)
    assert event.message_id == before["message"]["id"]
    assert event.text == "แก้แล้ว"
    assert event.at.timestamp() * 1000 == pytest.approx(after["timestamp"])
    assert event.reply_token == after["replyToken"] != before["replyToken"]


@pytest.mark.parametrize(
    ("text", "index", "length", "expected"),
    [
        ("@ลิขิต ช่วยหน่อย", 0, 6, (0, 6)),
        ("😀😀 @ลิขิต จ้า", 5, 6, (3, 6)),
        ("👨‍👩‍👧@ก", 8, 2, (5, 2)),
        ("@ก", 0, 3, None),
        ("@ก", -1, 2, None),
        ("@ก", 0, 0, None),
        ("😀x", 1, 2, (0, 2)),
        ("", 0, 1, None),
    ],
)
def test_mentions_count_in_utf16_and_handlers_in_characters(
    text: str, index: int, length: int, expected: tuple[int, int] | None
) -> None:
    """An emoji before a mention moves it by two for LINE and by one for Python; a span that doesn't fit is none."""
    assert python_span(text, index, length) == expected


def test_mentions_of_people_of_all_and_of_the_bot_are_told_apart() -> None:
    """`isSelf` marks the bot, `type: all` everyone; a broken mentionee costs only itself."""
    said = to_chat(
        message(
            type="text",
            text="@ลิขิต @All @แดง ฝากด้วย",
            mention={
                "mentionees": [
                    {"type": "user", "index": 0, "length": 6, "userId": line.BOT, "isSelf": True},
                    {"type": "all", "index": 7, "length": 4},
                    {"type": "user", "index": 12, "length": 4},
                    {"type": "user", "index": "12", "length": 4},
                    {"type": "user", "index": 90, "length": 4},
                    "nonsense",
                ]
            },
        )
    )
    assert isinstance(said, TextSaid)
    assert said.mentions == (
        Mention(0, 6, line.BOT, is_bot=True),
        Mention(7, 4, everyone=True),
        Mention(12, 4),
    )
    assert said.mentions_bot


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ({"type": "image", "imageSet": {"id": "s1", "index": 2, "total": 3}}, ("image", "", None, "s1", 2, 3)),
        ({"type": "image", "imageSet": {"id": "s1"}}, ("image", "", None, "s1", None, None)),
        ({"type": "video", "duration": 900}, ("video", "", None, None, None, None)),
        ({"type": "audio", "duration": 900}, ("audio", "", None, None, None, None)),
        ({"type": "file", "fileName": "แผน.docx", "fileSize": 77}, ("file", "แผน.docx", 77, None, None, None)),
        (
            {"type": "location", "title": "ศาลา", "latitude": 15.2, "longitude": 104.8},
            ("location", "ศาลา", *[None] * 4),
        ),
        (
            {"type": "location", "address": "ถ.ชยางกูร", "latitude": 1, "longitude": 1},
            ("location", "ถ.ชยางกูร", *[None] * 4),
        ),
        ({"type": "sticker", "packageId": "1", "stickerId": "2"}, ("sticker", "", *[None] * 4)),
        ({"type": "hologram"}, ("hologram", "", *[None] * 4)),
    ],
)
def test_every_kind_of_content_is_media(content: dict[str, Any], expected: tuple[Any, ...]) -> None:
    """All message types of webhook.yml are read, and one that LINE has not invented yet as well."""
    event = to_chat(message(**content))
    assert isinstance(event, MediaSent)
    assert (event.media, event.name, event.size, event.image_set, event.image_index, event.image_total) == expected


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (raw("unsend", unsend={"messageId": "5001"}), MessageUnsent),
        (raw("postback", postback={"data": "go?n=1"}), ButtonPressed),
        (raw("join"), BotInvited),
        (raw("leave"), BotRemoved),
        (raw("follow", follow={"isUnblocked": False}), BotInvited),
        (raw("unfollow"), BotRemoved),
        (raw("memberJoined", joined={"members": []}), MemberJoined),
        (raw("memberLeft", left={"members": []}), MemberLeft),
    ],
)
def test_each_kind_of_event_has_its_own_class(event: dict[str, Any], expected: type) -> None:
    """The kinds of line-platform.md (Groups; 1:1) each reach handlers as what they are."""
    assert type(to_chat(event)) is expected


def test_people_who_come_and_go_are_named_once() -> None:
    """memberJoined and memberLeft list people; those without an id (LINE on a PC) are left out."""
    members = [{"type": "user", "userId": line.USER}, {"type": "user"}, {"type": "user", "userId": line.USER}, 7]
    joined = to_chat(raw("memberJoined", joined={"members": members}))
    left = to_chat(raw("memberLeft", left={"members": members}))
    assert isinstance(joined, MemberJoined)
    assert isinstance(left, MemberLeft)
    assert joined.user_ids == left.user_ids == (line.USER,)


def test_a_date_that_was_picked_comes_with_the_postback() -> None:
    """A date picker's `params` go to the handler."""
    event = to_chat(raw("postback", postback={"data": "due?n=1", "params": {"date": "2026-12-01", "odd": 3}}))
    assert isinstance(event, ButtonPressed)
    assert event.data == "due?n=1"
    assert event.params == {"date": "2026-12-01"}


def test_where_it_happened() -> None:
    """Groups, rooms and 1:1 chats are told apart; in 1:1 the chat is the person."""
    sources = [
        ({"type": "user", "userId": line.USER}, Chat(line.USER, "user")),
        ({"type": "group", "groupId": line.GROUP}, GROUP),
        ({"type": "room", "roomId": line.ROOM, "userId": line.USER}, Chat(line.ROOM, "room")),
    ]
    for source, chat in sources:
        event = to_chat(raw("join", source=source))
        assert event is not None
        assert event.chat == chat
        assert event.user_id == source.get("userId")


@pytest.mark.parametrize(
    ("event", "why"),
    [
        (raw("beacon", beacon={"hwid": "1", "type": "enter"}), "unused"),
        (raw("videoPlayComplete"), "unused"),
        (raw("membership"), "unused"),
        (raw("teleported"), "unknown_type"),
        (raw(""), "unknown_type"),
        ({}, "unknown_type"),
        ({**raw("join"), "type": ["join"]}, "unknown_type"),
        ({k: v for k, v in raw("join").items() if k != "source"}, "no_source"),
        (raw("join", source={"type": "community", "communityId": "x"}), "no_source"),
        (raw("join", source={"type": "group"}), "no_source"),
        (raw("join", source="group"), "no_source"),
        (raw("join", timestamp=None), "no_timestamp"),
        (raw("join", timestamp=10**30), "no_timestamp"),
        (raw("message"), "no_message"),
        (message(type="text"), "no_message"),
        (message(type="text", text=5), "no_message"),
        (raw("message", message={"type": "text", "text": "x"}), "no_message"),
        (raw("messageEdited", message={"id": "1", "type": "image"}), "no_message"),
        (raw("unsend", unsend={}), "no_message"),
        (raw("postback", postback={"data": None}), "no_data"),
        ("text", "not_an_object"),
        (None, "not_an_object"),
        ([], "not_an_object"),
    ],
)
def test_what_cannot_be_used_is_counted_and_never_raises(event: Any, why: str) -> None:
    """Issue 2: unknown types, modes and fields and missing ids are counted and never break a batch."""
    counted: Counter[str] = Counter()
    assert to_chat(event, lambda reason: counted.update([reason])) is None
    assert counted == {why: 1}


def test_any_property_may_be_missing_or_of_another_type() -> None:
    """Absent properties are simply missing (line-platform.md, Webhook): no gap and no odd value raises."""
    full = [
        message(type="text", text="x", mention={"mentionees": [{"index": 0, "length": 1, "type": "user"}]}),
        message(type="image", imageSet={"id": "a", "index": 1, "total": 2}),
        raw("postback", postback={"data": "a", "params": {"date": "b"}}),
        raw("memberJoined", joined={"members": [{"type": "user", "userId": "U1"}]}),
        raw("unsend", unsend={"messageId": "1"}),
    ]
    odd: list[Any] = [None, 0, -1, 1.5, "", "x", True, [], [None], {}, {"type": {}}]

    def spoilt(value: Any) -> list[Any]:
        made = list(odd)
        if isinstance(value, dict):
            for key, inner in value.items():
                made.append({k: v for k, v in value.items() if k != key})
                made += [{**value, key: bad} for bad in spoilt(inner)]
        if isinstance(value, list):
            made += [[bad] for inner in value for bad in spoilt(inner)]
        return made

    tried = [to_chat(bad) for event in full for bad in spoilt(event)]
    assert len(tried) > 500


def test_a_missing_delivery_context_or_a_new_mode_loses_nothing() -> None:
    """The SDK's parser loses the whole batch on these; here the text is read, and a new mode may not speak."""
    event = message(type="text", text="x")
    del event["deliveryContext"]
    counted: Counter[str] = Counter()
    said = to_chat({**event, "mode": "paused", "newProperty": {"a": 1}}, lambda reason: counted.update([reason]))
    assert isinstance(said, TextSaid)
    assert (said.redelivered, said.standby) == (False, True)
    assert counted == {"unknown_mode": 1}
    without = to_chat({k: v for k, v in event.items() if k != "mode"})
    assert without is not None
    assert not without.standby


def test_standby_and_redelivery_are_passed_on() -> None:
    """`mode: standby` sends nothing, and a redelivered token lives by its own rule: both must reach the gateway."""
    event = to_chat(line.standby(line.redelivered(line.text("x"))))
    assert event is not None
    assert (event.standby, event.redelivered) == (True, True)


@pytest.mark.parametrize(
    "event",
    [
        raw("message", replyToken="0" * 32, message={"id": "100001", "type": "text", "text": "Hello, world"}),
        raw("message", replyToken="f" * 32, message={"id": "100002", "type": "sticker"}),
        raw("join", source={"type": "user", "userId": "Udeadbeef" + "deadbeef" * 3}),
    ],
)
def test_the_consoles_verify_button_is_nobody(event: dict[str, Any]) -> None:
    """Old Verify buttons send made-up events: no note, no answer, no error."""
    counted: Counter[str] = Counter()
    assert to_chat(event, lambda reason: counted.update([reason])) is None
    assert counted == {"verify": 1}


def test_a_missing_timestamp_takes_the_time_of_arrival() -> None:
    """A story is not lost because LINE left out when it was told."""
    arrived = datetime(2026, 11, 21, tzinfo=UTC)
    event = to_chat(message(type="text", text="x") | {"timestamp": "soon"}, received_at=arrived)
    assert event is not None
    assert event.at == arrived


def test_a_missing_event_id_is_made_the_same_again() -> None:
    """Duplicates are dropped by id; without one, the same event delivered twice gives the same made-up id."""
    event = line.text("x")
    del event["webhookEventId"]
    again = line.redelivered(json.loads(json.dumps(event)))
    other = {**event, "message": {**event["message"], "id": "1"}}
    assert event_id(event) == event_id(again) != event_id(other)


def test_half_a_surrogate_pair_becomes_a_mark_that_can_be_stored() -> None:
    """JSON may carry "\\ud83d" alone, which no store and no reply could take."""
    event = json.loads(json.dumps(message(type="text", text="ก\ud83dข 😀")))
    said = to_chat(event)
    assert isinstance(said, TextSaid)
    assert said.text == "ก�ข 😀"
    assert said.text.encode()


def test_the_helpers_sign_as_line_does() -> None:
    """tests/line.py: base64 of HMAC-SHA256 over the raw body, against test case 2 of RFC 4231."""
    raw_body, headers = line.signed([line.text("สวัสดี")])
    assert headers["X-Line-Signature"] == line.sign(line.SECRET, raw_body)
    expected = bytes.fromhex("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
    assert base64.b64decode(line.sign("Jefe", b"what do ya want for nothing?")) == expected
