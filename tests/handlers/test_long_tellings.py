"""One story in several messages and pictures."""

from __future__ import annotations

from datetime import timedelta

from handlers import wording
from tests import line
from tests.talk import Talk

FIRST = "กลุ่มแม่บ้านทำน้ำพริกขายไม่ออก ตอนแรกคิดว่ารสชาติไม่ดี"
SECOND = "แล้วก็ลองให้ลูกค้าชิมหน้าร้านสามรสติดกัน ปรากฏว่าคนซื้อเพิ่มเป็นเท่าตัว"
THIRD = "บทเรียนคือให้คนได้ชิมก่อน อย่าเพิ่งรีบแก้สูตร"


def tell(talk: Talk) -> None:
    talk.say("แดง", f"#เรื่องเล่า {FIRST}", name="หนึ่ง")
    assert talk.say("แดง", SECOND, name="สอง") == []
    assert talk.say("แดง", THIRD, name="สาม") == []


def test_what_the_teller_says_next_belongs_to_the_story(talk: Talk) -> None:
    """Three messages are one story, kept in order, answered once; each message is known as part of it."""
    tell(talk)
    (note,) = talk.kept()
    assert note.text == f"{FIRST}\n{SECOND}\n{THIRD}"
    assert note.message_ids == tuple(talk.events[each]["message"]["id"] for each in ("หนึ่ง", "สอง", "สาม"))


def test_others_talk_in_between_ends_it(talk: Talk) -> None:
    """After somebody else spoke, only a message that says so itself goes on with the story."""
    talk.say("แดง", f"#เรื่องเล่า {FIRST}")
    talk.say("รุ่ง", "เอาไปวางที่ตลาดนัดหรือเปล่าครับ")
    talk.say("แดง", SECOND)
    assert [note.text for note in talk.kept()] == [FIRST]
    talk.say("แดง", f"(ต่อ) {THIRD}")
    assert [note.text for note in talk.kept()] == [f"{FIRST}\n{THIRD}"]


def test_ordinary_talk_after_a_story_is_no_part_of_it(talk: Talk) -> None:
    """A wrong yes puts talk into a story."""
    talk.say("แดง", f"#เรื่องเล่า {FIRST}")
    for said in ("เดี๋ยวไปกินข้าวก่อนนะ", "แล้วก็พรุ่งนี้ประชุมกี่โมงครับ", "ครับผม", "ขอบคุณครับพี่ที่ช่วยดูเอกสารให้เมื่อวาน"):
        talk.say("แดง", said)
    assert [note.text for note in talk.kept()] == [FIRST]


def test_minutes_later_it_is_over(talk: Talk) -> None:
    """A telling goes on for five minutes."""
    talk.say("แดง", f"#เรื่องเล่า {FIRST}")
    talk.now += timedelta(minutes=5)
    talk.say("แดง", SECOND)
    assert [note.text for note in talk.kept()] == [FIRST]


def test_two_tellers_at_once_keep_two_stories(talk: Talk) -> None:
    """Each goes on with the own story when the message says so."""
    talk.say("แดง", f"#เรื่องเล่า {FIRST}")
    talk.say("รุ่ง", f"#เรื่องเล่า {THIRD}")
    talk.say("แดง", f"(2/2) {SECOND}")
    assert {note.member_id: note.text for note in talk.kept()} == {"m2": f"{FIRST}\n{SECOND}", "m3": THIRD}


def test_a_mark_again_goes_on_when_it_says_so(talk: Talk) -> None:
    """`#เรื่องเล่า (ต่อ)` is no second story; a mark alone is."""
    talk.say("แดง", f"#เรื่องเล่า {FIRST}")
    assert talk.say("แดง", f"#เรื่องเล่า (ต่อ) {SECOND}") == []
    assert [note.text for note in talk.kept()] == [f"{FIRST}\n{SECOND}"]
    talk.say("แดง", f"#เคล็ดลับ {THIRD}")
    assert len(talk.kept()) == 2


