"""Groups that live through weeks in seconds: people talk, tell, ask and fall silent; two clocks tick, processes die at
any step and come back, LINE is away now and then. Everything but LINE and the wall clock is the product itself."""

from __future__ import annotations

import contextlib
import random
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from redis import Redis
from redis.exceptions import WatchError

from bot.config import BANGKOK, Settings
from bot.logs import silenced
from bot.measure.living_line import Fate, Killed, LivingLine, MortalRedis, Said
from bot.practice.happenings import Happenings
from bot.services import Services, people_store
from bot.store.changes import Changes
from bot.store.inbox import PARTITIONS, Inbox
from bot.store.keys import Keys
from bot.store.redis_stores import RedisRules
from bot.taxonomy_folder import Taxonomies
from bot.turns import Unsaid
from bot.wakes import Wakes
from handlers import wording
from knowledge.people import Group, Member, Office
from knowledge.rules import Rules
from knowledge.talk_budget import quiet

BEGIN = datetime(2026, 9, 21, 0, 0, tzinfo=BANGKOK)
"""A Monday: 26 weeks from it hold the ends of a fiscal year, of a Christian and a Buddhist year, and New Year."""
CHATTER = ("ครับ", "รับทราบค่ะ", "สวัสดีตอนเช้าทุกท่าน", "ประชุมบ่ายสองนะคะ", "ขอบคุณครับ", "ไปถึงแล้วครับ", "ฝนตกหนักมาก", "โอเคค่ะ")
TELLINGS = (
    "#เคล็ดลับ ให้นับเงินต่อหน้าสมาชิกทุกครั้งก่อนปิดบัญชีกลุ่มออมทรัพย์ ไม่เคยขาดอีกเลย",
    "#เรื่องเล่า ผ้าทอขายไม่ออก เลยเปลี่ยนลายและถ่ายรูปลงเพจทุกวัน เดือนนี้ขายได้สองเท่า",
    "#บทเรียน นัดประชุมกรรมการกองทุน อย่านัดวันพระ คนมาไม่ครบต้องเลื่อนทุกครั้ง",
    "#เคล็ดลับ ตรวจใบสำคัญเป็นคู่ คนหนึ่งอ่าน คนหนึ่งดูใบเสร็จ ลดการตีกลับได้มาก",
)
ASKED = ("#ช่วยเหลือ", "#เงียบ 1 วัน")
LIVELINESS = (0.5, 2.0, 5.0, 10.0, 20.0)
"""Messages a working day of the quietest fifth of the groups, …, of the liveliest. An assumption: offices live in
their groups and greet each other in the morning (domain.md §1), but some of four people hardly talk. The measure
shows each fifth, since all depends on it."""
MOST_A_DAY = 4
"""More messages of a day than these say nothing new about what rides."""
TICK = timedelta(minutes=30)
SKEW = timedelta(seconds=75)
"""How far the second clock is ahead."""


@dataclass
class Life:
    """What was lived. Counts are of the whole life."""

    groups: int
    weeks: int
    said: list[Said] = field(default_factory=list)
    told: dict[str, list[datetime]] = field(default_factory=lambda: defaultdict(list))
    """Group → when something was told that stayed."""
    spoke: dict[str, list[datetime]] = field(default_factory=lambda: defaultdict(list))
    """Group → when a message came that could carry something."""
    used: Counter[str] = field(default_factory=Counter)
    over: int = 0
    deaths: int = 0
    steps: int = 0
    events: int = 0
    limit: int | None = None
    members: dict[str, int] = field(default_factory=dict)
    rules: Rules = field(default_factory=Rules)


