"""Names of Thai people as offices write them: cleaned, and the form in which two spellings are compared."""

from __future__ import annotations

import re
import unicodedata

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]")
_BROKEN_AM = re.compile("\u0e4d([\u0e48-\u0e4b]?)\u0e32")
"""ำ typed as a ring and า, with or without a tone mark between them."""
_SPACES = re.compile(r"\s+")
_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")

_RANKS = (
    r"ว่าที่\s*(?:ร้อย|พัน)\s*(?:ตรี|โท|เอก)(?:\s*\(?\s*หญิง\s*\)?)?",
    r"ว่าที่\s*[รพ]\.?\s*[ตทอ]\.?(?:\s*\(?\s*หญิง\s*\)?)?",
    r"(?:ร้อยตำรวจ|พันตำรวจ|ร้อย|พัน|พล|สิบตำรวจ|สิบ|จ่าสิบตำรวจ|จ่าสิบ|พันจ่าอากาศ|พันจ่า)(?:ตรี|โท|เอก)(?:\s*หญิง)?",
    r"จ่าเอก|จ่าโท|จ่าตรี|ดาบตำรวจ",
    r"(?:[รพ]\.\s*ต\.\s*[ตทอ]\.|[รพ]\.\s*[ตทอ]\.|จ\.\s*ส\.\s*[ตทอ]\.|พ\.\s*จ\.\s*[ตทอ]\.|ส\.\s*[ตทอ]\.|ด\.\s*ต\.)(?:\s*หญิง)?",
)
_TITLES = (
    r"นางสาว|น\.\s*ส\.|นส\.|นาง|นาย|เด็กชาย|เด็กหญิง|ด\.\s*ช\.|ด\.\s*ญ\.",
    r"หม่อมหลวง|หม่อมราชวงศ์|ม\.\s*ล\.|ม\.\s*ร\.\s*ว\.",
    r"ผู้ช่วยศาสตราจารย์|รองศาสตราจารย์|ศาสตราจารย์|ผศ\.|รศ\.|ศ\.|ดร\.|ด็อกเตอร์",
    r"นายแพทย์|แพทย์หญิง|นพ\.|พญ\.|ทพ\.|ทพญ\.|สพ\.ญ\.|น\.สพ\.|ภก\.|ภญ\.",
    r"(?:Mr|Mrs|Ms|Miss|Dr)\.?\s",
)
_PREFIX = re.compile(f"(?:{'|'.join((*_RANKS, *_TITLES))})\\s*", re.IGNORECASE)
_LOOSE_PREFIX = re.compile(r"(?:คุณ|พี่|น้อง|ดร|นส)\s+")
_NAME_START = re.compile(r"[ก-ฮเแโใไ][^\s]|[A-Za-z]")
"""What can begin a Thai name: so that นา in นายิกา or คุณ in คุณากร is not taken for a title."""


def clean(text: str) -> str:
    """One line without invisible characters and doubled spaces, as it may be shown."""
    text = _BROKEN_AM.sub(r"\1ำ", _INVISIBLE.sub("", unicodedata.normalize("NFC", text)))
    return _SPACES.sub(" ", text).strip()


def arabic(text: str) -> str:
    """Thai digits as Arabic ones."""
    return text.translate(_DIGITS)


def split_title(name: str) -> tuple[str, str]:
    """The titles in front of a name (rank, นาย, ดร., …) and the name itself; both may be empty."""
    rest = clean(name)
    while True:
        found = _PREFIX.match(rest) or _LOOSE_PREFIX.match(rest)
        if not found or not _NAME_START.match(rest[found.end() :]):
            break
        rest = rest[found.end() :]
    whole = clean(name)
    return whole[: len(whole) - len(rest)].strip(), rest


def name_key(name: str) -> str:
    """The form in which two spellings of one full name are equal: no titles, spaces, dots or case."""
    return re.sub(r"[\s.\-–]+", "", split_title(name)[1]).lower()


def tidy_full_name(name: str) -> str:
    """A full name with one space between first name and surname, and none after นาย, นาง and the like."""
    title, rest = split_title(name)
    joined = bool(re.search(r"(?:นาย|นาง|นางสาว|น\.\s*ส\.|นส\.|คุณ)$", title))
    return (title + ("" if joined else " ") + rest).strip() if title else rest
