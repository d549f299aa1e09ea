"""Free-form after-action reviews → their five parts, whatever the headings, order or language (domain.md §4.6)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from knowledge import review_reading, review_rules
from knowledge.review_cues import CLOSING, trimmed
from knowledge.review_reading import Weights
from knowledge.review_words import ORDER, Part


@dataclass(frozen=True)
class ReviewParts:
    """The parts of a review, each an exact stretch of its text, or None where it says nothing of it."""

    expected: str | None = None
    actual: str | None = None
    went_well: str | None = None
    to_improve: str | None = None
    """What fell short and why."""
    next: str | None = None


LONGEST = 5_000
_ENOUGH = 3

Stretch = tuple[int, int]


def parts(text: str, weights: Weights | None = None) -> ReviewParts:
    """Splits a review into its parts, each an exact substring of `text`.

    Rules know many headings and words. Where they find all five parts, or a bare list that goes by the order of the
    questions, or at least three and the learned reading sees none besides, theirs hold. Else the learned reading
    does, which also goes by order and tone; of less than three parts that no word names, nothing is made.
    `weights`: of another learning than the one that is kept."""
    return _parts(text[:LONGEST]) if weights is None else _split(text[:LONGEST], weights)


@lru_cache(maxsize=8)
def _parts(text: str) -> ReviewParts:
    """A review that is told is split for its job and again for its promises, in the same moment."""
    return _split(text, review_reading.weights())


def _split(text: str, weights: Weights) -> ReviewParts:
    known = by_rules(text)
    if len(known) < len(ORDER) and not review_rules.bare_list(text):
        learned = by_reading(text, weights)
        if len(learned) < _ENOUGH and not known:
            learned = {}
        if len(known) < _ENOUGH or not learned.keys() <= known.keys():
            known = learned
    return ReviewParts(**{part: text[a:b] for part, (a, b) in known.items()})


def by_rules(text: str) -> dict[Part, Stretch]:
    """Where the parts stand by the words that are known to begin them."""
    cues = review_rules.cues(text)
    told = []
    for i, cue in enumerate(cues):
        last = i + 1 == len(cues)
        end = len(text) if last else cues[i + 1].start
        if last and cue.heading and (blank := re.search(r"\n\s*\n", text[cue.end : end])):
            end = cue.end + blank.start()
        told.append((cue.part, cue.end, end))
    return _stretches(text, told)


def by_reading(text: str, weights: Weights) -> dict[Part, Stretch]:
    """Where the parts stand by a reading that was learned."""
    return _stretches(text, review_reading.read(text, weights))


def _stretches(text: str, told: Iterable[tuple[Part | None, int, int]]) -> dict[Part, Stretch]:
    """The stretch of each part: of several the longest, neighbours joined; without thanks and the like at the end."""
    found: dict[Part, Stretch] = {}
    last: Part | None = None
    for part, start, end in told:
        closing = CLOSING.search(text, min(start + 3, end), end)
        start, end = trimmed(text, start, closing.start() if closing else end)
        if end <= start:
            continue
        if part is not None:
            if part == last and part in found:
                found[part] = (found[part][0], end)
            elif part not in found or end - start > found[part][1] - found[part][0]:
                found[part] = (start, end)
        last = part
    return found
