"""The indexer over the real store: fresh within a second, one writer, rebuilt when it must be."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from redis import Redis

from bot.search.index import TantivyIndex, folder, read_state
from bot.search.indexer import Indexer
from bot.store.changes import Changes
from bot.store.keys import Keys
from bot.store.redis_stores import RedisNotes, RedisPeople
from knowledge.experts import Directory
from knowledge.notes import Note
from knowledge.people import Member, Office
from knowledge.search import Library

OFFICE = "o1"
AT = datetime(2026, 5, 1, tzinfo=UTC)


class Desk:
    """An office in the real store, with its indexer, library and directory."""

    def __init__(self, redis: Redis, prefix: str, root: Path) -> None:
        self.redis, self.root = redis, root
        self.keys = Keys(prefix)
        self.changes = Changes()
        self.people = RedisPeople(redis, self.changes, self.keys)
        self.index = TantivyIndex(root)
        self.library = Library(self.index, self.notes_of, self.people)
        self.directory = Directory(self.index, self.people)
        self.people.put_office(Office(OFFICE, "ทต.ทดลอง", "municipal", 2569, "CODE"))
        self.changes.keep(redis)

    def notes_of(self, office_id: str) -> RedisNotes:
        return RedisNotes(self.redis, self.changes, self.keys, office_id)

    def indexer(self, seconds: Callable[[], float] = time.monotonic) -> Indexer:
        return Indexer(self.redis, self.keys, self.root, people=self.people, notes_of=self.notes_of, seconds=seconds)

    def tell(self, name: str, text: str, member: str = "m1") -> Note:
        note = Note(f"n{name}", OFFICE, "G1", "U1", member, "tip", text, (name,), AT)
        self.notes_of(OFFICE).put(note)
        self.changes.keep(self.redis)
        return note

    def unsend(self, name: str) -> None:
        self.notes_of(OFFICE).remove(f"n{name}")
        self.changes.keep(self.redis)

    def join(self, member: Member) -> None:
        self.people.put_member(OFFICE, member)
        self.changes.keep(self.redis)

    def found(self, query: str) -> list[str]:
        return [hit.note.id for hit in self.library.search(OFFICE, query, limit=10).hits]


@pytest.fixture
def desk(redis: Redis, store_prefix: str, tmp_path: Path) -> Desk:
    return Desk(redis, store_prefix, tmp_path / "index")


@pytest.fixture
def running(desk: Desk) -> Iterator[Desk]:
    """The desk with a worker's indexer in a thread."""
    stop = threading.Event()
    thread = threading.Thread(target=desk.indexer().run, args=(stop,))
    thread.start()
    yield desk
    stop.set()
    thread.join(5)
    assert not thread.is_alive()


def within(seconds: float, true: Callable[[], bool]) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if true():
            return True
        time.sleep(0.01)
    return False


def test_what_is_told_is_found_within_a_second(running: Desk) -> None:
    """Told → findable in under a second, by search and as evidence for its teller; a change and an unsend too."""
    running.join(Member("m1", "นายหนึ่ง ใจดี", user_id="U1"))
    running.tell("1", "ตั้งธนาคารขยะที่โรงเรียน")
    assert within(3, lambda: running.found("ธนาคารขยะ") == ["n1"])  # the first start also reads the dictionary
    running.tell("2", "ล้างถังกรองประปากลางคืน")
    assert within(1, lambda: "n2" in running.found("ล้างถังกรอง"))
    ranking = running.directory.who(OFFICE, "ล้างถังกรองประปา", now=AT)
    assert [expert.member.id for expert in ranking.experts] == ["m1"]
    running.tell("2", "ซ่อมปั๊มหอยโข่ง")
    assert within(1, lambda: "n2" in running.found("ปั๊มหอยโข่ง"))
    running.unsend("2")
    assert within(1, lambda: running.found("ปั๊มหอยโข่ง") == [])


def test_a_command_catches_up_by_itself(desk: Desk) -> None:
    """Without a worker the command that asks brings the index up to date, and leaves no lock behind."""
    desk.tell("1", "ตั้งธนาคารขยะ")
    assert desk.indexer().catch_up()
    assert desk.found("ธนาคารขยะ") == ["n1"]
    desk.tell("2", "ธนาคารขยะรุ่นสอง")
    assert desk.indexer().catch_up()
    assert sorted(desk.found("ธนาคารขยะ")) == ["n1", "n2"]


def test_a_command_waits_for_the_worker_that_writes(running: Desk) -> None:
    """Only one process writes; the other sees what was told before it asked."""
    for n in range(5):
        running.tell(str(n), f"ธนาคารขยะรุ่น {n}")
        assert running.indexer().catch_up(wait=5)
        assert f"n{n}" in running.found("ธนาคารขยะ")


def test_catch_up_purges_what_was_unsent(desk: Desk) -> None:
    """A token that only an unsent note had is in no file afterwards."""
    desk.tell("1", "ธนาคารขยะ")
    desk.tell("2", "ความลับชื่อ zqxsecret")
    desk.indexer().catch_up()
    assert desk.index.counts(OFFICE, "notes", "words", ["zqxsecret"])[1] == [1]
    desk.unsend("2")
    desk.indexer().catch_up()
    assert desk.index.counts(OFFICE, "notes", "words", ["zqxsecret"])[1] == [0]


