"""How many labelled nuggets are found: JSON lines `{"id", "text", "nuggets": [sentences of the text]}`."""

from __future__ import annotations

import json
from pathlib import Path

from bot.measure.report import Report
from knowledge import thai
from knowledge.nuggets import nuggets

_SAME = 0.6
"""Share of common words from which a proposed sentence counts as the labelled one: sentences may be cut elsewhere."""


def measure(files: list[Path]) -> Report:
    """Recall and precision of the proposed sentences; `exact` must be 1: each is an exact sentence of its story."""
    meant = found = proposed = exact = stories = 0
    missed: list[dict[str, object]] = []
    for file in files:
        for line in file.read_text(encoding="utf-8-sig").splitlines():
            if not line.strip():
                continue
            row = json.loads(line)
            got = [n.sentence for n in nuggets(row["text"])]
            stories += 1
            proposed += len(got)
            exact += sum(sentence in row["text"] for sentence in got)
            meant += len(row["nuggets"])
            for label in row["nuggets"]:
                if any(_same(label, sentence) for sentence in got):
                    found += 1
                else:
                    missed.append({"id": row["id"], "ไม่พบ": label[:80]})
    figures = {
        "recall": found / meant if meant else 0.0,
        "precision": found / proposed if proposed else 0.0,
        "exact": exact / proposed if proposed else 1.0,
        "per story": proposed / stories if stories else 0.0,
    }
    rows = list(figures.items())
    return Report(f"ขุมความรู้ (nuggets) จาก {stories} เรื่อง", ("ตัวเลข", "ค่า"), rows, missed[:15], figures)


def _same(label: str, sentence: str) -> bool:
    left, right = set(thai.words(label)), set(thai.words(sentence))
    if label in sentence or sentence in label:
        return 2 * min(len(left), len(right)) >= min(len(left | right), 2 * len(left))
    return bool(left | right) and len(left & right) / len(left | right) >= _SAME
