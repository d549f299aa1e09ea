"""Who is speaking: members as LINE knows them and as the roster knows them, joined."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace

from handlers.chat import MemberJoined, MemberLeft, Replies
from handlers.router import Router
from knowledge.people import Group, Member, Office, PeopleStore

router = Router("people")

Introduce = Callable[[Office], Member | None]
"""The member of this office who caused the event, made known to the office if need be; None without a LINE id."""
IntroduceUser = Callable[[Office, str | None], Member | None]
"""The same for any LINE user of the chat, such as the author of what is quoted."""


def made_id(office_id: str, user_id: str) -> str:
    """The member id of somebody whom no roster named; it doesn't give the LINE id away."""
    return "m" + hashlib.sha256(f"{office_id}:{user_id}".encode()).hexdigest()[:12]


def introduced(
    office: Office, user_id: str, display_name: Callable[[], str], people: PeopleStore, *, in_group: bool
) -> Member:
    """The member behind a LINE user: known by id, else the only one of that LINE name, else a new one.
    `display_name` asks LINE, so it is called for strangers only."""
    known = people.member_by_user(office.id, user_id)
    if known is not None:
        if known.left and in_group:
            known = replace(known, left=False)
            people.put_member(office.id, known)
        return known
    name = display_name()
    same = [m for m in people.members(office.id) if name and m.display_name == name]
    namesakes = [m for m in same if m.user_id is None and not m.opted_out]
    if len(namesakes) == 1:
        member = replace(namesakes[0], user_id=user_id)
    else:
        member = Member(
            id=made_id(office.id, user_id),
            full_name=name,
            display_name=name,
            user_id=user_id,
        )
    people.put_member(office.id, member)
    return member


@router.on(MemberLeft)
def members_left(
    event: MemberLeft, group: Group | None, people: PeopleStore, in_other_group: Callable[[str], bool]
) -> Replies:
    """Who left is no longer an answer to "who knows"; what they told stays. Who is still in another group of the
    office has only left this one."""
    gone = tuple(user_id for user_id in event.user_ids if group is not None and not in_other_group(user_id))
    return _mark(gone, group, people, left=True)


@router.on(MemberJoined)
def members_joined(event: MemberJoined, group: Group | None, people: PeopleStore) -> Replies:
    """Who comes back is an answer again. Nothing is said: a greeting a person would be too much talk."""
    return _mark(event.user_ids, group, people, left=False)


def _mark(user_ids: tuple[str, ...], group: Group | None, people: PeopleStore, *, left: bool) -> Replies:
    if group is not None:
        for user_id in user_ids:
            member = people.member_by_user(group.office_id, user_id)
            if member is not None and member.left != left:
                people.put_member(group.office_id, replace(member, left=left))
    return None
