"""The shared table of office Thai: one meaning, many spellings."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge import office_thai, thai
from knowledge.office_thai import OfficeThaiError, canonical, expansions, read, same


def test_the_table_can_be_read_and_has_breadth() -> None:
    """Every trade's abbreviations, mixed words, spoken forms and misspellings stand in one table."""
    groups = {g.name: g for g in read(office_thai.TABLE)}
    assert {"abbreviations", "mixed", "english", "spoken", "misspelt", "near"} <= groups.keys()
    assert sum(len(words) for g in groups.values() for words in g.sets) > 1_000


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("กข.คจ.", "โครงการแก้ไขปัญหาความยากจน"),
        ("กขคจ", "กข.คจ."),
        ("โอทอป", "OTOP"),
        ("ไลฟ์สด", "live"),
        ("สตง.", "สำนักงานการตรวจเงินแผ่นดิน"),
        ("e-LAAS", "elaas"),
        ("ศพด.", "ศูนย์พัฒนาเด็กเล็ก"),
        ("ฏีกา", "ฎีกา"),
        ("บรรจุภัณท์", "บรรจุภัณฑ์"),
    ],
)
def test_two_spellings_of_one_thing_have_one_canonical_word(one: str, other: str) -> None:
    """With and without dots, in Thai and Latin letters, right and wrong: the same word for search."""
    assert canonical(thai.words(one)) == canonical(thai.words(other))


def test_spoken_words_are_near_their_formal_ones_and_not_the_same() -> None:
    """ทวงหนี้ widens a search for ติดตามหนี้ค้างชำระ, but weighs less than the word itself."""
    near = dict(expansions("ทวงหนี้"))
    assert 0.5 < near["ติดตามหนี้ค้างชำระ"] < office_thai.SAME
    assert "ติดตามหนี้ค้างชำระ" not in same("ทวงหนี้")


def test_expansions_are_ranked_and_leave_out_the_word_itself() -> None:
    """Whoever searches may take the first few and never the word twice."""
    for word in ("packaging", "หนี้", "จปฐ.", "งานสารบรรณ"):
        found = expansions(word)
        weights = [w for _, w in found]
        assert weights == sorted(weights, reverse=True)
        assert all(0 < w <= 1 for w in weights)
        assert word not in [w for w, _ in found]


def test_unknown_words_are_left_as_they_are() -> None:
    """The table widens what it knows and changes nothing else."""
    assert expansions("ฟหกด") == ()
    assert canonical(["ฟหกด", "นา"]) == ["ฟหกด", "นา"]


def test_short_abbreviations_without_dots_do_not_cut_ordinary_words() -> None:
    """รพ. is a hospital, but รพ inside another word is not."""
    assert "พอ" not in [word for word in office_thai.terms() if "." not in word]
    assert thai.words("ทนพอ") != ["ทน", "พอ."]


def _table(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "own.toml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[a]\nweight = 1.0\nsets = [["ก", "กอ"]]', "two letters"),
        ('[a]\nweight = 1.0\nsets = [["กอ"]]', "at least two words"),
        ('[a]\nweight = 2.0\nsets = [["กอ", "ขอ"]]', "weight"),
        ("[a]\nweight = 1.0\nsets = 3", "list"),
        ("[a\n", "own.toml"),
    ],
)
def test_a_wrong_table_says_what_is_wrong(tmp_path: Path, text: str, said: str) -> None:
    """Words of one letter would match everything; a slip is named with its file."""
    with pytest.raises(OfficeThaiError, match=said):
        read(_table(tmp_path, text))


def test_a_circle_of_synonyms_ends(tmp_path: Path) -> None:
    """Sets that overlap in a ring give one first word and finite expansions."""
    groups = read(_table(tmp_path, '[a]\nweight = 1.0\nsets = [["กาก้า", "ขาข้า"], ["ขาข้า", "คาค้า"], ["คาค้า", "กาก้า"]]'))
    table = office_thai._Table(groups)
    assert {table.first[w] for w in ("กาก้า", "ขาข้า", "คาค้า")} == {"กาก้า"}
