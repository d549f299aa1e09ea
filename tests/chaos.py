"""Kills parts of the running product at random under load and counts what is left: `python -m tests.chaos --kills 200`.

Everything is real: `python -m bot serve` with its processes and its store, webhooks over HTTP, replies over HTTP to
the double of LINE's API. LINE's part is played as LINE plays it: what isn't acknowledged is sent again."""

from __future__ import annotations

import argparse
import contextlib
import http.client
import json
import os
import queue
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psutil

from bot.health import counts_key
from bot.ports import free_port
from bot.practice.double import LineDouble
from bot.practice.office import practice_office
from bot.practice.seed import settle
from bot.services import note_store, people_store
from bot.store.changes import Changes
from bot.store.embedded import Embedded, Store
from bot.store.inbox import Inbox
from bot.supervisor import healthy
from knowledge.people import Group

HOME = Path(__file__).parents[1]
GROUPS = [f"C{n:032x}" for n in range(1, 13)]
PARTS = {"worker": 6, "store": 5, "web": 5, "clock": 1, "all": 3}
"""What is killed, and how often in twenty."""

SETTLED = 0.7
"""Share of the kills that wait until everything is up again; the others may hit a start."""


@dataclass
class Figures:
    """What a run found. Good is: every acknowledged event a note, once; no event answered twice."""

    kills: Counter[str] = field(default_factory=Counter)
    acknowledged: int = 0
    posts: int = 0
    refused: int = 0
    notes: int = 0
    lost: list[str] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)
    answered: int = 0
    answered_twice: int = 0
    token_again: int = 0
    """Replies that LINE refused because their token was used: the second try of one answer."""
    failed: list[str] = field(default_factory=list)
    set_aside: Counter[str] = field(default_factory=Counter)
    """Why events were tried again later: these may be answered after later ones."""
    order_broken: int = 0
    """Groups in which an event that was not set aside was answered after a later one."""
    counts: dict[str, str] = field(default_factory=dict)
    """The product's own counts."""
    seconds: float = 0.0
    longest_silence: float = 0.0
    """Seconds between two acknowledgements at most."""

    @property
    def good(self) -> bool:
        return not (self.lost or self.twice or self.answered_twice or self.failed or self.order_broken)


class Bot:
    """The product in processes of its own."""

    def __init__(self, data: Path, line: LineDouble) -> None:
        self.data, self.port = data, free_port()
        self._env = os.environ | {
            "LIKHIT_DATA": str(data),
            "PORT": str(self.port),
            "LINE_CHANNEL_SECRET": line.secret,
            "LINE_CHANNEL_ACCESS_TOKEN": line.token,
            "LINE_API_URL": line.url,
            "LINE_API_DATA_URL": line.url,
        }
        for name in ("REDIS_URL", "LIKHIT_NOW"):
            self._env.pop(name, None)
        self._log = (data.parent / "serve.log").open("a")
        self.serve: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [sys.executable, "-m", "bot", "serve"]
        self.serve = subprocess.Popen(command, env=self._env, cwd=HOME, stdout=self._log, stderr=self._log)

    def stop(self) -> float:
        """A clean stop; returns the seconds that it took."""
        start = time.monotonic()
        if self.serve:
            self.serve.terminate()
            self.serve.wait(timeout=15)
        self._log.close()
        return time.monotonic() - start

    def wait_until_healthy(self, seconds: float = 30.0) -> None:
        deadline = time.monotonic() + seconds
        while not healthy(self.port):
            if time.monotonic() > deadline:
                raise TimeoutError("not healthy")
            time.sleep(0.05)

    def processes(self) -> dict[str, list[psutil.Process]]:
        """Living processes by part; `serve` is the supervisor."""
        found: dict[str, list[psutil.Process]] = {}
        if self.serve and self.serve.poll() is None:
            supervisor = psutil.Process(self.serve.pid)
            found["serve"] = [supervisor]
            for child in supervisor.children(recursive=True):
                with contextlib.suppress(psutil.Error):
                    words = child.cmdline()
                    for part in ("web", "worker", "clock"):
                        if words[-1:] in ([part], [f"bot.{part}"]):
                            found.setdefault(part, []).append(child)
        if pid := self._store_pid():
            found["store"] = [psutil.Process(pid)]
        return found

    def _store_pid(self) -> int | None:
        answer = Embedded(self.data)._say(b"INFO server\r\n", 0.5).decode("utf-8", "replace")
        # the beginning of the section holds it
        for line in answer.splitlines():
            if line.startswith("process_id:"):
                return int(line.partition(":")[2])
        return None

    def kill(self, part: str, dice: random.Random) -> bool:
        """Kills a part with -9; for `all` everything at once, and starts it again. False when it was not there."""
        found = self.processes()
        if part == "all":
            victims = [process for group in found.values() for process in group]
        else:
            victims = found.get(part, [])
            if part == "web" and victims:
                victims = [dice.choice(victims)]  # the first process or the one that serves
        done = False
        for victim in victims:
            with contextlib.suppress(psutil.Error):
                victim.send_signal(signal.SIGKILL)
                done = True
        if part == "all":
            if self.serve:
                self.serve.wait()
            self.start()
        return done


