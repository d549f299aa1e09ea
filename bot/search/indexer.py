"""Keeps the indexes in step with the store: one process writes, by the feed of changes each office has.

The index is disposable: whatever is missing, damaged, of another version or too far behind is built anew."""

from __future__ import annotations

import fcntl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from typing import Any, cast

from redis import Redis
from redis.exceptions import RedisError

from bot.logs import log
from bot.search.index import folder, read_state
from bot.search.writer import OfficeWriter
from bot.store.keys import Keys
from knowledge.notes import NoteStore
from knowledge.people import PeopleStore

BLOCK_MS = 200
"""How long one look at the feeds waits; below every socket time-out."""
BATCH = 500
"""Changes of one office that go into one commit."""
LOOK_FOR_OFFICES = 0.5
"""Seconds between looks for new offices."""
PURGE_AFTER = 2.0
"""Seconds after the last removal before its tokens are driven out of the files."""
PURGE_EDITS_AFTER = 60.0
"""The same after an edit or a new filing, which come often and rarely take anything back."""
SLICES_NOW = 20
"""Slices of a purge that a command does itself; what is left of a very big office is the worker's."""
OPEN_WRITERS = 6
"""Each holds some 7 MB; opening one costs as much as three commits."""
REST_SECONDS, LONGEST_REST = 0.1, 0.4
"""Least and longest pause between two rounds of commits."""
RESTS = 3
"""How many times as long as its commits the indexer rests. A commit costs 20 to 40 ms of CPU however little is in it,
so under load changes are gathered, within the second in which they must be found: a quarter of one core, where
half of one doubled the time that answers took at 100 events a second on two cores."""
START = "0-0"


