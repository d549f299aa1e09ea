"""Guided reviews: a group answers question by question, and what is kept follows its messages."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from redis import Redis

from bot.store.changes import Changes
from bot.store.followups import RedisFollowUps
from bot.store.personal_reviews import reviews_of_person
from bot.store.reviews import RedisReviews
from bot.store.silent_reviews import nudge_silent
from handlers import wording
from knowledge.followups import FollowUp
from knowledge.notes import Note
from knowledge.reviewing import Review
from tests import line
from tests.talk import OFFICE, Talk

JOB = "ประชุมประชาคมหมู่บ้าน"
FIRST = f"AAR {JOB} (1/4) ก่อนทำ คาดหวังอะไรไว้คะ\nตอบได้ทุกท่าน ครบแล้วพิมพ์ “ต่อไป”"
SECOND = "(2/4) เกิดขึ้นจริงอย่างไรคะ อะไรดีกว่าที่คิด อะไรยังไม่ถึง"
THIRD = "(3/4) เป็นเช่นนั้นเพราะอะไรคะ"
FOURTH = "(4/4) ครั้งหน้าจะทำอะไร ใครทำ เมื่อไรคะ"
PLAN = f"BAR {JOB} (1/4) งานนี้ต้องการให้เกิดอะไรคะ\n{wording.REVIEW_HOW}"


def reviews(talk: Talk) -> RedisReviews:
    return RedisReviews(talk.redis, Changes(), talk.keys, OFFICE.id)


def followups(talk: Talk) -> list[FollowUp]:
    return RedisFollowUps(talk.redis, Changes(), talk.keys, OFFICE.id).all()


def unfinished(talk: Talk) -> list[Review]:
    return reviews(talk).unfinished(line.GROUP)


def one_note(talk: Talk) -> Note:
    (note,) = talk.kept()
    return note


def labels(talk: Talk) -> list[str]:
    """What can be pressed under the last answer."""
    items: list[dict[str, Any]] = talk.line.heard[-1].get("quickReply", {}).get("items", [])
    return [item["action"]["label"] for item in items]


def whole(talk: Talk) -> list[str]:
    """A whole review by three members; returns the closing answer."""
    talk.run(
        [
            ("ใจ", f"#AAR {JOB}", [FIRST]),
            ("แดง", "คาดว่าชาวบ้านจะมาสัก 80 หลังคาเรือน", []),
            ("รุ่ง", "อยากได้มติเรื่องบ่อขยะในวันเดียว", []),
            ("ใจ", "ต่อไป", [SECOND]),
            ("รุ่ง", "มาจริง 52 หลัง แต่ได้มติครบทุกข้อ", []),
            ("แดง", "ต่อไปค่ะ", [THIRD]),
            ("แดง", "แจ้งวันประชุมกระชั้นไป แค่สองวันก่อนงาน", []),
            ("แดง", "ข้าม", [FOURTH]),
            ("แดง", "ครั้งหน้าผมจะแจ้งผู้ใหญ่บ้านล่วงหน้าหนึ่งสัปดาห์", []),
            ("รุ่ง", "ให้พี่นกทำป้ายติดหน้าวัด ภายในวันที่ 5 ม.ค.", []),
        ]
    )
    return talk.say("ใจ", "จบ")


@pytest.fixture(scope="module")
def ended(_client: Redis, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Talk, str]]:
    """A whole review and its closing card, for tests that only look at what is left of it."""
    prefix = f"t{secrets.token_hex(4)}:"
    talk = Talk(_client, prefix, tmp_path_factory.mktemp("ended"))
    (card,) = whole(talk)
    yield talk, card
    _client.unlink(*_client.scan_iter(match=f"{prefix}*", count=1000))


def test_three_members_answer_and_one_card_and_one_note_are_left(ended: tuple[Talk, str]) -> None:
    """The bot is silent between its questions; each answer is credited on the card, kept in one note of its kind
    that search finds."""
    talk, card = ended
    for said in ("นายแดง ดีเด่น: คาดว่าชาวบ้านจะมา", "นายแดง รุ่งเรือง: อยากได้มติ", "มาจริง 52 หลัง", "แจ้งวันประชุมกระชั้นไป"):
        assert said in card
    note = one_note(talk)
    assert (note.kind, note.member_id, note.group_id) == ("aar", "m1", line.GROUP)
    assert note.text.splitlines()[:2] == [
        JOB,
        "สิ่งที่คาดหวัง: คาดว่าชาวบ้านจะมาสัก 80 หลังคาเรือน / อยากได้มติเรื่องบ่อขยะในวันเดียว",
    ]
    assert len(note.message_ids) == 7
    assert unfinished(talk) == []
    (found,) = talk.say("นก", "ค้น เรื่องแจ้งวันประชุมประชาคม")
    assert "AAR" in found
    (read,) = talk.press("นก", wording.READ_ALL)
    assert "สิ่งที่เกิดขึ้นจริง:\n• นายแดง รุ่งเรือง: มาจริง 52 หลัง แต่ได้มติครบทุกข้อ" in read


def test_promises_become_follow_ups(ended: tuple[Talk, str]) -> None:
    """What will be done next time, who does it and when, stand apart for the reminders."""
    talk, card = ended
    assert "จดไว้ทำต่อ 2 เรื่อง: นายแดง ดีเด่น ครั้งหน้า, นก ภายในวันที่ 5 ม.ค." in card
    told = [(f.text, f.who, f.when_text, f.group_id, f.done) for f in followups(talk)]
    assert told == [
        ("ครั้งหน้าผมจะแจ้งผู้ใหญ่บ้านล่วงหน้าหนึ่งสัปดาห์", "m2", "ครั้งหน้า", line.GROUP, False),
        ("ให้พี่นกทำป้ายติดหน้าวัด ภายในวันที่ 5 ม.ค.", "m4", "ภายในวันที่ 5 ม.ค.", line.GROUP, False),
    ]


def test_a_telling_in_one_message_is_still_kept_as_it_is(talk: Talk) -> None:
    """A hashtag with the review behind it opens no dialogue; what it promises is a follow-up too."""
    told = "เป้า: คนมา 50\nผล: มา 30\nครั้งหน้า: ประกาศล่วงหน้าสองสัปดาห์"
    (line_,) = talk.say("แดง", f"#AAR {told}")
    assert line_.startswith("เก็บ AAR ของแดงแล้วค่ะ")
    assert one_note(talk).text == told
    assert unfinished(talk) == []
    assert [f.text for f in followups(talk)] == ["ประกาศล่วงหน้าสองสัปดาห์"]


TALK = (
    "555",
    "ครับผม",
    "เดี๋ยวมานะ",
    "พี่แดงครับ เอกสารอยู่ไหน",
    "เที่ยงนี้กินอะไรดี",
    "ขอบคุณทุกท่านที่มาเช้านะคะ",
    "ใครเปิดแอร์ทิ้งไว้",
    "https://example.org/form",
)


def test_talk_between_answers_is_no_answer(talk: Talk) -> None:
    """People go on talking while a question is open: that is neither kept nor answered."""
    talk.say("ใจ", f"#AAR {JOB}")
    talk.run([("แดง", talked, []) for talked in TALK])
    (review,) = unfinished(talk)
    assert review.answers == ()


def test_questions_to_the_bot_are_answered_meanwhile(talk: Talk) -> None:
    """An open review swallows neither questions nor tellings with a hashtag."""
    talk.say("ใจ", f"#AAR {JOB}")
    assert len(talk.say("แดง", "ใครรู้เรื่องบัญชีกลุ่มออมทรัพย์")) == 1
    assert len(talk.say("รุ่ง", "#เคล็ดลับ กลับกองปุ๋ยทุกเจ็ดวัน ปุ๋ยไม่เหม็น")) == 1
    (review,) = unfinished(talk)
    assert review.answers == ()
    assert one_note(talk).kind == "tip"


def test_back_shows_who_has_answered(talk: Talk) -> None:
    """ย้อนกลับ asks the question before again; more answers to it are welcome."""
    talk.say("ใจ", f"#AAR {JOB}")
    talk.say("แดง", "คาดว่าจะมาครบทุกคุ้ม")
    assert "ย้อนกลับ" not in labels(talk)
    talk.say("ใจ", "ต่อไป")
    assert "ย้อนกลับ" in labels(talk)
    assert talk.press("รุ่ง", "ย้อนกลับ") == [f"{wording.said_so_far(['นายแดง ดีเด่น'], 1)}\n{FIRST}"]
    talk.say("รุ่ง", "หวังให้ได้ข้อตกลงเรื่องน้ำ")
    (review,) = unfinished(talk)
    assert [(a.question, a.member_id) for a in review.answers] == [("expected", "m2"), ("expected", "m3")]


def test_pausing_and_going_on_next_day(talk: Talk) -> None:
    """A paused review takes no answers and is taken up at its question by “#AAR ต่อ”, by anybody."""
    talk.say("ใจ", f"#AAR {JOB}")
    talk.say("แดง", "คาดว่าจะมาครบทุกคุ้ม")
    talk.say("ใจ", "ต่อไป")
    (said,) = talk.say("ใจ", "พักไว้")
    assert said == f"พัก AAR {JOB} ไว้แล้วค่ะ ทำต่อเมื่อใด พิมพ์ #AAR ต่อ"
    assert talk.say("แดง", "เมื่อวานมากันห้าสิบคน") == []
    talk.now += timedelta(days=1)
    assert talk.say("รุ่ง", "#AAR ต่อ") == [SECOND]
    talk.say("แดง", "มาจริงห้าสิบคน ได้มติครบ")
    (review,) = unfinished(talk)
    assert [a.text for a in review.answers] == ["คาดว่าจะมาครบทุกคุ้ม", "มาจริงห้าสิบคน ได้มติครบ"]


