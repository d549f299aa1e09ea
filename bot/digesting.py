"""The wiring of the weekly digest: where its parts come from, and when it is due."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, cast

from bot.config import BANGKOK
from bot.reminding import falling_of
from bot.store.circles import RedisCircles
from bot.store.credits import RedisCredits
from bot.store.digests import RedisDigests
from handlers.digest import DigestDesk, DigestRider, DigestStore, Sources
from handlers.digest_cards import Names
from handlers.gaps import open_gaps
from handlers.router import Turn
from knowledge.digest_times import DigestTimes
from knowledge.gaps import Gap
from knowledge.people import Office
from knowledge.working_days import WorkingDays

if TYPE_CHECKING:
    from bot.services import Services

NEVER = timedelta(days=3_650)


def next_named(cron: str, after: datetime) -> datetime:
    """The first time after a moment that a cron expression names, in Bangkok; far away for one that names none."""
    from croniter import CroniterBadDateError, croniter

    here = after.astimezone(BANGKOK)
    try:
        return cast("datetime", croniter(cron, here).get_next(datetime))
    except CroniterBadDateError:
        return here + NEVER


def store_of(services: Services, turn: Turn, office: Office) -> DigestStore:
    return RedisDigests(services.reads(turn), turn.cache["changes"], services.keys, office.id)


def desk_of(services: Services, turn: Turn, office: Office) -> DigestDesk:
    """Everything is read when a digest is drawn up, not before."""
    ask = services.dispatcher.bound(turn).ask
    changes, redis, keys = turn.cache["changes"], services.reads(turn), services.keys

    def name(member_id: str) -> str:
        member = ask("people").member(office.id, member_id)
        return member.spoken_name if member and not member.opted_out else ""

    def gaps() -> Sequence[Gap]:
        return open_gaps(office, ask("gaps"), ask("inquiries"), ask("directory"), turn.now)

    return DigestDesk(
        Sources(
            store=store_of(services, turn, office),
            circles=RedisCircles(redis, changes, keys, office.id),
            gaps=gaps,
            helped=lambda since: RedisCredits(redis, changes, keys).since(office.id, since),
            falling=falling_of(services, turn, office),
            member=lambda member_id: ask("people").member(office.id, member_id),
            rules=lambda: ask("rules"),
            names=lambda: Names(name, ask("taxonomy")),
        )
    )


def rider_of(services: Services, turn: Turn, office: Office) -> DigestRider:
    """The digest that comes by itself, by the office's rules."""
    rules = services.dispatcher.bound(turn).ask("rules")
    times = DigestTimes(rules.digest_at, WorkingDays(rules.holidays), next_named)
    return DigestRider(desk_of(services, turn, office), times, store_of(services, turn, office))
