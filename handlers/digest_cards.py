"""A digest as cards: five at most, side by side, each good to read alone on a phone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from handlers import wording
from handlers.chat import Bar, Bars, Button, Card, Cards, Columns, Line
from handlers.router import press
from knowledge.digest import Digest, Worth
from knowledge.taxonomy import Taxonomy

MOST_CARDS = 5
MOST_BARS = 6
A_CARD = 3
"""Sentences on one card."""
FULL = 9
"""Lines that fill a card."""
SENTENCE, POINT = 200, 180
"""Characters of what is quoted."""


@dataclass(frozen=True)
class Names:
    """How things are called in this office."""

    member: Callable[[str], str]
    """Member id → name; empty for who is not known (any more)."""
    taxonomy: Taxonomy

    def category(self, category_id: str | None) -> str:
        return self.taxonomy.short_name(category_id) if category_id else wording.DIGEST_NO_CATEGORY


def digest_cards(digest: Digest, names: Names, *, asked: bool = False) -> Cards:
    """`asked`: somebody wanted to see it, so nothing is said about how to have less of it."""
    # LINE makes all bubbles as high as the highest, so they are filled alike: short cards become one
    after = _packed([_points(digest, names), _gaps(digest), _together(digest, names)])
    cover = replace(_cover(digest, names, asked=asked), plain=_plain(digest, names))
    many = len(digest.worth) > A_CARD and len(after) < MOST_CARDS - 2
    shown = digest.worth[: 2 * A_CARD if many else A_CARD]
    half = (len(shown) + 1) // 2 if many else len(shown)
    worth = [_worth(some, names) for some in (shown[:half], shown[half:]) if some]
    return Cards((cover, *worth, *after))


def _packed(cards: Sequence[Card | None]) -> list[Card]:
    """The cards, those that are short joined under the title of the first."""
    packed: list[Card] = []
    for card in cards:
        if card is None:
            continue
        before = packed[-1] if packed else None
        if before is not None and len(before.lines) + len(card.lines) < FULL:
            joined = (*before.lines, Line(card.title, "strong"), *card.lines)
            packed[-1] = replace(before, lines=joined)
        else:
            packed.append(card)
    return packed


def _cover(digest: Digest, names: Names, *, asked: bool) -> Card:
    told = [Bar(names.category(each.category), each.count) for each in digest.worth]
    if len(told) > MOST_BARS:
        rest = sum(bar.value for bar in told[MOST_BARS - 1 :])
        told = [*told[: MOST_BARS - 1], Bar(wording.OTHER_CATEGORIES, rest)]
    figures: list[Bars | Columns] = [Bars(tuple(told))] if told else []
    if sum(digest.trend) > 1:
        weeks = len(digest.trend)
        figures.append(
            Columns(wording.digest_trend(weeks), digest.trend, wording.weeks_ago(weeks), wording.THIS_WEEK)
        )
    lines = [Line(wording.digest_told(digest.told, len(digest.tellers)))]
    if not digest.worth:
        lines += _due_lines(digest)
    if not asked:
        lines.append(Line(wording.DIGEST_LESS, "small"))
    days = wording.digest_days(digest.since, digest.until)
    return Card(wording.DIGEST_TITLE, tuple(lines), subtitle=days, figures=tuple(figures))


def _worth(some: Sequence[Worth], names: Names) -> Card:
    lines: list[Line] = []
    for each in some:
        lines.append(Line(names.category(each.category), "strong"))
        lines.append(Line(wording.shorten(each.sentence, SENTENCE), "quote", opens=_read(each)))
        lines.append(Line(_by(each, names), "small"))
    return Card(wording.DIGEST_WORTH, tuple(lines), subtitle=wording.DIGEST_PRESS)


def _read(worth: Worth) -> Button:
    return Button(wording.READ_ALL, press("note.read", note=worth.note.id))


def _by(worth: Worth, names: Names) -> str:
    note = worth.note
    teller = names.member(note.member_id) if note.member_id else ""
    return f"{wording.KIND[note.kind]} · {wording.told_by(teller, note.told_at)}"


def _points(digest: Digest, names: Names) -> Card | None:
    lines: list[Line] = []
    for point, circle in digest.points:
        teller = names.member(point.member_id) if point.member_id else ""
        kind = wording.DIGEST_CORE if point.kind == "core" else teller
        lines.append(Line(wording.shorten(point.text, POINT), "quote"))
        lines.append(Line(" · ".join(part for part in (kind, wording.digest_point(circle.topic)) if part), "small"))
    return Card(wording.DIGEST_POINTS, tuple(lines)) if lines else None


def _gaps(digest: Digest) -> Card | None:
    if not digest.gaps:
        return None
    asked = [Line(wording.digest_gap(gap.topic, gap.askers)) for gap in digest.gaps]
    return Card(wording.DIGEST_GAPS, (*asked, Line(wording.DIGEST_GAPS_HOW, "small")))


def _together(digest: Digest, names: Names) -> Card | None:
    lines: list[Line] = []
    for help_ in digest.helped:
        if helper := names.member(help_.helper):
            lines.append(Line(wording.digest_helped(helper, map(names.member, help_.askers), help_.topics)))
    if digest.award:
        lines.append(Line(wording.DIGEST_AWARD, "strong"))
        lines += [Line(wording.digest_award(name, count)) for name, count in digest.award]
    due = _due_lines(digest) if digest.worth else []
    if not lines and not due:
        return None
    title = wording.DIGEST_TOGETHER if lines else wording.DIGEST_DUE
    return Card(title, (*lines, *(due if lines else due[1:])))


def _due_lines(digest: Digest) -> list[Line]:
    if not digest.due:
        return []
    return [
        Line(wording.DIGEST_DUE, "strong"),
        *(Line(wording.digest_due(each.at, each.what, each.who)) for each in digest.due),
    ]


def _plain(digest: Digest, names: Names) -> str:
    """What a notification and a screen reader get: the figures in one line, then what falls due."""
    parts = [f"{names.category(each.category)} {each.count}" for each in digest.worth]
    days = wording.digest_days(digest.since, digest.until)
    told = wording.digest_told(digest.told, 0)
    lines: Sequence[str] = [f"{wording.DIGEST_TITLE} {days}", f"{told}: {' · '.join(parts)}" if parts else told]
    return "\n".join([*lines, *(line.text for line in _due_lines(digest))])
