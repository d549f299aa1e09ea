"""What colleagues say for somebody, as evidence in the directory."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import cast

import pytest
from invented import MEMBERS, NOTES, NOW, OFFICE, note, people
from memory_index import MemoryIndex

from bot.measure.office import MemoryPeople
from knowledge.crediting import Credit, CreditBook, CreditKind, endorsement_id
from knowledge.experts import Directory, Ranking
from knowledge.notes import Note
from knowledge.people import PeopleStore


class Books:
    """`CreditSource` in memory."""

    def __init__(self, *credits: Credit, confirmed: Mapping[str, int] | None = None) -> None:
        self._book, self._confirmed = CreditBook(credits), confirmed or {}

    def book(self, office_id: str) -> CreditBook:
        return self._book

    def confirmed(self, office_id: str, note_ids: Iterable[str]) -> Mapping[str, int]:
        return {each: self._confirmed[each] for each in note_ids if each in self._confirmed}


def ask(topic: str, books: Books, notes: tuple[Note, ...] = NOTES) -> Ranking:
    return Directory(MemoryIndex(list(notes), list(MEMBERS)), people(), books).who(OFFICE, topic, now=NOW)


def ids(ranking: Ranking) -> list[str]:
    return [expert.member.id for expert in ranking.experts]


def credit(kind: CreditKind, member: str = "m1", by: str = "m2", topic: str = "โดรนพ่นยา", days: int = 1) -> Credit:
    return Credit(member, topic, kind, NOW - timedelta(days=days), by)


@pytest.mark.parametrize("kind", ["thanked", "endorsed", "record"])
def test_what_colleagues_say_can_name_somebody(kind: CreditKind) -> None:
    """Also where nothing was told about it, with the reason."""
    assert ask("โดรนพ่นยา", Books()).abstained
    ranking = ask("โดรนพ่นยา", Books(credit(kind)))
    assert ids(ranking) == ["m1"]
    assert (kind, 1) in [(e.kind, e.count) for e in ranking.experts[0].evidence]


def test_another_matter_says_nothing() -> None:
    """Thanks for one thing are no evidence for the next."""
    assert ask("เลี้ยงผึ้งชันโรง", Books(credit("thanked"))).abstained


def test_one_voice_is_one_voice() -> None:
    """A colleague who vouches in three wordings counts once; three colleagues count three times."""
    same = Books(*(credit("endorsed", topic=topic) for topic in ("โดรนพ่นยา", "ใช้โดรนพ่นยา", "บินโดรนพ่นยา")))
    three = Books(*(credit("endorsed", by=by) for by in ("m2", "m3", "m6")))
    counted = [
        next(e.count for e in ask("โดรนพ่นยา", books).experts[0].evidence if e.kind == "endorsed")
        for books in (same, three)
    ]
    assert counted == [1, 3]


def test_friends_do_not_vote_somebody_past_who_did_it() -> None:
    """Twenty good words weigh less than having done the thing and told how."""
    told = note(41, "m3", "โดรนพ่นยาบินตอนเช้าก่อนแปดโมง ลมยังไม่แรง ยาไม่ปลิวไปแปลงข้าง ๆ เติมน้ำยาทีละถัง")
    crowd = Books(*(credit("endorsed", by=f"x{n}") for n in range(20)))
    assert ids(ask("โดรนพ่นยา", crowd, (*NOTES, told)))[0] == "m3"


def test_thanks_decide_between_equals() -> None:
    """Of two who told the same, the one who helped before is named first."""
    notes = (note(51, "m2", "แผนเผชิญเหตุน้ำป่า"), note(52, "m3", "แผนเผชิญเหตุน้ำป่า"))
    for member in ("m2", "m3"):
        books = Books(credit("thanked", member, "m1", "แผนเผชิญเหตุน้ำป่า"))
        assert ids(ask("แผนเผชิญเหตุน้ำป่า", books, notes))[0] == member


def test_points_that_were_confirmed_speak_for_their_teller() -> None:
    """A little, and as a reason."""
    notes = (note(61, "m2", "แผนเผชิญเหตุน้ำป่า"), note(62, "m3", "แผนเผชิญเหตุน้ำป่า"))
    ranking = ask("แผนเผชิญเหตุน้ำป่า", Books(confirmed={notes[1].id: 2}), notes)
    assert ids(ranking)[0] == "m3"
    assert ("confirmed", 2) in [(e.kind, e.count) for e in ranking.experts[0].evidence]


def test_what_somebody_denies_outweighs_all() -> None:
    """And who hid the card isn't named."""
    for change in ({"denied": ("โดรน",)}, {"hidden": True}):
        changed = [replace(m, **change) if m.id == "m1" else m for m in MEMBERS]
        store = cast(PeopleStore, MemoryPeople(changed))
        directory = Directory(MemoryIndex(list(NOTES), changed), store, Books(credit("endorsed")))
        assert directory.who(OFFICE, "โดรนพ่นยา", now=NOW).abstained


def test_the_same_word_for_the_same_person_is_one_fact() -> None:
    """However it is spelt."""
    assert endorsement_id("m1", "m2", "e-LAAS") == endorsement_id("m1", "m2", "eLaas")
    assert endorsement_id("m1", "m2", "e-LAAS") != endorsement_id("m1", "m3", "e-LAAS")
