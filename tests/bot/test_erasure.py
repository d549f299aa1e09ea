"""What must be gone is gone: every key of the store, the index on disk, and the store's own file.

KEPT lists every kind of key. A kind that isn't listed fails here, so that whoever adds one says what becomes of it
when a message is unsent, and when a person is forgotten or opts out."""

from __future__ import annotations

import contextlib
import inspect
import json
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import directory_keys
import pytest
from redis import Redis

from bot.clock import Clock, house_jobs
from bot.health import Counters, beat
from bot.line.quota import RedisQuota
from bot.services import note_store, people_store
from bot.store.changes import Changes
from bot.store.circles import RedisCircles
from bot.store.digests import RedisDigests
from bot.store.due import RedisSchedule, RedisTalk
from bot.store.embedded import Embedded, Store
from bot.store.erasure import ERASERS, RedisPrivacy
from bot.store.followups import RedisFollowUps
from bot.store.inbox import Inbox, Item
from bot.store.keys import Keys
from bot.store.leases import Leases
from bot.store.migrations import migrate
from bot.store.office_sets import RedisOfficeSets
from bot.store.redis_stores import RedisHeld, RedisRules
from bot.store.reminders import RedisReminders
from bot.store.retention import drop_old_notes
from bot.store.reuses import RedisReuses
from bot.store.reviews import RedisReviews
from handlers import wording
from handlers.dialogs import Dialog, DialogKey
from knowledge.circles import Circle, Point
from knowledge.digest_times import Log, logged
from knowledge.followups import FollowUp
from knowledge.notes import Change, Note
from knowledge.past_sets import PastSet
from knowledge.people import Member
from knowledge.reminders import Reminder
from knowledge.reviewing import Answer as ReviewAnswer
from knowledge.reviewing import Outcomes, Review, compose, risk_key
from knowledge.rules import Rules
from knowledge.talk_budget import Hush
from knowledge.terms import terms
from knowledge.thanks import Reuse
from tests import line
from tests.talk import OFFICE, Talk

OURS = "everything of the person goes"
IDS = "ids of our own only: nothing said, no LINE id"
OFFICE_S = "the office's own"
PASSES = "empties itself within days, sooner on request"
FIGURES = "numbers and names of processes"

