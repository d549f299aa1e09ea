"""#เตือน: asked in natural Thai, said back, said in the group in time and in private when overdue."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.services import people_store
from bot.store.changes import Changes
from bot.store.followups import RedisFollowUps
from bot.store.redis_stores import RedisRules
from bot.store.reminders import RedisReminders
from handlers import wording
from knowledge.followups import FollowUp
from knowledge.reminders import Reminder
from knowledge.rules import Rules
from tests import line
from tests.talk import OFFICE, Talk

ASK = "#เตือน ส่งรายงาน จปฐ. ภายใน 25 ธ.ค. @ใจ"
SAID = "จะเตือนใจค่ะ “ส่งรายงาน จปฐ.” · วันศุกร์ที่ 25 ธันวาคม 2569 (อีก 32 วัน)"


def kept(talk: Talk) -> list[Reminder]:
    """Without those that still lack a day."""
    return [r for r in RedisReminders(talk.redis, Changes(), talk.keys, OFFICE.id).all() if not r.draft]


def days(talk: Talk, count: float) -> None:
    talk.now += timedelta(days=count)


# ---------------------------------------------------------------- asking


def test_what_was_understood_is_said_back_in_one_line(talk: Talk) -> None:
    """Whom, what, and the day with its weekday; the text is kept without the words of when."""
    talk.run([("แดง", ASK, [SAID])])
    (one,) = kept(talk)
    assert (one.text, one.who, str(one.due), one.by, one.group_id) == (
        "ส่งรายงาน จปฐ.",
        ("m1",),
        "2026-12-25",
        "m2",
        line.GROUP,
    )


def test_a_real_mention_names_who_does_it(talk: Talk) -> None:
    """Also where two people have the same nickname: the mention says which."""
    said = "#เตือน @แดง ส่งแผน พรุ่งนี้บ่ายสอง"
    talk.deliver(line.text(said, user="Uใจ", mentions=(("@แดง", "Uรุ่ง"),), at=talk.now))
    (one,) = kept(talk)
    assert (one.who, one.text, str(one.at)) == (("m3",), "ส่งแผน", "14:00:00")


def test_a_typed_name_of_several_people_is_asked(talk: Talk) -> None:
    """Nobody is reminded in another's place."""
    talk.run([("ใจ", "#เตือน ส่งแผน พรุ่งนี้ @แดง", [wording.WHICH_ONE])])
    assert kept(talk) == []


@pytest.mark.parametrize(
    ("asked", "answer", "pick", "due"),
    [
        ("ส่งแผน วันจันทร์", "“วันจันทร์” หมายถึงวันไหนคะ", "จันทร์ 30 พ.ย. 69", "2026-11-30"),
        ("ส่งแผน 31 ก.พ.", "ไม่มีวันตามที่พิมพ์ “31 ก.พ.” ค่ะ หมายถึงวันไหนคะ", "อาทิตย์ 28 ก.พ. 70", "2027-02-28"),
        ("ส่งแผน 5 พ.ย. 69", "“5 พ.ย. 69” ผ่านมาแล้วค่ะ หมายถึงวันไหนคะ", "ศุกร์ 5 พ.ย. 70", "2027-11-05"),
    ],
)
def test_a_day_that_is_not_plain_is_asked_with_its_readings(
    talk: Talk, asked: str, answer: str, pick: str, due: str
) -> None:
    """"วันจันทร์" said on a Monday, a day that isn't in the calendar, a day that has passed."""
    talk.run([("ใจ", f"#เตือน {asked}", [answer])])
    assert kept(talk) == []
    (said,) = talk.press("ใจ", pick)
    assert said.startswith("จะเตือนค่ะ “ส่งแผน”")
    assert str(kept(talk)[0].due) == due


def test_the_day_may_follow_and_talk_meanwhile_is_left_alone(talk: Talk) -> None:
    """Without a day it asks; what is no day isn't taken for one, and a day that is typed is."""
    talk.run(
        [
            ("ใจ", "#เตือน โทรหาโรงพิมพ์", [wording.ASK_WHEN]),
            ("ใจ", "เที่ยงนี้กินข้าวไหน", []),
            ("ใจ", "ศุกร์หน้า", ["จะเตือนค่ะ “โทรหาโรงพิมพ์” · วันศุกร์ที่ 4 ธันวาคม 2569 (อีก 11 วัน)"]),
        ]
    )


