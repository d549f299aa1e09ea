"""One's own card in the directory: #ถนัด and #ไม่ถนัด, #บัตรของฉัน to see, correct and hide it. Nobody is listed against
their will (S17)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Protocol

from handlers import wording
from handlers.chat import Button, Card, Cards, Chat, Choice, Event, Line, Replies, Text, TextEdited, TextSaid
from handlers.dialogs import DIALOG_TTL, Dialog, DialogKey, DialogStore
from handlers.once import Once, unsent_mark
from handlers.people import Introduce
from handlers.router import NotMine, Router, Turn, press
from knowledge.classifier import Files
from knowledge.crediting import EndorsementStore, HelpedStore
from knowledge.expertise_card import MOST_ITEMS, Said, declared, read, same, withdrawn
from knowledge.expertise_fields import fields_of
from knowledge.gaps import Gaps
from knowledge.masking import mask
from knowledge.notes import NoteStore
from knowledge.people import Member, Office, PeopleStore
from knowledge.privacy import Privacy
from knowledge.rules import Rules
from knowledge.taxonomy import Taxonomy

router = Router("own_card")

LONGEST = 800
"""Characters of a list of what somebody is good at."""
EVER = datetime(2000, 1, 1, tzinfo=UTC)
_SPOKEN = re.compile(r"(?:(?:ผม|หนู|ดิฉัน|ฉัน|เรา)\s*)?(?P<no>ไม่)?(?:ค่อย)?ถนัด(?:เรื่อง|ด้าน|งาน)?\s*(?P<rest>\S.*)", re.DOTALL)
_MARKED = re.compile(r"[#＃﹟]\s*(?P<no>ไม่)?ถนัด\s*[:：]?\s*(?P<rest>.*)", re.DOTALL)
_ASKS = re.compile(r"ใคร|ไหม|มั้ย|หรือเปล่า|\?|ซ้าย|ขวา")


@dataclass(frozen=True)
class Declaration:
    """What one message changed on a person's own card."""

    member_id: str
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    denied: tuple[str, ...] = ()


class Declarations(Protocol):
    """Which message said what, so that it can be taken back. Changes become visible with the turn."""

    def get(self, message_id: str) -> Declaration | None: ...
    def put(self, message_id: str, declaration: Declaration) -> None: ...
    def remove(self, message_id: str) -> None: ...


def taken_back(member: Member, said: Declaration) -> Member:
    """The member as if the message had never been said."""
    after = withdrawn(member, said.added, deny=False)
    kept = [item for item in said.removed if item not in after.expertise]
    denied = tuple(item for item in after.denied if item not in said.denied)
    return replace(after, expertise=(*after.expertise, *kept), denied=denied)


# ---------------------------------------------------------------- saying it


def _list_of(turn: Turn) -> re.Match[str] | None:
    """What is said of one's own card: with a hashtag anywhere, in plain words to the bot alone."""
    if not isinstance(turn.event, TextSaid):
        return None
    if turn.mark is not None and turn.mark.word.startswith(("ถนัด", "ไม่ถนัด")):
        return _MARKED.search(turn.text)
    if turn.addressed and (found := _SPOKEN.fullmatch(turn.text)) and not _ASKS.search(turn.text):
        return found
    return None


@router.command("declare", "ถนัด", "ไม่ถนัด")
def declare(
    event: TextSaid,
    text: str,
    office: Office,
    introduce: Introduce,
    people: PeopleStore,
    declarations: Declarations,
    gaps: Gaps,
    once: Once,
    now: datetime,
) -> Replies:
    """Puts what is listed on the speaker's own card, or takes it off. Colleagues are vouched for with #รับรอง."""
    if once.before(unsent_mark(event.message_id)):
        return None
    found = _MARKED.search(text) or _SPOKEN.fullmatch(text)
    if found is None:
        raise NotMine
    if any(not m.is_bot for m in event.mentions):
        return Text(wording.DECLARE_OWN_ONLY)
    said = read(mask(found["rest"][:LONGEST]).text)
    if not said.items:
        return Text(wording.DECLARE_TOO_LONG if said.too_long else wording.DECLARE_WHAT)
    member = introduce(office)
    if member is None:
        return Text(wording.NO_USER_ID)
    after = withdrawn(member, said.items) if found["no"] else declared(member, said.items)
    lost = [item for item in said.items if not found["no"] and item not in after.expertise and not _has(after, item)]
    if lost:
        return Text(wording.card_full(MOST_ITEMS))
    told = after if after.consented_at or not event.reply_token else replace(after, consented_at=now)
    people.put_member(office.id, told)
    declarations.put(event.message_id, _declaration(member, after))
    line = wording.withdrawn(said.items) if found["no"] else _declared(said, member, gaps, now)
    return Text(line if told is after else f"{line}\n{wording.CONSENT}")


