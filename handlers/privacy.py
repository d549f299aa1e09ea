"""What a person may ask about their own data: #ข้อมูลของฉัน, #ลืมฉัน, #ไม่บันทึกฉัน and #บันทึกฉัน.

Whoever has opted out is met here: only what STILL names is answered, and a turn of theirs writes nothing unless
STILL says so. In the group the bot is then silent towards them, so that colleagues don't learn of the choice; they
are told so when they opt out, and in 1:1 each time."""

from __future__ import annotations

from collections.abc import Callable

from handlers import wording
from handlers.chat import Button, Card, Cards, Chat, Choice, Event, Line, Replies, Text, TextSaid
from handlers.router import Pressed, Router, Turn, press
from knowledge.hearing import Heard
from knowledge.marks import Mark
from knowledge.personal_file import PersonalFile, pages
from knowledge.privacy import Erased, Privacy, digest

router = Router("privacy")

STILL: dict[str, bool] = {
    "my_data": True,
    "forget_me": True,
    "forget_me.yes": True,
    "forget_me.no": True,
    "opt_out": True,
    "opt_out.delete": True,
    "opt_out.keep": True,
    "opt_in": True,
    "MessageUnsent": True,
    "BotInvited": False,
    "opted_out": False,
    "help": False,
    "who": False,
    "who.notes": False,
    "search": False,
    "note.read": False,
    "note.why": False,
    "unclear": False,
    "decline": False,
    "thanks": False,
}
"""What is still done for somebody who opted out, and whether it may write: asking costs nobody anything."""

PAGE = 9_000
"""Characters of a page of the personal file in the chat: two full messages."""


def _who(event: Event) -> str:
    """Marks a button as this person's: in a group everybody sees it and may press it."""
    return digest(event.user_id or "")[:16]


def _theirs(pressed: Pressed, event: Event) -> bool:
    return event.user_id is not None and pressed.values.get("who") == _who(event)


@router.command("my_data", "ข้อมูลของฉัน", "ข้อมูลของผม", "ข้อมูลของหนู", "ข้อมูลของดิฉัน", "ข้อมูลฉัน", "mydata")
def my_data(
    event: Event,
    chat: Chat,
    mark: Mark,
    personal_file: Callable[[str], PersonalFile],
    personal_link: Callable[[str], str | None],
    opted_out: bool,
) -> Replies:
    """What is kept of the person, in short, and all of it behind a link; in the group only where to ask."""
    if not chat.private:
        return Text(wording.ASK_IN_PRIVATE)
    if event.user_id is None:
        return Text(wording.NO_USER_ID)
    if opted_out:
        return Text(wording.OPTED_OUT_DATA)
    found = personal_file(event.user_id)
    if not found.shares:
        return Text(wording.NOTHING_OF_YOU)
    link = personal_link(event.user_id)
    ways = tuple(Choice(word, says=word) for word in (wording.FORGET_ME_WORD, wording.OPT_OUT_WORD))
    if link is None and mark.rest.strip().isdigit():
        return _page(found, int(mark.rest.strip()), ways)
    lines = [Line(wording.told_in_all(found.notes, found.kinds()))]
    for office, name, entries in found.card():
        lines.append(Line(office, label=wording.OFFICE_LABEL))
        if name:
            lines.append(Line(wording.entries_kept([label for label, _ in entries]), "small"))
    if link is not None:
        button = Button(wording.MY_DATA_FILE, uri=link, primary=True)
        lines.append(Line(wording.MY_DATA_LIFE, "small"))
        # the link is not for the notification on a locked screen
        plain = f"{wording.MY_DATA_TITLE}\n{lines[0].text}"
        return Cards((Card(wording.MY_DATA_TITLE, tuple(lines), (button,), plain=plain),), choices=ways)
    button = Button(wording.MY_DATA_READ, says=f"{wording.MY_DATA_WORD} 1", primary=True)
    return Cards((Card(wording.MY_DATA_TITLE, tuple(lines), (button,)),), choices=ways)


def _page(found: PersonalFile, number: int, ways: tuple[Choice, ...]) -> Replies:
    """Without a public address there is no link: the same in messages, a page at a time."""
    every = pages(found.blocks(), PAGE)
    if not 1 <= number <= len(every):
        return Text(wording.no_such_page(len(every)))
    if number == len(every):
        return Text(every[-1], ways)
    more = Choice(wording.NEXT_PAGE, says=f"{wording.MY_DATA_WORD} {number + 1}")
    return [Text(every[number - 1]), Text(wording.more_pages(number, len(every)), (more,))]