KEPT: dict[str, tuple[str, str]] = {
    "offices": (r"\{all\}:offices", OFFICE_S),
    "codes": (r"\{all\}:codes", OFFICE_S),
    "groups": (r"\{all\}:groups", OFFICE_S),
    "homes": (r"\{all\}:homes", OURS),
    "taxonomy_copies": (r"\{all\}:taxonomy_copies", OFFICE_S),
    "erase": (r"\{all\}:erase", FIGURES),
    "opted_out": (r"\{all\}:opted_out", "digests of LINE ids"),
    "wakes": (r"\{all\}:wakes", "ids of groups and times"),
    "due": (r"\{o:\w+\}:due:\w+", "names of riders and times; goes with the group"),
    "talk": (r"\{o:\w+\}:talk:\w+", "kinds of unasked words and ids of events (TTL)"),
    "digests": (r"\{o:\w+\}:digests", "ids of groups and times"),
    "hush": (r"\{o:\w+\}:hush", "ids of groups and times; goes with the group"),
    "members": (r"\{o:\w+\}:members", OURS),
    "users": (r"\{o:\w+\}:users", OURS),
    "note": (r"\{o:\w+\}:note:n\w+", OURS),
    "notes": (r"\{o:\w+\}:notes", IDS),
    "messages": (r"\{o:\w+\}:messages", IDS),
    "notes_of": (r"\{o:\w+\}:of:\w*", IDS),
    "feed": (r"\{o:\w+\}:feed", IDS),
    "rules": (r"\{o:\w+\}:rules", OFFICE_S),
    "past_sets": (r"\{o:\w+\}:past_sets", OFFICE_S),
    "filing_words": (r"\{o:\w+\}:filing_words", "words of several people, by the facilitator's choice"),
    "circle": (r"\{o:\w+\}:circle:c\w+", OURS),
    "circles": (r"\{o:\w+\}:circles", IDS),
    "circle_open": (r"\{o:\w+\}:circle_open:\w+", IDS),
    "circle_messages": (r"\{o:\w+\}:circle_messages", IDS),
    "points": (r"\{o:\w+\}:points:c\w+", OURS),
    "said": (r"\{o:\w+\}:said:\w+", OURS),
    "said_in": (r"\{o:\w+\}:said_in:\w+", IDS),
    "said_by": (r"\{o:\w+\}:said_by:\w+", OURS),
    "shown": (r"\{o:\w+\}:shown:\w+:\w+", OURS),
    "telling": (r"\{o:\w+\}:telling:\w+:(\w+|\*)", PASSES),
    "review": (r"\{o:\w+\}:review:r\w+", OURS),
    "review_messages": (r"\{o:\w+\}:review_messages", IDS),
    "reviews_of": (r"\{o:\w+\}:reviews_of:\w+", IDS),
    "reviews_open": (r"\{o:\w+\}:reviews_open", IDS),
    "outcomes": (r"\{o:\w+\}:outcomes", IDS),
    "followups": (r"\{o:\w+\}:followups", OURS),
    "held": (r"\{o:\w+\}:held:.+", OURS),
    "declarations": (r"\{o:\w+\}:declarations", OURS),
    "helped": (r"\{o:\w+\}:helped", OURS),
    "endorsed": (r"\{o:\w+\}:endorsed", OURS),
    "credited": (r"\{o:\w+\}:credited", FIGURES),
    "inquiry": (r"\{o:\w+\}:inquiry:q\w+", OURS),
    "inquiries": (r"\{o:\w+\}:inquiries", IDS),
    "inquiry_of": (r"\{o:\w+\}:inquiry_of:\w+", IDS),
    "gaps": (r"\{o:\w+\}:gaps", OURS),
    "reminders": (r"\{o:\w+\}:reminders", OURS),
    "reminded": (r"\{o:\w+\}:reminded", IDS),
    "reuses": (r"\{o:\w+\}:reuses", IDS),
    "thanked": (r"\{o:\w+\}:thanked", IDS),
    "done": (r"\{[oc]:\w+\}:done:\S+", PASSES),
    "dialogs_in": (r"\{[oc]:\w+\}:dialogs_in:\w+", PASSES),
    "dialog": (r"\{[oc]:\w+\}:dialog:.+", OURS),
    "seen": (r"\{[oc]:\w+\}:seen:.+", PASSES),
    "quota": (r"\{quota\}:.+", FIGURES),
    "inbox streams": (r"\{inbox\}:\d\d", PASSES),
    "inbox seen": (r"\{inbox\}:seen:\S+", FIGURES),
    "inbox retry": (r"\{inbox\}:(retry|retrying)", OURS),
    "inbox failed": (r"\{inbox\}:failed", OURS),
    "inbox leases": (r"\{inbox\}:(beats|leases)", FIGURES),
    "clock": (r"\{all\}:clock:.+", FIGURES),
    "health": (r"\{all\}:(counts|gauges|beats)", FIGURES),
    "format": (r"\{all\}:format(:lock)?", FIGURES),
}
"""Method of `Keys` (or a name for what other modules name themselves) → what its keys look like, what becomes of it."""

TOKENS = ("กระเจี๊ยบ", "ตากแดด", "ราขึ้น")
"""Words that stand in the telling and nowhere else."""
TELLING = "ตากกระเจี๊ยบให้แห้งต้องตากแดดสองวันแล้วผึ่งลมอีกคืน ไม่อย่างนั้นราขึ้นทั้งกระสอบ"
ANSWERED = ("สายดินหลวม", "เต้ารับ")
"""Words that stand in what the person answered in reviews."""
WHO = "Uhibiscus0123456789abcdef01234567"
"""Nobody else's id contains it."""


