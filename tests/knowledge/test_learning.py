"""Learning from corrections: bounded, reversible, in words that can be shown, and nobody's own."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from bot.measure import learning as measured
from bot.measure.classify import read_told
from knowledge import taxonomy
from knowledge.classifier import Classifier
from knowledge.learning import FURTHEST, HEAVIEST_LEARNT, Learner, Learnt, Lesson, taught
from knowledge.taxonomy import Category, Taxonomy

DATA = Path(__file__).parents[1] / "data"
OWN = Taxonomy(
    "own",
    "own",
    (
        Category("water", "งานประปา", (), {"ท่อ": 2.0, "วาล์ว": 2.0, "หน้าวัด": 1.0}),
        Category("road", "งานถนน", (), {"ถนน": 2.0, "หน้าวัด": 1.8}),
    ),
)
TEXT = "หน้าวัด ถนน ซ่อมท่อ"


def _learner(*lessons: Lesson) -> Learner:
    learner = Learner(OWN)
    for lesson in lessons:
        learner.put(lesson)
    return learner


def _corrections(count: int, right: str = "water") -> list[Lesson]:
    return [Lesson(f"n{n}", TEXT, right, f"m{n}") for n in range(count)]


def test_a_correction_moves_the_words_of_both_categories() -> None:
    """What spoke for the right category weighs more, what spoke for the wrong one alone less."""
    assert Classifier(OWN).classify(TEXT).categories[0].id == "road"
    learnt = _learner(*_corrections(1)).learnt()
    assert learnt.weights == {"water": {"ท่อ": 0.25, "หน้าวัด": 0.25}, "road": {"ถนน": -0.125}}
    assert Classifier(taught(OWN, _learner(*_corrections(2)).learnt())).classify(TEXT).categories[0].id == "water"


def test_what_the_set_knew_moves_no_weight() -> None:
    """A person who confirms what was filed anyway changes nothing."""
    assert _learner(*_corrections(5, "road")).learnt().weights == {}


def test_no_word_moves_further_than_the_bound() -> None:
    """A stubborn officer cannot bend the set for all: a hundred corrections count like four."""
    moved = _learner(*_corrections(100)).learnt().weights
    assert max(abs(change) for changes in moved.values() for change in changes.values()) == FURTHEST
    weights = [w for c in taught(OWN, Learnt(moved)).categories for w in c.keywords.values()]
    assert min(weights) > 0


def test_a_note_that_goes_takes_back_what_it_taught() -> None:
    """Unsent, forgotten or filed back: what is learnt is what the notes that stand say."""
    learner = _learner(*_corrections(1))
    learner.put(Lesson("n0", TEXT, "road"))
    assert learner.learnt().weights == {}
    learner.put(Lesson("n0", TEXT, "water"))
    assert learner.remove("n0")
    assert not learner.remove("n0")
    assert learner.learnt() == Learnt()
    assert taught(OWN, learner.learnt()) == OWN


def test_a_note_that_fits_none_lowers_what_was_wrong() -> None:
    """The choice "ไม่เข้าหมวดใด" is a correction too."""
    learnt = _learner(Lesson("n", "ถนน หน้าวัด", "")).learnt()
    assert learnt.weights == {"road": {"ถนน": -0.125, "หน้าวัด": -0.125}}


def test_corrections_to_categories_that_are_gone_teach_nothing() -> None:
    """Next year's set may lack one of this year's."""
    assert _learner(Lesson("n", TEXT, "gone")).learnt() == Learnt()


def test_words_of_several_people_are_learnt_lightly() -> None:
    """A word that no list has, in notes of two people, speaks for its category, but files nothing alone."""
    told = [Lesson(f"w{n}", f"มิเตอร์เสียบ้านที่ {n}", "water", f"m{n}") for n in range(2)]
    told += [Lesson(f"r{n}", f"ยางมะตอยร่อนช่วงที่ {n}", "road", f"m{n}") for n in range(2)]
    learnt = _learner(*told).learnt()
    assert 0 < learnt.words["water"]["มิเตอร์"] <= HEAVIEST_LEARNT
    after = Classifier(taught(OWN, learnt))
    assert after.classify("มิเตอร์").abstained
    filed = after.classify("มิเตอร์เสีย วาล์ว").categories[0]
    assert (filed.id, set(filed.evidence) >= {"มิเตอร์", "วาล์ว"}) == ("water", True)


def test_the_words_of_one_person_are_never_learnt_nor_proposed() -> None:
    """However often one person says a word, it stays that person's; names of people are avoided, too."""
    same = [Lesson(f"w{n}", f"มิเตอร์เสียบ้านที่ {n}", "water", "m1") for n in range(9)]
    assert _learner(*same).learnt().words == {}
    assert _learner(*same).proposals() == []
    two = [replace(lesson, teller=f"m{n % 2}") for n, lesson in enumerate(same)]
    two += [Lesson(f"r{n}", "ยางมะตอยร่อน", "road", f"m{n}") for n in range(9)]
    assert "มิเตอร์" in _learner(*two).learnt().words["water"]
    assert "มิเตอร์" not in _learner(*two).learnt(avoid=["มิเตอร์"]).words["water"]


def test_what_was_learnt_can_be_read_as_a_difference() -> None:
    """`taxonomy diff` shows the weights before and after."""
    shown = [
        (d.category_id, d.word, d.before, d.after)
        for d in taxonomy.diff(OWN, taught(OWN, _learner(*_corrections(2)).learnt(), [("road", "ลูกรัง")]))
        if d.word in {"ท่อ", "ถนน", "ลูกรัง"}
    ]
    assert shown == [("water", "ท่อ", "2", "2.5"), ("road", "ถนน", "2", "1.75"), ("road", "ลูกรัง", "", "2")]


def test_words_that_tell_a_category_are_proposed_and_common_ones_are_not() -> None:
    """The facilitator sees words that people's own filing shows, and decides once."""
    told = [Lesson(f"w{n}", f"มิเตอร์เสียบ้านที่ {n} ประชุมแล้ว", "water", f"m{n}") for n in range(4)]
    told += [Lesson(f"r{n}", f"ยางมะตอยร่อนช่วงที่ {n} ประชุมแล้ว", "road", f"m{n}") for n in range(4)]
    learner = _learner(*told)
    found = {(p.category_id, p.word): p for p in learner.proposals()}
    assert found["water", "มิเตอร์"].notes == 4
    assert ("road", "ยางมะตอย") in found
    assert not any(word == "ประชุม" for _, word in found)
    assert ("water", "มิเตอร์") not in {(p.category_id, p.word) for p in learner.proposals([("water", "มิเตอร์")])}
    assert all(p.word != "มิเตอร์" for p in _learner(*told[:2]).proposals())


def test_learning_helps_a_thin_set_and_wild_corrections_do_not_ruin_it() -> None:
    """By cross-validation on tellings of an office: `measure learning` gives the whole table."""
    files = [DATA / "notes_heldout" / "districts.jsonl", DATA / "notes_heldout" / "districts_fresh.jsonl"]
    told = [one for _, _, each in read_told(files) for one in each]
    before, after, wild, _ = measured._crossed(measured._thin(taxonomy.load("cdd-2561"), 8), told)
    assert after >= before + 0.05
    assert wild >= before - 0.06
