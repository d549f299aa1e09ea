"""Finding notes: filters in words, what is no answer, and that snippets are the note's own words."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from invented import MEMBERS, NOTES, OFFICE, notes_of, people
from memory_index import MemoryIndex

from knowledge.asked import read
from knowledge.search import Found, Library


@pytest.fixture
def library() -> Library:
    return Library(MemoryIndex(list(NOTES), list(MEMBERS)), notes_of, people())


def nobody(names: list[str]) -> dict[str, list[str]]:
    """An office in which nobody has any of these names."""
    return {}


def ids(found: Found) -> list[str]:
    return [hit.note.id for hit in found.hits]


def test_the_note_that_answers_comes_first(library: Library) -> None:
    """A question is answered by the note about its matter, not by one that shares everyday words."""
    assert ids(library.search(OFFICE, "น้ำแดงล้างถังกรอง"))[0] == "n2"


def test_other_words_for_the_same_matter_find_it(library: Library) -> None:
    """Paraphrases reach a note through the matters they name, without a shared word."""
    assert "n3" in ids(library.search(OFFICE, "รีไซเคิล"))


def test_nothing_is_found_for_what_nobody_told(library: Library) -> None:
    """Better no note than a wrong one."""
    found = library.search(OFFICE, "เลี้ยงผึ้งชันโรง")
    assert found.abstained
    assert not found.hits


@pytest.mark.parametrize(
    "query", ["", "   ", "!!!", "🌼🌼🌼", "ใครรู้บ้าง", "@คุณลิขิต", "a" * 5000, "ก" * 5000, "' OR 1=1 --"]
)
def test_odd_queries_find_nothing_and_break_nothing(library: Library, query: str) -> None:
    """Empty, endless and hostile texts are questions without an answer."""
    found = library.search(OFFICE, query)
    assert found.abstained


def test_every_snippet_stands_in_its_note(library: Library) -> None:
    """What is quoted must be what the person wrote, letter by letter."""
    for query in ("ประปา", "ขยะ", "ปิดบัญชี"):
        for hit in library.search(OFFICE, query, limit=10).hits:
            assert hit.snippet
            assert hit.snippet in hit.note.text


def test_of_a_person_keeps_only_what_they_told(library: Library) -> None:
    """`ของ(ชื่อ)` is a filter; a name that nobody has stays part of the matter."""
    assert sorted(ids(library.search(OFFICE, "เรื่องขยะของพี่ฟ้า", limit=10))) == ["n3", "n4"]
    assert read("ประปาของเทศบาล", nobody).filters.member_ids == frozenset()


def test_only_a_person_lists_all_they_told_newest_first(library: Library) -> None:
    """A filter without a matter is a list."""
    assert ids(library.search(OFFICE, "", member_id="m3", limit=10)) == ["n3", "n4"]


def test_a_kind_that_is_asked_for_comes_first(library: Library) -> None:
    """`AAR …` puts AARs before other notes on the matter."""
    assert ids(library.search(OFFICE, "AAR ขยะ", limit=10))[0] == "n4"


def test_a_year_is_a_fiscal_year(library: Library) -> None:
    """`ปี 67` is 1 October 2566 to 30 September 2567, however it is written."""
    for said in ("ขยะ ปี 67", "ขยะปีงบ 2567", "ขยะ ปี ๖๗", "ขยะ ปี 2024"):
        asked = read(said, nobody)
        assert asked.filters.since == datetime(2023, 9, 30, 17, tzinfo=UTC), said
        assert asked.filters.until == datetime(2024, 9, 30, 17, tzinfo=UTC), said
        assert asked.topic.strip() == "ขยะ"
    assert ids(library.search(OFFICE, "ขยะ ปี 67", limit=10)) == ["n4"]


def test_lately_is_counted_from_today() -> None:
    """This and the last fiscal year, month and week, in Bangkok; without a date the words stay."""
    now = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
    for said, since, until in (
        ("ขยะปีนี้", datetime(2026, 9, 30, 17, tzinfo=UTC), datetime(2027, 9, 30, 17, tzinfo=UTC)),
        ("ขยะ ปีที่แล้ว", datetime(2025, 9, 30, 17, tzinfo=UTC), datetime(2026, 9, 30, 17, tzinfo=UTC)),
        ("ขยะเดือนนี้", datetime(2026, 10, 31, 17, tzinfo=UTC), datetime(2026, 11, 30, 17, tzinfo=UTC)),
        ("ขยะ เดือนที่แล้ว", datetime(2026, 9, 30, 17, tzinfo=UTC), datetime(2026, 10, 31, 17, tzinfo=UTC)),
        ("ขยะสัปดาห์นี้", datetime(2026, 11, 22, 17, tzinfo=UTC), datetime(2026, 11, 29, 17, tzinfo=UTC)),
    ):
        asked = read(said, nobody, now)
        assert (asked.filters.since, asked.filters.until, asked.topic) == (since, until, "ขยะ"), said
    assert read("ขยะปีนี้", nobody).topic == "ขยะปีนี้"


def test_a_category_is_known_by_any_of_its_names() -> None:
    """หมวด and the longest name that fits; a category that nobody has stays part of the matter."""
    names = {"OTOP": "otop", "กองทุน": "fund", "กองทุนชุมชน": "fund"}
    asked = read("ฉลาก หมวด otop", nobody, categories=names)
    assert (asked.filters.categories, asked.topic) == (frozenset({"otop"}), "ฉลาก")
    assert read("หมวดกองทุนชุมชน หนี้ค้าง", nobody, categories=names).topic == "หนี้ค้าง"
    assert read("ขยะ หมวดอวกาศ", nobody, categories=names).topic == "ขยะ หมวดอวกาศ"


def test_a_kind_alone_stays_the_matter() -> None:
    """Who types only `AAR` wants to read about AARs; there is nothing else to look for."""
    assert read("aar", nobody).filters.kinds == frozenset()


def test_a_removed_note_is_never_shown() -> None:
    """The index may be a moment behind: what the store no longer has is left out."""
    from bot.measure.office import MemoryNotes

    library = Library(MemoryIndex(list(NOTES), list(MEMBERS)), lambda office_id: MemoryNotes(NOTES[:1]), people())
    assert "n2" not in ids(library.search(OFFICE, "ประปา น้ำแดง", limit=10))
