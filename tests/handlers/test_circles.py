"""Story circles: several tellers, one topic, a silent bot, and one message with what can be drawn from it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.turns import Unsaid
from handlers import wording
from knowledge.circles import Circle, Point
from tests import line
from tests.talk import Talk

TOPIC = "ทวงหนี้กองทุนให้ได้คืน"
RED = (
    "กองทุนบ้านเรามีลูกหนี้ค้างสามปี แก้โดยไปหาที่บ้านพร้อมกรรมการสองคน ไม่พูดเรื่องเงินก่อน ถามเรื่องงานเรื่องลูกก่อนเสมอ "
    "ข้อควรระวังคืออย่าทวงต่อหน้าเพื่อนบ้าน เขาจะอายแล้วหนี"
)
RUNG = "ของผมลูกหนี้ไม่ยอมเปิดประตู เลยเปลี่ยนเป็นแบ่งงวดใหม่ให้เหลือเดือนละห้าร้อย ต้องระวังอย่าทวงต่อหน้าเพื่อนบ้าน ลูกหนี้อายแล้วจะหนี"
MORE = "แล้วก็ทำสมุดเล่มเล็กให้เขาจดเองทุกงวด ปรากฏว่าส่งครบทุกเดือน"


def circle(talk: Talk) -> list[str]:
    """Two tell, others nod; returns what the bot says at the end."""
    assert talk.say("ใจ", f"#วงเล่า {TOPIC}", name="เปิด") == [wording.circle_opened(TOPIC)]
    assert talk.say("แดง", RED, name="แดงเล่า") == []
    assert talk.say("ใจ", "ดีมากเลยค่ะ") == []
    assert talk.say("รุ่ง", RUNG, name="รุ่งเล่า") == []
    assert talk.say("รุ่ง", MORE, name="รุ่งต่อ") == []
    assert talk.say("นก", "แล้วถ้าเขาย้ายบ้านไปแล้วจะทำยังไงดีคะ") == []
    return talk.say("ใจ", "#จบวงเล่า")


def store(talk: Talk) -> Any:
    from bot.store.changes import Changes
    from bot.store.circles import RedisCircles

    return RedisCircles(talk.redis, Changes(), talk.keys, "o1")


def points(talk: Talk) -> list[Point]:
    (one,) = store(talk).all()
    found: list[Point] = store(talk).points(one.id)
    return found


def actions(talk: Talk) -> dict[str, list[str]]:
    """The buttons of the last message: label → their data."""
    from tests.talk import _actions

    found: dict[str, list[str]] = {}
    for each in _actions(talk.line.heard[-1]):
        found.setdefault(each["label"], []).append(each["data"])
    return found


def press(talk: Talk, who: str, data: str) -> list[str]:
    return talk.deliver(line.postback(data, user=f"U{who}"))


def test_a_circle_keeps_each_story_and_ends_in_one_message(talk: Talk) -> None:
    """Silent inside; at the end: topic, who told, how many. Nods and questions are no stories."""
    (answer,) = circle(talk)
    red, rung = talk.kept()
    assert (red.text, red.member_id, red.circle_id) == (RED, "m2", rung.circle_id)
    assert (rung.text, rung.member_id) == (f"{RUNG}\n{MORE}", "m3")
    assert answer.startswith(f"วงเล่า: {TOPIC} · 2 เรื่อง")
    shown = str(talk.line.heard[-1])
    assert wording.circle_tellers([("นายแดง ดีเด่น", 1), ("นายแดง รุ่งเรือง", 1)]) in shown


def test_points_are_exact_sentences_of_their_stories(talk: Talk) -> None:
    """At most five a story; core knowledge is a sentence of a story, too, with the others that say the same."""
    circle(talk)
    notes = {note.id: note for note in talk.kept()}
    drawn = points(talk)
    nuggets = [point for point in drawn if point.kind != "core"]
    assert {point.note_id for point in nuggets} == set(notes)
    for point in drawn:
        assert point.source in notes[point.note_id].text
        assert point.text == point.source
        assert point.status == "proposed"
    assert max(sum(point.note_id == each for point in nuggets) for each in notes) <= 5
    (core,) = [point for point in drawn if point.kind == "core"]
    assert {core.note_id, *core.also_in} == set(notes)
    assert "เพื่อนบ้าน" in core.text


def test_nothing_is_said_inside(talk: Talk) -> None:
    """No confirmation, no suggestion, no answer to a question to the round; a mark is kept with its kind."""
    talk.say("ใจ", f"#วงเล่า {TOPIC}")
    assert talk.say("แดง", f"#เคล็ดลับ {RED}") == []
    assert talk.say("รุ่ง", "ใครรู้เรื่องบัญชีกลุ่มออมทรัพย์") == []
    (note,) = talk.kept()
    assert (note.kind, bool(note.circle_id)) == ("tip", True)


def test_the_bot_answers_inside_when_it_is_spoken_to(talk: Talk) -> None:
    """A mention is meant for it."""
    talk.say("ใจ", f"#วงเล่า {TOPIC}")
    assert talk.say("รุ่ง", "ใครรู้เรื่องบัญชีกลุ่มออมทรัพย์", bot=True) != []


def test_two_tellers_alternating_tell_one_story_each_time(talk: Talk) -> None:
    """What somebody says before another tells belongs together; after that it is a story of its own."""
    talk.say("ใจ", f"#วงเล่า {TOPIC}")
    talk.say("แดง", RED)
    talk.say("รุ่ง", RUNG)
    talk.say("แดง", MORE)
    assert [note.member_id for note in talk.kept()] == ["m2", "m3", "m2"]


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("#วงเล่า", wording.CIRCLE_TOPIC),
        ("#วงเล่า " + "ยาว" * 40, wording.CIRCLE_TOPIC_LONG),
        ("#จบวงเล่า", wording.NO_CIRCLE),
    ],
)
def test_wrong_use_is_told(talk: Talk, typed: str, answer: str) -> None:
    """One line that says how."""
    assert talk.say("ใจ", typed) == [answer]
    assert store(talk).all() == []


def test_one_circle_at_a_time_and_in_groups_only(talk: Talk, unlinked: Talk) -> None:
    """A second one is told of the first; in 1:1 and in unlinked groups there is none."""
    talk.say("ใจ", f"#วงเล่า {TOPIC}")
    assert talk.say("แดง", "#วงเล่า เรื่องอื่น") == [wording.circle_open_already(TOPIC)]
    assert talk.say("ใจ", "#วงเล่า เรื่องอื่น", private=True) == [wording.CIRCLE_IN_GROUP]


def test_a_circle_without_a_story_leaves_nothing(talk: Talk) -> None:
    """It is said so."""
    talk.say("ใจ", f"#วงเล่า {TOPIC}")
    assert talk.say("ใจ", "#จบวงเล่า") == [wording.circle_empty(TOPIC)]
    assert ":circle" not in talk.everything()


def test_a_circle_that_nobody_closes_ends_after_three_hours(talk: Talk) -> None:
    """With what there is, at the next word in the group, which is no part of it."""
    talk.say("ใจ", f"#วงเล่า {TOPIC}")
    talk.say("แดง", RED)
    talk.now += timedelta(hours=3)
    (answer,) = talk.say("รุ่ง", MORE)
    assert answer.startswith(f"วงเล่า: {TOPIC} · 1 เรื่อง")
    assert [note.text for note in talk.kept()] == [RED]
    assert talk.say("รุ่ง", "ครับผม") == []


def test_the_teller_takes_rewords_and_strikes(talk: Talk) -> None:
    """One point after the other, each by button; the teller's own words are kept beside the sentence."""
    circle(talk)
    (data, *_) = [d for d in actions(talk)[wording.POINTS_REVIEW] if d.endswith(talk.kept()[0].id)]
    mine = [point for point in points(talk) if point.kind != "core" and point.member_id == "m2"]
    (asked,) = press(talk, "แดง", data)
    assert asked == wording.point_asked(1, len(mine), mine[0].kind, mine[0].text)
    talk.press("แดง", wording.POINT_TAKE)
    assert talk.press("แดง", wording.POINT_REWORD) == [wording.POINT_WORDS]
    (third,) = talk.say("แดง", "ไปกันสองคนเสมอ อย่าไปคนเดียว")
    done = third
    while wording.POINT_STRIKE in actions_or_none(talk):
        (done,) = talk.press("แดง", wording.POINT_STRIKE)
    assert done == wording.points_done(2, len(mine) - 2)
    kept = [point for point in points(talk) if point.kind != "core" and point.member_id == "m2"]
    assert [point.status for point in kept] == ["taken", "taken", *["struck"] * (len(mine) - 2)]
    assert (kept[1].text, kept[1].source, kept[1].reworded) == ("ไปกันสองคนเสมอ อย่าไปคนเดียว", mine[1].source, True)
    assert {point.decided_by for point in kept} == {"m2"}


