"""The index on disk, read side: one tantivy index an office, each in its own folder (dependencies.md, search).

It holds tokens, ids and filter fields, and no text: what is shown is read from the store."""

from __future__ import annotations

import json
import os
import re
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from math import log
from pathlib import Path
from threading import Lock
from typing import Any, Literal

import tantivy
from tantivy import Occur, Query

from knowledge.question import Clue, Field, Question
from knowledge.search import NO_FILTERS, Filters, NoteHit

VERSION = 3
"""Raise it whenever tokens, fields or the concept table change shape: older indexes are then rebuilt."""
STATE = "state.json"
ALSO_WORTH = 0.1
"""What a second way of saying the same adds, of its own score."""
WHOLE, SHARE = "whole", "share"
"""A note that several told stands in the index as a whole, for searching, and once for each of them with what they
said, for knowing whom to ask."""
MOST_NAMESAKES = 50
POOL = 50
"""Notes that either query brings at least, however few are wanted: the two are added up from what both bring."""
FREQS_KEPT = 20_000
"""Terms of one reading whose frequencies are remembered, some 3 MB."""
OPEN_OFFICES = 64
"""Offices whose index is kept open for reading."""


@dataclass(frozen=True)
class State:
    """What the folder of an office says of itself."""

    version: int
    generation: str
    """Name of the folder that is in use."""
    cursor: str
    """The newest entry of the office's feed that is in the index."""
    vocabulary: str
    """Fingerprint of the words and concepts that the tokens were made with."""
    purges: int = 0
    """How often all notes were written anew, to rid the files of what was removed or replaced."""
    purges_needed: int = 0
    """Until so many purges are done, some file holds tokens of what is gone."""
    purging: bool = False
    """True in the midst of one."""
    cards_to_purge: bool = False
    """The same for members' cards, which are few and written anew at once."""


def folder(root: Path, office_id: str) -> Path:
    """Where an office's index stands."""
    plain = re.sub(r"[^A-Za-z0-9_-]", "_", office_id)[:40]
    if plain != office_id:
        plain += "-" + sha256(office_id.encode()).hexdigest()[:12]
    return root / plain


