"""ใครรู้เรื่อง…: who can be asked, with the reason, or plainly nobody (domain.md S17)."""

from __future__ import annotations

from datetime import datetime, timedelta

from handlers import wording
from handlers.chat import Button, Card, Cards, Event, Line, Replies, Text
from handlers.dialogs import Dialog, DialogKey, DialogStore
from handlers.router import Pressed, Router, press
from handlers.search import note_cards
from knowledge.experts import Directory, Expert
from knowledge.hearing import Heard
from knowledge.notes import NoteStore
from knowledge.people import Office, PeopleStore, same_named
from knowledge.search import Library

router = Router("experts")

SHOWN = 3
"""People on one card (issue: at most three)."""
ASK_BACK = timedelta(minutes=2)
"""How long the answer to "which topic?" is waited for."""


@router.heard("who")
def who_knows(
    event: Event,
    heard: Heard,
    now: datetime,
    office: Office,
    people: PeopleStore,
    directory: Directory,
    dialogs: DialogStore,
) -> Replies:
    """The people who can be asked about a topic; without a topic it asks back once."""
    if not (heard.topic or "").strip():
        dialogs.open(Dialog(DialogKey(event.chat.id, event.user_id), "who", "topic", now + ASK_BACK))
        return Text(wording.ASK_TOPIC)
    return _answer(heard.topic or "", event, now, office, people, directory)


@router.step("who.topic")
def topic_said(
    event: Event,
    heard: Heard,
    text: str,
    now: datetime,
    office: Office,
    people: PeopleStore,
    directory: Directory,
    dialogs: DialogStore,
    dialog: Dialog,
) -> Replies:
    """The topic, said after we asked for it."""
    dialogs.close(dialog.key)
    return _answer(heard.topic or text, event, now, office, people, directory)


def _answer(
    topic: str, event: Event, now: datetime, office: Office, people: PeopleStore, directory: Directory
) -> Replies:
    ranking = directory.who(
        office.id,
        topic,
        asker_user_id=event.user_id,
        group_id=None if event.chat.private else event.chat.id,
        now=now,
        limit=SHOWN,
    )
    if ranking.abstained or not ranking.experts:
        return Text(wording.nobody(topic))
    members = people.members(office.id)
    lines: list[Line] = []
    buttons: list[Button] = []
    for expert in ranking.experts[:SHOWN]:
        name = wording.person(expert.member, told_apart=bool(same_named(expert.member, members)))
        lines.append(Line(name, "strong"))
        lines.append(Line(reason(expert), "small"))
        if any(e.kind == "notes" for e in expert.evidence):
            label = f"{wording.SEE_NOTES}: {expert.member.spoken_name}"
            buttons.append(Button(label, press("who.notes", member=expert.member.id, topic=topic[:60])))
    return Cards((Card(wording.experts_title(topic), tuple(lines), tuple(buttons)),))


def reason(expert: Expert) -> str:
    """One line of why: what the person told, what they are known for, what they do."""
    return " · ".join(part for e in expert.evidence if (part := wording.evidence_line(e)))


@router.button("who.notes")
def their_notes(pressed: Pressed, office: Office, people: PeopleStore, notes: NoteStore, library: Library) -> Replies:
    """What this person told about the topic."""
    member = people.member(office.id, pressed.values.get("member", ""))
    if member is None:
        return Text(wording.STALE)
    topic = pressed.values.get("topic", "")
    found = library.search(office.id, topic, member_id=member.id, limit=SHOWN)
    if not found.hits:
        return Text(wording.STALE)
    return note_cards(found.hits, office, people)
