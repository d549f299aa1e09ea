"""How common a word is in Thai at large: the prior for offices that have too few notes to tell."""

from __future__ import annotations

from functools import lru_cache
from math import exp, log

NOTE_WORDS = 60
"""Words in a usual note: turns the share of a word among words into the share of notes that have it."""
PRIOR_NOTES = 120
"""What the prior weighs, in notes: an office with as many notes of its own counts half."""
_RARE = 1e-4
"""Share of notes that is assumed of a word which the corpus does not have, and of pairs and trigrams."""
EVERYDAY = 2.5e-5
"""Share among all words of Thai from which a word is one of everyday talk."""
_KEPT = 200
"""Words counted less often in the corpus are as good as unknown; leaving them out saves 10 MB."""

_SPOKEN = (
    "อยาก อยากได้ อยากรู้ อยากให้ หา ต้อง จะ ได้ ให้ ไป มา แล้ว กับ ของ ที่ ใน และ หรือ ก็ มี เป็น ไม่ เวลา ตอน ช่วย "
    "ทำ วิธี เรื่อง งาน โครงการ กลุ่ม ชาวบ้าน คน บ้าน เรา อำเภอ ตำบล หมู่บ้าน สำนักงาน ใช้ ดู จัด แบบ ขึ้น ลง เข้า ออก "
    "ด่วน ต่อ ก่อน หลัง ดี เก่ง แก้ ปัญหา บาง เลย เพิ่ม ใหม่ จริง จริงๆ เอา เจอ รับ ส่ง ราชการ พื้นที่ กัน กว่า ๆ ฯ "
    "help can need the to of in for a an and with do how my our is are work project about "
    "product products service services system office community people"
)
SPOKEN = frozenset(_SPOKEN.split())
"""Words of everyday office talk that say little about a matter, beyond the dictionary's stop words."""


@lru_cache(maxsize=1)
def _shares() -> dict[str, float]:
    from pythainlp.corpus import tnc  # here: only those who look for something should pay for it

    counts = dict(tnc.unigram_word_freqs())
    total = sum(counts.values())
    return {word: count / total for word, count in counts.items() if count >= _KEPT}


@lru_cache(maxsize=1)
def _stop_words() -> frozenset[str]:
    from pythainlp.corpus.common import thai_stopwords

    return frozenset(thai_stopwords()) | SPOKEN


_ACTIONS = (
    "เลี้ยง ปลูก ขับ ขี่ ยื่น ขอ ยื่นขอ ติดตั้ง เล่น ซ่อม สอน เจาะ ต่อ สร้าง ตั้ง เปิด ปิด เก็บ ตัด ถ่าย ร่าง วาง คุม ดูแล จัดการ เตรียม ตรวจ "
    "คิด พูด เล่า อ่าน วาด เป่า ร้อง เต้น ขาย ซื้อ จ้าง ผลิต พัฒนา ส่งเสริม แก้ไข ปรับปรุง ประชุม อบรม เรียน ฝึก รณรงค์ สำรวจ "
    "ใช้งาน เขียน แข่ง แข่งขัน ระบบ เครื่อง โปรแกรม ใบอนุญาต แผน ขั้นตอน อุปกรณ์ make build play teach fix use run write drive"
)
ACTIONS = frozenset(_ACTIONS.split())
"""What can be done to anything: it says less about the matter than what it is done to."""


def action(word: str) -> bool:
    """True of words for doing something, and of such as กระบวน or เครื่อง that stand before what matters."""
    return word in ACTIONS


def share_of_notes(word: str) -> float:
    """The share of notes, 0 to 1, in which the word would stand if people wrote as Thai writers do (Thai
    National Corpus, as PyThaiNLP ships it)."""
    share = _shares().get(word)
    return _RARE if share is None else max(_RARE, 1 - exp(-NOTE_WORDS * share))


def everyday(word: str) -> bool:
    """True of words that everybody uses: where a note lacks one, it may still be about the same, told otherwise."""
    return _shares().get(word, 0.0) >= EVERYDAY


def written(word: str) -> bool:
    """True of words that the corpus has: they are spelt right."""
    return word in _shares()


def generic(word: str) -> bool:
    """True of words that stand in any talk and so don't tell one matter from another."""
    return word in _stop_words() or not any(c.isalnum() for c in word)


def rarity(found_in: int, notes: int, share: float = _RARE) -> float:
    """How much a word tells (inverse document frequency, natural log): `found_in` of `notes` in the office,
    blended with the `share` of notes expected anywhere."""
    total = notes + PRIOR_NOTES
    have = min(total, found_in + PRIOR_NOTES * share)
    return log(1 + (total - have + 0.5) / (have + 0.5))
