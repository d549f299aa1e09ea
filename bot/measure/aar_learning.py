"""Learns the reading of reviews (`knowledge.review_reading`) from labelled folders, and says how well what was learned
from some folders reads another: `python -m bot.measure.aar_learning FOLDER… [--write]`.

Each folder holds `notes.jsonl` and `aar_parts.jsonl` (as `measure aar`)."""

from __future__ import annotations

import json
import random
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bot.measure.aar import rows, token_f1
from knowledge import review_reading
from knowledge.review_reading import LABELS, START, Weights, best, sign_features, step_features
from knowledge.review_units import Unit, units
from knowledge.review_words import ORDER
from knowledge.reviews import by_reading, parts

ROUNDS = 15
COVERED = 0.4
"""Share of a piece (or of a part) that both have in common where the piece is of that part."""

Review = tuple[str, dict[str, Any]]
Example = tuple[list[Unit], list[str]]


def reviews(folder: Path) -> list[Review]:
    """(text, parts) of each review of a folder."""
    texts = {row["id"]: row["text"] for row in rows(folder / "notes.jsonl")}
    return [(texts[row["id"]], row) for row in rows(folder / "aar_parts.jsonl")]


def example(text: str, meant: dict[str, Any]) -> Example:
    """The pieces of a review, and the label of each that comes nearest to its parts."""
    spans = {part: (at, at + len(meant[part])) for part in ORDER if meant[part] and (at := text.find(meant[part])) >= 0}
    pieces = units(text)
    return pieces, [_label(unit, spans) for unit in pieces]


def _label(unit: Unit, spans: dict[Any, tuple[int, int]]) -> str:
    shared = {part: min(end, unit.end) - max(start, unit.told_from) for part, (start, end) in spans.items()}
    part = max(shared, key=lambda p: shared[p], default="")
    if not part or shared[part] <= 0:
        return ""
    least = COVERED * min(unit.end - unit.told_from, spans[part][1] - spans[part][0])
    return part if shared[part] >= least else ""


def learn(examples: Iterable[Example], *, rounds: int = ROUNDS, seed: int = 0) -> dict[str, float]:
    """Weights of an averaged perceptron."""
    todo, dice = list(examples), random.Random(seed)
    weights: dict[str, float] = defaultdict(float)
    summed: dict[str, float] = defaultdict(float)
    count = 0
    for _ in range(rounds):
        dice.shuffle(todo)
        for pieces, meant in todo:
            count += 1
            found = best(pieces, weights)
            if found == meant:
                continue
            for labels, by in ((meant, 1.0), (found, -1.0)):
                for name in _names(pieces, labels):
                    weights[name] += by
                    summed[name] += by * count
    averaged = {name: weights[name] - summed[name] / (count + 1) for name in sorted(weights)}
    return {name: round(worth, 2) for name, worth in averaged.items() if abs(worth) >= 0.05}


def _names(pieces: Sequence[Unit], labels: Sequence[str]) -> Iterable[str]:
    before = START
    for unit, label in zip(pieces, labels, strict=True):
        yield from sign_features(unit, label)
        yield from step_features(before, label, unit)
        before = label


def macro(folder: Sequence[Review], weights: Weights) -> tuple[float, float]:
    """Token-level F1 over the parts of a folder: of the learned reading alone, and together with the rules."""
    alone, both = [], []
    for text, meant in folder:
        found = {part: text[a:b] for part, (a, b) in by_reading(text, weights).items()}
        alone += [token_f1(found.get(part, ""), meant[part] or "") for part in ORDER]
        whole = asdict(parts(text, weights))
        both += [token_f1(whole[part] or "", meant[part] or "") for part in ORDER]
    return sum(alone) / len(alone), sum(both) / len(both)


def main(argv: list[str]) -> None:
    """Prints how well each folder is read by what was learned from the others; `--write` keeps what all teach."""
    folders = {name: reviews(Path(name)) for name in argv if name != "--write"}
    examples = {name: [example(text, meant) for text, meant in folder] for name, folder in folders.items()}
    for name, folder in folders.items():
        others = [each for other, found in examples.items() if other != name for each in found]
        alone, both = macro(folder, learn(others))
        sys.stdout.write(f"{name}: learned from the others {alone:.3f}, with the rules {both:.3f}\n")
    if "--write" in argv:
        weights = learn(each for found in examples.values() for each in found)
        review_reading.WEIGHTS.write_text(
            json.dumps(weights, ensure_ascii=False, indent=0, separators=(",", ":")) + "\n", "utf-8"
        )
        sys.stdout.write(f"{len(weights)} weights of {len(LABELS)} labels → {review_reading.WEIGHTS.name}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
