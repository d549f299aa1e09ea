"""Who can be asked: people ranked by what they told, what they say they know, and what their post is (S17).

Document-centric: the notes that are like the question speak for their tellers, a person's five best weighted 1, ½,
¼, … (the best of the models measured, thai-text.md); declared expertise, position, and what colleagues say of
somebody (thanks, endorsements) are added."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Literal

from knowledge.clues import ask
from knowledge.compared_cards import Card, Likeness, compare
from knowledge.crediting import CreditBook, CreditKind, CreditSource, Standing
from knowledge.people import Member, PeopleStore
from knowledge.question import Field, Question
from knowledge.search import UNKNOWN_COSTS, NoteHit, SearchIndex

BEST_NOTES = 5
NOTES_WORTH, DECLARED_WORTH, POSITION_WORTH = 1.0, 1.0, 0.6
"""What one note that answers fully counts, against a declared expertise that says the same, and a position."""
CREDIT_WORTH: dict[CreditKind, float] = {"thanked": 0.5, "endorsed": 0.4, "record": 0.8}
"""What many of one kind count at most; the first of them counts half of it, the second a quarter, …: colleagues'
good words tell less than having done it, and friends can't vote somebody to the top."""
CREDIT_AT = 0.45
"""Likeness under which what was thanked or vouched for is another matter."""
CONFIRMED_WORTH = 0.1
"""What a note is worth more for each point of it that its teller confirmed, two at most."""
CONFIRMED_LOOKED_AT = 8
"""People at the top of whose notes that is asked."""
SHARPNESS = 1.5
"""Makes one note that answers count more than several that only touch the matter."""
SHARED_WORTH = 0.8
"""What one's part of a review is worth against a telling of one's own: others were asked the same, and had the name of
the job said for them."""
MOST = 1.25
"""Likeness above which a note isn't any better."""
NOTE_AT = 0.16
"""Likeness under which a note says nothing about its teller."""
KNOWN_AT = 0.28
"""Likeness of a person's best evidence under which nobody is named: calibrated, see `measure who`."""
TAIL_AT = 0.3
"""People this much below the best one aren't named."""
SMALL_PART = 0.4
"""Share of a message's weight below which a vague topic can't be all that was meant."""
LOOKED_AT = 60
TELLERS_READ = 20
"""Tellers whose cards are read from the store, the best by their notes: only three are named, some may have left."""
_FRESH = timedelta(days=3 * 365)
"""Half-life of the part of a note's worth that fades."""
_FADES = 0.2
_BANGKOK = timezone(timedelta(hours=7))

EvidenceKind = Literal["declared", "position", "notes", "reviewed", "thanked", "endorsed", "record", "confirmed"]
"""reviewed: reviews of a group in which they answered; thanked, endorsed, record: see crediting.CreditKind;
confirmed: points of their notes that the tellers confirmed."""


@dataclass(frozen=True)
class Evidence:
    """One reason why somebody can be asked. `detail`: the declared words, or the position; `count` and `latest`:
    how many notes about the matter, and the newest."""

    kind: EvidenceKind
    detail: str = ""
    count: int = 0
    latest: datetime | None = None
    worth: float = 0.0
    """How far it answers, about 0 to 1."""
    note_ids: tuple[str, ...] = ()


@dataclass(frozen=True)
class Expert:
    """Somebody who can be asked; `score` is comparable within one ranking only."""

    member: Member
    score: float
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True)
class Ranking:
    """Who can be asked about `topic`, best first; `abstained` when nobody is known for it."""

    topic: str
    experts: tuple[Expert, ...]
    abstained: bool
    likeness: float = 0.0
    """How like the question the best evidence is, about 0 to 1.5; kept also where nobody is named."""
    unknown: float = 0.0
    """Share of the question told by particular words that nothing in the office is about."""
    empty: bool = False
    """Nothing was asked that one could be good at: words of everyday talk, or none."""


_Ranked = tuple[float, bool, Member, list[NoteHit], Card]
"""Score, told in the asker's group, who, their best notes, their card."""


def fiscal_year(now: datetime) -> int:
    """The Buddhist year in which the fiscal year of `now` ends: 1 October to 30 September (domain.md §2)."""
    local = now.astimezone(_BANGKOK)
    return local.year + 543 + (local.month >= 10)