def walk(redis: Redis, prefix: str) -> dict[str, str]:
    """Every key of the store → all that it holds, as text. A kind of key that KEPT doesn't list fails."""
    readers: dict[str, Callable[[str], object]] = {
        "string": redis.get,
        "hash": redis.hgetall,
        "set": redis.smembers,
        "zset": lambda key: redis.zrange(key, 0, -1, withscores=True),
        "list": lambda key: redis.lrange(key, 0, -1),
        "stream": redis.xrange,
    }
    found = {}
    for key in redis.scan_iter(match=f"{prefix}*", count=1000):
        assert kind_of(key.removeprefix(prefix)), f"a kind of key that tests/bot/test_erasure.py doesn't list: {key}"
        found[key] = str(readers[str(redis.type(key))](key))
    return found


def kind_of(key: str) -> str | None:
    return next((name for name, (pattern, _) in KEPT.items() if re.fullmatch(pattern, key, re.DOTALL)), None)


def traces(redis: Redis, prefix: str, *words: str) -> list[str]:
    """Keys in whose name or content one of the words stands."""
    return [key for key, value in walk(redis, prefix).items() if any(word in key + value for word in words)]


def in_files(folder: Path, *words: str) -> list[str]:
    """Files in which one of the words stands."""
    found = []
    for file in folder.rglob("*"):
        with contextlib.suppress(FileNotFoundError):
            if file.is_file() and any(word.encode() in file.read_bytes() for word in words):
                found.append(file.name)
    return found


