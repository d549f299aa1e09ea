"""The durable inbox: nothing twice, nothing lost, order within a chat."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from redis import Redis

from bot.store.inbox import Inbox, Item, chat_of, partition_of

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
MS = int(NOW.timestamp() * 1000)


def event(n: int, chat: str = "C1", **more: Any) -> dict[str, Any]:
    return {
        "type": "message",
        "webhookEventId": f"E{n}",
        "source": {"type": "group", "groupId": chat, "userId": "U1"},
        "message": {"id": f"m{n}", "type": "text", "text": f"ข้อความ {n}"},
        "deliveryContext": {"isRedelivery": False},
        **more,
    }


@pytest.fixture
def inbox(redis: Redis, store_prefix: str) -> Inbox:
    return Inbox(redis, store_prefix)


def waiting(inbox: Inbox) -> list[Item]:
    return inbox.read(dict.fromkeys(range(16), "0"), count=1000, block_ms=1)


def test_a_redelivered_event_is_kept_once(inbox: Inbox) -> None:
    """LINE sends an event again when it saw no 2xx in time, and sometimes without need: one id, one entry."""
    assert inbox.put([event(1), event(2)], MS) == 2
    again = event(1, deliveryContext={"isRedelivery": True})
    assert inbox.put([again, event(3)], MS) == 1
    assert [item.event_id for item in waiting(inbox)] == ["E1", "E2", "E3"]


def test_a_done_event_stays_known(inbox: Inbox) -> None:
    """A redelivery that comes after the event was handled isn't taken in again."""
    inbox.put([event(1)], MS)
    inbox.done(waiting(inbox)[0])
    assert inbox.put([event(1)], MS) == 0
    assert waiting(inbox) == []


def test_an_event_without_a_usable_id_gets_one_from_its_content(inbox: Inbox) -> None:
    """Events without webhookEventId are not lost, and their redelivery (same content) is still recognised."""
    bare = {k: v for k, v in event(1).items() if k != "webhookEventId"}
    odd = [bare, bare | {"deliveryContext": {"isRedelivery": True}}, bare | {"webhookEventId": 7}, bare | {"x": 1}]
    assert inbox.put(odd, MS) == 2
    ids = {item.event_id for item in waiting(inbox)}
    assert len(ids) == 2
    assert all(each.startswith("made-") for each in ids)


def test_events_of_a_chat_stay_in_order_and_in_one_stream(inbox: Inbox) -> None:
    """The order of a chat is the order of arrival, whatever else comes in between."""
    inbox.put([event(n, chat=f"C{n % 3}") for n in range(30)], MS)
    found = waiting(inbox)
    for chat in ("C0", "C1", "C2"):
        mine = [item for item in found if item.chat == chat]
        assert [int(item.event_id[1:]) for item in mine] == list(range(int(chat[1]), 30, 3))
        assert {item.partition for item in mine} == {partition_of(chat)}


def test_an_entry_holds_the_event_unchanged_and_when_it_came(inbox: Inbox) -> None:
    """The worker sees exactly what LINE sent, Thai and emoji included, and the time at which we had it."""
    raw = event(1, message={"id": "m1", "type": "text", "text": "น้ำ​ใจ 😀 \u0000"})
    inbox.put([raw], MS)
    item = waiting(inbox)[0]
    assert item.raw == raw
    assert item.received_at == NOW


def test_half_an_emoji_is_replaced(inbox: Inbox) -> None:
    """A lone surrogate is valid JSON but can be neither stored nor sent: it must not break the webhook."""
    inbox.put([event(1, message={"type": "text", "text": "ก\ud83d"})], MS)
    assert waiting(inbox)[0].raw["message"]["text"] == "ก?"


