"""Guided reviews in which nobody answered for a while: the clock leaves a private word for who called for them.

It is held for the person's next word in 1:1, never pushed. That the review is paused needs no clock: it shows in
the time of its last word (`Review.open_at`), so that nothing here can cross an answer that comes just now."""

from __future__ import annotations

from datetime import datetime
from typing import cast

from redis import Redis

from bot.store.keys import Keys
from knowledge.reviewing import PAUSE_AFTER


def nudge_silent(redis: Redis, keys: Keys, now: datetime) -> int:
    """Holds one word for the caller of each open review in which nothing was said for PAUSE_AFTER; returns how
    many. Doing it again changes nothing. Imports little where there is none: the clock process stays small."""
    before = (now - PAUSE_AFTER).timestamp()
    offices = cast("list[str]", redis.hkeys(keys.offices()))
    with redis.pipeline(transaction=False) as pipe:
        for office in offices:
            pipe.zrangebyscore(keys.reviews_open(office), "-inf", before)
        silent = cast("list[list[str]]", pipe.execute())
    return sum(_nudge(redis, keys, office, ids, before) for office, ids in zip(offices, silent, strict=True) if ids)


def _nudge(redis: Redis, keys: Keys, office: str, ids: list[str], before: float) -> int:
    from bot.store.changes import Changes
    from bot.store.redis_stores import RedisHeld
    from bot.store.reviews import RedisReviews
    from handlers import wording
    from knowledge.review_names import says_more

    changes = Changes()
    held, open_ = RedisHeld(redis, changes, keys, office), keys.reviews_open(office)
    count = 0
    for review_id in ids:
        review = RedisReviews(redis, changes, keys, office).get(review_id)
        if review and review.status == "open" and review.opener_user_id:
            keeps = not review.answers and says_more(review.opening)
            held.hold(review.opener_user_id, wording.paused_by_itself(review, keeps=keeps))
            count += 1
    # by time, not by id: one that was answered meanwhile has a later time and stays
    changes.add(open_, lambda pipe: pipe.zremrangebyscore(open_, "-inf", before))
    changes.keep(redis)
    return count
