"""The sentence that answers: cut from a note, never reworded."""

from __future__ import annotations

from functools import lru_cache

from knowledge import concepts, thai
from knowledge.office_thai import same, squeezed
from knowledge.question import Field, Question, covered_where
from knowledge.terms import HINT, PAIR

LONGEST = 240
"""Characters of a snippet: what one line of a card holds."""
_NEXT_WORTH = 0.5
"""The sentence after the best one joins it when it is at least this good; short ones join anyhow."""


def best_sentences(text: str, question: Question) -> str:
    """An exact part of `text`: the sentence that covers the question best, and its neighbour while that
    helps and there is room. The beginning of the text when nothing of it does."""
    spans = _spans(text)
    if not spans:
        return text.strip()[:LONGEST]
    if len(spans) == 1 or spans[-1][1] - spans[0][0] < LONGEST // 2:
        return _cut(text[spans[0][0] : spans[-1][1]].strip())  # all of it, whatever answers best
    scores = [_score(text[a:b], question) for a, b in spans]
    best = max(range(len(spans)), key=lambda i: (scores[i], -i))
    first = last = best
    while True:
        after = last + 1 < len(spans) and spans[last + 1][1] - spans[first][0] <= LONGEST
        before = first > 0 and spans[last][1] - spans[first - 1][0] <= LONGEST
        if after and (not before or scores[last + 1] >= scores[first - 1]):
            last += 1
        elif before:
            first -= 1
        else:
            break
        if spans[last][1] - spans[first][0] >= LONGEST // 2:
            break
    return _cut(text[spans[first][0] : spans[last][1]].strip())


def _spans(text: str) -> list[tuple[int, int]]:
    """Start and end of each sentence, in order."""
    spans: list[tuple[int, int]] = []
    at = 0
    for sentence in thai.sentences(text):
        start = text.find(sentence, at)
        if start >= 0 and sentence.strip():
            spans.append((start, start + len(sentence)))
            at = start + len(sentence)
    return spans


def _score(sentence: str, question: Question) -> float:
    """How far a sentence covers the question, by what stands in it letter by letter. Cutting it into words would
    cost more than finding the note did, and only sentences of one note are compared, which is about the matter."""
    joined = squeezed(thai.normalise(sentence))
    covers = covered_where(question, lambda field, term: _says(joined, field, term))
    grams = sum(weight for gram, weight in question.grams if gram in joined) / (question.ideal_grams or 1.0)
    return covers + 0.4 * grams - min(0.05, len(sentence) / 10_000)


def _says(joined: str, field: Field, term: str) -> bool:
    if field == "words":
        return any(form in joined for form in _spellings(term))
    if field == "concepts":
        hint = term.startswith(HINT)
        return any(phrase in joined for phrase in concepts.phrases_of(term.removeprefix(HINT), near=hint))
    return field == "pairs" and term.replace(PAIR, "") in joined


@lru_cache(maxsize=5_000)
def _spellings(term: str) -> tuple[str, ...]:
    return (term, *(squeezed(other) for other in same(term)))


def _cut(text: str) -> str:
    if len(text) <= LONGEST:
        return text
    space = text.rfind(" ", LONGEST // 2, LONGEST)
    return text[: space if space > 0 else LONGEST].rstrip()
