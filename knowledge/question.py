"""A question as clues: each part of it with all that would answer it, weighed by how much it tells."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from knowledge import background, concepts, office_thai, thai
from knowledge.office_thai import SAME, canonical, expansions
from knowledge.sound import alike
from knowledge.terms import PAIR, SHORTEST_SOUND, Terms, pairs

Field = Literal["words", "pairs", "sounds", "concepts", "grams"]
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
RAREST = 6.0
"""No word tells more than this, however rare: else one odd word outweighs the rest of a question."""
EVERYDAY_WORTH = 0.45
"""What is left of the weight of an everyday word that no note has: the matter may be told in other words."""
SOUND_WORTH = 0.85
"""What a word that sounds the same is worth, where nobody writes it as the question does."""
LEAST_CONCEPT = 3.0
"""A named matter tells at least this much, even where all its words are common ones (ของกิน, ดูแพง)."""
MOST_GRAMS = 48
"""Trigrams of a question that are looked up."""
_ASKING_WORDS = (
    "ใคร ไคร บ้าง มั่ง ไหม มั้ย ไหน คนไหน ท่านใด ผู้ใด เคย รู้ รู้จัก รู้เรื่อง ถนัด ชำนาญ เชี่ยวชาญ แม่น เก่ง ถาม ปรึกษา "
    "แนะนำ พอ ยังไง ไง อย่างไร อะไร เพราะ ทำไม ครับ คับ ค่ะ คะ จ้ะ จ้า นะ หน่อย ค้น ค้นหา เขียน บันทึก ไว้ "
    "who what how when where why anyone someone knows know good at about please krub krab ka kha"
)
_ASKING = frozenset(_ASKING_WORDS.split())
"""Words of asking: they weigh nothing."""
LONGEST_RUN = 4
"""Pieces that may belong to one misspelt word."""
_BOT = re.compile(r"@คุณลิขิต")


@dataclass(frozen=True)
class Answer:
    """One term that would answer a clue, and how far (1: in the same word)."""

    field: Field
    term: str
    worth: float


@dataclass(frozen=True)
class Clue:
    """A part of a question: `weight` is what it tells (natural log units), answered by the best of
    `alternatives`. Of the first, the part's own words, each counts; of the others all must be there."""

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
    """Reads a topic or question. `counts` tells how common terms are among the texts that are searched."""
    words = [w for w in thai.words(_BOT.sub(" ", text)) if w not in _ASKING]
    words = _mended(words, counts)
    units = _units(words)
    forms = [u.form for u in units]
    rarity = _rarities(forms, counts)
    clues = [_clue(part, rarity) for part in _parts(words, units)]
    clues = _findable([*clues, *_pairs(forms, counts)], counts)
    unknown = sum(
        clue.weight
        for clue in clues
        if not clue.alternatives and not all(background.everyday(w) or background.generic(w) for w in clue.units)
    )
    question = Question(text, tuple(clues), _grams(words, counts))
    return replace(question, unknown=unknown / question.ideal if question.ideal else 0.0)


def _findable(clues: list[Clue], counts: Counts) -> list[Clue]:
    """The clues with only those answers that some text has: the others would cost time and find nothing."""
    asked: dict[Field, dict[str, int]] = {}
    for clue in clues:
        for answers in clue.alternatives:
            for answer in answers:
                asked.setdefault(answer.field, {})[answer.term] = 0
    for field, terms in asked.items():
        asked[field] = dict(zip(terms, counts(field, list(terms))[1], strict=True))
    found: list[Clue] = []
    for clue in clues:
        own = tuple(a for a in clue.alternatives[0] if asked[a.field][a.term]) if not clue.all_of_own else ()
        others = [
            answers
            for n, answers in enumerate(clue.alternatives)
            if (n or clue.all_of_own) and all(asked[a.field][a.term] for a in answers)
        ]
        found.append(replace(clue, alternatives=tuple([own, *others] if own or others else []), all_of_own=False))
    return found


def _mended(words: list[str], counts: Counts) -> list[str]:
    """Words that nobody writes, put as office Thai or the notes write what sounds the same. A misspelt word falls
    into pieces when it is cut, so runs of up to four pieces are tried together, the longest first."""
    _, found = counts("words", words)
    lost = {n for n, (w, have) in enumerate(zip(words, found, strict=True)) if not have and not w.isascii()}
    if not lost:
        return words
    mended: list[str] = []
    at = 0
    while at < len(words):
        for length in range(min(LONGEST_RUN, len(words) - at), 0, -1):
            run = words[at : at + length]
            joined = "".join(run)
            if not lost.intersection(range(at, at + length)) or len(joined) < SHORTEST_SOUND:
                continue
            right = _by_sound().get(alike(joined))
            if right and right != joined and (length > 1 or not _known(joined)):
                mended += thai.words(right)
                at += length
                break
        else:
            mended.append(words[at])
            at += 1
    return mended


def _known(word: str) -> bool:
    return bool(expansions(word)) or bool(concepts.named_in([word]))


@lru_cache(maxsize=1)
def _by_sound() -> dict[str, str]:
    """Terms of office Thai and names of concepts, by how they sound."""
    written = [*office_thai.terms(), *concepts.phrases()]
    return {alike(thai.bare(w)): w for w in reversed(written) if len(thai.bare(w)) >= SHORTEST_SOUND and not w.isascii()}


def _rarities(words: list[str], counts: Counts) -> dict[str, float]:
    notes, found = counts("words", words)
    return {word: _weight(word, n, notes) for word, n in zip(words, found, strict=True)}


def _weight(word: str, found: int, notes: int) -> float:
    weight = min(RAREST, background.rarity(found, notes, background.share_of_notes(word)))
    if background.generic(word):
        return weight * GENERIC_WORTH
    return weight * EVERYDAY_WORTH if not found and background.everyday(word) else weight


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
        if len(unit) >= SHORTEST_SOUND:
            alternatives.append((Answer("sounds", alike(unit), SOUND_WORTH * share),))
    for concept, strong in part.named:
        sure = 1.0 if strong else NEAR_WORTH
        alternatives.append((Answer("concepts", concept, CONCEPT_WORTH * sure),))
        weight = max(weight, LEAST_CONCEPT * sure)
    return Clue("".join(part.units), min(weight, 2 * RAREST), tuple(dict.fromkeys(alternatives)))


def _pairs(forms: list[str], counts: Counts) -> list[Clue]:
    wanted = [
        pair for pair in dict.fromkeys(pairs(forms)) if not all(background.generic(unit) for unit in pair.split(PAIR))
    ]
    notes, found = counts("pairs", wanted)
    return [
        Clue(pair, min(RAREST, background.rarity(n, notes)) * PAIR_WORTH, ((Answer("pairs", pair, 1.0),),), False)
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
    have: dict[Field, set[str]] = {
        "words": set(text.words),
        "pairs": set(text.pairs),
        "sounds": set(text.sounds),
        "concepts": set(text.concepts),
    }
    score = 0.0
    for clue in question.clues:
        own, *others = clue.alternatives
        best = sum(a.worth for a in own if a.term in have[a.field])
        for answers in others:
            if all(a.term in have[a.field] for a in answers):
                best = max(best, sum(a.worth for a in answers))
        score += clue.weight * best
    return score / question.ideal


def covered_grams(question: Question, text: Terms) -> float:
    """The same by trigrams alone: what is left of the likeness when words are misspelt or cut otherwise."""
    if not question.ideal_grams:
        return 0.0
    have = set(text.grams)
    return sum(weight for gram, weight in question.grams if gram in have) / question.ideal_grams
