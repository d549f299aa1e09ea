"""Who can be asked in other offices of the same province, where both offices want that (issue: same group first, then
the office, then the province).

Only people and why they can be asked cross over, never a word of what was told: what somebody declared, the post, and
how often they told of the matter. Who hid the own card or asked not to be kept is named nowhere."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from knowledge.experts import KNOWN_AT, Directory, Evidence, Expert
from knowledge.people import Office, PeopleStore
from knowledge.rules import RulesStore

MOST_OFFICES = 40
"""Offices of one province that are asked; the provinces of the most districts have 32."""
CROSSES = ("declared", "notes", "reviewed", "position")
"""Kinds of evidence that are told to other offices; what colleagues say of somebody stays among them."""


@dataclass(frozen=True)
class Neighbour:
    """Somebody of another office who can be asked."""

    office: Office
    expert: Expert


class Neighbours:
    """The people of offices that share, by province."""

    def __init__(self, directory: Directory, people: PeopleStore, rules: RulesStore) -> None:
        self._directory, self._people, self._rules = directory, people, rules

    def shares(self, office: Office) -> bool:
        """Whether an office's people are named to others of its province, and others' to them."""
        return bool(office.province) and self._rules.rules(office.id).share_experts

    def offices(self, office: Office) -> list[Office]:
        """The other offices of the province that share; none where this one does not."""
        if not self.shares(office):
            return []
        near = (o for o in self._people.offices() if o.province == office.province and o.id != office.id)
        return [o for o in sorted(near, key=lambda o: o.id) if self.shares(o)][:MOST_OFFICES]

    def who(
        self, office: Office, topic: str, *, asker_user_id: str | None = None, now: datetime, limit: int = 3
    ) -> tuple[Neighbour, ...]:
        """At most `limit` people of other offices, best first, each named once. To be asked where the own office
        knows nobody; who belongs to it, too, is not named, since it had its say about them."""
        found: list[Neighbour] = []
        known: set[str] = set()
        for other in self.offices(office):
            ranking = self._directory.who(other.id, topic, asker_user_id=asker_user_id, now=now, limit=limit)
            for expert in ranking.experts:
                user_id = expert.member.user_id
                if user_id and (user_id in known or self._people.member_by_user(office.id, user_id)):
                    continue
                evidence = _crossing(expert.evidence)
                if any(e.worth >= KNOWN_AT for e in evidence):
                    found.append(Neighbour(other, replace(expert, evidence=evidence)))
                    known |= {user_id} if user_id else set()
        found.sort(key=lambda each: (-each.expert.score, each.office.id, each.expert.member.id))
        return tuple(found[:limit])


def _crossing(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    return tuple(replace(each, note_ids=()) for each in evidence if each.kind in CROSSES)
