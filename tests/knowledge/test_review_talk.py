"""What members say while a review asks: answers, words that move it on, and talk."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from knowledge.review_talk import is_answer, resumes, step_in, strikes

DATA = Path(__file__).parents[1] / "data"


@pytest.mark.parametrize(
    ("said", "step"),
    [
        ("ต่อไป", "next"),
        ("ข้อต่อไปค่ะ", "next"),
        ("ข้าม", "skip"),
        ("ข้ามไปก่อนครับ", "skip"),
        ("ย้อนกลับ", "back"),
        ("พักไว้ก่อนนะคะ", "pause"),
        ("จบแล้วค่ะ", "finish"),
        ("ต่อ", "resume"),
        ("ต่อไปเราต้องแจ้งก่อนงานสองวัน", None),
        ("ข้ามถนนลำบากมาก", None),
        ("จบงานทันห้าโมงพอดี", None),
    ],
)
def test_a_word_moves_the_review_only_when_it_is_all_that_is_said(said: str, step: str | None) -> None:
    """An answer that begins with such a word stays an answer."""
    assert step_in(said) == step


@pytest.mark.parametrize(
    ("rest", "job"),
    [("ต่อ", ""), ("ต่อค่ะ", ""), ("ทำต่อ อบรมทำปุ๋ย", "อบรมทำปุ๋ย"), ("ต่อเติมศาลา", None), ("อบรมทำปุ๋ย", None)],
)
def test_going_on_is_asked_for_after_the_mark(rest: str, job: str | None) -> None:
    """With or without the job's name; a job whose name begins so is a job."""
    assert resumes(rest) == job


@pytest.mark.parametrize("said", ["ไม่ใช่คำตอบ", "ไม่ใช่คำตอบค่ะ", "ไม่นับอันนี้", "ลบออกด้วยครับ", "เอาคำตอบนี้ออกหน่อย"])
def test_a_line_is_struck_in_plain_words(said: str) -> None:
    """However it is said; what goes on after that is talk."""
    assert strikes(said)
    assert not strikes(f"{said} เพราะเรื่องนี้ไม่เกี่ยวกับงานวันนั้น")


@pytest.mark.parametrize("said", ["เอาค่ะ", "เอา", "ไม่ใช่ค่ะ", "ตัดหญ้าหน้าศาลาด้วย"])
def test_other_replies_strike_nothing(said: str) -> None:
    """Assent and errands are no wish to take a line out."""
    assert not strikes(said)


@pytest.mark.parametrize("said", ["63", "742,300", "ที่จอดรถแคบ", "ไม่รู้ว่าใครถือกุญแจ", "เพราะแจ้งช้า", "คนเยอะเกินคาด"])
def test_short_answers_count(said: str) -> None:
    """A figure, a few words, a doubt: in a review they answer."""
    assert is_answer(said, spoken_to=False)


def test_what_is_said_to_the_bot_is_an_answer() -> None:
    """Also where it would be talk among people, but for thanks and nods."""
    assert is_answer("วันนี้ประชุมเลื่อนเพราะไฟดับ", spoken_to=True)
    assert not is_answer("ขอบคุณค่ะ", spoken_to=True)
    assert not is_answer("👍", spoken_to=True)


def test_a_call_to_a_colleague_is_no_answer() -> None:
    """Whoever begins with an @name speaks to that person."""
    assert not is_answer("@นก เอาเอกสารมาด้วยตอนบ่าย", spoken_to=False, calls_other=True)


def test_few_answers_are_lost_and_little_talk_is_taken() -> None:
    """Over our own invented reviews and our own invented talk of offices: at most one answer of a hundred is lost,
    at most one line of talk in eight is taken for an answer (it can be taken out again)."""
    parts = [
        part
        for file in sorted(DATA.glob("reviews*/aar_parts.jsonl"))
        for row in file.read_text("utf-8").splitlines()
        for name, part in json.loads(row).items()
        if name != "id" and isinstance(part, str) and part
    ]
    talk = [
        row["text"]
        for file in sorted((DATA / "hearing").glob("*.jsonl"))
        for row in map(json.loads, file.read_text("utf-8").splitlines())
        if row["intent"] == "silence" and not row.get("mention")
    ]
    lost = [part for part in parts if not is_answer(part, spoken_to=False)]
    taken = [text for text in talk if is_answer(text, spoken_to=False)]
    assert len(lost) <= len(parts) / 100, lost
    assert len(taken) <= len(talk) / 8, taken


@pytest.mark.parametrize(
    "text", ["5" * 200 + " ขำมาก", "พี่ๆ" * 28 + "ก", "รอแป๊บ" * 15 + "ก", "รับทราบ" * 17 + "ก", "น้องๆ" * 22 + "ก"]
)
def test_a_long_laugh_takes_no_longer(text: str) -> None:
    """Everybody in the group would wait for it."""
    is_answer("อุ่นเครื่อง", spoken_to=False)
    started = time.perf_counter()
    is_answer(text, spoken_to=False)
    assert time.perf_counter() - started < 0.4


@pytest.mark.parametrize("text", ["รับทราบครับพี่ๆ", "รอแป๊บนะครับ", "5555", "ขอบคุณครับพี่ๆ น้องๆ ทุกคน"])
def test_nods_are_no_answers(text: str) -> None:
    """However they are put together."""
    assert not is_answer(text, spoken_to=False)
