"""Figures of rankings against graded answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import log2


def reciprocal_rank(found: Sequence[str], grades: Mapping[str, int], *, least: int = 1) -> float:
    """1 / place of the first answer graded at least `least`; 0 when there is none among `found`."""
    return next((1 / n for n, one in enumerate(found, 1) if grades.get(one, 0) >= least), 0.0)


def precision(found: Sequence[str], grades: Mapping[str, int], at: int) -> float:
    """Share of right answers among the first `at`, of as many as there could be."""
    right = sum(1 for one in found[:at] if one in grades)
    return right / max(1, min(at, len(grades)))


def ndcg(found: Sequence[str], grades: Mapping[str, int], at: int = 10) -> float:
    """Normalised discounted gain (2^grade - 1, log2) of the first `at`: 1 is the best order there is."""
    gains = [(2 ** grades.get(one, 0) - 1) / log2(n + 1) for n, one in enumerate(found[:at], 1)]
    best = [(2**g - 1) / log2(n + 1) for n, g in enumerate(sorted(grades.values(), reverse=True)[:at], 1)]
    return sum(gains) / sum(best) if best else 0.0


def mean(values: Sequence[float]) -> float | None:
    """The mean, or None of nothing."""
    return sum(values) / len(values) if values else None
