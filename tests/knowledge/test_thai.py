"""Thai text: one normal form, one way to cut words, nothing that a person can type is slow."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from knowledge import thai
from knowledge.normal_form import normalise, places

HOSTILE = [
    "ก" * 10_000,
    "\u0e4d" * 10_000,
    "ก่" * 5_000,
    "กรอ" * 3_000,
    "ตากลม" * 1_000,
    "\u0e48\u0e33" * 2_500,
    "กข.คจ." * 900,
    "a" * 5_000,
    "😀" * 5_000,
    "ก ๆ" * 1_700,
    "ใก" * 2_500,
    "๑" * 5_000,
    "อย่า " * 1_000,
    " \n" * 2_500,
]


@pytest.fixture(autouse=True, scope="module")
def _warm() -> None:
    thai.warm()


@pytest.mark.parametrize(
    ("typed", "normal"),
    [
        ("เเผนงาน", "แผนงาน"),
        ("จํานวน", "จำนวน"),
        ("นํ้า", "น้ำ"),
        ("น้ํา", "น้ำ"),
        ("ประชุุม", "ประชุม"),
        ("ก่ิน", "กิ่น"),
        ("ดีมากกกกก", "ดีมาก"),
        ("จ้าาาา", "จ้า"),
        ("๒๕๖๙", "2569"),
        ("OTOP", "otop"),
        ("กลุ่ม\u200bออม", "กลุ่มออม"),
        ("ตั้ง \t ใจ", "ตั้ง ใจ"),
        ("a\r\n\r\n b", "a\nb"),
    ],
)
def test_what_people_type_in_many_ways_is_compared_in_one(typed: str, normal: str) -> None:
    """Keyboards, phones and Word write the same word with other code points; search and filing see one form."""
    assert normalise(typed) == normal
    assert normalise(normalise(typed)) == normalise(typed)


@pytest.mark.parametrize("whole", ["www", "iii", "กกก", "5555", "ระบบบริหาร", "รูปแบบบ้าน", "ฤๅษี", "กรรมการ", "good"])
def test_repeated_letters_that_are_meant_stay(whole: str) -> None:
    """Only drawn-out letters are shortened: two words may meet with the same letter, figures repeat digits."""
    assert normalise(whole) == whole


def test_places_lead_back_to_what_was_typed() -> None:
    """Evidence is shown in the words of the teller, so each normal character knows where it was typed."""
    for typed in ("ทำ เเผนครัวเรือน ๓ หลัง", "OTOP ห้าดาวววว ค่ะ", "จํานวนเงินกู้", "  เว้น   วรรค\n\nขึ้นบรรทัด"):
        normal = normalise(typed)
        where = places(typed, normal)
        assert len(where) == len(normal) + 1
        assert where == sorted(where)
    assert "เเผนครัวเรือน" in _typed("ทำ เเผนครัวเรือน ๓ หลัง", "แผนครัวเรือน")
    assert _typed("ค่าจํานวนมาก", "จำนวน") == "จํานวน"


def _typed(text: str, part: str) -> str:
    normal = normalise(text)
    where = places(text, normal)
    start = normal.index(part)
    return text[where[start] : where[start + len(part)]]


@pytest.mark.parametrize("text", HOSTILE, ids=[repr(t[:4]) for t in HOSTILE])
def test_no_text_is_slow(text: str) -> None:
    """A message of 5,000 characters without sense may not hold up the others: 50 ms in a quiet process."""
    for work in (thai.words, thai.trigrams, thai.sentences):
        best = 1.0
        for _ in range(3):
            start = time.process_time()
            work(text)
            best = min(best, time.process_time() - start)
        assert best < 0.15, work.__name__  # three times the aim, for busy machines


@pytest.mark.parametrize("typed", ["กข.คจ.", "กขคจ", "กข.คจ", "กขคจ."])
def test_an_abbreviation_is_one_word_with_and_without_its_dots(typed: str) -> None:
    """People leave the dots out as often as not; both find the same."""
    assert "กขคจ" in thai.words(f"ตามหนี้ {typed} บ้านนา")


def test_abbreviations_that_no_table_knows_stay_whole_too() -> None:
    """Consonants with full stops are an abbreviation wherever they stand."""
    assert thai.words("ส่ง ฝผ.ทข. แล้ว")[1] == "ฝผทข"


def test_a_compound_is_one_word_that_knows_its_parts() -> None:
    """A compound is indexed whole and in parts, so that a question with a part of it finds it (thai-text.md)."""
    assert "กองทุนสตรี" in thai.words("กรรมการกองทุนสตรีประชุมแล้ว")
    assert thai.parts("กองทุนสตรี") == ("กองทุน", "สตรี")
    assert thai.parts("กองทุนหมู่บ้าน") == ("กองทุน", "หมู่บ้าน")


def test_parts_are_words_themselves() -> None:
    """A loan word or an abbreviation is not torn into syllables that mean something else."""
    assert thai.parts("โอทอป") == ()
    assert thai.parts("กขคจ") == ()
    assert thai.parts("นา") == ()


def test_hyphens_and_capitals_make_no_difference() -> None:
    """e-LAAS, E-laas and elaas are the same system."""
    assert thai.words("ปิดบัญชีใน e-LAAS") == thai.words("ปิดบัญชีใน eLAAS")


def test_pieces_stand_where_they_say() -> None:
    """Whoever marks a word in a text needs its place."""
    normal = normalise("ทวงหนี้ กข.คจ. 3 ราย!! (ด่วน)")
    for piece in thai.pieces(normal):
        assert thai.bare(normal[piece.start : piece.end]) == piece.word


def test_many_threads_may_ask_first() -> None:
    """The worker's threads start together; the dictionary is made once."""
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: tuple(thai.words("ประชุมคณะกรรมการ")), range(16)))
    assert len(set(found)) == 1


def test_sentences_are_exact_pieces_in_order() -> None:
    """A quoted sentence must be what was said, to the letter."""
    text = (
        "จัดบูธเมื่อวานค่ะ คนเยอะมากๆ 😂 แต่ของหมดก่อนเที่ยงเพราะเตรียมไปน้อย\n1. สั่งเพิ่ม\n2. เช็กสต็อก ครั้งหน้านับของก่อนครับ"
    )
    at = 0
    for sentence in thai.sentences(text):
        at = text.index(sentence, at) + len(sentence)
    assert "".join(thai.sentences(text)).replace(" ", "") == text.replace(" ", "").replace("\n", "")


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("ไปมาแล้วค่ะ ของขายดีครับ", 2),
        ("ค่าใช้จ่าย 3.5 ล้านบาท", 1),
        ("- ข้อดีคือไว\n- ข้อเสียคือแพง", 2),
        ("เร็ว ๆ นี้", 1),
        ("", 0),
        ("\n \n", 0),
    ],
)
def test_a_sentence_ends_at_particles_lines_and_list_marks(text: str, count: int) -> None:
    """Thai has no full stop; particles, lines and list marks end what is said."""
    assert len(thai.sentences(text)) == count
