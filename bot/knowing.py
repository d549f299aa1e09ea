"""Wiring of the directory: what its handlers can name (see services.py)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from bot.store.credits import RedisCredits
from bot.store.declarations import RedisDeclarations
from bot.store.gaps import RedisGaps
from bot.store.inquiries import RedisInquiries
from handlers import asking_for, endorsing, gaps, own_card, succession, thanking
from handlers.experts import Desk
from handlers.router import Provider, Router, Turn
from knowledge.expertise_fields import TAXONOMY
from knowledge.gaps import Gaps
from knowledge.people import Office

if TYPE_CHECKING:
    from bot.services import Services

ROUTERS: tuple[Router, ...] = (
    own_card.router,
    endorsing.router,
    asking_for.router,
    thanking.router,
    gaps.router,
    succession.router,
)
"""Before those that take any thanks or any text."""


def providers(services: Services) -> Mapping[str, Provider]:
    """By the names that handlers use."""

    def office(turn: Turn) -> Office:
        return services._office(turn)

    def credits(turn: Turn) -> RedisCredits:
        return RedisCredits(services.reads(turn), turn.cache["changes"], services.keys)

    def inquiries(turn: Turn) -> RedisInquiries:
        return RedisInquiries(services.reads(turn), turn.cache["changes"], services.keys, office(turn).id)

    def gaps_of(turn: Turn) -> Gaps:
        store = RedisGaps(services.reads(turn), turn.cache["changes"], services.keys, office(turn).id)
        return Gaps(office(turn).id, store)

    def desk(turn: Turn) -> Desk:
        return Desk(
            office(turn),
            services._people(turn),
            services._for_insiders(turn, services.directory),
            inquiries(turn),
            gaps_of(turn),
            turn.now,
            follows=not services.dispatcher.opted_out(turn),
            neighbours=services.neighbours(),
        )

    return {
        "declarations": lambda turn: RedisDeclarations(
            services.reads(turn), turn.cache["changes"], services.keys, office(turn).id
        ),
        "credits": credits,
        "endorsements": credits,
        "inquiries": inquiries,
        "gaps": gaps_of,
        "expert_desk": desk,
        "field_files": lambda turn: services.taxonomies.classifier(TAXONOMY),
        "field_names": lambda turn: services.taxonomies.taxonomy(TAXONOMY),
    }
