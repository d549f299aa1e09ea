"""Asking to have a telling changed, in words."""

from __future__ import annotations

import time

import pytest

from knowledge.retelling import asks_to_merge, asks_to_retell, new_words


@pytest.mark.parametrize("said", ["แก้เรื่องนี้หน่อยค่ะ", "ขอแก้ไขข้อความเมื่อกี้", "แก้เรื่องที่เล่าใหม่ครับ", "แก้"])
def test_a_wish_without_words(said: str) -> None:
    """It is asked for the words then, where it is one of the known ways; never taken for the words."""
    assert new_words(said) is None


def test_the_words_are_what_follows() -> None:
    """Whichever way the telling is named."""
    assert new_words("แก้ไขเรื่องนี้เป็นว่า ใช้สมุดสองเล่ม") == "ใช้สมุดสองเล่ม"
    assert new_words("แก้เรื่องเล่า: ใช้สมุดสองเล่ม") == "ใช้สมุดสองเล่ม"


@pytest.mark.parametrize("text", ["แก้" + "เรื่องนี้" * 400 + "x", "แก้" + "ข้อความนี้" * 400, "รวม" + "เรื่อง" * 700])
def test_no_message_takes_long(text: str) -> None:
    """A word said four hundred times holds nobody else up."""
    started = time.perf_counter()
    asks_to_retell(text)
    asks_to_merge(text)
    assert time.perf_counter() - started < 0.4