def test_unsending_a_part_takes_that_part(talk: Talk) -> None:
    """The rest of the story stays; with the last part it goes."""
    tell(talk)
    talk.unsend("สอง")
    (note,) = talk.kept()
    assert note.text == f"{FIRST}\n{THIRD}"
    assert [change.what for change in note.history] == ["unsent_part"]
    assert "ชิมหน้าร้าน" not in talk.everything()
    talk.unsend("หนึ่ง")
    assert [note.text for note in talk.kept()] == [THIRD]
    talk.unsend("สาม")
    assert talk.kept() == []


def test_editing_a_part_changes_that_part(talk: Talk) -> None:
    """The newest edit of each message wins, whatever came to the others."""
    tell(talk)
    talk.edit("สอง", "แล้วก็ลองแจกชิมห้าสิบถ้วย ปรากฏว่าขายหมดก่อนเที่ยง", later=60)
    talk.edit("สอง", "ฉบับที่มาช้า แล้วก็ลองอย่างอื่น", later=30)
    talk.edit("หนึ่ง", f"#เรื่องเล่า {FIRST} จริง ๆ", later=10)
    (note,) = talk.kept()
    assert note.text == f"{FIRST} จริง ๆ\nแล้วก็ลองแจกชิมห้าสิบถ้วย ปรากฏว่าขายหมดก่อนเที่ยง\n{THIRD}"


def test_a_part_that_comes_after_its_unsend_is_not_kept(talk: Talk) -> None:
    """Out of order, as LINE may deliver."""
    talk.say("แดง", f"#เรื่องเล่า {FIRST}")
    late = line.text(SECOND, user="Uแดง", at=talk.now)
    talk.deliver(line.unsent(late))
    talk.deliver(late)
    assert [note.text for note in talk.kept()] == [FIRST]


def test_a_part_that_comes_twice_is_kept_once(talk: Talk) -> None:
    """LINE redelivers."""
    talk.say("แดง", f"#เรื่องเล่า {FIRST}")
    talk.say("แดง", SECOND)
    talk.deliver(line.redelivered(talk.last))
    talk.deliver({**talk.last, "webhookEventId": "again"})
    assert [note.text for note in talk.kept()] == [f"{FIRST}\n{SECOND}"]


def test_pictures_before_and_after_belong_to_the_story(talk: Talk) -> None:
    """By id, kind and name; only those of the teller."""
    talk.show("แดง", "ก่อน")
    talk.show("รุ่ง", "ของคนอื่น")
    talk.say("แดง", f"#เรื่องเล่า {FIRST}")
    talk.show("แดง", "หลัง")
    talk.show("แดง", "แฟ้ม", media="file", fileName="สูตรน้ำพริก.xlsx", fileSize=2048)
    (note,) = talk.kept()
    ids = {name: talk.events[name]["message"]["id"] for name in ("ก่อน", "หลัง", "แฟ้ม")}
    assert [(a.message_id, a.kind, a.name) for a in note.attachments] == [
        (ids["ก่อน"], "image", ""),
        (ids["หลัง"], "image", ""),
        (ids["แฟ้ม"], "file", "สูตรน้ำพริก.xlsx"),
    ]
    talk.unsend("ก่อน")
    (note,) = talk.kept()
    assert ids["ก่อน"] not in [a.message_id for a in note.attachments]
    assert note.text == FIRST


def test_an_album_that_comes_in_pieces_is_kept_as_far_as_it_comes(talk: Talk) -> None:
    """Two of four pictures arrived, one after the telling, out of order."""
    album = {"id": "album1", "total": 4}
    talk.show("แดง", "ก", imageSet={**album, "index": 3})
    talk.say("แดง", f"#เรื่องเล่า {FIRST}")
    talk.show("แดง", "ข", imageSet={**album, "index": 1})
    (note,) = talk.kept()
    assert len(note.attachments) == 2


def test_a_picture_that_is_quoted_belongs_to_the_story(talk: Talk) -> None:
    """Who replies to the own picture with a telling tells about it, also after other talk."""
    talk.show("แดง", "รูป")
    talk.say("แดง", "ไปทำงานก่อนนะครับ")
    talk.say("แดง", f"#เรื่องเล่า {FIRST}", quotes="รูป")
    (note,) = talk.kept()
    assert [a.message_id for a in note.attachments] == [talk.events["รูป"]["message"]["id"]]


