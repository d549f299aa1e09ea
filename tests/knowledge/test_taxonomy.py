"""Category sets as files that an officer edits: what is refused, and what is said about it."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge import taxonomy
from knowledge.classifier import Classifier
from knowledge.taxonomy import TaxonomyError, parse

GOOD = """# ชุดของเรา
id = "own"
name = "ชุดทดสอบ"
fiscal_year = 2569

[[category]]
id = "water"
name = "งานประปา"
aliases = ["ประปา"]
strong = ["ท่อแตก"]
keywords = ["มิเตอร์น้ำ", "วาล์ว (หลัก)"]
weak = ["น้ำ"]
against = ["น้ำมัน"]
examples = ["ท่อแตกหน้าตลาด"]
[category.weights]
"แรงดัน" = 2.5

[[category]]
id = "light"
name = "งานไฟฟ้า"
keywords = ["หลอดไฟ", "มิเตอร์น้ำ"]
examples = ["หลอดไฟดับ"]
"""


def test_the_three_sets_of_the_seeds_are_there() -> None:
    """Ids are part of the contract: five of the department, six of a municipality, fourteen fields."""
    found = {i: taxonomy.ids(taxonomy.load(i).categories) for i in taxonomy.known()}
    assert found["cdd-2561"] == ["sammachip", "otop", "fund", "organization", "grassroots"]
    assert found["municipal"] == ["clerk", "finance", "engineering", "education", "health", "audit"]
    assert len(found["expertise-14"]) == len(set(found["expertise-14"])) == 14


@pytest.mark.parametrize("taxonomy_id", ["cdd-2561", "municipal", "expertise-14"])
def test_shipped_sets_file_their_own_examples_and_names(taxonomy_id: str) -> None:
    """An officer who reads the file must find it true: examples and names go where they stand."""
    loaded = taxonomy.load(taxonomy_id)
    classifier = Classifier(loaded)
    for category in loaded.categories:
        assert category.examples
        for text in (*category.examples, category.name):
            assert category.id in [f.id for f in classifier.classify(text).categories], text


@pytest.mark.parametrize("taxonomy_id", ["cdd-2561", "municipal", "expertise-14"])
def test_button_names_are_short(taxonomy_id: str) -> None:
    """LINE cuts a quick reply's label at 20 characters."""
    loaded = taxonomy.load(taxonomy_id)
    assert all(len(loaded.short_name(c.id)) <= 20 for c in loaded.categories)


def test_every_field_is_read() -> None:
    """Lists have weights 3, 2 and 1; own weights go beside them; signs in a keyword are no pattern."""
    water = parse(GOOD, "own.toml").categories[0]
    assert water.keywords == {"ท่อแตก": 3, "มิเตอร์น้ำ": 2, "วาล์ว (หลัก)": 2, "น้ำ": 1, "แรงดัน": 2.5}
    assert water.against == {"น้ำมัน": 2}
    assert water.aliases == ("ประปา",)
    assert parse(GOOD, "own.toml").fiscal_year == 2569


@pytest.mark.parametrize(
    ("change", "line", "expected"),
    [
        (('id = "light"', 'id = "water"'), 20, "twice"),
        (('"น้ำ"]', '"น"]'), 12, "one letter"),
        (('"น้ำ"]', '"++"]'), 12, "letters or digits"),
        (('weak = ["น้ำ"]', 'week = ["น้ำ"]'), 12, "not known"),
        (('weak = ["น้ำ"]', 'weak = "น้ำ"'), 12, "list of texts"),
        (('"แรงดัน" = 2.5', '"แรงดัน" = 99'), 16, "at most 10"),
        (('"แรงดัน" = 2.5', '"แรงดัน" = true'), 16, "number"),
        (("fiscal_year = 2569", "fiscal_year = 2026"), 4, "Buddhist"),
        (('name = "งานไฟฟ้า"', ""), 19, "name"),
        (('id = "light"', 'id = "งานไฟ"'), 0, ""),
        (('strong = ["ท่อแตก"]', 'strong = ["ท่อแตก"'), 11, "TOML"),
    ],
)
def test_a_slip_is_named_with_file_and_line(change: tuple[str, str], line: int, expected: str) -> None:
    """An officer mends a file by the line; a Thai id is allowed."""
    text = GOOD.replace(*change)
    if not expected:
        assert parse(text, "own.toml").categories[1].id == "งานไฟ"
        return
    with pytest.raises(TaxonomyError, match=expected) as caught:
        parse(text, "own.toml")
    assert caught.value.file == "own.toml"
    assert abs(caught.value.line - line) <= 1


