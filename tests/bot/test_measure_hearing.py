"""The measurements of hearing, reviews and nuggets, on our own data and on the development office where it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.measure import aar, hear, nuggets

DATA = Path(__file__).parents[1] / "data"
OFFICE = Path(__file__).parents[3] / "shared" / "eval" / "office_a"
needs_office = pytest.mark.skipif(not OFFICE.exists(), reason="the development office is not beside this project")


def test_hearing_is_measured_by_what_should_be_heard() -> None:
    """One row per intent, figures by name, JSON with the same rows."""
    report = hear.measure([DATA / "hearing" / "heldout.jsonl"])
    assert {row[0] for row in report.rows} == {"capture", "suggest", "who", "search", "silence"}
    assert report.figures["heard silence"] >= 0.96
    assert len(report.to_json()["rows"]) == len(report.rows)
    assert "การฟัง" in report.to_text()


def test_reviews_are_measured_with_their_texts_beside_them() -> None:
    """The folder and the file give the same figure."""
    folder = aar.measure([DATA / "reviews"]).figures["macro"]
    assert folder == aar.measure([DATA / "reviews" / "aar_parts.jsonl"]).figures["macro"] >= 0.9


def test_nuggets_are_measured_on_labelled_stories() -> None:
    """Every proposal is exact; most labelled ones are found."""
    figures = nuggets.measure([DATA / "nuggets.jsonl"]).figures
    assert figures["exact"] == 1
    assert figures["recall"] >= 0.85


@pytest.mark.parametrize("office", ["nongkrathae", "khaodaeng"])
def test_other_kinds_of_office_are_heard(office: str) -> None:
    """A municipality and a district office: 19 of 20 questions without a mention, at most one line of talk."""
    figures = hear.measure([DATA / "offices" / office]).figures
    assert figures["heard queries no mention"] >= 0.95
    assert figures["heard queries mention"] == figures["heard chatter plain"] == 1
    assert figures["heard chatter trap"] >= 0.96


@needs_office
def test_the_development_office_is_heard() -> None:
    """Every marked note with its kind; at most one of the 65 lines of talk taken for anything."""
    figures = hear.measure([OFFICE]).figures
    assert figures["heard notes hashtag"] == figures["heard notes mention"] == 1
    assert figures["heard notes cue"] >= 0.9
    assert min(figures["heard chatter plain"], figures["heard chatter trap"]) >= 0.93
    assert figures["heard queries no mention"] >= 0.95
    assert figures["heard queries mention"] == 1
    assert figures["heard searches command"] == 1


@needs_office
def test_the_development_reviews_are_split() -> None:
    """Token F1 of at least 0.85, macro over the parts."""
    assert aar.measure([OFFICE]).figures["macro"] >= 0.85
