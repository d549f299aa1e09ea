"""How well tellings are filed: JSON lines with `text` and the category that a person gave.

The category stands in `category`, `cdd_category` or `division`; null means that the telling fits none (only where
`difficulty` says so, or the file has no difficulties). `acceptable_categories` count as right too. The taxonomy is
the one that knows all the labels of a file."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.measure.report import Report
from knowledge.classifier import Classifier, Filing
from knowledge.taxonomy import Taxonomy, ids, known, load

LABELS = ("cdd_category", "category", "division")
NONE = "ไม่มีหมวด"
ABSTAINED = "ไม่ตัดสิน"
FOLDS = 5
"""Parts of a file for the cross-validated figure."""


@dataclass(frozen=True)
class Told:
    """One labelled telling; `label` None fits no category."""

    file: str
    text: str
    label: str | None
    acceptable: frozenset[str]
    difficulty: str
    id: str


@dataclass(frozen=True)
class _Judged:
    told: Told
    filing: Filing

    @property
    def given(self) -> str | None:
        return self.filing.categories[0].id if self.filing.categories else None

    @property
    def right(self) -> bool:
        if self.told.label is None:
            return self.filing.abstained
        return self.given == self.told.label or self.given in self.told.acceptable


def measure(files: list[Path]) -> Report:
    """Files every telling of the files and compares. Raises KeyError, ValueError for lines of another form."""
    rows: list[tuple[object, ...]] = []
    judged: list[_Judged] = []
    figures: dict[str, float] = {}
    read = [(path, field, told, taxonomy_of(path, told)) for path, field, told in read_told(files)]
    crossed = _crossed([(told, taxonomy) for _, _, told, taxonomy in read])
    classifiers = {taxonomy.id: Classifier(taxonomy) for *_, taxonomy in read}
    for path, field, told, taxonomy in read:
        here = [_Judged(one, classifiers[taxonomy.id].classify(one.text)) for one in told]
        judged += here
        name = f"{path.parent.name}/{path.stem} {field}"
        for difficulty in dict.fromkeys(j.told.difficulty for j in here):
            some = [j for j in here if j.told.difficulty == difficulty]
            rows.append((name, difficulty, *_row(some), _share(crossed[j.told].right for j in some)))
            figures[f"{name} {difficulty}"] = _share(j.right for j in some)
        fitting = [j for j in here if j.told.label is not None]
        figures[f"{name} macro-F1"] = _macro_f1(fitting)
        figures[f"{name} coverage"] = _share(not j.filing.abstained for j in fitting)
        rows.append((name, "รวมที่มีหมวด", *_row(fitting), _share(crossed[j.told].right for j in fitting)))
    if not judged:
        raise ValueError(f"no line with text and one of {', '.join(LABELS)}")
    columns = ("แฟ้ม", "กลุ่ม", "เรื่อง", "ถูก", "macro-F1", "ตัดสิน", "ถูกเมื่อตัดสิน", "ไขว้")
    worst = sorted((j for j in judged if not j.right), key=lambda j: -_sure(j))
    return Report("การจัดหมวด (classify)", columns, rows, [_case(j) for j in worst[:20]], figures, (_confusion(judged),))


def read_told(files: list[Path]) -> Iterator[tuple[Path, str, list[Told]]]:
    """Per file and label field, the tellings; a folder stands for the JSONL files in it."""
    for path in (p for f in files for p in (sorted(f.glob("*.jsonl")) if f.is_dir() else [f])):
        lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
        for field in LABELS:
            labelled = [row for row in lines if "text" in row and row.get(field) is not None]
            if not labelled:
                continue
            none_in_all = all(row.get(other) is None for row in lines for other in LABELS if other != field)
            told = [
                _told(path, row, field, n)
                for n, row in enumerate(lines)
                if "text" in row and field in row and (row[field] is not None or _fits_none(row, none_in_all))
            ]
            yield path, field, told


def _fits_none(row: dict[str, Any], only_field: bool) -> bool:
    return row.get("difficulty") == "no_category" if "difficulty" in row else only_field


def _told(path: Path, row: dict[str, Any], field: str, n: int) -> Told:
    label = row[field]
    return Told(
        path.name,
        str(row["text"]),
        None if label is None else str(label),
        frozenset(row.get("acceptable_categories") or ()),
        str(row.get("difficulty") or ("plain" if label is not None else "no_category")),
        str(row.get("id", n + 1)),
    )


def taxonomy_of(path: Path, told: list[Told]) -> Taxonomy:
    """The taxonomy that knows all labels of a file. Raises ValueError when none does."""
    wanted = {one.label for one in told if one.label is not None}
    for taxonomy_id in known():
        taxonomy = load(taxonomy_id)
        if wanted <= set(ids(taxonomy.categories)):
            return taxonomy
    raise ValueError(f"{path.name}: no taxonomy has all of {', '.join(sorted(wanted))}")


def _crossed(read: list[tuple[list[Told], Taxonomy]]) -> dict[Told, _Judged]:
    """Each telling filed without the keywords that stand in its fold alone: what only fits the examples is lost
    here. A lower bound, for good but rare words are lost too; the more tellings, the closer."""
    judged: dict[Told, _Judged] = {}
    for taxonomy in {t.id: t for _, t in read}.values():
        every = [one for told, t in read if t.id == taxonomy.id for one in told]
        whole = Classifier(taxonomy)
        found = [whole.keywords_in(one.text) for one in every]
        for fold in range(FOLDS):
            inside = frozenset[str]().union(*found[fold::FOLDS])
            outside = frozenset[str]().union(*(f for n, f in enumerate(found) if n % FOLDS != fold))
            part = Classifier(taxonomy, without=inside - outside)
            judged |= {one: _Judged(one, part.classify(one.text)) for one in every[fold::FOLDS]}
    return judged


def _row(judged: list[_Judged]) -> tuple[object, ...]:
    filed = [j for j in judged if not j.filing.abstained]
    fitting = [j for j in judged if j.told.label is not None]
    return (
        len(judged),
        _share(j.right for j in judged),
        _macro_f1(fitting) if fitting else None,
        _share(not j.filing.abstained for j in judged),
        _share(j.right for j in filed) if filed else None,
    )


def _share(values: Any) -> float:
    listed = [bool(v) for v in values]
    return sum(listed) / len(listed) if listed else 0.0


def _macro_f1(judged: list[_Judged]) -> float:
    """Mean over categories of F1 of the first category given; an acceptable one counts as the label."""
    right: Counter[str] = Counter()
    given: Counter[str] = Counter()
    wanted: Counter[str] = Counter()
    for j in judged:
        label = j.told.label or NONE
        first = label if j.right else j.given
        wanted[label] += 1
        if first is not None:
            given[first] += 1
            right[label] += j.right
    return sum(2 * right[c] / (wanted[c] + given[c]) for c in wanted) / len(wanted) if wanted else 0.0


def _confusion(judged: list[_Judged]) -> tuple[str, tuple[str, ...], list[tuple[object, ...]]]:
    table: dict[str, Counter[str]] = defaultdict(Counter)
    for j in judged:
        table[j.told.label or NONE][j.given or ABSTAINED] += 1
    given = sorted({g for row in table.values() for g in row})
    rows: list[tuple[object, ...]] = [(label, *(table[label][g] or "·" for g in given)) for label in sorted(table)]
    return "ตารางสับสน (แถว = ที่คนให้, ช่อง = ที่ระบบให้)", ("", *given), rows


def _sure(j: _Judged) -> float:
    return j.filing.categories[0].score if j.filing.categories else 0.0


def _case(j: _Judged) -> dict[str, object]:
    best = (j.filing.categories or j.filing.nearest)[:1]
    return {
        "id": j.told.id,
        "แฟ้ม": j.told.file,
        "ควรเป็น": j.told.label or NONE,
        "ได้": j.given or ABSTAINED,
        "คะแนน": best[0].score if best else None,
        "เพราะ": ", ".join(best[0].evidence) if best else None,
        "ข้อความ": j.told.text.replace("\n", " ")[:60],
    }
