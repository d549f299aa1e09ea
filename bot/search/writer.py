"""Writing one office's index: notes and members in, and truly out again (line-platform.md: what was unsent is no
longer ours to keep)."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from hashlib import sha256
from pathlib import Path

import tantivy
from tantivy import Document, FieldType, Query

from bot.search.index import (
    FIELDS,
    SHARE,
    VERSION,
    WHOLE,
    Kept,
    State,
    folder,
    open_index,
    read_state,
    schema,
    write_state,
)
from knowledge import concepts
from knowledge.asked import names
from knowledge.notes import Note, NoteStore
from knowledge.people import Member
from knowledge.terms import Terms, terms

HEAP = 15_000_000
"""Bytes of a writer's buffer: the least that tantivy takes."""
REBUILD_HEAP = 60_000_000
"""The same while all is written anew, taken only as far as it is filled: each time it is full makes one more file to
look through for every question (10,000 notes: 8 files with 15 MB)."""
SLICE = 1_000
"""Notes that are written anew in one step while old segments are emptied."""
BOTH: tuple[Kept, Kept] = ("notes", "people")


@cache
def vocabulary() -> str:
    """Fingerprint of what decides a text's tokens: an index made with another one is rebuilt."""
    here = Path(concepts.__file__).parent
    files = [
        *here.glob("concepts*"),
        *here.glob("terms.py"),
        *here.glob("sound.py"),
        *here.glob("office_thai*"),
        *here.glob("thai*.py"),
        *here.glob("normal_form.py"),
    ]
    return sha256(b"".join(file.read_bytes() for file in sorted(files))).hexdigest()[:16]


class OfficeWriter:
    """The only writer of an office's index (the caller holds the lock). Readers see nothing before `commit`."""

    def __init__(self, root: Path, office_id: str) -> None:
        self._place = folder(root, office_id)
        self._state = read_state(self._place)
        self._writers: dict[Kept, tantivy.IndexWriter] = {}
        self._indexes: dict[Kept, tantivy.Index] = {}
        self._gone: dict[Kept, bool] = dict.fromkeys(BOTH, False)
        self._changed: set[Kept] = set()
        """Of which index something was written since the last commit: one without changes costs as much."""

    @property
    def cursor(self) -> str | None:
        """The newest feed entry that is in the index; None when the index must be rebuilt: it is missing,
        damaged, or of another version."""
        state = self._state
        if state is None or state.version != VERSION or state.vocabulary != vocabulary():
            return None
        try:
            for kept in BOTH:
                self._index(kept).searcher()
        except (ValueError, OSError):
            return None
        return state.cursor

    def put_note(self, note: Note) -> None:
        """Adds a note, or replaces it."""
        self.drop_note(note.id)
        self._add(note)

    def _add(self, note: Note, wrote: int = 0) -> None:
        for document in note_documents(note, wrote):
            self._writer("notes").add_document(document)

    def drop_note(self, note_id: str) -> None:
        """Takes a note out; its tokens leave the files with `purge`."""
        self._gone["notes"] |= self._has("notes", note_id)
        self._writer("notes").delete_documents_by_term("key", note_id)

    def put_member(self, member: Member) -> None:
        """Adds a member's card, or replaces it. Who left, or asked not to be kept, has none."""
        self.drop_member(member.id)
        if not (member.left or member.opted_out):
            self._writer("people").add_document(member_document(member))

    def drop_member(self, member_id: str) -> None:
        """Takes a member's card out."""
        self._gone["people"] |= self._has("people", member_id)
        self._writer("people").delete_documents_by_term("key", member_id)

    def commit(self, cursor: str) -> None:
        """Makes all changes durable and seen; `cursor` is the newest feed entry that they hold."""
        for kept in self._changed:
            self._writers[kept].commit()
            self._indexes[kept].reload()
        self._rest()
        state = replace(self._built(), cursor=cursor)
        if self._gone["notes"]:
            # what a running purge has written anew already may be gone now: then one more is needed
            state = replace(state, purges_needed=state.purges + (2 if state.purging else 1))
        if self._gone["people"]:
            state = replace(state, cards_to_purge=True)
        self._gone = dict.fromkeys(BOTH, False)
        self._save(state)

    def rebuild(self, notes: Iterable[Note], members: Iterable[Member], cursor: str) -> int:
        """Writes everything into a new folder and swaps it in; readers use the old one meanwhile. Returns how
        many notes were written. `cursor`: the newest feed entry before the notes were read."""
        self.close()
        generation = f"g{self._next_generation()}"
        for kept in BOTH:
            place = self._place / generation / kept
            place.mkdir(parents=True)
            self._indexes[kept] = tantivy.Index(schema(kept), str(place))
            self._writers[kept] = self._indexes[kept].writer(REBUILD_HEAP, 1)
        written = 0
        for note in notes:
            self._add(note)
            written += 1
        for member in members:
            if not (member.left or member.opted_out):
                self._writer("people").add_document(member_document(member))
        for kept in BOTH:
            writer = self._writers.pop(kept)
            writer.commit()
            writer.wait_merging_threads()
            del writer  # gives the big buffer and tantivy's own lock back
        for index in self._indexes.values():
            index.reload()
        self._rest()
        self._save(State(VERSION, generation, cursor, vocabulary()))
        for old in self._place.iterdir():
            if old.is_dir() and old.name != generation:
                shutil.rmtree(old, ignore_errors=True)
        return written

    def count(self) -> int:
        """Notes in the index."""
        searcher = self._index("notes").searcher()
        return int(searcher.num_docs - searcher.doc_freq("part", SHARE))

    @property
    def unclean(self) -> bool:
        """True while some file may still hold tokens of what was taken out or replaced."""
        state = self._built()
        return state.cards_to_purge or state.purges < state.purges_needed

    def purge(self, notes: NoteStore, members: Iterable[Member], *, steps: int = 1) -> bool:
        """Rids the files of what was taken out: tantivy drops a segment once all of it is deleted, so what is
        alive is written anew. Does at most `steps` slices of a big office; True when nothing is left to do.
        Merges on the way only help, since they leave out what was deleted before."""
        if self._built().cards_to_purge:
            self._writer("people").delete_all_documents()
            for member in members:
                self.put_member(member)
            self._settle("people")
            self._gone["people"] = False
            self._save(replace(self._built(), cards_to_purge=False))
        for _ in range(steps):
            if not self.unclean:
                break
            self._purge_slice(notes)
        return not self.unclean

    def _purge_slice(self, notes: NoteStore) -> None:
        state = self._built()
        ids, last = self._written_before(state.purges)
        alive = {note.id: note for note in notes.get_many(ids)}
        for note_id in ids:
            self._writer("notes").delete_documents_by_term("key", note_id)
            if note_id in alive:
                self._add(alive[note_id], state.purges + 1)
        if last:
            self._settle("notes")
            self._save(replace(state, purges=state.purges + 1, purging=False))
        else:
            self._writer("notes").commit()
            self._indexes["notes"].reload()
            self._save(replace(state, purging=True))

    def close(self) -> None:
        """Lets go of buffers and files; what wasn't committed is forgotten."""
        self._writers.clear()
        self._indexes.clear()
        self._changed.clear()
        self._gone = dict.fromkeys(BOTH, False)

    def _written_before(self, purges: int) -> tuple[list[str], bool]:
        """Some notes that the running purge hasn't written anew, and whether these are the last. What belongs to one
        note goes together, so it may be named by a slice and gone when its other parts would come."""
        index = self._index("notes")
        searcher = index.searcher()
        query = Query.range_query(
            index.schema, "wrote", FieldType.Integer, 0, purges, include_lower=True, include_upper=True
        )
        hits = searcher.search(query, SLICE, count=True)
        ids = dict.fromkeys(str(searcher.doc(address)["key"][0]) for _, address in hits.hits)
        return list(ids), hits.count <= SLICE

    def _has(self, kept: Kept, key: str) -> bool:
        return bool(self._index(kept).searcher().doc_freq("key", key))

    def _settle(self, kept: Kept) -> None:
        """Commits, waits for merges, and deletes files that nothing needs any more."""
        writer = self._writer(kept)
        del self._writers[kept]
        writer.commit()
        writer.wait_merging_threads()
        del writer  # gives tantivy's own lock back
        self._indexes[kept].reload()
        self._writer(kept).garbage_collect_files()
        self._changed.discard(kept)

    def _rest(self) -> None:
        """Everything is committed. People change rarely: their writer's buffer is let go at once."""
        self._changed.clear()
        self._writers.pop("people", None)

    def _built(self) -> State:
        assert self._state is not None, "rebuild comes first"
        return self._state

    def _here(self) -> Path:
        return self._place / self._built().generation

    def _index(self, kept: Kept) -> tantivy.Index:
        if kept not in self._indexes:
            self._indexes[kept] = open_index(self._here(), kept)
        return self._indexes[kept]

    def _writer(self, kept: Kept) -> tantivy.IndexWriter:
        """The writer of one of the two, to change something with."""
        self._changed.add(kept)
        if kept not in self._writers:
            self._writers[kept] = self._index(kept).writer(HEAP, 1)
        return self._writers[kept]

    def _save(self, state: State) -> None:
        self._state = state
        self._place.mkdir(parents=True, exist_ok=True)
        write_state(self._place, state)

    def _next_generation(self) -> int:
        """A number that no folder has, so that a half-made one is never taken for ours."""
        if not self._place.is_dir():
            return 1
        numbers = [int(p.name[1:]) for p in self._place.iterdir() if p.name[:1] == "g" and p.name[1:].isdigit()]
        return max(numbers, default=0) + 1


