"""Conversations as data: an office group in which members speak and the bot answers, over the real store.

    talk.run([("แดง", "#เคล็ดลับ …", ["เก็บเคล็ดลับของแดงแล้วค่ะ …"]), ("แดง", "ไปกินข้าวกัน", [])])

A turn fails when the bot says nothing, or more, or something else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from redis import Redis

from bot.config import Settings
from bot.line.gateway import Outcome, QuotaState
from bot.services import Services, note_store, people_store
from bot.store.changes import Changes
from bot.store.inbox import PARTITIONS, Inbox
from bot.store.keys import Keys
from bot.wakes import Wakes
from handlers.chat import Chat
from knowledge.notes import Note, NoteStore
from knowledge.people import Group, Member, Office, PeopleStore
from tests import line

START = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
"""A Monday, 08:30 in Bangkok."""

OFFICE = Office("o1", "สพอ.ทดสอบ", "cdd-2561", 2570, "ABCD-2345")
ROSTER = (
    Member("m1", "นางสมใจ ใจงาม", "ใจ", "พัฒนาการอำเภอ", role="คุณอำนวย", user_id="Uใจ"),
    Member("m2", "นายแดง ดีเด่น", "แดง", "นักวิชาการพัฒนาชุมชน", expertise=("บัญชีกลุ่มออมทรัพย์",), user_id="Uแดง"),
    Member("m3", "นายแดง รุ่งเรือง", "แดง", "อาสาพัฒนา", expertise=("ทำปุ๋ยหมัก", "บัญชีกลุ่มออมทรัพย์"), user_id="Uรุ่ง"),
    Member("m4", "น.ส.นก สดใส", "นก", "เจ้าพนักงานธุรการ", display_name="นกน้อย"),
)


@dataclass
class Listener:
    """Stands where LINE does: hears replies, knows names, notices the bot leaving."""

    names: dict[str, str] = field(default_factory=dict)
    heard: list[dict[str, Any]] = field(default_factory=list)
    tokens: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    pushed: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    """Retry key → messages of each push."""
    quota: int | None = 300
    used: int = 0
    members: int | None = 15
    down: bool = False
    """LINE can't be reached for now."""

    def reply(self, token: str, messages: list[dict[str, Any]], *, standby: bool = False, **_: object) -> Outcome:
        if standby or token in self.tokens:
            return Outcome("standby" if standby else "expired")
        if self.down:
            return Outcome("failed")
        self.tokens.append(token)
        self.heard += messages
        return Outcome("sent")

    def leave(self, chat: Chat) -> None:
        self.left.append(chat.id)

    def push(self, to: str, messages: list[dict[str, Any]], *, members: int, retry_key: str) -> Outcome:
        if self.down:
            return Outcome("failed")
        if retry_key in self.pushed:
            return Outcome("sent")
        if self.quota is not None and self.used + members > self.quota:
            return Outcome("no_quota")
        self.used += members
        self.pushed[retry_key] = messages
        return Outcome("sent")

    def members_count(self, chat: Chat) -> int | None:
        return self.members

    def quota_state(self) -> QuotaState | None:
        return None if self.down else QuotaState("", self.quota, self.used)

    def profile(self, chat: Chat, user_id: str) -> str | None:
        return self.names.get(user_id)


