"""Filing: the right category with the words that say so, or none."""

from __future__ import annotations

import time
from collections import Counter
from itertools import product
from pathlib import Path

import pytest

from bot.measure.classify import measure
from knowledge import taxonomy
from knowledge.classifier import Classifier, Filing
from knowledge.phrases import PhraseTable
from knowledge.taxonomy import Category, Taxonomy

DATA = Path(__file__).parents[1] / "data"
SHARED = Path(__file__).parents[3] / "shared" / "eval"


def _of(**keywords: dict[str, float]) -> Classifier:
    return Classifier(Taxonomy("t", "t", tuple(Category(i, i, (), words) for i, words in keywords.items())))


def _best(filing: Filing) -> str | None:
    return filing.categories[0].id if filing.categories else None


@pytest.mark.parametrize(
    ("text", "filed"),
    [
        ("ขายนาแล้ว", True),
        ("นา 5 ไร่", True),
        ("นาฬิกาเรือนใหม่", False),
        ("นายกมาเปิดงาน", False),
        ("ปัญหานานแล้ว", False),
    ],
)
def test_a_short_keyword_must_be_a_word_of_its_own(text: str, filed: bool) -> None:
    """นา stands in nearly every Thai text, as a word in few (thai-text.md)."""
    assert bool(_of(field={"นา": 3.0}).classify(text).categories) is filed


@pytest.mark.parametrize(("text", "filed"), [("otop ห้าดาว", True), ("laptopเครื่องใหม่", False), ("top 5", False)])
def test_a_latin_keyword_must_be_a_word_of_its_own(text: str, filed: bool) -> None:
    """top is not in laptop nor in OTOP."""
    keywords = {"otop": 3.0} if filed else {"top": 3.0}
    wanted = "t" if filed or text == "top 5" else None
    assert _best(_of(t=keywords).classify(text)) == wanted


def test_the_longest_phrase_wins() -> None:
    """OTOP นวัตวิถี is tourism though OTOP is products."""
    classifier = _of(products={"OTOP": 3.0}, tourism={"OTOP นวัตวิถี": 3.0})
    assert [f.id for f in classifier.classify("เปิดหมู่บ้าน OTOP นวัตวิถี").categories] == ["tourism"]
    assert [f.id for f in classifier.classify("สินค้า OTOP").categories] == ["products"]


@pytest.mark.parametrize(
    "text", ["ทวงเงิน กข.คจ.", "เก็บเงินกขคจคืน", "โครงการแก้ไขปัญหาความยากจน", "เงินโคก หนอง นา", "โคกหนองนา"]
)
def test_spelling_spaces_and_full_names_make_no_difference(text: str) -> None:
    """The office's table of synonyms counts for every keyword without being written into the taxonomy."""
    assert _best(_of(x={"กข.คจ.": 3.0, "โคก หนอง นา": 3.0}).classify(text)) == "x"


def test_no_phrase_runs_across_lines() -> None:
    """The end of one line and the beginning of the next are no phrase."""
    classifier = _of(x={"ขายผ้าไหม": 3.0})
    assert classifier.classify("ตั้งใจขาย\nผ้าไหมยังไม่มา").abstained
    assert not classifier.classify("ตั้งใจขาย ผ้าไหม").abstained


def test_evidence_is_what_was_typed() -> None:
    """ทำไม? is answered with the teller's own words, misspelt as they are."""
    text = "เมื่อวานทำเเผนครัวเรือน ๓ หลัง ทวงหนี้ กขคจ ด้วย"
    filing = _of(x={"แผนครัวเรือน": 3.0, "กข.คจ.": 3.0}).classify(text)
    assert filing.categories[0].evidence == ("เเผนครัวเรือน", "กขคจ")
    assert all(word in text for word in filing.categories[0].evidence)


