"""The index on disk: what it holds, what leaves it, and what readers see."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
import tantivy

from bot.measure.office import MemoryNotes
from bot.search.index import FIELDS, STATE, TantivyIndex, folder, open_index, read_state
from bot.search.writer import OfficeWriter
from knowledge.clues import ask
from knowledge.notes import Note, Share
from knowledge.people import Member
from knowledge.question import Field, Question
from knowledge.search import Filters

OFFICE = "o1"
AT = datetime(2026, 5, 1, tzinfo=UTC)


def note(name: str, text: str, member: str = "m1") -> Note:
    return Note(name, OFFICE, "G1", "U1", member, "tip", text, (name,), AT)


def question(index: TantivyIndex, text: str) -> Question:
    def counts(field: Field, some: list[str]) -> tuple[int, list[int]]:
        return index.counts(OFFICE, "notes", field, some)

    return ask(text, counts)


def found(index: TantivyIndex, text: str, filters: Filters | None = None) -> list[str]:
    hits = index.notes(OFFICE, question(index, text), filters=filters or Filters())
    return [hit.note_id for hit in sorted(hits, key=lambda h: -h.likeness)]


def terms_on_disk(root: Path, kept: str = "notes") -> set[str]:
    """Every token that the index's files still know, deleted or not."""
    place = folder(root, OFFICE)
    state = read_state(place)
    assert state is not None
    index = open_index(place / state.generation, kept)  # type: ignore[arg-type]
    searcher = index.searcher()
    return {term for field in (*FIELDS.values(), "key") for term, _ in searcher.terms_with_prefix(field, "")}


@pytest.fixture
def writer(tmp_path: Path) -> Iterator[OfficeWriter]:
    writer = OfficeWriter(tmp_path, OFFICE)
    writer.rebuild([note("n1", "ล้างถังกรองประปา"), note("n2", "ตั้งธนาคารขยะ", "m2")], [], "1-0")
    yield writer
    writer.close()


def test_readers_see_a_commit_at_once(tmp_path: Path, writer: OfficeWriter) -> None:
    """What is committed is found by readers that were open before, without waiting."""
    index = TantivyIndex(tmp_path)
    assert found(index, "เพาะเห็ดฟาง") == []
    writer.put_note(note("n3", "เพาะเห็ดฟางในตะกร้า"))
    writer.commit("2-0")
    assert found(index, "เพาะเห็ดฟาง")[0] == "n3"


def test_a_note_put_twice_is_there_once(tmp_path: Path, writer: OfficeWriter) -> None:
    """Changes may be taken in again after a crash."""
    for cursor in ("2-0", "3-0"):
        writer.put_note(note("n1", "ล้างถังกรองประปา"))
        writer.commit(cursor)
    assert writer.count() == 2
    assert found(TantivyIndex(tmp_path), "ล้างถังกรอง").count("n1") == 1


def test_no_text_is_stored(tmp_path: Path, writer: OfficeWriter) -> None:
    """The index gives ids back, never what somebody wrote."""
    place = folder(tmp_path, OFFICE)
    index = open_index(place / "g1", "notes")
    searcher = index.searcher()
    for _, address in searcher.search(tantivy.Query.all_query(), 10).hits:
        stored = searcher.doc(address).to_dict()
        assert set(stored) == {"key", "member", "group", "at"}


def test_tokens_of_a_removed_note_leave_the_files(tmp_path: Path, writer: OfficeWriter) -> None:
    """What was unsent in LINE is no longer ours to keep: not even as a token in a segment marked deleted."""
    store = MemoryNotes([note("n1", "ล้างถังกรองประปา")])
    assert any("ธนาคาร" in term for term in terms_on_disk(tmp_path))
    writer.drop_note("n2")
    writer.commit("2-0")
    assert writer.unclean
    assert writer.purge(store, [])
    left = terms_on_disk(tmp_path)
    assert not any("ธนาคาร" in term or term == "n2" for term in left)
    assert any("กรอง" in term for term in left)
    assert found(TantivyIndex(tmp_path), "ล้างถังกรอง") == ["n1"]


