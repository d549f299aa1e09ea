"""Invented offices in a store: groups, members and notes, in any number."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from redis import Redis

from bench.words import Writer
from bot.services import note_store, people_store
from bot.store.changes import Changes
from bot.store.keys import Keys
from knowledge.notes import KINDS, Note
from knowledge.people import Group, Member, Office

TOLD = datetime(2026, 1, 5, 9, tzinfo=UTC)
AT_ONCE = 2_000
"""Notes or members that are written in one transaction."""


@dataclass(frozen=True)
class Place:
    """One office of a benchmark: ids of its groups and of its members' LINE accounts."""

    office: Office
    groups: tuple[str, ...]
    users: tuple[str, ...]


def user(office: int, n: int) -> str:
    """The LINE user id of a member."""
    return f"U{office:08x}{n:024x}"


def found(redis: Redis, n: int, *, groups: int, members: int, notes: int, letters: int = 250) -> Place:
    """Writes an office; the same `n` writes the same."""
    writer = Writer(n)
    office = Office(f"bench{n}", f"สำนักงานที่ {n}", "cdd-2561", 2569, f"BENC-{2000 + n}")
    place = Place(
        office,
        tuple(f"C{n:08x}{group:024x}" for group in range(groups)),
        tuple(user(n, member) for member in range(members)),
    )
    changes = Changes()
    people = people_store(redis, changes)
    people.put_office(office)
    for group in place.groups:
        people.put_group(Group(group, office.id, TOLD))
    for m, user_id in enumerate(place.users):
        said = (writer.term(), writer.term())
        name = f"เจ้าหน้าที่ คนที่{m}"
        people.put_member(
            office.id, Member(f"m{m}", name, f"น้อง{m}", "นักวิชาการ", "สพอ.ตัวอย่าง", said, f"น้อง{m}", user_id)
        )
        if m % AT_ONCE == AT_ONCE - 1:
            changes.keep(redis)
            changes.clear()
    changes.keep(redis)
    for _ in put(redis, place, tellings(place, writer, notes, letters)):
        pass
    return place


def tellings(place: Place, writer: Writer, count: int, letters: int) -> Iterator[Note]:
    """Invented notes of an office, told one after another within a year."""
    for n in range(count):
        m = n * 7919 % len(place.users)
        yield Note(
            id=f"n{n}",
            office_id=place.office.id,
            group_id=place.groups[n % len(place.groups)],
            user_id=place.users[m],
            member_id=f"m{m}",
            kind=KINDS[n % len(KINDS)],
            text=writer.text(letters),
            message_ids=(f"{10**17 + n}",),
            told_at=TOLD + timedelta(seconds=n * 31_536_000 / max(count, 1)),
        )


def put(redis: Redis, place: Place, notes: Iterator[Note]) -> Iterator[int]:
    """Writes notes as a turn would; yields how many are written after each transaction."""
    changes = Changes()
    store = note_store(redis, place.office.id, changes)
    done = 0
    for note in notes:
        store.put(note)
        done += 1
        if done % AT_ONCE == 0:
            changes.keep(redis)
            changes.clear()
            yield done
    changes.keep(redis)
    yield done


def feed_length(redis: Redis, place: Place) -> int:
    """Changes that wait in the feed of an office."""
    return int(redis.xlen(Keys().feed(place.office.id)))  # type: ignore[arg-type]
