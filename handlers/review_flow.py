"""How a guided review goes from question to question: asked, answered by whoever knows, moved on, ended."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from handlers import wording
from handlers.chat import Cards, Choice, Replies, Reply, Text, TextEdited, TextSaid
from handlers.dialogs import Dialog, DialogKey, DialogStore
from handlers.filing import choices as filing_choices
from handlers.held import Held
from handlers.lately import SUGGESTED, Lately, Said
from handlers.people import Introduce
from handlers.review_cards import review_card, risks_card
from handlers.review_desk import Desk
from handlers.router import press
from knowledge.classifier import Classifier
from knowledge.masking import mask
from knowledge.notes import Filed, Note, changed
from knowledge.review_names import says_more
from knowledge.review_talk import Step
from knowledge.reviewing import (
    LONGEST_ANSWER,
    PAUSE_AFTER,
    Answer,
    Review,
    compose,
    shares,
    still_said,
    with_answer,
)
from knowledge.taxonomy import Taxonomy

_MOVES = tuple(Choice(word, says=word) for word in wording.REVIEW_MOVES)


def resume_choice(review: Review, *, drop: str = "") -> Choice:
    """The button that goes on with a review, and drops the one that was called for meanwhile."""
    more = {"drop": drop} if drop else {}
    return Choice(wording.review_keep(review), press("review.resume", r=review.id, **more))


def keep_choice(review: Review) -> Choice:
    """The button that keeps the words which called for a review, instead of the review."""
    return Choice(
        wording.REVIEW_KEEP, press("review.keep", m=review.message_id, k=review.kind), shows=wording.REVIEW_KEEP
    )


@dataclass(frozen=True)
class Finisher:
    """Makes the note of a review that is done."""

    classifier: Classifier
    taxonomy: Taxonomy

    def note(self, review: Review, office_id: str) -> tuple[Note, tuple[Filed, ...]]:
        """The note, and the nearest categories where none is sure."""
        text = compose(review)
        filing = self.classifier.classify(text)
        note = Note(
            id=review.note_id,
            office_id=office_id,
            group_id=review.group_id,
            user_id=review.opener_user_id,
            member_id=review.opener_member_id,
            kind=review.kind,
            text=text,
            message_ids=review.message_ids,
            told_at=review.opened_at,
            categories=filing.categories,
            shares=shares(review),
        )
        return note, filing.nearest

    def remade(self, before: Note, review: Review, event: TextEdited, by: str) -> Note:
        """The note after one answer was edited. A category that a person chose stands."""
        text = compose(review)
        filed = before.categories if before.corrected else self.classifier.classify(text).categories
        categories = still_said(filed, text)
        note = replace(
            before, text=text, message_ids=review.message_ids, categories=categories, shares=shares(review)
        )
        return changed(replace(note, edited_at=event.at), event.at, by, "edited")


@dataclass(frozen=True)
class Flow:
    """The reviews of one chat in one turn."""

    desk: Desk
    dialogs: DialogStore
    finisher: Callable[[], Finisher]
    """Asked only at the end: reading a taxonomy takes a while."""
    introduce: Introduce
    held: Held
    lately: Lately

    # ---------------------------------------------------------------- asking

    def begin(self, review: Review) -> Replies:
        """The first question: of a plan with what was said last time, of a look back with its plan."""
        lead = ""
        if review.kind == "bar" and (last := self.desk.last_times(review.job, but=review.note_id)):
            lead = wording.last_times(last)
        if review.kind == "aar" and (plan := self.desk.plan(review.job, review.opened_at, but=review.note_id)):
            self.desk.link(review.note_id, plan)
            lead = wording.plan_of(plan.told_at)
        return self.ask(self._open(review), lead=lead, first=True)

    def take_up(self, review: Review) -> Replies:
        """The question that was open, with who has answered it so far."""
        self.pause_others(review)
        return self.ask(self._open(review), lead=self._so_far(review), first=True)

    def ask(self, review: Review, *, lead: str = "", first: bool = False) -> Reply:
        """Puts the open question, in one line; with the risks of the plan where it asks what happened. `first`:
        what called for the review may still turn out to have been a telling."""
        review, consent = self._with_consent(review)
        self.desk.reviews.put(review)
        self._listen(review)
        moves = _MOVES if review.at else tuple(c for c in _MOVES if c.says != wording.REVIEW_BACK)
        if first and review.opening and not review.answers:
            moves = (*moves, keep_choice(review))
        text = "\n".join(line for line in (lead, wording.review_question(review), consent) if line)
        if review.kind == "aar" and review.question.id == "actual":
            risks = self.desk.risks(review.note_id, self.desk.planned(review.note_id))
            if risks:
                return Cards((risks_card(text, review.note_id, risks),), choices=moves)
        return Text(text, moves)

    def pause_others(self, review: Review) -> None:
        """In one chat one review is open at a time."""
        for other in self.desk.reviews.unfinished(review.chat_id):
            if other.status == "open" and other.id != review.id:
                self.desk.reviews.put(replace(other, status="paused"))

    def _open(self, review: Review) -> Review:
        return replace(review, status="open", last_at=self.desk.now)

    def _listen(self, review: Review) -> None:
        until = self.desk.now + PAUSE_AFTER
        self.dialogs.open(Dialog(DialogKey(review.chat_id), "review", "answer", until, {"review": review.id}))

    def _with_consent(self, review: Review) -> tuple[Review, str]:
        """Who is kept for the first time hears in the bot's next word what is kept and where to see it."""
        office = self.desk.office.id
        for member_id in review.to_consent:
            member = self.desk.people.member(office, member_id)
            if member and member.consented_at is None:
                self.desk.people.put_member(office, replace(member, consented_at=self.desk.now))
        return replace(review, to_consent=()), wording.REVIEW_CONSENT if review.to_consent else ""

    def _so_far(self, review: Review) -> str:
        said = review.said_to(review.question.id)
        return wording.said_so_far(self.desk.names(a.member_id for a in said), len(said)) if said else ""

    # ---------------------------------------------------------------- answering

    def answered(self, review: Review, event: TextSaid, text: str, edited_at: datetime | None = None) -> Replies:
        """Kept, and nothing said: only somebody alone with the bot is led on at once."""
        if any(event.message_id == a.message_id for a in review.answers):
            return None
        member = self.introduce(self.desk.office)
        answer = Answer(
            message_id=event.message_id,
            question=review.question.id,
            member_id=member.id if member else "",
            user_id=event.user_id or "",
            text=self.masked(text, event),
            at=event.at,
            edited_at=edited_at,
        )
        review = self._open(with_answer(review, answer))
        if member and member.consented_at is None and member.id not in review.to_consent:
            review = replace(review, to_consent=(*review.to_consent, member.id))
        if event.chat.private and review.at + 1 < len(review.questions):
            return self.ask(replace(review, at=review.at + 1))
        self.desk.reviews.put(review)
        self._listen(review)
        return Text(wording.LAST_ANSWERED, _MOVES) if event.chat.private else None

    def masked(self, text: str, event: TextSaid) -> str:
        """What is kept of a message. Of what is hidden in it the author hears alone."""
        masked = mask(text[:LONGEST_ANSWER])
        if masked.found and event.user_id:
            self.held.hold(event.user_id, wording.masked_privately(masked.found))
        return masked.text

    # ---------------------------------------------------------------- moving on

    def moved(self, step: Step, review: Review) -> Replies:
        """A word that moves the review was said."""
        if step == "pause":
            self.desk.reviews.put(replace(review, status="paused", last_at=self.desk.now))
            self.dialogs.close(DialogKey(review.chat_id))
            return Text(wording.paused(review), (resume_choice(review),))
        if step == "back":
            back = self._open(replace(review, at=max(0, review.at - 1)))
            return self.ask(back, lead=self._so_far(back))
        if step in ("next", "skip") and review.at + 1 < len(review.questions):
            on = self._open(replace(review, at=review.at + 1))
            return self.ask(on, lead=self._so_far(on))
        return self._finish(review)

    def _finish(self, review: Review) -> Replies:
        """One card, and a note made of the answers; nothing where nobody answered."""
        self.dialogs.close(DialogKey(review.chat_id))
        if not review.answers:
            self.desk.reviews.remove(review.id)
            return self._unanswered(review, wording.NOTHING_ANSWERED)
        review, consent = self._with_consent(review)
        review = replace(review, status="done", last_at=self.desk.now)
        finisher = self.finisher()
        note, nearest = finisher.note(review, self.desk.office.id)
        self.desk.reviews.put(review)
        self.desk.notes.put(note)
        promised = self.desk.promises(note, review)
        category = finisher.taxonomy.short_name(note.categories[0].id) if note.categories else ""
        card = review_card(review, self.desk, category=category, promised=promised)
        # who wants other words edits the message: told anew, a review would no longer be its answers
        offered = filing_choices(note, nearest, finisher.taxonomy)
        said = Cards((card,), choices=tuple(c for c in offered if c.label != wording.REWRITE))
        return [Text(consent), said] if consent else said

    def drop(self, review: Review) -> Replies:
        """Nothing of it is kept."""
        self.desk.reviews.remove(review.id)
        self.dialogs.close(DialogKey(review.chat_id))
        return self._unanswered(review, wording.REVIEW_DROPPED)

    def _unanswered(self, review: Review, said: str) -> Replies:
        """The words that called for the review wait a little where they say more than the name of a job."""
        if review.answers or not review.opener_user_id or not says_more(review.opening):
            return Text(said)
        opening = Said(review.message_id, review.chat_id, review.opener_user_id, review.opened_at, review.opening)
        self.lately.remember(opening, SUGGESTED)
        return Text(wording.review_keep_offer(said), (keep_choice(review),))