def test_what_is_to_be_done_may_follow(talk: Talk) -> None:
    """A day alone asks what for."""
    talk.run(
        [
            ("ใจ", "#เตือน 25 ธ.ค.", [wording.ASK_WHAT]),
            ("ใจ", "ส่งแผน", ["จะเตือนค่ะ “ส่งแผน” · วันศุกร์ที่ 25 ธันวาคม 2569 (อีก 32 วัน)"]),
        ]
    )


def test_the_bot_can_be_asked_in_words(talk: Talk) -> None:
    """Without the hashtag when it is spoken to."""
    said = ["จะเตือนค่ะ “ส่งงบ” · วันศุกร์ที่ 27 พฤศจิกายน 2569 (อีก 4 วัน)"]
    assert talk.say("ใจ", "ช่วยเตือนเรื่องส่งงบ ศุกร์นี้ด้วยนะ", bot=True) == said


def test_a_training_owes_its_report_in_fifteen_days(talk: Talk) -> None:
    """Counted from the last day (S21)."""
    (said,) = talk.say("แดง", "#ไปอบรม หลักสูตรพัฒนากร 25-27 พ.ย. @ใจ")
    assert said == (
        "จะเตือนใจค่ะ “รายงานผลอบรม หลักสูตรพัฒนากร” ภายในวันเสาร์ที่ 12 ธันวาคม 2569 (15 วันหลังกลับ ศุกร์ 27 พ.ย. 69)"
    )


def test_personal_data_of_others_is_masked(talk: Talk) -> None:
    """As in tellings."""
    talk.say("ใจ", "#เตือน โทรหา 081-234-5678 พรุ่งนี้")
    assert "081-234-5678" not in talk.everything().replace("\\", "")


# ---------------------------------------------------------------- in the group


def test_it_warns_ahead_and_follows_up_on_the_day(talk: Talk) -> None:
    """30, 15 and 7 days ahead and on the day, riding on what somebody says then; in between it is silent."""
    talk.say("แดง", ASK)
    heard = []
    for _ in range(36):
        days(talk, 1)
        heard += [(talk.now.day, said) for said in talk.say("นก", "สวัสดีค่ะ")]
    assert [(day, said.split("(")[1].split(")")[0]) for day, said in heard] == [
        (25, "อีก 30 วัน"),
        (9, "อีก 16 วัน"),  # the 10th is a holiday
        (18, "อีก 7 วัน"),
        (25, "วันนี้"),
    ]


def test_a_group_hears_one_message_a_day_of_reminders(talk: Talk) -> None:
    """Several that fall due are one message; one more on the same day waits."""
    talk.say("ใจ", "#เตือน ส่งแผน พรุ่งนี้")
    talk.say("แดง", "#เตือน ส่งงบ พรุ่งนี้")
    talk.say("แดง", "#เตือน ส่งภาพ มะรืน")
    days(talk, 1)
    (said,) = talk.say("นก", "สวัสดีค่ะ")
    assert ("ส่งแผน" in said, "ส่งงบ" in said, "ส่งภาพ" in said) == (True, True, False)
    talk.say("แดง", "#เตือน ส่งบัญชี วันนี้บ่ายสาม")
    talk.now += timedelta(hours=6)
    assert talk.say("นก", "บ่ายแล้ว") == []


def test_every_monday_comes_again(talk: Talk) -> None:
    """Each week on its day, also when nobody says that it is done."""
    talk.say("ใจ", "#เตือน ส่งสรุปงาน ทุกวันจันทร์")
    heard = []
    for _ in range(15):
        days(talk, 1)
        heard += [(talk.now.month, talk.now.day) for _ in talk.say("นก", "สวัสดีค่ะ")]
    assert heard == [(11, 30), (12, 4)]  # Monday the 7th is a holiday: said on the Friday before


def test_who_is_late_is_never_named_in_the_group(talk: Talk) -> None:
    """The day after, the group hears nothing, also when it asks for its list."""
    talk.say("แดง", "#เตือน ส่งงบ พรุ่งนี้ @ใจ")
    days(talk, 2)
    assert talk.say("นก", "สวัสดีค่ะ") == []
    assert talk.say("นก", "#เตือน") == [wording.NOTHING_OPEN]


def test_who_left_is_not_named(talk: Talk) -> None:
    """The group hears of the work without the name; the facilitator is told that nobody is left to do it."""
    talk.say("ใจ", "#เตือน @แดง ส่งงบ พรุ่งนี้", name="x")
    talk.deliver(line.text("#เตือน @แดง ส่งแบบ พรุ่งนี้", user="Uใจ", mentions=(("@แดง", "Uแดง"),), at=talk.now))
    talk.deliver(line.member_left("Uแดง"))
    days(talk, 1)
    (said,) = talk.say("นก", "สวัสดีค่ะ")
    assert "แดง" not in said
    days(talk, 1)
    heard = talk.say("ใจ", "สวัสดีค่ะ", private=True)
    assert "ผู้รับผิดชอบไม่อยู่แล้ว" in heard[0]