class Office:
    """A talk in which one person left something in every kind of key."""

    def __init__(self, talk: Talk) -> None:
        self.talk, self.redis, self.prefix = talk, talk.redis, talk.keys.prefix
        self.user = WHO.removeprefix("U")
        talk.line.names[WHO] = "พี่ดอกไม้"
        self._of_processes()
        talk.say(self.user, f"#เคล็ดลับ {TELLING}", name="เรื่อง")
        talk.say("ใจ", "#เคล็ดลับ นัดประชุมกรรมการหลังเก็บเกี่ยว มาครบทุกครั้ง")
        self.note = next(note for note in talk.kept() if note.user_id == WHO)
        self._of_the_group()
        self._of_unasked_words()
        self._of_the_person()

    def _of_processes(self) -> None:
        migrate(self.redis, self.prefix)
        Leases(self.redis, "w1", self.prefix).tend()
        counts = Counters()
        counts.add("replies")
        counts.flush(self.redis, self.prefix)
        beat(self.redis, "worker:w1", self.prefix)
        RedisQuota(self.redis, self.prefix).take("2026-11", "k", 3, 100)
        Clock(self.redis, house_jobs(self.redis, embedded=True, prefix=self.prefix), prefix=self.prefix).tick()

    def _of_the_person(self) -> None:
        talk, keys = self.talk, self.talk.keys
        changes = Changes()
        people = people_store(self.redis, changes, keys)
        RedisHeld(self.redis, changes, keys, OFFICE.id).hold(WHO, f"เรื่อง {TELLING}")
        RedisRules(self.redis, changes, keys).put_rules(OFFICE.id, Rules(confirm="line"))
        self.redis.hset(keys.taxonomy_copies(), "own", 'id = "own"')
        sets = RedisOfficeSets(self.redis, changes, keys, OFFICE.id)
        sets.put_past(PastSet("cdd-2560", 2569, {"old": "หมวดเดิม"}))
        sets.settle("fund", "สมุดเงินออม", "accepted")
        dialogs = talk.services.turns._dialogs_of(changes, keys.home(OFFICE.id, line.GROUP), talk.now, self.redis)
        until = talk.now + timedelta(minutes=30)
        dialogs.open(Dialog(DialogKey(line.GROUP, WHO), "who", "topic", until))
        dialogs.open(Dialog(DialogKey(WHO), "who", "topic", until))
        group = people.group(line.GROUP)
        assert group is not None
        people.put_group(replace(group, linked_by=self.note.member_id))
        changes.keep(self.redis)
        said = json.dumps({"messages": [TELLING, WHO], "leave": False}, ensure_ascii=False)
        self.redis.set(keys.done(f"o:{OFFICE.id}", "e1"), said, ex=99)
        self.redis.set(keys.seen(f"o:{OFFICE.id}", f"hint {WHO}"), "1", ex=99)
        self.redis.set(keys.seen(keys.home(None, WHO), "not linked"), "1", ex=99)
        self._of_reviews()
        directory_keys.fill(self.redis, keys, OFFICE.id, who=WHO, me=self.note.member_id, now=talk.now)
        self._of_reminders()
        self._of_failed_events()

    def _of_reviews(self) -> None:
        """A review that is done and one that is open, each called for by one and answered by the other."""
        talk, me, now = self.talk, self.note.member_id, self.talk.now
        changes = Changes()
        reviews = RedisReviews(self.redis, changes, talk.keys, OFFICE.id)
        for number, (kind, member, user, status) in enumerate(
            (("aar", "m1", "Uใจ", "done"), ("aar", me, WHO, "done"), ("bar", me, WHO, "open"))
        ):
            called = f"{number}0"
            review = Review(
                f"r{called}", kind, f"ซ่อม{ANSWERED[1]}", line.GROUP, line.GROUP, called, member, user, now, now, status,
                answers=(
                    ReviewAnswer(f"{number}1", "next", me, WHO, f"ผมจะเปลี่ยน{ANSWERED[0]}", now),
                    ReviewAnswer(f"{number}2", "next", "m2", "Uแดง", "ตรวจสายไฟก่อนเปิดงาน", now),
                ),
            )  # fmt: skip
            reviews.put(review if member == me else replace(review, job="จัดเวที"))
            if status == "done":
                note = Note(
                    review.note_id, OFFICE.id, line.GROUP, user, member, kind, compose(review), review.message_ids, now,
                    history=(Change(now, me, "edited"),),
                )  # fmt: skip
                note_store(self.redis, OFFICE.id, changes, talk.keys).put(note)
        reviews.put_outcomes("n00", Outcomes("n20", {risk_key(ANSWERED[0]): True}))
        promised = [FollowUp(f"n00.{i}", OFFICE.id, line.GROUP, t, me, "", "n00") for i, t in enumerate(ANSWERED)]
        RedisFollowUps(self.redis, changes, talk.keys, OFFICE.id).set_of_note("n00", promised)
        changes.keep(self.redis)

    def _of_the_group(self) -> None:
        """What was said lately, and a circle that the person opened and told in."""
        talk, changes = self.talk, Changes()
        talk.say("ใจ", "#จำข้อความ เปิด")
        talk.now += timedelta(minutes=3)
        talk.say(self.user, f"ไปก่อนนะ {TELLING}", name="แชต")
        talk.show(self.user, "รูป")
        circles = RedisCircles(self.redis, changes, talk.keys, OFFICE.id)
        who, told = self.note.member_id, self.note.id
        circles.put(Circle("c1", OFFICE.id, line.GROUP, "ของตากแห้ง", talk.now, who, "opening", note_ids=(told,)))
        circles.put_point(Point("p1", "c1", "caution", TELLING, told, TELLING, who, decided_by=who))
        self.note = replace(self.note, circle_id="c1")
        note_store(self.redis, OFFICE.id, changes, talk.keys).put(self.note)
        changes.keep(self.redis)

    def _of_unasked_words(self) -> None:
        """Something waits for the group, something was said, and the group asked for less."""
        changes, keys, now = Changes(), self.talk.keys, self.talk.now
        schedule = RedisSchedule(self.redis, changes, keys, OFFICE.id, now, RedisRules(self.redis, changes, keys))
        schedule.plan(line.GROUP, "digest", now)
        schedule.claim(line.GROUP, "e1", now)
        talk = RedisTalk(self.redis, changes, keys, OFFICE.id)
        talk.add(line.GROUP, "digest e1", now)
        talk.put_hush(line.GROUP, Hush(fewer=True))
        RedisDigests(self.redis, changes, keys, OFFICE.id).put_log(line.GROUP, logged(Log(), now))
        changes.keep(self.redis)

    def _of_reminders(self) -> None:
        """The person asks to be reminded, is to do what others asked for, was told; uses and is used."""
        changes, keys, now, me = Changes(), self.talk.keys, self.talk.now, self.note.member_id
        store, due = RedisReminders(self.redis, changes, keys, OFFICE.id), now.date()
        store.put(Reminder("r1", OFFICE.id, line.GROUP, f"เตือนโดย {WHO}", me, due, now, message_id="rm1"))
        store.put(Reminder("r2", OFFICE.id, line.GROUP, "ส่งแผน", "m1", due, now, who=(me,), done_by=me))
        store.tell("r1", f"{due} 7")
        store.tell(f"r2 {me}", f"{due} {due}")
        reuses = RedisReuses(self.redis, changes, keys, OFFICE.id)
        for author, reader in ((me, "m1"), ("m1", me)):
            reuses.put(Reuse(f"{self.note.id}.{reader}", OFFICE.id, self.note.id, author, reader, now))
        reuses.tell(f"member {me}", now.isoformat())
        changes.keep(self.redis)

    def _of_failed_events(self) -> None:
        """The same message failed once, another was given up; a third of somebody else waits in its stream."""
        inbox = Inbox(self.redis, self.prefix)
        again = self.talk.events["เรื่อง"] | {"webhookEventId": "again"}
        given_up = self.talk.events["เรื่อง"] | {"webhookEventId": "gone"}
        inbox.put([again, given_up], 0)
        first, second = sorted(self._waiting(inbox), key=lambda item: item.event_id)
        inbox.set_aside(first, datetime.now(UTC) + timedelta(minutes=1))
        inbox.give_up(second, "ValueError", datetime.now(UTC))
        inbox.put([line.text("ไปก่อนนะ", user="Uใจ")], 0)

    @staticmethod
    def _waiting(inbox: Inbox) -> list[Item]:
        return inbox.read(dict.fromkeys(range(16), "0"), count=9, block_ms=1)

    def traces(self, *words: str) -> list[str]:
        """Keys of the store and files of the index."""
        self.talk.services.indexer.catch_up()
        return traces(self.redis, self.prefix, *words) + self.in_index(*words)

    def in_index(self, *words: str) -> list[str]:
        """Words that the index knows, and files of it that still hold what was taken out. tantivy packs its words,
        so looking into the files for them would mean nothing: what counts is which parts of the index they are."""
        looked = [term for word in words if not word.startswith("U") for term in terms(word).words]
        _, counts = self.talk.services.index.counts(OFFICE.id, "notes", "words", looked)
        found = [term for term, count in zip(looked, counts, strict=True) if count]
        for meta in (self.talk.services.settings.likhit_data / "index").rglob("meta.json"):
            segments = json.loads(meta.read_text("utf-8"))["segments"]
            found += [str(meta) for segment in segments if segment.get("deletes")]
            alive = {segment["segment_id"].replace("-", "") for segment in segments}
            parts = [file for file in meta.parent.iterdir() if re.match(r"[0-9a-f]{32}\.", file.name)]
            found += [file.name for file in parts if file.name[:32] not in alive]
        return found