def actions_or_none(talk: Talk) -> dict[str, list[str]]:
    return actions(talk) if "quickReply" in talk.line.heard[-1] else {}


def test_two_tellers_reword_at_the_same_time(talk: Talk) -> None:
    """Each one's next words are for the own point, whoever speaks first; other talk in between passes."""
    circle(talk)
    (one,) = store(talk).all()
    mine = {who: next(p for p in points(talk) if p.member_id == who) for who in ("m2", "m3")}
    for who, member in (("แดง", "m2"), ("รุ่ง", "m3")):
        data = f"point.reword?c={one.id}&p={mine[member].id}"
        assert press(talk, who, data) == [wording.POINT_WORDS]
    talk.say("นก", "พักเบรกสิบนาทีนะคะ")
    talk.say("แดง", "ครับผม")
    talk.say("รุ่ง", "แบ่งงวดให้พอดีกำลังของเขา")
    talk.say("แดง", "ไปหาที่บ้านกันสองคน")
    now = {point.id: point.text for point in points(talk)}
    assert (now[mine["m2"].id], now[mine["m3"].id]) == ("ไปหาที่บ้านกันสองคน", "แบ่งงวดให้พอดีกำลังของเขา")


def test_the_teller_reads_the_points_in_the_personal_file(talk: Talk) -> None:
    """What is drawn from somebody's stories is theirs to see, and which circles they opened."""
    circle(talk)
    from bot.store.personal import personal_file

    text = personal_file(talk.redis, talk.keys, "Uแดง", talk.now).text()
    assert all(point.text in text for point in points(talk) if point.member_id == "m2")
    assert TOPIC in personal_file(talk.redis, talk.keys, "Uใจ", talk.now).text()


