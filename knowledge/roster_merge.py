"""A roster brought into an office: which members are new, which are brought up to date, and which stay.

The same person is known again by LINE user id, else by full name without titles, and keeps the member id."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

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
    """The member with what the roster says; what it leaves blank stays."""
    return replace(
        member,
        full_name=person.full_name,
        nickname=person.nickname or member.nickname,
        position=person.position or member.position,
        unit=person.unit or member.unit,
        expertise=person.expertise or member.expertise,
        display_name=person.display_name or member.display_name,
        user_id=person.user_id or member.user_id,
        retire_fiscal_year=person.retire_fiscal_year or member.retire_fiscal_year,
        role=person.role or member.role,
        left=False,
    )


def merge(people: Iterable[Person], members: Sequence[Member], new_id: Callable[[], str]) -> Merge:
    """What to write so that `members` agree with the roster; `new_id` gives the member id of a new person."""
    free = {m.id: m for m in members}
    by_user = {m.user_id: m for m in members if m.user_id}
    people = list(people)
    added: list[Member] = []
    updated: list[Member] = []
    unchanged: list[Member] = []
    removed: list[str] = []
    remarks: list[Remark] = []
    in_roster = frozenset(p.user_id for p in people if p.user_id)
    # those with a known LINE user id first, so that a namesake never takes their place
    for person in sorted(people, key=lambda p: p.user_id not in by_user):
        known = by_user.get(person.user_id) if person.user_id else None
        if known is not None and known.id in free:
            free.pop(known.id)
            double = next(
                (m for m in free.values() if not m.user_id and name_key(m.full_name) == person.key), None
            )
            if double:  # a roster entry without LINE, and what LINE told of the same person, become one
                free.pop(double.id)
                removed.append(double.id)
                known_full = _filled_from(known, double)
            else:
                known_full = known
        else:
            found = _by_name(person, free.values(), in_roster)
            if found is None:
                added.append(_updated(Member(id=new_id(), full_name=person.full_name), person))
                continue
            free.pop(found.id)
            known = known_full = found
            if person.user_id and found.user_id and person.user_id != found.user_id:
                remarks.append(Remark(person.line, "LINE user id ต่างจากเดิม ใช้ค่าใหม่"))
        after = _updated(known_full, person)
        (unchanged if after == known else updated).append(after)
    return Merge(tuple(added), tuple(updated), tuple(unchanged), tuple(removed), tuple(free.values()), tuple(remarks))


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


def _by_name(person: Person, free: Iterable[Member], in_roster: frozenset[str]) -> Member | None:
    """The member of this full name; else the only one whom so far LINE alone knows, under this LINE name."""
    left = [m for m in free if not (m.user_id and m.user_id != person.user_id and m.user_id in in_roster)]
    same = [m for m in left if name_key(m.full_name) == person.key]
    if same:
        return min(same, key=lambda m: m.user_id is not None and m.user_id != person.user_id)
    line_only = [m for m in left if m.user_id and m.display_name == m.full_name]
    called = [m for m in line_only if person.display_name and m.display_name == person.display_name]
    return called[0] if len(called) == 1 else None
