"""Keeping by quoting what somebody else said, and the short memory of the group that it needs."""

from __future__ import annotations

from datetime import timedelta

import pytest

from handlers import wording
from tests import line
from tests.talk import Talk

TALK = "เมื่อวานเปลี่ยนถ่านเครื่องชั่งก่อนรับซื้อ คนขายเลยไม่ทะเลาะกันเรื่องน้ำหนักอีก"


@pytest.fixture
def remembering(talk: Talk) -> Talk:
    """A group that has its talk remembered."""
    assert talk.say("ใจ", "#จำข้อความ เปิด") == [wording.REMEMBERS_NOW]
    return talk


def test_a_quote_keeps_what_was_said_as_its_authors(remembering: Talk) -> None:
    """The note is the author's, with the author's time and message; the author hears of it in private, once."""
    talk = remembering
    assert talk.say("แดง", TALK) == []
    told_at = talk.now - timedelta(seconds=5)
    answers = talk.say("รุ่ง", "#เคล็ดลับ", quotes=TALK)
    (note,) = talk.kept()
    assert (note.kind, note.text, note.user_id, note.member_id, note.told_at) == ("tip", TALK, "Uแดง", "m2", told_at)
    assert note.message_ids == (talk.events[TALK]["message"]["id"],)
    assert len(answers) == 1
    assert answers[0].startswith("เก็บเคล็ดลับของแดงแล้วค่ะ")
    assert wording.kept_for_you("tip", "แดง") in talk.say("แดง", "สวัสดีค่ะ", private=True)
    assert wording.kept_for_you("tip", "แดง") not in talk.say("แดง", "สวัสดีค่ะ", private=True)


@pytest.mark.parametrize("said", ["#บันทึก", "#บันทึกค่ะ อันนี้ดีมาก", "#จด"])
def test_a_quote_without_a_kind_reads_it_from_what_was_said(remembering: Talk, said: str) -> None:
    """#บันทึก names no kind; words about what is quoted are no telling."""
    remembering.say("แดง", TALK)
    remembering.say("รุ่ง", said, quotes=TALK)
    assert [note.text for note in remembering.kept()] == [TALK]


def test_a_quote_with_the_bot_named_keeps_it_too(remembering: Talk) -> None:
    """`@คุณลิขิต จดไว้` as a reply means what it replies to."""
    remembering.say("แดง", TALK)
    remembering.say("รุ่ง", "จดอันนี้ไว้หน่อย", bot=True, quotes=TALK)
    assert [(note.text, note.user_id) for note in remembering.kept()] == [(TALK, "Uแดง")]


def test_a_quote_of_what_is_kept_says_so(remembering: Talk) -> None:
    """Twice keeps once."""
    remembering.say("แดง", TALK)
    remembering.say("รุ่ง", "#เคล็ดลับ", quotes=TALK)
    assert remembering.say("ใจ", "#บันทึก", quotes=TALK) == [wording.kept_already("tip", "แดง")]
    assert len(remembering.kept()) == 1


def test_what_was_never_seen_is_said_to_be_so(remembering: Talk) -> None:
    """A message of before the group was linked, or of somebody who isn't kept."""
    talk = remembering
    talk.events["เก่า"] = line.text("นานมาแล้ว")
    assert talk.say("รุ่ง", "#บันทึก", quotes="เก่า") == [wording.QUOTE_UNKNOWN]
    talk.say("แดง", "#ไม่บันทึกฉัน")
    talk.say("แดง", TALK)
    assert talk.say("รุ่ง", "#บันทึก", quotes=TALK) == [wording.QUOTE_UNKNOWN]
    assert talk.kept() == []


