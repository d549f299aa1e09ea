"""Offices, their LINE groups and their members (domain.md §1, §2; the roster of contract.md)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True)
class Office:
    """One government office that keeps knowledge: a district office, a municipality's division, …"""

    id: str
    name: str
    taxonomy: str
    fiscal_year: int
    """Buddhist year in which the fiscal year ends (1 October to 30 September)."""
    code: str
    """The invitation code that `#เชื่อม CODE` takes."""
    province: str = ""
    """One of provinces.PROVINCES; empty where nobody said."""


@dataclass(frozen=True)
class Group:
    """A LINE group that belongs to an office."""

    id: str
    office_id: str
    linked_at: datetime
    name: str = ""
    linked_by: str = ""
    """Member id of who linked it: may send the bot away while the roster names nobody else for that."""
    remembers: bool = False
    """Its talk is remembered for a while, so that it can be kept by quoting; off until the group wants it."""


@dataclass(frozen=True)
class Member:
    """A person of an office, from the roster, from LINE, or from both."""

    id: str
    full_name: str
    nickname: str = ""
    position: str = ""
    unit: str = ""
    expertise: tuple[str, ...] = ()
    display_name: str = ""
    """The name on LINE; several people may share one."""
    user_id: str | None = None
    """LINE's id; None until the person is known to LINE, and for those who only ever used LINE on a PC."""
    retire_fiscal_year: int | None = None
    role: str = ""
    """KM role as the office writes it: คุณเอื้อ, คุณอำนวย, คุณกิจ, คุณลิขิต, คุณวิศาสตร์ (domain.md §2)."""
    left: bool = False
    opted_out: bool = False
    """Asked not to be kept, quoted or counted (`#ไม่บันทึกฉัน`)."""
    consented_at: datetime | None = None
    """When the person was first told what is kept and where to see it."""
    confirmations: int = 0
    """How many confirmations the person has seen; after some of them a mark is enough."""
    hidden: bool = False
    """Hid the own card: is no answer to "who knows"."""
    declared: tuple[str, ...] = ()
    """Those of `expertise` that the person said in chat; a roster that is brought in later leaves them."""
    denied: tuple[str, ...] = ()
    """What the person said not to be good at, whatever else speaks for it."""

    @property
    def spoken_name(self) -> str:
        """How colleagues would call the person: nickname, else LINE name, else full name."""
        return self.nickname or self.display_name or self.full_name


class PeopleStore(Protocol):
    """Offices, groups and members, kept. Changes become visible to readers when the turn is committed."""

    def offices(self) -> list[Office]: ...
    def office(self, office_id: str) -> Office | None: ...
    def office_by_code(self, code: str) -> Office | None:
        """However the code is typed: see `plain_code`."""
        ...

    def put_office(self, office: Office) -> None: ...
    def group(self, group_id: str) -> Group | None: ...
    def groups(self, office_id: str) -> list[Group]: ...
    def put_group(self, group: Group) -> None: ...
    def remove_group(self, group_id: str) -> None: ...
    def members(self, office_id: str) -> list[Member]: ...
    def member(self, office_id: str, member_id: str) -> Member | None: ...
    def some_members(self, office_id: str, member_ids: Iterable[str]) -> list[Member]:
        """Those of them that are there, read at once."""
        ...

    def member_by_user(self, office_id: str, user_id: str) -> Member | None: ...
    def office_of_user(self, user_id: str) -> Office | None: ...
    def put_member(self, office_id: str, member: Member) -> None: ...
    def remove_member(self, office_id: str, member_id: str) -> None: ...


KEEPERS = ("คุณเอื้อ", "คุณอำนวย", "คุณลิขิต", "คุณวิศาสตร์", "cko", "facilitator")
"""KM roles that look after the community's knowledge (domain.md §2): they may move notes and send the bot away."""


def plain_code(code: str) -> str:
    """An invitation code as compared: letters and digits only, upper case."""
    return "".join(c for c in code.upper() if c.isascii() and c.isalnum())


def is_keeper(member: Member) -> bool:
    """True when the roster gives the person a role that looks after the community's knowledge, and they are there."""
    return not member.left and any(role in member.role.lower() for role in KEEPERS)


def same_named(member: Member, members: Iterable[Member]) -> list[Member]:
    """Those others who are called the same (nickname or LINE name) and so must be told apart on a card."""
    names = {n for n in (member.nickname, member.display_name) if n}
    return [m for m in members if m.id != member.id and names & {m.nickname, m.display_name}]