def read_state(place: Path) -> State | None:
    """The state of an office's folder; None when it is missing or not readable."""
    try:
        return State(**json.loads((place / STATE).read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def write_state(place: Path, state: State) -> None:
    """Replaces the state in one step, so that readers see the old or the new."""
    new = place / f"{STATE}.new"
    new.write_text(json.dumps(state.__dict__), "utf-8")
    os.replace(new, place / STATE)


FIELDS: dict[Field, str] = {"words": "w", "pairs": "p", "sounds": "h", "concepts": "s", "grams": "c"}
"""Names of the token fields; one letter, since tantivy writes the name before each term."""
Kept = Literal["notes", "people"]
"""The two indexes of an office, apart because the lengths of their texts differ so much."""


def schema(kept: Kept) -> tantivy.Schema:
    """The fields of one of the two indexes. Only ids and times are stored, no text."""
    build = tantivy.SchemaBuilder()
    build.add_text_field("key", stored=True, tokenizer_name="raw", index_option="basic")
    if kept == "notes":
        for name in ("member", "group", "kind", "category"):
            build.add_text_field(name, stored=name in {"member", "group"}, tokenizer_name="raw", index_option="basic")
        build.add_text_field("part", stored=True, tokenizer_name="raw", index_option="basic")
        build.add_integer_field("at", stored=True, indexed=True, fast=True)
    else:
        build.add_text_field("name", tokenizer_name="raw", index_option="basic")
    build.add_integer_field("wrote", indexed=True, fast=True)
    for name in FIELDS.values():
        build.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
    return build.build()


class _Reading:
    """One index as it was at one moment."""

    def __init__(self, index: tantivy.Index) -> None:
        self.schema, self.searcher = index.schema, index.searcher()
        self.count = int(self.searcher.num_docs)
        self._freqs: dict[tuple[str, str], int] = {}

    def freq(self, field: str, term: str) -> int:
        """How many texts have a term. One question asks for the same terms several times, and each look goes
        through all segments."""
        found = self._freqs.get((field, term))
        if found is None:
            if len(self._freqs) >= FREQS_KEPT:
                self._freqs.clear()
            found = self._freqs[field, term] = int(self.searcher.doc_freq(field, term))
        return found


class _Open:
    """One office's indexes, open for reading; sees by the state file whether there is anything newer."""

    def __init__(self, place: Path) -> None:
        self._place = place
        self._stamp = 0
        self._generation = ""
        self._indexes: dict[Kept, tantivy.Index] = {}
        self._readings: dict[Kept, _Reading] = {}
        self._lock = Lock()

    def newest(self, kept: Kept) -> _Reading | None:
        """The newest reading; None while there is no index."""
        try:
            stamp = os.stat(self._place / STATE).st_mtime_ns
        except OSError:
            return None
        if stamp != self._stamp:
            with self._lock:
                self._refresh(stamp)
        return self._readings.get(kept)

    def _refresh(self, stamp: int) -> None:
        state = read_state(self._place)
        if state is None:
            return
        try:
            if state.generation != self._generation:
                self._indexes = {kept: open_index(self._place / state.generation, kept) for kept in ("notes", "people")}
                self._generation = state.generation
            for index in self._indexes.values():
                index.reload()
        except (ValueError, OSError):
            return  # damaged, or swapped this moment: the writer rebuilds it, the next question looks again
        self._readings = {kept: _Reading(index) for kept, index in self._indexes.items()}
        self._stamp = stamp


def open_index(generation: Path, kept: Kept) -> tantivy.Index:
    """An index that is reloaded only when asked: tantivy's own watching costs a thread an office."""
    index = tantivy.Index.open(str(generation / kept))
    index.config_reader("manual", 0)
    return index


class TantivyIndex:
    """`knowledge.search.SearchIndex` over the folders below `root`. Safe for threads; never writes."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._offices: OrderedDict[str, _Open] = OrderedDict()
        self._lock = Lock()

    def _newest(self, office_id: str, kept: Kept) -> _Reading | None:
        with self._lock:
            one = self._offices.pop(office_id, None) or _Open(folder(self._root, office_id))
            self._offices[office_id] = one
            while len(self._offices) > OPEN_OFFICES:
                self._offices.popitem(last=False)
        return one.newest(kept)

    def counts(self, office_id: str, kept: Kept, field: Field, terms: list[str]) -> tuple[int, list[int]]:
        reading = self._newest(office_id, kept)
        if reading is None:
            return 0, [0] * len(terms)
        name = FIELDS[field]
        return reading.count, [reading.freq(name, term) for term in terms]

    def notes(
        self,
        office_id: str,
        question: Question,
        *,
        filters: Filters = NO_FILTERS,
        limit: int = 50,
        by_teller: bool = False,
    ) -> list[NoteHit]:
        reading = self._newest(office_id, "notes")
        if reading is None:
            return []
        but = _but(reading, WHOLE if by_teller else SHARE)
        must = _filter(reading.schema, filters)
        words, grams = _clues(reading, question), _grams(reading, question)
        if question.empty:
            words, grams = (Query.all_query() if must is not None else None), None
        best = _best(reading, question, words, grams, max(limit, POOL), must, but)
        return [_note(reading, address, w, g, likeness) for likeness, w, g, address in best[:limit]]

    def members(self, office_id: str, question: Question, *, limit: int = 40) -> list[str]:
        reading = self._newest(office_id, "people")
        if reading is None:
            return []
        clues, grams = _clues(reading, question), _grams(reading, question)
        best = _best(reading, question, clues, grams, max(limit, POOL))
        return [str(reading.searcher.doc(address)["key"][0]) for _, _, _, address in best[:limit]]

    def named(self, office_id: str, names: list[str]) -> dict[str, list[str]]:
        reading = self._newest(office_id, "people")
        if reading is None:
            return {}
        known = [name for name in names if reading.freq("name", name)]
        return {name: ids for name in known if (ids := self._called(reading, name))}

    def _called(self, reading: _Reading, name: str) -> list[str]:
        hits = _run(reading, Query.term_query(reading.schema, "name", name), None, MOST_NAMESAKES)
        return [str(reading.searcher.doc(address)["key"][0]) for _, address in hits]


def _best(
    reading: _Reading,
    question: Question,
    words: Query | None,
    grams: Query | None,
    pool: int,
    must: Query | None = None,
    but: Query | None = None,
) -> list[tuple[float, float, float, Any]]:
    """Likeness, share of words and of trigrams, and place of what the two queries bring, `pool` each; best first."""
    found: dict[tuple[int, int], tuple[Any, float, float]] = {}
    for score, address in _run(reading, words, must, pool, but):
        found[address.segment_ord, address.doc] = address, score / (question.ideal or 1.0), 0.0
    for score, address in _run(reading, grams, must, pool, but):
        place = address.segment_ord, address.doc
        found[place] = address, found.get(place, (None, 0.0))[1], score / question.ideal_grams
    return sorted(((question.likeness(w, g), w, g, address) for address, w, g in found.values()), key=lambda f: -f[0])


def _note(reading: _Reading, address: Any, words: float, grams: float, likeness: float) -> NoteHit:
    doc = reading.searcher.doc(address)
    told_at = datetime.fromtimestamp(doc["at"][0], UTC)
    part = doc.get_first("part") == SHARE
    note, member, group = (str(doc[name][0]) for name in ("key", "member", "group"))
    return NoteHit(note, member, told_at, group, words, grams, likeness, part)


def _but(reading: _Reading, part: str) -> Query | None:
    """What is left out: most offices have none, and then nothing is asked."""
    return Query.term_query(reading.schema, "part", part) if reading.freq("part", part) else None


def _run(
    reading: _Reading, query: Query | None, must: Query | None, limit: int, but: Query | None = None
) -> Sequence[tuple[float, Any]]:
    if query is None:
        return ()
    asked = [(Occur.Must, query)]
    if must is not None:
        asked.append((Occur.Must, Query.boost_query(must, 0.0)))
    if but is not None:
        asked.append((Occur.MustNot, but))
    if len(asked) > 1:
        query = Query.boolean_query(asked)
    hits: Sequence[tuple[float, Any]] = reading.searcher.search(query, limit, count=False).hits
    return hits


def _clues(reading: _Reading, question: Question) -> Query | None:
    """Each clue is the best of its alternatives; a term in an average text counts its worth times the weight."""
    parts = [q for clue in question.clues if (q := _clue(reading, clue)) is not None]
    return Query.boolean_query([(Occur.Should, q) for q in parts]) if parts and question.ideal else None


def _clue(reading: _Reading, clue: Clue) -> Query | None:
    ways: list[Query] = []
    for way in clue.ways:
        terms = [_term(reading, a.field, a.term, clue.weight * a.worth) for a in way.answers]
        found = [term for term in terms if term is not None]
        if not found or (way.together and len(found) < len(terms)):
            continue
        occur = Occur.Must if way.together else Occur.Should
        ways.append(found[0] if len(found) == 1 else Query.boolean_query([(occur, term) for term in found]))
    if len(ways) > 1:
        return Query.disjunction_max_query(ways, ALSO_WORTH)
    return ways[0] if ways else None


def _term(reading: _Reading, field: Field, term: str, weight: float) -> Query | None:
    """A term that scores `weight` where it stands once in a text of average length. tantivy would weigh it by its
    own idf = ln(1 + (N - n + .5) / (n + .5)), which is divided out."""
    name = FIELDS[field]
    n = reading.freq(name, term)
    if not n or weight <= 0:
        return None
    idf = log(1 + (max(reading.count, n) - n + 0.5) / (n + 0.5))
    return Query.boost_query(Query.term_query(reading.schema, name, term, "freq"), weight / idf)


def _grams(reading: _Reading, question: Question) -> Query | None:
    terms = [q for gram, weight in question.grams if (q := _term(reading, "grams", gram, weight)) is not None]
    return Query.boolean_query([(Occur.Should, t) for t in terms]) if terms else None


def _filter(sch: tantivy.Schema, filters: Filters) -> Query | None:
    parts: list[Query] = []
    for name, wanted in (
        ("kind", filters.kinds), ("member", filters.member_ids), ("category", filters.categories),
        ("group", filters.group_ids),
    ):  # fmt: skip
        if wanted:
            parts.append(Query.boolean_query([(Occur.Should, Query.term_query(sch, name, v)) for v in sorted(wanted)]))
    if filters.since or filters.until:
        parts.append(
            Query.range_query(
                sch,
                "at",
                tantivy.FieldType.Integer,
                _seconds(filters.since, 0),
                _seconds(filters.until, 2**60),
                include_upper=False,
            )
        )
    if not parts:
        return None
    return parts[0] if len(parts) == 1 else Query.boolean_query([(Occur.Must, p) for p in parts])


def _seconds(at: datetime | None, otherwise: int) -> int:
    return int(at.timestamp()) if at else otherwise
