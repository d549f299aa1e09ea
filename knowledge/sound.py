"""Words that sound alike are written alike here: for misspelt questions. Tone marks, silent letters and the choice
among letters of one sound are what people get wrong in Thai (ครุพัน, สะตรี, จปถ.)."""

from __future__ import annotations

import re
from functools import lru_cache

_SAME = str.maketrans("ฆฌญฎฏฐฑฒณธภศษฬใฮ", "คชยดตถททนทพสสลไห")
_SILENT = re.compile("[ก-ฮ][ิุ]?์")
_TONES = re.compile("[็-์]")
_DOUBLE_R = re.compile("(?<=[ก-ฮ])รร(?=[ก-ฮ])")
_DOUBLE_R_LAST = re.compile("(?<=[ก-ฮ])รร")
_SHORT_A = re.compile("(?<=[ก-ฮ])ะ")
_LONG = str.maketrans("ิึุ", "ีืู")
_LAST = {letter: row[0] for row in ("ดตทถสซจช", "บปพฟ", "กขค", "นรลญ") for letter in row}
"""At the end of a word each of these sounds like one letter: อาวุธ and อาวุด, ประมาณ and ประมาล."""
_RUN = re.compile(r"(.)\1+")


@lru_cache(maxsize=20_000)
def alike(word: str) -> str:
    """The form that a normalised word shares with its usual misspellings. Latin words stay as they are."""
    if word.isascii():
        return word
    text = word.replace("ํา", "ำ").replace("เเ", "แ")
    text = _SILENT.sub("", text)
    text = _TONES.sub("", text)
    text = _DOUBLE_R_LAST.sub("ัน", _DOUBLE_R.sub("ั", text))
    text = text.translate(_SAME).translate(_LONG)
    text = _SHORT_A.sub("", text)
    text = _RUN.sub(r"\1", text)
    return text[:-1] + _LAST.get(text[-1], text[-1]) if len(text) > 2 else text
