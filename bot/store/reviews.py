"""Guided reviews and what came of feared things: `knowledge.reviewing.ReviewStore` over Redis.

Erased: an answer that is unsent or whose author is no longer kept goes from its review and from the note made of
it (`ReviewEraser`); a review goes with its note, with the commitments in it and with what was said of its risks;
one that nobody finished goes after UNFINISHED_KEPT, and at once when nothing is left in it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import cast

from redis import Redis

from bot.store.changes import Changes
from bot.store.followups import RedisFollowUps, unnamed
from bot.store.keys import Keys
from bot.store.redis_stores import RedisNotes, from_json, to_json
from knowledge.notes import Note, changed
from knowledge.reviewing import (
    UNFINISHED_KEPT,
    Outcomes,
    Review,
    compose,
    of_note,
    shares,
    still_said,
    without_message,
    without_person,
)

_KEPT_SECONDS = int(UNFINISHED_KEPT.total_seconds())


class RedisReviews:
    """The reviews of one office."""

    def __init__(self, redis: Redis, changes: Changes, keys: Keys, office_id: str) -> None:
        self._redis, self._changes, self._keys, self._office = redis, changes, keys, office_id

    def put(self, review: Review) -> None:
        key, here = self._keys.review(self._office, review.id), self._keys.reviews_of(self._office, review.chat_id)
        messages, silent = self._keys.review_messages(self._office), self._keys.reviews_open(self._office)
        before = self.get(review.id)
        gone = [m for m in before.message_ids if m not in review.message_ids] if before else []
        if before and _said(before) - _said(review):
            self._rewrite()
        seconds = None if review.status == "done" else _KEPT_SECONDS
        self._changes.add(key, lambda pipe: pipe.set(key, to_json(review), ex=seconds))
        self._changes.add(
            messages, lambda pipe: pipe.hset(messages, mapping=dict.fromkeys(review.message_ids, review.id))
        )
        if gone:
            self._changes.add(messages, lambda pipe: pipe.hdel(messages, *gone))
        if review.status == "done":
            self._changes.add(here, lambda pipe: pipe.srem(here, review.id))
        else:
            self._changes.add(here, lambda pipe: pipe.sadd(here, review.id))
        if review.status == "open":
            self._changes.add(silent, lambda pipe: pipe.zadd(silent, {review.id: review.last_at.timestamp()}))
        else:
            self._changes.add(silent, lambda pipe: pipe.zrem(silent, review.id))

    def get(self, review_id: str) -> Review | None:
        return from_json(Review, cast("str | None", self._redis.get(self._keys.review(self._office, review_id))))

    def by_message(self, message_id: str) -> Review | None:
        messages = self._keys.review_messages(self._office)
        review_id = cast("str | None", self._redis.hget(messages, message_id))
        return self.get(review_id) if review_id else None

    def unfinished(self, chat_id: str) -> list[Review]:
        here = self._keys.reviews_of(self._office, chat_id)
        found = [self.get(each) for each in cast("set[str]", self._redis.smembers(here))]
        return sorted((r for r in found if r and r.status != "done"), key=lambda r: (r.opened_at, r.id))

    def all(self) -> list[Review]:
        """Every review of the office; for erasing."""
        ids = sorted(set(cast("list[str]", self._redis.hvals(self._keys.review_messages(self._office)))))
        return [review for each in ids if (review := self.get(each))]

    def remove(self, review_id: str) -> None:
        review = self.get(review_id)
        if review is None:
            return
        key, here = self._keys.review(self._office, review.id), self._keys.reviews_of(self._office, review.chat_id)
        messages, silent = self._keys.review_messages(self._office), self._keys.reviews_open(self._office)
        self._changes.add(key, lambda pipe: pipe.delete(key))
        self._changes.add(messages, lambda pipe: pipe.hdel(messages, *review.message_ids))
        self._changes.add(here, lambda pipe: pipe.srem(here, review.id))
        self._changes.add(silent, lambda pipe: pipe.zrem(silent, review.id))
        self.remove_outcomes(review.note_id)
        self._rewrite()

    def outcomes(self, note_id: str) -> Outcomes | None:
        return from_json(Outcomes, cast("str | None", self._redis.hget(self._keys.outcomes(self._office), note_id)))

    def put_outcomes(self, note_id: str, outcomes: Outcomes) -> None:
        key = self._keys.outcomes(self._office)
        self._changes.add(key, lambda pipe: pipe.hset(key, note_id, to_json(outcomes)))

    def remove_outcomes(self, note_id: str) -> None:
        key = self._keys.outcomes(self._office)
        self._changes.add(key, lambda pipe: pipe.hdel(key, note_id))

    def outcomes_from(self, bar_note: str) -> list[str]:
        """After-action notes in which something is said of the risks of `bar_note`."""
        every = cast("dict[str, str]", self._redis.hgetall(self._keys.outcomes(self._office)))
        return [
            each for each, text in every.items() if (found := from_json(Outcomes, text)) and found.bar_note == bar_note
        ]

    def _rewrite(self) -> None:
        flag = self._keys.erase()
        self._changes.add(flag, lambda pipe: pipe.set(flag, "1"))


def _said(review: Review) -> set[str]:
    return {review.job, review.opening, *(a.text for a in review.answers)}


class ReviewEraser:
    """`bot.store.erasure.Eraser` of reviews, their commitments and what was said of risks."""

    def __init__(self, redis: Redis, changes: Changes, keys: Keys) -> None:
        self._redis, self._changes, self._keys = redis, changes, keys

    def _reviews(self, office_id: str) -> RedisReviews:
        return RedisReviews(self._redis, self._changes, self._keys, office_id)

    def _followups(self, office_id: str) -> RedisFollowUps:
        return RedisFollowUps(self._redis, self._changes, self._keys, office_id)

    def _notes(self, office_id: str) -> RedisNotes:
        return RedisNotes(self._redis, self._changes, self._keys, office_id)

    def person(self, office_id: str, user_id: str, member_id: str) -> int:
        theirs = {i for i in (user_id, member_id) if i}
        reviews, count = self._reviews(office_id), 0
        mended: list[str] = []
        for review in reviews.all():
            said = [a for a in review.answers if theirs & {a.user_id, a.member_id}]
            called = bool(theirs & {review.opener_user_id, review.opener_member_id})
            if said or called or member_id in review.to_consent:
                left = without_person(review, user_id, member_id)
                if called:
                    left = without_message(left, review.message_id)
                self._mend(office_id, review, left, without=theirs)
                count += len(said) + called
                mended.append(review.note_id)
        if member_id:
            self._followups(office_id).forget(member_id, but=mended)
        return count

    def note(self, office_id: str, note: Note) -> int:
        reviews = self._reviews(office_id)
        review = reviews.get(of_note(note.id))
        if review is not None:
            reviews.remove(review.id)
        for each in reviews.outcomes_from(note.id):
            reviews.remove_outcomes(each)
        if reviews.outcomes(note.id):
            reviews.remove_outcomes(note.id)
        return int(review is not None) + self._followups(office_id).drop(note.id)

    def message(self, office_id: str, message_id: str) -> int:
        review = self._reviews(office_id).by_message(message_id)
        if review is None:
            return 0
        self._mend(office_id, review, without_message(review, message_id))
        return 1

    def _mend(self, office_id: str, before: Review, left: Review, *, without: Collection[str] = ()) -> None:
        """Keeps what is left, and the note as it follows from that; nothing, where nothing is left."""
        reviews, notes = self._reviews(office_id), self._notes(office_id)
        note = notes.get(before.note_id) if before.status == "done" else None
        if not left.answers and (left.status == "done" or not left.job):
            reviews.remove(before.id)
            self._followups(office_id).drop(before.note_id)
            if note:
                notes.remove(note.id)
            return
        reviews.put(left)
        if note is None:
            return
        text = compose(left)
        note = replace(
            note,
            user_id=left.opener_user_id,
            member_id=left.opener_member_id,
            text=text,
            categories=still_said(note.categories, text),
            message_ids=left.message_ids,
            shares=shares(left),
            history=tuple(replace(c, member_id="") if c.member_id in without else c for c in note.history),
        )
        notes.put(changed(note, max(note.told_at, left.last_at), "", "unsent_part"))
        said = " ".join(text.split())
        kept = [f for f in self._followups(office_id).of_note(note.id) if f.text in said]
        self._followups(office_id).set_of_note(note.id, [unnamed(f, without) for f in kept])


def told_by_several(redis: Redis, keys: Keys, note: Note) -> bool:
    """Whether a note was made of a guided review: of who is no longer kept `ReviewEraser.person` takes the part out."""
    return bool(redis.exists(keys.review(note.office_id, of_note(note.id))))