def test_silence_pauses_and_nudges_in_private(talk: Talk) -> None:
    """After half an hour without an answer talk is talk again; who called for the review hears of it with the next
    word in 1:1, once, and the group hears nothing."""
    talk.say("ใจ", f"#AAR {JOB}")
    talk.say("แดง", "คาดว่าจะมาครบทุกคุ้ม")
    assert nudge_silent(talk.redis, talk.keys, talk.now + timedelta(minutes=29)) == 0
    talk.now += timedelta(minutes=31)
    assert nudge_silent(talk.redis, talk.keys, talk.now) == 1
    assert nudge_silent(talk.redis, talk.keys, talk.now) == 0
    assert talk.say("แดง", "ฝนตกหนักทั้งบ่ายเลยวันนี้") == []
    first, *_ = talk.say("ใจ", "สวัสดีค่ะ", private=True)
    assert first == (
        f"AAR {JOB} ไม่มีผู้ตอบครึ่งชั่วโมงแล้ว จึงพักไว้ที่ข้อ 1/4 ค่ะ ทำต่อได้ในกลุ่ม พิมพ์ #AAR ต่อ ภายใน 30 วัน"
    )
    (review,) = unfinished(talk)
    assert len(review.answers) == 1
    assert talk.say("รุ่ง", "#aar ต่อ") == [f"{wording.said_so_far(['นายแดง ดีเด่น'], 1)}\n{FIRST}"]


