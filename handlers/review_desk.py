"""What a review knows of its office: the last reviews of the same kind of job, its plan, its risks, its promises.
Shared by the guided reviews and by those that are told in one go."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from handlers import wording
from handlers.chat import Choice
from handlers.router import press
from knowledge.commitments import commitments, promised
from knowledge.followups import FollowUp, FollowUpStore, ReadDate, Said, followups
from knowledge.notes import Note, NoteStore
from knowledge.people import Member, Office, PeopleStore, same_named
from knowledge.review_jobs import ALIKE_AT, alike, job_of, query
from knowledge.reviewing import Answer, LastTime, Outcomes, Review, ReviewStore, of_note, risk_key
from knowledge.reviews import parts
from knowledge.risks import feared, named
from knowledge.search import Library

LAST_SHOWN = 2
"""Earlier reviews that a plan is reminded of."""
PLANNED_WITHIN = timedelta(days=60)
"""A plan belongs to a review of the same job when it is no older than this."""
LOOKED_AT = 30


@dataclass(frozen=True)
class Added:
    """What a review adds to the confirmation of a telling."""

    line: str = ""
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True)
class Risk:
    """Something feared before the job, and whether it came true as far as that was said."""

    text: str
    came: bool | None

    @property
    def key(self) -> str:
        return risk_key(self.text)


@dataclass
class Desk:
    """Made for one turn."""

    office: Office
    now: datetime
    reviews: ReviewStore
    followups: FollowUpStore
    notes: NoteStore
    people: PeopleStore
    library: Callable[[], Library]
    read_date: ReadDate = lambda words, at: None

    # ---------------------------------------------------------------- earlier reviews of the same kind of job

    def _like(self, kind: str, job: str, *, but: str) -> list[Note]:
        """Notes of reviews of such jobs, the most alike first, of those the newest."""
        words = query(job)
        if not words:
            return []
        found = self.library().search(self.office.id, f"{kind.upper()} {words}", limit=LOOKED_AT).hits
        same = [hit.note for hit in found if hit.note.kind == kind and hit.note.id != but]
        near = [(alike(job, job_of(note.text)), note) for note in same]
        kept = [(a, note) for a, note in near if a >= ALIKE_AT]
        return [note for _, note in sorted(kept, key=lambda k: (-round(k[0], 1), -k[1].told_at.timestamp()))]

    def last_times(self, job: str, *, but: str = "") -> tuple[LastTime, ...]:
        """What at most two earlier after-action reviews of such a job said to do, or to do better, next time."""
        found: list[LastTime] = []
        for note in self._like("aar", job, but=but):
            last = self._last_time(note)
            if last.next or last.to_improve:
                found.append(last)
        return tuple(found[:LAST_SHOWN])

    def _last_time(self, note: Note) -> LastTime:
        review = self.reviews.get(of_note(note.id))
        if review is not None:
            following, better = (_together(review.said_to(q)) for q in ("next", "why"))
            tellers = self.names(a.member_id for a in review.said_to("next") or review.answers)
            return LastTime(", ".join(tellers), note.told_at, following, better)
        told = parts(note.text)
        return LastTime(self.name(note.member_id), note.told_at, told.next or "", told.to_improve or "")

    def plan(self, job: str, at: datetime, *, but: str = "") -> Note | None:
        """The before-action review of this job, where one was made not long before."""
        near = (n for n in self._like("bar", job, but=but) if timedelta(0) <= at - n.told_at <= PLANNED_WITHIN)
        return next(near, None)

    def risks(self, note_id: str, plan: Note | None) -> tuple[Risk, ...]:
        """What the plan feared, with what the after-action review `note_id` says of it."""
        if plan is None:
            return ()
        said = self.reviews.outcomes(note_id)
        came = said.came if said and said.bar_note == plan.id else {}
        review = self.reviews.get(of_note(plan.id))
        texts = named(tuple(a.text for a in review.said_to("risks"))) if review else feared(plan.text)
        return tuple(Risk(text, came.get(risk_key(text))) for text in texts)

    def planned(self, note_id: str) -> Note | None:
        """The plan that an after-action review was linked to."""
        said = self.reviews.outcomes(note_id)
        return self.notes.get(said.bar_note) if said else None

    def link(self, note_id: str, plan: Note) -> None:
        """From now on the after-action review belongs to this plan."""
        if self.reviews.outcomes(note_id) is None:
            self.reviews.put_outcomes(note_id, Outcomes(plan.id))

    # ---------------------------------------------------------------- a review told in one go

    def kept(self, note: Note) -> Added:
        """What the confirmation of a telling gets where it is a review: of a plan, what was said last time; of an
        after-action review a button for its parts, and one for the risks of its plan."""
        if note.kind == "bar":
            last = self.last_times(job_of(note.text), but=note.id)
            return Added(wording.last_times(last) if last else "")
        if note.kind != "aar":
            return Added()
        choices = [Choice(wording.REVIEW_PARTS, press("review.parts", note=note.id))]
        plan = self.plan(job_of(note.text), note.told_at, but=note.id)
        if plan is not None and self.risks(note.id, plan):
            self.link(note.id, plan)
            choices.append(Choice(wording.REVIEW_RISKS, press("review.risks", note=note.id)))
        return Added(choices=tuple(choices))

    def read(self, note: Note) -> str:
        """The whole text of a note; of a guided review with who said what."""
        review = self.reviews.get(of_note(note.id))
        if review is None:
            return note.text
        lines = [review.job] if review.job else []
        for question in review.questions:
            said = [(self.name(a.member_id), a.text) for a in review.said_to(question.id)]
            lines += [f"{question.heading}:"] if said else []
            lines += [f"• {name}: {text}" if name else f"• {text}" for name, text in said]
        return "\n".join(lines)

    def gone(self, note: Note) -> None:
        """A review is removed: nothing that was made of it stays."""
        if self.followups.of_note(note.id):
            self.followups.set_of_note(note.id, ())
        if self.reviews.outcomes(note.id):
            self.reviews.remove_outcomes(note.id)
        if self.reviews.get(of_note(note.id)):
            self.reviews.remove(of_note(note.id))

    # ---------------------------------------------------------------- promises

    def promises(self, note: Note, review: Review | None = None) -> list[FollowUp]:
        """Keeps what the review says will be done next time, and forgets what it no longer says."""
        found = self._promised(note, review) if note.kind == "aar" else []
        before = self.followups.of_note(note.id)
        made = followups(
            found,
            note_id=note.id,
            office_id=self.office.id,
            group_id=note.group_id,
            said_at=note.told_at,
            members=self._members if found else (),
            before=before,
            read_date=self.read_date,
        )
        if made or before:
            self.followups.set_of_note(note.id, made)
        return made

    def _promised(self, note: Note, review: Review | None) -> list[Said]:
        if review is None:
            return [Said(promise, note.member_id or None) for promise in commitments(note.text)]
        return [
            Said(promise, answer.member_id or None)
            for answer in review.said_to("next")
            for promise in promised(answer.text, before=wording.NEXT_TIME)
        ]

    # ---------------------------------------------------------------- people

    @cached_property
    def _members(self) -> list[Member]:
        return [m for m in self.people.members(self.office.id) if not (m.left or m.opted_out)]

    def name(self, member_id: str) -> str:
        """How a member is called, by the full name where others are called the same; empty when the member is not
        (or no longer) known."""
        member = self.people.member(self.office.id, member_id) if member_id else None
        if member is None or member.opted_out:
            return ""
        return member.full_name if same_named(member, self._members) else member.spoken_name

    def names(self, member_ids: Iterable[str]) -> list[str]:
        """Names of several, each once."""
        return [n for i in dict.fromkeys(member_ids) if (n := self.name(i))]


def _together(answers: Sequence[Answer]) -> str:
    return " / ".join(" ".join(a.text.split()) for a in answers)
