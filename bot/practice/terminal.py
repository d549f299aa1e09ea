"""`python -m bot chat`: the practice room in the terminal, line by line; also with piped input.

Talks with the room of a running `serve` at PORT, else starts one for as long as it is used."""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any, TextIO

from bot.practice.client import NoRoom, Refusal, RoomClient
from bot.practice.opening import running_room
from bot.practice.plain import Action, lines

FIRST_ANSWER_SECONDS = 8.0
"""How long its first answer may take, when the bot has only just been started."""
ANSWER_SECONDS = 2.5
"""How long the bot may think before the next line is taken: it is silent most of the time."""
MORE_SECONDS = 0.4
"""How long after an answer more of it is waited for."""

HELP = """พิมพ์ข้อความแล้วกด Enter เพื่อส่ง · @คุณลิขิต หรือ @ชื่อ เพื่อกล่าวถึง
/as ชื่อ       พูดในนามของคนอื่น          /members    ดูสมาชิก
/1:1          คุยกับคุณลิขิตตามลำพัง       /group      กลับเข้ากลุ่ม
/press เลข    กดปุ่มหรือตัวเลือก           /edit ข้อความใหม่   แก้ข้อความล่าสุดของฉัน
/unsend       ยกเลิกข้อความล่าสุดของฉัน    /add ชื่อ  /remove ชื่อ   เพิ่มหรือนำสมาชิกออก
/help         แสดงคำสั่ง                  /quit       ออก"""


