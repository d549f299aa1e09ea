"""The points drawn from a story circle, taken, reworded or struck one by one: a nugget by the teller of its story,
core knowledge by the facilitator."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from handlers import wording
from handlers.chat import Choice, Event, Replies, Text, TextEdited, TextSaid
from handlers.circles import CORE
from handlers.dialogs import DIALOG_TTL, Dialog, DialogKey, DialogStore
from handlers.held import Held
from handlers.long_tellings import said_of_masks
from handlers.own_words import are_words
from handlers.router import NotMine, Pressed, Router, Turn, press
from knowledge.circles import Circle, CircleStore, Point, Status
from knowledge.hearing import Heard
from knowledge.masking import mask
from knowledge.people import Member, is_keeper

router = Router("points")

LONGEST_POINT = 400
SHORTEST_POINT = 8
"""Letters of a point in the teller's own words; less is talk."""


def _may(point: Point, circle: Circle, member: Member | None) -> bool:
    if member is None:
        return False
    if is_keeper(member):
        return True
    return member.id == (circle.opened_by if point.kind == CORE else point.member_id)


def _of(circle: Circle, which: str, circles: CircleStore) -> list[Point]:
    """The points of one story, or the core knowledge."""
    return [p for p in circles.points(circle.id) if (p.kind == CORE if which == CORE else p.note_id == which)
            and (which == CORE or p.kind != CORE)]  # fmt: skip


def _not_yours(which: str) -> Text:
    return Text(wording.CORE_NOT_YOURS if which == CORE else wording.POINTS_NOT_YOURS)


@router.button("points.review")
def review(pressed: Pressed, circles: CircleStore, member: Member | None) -> Replies:
    """The first point that nobody has decided about."""
    circle = circles.get(pressed.values.get("c", ""))
    which = pressed.values.get("n", "")
    points = _of(circle, which, circles) if circle else []
    if circle is None or not points:
        return Text(wording.STALE)
    if not _may(points[0], circle, member):
        return _not_yours(which)
    return _next(points)


@router.button("points.take")
def take_all(pressed: Pressed, circles: CircleStore, member: Member | None, now: datetime) -> Replies:
    """All points of a story that nobody has decided about."""
    circle = circles.get(pressed.values.get("c", ""))
    points = _of(circle, pressed.values.get("n", ""), circles) if circle else []
    if circle is None or not points:
        return Text(wording.STALE)
    if member is None or not _may(points[0], circle, member):
        return _not_yours(pressed.values.get("n", ""))
    taken = {p.id: _decided(p, "taken", member, now) for p in points if p.status == "proposed"}
    done = [taken.get(p.id, p) for p in points]
    for point in taken.values():
        circles.put_point(point)
    return _next(done)


@router.button("point.take")
def take(pressed: Pressed, circles: CircleStore, member: Member | None, now: datetime) -> Replies:
    """As it stands."""
    return _decide(pressed, circles, member, "taken", now)


@router.button("point.strike")
def strike(pressed: Pressed, circles: CircleStore, member: Member | None, now: datetime) -> Replies:
    """No point worth keeping. It can be taken after all, from the same card."""
    return _decide(pressed, circles, member, "struck", now)


def _found(pressed: Pressed, circles: CircleStore, member: Member | None) -> tuple[Circle, Point, Member] | Text:
    circle = circles.get(pressed.values.get("c", ""))
    point = next((p for p in circles.points(circle.id) if p.id == pressed.values.get("p")), None) if circle else None
    if circle is None or point is None:
        return Text(wording.STALE)
    if member is None or not _may(point, circle, member):
        return _not_yours(CORE if point.kind == CORE else "")
    return circle, point, member


def _decide(pressed: Pressed, circles: CircleStore, member: Member | None, status: Status, now: datetime) -> Replies:
    found = _found(pressed, circles, member)
    if isinstance(found, Text):
        return found
    circle, point, who = found
    return _put(_decided(point, status, who, now), circle, circles)


def _decided(point: Point, status: Status, who: Member, now: datetime) -> Point:
    return replace(point, status=status, decided_by=who.id, decided_at=now)


def _put(point: Point, circle: Circle, circles: CircleStore) -> Text:
    points = _of(circle, CORE if point.kind == CORE else point.note_id, circles)
    circles.put_point(point)
    return _next([point if each.id == point.id else each for each in points])


@router.button("point.reword")
def reword(
    pressed: Pressed, event: Event, circles: CircleStore, member: Member | None, dialogs: DialogStore, now: datetime
) -> Replies:
    """The next text of this person is the point in their own words."""
    found = _found(pressed, circles, member)
    if isinstance(found, Text):
        return found
    circle, point, who = found
    if point.kind != CORE and point.member_id and point.member_id != who.id:
        return Text(wording.REWRITE_NOT_YOURS)
    key = DialogKey(event.chat.id, event.user_id)
    dialogs.open(Dialog(key, "point", "words", now + DIALOG_TTL, {"c": circle.id, "p": point.id}))
    return Text(wording.POINT_WORDS)


@router.step("point.words")
def words(
    event: TextSaid,
    text: str,
    heard: Heard,
    addressed: bool,
    dialog: Dialog,
    dialogs: DialogStore,
    circles: CircleStore,
    member: Member | None,
    held: Held,
    now: datetime,
) -> Replies:
    """Kept with the sentence that it was drawn from."""
    said = " ".join(text.split())
    if len(said) < SHORTEST_POINT or not are_words(event, text, heard, addressed):
        raise NotMine
    if len(said) > LONGEST_POINT:
        return Text(wording.POINT_TOO_LONG)
    dialogs.close(dialog.key)
    found = _found(Pressed("", dialog.data), circles, member)
    if isinstance(found, Text):
        return found
    circle, point, who = found
    masked = mask(said)
    said_of_masks(masked, event, held, silent=True)
    point = replace(
        _decided(point, "taken", who, now),
        text=masked.text,
        reworded=True,
        worded_in=event.message_id,
        worded_at=event.at,
    )
    return _put(point, circle, circles)


def _rewords(turn: Turn) -> bool:
    if type(turn.event) is not TextEdited or turn.ask("group") is None:
        return False
    return turn.ask("circles").worded_in(turn.event.message_id) is not None


@router.when("point.reword", _rewords)
def words_edited(event: TextEdited, text: str, circles: CircleStore, held: Held) -> Replies:
    """The message with the words of a point was edited: so is the point; the newest edit wins."""
    point = circles.worded_in(event.message_id)
    said = " ".join(text.split())[:LONGEST_POINT]
    if point is not None and said and not (point.worded_at and point.worded_at >= event.at):
        masked = mask(said)
        said_of_masks(masked, event, held, silent=True)
        circles.put_point(replace(point, text=masked.text, worded_at=event.at))
    return None


def _next(points: list[Point]) -> Text:
    """The next point to decide about, or how it came out."""
    for at, point in enumerate(points, 1):
        if point.status == "proposed":
            where = {"c": point.circle_id, "p": point.id}
            return Text(
                wording.point_asked(at, len(points), point.kind, point.text),
                (
                    Choice(wording.POINT_TAKE, press("point.take", **where), shows=wording.POINT_TAKE),
                    Choice(wording.POINT_REWORD, press("point.reword", **where), shows=wording.POINT_REWORD),
                    Choice(wording.POINT_STRIKE, press("point.strike", **where), shows=wording.POINT_STRIKE),
                ),
            )
    taken = sum(point.status == "taken" for point in points)
    return Text(wording.points_done(taken, len(points) - taken))
