"""Closing the loop of a question: was it answered, by whom? By button, or by thanks right after an answer. Who helped
is credited (S13: praise for those who share); what nobody answered becomes a gap."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime

from handlers import wording
from handlers.asking_for import keep_choice
from handlers.chat import Choice, Event, Replies, Text, TextSaid
from handlers.gaps import missed
from handlers.lately import Lately
from handlers.router import NotLinked, NotMine, Pressed, Router, Turn, press
from knowledge.crediting import Helped, HelpedStore, How, helped_id
from knowledge.experts import gone
from knowledge.gaps import Gaps
from knowledge.inquiries import Answer, Inquiry, InquiryStore, answered, latest
from knowledge.people import Member, Office, PeopleStore

router = Router("thanking")

NOBODY = "-"
"""Stands for a helper of whom the directory knows nothing."""
MOST_THANKED = 3
_THANKS = re.compile(
    r"^\W*(?:@\S+(?:\s\S+)?\s+)?(?:กราบ|ต้อง)?(?:ขอบ(?:พระ)?คุณ|ขอบคุน|ขอบใจ|แต๊งกิ้ว|แต้งกิ้ว|thank|thx)", re.IGNORECASE
)
LONGEST_THANKS = 200


# ---------------------------------------------------------------- by button


@router.button("ask.done")
def done(
    pressed: Pressed,
    event: Event,
    office: Office,
    people: PeopleStore,
    inquiries: InquiryStore,
    credits: HelpedStore,
    lately: Lately,
    now: datetime,
) -> Replies:
    """The asker has an answer. Where one person only can have given it, they are credited; else it is asked who."""
    inquiry = inquiries.get(pressed.values.get("q", ""))
    if inquiry is None:
        return Text(wording.STALE)
    if inquiry.user_id != event.user_id:
        return Text(wording.ONLY_ASKER)
    if inquiry.settled:
        return Text(wording.SETTLED_ALREADY)
    candidates = [m for each in inquiry.candidates if (m := people.member(office.id, each)) is not None]
    if len(candidates) == 1:
        return _credited(inquiry, candidates, "button", "", office, people, inquiries, credits, lately, now)
    choices = [
        Choice(wording.shorten(m.spoken_name, 20), press("ask.helped", q=inquiry.id, m=m.id), shows=m.spoken_name)
        for m in candidates
    ]
    other = Choice(wording.SOMEBODY_ELSE, press("ask.helped", q=inquiry.id, m=NOBODY), shows=wording.SOMEBODY_ELSE)
    return Text(wording.WHO_HELPED, (*choices, other))


@router.button("ask.helped")
def helped_by(
    pressed: Pressed,
    event: Event,
    office: Office,
    people: PeopleStore,
    inquiries: InquiryStore,
    credits: HelpedStore,
    lately: Lately,
    now: datetime,
) -> Replies:
    """The asker names who it was."""
    inquiry = inquiries.get(pressed.values.get("q", ""))
    if inquiry is None:
        return Text(wording.STALE)
    if inquiry.user_id != event.user_id:
        return Text(wording.ONLY_ASKER)
    if pressed.values.get("m") == NOBODY:
        inquiries.put(replace(inquiry, settled=True))
        return Text(wording.SETTLED)
    member = people.member(office.id, pressed.values.get("m", ""))
    if member is None or member.id not in (*inquiry.candidates, *inquiry.named):
        return Text(wording.STALE)
    return _credited(inquiry, [member], "button", "", office, people, inquiries, credits, lately, now)


@router.button("ask.missed")
def not_answered(
    pressed: Pressed,
    event: Event,
    office: Office,
    people: PeopleStore,
    inquiries: InquiryStore,
    gaps: Gaps,
    now: datetime,
) -> Replies:
    """The asker has no answer: a gap, and whoever wasn't asked yet can still be."""
    inquiry = inquiries.get(pressed.values.get("q", ""))
    if inquiry is None:
        return Text(wording.STALE)
    if inquiry.user_id != event.user_id:
        return Text(wording.ONLY_ASKER)
    if inquiry.settled:
        return Text(wording.SETTLED_ALREADY)
    if not inquiry.missed:
        missed(inquiry, gaps, inquiries, now)
    left = [m for each in inquiry.named if not inquiry.was_asked(each) and (m := people.member(office.id, each))]
    return Text(
        wording.MISSED,
        tuple(
            Choice(
                wording.ask_label(m.spoken_name),
                press("ask.for", q=inquiry.id, m=m.id),
                shows=wording.ask_label(m.spoken_name),
            )
            for m in left
            if not gone(m, now)
        ),
    )


