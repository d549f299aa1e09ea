"""Filing: which categories a telling belongs to, and the words that say so.

Keywords and phrases are found as whole words of the cut text, the longest first, so that a word inside another
word is no hit; they weigh by where they stand, weigh less each time they come again, and can speak against. When
too little speaks for any category the classifier abstains and names the two nearest.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple, Protocol

from knowledge import emphasis, office_thai, thai
from knowledge.normal_form import normalise, places
from knowledge.notes import Filed
from knowledge.office_thai import squeezed
from knowledge.phrases import PhraseTable
from knowledge.taxonomy import STRONG, Category, Taxonomy, letters

_SPOKEN = 0.7
"""How near a synonym of office_thai must be to file like the keyword itself."""
_WHOLE_WORD = 3
"""Keywords of so many letters or fewer, and Latin ones, must equal whole words (thai-text.md)."""
_INSIDE = 0.8
"""How much a longer keyword counts that stands inside a compound or a run that no dictionary knows."""
_AGAIN = 0.4
"""How much each further time counts that the same keyword stands in a text."""
_SATURATION = 4.0
"""Weight at which a category's score is 1 - 1/e: two good keywords say nearly as much as ten."""
_CROWDED = 0.6
"""How much each further keyword of a category counts in one breath: what runs through a telling is its subject,
four words in a row may be a mere preface."""
_BREATH = 60
"""Letters that are said in one breath."""
_ENOUGH = 1.6
"""Weight below which nothing is filed."""
_HOME = 0.9
"""What more it takes for each word of private life in a text, three of them at most."""
_WORK = 0.4
"""What less it takes for each word of the office's life, two of them at most."""
_ALSO = 0.55
"""Share of the best weight from which a further category is named."""
_EVIDENCE = 6
"""Words shown as the reason, at most."""


@dataclass(frozen=True)
class Filing:
    """Where a telling belongs: categories best first, or none and the two nearest."""

    categories: tuple[Filed, ...]
    abstained: bool
    nearest: tuple[Filed, ...]
    """The two best, whatever they reached; fewer when nothing at all speaks for them."""


class Files(Protocol):
    """What files a text: a `Classifier`, or what stands for one."""

    def classify(self, text: str) -> Filing: ...


class _Hit(NamedTuple):
    phrase: str
    start: int
    end: int
    share: float


@dataclass(frozen=True)
class _Said:
    weight: float
    start: int
    end: int


@lru_cache(maxsize=100_000)
def _key(word: str) -> str:
    return squeezed(normalise(word))


