"""Story circles: several tellers, one topic; the usable points of each story, and what the stories share
(`001` minutes and §6: เรื่องเล่า → ขุมความรู้ → แก่นความรู้)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Literal, Protocol

from knowledge import thai
from knowledge.notes import Note
from knowledge.nuggets import NuggetKind, nuggets
from knowledge.office_thai import canonical

OPEN_FOR = timedelta(hours=3)
"""A circle that nobody closes ends by then, with what there is."""
MOST_STORIES = 100
POINTS_A_STORY = 5
MOST_CORE = 3
"""Proposals of core knowledge a circle: more than that is no core."""

PointKind = NuggetKind | Literal["core"]
Status = Literal["proposed", "taken", "struck"]


@dataclass(frozen=True)
class Circle:
    """One story circle in one group."""

    id: str
    office_id: str
    group_id: str
    topic: str
    """Empty when the message that named it was taken back."""
    opened_at: datetime
    opened_by: str = ""
    """Member id of who opened it: the facilitator of this circle."""
    message_id: str = ""
    """The message that opened it."""
    topic_at: datetime | None = None
    """LINE's timestamp of the message, or of its newest edit."""
    note_ids: tuple[str, ...] = ()
    """The stories, in the order in which they were told."""
    closed_at: datetime | None = None

    def open_at(self, at: datetime) -> bool:
        """Whether what is said at `at` belongs to the circle."""
        return self.closed_at is None and self.opened_at <= at < self.opened_at + OPEN_FOR


@dataclass(frozen=True)
class Point:
    """One usable point proposed from a circle: a nugget of one story, or core knowledge of several."""

    id: str
    circle_id: str
    kind: PointKind
    text: str
    """As it is to be read: an exact sentence of the story, or what its teller made of it."""
    note_id: str
    """The story in which the sentence stands."""
    source: str
    """The exact sentence of the story."""
    member_id: str = ""
    """The teller, who decides about it; empty for core knowledge, about which the facilitator decides."""
    also_in: tuple[str, ...] = ()
    """Core knowledge: the other stories that say the same."""
    status: Status = "proposed"
    reworded: bool = False
    worded_in: str = ""
    """The message in which it was reworded."""
    worded_at: datetime | None = None
    """LINE's timestamp of that message, or of its newest edit."""
    decided_by: str = ""
    """Member id of who took, reworded or struck it."""
    decided_at: datetime | None = None


class CircleStore(Protocol):
    """The circles of one office with their points. A turn reads what it has itself put."""

    def get(self, circle_id: str) -> Circle | None: ...
    def put(self, circle: Circle) -> None: ...
    def remove(self, circle_id: str) -> None:
        """The circle with its points; the stories stay."""
        ...

    def last_open(self, group_id: str) -> Circle | None:
        """The circle of a group that nobody has closed, even if its time is over."""
        ...

    def by_message(self, message_id: str) -> Circle | None:
        """The circle that this message opened."""
        ...

    def points(self, circle_id: str) -> list[Point]:
        """In the order of the stories, core knowledge last."""
        ...

    def worded_in(self, message_id: str) -> Point | None:
        """The point that was reworded in this message."""
        ...

    def put_point(self, point: Point) -> None: ...
    def remove_point(self, point: Point) -> None: ...
    def all(self) -> list[Circle]:
        """Oldest first."""
        ...


def circle_id(message_id: str) -> str:
    """The id of the circle that this message opened; it doesn't give the message's id away."""
    return "c" + sha256(message_id.encode()).hexdigest()[:12]


def unworded(point: Point) -> Point:
    """The point as it was proposed, once the words of its own are taken back."""
    return replace(
        point, text=point.source, status="proposed", reworded=False, worded_in="", worded_at=None,
        decided_by="", decided_at=None,
    )  # fmt: skip


def proposals(circle: Circle, notes: Iterable[Note]) -> list[Point]:
    """The points of each story, at most five, and what several stories share."""
    drawn = [point for note in notes for point in drawn_from(circle, note)]
    return [*drawn, *core(circle, drawn)]


def drawn_from(circle: Circle, note: Note) -> list[Point]:
    """The usable sentences of one story."""
    return [
        Point(f"{note.id}.{at}", circle.id, nugget.kind, nugget.sentence, note.id, nugget.sentence, note.member_id)
        for at, nugget in enumerate(nuggets(note.text, POINTS_A_STORY), 1)
    ]


def still_there(point: Point, note: Note) -> bool:
    """Whether the story still says what the point was drawn from."""
    return point.source in note.text


# ---------------------------------------------------------------- core knowledge

