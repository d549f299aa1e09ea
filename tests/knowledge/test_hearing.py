"""Hearing: what a message is to the bot, on invented offices of several trades."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest

from knowledge import thai
from knowledge.hearing import listen

DATA = Path(__file__).parents[1] / "data" / "hearing"


def rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (DATA / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


def overlap(heard: str, meant: str) -> float:
    left, right = set(thai.words(heard)), set(thai.words(meant))
    return 1.0 if not left and not right else 2 * len(left & right) / (len(left) + len(right))


@pytest.mark.parametrize("name", ["dev", "heldout", "hard", "blind", "more", "skills"])
def test_messages_of_offices_are_heard_as_meant(name: str) -> None:
    """At least 95 in 100 messages are heard as meant, and at most one in 50 of plain talk is answered."""
    said = rows(name)
    wrong = []
    disturbed = 0
    for row in said:
        heard = listen(row["text"], addressed=row["mention"])
        if heard.intent != row["intent"] or (heard.intent == "capture" and heard.kind != row["kind"]):
            wrong.append((row["id"], heard.intent, heard.kind))
            disturbed += row["intent"] == "silence"
    talk = sum(row["intent"] == "silence" for row in said)
    assert len(wrong) <= 0.05 * len(said), wrong
    assert disturbed <= max(1, 0.02 * talk), wrong


def test_topics_are_what_was_asked_about() -> None:
    """The topic has the words of the matter and few others: F1 of 0.85 over the held-out questions."""
    scores = [
        overlap(listen(r["text"], addressed=r["mention"]).topic or "", r["topic"])
        for name in ("heldout", "blind")
        for r in rows(name)
        if "topic" in r
    ]
    assert sum(scores) / len(scores) >= 0.85


@pytest.mark.parametrize("name", ["dev", "heldout", "hard", "blind", "more", "skills"])
def test_whoever_speaks_to_the_bot_gets_an_answer(name: str) -> None:
    """With a mention the bot never stays silent, whatever was said."""
    assert [r["id"] for r in rows(name) if listen(r["text"], addressed=True).intent == "silence"] == []


@pytest.mark.parametrize("call", ["@คุณลิขิต ", "คุณลิขิต ", "คุณลิขิตคะ ", "@ลิขิต ", "@คุณลิขิด "])
def test_the_name_is_taken_off(call: str) -> None:
    """Calling the bot by name speaks to it; the name is no part of the topic."""
    heard = listen(f"{call}ใครเก่งงานทะเบียนบ้าง", addressed=False)
    assert (heard.intent, heard.topic) == ("who", "งานทะเบียน")


def test_the_human_note_taker_is_not_the_bot() -> None:
    """คุณลิขิต is also a person's role in a circle: talk about that person is left alone."""
    assert listen("คุณลิขิตประจำวงคือน้องแพร", addressed=False).intent == "silence"


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("ทำอะไรได้บ้างคะ", "help"),
        ("ใช้งานยังไง", "help"),
        ("ขอบคุณมากค่ะ", "thanks"),
        ("ใครรู้จักป้าเพ็ญบ้าง", "decline"),
        ("ใครเป็นแฟนพี่เอก", "decline"),
        ("โอเค", "unclear"),
        ("", "unclear"),
        ("😀😀😀", "unclear"),
        ("ใครรู้บ้าง", "who"),
    ],
)
def test_other_words_to_the_bot(text: str, intent: str) -> None:
    """What it can do, thanks, questions about people, and what it does not understand are told apart."""
    assert listen(text, addressed=True).intent == intent


def test_a_question_without_matter_is_heard_with_an_empty_topic() -> None:
    """ "Who knows?" alone is asked back when said to the bot, and left alone among people."""
    assert listen("@คุณลิขิต ใครรู้บ้าง", addressed=True).topic == ""
    assert listen("ใครรู้บ้าง", addressed=False).intent == "silence"


def test_latin_words_of_a_topic_keep_their_case() -> None:
    """A card shows AutoCAD as it was typed."""
    assert listen("ใครถนัด AutoCAD บ้าง", addressed=False).topic == "AutoCAD"


HOSTILE = ["ใคร" * 1600, "พอจะ" * 1200, "มีเรื่องจะ" * 500, "ขอ" * 2500, "#" * 5000, "\n#AAR" * 900, " " * 5000]
HOSTILE += ["😀" * 5000, "ใครเก่ง " * 600, "@คุณลิขิต" * 500, "1) " * 1600, "\u200b" * 5000, "พี่" * 1600, "- ก\n" * 1200]


