"""Telling a story anew, merging two, and what the history says of it."""

from __future__ import annotations

import pytest

from handlers import wording
from tests.talk import Talk

TOLD = "ปลูกพริกในกระสอบเก่าหลังสำนักงาน รดน้ำเช้าเย็น ได้ผลในสองเดือน"
NEW = "ปลูกพริกในกระสอบปุ๋ยที่เจาะรูแล้ว รดน้ำวันละครั้ง ได้ผลในสามเดือน"


def test_the_teller_tells_it_anew_by_button(talk: Talk) -> None:
    """The next text is the story; what it said before is nowhere, the history says who changed it."""
    talk.say("แดง", f"#เคล็ดลับ {TOLD}")
    assert talk.press("แดง", wording.REWRITE) == [wording.REWRITE_ASK]
    assert talk.say("แดง", NEW) == [wording.rewritten(NEW)]
    (note,) = talk.kept()
    assert (note.text, note.kind, note.member_id) == (NEW, "tip", "m2")
    assert [(change.what, change.member_id) for change in note.history] == [("edited", "m2")]
    assert "กระสอบเก่า" not in talk.everything()


def test_a_short_word_is_no_story_and_a_way_out_is_one(talk: Talk) -> None:
    """Talk in between doesn't replace the story; "ยกเลิก" leaves it as it was."""
    talk.say("แดง", f"#เคล็ดลับ {TOLD}")
    talk.press("แดง", wording.REWRITE)
    assert talk.say("แดง", "ครับผม") == []
    assert talk.say("รุ่ง", "วันนี้ไปประชุมที่อำเภอกันกี่คนครับ") == []
    assert talk.say("แดง", "ยกเลิก") == [wording.CANCELLED]
    talk.say("แดง", "วันนี้ไปประชุมที่อำเภอทั้งสำนักงานเลยครับ")
    assert [note.text for note in talk.kept()] == [TOLD]


@pytest.mark.parametrize("said", [f"แก้เป็น {NEW}", f"แก้ไขเรื่องนี้เป็นว่า {NEW}", f"ขอแก้: {NEW}"])
def test_by_words_as_a_reply(talk: Talk, said: str) -> None:
    """However it is said."""
    talk.say("แดง", f"#เคล็ดลับ {TOLD}", name="เรื่อง")
    assert talk.say("แดง", said, quotes="เรื่อง") == [wording.rewritten(NEW)]
    assert [note.text for note in talk.kept()] == [NEW]


def test_by_words_to_the_bot(talk: Talk) -> None:
    """Minutes after telling it; alone, the words are asked for."""
    talk.say("แดง", f"#เคล็ดลับ {TOLD}")
    assert talk.say("แดง", "แก้หน่อยค่ะ", bot=True) == [wording.REWRITE_ASK]
    talk.say("แดง", "ยกเลิก")
    talk.say("แดง", f"แก้เป็น {NEW}", bot=True)
    assert [note.text for note in talk.kept()] == [NEW]


def test_words_are_their_tellers(talk: Talk) -> None:
    """Neither a colleague nor the facilitator changes them; a reply among people is not answered."""
    talk.say("แดง", f"#เคล็ดลับ {TOLD}", name="เรื่อง")
    assert talk.press("ใจ", wording.REWRITE) == [wording.REWRITE_NOT_YOURS]
    assert talk.say("รุ่ง", f"แก้เป็น {NEW}", quotes="เรื่อง") == []
    assert talk.say("รุ่ง", f"แก้เป็น {NEW}", quotes="เรื่อง", bot=True) == [wording.REWRITE_NOT_YOURS]
    assert talk.say("แดง", "แก้แล้วนะครับพี่ ส่งใหม่ทางอีเมลแล้ว", quotes="เรื่อง") == []
    assert [note.text for note in talk.kept()] == [TOLD]


def test_taking_back_the_new_words_takes_the_story(talk: Talk) -> None:
    """They were what is kept; editing them changes it, editing the first message changes nothing any more."""
    talk.say("แดง", f"#เคล็ดลับ {TOLD}", name="เรื่อง")
    talk.say("แดง", f"แก้เป็น {NEW}", quotes="เรื่อง", name="ใหม่")
    talk.edit("เรื่อง", f"#เคล็ดลับ {TOLD} ฉบับเก่า", later=300)
    assert [note.text for note in talk.kept()] == [NEW]
    talk.edit("ใหม่", f"แก้เป็น {NEW} จริง ๆ", later=60)
    assert [note.text for note in talk.kept()] == [f"{NEW} จริง ๆ"]
    talk.unsend("ใหม่")
    assert talk.kept() == []


MORE = "พริกที่ปลูกในกระสอบต้องเปลี่ยนดินทุกปี ไม่อย่างนั้นเป็นโรครากเน่า"


def two(talk: Talk) -> None:
    talk.say("แดง", f"#เคล็ดลับ {TOLD}", name="แรก")
    talk.say("รุ่ง", "ดีครับพี่")
    talk.show("แดง", "รูป")
    talk.say("แดง", f"#บทเรียน {MORE}", name="หลัง")


