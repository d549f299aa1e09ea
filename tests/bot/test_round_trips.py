"""How often one event goes to the store and back: that is most of what it costs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from redis import Redis
from redis.connection import AbstractConnection

from bot.store.reads import Reads
from tests import line
from tests.talk import Talk

Sent = list[bytes]


@pytest.fixture
def talk(redis: Redis, store_prefix: str, tmp_path: Path) -> Talk:
    made = Talk(redis, store_prefix, tmp_path)
    made.say("ใจ", "#เคล็ดลับ นัดสมาชิกก่อนวันจ่ายเงินหนึ่งวัน")
    made.say("แดง", "ไปกินข้าวกัน")  # what a process reads once it has read now
    return made


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> Iterator[Sent]:
    """Each batch of commands that goes to the store from now on."""
    seen: Sent = []
    send = AbstractConnection.send_packed_command

    def counted(self: AbstractConnection, command: Any, *args: Any, **options: Any) -> Any:
        seen.append(command if isinstance(command, bytes) else b"".join(command))
        return send(self, command, *args, **options)

    monkeypatch.setattr(AbstractConnection, "send_packed_command", counted)
    yield seen
    monkeypatch.undo()


def take(talk: Talk, sent: Sent, text: str) -> int:
    event = line.text(text, user="Uแดง", at=talk.now)
    sent.clear()
    talk.services.turns.take(event, talk.now)
    return len(sent)


@pytest.mark.parametrize("said", ["พรุ่งนี้ใครเข้าเวรคะ", "รับทราบครับ", "ขอบคุณมากค่ะพี่", "ฝนตกหนักมากเลยวันนี้ ขับรถกันดี ๆ นะ"])
def test_ordinary_talk_goes_to_the_store_at_most_four_times(talk: Talk, sent: Sent, said: str) -> None:
    """Most of what is said in a group concerns the bot in no way, and must cost next to nothing."""
    assert take(talk, sent, said) <= 4


def test_a_telling_goes_to_the_store_at_most_twelve_times(talk: Talk, sent: Sent) -> None:
    """What a telling needs is asked for together, and written together."""
    assert take(talk, sent, "#เคล็ดลับ ทำบัญชีทุกวันศุกร์ นับเงินต่อหน้าสมาชิก") <= 12


def test_what_is_known_is_not_asked_again_and_stays_as_it_was(redis: Redis, store_prefix: str, sent: Sent) -> None:
    """A turn sees one state of what it reads, whatever its readers do with what they were given."""
    redis.hset(f"{store_prefix}h", mapping={"a": "1"})
    redis.set(f"{store_prefix}s", "before")
    reads = Reads(redis)
    sent.clear()
    reads.ahead([("HGETALL", f"{store_prefix}h"), ("GET", f"{store_prefix}s"), ("HGET", f"{store_prefix}h", "b")])
    assert len(sent) == 1
    redis.set(f"{store_prefix}s", "after")
    sent.clear()
    reads.hgetall(f"{store_prefix}h").clear()  # type: ignore[union-attr]
    assert reads.hgetall(f"{store_prefix}h") == {"a": "1"}
    assert (reads.get(f"{store_prefix}s"), reads.hget(f"{store_prefix}h", "b")) == ("before", None)
    assert sent == []
    assert Reads(redis).get(f"{store_prefix}s") == "after"
