"""The one place of wiring: which implementation stands behind which name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from redis import Redis

from bot import digesting, filing_desk, knowing, reminding
from bot.config import Settings
from bot.learning import OfficeFiling, Teaching
from bot.riding import riders_of
from bot.store.changes import Changes
from bot.store.circles import RedisCircles
from bot.store.due import RedisSchedule, RedisTalk
from bot.store.erasure import RedisPrivacy, opted_out
from bot.store.followups import RedisFollowUps
from bot.store.keys import Keys
from bot.store.lately import RedisLately
from bot.store.personal import personal_file
from bot.store.redis_stores import RedisDialogs, RedisHeld, RedisNotes, RedisOnce, RedisPeople, RedisRules
from bot.store.reviews import RedisReviews
from bot.taxonomy_folder import Taxonomies
from handlers import (
    circles,
    digest,
    experts,
    filing,
    help,
    linking,
    long_tellings,
    mending,
    people,
    points,
    privacy,
    quoting,
    remembering,
    review_answers,
    review_keep,
    review_notes,
    reviews,
    search,
    stories,
    suggesting,
    talk,
    wording,
)
from handlers.chat import Chat, Event, Mention, Text, TextSaid
from handlers.held import Held
from handlers.people import Introduce, IntroduceUser, introduced
from handlers.promised_notes import PromisedNotes
from handlers.review_desk import Desk
from handlers.review_flow import Finisher, Flow
from handlers.riders import Riders
from handlers.router import Dispatcher, NotLinked, Provider, Router, Turn
from knowledge.confirmed import ConfirmedPoints
from knowledge.notes import NoteStore
from knowledge.people import Group, Member, Office, PeopleStore
from knowledge.talk_budget import TalkBudget

if TYPE_CHECKING:
    from bot.health import Counters
    from bot.line.gateway import Gateway
    from bot.search.index import TantivyIndex
    from bot.search.indexer import Indexer
    from bot.store.sealing import Seal
    from bot.turns import Turns
    from knowledge.experts import Directory
    from knowledge.neighbours import Neighbours
    from knowledge.search import Library

ROUTERS: tuple[Router, ...] = (
    privacy.router,
    reviews.router,
    review_answers.router,
    review_keep.router,
    review_notes.router,
    filing.router,
    *filing_desk.ROUTERS,
    mending.router,
    *knowing.ROUTERS,
    *reminding.ROUTERS,
    help.router,
    linking.router,
    circles.router,
    points.router,
    quoting.router,
    stories.router,
    suggesting.router,
    experts.router,
    search.router,
    remembering.router,
    long_tellings.router,
    talk.router,
    digest.router,
    people.router,
)
"""In the order in which they are asked."""


OTHER_GROUPS = 5
"""Groups of an office in which somebody who left one of them is looked for; each costs a request to LINE."""

T = TypeVar("T")


def people_store(redis: Redis, changes: Changes | None = None, keys: Keys | None = None) -> RedisPeople:
    """Offices, groups and members; what is put is written by `changes.keep(redis)`."""
    return RedisPeople(redis, changes if changes is not None else Changes(), keys or Keys())


def note_store(redis: Redis, office_id: str, changes: Changes | None = None, keys: Keys | None = None) -> RedisNotes:
    """The notes of one office; what is put is written by `changes.keep(redis)`."""
    return RedisNotes(redis, changes if changes is not None else Changes(), keys or Keys(), office_id)


@dataclass
class Services:
    """Everything a process may need, made when it is first asked for."""

    settings: Settings
    redis: Redis
    keys: Keys = field(default_factory=Keys)
    counters: Counters | None = None

    @cached_property
    def taxonomies(self) -> Taxonomies:
        return Taxonomies(self.settings.likhit_data / "taxonomies")

    @cached_property
    def teaching(self) -> Teaching:
        return Teaching(self.redis, self.keys, lambda: self.people, self.taxonomies.classifier)

    def filing_of(self, turn: Turn) -> OfficeFiling:
        """How the office of a turn files, with what its people taught it until the turn first asked."""
        if "filing" not in turn.cache:
            turn.cache["filing"] = self.teaching.of(self._office(turn))
        filing: OfficeFiling = turn.cache["filing"]
        return filing

    def reads(self, turn: Turn) -> Redis:
        """The store, for what a turn reads of it (`bot.store.reads`)."""
        reads: Redis = turn.cache.get("reads", self.redis)
        return reads

    def own_office(self, turn: Turn) -> Office:
        """The office of a turn's chat; raises NotLinked."""
        return self._office(turn)

    @cached_property
    def people(self) -> PeopleStore:
        """For reading only: nothing that is put here is ever written."""
        return people_store(self.redis, keys=self.keys)

    def notes_of(self, office_id: str) -> NoteStore:
        """For reading only."""
        return note_store(self.redis, office_id, keys=self.keys)

    @cached_property
    def index(self) -> TantivyIndex:
        from bot.search.index import TantivyIndex

        return TantivyIndex(self.settings.likhit_data / "index")

    @cached_property
    def library(self) -> Library:
        from knowledge.search import Library

        return Library(self.index, self.notes_of, self.people)

    @cached_property
    def directory(self) -> Directory:
        from bot.store.credits import RedisCreditBooks
        from knowledge.experts import Directory

        return Directory(self.index, self.people, RedisCreditBooks(self.redis, self.keys))

    @cached_property
    def indexer(self) -> Indexer:
        from bot.search.indexer import Indexer

        folder = self.settings.likhit_data / "index"
        return Indexer(self.redis, self.keys, folder, people=self.people, notes_of=self.notes_of)

    @cached_property
    def gateway(self) -> Gateway:
        from bot.line.gateway import Gateway
        from bot.line.quota import RedisQuota

        settings = self.settings
        return Gateway(
            settings.line_api_url,
            settings.line_api_data_url,
            settings.line_channel_access_token or "",
            quota=RedisQuota(self.redis, self.keys.prefix),
            now=settings.now,
            meter=self.counters,
        )

    # ---------------------------------------------------------------- chat

    @cached_property
    def dispatcher(self) -> Dispatcher:
        return Dispatcher(
            ROUTERS,
            self._providers(),
            cancelled=lambda: Text(wording.CANCELLED),
            not_linked=linking.not_linked,
            stale=lambda: Text(wording.STALE),
            opted_out=self._opted_out,
            still=privacy.STILL,
        )

    def _providers(self) -> Mapping[str, Provider]:
        return {
            "people": self._people,
            "group": lambda turn: self._people(turn).group(turn.event.chat.id),
            "office": self._office,
            "member": self._member,
            "introduce": self._introduce,
            "introduce_user": self._introduce_user,
            "circles": self._circles,
            "confirmed": self._circles,
            "lately": self._lately,
            "notes": lambda turn: PromisedNotes(self._notes(turn), lambda: self._desk(turn)),
            "desk": self._desk,
            "flow": self._flow,
            **filing_desk.providers(self),
            "once": lambda turn: RedisOnce(self.reads(turn), turn.cache["changes"], self.keys, turn.cache["home"]),
            "rules": lambda turn: self._rules(turn).rules(self._office(turn).id),
            "rules_store": self._rules,
            "held": self._held,
            "talk": self._talk,
            "budget": self._budget,
            "schedule": self._schedule,
            "desk_of_digest": lambda turn: digesting.desk_of(self, turn, self._office(turn)),
            "digest": lambda turn: digesting.rider_of(self, turn, self._office(turn)),
            "privacy": self._privacy,
            "personal_file": lambda turn: (
                lambda user_id: personal_file(self.redis, self.keys, user_id, self.settings.now())
            ),
            "personal_link": lambda turn: self._personal_link,
            "library": lambda turn: self._for_insiders(turn, self.library),
            "directory": lambda turn: self._for_insiders(turn, self.directory),
            "readable": lambda turn: self._for_insiders(turn, self._notes(turn)),
            "in_other_group": self._in_other_group,
            **knowing.providers(self),
            **reminding.providers(self),
        }

    @cached_property
    def seal(self) -> Seal:
        """Closes what groups have remembered for a while."""
        from bot.store.sealing import seal

        return seal(self.settings.likhit_data, shared_secret=self.settings.line_channel_secret)

    def confirmed_of(self, office_id: str) -> ConfirmedPoints:
        """For reading only."""
        return RedisCircles(self.redis, Changes(), self.keys, office_id)

    def _circles(self, turn: Turn) -> RedisCircles:
        return RedisCircles(self.reads(turn), turn.cache["changes"], self.keys, self._office(turn).id)

    def _lately(self, turn: Turn) -> RedisLately:
        changes, home = turn.cache["changes"], turn.cache["home"]
        return RedisLately(self.reads(turn), changes, self.keys, home, lambda: self.seal, turn.now)

    def _people(self, turn: Turn) -> PeopleStore:
        return people_store(self.reads(turn), turn.cache["changes"], self.keys)

    def _notes(self, turn: Turn) -> NoteStore:
        return note_store(self.reads(turn), self._office(turn).id, turn.cache["changes"], self.keys)

    def _desk(self, turn: Turn) -> Desk:
        office, changes, reads = self._office(turn), turn.cache["changes"], self.reads(turn)
        return Desk(
            office,
            turn.now,
            RedisReviews(reads, changes, self.keys, office.id),
            RedisFollowUps(reads, changes, self.keys, office.id),
            self._notes(turn),
            self._people(turn),
            lambda: self.library,
        )

    def _flow(self, turn: Turn) -> Flow:
        def finisher() -> Finisher:
            filing = self.filing_of(turn)
            return Finisher(filing.classifier, filing.taxonomy)

        introduce, held, lately = self._introduce(turn), self._held(turn), self._lately(turn)
        return Flow(self._desk(turn), turn.dialogs, finisher, introduce, held, lately)

    def neighbours(self) -> Neighbours:
        """Other offices of the province; for reading only."""
        from knowledge.neighbours import Neighbours

        return Neighbours(self.directory, self.people, RedisRules(self.redis, Changes(), self.keys))

    def _rules(self, turn: Turn) -> RedisRules:
        return RedisRules(self.reads(turn), turn.cache["changes"], self.keys)

    def _held(self, turn: Turn) -> Held:
        office = self._office(turn)
        held = RedisHeld(self.reads(turn), turn.cache["changes"], self.keys, office.id)
        return filing_desk.weekly(self, turn, held, office)

    # ---------------------------------------------------------------- unasked

    def _talk(self, turn: Turn) -> RedisTalk:
        return RedisTalk(self.reads(turn), turn.cache["changes"], self.keys, self._office(turn).id)

    def _budget(self, turn: Turn) -> TalkBudget:
        """One for the whole turn, so that whoever speaks in it counts on the same."""
        if "budget" not in turn.cache:
            office = self._office(turn)
            rules = self._rules(turn).rules(office.id)
            turn.cache["budget"] = TalkBudget(self._talk(turn), rules, turn.event.chat.id, turn.now)
        budget: TalkBudget = turn.cache["budget"]
        return budget

    def _schedule(self, turn: Turn) -> RedisSchedule:
        office = self._office(turn)
        return RedisSchedule(self.reads(turn), turn.cache["changes"], self.keys, office.id, turn.now, self._rules(turn))

    def _riders_of(self, turn: Turn) -> Riders | None:
        """Who may speak unasked in this turn's chat; nobody outside of groups that are linked."""
        if turn.event.chat.kind != "group":
            return None
        try:
            office = self._office(turn)
        except NotLinked:
            return None
        return riders_of(self, turn, office)

    def _opted_out(self, turn: Turn) -> bool:
        user_id = turn.event.user_id
        return user_id is not None and opted_out(self.reads(turn), self.keys, user_id) is not None

    def _privacy(self, turn: Turn) -> RedisPrivacy:
        office = self.office_of(turn.event)

        def name() -> str:
            return self.gateway.profile(turn.event.chat, turn.event.user_id or "") or ""

        here = office.id if office else None
        return RedisPrivacy(self.redis, turn.cache["changes"], self.keys, here=here, display_name=name)

    def _personal_link(self, user_id: str) -> str | None:
        """The address of a person's file; None where people can't reach our pages."""
        from bot.my_data_link import link

        url, secret = self.settings.public_url, self.settings.line_channel_secret
        office = self.people.office_of_user(user_id)
        member = self.people.member_by_user(office.id, user_id) if office else None
        if not (url and secret and office and member):
            return None
        return link(url, secret, office.id, member.id, self.settings.now())

    def office_of(self, event: Event, redis: Redis | None = None) -> Office | None:
        """The office of a chat: the group's, or in 1:1 the person's own; read from `redis` where that is given."""
        redis = self.redis if redis is None else redis
        people = people_store(redis, keys=self.keys)
        if event.chat.private:
            return self._own_office(event.user_id, people, redis) if event.user_id else None
        group = people.group(event.chat.id)
        return people.office(group.office_id) if group else None

    def _own_office(self, user_id: str, people: PeopleStore, redis: Redis) -> Office | None:
        if (home := people.office_of_user(user_id)) is not None:
            return home
        apart = opted_out(redis, self.keys, user_id)
        return next((o for i in sorted(apart.offices) if (o := people.office(i))), None) if apart else None

    def _office(self, turn: Turn) -> Office:
        if "office" not in turn.cache:
            turn.cache["office"] = self.office_of(turn.event, self.reads(turn))
        office: Office | None = turn.cache["office"]
        if office is None:
            raise NotLinked
        return office

    def _for_insiders(self, turn: Turn, what: T) -> T:
        """What shows an office's knowledge: in its groups to all who are there, in 1:1 to its people; who left is a
        stranger there, and can still see, change and take back what is their own. Raises NotLinked."""
        office, user_id = self._office(turn), turn.event.user_id
        if turn.event.chat.private and user_id:
            member = self._people(turn).member_by_user(office.id, user_id)
            if member is None and (apart := opted_out(self.redis, self.keys, user_id)):
                member = self.people.member(office.id, apart.offices.get(office.id) or "-")
            if member is not None and member.left:
                raise NotLinked
        return what

    def _in_other_group(self, turn: Turn) -> Callable[[str], bool]:
        """Whether LINE knows somebody in another group of the office than the one that the turn is in."""
        here = turn.event.chat.id

        def found(user_id: str) -> bool:
            groups = [g.id for g in self._people(turn).groups(self._office(turn).id) if g.id != here]
            return any(self.gateway.profile(Chat(g, "group"), user_id) for g in groups[:OTHER_GROUPS])

        return found

    def _member(self, turn: Turn) -> Member | None:
        user_id = turn.event.user_id
        try:
            return self._people(turn).member_by_user(self._office(turn).id, user_id) if user_id else None
        except NotLinked:
            return None

    def _introduce(self, turn: Turn) -> Introduce:
        introduce_user = self._introduce_user(turn)
        return lambda office: introduce_user(office, turn.event.user_id)

    def _introduce_user(self, turn: Turn) -> IntroduceUser:
        def introduce(office: Office, user_id: str | None) -> Member | None:
            if user_id is None or opted_out(self.reads(turn), self.keys, user_id) is not None:
                return None
            chat = turn.event.chat
            return introduced(
                office,
                user_id,
                lambda: self.gateway.profile(chat, user_id) or "",
                self._people(turn),
                in_group=not chat.private,
            )

        return introduce

    @cached_property
    def turns(self) -> Turns:
        from bot.turns import Turns

        return Turns(
            self.redis,
            self.keys,
            self.dispatcher,
            self.gateway,
            now=self.settings.now,
            office_of=self.office_of,
            dialogs_of=lambda changes, home, now, redis: RedisDialogs(redis, changes, self.keys, home, now),
            riders_of=self._riders_of,
            ignored=lambda what: self.counters.add(f"ignored_{what}") if self.counters else None,
        )

    def interpret(
        self, text: str, *, user_id: str | None, mention: bool, group_id: str, office: Office
    ) -> dict[str, str | None]:
        """What the bot would take a message in this group for, storing and answering nothing."""
        event = TextSaid(
            id="hear",
            chat=Chat(group_id, "group"),
            at=datetime.now(UTC),
            user_id=user_id,
            message_id="hear",
            text=text,
            mentions=(Mention(0, 0, is_bot=True),) if mention else (),
        )
        dialogs = RedisDialogs(self.redis, Changes(), self.keys, self.keys.home(office.id, group_id), event.at)
        cache = {
            "changes": Changes(),
            "home": self.keys.home(office.id, group_id),
            # as in a group of this office, also where it isn't linked yet
            "office": office,
            "group": self.people.group(group_id) or Group(group_id, office.id, event.at),
        }
        turn = Turn(event, event.at, dialogs, cache)
        intent = self.dispatcher.intent(turn)
        heard = turn.heard
        return {
            "intent": intent,
            "kind": heard.kind if intent in {"capture", "review", "suggest"} else None,
            "topic": heard.topic if intent in {"who", "search"} else None,
        }