def test_a_second_job_is_asked_about(talk: Talk) -> None:
    """Two people call for two reviews: the open one stands until somebody chooses; answers go to the one that
    stands, and the new one pauses it."""
    talk.say("ใจ", f"#AAR {JOB}")
    (asked,) = talk.say("แดง", "#AAR อบรมทำปุ๋ยหมัก")
    assert asked == f"AAR {JOB} เปิดอยู่ (ข้อ 1/4) จะทำงานนี้ต่อ หรือเริ่ม AAR อบรมทำปุ๋ยหมัก คะ"
    talk.say("รุ่ง", "คาดว่าจะมาครบทุกคุ้ม")
    (asked,) = talk.say("แดง", "#AAR อบรมทำปุ๋ยหมัก")
    (begun,) = talk.press("แดง", wording.REVIEW_START_NEW)
    assert begun.startswith("AAR อบรมทำปุ๋ยหมัก (1/4)")
    talk.say("แดง", "หวังให้ทำเองที่บ้านได้ทุกคน")
    by_job = {(r.job, r.status): [a.text for a in r.answers] for r in unfinished(talk) if r.status != "waiting"}
    assert by_job == {
        (JOB, "paused"): ["คาดว่าจะมาครบทุกคุ้ม"],
        ("อบรมทำปุ๋ยหมัก", "open"): ["หวังให้ทำเองที่บ้านได้ทุกคน"],
    }


