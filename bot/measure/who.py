"""measure who: how well experts are found, against four simpler ways in the same run."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import exp, log
from pathlib import Path

from bot.measure.grades import mean, ndcg, precision, reciprocal_rank
from bot.measure.office import NOW, OFFICE, Asked, OfficeFolder, read_folder
from bot.measure.report import Report
from bot.search.index import TantivyIndex
from knowledge.clues import ask
from knowledge.experts import Directory
from knowledge.terms import terms

PEOPLE = 10
"""People that each way may name."""
Way = Callable[[Asked], list[str]]


@dataclass(frozen=True)
class _Answered:
    """What one way answered to one question."""

    asked: Asked
    found: list[str]


def measure(files: list[Path]) -> Report:
    """Reads office folders (or a file in one), asks every question of queries.jsonl, and compares with its graded
    experts. Raises FolderError for other forms."""
    answers: dict[str, list[_Answered]] = defaultdict(list)
    for place in dict.fromkeys(file if file.is_dir() else file.parent for file in files):
        folder = read_folder(place)
        with folder.indexed() as index:
            for name, way in _ways(folder, index).items():
                answers[name] += [_Answered(asked, way(asked)) for asked in folder.queries]
    rows = [_row(name, given) for name, given in answers.items()]
    ours = answers.get("ours", [])
    for tag in sorted({tag for a in ours for tag in a.asked.tags if tag != "none"}):
        rows.append(_row(f"  {tag}", [a for a in ours if tag in a.asked.tags]))
    return Report("ใครรู้เรื่อง (who)", _COLUMNS, rows, _worst(ours), _figures(rows))


_COLUMNS = ("way", "questions", "MRR", "MRR grade 2", "P@1", "P@5", "R-prec", "nDCG@10", "nobody right")


def _row(name: str, given: Sequence[_Answered]) -> list[object]:
    some = [a for a in given if a.asked.grades]
    none = [a for a in given if not a.asked.grades]

    def over(figure: Callable[[_Answered], float]) -> float | None:
        return mean([figure(a) for a in some])

    return [
        name,
        len(given),
        over(lambda a: reciprocal_rank(a.found, a.asked.grades)),
        over(lambda a: reciprocal_rank(a.found, a.asked.grades, least=2)),
        over(lambda a: float(bool(a.found) and a.found[0] in a.asked.grades)),
        over(lambda a: precision(a.found, a.asked.grades, 5)),
        over(lambda a: precision(a.found, a.asked.grades, len(a.asked.grades))),
        over(lambda a: ndcg(a.found, a.asked.grades)),
        mean([float(not a.found) for a in none]),
    ]


def _figures(rows: Sequence[Sequence[object]]) -> dict[str, float]:
    return {
        f"{str(row[0]).strip()} {column}": float(value)
        for row in rows
        for column, value in zip(_COLUMNS[2:], row[2:], strict=True)
        if isinstance(value, float)
    }


def _worst(given: Sequence[_Answered]) -> list[dict[str, object]]:
    missed = [
        (reciprocal_rank(a.found, a.asked.grades, least=2) if a.asked.grades else float(not a.found), a) for a in given
    ]
    cases: list[dict[str, object]] = [
        {
            "id": a.asked.id,
            "ถาม": a.asked.text[:80],
            "หัวข้อ": a.asked.topic[:60],
            "ตอบ": ",".join(a.found[:3]) or "ไม่พบผู้รู้",
            "ควรตอบ": ",".join(a.asked.grades) or "ไม่พบผู้รู้",
        }
        for score, a in sorted(missed, key=lambda one: one[0])
        if score < 1
    ]
    return cases[:20]


def _ways(folder: OfficeFolder, index: TantivyIndex) -> dict[str, Way]:
    """Our way and those it is held against; each names people best first, never the asker."""
    directory = Directory(index, folder.people)
    active = [member for member, _ in Counter(note.member_id for note in folder.notes).most_common()]
    profiles = _Profiles(folder)

    def ours(asked: Asked) -> list[str]:
        ranking = directory.who(OFFICE, asked.topic, said=asked.text, asker_user_id=asked.asker, now=NOW, limit=PEOPLE)
        return [expert.member.id for expert in ranking.experts]

    def anyone(asked: Asked) -> list[str]:
        people = [m.id for m in folder.members]
        random.Random(asked.id).shuffle(people)
        return people

    def mnz(asked: Asked) -> list[str]:
        question = ask(asked.topic, lambda field, some: index.counts(OFFICE, "notes", field, some))
        votes: dict[str, list[float]] = defaultdict(list)
        for hit in index.notes(OFFICE, question):
            votes[hit.member_id].append(exp(hit.words))
        return sorted(votes, key=lambda m: -len(votes[m]) * sum(votes[m]))

    ways = {
        "random": anyone,
        "most active": lambda asked: active,
        "profile BM25": lambda asked: profiles.ranked(asked.topic),
        "expCombMNZ": mnz,
        "ours": ours,
    }
    return {name: _without_asker(way) for name, way in ways.items()}


def _without_asker(way: Way) -> Way:
    return lambda asked: [member for member in way(asked) if member != asked.asker][:PEOPLE]


class _Profiles:
    """BM25 over one text a person: all their notes, declared expertise and position as one bag of words."""

    def __init__(self, folder: OfficeFolder) -> None:
        self._bags: dict[str, Counter[str]] = {m.id: Counter() for m in folder.members}
        for member in folder.members:
            self._bags[member.id].update(terms(" ".join([*member.expertise, member.position, member.unit])).words)
        for note in folder.notes:
            self._bags.setdefault(note.member_id, Counter()).update(terms(note.text).words)
        self._average = sum(map(Counter.total, self._bags.values())) / max(1, len(self._bags))

    def ranked(self, topic: str, k1: float = 1.2, b: float = 0.75) -> list[str]:
        """People whose text has a word of the topic, best first."""
        scores: dict[str, float] = {}
        for word in set(terms(topic).words):
            having = [member for member, bag in self._bags.items() if bag[word]]
            idf = log(1 + (len(self._bags) - len(having) + 0.5) / (len(having) + 0.5))
            for member in having:
                bag = self._bags[member]
                length = 1 - b + b * bag.total() / self._average
                scores[member] = scores.get(member, 0) + idf * bag[word] * (k1 + 1) / (bag[word] + k1 * length)
        return sorted(scores, key=lambda m: -scores[m])
