"""One's own card: what somebody says they are good at, what they say they aren't, and whether they are shown at all
(S17; `001` §11: cards of people who can be asked)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from knowledge.marks import PARTICLES
from knowledge.normal_form import normalise
from knowledge.office_thai import squeezed
from knowledge.particles import without_ending
from knowledge.people import Member

MOST_ITEMS = 20
"""Things that one person can be good at; more say nothing any more."""
LONGEST_ITEM = 60
"""Characters: what is longer is a telling."""
_BETWEEN = re.compile(r"[,;，、；\n\r|•●▪·]+|\s[-–—]\s|(?:^|(?<=\s))\d{1,2}[.)]\s")
_PARTICLE = re.compile(rf"\s*(?:{PARTICLES})\s*$", re.IGNORECASE)
_ABOUT = re.compile(r"^(?:(?:ใน)?(?:เรื่อง|ด้าน|งาน)(?:การ)?|การ)\s+")
_SOME_LETTER = re.compile(r"[A-Za-zก-ฮ]")


@dataclass(frozen=True)
class Said:
    """A list as it was read: what can be kept, and what was too long."""

    items: tuple[str, ...]
    too_long: tuple[str, ...] = ()


def read(text: str) -> Said:
    """What is listed in a text, in the person's own words; no two that say the same."""
    found: dict[str, str] = {}
    too_long: list[str] = []
    for part in _BETWEEN.split(text):
        item = _ABOUT.sub("", without_ending(_PARTICLE, " ".join(part.split()))).strip(" .:\"'“”#")
        if not _SOME_LETTER.search(item):
            continue
        if len(item) > LONGEST_ITEM:
            too_long.append(item)
        else:
            found.setdefault(key(item), item)
    return Said(tuple(found.values()), tuple(too_long))


def key(item: str) -> str:
    """The form in which two items are the same: without case, spaces, signs and tone marks out of place."""
    return squeezed(normalise(item))


def same(one: str, other: str) -> bool:
    """Whether two items name the same thing, one perhaps in more words."""
    a, b = key(one), key(other)
    return a == b or (min(len(a), len(b)) >= 4 and (a in b or b in a))


def declared(member: Member, items: Iterable[str]) -> Member:
    """The member with more on the card; what was said not to be is so no longer."""
    new = list(items)
    have = {key(item) for item in member.expertise}
    added = [item for item in new if key(item) not in have]
    return replace(
        member,
        expertise=(*member.expertise, *added)[:MOST_ITEMS],
        declared=tuple(dict.fromkeys((*member.declared, *new)))[-MOST_ITEMS:],
        denied=tuple(item for item in member.denied if not any(same(item, said) for said in new)),
    )


def withdrawn(member: Member, items: Iterable[str], *, deny: bool = True) -> Member:
    """The member without these on the card. `deny`: nor are they to be named for them by other evidence, or by a
    roster that says so again."""
    gone = list(items)

    def stays(item: str) -> bool:
        return not any(same(item, said) for said in gone)

    denied = tuple(dict.fromkeys((*member.denied, *gone)))[-MOST_ITEMS:] if deny else member.denied
    return replace(
        member,
        expertise=tuple(filter(stays, member.expertise)),
        declared=tuple(filter(stays, member.declared)),
        denied=denied,
    )


def with_roster(member: Member, items: tuple[str, ...]) -> tuple[str, ...]:
    """What stands on the card after a roster was brought in: what the roster says, but for what the person has
    corrected, and what the person has said in chat."""
    listed = items or member.expertise
    kept = [item for item in listed if not any(same(item, said) for said in member.denied)]
    have = {key(item) for item in kept}
    return (*kept, *(item for item in member.declared if key(item) not in have))
