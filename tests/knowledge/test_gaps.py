"""What is missing: merged, counted, closed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from knowledge.gaps import MOST_ASKINGS, Asking, Gap, Gaps, Why, mark_of, same_matter, without

NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)


class Memory:
    """`GapStore` in memory."""

    def __init__(self) -> None:
        self.kept: dict[str, Gap] = {}

    def all(self) -> list[Gap]:
        return list(self.kept.values())

    def put(self, gap: Gap) -> None:
        self.kept[gap.id] = gap

    def remove(self, gap_id: str) -> None:
        del self.kept[gap_id]


def asking(n: int, topic: str = "โดรนพ่นยา", who: str = "U1", group: str = "G1", why: Why = "nobody") -> Asking:
    return Asking(f"x{n}", NOW + timedelta(minutes=n), mark_of(who), topic, group, why)


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("โดรนพ่นยา", "การใช้โดรนพ่นยา", True),
        ("ปิดบัญชี e-LAAS", "ปิดบัญชีใน elaas", True),
        ("ใบอนุญาตก่อสร้าง", "ขอใบอนุญาตก่อสร้าง", True),
        ("จัดซื้อจัดจ้าง", "พัสดุ", True),
        ("เลี้ยงผึ้ง", "เลี้ยงปลา", False),
        ("กองทุนหมู่บ้าน", "กองทุนสตรี", False),
        ("ภาษามือ", "ภาษาอังกฤษ", False),
    ],
)
def test_the_same_matter_in_other_words(one: str, other: str, is_same: bool) -> None:
    """By the words that office Thai shares; a verb in common is not enough."""
    assert same_matter(one, other) is same_matter(other, one) is is_same


def test_times_and_people_are_counted_apart() -> None:
    """The same message counts once, the same person as one."""
    gaps = Gaps("o1", Memory())
    for n, who in ((1, "U1"), (2, "U1"), (2, "U1"), (3, "U2")):
        gap = gaps.ask(asking(n, who=who))
    assert (gap.count, gap.askers, gap.topic, gap.groups) == (3, 2, "โดรนพ่นยา", ("G1",))
    assert (gap.first_at, gap.last_at) == (asking(1).at, asking(3).at)
    assert "U1" not in str(gap)


def test_the_most_wanted_stands_first() -> None:
    """By people, then by times."""
    gaps = Gaps("o1", Memory())
    for n, topic, who in ((1, "เลี้ยงผึ้ง", "U1"), (2, "โดรนพ่นยา", "U1"), (3, "โดรนพ่นยา", "U2"), (4, "เลี้ยงผึ้ง", "U1")):
        gaps.ask(asking(n, topic, who))
    assert [gap.topic for gap in gaps.open(lambda gap: "", NOW)] == ["โดรนพ่นยา", "เลี้ยงผึ้ง"]


def test_what_is_known_by_now_is_closed_and_opens_when_asked_again() -> None:
    """The store says how."""
    store = Memory()
    gaps = Gaps("o1", store)
    first = gaps.ask(asking(1))
    assert gaps.open(lambda gap: "told", NOW) == []
    assert (store.kept[first.id].closed_at, store.kept[first.id].closed_how) == (NOW, "told")
    assert gaps.ask(asking(2)).closed_at is None


def test_declaring_it_closes_it() -> None:
    """In other words, too; something else leaves it open."""
    gaps = Gaps("o1", Memory())
    gaps.ask(asking(1))
    assert gaps.told("เลี้ยงผึ้ง", NOW) == []
    assert [gap.topic for gap in gaps.told("ใช้โดรนพ่นยา", NOW)] == ["โดรนพ่นยา"]
    assert gaps.told("โดรนพ่นยา", NOW) == []


def test_a_gap_that_is_asked_forever_stays_small() -> None:
    """The count goes on."""
    gaps = Gaps("o1", Memory())
    for n in range(MOST_ASKINGS + 7):
        gap = gaps.ask(asking(n))
    assert (len(gap.askings), gap.count) == (MOST_ASKINGS, MOST_ASKINGS + 7)


def test_who_is_forgotten_is_no_longer_counted() -> None:
    """With their words; what others asked stays, under their words."""
    gaps = Gaps("o1", Memory())
    gaps.ask(asking(1, "โดรนพ่นยา", "U1"))
    gap = gaps.ask(asking(2, "การใช้โดรนพ่นยา", "U2"))
    left = without(gap, lambda each: each.who == mark_of("U1"))
    assert left is not None
    assert (left.count, left.topic) == (1, "การใช้โดรนพ่นยา")
    assert without(left, lambda each: each.who == mark_of("U2")) is None
