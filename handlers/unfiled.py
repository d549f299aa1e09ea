"""Notes that nobody could file, and words worth knowing: once a week to who looks after the community's knowledge,
in 1:1, with buttons. That is how a new category is found."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Protocol

from handlers import wording
from handlers.chat import Button, Card, Cards, Chat, Choice, Line, Replies, Reply, Text
from handlers.held import Held
from handlers.once import Once
from handlers.router import Pressed, Router, press
from knowledge.classifier import Classifier
from knowledge.learning import Proposal
from knowledge.notes import Note, NoteStore
from knowledge.people import Member, Office, PeopleStore, is_keeper
from knowledge.taxonomy import Taxonomy
from knowledge.unfiled import unfiled

router = Router("unfiled")

NOTES_SHOWN, WORDS_SHOWN = 7, 4
TITLES = 3
"""Short titles in the weekly line."""
WEEK_SECONDS = int(timedelta(days=8).total_seconds())


class Vocabulary(Protocol):
    """The words of an office's own filing."""

    def proposals(self) -> list[Proposal]:
        """Words that corrections suggest, undecided ones only."""
        ...

    def settle(self, category_id: str, word: str, *, accepted: bool) -> None:
        """Decides about one; the last decision stands."""
        ...


@router.command("file", "จัดหมวด")
def desk(
    chat: Chat,
    office: Office,
    notes: NoteStore,
    member: Member | None,
    people: PeopleStore,
    taxonomy: Taxonomy,
    classifier: Classifier,
    vocabulary: Vocabulary,
) -> Replies:
    """What waits to be filed: the office's for who looks after it, one's own for everybody else."""
    if not chat.private:
        return Text(wording.DESK_IN_PRIVATE)
    waiting = unfiled(notes.all(), member)
    proposals = vocabulary.proposals()[:WORDS_SHOWN] if member and is_keeper(member) else []
    if not waiting and not proposals:
        return Text(wording.NOTHING_TO_FILE)
    cards = [_note_card(note, office, people, taxonomy, classifier) for note in waiting[:NOTES_SHOWN]]
    cards += [_word_card(proposal, taxonomy) for proposal in proposals]
    said: list[Reply] = [Text(wording.desk_title(len(waiting), len(proposals))), Cards(tuple(cards))]
    if len(waiting) > NOTES_SHOWN:
        said.append(Text(wording.older(len(waiting) - NOTES_SHOWN)))
    return said


def _note_card(
    note: Note, office: Office, people: PeopleStore, taxonomy: Taxonomy, classifier: Classifier
) -> Card:
    teller = people.member(office.id, note.member_id) if note.member_id else None
    buttons = [
        Button(name := taxonomy.short_name(near.id), press("note.file", note=note.id, to=near.id), shows=name)
        for near in classifier.classify(note.text).nearest
    ]
    buttons.append(Button(wording.OTHER_CATEGORIES, press("note.categories", note=note.id)))
    none = press("note.file", note=note.id, to="-")
    buttons.append(Button(wording.NO_CATEGORY, none, shows=wording.NO_CATEGORY))
    return Card(
        wording.shorten(note.text, 40),
        (Line(wording.shorten(note.text, 120)), Line(wording.NOT_FILED, "small")),
        tuple(buttons),
        subtitle=wording.told_by(teller.spoken_name if teller else "", note.told_at),
    )


def _word_card(proposal: Proposal, taxonomy: Taxonomy) -> Card:
    told = wording.word_found(taxonomy.short_name(proposal.category_id), proposal.notes)
    return Card(
        f"“{proposal.word}”",
        (Line(told),),
        (
            Button(wording.ADD_WORD, _settle(proposal.category_id, proposal.word, "add"), shows=wording.ADD_WORD),
            Button(wording.LEAVE_WORD, _settle(proposal.category_id, proposal.word, "leave"), shows=wording.LEAVE_WORD),
        ),
    )


def _settle(category_id: str, word: str, to: str) -> str:
    return press("word.settle", cat=category_id, word=word, to=to)


@router.button("word.settle")
def settle(pressed: Pressed, member: Member | None, taxonomy: Taxonomy, vocabulary: Vocabulary) -> Replies:
    """A word becomes a keyword of the office's own, or is left; the decision can be taken back."""
    if member is None or not is_keeper(member):
        return Text(wording.WORDS_KEEPERS_ONLY)
    category_id, word = pressed.values.get("cat", ""), pressed.values.get("word", "")
    if taxonomy.category(category_id) is None or not word:
        return Text(wording.STALE)
    accepted = pressed.values.get("to") == "add"
    vocabulary.settle(category_id, word, accepted=accepted)
    if not accepted:
        return Text(wording.word_left(word))
    back = Choice(wording.TAKE_BACK, _settle(category_id, word, "leave"), shows=wording.TAKE_BACK)
    return Text(wording.word_added(word, taxonomy.short_name(category_id)), (back,))


class WeeklyHeld:
    """`Held` that also says, once a week, what waits to be filed, to who looks after that."""

    def __init__(self, held: Held, weekly: Callable[[str], str]) -> None:
        self._held, self._weekly = held, weekly

    def hold(self, user_id: str, text: str) -> None:
        self._held.hold(user_id, text)

    def take(self, user_id: str) -> list[str]:
        line = self._weekly(user_id)
        return self._held.take(user_id) + ([line] if line else [])


def weekly_line(
    member: Member | None, week: str, once: Once, notes: Callable[[], NoteStore], vocabulary: Callable[[], Vocabulary]
) -> str:
    """What waits, at the first word of the week; empty for who doesn't look after it, and where nothing waits."""
    if member is None or not is_keeper(member) or not member.user_id:
        return ""
    if not once.first(f"to-file:{week}:{member.user_id}", seconds=WEEK_SECONDS):
        return ""
    waiting, proposed = unfiled(notes().all(), member), len(vocabulary().proposals()[:WORDS_SHOWN])
    if not waiting and not proposed:
        return ""
    return wording.weekly([note.text for note in waiting[:TITLES]], len(waiting), proposed)
