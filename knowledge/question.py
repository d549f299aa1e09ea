"""A question as clues: each part of it with all that would answer it, weighed by how much it tells."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from knowledge import background, concepts, thai
from knowledge.office_thai import SAME, canonical, expansions
from knowledge.terms import PAIR, Terms, pairs

Field = Literal["words", "concepts", "grams"]
Counts = Callable[[Field, list[str]], tuple[int, list[int]]]
"""Given a field and terms: how many notes there are, and how many have each term."""

CONCEPT_WORTH = 0.6
"""What naming the same matter in other words is worth, against saying the same words."""
NEAR_WORTH = 0.7
"""What is left of that where the question doesn't name the matter, but says a word that goes with it."""
GENERIC_WORTH = 0.1
"""What is left of the weight of a word that stands in any talk."""
PAIR_WORTH = 0.35
"""Extra for two neighbouring words of the question that are neighbours in the note, too."""
PARTS_WORTH = 0.7
"""What the parts of a compound are worth together, where the compound itself isn't said."""
MOST_OTHERS = 12
"""Other ways of saying a word that are looked up."""
RAREST = 5.0
"""No word tells more than this, however rare: else one odd word outweighs the rest of a question."""
LEAST_CONCEPT = 3.0
"""A named matter tells at least this much, even where all its words are common ones (ของกิน, ดูแพง)."""
MOST_GRAMS = 48
"""Trigrams of a question that are looked up."""
_ASKING = frozenset(
    "ใคร ไคร บ้าง มั่ง ไหม มั้ย ไหน คนไหน ท่านใด ผู้ใด เคย รู้ รู้จัก รู้เรื่อง ถนัด ชำนาญ เชี่ยวชาญ แม่น เก่ง ถาม ปรึกษา "
    "แนะนำ พอ ยังไง ไง อย่างไร อะไร เพราะ ทำไม ครับ คับ ค่ะ คะ จ้ะ จ้า นะ หน่อย ค้น ค้นหา เขียน บันทึก ไว้ "
    "who what how when where why anyone someone knows know good at about please krub krab ka kha".split()
)
"""Words of asking: they weigh nothing."""
_BOT = re.compile(r"@คุณลิขิต")


@dataclass(frozen=True)
class Answer:
    """One term that would answer a clue, and how far (1: in the same word)."""

    field: Field
    term: str
    worth: float


@dataclass(frozen=True)
class Clue:
    """A part of a question: `weight` is what it tells (natural log units), answered by any of `alternatives`,
    each of which is a set of terms that together count 1."""

    text: str
    weight: float
    alternatives: tuple[tuple[Answer, ...], ...]
    counts: bool = True
    """False for extras, which a full answer need not have."""


@dataclass(frozen=True)
class Question:
    """What is asked, ready to be looked up. `ideal` is the score of a text that answers every clue once."""

    text: str
    clues: tuple[Clue, ...]
    grams: tuple[tuple[str, float], ...]

    @property
    def ideal(self) -> float:
        return sum(c.weight for c in self.clues if c.counts)

    @property
    def ideal_grams(self) -> float:
        return sum(weight for _, weight in self.grams)


@dataclass(frozen=True)
class _Part:
    """Units of the question that name a matter together, or one unit by itself."""

    units: tuple[str, ...]
    named: tuple[tuple[str, bool], ...]


@dataclass(frozen=True)
class _Unit:
    """A word, or a run of words that office Thai knows, in its first form; characters of the joined words."""

    form: str
    start: int
    end: int


def _units(words: list[str]) -> list[_Unit]:
    """`office_thai.canonical` with places."""
    found: list[_Unit] = []
    at, start = 0, 0
    for form in canonical(words):
        length = 1
        if form != words[at]:
            while at + length < len(words) and canonical(words[at : at + length + 1]) == [form]:
                length += 1
        end = start + sum(map(len, words[at : at + length]))
        found.append(_Unit(form, start, end))
        at, start = at + length, end
    return found