def test_somebody_asked_for_a_job_can_still_answer(talk: Talk) -> None:
    """A lone #BAR asks its sender for the job; what that person says to the group's open question isn't lost."""
    talk.say("ใจ", f"#AAR {JOB}")
    (asked,) = talk.say("แดง", "#BAR")
    assert asked == wording.ask_job("bar")
    assert talk.say("แดง", "คาดว่าจะมาครบทุกคุ้มแต่ฝนน่าจะตกหนัก") == []
    (review,) = unfinished(talk)
    assert [a.member_id for a in review.answers] == ["m2"]


def test_cancelling_asks_once_answers_are_there(talk: Talk) -> None:
    """Without answers it is dropped at once, with answers after one more question; nothing stays."""
    talk.say("ใจ", f"#AAR {JOB}")
    assert talk.say("ใจ", "ยกเลิก") == [wording.REVIEW_DROPPED]
    talk.say("ใจ", f"#AAR {JOB}")
    talk.say("แดง", "คาดว่าจะมาครบทุกคุ้ม")
    assert talk.say("ใจ", "ยกเลิก") == ["มีคำตอบแล้ว 1 ข้อความ ยกเลิกโดยไม่เก็บใช่ไหมคะ"]
    assert talk.press("ใจ", wording.REVIEW_DROP_YES) == [wording.REVIEW_DROPPED]
    assert unfinished(talk) == []
    assert talk.kept() == []
    assert "ครบทุกคุ้ม" not in talk.everything()


def test_go_on_is_the_next_question_while_one_is_open(talk: Talk) -> None:
    """ต่อ moves an open review on; it is no answer."""
    talk.say("ใจ", f"#AAR {JOB}")
    talk.say("แดง", "คาดว่าจะมาครบทุกคุ้ม")
    assert talk.say("ใจ", "ต่อเลยค่ะ") == [SECOND]


def test_one_sees_ones_own_answers(ended: tuple[Talk, str]) -> None:
    """What a person answered and promised stands in the person's file; others' answers don't."""
    talk, _ = ended
    told = reviews_of_person(talk.redis, talk.keys, OFFICE.id, "Uรุ่ง", "m3")
    assert [text for _, text in told] == [
        "อยากได้มติเรื่องบ่อขยะในวันเดียว",
        "มาจริง 52 หลัง แต่ได้มติครบทุกข้อ",
        "ให้พี่นกทำป้ายติดหน้าวัด ภายในวันที่ 5 ม.ค.",
    ]
    assert ("เรื่องที่รับไว้ทำต่อ", "ครั้งหน้าผมจะแจ้งผู้ใหญ่บ้านล่วงหน้าหนึ่งสัปดาห์") in reviews_of_person(
        talk.redis, talk.keys, OFFICE.id, "Uแดง", "m2"
    )


def test_nothing_answered_keeps_nothing(talk: Talk) -> None:
    """A review that is ended without an answer leaves no note."""
    talk.say("ใจ", f"#DAR {JOB}")
    assert talk.say("ใจ", "จบ") == [wording.NOTHING_ANSWERED]
    assert talk.kept() == []


