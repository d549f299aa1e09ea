"""What reviews look like: the card at the end, a telling shown in its parts, the risks of a plan."""

from __future__ import annotations

from collections.abc import Sequence

from handlers import wording
from handlers.chat import Button, Card, Line
from handlers.review_desk import Desk, Risk
from handlers.router import press
from knowledge.followups import FollowUp
from knowledge.notes import Note
from knowledge.reviewing import Answer, Review
from knowledge.reviews import parts

LONGEST_PART = 160
"""Characters of one answer on a card; the whole stands in the note."""
MOST_ANSWERS = 6
"""Answers to one question on a card."""


def review_card(review: Review, desk: Desk, *, category: str = "", promised: Sequence[FollowUp] = ()) -> Card:
    """Job, kind, each part with who said what, what came of the risks of its plan, and who does what next."""
    lines = [
        line
        for question in review.questions
        for line in _part(wording.REVIEW_LABEL[question.id], review.said_to(question.id), desk)
    ]
    lines += _outcomes(review.note_id, desk)
    lines += _promises(promised, desk)
    if category:
        lines.append(Line(category, "small", label=wording.CATEGORY_LABEL))
    who = desk.names(a.member_id for a in review.answers)
    read = Button(wording.READ_ALL, press("note.read", note=review.note_id))
    return Card(
        wording.review_title(review.kind, review.job),
        tuple(lines),
        (read,),
        subtitle=wording.review_by(who, review.opened_at),
    )


def _part(heading: str, answers: Sequence[Answer], desk: Desk) -> list[Line]:
    lines = [Line(_said(a, desk), label="" if number else heading) for number, a in enumerate(answers[:MOST_ANSWERS])]
    if len(answers) > MOST_ANSWERS:
        lines.append(Line(wording.more_answers(len(answers) - MOST_ANSWERS), "small"))
    return lines


def _promises(promised: Sequence[FollowUp], desk: Desk) -> list[Line]:
    """That they were kept, and for whom and when: the words stand under their question."""
    told = [(desk.name(f.who or "") or f.who_said, f.when_text) for f in promised]
    return [Line(wording.promises(told), "small")] if told else []


def _said(answer: Answer, desk: Desk) -> str:
    name, text = desk.name(answer.member_id), wording.shorten(answer.text, LONGEST_PART)
    return f"{name}: {text}" if name else text


def parts_card(note: Note, desk: Desk) -> Card | None:
    """A review that was told in one go, in its parts; None where no parts are to be told apart."""
    told = parts(note.text)
    found = (
        (wording.PART_EXPECTED, told.expected),
        (wording.PART_ACTUAL, told.actual),
        (wording.PART_WENT_WELL, told.went_well),
        (wording.PART_TO_IMPROVE, told.to_improve),
        (wording.PART_NEXT, told.next),
    )
    lines = [Line(wording.shorten(text, 300), label=label) for label, text in found if text]
    if not lines:
        return None
    read = Button(wording.READ_ALL, press("note.read", note=note.id))
    teller = wording.told_by(desk.name(note.member_id), note.told_at)
    return Card(wording.KIND[note.kind], (*lines, *_outcomes(note.id, desk)), (read,), subtitle=teller)


def _outcomes(note_id: str, desk: Desk) -> list[Line]:
    return [
        Line(wording.outcome(risk.text, risk.came), label=wording.RISK_LABEL)
        for risk in desk.risks(note_id, desk.planned(note_id))
        if risk.came is not None
    ]


def risks_card(title: str, note_id: str, risks: Sequence[Risk]) -> Card:
    """What was feared, each with two buttons: it came true, or it did not."""
    lines = tuple(Line(f"{number}. {risk.text}") for number, risk in enumerate(risks, 1))
    buttons = tuple(
        Button(
            wording.came_label(number, came),
            press("review.risk", note=note_id, k=risk.key, came=str(int(came))),
            shows=wording.outcome(wording.shorten(risk.text, 100), came),
        )
        for number, risk in enumerate(risks, 1)
        for came in (True, False)
    )
    return Card(title, lines, buttons, subtitle="" if title == wording.RISKS_TITLE else wording.RISKS_TITLE)