class Terminal:
    """One person at the keyboard, playing all members."""

    def __init__(
        self, room: RoomClient, out: TextIO, *, echo: bool, wait: float = ANSWER_SECONDS, awake: bool = True
    ) -> None:
        self._room, self._out, self._echo, self._wait, self._awake = room, out, echo, wait, awake
        self._state = room.state()
        self._items: dict[str, dict[str, Any]] = {i["id"]: i for i in self._state["items"]}
        self._shown = set(self._items)
        people = self._state["people"]
        self._me: str = people[min(5, len(people) - 1)]["user_id"]
        self._private = False
        self._actions: list[Action] = []
        self._answered = False
        self._mine: dict[str, str] = {}
        self._commands: dict[str, Callable[[str], None]] = {
            "as": self._speak_as,
            "members": self._members,
            "1:1": self._alone,
            "group": self._together,
            "press": self._press,
            "unsend": self._unsend,
            "edit": self._edit,
            "add": self._add,
            "remove": self._remove,
            "help": lambda _: self._say(HELP),
        }

    def greet(self) -> None:
        """The first lines."""
        group = self._state["group"]["name"]
        self._say(f"ห้องซ้อมของคุณลิขิต · กลุ่ม {group} · พิมพ์ /help เพื่อดูคำสั่ง")
        for hint in self._state["hints"][:2]:
            self._say(f"  ลองพิมพ์: {hint['text']}")

    @property
    def prompt(self) -> str:
        """Who speaks, and where."""
        return f"{self._name(self._me)}{' (1:1)' if self._private else ''} ▸ "

    def take(self, line: str) -> bool:
        """Does what one line says; False to end. Raises NoRoom."""
        line = line.strip()
        if self._echo and line:
            self._say(self.prompt + line)
        if line in ("/quit", "/exit"):
            return False
        if not line:
            return True
        try:
            if line.startswith("/"):
                name, _, rest = line[1:].partition(" ")
                command = self._commands.get(name)
                if command is None:
                    self._say(f"ไม่มีคำสั่ง /{name} · พิมพ์ /help")
                else:
                    command(rest.strip())
            else:
                text = line.replace("\\n", "\n")
                said = self._room.act(
                    "say", chat=self._chat, **{"as": self._me}, text=text, mentions=self._mentions(text)
                )
                self._mine[self._chat] = said["id"]
                self._listen()
        except Refusal as no:
            self._say(f"✗ {no}")
        return True

    # ------------------------------------------------------------ commands

    def _speak_as(self, name: str) -> None:
        person = self._someone(name)
        if person:
            self._me = person["user_id"]
            if self._private:
                self._alone("")
            elif not self._echo:
                self._say(f"พูดในนาม {person['name']}")

    def _members(self, _: str) -> None:
        self._state = self._room.state()
        for person in self._state["people"]:
            mark = "•" if person["inside"] else "✗"
            self._say(f"  {mark} {person['name']}  {person['position']}")

    def _alone(self, _: str) -> None:
        self._private = True
        self._room.act("befriend", **{"as": self._me})
        self._listen()

    def _together(self, _: str) -> None:
        self._private = False

    def _press(self, number: str) -> None:
        if not number.isdecimal() or not 1 <= int(number) <= len(self._actions):
            self._say("ไม่มีปุ่มเลขนี้" if self._actions else "ยังไม่มีปุ่มให้กด")
            return
        action = self._actions[int(number) - 1]
        if action["type"] == "uri":
            self._say(action["uri"])
            return
        self._room.act("press", chat=self._chat, **{"as": self._me}, action=action)
        self._listen()

    def _unsend(self, _: str) -> None:
        last = self._mine.pop(self._chat, None)
        if last is None:
            self._say("ยังไม่มีข้อความของฉันให้ยกเลิก")
            return
        self._room.act("unsend", id=last)
        self._say("ยกเลิกข้อความแล้ว")
        self._listen()

    def _edit(self, text: str) -> None:
        last = self._mine.get(self._chat)
        if last is None:
            self._say("ยังไม่มีข้อความของฉันให้แก้")
            return
        self._room.act("edit", id=last, text=text, mentions=self._mentions(text))
        self._listen()

    def _add(self, name: str) -> None:
        known = [p for p in self._room.state()["people"] if p["name"] == name]
        if known:
            self._room.act("bring", user_id=known[0]["user_id"])
        else:
            self._room.act("invite", name=name)
        self._listen()

    def _remove(self, name: str) -> None:
        person = self._someone(name)
        if person:
            self._room.act("put-out", user_id=person["user_id"])
            self._listen()

    # ------------------------------------------------------------ within

    @property
    def _chat(self) -> str:
        return self._me if self._private else str(self._state["group"]["id"])

    def _someone(self, name: str) -> dict[str, Any] | None:
        self._state = {**self._state, "people": self._room.state()["people"]}
        people: list[dict[str, Any]] = self._state["people"]
        exact = [p for p in people if p["name"] == name]
        found = exact or [p for p in people if name and name.lower() in p["name"].lower()]
        if len(found) == 1:
            return found[0]
        names = ", ".join(p["name"] for p in (found or people))
        self._say(f"หมายถึงคนไหน: {names}" if found else f"ไม่มีสมาชิกชื่อนี้ มี: {names}")
        return None

    def _name(self, user_id: str) -> str:
        for person in self._state["people"]:
            if person["user_id"] == user_id:
                return str(person["name"])
        return "ไม่ทราบชื่อ"

    def _mentions(self, text: str) -> list[dict[str, str]]:
        """Everybody named with @ in the text, in its order; the longest name first where one begins another."""
        if self._private:
            return []
        known = [(f"@{p['name']}", p["user_id"]) for p in self._state["people"] if p["inside"]]
        known.append((f"@{self._state['bot']['name']}", self._state["bot"]["id"]))
        known.sort(key=lambda k: -len(k[0]))
        found, at = [], text.find("@")
        while at >= 0:
            hit = next((k for k in known if text.startswith(k[0], at)), None)
            if hit:
                found.append({"name": hit[0], "user_id": hit[1]})
            at = text.find("@", at + 1)
        return found

    def _listen(self) -> None:
        """Prints what the bot answers; ends when it is silent for a while."""
        self._answered = False
        until = time.monotonic() + (self._wait if self._awake else max(self._wait, FIRST_ANSWER_SECONDS))
        self._awake = True
        while (left := until - time.monotonic()) > 0:
            news = self._room.state(self._state["rev"], self._state["epoch"], left)
            self._state = news
            for item in news["items"]:
                known = self._items.get(item["id"])
                self._items[item["id"]] = item
                if item["state"] == "failed" and (known or {}).get("state") != "failed":
                    self._say("✗ ส่งไม่ถึงบอต")
                if item["id"] not in self._shown:
                    self._shown.add(item["id"])
                    if self._show(item):
                        until = time.monotonic() + MORE_SECONDS

    def _show(self, item: dict[str, Any]) -> bool:
        """Prints one new item; True when the bot said it."""
        if item["kind"] == "notice":
            self._say(f"— {item['message']['text']} —")
        if item["kind"] != "bot":
            return False
        if self._answered:
            shown, actions = lines(item["message"], self._name, len(self._actions) + 1)
            self._actions += actions
        else:  # the numbers of an earlier answer's buttons end with the next answer
            shown, self._actions = lines(item["message"], self._name)
            self._answered = True
        where = "" if item["chat"] == self._chat else " (อีกห้อง)"
        self._say(f"คุณลิขิต{where} ▸ {shown[0]}")
        for line in shown[1:]:
            self._say(f"  {line}")
        return True

    def _say(self, words: str) -> None:
        self._out.write(words + "\n")
        self._out.flush()


def main() -> int:
    """Chats until /quit or the end of the input; 1 with a line on stderr when no room can be had, 2 when a real
    LINE channel is set. Raises SettingsError."""
    from bot.config import settings

    now = settings()
    if not now.practice:
        sys.stderr.write("LINE_CHANNEL_SECRET: ตั้งช่อง LINE จริงไว้ จึงไม่มีห้องซ้อม · unset it to chat here\n")
        return 2
    typed = sys.stdin.isatty()
    try:
        with running_room(now.port) as (room, awake):
            terminal = Terminal(room, sys.stdout, echo=not typed, awake=awake)
            terminal.greet()
            for line in _lines(terminal, typed):
                if not terminal.take(line):
                    break
    except NoRoom as trouble:
        sys.stderr.write(f"เปิดห้องซ้อมไม่ได้: {trouble}\n")
        return 1
    except KeyboardInterrupt:
        sys.stdout.write("\n")
    return 0


def _lines(terminal: Terminal, typed: bool) -> Iterator[str]:
    if not typed:
        yield from sys.stdin
        return
    with contextlib.suppress(ImportError):
        import readline  # noqa: F401  arrows and history at the prompt
    while True:
        try:
            yield input(terminal.prompt)
        except EOFError:
            return
