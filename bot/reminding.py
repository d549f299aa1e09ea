"""Wiring of reminders and of thanks: what their handlers can name, and who speaks in the group (see services.py)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from bot.store.credits import RedisCredits
from bot.store.followups import RedisFollowUps
from bot.store.reminders import RedisReminders
from bot.store.reuses import RedisReuses
from handlers import reminder_changes, reminders, reusing
from handlers.falling import AgendaFalling
from handlers.held import Held
from handlers.reminder_private import HeldAndDue
from handlers.reminder_rider import ReminderRider
from handlers.reminders import ReminderDesk
from handlers.reusing import ThanksRider, told_back
from handlers.router import Provider, Router, Turn
from knowledge.agenda import Agenda
from knowledge.people import Member, Office
from knowledge.working_days import WorkingDays

if TYPE_CHECKING:
    from bot.services import Services

ROUTERS: tuple[Router, ...] = (reminders.router, reminder_changes.router, reusing.router)


def agenda_of(services: Services, turn: Turn, office: Office) -> Agenda:
    """One for the whole turn, so that all of it know what was said in it."""
    if "agenda" not in turn.cache:
        redis, changes, keys = services.reads(turn), turn.cache["changes"], services.keys
        people, rules = services._people(turn), services._rules(turn).rules(office.id)
        turn.cache["agenda"] = Agenda(
            RedisReminders(redis, changes, keys, office.id),
            RedisFollowUps(redis, changes, keys, office.id),
            services._notes(turn),
            rules,
            WorkingDays(rules.holidays).works,
            turn.now,
            lambda: people.members(office.id),
        )
    agenda: Agenda = turn.cache["agenda"]
    return agenda


def falling_of(services: Services, turn: Turn, office: Office) -> AgendaFalling:
    """What falls due, for the digest."""
    return AgendaFalling(agenda_of(services, turn, office))


def held_of(services: Services, turn: Turn, office: Office) -> Held:
    """What waits for a person, and what is due for the person at this moment."""
    redis, changes, keys = services.reads(turn), turn.cache["changes"], services.keys

    def told(member: Member) -> list[str]:
        return told_back(member, RedisReuses(redis, changes, keys, office.id), services._notes(turn), turn.now)

    held, member = services._held(turn), lambda: services._member(turn)
    return HeldAndDue(held, lambda: agenda_of(services, turn, office), member, (told,))


def providers(services: Services) -> Mapping[str, Provider]:
    """By the names that handlers use."""

    def office(turn: Turn) -> Office:
        return services._office(turn)

    def reuses(turn: Turn) -> RedisReuses:
        return RedisReuses(services.reads(turn), turn.cache["changes"], services.keys, office(turn).id)

    def desk(turn: Turn) -> ReminderDesk:
        agenda = agenda_of(services, turn, office(turn))
        return ReminderDesk(office(turn), agenda, services._people(turn), services._schedule(turn))

    def reminders_rider(turn: Turn) -> ReminderRider:
        agenda = agenda_of(services, turn, office(turn))
        return ReminderRider(agenda, agenda.members)

    def thanks_rider(turn: Turn) -> ThanksRider:
        redis, changes, keys = services.reads(turn), turn.cache["changes"], services.keys
        people, here = services._people(turn), office(turn).id
        return ThanksRider(
            reuses(turn),
            reuses(turn).told_notes,
            lambda since: RedisCredits(redis, changes, keys).since(here, since),
            lambda member_id: people.member(here, member_id),
            WorkingDays(services._rules(turn).rules(here).holidays).works,
        )

    return {
        "reminder_desk": desk,
        "reuses": reuses,
        "reminders_rider": reminders_rider,
        "thanks_rider": thanks_rider,
        "held": lambda turn: held_of(services, turn, office(turn)),
    }