def test_a_big_office_is_purged_in_slices(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Slices keep the writer free for new notes; in the end nothing removed is left, also the second time."""
    monkeypatch.setattr("bot.search.writer.SLICE", 7)
    notes = {f"n{i}": note(f"n{i}", f"เรื่องที่ {i} คำเฉพาะ zq{i}x") for i in range(60)}
    writer = OfficeWriter(tmp_path, OFFICE)
    writer.rebuild(notes.values(), [], "1-0")
    for gone in ("n5", "n41"):
        del notes[gone]
        writer.drop_note(gone)
        writer.commit("2-0")
        store = MemoryNotes(notes.values())
        assert not writer.purge(store, [], steps=1)
        for _ in range(30):
            if writer.purge(store, [], steps=1):
                break
        assert not writer.unclean
        assert f"zq{gone[1:]}x" not in terms_on_disk(tmp_path)
        assert writer.count() == len(notes)
    writer.close()


def test_a_member_who_left_has_no_card(tmp_path: Path, writer: OfficeWriter) -> None:
    """Their declared expertise is found no more, and its tokens go too."""
    member = Member("m1", "นายหนึ่ง", expertise=("ซ่อมปั๊มน้ำ",))
    writer.put_member(member)
    writer.commit("2-0")
    index = TantivyIndex(tmp_path)
    assert index.members(OFFICE, question(index, "ซ่อมปั๊มน้ำ")) == ["m1"]
    gone = replace(member, left=True)
    writer.put_member(gone)
    writer.commit("3-0")
    assert index.members(OFFICE, question(index, "ซ่อมปั๊มน้ำ")) == []
    writer.purge(MemoryNotes([]), [gone])
    assert not any("ปั๊ม" in term for term in terms_on_disk(tmp_path, "people"))


def test_filters_narrow_what_is_found(tmp_path: Path, writer: OfficeWriter) -> None:
    """By teller and by time; each alone and without a matter."""
    index = TantivyIndex(tmp_path)
    assert found(index, "", Filters(member_ids=frozenset({"m2"}))) == ["n2"]
    assert found(index, "ล้างถังกรองประปา", Filters(member_ids=frozenset({"m2"}))) == []
    assert found(index, "ล้างถังกรอง", Filters(since=datetime(2026, 6, 1, tzinfo=UTC))) == []
    assert found(index, "ล้างถังกรอง", Filters(until=datetime(2026, 6, 1, tzinfo=UTC)))[0] == "n1"


def test_an_office_that_has_no_index_finds_nothing(tmp_path: Path) -> None:
    """Before the first build, and for names that could leave the folder."""
    index = TantivyIndex(tmp_path)
    assert found(index, "ประปา") == []
    for office_id in ("../../etc", "ทต.ห้วย", "a/b", "a_b"):
        assert folder(tmp_path, office_id).parent == tmp_path
    assert folder(tmp_path, "a/b") != folder(tmp_path, "a_b")


@pytest.mark.parametrize("harm", ["state", "meta", "segment", "version", "vocabulary", "empty"])
def test_what_is_no_use_asks_for_a_rebuild(tmp_path: Path, writer: OfficeWriter, harm: str) -> None:
    """Missing, damaged or made by another version: a cursor is only given for an index that can be used."""
    place = folder(tmp_path, OFFICE)
    writer.close()
    state = json.loads((place / STATE).read_text())
    files = place / state["generation"] / "notes"
    if harm == "state":
        (place / STATE).write_text("{half")
    elif harm == "meta":
        (files / "meta.json").write_text("nonsense")
    elif harm == "segment":
        for part in files.glob("*.term"):
            part.unlink()
    elif harm == "empty":
        for part in files.iterdir():
            part.unlink()
    else:
        (place / STATE).write_text(json.dumps({**state, harm: 0 if harm == "version" else "x"}))
    again = OfficeWriter(tmp_path, OFFICE)
    assert again.cursor is None
    again.rebuild([note("n1", "ล้างถังกรองประปา")], [], "5-0")
    assert again.cursor == "5-0"
    assert found(TantivyIndex(tmp_path), "ล้างถังกรอง") == ["n1"]
    assert [p.name for p in place.iterdir() if p.is_dir()] == [read_state(place).generation]  # type: ignore[union-attr]
    again.close()


def test_readers_go_on_while_it_is_rebuilt(tmp_path: Path, writer: OfficeWriter) -> None:
    """The old index answers until the new one is whole, and then the new one does."""
    index = TantivyIndex(tmp_path)
    seen: list[list[str]] = []

    def told() -> Iterator[Note]:
        yield note("n9", "ล้างถังกรองใหม่")
        seen.append(found(index, "ล้างถังกรอง"))

    writer.rebuild(told(), [], "9-0")
    assert seen == [["n1"]]
    assert found(index, "ล้างถังกรอง") == ["n9"]


def test_people_are_found_by_what_they_are_called(tmp_path: Path, writer: OfficeWriter) -> None:
    """Nickname, first name or a part of the name on LINE; all who share it."""
    writer.put_member(Member("m1", "นายประเสริฐ ใจดี", "แดง", display_name="พี่แดง ช่าง"))
    writer.put_member(Member("m2", "นางรัตนา ใจงาม", "แดง"))
    writer.commit("2-0")
    called = TantivyIndex(tmp_path).named(OFFICE, ["แดง", "ประเสริฐ", "พี่แดง", "ไม่มี"])
    assert {name: sorted(ids) for name, ids in called.items()} == {
        "แดง": ["m1", "m2"],
        "ประเสริฐ": ["m1"],
        "พี่แดง": ["m1"],
    }


def test_what_several_told_is_found_whole_and_by_teller(tmp_path: Path, writer: OfficeWriter) -> None:
    """Searching finds one note; whom to ask is known by what each said; taken back, nothing of a part stays."""
    told = replace(
        note("n3", "ซ่อมฝาย: เรียงกระสอบทราย / ปลูกหญ้าแฝก"),
        shares=(Share("m2", "ซ่อมฝาย เรียงกระสอบทราย"), Share("m3", "ซ่อมฝาย ปลูกหญ้าแฝก")),
    )
    writer.put_note(told)
    writer.commit("2-0")
    assert writer.count() == 3
    index = TantivyIndex(tmp_path)
    hits = index.notes(OFFICE, question(index, "หญ้าแฝก"))
    assert [(hit.note_id, hit.member_id, hit.shared) for hit in hits] == [("n3", "m1", False)]
    parts = index.notes(OFFICE, question(index, "หญ้าแฝก"), by_teller=True)
    assert [(hit.note_id, hit.member_id, hit.shared) for hit in parts] == [("n3", "m3", True)]
    assert found(index, "หญ้าแฝก", Filters(member_ids=frozenset({"m2"}))) == ["n3"]
    left = replace(told, text="ซ่อมฝาย: ปลูกหญ้าแฝก", shares=told.shares[1:])
    writer.put_note(left)
    writer.commit("3-0")
    others = [note("n1", "ล้างถังกรองประปา"), note("n2", "ตั้งธนาคารขยะ", "m2")]
    assert writer.purge(MemoryNotes([*others, left]), [])
    assert writer.count() == 3
    assert not any("กระสอบ" in term for term in terms_on_disk(tmp_path))
    assert [hit.member_id for hit in index.notes(OFFICE, question(index, "หญ้าแฝก"), by_teller=True)] == ["m3"]


def test_how_common_a_term_is_follows_each_commit(tmp_path: Path, writer: OfficeWriter) -> None:
    """Frequencies are remembered for one reading only: a word told this moment counts in the next question."""
    index = TantivyIndex(tmp_path)
    assert index.counts(OFFICE, "notes", "words", ["โดรน"]) == (2, [0])
    writer.put_note(note("n3", "บินโดรน"))
    writer.commit("2-0")
    assert index.counts(OFFICE, "notes", "words", ["โดรน"]) == (3, [1])


def test_few_wanted_are_the_best_of_all(tmp_path: Path, writer: OfficeWriter) -> None:
    """However few notes or cards are asked for, words and trigrams are added up over many."""
    for n in range(60):
        text = "ตั้งธนาคารขยะที่โรงเรียน คัดแยกขวดแก้วกับกระดาษ" if n % 2 else "ขยะ ธนาคาร"
        writer.put_note(note(f"x{n:02}", text))
        writer.put_member(Member(f"m{n:02}", f"คนที่ {n}", expertise=("ธนาคารขยะ",) if n == 37 else ("ขยะเปียก",)))
    writer.commit("2-0")
    index = TantivyIndex(tmp_path)
    asked = question(index, "ธนาคารขยะ")
    every = sorted(index.notes(OFFICE, asked, limit=50), key=lambda h: -h.likeness)
    assert index.notes(OFFICE, asked, limit=1)[0].likeness == every[0].likeness
    assert index.members(OFFICE, asked, limit=1) == ["m37"]