def test_the_facilitator_merges_two_of_one_teller(talk: Talk) -> None:
    """In the order in which they were told, with pictures; each message stays a part that can be taken back."""
    two(talk)
    assert talk.say("ใจ", "รวมเรื่อง", quotes="หลัง") == [wording.MERGE_WHICH]
    assert talk.press("ใจ", wording.shorten(TOLD, 18)) == [wording.MERGED]
    (note,) = talk.kept()
    assert (note.text, note.kind, len(note.attachments)) == (f"{TOLD}\n{MORE}", "tip", 1)
    assert [(change.what, change.member_id) for change in note.history] == [("merged", "m1")]
    talk.unsend("แรก")
    (note,) = talk.kept()
    assert note.text == MORE
    assert talk.notes.by_message(talk.events["หลัง"]["message"]["id"]) == note


def test_others_stories_are_not_merged(talk: Talk) -> None:
    """A colleague may not, and two tellers' stories stay two."""
    two(talk)
    talk.say("รุ่ง", f"#เคล็ดลับ {NEW}", name="ของรุ่ง")
    assert talk.say("รุ่ง", "รวมเรื่อง", quotes="หลัง") == []
    assert talk.say("รุ่ง", "รวมเรื่อง", quotes="หลัง", bot=True) == [wording.NOT_YOURS]
    assert talk.say("ใจ", "รวมเรื่อง", quotes="ของรุ่ง") == [wording.MERGE_NONE]
    assert len(talk.kept()) == 3


def test_a_merge_of_what_is_gone_is_refused(talk: Talk) -> None:
    """Between the question and the button the other one was taken back."""
    two(talk)
    talk.say("แดง", "รวมเรื่อง", quotes="หลัง")
    asked = talk.line.heard[-1]
    talk.unsend("แรก")
    talk.line.heard.append(asked)
    talk._from = len(talk.line.heard) - 1
    assert talk.press("แดง", wording.shorten(TOLD, 18)) == [wording.STALE]
    assert [note.text for note in talk.kept()] == [MORE]


def test_a_facilitator_moving_a_note_is_in_its_history(talk: Talk) -> None:
    """By whom, whoever it was; never what it said."""
    talk.say("แดง", f"#เคล็ดลับ {TOLD}", name="เรื่อง")
    for who in ("แดง", "ใจ"):
        talk.say(who, "เปลี่ยนหมวด", quotes="เรื่อง")
        talk.press(who, wording.NO_CATEGORY)
    assert [(change.what, change.member_id) for change in talk.kept()[0].history] == [("filed", "m2"), ("filed", "m1")]


@pytest.mark.parametrize(
    "said",
    [
        "ใครรู้เรื่องทำปุ๋ยหมักบ้าง",
        "เดี๋ยวพี่มาแก้นะคะ ตอนนี้ติดประชุม",
        "รับทราบแล้วครับ เดี๋ยวแก้ให้",
        "พรุ่งนี้ประชุมที่อำเภอใช่ไหมคะ",
        "พี่ ๆ เที่ยงนี้ไปกินข้าวกันไหม",
    ],
)
def test_talk_meanwhile_does_not_replace_the_story(talk: Talk, said: str) -> None:
    """What a story said before can't be had back: questions, errands and "later" are no new words, and the bot still
    waits for them."""
    talk.say("แดง", f"#เคล็ดลับ {TOLD}", name="เรื่อง")
    talk.press("แดง", wording.REWRITE)
    talk.say("แดง", said)
    assert [note.text for note in talk.kept()] == [TOLD]
    assert talk.say("แดง", NEW) == [wording.rewritten(NEW)]


def test_a_reply_to_a_colleague_does_not_replace_the_story(talk: Talk) -> None:
    """Short words under somebody's message are for that person."""
    talk.say("แดง", f"#เคล็ดลับ {TOLD}")
    talk.press("แดง", wording.REWRITE)
    talk.say("รุ่ง", "รถออกแล้วนะครับ", name="รถ")
    assert talk.say("แดง", "ไปกันก่อนได้เลยครับ", quotes="รถ") == []
    assert [note.text for note in talk.kept()] == [TOLD]


def test_a_whole_story_in_private_replaces_and_is_no_second_one(talk: Talk) -> None:
    """What in 1:1 would be kept as a story by itself is the words that the bot asked for."""
    talk.say("แดง", f"#เคล็ดลับ {TOLD}", private=True)
    talk.press("แดง", wording.REWRITE, private=True)
    new = "เล่าให้ฟังนะคะ เมื่อวานไปลงพื้นที่ พอเปลี่ยนมาใช้กระสอบปุ๋ยที่เจาะรูแล้ว พริกโตเร็วขึ้นมาก เพราะน้ำไม่ขัง"
    assert talk.say("แดง", new, private=True) == [wording.rewritten(new)]
    assert [note.text for note in talk.kept()] == [new]
