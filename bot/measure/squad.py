"""measure squad: question → paragraph on public Thai question-answering sets in SQuAD form, given as files.

    python -m bot measure squad xquad.th.json iapp_wiki_qa_squad_test.json

Takes SQuAD 1.1 JSON ({"data": [{"paragraphs": [{"context", "qas": [{"question"}]}]}]}) and JSON lines or a JSON list
of rows with "context" and "question". The same questions are asked once more with one random edit in a fifth of their
words, as people mistype."""

from __future__ import annotations

import json
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from bot.measure.grades import mean, reciprocal_rank
from bot.measure.plain import PlainIndex, bag, words_only
from bot.measure.report import Report
from bot.search.index import TantivyIndex
from bot.search.writer import OfficeWriter
from knowledge import thai
from knowledge.clues import TEXT, ask
from knowledge.notes import Note

OFFICE = "squad"
AT = 10
EDITED = 0.2
"""Share of a question's words that get one edit in the second pass."""


@dataclass(frozen=True)
class _Set:
    name: str
    paragraphs: dict[str, str]
    questions: list[tuple[str, str]]
    """Question, and the id of its paragraph."""


def measure(files: list[Path]) -> Report:
    """R@1, MRR@10 and ms a question of our way and of the plain ones, on each file. ValueError for other forms."""
    rows: list[list[object]] = []
    worst: list[dict[str, object]] = []
    for file in files:
        whole = _read(file)
        with tempfile.TemporaryDirectory(prefix="likhit-squad-") as root:
            writer = OfficeWriter(Path(root), OFFICE)
            writer.rebuild((_note(i, text) for i, text in whole.paragraphs.items()), (), "0-0")
            writer.close()
            index = TantivyIndex(Path(root))
            ways: dict[str, Callable[[str], list[str]]] = {
                "ours": partial(_ours, index),
                "words + trigrams": partial(PlainIndex(whole.paragraphs, bag).find, limit=AT),
                "newmm words": partial(PlainIndex(whole.paragraphs, words_only).find, limit=AT),
            }
            for edited in (False, True):
                asked = [(mistyped(q, n) if edited else q, right) for n, (q, right) in enumerate(whole.questions)]
                for name, way in ways.items():
                    started = time.perf_counter()
                    found = [way(q) for q, _ in asked]
                    ms = (time.perf_counter() - started) * 1000 / max(1, len(asked))
                    ranks = [reciprocal_rank(f, {right: 1}) for f, (_, right) in zip(found, asked, strict=True)]
                    label = f"{whole.name}, one edit in {EDITED:.0%} of words" if edited else whole.name
                    rows.append([label, name, len(asked), mean([float(r == 1) for r in ranks]), mean(ranks), ms])
                    if name == "ours" and not edited:
                        missed = [one for one, rank in zip(asked, ranks, strict=True) if not rank]
                        worst.extend({"ถาม": q[:80], "ย่อหน้า": right} for q, right in missed[:10])
    columns = ("set", "way", "questions", "R@1", "MRR@10", "ms")
    figures = {
        f"{row[0]} {row[1]} {c}": float(str(v)) for row in rows for c, v in zip(columns[3:], row[3:], strict=True)
    }
    return Report("คำถาม → ย่อหน้า (SQuAD)", columns, rows, worst, figures)


def _ours(index: TantivyIndex, question: str) -> list[str]:
    read = ask(question, lambda field, terms: index.counts(OFFICE, "notes", field, terms), TEXT)
    hits = sorted(index.notes(OFFICE, read), key=lambda hit: -hit.likeness)
    return [hit.note_id for hit in hits[:AT]]


def _note(name: str, text: str) -> Note:
    return Note(name, OFFICE, "", "", "", "story", text, (name,), datetime(2026, 1, 1, tzinfo=UTC))


def mistyped(question: str, seed: int, share: float = EDITED) -> str:
    """The question with one letter left out, doubled or swapped in a share of its words of three letters or more."""
    chance = random.Random(seed)
    text = thai.normalise(question)
    long = [piece for piece in thai.pieces(text) if piece.end - piece.start > 2]
    for piece in sorted(chance.sample(long, round(share * len(long))), key=lambda p: -p.start):
        at = chance.randrange(piece.start, piece.end - 1)
        left, a, b, right = text[:at], text[at], text[at + 1], text[at + 2 :]
        text = left + chance.choice((b, a + a + b, b + a)) + right
    return text


def _read(file: Path) -> _Set:
    ids: dict[str, str] = {}
    questions: list[tuple[str, str]] = []
    for context, question in _pairs(file.read_text("utf-8-sig")):
        questions.append((question, ids.setdefault(context, f"p{len(ids)}")))
    if not questions:
        raise ValueError(f"{file.name}: no questions; SQuAD JSON or rows of context and question are expected")
    return _Set(file.stem, {name: context for context, name in ids.items()}, questions)


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    try:
        whole = json.loads(text)
    except ValueError:
        whole = [json.loads(line) for line in text.splitlines() if line.strip()]
    if isinstance(whole, dict) and "data" in whole:
        for article in whole["data"]:
            for paragraph in article["paragraphs"]:
                for asked in paragraph["qas"]:
                    yield paragraph["context"], asked["question"]
        return
    rows: list[dict[str, Any]] = whole if isinstance(whole, list) else [whole]
    for row in rows:
        yield row["context"], row["question"]
