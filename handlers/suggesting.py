"""Suggesting to keep what plainly is a telling but carries no mark: once a day in a group, never twice for a
message."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from handlers import wording
from handlers.chat import Choice, Event, Replies, Text, TextSaid
from handlers.dialogs import DialogStore
from handlers.held import Held
from handlers.lately import QUOTABLE, SUGGESTED, Lately, Said
from handlers.long_tellings import continued, go_on
from handlers.occupied import occupied
from handlers.once import Once, unsent_mark
from handlers.people import IntroduceUser
from handlers.quoting import keep_said
from handlers.remembering import in_linked_group
from handlers.router import Pressed, Router, press
from knowledge.circles import CircleStore
from knowledge.classifier import Classifier, Files
from knowledge.hearing import Heard
from knowledge.notes import KINDS, NoteStore
from knowledge.people import Group, Member, Office, PeopleStore, is_keeper
from knowledge.rules import Rules
from knowledge.talk_budget import TalkBudget
from knowledge.taxonomy import Taxonomy

router = Router("suggesting")

A_DAY = 86_400


@router.when("suggest", lambda turn: in_linked_group(turn) and turn.heard.intent == "suggest")
def suggest(
    event: TextSaid,
    text: str,
    heard: Heard,
    group: Group,
    notes: NoteStore,
    files: Files,
    lately: Lately,
    held: Held,
    once: Once,
    budget: TalkBudget,
    dialogs: DialogStore,
    circles: CircleStore,
    now: datetime,
) -> Replies:
    """One line with one button. The text waits sealed for an hour, or as long as the group has its talk remembered."""
    if once.before(unsent_mark(event.message_id)) or notes.by_message(event.message_id) is not None:
        return None
    begun = continued(event, text, notes, lately)
    if begun is not None:
        go_on(begun, event, text, notes, lately, files, held)
        return None
    lately.interrupted(event.chat.id, event.user_id or "")
    if not event.user_id:
        return None
    said = Said(event.message_id, event.chat.id, event.user_id, event.at, event.text)
    wanted = event.reply_token and not event.standby and budget.may_speak("suggestion")
    free = bool(wanted) and not occupied(event.chat.id, dialogs, circles, now)
    offered = free and once.first(f"suggested {event.chat.id}", seconds=A_DAY)
    if group.remembers:
        lately.remember(said, QUOTABLE)
    elif offered:
        lately.remember(said, SUGGESTED)
    if not offered:
        return None
    budget.spoke("suggestion", event.id)
    kind = heard.kind or "story"
    button = Choice(wording.KEEP_LABEL, press("suggest.keep", m=event.message_id, k=kind), shows=wording.KEEP_LABEL)
    return Text(wording.suggested(kind), (button,), quotes=True)


@router.button("suggest.keep")
def keep_suggested(
    event: Event,
    pressed: Pressed,
    office: Office,
    member: Member | None,
    introduce_user: IntroduceUser,
    notes: NoteStore,
    classifier: Classifier,
    taxonomy: Taxonomy,
    people: PeopleStore,
    lately: Lately,
    held: Held,
    rules: Rules,
    now: datetime,
) -> Replies:
    """For the author, or who looks after the community's knowledge."""
    message_id = pressed.values.get("m", "")
    note = notes.by_message(message_id)
    if note is not None:
        teller = people.member(office.id, note.member_id) if note.member_id else None
        return Text(wording.kept_already(note.kind, teller.spoken_name if teller else ""))
    said = lately.recall(message_id)
    if said is None or said.chat_id != event.chat.id:
        return Text(wording.SUGGESTION_OVER)
    if event.user_id != said.user_id and not (member and is_keeper(member)):
        return Text(wording.SUGGESTION_NOT_YOURS)
    kind = next((each for each in KINDS if each == pressed.values.get("k")), None)
    kept = keep_said(
        said, kind, event.user_id, office, introduce_user, notes, classifier, taxonomy, people, lately, held, rules,
        now,
    )  # fmt: skip
    # who pressed a button is answered, also where tellings aren't confirmed; the event has nothing to quote
    return replace(kept, quotes=False) if isinstance(kept, Text) else Text(wording.KEPT_SHORT)
