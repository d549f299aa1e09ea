"""What a telling is about against what it only mentions: how much a word weighs where it stands.

People open with what everybody knows (ใครๆ ก็รู้จัก … แต่), come to their point (ที่อยากเล่าคือ …), and close with what
they learnt. A word in the point counts more than the same word in an aside.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

_HELD = {"point": 1.35, "aside": 0.55}
_BEFORE_TURN = 0.6
_OPENING = 1.15
_CLOSING = 1.15
_REACH = {"point": 45, "aside": 22}
"""Characters (without spaces) for which a cue holds."""
_TURN_WITHIN = 0.6
"""Only a turn in this first part of the telling makes what came before it a mere preface."""
_LONG = 90
"""Characters from which a telling has room for a preface, an opening and a closing."""


def weights(length: int, cues: Sequence[tuple[int, str]]) -> list[tuple[int, float]]:
    """How much a word weighs by place: ascending (place from which it holds, factor), the first at 0.

    `length` is the text's, in characters without spaces; `cues` are (place, kind) in order, kind being point, turn
    or aside (see `kinds`)."""
    turn = next((at for at, kind in cues if kind == "turn" and 12 < at <= length * _TURN_WITHIN), 0)
    if length < _LONG:
        turn = 0
    held = [(at, kind) for at, kind in cues if kind in _REACH]
    edges = {0, turn, *(at for at, _ in held), *(at + _REACH[kind] for at, kind in held)}
    opening, closing = (length // 6, length - length // 6) if length >= _LONG else (length * 2 // 5, length)
    changes: list[tuple[int, float]] = []
    following, last = iter(held), None
    ahead = next(following, None)
    for edge in sorted({e for e in edges | {opening, closing} if e < length or e == 0}):
        while ahead is not None and ahead[0] <= edge:
            last, ahead = ahead, next(following, None)
        factor = _OPENING if edge < opening else _CLOSING if edge >= closing else 1.0
        if edge < turn:
            factor = _BEFORE_TURN
        if last is not None and edge < last[0] + _REACH[last[1]]:
            factor *= _HELD[last[1]]
        changes.append((edge, factor))
    return changes


@lru_cache(maxsize=1)
def kinds() -> dict[str, str]:
    """Cue → its kind: point, turn, aside, home (private life), work; or "" for words that look like a turn and are
    none. Whoever speaks of home needs more for a note to be filed, whoever speaks of work less: a story of the cat
    at home is no record of the health division, though it names a vet and a vaccine."""
    table: dict[str, list[str]] = tomllib.loads(_WORDS.read_text(encoding="utf-8"))
    return {word: "" if kind == "no_turn" else kind for kind, words in table.items() for word in words}


_WORDS = Path(__file__).with_name("emphasis.toml")
