"""Promises of a review become follow-ups: what, who and when, as people said it."""

from __future__ import annotations

from knowledge.commitments import Commitment, commitments


def test_a_promise_with_a_person_and_a_date() -> None:
    """Who is asked and the day that is named are found in the promise itself."""
    told = "เป้า: 60 ราย\nผล: 48 ราย\nครั้งหน้า: ให้พี่หน่อยเตรียมปลั๊กพ่วง ภายใน 15 มี.ค."
    assert commitments(told) == [Commitment("ให้พี่หน่อยเตรียมปลั๊กพ่วง ภายใน 15 มี.ค.", who="พี่หน่อย", when_text="ภายใน 15 มี.ค.")]


def test_next_time_is_when_unless_a_day_is_said() -> None:
    """ครั้งหน้า, ปีหน้า in front of the promise says when it falls due."""
    told = "กะว่าจะเสร็จก่อนเที่ยง ปรากฏว่าเสร็จบ่ายสาม ปีหน้าจะเริ่มตั้งแต่เช้ามืด"
    assert [(c.who, c.when_text) for c in commitments(told)] == [("", "ปีหน้า")]


def test_several_promises_are_told_apart() -> None:
    """Lines and numbers of a list are promises of their own."""
    told = "เป้า: คนมา 50\nผล: มา 30\nครั้งหน้า:\n- ประกาศล่วงหน้าสองสัปดาห์\n- ขอผู้ใหญ่คำช่วยเดินบอก"
    assert [(c.text, c.who) for c in commitments(told)] == [
        ("ประกาศล่วงหน้าสองสัปดาห์", ""),
        ("ขอผู้ใหญ่คำช่วยเดินบอก", "ผู้ใหญ่คำ"),
    ]


def test_talk_promises_nothing() -> None:
    """A text without a plan has no commitments."""
    assert commitments("วันนี้ฝนตกหนักมาก") == []
