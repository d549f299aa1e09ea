"""The fourteen official fields of expertise of a person (S17, `004` ตระการพืชผล): what the office's table of experts
is made of. Read from what people declare and tell; a person belongs to several, or to none that shows yet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from knowledge.classifier import Files
from knowledge.notes import Note
from knowledge.people import Member

TAXONOMY = "expertise-14"
DECLARED, POSITION, TOLD = 1.0, 0.6, 0.49
"""What each declared item, the position, and each note counts for the fields that it is filed under."""
LEAST = 0.5
"""Weight from which a field is the person's: one declared item, or two notes."""
NOTES_READ = 40
"""The newest notes of a person that are looked at: who told more shows their fields in these."""
MOST_FIELDS = 5


@dataclass(frozen=True)
class Field:
    """One of the fourteen fields, with what speaks for it: declared items and a number of notes."""

    id: str
    weight: float
    declared: tuple[str, ...] = ()
    notes: int = 0


def fields_of(member: Member, notes: Iterable[Note], files: Files) -> tuple[Field, ...]:
    """The fields of one person, the surest first, at most five."""
    weight: dict[str, float] = defaultdict(float)
    items: dict[str, list[str]] = defaultdict(list)
    told: dict[str, int] = defaultdict(int)
    for item in member.expertise:
        for filed in files.classify(item).categories:
            weight[filed.id] += DECLARED
            items[filed.id].append(item)
    if member.position:
        for filed in files.classify(f"{member.position} {member.unit}").categories[:1]:
            weight[filed.id] += POSITION
    for note in sorted(notes, key=lambda n: n.told_at, reverse=True)[:NOTES_READ]:
        for filed in files.classify(note.text).categories[:2]:
            weight[filed.id] += TOLD * filed.score
            told[filed.id] += 1
    found = [Field(f, round(w, 4), tuple(items[f]), told[f]) for f, w in weight.items() if w >= LEAST]
    return tuple(sorted(found, key=lambda f: (-f.weight, f.id))[:MOST_FIELDS])


def table(
    people: Iterable[tuple[Member, Sequence[Field]]], fields: Iterable[str]
) -> list[tuple[str, tuple[Member, ...]]]:
    """The official table: each field with its people, the surest first; fields without anybody stay in it, since
    an empty row is what an office needs to see. Whoever may not be named is to be left out before."""
    rows: dict[str, list[tuple[float, Member]]] = {field: [] for field in fields}
    for member, theirs in people:
        for field in theirs:
            rows.setdefault(field.id, []).append((field.weight, member))
    return [
        (field, tuple(m for _, m in sorted(found, key=lambda each: (-each[0], each[1].full_name))))
        for field, found in rows.items()
    ]