def gone(member: Member, now: datetime) -> bool:
    """True for those who left, are retired, opted out or hid their card: their notes stay, they aren't named."""
    retired = member.retire_fiscal_year is not None and member.retire_fiscal_year < fiscal_year(now)
    return member.left or member.opted_out or member.hidden or retired


class Directory:
    """The people of offices, found by what they know."""

    def __init__(self, index: SearchIndex, people: PeopleStore, credits: CreditSource | None = None) -> None:
        self._index, self._people, self._credits = index, people, credits

    def who(
        self,
        office_id: str,
        topic: str,
        *,
        asker_user_id: str | None = None,
        group_id: str | None = None,
        now: datetime,
        limit: int = 3,
        said: str = "",
    ) -> Ranking:
        """At most `limit` people who can be asked about a topic, never the asker, none who left or retired.
        `said`: the whole message; it is read instead where the topic is but a small part of what it tells."""
        book = self._credits.book(office_id) if self._credits else None
        question = self._read(office_id, topic, said, book)
        if question.empty:
            return Ranking(topic, (), True, empty=True)
        notes = _best_of_each(self._index.notes(office_id, question, limit=LOOKED_AT, by_teller=True))
        told = {member_id: _told(hits, now) for member_id, hits in notes.items()}
        tellers = sorted(told, key=lambda i: -told[i])[: max(TELLERS_READ, 4 * limit)]
        carded = self._index.members(office_id, question)
        standings = book.standings(question, CREDIT_AT) if book else {}
        # the one whose note is nearest says how sure the answer is
        nearest = max(notes, key=lambda i: _likeness(notes[i][0]), default="")
        found = dict.fromkeys([*tellers, *filter(None, [nearest]), *carded, *standings])
        members = {m.id: m for m in self._people.some_members(office_id, found)}
        like = Likeness(question)
        everyone = self._index.counts(office_id, "people", "words", [])[0]
        cards = compare(like, [members[i] for i in carded if i in members], everyone)
        ranked: list[_Ranked] = []
        best_evidence = 0.0
        for member_id, member in members.items():
            hits = notes.get(member_id, [])
            card = cards.get(member_id, Card(0, "", 0))
            credited = standings.get(member_id, ())
            score = told.get(member_id, 0.0) + DECLARED_WORTH * card.declared + POSITION_WORTH * card.position
            score += sum(_credit(standing) for standing in credited)
            strongest = max(
                card.declared,
                card.position,
                _likeness(hits[0]) if hits else 0.0,
                *(standing.likeness for standing in credited),
            )
            if score < NOTE_AT or strongest < KNOWN_AT * TAIL_AT:
                continue
            if gone(member, now) or (asker_user_id and member.user_id == asker_user_id):
                continue
            if like.denied(member):
                continue
            here = bool(group_id) and any(h.group_id == group_id for h in hits)
            best_evidence = max(best_evidence, strongest)
            ranked.append((score, here, member, hits, card))
        ranked.sort(key=_order)
        confirmed = self._confirmed(office_id, ranked[:CONFIRMED_LOOKED_AT])
        if confirmed:
            ranked = [(_with_confirmed(r[0], r[3], confirmed, now), *r[1:]) for r in ranked]
            ranked.sort(key=_order)
        if best_evidence < KNOWN_AT + UNKNOWN_COSTS * question.unknown or not ranked:
            return Ranking(topic, (), True, round(best_evidence, 4), round(question.unknown, 4))
        least = ranked[0][0] * TAIL_AT
        return Ranking(
            topic,
            tuple(
                Expert(
                    member,
                    round(score, 4),
                    _evidence(member, hits, card, standings.get(member.id, ()), confirmed),
                )
                for score, _, member, hits, card in ranked[:limit]
                if score >= least
            ),
            False,
            round(best_evidence, 4),
            round(question.unknown, 4),
        )

    def called(self, office_id: str, names: Iterable[str]) -> dict[str, list[str]]:
        """Of some names those that people of the office have, with the ids of all who are called so."""
        return self._index.named(office_id, list(names))

    def _read(self, office_id: str, topic: str, said: str, book: CreditBook | None) -> Question:
        def counts(field: Field, terms: list[str]) -> tuple[int, list[int]]:
            notes, in_notes = self._index.counts(office_id, "notes", field, terms)
            cards, on_cards = self._index.counts(office_id, "people", field, terms)
            if book is None:
                return notes + cards, [a + b for a, b in zip(in_notes, on_cards, strict=True)]
            topics, in_topics = book.counts(field, terms)
            return notes + cards + topics, [sum(n) for n in zip(in_notes, on_cards, in_topics, strict=True)]

        question = ask(topic, counts)
        if said and said != topic and question.vague:
            whole = ask(said, counts)
            if question.ideal < SMALL_PART * whole.ideal:
                return whole
        return question

    def _confirmed(self, office_id: str, ranked: Iterable[_Ranked]) -> Mapping[str, int]:
        """Notes of those at the top → points of them that their tellers confirmed."""
        ids = [hit.note_id for r in ranked for hit in r[3]]
        return self._credits.confirmed(office_id, ids) if self._credits and ids else {}


