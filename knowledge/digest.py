"""The week of a community on one page (the weekly exchange of S11, the Monday figures of S4): what was told, what is
worth reading, what is asked for, who helped whom, what falls due. Nothing is made up: every sentence is somebody's."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from knowledge.circles import Circle, Point
from knowledge.crediting import Helped
from knowledge.gaps import Gap
from knowledge.notes import Note
from knowledge.nuggets import nuggets

WEEKS = 12
"""Of the trend, the last one being that of the digest."""
LOOKED_AT = 3
"""Tellings of a category that are looked into for its sentence."""
LONGEST_SENTENCE = 220
MOST_POINTS, MOST_GAPS, MOST_HELPED, MOST_DUE, MOST_AWARDED = 4, 4, 5, 6, 3
_KIND_WORTH = {"tip": 0.3, "lesson": 0.3, "aar": 0.2, "story": 0.1, "bar": -0.5, "dar": -0.5}
"""What was learnt is worth more than what was planned."""


@dataclass(frozen=True)
class DueSoon:
    """Something that falls due."""

    what: str
    at: datetime
    who: str = ""
    """How the one who has taken it on is called; empty for the whole group."""


class Falling(Protocol):
    """What falls due in a group, whoever keeps such dates."""

    def between(self, group_id: str, since: datetime, until: datetime) -> list[DueSoon]:
        """In the order of their dates."""
        ...


@dataclass(frozen=True)
class Worth:
    """What was told in one category, and the one sentence of it that is most worth reading."""

    category: str | None
    """Its id; None for what was filed under none."""
    count: int
    sentence: str
    """An exact sentence of the note."""
    note: Note


@dataclass(frozen=True)
class Help:
    """Who helped whom with what: member ids, in the order of time, never by number."""

    helper: str
    askers: tuple[str, ...]
    topics: tuple[str, ...]


@dataclass(frozen=True)
class Digest:
    """One group's week. Everything is in the order in which it is to be read."""

    since: datetime
    until: datetime
    worth: tuple[Worth, ...] = ()
    tellers: tuple[str, ...] = ()
    """Member ids of who told something, in the order of time."""
    points: tuple[tuple[Point, Circle], ...] = ()
    """Nuggets and core knowledge that were taken in circles that were closed."""
    gaps: tuple[Gap, ...] = ()
    """Open questions, those of this week first."""
    new_gaps: int = 0
    helped: tuple[Help, ...] = ()
    due: tuple[DueSoon, ...] = ()
    trend: tuple[int, ...] = ()
    award: tuple[tuple[str, int], ...] = ()
    """Member or unit → tellings, where the office wants that."""

    @property
    def told(self) -> int:
        return sum(each.count for each in self.worth)

    @property
    def empty(self) -> bool:
        """Nothing happened and nothing falls due: nobody needs to hear that. Old open questions alone are no news."""
        return not (self.worth or self.points or self.new_gaps or self.helped or self.due)


@dataclass(frozen=True)
class Week:
    """What a digest is made of, as kept."""

    since: datetime
    until: datetime
    notes: Sequence[Note]
    """Told in the group or in private within the time."""
    circles: Sequence[tuple[Circle, Sequence[Point]]] = ()
    gaps: Iterable[Gap] = ()
    """The open ones of the group."""
    helped: Iterable[Helped] = ()
    due: Sequence[DueSoon] = ()
    trend: Sequence[int] = ()


def compose(week: Week, *, award_by: Callable[[Note], str] | None = None) -> Digest:
    """Draws up the digest. `award_by`: to whom a note counts (a member's id or a unit's name; "" for nobody)."""
    gaps = sorted(week.gaps, key=lambda gap: (gap.last_at < week.since, -gap.askers, -gap.last_at.timestamp(), gap.id))
    taken = [(point, circle) for circle, points in week.circles for point in points if point.status == "taken"]
    taken.sort(key=lambda each: each[0].kind != "core")
    return Digest(
        week.since,
        week.until,
        worth=worth(week.notes),
        tellers=tuple(dict.fromkeys(teller for note in week.notes for teller in note.tellers)),
        points=tuple(taken[:MOST_POINTS]),
        gaps=tuple(gaps[:MOST_GAPS]),
        new_gaps=sum(gap.last_at >= week.since for gap in gaps),
        helped=tuple(_helped(week.helped)[:MOST_HELPED]),
        due=tuple(week.due[:MOST_DUE]),
        trend=tuple(week.trend),
        award=_award(week.notes, award_by) if award_by else (),
    )


def worth(notes: Sequence[Note]) -> tuple[Worth, ...]:
    """Each category with its number of notes and its sentence, the fullest first, what is unfiled last."""
    by_category: defaultdict[str | None, list[Note]] = defaultdict(list)
    for note in notes:
        by_category[note.categories[0].id if note.categories else None].append(note)
    found = [_worth(category, theirs) for category, theirs in by_category.items()]
    return tuple(sorted(found, key=lambda each: (each.category is None, -each.count, each.category or "")))


def _worth(category: str | None, notes: list[Note]) -> Worth:
    """The most usable sentence of the most promising tellings; short ones can be read to the end."""
    tried = sorted(notes, key=lambda note: (-_promise(note), note.told_at, note.id))[:LOOKED_AT]
    found = [(*_best_of(note), note) for note in tried]
    _, sentence, best = max(found, key=lambda each: each[0] + _KIND_WORTH.get(each[2].kind, 0.0))
    return Worth(category, len(notes), sentence, best)


def _promise(note: Note) -> float:
    """How likely a telling holds a sentence worth reading, without reading it."""
    length = min(len(note.text), 400) / 400
    sure = note.categories[0].score if note.categories else 0.0
    return length + _KIND_WORTH.get(note.kind, 0.0) + 0.5 * sure + (0.2 if note.attachments else 0.0)


def _best_of(note: Note) -> tuple[float, str]:
    """The sentence that says most for itself, and how good it is; the beginning of the note where none is a point."""
    drawn = [one for one in nuggets(note.text) if len(one.sentence) <= LONGEST_SENTENCE]
    if not drawn:
        return 0.0, " ".join(note.text.split())
    weight = {"success": 1.3, "caution": 1.2, "solution": 1.1, "technique": 1.0, "problem": 0.6}
    ranked = [(weight[one.kind] + min(len(one.sentence), 120) / 240, one.sentence) for one in drawn]
    return max(ranked, key=lambda each: each[0])


def _helped(helped: Iterable[Helped]) -> list[Help]:
    """One line a helper, in the order in which they first helped."""
    by_helper: defaultdict[str, list[Helped]] = defaultdict(list)
    for one in sorted(helped, key=lambda one: (one.at, one.id)):
        by_helper[one.helper].append(one)
    return [
        Help(
            helper,
            tuple(dict.fromkeys(one.asker for one in theirs if one.asker)),
            tuple(dict.fromkeys(one.topic for one in theirs if one.topic)),
        )
        for helper, theirs in by_helper.items()
    ]


def _award(notes: Iterable[Note], award_by: Callable[[Note], str]) -> tuple[tuple[str, int], ...]:
    counted = Counter(name for note in notes if (name := award_by(note)))
    return tuple(sorted(counted.items(), key=lambda each: (-each[1], each[0]))[:MOST_AWARDED])
