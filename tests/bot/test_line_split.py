"""Counting text as LINE does, and cutting long ones."""

from __future__ import annotations

import time

import pytest

from bot.line.graphemes import count, graphemes, shorten, shorten_units, utf16_units
from bot.line.split import TEXT_LIMIT, split_text

FAMILY = "👨‍👩‍👧"


@pytest.mark.parametrize(
    ("text", "clusters"),
    [
        ("", []),
        ("กขค", ["ก", "ข", "ค"]),
        ("กี่ที่", ["กี่", "ที่"]),
        ("น้ำใจ", ["น้ำ", "ใ", "จ"]),
        ("กิ๊ก", ["กิ๊", "ก"]),
        (FAMILY + "x", [FAMILY, "x"]),
        ("👍🏽👍", ["👍🏽", "👍"]),
        ("🇹🇭🇱🇦🇹", ["🇹🇭", "🇱🇦", "🇹"]),
        ("1️⃣2", ["1️⃣", "2"]),
        ("❤️‍🔥", ["❤️‍🔥"]),
        ("a\r\nb", ["a", "\r\n", "b"]),
        ("한국", ["한", "국"]),
        ("é́", ["é́"]),
    ],
)
def test_a_cluster_is_what_a_reader_takes_for_one_letter(text: str, clusters: list[str]) -> None:
    """LINE counts labels in grapheme clusters: Thai marks, sara am, joined emoji, flags and keycaps count once."""
    assert list(graphemes(text)) == clusters
    assert count(text) == len(clusters)


def test_units_are_utf16() -> None:
    """LINE's 5,000 counts an emoji as two and a Thai letter as one."""
    assert utf16_units("กำ😀") == len("กำ😀".encode("utf-16-le")) // 2 == 4


def test_shortening_marks_the_cut_and_only_a_cut() -> None:
    """A label that fits stays as it is; a longer one ends in … and never in half a letter."""
    assert shorten("ที่นี่", 2) == "ที่…" or count(shorten("ที่นี่", 2)) <= 2
    assert shorten("กี่ที่", 2) == "กี่ที่"
    assert shorten("กี่ที่น้ำ", 2) == "กี่…"
    assert shorten_units("😀😀😀", 4) == "😀…"
    assert shorten_units("abc", 3) == "abc"


def test_short_text_is_one_message_and_blank_text_none() -> None:
    """No empty message goes out: LINE refuses it with the whole request."""
    assert split_text("  สวัสดีครับ\n") == ["สวัสดีครับ"]
    assert split_text(" \n\t ") == []


def test_long_text_is_cut_between_paragraphs_before_lines_before_sentences() -> None:
    """The best end in the second half of a message is taken, whatever comes after it."""
    paragraph = "ก" * 30 + " " + "ข" * 30
    assert split_text(f"{paragraph}\n\n{paragraph}\nค", limit=100) == [paragraph, f"{paragraph}\nค"]
    assert split_text("ก" * 60 + "\n" + "ข" * 20 + " " + "ค" * 60, limit=100)[0] == "ก" * 60
    assert split_text("ก" * 60 + "ครับ " + "ข" * 20 + " " + "ค" * 60, limit=100)[0] == "ก" * 60 + "ครับ"
    assert split_text("ก" * 60 + " " + "ค" * 60, limit=100) == ["ก" * 60, "ค" * 60]


def test_nothing_but_white_space_is_lost() -> None:
    """What an officer is to read is all there after cutting, in order."""
    story = "".join(f"ข้อ {n} ประชุมกลุ่มออมทรัพย์ที่ศาลากลางบ้าน 😀 เรียบร้อยครับ " for n in range(900))
    parts = split_text(story)
    assert "".join("".join(parts).split()) == "".join(story.split())
    assert all(utf16_units(part) <= TEXT_LIMIT for part in parts)
    assert len(parts) < 1.25 * utf16_units(story) / TEXT_LIMIT + 1


@pytest.mark.parametrize("unit", ["ที่", "น้ำ", FAMILY, "🇹🇭", "👍🏽", "กิ๊", "1️⃣"])
def test_a_text_without_any_end_is_cut_between_clusters(unit: str) -> None:
    """5,000 emoji or a page without a space: no letter loses its mark, no family is torn apart."""
    parts = split_text(unit * 4000)
    assert "".join(parts) == unit * 4000
    for part in parts:
        assert part == unit * (len(part) // len(unit))
        assert utf16_units(part) <= TEXT_LIMIT


def test_a_vowel_written_before_its_consonant_stays_with_it() -> None:
    """เ, แ, โ, ใ and ไ at the end of a message would be read as a mistake."""
    assert split_text("ก" * 9 + "เกาะ" * 3, limit=10)[0] == "ก" * 9


def test_hostile_text_is_cut_quickly_and_fits() -> None:
    """One letter with 60,000 marks, or 200,000 zero-width joiners, neither hangs the worker nor breaks the limit."""
    start = time.perf_counter()
    for text in ("ก" + "่" * 60_000, "\u200d" * 200_000, "🇹" * 60_000, "{" * 60_000, "ก " * 60_000):
        assert all(0 < utf16_units(part) <= TEXT_LIMIT for part in split_text(text))
    assert time.perf_counter() - start < 3
