"""Figures of ranked answers: reciprocal rank, precision at one, nDCG."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence


def reciprocal_rank(found: Sequence[str], right: Iterable[str]) -> float:
    """1 / place of the first right answer; 0 where there is none."""
    wanted = set(right)
    return next((1 / place for place, one in enumerate(found, 1) if one in wanted), 0.0)


def ndcg(found: Sequence[str], grades: Mapping[str, int], k: int = 10) -> float:
    """Discounted gain (2^grade - 1, log2) of the first `k` against the best order; 1 where nothing is wanted and
    nothing was found, 0 where something was."""
    best = sorted(grades.values(), reverse=True)
    ideal = _gain(best[:k])
    if ideal == 0:
        return float(not found)
    return _gain([grades.get(one, 0) for one in found[:k]]) / ideal


def mean(values: Iterable[float]) -> float:
    """NaN of none."""
    listed = list(values)
    return sum(listed) / len(listed) if listed else math.nan


def _gain(grades: Sequence[int]) -> float:
    return sum((2**grade - 1) / math.log2(place + 1) for place, grade in enumerate(grades, 1))
