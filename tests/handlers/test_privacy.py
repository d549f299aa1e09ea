"""What people may ask about their own data, and that it is done."""

from __future__ import annotations

from dataclasses import replace

import pytest
from redis import Redis

from bot.services import people_store
from bot.store.changes import Changes
from handlers import wording
from handlers.router import press
from knowledge.people import Member
from tests import line
from tests.talk import OFFICE, START, Talk

TELLING = "ทำบัญชีกลุ่มออมทรัพย์ให้ตรงกันทุกเดือน ให้เหรัญญิกกับประธานนับเงินพร้อมกันต่อหน้าสมาชิก"
OTHER = "แจกเมล็ดผักก่อนเข้าพรรษาหนึ่งเดือน ชาวบ้านปลูกทันฝน"


def put(talk: Talk, member: Member) -> None:
    changes = Changes()
    people_store(talk.redis, changes, talk.keys).put_member(OFFICE.id, member)
    changes.keep(talk.redis)


def row(talk: Talk, member_id: str) -> Member:
    member = talk.people.member(OFFICE.id, member_id)
    assert member is not None
    return member


# ---------------------------------------------------------------- consent


def test_the_first_telling_says_what_is_kept_and_where_to_see_it(talk: Talk) -> None:
    """Consent: one more short line in the same message, once for each person."""
    (first,) = talk.say("ใหม่", f"#เคล็ดลับ {TELLING}")
    assert first.splitlines()[1:] == [wording.CONSENT]
    member = talk.people.member_by_user("o1", "Uใหม่")
    assert member is not None
    assert member.consented_at is not None
    (second,) = talk.say("ใหม่", f"#เคล็ดลับ {OTHER}")
    assert wording.CONSENT not in second


def test_somebody_of_the_roster_is_told_too(talk: Talk) -> None:
    """The roster's people haven't consented by being in the roster; nothing else of their row changes."""
    put(talk, replace(row(talk, "m2"), consented_at=None))
    (answer,) = talk.say("แดง", f"#เคล็ดลับ {TELLING}")
    assert wording.CONSENT in answer
    now = row(talk, "m2")
    assert (now.full_name, now.expertise, now.user_id) == ("นายแดง ดีเด่น", ("บัญชีกลุ่มออมทรัพย์",), "Uแดง")


# ---------------------------------------------------------------- #ข้อมูลของฉัน


def test_in_the_group_it_is_only_said_where_to_ask(talk: Talk) -> None:
    """What is kept of a person is not for colleagues' eyes."""
    talk.say("แดง", f"#เคล็ดลับ {TELLING}")
    assert talk.say("แดง", "#ข้อมูลของฉัน") == [wording.ASK_IN_PRIVATE]


def test_without_a_public_address_all_of_it_comes_as_messages(talk: Talk) -> None:
    """The summary counts, the pages hold every word that is kept."""
    talk.say("แดง", f"#เคล็ดลับ {TELLING}")
    talk.say("แดง", f"#บทเรียน {OTHER}")
    (card,) = talk.say("แดง", "#ข้อมูลของฉัน", private=True)
    assert wording.told_in_all(2, [("เคล็ดลับ", 1), ("บทเรียน", 1)]) in card
    pages = "\n".join(talk.press("แดง", wording.MY_DATA_READ, private=True))
    assert all(part in pages for part in (TELLING, OTHER, "นายแดง ดีเด่น", "Uแดง", "บัญชีกลุ่มออมทรัพย์"))
    assert talk.say("แดง", "#ข้อมูลของฉัน 9", private=True) == [wording.no_such_page(1)]


def test_many_notes_are_read_page_by_page(talk: Talk) -> None:
    """No note falls between two pages, and the last page offers the ways on."""
    told = [f"เรื่องที่ {n} " + "แบ่งงานให้ชัดก่อนลงพื้นที่ " * 60 for n in range(12)]
    for text in told:
        talk.say("แดง", f"#เคล็ดลับ {text}")
    talk.say("แดง", "#ข้อมูลของฉัน", private=True)
    read = " ".join(talk.press("แดง", wording.MY_DATA_READ, private=True))
    while any(a.get("label") == wording.NEXT_PAGE for a in quick(talk)):
        read += " ".join(talk.press("แดง", wording.NEXT_PAGE, private=True))
    assert [n for n in range(12) if f"เรื่องที่ {n} แบ่ง" not in " ".join(read.split())] == []
    assert wording.FORGET_ME_WORD in [a["label"] for a in quick(talk)]