def test_nothing_is_remembered_until_the_group_wants_it(talk: Talk) -> None:
    """Off by default: a quote is answered with how to switch it on, and the button under that does so."""
    talk.say("แดง", TALK)
    assert TALK not in talk.everything()
    assert ":said:" not in talk.everything()
    assert talk.say("ใจ", "#บันทึก", quotes=TALK) == [wording.QUOTE_NOT_REMEMBERED]
    assert talk.press("ใจ", wording.REMEMBER_ON_LABEL) == [wording.REMEMBERS_NOW]
    talk.say("แดง", TALK, name="อีกครั้ง")
    talk.say("ใจ", "#บันทึก", quotes="อีกครั้ง")
    assert [note.text for note in talk.kept()] == [TALK]


def test_the_button_is_offered_when_the_group_is_linked(unlinked: Talk) -> None:
    """Who links the group may switch it on there and then."""
    assert unlinked.say("แดง", "#เชื่อม ABCD-2345") == [wording.linked("สพอ.ทดสอบ")]
    assert unlinked.press("แดง", wording.REMEMBER_ON_LABEL) == [wording.REMEMBERS_NOW]


def test_only_who_looks_after_the_group_switches(talk: Talk) -> None:
    """Another member is told whose it is; everybody may ask how it stands."""
    assert talk.say("รุ่ง", "#จำข้อความ เปิด") == [wording.REMEMBER_NOT_YOU]
    assert talk.say("รุ่ง", "#จำข้อความ") == [wording.remembers(False)]
    assert talk.say("รุ่ง", "#จำข้อความ", private=True) == [wording.REMEMBER_IN_GROUP]


def test_what_is_remembered_is_sealed_and_passes(remembering: Talk) -> None:
    """No word of it can be read in the store, nor who said it; after 72 hours it is gone."""
    talk = remembering
    talk.say("แดง", TALK)
    kept = talk.everything()
    assert ":said:" in kept
    assert "เครื่องชั่ง" not in kept
    said = talk.keys.said("o:o1", talk.events[TALK]["message"]["id"])
    assert 71 * 3600 < talk.redis.ttl(said) <= 72 * 3600
    talk.now += timedelta(hours=72)
    assert talk.say("รุ่ง", "#บันทึก", quotes=TALK) == [wording.QUOTE_UNKNOWN]


def test_switching_off_unsending_and_opting_out_clear_it(remembering: Talk) -> None:
    """Each leaves nothing behind, not even the message's id."""
    talk = remembering
    for said in ("หนึ่ง " + TALK, "สอง " + TALK):
        talk.say("แดง", said)
    talk.unsend("หนึ่ง " + TALK)
    first, second = (talk.events[each + TALK]["message"]["id"] for each in ("หนึ่ง ", "สอง "))
    assert not list(talk.redis.scan_iter(f"{talk.keys.prefix}*said:{first}"))
    talk.say("แดง", "#ไม่บันทึกฉัน")
    assert second not in talk.everything()
    talk.say("รุ่ง", "ของผมบ้าง " + TALK, name="สาม")
    third = talk.events["สาม"]["message"]["id"]
    assert talk.say("ใจ", "#จำข้อความ ปิด") == [wording.REMEMBERS_NO_MORE]
    assert third not in talk.everything()
    talk.say("รุ่ง", "อีกที " + TALK, name="สี่")
    assert talk.events["สี่"]["message"]["id"] not in talk.everything()


def test_an_edit_changes_what_is_remembered(remembering: Talk) -> None:
    """The newest words are kept, and an older edit that comes late changes nothing."""
    talk = remembering
    talk.say("แดง", TALK)
    talk.edit(TALK, TALK + " ฉบับแก้", later=9)
    talk.edit(TALK, TALK + " ฉบับแรก", later=4)
    talk.say("รุ่ง", "#บันทึก", quotes=TALK)
    assert [note.text for note in talk.kept()] == [TALK + " ฉบับแก้"]


