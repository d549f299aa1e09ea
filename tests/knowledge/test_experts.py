"""Who can be asked: the evidence, who is never named, and when it is nobody."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import cast

import pytest
from invented import MEMBERS, NOTES, NOW, OFFICE, note, people
from memory_index import MemoryIndex

from bot.measure.office import MemoryPeople
from knowledge.experts import Directory, Ranking, fiscal_year
from knowledge.people import PeopleStore


@pytest.fixture
def directory() -> Directory:
    return Directory(MemoryIndex(list(NOTES), list(MEMBERS)), people())


def ids(ranking: Ranking) -> list[str]:
    return [expert.member.id for expert in ranking.experts]


def test_who_told_about_it_is_named_with_the_reason(directory: Directory) -> None:
    """Notes speak for their tellers; the evidence says how many and when."""
    ranking = directory.who(OFFICE, "ประปาหมู่บ้าน", now=NOW)
    assert ids(ranking)[0] == "m2"
    told = next(e for e in ranking.experts[0].evidence if e.kind == "notes")
    assert told.count == len(told.note_ids) >= 1
    assert "n2" in told.note_ids
    assert told.latest == NOTES[1].told_at


def test_declared_expertise_is_evidence(directory: Directory) -> None:
    """What a person says they know stands as they wrote it."""
    ranking = directory.who(OFFICE, "ใช้ e-laas", now=NOW)
    assert ids(ranking) == ["m1"]
    assert ("declared", "e-LAAS") in [(e.kind, e.detail) for e in ranking.experts[0].evidence]


def test_those_who_left_or_retired_are_not_named(directory: Directory) -> None:
    """m4 left and m5 retired at the end of the last fiscal year: their notes stay, they are not asked."""
    assert not {"m4", "m5"} & set(ids(directory.who(OFFICE, "ประปา", now=NOW, limit=10)))


def test_the_asker_is_never_the_answer(directory: Directory) -> None:
    """Nobody is sent to themselves."""
    assert "m2" not in ids(directory.who(OFFICE, "ประปา", asker_user_id="U2", now=NOW))


@pytest.mark.parametrize("topic", ["เลี้ยงผึ้งชันโรง", "ภาษามือ", "เขียนโปรแกรม Python", "", "ทำโครงการ", "🌼", "คน"])
def test_nobody_is_named_for_what_nobody_knows(directory: Directory, topic: str) -> None:
    """A wrong name costs more trust than none; words of everyday talk name nobody."""
    ranking = directory.who(OFFICE, topic, now=NOW)
    assert ranking.abstained
    assert not ranking.experts


@pytest.mark.parametrize("topic", ["ปะปาหมู่บ้าน", "ประปา หมู่บ้าน", "ปร้ะปาหมู่บ้าน"])
def test_misspelt_topics_find_the_same_person(directory: Directory, topic: str) -> None:
    """Letters of the same sound, tone marks and spaces are no obstacle."""
    assert ids(directory.who(OFFICE, topic, now=NOW))[:1] == ["m2"]


def test_one_note_that_answers_beats_several_that_touch_it() -> None:
    """Counting notes rewards those who talk most; here the best note leads."""
    notes = [
        note(11, "m3", "ซ่อมหลังคาศาลารั่วด้วยแผ่นเมทัลชีท ใช้สกรูยางกันน้ำ ไม่รั่วอีก"),
        note(12, "m2", "ประชุมศาลากลางบ้าน คนมาน้อย"),
        note(13, "m2", "จัดงานที่ศาลาวัด ไฟไม่พอ"),
        note(14, "m2", "ศาลาเต็มเร็ว ต้องจองก่อน"),
    ]
    directory = Directory(MemoryIndex(notes, list(MEMBERS)), people())
    assert ids(directory.who(OFFICE, "ซ่อมหลังคาศาลารั่ว", now=NOW))[0] == "m3"


def test_between_equals_the_newer_teller_leads() -> None:
    """Recent counts a little more."""
    old = note(21, "m2", "ทำทะเบียนแม่บ้านอาสา", days=2000)
    new = note(22, "m3", "ทำทะเบียนแม่บ้านอาสา", days=5)
    directory = Directory(MemoryIndex([old, new], list(MEMBERS)), people())
    assert ids(directory.who(OFFICE, "ทะเบียนแม่บ้านอาสา", now=NOW)) == ["m3", "m2"]


def test_who_asked_not_to_be_kept_is_not_named() -> None:
    """Nobody is listed against their will."""
    shy = [replace(m, opted_out=m.id == "m1") for m in MEMBERS]
    directory = Directory(MemoryIndex(list(NOTES), shy), cast(PeopleStore, MemoryPeople(shy)))
    assert "m1" not in ids(directory.who(OFFICE, "e-LAAS", now=NOW))


def test_the_same_group_decides_between_equals() -> None:
    """Of two who told the same on the same day, the one of the asker's group is named first."""
    here, there = note(31, "m3", "แผนเผชิญเหตุน้ำป่า"), note(32, "m2", "แผนเผชิญเหตุน้ำป่า", group="G2")
    directory = Directory(MemoryIndex([here, there], list(MEMBERS)), people())
    assert ids(directory.who(OFFICE, "แผนเผชิญเหตุน้ำป่า", group_id="G1", now=NOW))[0] == "m3"
    assert ids(directory.who(OFFICE, "แผนเผชิญเหตุน้ำป่า", group_id="G2", now=NOW))[0] == "m2"


def test_the_whole_message_is_read_where_the_topic_is_a_scrap(directory: Directory) -> None:
    """When hearing kept only a few empty words, the matter is still in what was said."""
    ranking = directory.who(OFFICE, "มีทางออก", said="ขวดพลาสติกกองเต็มโรงเรียน ใครพอมีทางออกบ้าง", now=NOW)
    assert ids(ranking)[:1] == ["m3"]


def test_a_position_that_all_share_says_nothing() -> None:
    """Where everybody is a นักพัฒนาชุมชน, the word in a question tells nobody apart."""
    same = [replace(m, position="นักพัฒนาชุมชน", expertise=()) for m in MEMBERS]
    store = cast(PeopleStore, MemoryPeople(same))
    assert Directory(MemoryIndex([], same), store).who(OFFICE, "พัฒนาชุมชน", now=NOW).abstained


def test_the_fiscal_year_turns_on_the_first_of_october_in_bangkok() -> None:
    """domain.md §2: named by the Buddhist year in which it ends; 17:00 UTC is midnight in Bangkok."""
    assert fiscal_year(datetime(2026, 9, 30, 16, 59, tzinfo=UTC)) == 2569
    assert fiscal_year(datetime(2026, 9, 30, 17, 0, tzinfo=UTC)) == 2570


def test_among_very_many_tellers_the_best_is_named_and_who_left_passed_over() -> None:
    """Only the cards of the best tellers are read, and one who left takes nobody's place."""
    many = [replace(MEMBERS[0], id=f"x{n}", user_id=f"UX{n}", expertise=(), position="") for n in range(40)]
    many[0] = replace(many[0], left=True)
    answers = "ซ่อมหลังคาศาลารั่วด้วยแผ่นเมทัลชีท"
    notes = [note(100 + n, f"x{n}", answers if n < 2 else "หลังคาบ้านเก่าแล้ว ฝนตกทั้งคืน") for n in range(40)]
    directory = Directory(MemoryIndex(notes, many), cast(PeopleStore, MemoryPeople(many)))
    assert ids(directory.who(OFFICE, "ซ่อมหลังคาศาลารั่ว", now=NOW))[0] == "x1"