@router.command("forget_me", "ลืมฉัน", "ลืมผม", "ลืมหนู", "ลืมดิฉัน", "forgetme")
def ask_to_forget(event: Event) -> Replies:
    """Can't be undone, so it is asked once more."""
    if event.user_id is None:
        return Text(wording.NO_USER_ID)
    yes = Choice(wording.FORGET_YES, press("forget_me.yes", who=_who(event)), shows=wording.FORGET_YES)
    return Text(wording.FORGET_ASK, (yes, Choice(wording.FORGET_NO, press("forget_me.no"), shows=wording.FORGET_NO)))


@router.button("forget_me.yes")
def forget(event: Event, pressed: Pressed, privacy: Privacy) -> Replies:
    """Everything of the person goes; the office's own roster row keeps name and post."""
    if not _theirs(pressed, event):
        return None
    assert event.user_id is not None
    erased: Erased = privacy.erase_person(event.user_id)
    if not erased.anything:
        return Text(wording.NOTHING_OF_YOU)
    return Text(wording.forgotten(len(erased.note_ids), roster=erased.member == "unlinked"))


@router.button("forget_me.no")
def forget_not() -> Replies:
    """Thought better of it."""
    return Text(wording.CANCELLED)


@router.command("opt_out", "ไม่บันทึกฉัน", "ไม่บันทึกผม", "ไม่บันทึกหนู", "ไม่บันทึกดิฉัน", "อย่าบันทึกฉัน", "optout")
def opt_out(event: Event, privacy: Privacy) -> Replies:
    """At once; what becomes of earlier notes, which have lost their teller's name, is asked."""
    if event.user_id is None:
        return Text(wording.NO_USER_ID)
    before = privacy.opt_out(event.user_id)
    if not before:
        return Text(wording.OPTED_OUT)
    delete = Choice(wording.OPT_OUT_DELETE, press("opt_out.delete", who=_who(event)), shows=wording.OPT_OUT_DELETE)
    keep = Choice(wording.OPT_OUT_KEEP, press("opt_out.keep", who=_who(event)), shows=wording.OPT_OUT_KEEP)
    return Text(f"{wording.OPTED_OUT}\n{wording.notes_before(before)}", (delete, keep))


@router.button("opt_out.delete")
def delete_notes_before(event: Event, pressed: Pressed, privacy: Privacy) -> Replies:
    """The notes of before go, too."""
    return _decide(event, pressed, privacy, delete=True)


@router.button("opt_out.keep")
def keep_notes_before(event: Event, pressed: Pressed, privacy: Privacy) -> Replies:
    """The notes of before stay without a name, and nothing tells any more whose they were."""
    return _decide(event, pressed, privacy, delete=False)


def _decide(event: Event, pressed: Pressed, privacy: Privacy, *, delete: bool) -> Replies:
    if not _theirs(pressed, event):
        return None
    assert event.user_id is not None
    count = privacy.notes_before(event.user_id, delete=delete)
    if count is None:
        return Text(wording.STALE)
    return Text(wording.notes_deleted(count) if delete else wording.NOTES_NAMELESS)


@router.command("opt_in", "บันทึกฉัน", "บันทึกผม", "บันทึกหนู", "บันทึกดิฉัน", "optin")
def opt_in(event: Event, privacy: Privacy) -> Replies:
    """The person may be kept, quoted and named again."""
    if event.user_id is None:
        return Text(wording.NO_USER_ID)
    return Text(wording.OPTED_IN if privacy.opt_in(event.user_id) else wording.NOT_OPTED_OUT)


def _wants_something(turn: Turn) -> bool:
    """Somebody who opted out did what would otherwise be answered or kept."""
    if not turn.cache.get("opted_out"):
        return False
    said = type(turn.event) is TextSaid and (turn.mark is not None or turn.heard.intent == "capture")
    return said or turn.pressed is not None


@router.when("opted_out", _wants_something)
def not_kept(chat: Chat, heard: Heard) -> Replies:
    """In 1:1 it is said why nothing was kept or done, and how that is changed."""
    if not chat.private:
        return None
    return Text(wording.OPTED_OUT_REMINDER if heard.intent == "capture" else wording.OPTED_OUT_CLOSED)
