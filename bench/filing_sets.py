"""Invented category sets of any size, made of dictionary words."""

from __future__ import annotations

import random

from bench.words import _words
from knowledge.taxonomy import Category, Taxonomy


def invented(categories: int, keywords: int, seed: int = 11) -> Taxonomy:
    """So many categories with so many keywords in all: a third single words, the rest phrases of two or three."""
    dice = random.Random(seed)
    words = _words()[0][40:]
    made: list[Category] = []
    each = max(1, keywords // categories)
    for n in range(categories):
        listed: dict[str, float] = {}
        while len(listed) < each:
            phrase = "".join(dice.choices(words, k=dice.choice((1, 2, 3))))
            listed[phrase] = dice.choice((1.0, 2.0, 3.0))
        made.append(Category(f"c{n}", f"หมวด {n}", keywords=listed))
    return Taxonomy(f"invented-{categories}", "หมวดที่ตั้งขึ้น", tuple(made))
