"""`knowledge.circles.CircleStore` and `knowledge.confirmed.ConfirmedPoints` of one office over Redis.

Erased by: a story that goes takes its points along, and the circle when it was the last; the message that opened a
circle takes its topic along when it is unsent, or when its author is forgotten or opts out, who is no longer named
as who opened a circle or decided about a point; words of a point's own go with the message in which they were said,
and with who said them (CirclesEraser)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any, cast

from redis import Redis

from bot.store.changes import Changes
from bot.store.keys import Keys
from bot.store.redis_stores import from_json, to_json
from knowledge.circles import Circle, Point, unworded, without_note
from knowledge.confirmed import Confirmed, confirmed_point
from knowledge.notes import Note


class RedisCircles:
    """What this turn has put is kept in `changes.ahead` under the key's name, so that it is read again."""

    def __init__(self, redis: Redis, changes: Changes, keys: Keys, office_id: str) -> None:
        self._redis, self._changes, self._keys, self._office = redis, changes, keys, office_id

    def get(self, circle_id: str) -> Circle | None:
        key = self._keys.circle(self._office, circle_id)
        if key not in self._changes.ahead:
            return from_json(Circle, cast("str | None", self._redis.get(key)))
        ahead: Circle | None = self._changes.ahead[key]
        return ahead

    def put(self, circle: Circle) -> None:
        key, order = self._keys.circle(self._office, circle.id), self._keys.circles(self._office)
        messages, opened = self._keys.circle_messages(self._office), self._open(circle.group_id)
        self._changes.ahead[key] = circle
        self._changes.add(key, lambda pipe: pipe.set(key, to_json(circle)))
        self._changes.add(order, lambda pipe: pipe.zadd(order, {circle.id: circle.opened_at.timestamp()}))
        if circle.message_id:
            self._changes.add(messages, lambda pipe: pipe.hset(messages, circle.message_id, circle.id))
        if circle.closed_at is None:
            self._changes.ahead[opened] = circle.id
            self._changes.add(opened, lambda pipe: pipe.set(opened, circle.id))
        else:
            self._shut(circle)

    def remove(self, circle_id: str) -> None:
        circle = self.get(circle_id)
        if circle is None:
            return
        key, points = self._keys.circle(self._office, circle_id), self._keys.points(self._office, circle_id)
        order, messages = self._keys.circles(self._office), self._keys.circle_messages(self._office)
        worded = list(self._points(circle_id).values())
        self._changes.ahead[key] = None
        self._changes.ahead[points] = {}
        self._changes.add(key, lambda pipe: pipe.delete(key))
        self._changes.add(points, lambda pipe: pipe.delete(points))
        self._changes.add(order, lambda pipe: pipe.zrem(order, circle_id))
        named = [circle.message_id, *(point.worded_in for point in worded)]
        if named := [each for each in named if each]:
            self._changes.add(messages, lambda pipe: pipe.hdel(messages, *named))
        self._shut(circle)

    def last_open(self, group_id: str) -> Circle | None:
        opened = self._open(group_id)
        found = cast("str | None", self._changes.ahead.get(opened) or self._redis.get(opened))
        circle = self.get(found) if found else None
        return circle if circle and circle.closed_at is None else None

    def by_message(self, message_id: str) -> Circle | None:
        circle = self._of_message(message_id)
        return circle if circle and circle.message_id == message_id else None

    def worded_in(self, message_id: str) -> Point | None:
        circle = self._of_message(message_id)
        points = self._points(circle.id).values() if circle else ()
        return next((point for point in points if point.worded_in == message_id), None)

    def _of_message(self, message_id: str) -> Circle | None:
        found = cast("str | None", self._redis.hget(self._keys.circle_messages(self._office), message_id))
        return self.get(found) if found else None

    def points(self, circle_id: str) -> list[Point]:
        circle = self.get(circle_id)
        if circle is None:
            return []
        order = {note_id: at for at, note_id in enumerate(circle.note_ids)}
        return sorted(
            self._points(circle_id).values(), key=lambda p: (p.kind == "core", order.get(p.note_id, len(order)), p.id)
        )

    def put_point(self, point: Point) -> None:
        key = self._keys.points(self._office, point.circle_id)
        before = self._points(point.circle_id).get(point.id)
        if before and before.worded_in != point.worded_in:
            self._unword(before)
        if point.worded_in:
            messages = self._keys.circle_messages(self._office)
            self._changes.add(messages, lambda pipe: pipe.hset(messages, point.worded_in, point.circle_id))
        self._points(point.circle_id)[point.id] = point
        self._changes.add(key, lambda pipe: pipe.hset(key, point.id, to_json(point)))

    def remove_point(self, point: Point) -> None:
        key = self._keys.points(self._office, point.circle_id)
        self._points(point.circle_id).pop(point.id, None)
        self._unword(point)
        self._changes.add(key, lambda pipe: pipe.hdel(key, point.id))

    def _unword(self, point: Point) -> None:
        messages = self._keys.circle_messages(self._office)
        if point.worded_in:
            self._changes.add(messages, lambda pipe: pipe.hdel(messages, point.worded_in))

    def all(self) -> list[Circle]:
        ids = cast("list[str]", self._redis.zrange(self._keys.circles(self._office), 0, -1))
        return [circle for each in ids if (circle := self.get(each)) is not None]

    def drop_note(self, circle_id: str, note_id: str) -> int:
        """A story of the circle is gone; returns how many points went with it."""
        circle = self.get(circle_id)
        if circle is None:
            return 0
        left, changed, gone = without_note(circle, self.points(circle_id), note_id)
        if not left.note_ids and left.closed_at is not None:
            self.remove(circle_id)
            return len(gone)
        for point in gone:
            self.remove_point(point)
        for point in changed:
            self.put_point(point)
        self.put(left)
        return len(gone)

    def confirmed(
        self, *, since: datetime | None = None, member_id: str | None = None, note_id: str | None = None
    ) -> list[Confirmed]:
        """`knowledge.confirmed.ConfirmedPoints`."""
        found = [
            point
            for circle in self.all()
            for each in self._points(circle.id).values()
            if (point := confirmed_point(circle, each)) is not None
            and (since is None or point.confirmed_at >= since)
            and (member_id is None or point.member_id == member_id)
            and (note_id is None or point.note_id == note_id)
        ]
        return sorted(found, key=lambda point: (point.confirmed_at, point.id), reverse=True)

    def _points(self, circle_id: str) -> dict[str, Point]:
        key = self._keys.points(self._office, circle_id)
        if key not in self._changes.ahead:
            kept = cast("dict[str, str]", self._redis.hgetall(key))
            self._changes.ahead[key] = {each: from_json(Point, text) for each, text in kept.items()}
        found: dict[str, Point] = self._changes.ahead[key]
        return found

    def _open(self, group_id: str) -> str:
        return self._keys.circle_open(self._office, group_id)

    def _shut(self, circle: Circle) -> None:
        opened = self._open(circle.group_id)
        if self._redis.get(opened) == circle.id:
            self._changes.add(opened, lambda pipe: pipe.delete(opened))