def test_the_office_decides_how_long_ahead(talk: Talk) -> None:
    """With no days to warn ahead, only the day itself is left."""
    changes = Changes()
    RedisRules(talk.redis, changes, talk.keys).put_rules(OFFICE.id, Rules(warn_days=()))
    changes.keep(talk.redis)
    talk.say("แดง", ASK)
    heard = []
    for _ in range(33):
        days(talk, 1)
        heard += [talk.now.day for _ in talk.say("นก", "สวัสดีค่ะ")]
    assert heard == [25]


# ---------------------------------------------------------------- in private


def test_who_is_late_hears_first_and_the_facilitator_three_days_later(talk: Talk) -> None:
    """In 1:1, at the next word there; what is done meanwhile is not said."""
    talk.deliver(line.text("#เตือน @แดง ส่งงบ พรุ่งนี้", user="Uใจ", mentions=(("@แดง", "Uแดง"),), at=talk.now))
    days(talk, 2)
    assert talk.say("แดง", "#เตือน", private=True)[0] == (
        "งานของท่านที่ถึงกำหนดค่ะ\n⚫ ส่งงบ · อังคาร 24 พ.ย. 69 (เลยมา 1 วัน)\nเสร็จแล้วหรือขอเลื่อน พิมพ์ #เตือน"
    )
    assert len(talk.say("แดง", "#เตือน", private=True)) == 1
    assert "เลยกำหนด" not in talk.say("ใจ", "#เตือน", private=True)[0]
    days(talk, 2)
    said = talk.say("ใจ", "#เตือน", private=True)
    assert said[0].startswith("งานที่เลยกำหนดในความดูแลของท่านค่ะ\n⚫ ส่งงบ · อังคาร 24 พ.ย. 69 (เลยมา 3 วัน) · แดง")
    assert talk.press("ใจ", wording.DONE, private=True) == ["เรียบร้อยค่ะ “ส่งงบ” ขอบคุณใจ"]
    days(talk, 9)
    assert talk.say("แดง", "#เตือน", private=True) == [wording.NOTHING_OPEN]


def test_what_is_asked_in_private_stays_private(talk: Talk) -> None:
    """The group never hears of it; the person does, at the next word after its time."""
    talk.say("ใจ", "#เตือน ต่อใบขับขี่ พรุ่งนี้", private=True)
    days(talk, 1)
    assert talk.say("นก", "สวัสดีค่ะ") == []
    assert "ต่อใบขับขี่" in talk.say("ใจ", "#เตือน", private=True)[0]


# ---------------------------------------------------------------- changing


def test_done_move_and_hand_over_by_button(talk: Talk) -> None:
    """Each says in one line what was done."""
    talk.say("แดง", ASK)
    talk.say("ใจ", "#เตือน")
    assert talk.press("ใจ", wording.MOVE) == [wording.ASK_MOVE]
    moved = talk.say("ใจ", "สิ้นปี")
    assert moved == ["เลื่อน “ส่งรายงาน จปฐ.” เป็นวันพฤหัสบดีที่ 31 ธันวาคม 2569 (อีก 38 วัน) แล้วค่ะ"]
    talk.say("ใจ", "#เตือน")
    assert talk.press("ใจ", wording.HAND_OVER) == [wording.ASK_HAND]
    assert talk.say("ใจ", "นก") == ["ส่งต่อ “ส่งรายงาน จปฐ.” ให้นกแล้วค่ะ"]
    assert kept(talk)[0].who == ("m4",)
    talk.say("แดง", "#เตือน")
    assert talk.press("แดง", wording.DONE) == ["เรียบร้อยค่ะ “ส่งรายงาน จปฐ.” ขอบคุณแดง"]
    assert talk.say("แดง", "#เตือน") == [wording.NOTHING_OPEN]
    assert talk.deliver(line.postback(f"remind.done?r={kept(talk)[0].id}", user="Uแดง")) == [wording.GONE]


