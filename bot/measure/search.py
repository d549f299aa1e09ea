"""measure search: how well notes are found in office folders, against plain BM25 of words in the same run."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.measure.grades import mean, ndcg, precision, reciprocal_rank
from bot.measure.office import OFFICE, Asked, read_folder
from bot.measure.plain import PlainIndex, bag, words_only
from bot.measure.report import Report
from knowledge.search import Library

HITS = 10


@dataclass(frozen=True)
class _Answered:
    asked: Asked
    found: list[str]


def measure(files: list[Path]) -> Report:
    """Reads office folders (or a file in one), asks every question of searches.jsonl, and compares with its graded
    notes. Raises FolderError for other forms."""
    answers: dict[str, list[_Answered]] = defaultdict(list)
    broken: list[str] = []
    for place in dict.fromkeys(file if file.is_dir() else file.parent for file in files):
        folder = read_folder(place)
        texts = {note.id: note.text for note in folder.notes}
        with folder.indexed() as index:
            library = Library(index, folder.notes_of, folder.people)
            for asked in folder.searches:
                hits = library.search(OFFICE, asked.topic, limit=HITS).hits
                answers["ours"].append(_Answered(asked, [hit.note.id for hit in hits]))
                broken += [hit.note.id for hit in hits if not hit.snippet or hit.snippet not in texts[hit.note.id]]
        for name, tokens in (("newmm words", words_only), ("words + trigrams", bag)):
            plain = PlainIndex(texts, tokens)
            answers[name] += [_Answered(asked, plain.find(asked.topic, HITS)) for asked in folder.searches]
    rows = [_row(name, given) for name, given in answers.items()]
    ours = answers["ours"]
    for tag in sorted({tag for a in ours for tag in a.asked.tags}):
        rows.append(_row(f"  {tag}", [a for a in ours if tag in a.asked.tags]))
    figures = {
        f"{str(row[0]).strip()} {column}": float(value)
        for row in rows
        for column, value in zip(_COLUMNS[2:], row[2:], strict=True)
        if isinstance(value, float)
    }
    figures["snippets not in their note"] = float(len(broken))
    return Report("ค้น (search)", _COLUMNS, rows, _worst(ours), figures)


_COLUMNS = ("way", "questions", "nDCG@10", "MRR", "P@1", "R-prec", "nothing right")


def _row(name: str, given: Sequence[_Answered]) -> list[object]:
    some = [a for a in given if a.asked.grades]
    none = [a for a in given if not a.asked.grades]

    def over(figure: Callable[[_Answered], float]) -> float | None:
        return mean([figure(a) for a in some])

    return [
        name,
        len(given),
        over(lambda a: ndcg(a.found, a.asked.grades)),
        over(lambda a: reciprocal_rank(a.found, a.asked.grades)),
        over(lambda a: float(bool(a.found) and a.found[0] in a.asked.grades)),
        over(lambda a: precision(a.found, a.asked.grades, len(a.asked.grades))),
        mean([float(not a.found) for a in none]),
    ]


def _worst(given: Sequence[_Answered]) -> list[dict[str, object]]:
    scored = [(ndcg(a.found, a.asked.grades) if a.asked.grades else float(not a.found), a) for a in given]
    return [
        {
            "id": a.asked.id,
            "nDCG": score,
            "ถาม": a.asked.text[:80],
            "ได้": ",".join(a.found[:5]) or "-",
            "ควรได้": ",".join(a.asked.grades) or "-",
        }
        for score, a in sorted(scored, key=lambda one: one[0])
        if score < 0.9
    ][:20]
