"""Reading a question: what of it tells how much, and in which other words a note may say the same."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from knowledge import background, concepts, thai
from knowledge.mending import mended, well_spelt
from knowledge.office_thai import SAME, canonical, expansions
from knowledge.question import Answer, Clue, Counts, Field, Question, Way
from knowledge.sound import alike
from knowledge.terms import HINT, PAIR, SHORTEST_SOUND, pairs

CONCEPT_WORTH = 0.6
"""What naming the same matter in other words is worth, against saying the same words."""
HINT_WORTH = 0.35
"""What a single word that goes with the matter is worth."""
NEAR_WORTH = 0.7
"""What is left of that where the question doesn't name the matter, but says a word that goes with it."""
PARTS_WORTH = 0.7
"""What the parts of a compound are worth together, where the compound itself isn't said."""
LONE_WORTH = 0.5
"""What is left of a word's worth that names a matter only with its neighbours (เลี้ยง of เลี้ยงผึ้ง)."""
SOUND_WORTH = 0.85
"""What a word that sounds the same is worth, where it is written otherwise."""
PAIR_WORTH = 0.1
"""Extra for two neighbouring words of the question that are neighbours in the note, too."""
ACTION_WORTH = 0.5
"""What is left of the weight of a word for doing something."""
EVERYDAY_WORTH = 0.35
"""What is left of the weight of an everyday word that no text has: the matter may be told in other words."""
EVERYDAY_WORTH_SHORT, SHORT = 0.7, 3
"""The same in a question of at most so many telling words: people who need few words name the matter."""
RAREST = 6.0
"""No word tells more than this, however rare: else one odd word outweighs the rest of a question."""
LEAST_CONCEPT = 3.0
"""A named matter tells at least this much, even where all its words are common ones (ของกิน, ดูแพง)."""
MOST_READ, FEWEST_GRAMS = 150_000, 8
"""Places in texts that the trigrams of a question may stand at together before the commonest are left out, and how
many are kept anyhow. An office of 100,000 notes hardly gets there. Over a million invented notes this halves the time
of a look-up, and the first note found is 0.98 as like the whole question as the best one (0.90 with 50,000)."""
WIDE, WRITTEN = 10_000, 500
"""Texts from which a hint is too wide to be followed, where so many texts have the words themselves."""
MOST_OTHERS = 12
"""Other ways of saying a word that are looked up."""
_ASKING_WORDS = (
    "ใคร ไคร บ้าง มั่ง ไหม มั้ย ไหน คนไหน ท่านใด ผู้ใด เคย รู้ รู้จัก รู้เรื่อง ถนัด ชำนาญ เชี่ยวชาญ แม่น เก่ง ถาม ปรึกษา "
    "แนะนำ พอ ยังไง ไง อย่างไร อะไร เพราะ ทำไม ครับ คับ ค่ะ คะ จ้ะ จ้า นะ หน่อย ค้น ค้นหา บันทึก ไว้ "
    "พี่ๆ น้องๆ เพื่อนๆ พี่คนไหน ค้าบ คร้าบ จร้า เด้อ ดีคะ ดีครับ เป็นบ้าง คุณลิขิต ลิขิต "
    "who what how when where why anyone someone knows know good at about please krub krab ka kha"
)
_ASKING = frozenset(_ASKING_WORDS.split())
"""Words of asking: they weigh nothing."""
_BOT = re.compile(r"@\S*ลิขิต")


@dataclass(frozen=True)
class Reading:
    """How closely a question is read."""

    generic: float
    """What is left of the weight of a word that stands in any talk."""
    grams: float
    """What trigrams weigh against words where all of them are known."""
    most_grams: int
    """Trigrams that are looked up, the rarest first."""
    whole: bool
    """Trigrams of the whole question, also over generic words."""


TOPIC = Reading(generic=0.1, grams=0.3, most_grams=48, whole=False)
"""For who-knows: the matter alone counts, so that a person can also be found to know nothing of it."""
TEXT = Reading(generic=1.0, grams=0.6, most_grams=96, whole=True)
"""For texts that answer: every word helps to tell one from another (XQuAD-th R@1 0.939 → 0.957)."""


