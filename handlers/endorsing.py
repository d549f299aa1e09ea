"""#รับรอง @ชื่อ เรื่อง: a colleague says that somebody is good at something (S17)."""

from __future__ import annotations

from datetime import datetime

from handlers import wording
from handlers.chat import Replies, Text, TextSaid
from handlers.held import Held
from handlers.once import Once, unsent_mark
from handlers.people import Introduce, IntroduceUser
from handlers.router import Router
from knowledge.crediting import Endorsement, EndorsementStore, endorsement_id
from knowledge.expertise_card import read
from knowledge.experts import Directory
from knowledge.marks import Mark
from knowledge.masking import mask
from knowledge.people import Member, Office, PeopleStore

router = Router("endorsing")

MOST = 3
"""Things that one message vouches for."""
LONGEST_NAME = 40


@router.command("endorse", "รับรอง", "endorse")
def endorse(
    event: TextSaid,
    mark: Mark,
    office: Office,
    introduce: Introduce,
    introduce_user: IntroduceUser,
    people: PeopleStore,
    directory: Directory,
    endorsements: EndorsementStore,
    held: Held,
    once: Once,
    now: datetime,
) -> Replies:
    """One person, named with @ or by an unmistakable name. Whoever is vouched for hears of it in 1:1, and can take it
    off the card with #ไม่ถนัด."""
    if once.before(unsent_mark(event.message_id)):
        return None
    by = introduce(office)
    if by is None:
        return Text(wording.NO_USER_ID)
    found = _named(event, mark, office, introduce_user, people, directory)
    if isinstance(found, Text):
        return found
    of, rest = found
    if of.id == by.id:
        return Text(wording.ENDORSE_SELF)
    if of.opted_out:
        return Text(wording.ENDORSE_NOT)
    topics = read(mask(rest).text).items[:MOST]
    if not topics:
        return Text(wording.endorse_what(of.spoken_name))
    for topic in topics:
        which = endorsement_id(of.id, by.id, topic)
        endorsements.put_endorsement(Endorsement(which, office.id, of.id, by.id, topic, now, event.message_id))
    if of.user_id:
        held.hold(of.user_id, wording.ENDORSED_YOU)
    return Text(wording.endorsed(of.spoken_name, topics))


def _named(
    event: TextSaid,
    mark: Mark,
    office: Office,
    introduce_user: IntroduceUser,
    people: PeopleStore,
    directory: Directory,
) -> tuple[Member, str] | Text:
    """Who is vouched for, and for what."""
    mentions = [m for m in event.mentions if not m.is_bot]
    if len(mentions) > 1 or any(m.everyone for m in mentions):
        return Text(wording.ENDORSE_ONE)
    if mentions:
        at = mentions[0]
        member = introduce_user(office, at.user_id) if at.user_id else None
        return (member, event.text[at.start + at.length :]) if member else Text(wording.ENDORSE_WHO)
    name, _, rest = mark.rest.lstrip("@ ").partition(" ")
    known = directory.called(office.id, [name[:LONGEST_NAME]]) if name else {}
    ids = {each for found in known.values() for each in found}
    if len(ids) > 1:
        return Text(wording.ENDORSE_WHICH)
    member = people.member(office.id, ids.pop()) if ids else None
    return (member, rest) if member else Text(wording.ENDORSE_WHO)
