"""What stories of a circle share, and what becomes of points when stories change."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from knowledge.circles import OPEN_FOR, Circle, Point, proposals, without_note
from knowledge.notes import Note

AT = datetime(2026, 11, 23, 2, tzinfo=UTC)
CIRCLE = Circle("c1", "o1", "G", "ประชุมให้คนมาครบ", AT, note_ids=("na", "nb", "nc"))


def note(which: str, text: str, member: str) -> Note:
    return Note(f"n{which}", "o1", "G", f"U{member}", member, "story", text, (which,), AT, circle_id="c1")


STORIES = [
    note("a", "หมู่บ้านเราคนไม่มาประชุม แก้โดยเปลี่ยนมานัดประชุมตอนค่ำหลังเลิกนา คนมาเกือบครบ", "m1"),
    note("b", "ต้องนัดประชุมตอนค่ำหลังเลิกนา อย่านัดกลางวันเด็ดขาด ไม่มีใครมา", "m2"),
    note("c", "วิธีของผมคือจับฉลากแจกไข่ไก่ท้ายประชุม คนอยู่จนจบทุกครั้ง", "m3"),
]


def test_core_is_what_several_tellers_say() -> None:
    """One sentence, word for word, with the other story that says the same; what only one says is no core."""
    core = [point for point in proposals(CIRCLE, STORIES) if point.kind == "core"]
    assert len(core) == 1
    assert {core[0].note_id, *core[0].also_in} == {"na", "nb"}
    assert any(core[0].text in story.text for story in STORIES)


def test_one_teller_saying_it_twice_is_no_core() -> None:
    """The same two stories by one person."""
    twice = [STORIES[0], replace(STORIES[1], member_id="m1")]
    assert [point for point in proposals(CIRCLE, twice) if point.kind == "core"] == []


def test_core_that_one_story_is_left_to_say_goes() -> None:
    """Unless the facilitator has confirmed it."""
    core = Point("core.1", "c1", "core", "x", "na", "x", also_in=("nb",))
    left, changed, gone = without_note(CIRCLE, [core], "nb")
    assert (left.note_ids, changed, gone) == (("na", "nc"), [], [core])
    _, changed, gone = without_note(CIRCLE, [replace(core, status="taken")], "nb")
    assert ([point.also_in for point in changed], gone) == ([()], [])


def test_a_circle_is_open_for_three_hours() -> None:
    """What was said before it, or after its end, is no part of it."""
    assert CIRCLE.open_at(AT)
    assert not CIRCLE.open_at(AT - timedelta(seconds=1))
    assert not CIRCLE.open_at(AT + OPEN_FOR)
    assert not replace(CIRCLE, closed_at=AT).open_at(AT + timedelta(minutes=1))
