"""Story circles: #วงเล่า and a topic, then people tell and the bot is silent, then #จบวงเล่า and one message with who
told and what can be drawn from it. A circle that nobody closes ends after three hours, with the next word in the
group."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from handlers import wording
from handlers.chat import Button, Card, Cards, Chat, Line, Replies, Reply, Text, TextEdited, TextSaid
from handlers.dialogs import DialogKey, DialogStore
from handlers.held import Held
from handlers.lately import Lately
from handlers.long_tellings import as_it_stands, go_on, overheard, said_of_masks, with_pictures
from handlers.once import Once, unsent_mark
from handlers.people import Introduce
from handlers.remembering import in_linked_group
from handlers.router import Router, Turn, press
from knowledge.circles import MOST_STORIES, Circle, CircleStore, Point, circle_id, proposals
from knowledge.classifier import Classifier
from knowledge.continuing import tells_something
from knowledge.hearing import Heard
from knowledge.marks import PARTICLES, Mark
from knowledge.masking import mask
from knowledge.notes import Note, NoteStore, note_id
from knowledge.people import Group, Member, Office, PeopleStore, same_named
from knowledge.telling_parts import MOST_PARTS, parts

router = Router("circles")

_OPENS = ("วงเล่า", "เปิดวงเล่า")
_ENDING = re.compile(rf"\s*(?:{PARTICLES})$")
_END = re.compile(rf"(?:ขอ)?(?:จบ|ปิด|เลิก)วง(?:เล่า)?(?:แล้ว|เลย|ได้|กัน|ก่อน|\s)*(?:{PARTICLES})?[\s.!]*")
LONGEST_TOPIC = 80
MOST_CARDS = 11
"""Stories that are shown side by side, after the card of the circle (LINE: 12 bubbles)."""
CORE = "core"
"""Stands for a story's id where the core knowledge is meant."""


@router.command("circle.open", "วงเล่า", "เปิดวงเล่า", "storycircle")
def open_circle(
    event: TextSaid,
    chat: Chat,
    mark: Mark,
    group: Group | None,
    office: Office,
    introduce: Introduce,
    circles: CircleStore,
    notes: NoteStore,
    people: PeopleStore,
    dialogs: DialogStore,
    held: Held,
    once: Once,
    now: datetime,
) -> Replies:
    """One circle at a time in a group, and none while a dialogue with the whole group is open."""
    if group is None:
        return Text(wording.CIRCLE_IN_GROUP if chat.private else wording.NOT_LINKED)
    if once.before(unsent_mark(event.message_id)):
        return None
    topic = _ENDING.sub("", " ".join(mark.rest.split()))
    if not topic:
        return Text(wording.CIRCLE_TOPIC)
    if len(topic) > LONGEST_TOPIC:
        return Text(wording.CIRCLE_TOPIC_LONG)
    before = circles.last_open(chat.id)
    if before is not None and before.open_at(event.at):
        return Text(wording.circle_open_already(before.topic))
    if dialogs.load(DialogKey(chat.id)) is not None:
        return Text(wording.CIRCLE_NOT_NOW)
    ended = close(before, circles, notes, people, now) if before else []
    member, masked = introduce(office), mask(topic)
    said_of_masks(masked, event, held, silent=True)
    circles.put(
        Circle(
            circle_id(event.message_id), office.id, chat.id, masked.text, event.at, member.id if member else "",
            event.message_id, event.at,
        )
    )  # fmt: skip
    return [*ended, Text(wording.circle_opened(masked.text))]


def _glued(turn: Turn) -> str:
    """The topic that was typed right behind #วงเล่า, without a space."""
    word = turn.mark.word if turn.mark and type(turn.event) is TextSaid else ""
    return next((word.removeprefix(each) for each in _OPENS if word.startswith(each)), "")


@router.when("circle.open", lambda turn: bool(_glued(turn)))
def open_glued(
    event: TextSaid,
    chat: Chat,
    mark: Mark,
    group: Group | None,
    office: Office,
    introduce: Introduce,
    circles: CircleStore,
    notes: NoteStore,
    people: PeopleStore,
    dialogs: DialogStore,
    held: Held,
    once: Once,
    now: datetime,
) -> Replies:
    """The same for people who write without spaces."""
    glued = next(mark.word.removeprefix(each) for each in _OPENS if mark.word.startswith(each))
    topic = Mark(_OPENS[0], f"{glued} {mark.rest}".strip())
    return open_circle(event, chat, topic, group, office, introduce, circles, notes, people, dialogs, held, once, now)