def note_documents(note: Note, wrote: int = 0) -> list[Document]:
    """What is kept of a note: its ids and time, and its tokens, which are indexed but not stored. A note that several
    told is kept whole, under the ids of them all, and once more for each of them."""
    tellers = dict.fromkeys((note.member_id, *note.tellers))
    documents = [_note_document(note, tellers, note.text, WHOLE if note.shares else "", wrote)]
    documents += [_note_document(note, (share.member_id,), share.text, SHARE, wrote) for share in note.shares]
    return documents


def _note_document(note: Note, tellers: Iterable[str], text: str, part: str, wrote: int) -> Document:
    document = Document(key=note.id, group=note.group_id, kind=note.kind)
    for member_id in tellers:
        document.add_text("member", member_id)
    if part:
        document.add_text("part", part)
    for filed in note.categories:
        document.add_text("category", filed.id)
    document.add_integer("at", int(note.told_at.timestamp()))
    return _with_tokens(document, terms(text), wrote)


def member_document(member: Member) -> Document:
    """The card of a member: what they declared, their position and unit."""
    text = " ; ".join([*member.expertise, member.position, member.unit])
    document = Document(key=member.id)
    for name in sorted(names(member)):
        document.add_text("name", name)
    return _with_tokens(document, terms(text), 0)


def _with_tokens(document: Document, found: Terms, wrote: int) -> Document:
    document.add_integer("wrote", wrote)
    document.add_text(FIELDS["words"], " ".join(found.words))
    document.add_text(FIELDS["pairs"], " ".join(found.pairs))
    document.add_text(FIELDS["sounds"], " ".join(found.sounds))
    document.add_text(FIELDS["concepts"], " ".join(found.concepts))
    document.add_text(FIELDS["grams"], " ".join(found.grams))
    return document
