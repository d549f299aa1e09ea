"""Same group first, then the office, then the province where offices share: people only, never what they told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import cast

import pytest
from invented import NOW, note
from memory_index import MemoryIndex

from knowledge.crediting import Standing
from knowledge.experts import Directory
from knowledge.neighbours import Neighbours
from knowledge.notes import Note
from knowledge.people import Member, Office, PeopleStore
from knowledge.provinces import PROVINCES, province
from knowledge.question import Question
from knowledge.rules import Rules, RulesStore

HOME = Office("o1", "สพอ.หนึ่ง", "cdd-2561", 2569, "A", "น่าน")
NEAR = Office("o2", "สพอ.สอง", "cdd-2561", 2569, "B", "น่าน")
FAR = Office("o3", "สพอ.สาม", "cdd-2561", 2569, "C", "ตรัง")
WEAVER = Member("w1", "นางทอ ผ้างาม", "ทอ", "นักวิชาการ", expertise=("ย้อมผ้าคราม",), user_id="Uw")
TOLD = note(71, "w1", "ก่อหม้อคราม เติมน้ำด่างขี้เถ้าทุกเช้า ครามไม่ตาย")
TOPIC = "ย้อมผ้าคราม"


class Everywhere:
    """Offices, members, rules and an index each, in memory."""

    def __init__(self, members: dict[str, list[Member]], notes: dict[str, list[Note]] | None = None) -> None:
        self.of, self.listed = members, {o.id: o for o in (HOME, NEAR, FAR)}
        self.shared = {"o1", "o2", "o3"}
        self._indexes = {o: MemoryIndex((notes or {}).get(o, []), members.get(o, [])) for o in self.listed}

    def offices(self) -> list[Office]:
        return list(self.listed.values())

    def member(self, office_id: str, member_id: str) -> Member | None:
        return next((m for m in self.of.get(office_id, []) if m.id == member_id), None)

    def some_members(self, office_id: str, member_ids: Iterable[str]) -> list[Member]:
        return [m for i in member_ids if (m := self.member(office_id, i))]

    def member_by_user(self, office_id: str, user_id: str) -> Member | None:
        return next((m for m in self.of.get(office_id, []) if m.user_id == user_id), None)

    def rules(self, office_id: str) -> Rules:
        return Rules(share_experts=office_id in self.shared)

    def __getattr__(self, name: str):  # type: ignore[no-untyped-def]
        return lambda office_id, *args, **more: getattr(self._indexes[office_id], name)(office_id, *args, **more)

    @property
    def neighbours(self) -> Neighbours:
        directory = Directory(cast(MemoryIndex, self), cast(PeopleStore, self))
        return Neighbours(directory, cast(PeopleStore, self), cast(RulesStore, self))

    def found(self, topic: str = TOPIC, asker: str | None = None) -> list[tuple[str, str]]:
        who = self.neighbours.who(self.listed["o1"], topic, asker_user_id=asker, now=NOW)
        return [(each.office.id, each.expert.member.id) for each in who]


@pytest.fixture
def everywhere() -> Everywhere:
    return Everywhere({"o2": [WEAVER], "o3": [replace(WEAVER, id="w3", user_id="Ux")]}, {"o2": [TOLD]})


def test_people_of_sharing_offices_of_the_province_are_named(everywhere: Everywhere) -> None:
    """Of the same province only; with what they declared, their post and a count, without any note."""
    assert everywhere.found() == [("o2", "w1")]
    (one,) = everywhere.neighbours.who(HOME, TOPIC, now=NOW)
    assert {e.kind for e in one.expert.evidence} <= {"declared", "notes", "position"}
    assert all(e.note_ids == () for e in one.expert.evidence)


@pytest.mark.parametrize("silent", ["o1", "o2"])
def test_both_offices_must_share(everywhere: Everywhere, silent: str) -> None:
    """One office's wish is not enough, and it is no by default."""
    everywhere.shared.discard(silent)
    assert everywhere.found() == []
    assert not Rules().share_experts


def test_without_a_province_nothing_is_shared(everywhere: Everywhere) -> None:
    """Offices that both said nothing are in no province together."""
    everywhere.listed = {o.id: replace(o, province="") for o in (HOME, NEAR)}
    assert everywhere.found() == []


@pytest.mark.parametrize("gone", ["left", "opted_out", "hidden"])
def test_who_is_not_named_at_home_is_named_nowhere(gone: str) -> None:
    """Nobody is listed against their will, nor who isn't there any more."""
    assert Everywhere({"o2": [replace(WEAVER, **{gone: True})]}, {"o2": [TOLD]}).found() == []  # type: ignore[arg-type]


def test_a_card_hidden_here_is_not_shown_by_the_neighbour() -> None:
    """Somebody of both offices was passed over by their own; another's row doesn't bring them back. Nor the asker."""
    both = Everywhere({"o1": [replace(WEAVER, id="w9", hidden=True)], "o2": [WEAVER]})
    assert both.found() == []
    assert Everywhere({"o2": [WEAVER]}).found(asker="Uw") == []


def test_what_colleagues_say_stays_among_them() -> None:
    """Thanks and endorsements name nobody to other offices."""

    class Thanks:
        def book(self, office_id: str) -> Thanks:
            return self

        def counts(self, field: str, terms: list[str]) -> tuple[int, list[int]]:
            return 1, [1] * len(terms)

        def standings(self, question: Question, least: float) -> dict[str, tuple[Standing, ...]]:
            return {"w1": (Standing("thanked", 3, NOW, 1.0),)}

        def confirmed(self, office_id: str, ids: list[str]) -> dict[str, int]:
            return {}

    quiet = Everywhere({"o2": [replace(WEAVER, expertise=())]})
    directory = Directory(cast(MemoryIndex, quiet), cast(PeopleStore, quiet), Thanks())  # type: ignore[arg-type]
    assert directory.who("o2", TOPIC, now=NOW).experts
    assert Neighbours(directory, cast(PeopleStore, quiet), cast(RulesStore, quiet)).who(HOME, TOPIC, now=NOW) == ()


def test_provinces_are_read_as_people_write_them() -> None:
    """With and without the word before it; what is none is refused, since a typo would share with nobody."""
    assert len(set(PROVINCES)) == 77
    assert [province(text) for text in ("จังหวัดน่าน", "จ. น่าน", " น่าน ", "กทม.", "นาน")] == [
        "น่าน", "น่าน", "น่าน", "กรุงเทพมหานคร", None,
    ]  # fmt: skip
