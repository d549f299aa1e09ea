"""A telling is used: kept as a fact, told back to its author in private, and thanked for once a month in the group."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from handlers import wording
from handlers.chat import Card, Cards, Chat, Line, Replies, Text
from handlers.people import Introduce
from handlers.riders import Due
from handlers.router import Pressed, Router
from knowledge.crediting import Helped
from knowledge.notes import Note, NoteStore
from knowledge.people import Group, Member, Office
from knowledge.repeats import Working, first_workday, plus_months
from knowledge.thai_dates import BANGKOK
from knowledge.thanks import ReuseStore, counts, given, month_before, reuse_of, unheard

router = Router("reusing")

NAME = "thanks"
THANKS_AT = time(9, 0)
"""On the first working day of a month, the month before is thanked for."""
NAMED = 8
"""People named in the thanks; the others are thanked together."""
TOLD_BACK = 3
BEGINNING = 40


@router.button("note.helpful")
def helpful(
    chat: Chat,
    pressed: Pressed,
    office: Office,
    notes: NoteStore,
    reuses: ReuseStore,
    introduce: Introduce,
    now: datetime,
) -> Replies:
    """Somebody says that a telling helped."""
    note = notes.get(pressed.values.get("note", ""))
    if note is None:
        return Text(wording.STALE)
    reader = introduce(office)
    if reader is None or not counts(note, reader.id):
        return None
    used(note, reader, chat, reuses, now, helped=True)
    return Text(wording.HELPFUL_THANKS)


def used(
    note: Note, reader: Member | None, chat: Chat, reuses: ReuseStore, now: datetime, *, helped: bool = False
) -> None:
    """Keeps that a colleague used a telling; the first use of a month stands, and that it helped."""
    if reader is None or reader.opted_out or not counts(note, reader.id):
        return
    month = now.astimezone(BANGKOK).date()
    group = "" if chat.private else chat.id
    fact = reuse_of(note, reader.id, now, month, group_id=group, how="helpful" if helped else "read")
    before = reuses.get(fact.id)
    if before is None or (helped and before.how == "read"):
        reuses.put(fact)


def told_back(member: Member, reuses: ReuseStore, notes: NoteStore, now: datetime) -> list[str]:
    """What the author of used tellings hears in private, once; never who read them."""
    what = f"member {member.id}"
    new = unheard(reuses.all(), member.id, reuses.told(what))
    if not new:
        return []
    readers: dict[str, set[str]] = {}
    for reuse in new:
        readers.setdefault(reuse.note_id, set()).add(reuse.reader)
    stand = {n.id: n for n in notes.get_many(readers)}
    lines = [(_beginning(stand[n].text), len(who)) for n, who in readers.items() if n in stand]
    reuses.tell(what, max(reuse.at for reuse in new).isoformat())
    today = now.astimezone(BANGKOK).date()
    yesterday = all(r.at.astimezone(BANGKOK).date() == today - timedelta(days=1) for r in new)
    lines.sort(key=lambda line: -line[1])
    return [wording.reused(lines[:TOLD_BACK], yesterday=yesterday)] if lines else []


def _beginning(text: str) -> str:
    """The first words, not cut within one where a space is near."""
    short = wording.shorten(text, BEGINNING)
    head, _, tail = short.removesuffix("…").rpartition(" ")
    return f"{head}…" if short.endswith("…") and head and len(tail) <= 12 else short


# ---------------------------------------------------------------- once a month in the group


@dataclass(frozen=True)
class ThanksRider:
    """`handlers.riders.Rider`: the monthly thanks of one office's groups."""

    reuses: ReuseStore
    notes: Callable[[datetime, datetime], Sequence[Note]]
    """Those of the office that were told from one moment until before another."""
    helped: Callable[[datetime], Sequence[Helped]]
    member: Callable[[str], Member | None]
    working: Working
    name: str = NAME

    def first_time(self, group: Group, now: datetime) -> datetime | None:
        this = self._begin(now)
        if group.linked_at < this and self.reuses.told(f"group {group.id}") < f"{this:%Y-%m}":
            return this
        return self._begin(plus_months_of(this))

    def due(self, group: Group, now: datetime) -> Due:
        begin = self._begin(now)
        if now < begin or self.reuses.told(f"group {group.id}") >= f"{begin:%Y-%m}":
            return Due(again=self.first_time(group, now))
        card = self._card(group, now)
        if card is None:
            return Due(again=self._begin(plus_months_of(begin)))
        return Due((Cards((card,)),), f"{begin:%Y-%m}")

    def delivered(self, group: Group, occasion: str, at: datetime) -> datetime | None:
        self.reuses.tell(f"group {group.id}", occasion)
        return self._begin(plus_months_of(self._begin(at)))

    def _begin(self, at: datetime) -> datetime:
        """When the month of a moment says its thanks."""
        day = first_workday(at.astimezone(BANGKOK).date().replace(day=1), self.working)
        return datetime.combine(day, THANKS_AT, BANGKOK)

    def _card(self, group: Group, now: datetime) -> Card | None:
        """The facts of the month before, in the order of the names."""
        today = now.astimezone(BANGKOK).date()
        month = month_before(today)
        since = datetime.combine(month, time(0), BANGKOK)
        until = datetime.combine(today.replace(day=1), time(0), BANGKOK)
        notes = [n for n in self.notes(since, until) if n.group_id == group.id]
        helpers = [h.helper for h in self.helped(since) if h.group_id == group.id and h.at < until]
        reuses = [r for r in self.reuses.all() if since <= r.at < until and r.group_id in (group.id, "")]
        facts = [(m, fact) for fact in given(notes, helpers, reuses) if (m := self.member(fact.member_id))]
        named = [(m.spoken_name, f) for m, f in facts if not m.opted_out and not m.left]
        if not named:
            return None
        named.sort(key=lambda pair: pair[0])
        lines = [Line(wording.fact(name, f.told, f.helped, f.read)) for name, f in named[:NAMED]]
        more = len(named) - NAMED
        lines.append(Line(wording.others_too(more) if more > 0 else wording.THANKS_END, "small"))
        title = f"{wording.THANKS_TITLE} {wording.month_of(month)}"
        return Card(title, tuple(lines), plain="\n".join([title, *(line.text for line in lines)]))


def plus_months_of(at: datetime) -> datetime:
    """A moment in the month after."""
    here = at.astimezone(BANGKOK)
    return datetime.combine(plus_months(here.date().replace(day=1), 1), THANKS_AT, BANGKOK)
