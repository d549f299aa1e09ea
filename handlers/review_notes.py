"""Reviews that are kept: shown in their parts, and asked whether what was feared came true."""

from __future__ import annotations

from dataclasses import replace

from handlers import wording
from handlers.chat import Cards, Event, Replies, Text
from handlers.review_cards import parts_card, review_card, risks_card
from handlers.review_desk import Desk
from handlers.router import Pressed, Router
from knowledge.reviewing import of_note

router = Router("review_notes")


@router.button("review.parts")
def show_parts(pressed: Pressed, desk: Desk) -> Replies:
    """ดูเป็นส่วน ๆ: what was expected, what happened, what went well, what to improve, what next."""
    note = desk.notes.get(pressed.values.get("note", ""))
    if note is None:
        return Text(wording.STALE)
    review = desk.reviews.get(of_note(note.id))
    card = review_card(review, desk) if review else parts_card(note, desk)
    return Cards((card,)) if card else Text(wording.NO_PARTS)


@router.button("review.risks")
def ask_risks(pressed: Pressed, desk: Desk) -> Replies:
    """What the plan feared, with buttons for each."""
    note_id = pressed.values.get("note", "")
    risks = desk.risks(note_id, desk.planned(note_id)) if desk.notes.get(note_id) else ()
    return Cards((risks_card(wording.RISKS_TITLE, note_id, risks),)) if risks else Text(wording.STALE)


@router.button("review.risk")
def came_true(pressed: Pressed, event: Event, desk: Desk) -> Replies:
    """Kept in silence: what was pressed stands in the chat as said by the person."""
    note_id, key = pressed.values.get("note", ""), pressed.values.get("k", "")
    review = desk.reviews.get(of_note(note_id))
    lives = desk.notes.get(note_id) is not None or (review is not None and review.chat_id == event.chat.id)
    said = desk.reviews.outcomes(note_id) if lives else None
    if said is None or key not in {risk.key for risk in desk.risks(note_id, desk.planned(note_id))}:
        return Text(wording.STALE)
    came = pressed.values.get("came") == "1"
    desk.reviews.put_outcomes(note_id, replace(said, came={**said.came, key: came}))
    return None
