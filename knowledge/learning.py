"""What an office's corrections teach: weights and words of its own, bounded and reversible, and keywords to propose.

Nothing learnt is kept: all is computed from the notes that people filed themselves, as they stand. So a note that is
unsent, forgotten or filed back takes with it what it taught. The evidence stays words: what is learnt is a taxonomy
(`taught`), which can be shown, compared and exported like any other.

Measured by cross-validation (`measure learning`): with a thin set of words it files far better after a year's
corrections, with a rich one as well as before."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from knowledge import thai
from knowledge.classifier import Classifier
from knowledge.normal_form import normalise
from knowledge.office_thai import squeezed
from knowledge.taxonomy import HEAVIEST, PLAIN, WEAK, Category, Taxonomy, letters

STEP = 0.25
"""What one correction adds to the words of the right category; it takes half of it from those of the wrong ones."""
FURTHEST = 1.0
"""No word's weight moves further than this, however often it is corrected."""
LIGHTEST = 0.05
HEAVIEST_LEARNT = WEAK
"""No word that is no keyword weighs more: alone it files nothing."""
MOST_WORDS = 80
"""Such words of one category, the heaviest."""
_PER_ODDS = 0.4
_TELLING = 1.0
"""Log-odds of a word in its category against the others, from which it is learnt."""
_NOTES, _TELLERS = 2, 2
"""In so many notes of so many people a word must stand: what one person said is nobody else's business."""
_NOTES_TO_PROPOSE = 3
_TELLING_TO_PROPOSE = 1.2
_SHORTEST = 3


@dataclass(frozen=True)
class Lesson:
    """A note that a person filed. `right` is its category, empty for one that fits none."""

    id: str
    text: str
    right: str
    teller: str = ""


@dataclass(frozen=True)
class Learnt:
    """What lessons taught, in words."""

    weights: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    """Category → keyword (as compared) → change of its weight."""
    words: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    """Category → word that is no keyword → its weight, at most `HEAVIEST_LEARNT`."""
    lessons: int = 0


@dataclass(frozen=True)
class Proposal:
    """A word that could become a keyword: for the facilitator to accept or leave."""

    category_id: str
    word: str
    notes: int
    """Notes of the category, filed by people, that hold the word."""
    elsewhere: int
    """Such notes of other categories that hold it."""


@dataclass(frozen=True)
class _Facts:
    """What one lesson shows: the text itself isn't remembered."""

    lesson: Lesson
    above: tuple[str, ...]
    """Categories that the set itself would have put above the right one."""
    said: Mapping[str, frozenset[str]]
    words: frozenset[str]