@router.when("declare", lambda turn: _list_of(turn) is not None and type(turn.event) is TextSaid)
def declare_otherwise(
    event: TextSaid,
    text: str,
    office: Office,
    introduce: Introduce,
    people: PeopleStore,
    declarations: Declarations,
    gaps: Gaps,
    once: Once,
    now: datetime,
) -> Replies:
    """Typed without a space after the hashtag, or in plain words to the bot."""
    return declare(event, text, office, introduce, people, declarations, gaps, once, now)


def _has(member: Member, item: str) -> bool:
    return any(same(item, each) for each in member.expertise)


def _declared(said: Said, member: Member, gaps: Gaps, now: datetime) -> str:
    closed = [gap for item in said.items for gap in gaps.told(item, now)]
    return wording.declared(member.spoken_name, said.items, sum(gap.count for gap in closed))


def _declaration(before: Member, after: Member) -> Declaration:
    return Declaration(
        before.id,
        tuple(item for item in after.expertise if item not in before.expertise),
        tuple(item for item in before.expertise if item not in after.expertise),
        tuple(item for item in after.denied if item not in before.denied),
    )


@router.when("declare.edited", lambda turn: type(turn.event) is TextEdited and _list_of(turn) is not None)
def declared_otherwise(
    event: TextEdited, text: str, office: Office, people: PeopleStore, declarations: Declarations
) -> Replies:
    """The newest edit wins, without a word."""
    before, found = declarations.get(event.message_id), _list_or_none(text)
    member = people.member(office.id, before.member_id) if before else None
    if before is None or member is None or found is None:
        raise NotMine
    was = taken_back(member, before)
    said = read(mask(found["rest"][:LONGEST]).text)
    after = withdrawn(was, said.items) if found["no"] else declared(was, said.items)
    people.put_member(office.id, after)
    declarations.put(event.message_id, _declaration(was, after))
    return None


def _list_or_none(text: str) -> re.Match[str] | None:
    return _MARKED.search(text) or _SPOKEN.fullmatch(text)


def _took_it_out(turn: Turn) -> bool:
    if type(turn.event) is not TextEdited or turn.heard.intent == "capture" or turn.event.user_id is None:
        return False
    return turn.ask("declarations").get(turn.event.message_id) is not None


@router.when("declare.edited", _took_it_out)
def declared_no_more(event: TextEdited, privacy: Privacy) -> Replies:
    """Edited into something else: as if it had been unsent."""
    privacy.erase_message(event.message_id)
    return None


# ---------------------------------------------------------------- seeing it


@router.command("card", "บัตรของฉัน", "บัตรของผม", "บัตรของหนู", "บัตรของดิฉัน", "บัตรฉัน", "mycard")
def my_card(
    chat: Chat,
    event: Event,
    office: Office,
    member: Member | None,
    notes: NoteStore,
    credits: HelpedStore,
    endorsements: EndorsementStore,
    field_files: Files,
    field_names: Taxonomy,
    rules: Rules,
) -> Replies:
    """What colleagues are told of the person when they ask who knows; in the group only where to look."""
    if not chat.private:
        return Text(wording.CARD_IN_PRIVATE)
    if event.user_id is None:
        return Text(wording.NO_USER_ID)
    if member is None:
        return Text(wording.CARD_NONE)
    shared = bool(office.province) and rules.share_experts
    return _card(member, office, notes, credits, endorsements, field_files, field_names, shared=shared)


