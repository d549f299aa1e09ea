"""ค้น…: what the office has kept about something, with the sentence that answers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from handlers import wording
from handlers.chat import Button, Card, Cards, Event, Line, Replies, Text
from handlers.dialogs import Dialog, DialogKey, DialogStore
from handlers.review_desk import Desk
from handlers.router import Pressed, Router, press
from knowledge.hearing import Heard
from knowledge.notes import Note, NoteStore
from knowledge.people import Office, PeopleStore
from knowledge.search import FoundNote, Library

router = Router("search")

SHOWN = 3
ASK_BACK = timedelta(minutes=2)


@router.heard("search")
def search(
    event: Event,
    heard: Heard,
    now: datetime,
    office: Office,
    people: PeopleStore,
    library: Library,
    dialogs: DialogStore,
) -> Replies:
    """The best three notes; without words it asks back once."""
    if not (heard.topic or "").strip():
        dialogs.open(Dialog(DialogKey(event.chat.id, event.user_id), "search", "words", now + ASK_BACK))
        return Text(wording.ASK_SEARCH)
    return _answer(heard.topic or "", event, office, people, library)


@router.step("search.words")
def words_said(
    event: Event,
    heard: Heard,
    text: str,
    office: Office,
    people: PeopleStore,
    library: Library,
    dialogs: DialogStore,
    dialog: Dialog,
) -> Replies:
    """The words, said after we asked for them."""
    dialogs.close(dialog.key)
    return _answer(heard.topic or text, event, office, people, library)


def _answer(query: str, event: Event, office: Office, people: PeopleStore, library: Library) -> Replies:
    found = library.search(
        office.id,
        query,
        asker_user_id=event.user_id,
        group_id=None if event.chat.private else event.chat.id,
        limit=SHOWN,
    )
    if found.abstained or not found.hits:
        return Text(wording.nothing_found(query))
    return note_cards(found.hits, office, people)


def note_cards(hits: Sequence[FoundNote], office: Office, people: PeopleStore) -> Cards:
    """One card a note: kind, who and when, the sentence that answers, a button to read it all."""
    return Cards(tuple(_card(hit, office, people) for hit in hits))


def _card(hit: FoundNote, office: Office, people: PeopleStore) -> Card:
    note = hit.note
    read = Button(wording.READ_ALL, press("note.read", note=note.id))
    return Card(
        wording.KIND[note.kind],
        (Line(hit.snippet, "quote"),),
        (read,),
        subtitle=wording.told_by(teller(note, office, people), note.told_at),
    )


def teller(note: Note, office: Office, people: PeopleStore) -> str:
    """The name of who told it; empty when it is not (or no longer) known."""
    member = people.member(office.id, note.member_id) if note.member_id else None
    return member.spoken_name if member else ""


@router.button("note.read")
def read(pressed: Pressed, office: Office, people: PeopleStore, notes: NoteStore, desk: Desk) -> Replies:
    """The whole telling."""
    note = notes.get(pressed.values.get("note", ""))
    if note is None:
        return Text(wording.STALE)
    head = f"{wording.KIND[note.kind]} · {wording.told_by(teller(note, office, people), note.told_at)}"
    return Text(f"{head}\n{desk.read(note)}")
