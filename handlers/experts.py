"""ใครรู้เรื่อง…: who can be asked, with the reason, or plainly nobody (domain.md S17)."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from handlers import wording
from handlers.chat import Button, Card, Cards, Event, Line, Replies, Text, TextSaid
from handlers.dialogs import Dialog, DialogKey, DialogStore
from handlers.once import Once, unsent_mark
from handlers.router import Pressed, Router, press
from handlers.search import note_cards
from knowledge import smalltalk
from knowledge.experts import Directory, Expert, Ranking
from knowledge.gaps import Asking, Gaps, in_groups, mark_of
from knowledge.hearing import Heard
from knowledge.inquiries import Inquiry, InquiryStore, inquiry_id
from knowledge.masking import mask
from knowledge.neighbours import Neighbours
from knowledge.notes import NoteStore
from knowledge.people import Member, Office, PeopleStore, same_named
from knowledge.search import Library
from knowledge.spoken import plain
from knowledge.topics import person_named

router = Router("experts")

SHOWN = 3
"""People on one card (issue: at most three)."""
ASK_BACK = timedelta(minutes=2)
"""How long the answer to "which topic?" is waited for."""
LONGEST_TOPIC = 160
"""Characters of a topic; what is longer is a telling, not a matter to ask about."""


class Desk:
    """What answering "who knows" needs beside the question."""

    def __init__(
        self,
        office: Office,
        people: PeopleStore,
        directory: Directory,
        inquiries: InquiryStore,
        gaps: Gaps,
        now: datetime,
        *,
        follows: bool = True,
        neighbours: Neighbours | None = None,
    ) -> None:
        """`follows`: the question may be kept until it is answered; not that of somebody who isn't to be kept."""
        self.office, self.people, self.directory = office, people, directory
        self.inquiries, self.gaps, self.now, self.follows = inquiries, gaps, now, follows
        self.neighbours = neighbours

    def ranking(self, topic: str, event: Event, *, asker: bool = True) -> Ranking:
        return self.directory.who(
            self.office.id,
            topic,
            asker_user_id=event.user_id if asker else None,
            group_id=None if event.chat.private else event.chat.id,
            now=self.now,
            limit=SHOWN,
        )

    def told_apart(self, member: Member) -> bool:
        """Whether somebody else is called the same."""
        names = [name for name in (member.nickname, *member.display_name.split(), member.display_name) if name]
        ids = {each for found in self.directory.called(self.office.id, names).values() for each in found}
        others = [m for each in ids - {member.id} if (m := self.people.member(self.office.id, each)) is not None]
        return bool(same_named(member, others))


@router.heard("who")
def who_knows(
    event: TextSaid,
    heard: Heard,
    addressed: bool,
    now: datetime,
    once: Once,
    expert_desk: Desk,
    dialogs: DialogStore,
) -> Replies:
    """The people who can be asked about a topic; without a topic it asks back once."""
    if once.before(unsent_mark(event.message_id)):
        return None
    if not (heard.topic or "").strip():
        dialogs.open(Dialog(DialogKey(event.chat.id, event.user_id), "who", "topic", now + ASK_BACK))
        return Text(wording.ASK_TOPIC)
    return _answer(heard.topic or "", event, expert_desk, addressed=addressed)


@router.step("who.topic")
def topic_said(
    event: TextSaid,
    heard: Heard,
    text: str,
    expert_desk: Desk,
    dialogs: DialogStore,
    dialog: Dialog,
) -> Replies:
    """The topic, said after we asked for it. It is asked for once only."""
    dialogs.close(dialog.key)
    return _answer(heard.topic or text, event, expert_desk, addressed=True)


def _answer(topic: str, event: TextSaid, desk: Desk, *, addressed: bool) -> Replies:
    """`addressed`: the bot was spoken to, so that it doesn't stay silent."""
    topic = " ".join(topic.split())
    if len(topic) > LONGEST_TOPIC:
        return Text(wording.TOPIC_TOO_LONG)
    if smalltalk.private(plain(topic)):
        return Text(wording.DECLINE) if addressed else None
    if _is_person(topic, desk):
        return Text(wording.TOPIC_IS_PERSON) if addressed else None
    ranking = desk.ranking(topic, event)
    if ranking.empty:
        return Text(wording.TOPIC_VAGUE)
    if ranking.abstained or not ranking.experts:
        if _about_person(topic, desk):  # no matter that an office lacks: nobody's name stands among its gaps
            return Text(wording.TOPIC_IS_PERSON) if addressed else None
        times = _missed(topic, event, desk)
        return _elsewhere(topic, event, desk) or Text(wording.nobody(topic, times))
    inquiry = _followed(topic, event, desk, ranking)
    lines = [line for expert in ranking.experts[:SHOWN] for line in _shown(expert, topic, inquiry, desk)]
    done = Button(wording.GOT_ANSWER, press("ask.done", q=inquiry.id), shows=wording.GOT_ANSWER)
    missed = Button(wording.NO_ANSWER, press("ask.missed", q=inquiry.id), shows=wording.NO_ANSWER)
    buttons = (done, missed) if inquiry.user_id else ()
    return Cards((Card(wording.experts_title(topic), tuple(lines), buttons),))


