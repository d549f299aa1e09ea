"""Free-form after-action reviews → their five parts (domain.md §4.6)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ReviewParts:
    """The parts of a review, each an exact stretch of its text, or None where it says nothing of it."""

    expected: str | None = None
    actual: str | None = None
    went_well: str | None = None
    to_improve: str | None = None
    next: str | None = None


def parts(text: str) -> ReviewParts:
    """Splits a review into its parts."""
    return ReviewParts()