_ALIKE = 0.28
"""Share of weighted words that two sentences have in common when they make one point."""
_LEAST_SHARED = 2
"""Words that two sentences share at least."""
_EMPTY = frozenset(
    re.findall(
        r"\S+",
        """การ ความ ที่ ซึ่ง อัน และ หรือ แต่ ก็ จะ ได้ ให้ ไป มา ว่า เป็น คือ อยู่ มี ไม่ ใน ของ กับ แก่ แล้ว เลย ต้อง ทำ เรา
        ผม หนู พี่ เขา เค้า คน นี้ นั้น นะ ครับ ค่ะ คะ จ้า กัน ด้วย เพราะ ถ้า พอ จึง โดย จาก ถึง ตอน เมื่อ ทุก ๆ มาก ขึ้น
        ลง เอา ใช้ ยัง ทั้ง อีก กว่า ก่อน หลัง วัน ปี เดือน ครั้ง อย่า ควร แค่ เอง ไว้ ออก เข้า ตาม ต่อ เรื่อง เพื่อ หลาย
        บาง ละ สิ่ง อะไร ใคร""",
    )
)


def core(circle: Circle, drawn: Sequence[Point]) -> list[Point]:
    """What stories of different tellers say alike, best shared first: of each such group the sentence that is
    nearest to the others, word for word. A point that only one teller makes is no core."""
    words = [_content(point.source) for point in drawn]
    spread = Counter(word for said in words for word in said)
    weight = {word: 1.0 / (1.0 + 0.15 * count) for word, count in spread.items()}
    near: dict[int, dict[int, float]] = {at: {} for at in range(len(drawn))}
    for a in range(len(drawn)):
        for b in range(a):
            if _one_teller(drawn[a], drawn[b]):
                continue
            likeness = _likeness(words[a], words[b], weight)
            if likeness >= _ALIKE:
                near[a][b] = near[b][a] = likeness
    found: list[Point] = []
    used: set[int] = set()
    ranked = sorted(near, key=lambda at: (-len({_teller(drawn[o]) for o in near[at]}), -sum(near[at].values()), at))
    for at in ranked:
        group = [other for other in near[at] if other not in used]
        if at in used or not group or len(found) == MOST_CORE:
            continue
        used |= {at, *group}
        also = tuple(dict.fromkeys(drawn[other].note_id for other in group))
        point = drawn[at]
        found.append(
            Point(f"core.{len(found) + 1}", circle.id, "core", point.source, point.note_id, point.source, also_in=also)
        )
    return found


def _content(sentence: str) -> frozenset[str]:
    return frozenset(
        word for word in canonical(thai.words(sentence)) if len(word) > 1 and word not in _EMPTY and not word.isdigit()
    )


def _likeness(a: frozenset[str], b: frozenset[str], weight: dict[str, float]) -> float:
    shared = a & b
    if len(shared) < _LEAST_SHARED:
        return 0.0
    least = min(sum(weight[w] for w in a), sum(weight[w] for w in b))
    return sum(weight[w] for w in shared) / least if least else 0.0


def _teller(point: Point) -> str:
    return point.member_id or point.note_id


def _one_teller(a: Point, b: Point) -> bool:
    return a.note_id == b.note_id or _teller(a) == _teller(b)


# ---------------------------------------------------------------- what is taken back


def without_note(circle: Circle, points: Iterable[Point], note_id: str) -> tuple[Circle, list[Point], list[Point]]:
    """A circle after one of its stories is gone: the circle, the points that change, the points that go. Core
    knowledge goes with its sentence, and when only one story is left that says it."""
    changed: list[Point] = []
    gone: list[Point] = []
    for point in points:
        if point.note_id == note_id:
            gone.append(point)
        elif note_id in point.also_in:
            left = tuple(each for each in point.also_in if each != note_id)
            if left or point.status == "taken":
                changed.append(replace(point, also_in=left))
            else:
                gone.append(point)
    return replace(circle, note_ids=tuple(n for n in circle.note_ids if n != note_id)), changed, gone


def follow(store: CircleStore, before: Note, after: Note) -> None:
    """A story of a circle was changed: what was drawn from sentences that it no longer has goes."""
    circle = store.get(before.circle_id) if before.circle_id else None
    if circle is None:
        return
    moved = {before.id: after.id}
    points = store.points(circle.id)
    if before.id != after.id:
        store.put(replace(circle, note_ids=tuple(dict.fromkeys(moved.get(each, each) for each in circle.note_ids))))
    known = {point.id for point in points}
    for point in points:
        also = tuple(moved.get(each, each) for each in point.also_in)
        if point.note_id != before.id:
            if also != point.also_in:
                store.put_point(replace(point, also_in=also))
            continue
        if not still_there(point, after) or before.id != after.id:
            store.remove_point(point)
        if still_there(point, after) and before.id != after.id:
            named = point.id.replace(before.id, after.id)
            while named != point.id and named in known:  # the other story of two that became one
                named += "m"
            store.put_point(replace(point, id=named, note_id=after.id, also_in=also))