class Learner:
    """Learns from an office's lessons; remembers of each what it shows, so that a further one costs little."""

    def __init__(self, taxonomy: Taxonomy, classifier: Classifier | None = None) -> None:
        """`classifier`: the one of this set, where there is one: most offices share a set, and many correct nothing."""
        self.taxonomy = taxonomy
        if classifier is not None:
            self._classifier = classifier
        self._known = {c.id for c in taxonomy.categories}
        self._facts: dict[str, _Facts] = {}

    @cached_property
    def _classifier(self) -> Classifier:
        return Classifier(self.taxonomy)

    @cached_property
    def _keywords(self) -> set[str]:
        every = self.taxonomy.categories
        return {_key(w) for c in every for w in (c.name, *c.aliases, *c.keywords, *c.against)}

    def put(self, lesson: Lesson) -> None:
        """A note was filed by a person, filed again, or edited. Categories that the set doesn't have teach nothing."""
        if lesson.right and lesson.right not in self._known:
            self._facts.pop(lesson.id, None)
            return
        filed = [f.id for f in self._classifier.classify(lesson.text).categories]
        above = filed[: filed.index(lesson.right)] if lesson.right in filed else filed
        words = frozenset(w for w in thai.words(lesson.text) if self._may_be_learnt(w))
        self._facts[lesson.id] = _Facts(
            replace(lesson, text=""), tuple(above), self._classifier.said_for(lesson.text), words
        )

    def remove(self, lesson_id: str) -> bool:
        """A note is gone, or no person's filing stands any more; whether it had taught anything."""
        return self._facts.pop(lesson_id, None) is not None

    def __len__(self) -> int:
        return len(self._facts)

    def learnt(self, avoid: Collection[str] = ()) -> Learnt:
        """What all lessons taught. `avoid` are words that shall not be learnt, such as people's names."""
        return Learnt(self._weights(), self._words({_key(w) for w in avoid}), len(self._facts))

    def proposals(
        self, settled: Collection[tuple[str, str]] = (), avoid: Collection[str] = (), limit: int = 5
    ) -> list[Proposal]:
        """Words that tell a category in the lessons: at most `limit` for each category, the most telling first,
        without those (category, word) that are `settled`."""
        found: list[Proposal] = []
        shunned, done = {_key(w) for w in avoid}, {(c, _key(w)) for c, w in settled}
        for category, ranked in self._telling(_NOTES_TO_PROPOSE, _TELLING_TO_PROPOSE).items():
            wanted = [p for _, p in ranked if p.word not in shunned and (category, p.word) not in done]
            found += wanted[:limit]
        return found

    def _weights(self) -> dict[str, dict[str, float]]:
        changes: dict[str, Counter[str]] = defaultdict(Counter)
        for facts in self._facts.values():
            right = facts.lesson.right
            ours = [key for key, categories in facts.said.items() if right in categories]
            if not facts.above:
                continue  # the set knew it
            for key in ours:
                changes[right][key] += 1.0  # type: ignore[assignment]
            if right and not ours:
                continue  # words are missing, none is wrong
            for wrong in facts.above:
                for key, categories in facts.said.items():
                    if wrong in categories and right not in categories:
                        changes[wrong][key] -= 0.5  # type: ignore[assignment]
        return {
            category: {key: max(-FURTHEST, min(FURTHEST, STEP * n)) for key, n in counted.items() if n}
            for category, counted in changes.items()
        }

    def _words(self, avoid: set[str]) -> dict[str, dict[str, float]]:
        return {
            category: {
                p.word: round(min(HEAVIEST_LEARNT, _PER_ODDS * odds), 2) for odds, p in ranked if p.word not in avoid
            }
            for category, ranked in self._telling(_NOTES, _TELLING, MOST_WORDS).items()
            if ranked
        }

    def _telling(self, notes: int, odds: float, most: int = 10_000) -> dict[str, list[tuple[float, Proposal]]]:
        """Category → (log-odds, word), the most telling first, of words in so many notes."""
        told: Counter[str] = Counter()
        held: dict[str, Counter[str]] = defaultdict(Counter)
        tellers: dict[tuple[str, str], set[str]] = defaultdict(set)
        for facts in self._facts.values():
            right = facts.lesson.right
            told[right] += 1
            held[right].update(facts.words)
            for word in facts.words:
                tellers[right, word].add(facts.lesson.teller)
        every: Counter[str] = Counter()
        for counted in held.values():
            every.update(counted)
        found: dict[str, list[tuple[float, Proposal]]] = {}
        for category in self.taxonomy.categories:
            here, rest = held[category.id], told.total() - told[category.id]
            ranked = []
            for word, n in here.items():
                if n < notes or len(tellers[category.id, word]) < _TELLERS:
                    continue
                elsewhere = every[word] - n
                tells = math.log(((n + 0.5) / (told[category.id] + 1)) / ((elsewhere + 0.5) / (rest + 1)))
                if tells >= odds:
                    ranked.append((tells, Proposal(category.id, word, n, elsewhere)))
            ranked.sort(key=lambda r: (-r[0] * r[1].notes, r[1].word))
            found[category.id] = ranked[:most]
        return found

    def _may_be_learnt(self, word: str) -> bool:
        return letters(word) >= _SHORTEST and word not in self._keywords and not any(c.isdigit() for c in word)


def taught(
    taxonomy: Taxonomy, learnt: Learnt | None = None, accepted: Iterable[tuple[str, str]] = ()
) -> Taxonomy:
    """The taxonomy with what was learnt and the (category, word) that the facilitator accepted written into its
    keywords: what files the office's notes, and what `taxonomy diff` shows. Names and aliases stay as they are."""
    learnt = learnt or Learnt()
    chosen: dict[str, list[str]] = defaultdict(list)
    for category_id, word in accepted:
        chosen[category_id].append(word)
    return replace(
        taxonomy,
        categories=tuple(
            _taught(c, learnt.weights.get(c.id, {}), learnt.words.get(c.id, {}), chosen[c.id])
            for c in taxonomy.categories
        ),
    )


def _taught(
    category: Category, changes: Mapping[str, float], words: Mapping[str, float], chosen: Sequence[str]
) -> Category:
    if not (changes or words or chosen):
        return category
    weights = {
        word: round(min(HEAVIEST, max(LIGHTEST, weight + changes.get(_key(word), 0.0))), 2)
        for word, weight in category.keywords.items()
    }
    have = {_key(w) for w in weights}
    weights |= {word: PLAIN for word in chosen if _key(word) not in have}
    have |= {_key(word) for word in chosen}
    weights |= {word: weight for word, weight in words.items() if _key(word) not in have}
    return replace(category, keywords=weights)


def _key(word: str) -> str:
    return squeezed(normalise(word))
