"""Keeping what people tell, and letting it go again."""

from __future__ import annotations

import pytest

from handlers import wording
from tests import line
from tests.talk import Talk

TELLING = "ทำบัญชีกลุ่มออมทรัพย์ให้ตรงกันทุกเดือน ให้เหรัญญิกกับประธานนับเงินพร้อมกันต่อหน้าสมาชิก"


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        (f"#เรื่องเล่า {TELLING}", "story"),
        (f"# เคล็ดลับ: {TELLING}", "tip"),
        (f"#บทเรียน\n{TELLING}", "lesson"),
        (f"#aar{TELLING}", "aar"),
        (f"#Bar {TELLING}", "bar"),
        (f"#DARค่ะ {TELLING}", "dar"),
    ],
)
def test_a_hashtag_keeps_the_telling(talk: Talk, typed: str, kind: str) -> None:
    """However the hashtag is typed, the telling is kept once, with its kind, teller and words, in one line."""
    answers = talk.say("แดง", typed)

    (note,) = talk.kept()
    assert (note.kind, note.text, note.user_id, note.member_id) == (kind, TELLING, "Uแดง", "m2")
    assert note.message_ids == (talk.last["message"]["id"],)
    assert answers == [wording.kept(note.kind, "แดง", talk.services.taxonomies.taxonomy("cdd-2561").short_name("fund"))]


def test_ordinary_talk_is_neither_kept_nor_answered(talk: Talk) -> None:
    """Silence is the default: nothing is said, nothing at all is written."""
    before = talk.everything()
    talk.run([("แดง", "เที่ยงนี้กินอะไรดี", []), ("ใจ", "ประชุมบ่ายสองนะคะ", []), ("รุ่ง", "ครับผม", [])])
    assert talk.kept() == []
    assert talk.everything() == before


def test_an_event_that_comes_twice_is_kept_and_answered_once(talk: Talk) -> None:
    """LINE redelivers: one note, one answer, also when the first time broke off before the answer was sent."""
    talk.say("แดง", f"#เคล็ดลับ {TELLING}")
    assert talk.deliver(line.redelivered(talk.last)) == []
    assert len(talk.kept()) == 1


def test_a_mark_without_a_telling_is_asked_for(talk: Talk) -> None:
    """A lone hashtag keeps nothing, and the answer says how to mend it."""
    assert talk.say("แดง", "#เรื่องเล่า") == [wording.NOTHING_TOLD]
    assert talk.kept() == []


def test_somebody_new_becomes_a_member_by_the_first_telling(talk: Talk) -> None:
    """Who is not in the roster is introduced with the LINE name."""
    talk.say("ใหม่", f"#เคล็ดลับ {TELLING}")
    member = talk.people.member_by_user("o1", "Uใหม่")
    assert member is not None
    assert (member.full_name, member.display_name) == ("น้องใหม่", "น้องใหม่")
    assert talk.kept()[0].member_id == member.id


def test_a_line_name_of_the_roster_finds_its_person(talk: Talk) -> None:
    """The roster's "name on LINE" joins the LINE user with the person of the roster."""
    talk.say("นก", f"#เคล็ดลับ {TELLING}")
    assert talk.kept()[0].member_id == "m4"
    assert talk.people.member_by_user("o1", "Uนก") is not None


def test_a_telling_without_a_user_id_is_kept(talk: Talk) -> None:
    """People who only ever used LINE on a PC have no id; their story is not lost for that."""
    talk.deliver(line.text(f"#เคล็ดลับ {TELLING}", user=None, at=talk.now))
    (note,) = talk.kept()
    assert (note.user_id, note.member_id) == ("", "")


def test_an_edit_changes_what_is_kept(talk: Talk) -> None:
    """The newest edit wins, whichever comes first."""
    talk.say("แดง", f"#เคล็ดลับ {TELLING}", name="เรื่อง")
    assert talk.edit("เรื่อง", "#เคล็ดลับ ฉบับแก้ครั้งที่สอง", later=20) == []
    talk.edit("เรื่อง", "#เคล็ดลับ ฉบับแก้ครั้งแรกที่มาช้า", later=10)
    assert [note.text for note in talk.kept()] == ["ฉบับแก้ครั้งที่สอง"]
    assert TELLING not in talk.everything()


