"""The reading of a review that was learned: each piece is given a part so that signs and order fit best together.

A linear chain over the pieces (Lafferty et al. 2001) with weights of an averaged perceptron (Collins 2002), which
`bot.measure.aar_learning` made from reviews of our own in tests/data. The best way through is found by Viterbi."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from knowledge.review_units import Unit, units
from knowledge.review_words import ORDER, Part

LABELS: tuple[str, ...] = ("", *ORDER)
"""The parts, and "" for what belongs to none: the title, thanks, an aside."""
START = "^"
WEIGHTS = Path(__file__).with_name("review_weights.json")

Weights = Mapping[str, float]


def read(text: str, weights: Weights) -> list[tuple[Part | None, int, int]]:
    """(part, start, end) of each stretch of one part, in the order of the text; None for what belongs to none."""
    pieces = units(text)
    found: list[tuple[Part | None, int, int]] = []
    for unit, label in zip(pieces, best(pieces, weights), strict=True):
        part: Part | None = label or None  # type: ignore[assignment]
        if found and found[-1][0] == part:
            found[-1] = (part, found[-1][1], unit.end)
        else:
            found.append((part, unit.told_from, unit.end))
    return found


def best(pieces: Sequence[Unit], weights: Weights) -> list[str]:
    """The label of each piece on the best way through all."""
    if not pieces:
        return []
    scores = {y: _worth(weights, sign_features(pieces[0], y) + step_features(START, y, pieces[0])) for y in LABELS}
    worths: dict[str, dict[tuple[str, str], float]] = {}
    steps: list[dict[str, str]] = []
    for unit in pieces[1:]:
        kind = _kind(unit)
        if kind not in worths:
            pairs = [(x, y) for x in LABELS for y in LABELS]
            worths[kind] = {(x, y): _worth(weights, _steps(x, y, kind)) for x, y in pairs}
        step = worths[kind]
        reached: dict[str, float] = {}
        came: dict[str, str] = {}
        for y in LABELS:
            way, came[y] = max((scores[x] + step[x, y], x) for x in LABELS)
            reached[y] = way + _worth(weights, sign_features(unit, y))
        steps.append(came)
        scores = reached
    path = [max(scores, key=lambda y: scores[y])]
    for came in reversed(steps):
        path.append(came[path[-1]])
    return path[::-1]


def sign_features(unit: Unit, label: str) -> list[str]:
    """Names of the weights of one piece with one label."""
    return [f"{label}|", *(f"{label}|{sign}" for sign in unit.signs)]


def step_features(before: str, label: str, unit: Unit) -> list[str]:
    """Names of the weights of one label after another."""
    return _steps(before, label, START if before == START else _kind(unit))


def _kind(unit: Unit) -> str:
    """How a piece begins, as far as it matters for what may come before it."""
    if unit.item:
        return "item"
    if any(sign.startswith(("cue=", "word=")) for sign in unit.signs):
        return "cue"
    return "line" if "line begins" in unit.signs else "plain"


def _steps(before: str, label: str, kind: str) -> list[str]:
    return [f"{before}>{label}", f"{before}>{label} {kind}"]


def _worth(weights: Weights, names: Sequence[str]) -> float:
    return sum(weights.get(name, 0.0) for name in names)


@lru_cache(maxsize=1)
def weights() -> Weights:
    """The learned weights."""
    return dict(json.loads(WEIGHTS.read_text("utf-8")))
