"""Who speaks unasked in a group, and on what terms: the wiring of `handlers.riders`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from handlers import wording
from handlers.occupied import occupied
from handlers.riders import Postage, Rider, Riders, Terms
from handlers.router import Turn
from knowledge.people import Member, Office, is_keeper
from knowledge.push_quota import may_push
from knowledge.working_days import WorkingDays

if TYPE_CHECKING:
    from bot.services import Services

RIDERS: tuple[str, ...] = ("reminders_rider", "digest", "thanks_rider")
"""Names of the providers of the riders, the most urgent first."""
FACILITATORS = ("คุณอำนวย", "facilitator")
TOLD_SECONDS = 40 * 86_400
"""Who looks after the community hears of a spent quota once a month."""


def riders_of(services: Services, turn: Turn, office: Office) -> Riders:
    """The riders of the turn's group. Nothing is looked up before one of them is due."""
    ask = services.dispatcher.bound(turn).ask

    def riders() -> Sequence[Rider]:
        return [ask(name) for name in RIDERS]

    def postage() -> Postage:
        members, state = services.gateway.members_count(turn.event.chat), services.gateway.quota_state()
        if members is None or state is None:
            return Postage("unknown")
        fits = may_push(members, state.used, state.limit, turn.now)
        return Postage("yes" if fits else "no_quota", members)

    def no_quota() -> None:
        once, held, people = ask("once"), ask("held"), ask("people")
        if not once.first(f"no quota {turn.now:%Y-%m}", seconds=TOLD_SECONDS):
            return
        for member in _facilitators(people.members(office.id)):
            held.hold(member.user_id, wording.no_quota(turn.now))

    return Riders(
        ask("schedule"),
        riders,
        lambda: ask("group"),
        Terms(
            rules=lambda: ask("rules"),
            budget=lambda: ask("budget"),
            working_day=lambda at: WorkingDays(ask("rules").holidays).next_working(at),
            postage=postage,
            occupied=lambda: occupied(turn.event.chat.id, turn.dialogs, ask("circles"), turn.now),
            no_quota=no_quota,
        ),
    )


def _facilitators(members: Sequence[Member]) -> list[Member]:
    """Who hears of trouble with sending: คุณอำนวย, else all who look after the community's knowledge."""
    known = [member for member in members if member.user_id and is_keeper(member)]
    return [member for member in known if any(role in member.role.lower() for role in FACILITATORS)] or known