def test_points_are_decided_by_their_tellers(talk: Talk) -> None:
    """Another teller is told so; the facilitator may; core knowledge is the facilitator's."""
    circle(talk)
    buttons = actions(talk)
    red = next(d for d in buttons[wording.POINTS_TAKE_ALL] if d.endswith(talk.kept()[0].id))
    (core,) = buttons[wording.CORE_REVIEW]
    assert press(talk, "รุ่ง", red) == [wording.POINTS_NOT_YOURS]
    assert press(talk, "แดง", core) == [wording.CORE_NOT_YOURS]
    assert press(talk, "ใหม่", red) == [wording.POINTS_NOT_YOURS]
    assert [point.status for point in points(talk)] == ["proposed"] * len(points(talk))
    press(talk, "แดง", red)
    press(talk, "ใจ", core)
    talk.press("ใจ", wording.POINT_TAKE)
    by = {(point.kind == "core", point.status, point.decided_by) for point in points(talk) if point.member_id != "m3"}
    assert by == {(False, "taken", "m2"), (True, "taken", "m1")}


def test_what_was_taken_is_there_for_other_features(talk: Talk) -> None:
    """With kind, words, story, teller and time; what is proposed or struck isn't, nor what its story no longer says."""
    circle(talk)
    buttons = actions(talk)
    assert talk.services.confirmed_of("o1").confirmed() == []
    at = talk.now
    press(talk, "แดง", next(d for d in buttons[wording.POINTS_TAKE_ALL] if d.endswith(talk.kept()[0].id)))
    press(talk, "ใจ", buttons[wording.CORE_REVIEW][0])
    talk.press("ใจ", wording.POINT_TAKE)
    core, *nuggets = talk.services.confirmed_of("o1").confirmed()
    assert (core.kind, core.member_id, core.confirmed_by, core.topic) == ("core", "", "m1", TOPIC)
    assert {(n.note_id, n.member_id, n.confirmed_at) for n in nuggets} == {(talk.kept()[0].id, "m2", at)}
    assert all(n.text in RED for n in nuggets)
    assert talk.services.confirmed_of("o1").confirmed(since=core.confirmed_at) == [core]
    assert talk.services.confirmed_of("o1").confirmed(member_id="m2") == nuggets
    talk.unsend("แดงเล่า")
    assert talk.services.confirmed_of("o1").confirmed(member_id="m2") == []