class Load:
    """LINE: posts one event at a time for each group, until it is acknowledged."""

    def __init__(self, line: LineDouble, port: int, users: list[str], per_second: float) -> None:
        self._line, self._port, self._users = line, port, users
        self._pause = len(GROUPS) / per_second
        self.acknowledged: dict[str, list[dict[str, Any]]] = {group: [] for group in GROUPS}
        self.posts, self.refused, self.longest = 0, 0, 0.0
        self._last = time.monotonic()
        self._stopping = threading.Event()
        self._threads = [threading.Thread(target=self._speak, args=(group,), daemon=True) for group in GROUPS]
        self.errors: queue.Queue[BaseException] = queue.Queue()

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        self._stopping.set()
        for thread in self._threads:
            thread.join(timeout=60)

    def _speak(self, group: str) -> None:
        n = 0
        while not self._stopping.is_set():
            n += 1
            user = self._users[n % len(self._users)]
            event = self._line.make.text(group, user, f"#เรื่องเล่า ครั้งที่ {n} ของกลุ่ม {group[-2:]} เราทดลองวิธีใหม่แล้วได้ผลดี")
            try:
                self._until_acknowledged(event)
            except BaseException as trouble:
                self.errors.put(trouble)
                raise
            self.acknowledged[group].append(event)
            moment = time.monotonic()
            self.longest, self._last = max(self.longest, moment - self._last), moment
            self._stopping.wait(self._pause * random.uniform(0.5, 1.5))

    def _until_acknowledged(self, event: dict[str, Any]) -> None:
        first = True
        while True:
            body, headers = self._line.signed([event | {"deliveryContext": {"isRedelivery": not first}}])
            first = False
            self.posts += 1
            try:
                talk = http.client.HTTPConnection("127.0.0.1", self._port, timeout=2.0)
                try:
                    talk.request("POST", "/callback", body, headers)
                    status = talk.getresponse().status
                finally:
                    talk.close()
            except (OSError, http.client.HTTPException):
                status = 0
            if status == 200:
                return
            assert status in {0, 503}, status
            self.refused += 1
            time.sleep(0.1)


