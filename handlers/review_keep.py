"""The way out of a guided review that nobody wanted: what was said behind the mark is kept as a telling after all,
exactly as if it had been taken for one. While the review is open its words wait in it; once it is cancelled or
ended without an answer, sealed for an hour (`handlers.lately`)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from handlers import wording
from handlers.chat import Event, Replies, Text, TextSaid
from handlers.dialogs import DialogKey, DialogStore
from handlers.held import Held
from handlers.lately import Lately
from handlers.once import Once
from handlers.people import Introduce
from handlers.review_desk import Desk
from handlers.router import Pressed, Router
from handlers.stories import keep
from knowledge.classifier import Classifier
from knowledge.hearing import Heard, listen
from knowledge.notes import NoteStore
from knowledge.people import Office, PeopleStore
from knowledge.reviewing import QUESTIONS, Review, review_id
from knowledge.rules import Rules
from knowledge.taxonomy import Taxonomy

router = Router("review_keep")


@router.button("review.keep")
def keep_instead(
    pressed: Pressed,
    event: Event,
    office: Office,
    introduce: Introduce,
    classifier: Classifier,
    taxonomy: Taxonomy,
    once: Once,
    people: PeopleStore,
    notes: NoteStore,
    held: Held,
    lately: Lately,
    rules: Rules,
    desk: Desk,
    dialogs: DialogStore,
    now: datetime,
) -> Replies:
    """For who called for the review, as long as nobody has answered."""
    message_id = pressed.values.get("m", "")
    if notes.by_message(message_id) is not None:
        return Text(wording.KEPT_SHORT)
    review = desk.reviews.get(review_id(message_id))
    said = _waiting(review, event) if review else _remembered(message_id, event, lately)
    if said is None:
        return Text(wording.REVIEW_KEEP_OVER)
    if event.user_id is None or said.user_id != event.user_id:
        return Text(wording.REVIEW_KEEP_NOT_YOURS)
    if review and review.answers:
        return Text(wording.review_answered(len(review.answers)))
    if review:
        _close(review, desk, dialogs)
    lately.let_go(message_id)
    kind = next((each for each in QUESTIONS if each == pressed.values.get("k")), None)
    heard = Heard("capture", kind, text=said.text)
    answer = keep(
        said, heard, office, introduce, notes, classifier, taxonomy, once, people, held, lately, rules, desk, now
    )
    # who pressed a button is answered, also where tellings aren't confirmed; the event has nothing to quote
    return replace(answer, quotes=False) if isinstance(answer, Text) else Text(wording.KEPT_SHORT)


def _waiting(review: Review, event: Event) -> TextSaid | None:
    if review.chat_id != event.chat.id or review.status == "done" or not review.opening:
        return None
    return _said(event, review.message_id, review.opener_user_id, review.opening, review.opened_at)


def _remembered(message_id: str, event: Event, lately: Lately) -> TextSaid | None:
    said = lately.recall(message_id)
    if said is None or said.media or said.chat_id != event.chat.id:
        return None
    heard = listen(said.text, addressed=False)
    return _said(event, message_id, said.user_id, heard.text.strip() or said.text, said.at)


def _said(event: Event, message_id: str, user_id: str, text: str, at: datetime) -> TextSaid:
    """The message as it was said, answered with the reply token of the button."""
    return TextSaid(
        id=event.id,
        chat=event.chat,
        at=at,
        user_id=user_id or None,
        reply_token=event.reply_token,
        message_id=message_id,
        text=text,
    )


def _close(review: Review, desk: Desk, dialogs: DialogStore) -> None:
    """The review is gone; what was linked to the risks of a plan stays so."""
    linked = desk.reviews.outcomes(review.note_id)
    desk.reviews.remove(review.id)
    if linked is not None:
        desk.reviews.put_outcomes(review.note_id, linked)
    dialog = dialogs.load(DialogKey(review.chat_id))
    if dialog is not None and dialog.data.get("review") == review.id:
        dialogs.close(dialog.key)