# ---------------------------------------------------------------- by thanks


def _thanks(turn: Turn) -> bool:
    if type(turn.event) is not TextSaid or turn.event.user_id is None or len(turn.text) > LONGEST_THANKS:
        return False
    if _THANKS.match(turn.text) is None:
        return False
    chat = turn.event.chat
    try:
        asked = latest(turn.ask("inquiries"), "" if chat.private else chat.id, turn.event.user_id, turn.now)
    except NotLinked:
        return False
    return asked is not None


@router.when("thanked", _thanks)
def thanked(
    event: TextSaid,
    text: str,
    office: Office,
    people: PeopleStore,
    inquiries: InquiryStore,
    credits: HelpedStore,
    lately: Lately,
    now: datetime,
) -> Replies:
    """Thanks of the asker to somebody, within a day: named with @, by name, or, in reply to the answer, by it. In the
    group nothing is said, unless there is an answer that can be kept."""
    assert event.user_id is not None
    inquiry = latest(inquiries, "" if event.chat.private else event.chat.id, event.user_id, now)
    assert inquiry is not None, "the route looked"
    quoted = lately.recall(event.quoted_message_id) if event.quoted_message_id else None
    users = [m.user_id for m in event.mentions if m.user_id and not m.is_bot and m.user_id != event.user_id]
    if quoted and quoted.user_id not in (*users, event.user_id):
        users.append(quoted.user_id)
    members = [m for user in users if (m := people.member_by_user(office.id, user)) is not None]
    if not members:
        members = _named(text, inquiry, office, people, private=event.chat.private)
    members = [m for m in members if not m.opted_out][:MOST_THANKED]
    if not members:
        raise NotMine
    if quoted and quoted.text.strip() and quoted.chat_id == inquiry.chat_id:
        author = people.member_by_user(office.id, quoted.user_id)
        if author is not None and author.id in {m.id for m in members}:
            inquiry = answered(inquiry, Answer(author.id, quoted.message_id, quoted.at))
    reply = _credited(
        inquiry, members, "thanks", event.message_id, office, people, inquiries, credits, lately, now
    )
    return reply if event.chat.private or (isinstance(reply, Text) and reply.choices) else None


def _named(text: str, inquiry: Inquiry, office: Office, people: PeopleStore, *, private: bool) -> list[Member]:
    """Those on the card whose name stands in the thanks; to the bot alone also the one who answered."""
    ids = dict.fromkeys((*inquiry.candidates, *inquiry.named))
    known = [m for each in ids if (m := people.member(office.id, each)) is not None]
    found = [m for m in known if m.spoken_name and m.spoken_name in text]
    if len({m.spoken_name for m in found}) < len(found):
        return []  # two are called so: a guess would credit the wrong one
    if not found and private and len(inquiry.answers) == 1:
        return [m for m in known if m.id == inquiry.answers[0].member_id]
    return found


def _credited(
    inquiry: Inquiry,
    members: list[Member],
    how: How,
    message_id: str,
    office: Office,
    people: PeopleStore,
    inquiries: InquiryStore,
    credits: HelpedStore,
    lately: Lately,
    now: datetime,
) -> Replies:
    """Writes who helped, once each, and offers to keep an answer that is still remembered."""
    asker = people.member_by_user(office.id, inquiry.user_id)
    before = {one.id for one in credits.since(office.id, inquiry.at)}
    for member in members:
        which = helped_id(inquiry.id, member.id)
        if which in before:
            continue
        credits.put_helped(
            Helped(
                which, office.id, member.id, asker.id if asker else "", inquiry.topic, now, how, inquiry.chat_id,
                inquiry.id, message_id,
            )
        )  # fmt: skip
    ids = tuple(dict.fromkeys((*inquiry.helped_by, *(m.id for m in members))))
    inquiries.put(replace(inquiry, settled=True, helped_by=ids))
    answers = [a for a in inquiry.answers if a.member_id in ids and lately.recall(a.message_id) is not None]
    choices = (keep_choice(inquiry, answers[-1].message_id),) if answers else ()
    return Text(wording.helped([m.spoken_name for m in members], inquiry.topic), choices)