@pytest.mark.parametrize("text", HOSTILE + [t[:400] for t in HOSTILE])
@pytest.mark.parametrize("addressed", [True, False])
def test_no_message_takes_long(text: str, addressed: bool) -> None:
    """5,000 characters of anything are heard within 50 ms (three times that here, for a busy machine)."""
    listen("อุ่นเครื่อง AAR เป้า 1 ได้ 2 ครั้งหน้าทำใหม่ให้ดีกว่านี้อีกมากๆ นะครับทุกคน เป้าหมายคือคนมาเยอะ", addressed=True)
    taken = []
    for _ in range(3):
        started = time.perf_counter()
        listen(text, addressed=addressed)
        taken.append(time.perf_counter() - started)
    assert min(taken) < 0.15


@pytest.mark.parametrize("topic", ["ป้ายทางเบี่ยง", "ป้าย", "พี่เลี้ยงเด็กปฐมวัย"])
def test_a_matter_that_begins_like_an_aunt_is_a_matter(topic: str) -> None:
    """ป้าย and พี่เลี้ยง are no ป้า and no พี่: gossip about people is left alone, questions about signs are not."""
    assert listen(f"ใครรู้เรื่อง{topic}บ้าง", addressed=False).topic == topic
    assert listen("ใครรู้เรื่องป้าศรีบ้าง", addressed=False).intent == "silence"


@pytest.mark.parametrize(
    ("asked", "topic"),
    [
        ("ใครรู้เรื่องเลี้ยงไหมอีรี่บ้าง", "เลี้ยงไหมอีรี่"),
        ("ใครเคยทอผ้าไหมบ้างคะ", "ทอผ้าไหม"),
        ("เคยมีใครเขียนเรื่องผ้าไหมไหม", "ผ้าไหม"),
        ("ค้น ผ้าไหม", "ผ้าไหม"),
        ("ใครพอทอผ้าเป็นไหม", "ทอผ้า"),
        ("มีใครเคยเลี้ยงไหมครับ", "เลี้ยง"),
    ],
)
def test_silk_is_not_asking(asked: str, topic: str) -> None:
    """ไหม is both: where it plainly is silk it stays in the matter, at the end of a question it asks."""
    assert listen(asked, addressed=False).topic == topic


@pytest.mark.parametrize(
    "topic",
    ["เครื่องหมายการค้า", "สินค้าโอทอป ร้านค้า", "มูลค่า", "พันธุ์ข้าวเจ้า", "แผนล่วงหน้า", "จัดเก็บรายได้", "ภาษีเงินได้",
     "ที่อยู่", "ความจำเป็น"],
)  # fmt: skip
def test_a_topic_keeps_its_last_word_whole(topic: str) -> None:
    """ค้า, ค่า, น้า, เจ้า, ได้, เป็น, อยู่ end words as well as sentences."""
    for said in (f"ใครรู้เรื่อง{topic}", f"ใครรู้เรื่อง{topic}บ้างคะ", f"ใครพอรู้เรื่อง{topic}ค่ะ"):
        assert listen(said, addressed=True).topic == topic
    assert listen("ใครรู้เรื่องปุ๋ยหมักน้าา", addressed=True).topic == "ปุ๋ยหมัก"
    assert listen("ใครทำปุ๋ยหมักได้ค่า", addressed=True).topic == "ปุ๋ยหมัก"


@pytest.mark.parametrize(
    ("said", "intent"),
    [
        ("อยากปรึกษาเรื่องการทำ TOR จ้างเหมาค่ะ", "who"),
        ("ขอคำแนะนำเรื่องทำบ่อขยะครับ", "who"),
        ("อยากปรึกษาเรื่องส่วนตัวหน่อยค่ะ", "silence"),
        ("ขอปรึกษาเรื่องประชุมพรุ่งนี้ค่ะ", "silence"),
        ("อยากปรึกษาพี่แดงเรื่องลาค่ะ", "silence"),
    ],
)
def test_advice_sought_of_all_is_a_question_where_it_is_of_work(said: str, intent: str) -> None:
    """อยากปรึกษา… names no person; private matters, appointments and words to one person are left alone."""
    assert listen(said, addressed=False).intent == intent


@pytest.mark.parametrize(
    ("said", "intent"),
    [
        ("ค้น ตรวจสอบภายใน", "search"),
        ("ค้น e-LAAS เข้าไม่ได้", "search"),
        ("ค้น คุณภาพชีวิต", "search"),
        ("ค้น แฟ้มบนชั้นให้หน่อย", "silence"),
        ("ค้นกระเป๋าแล้วไม่เจอ", "silence"),
        ("ใครรู้เรื่องตรวจรับพัสดุบ้างครับ", "who"),
        ("ใครว่างช่วยรับพัสดุหน้าห้องที", "silence"),
    ],
)
def test_words_of_errands_are_matters_of_work_elsewhere(said: str, intent: str) -> None:
    """ภายใน, ไม่ได้ or รับพัสดุ make an errand only where somebody is sent; ค้น with a space is the command."""
    assert listen(said, addressed=False).intent == intent
