"""The library is the office's: all its groups and people see it, and nobody else (docs/privacy.md)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.services import people_store
from bot.store.changes import Changes
from handlers import wording
from knowledge.people import Group, Member, Office
from tests import line
from tests.talk import OFFICE, Talk

TELLING = "เติมด่างทับทิมในบ่อพักน้ำก่อนสูบเข้าแปลงผัก รากไม่เน่าอีกเลย"
THEIRS = Office("o2", "เทศบาลอื่น", "municipal", 2570, "WXYZ-6789")
ITS_GROUP = line.ROOM.replace("R", "C")


@pytest.fixture
def two(talk: Talk) -> Talk:
    """An office of two groups, and another office on the same server."""
    changes = Changes()
    people = people_store(talk.redis, changes, talk.keys)
    people.put_group(Group(line.OTHER_GROUP, OFFICE.id, talk.now))
    people.put_office(THEIRS)
    people.put_group(Group(ITS_GROUP, THEIRS.id, talk.now))
    people.put_member(THEIRS.id, Member("x1", "นางอื่น ไกลบ้าน", "อื่น", user_id="Uอื่น", consented_at=talk.now))
    changes.keep(talk.redis)
    return talk


def says(talk: Talk, who: str, text: str, group: str) -> str:
    return "\n".join(talk.deliver(line.text(text, user=f"U{who}", group=group, at=talk.now)))


@pytest.mark.parametrize("private", [False, True], ids=["told in a group", "told in 1:1"])
def test_all_groups_and_people_of_the_office_see_it(two: Talk, private: bool) -> None:
    """What one group was told, or the bot alone, another group finds with its teller, as does a colleague in 1:1."""
    two.say("รุ่ง", f"#เคล็ดลับ {TELLING}", private=private)
    for found in (
        says(two, "ใจ", "ค้น ด่างทับทิม", line.OTHER_GROUP),
        says(two, "ใครก็ได้", "ค้น ด่างทับทิม", line.GROUP),
        says(two, "ใจ", "ค้น ด่างทับทิม", "Uใจ"),
    ):
        assert "รากไม่เน่าอีกเลย" in found
        assert "แดง · " in found
    assert "อาสาพัฒนา" in says(two, "ใจ", "ใครรู้เรื่องด่างทับทิม", line.OTHER_GROUP)


def test_other_offices_see_nothing_of_it(two: Talk) -> None:
    """Neither in their group nor in 1:1, nor by a button that was pressed elsewhere."""
    two.say("รุ่ง", f"#เคล็ดลับ {TELLING}")
    (note,) = two.kept()
    for chat in (ITS_GROUP, "Uอื่น"):
        assert says(two, "อื่น", "ค้น ด่างทับทิม", chat) == wording.nothing_found("ด่างทับทิม")
        assert "แดง" not in says(two, "อื่น", "ใครรู้เรื่องด่างทับทิม", chat)
        read = line.postback(f"note.read?note={note.id}", user="Uอื่น", group=chat)
        assert two.deliver(read) == [wording.STALE]


def test_a_stranger_sees_nothing_in_private(two: Talk) -> None:
    """Whom no roster names and who never spoke in a group of the office is told how to come in, once."""
    two.say("รุ่ง", f"#เคล็ดลับ {TELLING}")
    assert two.say("แปลก", "ค้น ด่างทับทิม", private=True) == [wording.NOT_LINKED_PRIVATE]
    assert two.say("แปลก", "ใครรู้เรื่องด่างทับทิม", private=True) == []


@pytest.mark.parametrize("then", [[], ["#ไม่บันทึกฉัน"]], ids=["left", "left and opted out"])
def test_who_left_is_a_stranger_in_private(two: Talk, then: list[str]) -> None:
    """Somebody who was transferred finds nothing more, also by old buttons, and still sees what is kept of them."""
    two.say("รุ่ง", f"#เคล็ดลับ {TELLING}")
    assert "รากไม่เน่า" in two.say("แดง", "ค้น ด่างทับทิม", private=True)[0]
    two.deliver(line.member_left("Uแดง"))
    for said in then:
        two.say("แดง", said, private=True)
    (note,) = two.kept()
    read = two.deliver(line.postback(f"note.read?note={note.id}", user="Uแดง", group="Uแดง"))
    assert "ด่างทับทิม" not in "\n".join(read)
    for asked in ("ค้น ด่างทับทิม", "ใครรู้เรื่องด่างทับทิม", "#ช่องว่างความรู้"):
        assert "ด่างทับทิม" not in "\n".join(two.say("แดง", asked, private=True))
    assert wording.NOT_LINKED_PRIVATE not in two.say("แดง", "#ข้อมูลของฉัน", private=True)


def test_who_left_can_still_take_back_their_own(two: Talk) -> None:
    """What was told in 1:1 is unsent there."""
    two.say("แดง", f"#เคล็ดลับ {TELLING}", private=True, name="เรื่อง")
    two.deliver(line.member_left("Uแดง"))
    two.unsend("เรื่อง")
    assert two.kept() == []


def test_leaving_one_of_several_groups_is_not_leaving(two: Talk) -> None:
    """LINE still knows the person in the other group: they stay an answer, and still ask in 1:1."""
    two.line.names["Uรุ่ง"] = "รุ่ง"
    two.say("รุ่ง", f"#เคล็ดลับ {TELLING}")
    two.deliver(line.member_left("Uรุ่ง"))
    assert "แดง" in says(two, "ใจ", "ใครรู้เรื่องด่างทับทิม", line.GROUP)
    assert "รากไม่เน่า" in says(two, "รุ่ง", "ค้น ด่างทับทิม", "Uรุ่ง")


def test_a_keeper_who_left_keeps_nothing(two: Talk) -> None:
    """The role goes with the place."""
    keeper = two.people.member(OFFICE.id, "m1")
    assert keeper is not None
    changes = Changes()
    people_store(two.redis, changes, two.keys).put_member(OFFICE.id, replace(keeper, left=True))
    changes.keep(two.redis)
    assert "ใจ" not in "\n".join(two.say("ใจ", "#ความเสี่ยง", private=True))