def test_alone_with_the_bot_one_is_led_on(talk: Talk) -> None:
    """In 1:1 each message answers the open question and the next one follows."""
    talk.say("แดง", "#DAR สำรวจ จปฐ.", private=True)
    (second,) = talk.say("แดง", "เก็บแล้ว 40 จาก 120 ครัวเรือน", private=True)
    assert second == "(2/3) มีอะไรติดขัดอยู่บ้างคะ"
    (third,) = talk.say("แดง", "เจ้าของบ้านไม่อยู่ช่วงกลางวัน", private=True)
    assert third == "(3/3) จะปรับอะไรตั้งแต่ตอนนี้คะ"
    assert talk.say("แดง", "ไปช่วงเย็นแทน", private=True) == [wording.LAST_ANSWERED]
    (card,) = talk.say("แดง", "จบ", private=True)
    assert "ไปช่วงเย็นแทน" in card
    assert (one_note(talk).kind, one_note(talk).group_id) == ("dar", "")


# ---------------------------------------------------------------- plans, risks


def planned(talk: Talk) -> None:
    """A plan for the job, with two fears."""
    talk.say("ใจ", f"#BAR {JOB}")
    talk.say("ใจ", "อยากได้มติเรื่องบ่อขยะ")
    talk.say("ใจ", "ต่อไป")
    talk.say("แดง", "ผมจองศาลา พี่นกพิมพ์วาระ")
    talk.say("ใจ", "ต่อไป")
    talk.say("รุ่ง", "กลัวฝนตก\nเครื่องเสียงเก่า")
    talk.say("ใจ", "จบ")
    talk.now += timedelta(days=3)


def test_a_plan_hears_what_was_said_last_time(talk: Talk) -> None:
    """ครั้งก่อนบอกว่า…: a BAR of the same kind of job begins with what the last AAR said to do better."""
    whole(talk)
    talk.now += timedelta(days=200)
    (asked,) = talk.say("ใจ", "#BAR ประชุมประชาคมหมู่บ้าน บ้านท่าเรือ")
    assert asked.startswith("ครั้งก่อนบอกว่า\n• ")
    assert "ล่วงหน้าหนึ่งสัปดาห์" in asked
    assert talk.say("แดง", "ยกเลิก") == [wording.REVIEW_DROPPED]
    (other,) = talk.say("ใจ", "#BAR อบรมทำปุ๋ยหมัก")
    assert "ครั้งก่อน" not in other


def test_an_aar_asks_whether_each_risk_came_true(talk: Talk) -> None:
    """It is linked to the plan of its job; each fear has two buttons, and what is pressed stands on the card."""
    planned(talk)
    (first,) = talk.say("ใจ", f"#AAR {JOB}")
    assert first.startswith("ต่อจาก BAR เมื่อ 23 พ.ย. 69\n")
    talk.say("แดง", "คาดว่าจะได้มติ")
    (asked,) = talk.say("ใจ", "ต่อไป")
    assert asked.startswith(SECOND)
    assert "1. ฝนตก" in asked
    assert "2. เครื่องเสียงเก่า" in asked
    assert talk.press("แดง", wording.came_label(1, True)) == []
    talk.say("แดง", "ฝนตกจริงแต่เรามีเต็นท์ ได้มติครบ")
    (card,) = talk.say("ใจ", "จบ")
    assert "ฝนตก: เกิดขึ้นจริง" in card
    assert "เครื่องเสียงเก่า:" not in card


def test_a_telling_of_a_review_is_shown_in_its_parts(talk: Talk) -> None:
    """One button under the confirmation; with a plan of the same job another asks about its risks."""
    planned(talk)
    talk.say("แดง", f"#AAR {JOB}\nเป้า: ได้มติเรื่องบ่อขยะ\nผล: ได้มติ แต่เครื่องเสียงดับ\nครั้งหน้า: ยืมเครื่องเสียงวัด")
    assert {wording.REVIEW_PARTS, wording.REVIEW_RISKS} <= set(labels(talk))
    (card,) = talk.press("รุ่ง", wording.REVIEW_RISKS)
    assert card.splitlines() == [wording.RISKS_TITLE, "1. ฝนตก", "2. เครื่องเสียงเก่า"]
    assert talk.press("รุ่ง", wording.came_label(2, True)) == []
    note = next(n for n in talk.kept() if n.kind == "aar")
    pressed = line.postback(f"review.parts?note={note.id}", user="Uรุ่ง", group=line.GROUP)
    (card,) = talk.deliver(pressed)
    assert "คาดหวัง: ได้มติเรื่องบ่อขยะ" in card
    assert "ที่กังวลไว้: เครื่องเสียงเก่า: เกิดขึ้นจริง" in card