def _elsewhere(topic: str, event: TextSaid, desk: Desk) -> Cards | None:
    """People of other offices of the province, where the offices share; by full name and office, as strangers are
    named, and without what they told. The question stays a gap of the own office."""
    if desk.neighbours is None:
        return None
    found = desk.neighbours.who(desk.office, topic, asker_user_id=event.user_id, now=desk.now, limit=SHOWN)
    lines: list[Line] = []
    for each in found:
        lines += [Line(each.expert.member.full_name, "strong")]
        lines += [Line(f"{each.office.name} · {reason(each.expert)}", "small")]
    return Cards((Card(wording.elsewhere_title(topic), tuple(lines)),)) if lines else None


def _is_person(topic: str, desk: Desk) -> bool:
    """พี่แดง, นางสมใจ ใจงาม: somebody of the office, not something that one can do. A nickname alone may well be a
    matter (ปลา, เงิน), so it needs the word before a name, or the whole name."""
    if (name := person_named(topic)) is not None:
        return bool(desk.directory.called(desk.office.id, [name]))
    return " " in topic and bool(desk.directory.called(desk.office.id, [topic]))


_OF_SOMEBODY = re.compile(r"(?:ของ|พี่|น้อง|ป้า|ลุง|น้า|คุณ|หมอ|ครู)\s?(?P<name>[^\s]{2,20})$")


def _about_person(topic: str, desk: Desk) -> bool:
    """แดง, บ้านของแดง, งานพี่แดง: where nothing else is known of it, a colleague's name is meant."""
    found = _OF_SOMEBODY.search(topic)
    names = [topic, found["name"]] if found else [topic]
    return bool(desk.directory.called(desk.office.id, names))


def _missed(topic: str, event: TextSaid, desk: Desk) -> int:
    """Counts the question as a gap, unless the asker is the one who knows; returns how often it was asked."""
    if event.user_id is None or not desk.follows or desk.ranking(topic, event, asker=False).experts:
        return 1
    group = "" if event.chat.private else event.chat.id
    asking = Asking(event.message_id, event.at, mark_of(event.user_id), mask(topic).text, group)
    gap = desk.gaps.ask(asking)
    heard = in_groups(gap) if group else gap  # a group doesn't learn what was asked of the bot alone
    return heard.count if heard else 1


def _followed(topic: str, event: TextSaid, desk: Desk, ranking: Ranking) -> Inquiry:
    inquiry = Inquiry(
        inquiry_id(event.message_id),
        desk.office.id,
        "" if event.chat.private else event.chat.id,
        (event.user_id or "") if desk.follows else "",
        mask(topic).text,
        event.at,
        event.message_id,
        tuple(expert.member.id for expert in ranking.experts[:SHOWN]),
    )
    if inquiry.user_id:
        desk.inquiries.put(inquiry)
    return inquiry


def _shown(expert: Expert, topic: str, inquiry: Inquiry, desk: Desk) -> tuple[Line, Line]:
    """One person: the name, why, and what can be done."""
    name = wording.person(expert.member, told_apart=desk.told_apart(expert.member))
    called = expert.member.spoken_name
    buttons: list[Button] = []
    if any(e.kind in ("notes", "reviewed") for e in expert.evidence):
        notes = press("who.notes", member=expert.member.id, topic=topic[:60])
        buttons.append(Button(wording.SEE_NOTES, notes, shows=f"{wording.SEE_NOTES}: {called}"))
    if inquiry.user_id:
        ask = press("ask.for", q=inquiry.id, m=expert.member.id)
        buttons.append(Button(wording.ASK_FOR_ME, ask, shows=f"{wording.ASK_FOR_ME}: {called}"))
    return Line(name, "strong"), Line(reason(expert), "small", buttons=tuple(buttons))


def reason(expert: Expert) -> str:
    """One line of why: what the person told, what they are known for, what they do."""
    return " · ".join(part for e in expert.evidence if (part := wording.evidence_line(e)))


@router.button("who.notes")
def their_notes(pressed: Pressed, office: Office, people: PeopleStore, notes: NoteStore, library: Library) -> Replies:
    """What this person told about the topic."""
    member = people.member(office.id, pressed.values.get("member", ""))
    if member is None:
        return Text(wording.STALE)
    topic = pressed.values.get("topic", "")
    found = library.search(office.id, topic, member_id=member.id, limit=SHOWN)
    if not found.hits:
        return Text(wording.STALE)
    return note_cards(found.hits, office, people)
