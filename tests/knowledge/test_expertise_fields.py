"""The fourteen official fields of a person (S17)."""

from __future__ import annotations

from datetime import UTC, datetime

from knowledge.classifier import Classifier
from knowledge.expertise_fields import TAXONOMY, fields_of, table
from knowledge.notes import Note
from knowledge.people import Member
from knowledge.taxonomy import load

FILES = Classifier(load(TAXONOMY))
AT = datetime(2026, 11, 23, 2, tzinfo=UTC)


def note(n: int, text: str) -> Note:
    return Note(f"n{n}", "o1", "G1", "U", "m1", "tip", text, (f"x{n}",), AT)


def test_declared_items_and_notes_make_the_fields() -> None:
    """Several fields a person, the surest first, with what speaks for them."""
    member = Member("m1", "ก", expertise=("ปิดบัญชี", "พิธีกร", "ทำบัญชีกองทุน"))
    fields = fields_of(member, [note(1, "ไกล่เกลี่ยข้อพิพาทเรื่องที่ดินต้องฟังสองฝ่าย")], FILES)
    assert [f.id for f in fields][:2] == ["economy", "communication"]
    assert fields[0].declared == ("ปิดบัญชี", "ทำบัญชีกองทุน")


def test_one_note_alone_is_no_field_yet_two_are() -> None:
    """A single story may be chance."""
    told = ["ไกล่เกลี่ยข้อพิพาทเรื่องที่ดิน ต้องฟังสองฝ่าย", "ไกล่เกลี่ยหนี้นอกระบบ ให้คู่กรณีคุยกันเอง"]
    member = Member("m1", "ก")
    assert fields_of(member, [note(1, told[0])], FILES) == ()
    (field, *_) = fields_of(member, [note(n, text) for n, text in enumerate(told)], FILES)
    assert (field.id, field.notes) == ("mediation", 2)


def test_the_table_keeps_its_empty_rows() -> None:
    """An empty field is what the office needs to see."""
    member = Member("m1", "ก", expertise=("ปิดบัญชี",))
    rows = dict(table([(member, fields_of(member, [], FILES))], [c.id for c in load(TAXONOMY).categories]))
    assert len(rows) == 14
    assert rows["economy"] == (member,)
    assert sum(1 for people in rows.values() if not people) == 13
