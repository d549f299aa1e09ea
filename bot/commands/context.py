"""What commands work with: settings, the store, and the office that was named."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from bot.commands.errors import WrongUse

if TYPE_CHECKING:
    from redis import Redis

    from bot.config import Settings
    from bot.services import Services
    from bot.store.changes import Changes
    from bot.store.embedded import Store
    from bot.store.keys import Keys
    from knowledge.notes import NoteStore
    from knowledge.people import Office, PeopleStore


@dataclass
class Desk:
    """One command's view of the store. Writes are gathered and kept all together by `keep`."""

    settings: Settings
    redis: Redis

    @cached_property
    def keys(self) -> Keys:
        from bot.store.keys import Keys

        return Keys()

    @cached_property
    def changes(self) -> Changes:
        from bot.store.changes import Changes

        return Changes()

    @cached_property
    def people(self) -> PeopleStore:
        from bot.store.redis_stores import RedisPeople

        return RedisPeople(self.redis, self.changes, self.keys)

    def notes(self, office_id: str) -> NoteStore:
        """The notes of one office."""
        from bot.store.redis_stores import RedisNotes

        return RedisNotes(self.redis, self.changes, self.keys, office_id)

    def keep(self) -> None:
        """Writes what was gathered."""
        self.changes.keep(self.redis)

    def office(self, named: str) -> Office:
        """The office of this id, else of exactly this name; WrongUse when there is none."""
        if office := self.people.office(named):
            return office
        offices = self.people.offices()
        same = [o for o in offices if o.name == named.strip()]
        if len(same) == 1:
            return same[0]
        if same:
            raise WrongUse(f"มีหลายหน่วยงานชื่อ “{named}” · ใช้รหัส: {', '.join(o.id for o in same)}")
        known = ", ".join(f"{o.id} ({o.name})" for o in offices[:5]) or "ยังไม่มีหน่วยงาน ใช้ office add ก่อน"
        raise WrongUse(f"ไม่พบหน่วยงาน “{named}” · มี: {known}")

    @cached_property
    def services(self) -> Services:
        """The wired bot, for commands that ask what it would say."""
        from bot.services import Services

        return Services(self.settings, self.redis)

    @cached_property
    def indexed(self) -> Services:
        """The same, with the search index brought up to what the store holds now."""
        services = self.services
        services.indexer.catch_up()
        return services


@contextmanager
def desk() -> Iterator[Desk]:
    """Opens the store that the settings name. The embedded one is started where it does not run, and stopped
    again afterwards unless somebody else has come to use it."""
    from redis.exceptions import RedisError

    from bot.config import settings
    from bot.logs import silenced
    from bot.store.embedded import Store, StoreError

    now = settings()
    store = Store.of(now.redis_url, now.likhit_data)
    started = store.embedded.start() if store.embedded else False
    redis = store.client()
    try:
        try:
            redis.ping()
        except RedisError as trouble:
            raise StoreError(f"{type(trouble).__name__}: {trouble}") from None
        with silenced():
            yield Desk(now, redis)
    finally:
        redis.close()
        if started and store.embedded:
            redis.connection_pool.disconnect()
            if _alone(store):
                store.embedded.stop()


def _alone(store: Store) -> bool:
    """True when nobody but us is connected. The server takes a moment to see that our own connections are closed."""
    from redis.exceptions import RedisError

    asking = store.client(connections=1)
    try:
        for _ in range(5):
            if len(asking.client_list()) <= 1:
                return True
            time.sleep(0.01)
        return False
    except RedisError:
        return False
    finally:
        asking.close()
        asking.connection_pool.disconnect()
