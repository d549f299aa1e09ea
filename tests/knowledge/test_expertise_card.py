"""What somebody says of themselves, read from how people type lists."""

from __future__ import annotations

import pytest

from knowledge.expertise_card import LONGEST_ITEM, MOST_ITEMS, declared, read, same, with_roster, withdrawn
from knowledge.people import Member


@pytest.mark.parametrize(
    ("typed", "items"),
    [
        ("ปิดบัญชี, e-LAAS", ("ปิดบัญชี", "e-LAAS")),
        ("ปิดบัญชี / ทำสัญญา", ("ปิดบัญชี / ทำสัญญา",)),
        ("ปิดบัญชี;ทำสัญญา、พัสดุ ค่ะ", ("ปิดบัญชี", "ทำสัญญา", "พัสดุ")),
        ("1. ปิดบัญชี\n2. ทำสัญญา", ("ปิดบัญชี", "ทำสัญญา")),
        ("• ไกล่เกลี่ย\n• พิธีกร", ("ไกล่เกลี่ย", "พิธีกร")),
        ("เรื่อง ปิดบัญชี ครับ, ปิดบัญชี", ("ปิดบัญชี",)),
        ("🎉🎉", ()),
        ("2569, ---", ()),
    ],
)
def test_lists_as_people_type_them(typed: str, items: tuple[str, ...]) -> None:
    """In their own words, each once, without particles, numbers and signs."""
    assert read(typed).items == items


def test_what_is_too_long_is_told_apart() -> None:
    """A telling is no item."""
    said = read("ปิดบัญชี, " + "ก" * (LONGEST_ITEM + 1))
    assert (said.items, len(said.too_long)) == (("ปิดบัญชี",), 1)


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("e-LAAS", "elaas", True),
        ("ทำปุ๋ยหมัก", "ปุ๋ยหมัก", True),
        ("พัสดุ", "บัญชี", False),
        ("IT", "digital", False),
    ],
)
def test_the_same_thing_in_other_letters(one: str, other: str, is_same: bool) -> None:
    """Case, signs and a word more make no other thing; two letters inside a word are none."""
    assert same(one, other) is same(other, one) is is_same


def test_a_card_holds_so_many_things() -> None:
    """More would say nothing."""
    member = declared(Member("m1", "ก"), [f"เรื่องที่ {n}" for n in range(MOST_ITEMS + 5)])
    assert len(member.expertise) == MOST_ITEMS


def test_denying_and_declaring_are_opposites() -> None:
    """The last word counts."""
    member = withdrawn(Member("m1", "ก", expertise=("ทำปุ๋ยหมัก", "พัสดุ")), ["ปุ๋ยหมัก"])
    assert (member.expertise, member.denied) == (("พัสดุ",), ("ปุ๋ยหมัก",))
    again = declared(member, ["ทำปุ๋ยหมัก"])
    assert (again.expertise, again.denied) == (("พัสดุ", "ทำปุ๋ยหมัก"), ())


def test_a_roster_is_joined_with_what_people_said() -> None:
    """What it leaves blank stays; what it says stands beside what was declared in chat."""
    member = declared(Member("m1", "ก", expertise=("พัสดุ",)), ["โดรน"])
    assert with_roster(member, ()) == ("พัสดุ", "โดรน")
    assert with_roster(member, ("บัญชี",)) == ("บัญชี", "โดรน")
