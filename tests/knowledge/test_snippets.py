"""The sentence that answers, cut out and not reworded; and the words behind it."""

from __future__ import annotations

from knowledge.clues import FEWEST_GRAMS, ask
from knowledge.mending import mended
from knowledge.question import Field, Question
from knowledge.snippets import LONGEST, best_sentences
from knowledge.sound import alike
from knowledge.terms import HINT, terms

TEXT = (
    "เมื่อวานไปประชุมที่อำเภอมาค่ะ อากาศร้อนมาก\n"
    "เรื่องเบิกค่าเดินทางต้องแนบหนังสืออนุมัติทุกครั้ง ไม่อย่างนั้นตีกลับ\n"
    "กลับมาถึงบ้านสองทุ่ม กินข้าวแล้วนอนเลยค่ะ"
)


def ask_plain(topic: str) -> Question:
    """A question to a library that has every word once."""
    return ask(topic, lambda field, some: (10, [1] * len(some)))


def test_the_sentence_about_the_matter_is_cut_out() -> None:
    """The one that answers, exactly as written."""
    found = best_sentences(TEXT, ask_plain("เบิกค่าเดินทาง"))
    assert "เบิกค่าเดินทางต้องแนบหนังสืออนุมัติทุกครั้ง" in found
    assert found in TEXT


def test_a_long_note_gives_one_line() -> None:
    """A card's line is short, however long the note; still an exact part of it."""
    text = "ก่อนเริ่มงาน " * 300 + "ล้างถังกรองก่อนเปิดน้ำ " + "หลังงานเลิก " * 300
    found = best_sentences(text, ask_plain("ล้างถังกรอง"))
    assert len(found) <= LONGEST
    assert found in text
    assert "ล้างถังกรอง" in found


def test_a_text_without_an_answer_gives_its_beginning() -> None:
    """A snippet is never empty where there is text."""
    assert TEXT.startswith(best_sentences(TEXT, ask_plain("โดรน"))[:10])
    assert best_sentences("", ask_plain("โดรน")) == ""


def test_words_that_sound_the_same_are_one() -> None:
    """Tone marks, silent letters and twin letters are what people get wrong."""
    for wrong, right in (("ครุพัน", "ครุภัณฑ์"), ("สะตรี", "สตรี"), ("จปถ", "จปฐ"), ("คัดสัน", "คัดสรร"), ("เกษียน", "เกษียณ")):
        assert alike(wrong) == alike(right), wrong
    assert alike("อาวุด") == alike("อาวุธ")
    assert alike("ประปา") != alike("ปลา")
    assert alike("otop") == "otop"


def test_in_a_very_big_office_the_commonest_trigrams_and_widest_hints_are_left_out() -> None:
    """Reading half a million places learns nothing more; the rarest trigrams stay, and a small office keeps all."""
    big = ask("กองทุนหมู่บ้าน", lambda field, some: (1_000_000, [30_000 + n for n, _ in enumerate(some)]))
    small = ask("กองทุนหมู่บ้าน", lambda field, some: (1_000, [30 + n for n, _ in enumerate(some)]))
    assert FEWEST_GRAMS <= len(big.grams) < len(small.grams)
    assert big.grams == tuple(sorted(big.grams, key=lambda gw: -gw[1]))
    assert [gram for gram, _ in small.grams[: len(big.grams)]] == [gram for gram, _ in big.grams]
    assert any(term.startswith(HINT) for term in small.asked["concepts"])
    assert not any(term.startswith(HINT) for term in big.asked["concepts"])


def test_a_misspelt_term_is_mended_but_a_known_word_is_left() -> None:
    """Only words that stand in no note are touched."""
    assert "".join(mended(["กองทุน", "สะ", "ตรี"], lambda field, some: (1, [0] * len(some)))) == "กองทุนสตรี"
    kept = ["กองทุน", "สะ", "ตรี"]
    assert mended(kept, lambda field, some: (1, [1] * len(some))) == kept


def test_a_misspelt_word_of_the_office_is_found_by_its_sound() -> None:
    """A misspelt name is cut into scraps; together they sound like a word that some note has."""

    def counts(field: Field, some: list[str]) -> tuple[int, list[int]]:
        return 1, [int(field == "sounds" and term == alike("กระบกท")) for term in some]

    assert mended(["กระ", "บกส", "ใหญ่"], counts)[0] == "กระบกส"


def test_what_stands_beside_a_matter_does_not_answer_for_it() -> None:
    """ซ่อม of a mended car says nothing about ซ่อมแอร์; โรง and งาน are no โรงงาน."""

    def counts(field: Field, some: list[str]) -> tuple[int, list[int]]:
        return 9, [int(field == "words" and term in {"ซ่อม", "โรง", "งาน"}) for term in some]

    assert ask("ซ่อมแอร์", counts).unknown == 1
    assert ask("ซ่อมโทรทัศน์", counts).unknown > 0.5
    factory = [way for clue in ask("โรงงาน", counts).clues for way in clue.ways]
    assert sum(answer.worth for way in factory for answer in way.answers) < 0.2


def test_a_single_word_only_hints_at_a_matter() -> None:
    """A text is about something when it names it, or says two words that go with it."""
    assert "~eldercare" in terms("ยายมาตลาด").concepts
    assert "eldercare" not in terms("ยายมาตลาด").concepts
    assert "eldercare" in terms("ดูแลผู้ป่วยติดเตียง").concepts


def test_the_sentence_may_say_it_in_other_words() -> None:
    """The sentence is picked by every spelling and name of the matter, not by the letters of the question alone."""
    text = (
        "เมื่อวานไปประชุมที่อำเภอมาค่ะ อากาศร้อนมาก คนมากันเยอะกว่าทุกครั้งที่เคยจัด\n"
        "ป้าแจ๋วส่งผ้าทอไปคัดสรรโอทอปแล้วได้ห้าดาวเพราะแก้บรรจุภัณฑ์ตามที่กรรมการแนะนำ\n"
        "กลับมาถึงบ้านสองทุ่ม กินข้าวแล้วนอนเลยค่ะ พรุ่งนี้ต้องตื่นแต่เช้าไปตลาดนัดอีก"
    )
    assert "โอทอป" in best_sentences(text, ask_plain("otop"))
