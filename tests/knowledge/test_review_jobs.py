"""The job of a review: its name told from a telling, and jobs of the same kind from others."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from knowledge.review_jobs import ALIKE_AT, alike, job_of
from knowledge.review_names import job_name

DATA = Path(__file__).parents[1] / "data"


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("ประชุมประชาคมหมู่บ้าน", "ประชุมประชาคมหมู่บ้าน"),
        (" อบรมทำปุ๋ยหมัก ค่ะ", "อบรมทำปุ๋ยหมัก"),
        ("“ออกหน่วยเคลื่อนที่ ต.หนองบัว 12 ธ.ค.”", "ออกหน่วยเคลื่อนที่ ต.หนองบัว 12 ธ.ค."),
        ("งานลอยกระทง", "งานลอยกระทง"),
        ("Big Cleaning Day", "Big Cleaning Day"),
    ],
)
def test_a_name_opens_a_dialogue(typed: str, name: str) -> None:
    """One short line that names an activity."""
    assert job_name(typed) == name


@pytest.mark.parametrize(
    "typed",
    [
        "ประชุมประชาคมเสร็จเร็วกว่าที่คิด เพราะแจ้งก่อน",
        "เป้า: 50 คน\nผล: 30 คน",
        "คนมาน้อย",
        "ครั้งหน้าจะแจ้งก่อนสองวัน",
        "ให้ทุกคนเตรียมเอกสารไปด้วย",
        "สอบนายสิบ คนเข้าห้องสอบช้า 9 คน",
        "มะรืนนี้อบรม อสม. พิมพ์แบบฟอร์ม 80 ใบ",
        "ลงพื้นที่รถติดหล่ม",
        "ลำโพงเบา",
        "",
    ],
)
def test_a_telling_does_not(typed: str) -> None:
    """What tells how it went, or asks for something, is kept as it is."""
    assert job_name(typed) is None


def test_no_whole_review_is_taken_for_a_name() -> None:
    """Over all our own invented reviews."""
    files = sorted(DATA.glob("reviews*/notes.jsonl"))
    told = [json.loads(row)["text"] for file in files for row in file.read_text("utf-8").splitlines()]
    assert [text for text in told if job_name(text)] == []


def test_short_tellings_and_names_of_many_trades() -> None:
    """A telling taken for a name would not be kept, so hardly any may be; a name that is missed becomes a note."""
    rows = [json.loads(row) for row in (DATA / "review_names.jsonl").read_text("utf-8").splitlines()]
    told = [row["text"] for row in rows if not row["name"]]
    named = [row["text"] for row in rows if row["name"]]
    assert len([text for text in told if job_name(text)]) <= 0.02 * len(told)
    assert len([text for text in named if job_name(text)]) >= 0.9 * len(named)


def test_who_is_asked_for_the_name_may_answer_in_any_few_words() -> None:
    """Behind a mark "น้ำท่วมใหญ่ปีที่แล้ว" might be a telling; as the answer to "which job?" it is the name."""
    assert job_name("น้ำท่วมใหญ่ปีที่แล้ว") is None
    assert job_name("น้ำท่วมใหญ่ปีที่แล้ว", asked=True) == "น้ำท่วมใหญ่ปีที่แล้ว"
    assert job_name("คนมาน้อย", asked=True) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ประชุมประชาคมหมู่บ้าน", "ประชาคมหมู่บ้าน บ้านท่าเรือ หมู่ 4"),
        ("อบรมทำปุ๋ยหมัก รุ่นที่ 2", "อบรมปุ๋ยหมักให้กลุ่มแม่บ้าน"),
        ("งานลอยกระทง 2568", "จัดงานลอยกระทงริมคลอง"),
        ("ออกหน่วยฉีดวัคซีนสุนัข", "ฉีดวัคซีนพิษสุนัขบ้า ต.บางเลน"),
    ],
)
def test_jobs_of_one_kind_are_alike(one: str, other: str) -> None:
    """Whatever the place, time and round."""
    assert alike(one, other) >= ALIKE_AT


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ประชุมประชาคมหมู่บ้าน", "ประชุมประจำเดือนสำนักงาน"),
        ("อบรมทำปุ๋ยหมัก", "อบรมบัญชีครัวเรือน"),
        ("งานลอยกระทง", "งานแข่งเรือยาว"),
    ],
)
def test_jobs_that_share_only_what_all_share_are_not(one: str, other: str) -> None:
    """ประชุม, อบรม and งาน say nothing of the kind."""
    assert alike(one, other) < ALIKE_AT


def test_a_kept_review_begins_with_its_job() -> None:
    """Of a guided review the first line, of a free one the words before its parts."""
    assert job_of("ประชุมประชาคม\nสิ่งที่คาดหวัง: คนมาครบ") == "ประชุมประชาคม"
    assert job_of("อบรมทำปุ๋ย → เป้า: 20 คน ผล: มา 12 คน").startswith("อบรมทำปุ๋ย")


@pytest.mark.parametrize("text", ["ครับ" * 40 + "ก", "นะครับ" * 30 + "ก", "ประชุม" + "\n" * 80 + "ก"])
def test_no_name_takes_long(text: str) -> None:
    """A row of particles or lines ends at once."""
    job_name("อุ่นเครื่อง")
    started = time.perf_counter()
    job_name(text)
    assert time.perf_counter() - started < 0.4