def test_who_opened_the_circle_confirms_its_core(talk: Talk) -> None:
    """Also without a role in the roster: the facilitator of this circle."""
    talk.say("แดง", f"#วงเล่า {TOPIC}")
    talk.say("ใจ", RED)
    talk.say("รุ่ง", RUNG)
    talk.say("รุ่ง", "#จบวงเล่า")
    (core,) = actions(talk)[wording.CORE_REVIEW]
    press(talk, "แดง", core)
    assert talk.press("แดง", wording.POINT_TAKE) == [wording.points_done(1, 0)]


def test_unsending_a_story_takes_its_points_along(talk: Talk) -> None:
    """And the core knowledge that only it and one other said."""
    circle(talk)
    talk.unsend("แดงเล่า")
    assert {point.member_id for point in points(talk)} == {"m3"}
    assert "กรรมการสองคน" not in talk.everything()
    (one,) = store(talk).all()
    assert one.note_ids == tuple(note.id for note in talk.kept())


def test_unsending_a_part_takes_what_was_drawn_from_it(talk: Talk) -> None:
    """The first message of two: the story goes on under the second, with its own points only."""
    circle(talk)
    talk.unsend("รุ่งเล่า")
    kept = next(note for note in talk.kept() if note.member_id == "m3")
    assert kept.text == MORE
    assert all(point.source in MORE for point in points(talk) if point.note_id == kept.id)
    assert "เปิดประตู" not in talk.everything()


def test_editing_a_story_drops_what_it_no_longer_says(talk: Talk) -> None:
    """A point is an exact sentence of its story as it stands."""
    circle(talk)
    talk.edit("แดงเล่า", "ขอเล่าใหม่ ต้องพากรรมการไปด้วยสองคนทุกครั้ง", later=60)
    notes = {note.id: note for note in talk.kept()}
    assert all(point.source in notes[point.note_id].text for point in points(talk))
    assert "กองทุนบ้านเรา" not in talk.everything()


def test_unsending_the_opening_takes_the_topic(talk: Talk) -> None:
    """The stories are others'."""
    talk.say("ใจ", f"#วงเล่า {TOPIC}", name="เปิด")
    talk.say("แดง", RED)
    talk.unsend("เปิด")
    assert TOPIC not in talk.everything()
    (answer,) = talk.say("ใจ", "#จบวงเล่า")
    assert answer.startswith("วงเล่า · 1 เรื่อง")


def test_editing_the_opening_changes_the_topic(talk: Talk) -> None:
    """The newest edit wins."""
    talk.say("ใจ", "#วงเล่า ทวงหนี้", name="เปิด")
    talk.edit("เปิด", f"#วงเล่า {TOPIC}", later=20)
    talk.edit("เปิด", "#วงเล่า เก่า", later=10)
    talk.say("แดง", RED)
    assert talk.say("ใจ", "#จบวงเล่า")[0].startswith(f"วงเล่า: {TOPIC}")


def test_somebody_who_opted_out_is_no_teller(talk: Talk) -> None:
    """Nothing of theirs is kept, inside a circle either."""
    talk.say("แดง", "#ไม่บันทึกฉัน")
    talk.say("ใจ", f"#วงเล่า {TOPIC}")
    talk.say("แดง", RED)
    talk.say("รุ่ง", RUNG)
    talk.say("ใจ", "#จบวงเล่า")
    assert [note.member_id for note in talk.kept()] == ["m3"]


def test_a_button_of_a_circle_that_is_gone_is_answered(talk: Talk) -> None:
    """Old buttons stay in the chat for ever."""
    circle(talk)
    (data, *_) = actions(talk)[wording.POINTS_TAKE_ALL]
    for each in ("แดงเล่า", "รุ่งเล่า", "รุ่งต่อ"):
        talk.unsend(each)
    assert press(talk, "แดง", data) == [wording.STALE]
    assert store(talk).all() == []


