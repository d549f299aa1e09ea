"""Filters that people say in words: ของ(ชื่อ), ปี 68, ปีที่แล้ว, เดือนนี้, AAR, หมวด OTOP."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
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
_CATEGORY = re.compile(r"(?:ใน)?(?:หมวดหมู่|หมวด)\s*(?P<rest>\S.*)$", re.S)
_LATELY = re.compile(r"(?:ใน|ของ)?(?P<unit>ปี|เดือน|สัปดาห์|อาทิตย์)(?:งบประมาณ|งบ)?(?P<which>นี้|ที่แล้ว|ที่ผ่านมา|ก่อน(?!หน้า|อื่น))")
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


def read(
    query: str, named: Named, now: datetime | None = None, categories: Mapping[str, str] | None = None
) -> Asked:
    """Takes the filters out of a query. `named` is asked only where the words speak of a person's note.
    `now` is needed for "ปีนี้" and the like; `categories`: ids by the names that people use for them.
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
    if since is None and now is not None:
        since, until, text = _lately(text, now)
    filed, text = _category(text, categories or {})
    member_ids, text = _tellers(text, named)
    filters = Filters(frozenset(kinds), frozenset(member_ids), frozenset(filed), since=since, until=until)
    return Asked(text.strip(), filters)


def _lately(text: str, now: datetime) -> tuple[datetime | None, datetime | None, str]:
    """This or the last fiscal year, month or week (from Monday), of Bangkok."""
    found = _LATELY.search(text)
    if not found:
        return None, None, text
    today = now.astimezone(_BANGKOK).replace(hour=0, minute=0, second=0, microsecond=0)
    back = found["which"] != "นี้"
    if found["unit"] == "ปี":
        year = today.year + (today.month >= 10) - back
        since, until = today.replace(year=year - 1, month=10, day=1), today.replace(year=year, month=10, day=1)
    elif found["unit"] == "เดือน":
        first = today.replace(day=1)
        last_month, next_month = (first - timedelta(days=1)).replace(day=1), (first + timedelta(days=32)).replace(day=1)
        since, until = (last_month, first) if back else (first, next_month)
    else:
        since = today - timedelta(days=today.weekday() + 7 * back)
        until = since + timedelta(days=7)
    rest = f"{text[: found.start()]} {text[found.end() :]}"
    return since.astimezone(UTC), until.astimezone(UTC), rest


def _category(text: str, categories: Mapping[str, str]) -> tuple[set[str], str]:
    """The category after หมวด, by the longest name that it begins with; a name that nobody uses stays."""
    found = _CATEGORY.search(text)
    rest = normalise(found["rest"]) if found else ""
    names_ = [name for name in categories if name and rest.startswith(normalise(name))]
    if found is None or not names_:
        return set(), text
    name = max(names_, key=lambda n: len(normalise(n)))
    return {categories[name]}, f"{text[: found.start()]} {rest[len(normalise(name)) :]}"


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