class Classifier:
    """Files texts under the categories of one taxonomy. Safe to share between threads; making one takes
    milliseconds, and longer for tens of thousands of keywords."""

    def __init__(self, taxonomy: Taxonomy, without: Collection[str] = ()) -> None:
        """`without` are keywords, as `keywords_in` gives them, that shall not count: to measure what they bring."""
        self.taxonomy = taxonomy
        self._for: dict[str, dict[int, float]] = {}
        self._alike: dict[str, str] = {}
        """Synonyms count as the same keyword coming again."""
        for n, category in enumerate(taxonomy.categories):
            self._add(n, category)
        for n, category in enumerate(taxonomy.categories):
            self._add_synonyms(n, category)
        for key in without:
            self._for.pop(key, None)
        self._cues = {_key(w): kind for w, kind in emphasis.kinds().items()}
        self._strict = {p for p in self._for if letters(p) <= _WHOLE_WORD or p.isascii()}
        self._table = PhraseTable([*self._for, *self._cues])

    def _add(self, n: int, category: Category) -> None:
        weights = dict.fromkeys((category.name, *category.aliases), STRONG) | dict(category.keywords)
        for word, weight in weights.items():
            row = self._for.setdefault(_key(word), {})
            row[n] = max(weight, row.get(n, weight))
        for word, weight in category.against.items():
            self._for.setdefault(_key(word), {})[n] = -weight

    def _add_synonyms(self, n: int, category: Category) -> None:
        for word in (*category.aliases, *category.keywords):
            key = _key(word)
            for other, nearness in office_thai.expansions(word):
                if nearness < _SPOKEN:
                    break
                synonym = squeezed(other)
                if synonym in self._alike or synonym not in self._for:
                    self._alike.setdefault(synonym, key)
                    row = self._for.setdefault(synonym, {})
                    row[n] = max(row.get(n, 0.0), self._for[key][n] * nearness)

    def keywords_in(self, text: str) -> frozenset[str]:
        """The keywords of any category that stand in a text, in the form in which they are compared."""
        return frozenset(h.phrase for h in self._hits(_Reading(normalise(text))) if h.phrase in self._for)

    def said_for(self, text: str) -> dict[str, frozenset[str]]:
        """The keywords that stand in a text, each with the categories that it speaks for; a synonym as the keyword
        that it stands for."""
        every = self.taxonomy.categories
        return {
            self._alike.get(key, key): frozenset(every[n].id for n, weight in self._for[key].items() if weight > 0)
            for key in self.keywords_in(text)
        }

    def classify(self, text: str) -> Filing:
        """Files one text (at most `thai.LONGEST` characters are looked at)."""
        normal = normalise(text)
        reading = _Reading(normal)
        hits = self._hits(reading)
        factors = emphasis.weights(
            len(reading.run), [(h.end, self._cues[h.phrase]) for h in hits if self._cues.get(h.phrase)]
        )
        said = self._weigh(hits, factors)
        ranked = sorted(((_total(found), n) for n, found in said.items()), key=lambda r: (-r[0], r[1]))
        ranked = [(weight, n) for weight, n in ranked if weight > 0]
        enough = self._enough(hits)
        if not ranked:
            return Filing((), True, ())
        best = ranked[0][0]
        typed = places(text, normal)
        nearest = tuple(self._filed(weight, n, said[n], reading, typed, text) for weight, n in ranked[:2])
        if best < enough:
            return Filing((), True, nearest)
        filed = tuple(
            nearest[place] if place < len(nearest) else self._filed(weight, n, said[n], reading, typed, text)
            for place, (weight, n) in enumerate(ranked)
            if weight >= max(best * _ALSO, enough)
        )
        return Filing(filed, False, nearest)

    def _enough(self, hits: list[_Hit]) -> float:
        kinds = [self._cues.get(phrase) for phrase in {h.phrase for h in hits}]
        home, work = kinds.count("home"), kinds.count("work")
        return _ENOUGH + _HOME * min(home, 3) - _WORK * min(work, 2)

    def _weigh(self, hits: list[_Hit], factors: list[tuple[int, float]]) -> dict[int, list[_Said]]:
        from_ = [place for place, _ in factors]
        times: dict[tuple[int, str], int] = {}
        said: dict[int, list[_Said]] = {}
        for hit in hits:
            row = self._for.get(hit.phrase)
            if not row:
                continue
            factor = factors[bisect_right(from_, hit.start) - 1][1] * hit.share
            key = self._alike.get(hit.phrase, hit.phrase)
            for n, weight in row.items():
                again = times.get((n, key), 0)
                times[n, key] = again + 1
                said.setdefault(n, []).append(_Said(weight * factor * _AGAIN**again, hit.start, hit.end))
        return said

    def _filed(self, weight: float, n: int, said: list[_Said], reading: _Reading, typed: list[int], text: str) -> Filed:
        words: dict[str, None] = {}
        for one in sorted(said, key=lambda s: -s.weight):
            if one.weight <= 0 or len(words) == _EVIDENCE:
                break
            start, end = reading.place(one.start), reading.place(one.end - 1) + 1
            word = text[typed[start] : max(typed[end - 1] + 1, typed[end] if end < len(typed) else 0)].strip()
            if word:
                words[word] = None
        score = 1 - math.exp(-weight / _SATURATION)
        return Filed(self.taxonomy.categories[n].id, round(score, 3), tuple(words))

    def _hits(self, reading: _Reading) -> list[_Hit]:
        hits: list[_Hit] = []
        done = 0
        for n, start in enumerate(reading.starts):
            if start < done:
                continue
            hit = self._longest(reading, start, whole_start=True) or self._within(reading, n)
            if hit:
                hits.append(hit)
                done = hit.end
        return hits

    def _longest(self, reading: _Reading, start: int, whole_start: bool) -> _Hit | None:
        for phrase in self._table.at(reading.run, start):
            end = start + len(phrase)
            if end in reading.ends:
                if whole_start:
                    return _Hit(phrase, start, end, 1.0)
                if phrase not in self._strict and phrase not in self._cues:
                    return _Hit(phrase, start, end, _INSIDE)
            elif phrase not in self._strict and phrase not in self._cues and reading.may_cut(end):
                return _Hit(phrase, start, end, _INSIDE)
        return None

    def _within(self, reading: _Reading, n: int) -> _Hit | None:
        for start in reading.inner_starts(n):
            hit = self._longest(reading, start, whole_start=False)
            if hit:
                return hit
        return None