def _best_of_each(hits: Iterable[NoteHit]) -> dict[str, list[NoteHit]]:
    """Member id → their notes that say something about the matter, the best few."""
    notes: dict[str, list[NoteHit]] = defaultdict(list)
    for hit in sorted(hits, key=lambda h: -_likeness(h)):
        if hit.likeness >= NOTE_AT and hit.member_id and len(notes[hit.member_id]) < BEST_NOTES:
            notes[hit.member_id].append(hit)
    return {member_id: found for member_id, found in notes.items() if found}


def _told(hits: list[NoteHit], now: datetime) -> float:
    worth = 0.0
    for i, hit in enumerate(hits):
        worth += _worth(hit, now) / float(2**i)
    return NOTES_WORTH * worth


def _likeness(hit: NoteHit) -> float:
    return SHARED_WORTH * min(1.0, hit.likeness) if hit.shared else hit.likeness


def _worth(hit: NoteHit, now: datetime) -> float:
    age = max(timedelta(), now - hit.told_at) / _FRESH
    return float(min(MOST, _likeness(hit)) ** SHARPNESS * (1 - _FADES + _FADES * 0.5**age))


def _order(ranked: _Ranked) -> tuple[float, bool, float, str]:
    score, here, member, _, _ = ranked
    return -round(score, 1), not here, -score, member.id


def _credit(standing: Standing) -> float:
    return CREDIT_WORTH[standing.kind] * min(1.0, standing.likeness) * (1 - float(0.5**standing.count))


def _with_confirmed(score: float, hits: list[NoteHit], confirmed: Mapping[str, int], now: datetime) -> float:
    more = (_worth(h, now) * min(2, confirmed.get(h.note_id, 0)) / 2**i for i, h in enumerate(hits))
    return float(score + CONFIRMED_WORTH * sum(more))


def _evidence(
    member: Member,
    hits: list[NoteHit],
    card: Card,
    credited: Iterable[Standing] = (),
    confirmed: Mapping[str, int] | None = None,
) -> tuple[Evidence, ...]:
    """Declared words first, then what was told, then what colleagues say, then the position; a position always
    stands, as people know each other by it."""
    found: list[Evidence] = []
    if card.declared >= KNOWN_AT:
        found.append(Evidence("declared", card.item, worth=round(card.declared, 4)))
    like = [h for h in hits if _likeness(h) >= max(KNOWN_AT, _likeness(hits[0]) / 2)]
    alone, together = [h for h in like if not h.shared], [h for h in like if h.shared]
    kinds: tuple[tuple[EvidenceKind, list[NoteHit]], ...] = (("notes", alone), ("reviewed", together))
    for kind, some in kinds:
        if some:
            found.append(
                Evidence(
                    kind,
                    count=len(some),
                    latest=max(h.told_at for h in some),
                    worth=round(_likeness(some[0]), 4),
                    note_ids=tuple(h.note_id for h in some),
                )
            )
    if points := sum((confirmed or {}).get(h.note_id, 0) for h in alone):
        found.append(Evidence("confirmed", count=points, worth=round(alone[0].likeness, 4)))
    for standing in sorted(credited, key=lambda s: -s.likeness):
        worth = round(standing.likeness, 4)
        found.append(Evidence(standing.kind, count=standing.count, latest=standing.latest, worth=worth))
    if member.position:
        found.append(Evidence("position", member.position, worth=round(card.position, 4)))
    return tuple(found)
