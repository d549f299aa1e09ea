"""From last year's categories to this year's: old notes keep their labels, and what they taught goes along.

An office's set changes with the fiscal year (domain.md §5). Notes are not filed anew: they remember the id that they
were filed under, and what it was called is remembered with the year."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from knowledge.normal_form import normalise
from knowledge.office_thai import squeezed
from knowledge.taxonomy import Taxonomy


@dataclass(frozen=True)
class PastSet:
    """A set that an office used until it moved to another."""

    taxonomy: str
    fiscal_year: int
    names: Mapping[str, str] = field(default_factory=dict)
    """Category id → what it was called in chat."""
    became: Mapping[str, str] = field(default_factory=dict)
    """Category id → id in the set that came after; those that ended have none."""


class MoveError(Exception):
    """The move can't be made; says in one line why, and what to give instead."""


def matched(old: Taxonomy, new: Taxonomy, given: Mapping[str, str]) -> dict[str, str]:
    """Old category id → new id: as `given` (ids or names; an empty new one ends the category), else by equal ids,
    else by equal names. Raises MoveError."""
    explicit = {_find(old, before): _find(new, after) if after else "" for before, after in given.items()}
    by_name = {_plain(c.name): c.id for c in new.categories}
    found: dict[str, str] = {}
    for category in old.categories:
        if category.id in explicit:
            after = explicit[category.id]
        elif new.category(category.id):
            after = category.id
        else:
            after = by_name.get(_plain(category.name), "")
        if after != category.id and new.category(category.id):
            raise MoveError(
                f"รหัส “{category.id}” มีในชุดใหม่ด้วยแต่หมายถึงหมวดอื่น เรื่องเก่าจะได้ชื่อผิด · ตั้งรหัสใหม่ให้หมวดในชุด {new.id} "
                f"· id {category.id!r} means another category in the new set; expected a new id there"
            )
        if after:
            found[category.id] = after
    return found


def renamed(old: Taxonomy, new: Taxonomy, became: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """(id, old name, new name) of categories that keep their id under another name: worth a look, for old notes are
    shown under the new one."""
    pairs = [(c, new.category(c.id)) for c in old.categories if became.get(c.id) == c.id]
    return [(c.id, c.name, n.name) for c, n in pairs if n is not None and _plain(n.name) != _plain(c.name)]


def former_names(past: Sequence[PastSet]) -> dict[str, str]:
    """What ids of earlier sets were called, the newest year's name first."""
    found: dict[str, str] = {}
    for one in sorted(past, key=lambda p: -p.fiscal_year):
        found = {**one.names, **found}
    return found


def today(category_id: str, known: Iterable[str], past: Sequence[PastSet]) -> str | None:
    """The id in today's set (`known`) of a category of any year; None for one that ended."""
    here = set(known)
    for one in sorted(past, key=lambda p: p.fiscal_year):
        if category_id in here:
            return category_id
        category_id = one.became.get(category_id, category_id)
    return category_id if category_id in here else None


def _find(taxonomy: Taxonomy, named: str) -> str:
    if taxonomy.category(named):
        return named
    same = [c.id for c in taxonomy.categories if _plain(named) in {_plain(n) for n in (c.name, *c.aliases)}]
    if len(same) != 1:
        ids = ", ".join(c.id for c in taxonomy.categories)
        raise MoveError(f"ชุด {taxonomy.id} ไม่มีหมวด “{named}” · มี {ids} · no such category; expected one of those")
    return same[0]


def _plain(name: str) -> str:
    return squeezed(normalise(name))