@pytest.fixture
def office(redis: Redis, store_prefix: str, tmp_path: Path) -> Office:
    return Office(Talk(redis, store_prefix, tmp_path))


# ---------------------------------------------------------------- the table itself


def test_every_kind_of_key_is_listed() -> None:
    """Each method of Keys stands in KEPT: what is kept under it has been thought of."""
    named = {name for name, member in inspect.getmembers(Keys, inspect.isfunction) if not name.startswith("_")}
    assert sorted(named - {"home"} - set(KEPT)) == []


def test_the_walk_meets_every_kind(office: Office) -> None:
    """A kind that this office doesn't fill would be looked through for nothing."""
    office.talk.say("รุ่ง", "#ไม่บันทึกฉัน")
    office.talk.say("ใจ", "#เคล็ดลับ เตรียมใบเสร็จ", name="สั้น")
    office.talk.unsend("สั้น")
    met = {kind_of(key.removeprefix(office.prefix)) for key in walk(office.redis, office.prefix)}
    assert sorted(set(KEPT) - met) == []


def test_before_anything_is_taken_back_it_is_everywhere(office: Office) -> None:
    """What the other tests don't find any more was there: in the store and in the index."""
    kinds = {kind_of(key.removeprefix(office.prefix)) for key in traces(office.redis, office.prefix, *TOKENS)}
    assert kinds == {"note", "held", "done", "points", "inbox retry", "inbox failed"}
    kinds = {kind_of(key.removeprefix(office.prefix)) for key in traces(office.redis, office.prefix, WHO)}
    assert kinds >= {"homes", "members", "users", "note", "held", "done", "dialog", "seen"}
    assert kinds >= {"inbox retry", "inbox failed"}
    office.talk.services.indexer.catch_up()
    assert len(office.in_index(*TOKENS)) >= len(TOKENS)
    folder = office.talk.services.settings.likhit_data / "index"
    assert [part for kept in ("notes", "people") for part in folder.rglob(f"{kept}/*.store")] != []