def quick(talk: Talk) -> list[dict[str, str]]:
    return [item["action"] for item in talk.line.heard[-1].get("quickReply", {}).get("items", ())]


def test_with_a_public_address_a_button_leads_to_the_file(talk: Talk) -> None:
    """The link stands on a button and names neither the LINE id nor what was told."""
    talk.services.settings.__dict__.update(likhit_public_url="https://km.example", line_channel_secret="s")
    talk.say("แดง", f"#เคล็ดลับ {TELLING}")
    (words,) = talk.say("แดง", "#ข้อมูลของฉัน", private=True)
    (uri,) = [a["uri"] for a in actions(talk.line.heard[-1]) if a["type"] == "uri"]
    assert uri.startswith("https://km.example/me/")
    assert "https://" not in words
    assert "U%" not in uri


def actions(part: object) -> list[dict[str, str]]:
    if isinstance(part, list):
        return [a for one in part for a in actions(one)]
    if not isinstance(part, dict):
        return []
    here = [part["action"]] if isinstance(part.get("action"), dict) else []
    return here + [a for value in part.values() for a in actions(value)]


def test_who_is_unknown_hears_that_nothing_is_kept(talk: Talk) -> None:
    """Also in a 1:1 chat that belongs to no office; asking keeps nothing."""
    before = talk.everything()
    assert talk.say("แขก", "#ข้อมูลของฉันค่ะ", private=True) == [wording.NOTHING_OF_YOU]
    assert talk.everything() == before


# ---------------------------------------------------------------- #ลืมฉัน


def test_forgetting_is_asked_once_more_and_then_complete(talk: Talk) -> None:
    """The notes, the LINE id and name and the declared expertise go; the office's roster keeps name and post."""
    talk.say("แดง", f"#เคล็ดลับ {TELLING}")
    talk.say("ใจ", f"#เคล็ดลับ {OTHER}")
    assert talk.say("แดง", "#ลืมฉัน", private=True) == [wording.FORGET_ASK]
    assert len(talk.kept()) == 2
    assert talk.press("แดง", wording.FORGET_YES, private=True) == [wording.forgotten(1, roster=True)]
    assert [note.text for note in talk.kept()] == [OTHER]
    assert row(talk, "m2") == Member("m2", "นายแดง ดีเด่น", position="นักวิชาการพัฒนาชุมชน")
    left = talk.everything()
    assert "Uแดง" not in left
    assert "เหรัญญิก" not in left


def test_who_came_by_line_alone_goes_whole(talk: Talk) -> None:
    """No roster of the office named the person, so nothing of the office's is left to keep."""
    talk.say("ใหม่", f"#เคล็ดลับ {TELLING}")
    talk.say("ใหม่", "#ลืมฉัน")
    assert talk.press("ใหม่", wording.FORGET_YES) == [wording.forgotten(1, roster=False)]
    assert "น้องใหม่" not in talk.everything()
    assert len(talk.people.members("o1")) == 4


def test_a_colleague_who_presses_the_button_changes_nothing(talk: Talk) -> None:
    """In a group everybody sees the buttons: only who asked may press, and the others hear nothing."""
    talk.say("แดง", f"#เคล็ดลับ {TELLING}")
    talk.say("ใจ", f"#เคล็ดลับ {OTHER}")
    talk.say("แดง", "#ลืมฉัน")
    assert talk.press("ใจ", wording.FORGET_YES) == []
    assert len(talk.kept()) == 2


def test_thinking_better_of_it_keeps_everything(talk: Talk) -> None:
    """The second thought was another."""
    talk.say("แดง", f"#เคล็ดลับ {TELLING}")
    talk.say("แดง", "#ลืมผม")
    assert talk.press("แดง", wording.FORGET_NO) == [wording.CANCELLED]
    assert len(talk.kept()) == 1


def test_who_is_forgotten_is_told_again_what_is_kept(talk: Talk) -> None:
    """Coming back is a new beginning: consent is asked anew, and the old notes stay gone."""
    talk.say("ใหม่", f"#เคล็ดลับ {TELLING}")
    talk.say("ใหม่", "#ลืมฉัน")
    talk.press("ใหม่", wording.FORGET_YES)
    (answer,) = talk.say("ใหม่", f"#เคล็ดลับ {OTHER}")
    assert wording.CONSENT in answer
    assert [note.text for note in talk.kept()] == [OTHER]


# ---------------------------------------------------------------- #ไม่บันทึกฉัน


