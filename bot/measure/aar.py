"""How well free-form reviews are split: `aar_parts.jsonl`, with `notes.jsonl` beside it, or a folder of both."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bot.measure.report import Report
from knowledge import thai
from knowledge.review_words import ORDER
from knowledge.reviews import parts


def measure(files: list[Path]) -> Report:
    """Token-level F1 of each part, macro over the five. A part that is rightly left out counts 1."""
    scores: dict[str, list[float]] = {part: [] for part in ORDER}
    worst: list[tuple[float, dict[str, object]]] = []
    for file in files:
        file = file / "aar_parts.jsonl" if file.is_dir() else file
        texts = {row["id"]: row["text"] for row in rows(file.parent / "notes.jsonl")} if _lacks_text(file) else {}
        for row in rows(file):
            found = asdict(parts(row.get("text") or texts[row["id"]]))
            for part in ORDER:
                score = token_f1(found[part] or "", row[part] or "")
                scores[part].append(score)
                if score < 0.9:
                    worst.append(
                        (score, {"id": row["id"], "ส่วน": part, "F1": score, "ได้": found[part], "ควรได้": row[part]})
                    )
    means = {part: sum(s) / len(s) if s else 0.0 for part, s in scores.items()}
    macro = sum(means.values()) / len(means)
    table = [(part, len(scores[part]), means[part]) for part in ORDER] + [("macro", len(scores[ORDER[0]]), macro)]
    cases = [case for _, case in sorted(worst, key=lambda w: w[0])[:12]]
    return Report("การแยกส่วนของ AAR (aar)", ("ส่วน", "จำนวน", "F1"), table, cases, {**means, "macro": macro})


def token_f1(found: str, meant: str) -> float:
    """F1 over words with their counts; 1 when both are empty."""
    left, right = Counter(thai.words(found)), Counter(thai.words(meant))
    if not left and not right:
        return 1.0
    return 2 * sum((left & right).values()) / (sum(left.values()) + sum(right.values()))


def _lacks_text(file: Path) -> bool:
    return any("text" not in row for row in rows(file))


def rows(file: Path) -> list[dict[str, Any]]:
    """The lines of a file of JSON lines."""
    lines = file.read_text(encoding="utf-8-sig").splitlines()
    return [json.loads(line) for line in lines if line.strip()]
