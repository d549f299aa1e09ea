"""Which unmarked messages are suggested for keeping, measured on our own invented messages of many offices."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from knowledge.hearing import listen
from knowledge.tellings import kind_of

HOME = Path(__file__).parents[2]
ROWS = [json.loads(line) for line in (HOME / "tests/data/suggest/unmarked.jsonl").read_text("utf-8").splitlines()]


def suggested(text: str) -> bool:
    return listen(text, addressed=False).intent == "suggest"


def test_plain_tellings_are_suggested() -> None:
    """At least nine of ten: with an opening that says so, or with the parts of a review."""
    told = [row for row in ROWS if row["suggest"]]
    missed = [row["id"] for row in told if not suggested(row["text"])]
    assert len(missed) <= len(told) // 10, missed


def test_talk_that_looks_like_a_telling_is_not() -> None:
    """Requests to tell, gossip, notices and reports: a wrong guess disturbs a group."""
    wrong = [row["id"] for row in ROWS if not row["suggest"] and suggested(row["text"])]
    assert wrong == []


def test_a_story_is_no_review() -> None:
    """What a learned reading would make of any text isn't asked: the kind goes by words that stand there."""
    wrong = [row["id"] for row in ROWS if row["suggest"] and kind_of(row["text"]) == "aar" and row["kind"] != "aar"]
    assert wrong == []


def test_the_office_that_is_measured_on() -> None:
    """At least nine of ten unmarked notes, at most one message of chatter."""
    folder = HOME.parent / "shared/eval/office_a"
    if not folder.is_dir():
        pytest.skip("the development data lies beside the project, and here it doesn't")
    notes = [json.loads(line) for line in (folder / "notes.jsonl").read_text("utf-8").splitlines()]
    chatter = [json.loads(line) for line in (folder / "chatter.jsonl").read_text("utf-8").splitlines()]
    cues = [row["raw"] for row in notes if row["capture"] == "cue"]
    assert sum(map(suggested, cues)) >= 0.9 * len(cues)
    assert sum(listen(row["text"], addressed=False).intent in {"suggest", "capture"} for row in chatter) <= 1
