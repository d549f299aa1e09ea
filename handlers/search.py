"""ค้น…: what the office has kept about something, with the sentence that answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from handlers import wording
from handlers.chat import Button, Card, Cards, Chat, Choice, Event, Line, Replies, Text
from handlers.dialogs import Dialog, DialogKey, DialogStore
from handlers.reusing import used
from handlers.review_desk import Desk
from handlers.router import Pressed, Router, press
from knowledge.hearing import Heard
from knowledge.notes import Note, NoteStore
from knowledge.people import Member, Office, PeopleStore
from knowledge.search import FoundNote, Library
from knowledge.taxonomy import Taxonomy
from knowledge.thanks import ReuseStore, counts

router = Router("search")

SHOWN = 3
MOST = 30
"""Notes that the button for more goes through."""
LONGEST_QUERY = 60
"""Characters of a query that a button carries (300 in all, Thai ones count more: line-platform.md)."""
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
    taxonomy: Taxonomy,
) -> Replies:
    """The best three notes; without words it asks back once."""
    if not (heard.topic or "").strip():
        dialogs.open(Dialog(DialogKey(event.chat.id, event.user_id), "search", "words", now + ASK_BACK))
        return Text(wording.ASK_SEARCH)
    return _answer(heard.topic or "", now, office, people, library, taxonomy)


@router.step("search.words")
def words_said(
    event: Event,
    heard: Heard,
    text: str,
    now: datetime,
    office: Office,
    people: PeopleStore,
    library: Library,
    dialogs: DialogStore,
    dialog: Dialog,
    taxonomy: Taxonomy,
) -> Replies:
    """The words, said after we asked for them."""
    dialogs.close(dialog.key)
    return _answer(heard.topic or text, now, office, people, library, taxonomy)


def _answer(
    query: str, now: datetime, office: Office, people: PeopleStore, library: Library, taxonomy: Taxonomy
) -> Replies:
    cards = _page(query, 0, now, office, people, library, taxonomy)
    return cards if cards else Text(wording.nothing_found(query))


def _page(
    query: str, start: int, now: datetime, office: Office, people: PeopleStore, library: Library, taxonomy: Taxonomy
) -> Cards | None:
    """Three notes from `start` on, the last with a button for more while there are any; None when there are none."""
    limit = start + SHOWN + 1
    hits = library.search(office.id, query, limit=limit, now=now, categories=category_names(taxonomy)).hits
    shown = hits[start : start + SHOWN]
    if not shown:
        return None
    cards = note_cards(shown, office, people).cards
    if len(hits) < limit or limit > MOST:
        return Cards(cards)
    more = Button(wording.MORE_NOTES, press("search.more", q=query[:LONGEST_QUERY], n=str(start + SHOWN)))
    return Cards((*cards[:-1], replace(cards[-1], buttons=(*cards[-1].buttons, more))))


def category_names(taxonomy: Taxonomy) -> dict[str, str]:
    """Ids of categories by what people call them: name, other names, the id itself."""
    return {name: c.id for c in taxonomy.categories for name in (c.name, *c.aliases, c.id)}


@router.button("search.more")
def more_notes(
    pressed: Pressed, now: datetime, office: Office, people: PeopleStore, library: Library, taxonomy: Taxonomy
) -> Replies:
    """The next three of the same search."""
    start = pressed.values.get("n", "")
    query = pressed.values.get("q", "")
    known = start.isdecimal() and int(start) <= MOST
    cards = _page(query, int(start), now, office, people, library, taxonomy) if known else None
    return cards or Text(wording.STALE)


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
    """The name of who told it, with how many others; empty when it is not (or no longer) known."""
    member = people.member(office.id, note.member_id) if note.member_id else None
    others = len(set(note.tellers) - {note.member_id})
    return wording.and_others(member.spoken_name, others) if member else ""


@router.button("note.read")
def read(
    pressed: Pressed,
    chat: Chat,
    office: Office,
    people: PeopleStore,
    readable: NoteStore,
    reuses: ReuseStore,
    member: Member | None,
    desk: Desk,
    now: datetime,
) -> Replies:
    """The whole telling; its author hears that it was used."""
    note = readable.get(pressed.values.get("note", ""))
    if note is None:
        return Text(wording.STALE)
    head = f"{wording.KIND[note.kind]} · {wording.told_by(teller(note, office, people), note.told_at)}"
    used(note, member, chat, reuses, now)
    helps = Choice(wording.HELPFUL, data=press("note.helpful", note=note.id), shows=wording.HELPFUL)
    others = member is not None and counts(note, member.id)
    return Text(f"{head}\n{desk.read(note)}", (helps,) if others else ())