def _card(
    member: Member,
    office: Office,
    notes: NoteStore,
    credits: HelpedStore,
    endorsements: EndorsementStore,
    field_files: Files,
    field_names: Taxonomy,
    *,
    shared: bool,
) -> Cards:
    theirs = notes.of_member(member.id)
    helped = [one for one in credits.since(office.id, EVER) if one.helper == member.id]
    said = [one.topic for one in endorsements.endorsements(office.id) if one.of == member.id]
    fields = fields_of(member, theirs, field_files)
    seen_by = wording.CARD_IS_SHARED if shared else wording.CARD_IS_SHOWN
    lines = [
        Line(wording.person(member, told_apart=True), "strong"),
        Line(" · ".join(part for part in (member.position, member.unit) if part), "small"),
        Line(" · ".join(member.expertise) or wording.CARD_EMPTY, label=wording.CARD_GOOD_AT),
        Line(" · ".join(member.denied), label=wording.CARD_NOT_GOOD_AT),
        Line(_counted(said), label=wording.CARD_ENDORSED),
        Line(_counted([one.topic for one in helped]), label=wording.CARD_HELPED),
        Line(wording.card_told(len(theirs)) if theirs else "", label=wording.CARD_TOLD),
        Line(" · ".join(field_names.short_name(f.id) for f in fields), label=wording.CARD_FIELDS),
        Line(wording.CARD_IS_HIDDEN if member.hidden else seen_by, "small"),
    ]
    hide = (
        Button(wording.CARD_SHOW, press("card.show"), shows=wording.CARD_SHOW)
        if member.hidden
        else Button(wording.CARD_HIDE, press("card.hide"), shows=wording.CARD_HIDE)
    )
    edit = Button(wording.CARD_EDIT, press("card.edit"), shows=wording.CARD_EDIT, primary=True)
    off = tuple(Choice(wording.not_good_at(item), says=f"#ไม่ถนัด {item}") for item in member.expertise[:12])
    return Cards((Card(wording.CARD_TITLE, tuple(lines), (edit, hide)),), off)


def _counted(topics: Sequence[str]) -> str:
    """Topics with how often, the newest last said first; at most five."""
    times = {topic: topics.count(topic) for topic in reversed(topics) if topic}
    return " · ".join(wording.times(topic, count) for topic, count in list(times.items())[:5])


@router.button("card.hide")
def hide(office: Office, member: Member | None, people: PeopleStore) -> Replies:
    """No answer names the person any more; what they told stays findable."""
    return _show(office, member, people, hidden=True)


@router.button("card.show")
def show(office: Office, member: Member | None, people: PeopleStore) -> Replies:
    """The person may be named again."""
    return _show(office, member, people, hidden=False)


def _show(office: Office, member: Member | None, people: PeopleStore, *, hidden: bool) -> Replies:
    if member is None:
        return Text(wording.STALE)
    if member.hidden != hidden:
        people.put_member(office.id, replace(member, hidden=hidden))
    if hidden:
        return Text(wording.CARD_HIDDEN, (Choice(wording.CARD_SHOW, press("card.show"), shows=wording.CARD_SHOW),))
    return Text(wording.CARD_SHOWN)


@router.button("card.edit")
def edit(event: Event, member: Member | None, dialogs: DialogStore, now: datetime) -> Replies:
    """The next words are the whole list."""
    if member is None or event.user_id is None:
        return Text(wording.STALE)
    if not event.chat.private:
        return Text(wording.CARD_IN_PRIVATE)
    dialogs.open(Dialog(DialogKey(event.chat.id, event.user_id), "card", "items", now + DIALOG_TTL))
    return Text(wording.card_edit(member.expertise))


@router.step("card.items")
def items_said(
    event: TextSaid,
    text: str,
    dialog: Dialog,
    dialogs: DialogStore,
    office: Office,
    member: Member | None,
    people: PeopleStore,
    declarations: Declarations,
    gaps: Gaps,
    now: datetime,
) -> Replies:
    """The list as it is to stand from now on. What a roster says beside it is not brought back."""
    said = read(mask(text[:LONGEST]).text)
    if member is None or not said.items or said.too_long:
        return Text(wording.DECLARE_TOO_LONG if said.too_long else wording.DECLARE_WHAT)
    if len(said.items) > MOST_ITEMS:
        return Text(wording.card_full(MOST_ITEMS))
    dialogs.close(dialog.key)
    gone = [item for item in member.expertise if not any(same(item, each) for each in said.items)]
    after = declared(withdrawn(member, gone), said.items)
    people.put_member(office.id, after)
    declarations.put(event.message_id, _declaration(member, after))
    return Text(_declared(Said(after.expertise), member, gaps, now))