# ---------------------------------------------------------------- taken back


def test_unsending_leaves_no_trace_of_the_text(office: Office) -> None:
    """The note, its evidence, failed tries, answers on their way and the index; only words held for the author in
    1:1, which are the bot's own, may stay."""
    office.redis.delete(office.talk.keys.held(OFFICE.id, WHO))
    office.talk.unsend("เรื่อง")
    assert office.traces(*TOKENS) == []


def test_the_delete_button_leaves_no_trace_of_the_text(office: Office) -> None:
    """The same for the button as for unsending."""
    office.redis.delete(office.talk.keys.held(OFFICE.id, WHO))
    for data in (f"note.delete?note={office.note.id}", f"note.delete.yes?note={office.note.id}"):
        office.talk.deliver(line.postback(data, user=WHO))
    assert office.traces(*TOKENS) == []


def test_an_edit_leaves_no_trace_of_what_was_said_before(office: Office) -> None:
    """Also in the words that spoke for the category."""
    for key in ("retry", "retrying", "failed"):
        office.redis.delete(Inbox(office.redis, office.prefix).key(key))
    office.redis.delete(office.talk.keys.held(OFFICE.id, WHO), office.talk.keys.done(f"o:{OFFICE.id}", "e1"))
    office.talk.edit("เรื่อง", "#เคล็ดลับ เก็บเมล็ดพันธุ์ไว้ในขวดแก้ว ปิดฝาให้แน่น", later=60)
    assert office.traces(*TOKENS) == []


def test_forgetting_leaves_no_trace_of_text_or_person(office: Office) -> None:
    """Neither the words, nor the LINE id, nor the name on LINE, nor the member id outside the feed of the index."""
    office.talk.say(office.user, "#ลืมฉัน")
    office.talk.press(office.user, wording.FORGET_YES)
    assert office.traces(*TOKENS, *ANSWERED, WHO, "พี่ดอกไม้") == []
    assert "ตรวจสายไฟก่อนเปิดงาน" in str(walk(office.redis, office.prefix))
    assert traces(office.redis, office.prefix, office.note.member_id) == [office.talk.keys.feed(OFFICE.id)]


def test_opting_out_leaves_no_trace_of_the_person(office: Office) -> None:
    """Before the person says what becomes of the notes: the LINE id and name are gone everywhere already, and what
    is typed afterwards leaves nothing, not even the ids of messages."""
    office.talk.say(office.user, "#ไม่บันทึกฉัน")
    assert office.traces(WHO, *ANSWERED, "พี่ดอกไม้") == []
    ids = []
    for said in ("#เรื่องเล่า มะม่วงออกดอกช้า", "สวัสดี", "ค้น มะม่วง"):
        office.talk.say(office.user, said, name=said)
        ids.append(office.talk.last["message"]["id"])
        office.talk.unsend(said)
    assert office.traces(WHO, "มะม่วง", *ids) == []