@dataclass(frozen=True)
class _Unit:
    """A word, or a run of words that office Thai knows, in its first form; characters of the joined words."""

    form: str
    start: int
    end: int


@dataclass(frozen=True)
class _Part:
    """Units of the question that name a matter together, or one unit by itself."""

    units: tuple[str, ...]
    named: tuple[tuple[str, bool], ...]


def ask(text: str, counts: Counts, reading: Reading = TOPIC) -> Question:
    """Reads a topic or question. `counts` tells how common terms are among the texts that are searched."""
    words = [w for w in thai.words(_BOT.sub(" ", text)) if w not in _ASKING]
    words = mended(words, counts)
    units = _units(words)
    forms = [u.form for u in units]
    rarity = _rarities(forms, counts, reading)
    parts = _parts(words, units)
    vague = not any(part.named or any(_particular(unit) for unit in part.units) for part in parts)
    clues = [_clue(part, rarity) for part in parts]
    clues = _findable([*clues, *_pairs(forms, counts)], counts)
    ideal = sum(c.weight for c in clues if c.counts)
    matters = {part.units for part in parts if any(strong for _, strong in part.named)}
    few = sum(map(_telling, forms)) <= SHORT  # people who need few words mean each of them: ซ่อมโทรทัศน์
    meant = _telling if few else _particular
    unknown = sum(c.weight for c in clues if not c.ways and (c.units in matters or any(map(meant, c.units))))
    grams, known = _grams(words, counts, reading)
    return Question(text, tuple(clues), grams, unknown / ideal if ideal else 0.0, vague, reading.grams * known)


def _particular(unit: str) -> bool:
    return not (background.everyday(unit) or background.generic(unit))


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
        # where the matter is named, the other matters that its words may go with aren't meant
        strong = any(n.strong for n in inside)
        named = {n.concept: n.strong for n in inside if n.strong == strong}
        parts.append(_Part(tuple(u.form for u in taken), tuple(named.items())))
        index += len(taken)
    return parts


def _rarities(units: list[str], counts: Counts, reading: Reading) -> dict[str, float]:
    texts, found = counts("words", units)
    telling = sum(1 for unit in units if not background.generic(unit) and not background.action(unit))
    everyday = EVERYDAY_WORTH if telling > SHORT else EVERYDAY_WORTH_SHORT
    return {unit: _weight(unit, n, texts, everyday, reading.generic) for unit, n in zip(units, found, strict=True)}


def _weight(unit: str, found: int, texts: int, everyday: float, generic: float) -> float:
    weight = min(RAREST, background.rarity(found, texts, background.share_of_notes(unit)))
    if background.generic(unit):
        return weight * generic
    if background.action(unit):
        weight *= ACTION_WORTH
    return weight * everyday if not found and background.everyday(unit) else weight


def _clue(part: _Part, rarity: dict[str, float]) -> Clue:
    total = sum(rarity[u] for u in part.units) or 1e-6
    weight = total
    ways = [Way(tuple(Answer("words", u, rarity[u] / total) for u in part.units), together=True)]
    if len(part.units) > 1:
        ways.append(Way(tuple(Answer("words", u, LONE_WORTH * rarity[u] / total) for u in part.units)))
    for unit in part.units:
        ways += _other_ways(unit, rarity[unit] / total)
    for concept, strong in part.named:
        sure = 1.0 if strong else NEAR_WORTH
        ways.append(Way((Answer("concepts", concept, CONCEPT_WORTH * sure),)))
        ways.append(Way((Answer("concepts", HINT + concept, HINT_WORTH * sure),)))
        weight = max(weight, LEAST_CONCEPT * sure)
    return Clue(part.units, min(weight, 2 * RAREST), tuple(dict.fromkeys(ways)))