def _ends(turn: Turn) -> bool:
    """ "จบวงเล่า" without its mark while one is open, or with more words typed on to the mark."""
    if type(turn.event) is not TextSaid or turn.event.chat.private:
        return False
    if turn.mark is not None:
        return turn.mark.word.startswith(("จบวงเล่า", "ปิดวงเล่า"))
    if len(turn.text) > 40 or _END.fullmatch(turn.text.strip()) is None or turn.ask("group") is None:
        return False
    return turn.ask("circles").last_open(turn.event.chat.id) is not None


@router.when("circle.close", _ends)
@router.command("circle.close", "จบวงเล่า", "ปิดวงเล่า", "endcircle")
def end_circle(
    chat: Chat, group: Group | None, circles: CircleStore, notes: NoteStore, people: PeopleStore, now: datetime
) -> Replies:
    """Anybody of the circle may say that it is over."""
    circle = circles.last_open(chat.id) if group else None
    if circle is None:
        return Text(wording.NO_CIRCLE)
    return close(circle, circles, notes, people, now)


def _open_circle(turn: Turn) -> Circle | None:
    """The circle of the group in which somebody speaks, even if its time is over."""
    if not in_linked_group(turn):
        return None
    found: Circle | None = turn.ask("circles").last_open(turn.event.chat.id)
    return found


def _in_circle(turn: Turn) -> bool:
    if type(turn.event) is not TextSaid or turn.addressed or turn.event.quoted_message_id:
        return False
    circle = _open_circle(turn)
    return circle is not None and circle.open_at(turn.event.at)


@router.when("circle", _in_circle)
def told(
    event: TextSaid,
    text: str,
    heard: Heard,
    chat: Chat,
    office: Office,
    group: Group,
    introduce: Introduce,
    circles: CircleStore,
    notes: NoteStore,
    classifier: Classifier,
    people: PeopleStore,
    lately: Lately,
    held: Held,
    once: Once,
    now: datetime,
) -> Replies:
    """What somebody tells in the round is kept, without a word. What its teller says next, before another tells,
    belongs to it; nods, questions and errands pass."""
    circle = circles.last_open(chat.id)
    if circle is None or once.before(unsent_mark(event.message_id)) or notes.by_message(event.message_id) is not None:
        return None
    said, edited_at = as_it_stands(event, heard.text if heard.intent == "capture" else text, lately)
    if heard.intent in {"who", "search"} or not (heard.intent == "capture" or tells_something(said)):
        overheard(event, said, group, lately)
        return None
    telling = lately.telling(chat.id, event.user_id, event.at) if event.user_id else None
    begun = notes.get(telling.note_id) if telling and telling.note_id == _last(circle) else None
    if begun is not None and len(parts(begun)) < MOST_PARTS and heard.intent != "capture":
        go_on(begun, event, said, notes, lately, classifier, held, edited_at=edited_at)
        return None
    if not said.strip() or len(circle.note_ids) >= MOST_STORIES:
        return None
    member = introduce(office)
    masked = mask(said)
    said_of_masks(masked, event, held, silent=True)
    if member is not None and member.consented_at is None and event.user_id:
        held.hold(event.user_id, wording.CONSENT)
        people.put_member(office.id, replace(member, consented_at=now))
    note = Note(
        id=note_id(event.message_id),
        office_id=office.id,
        group_id=chat.id,
        user_id=event.user_id or "",
        member_id=member.id if member else "",
        kind=heard.kind if heard.intent == "capture" and heard.kind else "story",
        text=masked.text,
        message_ids=(event.message_id,),
        told_at=event.at,
        categories=classifier.classify(masked.text).categories,
        edited_at=edited_at,
        circle_id=circle.id,
    )
    note = with_pictures(note, event, lately)
    notes.put(note)
    circles.put(replace(circle, note_ids=(*circle.note_ids, note.id)))
    lately.tells(chat.id, note.user_id, note.id, event.at)
    return None


def _last(circle: Circle) -> str:
    return circle.note_ids[-1] if circle.note_ids else ""


def _overdue(turn: Turn) -> bool:
    if not in_linked_group(turn) or turn.heard.intent not in {"silence", "suggest"}:
        return False
    if turn.event.reply_token is None or turn.event.standby:
        return False  # its one message would be lost
    circle = _open_circle(turn)
    return circle is not None and not circle.open_at(turn.event.at) and circle.opened_at < turn.event.at