def test_a_plan_told_in_one_message_hears_it_too(talk: Talk) -> None:
    """The confirmation of a free-form BAR ends with what was said last time."""
    whole(talk)
    (said,) = talk.say("แดง", f"#BAR {JOB} เป้าหมายให้ได้มติเรื่องถนน กลัวคนมาน้อย ผมเตรียมเครื่องเสียง")
    assert "\nครั้งก่อนบอกว่า\n• " in said


# ---------------------------------------------------------------- what follows the messages


def test_an_edit_of_an_answer_is_another_answer(talk: Talk) -> None:
    """While the review is open, and in the note and the promises after it."""
    whole(talk)
    talk.edit("มาจริง 52 หลัง แต่ได้มติครบทุกข้อ", "มาจริง 61 หลัง แต่ได้มติครบทุกข้อ", later=600)
    talk.edit("มาจริง 52 หลัง แต่ได้มติครบทุกข้อ", "มาจริง 59 หลัง", later=300)
    talk.edit("ให้พี่นกทำป้ายติดหน้าวัด ภายในวันที่ 5 ม.ค.", "ให้พี่นกทำป้ายสองผืน ภายในวันที่ 8 ม.ค.", later=600)
    assert "61 หลัง" in one_note(talk).text
    assert "52 หลัง" not in talk.everything()
    assert [f.when_text for f in followups(talk)] == ["ครั้งหน้า", "ภายในวันที่ 8 ม.ค."]


def test_an_edit_before_its_message_is_the_answer(talk: Talk) -> None:
    """Whichever comes first, the newest words stand, once."""
    talk.say("ใจ", f"#AAR {JOB}")
    late = line.text("คาดว่าจะมา 50", user="Uแดง", group=line.GROUP, at=talk.now)
    talk.deliver(line.edited(late, "คาดว่าจะมา 60 คนขึ้นไป", at=talk.now + timedelta(seconds=2)))
    talk.deliver(late)
    (review,) = unfinished(talk)
    assert [a.text for a in review.answers] == ["คาดว่าจะมา 60 คนขึ้นไป"]


def test_an_unsent_answer_is_gone_from_all_made_of_it(talk: Talk) -> None:
    """The others' answers stay, and so does the review."""
    whole(talk)
    talk.unsend("แจ้งวันประชุมกระชั้นไป แค่สองวันก่อนงาน")
    talk.unsend("ให้พี่นกทำป้ายติดหน้าวัด ภายในวันที่ 5 ม.ค.")
    for word in ("กระชั้น", "ป้ายติดหน้าวัด"):
        assert word not in talk.everything()
    assert "มาจริง 52 หลัง" in one_note(talk).text
    assert [f.who for f in followups(talk)] == ["m2"]
    assert len(one_note(talk).message_ids) == 5


def test_an_unsend_before_its_answer_keeps_nothing(talk: Talk) -> None:
    """The answer that comes late is not taken."""
    talk.say("ใจ", f"#AAR {JOB}")
    late = line.text("คาดว่าจะมาครบทุกคุ้ม", user="Uแดง", group=line.GROUP, at=talk.now)
    talk.deliver(line.unsent(late))
    talk.deliver(late)
    (review,) = unfinished(talk)
    assert review.answers == ()