@dataclass
class World:
    """The groups, and one worker that may die."""

    redis: Redis
    keys: Keys
    folder: Path
    life: Life
    random: random.Random
    fate: Fate
    now: datetime = BEGIN

    def __post_init__(self) -> None:
        self.line = LivingLine(lambda: self.now, self.fate, self.members, self.life.limit)
        self.happenings = Happenings(lambda: self.now, "U" + "b" * 32)
        self.mortal = MortalRedis(connection_pool=self.redis.connection_pool)
        self.mortal.fate = self.fate
        self.fate.spared = True
        self.taxonomies = Taxonomies(self.folder)
        self.services = self._worker()
        self.inbox = Inbox(self.redis, self.keys.prefix)

    def members(self, group: str) -> int:
        return self.life.members.get(group, 10)

    def _worker(self) -> Services:
        """A process that has just been started."""
        made = Settings(likhit_data=self.folder, _env_file=None)  # type: ignore[call-arg]
        made.__dict__["now"] = lambda: self.now
        services = Services(made, self.mortal, self.keys)
        services.__dict__["taxonomies"] = self.taxonomies  # read from files, slowly, and the same after each start
        gateway = services.gateway
        vars(gateway).update(_http=self.line, _wall=lambda: self.now, _pause=lambda seconds: None)
        return services

    # ------------------------------------------------------------ what happens

    def people(self, number: int) -> None:
        """An office of its own for each group, as it is in the field."""
        changes = Changes()
        people = people_store(self.redis, changes, self.keys)
        office = Office(f"l{number}", f"สพอ.ที่ {number}", "cdd-2561", 2570, f"LIFE-{number:04d}")
        group = self.group(number)
        people.put_office(office)
        people.put_group(Group(group, office.id, self.now))
        for each in range(3):
            user = self.user(number, each)
            role = "คุณอำนวย" if each == 0 else ""
            member = Member(f"m{each}", f"นาย ก{each}", f"พี่{each}", role=role, user_id=user, consented_at=self.now)
            people.put_member(office.id, member)
        if self.life.rules != Rules():
            RedisRules(self.redis, changes, self.keys).put_rules(office.id, self.life.rules)
        changes.keep(self.redis)
        self.life.members[group] = 4 + number % 22

    @staticmethod
    def group(number: int) -> str:
        return f"C{number:032x}"

    @staticmethod
    def user(number: int, member: int) -> str:
        return f"U{number:016x}{member:016x}"

    def say(self, number: int, text: str, *, asked: bool) -> dict[str, Any]:
        """Somebody says something; LINE sends it, now and then twice."""
        group = self.group(number)
        user = self.user(number, self.random.randrange(3))
        event = self.happenings.text(group, user, text)
        self.line.token(event["replyToken"], group, asked=asked)
        received = int(self.now.timestamp() * 1000)
        self.inbox.put([event], received)
        if self.random.random() < 0.02:
            self.inbox.put([event | {"deliveryContext": {"isRedelivery": True}}], received)
        self.work()
        return event

    def unsend(self, number: int, event: dict[str, Any]) -> None:
        raw = self.happenings.unsent(self.group(number), event["source"]["userId"], event["message"]["id"])
        self.inbox.put([raw], int(self.now.timestamp() * 1000))
        self.work()

    def tick(self) -> None:
        """Both clocks look, each of which may die over it."""
        for clock in (self.now, self.now + SKEW):
            wakes = Wakes(self.mortal, self.keys, wall=lambda: self.now.timestamp())
            with self._dying():
                wakes.tick(clock)
                if self.now.minute == 0:
                    wakes.tend(clock)
        self.work()

    def work(self) -> None:
        """The worker takes what there is; when it dies, another one begins again a moment later."""
        if not self.inbox.state(self.now)["waiting"]:
            return  # reading waits a tenth of a second for the first event
        for item in self.inbox.read(dict.fromkeys(range(PARTITIONS), "0"), count=1_000, block_ms=1):
            while True:
                with self._dying() as lived:
                    try:
                        self.services.turns.take(item.raw, item.received_at)
                    except (WatchError, Unsaid):
                        self.now += timedelta(seconds=1)
                        continue
                    lived.append(True)
                if lived:
                    break
                self.now += timedelta(seconds=self.random.choice((2, 5, 8)))
                self.services = self._worker()
            self.inbox.done(item)
            self.life.events += 1

    @contextlib.contextmanager
    def _dying(self) -> Iterator[list[bool]]:
        """Inside, the process is mortal; the list stays empty where it died."""
        lived: list[bool] = []
        self.fate.spared = False
        try:
            yield lived
        except Killed:
            self.redis.connection_pool.disconnect()  # what it had watched or half sent is gone with it
            del lived[:]
        finally:
            self.fate.spared = True


