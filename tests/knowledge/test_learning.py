"""Learning from corrections: bounded, reversible, in words that can be shown."""

from __future__ import annotations

from knowledge import taxonomy
from knowledge.classifier import Classifier
from knowledge.learning import FURTHEST, Correction, learn, propose, taught
from knowledge.taxonomy import Category, Taxonomy

OWN = Taxonomy(
    "own",
    "own",
    (
        Category("water", "งานประปา", (), {"ท่อ": 2.0, "วาล์ว": 2.0, "หน้าวัด": 1.0}),
        Category("road", "งานถนน", (), {"ถนน": 2.0, "หน้าวัด": 2.0}),
    ),
)
TEXT = "ซ่อมท่อหน้าวัด"
CORRECTION = Correction(TEXT, ("road",), "water")


def _best(learnt: dict[str, dict[str, float]]) -> str:
    return Classifier(OWN, learnt).classify("ท่อหน้าวัด ถนน").categories[0].id


def test_a_correction_moves_the_words_of_both_categories() -> None:
    """What spoke for the right category weighs more, what spoke for the wrong one less."""
    assert learn(OWN, [CORRECTION]) == {"water": {"ท่อ": 0.5, "หน้าวัด": 0.5}, "road": {"หน้าวัด": -0.5}}
    assert _best({}) == "road"
    assert _best(learn(OWN, [CORRECTION] * 2)) == "water"


def test_no_word_moves_further_than_the_bound() -> None:
    """A stubborn officer cannot bend the set for all: a hundred corrections count like three."""
    learnt = learn(OWN, [CORRECTION] * 100)
    assert {abs(c) for changes in learnt.values() for c in changes.values()} == {FURTHEST}


def test_taking_a_correction_back_takes_back_what_it_taught() -> None:
    """Weights are computed from the corrections that stand, nothing else is kept."""
    back = Correction(TEXT, ("water",), "road")
    assert learn(OWN, []) == {}
    assert all(not changes for changes in learn(OWN, [CORRECTION, back]).values() if "หน้าวัด" not in changes)
    assert "หน้าวัด" not in learn(OWN, [CORRECTION, back]).get("road", {})


def test_corrections_to_categories_that_are_gone_teach_nothing() -> None:
    """Next year's set may lack one of this year's."""
    assert learn(OWN, [Correction(TEXT, ("water",), "gone")]) == {}
    assert learn(OWN, [Correction(TEXT, ("gone",), "water")]) == {"water": {"ท่อ": 0.5, "หน้าวัด": 0.5}}


def test_what_was_learnt_can_be_read_as_a_difference() -> None:
    """`taxonomy diff` shows the weights before and after."""
    shown = [
        (d.category_id, d.word, d.before, d.after) for d in taxonomy.diff(OWN, taught(OWN, learn(OWN, [CORRECTION])))
    ]
    assert shown == [
        ("water", "ท่อ", "2", "2.5"),
        ("water", "หน้าวัด", "1", "1.5"),
        ("road", "หน้าวัด", "2", "1.5"),
    ]


def test_words_that_tell_a_category_are_proposed_and_common_ones_are_not() -> None:
    """Once a week the facilitator sees words that people's own filing shows, and decides."""
    confirmed = [(f"มิเตอร์เสียบ้านที่ {n} ประชุมแล้ว", "water") for n in range(4)]
    confirmed += [(f"ยางมะตอยร่อนช่วงที่ {n} ประชุมแล้ว", "road") for n in range(4)]
    found = {(p.category_id, p.word): p for p in propose(OWN, confirmed)}
    assert found["water", "มิเตอร์"].notes == 4
    assert ("road", "ยางมะตอย") in found
    assert not any(word == "ประชุม" for _, word in found)


def test_a_few_notes_propose_nothing() -> None:
    """One teller's favourite word is no keyword."""
    assert propose(OWN, [("มิเตอร์เสีย", "water"), ("มิเตอร์พัง", "water")]) == []
