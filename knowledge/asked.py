"""Filters that people say in words: ของ(ชื่อ), ปี 68, AAR, หมวด OTOP, เดือนนี้ (issue: search, filters in words)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, timezone

from knowledge.notes import Kind
from knowledge.people import Member
from knowledge.thai import normalise

_BANGKOK = timezone(timedelta(hours=7))
_KINDS: tuple[tuple[str, Kind], ...] = (
    ("aar", "aar"), ("bar", "bar"), ("dar", "dar"), ("เรื่องเล่า", "story"), ("บทเรียน", "lesson"),
    ("เคล็ดลับ", "tip"), ("ทริค", "tip"),
)  # fmt: skip
_YEAR = re.compile(r"(?:ในปี|ของปี|ปี)\s*(?:งบประมาณ|งบ|พ\.?ศ\.?)?\s*(25\d\d|20\d\d|[5-9]\d)(?!\d)")
_OF = re.compile(r"(?:^|\s|(?<=[ก-๎]))(?:ของ|โดย|ที่)\s?(?:คุณ|พี่|น้อง|ป้า|ลุง|น้า|อา|ผอ\.?|หัวหน้า|นาง|นาย)?\s?(\S{2,40})")
_CATEGORY = re.compile(r"(?:ใน)?(?:หมวดหมู่|หมวด)\s*(\S+)")
_HONORIFIC = re.compile(r"^(?:คุณ|พี่|น้อง|ป้า|ลุง|น้า|อา|ผอ\.?|หัวหน้า|นางสาว|นาง|นาย|น\.ส\.)\s*")


Named = Callable[[list[str]], dict[str, list[str]]]
"""Of some names those that somebody has, with the ids of all who are called so."""


@dataclass(frozen=True)
class Filters:
    """What a note must be; an empty set or None asks nothing."""

    kinds: frozenset[Kind] = frozenset()
    member_ids: frozenset[str] = frozenset()
    categories: frozenset[str] = frozenset()
    group_ids: frozenset[str] = frozenset()
    since: datetime | None = None
    until: datetime | None = None

    def with_member(self, member_id: str) -> Filters:
        return replace(self, member_ids=frozenset({member_id}))


@dataclass(frozen=True)
class Asked:
    """A query apart: what it is about, and what the notes must be."""

    topic: str
    filters: Filters


def read(query: str, named: Named, now: datetime | None = None) -> Asked:
    """Takes the filters out of a query. `named` is asked only where the words speak of a person's note.
    What merely looks like a filter stays in the topic: a name that nobody has, a kind inside a sentence."""
    text = query
    kinds: set[Kind] = set()
    low = normalise(text)
    for word, kind in _KINDS:
        found = (
            re.search(rf"(?:^|[\s#]){word}(?=$|\s|ของ|เรื่อง|[ก-๎])", low)
            if word.isascii()
            else re.search(rf"(?:^|\s|ค้น|หา)#?{word}(?=$|\s|ของ)", low)
        )
        if found and low.replace(word, "", 1).strip(" #"):
            kinds.add(kind)
            text = re.sub(rf"#?{word}", " ", text, count=1, flags=re.IGNORECASE)
            low = normalise(text)
    since, until, text = _years(text)
    member_ids, text = _tellers(text, named)
    return Asked(text.strip(), Filters(frozenset(kinds), frozenset(member_ids), since=since, until=until))


def _years(text: str) -> tuple[datetime | None, datetime | None, str]:
    """A year in words, taken as a fiscal year (1 October to 30 September, domain.md §2), as offices mean it."""
    found = _YEAR.search(normalise(text))
    if not found:
        return None, None, text
    year = int(found.group(1))
    year = year + 2500 if year < 100 else year
    ce = year - 543 if year > 2400 else year
    since = datetime(ce - 1, 10, 1, tzinfo=_BANGKOK).astimezone(UTC)
    until = datetime(ce, 10, 1, tzinfo=_BANGKOK).astimezone(UTC)
    return since, until, _YEAR.sub(" ", normalise(text), count=1)


def _tellers(text: str, named: Named) -> tuple[set[str], str]:
    """Everybody who is called as the query says after ของ or โดย (two people may share a nickname)."""
    for found in _OF.finditer(text):
        said = found.group(1)
        known = named([said[:length] for length in range(len(said), 1, -1) if not _goes_on(said[length:])])
        if known:
            name = max(known, key=len)
            return set(known[name]), (text[: found.start()] + " " + text[found.start(1) + len(name) :]).strip()
    return set(), text


def _goes_on(rest: str) -> bool:
    """True when a name would be cut within a word: its next letter is a mark that hangs on the one before."""
    return bool(re.match("[ะ-ฺ็-๎]", rest))


def names(member: Member) -> set[str]:
    """What a member is called in a query: nickname, first name, the parts of the name on LINE."""
    first = _HONORIFIC.sub("", member.full_name).split(" ")[0]
    return {n for n in (member.nickname, first, *member.display_name.split()) if len(n) > 1} | {member.full_name}
