"""A roster brought into an office: which members are new, which are brought up to date, and which stay.

The same person is known again by LINE user id, else by full name without titles, and keeps the member id."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from knowledge.expertise_card import with_roster
from knowledge.people import Member
from knowledge.roster import Person, Remark
from knowledge.thai_names import name_key


@dataclass(frozen=True)
class Merge:
    """What to write so that the members agree with the roster."""

    added: tuple[Member, ...]
    updated: tuple[Member, ...]
    unchanged: tuple[Member, ...]
    removed: tuple[str, ...]
    """Ids that were a second entry of somebody who is in `updated`."""
    missing: tuple[Member, ...]
    """Members whom the roster does not name; they stay."""
    remarks: tuple[Remark, ...] = ()


def _updated(member: Member, person: Person) -> Member:
    """The member with what the roster says; what it leaves blank stays. Whoever asked not to be kept stays without
    LINE id and name: the row is the office's, the link was theirs to end."""
    linked = replace(person, user_id=None, display_name="") if member.opted_out else person
    return _said_of(member, linked)


def _said_of(member: Member, person: Person) -> Member:
    return replace(
        member,
        full_name=person.full_name,
        nickname=person.nickname or member.nickname,
        position=person.position or member.position,
        unit=person.unit or member.unit,
        expertise=with_roster(member, person.expertise),
        display_name=person.display_name or member.display_name,
        user_id=person.user_id or member.user_id,
        retire_fiscal_year=person.retire_fiscal_year or member.retire_fiscal_year,
        role=person.role or member.role,
        left=False,
    )


def merge(people: Iterable[Person], members: Sequence[Member], new_id: Callable[[], str]) -> Merge:
    """What to write so that `members` agree with the roster; `new_id` gives the member id of a new person."""
    people = list(people)
    free = _Free(members, frozenset(p.user_id for p in people if p.user_id))
    added: list[Member] = []
    updated: list[Member] = []
    unchanged: list[Member] = []
    removed: list[str] = []
    remarks: list[Remark] = []
    # those with a known LINE user id first, so that a namesake never takes their place
    for person in sorted(people, key=lambda p: p.user_id not in free.by_user):
        known = full = free.take_user(person)
        if known is not None and full is not None:
            if double := free.take_unlinked(person):
                # a roster entry without LINE, and what LINE told of the same person, become one
                removed.append(double.id)
                full = _filled_from(known, double)
        else:
            known = full = free.take_name(person)
        if known is None or full is None:
            added.append(_updated(Member(id=new_id(), full_name=person.full_name), person))
            continue
        if person.user_id and known.user_id and person.user_id != known.user_id:
            remarks.append(Remark(person.line, "LINE user id ต่างจากเดิม ใช้ค่าใหม่"))
        after = _updated(full, person)
        (unchanged if after == known else updated).append(after)
    missing = tuple(free.members.values())
    return Merge(tuple(added), tuple(updated), tuple(unchanged), tuple(removed), missing, tuple(remarks))


class _Free:
    """The members whom no row of the roster has claimed yet."""

    def __init__(self, members: Sequence[Member], in_roster: frozenset[str]) -> None:
        self.members = {m.id: m for m in members}
        self.by_user = {m.user_id: m for m in members if m.user_id}
        self._in_roster = in_roster
        self._by_name: dict[str, list[Member]] = {}
        self._by_line_name: dict[str, list[Member]] = {}
        for member in members:
            self._by_name.setdefault(name_key(member.full_name), []).append(member)
            if member.user_id and member.display_name == member.full_name:
                self._by_line_name.setdefault(member.display_name, []).append(member)

    def _take(self, member: Member | None) -> Member | None:
        return self.members.pop(member.id, None) if member else None

    def take_user(self, person: Person) -> Member | None:
        """The member with the person's LINE user id."""
        return self._take(self.by_user.get(person.user_id) if person.user_id else None)

    def take_unlinked(self, person: Person) -> Member | None:
        """The member of this name whom LINE does not know."""
        named = self._by_name.get(person.key, ())
        return self._take(next((m for m in named if m.id in self.members and not m.user_id), None))

    def take_name(self, person: Person) -> Member | None:
        """The member of this full name; else the only one whom so far LINE alone knows, under this LINE name."""
        same = [m for m in self._by_name.get(person.key, ()) if self._may_be(m, person)]
        if same:
            return self._take(min(same, key=lambda m: m.user_id is not None and m.user_id != person.user_id))
        called = [m for m in self._by_line_name.get(person.display_name, ()) if self._may_be(m, person)]
        return self._take(called[0]) if len(called) == 1 else None

    def _may_be(self, member: Member, person: Person) -> bool:
        """False when another row of the roster has the member's LINE user id."""
        other = member.user_id and member.user_id != person.user_id and member.user_id in self._in_roster
        return member.id in self.members and not other


def _filled_from(known: Member, double: Member) -> Member:
    """`known` with what only `double` says."""
    return replace(
        known,
        nickname=known.nickname or double.nickname,
        position=known.position or double.position,
        unit=known.unit or double.unit,
        expertise=known.expertise or double.expertise,
        retire_fiscal_year=known.retire_fiscal_year or double.retire_fiscal_year,
        role=known.role or double.role,
    )