def test_pictures_of_ordinary_talk_are_forgotten(talk: Talk) -> None:
    """What was shown minutes before a telling, for other talk, is no part of it and leaves nothing."""
    talk.show("แดง", "รูป")
    talk.say("แดง", "ส่งให้แล้วนะครับ")
    talk.say("แดง", f"#เรื่องเล่า {FIRST}")
    assert talk.kept()[0].attachments == ()


def test_deleting_takes_the_whole_story(talk: Talk) -> None:
    """The button of the confirmation means all its messages."""
    talk.say("แดง", f"#เรื่องเล่า {FIRST}")
    button = talk.line.heard[-1]
    talk.say("แดง", SECOND)
    talk.show("แดง", "รูป")
    talk.line.heard.append(button)
    talk._from = len(talk.line.heard) - 1
    talk.press("แดง", wording.DELETE)
    assert talk.press("แดง", wording.DELETE_YES) == [wording.DELETED]
    assert talk.kept() == []
    assert "น้ำพริก" not in talk.everything()


def test_parts_are_masked_and_the_teller_hears_in_private(talk: Talk) -> None:
    """A phone number in a later part, too; the group hears nothing."""
    talk.say("แดง", f"#เรื่องเล่า {FIRST}")
    assert talk.say("แดง", "แล้วก็โทรนัดแม่ค้าที่เบอร์ 089-123-4567 ก่อนทุกครั้ง") == []
    assert "4567" not in talk.kept()[0].text
    assert wording.masked_privately(("phone",)) in talk.say("แดง", "สวัสดี", private=True)


def test_numbers_in_the_name_of_a_file_are_masked(talk: Talk) -> None:
    """People name scans by citizen id and phone; the file is remembered by name, so the name is masked, too."""
    talk.show("แดง", "ก่อน", media="file", fileName="สำเนาบัตร_1101700230708.pdf", fileSize=1)
    talk.say("แดง", "#เรื่องเล่า ช่วยผู้สูงอายุทำเอกสารขอขึ้นทะเบียนจนครบทุกครัวเรือน")
    talk.show("แดง", "หลัง", media="file", fileName="รายชื่อ โทร.0810000042.xlsx", fileSize=1)
    (note,) = talk.kept()
    names = [each.name for each in note.attachments]
    assert len(names) == 2
    assert not any("1101700230708" in name or "0810000042" in name for name in names)
    assert names[0].startswith("สำเนาบัตร_")


def test_an_edit_that_overtakes_a_continuation_stands(talk: Talk) -> None:
    """What goes on with a telling is kept as it reads now, and nothing of the older words."""
    talk.say("แดง", "#เรื่องเล่า ลงพื้นที่เก็บข้อมูลรอบนี้แบ่งทีมเป็นสามสาย")
    second = line.text("(ต่อ) สายแรกไปกับลุงคำที่ตลาด", user="Uแดง", at=talk.now)
    talk.deliver(line.edited(second, "(ต่อ) สายแรกไปกับ อสม. ทุกเช้า", at=talk.now + timedelta(seconds=9)))
    talk.deliver(second)
    (note,) = talk.kept()
    assert note.text.endswith("\nสายแรกไปกับ อสม. ทุกเช้า")
    talk.deliver(line.unsent(second))
    assert "อสม." not in talk.everything()


def test_a_telling_goes_on_after_its_first_message_was_taken_back(talk: Talk) -> None:
    """Its teller says (ต่อ) again: the rest is one story, and nothing of it is lost."""
    talk.say("แดง", "#เรื่องเล่า ลงพื้นที่เก็บข้อมูลรอบนี้แบ่งทีมเป็นสามสาย", name="หนึ่ง")
    talk.say("แดง", "(ต่อ) สายแรกไปกับ อสม. ทุกเช้า")
    talk.unsend("หนึ่ง")
    talk.say("แดง", "(ต่อ) สายสามไปตอนเย็นเพราะคนอยู่บ้าน")
    assert [note.text for note in talk.kept()] == ["สายแรกไปกับ อสม. ทุกเช้า\nสายสามไปตอนเย็นเพราะคนอยู่บ้าน"]