def test_saying_it_again_counts_less_each_time() -> None:
    """Ten times the same word is no stronger than two different ones."""
    classifier = _of(again={"ประปา": 2.0}, other={"มิเตอร์": 2.0, "วาล์ว": 2.0})
    assert _best(classifier.classify("ประปา ประปา ประปา ประปา ประปา แล้วก็มิเตอร์กับวาล์ว")) == "other"


def test_words_against_take_weight_away() -> None:
    """น้ำมัน speaks against waterworks."""
    words = {"น้ำ": 2.0}
    with_against = Classifier(Taxonomy("t", "t", (Category("w", "w", (), words, {"น้ำมันรถ": 3.0}),)))
    assert not with_against.classify("น้ำไม่มา").abstained
    assert with_against.classify("น้ำไม่มา น้ำมันรถหมด").abstained


def test_what_comes_after_a_turn_is_what_the_story_is_about() -> None:
    """ใครๆ ก็รู้จัก A … แต่ B is about B."""
    classifier = _of(a={"ผ้าไหม": 3.0}, b={"ลูกหนี้": 3.0})
    text = (
        "ใครๆ ก็รู้จักบ้านนี้เพราะผ้าไหมสวยมาก คนมาดูทั้งปี แต่ที่อยากเล่าคือตอนไปคุยกับลูกหนี้เก่าสองราย กว่าจะยอมเปิดประตูให้นั่งคุยก็หลายรอบ"
    )
    assert _best(classifier.classify(text)) == "b"


def test_a_subject_that_runs_through_outweighs_many_words_in_one_breath() -> None:
    """Four words in a row may be a mere preface."""
    classifier = _of(row={"ผ้าไหม": 2.0, "ผ้าฝ้าย": 2.0, "ผ้าขาวม้า": 2.0}, runs={"ลูกหนี้": 2.0, "ทะเบียน": 2.0, "งวด": 2.0})
    filler = " เรื่องนี้เล่ากันมาหลายปีแล้วไม่มีใครทำอะไรสักที คนรุ่นก่อนก็ว่าอย่างนั้น "
    text = "บ้านนี้มีผ้าไหม ผ้าฝ้าย ผ้าขาวม้า" + filler + "ลูกหนี้มาสามคน" + filler + "ทะเบียนไม่ครบ" + filler + "งวดหน้าว่ากันใหม่"
    assert _best(classifier.classify(text)) == "runs"


def test_little_evidence_is_not_enough_and_the_two_nearest_are_named() -> None:
    """Where nothing says enough, two quick replies are offered instead of a guess."""
    filing = _of(a={"ปลา": 0.6}, b={"ไก่": 0.5}).classify("ปลากับไก่")
    assert filing.abstained
    assert filing.categories == ()
    assert [f.id for f in filing.nearest] == ["a", "b"]
    assert all(0 < f.score < 1 for f in filing.nearest)


def test_private_life_needs_more_to_be_filed() -> None:
    """A dog that bit somebody on the way is no work of the vaccination campaign."""
    classifier = _of(health={"วัคซีน": 2.0})
    assert classifier.classify("โดนหมากัดตอนขับรถเล่น ไปฉีดวัคซีน").abstained
    assert not classifier.classify("ตั้งจุดฉีดวัคซีนให้ชาวบ้านในตำบล").abstained


def test_several_categories_may_fit() -> None:
    """A story of two trades is filed under both, best first, scores between 0 and 1."""
    filing = _of(a={"ประปา": 3.0}, b={"สัญญาจ้าง": 3.0}).classify("งานประปา ทำสัญญาจ้างแล้ว")
    assert {f.id for f in filing.categories} == {"a", "b"}
    assert all(0 < f.score < 1 for f in filing.categories)
    assert [f.score for f in filing.categories] == sorted((f.score for f in filing.categories), reverse=True)


@pytest.mark.parametrize("text", ["", " ", "\n", "555", "😀😀", "...", "\u200b", "ก"])
def test_nothing_said_is_filed_nowhere(text: str) -> None:
    """Stickers, laughter and empty messages have no category."""
    filing = Classifier(taxonomy.load("municipal")).classify(text)
    assert filing == Filing((), True, ())