def test_opting_out_and_deleting_leaves_no_trace_of_the_text(office: Office) -> None:
    """With the notes of before, after the button."""
    office.talk.say(office.user, "#ไม่บันทึกฉัน")
    office.talk.press(office.user, wording.OPT_OUT_DELETE)
    assert office.traces(*TOKENS, WHO, "พี่ดอกไม้") == []
    assert traces(office.redis, office.prefix, office.note.message_ids[0]) == [office.talk.keys.feed(OFFICE.id)]


def test_the_command_forgets_as_the_chat_does(office: Office) -> None:
    """One office only, which here is all there is."""
    changes = Changes()
    erased = RedisPrivacy(office.redis, changes, office.talk.keys).erase_person(WHO, office_id=OFFICE.id)
    changes.keep(office.redis)
    assert (erased.note_ids, erased.member, erased.events) == ((office.note.id,), "removed", 2)
    assert office.traces(*TOKENS, WHO, "พี่ดอกไม้") == []


def test_forgetting_in_one_office_leaves_the_others(office: Office) -> None:
    """`forget USER_ID --office OFFICE` is the wish of one office."""
    changes = Changes()
    people = people_store(office.redis, changes, office.talk.keys)
    people.put_office(replace(OFFICE, id="o2", code="WXYZ-9876"))
    people.put_member("o2", Member("m7", "น.ส.ดอกไม้ งาม", user_id=WHO))
    note_store(office.redis, "o2", changes, office.talk.keys).put(
        replace(office.note, id="nother", office_id="o2", member_id="m7", message_ids=("other",))
    )
    changes.keep(office.redis)
    RedisPrivacy(office.redis, changes, office.talk.keys).erase_person(WHO, office_id=OFFICE.id)
    changes.keep(office.redis)
    assert [n.id for n in note_store(office.redis, "o2", keys=office.talk.keys).all()] == ["nother"]
    assert {key.partition("}")[0] for key in traces(office.redis, office.prefix, WHO)} == {
        f"{office.prefix}{{o:o2",
        f"{office.prefix}{{all",
    }


# ---------------------------------------------------------------- what features keep


class Overheard:
    """Stands for a feature that keeps something of anybody who talks, member or not."""

    def __init__(self, redis: Redis, changes: Changes, keys: Keys) -> None:
        self._redis, self._changes, self._keys = redis, changes, keys

    def person(self, office_id: str, user_id: str, member_id: str) -> int:
        key = self._keys.seen(f"o:{office_id}", "overheard")
        self._changes.add(key, lambda pipe: pipe.hdel(key, user_id))
        return int(bool(self._redis.hexists(key, user_id)))

    def note(self, office_id: str, note: Note) -> int:
        key = self._keys.seen(f"o:{office_id}", f"of {note.id}")
        self._changes.add(key, lambda pipe: pipe.delete(key))
        return 1

    def message(self, office_id: str, message_id: str) -> int:
        key = self._keys.seen(f"o:{office_id}", f"message {message_id}")
        self._changes.add(key, lambda pipe: pipe.delete(key))
        return 1


@pytest.mark.parametrize("word", ["#ลืมฉัน", "#ไม่บันทึกฉัน"])
def test_features_let_go_of_people_in_every_office(office: Office, monkeypatch: pytest.MonkeyPatch, word: str) -> None:
    """Also where somebody only talked and is no member: the person doesn't know which offices share a server."""
    monkeypatch.setattr("bot.store.erasure.ERASERS", (*ERASERS, Overheard))
    changes = Changes()
    people_store(office.redis, changes, office.talk.keys).put_office(replace(OFFICE, id="o2", code="WXYZ-9876"))
    changes.keep(office.redis)
    for each in ("o1", "o2"):
        office.redis.hset(office.talk.keys.seen(f"o:{each}", "overheard"), WHO, TELLING)
    office.talk.say(office.user, word)
    if word == "#ลืมฉัน":
        office.talk.press(office.user, wording.FORGET_YES)
    assert office.traces(WHO) == []