def test_who_opts_out_is_not_kept_and_not_answered_in_the_group(talk: Talk) -> None:
    """Nothing of theirs is written any more, whatever they type; in 1:1 they are told why."""
    assert talk.say("แดง", "#ไม่บันทึกฉัน") == [wording.OPTED_OUT]
    before = talk.everything()
    for said in (f"#เคล็ดลับ {TELLING}", "#เรื่องเล่า", "สวัสดีครับ", "#เชื่อม", "ยกเลิก"):
        assert talk.say("แดง", said) == []
    assert talk.say("แดง", f"#เคล็ดลับ {TELLING}", private=True) == [wording.OPTED_OUT_REMINDER]
    assert talk.say("แดง", "#เชื่อม ABCD-2345", private=True) == [wording.OPTED_OUT_CLOSED]
    talk.say("แดง", TELLING, name="แชต")
    assert talk.edit("แชต", f"#เคล็ดลับ {TELLING}") == []
    talk.unsend("แชต")
    assert talk.everything() == before


def test_who_opts_out_may_still_ask(talk: Talk) -> None:
    """Asking takes nothing from anybody; the question itself leaves no trace, not even an open dialogue."""
    talk.say("ใจ", f"#เคล็ดลับ {TELLING}")
    talk.say("แดง", "#ไม่บันทึกฉัน")
    before = talk.everything()
    (answer,) = talk.say("แดง", "ค้น เหรัญญิกนับเงิน")
    assert "เหรัญญิก" in answer
    (answer,) = talk.say("แดง", "ค้น เหรัญญิกนับเงิน", private=True)
    assert "เหรัญญิก" in answer
    assert talk.say("แดง", "#ช่วยเหลือ") != []
    assert talk.everything() == before


def test_who_opts_out_is_no_longer_named(talk: Talk) -> None:
    """Neither by what they declared, nor by their post, nor by what they told."""
    talk.say("แดง", f"#เคล็ดลับ {TELLING}")
    assert "แดง ดีเด่น" in " ".join(talk.say("ใจ", "ใครรู้เรื่องบัญชีกลุ่มออมทรัพย์"))
    talk.say("แดง", "#ไม่บันทึกฉัน")
    assert "แดง ดีเด่น" not in " ".join(talk.say("ใจ", "ใครรู้เรื่องบัญชีกลุ่มออมทรัพย์"))
    assert "แดง" not in " ".join(talk.say("ใจ", "ค้น เหรัญญิกนับเงิน"))


@pytest.mark.parametrize(("label", "left"), [(wording.OPT_OUT_DELETE, 0), (wording.OPT_OUT_KEEP, 1)])
def test_the_notes_of_before_go_or_stay_without_a_name(talk: Talk, label: str, left: int) -> None:
    """They lose their teller at once; whether they go is asked, and nobody else may answer. Once it is answered,
    nothing tells whose they were."""
    talk.say("แดง", f"#เคล็ดลับ {TELLING}")
    assert talk.say("แดง", "#ไม่บันทึกฉัน") == [f"{wording.OPTED_OUT}\n{wording.notes_before(1)}"]
    asked = talk.line.heard[-1]
    assert [(n.user_id, n.member_id.startswith("x")) for n in talk.kept()] == [("", True)]
    assert talk.press("ใจ", label) == []
    talk._from = talk.line.heard.index(asked)
    assert talk.press("แดง", label) == [wording.notes_deleted(1) if not left else wording.NOTES_NAMELESS]
    assert [(n.text, n.user_id, n.member_id) for n in talk.kept()] == [(TELLING, "", "")] * left
    talk._from = talk.line.heard.index(asked)
    assert talk.press("แดง", label) == [wording.STALE]
    assert "Uแดง" not in talk.everything()


def test_opting_out_by_mistake_is_undone(talk: Talk) -> None:
    """Coming back before answering gives the notes back, and the row in the roster; the person is kept as before."""
    talk.say("แดง", f"#เคล็ดลับ {TELLING}")
    talk.say("แดง", "#ไม่บันทึกฉัน")
    assert talk.say("แดง", "#บันทึกฉัน", private=True) == [wording.OPTED_IN]
    assert [(n.user_id, n.member_id) for n in talk.kept()] == [("Uแดง", "m2")]
    assert (row(talk, "m2").opted_out, row(talk, "m2").user_id) == (False, "Uแดง")
    assert talk.say("แดง", f"#เคล็ดลับ {OTHER}") != []
    assert talk.say("แดง", "#บันทึกฉัน") == [wording.NOT_OPTED_OUT]


