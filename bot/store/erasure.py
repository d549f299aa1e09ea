"""Taking people and messages out of everything that is kept: `knowledge.privacy.Privacy` over Redis.

Used by the chat (`#ลืมฉัน`, `#ไม่บันทึกฉัน`, unsending, the delete button) and by the commands, so that all erase
alike. A feature that keeps something of people or messages in keys of its own adds its Eraser to ERASERS; the
test of erasure walks every key of the store and knows each kind by name, so that none is forgotten."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Protocol, cast

from redis import Redis

from bot.store.changes import Changes
from bot.store.circles import CirclesEraser
from bot.store.credits import CreditsEraser
from bot.store.declarations import DeclarationsEraser
from bot.store.gaps import GapsEraser
from bot.store.inbox import Inbox
from bot.store.inquiries import InquiriesEraser
from bot.store.keys import Keys
from bot.store.lately import LatelyEraser
from bot.store.redis_stores import RedisNotes, RedisPeople, from_json, to_json
from bot.store.reminders import RemindersEraser
from bot.store.reuses import ReusesEraser
from bot.store.reviews import ReviewEraser, told_by_several
from handlers.people import made_id
from knowledge.notes import Note
from knowledge.people import Member
from knowledge.privacy import Erased, OptedOut, bare, digest, from_line_only


class Eraser(Protocol):
    """How one feature lets go of what it keeps. Each returns how many things went; writes go to the turn's
    changes, and doing it twice changes nothing."""

    def person(self, office_id: str, user_id: str, member_id: str) -> int:
        """All that is kept of somebody; `member_id` is empty for who has no entry in the office."""
        ...

    def note(self, office_id: str, note: Note) -> int:
        """All that was made of a note, which is removed in the same turn."""
        ...

    def message(self, office_id: str, message_id: str) -> int:
        """All that is kept of one message that was taken back."""
        ...


ERASERS: tuple[Callable[[Redis, Changes, Keys], Eraser], ...] = (
    LatelyEraser,
    CirclesEraser,
    ReviewEraser,
    DeclarationsEraser,
    CreditsEraser,
    InquiriesEraser,
    GapsEraser,
    RemindersEraser,
    ReusesEraser,
)
"""One for each feature with keys of its own; they are made for each turn."""

SHARED: tuple[Callable[[Redis, Keys, Note], bool], ...] = (told_by_several,)
"""Whether several told a note, so that the eraser takes one person's part out of it and the rest stays."""


def stands_without_name(note: Note) -> bool:
    """Whether a note outlives its teller's wish to be forgotten, without the name: what a committee has vetted is
    the office's own record. Nothing is vetted yet, so none does."""
    return False


def opted_out(redis: Redis, keys: Keys, user_id: str) -> OptedOut | None:
    """What is remembered of somebody who asked not to be kept; asked at each event of a chat, so one look-up."""
    return from_json(OptedOut, cast("str | None", redis.hget(keys.opted_out(), digest(user_id))))


