"""Finding many phrases at once: the longest that begins at a place, however many there are."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator


class PhraseTable:
    """Phrases, sorted. The longest phrase that a text begins with is the phrase sorted just before that text, or
    one that this phrase itself begins with: one binary search and a short chain, in the memory of the phrases."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._sorted = sorted(set(phrases) - {""})
        self._shorter = [-1] * len(self._sorted)
        """For each phrase, the index of the longest other phrase that it begins with."""
        chain: list[int] = []
        for n, phrase in enumerate(self._sorted):
            while chain and not phrase.startswith(self._sorted[chain[-1]]):
                chain.pop()
            self._shorter[n] = chain[-1] if chain else -1
            chain.append(n)
        self._longest = max((len(p) for p in self._sorted), default=0)
        self._starts = {p[:2] for p in self._sorted}

    def __len__(self) -> int:
        return len(self._sorted)

    def at(self, text: str, start: int) -> Iterator[str]:
        """The phrases that stand in `text` from `start`, the longest first."""
        if text[start : start + 2] not in self._starts:
            return
        window = text[start : start + self._longest]
        n = bisect_right(self._sorted, window) - 1
        while n >= 0:
            phrase = self._sorted[n]
            if window.startswith(phrase):
                yield phrase
            n = self._shorter[n]