def _parts(words: list[str], units: list[_Unit]) -> list[_Part]:
    """Units that name a concept together in one part; overlapping names are one part."""
    namings = concepts.named_in(words)
    parts: list[_Part] = []
    index = 0
    while index < len(units):
        taken = [units[index]]
        inside = [n for n in namings if n.start < taken[-1].end and n.end > taken[0].start]
        while inside and index + len(taken) < len(units) and max(n.end for n in inside) > taken[-1].end:
            taken.append(units[index + len(taken)])
            inside = [n for n in namings if n.start < taken[-1].end and n.end > taken[0].start]
        named = {n.concept: n.strong for n in sorted(inside, key=lambda n: n.strong)}
        parts.append(_Part(tuple(u.form for u in taken), tuple(named.items())))
        index += len(taken)
    return parts


def ask(text: str, counts: Counts) -> Question:
    """Reads a topic or question. `counts` tells how common terms are among the notes that are searched."""
    words = [w for w in thai.words(_BOT.sub(" ", text)) if w not in _ASKING]
    units = _units(words)
    forms = [u.form for u in units]
    rarity = _rarities(forms, counts)
    clues = [_clue(part, rarity) for part in _parts(words, units)]
    clues += _pairs(forms, counts)
    return Question(text, tuple(c for c in clues if c.weight > 0), _grams(words, counts))


def _rarities(words: list[str], counts: Counts) -> dict[str, float]:
    notes, found = counts("words", words)
    return {
        word: min(RAREST, background.rarity(n, notes, background.share_of_notes(word)))
        * (GENERIC_WORTH if background.generic(word) else 1.0)
        for word, n in zip(words, found, strict=True)
    }


def _clue(part: _Part, rarity: dict[str, float]) -> Clue:
    total = sum(rarity[u] for u in part.units) or 1e-6
    weight = total
    alternatives: list[tuple[Answer, ...]] = [tuple(Answer("words", u, rarity[u] / total) for u in part.units)]
    for unit in part.units:
        share = rarity[unit] / total
        pieces = thai.parts(unit)
        if pieces:
            alternatives.append(tuple(Answer("words", p, PARTS_WORTH * share / len(pieces)) for p in pieces))
        for other, worth in expansions(unit)[:MOST_OTHERS]:
            if worth < SAME:  # those that are the same have the same first form
                alternatives.append((Answer("words", canonical([thai.bare(other)])[0], worth * share),))
    for concept, strong in part.named:
        sure = 1.0 if strong else NEAR_WORTH
        alternatives.append((Answer("concepts", concept, CONCEPT_WORTH * sure),))
        weight = max(weight, LEAST_CONCEPT * sure)
    return Clue("".join(part.units), min(weight, 2 * RAREST), tuple(dict.fromkeys(alternatives)))


def _pairs(forms: list[str], counts: Counts) -> list[Clue]:
    wanted = [
        pair for pair in dict.fromkeys(pairs(forms)) if not all(background.generic(unit) for unit in pair.split(PAIR))
    ]
    notes, found = counts("words", wanted)
    return [
        Clue(pair, min(RAREST, background.rarity(n, notes)) * PAIR_WORTH, ((Answer("words", pair, 1.0),),), False)
        for pair, n in zip(wanted, found, strict=True)
        if n
    ]


def _grams(words: list[str], counts: Counts) -> tuple[tuple[str, float], ...]:
    runs: list[str] = [""]
    for word in words:
        if background.generic(word):
            runs.append("")
        elif word.isascii() or runs[-1].isascii():
            runs.append(word)
        else:
            runs[-1] += word
    grams = list(dict.fromkeys(g for run in runs if run for g in thai.trigrams(run)))
    notes, found = counts("grams", grams)
    weighed = [(g, min(RAREST, background.rarity(n, notes, 0.01))) for g, n in zip(grams, found, strict=True)]
    return tuple(sorted(weighed, key=lambda gw: -gw[1])[:MOST_GRAMS])


def covered(question: Question, text: Terms) -> float:
    """How far a short text answers: 0 to about 1, each clue counted once, by its best alternative."""
    if not question.ideal:
        return 0.0
    have = {"words": set(text.words), "concepts": set(text.concepts), "grams": set(text.grams)}
    score = 0.0
    for clue in question.clues:
        score += clue.weight * max(sum(a.worth for a in alt if a.term in have[a.field]) for alt in clue.alternatives)
    return score / question.ideal


def covered_grams(question: Question, text: Terms) -> float:
    """The same by trigrams alone: what is left of the likeness when words are misspelt or cut otherwise."""
    if not question.ideal_grams:
        return 0.0
    have = set(text.grams)
    return sum(weight for gram, weight in question.grams if gram in have) / question.ideal_grams
