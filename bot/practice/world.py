"""Who and what exists on the double's side: people, chats, and the contents of pictures and files."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal


@dataclass
class Person:
    """A LINE account. Only friends of the bot have a profile that it may read outside a group."""

    user_id: str
    name: str
    friend: bool = True


@dataclass
class Room:
    """A group or a room of several people; `members` are user ids, without the bot."""

    id: str
    name: str
    kind: Literal["group", "room"] = "group"
    members: list[str] = field(default_factory=list)
    bot_inside: bool = True


@dataclass
class Content:
    """The bytes of a picture or file. LINE answers 202 `preparing` times before it hands them out."""

    data: bytes
    type: str = "image/jpeg"
    preparing: int = 1
    gone: bool = False


@dataclass
class World:
    """All of it, by id."""

    people: dict[str, Person] = field(default_factory=dict)
    rooms: dict[str, Room] = field(default_factory=dict)
    contents: dict[str, Content] = field(default_factory=dict)

    def person(self, user_id: str, name: str, *, friend: bool = True) -> Person:
        """Adds a person, or changes the name or friendship of one."""
        found = self.people.setdefault(user_id, Person(user_id, name, friend))
        found.name, found.friend = name, friend
        return found

    def group(self, group_id: str, name: str, members: list[str] | None = None) -> Room:
        """Adds a group with the bot inside; unknown members become people called by their id."""
        return self._room(group_id, name, "group", members)

    def room(self, room_id: str, members: list[str] | None = None) -> Room:
        """Adds a room (several people, no name) with the bot inside."""
        return self._room(room_id, "", "room", members)

    def _room(self, id: str, name: str, kind: Literal["group", "room"], members: list[str] | None) -> Room:
        for user_id in members or ():
            self.people.setdefault(user_id, Person(user_id, user_id, friend=False))
        self.rooms[id] = Room(id, name, kind, list(members or ()))
        return self.rooms[id]

    def reached(self, to: str) -> int | None:
        """How many people a push to `to` is counted for; None when there is no such chat for the bot.
        Somebody who is no friend is reached by nothing, and LINE says nothing about it (line-platform.md)."""
        if to in self.rooms:
            room = self.rooms[to]
            return len(room.members) if room.bot_inside else None
        person = self.people.get(to)
        if person is None:
            return 0 if to.startswith("U") else None
        return 1 if person.friend else 0