@pytest.mark.parametrize(
    ("source", "chat"),
    [
        ({"type": "group", "groupId": "C9", "userId": "U9"}, "C9"),
        ({"type": "room", "roomId": "R9", "userId": "U9"}, "R9"),
        ({"type": "user", "userId": "U9"}, "U9"),
        ({"type": "group", "groupId": 5}, "E1"),
        (None, "E1"),
        ("odd", "E1"),
    ],
)
def test_the_chat_of_an_event(source: object, chat: str) -> None:
    """Group before room before user; an event without a source is on its own."""
    assert chat_of({"webhookEventId": "E1", "source": source}) == chat


def test_a_set_aside_event_comes_back_when_due(inbox: Inbox) -> None:
    """A failed event is tried again at its time, not before, and knows how often it failed; it blocks nothing."""
    inbox.put([event(1), event(2)], MS)
    first, second = waiting(inbox)
    inbox.set_aside(first, NOW + timedelta(seconds=5))
    assert [item.event_id for item in waiting(inbox)] == ["E2"]
    assert inbox.due(NOW) == []
    [again] = inbox.due(NOW + timedelta(seconds=5))
    assert (again.event_id, again.attempts, again.received_at) == ("E1", 1, NOW)
    inbox.set_aside(again, NOW + timedelta(seconds=30))
    assert [item.attempts for item in inbox.due(NOW + timedelta(minutes=1))] == [2]
    inbox.done(inbox.due(NOW + timedelta(minutes=1))[0])
    inbox.done(second)
    assert inbox.state(NOW) == {"waiting": 0, "retrying": 0, "failed": 0, "lag": 0}


def test_a_given_up_event_is_kept_with_its_reason_and_can_be_replayed(inbox: Inbox) -> None:
    """Nothing is thrown away: a failed event waits with its reason until somebody replays it, then tries anew."""
    inbox.put([event(1), event(2)], MS)
    for item in waiting(inbox):
        inbox.give_up(item, "ValueError in take (bot/turns.py:7)", NOW)
    assert [(each.item.event_id, each.reason) for each in inbox.failed()] == [
        ("E1", "ValueError in take (bot/turns.py:7)"),
        ("E2", "ValueError in take (bot/turns.py:7)"),
    ]
    assert inbox.replay("E2") == 1
    assert [item.event_id for item in inbox.due(NOW)] == ["E2"]
    assert [item.attempts for item in inbox.due(NOW)] == [0]
    assert inbox.replay("E7") == 0
    assert inbox.replay() == 1
    assert inbox.failed() == []


def test_failed_events_are_not_kept_for_ever(inbox: Inbox) -> None:
    """Failed events hold chat text: the old ones are dropped."""
    inbox.put([event(1), event(2)], MS)
    first, second = waiting(inbox)
    inbox.give_up(first, "r", NOW - timedelta(days=31))
    inbox.give_up(second, "r", NOW)
    assert inbox.drop_failed(NOW - timedelta(days=30)) == 1
    assert [each.item.event_id for each in inbox.failed()] == ["E2"]


def test_what_a_person_said_or_took_back_is_erased_from_failures(inbox: Inbox) -> None:
    """Unsent messages and forgotten people leave nothing behind among the failed and set-aside events."""
    other = event(3, source={"type": "group", "groupId": "C1", "userId": "U2"})
    inbox.put([event(1), event(2), other], MS)
    first, second, third = waiting(inbox)
    inbox.give_up(first, "r", NOW)
    inbox.set_aside(second, NOW)
    inbox.give_up(third, "r", NOW)
    assert inbox.forget(message_id="m2") == 1
    assert inbox.due(NOW) == []
    assert inbox.forget(user_id="U1") == 1
    assert [each.item.event_id for each in inbox.failed()] == ["E3"]


def test_lag_is_the_age_of_the_oldest_waiting_event(inbox: Inbox) -> None:
    """What /metrics shows as lag grows while nobody handles the events."""
    inbox.put([event(1)], MS)
    inbox.put([event(2, chat="C2")], MS + 4000)
    assert inbox.state(NOW + timedelta(seconds=10)) == {"waiting": 2, "retrying": 0, "failed": 0, "lag": 10.0}