def test_a_telling_of_ones_own_may_answer_a_message(remembering: Talk) -> None:
    """A reply that tells something itself is kept as what its author tells."""
    talk = remembering
    talk.say("แดง", TALK)
    own = "ผมให้ผู้ขายสองคนยืนดูหน้าปัดด้วยกันแล้วเซ็นในใบชั่งทันที ไม่มีใครเถียงอีกเลย"
    talk.say("รุ่ง", f"#เคล็ดลับ {own}", quotes=TALK)
    assert [(note.text, note.user_id) for note in talk.kept()] == [(own, "Uรุ่ง")]


def test_others_numbers_in_what_is_quoted_are_masked(remembering: Talk) -> None:
    """As in any telling; the author hears of it in private, the group doesn't."""
    talk = remembering
    talk.say("แดง", TALK + " โทรหาช่างเบอร์ 081-234-5678")
    answers = talk.say("รุ่ง", "#บันทึก", quotes=TALK + " โทรหาช่างเบอร์ 081-234-5678")
    assert "081-234" not in talk.kept()[0].text
    assert "โทร" not in answers[0]


def test_a_picture_is_no_story(remembering: Talk) -> None:
    """What is quoted must say something; how to keep a picture is told."""
    remembering.show("แดง", "รูป")
    assert remembering.say("แดง", "#บันทึก", quotes="รูป") == [wording.QUOTE_PICTURE]


@pytest.mark.parametrize("own", ["ปิดยอดก่อนวันที่ 25 ค่ะ", "ให้เหรัญญิกอ่านยอดให้ทุกคนฟังก่อนค่ะ"])
def test_an_answer_with_a_mark_is_its_own_tellers(remembering: Talk, own: str) -> None:
    """A question is no story: the tip that answers it is kept, however short, and the asker is not made its teller."""
    remembering.say("แดง", "จะปิดยอดให้ทันสิ้นเดือนต้องทำยังไงคะ", name="ถาม")
    remembering.say("รุ่ง", f"#เคล็ดลับ {own}", quotes="ถาม")
    assert [(note.text, note.user_id) for note in remembering.kept()] == [(own, "Uรุ่ง")]


@pytest.mark.parametrize(
    "said",
    [
        "#บันทึก เรื่องนี้ดีมากเลยค่ะ น้อง ๆ ที่เพิ่งย้ายมาใหม่ควรอ่านทุกคนเลยนะคะ",
        "#เคล็ดลับ ของพี่แดง พัฒนากรตำบล",
        "#บันทึก ขอเก็บไว้เป็นตัวอย่างให้น้องใหม่ค่ะ",
    ],
)
def test_praise_of_what_is_quoted_is_no_story(remembering: Talk, said: str) -> None:
    """What is praised is kept, as its author's; the praise isn't."""
    remembering.say("แดง", TALK)
    remembering.say("รุ่ง", said, quotes=TALK)
    assert [(note.text, note.user_id) for note in remembering.kept()] == [(TALK, "Uแดง")]


def test_a_telling_under_a_story_that_is_kept_is_not_lost(remembering: Talk) -> None:
    """Whoever adds a tip of their own to a kept story has it kept, too."""
    remembering.say("แดง", f"#เรื่องเล่า {TALK}", name="เรื่อง")
    own = "ต้องตั้งศูนย์ใหม่ทุกเช้าด้วยค่ะ"
    remembering.say("รุ่ง", f"#เคล็ดลับ {own}", quotes="เรื่อง")
    assert [(note.text, note.user_id) for note in remembering.kept()] == [(TALK, "Uแดง"), (own, "Uรุ่ง")]


def test_a_short_tip_under_ones_own_picture_is_kept_with_it(remembering: Talk) -> None:
    """The picture that it quotes belongs to the telling."""
    remembering.show("รุ่ง", "รูป")
    remembering.say("รุ่ง", "#เคล็ดลับ แขวนป้ายไว้ตรงทางเข้าคนเห็นชัดดี", quotes="รูป")
    (note,) = remembering.kept()
    assert [each.message_id for each in note.attachments] == [remembering.events["รูป"]["message"]["id"]]