def live(
    groups: int = 20,
    weeks: int = 26,
    *,
    redis: Redis | None = None,
    prefix: str = "living:",
    deaths: float = 0.002,
    limit: int | None = 300,
    rules: Rules | None = None,
    seed: int = 1,
    progress: Callable[[str], None] = lambda text: None,
) -> Life:
    """Lives through `weeks` with `groups`, over `redis` (a server of its own where there is none). `deaths`: the
    chance of each step to be the last of its process; `limit`: pushes a month."""
    with contextlib.ExitStack() as stack:
        stack.enter_context(silenced())
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="likhit-life-")))
        if redis is None:
            from bot.store.embedded import Embedded, Store

            server = Embedded(folder / "data")
            server.start()
            stack.callback(server.stop)
            redis = Store(None, server).client()
            redis.config_set("appendonly", "no")  # no fall of this store is lived through; a sync at each write would
        life = Life(groups, weeks, limit=limit, rules=rules or Rules())
        world = World(redis, Keys(prefix), folder, life, random.Random(seed), Fate(deaths, seed))
        for number in range(groups):
            world.people(number)
        for day in range(weeks * 7):
            _day(world, BEGIN + timedelta(days=day))
            if day % 7 == 6:
                progress(f"week {day // 7 + 1}")
        life.said, life.used, life.over = world.line.said, world.line.used, world.line.over
        life.deaths, life.steps = world.fate.deaths, world.fate.steps
        return life


def _day(world: World, midnight: datetime) -> None:
    """One day of all groups, in the order of time, with the clocks between."""
    happens: list[tuple[datetime, int, str]] = []
    for number in range(world.life.groups):
        happens += _of_group(world, number, midnight)
    happens.sort()
    tick = midnight
    for at, number, text in happens:
        while tick <= at:
            world.now = max(world.now, tick)
            world.tick()
            tick += TICK
        world.now = max(world.now + timedelta(milliseconds=10), at)
        _say(world, number, text)
    while tick < midnight + timedelta(days=1):
        world.now = max(world.now, tick)
        world.tick()
        tick += TICK


def _of_group(world: World, number: int, midnight: datetime) -> list[tuple[datetime, int, str]]:
    """What one group says in a day: fewer words at the weekend, whole weeks of silence, a telling now and then."""
    rate = LIVELINESS[number % len(LIVELINESS)] * (0.3 if midnight.weekday() >= 5 else 1.0)
    week = midnight.isocalendar().week
    if rate <= LIVELINESS[0] and (number * 31 + week) % 9 == 0:
        rate = 0.0  # the quiet ones are silent for whole weeks, too
    count = min(MOST_A_DAY, sum(world.random.random() < rate / MOST_A_DAY for _ in range(MOST_A_DAY)))
    found = []
    for _ in range(count):
        at = midnight + timedelta(hours=world.random.triangular(6.5, 21.5, 10))
        luck = world.random.random()
        many = TELLINGS if luck < 0.15 else ASKED if luck < 0.2 else CHATTER
        found.append((at, number, world.random.choice(many)))
    return found


def _say(world: World, number: int, text: str) -> None:
    group, at = world.group(number), world.now
    event = world.say(number, text, asked=text not in CHATTER)
    if not quiet(world.life.rules, at):
        world.life.spoke[group].append(at)
    if text not in TELLINGS:
        return
    if world.random.random() < 0.05:
        world.now += timedelta(seconds=20)
        world.unsend(number, event)
    else:
        world.life.told[group].append(datetime.fromtimestamp(event["timestamp"] / 1000, BANGKOK))


def is_digest(text: str) -> bool:
    """Whether a message is the weekly digest (or one that was asked for)."""
    return text.startswith(wording.DIGEST_TITLE)