def test_the_running_worker_purges_soon_after_an_unsend(running: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Removed text leaves the files by itself, not at the next restart."""
    monkeypatch.setattr("bot.search.indexer.PURGE_AFTER", 0.1)
    running.tell("1", "ธนาคารขยะ")
    running.tell("2", "ความลับชื่อ zqxsecret")
    assert within(3, lambda: running.index.counts(OFFICE, "notes", "words", ["zqxsecret"])[1] == [1])
    running.unsend("2")
    assert within(3, lambda: running.index.counts(OFFICE, "notes", "words", ["zqxsecret"])[1] == [0])
    assert running.found("ธนาคารขยะ") == ["n1"]


def test_a_lost_index_is_built_anew_from_the_store(desk: Desk) -> None:
    """The index is disposable."""
    desk.tell("1", "ธนาคารขยะ")
    desk.join(Member("m1", "นายหนึ่ง", expertise=("ปั้นเซรามิก",)))
    desk.indexer().catch_up()
    state = folder(desk.root, OFFICE) / "state.json"
    state.unlink()
    desk.indexer().catch_up()
    assert desk.found("ธนาคารขยะ") == ["n1"]
    assert not desk.directory.who(OFFICE, "ปั้นเซรามิก", now=AT).abstained


def test_a_feed_that_was_cut_means_a_rebuild(desk: Desk) -> None:
    """Entries that are gone can't be followed; the store has everything."""
    desk.tell("1", "ธนาคารขยะ")
    desk.indexer().catch_up()
    desk.tell("2", "เพาะเห็ดฟาง")
    desk.tell("3", "ล้างถังกรอง")
    desk.redis.xtrim(desk.keys.feed(OFFICE), maxlen=1, approximate=False)
    desk.indexer().catch_up()
    assert desk.found("เพาะเห็ดฟาง") == ["n2"]


def test_a_restored_store_means_a_rebuild(desk: Desk) -> None:
    """A feed that ends before our place in it is another feed."""
    desk.tell("1", "ธนาคารขยะ")
    desk.indexer().catch_up()
    desk.redis.delete(desk.keys.feed(OFFICE), desk.keys.note(OFFICE, "n1"), desk.keys.notes(OFFICE))
    desk.indexer().catch_up()
    assert desk.found("ธนาคารขยะ") == []
    desk.redis.xadd(desk.keys.feed(OFFICE), {"note": "n7"}, id="1-1")
    desk.indexer().catch_up()
    state = read_state(folder(desk.root, OFFICE))
    assert state is not None
    assert state.cursor == "1-1"


def test_entries_that_name_nothing_known_are_passed_over(desk: Desk) -> None:
    """A newer version may write other kinds of entries."""
    desk.indexer().catch_up()
    desk.redis.xadd(desk.keys.feed(OFFICE), {"record": "r1"})
    desk.tell("1", "ธนาคารขยะ")
    assert desk.indexer().catch_up()
    assert desk.found("ธนาคารขยะ") == ["n1"]


def test_offices_do_not_see_each_other(desk: Desk) -> None:
    """Each office has an index of its own."""
    desk.people.put_office(Office("o2", "สพอ.อื่น", "cdd-2561", 2569, "CODE2"))
    desk.changes.keep(desk.redis)
    desk.tell("1", "ธนาคารขยะ")
    desk.indexer().catch_up()
    assert desk.library.search("o2", "ธนาคารขยะ").abstained
    assert desk.found("ธนาคารขยะ") == ["n1"]


def test_a_member_who_leaves_is_named_no_more(desk: Desk) -> None:
    """The roster's word counts at once, though the notes stay."""
    member = Member("m1", "นายหนึ่ง", expertise=("ปั้นเซรามิก",))
    desk.join(member)
    desk.tell("1", "เผาเตาเซรามิกด้วยฟืนลำไย")
    desk.indexer().catch_up()
    assert not desk.directory.who(OFFICE, "เซรามิก", now=AT).abstained
    desk.join(replace(member, left=True))
    assert desk.directory.who(OFFICE, "เซรามิก", now=AT).abstained
    assert desk.found("เซรามิก") == ["n1"]


def test_a_note_commits_nothing_to_the_index_of_people(desk: Desk) -> None:
    """Each commit costs tens of milliseconds however little is in it, so what has no changes isn't committed."""
    desk.join(Member("m1", "สมใจ ทดลอง", expertise=("งานพัสดุ",), user_id="U1"))
    desk.tell("1", "ตรวจรับพัสดุต้องมีใบตรวจรับ")
    indexer = desk.indexer()
    while indexer.step(0):
        pass
    files = sorted(folder(desk.root, OFFICE).glob("g*/people/*"))
    before = [(file.name, file.stat().st_mtime_ns) for file in files]
    desk.tell("2", "ประชุมประชาคมก่อนทำแผน")
    while indexer.step(0):
        pass
    after = sorted(folder(desk.root, OFFICE).glob("g*/people/*"))
    assert desk.found("ประชาคม") == ["n2"]
    assert [(file.name, file.stat().st_mtime_ns) for file in after] == before
    desk.join(Member("m2", "มานี ทดลอง", expertise=("งานทะเบียนราษฎร",), user_id="U2"))
    while indexer.step(0):
        pass
    who = desk.directory.who(OFFICE, "ทะเบียนราษฎร", now=AT)
    assert [expert.member.id for expert in who.experts] == ["m2"]
