"""#ความเสี่ยง: what knowledge may leave with somebody, for whoever looks after knowledge, in 1:1 only: in the group, it
would say of people that they go (domain.md §6: praise in the group, correct in private)."""

from __future__ import annotations

from datetime import datetime

from handlers import wording
from handlers.chat import Card, Cards, Chat, Line, Replies, Text
from handlers.router import Router
from knowledge.experts import Directory, gone
from knowledge.notes import NoteStore
from knowledge.people import Member, Office, PeopleStore, is_keeper
from knowledge.succession import Leaving, days_left, risks
from knowledge.taxonomy import Taxonomy

router = Router("succession")

SHOWN_LEAVING, SHOWN_SINGLE = 6, 8
LOOKED_AT = 5
"""People who are asked for with each topic, to see if somebody else knows it."""


@router.command("risks", "ความเสี่ยง", "ความเสี่ยงความรู้", "risks")
def show_risks(
    chat: Chat,
    office: Office,
    member: Member | None,
    people: PeopleStore,
    notes: NoteStore,
    directory: Directory,
    taxonomy: Taxonomy,
    now: datetime,
) -> Replies:
    """Who leaves at the end of the fiscal year with what, and what one person alone holds."""
    if not chat.private:
        return Text(wording.RISKS_IN_PRIVATE)
    if member is None or not is_keeper(member):
        return Text(wording.KEEPERS_ONLY)

    def holders(topic: str) -> list[str]:
        return [e.member.id for e in directory.who(office.id, topic, now=now, limit=LOOKED_AT).experts]

    here = [m for m in people.members(office.id) if not gone(m, now)]
    found = risks(here, notes.all(), holders, taxonomy.short_name, now)
    if found.none:
        return Text(wording.NO_RISKS)
    lines: list[Line] = []
    single = found.by_person
    if found.leaving:
        lines.append(Line(wording.leaving_title(found.last_day, days_left(now)), "strong"))
        lines += [_leaving(each) for each in found.leaving[:SHOWN_LEAVING]]
    if found.single:
        lines.append(Line(wording.SINGLE_TITLE, "strong"))
        lines += [Line(wording.single(member.spoken_name, topics)) for member, topics in single[:SHOWN_SINGLE]]
    more = max(0, len(found.leaving) - SHOWN_LEAVING) + max(0, len(single) - SHOWN_SINGLE)
    if more:
        lines.append(Line(wording.more_risks(more), "small"))
    if found.circle:
        lines.append(Line(wording.propose_circle(found.circle), "quote"))
    return Cards((Card(wording.SUCCESSION_TITLE, tuple(lines), plain=wording.SUCCESSION_TITLE),))


def _leaving(each: Leaving) -> Line:
    return Line(wording.leaving(each.member.spoken_name, each.topics[:4], each.alone, each.notes))