def run(kills: int, *, per_second: float = 40.0, pause: tuple[float, float] = (0.2, 1.5), seed: int = 1) -> Figures:
    """One run with so many kills. Deterministic in what is killed and when, not in what it meets."""
    dice, office, start = random.Random(seed), practice_office(), time.monotonic()
    figures = Figures()
    with tempfile.TemporaryDirectory(prefix="likhit-chaos-") as folder, LineDouble() as line:
        data = Path(folder) / "data"
        store = Store.of(None, data)
        store.mend()
        redis = store.client()
        users = [member.user_id for member in office.members][:4]
        _found_office(redis, office)
        for group in GROUPS:
            line.world.group(group, "กลุ่มทดสอบ", users)
        bot = Bot(data, line)
        bot.start()
        try:
            bot.wait_until_healthy()
            load = Load(line, bot.port, users, per_second)
            load.start()
            while figures.kills.total() < kills:
                if dice.random() < SETTLED:
                    bot.wait_until_healthy()
                time.sleep(dice.uniform(*pause))
                part = dice.choices(list(PARTS), list(PARTS.values()))[0]
                if bot.kill(part, dice):
                    figures.kills[part] += 1
            time.sleep(1.0)
            load.stop()
            bot.wait_until_healthy()
            store.mend()
            _wait_until_done(Inbox(redis))
            aside = _set_aside(Path(folder) / "serve.log", figures)
            _count(figures, load, line, redis, office.office_id, aside)
        finally:
            bot.stop()
            redis.close()
        figures.seconds = round(time.monotonic() - start, 1)
    return figures


def _found_office(redis: Any, office: Any) -> None:
    changes = Changes()
    people = people_store(redis, changes)
    settle(people, office, datetime.now(UTC))
    for group in GROUPS:
        people.put_group(Group(group, office.office_id, datetime.now(UTC)))
    changes.keep(redis)


def _wait_until_done(inbox: Inbox, seconds: float = 120.0) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        state = inbox.state(datetime.now(UTC))
        if not state["waiting"] and not state["retrying"]:
            return
        time.sleep(0.2)
    raise TimeoutError(f"events still wait: {state}")


def _set_aside(log: Path, figures: Figures) -> set[str]:
    """Ids of events that failed once or more, by the worker's own log."""
    found = set()
    for text in log.read_text(encoding="utf-8", errors="replace").splitlines():
        with contextlib.suppress(ValueError):
            line = json.loads(text)
            if line.get("event") == "event_set_aside":
                found.add(line["event_id"])
                figures.set_aside[line["reason"]] += 1
    return found


def _count(figures: Figures, load: Load, line: LineDouble, redis: Any, office_id: str, aside: set[str]) -> None:
    kept: Counter[str] = Counter()
    for note in note_store(redis, office_id).all():
        kept.update(note.message_ids[:1])
    sent: Counter[str] = Counter()
    order: dict[str, list[int]] = {group: [] for group in GROUPS}
    place = {event["webhookEventId"]: n for events in load.acknowledged.values() for n, event in enumerate(events)}
    for one in line.sent:
        if one.kind == "push":
            continue
        sent[one.event_id] += 1
        if one.event_id not in aside:
            order[one.chat_id].append(place[one.event_id])
    every = [event for events in load.acknowledged.values() for event in events]
    figures.acknowledged, figures.posts, figures.refused = len(every), load.posts, load.refused
    figures.longest_silence = round(load.longest, 1)
    figures.notes = sum(kept.values())
    figures.lost = [e["message"]["id"] for e in every if not kept[e["message"]["id"]]]
    figures.twice = [message_id for message_id, n in kept.items() if n > 1]
    figures.answered, figures.answered_twice = len(sent), sum(n > 1 for n in sent.values())
    figures.token_again = sum("token" in why.lower() for _, _, why in line.api.refused)
    figures.counts = {name: n for name, n in redis.hgetall(counts_key()).items() if "|" not in name}
    figures.order_broken = sum(numbers != sorted(numbers) for numbers in order.values())
    figures.failed = [each.reason for each in Inbox(redis).failed()]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--per-second", type=float, default=40.0)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    found = run(given.kills, per_second=given.per_second, seed=given.seed)
    sys.stdout.write(f"{found}\n")
    sys.exit(0 if found.good else 1)
