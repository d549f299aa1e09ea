"""#ช่องว่างความรู้: what was asked and nobody could answer, for the KM committee; closed by itself when somebody tells or
declares it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from handlers import wording
from handlers.chat import Card, Cards, Chat, Choice, Line, Replies, Text
from handlers.router import Pressed, Router, press
from knowledge.experts import Directory
from knowledge.gaps import Asking, Gap, Gaps, How, close, in_groups, mark_of
from knowledge.inquiries import KEPT, Inquiry, InquiryStore, unanswered
from knowledge.people import Member, Office, is_keeper

router = Router("gaps")

SHOWN = 10


def filled(office_id: str, directory: Directory, now: datetime) -> Callable[[Gap], How]:
    """How a gap has been filled meanwhile: somebody can be named for it now. What was asked of somebody who then
    didn't answer needs something newer than the question."""

    def known(gap: Gap) -> How:
        ranking = directory.who(office_id, gap.topic, now=now, limit=3)
        for evidence in (e for expert in ranking.experts for e in expert.evidence):
            newer = evidence.latest is not None and evidence.latest > gap.last_at
            if evidence.kind == "declared" and gap.why == "nobody":
                return "declared"
            if evidence.kind in ("notes", "reviewed") and (newer or gap.why == "nobody"):
                return "told"
            if evidence.kind in ("thanked", "endorsed") and newer:
                return "helped"
        return "told" if ranking.experts and gap.why == "nobody" else ""

    return known


def missed(inquiry: Inquiry, gaps: Gaps, inquiries: InquiryStore, now: datetime) -> Gap:
    """Counts a question that nobody answered as a gap, once."""
    asking = Asking(
        inquiry.message_id or inquiry.id, now, mark_of(inquiry.user_id), inquiry.topic, inquiry.chat_id, "unanswered"
    )
    inquiries.put(replace(inquiry, missed=True))
    return gaps.ask(asking)


def open_gaps(
    office: Office, gaps: Gaps, inquiries: InquiryStore, directory: Directory, now: datetime
) -> list[Gap]:
    """The gaps that stand, most asked first: with the questions that waited for three days in vain, without what was
    filled meanwhile."""
    for inquiry in inquiries.since(now - KEPT):
        if unanswered(inquiry, now):
            missed(inquiry, gaps, inquiries, now)
    return gaps.open(filled(office.id, directory, now), now)


@router.command("gaps", "ช่องว่างความรู้", "ช่องว่าง", "gaps")
def show_gaps(
    chat: Chat,
    office: Office,
    member: Member | None,
    gaps: Gaps,
    inquiries: InquiryStore,
    directory: Directory,
    now: datetime,
) -> Replies:
    """In a group what was asked in groups; what was asked of the bot alone is for those who look after knowledge, in
    1:1. Who asked is never said."""
    keeper = member is not None and is_keeper(member)
    every = open_gaps(office, gaps, inquiries, directory, now)
    shown = every if chat.private and keeper else [heard for gap in every if (heard := in_groups(gap))]
    if not shown:
        return Text(wording.NO_GAPS)
    lines = tuple(
        Line(wording.gap_line(n, gap.topic, gap.count, gap.askers, gap.last_at, answered=gap.why == "nobody"))
        for n, gap in enumerate(shown[:SHOWN], 1)
    )
    more = (Line(wording.more_gaps(len(shown) - SHOWN), "small"),) if len(shown) > SHOWN else ()
    buttons: tuple[Choice, ...] = ()
    if chat.private and keeper:
        buttons = tuple(
            Choice(wording.gap_close(n), press("gap.close", g=gap.id), shows=wording.gap_close(n))
            for n, gap in enumerate(shown[:SHOWN], 1)
        )
    return Cards((Card(wording.GAPS_TITLE, (*lines, *more, Line(wording.GAPS_HOW, "small"))),), buttons)


@router.button("gap.close")
def close_by_hand(pressed: Pressed, chat: Chat, member: Member | None, gaps: Gaps, now: datetime) -> Replies:
    """Whoever looks after knowledge strikes what is no need of the office."""
    gap = gaps.get(pressed.values.get("g", ""))
    if gap is None or gap.closed_at is not None:
        return Text(wording.STALE)
    if member is None or not is_keeper(member):
        return Text(wording.KEEPERS_ONLY)
    gaps.put(close(gap, now, "by hand"))
    return Text(wording.gap_closed(gap.topic))
