"""Who answered in a review is known for what they said there, and no longer once it is taken back."""

from __future__ import annotations

import pytest

from handlers import wording
from knowledge.terms import terms
from tests.talk import OFFICE, Talk

PUMP, ROAD = "เปลี่ยนซีลปั๊มน้ำบาดาลก่อน น้ำถึงไม่รั่วตอนเดินเครื่อง", "ปักป้ายทางเบี่ยงไว้ก่อนถึงหลุมสองร้อยเมตร"


def reviewed(talk: Talk) -> None:
    """A review called for by one and answered by two others, who speak of different things."""
    for who, said in (
        ("ใจ", "#AAR ซ่อมระบบหมู่บ้าน"),
        ("แดง", PUMP),
        ("รุ่ง", ROAD),
        ("ใจ", "ต่อไป"),
        ("รุ่ง", "รถลื่นหลุมเพราะไม่มีไฟกะพริบ"),
        ("ใจ", "จบ"),
    ):
        talk.say(who, said, name=said)


def asked(talk: Talk, topic: str) -> str:
    (answer,) = talk.say("นก", f"ใครรู้เรื่อง{topic}บ้าง")
    return answer


def test_each_who_answered_is_credited_with_what_they_said(talk: Talk) -> None:
    """Of one review the one is asked about pumps, the other about signs, and who only called for it about neither."""
    reviewed(talk)
    pump, road = asked(talk, "ซีลปั๊มน้ำบาดาล"), asked(talk, "ป้ายทางเบี่ยง")
    assert "นายแดง ดีเด่น" in pump
    assert "นายแดง รุ่งเรือง" not in pump
    assert "นายแดง รุ่งเรือง" in road
    assert "นายแดง ดีเด่น" not in road
    assert "สมใจ" not in pump + road
    assert "ร่วมทบทวนเรื่องนี้ เมื่อ พ.ย. 69" in pump


def test_the_job_speaks_for_all_who_answered(talk: Talk) -> None:
    """An answer often tells nothing without the name of the job."""
    reviewed(talk)
    answer = asked(talk, "ซ่อมระบบหมู่บ้าน")
    assert "นายแดง ดีเด่น" in answer
    assert "นายแดง รุ่งเรือง" in answer


def test_a_telling_of_ones_own_comes_before_a_part_of_a_review(talk: Talk) -> None:
    """Both said the same: who told it unasked and in full is asked first."""
    reviewed(talk)
    talk.say("ใจ", f"#เคล็ดลับ {PUMP}")
    answer = asked(talk, "ซีลปั๊มน้ำบาดาล")
    assert 0 <= answer.index("ใจ") < answer.index("นายแดง ดีเด่น")


def test_the_review_behind_the_name_can_be_read(talk: Talk) -> None:
    """The button finds it though somebody else called for it; the card says that several told it, and it is found
    once."""
    reviewed(talk)
    asked(talk, "ซีลปั๊มน้ำบาดาล")
    (notes,) = talk.press("นก", wording.SEE_NOTES)
    assert "เปลี่ยนซีลปั๊มน้ำบาดาลก่อน" in notes
    assert "ใจและอีก 2 คน" in notes
    (found,) = talk.say("นก", "ค้น ซีลปั๊มน้ำบาดาล")
    assert found.count(wording.READ_ALL) <= 1
    assert "เปลี่ยนซีลปั๊มน้ำบาดาลก่อน" in talk.say("นก", "ค้น ปั๊มน้ำ ของนายแดง ดีเด่น")[0]


@pytest.mark.parametrize("how", ["forget", "opt out", "unsend"])
def test_taking_back_takes_only_ones_own_credit(talk: Talk, how: str) -> None:
    """What one of them takes back speaks for nobody any more, in the store and in the index; the others keep theirs."""
    reviewed(talk)
    if how == "unsend":
        talk.unsend(PUMP)
    else:
        talk.say("แดง", "#ลืมฉัน" if how == "forget" else "#ไม่บันทึกฉัน")
        if how == "forget":
            talk.press("แดง", wording.FORGET_YES)
    (note,) = talk.kept()
    assert [share.member_id for share in note.shares] == ["m3"]
    assert "ซีลปั๊ม" not in note.text + note.shares[0].text
    assert "ดีเด่น" not in asked(talk, "ซีลปั๊มน้ำบาดาล")
    assert "อาสาพัฒนา" in asked(talk, "ป้ายทางเบี่ยง")
    assert all(member != "m2" for member in note.tellers)
    count, found = talk.services.index.counts(OFFICE.id, "notes", "words", list(terms("บาดาล").words))
    assert (count, set(found)) == (2, {0})


def test_an_edited_answer_is_what_one_is_known_for(talk: Talk) -> None:
    """The newest words count, for the review and for who said them."""
    reviewed(talk)
    talk.edit(PUMP, "ล้างตะแกรงเครื่องสูบด้วยน้ำส้มควันไม้", later=60)
    assert "ดีเด่น" in asked(talk, "น้ำส้มควันไม้")
    assert "ดีเด่น" not in asked(talk, "ซีลปั๊มน้ำบาดาล")


def test_who_reviewed_alone_has_told_it(talk: Talk) -> None:
    """Called for and answered by the same person it is a telling like any other."""
    for said in ("#AAR ซ่อมระบบหมู่บ้าน", PUMP, "จบ"):
        talk.say("ใจ", said)
    (note,) = talk.kept()
    assert note.shares == ()
    assert "เล่าเรื่องนี้" in asked(talk, "ซีลปั๊มน้ำบาดาล")
