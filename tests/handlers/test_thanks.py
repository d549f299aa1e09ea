"""Thanks: a telling that is used is told back to its author alone, and thanked for in the group once a month."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.store.changes import Changes
from bot.store.reuses import RedisReuses
from handlers import wording
from knowledge.thanks import Reuse
from tests import line
from tests.talk import OFFICE, Talk

TELLING = "#เคล็ดลับ นัดประชุมกลุ่มออมทรัพย์หลังเก็บเกี่ยว สมาชิกมาครบทุกครั้ง"


def uses(talk: Talk) -> list[Reuse]:
    return RedisReuses(talk.redis, Changes(), talk.keys, OFFICE.id).all()


def read(talk: Talk, who: str) -> list[str]:
    note = talk.kept()[0]
    return talk.deliver(line.postback(f"note.read?note={note.id}", user=f"U{who}"))


def test_a_telling_that_is_opened_is_told_back_to_its_author_alone(talk: Talk) -> None:
    """In 1:1 with the next word there, once, without who read it; the group hears nothing."""
    talk.say("แดง", TELLING)
    read(talk, "ใจ")
    read(talk, "รุ่ง")
    read(talk, "ใจ")
    talk.now += timedelta(days=1)
    (said, *_) = talk.say("แดง", "สวัสดีค่ะ", private=True)
    assert said == (
        "เรื่องที่ท่านเล่าช่วยเพื่อนร่วมงานได้เมื่อวานค่ะ: “นัดประชุมกลุ่มออมทรัพย์หลังเก็บเกี่ยว…” มีผู้เปิดอ่าน 2 ท่าน"
    )
    assert not [s for s in talk.say("แดง", "สวัสดีค่ะ", private=True) if "ช่วยเพื่อนร่วมงาน" in s]


def test_reading_ones_own_is_no_use(talk: Talk) -> None:
    """Nor is the button offered."""
    talk.say("แดง", TELLING)
    read(talk, "แดง")
    assert uses(talk) == []


def test_that_it_helped_can_be_said(talk: Talk) -> None:
    """By the button under what was read; the fact says who, what, when and how."""
    talk.say("แดง", TELLING)
    read(talk, "ใจ")
    assert talk.press("ใจ", wording.HELPFUL) == [wording.HELPFUL_THANKS]
    (fact,) = uses(talk)
    assert (fact.author, fact.reader, fact.how, fact.note_id) == ("m2", "m1", "helpful", talk.kept()[0].id)


def test_the_month_is_thanked_for_by_facts(talk: Talk) -> None:
    """On the first working day of the next month, in the order of names, once."""
    talk.now = datetime(2026, 11, 10, 3, tzinfo=UTC)
    talk.say("แดง", TELLING)
    talk.say("ใจ", "#เคล็ดลับ ส่งหนังสือเชิญผ่านผู้ใหญ่บ้านก่อนหนึ่งสัปดาห์ คนจะมาครบ")
    read(talk, "รุ่ง")
    talk.now = datetime(2026, 12, 1, 3, tzinfo=UTC)
    plan(talk)
    heard = [said for said in talk.say("นก", "สวัสดีค่ะ") if wording.THANKS_TITLE in said]
    assert heard == [
        "ขอบคุณประจำเดือน พฤศจิกายน 2569\nแดง: เล่า 1 เรื่อง · เรื่องที่เล่ามีผู้ใช้ 1 ท่าน\nใจ: เล่า 1 เรื่อง\nขอบคุณทุกท่านค่ะ"
    ]
    talk.now += timedelta(days=1)
    assert not [said for said in talk.say("นก", "สวัสดีอีก") if wording.THANKS_TITLE in said]


def plan(talk: Talk) -> None:
    """What the clock does each night."""
    keys = talk.keys
    talk.redis.hset(keys.due(OFFICE.id, line.GROUP), "thanks", str(talk.now.timestamp()))


def test_a_month_without_facts_is_not_thanked_for(talk: Talk) -> None:
    """Nothing is said rather than an empty thanks."""
    talk.now = datetime(2026, 12, 1, 3, tzinfo=UTC)
    plan(talk)
    assert not [said for said in talk.say("นก", "สวัสดีค่ะ") if wording.THANKS_TITLE in said]


def test_facts_go_with_the_note_and_with_its_people(talk: Talk) -> None:
    """Unsent, forgotten, opted out."""
    talk.say("แดง", TELLING)
    read(talk, "ใจ")
    talk.unsend(TELLING)
    assert uses(talk) == []
    talk.say("แดง", TELLING + " แน่นอน")
    read(talk, "ใจ")
    talk.say("ใจ", "#ไม่บันทึกฉัน")
    assert uses(talk) == []
    read(talk, "รุ่ง")
    talk.say("แดง", "#ลืมฉัน")
    talk.press("แดง", wording.FORGET_YES)
    assert uses(talk) == []
