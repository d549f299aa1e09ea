"""The practice room: an office's group and 1:1 chats, in which one person plays all the members.

Whatever is done here becomes a webhook event, signed and posted to the bot; what the bot sends comes back
through the double of LINE's API. The room itself knows nothing of what the bot does."""

from __future__ import annotations

import contextlib
import re
import secrets
import threading
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.practice import transcript as files
from bot.practice.api import Sent
from bot.practice.double import BOT_ID, LineDouble
from bot.practice.happenings import JsonEvent
from bot.practice.office import PracticeOffice
from bot.practice.postman import Postman
from bot.practice.transcript import Item, Someone, Transcript
from bot.practice.world import Content

if TYPE_CHECKING:
    pass

LONGEST_TEXT = 10_000
"""Characters that a person can send at once, as in LINE."""
LARGEST_FILE = 10 * 1024 * 1024
"""Bytes of a picture or file."""
_MESSAGE_ID = re.compile(r"[0-9]{1,20}")


class CannotDo(Exception):
    """Something that the room refuses; its text is shown to the person."""


class Room:
    """The chats of one practice office. Methods may be called from any thread and raise CannotDo."""

    def __init__(self, line: LineDouble, office: PracticeOffice, folder: Path) -> None:
        self._line, self._office, self._folder = line, office, folder
        self._file = folder / "room.json"
        self.changed = threading.Condition()
        self.t = files.load(self._file) or self._fresh()
        self._postman = Postman(line, self._delivered)
        self._swallow: set[str] = set()
        self._saver: threading.Timer | None = None
        self._restore()
        line.listen(self._bot_said)

    # ------------------------------------------------------------ life

    def _fresh(self) -> Transcript:
        made = Transcript(self._office.group_id, self._office.group_name, epoch=secrets.token_hex(4))
        made.people = [Someone(m.user_id, m.line_name, m.position) for m in self._office.members]
        made.hints = [{"label": h.label, "text": h.text} for h in self._office.hints]
        made.next_message = int(time.time() * 1000) * 100_000
        return made

    def _restore(self) -> None:
        """Makes the double's world that of the transcript."""
        t, world = self.t, self._line.world
        for person in t.people:
            world.person(person.user_id, person.name, friend=person.friend)
        room = world.group(t.group_id, t.group_name, [p.user_id for p in t.people if p.inside])
        room.bot_inside = t.bot_inside
        self._line.make.continue_from(t.next_message, t.last_ms)
        self._line.api.quota.used = t.quota_used
        for item in t.items:
            file = self._folder / "contents" / item.id
            if item.message.get("type") in ("image", "file", "video", "audio") and file.is_file():
                world.contents[item.id] = Content(
                    file.read_bytes(), item.message.get("contentType", ""), 0, item.unsent
                )

    def open(self) -> None:
        """Begins to deliver what people do, first what was not delivered before a restart."""
        for item in self.t.items:
            if item.state == "waiting" and not item.unsent:
                self._deliver({k: v for k, v in item.event.items() if k != "practice"}, item)
                if item.event.get("practice"):
                    self._swallow.add(item.event["webhookEventId"])
        self._postman.start()

    def close(self) -> None:
        """Stops delivering and writes the file."""
        self._postman.stop()
        with self.changed:
            if self._saver is not None:
                self._saver.cancel()
            self._save()

    def _touch(self, *items: Item) -> None:
        """Marks items as changed and wakes whoever waits. The lock is held by the caller."""
        self.t.rev += 1
        for item in items:
            item.rev = self.t.rev
        self.t.trim()
        self.changed.notify_all()
        if self._saver is None:
            self._saver = threading.Timer(0.3, self._save_soon)
            self._saver.daemon = True
            self._saver.start()

    def _save_soon(self) -> None:
        with self.changed:
            self._saver = None
            # a full disk must not end the practice
            with contextlib.suppress(OSError):
                self._save()

    def _save(self) -> None:
        make = self._line.make
        self.t.next_message, self.t.last_ms = make.position()
        self.t.quota_used = self._line.used
        files.save(self._file, self.t)

    # ------------------------------------------------------------ reading

    def state(self, since: int = -1, epoch: str = "", wait: float = 0.0) -> dict[str, Any]:
        """What changed after revision `since` of `epoch` (all of it for another epoch), waiting up to `wait`
        seconds for a change."""
        with self.changed:
            if epoch == self.t.epoch and wait > 0:
                self.changed.wait_for(lambda: self.t.rev > since or self.t.epoch != epoch, wait)
            whole = epoch != self.t.epoch or since < 0
            items = [self._drawn(i) for i in self.t.items if whole or i.rev > since]
            t = self.t
            return {
                "epoch": t.epoch,
                "rev": t.rev,
                "now": self._now_ms(),
                "whole": whole,
                "items": items,
                "group": {"id": t.group_id, "name": t.group_name, "bot_inside": t.bot_inside},
                "bot": {"id": BOT_ID, "name": "คุณลิขิต"},
                "people": [asdict(p) for p in t.people],
                "hints": t.hints,
                "quota": {"used": self._line.used, "limit": self._line.api.quota.limit},
            }

    @staticmethod
    def _drawn(item: Item) -> dict[str, Any]:
        drawn = asdict(item)
        del drawn["event"]
        return drawn

    def content(self, message_id: str) -> Content | None:
        """A picture or file, for the page."""
        found = self._line.world.contents.get(message_id)
        return found if found is not None and not found.gone else None

    # ------------------------------------------------------------ doing

    def say(
        self, chat: str, by: str, text: str, mentions: Sequence[tuple[str, str]] = (), quotes: str | None = None
    ) -> Item:
        """A person says something; `mentions` as in Happenings.text."""
        if not text.strip():
            raise CannotDo("พิมพ์ข้อความก่อนนะคะ")
        if len(text) > LONGEST_TEXT:
            raise CannotDo(f"ข้อความยาวเกิน {LONGEST_TEXT:,} ตัวอักษร")
        with self.changed:
            self._check(chat, by)
            event = self._line.make.text(chat, by, text, mentions=mentions, quotes=quotes)
            return self._add_said(chat, by, event)

    def edit(self, message_id: str, text: str, mentions: Sequence[tuple[str, str]] = ()) -> Item:
        """The author changes a text message in a group."""
        if not text.strip():
            raise CannotDo("พิมพ์ข้อความก่อนนะคะ")
        with self.changed:
            item = self._said(message_id)
            if item.message["type"] != "text" or item.chat != self.t.group_id:
                raise CannotDo("แก้ไขได้เฉพาะข้อความในกลุ่ม")
            self._check(item.chat, item.by)
            event = self._line.make.edited(item.event, text, mentions=mentions)
            item.message, item.event, item.edited = event["message"], event, True
            item.quote_token, item.state = event["message"]["quoteToken"], "waiting"
            self._touch(item)
            self._deliver(event, item)
            return item

    def unsend(self, message_id: str) -> Item:
        """The author takes a message back."""
        with self.changed:
            item = self._said(message_id)
            item.unsent, item.message, item.event = True, {"type": item.message["type"]}, {}
            self._touch(item)
            self._deliver(self._line.make.unsent(item.chat, item.by, message_id), None)
        (self._folder / "contents" / message_id).unlink(missing_ok=True)
        return item

    def press(self, chat: str, by: str, action: dict[str, Any]) -> None:
        """A person presses a button that posts back, or one that says something."""
        if action.get("type") == "message":
            self.say(chat, by, str(action.get("text") or ""))
            return
        data = action.get("data")
        if not isinstance(data, str) or not data:
            raise CannotDo("ปุ่มนี้ไม่มีข้อมูล")
        params = action.get("params")
        with self.changed:
            self._check(chat, by)
            shown = action.get("displayText")
            if isinstance(shown, str) and shown:
                message = {"type": "text", "text": shown}
                self._add(Item(self._own_id(), chat, "shown", self._now_ms(), by, message))
            if isinstance(action.get("text"), str) and action["text"]:
                self._add_said(chat, by, self._line.make.text(chat, by, action["text"]))
            made = self._line.make.postback(chat, by, data, params if isinstance(params, dict) else None)
            self._deliver(made, None)

    def attach(self, chat: str, by: str, name: str, type: str, data: bytes) -> Item:
        """A person sends a picture (a MIME type image/…) or any other file."""
        if not data:
            raise CannotDo("ไฟล์ว่าง")
        if len(data) > LARGEST_FILE:
            raise CannotDo("ไฟล์ใหญ่เกิน 10 MB")
        picture = type.startswith("image/")
        fields = {} if picture else {"fileName": name, "fileSize": len(data)}
        with self.changed:
            self._check(chat, by)
            event = self._line.make.media(chat, by, "image" if picture else "file", **fields)
            id = event["message"]["id"]
            self._line.world.contents[id] = Content(data, type or "application/octet-stream", 1)
            folder = self._folder / "contents"
            folder.mkdir(parents=True, exist_ok=True)
            (folder / id).write_bytes(data)
            item = self._add_said(chat, by, event)
            item.message = {**item.message, "contentType": type}
            return item

    def sticker(self, chat: str, by: str) -> Item:
        """A person sends a sticker."""
        with self.changed:
            self._check(chat, by)
            return self._add_said(chat, by, self._line.make.sticker(chat, by))

    def befriend(self, user_id: str) -> None:
        """A person opens a 1:1 chat with the bot for the first time: adds it as a friend."""
        with self.changed:
            person = self._person(user_id)
            if person.friend:
                return
            person.friend = True
            self._line.world.person(user_id, person.name, friend=True)
            self._notice(user_id, f"{person.name} เพิ่มคุณลิขิตเป็นเพื่อนแล้ว")
            self._deliver(self._line.make.followed(user_id), None)

    def bring(self, user_id: str) -> None:
        """Somebody comes (back) into the group."""
        with self.changed:
            person = self._person(user_id)
            if person.inside:
                return
            person.inside = True
            self._line.world.rooms[self.t.group_id].members.append(user_id)
            self._notice(self.t.group_id, f"{person.name} เข้าร่วมกลุ่ม")
            if self.t.bot_inside:
                self._deliver(self._line.make.joined(self.t.group_id, [user_id]), None)

    def invite(self, name: str) -> Someone:
        """A new person comes into the group."""
        name = " ".join(name.split())[:20]
        if not name:
            raise CannotDo("พิมพ์ชื่อก่อนนะคะ")
        with self.changed:
            person = Someone("U" + secrets.token_hex(16), name, inside=False)
            self.t.people.append(person)
            self._line.world.person(person.user_id, name, friend=False)
        self.bring(person.user_id)
        return person

    def put_out(self, user_id: str) -> None:
        """Somebody leaves the group."""
        with self.changed:
            person = self._person(user_id)
            if not person.inside:
                return
            if sum(p.inside for p in self.t.people) == 1:
                raise CannotDo("กลุ่มต้องมีสมาชิกอย่างน้อยหนึ่งคน")
            person.inside = False
            self._line.world.rooms[self.t.group_id].members.remove(user_id)
            self._notice(self.t.group_id, f"{person.name} ออกจากกลุ่ม")
            if self.t.bot_inside:
                self._deliver(self._line.make.left(self.t.group_id, [user_id]), None)

    def bring_bot(self) -> None:
        """The bot is invited into the group again."""
        with self.changed:
            if not self.t.bot_inside:
                self._set_bot(True, "คุณลิขิตเข้าร่วมกลุ่ม")
                self._deliver(self._line.make.bot_joined(self.t.group_id), None)

    def put_out_bot(self) -> None:
        """The bot is put out of the group."""
        with self.changed:
            if self.t.bot_inside:
                self._set_bot(False, "คุณลิขิตถูกนำออกจากกลุ่ม")
                self._deliver(self._line.make.bot_left(self.t.group_id), None)

    def clear(self) -> None:
        """Empties the chats and brings everybody back. What the bot knows stays with the bot."""
        with self.changed:
            for item in self.t.items:
                if item.message.get("type") in ("image", "file"):
                    (self._folder / "contents" / item.id).unlink(missing_ok=True)
            before, make = self.t, self._line.make
            self.t = self._fresh()
            self.t.items = [i for i in before.items if i.event.get("practice")]
            self.t.next_message, self.t.last_ms = make.position()
            self.t.quota_used = self._line.used
            self._restore()
            ours = {p.user_id for p in self.t.people}
            was_inside = {p.user_id for p in before.people if p.inside}
            group = self.t.group_id
            if not before.bot_inside:
                self._deliver(make.bot_joined(group), None)
            else:
                if gone := sorted(was_inside - ours):
                    self._deliver(make.left(group, gone), None)
                if back := sorted(ours - was_inside):
                    self._deliver(make.joined(group, back), None)
            self._touch(*self.t.items)

    # ------------------------------------------------------------ history

    @property
    def has_history(self) -> bool:
        """Whether stories of the past were told in this room already."""
        with self.changed:
            return any(i.event.get("practice") for i in self.t.items)

    def tell_history(self, events: list[JsonEvent]) -> None:
        """Delivers events of the past and shows what was said in them; what the bot answers is not shown.
        Telling the same events again shows them once."""
        for event in events:
            with self.changed:
                self._swallow.add(event["webhookEventId"])
                shown = {i.id for i in self.t.items}
                item = None
                if event["type"] == "message" and event["message"]["id"] not in shown:
                    source = event["source"]
                    chat = source.get("groupId") or source["userId"]
                    item = Item(event["message"]["id"], chat, "said", event["timestamp"], source["userId"])
                    item.message, item.event = event["message"], {**event, "practice": True}
                    item.quote_token, item.state = event["message"].get("quoteToken", ""), "waiting"
                    self._add(item)
                self._deliver(event, item)

    # ------------------------------------------------------------ within

    def _bot_said(self, sent: Sent) -> None:
        with self.changed:
            if sent.event_id in self._swallow:
                return
            for id, message in zip(sent.message_ids, sent.messages, strict=True):
                self._add(Item(id, sent.chat_id, "bot", self._now_ms(), message=message))

    def notice_left(self) -> None:
        """Called after the bot left the group by itself."""
        with self.changed:
            if self.t.bot_inside and not self._line.world.rooms[self.t.group_id].bot_inside:
                self._set_bot(False, "คุณลิขิตออกจากกลุ่ม")

    def _set_bot(self, inside: bool, words: str) -> None:
        self.t.bot_inside = inside
        self._line.world.rooms[self.t.group_id].bot_inside = inside
        self._notice(self.t.group_id, words)

    def _add_said(self, chat: str, by: str, event: JsonEvent) -> Item:
        message = event["message"]
        item = Item(message["id"], chat, "said", event["timestamp"], by, message, message.get("quoteToken", ""))
        item.event = event
        # without the bot in the group, LINE tells it nothing
        reaches = chat != self.t.group_id or self.t.bot_inside
        item.state = "waiting" if reaches else "sent"
        self._add(item)
        if reaches:
            self._deliver(event, item)
        return item

    def _add(self, item: Item) -> None:
        self.t.items.append(item)
        self._touch(item)

    def _notice(self, chat: str, words: str) -> None:
        self._add(Item(self._own_id(), chat, "notice", self._now_ms(), message={"type": "text", "text": words}))

    def _deliver(self, event: JsonEvent, item: Item | None) -> None:
        self._postman.take(event, item.id if item is not None else None)

    def _delivered(self, message_id: str, taken: bool) -> None:
        with self.changed:
            for item in self.t.items:
                if item.id == message_id and item.state == "waiting":
                    item.state = "sent" if taken else "failed"
                    self._touch(item)

    def delivered(self, timeout: float = 30.0) -> bool:
        """Waits until everything done so far was delivered."""
        with self.changed:
            return self.changed.wait_for(lambda: all(i.state != "waiting" for i in self.t.items), timeout)

    def _check(self, chat: str, by: str) -> None:
        person = self._person(by)
        if chat == self.t.group_id:
            if not person.inside:
                raise CannotDo(f"{person.name} ไม่ได้อยู่ในกลุ่ม")
        elif chat != by:
            raise CannotDo("ไม่มีห้องแชตนี้")

    def _person(self, user_id: str) -> Someone:
        for person in self.t.people:
            if person.user_id == user_id:
                return person
        raise CannotDo("ไม่มีสมาชิกคนนี้")

    def _said(self, message_id: str) -> Item:
        for item in self.t.items:
            if item.id == message_id and item.kind == "said" and not item.unsent and _MESSAGE_ID.fullmatch(item.id):
                return item
        raise CannotDo("ไม่พบข้อความนี้")

    def _own_id(self) -> str:
        return "x" + secrets.token_hex(6)

    def _now_ms(self) -> int:
        return int(self._line.make.now().timestamp() * 1000)

