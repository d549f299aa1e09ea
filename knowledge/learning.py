"""What an office's corrections teach: weights of its own, bounded and reversible, and keywords to propose.

All is computed anew from the list of corrections, so that taking one back takes back what it taught. The evidence
stays words: nothing is learnt that could not be shown on a card.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from knowledge import thai
from knowledge.classifier import Classifier
from knowledge.normal_form import normalise
from knowledge.office_thai import squeezed
from knowledge.taxonomy import HEAVIEST, Taxonomy, letters

STEP = 0.5
"""What one correction adds to the words of the right category and takes from those of the wrong one."""
FURTHEST = 1.5
"""No word's weight moves further than this, however often it is corrected."""
_SHORTEST = 3
_SEEN = 3
"""Confirmed notes in which a word must stand before it is proposed."""
_TELLING = 1.2
"""Log-odds of a proposed word in its category against the others."""


@dataclass(frozen=True)
class Correction:
    """A person said where a note belongs. `filed` is where it had been filed, best first; empty when nowhere."""

    text: str
    filed: tuple[str, ...]
    right: str


@dataclass(frozen=True)
class Proposal:
    """A word that could become a keyword: for the facilitator to accept or leave."""

    category_id: str
    word: str
    notes: int
    """Confirmed notes of the category that hold the word."""
    elsewhere: int
    """Confirmed notes of other categories that hold it."""


def learn(taxonomy: Taxonomy, corrections: Sequence[Correction]) -> dict[str, dict[str, float]]:
    """Category → keyword → change of its weight, for `Classifier(taxonomy, learnt)`. Categories that the taxonomy no
    longer has are passed over."""
    classifier = Classifier(taxonomy)
    known = {c.id for c in taxonomy.categories}
    changes: dict[str, Counter[str]] = defaultdict(Counter)
    for correction in corrections:
        if correction.right not in known:
            continue
        for key, categories in classifier.said_for(correction.text).items():
            if correction.right in categories:
                changes[correction.right][key] += 1
            for wrong in known & set(correction.filed) - {correction.right}:
                if wrong in categories:
                    changes[wrong][key] -= 1
    return {
        category: {key: max(-FURTHEST, min(FURTHEST, STEP * n)) for key, n in counted.items() if n}
        for category, counted in changes.items()
    }


def taught(taxonomy: Taxonomy, learnt: Mapping[str, Mapping[str, float]]) -> Taxonomy:
    """The taxonomy with what was learnt written into its keywords, so that `taxonomy diff` can show it. Synonyms of
    keywords stay with their keywords and aliases with the category."""
    categories = []
    for category in taxonomy.categories:
        change = learnt.get(category.id, {})
        weights = {
            word: round(min(HEAVIEST, max(0.05, weight + change.get(squeezed(normalise(word)), 0.0))), 2)
            for word, weight in category.keywords.items()
        }
        categories.append(replace(category, keywords=weights))
    return replace(taxonomy, categories=tuple(categories))


def propose(taxonomy: Taxonomy, confirmed: Iterable[tuple[str, str]], limit: int = 5) -> list[Proposal]:
    """Words that tell a category in notes that people filed themselves, (text, category id), and that are no
    keyword yet: at most `limit` for each category, the most telling first."""
    keywords = {squeezed(normalise(w)) for c in taxonomy.categories for w in (*c.aliases, *c.keywords)}
    notes: Counter[str] = Counter()
    held: dict[str, Counter[str]] = defaultdict(Counter)
    for text, category in confirmed:
        notes[category] += 1
        held[category].update({w for w in thai.words(text) if _may_be_keyword(w) and w not in keywords})
    found: list[Proposal] = []
    for category in taxonomy.categories:
        here = held[category.id]
        rest = notes.total() - notes[category.id]
        ranked = []
        for word, n in here.items():
            elsewhere = sum(held[other][word] for other in held if other != category.id)
            odds = math.log(((n + 0.5) / (notes[category.id] + 1)) / ((elsewhere + 0.5) / (rest + 1)))
            if n >= _SEEN and odds >= _TELLING:
                ranked.append((odds * n, Proposal(category.id, word, n, elsewhere)))
        ranked.sort(key=lambda r: (-r[0], r[1].word))
        found += [proposal for _, proposal in ranked[:limit]]
    return found


def _may_be_keyword(word: str) -> bool:
    return letters(word) >= _SHORTEST and not word.isdigit()
