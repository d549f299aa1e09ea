"""Knowledge that may leave with somebody: topics that one person alone holds, and those who go at the end of this
fiscal year, 30 September (`001` §10, `002` §1: tacit knowledge leaves with transfer and retirement)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from knowledge.expertise_card import key
from knowledge.notes import Note
from knowledge.people import Member
from knowledge.thai_dates import BANGKOK, fiscal_year

MOST_TOPICS = 60
"""Topics that are looked into for one list; the office's first, so that those who leave are never left out."""
NOTES_OF_ONE = 3
"""Notes of one category that one teller alone told, from which that is a risk."""
YEAR_BEFORE = 543

Holders = Callable[[str], list[str]]
"""A topic → ids of the members who can be asked about it."""


@dataclass(frozen=True)
class Held:
    """A topic that one person alone holds."""

    topic: str
    member: Member
    leaves: bool = False
    """At the end of this fiscal year."""


@dataclass(frozen=True)
class Leaving:
    """Somebody who goes at the end of this fiscal year, and what goes along."""

    member: Member
    topics: tuple[str, ...]
    """What they alone hold, first, then what others know too."""
    alone: int
    """How many of the topics they alone hold."""
    notes: int
    """What they have told so far."""


@dataclass(frozen=True)
class Risks:
    """What an office may lose."""

    last_day: date
    leaving: tuple[Leaving, ...] = ()
    single: tuple[Held, ...] = ()
    """Topics of one person who stays, the rest."""

    @property
    def by_person(self) -> list[tuple[Member, list[str]]]:
        """Those who stay, with what they alone hold; who holds most comes first."""
        theirs: dict[str, tuple[Member, list[str]]] = {}
        for held in self.single:
            theirs.setdefault(held.member.id, (held.member, []))[1].append(held.topic)
        return sorted(theirs.values(), key=lambda each: -len(each[1]))

    @property
    def none(self) -> bool:
        return not self.leaving and not self.single

    @property
    def circle(self) -> str:
        """The topic for which a story circle helps most; empty when nothing is at risk."""
        for leaving in self.leaving:
            if leaving.topics:
                return leaving.topics[0]
        return self.single[0].topic if self.single else ""


def last_day(now: datetime) -> date:
    """The last day of the fiscal year of `now`, in Bangkok."""
    return date(fiscal_year(now) - YEAR_BEFORE, 9, 30)


def days_left(now: datetime) -> int:
    return (last_day(now) - now.astimezone(BANGKOK).date()).days


def risks(
    members: Iterable[Member],
    notes: Iterable[Note],
    holders: Holders,
    category_name: Callable[[str], str],
    now: datetime,
) -> Risks:
    """What may be lost. `members`: those who may be named; `holders` finds who else can be asked."""
    people = {m.id: m for m in members}
    year = fiscal_year(now)
    going = [m for m in people.values() if m.retire_fiscal_year == year]
    told: Counter[str] = Counter()
    tellers: dict[str, Counter[str]] = defaultdict(Counter)
    for note in notes:
        told.update(note.tellers)
        for filed in note.categories[:1]:
            tellers[filed.id].update(note.tellers or ("",))
    topics = _topics(going, people.values())
    held = {topic: holders(topic) for topic, _ in topics}
    alone = {topic: owner for topic, owner in topics if not set(held[topic]) - {owner.id}}
    by_category = {
        category_name(category): people[one]
        for category, who in tellers.items()
        for one in who
        if len(who) == 1 and who[one] >= NOTES_OF_ONE and one in people
    }
    leaving = []
    for member in going:
        theirs = [*member.expertise, *(name for name, m in by_category.items() if m.id == member.id)]
        sole = [t for t in theirs if alone.get(t) == member or by_category.get(t) == member]
        others = [t for t in theirs if t not in sole]
        leaving.append(Leaving(member, tuple(dict.fromkeys([*sole, *others])), len(sole), told[member.id]))
    left = {m.id for m in going}
    single = [Held(topic, m) for topic, m in {**alone, **by_category}.items() if m.id not in left]
    return Risks(
        last_day(now),
        tuple(sorted(leaving, key=lambda each: (-each.alone, each.member.full_name))),
        tuple(single),
    )


def _topics(first: Iterable[Member], every: Iterable[Member]) -> list[tuple[str, Member]]:
    """What people declared, each topic once, those of `first` before the others."""
    found: dict[str, tuple[str, Member]] = {}
    for member in (*first, *every):
        for item in member.expertise:
            found.setdefault(key(item), (item, member))
    return list(found.values())[:MOST_TOPICS]