def test_a_line_that_was_no_answer_is_taken_out(talk: Talk) -> None:
    """By replying to it: its author, who called for the review and a keeper may; others are told."""
    talk.say("ใจ", f"#AAR {JOB}")
    talk.say("รุ่ง", "คาดว่าจะได้มติ")
    talk.say("แดง", "รถตู้จอดอยู่ใต้ต้นโพธิ์")
    stray = talk.events["รถตู้จอดอยู่ใต้ต้นโพธิ์"]["message"]["id"]
    by_other = line.text("ไม่ใช่คำตอบ", user="Uรุ่ง", group=line.GROUP, quotes=stray, at=talk.now)
    assert talk.deliver(by_other) == [wording.NOT_YOURS]
    by_caller = line.text("ไม่ใช่คำตอบค่ะ", user="Uใจ", group=line.GROUP, quotes=stray, at=talk.now)
    assert talk.deliver(by_caller) == [wording.STRUCK]
    (review,) = unfinished(talk)
    assert [a.text for a in review.answers] == ["คาดว่าจะได้มติ"]
    assert "ต้นโพธิ์" not in talk.everything()


@pytest.mark.parametrize("word", ["#ลืมฉัน", "#ไม่บันทึกฉัน"])
def test_who_is_no_longer_kept_leaves_the_others_answers(talk: Talk, word: str) -> None:
    """The caller's and a member's part go; what others answered stays with its credit."""
    whole(talk)
    for who in ("แดง", "ใจ"):
        talk.say(who, word, private=True)
        if word == "#ลืมฉัน":
            talk.press(who, wording.FORGET_YES, private=True)
    note = one_note(talk)
    for gone in ("80 หลังคาเรือน", "กระชั้น", "ล่วงหน้าหนึ่งสัปดาห์", "Uแดง", "Uใจ"):
        if gone.startswith("U") and word == "#ไม่บันทึกฉัน":
            continue
        assert gone not in talk.everything()
    assert "มาจริง 52 หลัง" in note.text
    assert (note.member_id, note.user_id) == ("m3", "Uรุ่ง")
    assert [f.text for f in followups(talk)] == ["ให้พี่นกทำป้ายติดหน้าวัด ภายในวันที่ 5 ม.ค."]


def test_the_delete_button_takes_all_of_it(talk: Talk) -> None:
    """Review, note, promises and what was said of risks go together."""
    whole(talk)
    talk.press("ใจ", wording.DELETE)
    assert talk.press("ใจ", wording.DELETE_YES) == [wording.DELETED]
    assert talk.kept() == []
    assert followups(talk) == []
    assert "บ่อขยะ" not in talk.everything()


def test_personal_numbers_are_hidden_in_answers(talk: Talk) -> None:
    """What is masked in a telling is masked in an answer, and its author hears of it alone."""
    talk.say("ใจ", f"#AAR {JOB}")
    assert talk.say("แดง", "คาดว่าช่างเครื่องเสียงจะมา เบอร์ 0812345678") == []
    assert "0812345678" not in talk.everything()
    assert wording.masked_privately(("phone",)) in talk.say("แดง", "สวัสดีครับ", private=True)


def test_a_new_member_hears_what_is_kept(talk: Talk) -> None:
    """Whose first kept words are an answer: the bot's next word says what is kept."""
    talk.say("ใจ", f"#AAR {JOB}")
    talk.say("ใหม่", "คาดว่าจะได้มติเรื่องน้ำประปา")
    assert talk.say("ใจ", "ต่อไป") == [f"{SECOND}\n{wording.REVIEW_CONSENT}"]
    assert talk.say("ใจ", "ต่อไป") == [THIRD]


def test_others_answers_are_not_dropped_by_anybody(talk: Talk) -> None:
    """Who neither called for the review nor keeps the office may pause or end it, but not throw it away."""
    talk.say("แดง", "#AAR งานปุ๋ยหมัก")
    talk.say("นก", "คาดว่าคนมาสี่สิบคน")
    talk.say("รุ่ง", "ยกเลิก")
    assert talk.press("รุ่ง", wording.REVIEW_DROP_YES) == [wording.REVIEW_DROP_NOT_YOURS]
    talk.say("แดง", "ยกเลิก")
    assert talk.press("แดง", wording.REVIEW_DROP_YES) == [wording.REVIEW_DROPPED]