class Indexer:
    """Follows the feeds of all offices. `run` in a thread of the worker; `catch_up` in a command."""

    def __init__(
        self,
        redis: Redis,
        keys: Keys,
        root: Path,
        *,
        people: PeopleStore,
        notes_of: Callable[[str], NoteStore],
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        self._redis, self._keys, self._root = redis, keys, root
        self._people, self._notes_of, self._seconds = people, notes_of, seconds
        self._writers: dict[str, OfficeWriter] = {}
        self._cursors: dict[str, str] = {}
        self._purge_at: dict[str, float] = {}
        self._looked = float("-inf")
        self._worked = 0.0
        """Seconds that the last step took for its changes."""

    def run(self, stop: Event) -> None:
        """Indexes until `stop`. Waits while another process holds the lock; survives a store that is away."""
        while not stop.is_set():
            with self._lock() as mine:
                while mine and not stop.is_set():
                    try:
                        if self.step(BLOCK_MS):
                            stop.wait(min(max(REST_SECONDS, RESTS * self._worked), LONGEST_REST))
                    except (RedisError, OSError, ValueError) as wrong:
                        log("index_step_failed", error=type(wrong).__name__)
                        self._forget()
                        stop.wait(0.5)
                self._forget()
            stop.wait(0.5)

    def catch_up(self, wait: float = 3.0) -> bool:
        """Brings all indexes up to what the feeds hold now: by itself, or, where a worker holds the lock, by
        waiting for it at most `wait` seconds. False when the worker did not get there in time."""
        with self._lock() as mine:
            if mine:
                while self.step(0):
                    pass
                self.purge(now=True)
                self._forget()
                return True
        until = time.monotonic() + wait
        while not self._worker_is_there():
            if time.monotonic() > until:
                return False
            time.sleep(0.02)
        return True

    def step(self, block_ms: int) -> int:
        """Takes in what is new, at most one batch an office; returns how many changes. The caller holds the lock."""
        self._look_for_offices()
        done, news = 0, self._read(block_ms)
        began = self._seconds()
        for office_id, entries in news:
            self._take(office_id, entries)
            done += len(entries)
        self._worked = self._seconds() - began
        self.purge()
        return done

    def purge(self, *, now: bool = False) -> None:
        """Drives removed text out of the files of offices where that is due."""
        for office_id, at in list(self._purge_at.items()):
            if now or self._seconds() >= at:
                writer = self._writer(office_id)
                clean = writer.purge(
                    self._notes_of(office_id), self._people.members(office_id), steps=SLICES_NOW if now else 1
                )
                if clean:
                    del self._purge_at[office_id]

    # ---- the parts of a step

    def _look_for_offices(self) -> None:
        if self._seconds() - self._looked < LOOK_FOR_OFFICES:
            return
        self._looked = self._seconds()
        for office in self._people.offices():
            if office.id not in self._cursors:
                self._begin(office.id)

    def _begin(self, office_id: str) -> None:
        """Finds where an office's index stands, and builds it anew where that is no use."""
        writer = self._writer(office_id)
        cursor = writer.cursor
        if cursor is None or self._behind_the_feed(office_id, cursor):
            self._rebuild(office_id, "missing_or_old" if cursor is None else "too_far_behind")
            return
        self._cursors[office_id] = cursor
        if writer.unclean:
            self._purge_at[office_id] = self._seconds()

    def _rebuild(self, office_id: str, why: str) -> None:
        cursor = self._last_of_feed(office_id)
        started = self._seconds()
        notes = self._writer(office_id).rebuild(
            self._notes_of(office_id).all(), self._people.members(office_id), cursor
        )
        self._cursors[office_id] = cursor
        self._purge_at.pop(office_id, None)
        log("index_rebuilt", office=office_id, why=why, notes=notes, seconds=round(self._seconds() - started, 3))

    def _read(self, block_ms: int) -> list[tuple[str, list[tuple[str, dict[str, str]]]]]:
        if not self._cursors:
            if block_ms:
                time.sleep(block_ms / 1000)
            return []
        office_of = {self._keys.feed(office_id): office_id for office_id in self._cursors}
        feeds = {feed: self._cursors[office_id] for feed, office_id in office_of.items()}
        answer = cast(Any, self._redis.xread(cast(Any, feeds), count=BATCH, block=block_ms or None))
        pairs = answer.items() if isinstance(answer, dict) else answer or ()
        return [(office_of[feed], entries) for feed, entries in pairs]

    def _take(self, office_id: str, entries: list[tuple[str, dict[str, str]]]) -> None:
        """One commit for all entries; the store is read anew, so taking an entry twice changes nothing."""
        writer, notes = self._writer(office_id), self._notes_of(office_id)
        note_ids = list(dict.fromkeys(fields["note"] for _, fields in entries if "note" in fields))
        member_ids = list(dict.fromkeys(fields["member"] for _, fields in entries if "member" in fields))
        alive = {note.id: note for note in notes.get_many(note_ids)}
        for note_id in note_ids:
            if note_id in alive:
                writer.put_note(alive[note_id])
            else:
                writer.drop_note(note_id)
        for member_id in member_ids:
            member = self._people.member(office_id, member_id)
            if member is None:
                writer.drop_member(member_id)
            else:
                writer.put_member(member)
        cursor = entries[-1][0]
        writer.commit(cursor)
        self._cursors[office_id] = cursor
        if writer.unclean:
            removed = len(alive) < len(note_ids)
            at = self._seconds() + (PURGE_AFTER if removed else PURGE_EDITS_AFTER)
            self._purge_at[office_id] = at if removed else min(at, self._purge_at.get(office_id, at))

    def _writer(self, office_id: str) -> OfficeWriter:
        writer = self._writers.pop(office_id, None) or OfficeWriter(self._root, office_id)
        self._writers[office_id] = writer
        while len(self._writers) > OPEN_WRITERS:
            self._writers.pop(next(iter(self._writers))).close()
        return writer

    def _forget(self) -> None:
        """Starts from the files again: after a failure, and when the lock is given back."""
        for writer in self._writers.values():
            writer.close()
        self._writers.clear()
        self._cursors.clear()
        self._purge_at.clear()
        self._looked = float("-inf")

    # ---- the feed

    def _last_of_feed(self, office_id: str) -> str:
        newest = cast("list[tuple[str, Any]]", self._redis.xrevrange(self._keys.feed(office_id), count=1))
        return newest[0][0] if newest else START

    def _behind_the_feed(self, office_id: str, cursor: str) -> bool:
        """True when entries after `cursor` may have been cut off, or the feed is another one (a restored store)."""
        feed = self._keys.feed(office_id)
        oldest = cast("list[tuple[str, Any]]", self._redis.xrange(feed, count=1))
        if not oldest:
            return cursor != START
        return (_order(oldest[0][0]) > _order(cursor) and cursor != START) or _order(
            self._last_of_feed(office_id)
        ) < _order(cursor)

    def _worker_is_there(self) -> bool:
        for office in self._people.offices():
            state = read_state(folder(self._root, office.id))
            if state is None or _order(state.cursor) < _order(self._last_of_feed(office.id)):
                return False
        return True

    @contextmanager
    def _lock(self) -> Iterator[bool]:
        """The right to write, held by one process at a time and given back by the system when it dies."""
        self._root.mkdir(parents=True, exist_ok=True)
        with (self._root / "lock").open("w") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                yield False
                return
            yield True


def _order(entry_id: str) -> tuple[int, int]:
    ms, _, sequence = entry_id.partition("-")
    return int(ms), int(sequence or 0)