def test_who_came_by_line_alone_can_come_back(talk: Talk) -> None:
    """Without a row in the roster the notes come back under the name on LINE."""
    talk.say("ใหม่", f"#เคล็ดลับ {TELLING}")
    talk.say("ใหม่", "#ไม่บันทึกฉัน")
    assert "น้องใหม่" not in talk.everything()
    talk.say("ใหม่", "#บันทึกฉัน")
    member = talk.people.member_by_user("o1", "Uใหม่")
    assert member is not None
    assert [(n.member_id, member.full_name) for n in talk.kept()] == [(member.id, "น้องใหม่")]


def test_opting_out_twice_changes_nothing(talk: Talk) -> None:
    """LINE redelivers, and people repeat themselves: the notes whose fate is open stay theirs to decide."""
    talk.say("แดง", f"#เคล็ดลับ {TELLING}")
    first = talk.say("แดง", "#ไม่บันทึกฉัน")
    kept = talk.kept()
    talk.deliver(line.redelivered(talk.last))
    assert talk.say("แดง", "#ไม่บันทึกฉัน") == first
    assert talk.kept() == kept


def test_the_roster_does_not_bring_an_opted_out_person_back(talk: Talk) -> None:
    """A colleague with the same name on LINE is not taken for them, either."""
    put(talk, replace(row(talk, "m4"), user_id="Uนก"))
    talk.say("นก", "#ไม่บันทึกฉัน")
    kept = row(talk, "m4")
    assert (kept.opted_out, kept.user_id, kept.full_name) == (True, None, "น.ส.นก สดใส")
    put(talk, replace(row(talk, "m4"), display_name="นกน้อย"))
    talk.line.names["Uนกอีกคน"] = "นกน้อย"
    talk.say("นกอีกคน", f"#เคล็ดลับ {TELLING}")
    assert row(talk, "m4").user_id is None


def test_an_unsend_of_before_still_works_for_who_opted_out(talk: Talk) -> None:
    """What stays without a name can still be taken back by who wrote it."""
    talk.say("แดง", f"#เคล็ดลับ {TELLING}", name="เรื่อง")
    talk.say("แดง", "#ไม่บันทึกฉัน")
    talk.unsend("เรื่อง")
    assert talk.kept() == []


