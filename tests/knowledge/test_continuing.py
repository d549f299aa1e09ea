"""Whether a message goes on with a telling, and whether it tells anything at all."""

from __future__ import annotations

import pytest

from knowledge.continuing import goes_on, tells_something, without_sign


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("(ต่อ) วันที่สองฝนตก", "วันที่สองฝนตก"),
        ("ต่อนะคะ วันที่สองฝนตก", "วันที่สองฝนตก"),
        ("2/3 วันที่สองฝนตก", "วันที่สองฝนตก"),
        ("เพิ่มเติมค่ะ วันที่สองฝนตก", "วันที่สองฝนตก"),
        ("ตอนที่ 2: วันที่สองฝนตก", "วันที่สองฝนตก"),
    ],
)
def test_a_message_that_says_so_goes_on(text: str, told: str) -> None:
    """However it is typed; the sign itself is no part of the story."""
    assert goes_on(text) == "says so"
    assert without_sign(text) == told


@pytest.mark.parametrize(
    "text",
    [
        "แล้วก็ย้ายกระสอบเข้าไปเก็บในศาลาทั้งหมดก่อนมืด",
        "สุดท้ายได้ของครบทุกหลังคาเรือนตามบัญชี",
        "ครั้งหน้าจะขอผ้าใบจากเทศบาลไว้ล่วงหน้า",
    ],
)
def test_a_next_sentence_perhaps_goes_on(text: str) -> None:
    """It counts only where nobody else spoke in between."""
    assert goes_on(text) == "perhaps"


@pytest.mark.parametrize(
    "text",
    [
        "ครับผม",
        "ต่อรองราคาได้อีกนิดครับร้านนี้",
        "แล้วก็พรุ่งนี้ใครเอารถไปบ้างครับ",
        "พอดีติดประชุมอยู่นะคะเดี๋ยวโทรกลับ",
        "ขอบคุณค่ะพี่ที่ช่วยส่งเอกสารให้เมื่อวานนี้",
        "เพราะแบบนี้ไงถึงไม่อยากไป 555 กินข้าวกัน?",
    ],
)
def test_ordinary_talk_does_not(text: str) -> None:
    """In doubt no: a wrong yes puts talk into a story."""
    assert goes_on(text) is None


def test_in_a_circle_nods_questions_and_errands_tell_nothing() -> None:
    """What is long enough and no question tells something."""
    assert tells_something("ของเราใช้วิธีนัดจ่ายหน้าร้านค้าชุมชนทุกวันที่ห้า ไม่มีใครลืม")
    for text in ("เยี่ยมเลยค่ะ", "555", "แล้วคนที่ย้ายออกไปแล้วตามยังไงคะ ได้คืนไหม", "ขอบคุณค่ะพี่ ได้ความรู้เยอะมากเลยวันนี้"):
        assert not tells_something(text)
