"""Something of one person in every key of the directory, for the test of erasure."""

from __future__ import annotations

from datetime import datetime

from redis import Redis

from bot.store.changes import Changes
from bot.store.credits import RedisCredits
from bot.store.declarations import RedisDeclarations
from bot.store.gaps import RedisGaps
from bot.store.inquiries import RedisInquiries
from bot.store.keys import Keys
from bot.store.redis_stores import RedisHeld
from handlers.own_card import Declaration
from knowledge.crediting import Endorsement, Helped
from knowledge.gaps import Asking, Gaps
from knowledge.inquiries import Answer, AskedFor, Inquiry
from knowledge.privacy import mark_of
from tests import line


def fill(redis: Redis, keys: Keys, office: str, *, who: str, me: str, now: datetime) -> None:
    """The person (LINE id `who`, member id `me`) asks, answers, vouches and is vouched for, and the same with the
    roles changed."""
    changes = Changes()
    RedisDeclarations(redis, changes, keys, office).put("dm1", Declaration(me, ("ตากผลไม้",)))
    credits = RedisCredits(redis, changes, keys)
    for one, other in ((me, "m1"), ("m1", me)):
        credits.put_helped(Helped(f"q{one}", office, one, other, f"ถามโดย {who}", now))
        credits.put_endorsement(Endorsement(f"e{one}", office, one, other, f"รับรองโดย {who}", now))
    inquiries, held = RedisInquiries(redis, changes, keys, office), f"{who} ฝากถาม"
    RedisHeld(redis, changes, keys, office).hold("Uใจ", held)
    asked = (AskedFor("m1", now, "Uใจ", held),)
    inquiries.put(Inquiry("qa", office, line.GROUP, who, "ผลไม้แห้ง", now, "im1", ("m1",), asked))
    asked, answers = (AskedFor(me, now, who),), (Answer(me, "im3", now),)
    inquiries.put(Inquiry("qb", office, line.GROUP, "Uใจ", "ผลไม้สด", now, "im2", (me,), asked, answers))
    Gaps(office, RedisGaps(redis, changes, keys, office)).ask(Asking("gm1", now, mark_of(who), f"เรื่องที่ {who} ถาม"))
    changes.keep(redis)