@router.when("circle.overdue", _overdue)
def end_overdue(
    chat: Chat, circles: CircleStore, notes: NoteStore, people: PeopleStore, now: datetime
) -> Replies:
    """Nobody closed it: it ends with the next word in the group, with what there is; an empty one without a word."""
    circle = circles.last_open(chat.id)
    if circle is None:
        return None
    if not circle.note_ids:
        circles.remove(circle.id)
        return None
    return close(circle, circles, notes, people, now)


def _renames(turn: Turn) -> bool:
    if type(turn.event) is not TextEdited or turn.mark is None or turn.ask("group") is None:
        return False
    return turn.ask("circles").by_message(turn.event.message_id) is not None


@router.when("circle.rename", _renames)
def rename(event: TextEdited, mark: Mark, circles: CircleStore) -> Replies:
    """The message that opened the circle was edited: so is its topic."""
    circle = circles.by_message(event.message_id)
    topic = " ".join(mark.rest.split())[:LONGEST_TOPIC]
    if circle is not None and topic and not (circle.topic_at and circle.topic_at >= event.at):
        circles.put(replace(circle, topic=mask(topic).text, topic_at=event.at))
    return None


# ---------------------------------------------------------------- the end


def close(
    circle: Circle, circles: CircleStore, notes: NoteStore, people: PeopleStore, now: datetime
) -> list[Reply]:
    """Ends a circle: draws its points and shows them. Without a story nothing is kept."""
    stories = notes.get_many(circle.note_ids)
    if not stories:
        circles.remove(circle.id)
        return [Text(wording.circle_empty(circle.topic))]
    circles.put(replace(circle, closed_at=now))
    points = proposals(circle, stories)
    for point in points:
        circles.put_point(point)
    return [Cards(tuple(_cards(circle, stories, points, people)))]


def _cards(circle: Circle, stories: list[Note], points: list[Point], people: PeopleStore) -> Iterable[Card]:
    tellers = _names(stories, circle.office_id, people)
    told_by = Counter(tellers[note.id] for note in stories)
    core = [point for point in points if point.kind == CORE]
    nuggets = [point for point in points if point.kind != CORE]
    lines = [
        Line(wording.circle_tellers(told_by.items()), label=wording.CIRCLE_TELLERS),
        Line(wording.circle_counts(len(stories), len(nuggets)), label=wording.CIRCLE_STORIES),
    ]
    lines += [Line(wording.shorten(point.text, 160), "quote", label=wording.CIRCLE_CORE) for point in core]
    if nuggets or core:
        lines.append(Line(wording.CIRCLE_HOW_CORE if core else wording.CIRCLE_HOW, "small"))
    buttons = [_review(circle, CORE, wording.CORE_REVIEW)] if core else []
    with_points = [note for note in stories if any(point.note_id == note.id for point in nuggets)]
    for note in with_points[MOST_CARDS:][:2]:
        buttons.append(_review(circle, note.id, wording.review_of(tellers[note.id])))
    title, counts = wording.circle_title(circle.topic), wording.circle_counts(len(stories), len(nuggets))
    yield Card(title, tuple(lines), tuple(buttons), plain=f"{title} · {counts}")
    for note in with_points[:MOST_CARDS]:
        yield _story_card(circle, note, tellers[note.id], [point for point in nuggets if point.note_id == note.id])


def _story_card(circle: Circle, note: Note, teller: str, points: list[Point]) -> Card:
    lines = tuple(Line(wording.shorten(point.text, 160), label=wording.POINT[point.kind]) for point in points)
    take = press("points.take", c=circle.id, n=note.id)
    take_all = Button(wording.POINTS_TAKE_ALL, take, shows=wording.POINTS_TAKE_ALL, primary=True)
    return Card(wording.story_of(teller), lines, (take_all, _review(circle, note.id, wording.POINTS_REVIEW)))


def _review(circle: Circle, which: str, label: str) -> Button:
    return Button(label, press("points.review", c=circle.id, n=which), shows=label)


def _names(stories: Iterable[Note], office_id: str, people: PeopleStore) -> dict[str, str]:
    """Note id → how its teller is called; by the full name where others of the office are called the same."""
    known: dict[str, Member] = {member.id: member for member in people.members(office_id)}
    here = [member for member in known.values() if not member.left]
    found = {}
    for note in stories:
        member = known.get(note.member_id)
        name = member and (member.full_name if same_named(member, here) else member.spoken_name)
        found[note.id] = name or wording.SOMEBODY
    return found