def test_a_file_saved_as_windows_874_is_read(tmp_path: Path) -> None:
    """Notepad and Excel save Thai in the old code page, with Windows line ends."""
    path = tmp_path / "own.toml"
    path.write_bytes(GOOD.replace("\n", "\r\n").encode("cp874"))
    assert taxonomy.read(path) == parse(GOOD, "own.toml")


def test_a_file_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    """Notepad writes UTF-8 with a mark in front."""
    path = tmp_path / "own.toml"
    path.write_bytes(b"\xef\xbb\xbf" + GOOD.encode())
    assert taxonomy.read(path).id == "own"


def test_a_keyword_in_two_categories_is_allowed_and_reported() -> None:
    """Words belong to several trades; whoever edits should know which."""
    loaded = parse(GOOD, "own.toml")
    assert list(taxonomy.shared_keywords(loaded).values()) == [["water", "light"]]
    assert [f.kind for f in taxonomy.check(loaded)] == ["shared-keyword"]


def test_an_empty_category_is_reported() -> None:
    """Nothing is ever filed where there are no words."""
    loaded = parse(GOOD + '\n[[category]]\nid = "rest"\nname = "อื่นๆ"\n', "own.toml")
    assert {"empty", "no-example"} <= {f.kind for f in taxonomy.check(loaded)}


@pytest.mark.parametrize("named", ["none", "../municipal", "", ".hidden", "a\\b"])
def test_an_unknown_set_is_an_error_with_those_there_are(named: str) -> None:
    """A wrong id names the right ones, and no id leads out of the folder."""
    with pytest.raises(TaxonomyError, match="municipal"):
        taxonomy.load(named)


def test_an_office_may_have_its_own(tmp_path: Path) -> None:
    """An own folder comes first, and its sets stand beside those shipped."""
    (tmp_path / "own.toml").write_text(GOOD, encoding="utf-8")
    (tmp_path / "municipal.toml").write_text(GOOD.replace('"own"', '"municipal"', 1), encoding="utf-8")
    assert {"own", "municipal", "cdd-2561"} <= set(taxonomy.known(tmp_path))
    assert taxonomy.load("municipal", tmp_path).name == "ชุดทดสอบ"
    assert taxonomy.load("municipal").name != "ชุดทดสอบ"


def test_a_copy_keeps_comments_and_differs_only_where_it_was_edited(tmp_path: Path) -> None:
    """Next year's set starts as this year's file, and what changed can be read."""
    path = taxonomy.copy("cdd-2561", "cdd-2569", tmp_path, fiscal_year=2569)
    assert path.read_text(encoding="utf-8").startswith("# หมวดองค์ความรู้")
    old, new = taxonomy.load("cdd-2561"), taxonomy.load("cdd-2569", tmp_path)
    assert (new.id, new.fiscal_year) == ("cdd-2569", 2569)
    assert taxonomy.diff(old, new) == []
    path.write_text(path.read_text(encoding="utf-8").replace('"ท่องเที่ยวชุมชน", ', "", 1), encoding="utf-8")
    (change,) = taxonomy.diff(old, taxonomy.read(path))
    assert (change.category_id, change.what, change.word, change.before, change.after) == (
        "grassroots",
        "keyword",
        "ท่องเที่ยวชุมชน",
        "3",
        "",
    )
    with pytest.raises(TaxonomyError, match="there already"):
        taxonomy.copy("cdd-2561", "cdd-2569", tmp_path)
    with pytest.raises(TaxonomyError, match="Latin"):
        taxonomy.copy("cdd-2561", "../x", tmp_path)