def test_what_repeats_goes_on_after_it_is_done(talk: Talk) -> None:
    """With the day of the next time."""
    talk.say("ใจ", "#เตือน ส่งใบสำคัญ ทุกสิ้นเดือน")
    talk.say("ใจ", "#เตือน")
    assert talk.press("ใจ", wording.DONE) == [
        "เรียบร้อยค่ะ “ส่งใบสำคัญ” ขอบคุณใจ · ครั้งต่อไปวันพฤหัสบดีที่ 31 ธันวาคม 2569"
    ]


def test_others_may_not_change_it(talk: Talk) -> None:
    """Only who asked, who does it, and who looks after the community."""
    talk.say("ใจ", "#เตือน ส่งแบบ พรุ่งนี้ @ใจ")
    which = kept(talk)[0].id
    assert talk.deliver(line.postback(f"remind.done?r={which}", user="Uรุ่ง")) == [wording.REMINDER_NOT_YOURS]
    assert kept(talk)[0].done_at is None


# ---------------------------------------------------------------- commitments of reviews


def test_commitments_with_a_day_are_reminded_of(talk: Talk) -> None:
    """What a review promised for a day falls due like a reminder; done is kept with the commitment."""
    talk.say("ใจ", "#AAR เวทีประชาคมบ้านเหนือ คนมาน้อยเพราะฝนตก ครั้งหน้าจะโทรนัดผู้นำก่อน", name="aar")
    note = talk.kept()[0]
    changes = Changes()
    store = RedisFollowUps(talk.redis, changes, talk.keys, OFFICE.id)
    promise = FollowUp(f"{note.id}.1", OFFICE.id, line.GROUP, "โทรนัดผู้นำ", "m1", "ภายในศุกร์หน้า", note.id)
    store.set_of_note(note.id, [promise, replace(promise, id=f"{note.id}.2", text="ขออุปกรณ์", when_text="ครั้งหน้า")])
    changes.keep(talk.redis)
    (said,) = talk.say("ใจ", "#เตือน")
    assert said == "🟡 โทรนัดผู้นำ · ศุกร์ 4 ธ.ค. 69 (อีก 11 วัน) · ใจ"
    talk.press("ใจ", wording.DONE)
    assert [f.done for f in store.of_note(note.id)] == [True, False]
    assert talk.say("ใจ", "#เตือน") == [wording.NOTHING_OPEN]


# ---------------------------------------------------------------- taken back


def test_unsending_takes_the_reminder_back(talk: Talk) -> None:
    """Also while its day is still being asked for."""
    talk.say("แดง", ASK)
    talk.unsend(ASK)
    assert kept(talk) == []
    talk.say("แดง", "#เตือน ส่งแผน วันจันทร์")
    talk.unsend("#เตือน ส่งแผน วันจันทร์")
    assert talk.say("แดง", "พรุ่งนี้") == []
    assert "ส่งแผน" not in talk.everything()


def test_forgetting_takes_the_person_out(talk: Talk) -> None:
    """What the person asked for goes; where others asked, the name goes."""
    talk.say("แดง", "#เตือน ส่งแผน พรุ่งนี้")
    talk.deliver(line.text("#เตือน @แดง ส่งแบบ พรุ่งนี้", user="Uใจ", mentions=(("@แดง", "Uแดง"),), at=talk.now))
    talk.say("แดง", "#ลืมฉัน")
    talk.press("แดง", wording.FORGET_YES)
    assert [(r.text, r.who) for r in kept(talk)] == [("ส่งแบบ", ())]


def test_who_opted_out_is_not_kept_by_a_mention(talk: Talk) -> None:
    """Neither by id nor by name."""
    talk.say("แดง", "#ไม่บันทึกฉัน")
    said = "#เตือน @สีแดงเพลิง ส่งแบบ พรุ่งนี้"
    talk.deliver(line.text(said, user="Uใจ", mentions=(("@สีแดงเพลิง", "Uแดง"),), at=talk.now))
    (one,) = kept(talk)
    assert (one.text, one.who) == ("ส่งแบบ", ())
    assert "สีแดงเพลิง" not in talk.everything()


def test_a_reminder_of_a_group_that_is_gone_is_said_to_nobody(talk: Talk) -> None:
    """The group was unlinked: what is open stays with the people, in private."""
    talk.say("แดง", ASK)
    changes = Changes()
    people_store(talk.redis, changes, talk.keys).remove_group(line.GROUP)
    changes.keep(talk.redis)
    days(talk, 3)
    assert talk.say("นก", "สวัสดีค่ะ") == []
    assert "ส่งรายงาน" in talk.say("ใจ", "#เตือน", private=True)[0]


