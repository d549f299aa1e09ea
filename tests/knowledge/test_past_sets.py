"""From last year's categories to this year's."""

from __future__ import annotations

import pytest

from knowledge.past_sets import MoveError, PastSet, former_names, matched, renamed, today
from knowledge.taxonomy import Category, Taxonomy


def _set(name: str, **categories: str) -> Taxonomy:
    return Taxonomy(name, name, tuple(Category(i, n) for i, n in categories.items()))


OLD = _set("y69", fund="กองทุนชุมชน", otop="โอทอป", gone="งานที่เลิก", tour="ท่องเที่ยว")
NEW = _set("y70", fund="กองทุนชุมชน", products="โอทอป", places="ท่องเที่ยวชุมชน")


def test_equal_ids_then_equal_names_then_what_is_given() -> None:
    """A file names what neither id nor name shows; what has no counterpart ends."""
    assert matched(OLD, NEW, {}) == {"fund": "fund", "otop": "products"}
    assert matched(OLD, NEW, {"ท่องเที่ยว": "places"})["tour"] == "places"


@pytest.mark.parametrize("given", [{"none": "fund"}, {"tour": "none"}, {"fund": "products"}])
def test_a_move_that_would_give_old_notes_a_wrong_name_is_refused(given: dict[str, str]) -> None:
    """Unknown names, and an id that the new set uses for something else."""
    with pytest.raises(MoveError):
        matched(OLD, NEW, given)


def test_an_id_under_another_name_is_pointed_at() -> None:
    """Old notes would be shown under the new name."""
    new = _set("y70", fund="งานคลัง")
    assert renamed(OLD, new, matched(OLD, new, {})) == [("fund", "กองทุนชุมชน", "งานคลัง")]


def test_old_labels_are_known_by_name_and_followed_over_the_years() -> None:
    """A note of two years ago is called what it was called, and what it taught goes to today's category."""
    past = [
        PastSet("y68", 2568, {"o": "โอท็อป"}, {"o": "otop"}),
        PastSet("y69", 2569, {"otop": "โอทอป", "gone": "งานที่เลิก"}, {"otop": "products"}),
    ]
    assert former_names(past) == {"o": "โอท็อป", "otop": "โอทอป", "gone": "งานที่เลิก"}
    known = ["fund", "products"]
    assert [today(i, known, past) for i in ("o", "otop", "products", "fund", "gone")] == [
        *("products", "products", "products", "fund"),
        None,
    ]