class Talk:
    """One office, one group, and what is said there."""

    def __init__(self, redis: Redis, prefix: str, folder: Path, *, linked: bool = True) -> None:
        self.now = START
        settings = Settings(likhit_data=folder, _env_file=None)  # type: ignore[call-arg]
        settings.__dict__["now"] = lambda: self.now
        self.redis, self.keys = redis, Keys(prefix)
        self.services = Services(settings, redis, self.keys)
        self.line = Listener(names={"Uนก": "นกน้อย", "Uใหม่": "น้องใหม่"})
        self.services.__dict__["gateway"] = self.line
        self.events: dict[str, dict[str, Any]] = {}
        self.last: dict[str, Any] = {}
        changes = Changes()
        people = people_store(redis, changes, self.keys)
        people.put_office(OFFICE)
        for member in ROSTER:  # they were told what is kept when the office began
            people.put_member(OFFICE.id, replace(member, consented_at=START))
        if linked:
            people.put_group(Group(line.GROUP, OFFICE.id, START))
        changes.keep(redis)
        self._fed: list[Any] = []
        self._index()

    # ---------------------------------------------------------------- what people do

    def say(
        self, who: str, text: str, *, bot: bool = False, private: bool = False, name: str = "", quotes: str = ""
    ) -> list[str]:
        """`who` says something (`bot`: with a real mention of the bot; `quotes`: as a reply to what was said under
        that name); returns what the bot answers, as text."""
        user = f"U{who}"
        said = f"@คุณลิขิต {text}" if bot else text
        mentions = (("@คุณลิขิต", line.BOT),) if bot else ()
        group, quoted = user if private else line.GROUP, self.events[quotes]["message"]["id"] if quotes else None
        event = line.text(said, user=user, group=group, mentions=mentions, at=self.now, quotes=quoted)
        self.events[name or text] = event
        return self.deliver(event)

    def show(self, who: str, name: str = "", *, media: str = "image", quotes: str = "", **fields: Any) -> list[str]:
        """`who` sends a picture or file; `fields` as in LINE's message."""
        if quotes:
            fields["quotedMessageId"] = self.events[quotes]["message"]["id"]
        event = line.media(media, user=f"U{who}", at=self.now, **fields)
        self.events[name or media] = event
        return self.deliver(event)

    def edit(self, before: str, text: str, *, later: float = 1) -> list[str]:
        """The author changes the message that was said as `before`, `later` seconds after it was said."""
        event = self.events[before]
        at = datetime.fromtimestamp(event["timestamp"] / 1000, UTC) + timedelta(seconds=later)
        return self.deliver(line.edited(event, text, at=at))

    def unsend(self, before: str) -> list[str]:
        """The author takes back the message that was said as `before`."""
        return self.deliver(line.unsent(self.events[before]))

    def press(self, who: str, label: str, *, private: bool = False) -> list[str]:
        """`who` presses the button or quick reply with this label in the bot's last answer."""
        actions = [a for message in self.line.heard[self._from :] for a in _actions(message)]
        action = next(a for a in actions if a.get("label") == label)
        if action["type"] == "message":
            return self.say(who, action["text"], private=private)
        user = f"U{who}"
        return self.deliver(line.postback(action["data"], user=user, group=user if private else line.GROUP))

    def deliver(self, event: dict[str, Any]) -> list[str]:
        """Gives one event to the bot and brings the index up to date; returns what was answered."""
        self._from = len(self.line.heard)
        self.last = event
        self.services.turns.take(event, self.now)
        self._index()
        self.now += timedelta(seconds=5)
        return [_words(message) for message in self.line.heard[self._from :]]

    def wait(self, **time: float) -> list[str]:
        """Time passes (`days=1`, …) while nobody speaks, and then the clock looks; returns what is pushed."""
        self.now += timedelta(**time)
        return self.tick()

    def tick(self) -> list[str]:
        """The clock looks once, and the worker does what it asks; returns what is pushed."""
        before = len(self.line.pushed)
        wakes = Wakes(self.redis, self.keys)
        wakes.tend(self.now)
        wakes.tick(self.now)
        inbox = Inbox(self.redis, self.keys.prefix)
        streams = dict.fromkeys(range(PARTITIONS), "0") if inbox.state(self.now)["waiting"] else {}
        for item in inbox.read(streams, count=100, block_ms=1):
            self.services.turns.take(item.raw, self.now)
            inbox.done(item)
        return [_words(message) for each in list(self.line.pushed.values())[before:] for message in each]

    def run(self, script: Sequence[tuple[str, str, list[str]]]) -> None:
        """Says each line and holds the answer against what is expected of it, word for word."""
        for who, said, expected in script:
            assert self.say(who, said) == expected, said

    def _index(self) -> None:
        """Brings the index up to date where its feeds have something new: most of what is said tells it nothing,
        and opening it takes longer than all the rest of a turn."""
        feeds = [self.keys.feed(office.id) for office in self.people.offices()]
        fed = [(feed, self.redis.xrevrange(feed, count=1)) for feed in sorted(feeds)]
        if fed != self._fed:
            self.services.indexer.catch_up()
            self._fed = fed

    # ---------------------------------------------------------------- what is kept

    @property
    def notes(self) -> NoteStore:
        return note_store(self.redis, OFFICE.id, keys=self.keys)

    @property
    def people(self) -> PeopleStore:
        return people_store(self.redis, keys=self.keys)

    def kept(self) -> list[Note]:
        return list(self.notes.all())

    def everything(self) -> str:
        """All keys and values of this conversation's store as one text, to look for traces in."""
        found = []
        for key in self.redis.scan_iter(match=f"{self.keys.prefix}*"):
            kind = self.redis.type(key)
            value = {
                "string": lambda k: self.redis.get(k),
                "hash": lambda k: self.redis.hgetall(k),
                "set": lambda k: self.redis.smembers(k),
                "zset": lambda k: self.redis.zrange(k, 0, -1, withscores=True),
                "list": lambda k: self.redis.lrange(k, 0, -1),
                "stream": lambda k: self.redis.xrange(k),
            }[str(kind)](key)
            found.append(f"{key} {value}")
        return "\n".join(sorted(found))


def _words(message: dict[str, Any]) -> str:
    return str(message.get("altText") or message.get("text"))


def _actions(part: Any) -> list[dict[str, Any]]:
    """Every action in a message, wherever it hangs."""
    if isinstance(part, list):
        return [a for one in part for a in _actions(one)]
    if not isinstance(part, dict):
        return []
    here = [part["action"]] if isinstance(part.get("action"), dict) else []
    return here + [a for value in part.values() for a in _actions(value)]
