"""Invented Thai text for benchmarks: words of the dictionary and of office talk, as often as words come in talk.

It means nothing, but cutting, indexing and finding it costs what real text costs: few words come very often, most
are rare, a seventh are terms that offices use (with synonyms and matters behind them)."""

from __future__ import annotations

import random
from functools import cache
from itertools import accumulate

_COMMON = [
    "ที่", "และ", "ของ", "ใน", "การ", "ได้", "ให้", "เป็น", "มี", "ไป", "ว่า", "จะ", "กับ", "ก็", "แล้ว",
    "มา", "คน", "เรา", "ไม่", "จาก", "ต้อง", "อยู่", "ทำ", "กัน", "แต่", "นี้", "ครั้ง", "วัน", "งาน",
    "บ้าน", "เงิน", "เรื่อง", "ถ้า", "เพราะ", "หมู่บ้าน", "ประชุม", "เอกสาร", "กลุ่ม", "ปี", "ครับ", "ค่ะ",
]
_OFFICE_SHARE = 1 / 7
KINDS = ("#เรื่องเล่า", "#บทเรียน", "#เคล็ดลับ", "#AAR")
CHATTER = (
    "สวัสดีค่ะทุกคน ขอให้เป็นวันที่ดี",
    "รับทราบครับ",
    "ประชุมบ่ายสองห้องเดิมนะคะ",
    "ใครเอากุญแจรถไปครับ",
    "ขอบคุณมากค่ะ",
    "พรุ่งนี้ฝนตก ขับรถดี ๆ นะ",
    "ส่งไฟล์ให้แล้วค่ะ เช็กในเมลด้วย",
    "เที่ยงนี้กินก๋วยเตี๋ยวกันไหม",
)


@cache
def _words() -> tuple[list[str], list[float], list[str]]:
    """All words with their cumulated frequencies (Zipf), and office terms."""
    from pythainlp.corpus import thai_words

    from knowledge import office_thai

    dice = random.Random(7)
    rare = sorted(word for word in thai_words() if (3 <= len(word) <= 12 and word.isalpha()) or 3 <= len(word) <= 8)
    listed = _COMMON + dice.sample(rare, min(20_000, len(rare)))
    terms = sorted(term for term in office_thai.terms() if 3 <= len(term) <= 20)
    return listed, list(accumulate(1 / (n + 3) for n in range(len(listed)))), terms


class Writer:
    """Writes notes and questions; the same seed writes the same."""

    def __init__(self, seed: int) -> None:
        self._dice = random.Random(seed)

    def text(self, letters: int = 250) -> str:
        """A telling of about so many letters, a space after each phrase."""
        words, frequencies, terms = _words()
        found: list[str] = []
        length = 0
        while length < letters:
            phrase = self._dice.choices(words, cum_weights=frequencies, k=self._dice.randint(4, 12))
            for n in range(len(phrase)):
                if self._dice.random() < _OFFICE_SHARE:
                    phrase[n] = self._dice.choice(terms)
            found.append("".join(phrase))
            length += len(found[-1]) + 1
        return " ".join(found)

    def topic(self) -> str:
        """What somebody may ask about: one office term and one or two words, neither the commonest nor unheard of."""
        words, _, terms = _words()
        rest = [words[self._dice.randint(len(_COMMON), 3_000)] for _ in range(self._dice.randint(1, 2))]
        return "".join([self._dice.choice(terms), *rest])

    def term(self) -> str:
        """A term of office talk."""
        return self._dice.choice(_words()[2])

    def note(self, letters: int = 250) -> str:
        """What somebody types to have a telling kept."""
        return f"{self._dice.choice(KINDS)} {self.text(letters)}"

    def chatter(self) -> str:
        """Talk that is nothing to the bot."""
        return self._dice.choice(CHATTER)