def test_an_edit_moves_the_reminder(talk: Talk) -> None:
    """The message is the reminder: its newest words count."""
    talk.say("แดง", ASK, name="เตือน")
    talk.edit("เตือน", "#เตือน ส่งรายงาน จปฐ. รอบสอง ภายใน 28 ธ.ค. @ใจ")
    (one,) = kept(talk)
    assert (one.text, str(one.due), one.who) == ("ส่งรายงาน จปฐ. รอบสอง", "2026-12-28", ("m1",))


def test_the_hashtag_may_be_typed_on_to_its_words(talk: Talk) -> None:
    """#เตือนส่งแผนพรุ่งนี้ is a reminder, and an edit of it is followed; a hashtag that names no day, or of the news, is
    not."""
    answer = ["จะเตือนค่ะ “ส่งแผน” · วันอังคารที่ 24 พฤศจิกายน 2569 (พรุ่งนี้)"]
    talk.run(
        [
            ("ใจ", "#เตือนภัยน้ำท่วม วันนี้", []),
            ("ใจ", "#เตือนผู้ปกครอง ระวังมิจฉาชีพ", []),
            ("ใจ", "#เตือนด้วย ส่งแผนพรุ่งนี้", answer),
            ("ใจ", "#เตือนส่งแผนพรุ่งนี้", answer),
        ]
    )
    talk.edit("#เตือนส่งแผนพรุ่งนี้", "#เตือนส่งแผนมะรืนนี้")
    assert sorted(str(one.due) for one in kept(talk)) == ["2026-11-24", "2026-11-25"]


def test_whole_names_are_understood_when_typed(talk: Talk) -> None:
    """With its title or without; nothing of the name stays in the text."""
    for name in ("@นายแดง ดีเด่น", "@แดง ดีเด่น"):
        said = talk.say("ใจ", f"#เตือน {name} ตรวจรถ ศุกร์หน้า")
        assert said == ["จะเตือนแดงค่ะ “ตรวจรถ” · วันศุกร์ที่ 4 ธันวาคม 2569 (อีก 11 วัน)"]
    assert {one.who for one in kept(talk)} == {("m2",)}


def test_who_left_is_not_kept_by_name_in_the_text(talk: Talk) -> None:
    """Nor is who asked not to be kept; a place behind @ stays."""
    member = talk.people.member(OFFICE.id, "m4")
    assert member is not None
    for gone in (replace(member, left=True), replace(member, opted_out=True)):
        changes = Changes()
        people_store(talk.redis, changes, talk.keys).put_member(OFFICE.id, gone)
        changes.keep(talk.redis)
        for name in ("@นกน้อย", "@นก สดใส"):
            (said,) = talk.say("ใจ", f"#เตือน {name} ตรวจรถ @ศาลากลาง ศุกร์หน้า")
            assert said.startswith("จะเตือนค่ะ “ตรวจรถ @ศาลากลาง”")


def test_a_training_may_be_told_of_after_the_return(talk: Talk) -> None:
    """While the report can still be in time; of what is longer ago the day is asked."""
    (said,) = talk.say("ใจ", "#ไปอบรม หลักสูตรพัฒนากร 16-18 พ.ย. 69")
    assert "ภายในวันพฤหัสบดีที่ 3 ธันวาคม 2569 (15 วันหลังกลับ พุธ 18 พ.ย. 69)" in said
    assert talk.say("ใจ", "#ไปอบรม หลักสูตรบัญชี 1 ต.ค. 69") == [wording.ASK_RETURN]


def test_talk_while_a_name_is_waited_for_is_left_alone(talk: Talk) -> None:
    """A name with a particle is a name; polite talk is none."""
    talk.say("ใจ", "#เตือน ส่งแผน ศุกร์นี้")
    talk.say("ใจ", "#เตือน")
    talk.press("ใจ", wording.HAND_OVER)
    talk.run(
        [
            ("ใจ", "เดี๋ยวถามพี่เขาก่อนนะคะ", []),
            ("ใจ", "สมหญิง", [wording.NOT_FOUND_NAME]),
            ("ใจ", "นกค่ะ", [wording.handed_over("ส่งแผน", "นก")]),
        ]
    )


def test_the_last_word_of_what_is_to_be_done_stays_whole(talk: Talk) -> None:
    """น้า of หัวหน้า is no particle."""
    for task in ("พบหัวหน้า", "จดชื่อทีมชนะ", "ตรวจพันธุ์ข้าวเจ้า"):
        assert f"“{task}”" in talk.say("ใจ", f"#เตือน {task} พรุ่งนี้")[0]
