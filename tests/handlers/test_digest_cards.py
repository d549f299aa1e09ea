"""The cards of a digest: at most five, within LINE's limits, filled alike, whatever a week holds."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from bot.line import limits
from bot.line.cards import render
from handlers import wording
from handlers.chat import Columns
from handlers.digest_cards import Names, digest_cards
from knowledge.circles import Circle, Point
from knowledge.crediting import Helped
from knowledge.digest import WEEKS, DueSoon, Week, compose
from knowledge.gaps import Asking, Gap
from knowledge.notes import Filed, Note
from knowledge.taxonomy import load
from tests.talk import START

SENTENCE = "ให้นับเงินต่อหน้าสมาชิกทุกครั้งก่อนปิดบัญชี ไม่เคยขาดอีกเลย"


def note(number: int, category: str | None, text: str = SENTENCE) -> Note:
    filed = (Filed(category, 0.8),) if category else ()
    return Note(f"n{number}", "o1", "C1", "U1", f"m{number % 5}", "tip", text, (f"{number}",), START, filed)


def week(notes: int, long: bool = False) -> Week:
    taxonomy = load("cdd-2561")
    text = (SENTENCE + " ") * (40 if long else 1)
    topic = "เรื่องยาว" * 30 if long else "เบิกค่าเดินทาง"
    circle = Circle("c1", "o1", "C1", topic, START, closed_at=START)
    points = [Point(f"p{n}", "c1", "caution", text, "n1", text, "m1", status="taken") for n in range(6)]
    return Week(
        START - timedelta(days=7),
        START,
        [note(n, taxonomy.categories[n % 5].id if n % 6 else None, text) for n in range(notes)],
        [(circle, points)] if notes else [],
        [Gap(f"g{n}", "o1", (Asking(f"m{n}", START, f"w{n}", topic, "C1"),)) for n in range(notes and 8)],
        [Helped(f"h{n}", "o1", f"m{n}", "m9", topic, START, group_id="C1") for n in range(notes and 9)],
        [DueSoon(topic, START, "แดง") for _ in range(notes and 9)],
        tuple(range(WEEKS)),
    )


@pytest.mark.parametrize(
    ("notes", "long"), [(1, False), (4, False), (30, False), (1_000, False), (1, True), (4, True), (30, True)]
)
def test_any_week_fits_in_five_bubbles(notes: int, long: bool) -> None:
    """One message, good by LINE's limits, with a plain text that says the figures."""
    digest = compose(week(notes, long), award_by=lambda each: each.member_id)
    messages = render(digest_cards(digest, Names(lambda member: f"พี่{member}" * (20 if long else 1), load("cdd-2561"))))
    assert len(messages) == 1
    assert limits.problems(messages) == []
    contents = messages[0]["contents"]
    assert 1 <= len(contents.get("contents", [contents])) <= 5
    assert messages[0]["altText"].startswith(wording.DIGEST_TITLE)
    assert f"เล่า {notes} เรื่อง" in messages[0]["altText"]


def test_every_sentence_is_somebodys_and_opens_its_telling() -> None:
    """Exact, and pressing it reads the whole."""
    digest = compose(week(4))
    assert all(each.sentence in each.note.text for each in digest.worth)
    text = json.dumps(render(digest_cards(digest, Names(lambda member: "", load("cdd-2561")))), ensure_ascii=False)
    assert "note.read?note=n" in text


def test_helpers_stand_in_the_order_of_time_without_numbers() -> None:
    """Praise is no ranking: who helped often stands no higher."""
    times = [START + timedelta(minutes=n) for n in range(4)]
    helped = [Helped(f"h{n}", "o1", who, "m9", f"เรื่อง {n}", times[n]) for n, who in enumerate("abbb")]
    digest = compose(Week(START, START, [], helped=helped))
    assert [each.helper for each in digest.helped] == ["a", "b"]
    assert digest.award == ()


def test_a_week_in_which_only_something_falls_due_is_told_on_one_card() -> None:
    """Nothing was told, but somebody must know."""
    digest = compose(Week(START - timedelta(days=7), START, [], due=[DueSoon("ส่งรายงาน", START)]))
    assert not digest.empty
    (card,) = digest_cards(digest, Names(lambda member: "", load("cdd-2561"))).cards
    assert "ส่งรายงาน" in card.plain


def test_old_open_questions_alone_are_no_news() -> None:
    """They stand in a digest, but make none."""
    gap = Gap("g1", "o1", (Asking("m1", START - timedelta(days=30), "w", "เบิกค่าเดินทาง", "C1"),))
    assert compose(Week(START - timedelta(days=7), START, [], gaps=[gap])).empty
    assert not compose(Week(START - timedelta(days=60), START, [], gaps=[gap])).empty


def test_the_trend_has_a_column_for_each_week() -> None:
    """The last is this week's."""
    cover = digest_cards(compose(week(4)), Names(lambda member: "", load("cdd-2561"))).cards[0]
    (trend,) = [figure for figure in cover.figures if isinstance(figure, Columns)]
    assert trend.values == tuple(range(WEEKS))