class RedisPrivacy:
    """`here`: the office in which somebody speaks, where it is known. `display_name` asks LINE for the speaker's
    name; it is called only when somebody comes back whom no roster names."""

    def __init__(
        self,
        redis: Redis,
        changes: Changes,
        keys: Keys,
        *,
        here: str | None = None,
        display_name: Callable[[], str] = lambda: "",
    ) -> None:
        self._redis, self._changes, self._keys = redis, changes, keys
        self._here, self._display_name = here, display_name
        self._people = RedisPeople(redis, changes, keys)
        self._inbox = Inbox(redis, keys.prefix)
        self._erasers = [make(redis, changes, keys) for make in ERASERS]

    def _notes(self, office_id: str) -> RedisNotes:
        return RedisNotes(self._redis, self._changes, self._keys, office_id)

    # ---------------------------------------------------------------- one message, one note

    def erase_message(self, message_id: str, *, part: bool = False) -> None:
        self._events(message_id=message_id)
        if self._here and (sum(eraser.message(self._here, message_id) for eraser in self._erasers) or part):
            self._answers(self._here)

    def erase_note(self, note: Note) -> None:
        self.erase_notes([note])

    def erase_notes(self, notes: Iterable[Note]) -> None:
        """Several at once, which spares looking through the store for each."""
        offices = set()
        for note in notes:
            offices.add(note.office_id)
            for message_id in note.message_ids:
                self._events(message_id=message_id)
            for eraser in self._erasers:
                eraser.note(note.office_id, note)
            self._notes(note.office_id).remove(note.id)
        for office in offices:
            self._answers(office)

    # ---------------------------------------------------------------- one person

    def erase_person(self, user_id: str, *, office_id: str | None = None, with_roster: bool = False) -> Erased:
        """With `office_id`, in that office only; `with_roster` takes the office's own row, too."""
        before = self.opted_out(user_id)
        known = [office_id] if office_id else sorted({*self._known(user_id), *(before.offices if before else ())})
        erased = Erased()
        for office in known:
            erased = self._erase_in(office, user_id, erased, before, with_roster)
        for office in self._offices() if office_id is None else ():
            if office not in known:  # somebody may have talked there without being a member
                others = sum(each.person(office, user_id, "") for each in self._erasers)
                erased = replace(erased, others=erased.others + others)
        if before:
            left = {o: "" if o in known else row for o, row in before.offices.items()}
            self._remember(user_id, OptedOut(left, before.notes if office_id else ""))
        dialogs = self._passing(user_id, office_id)
        erased = replace(erased, events=self._events(user_id=user_id), dialogs=dialogs)
        if erased.anything:
            self._rewrite()
        return erased

    def _erase_in(
        self, office: str, user_id: str, so_far: Erased, before: OptedOut | None, with_roster: bool
    ) -> Erased:
        row = before.offices.get(office) if before else None
        member = self._people.member_by_user(office, user_id) or (self._people.member(office, row) if row else None)
        ids = {i for i in (member.id if member else "", before.notes if before else "") if i}
        theirs = self._told_by(office, user_id, ids)
        for note in theirs:
            if stands_without_name(note):
                self._notes(office).put(_nameless(note, ids))
        self.erase_notes(n for n in theirs if not stands_without_name(n))
        gone = [note.id for note in theirs]
        fate = so_far.member
        if member is not None:
            removed = with_roster or from_line_only(member, made_id(office, user_id))
            self._take_member(office, member, gone, removed=removed)
            fate = "removed" if removed else "unlinked"
        # after the member's name went from the history of notes: what erasers put of a note stands
        others = sum(each.person(office, user_id, member.id if member else "") for each in self._erasers)
        return replace(
            so_far,
            note_ids=(*so_far.note_ids, *gone),
            member=fate,
            member_id=member.id if member else so_far.member_id,
            others=so_far.others + others,
        )

    def _told_by(self, office: str, user_id: str, ids: set[str]) -> list[Note]:
        """The notes that somebody told alone."""
        theirs = (n for n in self._notes(office).all() if n.user_id == user_id or n.member_id in ids)
        return [n for n in theirs if not any(shared(self._redis, self._keys, n) for shared in SHARED)]

    def _take_member(self, office: str, member: Member, theirs: list[str], *, removed: bool) -> None:
        if not removed:
            self._people.put_member(office, replace(bare(member), opted_out=member.opted_out))
            return
        self._people.remove_member(office, member.id)
        for group in self._people.groups(office):
            if group.linked_by == member.id:
                self._people.put_group(replace(group, linked_by=""))
        notes = self._notes(office)
        for note in list(notes.all()):  # whoever changed notes of others is no longer named there
            if note.id not in theirs and any(change.member_id == member.id for change in note.history):
                notes.put(_nameless(note, {member.id}, teller=False))

    # ---------------------------------------------------------------- not being kept

    def opted_out(self, user_id: str) -> OptedOut | None:
        return opted_out(self._redis, self._keys, user_id)

    def opt_out(self, user_id: str) -> int:
        before = self.opted_out(user_id) or OptedOut()
        stands = before.notes or "x" + secrets.token_hex(8)
        offices = dict(before.offices)
        count = 0
        known = self._known(user_id)
        for office in self._offices():
            if office not in known:
                for eraser in self._erasers:
                    eraser.person(office, user_id, "")
        for office in known:
            member = self._people.member_by_user(office, user_id)
            ids = {member.id} if member else set()
            theirs = self._told_by(office, user_id, ids)
            for note in theirs:
                self._notes(office).put(replace(_nameless(note, ids), member_id=stands))
            count += len(theirs)
            offices[office] = self._hide(office, member, user_id, [n.id for n in theirs]) if member else ""
            for eraser in self._erasers:
                eraser.person(office, user_id, member.id if member else "")
        if self._here:
            offices.setdefault(self._here, "")
        count += len(list(self._left_open(before)))
        self._remember(user_id, OptedOut(offices, stands if count else ""))
        self._passing(user_id, None)
        self._events(user_id=user_id)
        self._rewrite()
        return count

    def _hide(self, office: str, member: Member, user_id: str, theirs: list[str]) -> str:
        """Takes what is not the office's own out of a member's row; returns the id of what stays."""
        if from_line_only(member, made_id(office, user_id)):
            self._take_member(office, member, theirs, removed=True)
            return ""
        self._people.put_member(office, bare(member, opted_out=True))
        return member.id

    def notes_before(self, user_id: str, *, delete: bool) -> int | None:
        before = self.opted_out(user_id)
        if before is None or not before.notes:
            return None
        theirs = list(self._left_open(before))
        going = [note for note in theirs if delete and not stands_without_name(note)]
        for note in theirs:
            if note not in going:
                self._notes(note.office_id).put(replace(note, member_id=""))
        self.erase_notes(going)
        self._remember(user_id, OptedOut(before.offices))
        self._rewrite()
        return len(theirs)

    def opt_in(self, user_id: str) -> bool:
        before = self.opted_out(user_id)
        if before is None:
            return False
        theirs: Mapping[str, list[Note]] = {office: [] for office in before.offices}
        for note in self._left_open(before):
            theirs[note.office_id].append(note)
        for office, row in before.offices.items():
            member = self._people.member(office, row) if row else None
            if member is None and theirs[office]:
                name = self._display_name()
                member = Member(made_id(office, user_id), name, display_name=name)
            if member is None:
                continue
            self._people.put_member(office, replace(member, user_id=user_id, opted_out=False))
            for note in theirs[office]:
                self._notes(office).put(replace(note, user_id=user_id, member_id=member.id))
        key, who = self._keys.opted_out(), digest(user_id)
        self._changes.add(key, lambda pipe: pipe.hdel(key, who))
        return True

    def admitted(self, member: Member) -> Member:
        """A row of a roster as it may be kept: without the LINE id and name of somebody who opted out."""
        if member.user_id and self.opted_out(member.user_id):
            member = replace(member, opted_out=True)
        return replace(member, user_id=None, display_name="") if member.opted_out else member

    def _left_open(self, before: OptedOut) -> Iterator[Note]:
        """The notes of before whose fate the person hasn't said."""
        for office in before.offices if before.notes else ():
            yield from self._notes(office).of_member(before.notes)

    def _remember(self, user_id: str, what: OptedOut) -> None:
        key, who = self._keys.opted_out(), digest(user_id)
        self._changes.add(key, lambda pipe: pipe.hset(key, who, to_json(what)))

    # ---------------------------------------------------------------- what passes by itself, sooner

    def _offices(self) -> list[str]:
        return [office.id for office in self._people.offices()]

    def _known(self, user_id: str) -> list[str]:
        offices = self._offices()
        with self._redis.pipeline(transaction=False) as pipe:
            for office in offices:
                pipe.hexists(self._keys.users(office), user_id)
            there = pipe.execute()
        return [office for office, known in zip(offices, there, strict=True) if known]

    def _events(self, *, user_id: str | None = None, message_id: str | None = None) -> int:
        """Messages that failed or wait to be handled again."""
        found = self._inbox.about(user_id=user_id, message_id=message_id)
        if found:
            self._changes.add(self._inbox.key("retry"), lambda pipe: self._inbox.drop(pipe, found))
        return len(found)

    def _passing(self, user_id: str, office_id: str | None) -> int:
        """Open questions, words held for the person, what was said once in a while: every key with the person's
        id, or its digest, in its name; and answers on their way that have the id in their text."""
        alone = f"{{{self._keys.home(None, user_id)}}}"
        wanted = f"{{o:{office_id}}}" if office_id else ""
        names = {user_id, digest(user_id)}
        count = 0
        answers: list[str] = []
        for key in cast("Iterable[str]", self._redis.scan_iter(match=f"{self._keys.prefix}*", count=1_000)):
            if alone not in key and wanted not in key:
                continue
            if alone in key or names & set(re.split(r"[:{}\s]", key)):
                self._changes.add(key, lambda pipe, key=key: pipe.delete(key))  # type: ignore[misc]
                count += ":dialog:" in key or ":held:" in key
            elif ":done:" in key:
                answers.append(key)
        self._unsay(answers, lambda text: user_id in text)
        return count

    def _answers(self, office: str) -> None:
        """Answers that were kept and never sent, since a process died in between: they may quote what goes now."""
        kept = self._redis.scan_iter(match=self._keys.done(self._keys.home(office, ""), "*"), count=1_000)
        self._unsay(list(cast("Iterable[str]", kept)), bool)

    def _unsay(self, markers: list[str], which: Callable[[str], bool]) -> None:
        for start in range(0, len(markers), 500):
            some = markers[start : start + 500]
            for key, text in zip(some, cast("list[str | None]", self._redis.mget(some)), strict=True):
                if text and which(text):
                    self._changes.add(key, lambda pipe, key=key: pipe.set(key, "", xx=True, keepttl=True))  # type: ignore[misc]

    def _rewrite(self) -> None:
        """The clock has the append-only file written anew, without what was deleted."""
        flag = self._keys.erase()
        self._changes.add(flag, lambda pipe: pipe.set(flag, "1"))


def _nameless(note: Note, ids: set[str], *, teller: bool = True) -> Note:
    history = tuple(replace(c, member_id="") if c.member_id in ids else c for c in note.history)
    return replace(note, user_id="", member_id="", history=history) if teller else replace(note, history=history)