def test_trouble_with_an_opted_out_person_is_not_kept_for_a_retry(
    talk: Talk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What fails is normally kept, with its text, to be tried again: not for them."""
    talk.say("แดง", "#ไม่บันทึกฉัน")

    def fails(*_: object, **__: object) -> None:
        raise ValueError("broken")

    monkeypatch.setattr(type(talk.services.library), "search", fails)
    assert talk.say("แดง", "ค้น เหรัญญิก") == []
    assert "เหรัญญิก" not in capsys.readouterr().err
    with pytest.raises(ValueError, match="broken"):
        talk.say("ใจ", "ค้น เหรัญญิก")


# ---------------------------------------------------------------- masking


def test_numbers_of_people_are_masked_and_it_is_said_without_the_value(talk: Talk) -> None:
    """Neither the note nor any key holds the number; the confirmation names its kind only."""
    (answer,) = talk.say("แดง", f"#เคล็ดลับ {TELLING} สอบถามเพิ่มที่ 081-234-5678")
    assert wording.masked(["phone"]) in answer
    assert "5678" not in answer + talk.everything()


def test_a_health_remark_is_told_in_private_only(talk: Talk) -> None:
    """Pointing at it in the group would spread it: the author hears it at the next word in 1:1, once."""
    (answer,) = talk.say("แดง", "#เรื่องเล่า ไปเยี่ยมบ้านกับทีมตำบล พี่มาลีป่วยเป็นเบาหวาน จึงปรับเวลาประชุมกลุ่มเป็นช่วงสาย")
    assert wording.SECRET["health"] not in answer
    assert "เบาหวาน" not in talk.everything()
    first, *_ = talk.say("แดง", "ขอบคุณ", private=True)
    assert first == wording.masked_privately(["health"])
    assert wording.masked_privately(["health"]) not in talk.say("แดง", "ขอบคุณ", private=True)


def test_an_edit_is_masked_too(talk: Talk) -> None:
    """An edit is not answered, so the author hears in 1:1 what was masked."""
    talk.say("แดง", f"#เคล็ดลับ {TELLING}", name="เรื่อง")
    assert talk.edit("เรื่อง", f"#เคล็ดลับ {TELLING} โทร 081-234-5678") == []
    assert "5678" not in talk.everything()
    assert talk.say("แดง", "ขอบคุณ", private=True)[0] == wording.masked_privately(["phone"])


# ---------------------------------------------------------------- history


def test_history_says_that_it_was_changed_but_not_what_it_said(talk: Talk) -> None:
    """Edits and filings stand in the note's history with time and person, without the removed text."""
    talk.say("แดง", f"#เคล็ดลับ {TELLING}", name="เรื่อง")
    (note,) = talk.kept()
    talk.deliver(line.postback(press("note.file", note=note.id, to="otop"), user="Uใจ"))
    talk.edit("เรื่อง", f"#เคล็ดลับ {OTHER}", later=60)
    (note,) = talk.kept()
    assert [(change.what, change.member_id) for change in note.history] == [("filed", "m1"), ("edited", "m2")]
    assert all(change.at >= START for change in note.history)
    assert "เหรัญญิก" not in talk.everything()


def test_who_is_forgotten_is_not_named_in_others_histories(talk: Talk, redis: Redis) -> None:
    """A facilitator known from LINE alone moved a note and is forgotten: the history keeps the act, not the person."""
    talk.say("ใหม่", f"#เคล็ดลับ {OTHER}")
    member = talk.people.member_by_user("o1", "Uใหม่")
    assert member is not None
    put(talk, replace(member, role="facilitator"))
    talk.say("แดง", f"#เคล็ดลับ {TELLING}")
    note = next(n for n in talk.kept() if n.member_id == "m2")
    talk.deliver(line.postback(press("note.file", note=note.id, to="otop"), user="Uใหม่"))
    put(talk, replace(member, role=""))
    talk.say("ใหม่", "#ลืมฉัน")
    talk.press("ใหม่", wording.FORGET_YES)
    (note,) = talk.kept()
    assert [(change.what, change.member_id) for change in note.history] == [("filed", "")]
    assert member.id not in "".join(line for line in talk.everything().splitlines() if ":feed " not in line)


# ---------------------------------------------------------------- by words


def quoting(talk: Talk, who: str, said: str, quoted: str) -> list[str]:
    event = line.text(said, user=f"U{who}", at=talk.now)
    event["message"]["quotedMessageId"] = talk.events[quoted]["message"]["id"]
    return talk.deliver(event)


def test_a_reply_to_ones_own_note_deletes_or_moves_it(talk: Talk) -> None:
    """Quoting the message of a note, in plain words, without naming the bot."""
    talk.say("แดง", f"#เคล็ดลับ {TELLING}", name="เรื่อง")
    talk.say("แดง", f"#เคล็ดลับ {OTHER}")
    assert quoting(talk, "แดง", "ขอเปลี่ยนหมวดครับ", "เรื่อง") == [wording.CHOOSE_CATEGORY]
    assert quoting(talk, "แดง", "ลบเรื่องนี้", "เรื่อง") == [wording.DELETE_ASK]
    assert talk.press("แดง", wording.DELETE_YES) == [wording.DELETED]
    assert [note.text for note in talk.kept()] == [OTHER]


def test_the_last_telling_is_meant_for_ten_minutes(talk: Talk) -> None:
    """Spoken to, the bot takes "ลบ" for the person's own last telling here, while it is fresh."""
    talk.say("ใจ", f"#เคล็ดลับ {OTHER}")
    talk.say("แดง", f"#เคล็ดลับ {TELLING}")
    assert talk.say("แดง", "ลบ", bot=True) == [wording.DELETE_ASK]
    assert talk.press("แดง", wording.DELETE_YES) == [wording.DELETED]
    assert [note.text for note in talk.kept()] == [OTHER]
    talk.now = talk.now.replace(hour=talk.now.hour + 1)
    assert talk.say("ใจ", "ลบ", bot=True) == [wording.WHICH_NOTE]


def test_deleting_is_silent_talk_where_no_note_is_meant(talk: Talk) -> None:
    """"ลบ" among people, on its own, on ordinary talk, or on somebody else's note is not for the bot."""
    talk.say("แดง", f"#เคล็ดลับ {TELLING}", name="เรื่อง")
    talk.say("ใจ", "รูปนี้เบลอ", name="คุย")
    assert talk.say("แดง", "ลบ") == []
    assert quoting(talk, "แดง", "ลบ", "คุย") == []
    assert quoting(talk, "รุ่ง", "ลบ", "เรื่อง") == []
    assert len(talk.kept()) == 1
