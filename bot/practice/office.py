"""The invented office of the practice room, read from office.toml."""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass
from datetime import time
from functools import lru_cache
from pathlib import Path

FILE = Path(__file__).with_name("office.toml")


@dataclass(frozen=True)
class PracticeMember:
    """A person of the office and of its LINE group."""

    key: str
    user_id: str
    full_name: str
    nickname: str
    line_name: str
    position: str
    expertise: tuple[str, ...]
    role: str
    retires: int | None


@dataclass(frozen=True)
class Telling:
    """Something that was said in the group some days ago, at a time of the day in Thailand."""

    days: int
    at: time
    user_id: str
    text: str


@dataclass(frozen=True)
class Hint:
    """An example that a newcomer can send with one tap."""

    label: str
    text: str


@dataclass(frozen=True)
class PracticeOffice:
    """All of it. Ids are made from names, so they are the same in every data folder."""

    office_id: str
    code: str
    name: str
    taxonomy: str
    group_id: str
    group_name: str
    members: tuple[PracticeMember, ...]
    told: tuple[Telling, ...]
    hints: tuple[Hint, ...]


def _id(letter: str, name: str) -> str:
    return letter + hashlib.sha256(f"likhit practice {name}".encode()).hexdigest()[:32]


@lru_cache(maxsize=1)
def practice_office() -> PracticeOffice:
    """The office as it stands in office.toml."""
    raw = tomllib.loads(FILE.read_text("utf-8"))
    members = tuple(
        PracticeMember(
            key=m["key"],
            user_id=_id("U", m["key"]),
            full_name=m["full_name"],
            nickname=m["nickname"],
            line_name=m["line_name"],
            position=m["position"],
            expertise=tuple(m["expertise"]),
            role=m["role"],
            retires=m.get("retires"),
        )
        for m in raw["member"]
    )
    told = tuple(Telling(t["days"], t["at"], _id("U", t["by"]), t["text"]) for t in raw["told"])
    return PracticeOffice(
        office_id="practice",
        code="SORM-2569",
        name=raw["name"],
        taxonomy=raw["taxonomy"],
        group_id=_id("C", raw["group"]),
        group_name=raw["group"],
        members=members,
        told=told,
        hints=tuple(Hint(h["label"], h["text"]) for h in raw["hint"]),
    )