def test_features_let_go_of_what_was_made_of_a_note(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Unsending reaches what stands under the note's id and under the message's."""
    monkeypatch.setattr("bot.store.erasure.ERASERS", (*ERASERS, Overheard))
    keys = office.talk.keys
    made = [
        keys.seen(f"o:{OFFICE.id}", f"of {office.note.id}"),
        keys.seen(f"o:{OFFICE.id}", f"message {office.note.message_ids[0]}"),
    ]
    for key in made:
        office.redis.set(key, TELLING)
    office.talk.unsend("เรื่อง")
    assert [key for key in made if office.redis.exists(key)] == []


# ---------------------------------------------------------------- retention


def test_old_notes_go_when_the_office_says_so(office: Office) -> None:
    """Only in the office that set a limit, only what is older, and in all that was made of it; doing it again
    changes nothing."""
    keys, changes = office.talk.keys, Changes()
    notes = note_store(office.redis, OFFICE.id, changes, keys)
    notes.put(replace(office.note, told_at=office.note.told_at - timedelta(days=366)))
    changes.keep(office.redis)
    office.redis.delete(keys.held(OFFICE.id, WHO))
    now = office.talk.now
    assert drop_old_notes(office.redis, keys, now) == {}
    RedisRules(office.redis, changes, keys).put_rules(OFFICE.id, Rules(retention_days=365))
    changes.keep(office.redis)
    assert drop_old_notes(office.redis, keys, now) == {OFFICE.id: 1}
    assert drop_old_notes(office.redis, keys, now) == {}
    assert office.traces(*TOKENS) == []
    assert office.note.id not in [note.id for note in office.talk.kept()]
    assert len(office.talk.kept()) == 3


# ---------------------------------------------------------------- the store's own file


@pytest.fixture
def own_store(tmp_path: Path) -> Iterator[tuple[Redis, Path]]:
    """A store on a folder of its own, whose file can be looked into."""
    embedded = Embedded(tmp_path / "store")
    embedded.start()
    client = Store(None, embedded).client()
    client.config_set("rdbcompression", "no")  # or words of what stays could hide from the look, too
    yield client, tmp_path / "store"
    client.close()
    client.connection_pool.disconnect()
    embedded.stop()


@pytest.mark.parametrize("how", ["unsend", "forget", "opt out"])
def test_the_file_of_the_store_forgets_too(own_store: tuple[Redis, Path], tmp_path: Path, how: str) -> None:
    """A minute later the append-only file has been written anew, without the words and without the person."""
    redis, folder = own_store
    office = Office(Talk(redis, "lk:", tmp_path))
    redis.delete(office.talk.keys.held(OFFICE.id, WHO), Keys().erase())
    assert in_files(folder, TELLING)
    words: tuple[str, ...] = (*TOKENS, WHO)
    if how == "unsend":
        office.talk.unsend("เรื่อง")
        words = TOKENS
    else:
        office.talk.say(office.user, "#ลืมฉัน" if how == "forget" else "#ไม่บันทึกฉัน")
        office.talk.press(office.user, wording.FORGET_YES if how == "forget" else wording.OPT_OUT_DELETE)
    now = [datetime.now(UTC)]
    clock = Clock(redis, [j for j in house_jobs(redis, embedded=True) if j.name == "erase"], now=lambda: now[0])
    clock.tick()
    now[0] += timedelta(minutes=1)
    clock.tick()
    assert clock.wait()
    deadline = time.monotonic() + 10
    while in_files(folder, *words):
        assert time.monotonic() < deadline, in_files(folder, *words)
        time.sleep(0.05)
    assert in_files(folder, "นัดประชุมกรรมการ"), "what others told is still there"