class CirclesEraser:
    """`bot.store.erasure.Eraser` of circles and their points."""

    def __init__(self, redis: Redis, changes: Changes, keys: Keys) -> None:
        self._redis, self._changes, self._keys = redis, changes, keys

    def _circles(self, office_id: str) -> RedisCircles:
        return RedisCircles(self._redis, self._changes, self._keys, office_id)

    def person(self, office_id: str, user_id: str, member_id: str) -> int:
        """The points of a person's stories go with the stories (`note`); where those stay, the name goes."""
        if not member_id:
            return 0
        circles, count = self._circles(office_id), 0
        for circle in circles.all():
            if circle.opened_by == member_id:
                self._unname(office_id, circle.message_id)
                circles.put(replace(circle, opened_by="", topic="", message_id=""))
                count += 1
            for point in circles.points(circle.id):
                if member_id in (point.member_id, point.decided_by):
                    if point.reworded and point.decided_by == member_id:
                        point = unworded(point)
                    nameless: dict[str, Any] = {
                        name: "" for name in ("member_id", "decided_by") if getattr(point, name) == member_id
                    }
                    circles.put_point(replace(point, **nameless))
                    count += 1
        return count

    def note(self, office_id: str, note: Note) -> int:
        return self._circles(office_id).drop_note(note.circle_id, note.id) if note.circle_id else 0

    def message(self, office_id: str, message_id: str) -> int:
        circles = self._circles(office_id)
        if (point := circles.worded_in(message_id)) is not None:
            circles.put_point(unworded(point))
            return 1
        circle = circles.by_message(message_id)
        if circle is None:
            return 0
        self._unname(office_id, message_id)
        circles.put(replace(circle, topic="", message_id=""))
        return 1

    def _unname(self, office_id: str, message_id: str) -> None:
        messages = self._keys.circle_messages(office_id)
        self._changes.add(messages, lambda pipe: pipe.hdel(messages, message_id))
