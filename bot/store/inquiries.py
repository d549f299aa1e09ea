"""Questions that are followed until they are answered: `knowledge.inquiries.InquiryStore` over Redis.

Erased by: two weeks; unsending the question, and whoever asked being forgotten or opting out, take the inquiry along
with the words that wait for others because of it and with the question in notes that answers were kept as. Unsending
an answer, or its author being forgotten, takes the answer out (InquiriesEraser)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import cast

from redis import Redis

from bot.store.changes import Changes
from bot.store.keys import Keys
from bot.store.redis_stores import RedisNotes, from_json, to_json
from knowledge.inquiries import KEPT, Inquiry, without_question
from knowledge.notes import Note

SECONDS = int(KEPT.total_seconds())
MOST_RECENT = 200
"""Inquiries that are looked through for the one that somebody means."""


class RedisInquiries:
    """The inquiries of one office. What this turn has put is kept in `changes.ahead`, so that it is read again."""

    def __init__(self, redis: Redis, changes: Changes, keys: Keys, office_id: str) -> None:
        self._redis, self._changes, self._keys, self._office = redis, changes, keys, office_id

    def get(self, inquiry_id: str) -> Inquiry | None:
        key = self._keys.inquiry(self._office, inquiry_id)
        if key not in self._changes.ahead:
            return from_json(Inquiry, cast("str | None", self._redis.get(key)))
        ahead: Inquiry | None = self._changes.ahead[key]
        return ahead

    def put(self, inquiry: Inquiry) -> None:
        key, order = self._keys.inquiry(self._office, inquiry.id), self._keys.inquiries(self._office)
        at = inquiry.at.timestamp()
        self._changes.ahead[key] = inquiry
        self._changes.add(key, lambda pipe: pipe.set(key, to_json(inquiry), ex=SECONDS))
        self._changes.add(order, lambda pipe: pipe.zadd(order, {inquiry.id: at}))
        self._changes.add(order, lambda pipe: pipe.zremrangebyscore(order, "-inf", at - SECONDS))
        self._changes.add(order, lambda pipe: pipe.expire(order, SECONDS))
        for message_id in _messages(inquiry):
            of = self._keys.inquiry_of(self._office, message_id)
            self._changes.add(of, lambda pipe, of=of: pipe.set(of, inquiry.id, ex=SECONDS))  # type: ignore[misc]

    def remove(self, inquiry_id: str) -> None:
        inquiry = self.get(inquiry_id)
        key, order = self._keys.inquiry(self._office, inquiry_id), self._keys.inquiries(self._office)
        self._changes.ahead[key] = None
        self._changes.add(key, lambda pipe: pipe.delete(key))
        self._changes.add(order, lambda pipe: pipe.zrem(order, inquiry_id))
        for message_id in _messages(inquiry) if inquiry else ():
            of = self._keys.inquiry_of(self._office, message_id)
            self._changes.add(of, lambda pipe, of=of: pipe.delete(of))  # type: ignore[misc]

    def by_message(self, message_id: str) -> Inquiry | None:
        which = cast("str | None", self._redis.get(self._keys.inquiry_of(self._office, message_id)))
        return self.get(which) if which else None

    def since(self, at: datetime) -> list[Inquiry]:
        order = self._keys.inquiries(self._office)
        ids = cast("list[str]", self._redis.zrevrangebyscore(order, "+inf", at.timestamp(), start=0, num=MOST_RECENT))
        return self._read(ids)

    def all(self) -> list[Inquiry]:
        return self._read(cast("list[str]", self._redis.zrange(self._keys.inquiries(self._office), 0, -1)))

    def _read(self, ids: list[str]) -> list[Inquiry]:
        return [inquiry for each in ids if (inquiry := self.get(each)) is not None]


def _messages(inquiry: Inquiry) -> list[str]:
    every = (inquiry.message_id, *(answer.message_id for answer in inquiry.answers))
    return [each for each in every if each]


class InquiriesEraser:
    """`bot.store.erasure.Eraser` of inquiries."""

    def __init__(self, redis: Redis, changes: Changes, keys: Keys) -> None:
        self._redis, self._changes, self._keys = redis, changes, keys

    def _inquiries(self, office_id: str) -> RedisInquiries:
        return RedisInquiries(self._redis, self._changes, self._keys, office_id)

    def person(self, office_id: str, user_id: str, member_id: str) -> int:
        count, inquiries = 0, self._inquiries(office_id)
        for inquiry in inquiries.all():
            if inquiry.user_id == user_id:
                self._drop(office_id, inquiry)
            elif member_id and _mentions(inquiry, member_id):
                for answer in inquiry.answers:
                    if answer.member_id == member_id:
                        self._unhold(office_id, inquiry.user_id, answer.held)
                        self._changes_of(office_id, answer.message_id)
                inquiries.put(_without_member(inquiry, member_id))
            else:
                continue
            count += 1
        return count

    def note(self, office_id: str, note: Note) -> int:
        inquiries, count = self._inquiries(office_id), 0
        for message_id in note.message_ids:
            inquiry = inquiries.by_message(message_id)
            if inquiry is not None and note.id in inquiry.note_ids:
                inquiries.put(replace(inquiry, note_ids=tuple(n for n in inquiry.note_ids if n != note.id)))
                count += 1
        return count

    def message(self, office_id: str, message_id: str) -> int:
        inquiries = self._inquiries(office_id)
        inquiry = inquiries.by_message(message_id)
        if inquiry is None:
            return 0
        if inquiry.message_id == message_id:
            self._drop(office_id, inquiry)
            return 1
        for answer in inquiry.answers:
            if answer.message_id == message_id:
                self._unhold(office_id, inquiry.user_id, answer.held)
        self._changes_of(office_id, message_id)
        inquiries.put(replace(inquiry, answers=tuple(a for a in inquiry.answers if a.message_id != message_id)))
        return 1

    def _drop(self, office_id: str, inquiry: Inquiry) -> None:
        for each in inquiry.asked:
            self._unhold(office_id, each.user_id, each.held)
        for answer in inquiry.answers:
            self._unhold(office_id, inquiry.user_id, answer.held)
        notes = RedisNotes(self._redis, self._changes, self._keys, office_id)
        for note in notes.get_many(inquiry.note_ids):
            notes.put(replace(note, text=without_question(inquiry.topic, note.text)))
        self._inquiries(office_id).remove(inquiry.id)

    def _unhold(self, office_id: str, user_id: str, text: str) -> None:
        if user_id and text:
            key = self._keys.held(office_id, user_id)
            self._changes.add(key, lambda pipe: pipe.lrem(key, 0, text))

    def _changes_of(self, office_id: str, message_id: str) -> None:
        of = self._keys.inquiry_of(office_id, message_id)
        self._changes.add(of, lambda pipe: pipe.delete(of))


def _mentions(inquiry: Inquiry, member_id: str) -> bool:
    asked, answers = [a.member_id for a in inquiry.asked], [a.member_id for a in inquiry.answers]
    return member_id in (*inquiry.named, *inquiry.helped_by, *asked, *answers)


def _without_member(inquiry: Inquiry, member_id: str) -> Inquiry:
    return replace(
        inquiry,
        named=tuple(each for each in inquiry.named if each != member_id),
        asked=tuple(each for each in inquiry.asked if each.member_id != member_id),
        answers=tuple(each for each in inquiry.answers if each.member_id != member_id),
        helped_by=tuple(each for each in inquiry.helped_by if each != member_id),
    )