def _other_ways(unit: str, share: float) -> list[Way]:
    """Other spellings and near words of a unit, which is `share` of its part; what is quite the same has the same
    first form already."""
    ways: list[Way] = []
    pieces = thai.parts(unit)
    if pieces:
        # โรง and งาน aren't a โรงงาน
        telling = sum(not background.generic(p) for p in pieces) / len(pieces)
        worth = PARTS_WORTH * share * telling**2 / len(pieces)
        ways.append(Way(tuple(Answer("words", p, worth) for p in pieces), together=True))
    for other, worth in expansions(unit)[:MOST_OTHERS]:
        if worth < SAME:
            ways.append(Way((Answer("words", canonical([thai.bare(other)])[0], worth * share),)))
    if len(unit) >= SHORTEST_SOUND and not well_spelt(unit):
        ways.append(Way((Answer("sounds", alike(unit), SOUND_WORTH * share),)))
    return ways


def _findable(clues: list[Clue], counts: Counts) -> list[Clue]:
    """The clues with only those answers that some text has: the others would cost time and find nothing."""
    asked: dict[Field, dict[str, int]] = {"words": {}}
    for clue in clues:
        for way in clue.ways:
            for answer in way.answers:
                asked.setdefault(answer.field, {})[answer.term] = 0
    for field, terms in asked.items():
        asked[field] = dict(zip(terms, counts(field, list(terms))[1], strict=True))
    found = [replace(clue, ways=tuple(_with_found(clue, asked))) for clue in clues]
    return [replace(clue, ways=()) if _by_the_way(clue) else clue for clue in found]


def _by_the_way(clue: Clue) -> bool:
    """True when of several words that name a matter together only those are found that go with anything (ซ่อม of
    ซ่อมแอร์)."""
    said = [answer for way in clue.ways for answer in way.answers]
    return len(clue.units) > 1 and all(a.field == "words" and not _telling(a.term) for a in said)


def _telling(word: str) -> bool:
    return not (background.generic(word) or background.action(word))


def _with_found(clue: Clue, found: dict[Field, dict[str, int]]) -> list[Way]:
    kept: list[Way] = []
    said = min((found["words"].get(unit, 0) for unit in clue.units), default=0)
    written = said > 0
    for way in clue.ways:
        if said >= WRITTEN and all(a.worth <= HINT_WORTH and found[a.field][a.term] > WIDE for a in way.answers):
            continue
        answers = tuple(a for a in way.answers if found[a.field][a.term])
        if written and way.answers[0].field == "sounds":
            continue  # people here can spell it
        if answers and (len(answers) == len(way.answers) or not way.together):
            kept.append(Way(answers, way.together and len(answers) > 1))
    return kept


def _pairs(forms: list[str], counts: Counts) -> list[Clue]:
    wanted = [
        pair
        for pair in dict.fromkeys(pairs(forms))
        if not any(background.generic(unit) or background.action(unit) for unit in pair.split(PAIR))
    ]
    texts, found = counts("pairs", wanted)
    return [
        Clue(
            (pair,),
            min(RAREST, background.rarity(n, texts)) * PAIR_WORTH,
            (Way((Answer("pairs", pair, 1.0),)),),
            counts=False,
        )
        for pair, n in zip(wanted, found, strict=True)
        if n
    ]


def _grams(words: list[str], counts: Counts, reading: Reading) -> tuple[tuple[tuple[str, float], ...], float]:
    """The trigrams, the rarest first, and the share of them that any text has."""
    runs: list[str] = [""]
    for word in words:
        if background.generic(word) and not reading.whole:
            runs.append("")
        elif word.isascii() or runs[-1].isascii():
            runs.append(word)
        else:
            runs[-1] += word
    grams = list(dict.fromkeys(g for run in runs if run for g in thai.trigrams(run)))
    texts, found = counts("grams", grams)
    known = sum(1 for n in found if n) / len(grams) if grams else 0.0
    weighed = [(g, min(RAREST, background.rarity(n, texts, 0.01))) for g, n in zip(grams, found, strict=True)]
    rarest = sorted(weighed, key=lambda gw: -gw[1])[: reading.most_grams]
    have, read = dict(zip(grams, found, strict=True)), 0
    for n, (gram, _) in enumerate(rarest):
        read += have[gram]
        if n >= FEWEST_GRAMS and read > MOST_READ:
            return tuple(rarest[:n]), known
    return tuple(rarest), known
