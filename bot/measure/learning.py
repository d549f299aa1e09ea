"""What learning from corrections brings, on JSON lines as `measure classify` takes them.

All tellings of one set of categories are one office's year, told by people in turn. In each of five folds the others'
tellings that the set files wrongly are corrected; then the fold is filed, by the set as it is and as it was taught.
Sets with only every third and every eighth keyword stand for an office that has just begun its own. `wild` corrects
every telling to a category drawn by lot: that must not ruin the filing."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from bot.measure.classify import FOLDS, Told, read_told, taxonomy_of
from bot.measure.report import Report
from knowledge.classifier import Classifier, Filing
from knowledge.learning import Learner, Lesson, taught
from knowledge.taxonomy import Taxonomy

THINNED = (1, 3, 8)
"""One of so many keywords of the set is left."""
TELLERS = 6


def measure(files: list[Path]) -> Report:
    """Files, corrects and files again. Raises KeyError, ValueError for lines of another form."""
    offices: dict[str, tuple[Taxonomy, dict[str, Told]]] = {}
    for path, _, told in read_told(files):
        taxonomy = taxonomy_of(path, told)
        offices.setdefault(taxonomy.id, (taxonomy, {}))[1].update({one.text: one for one in told})
    rows: list[tuple[object, ...]] = []
    figures: dict[str, float] = {}
    for name, (taxonomy, told_by_text) in offices.items():
        told = list(told_by_text.values())
        random.Random(1).shuffle(told)
        for each in THINNED:
            before, after, wild, corrected = _crossed(_thin(taxonomy, each), told)
            rows.append((name, f"1/{each}", len(told), corrected, before, after, wild))
            figures |= {f"{name} 1/{each} before": before, f"{name} 1/{each} after": after}
            figures[f"{name} 1/{each} wild"] = wild
    if not rows:
        raise ValueError("no labelled lines")
    columns = ("ชุด", "คำที่เหลือ", "เรื่อง", "แก้ (ต่อรอบ)", "ก่อนเรียน", "หลังเรียน", "แก้มั่วทุกเรื่อง")
    return Report("การเรียนจากการแก้หมวด (learning)", columns, rows, [], figures)


def _crossed(taxonomy: Taxonomy, told: list[Told]) -> tuple[float, float, float, int]:
    base = Classifier(taxonomy)
    filed = {one.text: base.classify(one.text) for one in told}
    right, corrected, dice = [0, 0, 0], 0, random.Random(2)
    categories = [c.id for c in taxonomy.categories]
    for fold in range(FOLDS):
        lessons: list[Lesson] = []
        wild: list[Lesson] = []
        for n, one in enumerate(told):
            if n % FOLDS == fold:
                continue
            teller = f"m{n % TELLERS}"
            wild.append(Lesson(one.text, one.text, dice.choice(categories), teller))
            if not _right(one, filed[one.text]):
                lessons.append(Lesson(one.text, one.text, one.label or "", teller))
        corrected += len(lessons)
        for place, classify in enumerate((base.classify, _taught(taxonomy, lessons), _taught(taxonomy, wild))):
            right[place] += sum(_right(one, classify(one.text)) for one in told[fold::FOLDS])
    before, after, ruined = (n / len(told) for n in right)
    return before, after, ruined, corrected // FOLDS


def _taught(taxonomy: Taxonomy, lessons: list[Lesson]) -> Callable[[str], Filing]:
    learner = Learner(taxonomy)
    for lesson in lessons:
        learner.put(lesson)
    return Classifier(taught(taxonomy, learner.learnt())).classify


def _right(told: Told, filing: Filing) -> bool:
    if told.label is None:
        return filing.abstained
    return bool(filing.categories) and filing.categories[0].id in {told.label, *told.acceptable}


def _thin(taxonomy: Taxonomy, each: int) -> Taxonomy:
    return replace(
        taxonomy,
        categories=tuple(
            replace(c, keywords={w: its for n, (w, its) in enumerate(c.keywords.items()) if n % each == 0})
            for c in taxonomy.categories
        ),
    )