def test_a_circle_is_kept_as_it_was(talk: Talk) -> None:
    """Who opened it, its topic, its stories in their order."""
    circle(talk)
    (one,) = store(talk).all()
    assert isinstance(one, Circle)
    assert (one.topic, one.opened_by, len(one.note_ids)) == (TOPIC, "m1", 2)
    assert one.closed_at is not None


def test_talk_meanwhile_is_no_wording_of_a_point(talk: Talk) -> None:
    """A teller who was asked for other words may ask and talk meanwhile."""
    circle(talk)
    (one,) = store(talk).all()
    mine = next(p for p in points(talk) if p.member_id == "m2")
    assert press(talk, "แดง", f"point.reword?c={one.id}&p={mine.id}") == [wording.POINT_WORDS]
    for said in ("ใครรู้เรื่องทำปุ๋ยหมักบ้าง", "เดี๋ยวผมมาแก้ให้นะครับ", "บ่ายนี้ประชุมใช่ไหมครับ"):
        talk.say("แดง", said)
    assert mine in points(talk)
    talk.say("แดง", "ไปหาที่บ้านกันสองคน")
    assert "ไปหาที่บ้านกันสองคน" in [point.text for point in points(talk)]


def test_a_facilitator_takes_and_strikes_but_does_not_reword_what_a_teller_said(talk: Talk) -> None:
    """The point stands under the teller's name."""
    circle(talk)
    (one,) = store(talk).all()
    mine = next(p for p in points(talk) if p.member_id == "m2")
    assert press(talk, "ใจ", f"point.reword?c={one.id}&p={mine.id}") == [wording.REWRITE_NOT_YOURS]
    press(talk, "ใจ", f"point.take?c={one.id}&p={mine.id}")
    assert next(p for p in points(talk) if p.id == mine.id).decided_by == "m1"


def test_numbers_in_the_topic_are_neither_kept_nor_said(talk: Talk) -> None:
    """The bot does not repeat what it hides; who typed it hears so alone."""
    (answer,) = talk.say("ใจ", "#วงเล่า ทวงหนี้ลุงคำ โทร.0810000042")
    assert "0810000042" not in answer + talk.everything()
    assert wording.masked_privately(("phone",)) in talk.say("ใจ", "สวัสดีค่ะ", private=True)


def test_namesakes_are_two_tellers(talk: Talk) -> None:
    """Who shares a nickname with another member is credited by the full name."""
    (said,) = circle(talk)
    assert "นายแดง ดีเด่น" in said
    assert "นายแดง รุ่งเรือง" in said


def test_an_edit_that_overtakes_its_story_stands(talk: Talk) -> None:
    """What the teller took out before we heard it is not kept."""
    talk.say("ใจ", f"#วงเล่า {TOPIC}")
    first = line.text(RED, user="Uแดง", at=talk.now)
    assert talk.deliver(line.edited(first, RUNG, at=talk.now + timedelta(seconds=20))) == []
    assert talk.deliver(first) == []
    (note,) = talk.kept()
    assert (note.text, note.user_id, note.circle_id != "") == (RUNG, "Uแดง", True)
    talk.deliver(line.edited(first, MORE, at=talk.now - timedelta(seconds=1)))
    assert [note.text for note in talk.kept()] == [RUNG]


def test_short_words_of_a_circle_can_be_kept_by_quoting(talk: Talk) -> None:
    """Where the group has its talk remembered, that goes for what a circle lets pass, too."""
    talk.say("ใจ", "#จำข้อความ เปิด")
    talk.say("ใจ", f"#วงเล่า {TOPIC}")
    talk.say("แดง", "อย่าทวงต่อหน้าคน", name="สั้น")
    talk.say("นก", "#เคล็ดลับ", quotes="สั้น")
    assert [(note.text, note.user_id) for note in talk.kept()] == [("อย่าทวงต่อหน้าคน", "Uแดง")]


