"""The weekly digest: once a week by itself, riding on somebody's message, and `#สรุป` whenever it is wanted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from handlers import wording
from handlers.chat import Cards, Chat, Replies, Text
from handlers.digest_cards import Names, digest_cards
from handlers.riders import Due
from handlers.router import Router
from knowledge.circles import Circle, CircleStore
from knowledge.crediting import Helped
from knowledge.digest import Digest, Falling, Week, compose
from knowledge.digest_times import DigestTimes, Log, logged, week_of
from knowledge.gaps import Gap, in_groups
from knowledge.notes import Note
from knowledge.people import Group, Member
from knowledge.rules import Rules
from knowledge.talk_budget import day_begin

router = Router("digest")

A_WEEK = timedelta(days=7)
AHEAD = timedelta(days=7)
"""What falls due within this time is named."""


class DigestStore(Protocol):
    """What digests are made of, and which were given. Changes become visible when the turn is committed."""

    def log(self, group_id: str) -> Log: ...
    def put_log(self, group_id: str, log: Log) -> None: ...
    def told(self, since: datetime, until: datetime) -> list[Note]: ...
    def trend(self, until: datetime) -> list[int]: ...


@dataclass(frozen=True)
class Sources:
    """Where the parts of a digest come from, in one office; each is asked when it is needed."""

    store: DigestStore
    circles: CircleStore
    gaps: Callable[[], Sequence[Gap]]
    """The open ones."""
    helped: Callable[[datetime], Sequence[Helped]]
    falling: Falling | None
    member: Callable[[str], Member | None]
    rules: Callable[[], Rules]
    names: Callable[[], Names]


class DigestDesk:
    """Draws up digests for the groups of one office."""

    def __init__(self, sources: Sources) -> None:
        self._from = sources

    def digest(self, group: Group, since: datetime, until: datetime, now: datetime) -> Digest:
        """The digest of a time, from what is kept now."""
        here, store = self._from, self._from.store
        notes = [note for note in store.told(since, until) if note.group_id in (group.id, "")]
        circles = [(circle, here.circles.points(circle.id)) for circle in self._closed(group, since, until)]
        helped = [one for one in here.helped(since) if one.group_id == group.id and one.at < until]
        happened = [*(note.told_at for note in notes), *(one.at for one in helped)]
        if min(happened, default=until) >= until - A_WEEK:  # silent weeks before this one need not be named
            since = max(since, until - A_WEEK)
        week = Week(
            since,
            until,
            notes,
            circles,
            [gap for gap in map(in_groups, here.gaps()) if gap and group.id in gap.groups and gap.first_at < until],
            helped,
            here.falling.between(group.id, now, now + AHEAD) if here.falling else [],
            store.trend(until),
        )
        return compose(week, award_by=self._award_by())

    def cards(self, digest: Digest, *, asked: bool = False) -> Cards:
        return digest_cards(digest, self._from.names(), asked=asked)

    def _closed(self, group: Group, since: datetime, until: datetime) -> list[Circle]:
        return [
            circle
            for circle in self._from.circles.all()
            if circle.group_id == group.id and circle.closed_at is not None and since <= circle.closed_at < until
        ]

    def _award_by(self) -> Callable[[Note], str] | None:
        rules = self._from.rules()
        if not rules.award:
            return None
        known: dict[str, str] = {}

        def name(note: Note) -> str:
            if note.member_id and note.member_id not in known:
                member = self._from.member(note.member_id)
                by_people = rules.award_by == "people"
                known[note.member_id] = (member.spoken_name if by_people else member.unit) if member else ""
            return known.get(note.member_id, "")

        return name


class DigestRider:
    """The digest that comes by itself."""

    name = "digest"

    def __init__(self, desk: DigestDesk, times: DigestTimes, store: DigestStore) -> None:
        self._desk, self._times, self._store = desk, times, store

    def first_time(self, group: Group, now: datetime) -> datetime | None:
        due = self.due(group, now)
        return datetime.fromisoformat(due.occasion) if due.replies else due.again

    def due(self, group: Group, now: datetime) -> Due:
        log = self._store.log(group.id)
        slot = self._times.due(log, group.linked_at, now)
        if slot is None:
            return Due(again=self._times.next_after(log, now))
        digest = self._desk.digest(group, self._times.begins(log, group.linked_at, slot), slot, now)
        if digest.empty:
            return Due(again=self._times.next_after(logged(log, slot), now))
        return Due((self._desk.cards(digest),), slot.isoformat())

    def delivered(self, group: Group, occasion: str, at: datetime) -> datetime | None:
        log, slot = self._store.log(group.id), datetime.fromisoformat(occasion)
        if week_of(slot) not in log.weeks:
            log = logged(log, slot)
            self._store.put_log(group.id, log)
        return self._times.next_after(log, max(at, slot))


@router.command("digest", "สรุป", "สรุปสัปดาห์", "digest")
def so_far(chat: Chat, group: Group | None, desk_of_digest: DigestDesk, now: datetime) -> Replies:
    """The week so far, for whoever asks."""
    if chat.private or group is None:
        return Text(wording.DIGEST_NOT_A_GROUP)
    begin = day_begin(now)
    digest = desk_of_digest.digest(group, begin - timedelta(days=begin.weekday()), now, now)
    if digest.empty and not digest.gaps:
        return Text(wording.DIGEST_QUIET_WEEK)
    return desk_of_digest.cards(digest, asked=True)
