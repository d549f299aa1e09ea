"""Each office's filing as its people taught it: kept up to date with the office's feed of changed notes.

Nothing learnt is stored. A process reads an office's corrected notes once, then follows the feed, as the search index
does; a note that was unsent or forgotten is gone from there and so from what is learnt."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace
from typing import cast

from redis import Redis

from bot.store.changes import Changes
from bot.store.keys import Keys
from bot.store.office_sets import ACCEPTED, RedisOfficeSets
from bot.store.reads import Command, Reads
from bot.store.redis_stores import from_json
from knowledge.classifier import Classifier
from knowledge.learning import Learner, Lesson, Proposal, taught
from knowledge.notes import Note
from knowledge.past_sets import PastSet, former_names, today
from knowledge.people import Office, PeopleStore
from knowledge.taxonomy import Taxonomy

NEWEST = 20_000
"""Notes that may teach."""
BATCH = 500
_CORRECTED = '"corrected":true'


@dataclass(frozen=True)
class OfficeFiling:
    """How an office files now."""

    taxonomy: Taxonomy
    """The office's set with what was learnt and accepted; knows what categories of earlier years were called."""
    classifier: Classifier


@dataclass
class _Office:
    lock: threading.Lock = field(default_factory=threading.Lock)
    base: Taxonomy | None = None
    learner: Learner | None = None
    read_to: str = ""
    """Id of the last entry of the feed that was read; empty before the notes were."""
    past: list[PastSet] = field(default_factory=list)
    words: dict[tuple[str, str], str] = field(default_factory=dict)
    made: OfficeFiling | None = None


class Teaching:
    """The filing of every office, for all threads of a process."""

    def __init__(
        self, redis: Redis, keys: Keys, people: Callable[[], PeopleStore], classifier: Callable[[str], Classifier]
    ) -> None:
        """`classifier` gives that of a set as it came, the same object as long as its file does not change."""
        self._redis, self._keys, self._people, self._classifier = redis, keys, people, classifier
        self._offices: dict[str, _Office] = {}

    def of(self, office: Office) -> OfficeFiling:
        """The office's filing after all that was committed so far."""
        at = self._offices.setdefault(office.id, _Office())
        with at.lock:
            self._follow(at, office)
            assert at.made is not None
            return at.made

    def proposals(self, office: Office) -> list[Proposal]:
        """Words that the office's corrections suggest and that nobody has decided about."""
        at = self._offices.setdefault(office.id, _Office())
        with at.lock:
            self._follow(at, office)
            assert at.learner is not None
            return at.learner.proposals(at.words, self._names(office))

    def _follow(self, at: _Office, office: Office) -> None:
        shared = self._classifier(office.taxonomy)
        base = shared.taxonomy
        reads = Reads(self._redis)
        sets = RedisOfficeSets(reads, Changes(), self._keys, office.id)
        news: Command = ("XRANGE", self._keys.feed(office.id), f"({at.read_to}", "+", b"COUNT", str(BATCH))
        reads.ahead([*sets.commands(), *([news] if at.read_to else [])])
        past, words = sets.past(), sets.words()
        changed = (past, words) != (at.past, at.words)
        if base is not at.base or past != at.past or at.learner is None:
            at.base, at.past, at.learner, at.read_to = base, past, Learner(base, shared), ""
        at.words = words
        changed |= self._read_all(at, office) if not at.read_to else self._read_on(at, office, reads)
        if changed or at.made is None:
            known = {c.id for c in base.categories}
            accepted = [(c, w) for (old, w), s in words.items() if s == ACCEPTED and (c := today(old, known, past))]
            learnt = at.learner.learnt(self._names(office) if len(at.learner) else ())
            own = replace(taught(base, learnt, accepted), former=former_names(past))
            as_it_came = own.categories == base.categories  # then all offices of the set share one classifier
            at.made = OfficeFiling(own, shared if as_it_came else Classifier(own))

    def _read_all(self, at: _Office, office: Office) -> bool:
        newest = cast("list[tuple[str, object]]", self._redis.xrevrange(self._keys.feed(office.id), count=1))
        at.read_to = newest[0][0] if newest else "0-0"
        ids = cast("list[str]", self._redis.zrevrange(self._keys.notes(office.id), 0, NEWEST - 1))
        for start in range(0, len(ids), BATCH):
            keys = [self._keys.note(office.id, note_id) for note_id in ids[start : start + BATCH]]
            for text in cast("list[str | None]", self._redis.mget(keys)):
                if text and _CORRECTED in text and (note := from_json(Note, text)) is not None:
                    self._take(at, note.id, note)
        return True

    def _read_on(self, at: _Office, office: Office, reads: Redis) -> bool:
        feed = self._keys.feed(office.id)
        changed = False
        while True:
            news = cast("list[tuple[str, dict[str, str]]]", reads.xrange(feed, min=f"({at.read_to}", count=BATCH))
            ids = list(dict.fromkeys(fields["note"] for _, fields in news if "note" in fields))
            texts = self._redis.mget([self._keys.note(office.id, note_id) for note_id in ids]) if ids else []
            for note_id, text in zip(ids, cast("list[str | None]", texts), strict=True):
                changed |= self._take(at, note_id, from_json(Note, text))
            if news:
                at.read_to = news[-1][0]
            if len(news) < BATCH:
                return changed

    def _take(self, at: _Office, note_id: str, note: Note | None) -> bool:
        """Whether the note teaches something, or did."""
        assert at.learner is not None
        assert at.base is not None
        known: Collection[str] = {c.id for c in at.base.categories}
        if note is None or not note.corrected:
            return at.learner.remove(note_id)
        right = today(note.categories[0].id, known, at.past) if note.categories else ""
        if right is None:
            return at.learner.remove(note_id)
        at.learner.put(Lesson(note.id, note.text, right, note.member_id))
        return True

    def _names(self, office: Office) -> set[str]:
        """How people of the office are called: no words to learn."""
        found: set[str] = set()
        for member in self._people().members(office.id):
            found |= {member.nickname, member.display_name, *member.full_name.split()}
        return {name for name in found if name}
