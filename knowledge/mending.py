"""Misspelt words of a question, put right where office Thai or a concept sounds the same or is one letter away."""

from __future__ import annotations

from functools import lru_cache

from knowledge import background, concepts, office_thai, thai
from knowledge.question import Counts
from knowledge.sound import alike
from knowledge.terms import SHORTEST_SOUND

LONGEST_RUN = 5
"""Pieces that may belong to one misspelt word: newmm cuts what it doesn't know into scraps."""
ONE_LETTER_OFF = 6
"""Letters (as they sound) from which a word may have one wrong, missing, doubled or swapped."""

SHORTEST_JOINED = 4
"""Letters (as they sound) of the shortest run that is joined because some text has its sound."""
PLAIN_ONE_LETTER_OFF = 9
"""The same where all the pieces are good words: กองทุนสะตี is กองทุน, สะ and ตี."""


def mended(words: list[str], counts: Counts) -> list[str]:
    """The words, misspelt ones replaced. Only where a word stands in no text: `counts` says how many have each.
    Runs of several pieces are tried together, the longest first; a run that sounds like a word of some text is
    joined, so that it is found by its sound (อาวุด is อา and วุด)."""
    lost = {n for n, have in enumerate(counts("words", words)[1]) if not have and not _known(words[n])}
    if not lost:
        return words
    found: list[str] = []
    at = 0
    while at < len(words):
        taken = 1
        right = None
        for length in range(min(LONGEST_RUN, len(words) - at), 0, -1):
            if lost.isdisjoint(range(at, at + length)):
                break
            plain = all(n not in lost or background.everyday(words[n]) for n in range(at, at + length))
            joined = "".join(words[at : at + length])
            right = _right(joined, plain=plain)
            if right or (length > 1 and _sounds_known(joined, counts)):
                taken = length
                break
        found += thai.words(right) if right else ["".join(words[at : at + taken])]
        at += taken
    return found


def _right(joined: str, *, plain: bool) -> str | None:
    """The term that was meant, or None. `plain`: all pieces are good words of their own."""
    if len(joined) < SHORTEST_SOUND:
        return None
    sound = alike(joined)
    term = _by_sound().get(sound)
    if term is None and len(sound) >= (PLAIN_ONE_LETTER_OFF if plain else ONE_LETTER_OFF):
        tried = (_by_scrap().get(scrap) for scrap in (sound, *_scraps(sound)))
        term = next((t for t in tried if t and _one_off(sound, alike(thai.bare(t)))), None)
    return term if term and thai.bare(term) != joined else None


def _sounds_known(joined: str, counts: Counts) -> bool:
    sound = alike(joined)
    return len(sound) >= SHORTEST_JOINED and bool(counts("sounds", [sound])[1][0])


def well_spelt(word: str) -> bool:
    """True of words that Thai writers use or that name a matter: what merely sounds like them isn't meant."""
    return background.written(word) or _known(word)


def _known(word: str) -> bool:
    return bool(office_thai.expansions(word)) or bool(concepts.named_in([word]))


@lru_cache(maxsize=1)
def _by_sound() -> dict[str, str]:
    """Terms of office Thai and names of concepts, by how they sound."""
    written = [*office_thai.terms(), *concepts.phrases()]
    return {alike(thai.bare(w)): w for w in reversed(written) if len(thai.bare(w)) >= SHORTEST_SOUND}


@lru_cache(maxsize=1)
def _by_scrap() -> dict[str, str]:
    """The same by what is left when any one letter is missing, so that one wrong letter is found by look-up."""
    table: dict[str, str] = {}
    for sound, term in _by_sound().items():
        if len(sound) >= ONE_LETTER_OFF - 1:
            for scrap in (sound, *_scraps(sound)):
                table.setdefault(scrap, term)
    return table


def _scraps(sound: str) -> list[str]:
    return [sound[:i] + sound[i + 1 :] for i in range(len(sound))]


def _one_off(a: str, b: str) -> bool:
    """True when one letter was put in, left out or changed, or two neighbours were swapped."""
    start = 0
    while start < min(len(a), len(b)) and a[start] == b[start]:
        start += 1
    a, b = a[start:], b[start:]
    while a and b and a[-1] == b[-1]:
        a, b = a[:-1], b[:-1]
    return max(len(a), len(b)) <= 1 or (len(a) == len(b) == 2 and a == b[::-1])