def _total(said: list[_Said]) -> float:
    """What a category's words weigh together: in each breath the heaviest whole, the others less and less."""
    breaths: dict[int, list[float]] = {}
    total = 0.0
    for one in said:
        if one.weight > 0:
            breaths.setdefault(one.start // _BREATH, []).append(one.weight)
        else:
            total += one.weight
    for weights in breaths.values():
        weights.sort(reverse=True)
        total += sum(weight * _CROWDED**n for n, weight in enumerate(weights))
    return total


class _Reading:
    """A cut text as one run of letters without spaces, in which phrases are looked for. A line's end stays, as a
    wall that no phrase crosses."""

    def __init__(self, normal: str) -> None:
        self.pieces = thai.pieces(normal)
        self.starts: list[int] = []
        self.ends: set[int] = set()
        self._normal = normal
        run: list[str] = []
        at = before = 0
        for piece in self.pieces:
            if before and "\n" in normal[before : piece.start]:
                run.append("\n")
                at += 1
            self.starts.append(at)
            run.append(piece.word)
            at += len(piece.word)
            self.ends.add(at)
            before = piece.end
        self.run = "".join(run)

    def _piece_at(self, place: int) -> int:
        return bisect_right(self.starts, place) - 1

    def may_cut(self, place: int) -> bool:
        """True when a word may end or begin inside a piece: the piece is unknown, or both its halves are words."""
        n = self._piece_at(place)
        word = self.pieces[n].word
        inside = place - self.starts[n]
        if not thai.known(word):
            return not word.isascii()
        return thai.known(word[:inside]) and thai.known(word[inside:])

    def inner_starts(self, n: int) -> list[int]:
        """Places inside the n-th piece at which a longer keyword may begin."""
        start = self.starts[n]
        return [start + inside for inside in _inner_starts(self.pieces[n].word)]

    def place(self, place: int) -> int:
        """Where a letter of the run stands in the normalised text."""
        n = self._piece_at(place)
        piece = self.pieces[n]
        inside = place - self.starts[n]
        if piece.end - piece.start == len(piece.word):
            return piece.start + inside
        at = piece.start
        for letter in piece.word[: inside + 1]:
            at = self._normal.index(letter, at) + 1
        return at - 1


@lru_cache(maxsize=20_000)
def _inner_starts(word: str) -> tuple[int, ...]:
    if len(word) <= _WHOLE_WORD or word.isascii():
        return ()
    if not thai.known(word):
        return tuple(range(1, len(word) - 1))
    at, found = 0, []
    for part in thai.parts(word)[:-1]:
        at += len(part)
        found.append(at)
    return tuple(found)