def reworded(talk: Talk) -> Point:
    """A point of the teller's in other words, said in the message "ถ้อยคำ"."""
    circle(talk)
    (one,) = store(talk).all()
    mine = next(p for p in points(talk) if p.member_id == "m2")
    press(talk, "แดง", f"point.reword?c={one.id}&p={mine.id}")
    talk.say("แดง", "ไปหาที่บ้านตอนค่ำกันสองคน", name="ถ้อยคำ")
    return next(p for p in points(talk) if p.id == mine.id)


def test_unsending_the_words_of_a_point_takes_them_back(talk: Talk) -> None:
    """The point is as it was proposed, and nothing tells of the message."""
    point = reworded(talk)
    assert (point.text, point.reworded) == ("ไปหาที่บ้านตอนค่ำกันสองคน", True)
    talk.unsend("ถ้อยคำ")
    (after,) = (p for p in points(talk) if p.id == point.id)
    assert (after.text, after.status, after.reworded) == (point.source, "proposed", False)
    left = talk.everything().replace(f"unsent {talk.events['ถ้อยคำ']['message']['id']}", "")
    assert "ตอนค่ำกัน" not in left
    assert talk.events["ถ้อยคำ"]["message"]["id"] not in left


def test_editing_the_words_of_a_point_changes_it(talk: Talk) -> None:
    """The newest edit wins, and it is no story of its own."""
    point = reworded(talk)
    talk.edit("ถ้อยคำ", "ไปหาที่บ้านวันหยุดกันสองคน", later=9)
    talk.edit("ถ้อยคำ", "ไปหาที่บ้านวันพระกันสองคน", later=4)
    assert next(p for p in points(talk) if p.id == point.id).text == "ไปหาที่บ้านวันหยุดกันสองคน"
    talk.unsend("แดงเล่า")
    assert "วันหยุดกัน" not in talk.everything()


@pytest.mark.parametrize("wish", ["#ไม่บันทึกฉัน", "#ลืมฉัน"])
def test_the_words_of_a_point_go_with_who_said_them(talk: Talk, wish: str) -> None:
    """Forgotten or opted out: neither words nor message stay."""
    reworded(talk)
    talk.say("แดง", wish)
    if wish == "#ลืมฉัน":
        talk.press("แดง", wording.FORGET_YES)
    assert "ตอนค่ำกัน" not in talk.everything()
    assert talk.events["ถ้อยคำ"]["message"]["id"] not in talk.everything()


@pytest.mark.parametrize("typed", ["#วงเล่าทวงหนี้ให้ได้คืน", "#วงเล่า ทวงหนี้ให้ได้คืนค่ะ", "# เปิดวงเล่าทวงหนี้ให้ได้คืน"])
def test_a_topic_may_be_typed_without_a_space(talk: Talk, typed: str) -> None:
    """And a polite ending is no part of it."""
    assert talk.say("ใจ", typed) == [wording.circle_opened("ทวงหนี้ให้ได้คืน")]


@pytest.mark.parametrize("typed", ["#จบวงเล่าแล้วค่ะ", "จบวงเล่าแล้วนะคะ", "ปิดวงเล่า"])
def test_the_end_may_be_said_in_words_while_a_circle_is_open(talk: Talk, typed: str) -> None:
    """Without a mark it is talk where none is open."""
    talk.say("ใจ", f"#วงเล่า {TOPIC}")
    assert talk.say("แดง", typed) == [wording.circle_empty(TOPIC)]
    assert talk.say("แดง", "จบวงเล่าแล้วนะคะ") == []


def test_an_answer_that_could_not_be_sent_does_not_keep_what_is_taken_back(talk: Talk) -> None:
    """The card of a circle waits under its marker while LINE can't be reached; a part that is unsent meanwhile
    leaves that, too."""
    talk.say("ใจ", f"#วงเล่า {TOPIC}")
    talk.say("รุ่ง", RUNG)
    talk.say("รุ่ง", "แล้วก็ต้องเอาสมุดปกม่วงไปด้วยทุกครั้ง อย่าลืมเซ็นรับเงินต่อหน้ากัน", name="ต่อ")
    talk.line.down = True
    with pytest.raises(Unsaid):
        talk.say("ใจ", "#จบวงเล่า")
    talk.line.down = False
    assert "ปกม่วง" in talk.everything()
    talk.unsend("ต่อ")
    assert "ปกม่วง" not in talk.everything()
