"""A guided review as data: answers, what is left of it, its text, its risks and its promises."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from knowledge.commitments import Commitment, promised
from knowledge.followups import FollowUp, Said, followups, whose
from knowledge.people import Member
from knowledge.reviewing import PAUSE_AFTER, Answer, Review, compose, with_answer, without_message, without_person
from knowledge.risks import feared, named

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
MEMBERS = (
    Member("m1", "นางสมใจ ใจงาม", "ใจ"),
    Member("m2", "นายแดง ดีเด่น", "แดง"),
    Member("m3", "นายแดง รุ่งเรือง", "แดง"),
    Member("m4", "น.ส.นก สดใส", "นก", display_name="นกน้อย"),
)


def answer(number: int, question: str, member: str, text: str) -> Answer:
    return Answer(f"a{number}", question, member, f"U{member}", text, NOW + timedelta(minutes=number))


def review() -> Review:
    made = Review("r9", "aar", "อบรมทำปุ๋ย", "C1", "C1", "9", "m1", "Um1", NOW, NOW)
    for each in (
        answer(1, "expected", "m1", "คนมา\nสามสิบคน"),
        answer(2, "actual", "m2", "มาสิบสองคน"),
        answer(3, "expected", "m3", "ทำเองที่บ้านได้"),
    ):
        made = with_answer(made, each)
    return made


def test_the_text_goes_by_question_not_by_time() -> None:
    """Each question's heading once, with all that was said to it; questions that nobody answered are left out."""
    assert compose(review()) == (
        "อบรมทำปุ๋ย\nสิ่งที่คาดหวัง: คนมา สามสิบคน / ทำเองที่บ้านได้\nสิ่งที่เกิดขึ้นจริง: มาสิบสองคน"
    )


def test_of_one_message_the_newest_words_stand_in_their_place() -> None:
    """An edit is no second answer and no sign of life."""
    changed = with_answer(review(), answer(1, "expected", "m1", "คนมาห้าสิบคน"))
    assert [a.text for a in changed.answers] == ["คนมาห้าสิบคน", "มาสิบสองคน", "ทำเองที่บ้านได้"]
    assert changed.last_at == review().last_at


def test_silence_closes_it_without_a_clock() -> None:
    """Whoever reads it knows from the time of its last word."""
    last = review().last_at
    assert review().open_at(last + PAUSE_AFTER - timedelta(seconds=1))
    assert not review().open_at(last + PAUSE_AFTER)


def test_what_is_taken_back_is_gone() -> None:
    """One answer, the job's name, or all of a member; then another one who answered stands for it."""
    assert [a.message_id for a in without_message(review(), "a2").answers] == ["a1", "a3"]
    assert without_message(review(), "9").job == ""
    left = without_person(review(), "Um1", "m1")
    assert (left.opener_member_id, [a.member_id for a in left.answers]) == ("m2", ["m2", "m3"])


def test_risks_are_told_apart() -> None:
    """At most three, without the words of fearing; "none" is no risk."""
    assert named(("กลัวฝนตก\nเครื่องเสียงเก่า",)) == ("ฝนตก", "เครื่องเสียงเก่า")
    assert named(("1. คนมาน้อย 2. ไฟดับ", "ไม่มีค่ะ")) == ("คนมาน้อย", "ไฟดับ")
    assert len(named(("ก่อนเที่ยงฝนตก, รถเสีย, ไฟดับ, คนน้อย",))) == 3
    (risk,) = feared("เป้าให้ได้มติ ที่กังวลคือชาวบ้านติดเกี่ยวข้าว ให้ผู้นำช่วยบอก")
    assert risk == "ชาวบ้านติดเกี่ยวข้าว"


def test_whose_promise_it_is() -> None:
    """ผม is who says it; a name is a member's only where one alone is called so; a colour is nobody."""
    said = [(c.text, c.who) for c in promised("ผมจะโทรนัดผู้นำ\nให้พี่นกทำป้าย\nกองช่างรับไปซ่อมไฟ")]
    assert said == [("ผมจะโทรนัดผู้นำ", "ผม"), ("ให้พี่นกทำป้าย", "พี่นก"), ("กองช่างรับไปซ่อมไฟ", "กองช่าง")]
    assert [whose(text, who, "m1", MEMBERS) for text, who in said] == ["m1", "m4", None]
    assert whose("ให้พี่แดงขับรถ", "พี่แดง", "m1", MEMBERS) is None
    assert whose("ทาสีแดงที่ป้าย", "", "m1", MEMBERS) is None
    assert whose("ฝาก @นกน้อย จองศาลา", "", "m1", MEMBERS) == "m4"


def test_follow_ups_keep_what_was_marked() -> None:
    """The same note gives the same ids; done and day stay when the review is read again, and a promise that is no
    longer said goes."""

    def made(*promises: Commitment, before: tuple[FollowUp, ...] = ()) -> list[FollowUp]:
        said = [Said(each, "m2") for each in promises]
        return followups(
            said, note_id="n9", office_id="o1", group_id="C1", said_at=NOW, members=MEMBERS, before=before
        )

    call, sign = Commitment("ผมจะโทรนัดผู้นำ", "ผม", "พรุ่งนี้"), Commitment("ทำป้ายสองผืน", "", "ครั้งหน้า")
    first, second = made(call, sign)
    assert (first.who, first.when_text, first.said_at, first.due, second.who) == ("m2", "พรุ่งนี้", NOW, None, None)
    marked = FollowUp(**{**vars(first), "done": True, "due": NOW})
    assert made(sign, call, before=(marked, second)) == [second, marked]
    assert made(call, before=(marked, second)) == [marked]
