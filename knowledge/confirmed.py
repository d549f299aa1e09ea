"""What people have confirmed: nuggets that their tellers took, and core knowledge that a facilitator took, read by
other features (the digest, the directory of who knows, records). Nothing is here that nobody has taken."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from knowledge.circles import Circle, Point, PointKind


@dataclass(frozen=True)
class Confirmed:
    """One confirmed point of one office."""

    id: str
    kind: PointKind
    """technique, caution, success, problem, solution; or core, what several stories share."""
    text: str
    """As it is to be read: the exact sentence of its story, or the teller's own wording of it."""
    note_id: str
    """The story in which its sentence stands."""
    member_id: str
    """The teller of that story; empty for core knowledge, and where the teller is no longer named."""
    confirmed_at: datetime
    confirmed_by: str = ""
    """Member id of who took it; empty where that person is no longer named."""
    topic: str = ""
    """Of the circle in which it was told; empty when the message that named it was taken back."""
    also_in: tuple[str, ...] = ()
    """Core knowledge: ids of the other stories that say the same."""


class ConfirmedPoints(Protocol):
    """The confirmed points of one office. A point that is struck again, or whose story is deleted, unsent, or
    edited so that it no longer says so, is gone from here with that turn."""

    def confirmed(
        self, *, since: datetime | None = None, member_id: str | None = None, note_id: str | None = None
    ) -> list[Confirmed]:
        """Newest first: those confirmed at `since` or later, of one teller, of one story; by default all."""
        ...


def confirmed_point(circle: Circle, point: Point) -> Confirmed | None:
    """What a point of a circle is to others; None while nobody has taken it."""
    if point.status != "taken" or point.decided_at is None:
        return None
    return Confirmed(
        id=f"{circle.id}.{point.id}",
        kind=point.kind,
        text=point.text,
        note_id=point.note_id,
        member_id=point.member_id,
        confirmed_at=point.decided_at,
        confirmed_by=point.decided_by,
        topic=circle.topic,
        also_in=point.also_in,
    )