def test_signs_in_keywords_are_letters_not_patterns() -> None:
    """Officers write brackets and stars; no keyword is a regular expression."""
    classifier = _of(x={"นม(โรงเรียน)*": 3.0, "ค่า K+": 3.0})
    assert _best(classifier.classify("ส่งนมโรงเรียน")) == "x"
    assert classifier.classify("นมมมมม").abstained


def test_the_longest_phrase_is_found_among_many() -> None:
    """Phrases that begin with each other, and neighbours in the sorting, are told apart."""
    phrases = ["".join(p) for n in (1, 2, 3) for p in product("กขค", repeat=n)]
    table = PhraseTable(phrases)
    text = "ขคกขคค"
    for start in range(len(text)):
        wanted = sorted((p for p in phrases if text.startswith(p, start)), key=len, reverse=True)
        assert list(table.at(text, start)) == wanted


def test_fifty_thousand_keywords_do_not_slow_it_down() -> None:
    """The cost of a note is the note's, not the taxonomy's."""
    text = "ประชุมเรื่องท่อประปาแตกหน้าตลาดแล้วซ่อมเสร็จภายในวันเดียว " * 20
    few = _of(x={f"คำ{n}": 2.0 for n in range(10)} | {"ประปา": 2.0})
    many = _of(x={f"คำ{n}": 2.0 for n in range(50_000)} | {"ประปา": 2.0})
    times = []
    for classifier in (few, many):
        classifier.classify(text)
        best = 1.0
        for _ in range(5):
            start = time.process_time()
            classifier.classify(text)
            best = min(best, time.process_time() - start)
        times.append(best)
    assert times[1] < times[0] * 2 + 0.005


@pytest.mark.parametrize(
    "text",
    ["ก" * 10_000, "\u0e4d" * 5_000, "กรอ" * 1_700, "แต่อย่าปัญหา" * 400, "งู" * 2_500, "otop" * 1_250, "ฬฮ" * 2_500],
)
def test_no_text_is_slow_to_file(text: str) -> None:
    """Nothing that fits into a message takes 50 ms (three times that on a busy machine)."""
    classifier = Classifier(taxonomy.load("cdd-2561"))
    best = 1.0
    for _ in range(3):
        start = time.process_time()
        classifier.classify(text)
        best = min(best, time.process_time() - start)
    assert best < 0.15


@pytest.mark.parametrize("folder", ["notes_dev", "notes_heldout"])
def test_notes_of_other_offices_are_filed_well(folder: str) -> None:
    """Floors under the figures, so that a change that harms other trades shows: top-1 of plain and misleading
    tellings, and abstaining where nothing fits."""
    told: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for _, difficulty, notes, share, *_ in measure([DATA / folder]).rows:
        told[difficulty] += notes
        right[difficulty] += round(share * notes)
    for difficulty, floor in {"plain": 0.93, "misleading": 0.8, "no_category": 0.85}.items():
        assert right[difficulty] >= floor * told[difficulty], difficulty


def test_the_aims_on_the_shared_data_are_reached() -> None:
    """Issue 4: top-1 0.85 plain, 0.7 misleading, 0.7 abstained where nothing fits; 0.95 on the two lists."""
    if not SHARED.is_dir():
        pytest.skip("the shared development data is not beside the project")
    figures = measure(
        [SHARED / "office_a" / "notes.jsonl", SHARED / "cdd_dev.jsonl", SHARED / "divisions_dev.jsonl"]
    ).figures
    assert figures["office_a/notes cdd_category plain"] >= 0.85
    assert figures["office_a/notes cdd_category misleading"] >= 0.7
    assert figures["office_a/notes cdd_category no_category"] >= 0.7
    assert figures["office_a/notes cdd_category coverage"] >= 0.9
    assert figures["eval/cdd_dev category plain"] >= 0.95
    assert figures["eval/divisions_dev division plain"] >= 0.95
