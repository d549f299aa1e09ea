"""Nuggets are exact sentences of a story, few and usable."""

from __future__ import annotations

import json
from pathlib import Path

from knowledge import thai
from knowledge.nuggets import nuggets

STORIES = [
    json.loads(line)
    for line in (Path(__file__).parents[1] / "data" / "nuggets.jsonl").read_text(encoding="utf-8").splitlines()
]


def test_every_nugget_is_a_sentence_of_its_story() -> None:
    """At most five a story, each exactly one of its sentences, in its order."""
    for story in STORIES:
        found = [n.sentence for n in nuggets(story["text"])]
        sentences = thai.sentences(story["text"])
        assert len(found) <= 5
        assert found == [s for s in sentences if s in found]


def test_most_of_what_people_would_keep_is_found() -> None:
    """Of the labelled points at least 85 in 100 share most words with a proposed sentence."""
    meant = hit = 0
    for story in STORIES:
        found = [set(thai.words(n.sentence)) for n in nuggets(story["text"])]
        for label in story["nuggets"]:
            said = set(thai.words(label))
            meant += 1
            hit += any(len(said & f) >= 0.6 * len(said) for f in found)
    assert hit >= 0.85 * meant


def test_kinds_say_what_a_nugget_gives() -> None:
    """A warning is a caution, what went wrong a problem, what was changed a solution."""
    told = "ปัญหาคือเอกสารหายบ่อย\nเลยเปลี่ยนมาใช้แฟ้มสีแยกตามเดือน\nอย่าให้ยืมโดยไม่ลงชื่อเด็ดขาด"
    assert [n.kind for n in nuggets(told)] == ["problem", "solution", "caution"]


def test_talk_has_no_nuggets() -> None:
    """Greetings, thanks and questions give nothing to keep; an empty or blank text neither."""
    assert [nuggets(t) for t in ("สวัสดีค่ะทุกคน", "ขอบคุณมากนะคะพี่ๆ ที่มาช่วยงาน", "ไปกี่โมงดีครับ?", "", " " * 3000)] == [[]] * 5