def test_an_edit_that_adds_a_hashtag_keeps_the_message(talk: Talk) -> None:
    """Who forgot the hashtag adds it; who edits ordinary talk is left alone."""
    talk.say("แดง", TELLING, name="เรื่อง")
    assert talk.kept() == []
    talk.edit("เรื่อง", f"#เคล็ดลับ {TELLING}")
    assert [note.text for note in talk.kept()] == [TELLING]


def test_an_edit_that_overtakes_its_message_stands(talk: Talk) -> None:
    """Out of order: the edit comes first, and the older text must not undo it."""
    first = line.text(f"#เคล็ดลับ {TELLING}", user="Uแดง", at=talk.now)
    talk.events["เรื่อง"] = first
    talk.edit("เรื่อง", "#เคล็ดลับ ฉบับแก้แล้ว")
    talk.deliver(first)
    assert [note.text for note in talk.kept()] == ["ฉบับแก้แล้ว"]


def test_unsending_leaves_no_trace(talk: Talk) -> None:
    """What was unsent is gone from every key of the store and is not found any more."""
    talk.say("แดง", f"#เคล็ดลับ {TELLING}", name="เรื่อง")
    assert talk.unsend("เรื่อง") == []
    assert talk.kept() == []
    assert "เหรัญญิก" not in talk.everything()
    assert talk.say("ใจ", "ค้น เหรัญญิกนับเงิน") == [wording.nothing_found("เหรัญญิกนับเงิน")]


def test_an_unsend_that_overtakes_its_message_stands(talk: Talk) -> None:
    """Out of order: what was taken back before it came is not kept."""
    first = line.text(f"#เคล็ดลับ {TELLING}", user="Uแดง", at=talk.now)
    talk.deliver(line.unsent(first))
    assert talk.deliver(first) == []
    assert talk.kept() == []


def test_standby_says_nothing(talk: Talk) -> None:
    """While another channel leads the chat, nothing is sent."""
    assert talk.deliver(line.standby(line.text(f"#เคล็ดลับ {TELLING}", user="Uแดง"))) == []


def test_a_correction_moves_the_note(talk: Talk) -> None:
    """The teller mends the category in two taps, and the choice stands when the text is edited later."""
    talk.say("แดง", f"#เคล็ดลับ {TELLING}", name="เรื่อง")
    assert talk.press("แดง", wording.CHANGE_CATEGORY) == [wording.CHOOSE_CATEGORY]
    other = talk.services.taxonomies.taxonomy("cdd-2561").short_name("otop")
    (label,) = [a["label"] for a in _quick(talk) if "to=otop" in a["data"]]
    assert talk.press("แดง", label) == [wording.moved(other)]
    talk.edit("เรื่อง", f"#เคล็ดลับ {TELLING} เพิ่มเติม", later=60)
    (note,) = talk.kept()
    assert (note.categories[0].id, note.corrected) == ("otop", True)


def _quick(talk: Talk) -> list[dict[str, str]]:
    return [item["action"] for item in talk.line.heard[-1]["quickReply"]["items"]]


def test_only_the_teller_or_a_keeper_changes_a_note(talk: Talk) -> None:
    """Another member is told so; the facilitator of the roster may."""
    talk.say("แดง", f"#เคล็ดลับ {TELLING}")
    asked = talk.line.heard[-1]
    assert talk.press("รุ่ง", wording.DELETE) == [wording.NOT_YOURS]
    talk.line.heard.append(asked)
    talk._from = len(talk.line.heard) - 1
    assert talk.press("ใจ", wording.DELETE) == [wording.DELETE_ASK]
    assert talk.press("ใจ", wording.DELETE_YES) == [wording.DELETED]
    assert talk.kept() == []


def test_a_button_of_a_deleted_note_is_answered_politely(talk: Talk) -> None:
    """Old buttons stay in the chat for ever; pressing one says so."""
    talk.say("แดง", f"#เคล็ดลับ {TELLING}", name="เรื่อง")
    confirmed = talk.line.heard[-1]
    talk.unsend("เรื่อง")
    talk.line.heard.append(confirmed)
    talk._from = len(talk.line.heard) - 1
    assert talk.press("แดง", wording.WHY) == [wording.STALE]


def test_asking_why_names_the_words(talk: Talk) -> None:
    """The evidence is the words themselves."""
    talk.say("แดง", f"#เคล็ดลับ {TELLING}")
    (note,) = talk.kept()
    assert note.categories[0].evidence
    (answer,) = talk.press("แดง", wording.WHY)
    assert all(f"“{word}”" in answer for word in note.categories[0].evidence[:5])
