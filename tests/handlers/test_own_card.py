"""#ถนัด, #ไม่ถนัด, #บัตรของฉัน, #รับรอง: the directory as its people see and correct it."""

from __future__ import annotations

import json

import pytest

from bot.services import people_store
from bot.store.changes import Changes
from bot.store.keys import Keys
from handlers import wording
from knowledge.people import Member
from knowledge.roster import Person
from knowledge.roster_merge import merge
from tests import line
from tests.talk import OFFICE, Talk


def member(talk: Talk, member_id: str) -> Member:
    found = talk.people.member(OFFICE.id, member_id)
    assert found is not None
    return found


def mention(talk: Talk, who: str, text: str, *named: tuple[str, str]) -> list[str]:
    """`who` says something with real mentions: (@name, whose)."""
    users = tuple((name, f"U{user}") for name, user in named)
    event = line.text(text, user=f"U{who}", mentions=users, at=talk.now)
    talk.events[text] = event
    return talk.deliver(event)


# ---------------------------------------------------------------- declaring


def test_what_is_declared_is_found_at_once(talk: Talk) -> None:
    """A list by commas, in the person's own words; the next question names them for it."""
    assert talk.say("ใจ", "#ถนัด ปิดบัญชี, e-LAAS ค่ะ") == [wording.declared("ใจ", ["ปิดบัญชี", "e-LAAS"], 0)]
    (card,) = talk.say("แดง", "ใครแม่นเรื่อง elaas บ้าง")
    assert "ใจ" in card
    assert "ถนัด “e-LAAS”" in card


@pytest.mark.parametrize(
    "said", ["#ถนัด", "#ถนัด ค่ะ", "#ถนัด 🎉🎉", "#ถนัด ,,, ;"], ids=["nothing", "particle", "emoji", "commas"]
)
def test_without_a_list_it_is_asked_for(talk: Talk, said: str) -> None:
    """One line with an example; nothing is kept."""
    before = member(talk, "m1")
    assert talk.say("ใจ", said) == [wording.DECLARE_WHAT]
    assert member(talk, "m1") == before


def test_a_telling_is_no_list(talk: Talk) -> None:
    """5,000 characters are no expertise."""
    assert talk.say("ใจ", "#ถนัด " + "ทำได้หลายอย่างเลยเล่าไม่หมด" * 180) == [wording.DECLARE_TOO_LONG]


def test_typed_without_a_space_it_is_understood(talk: Talk) -> None:
    """As people type hashtags."""
    assert talk.say("ใจ", "#ถนัดปิดบัญชี") == [wording.declared("ใจ", ["ปิดบัญชี"], 0)]


def test_in_plain_words_only_to_the_bot_alone(talk: Talk) -> None:
    """In the group ถนัด is talk like any other."""
    assert talk.say("ใจ", "หนูไม่ค่อยถนัดคุยกับคนเยอะๆเลย") == []
    assert talk.say("ใจ", "ถนัดปิดบัญชี", private=True) == [wording.declared("ใจ", ["ปิดบัญชี"], 0)]
    assert talk.say("ใจ", "ไม่ถนัดปิดบัญชี", private=True) == [wording.withdrawn(["ปิดบัญชี"])]


def test_who_is_new_is_told_what_is_kept(talk: Talk) -> None:
    """The first thing kept of somebody comes with the line of consent."""
    (said,) = talk.say("ใหม่", "#ถนัด ถ่ายวิดีโอ")
    assert said == f"{wording.declared('น้องใหม่', ['ถ่ายวิดีโอ'], 0)}\n{wording.CONSENT}"
    assert talk.say("ใหม่", "#ถนัด ตัดต่อ") == [wording.declared("น้องใหม่", ["ตัดต่อ"], 0)]


def test_what_is_withdrawn_names_nobody_any_more(talk: Talk) -> None:
    """Not even for what they told: the person corrects the directory, not the other way round."""
    talk.say("ใจ", "#เคล็ดลับ กองปุ๋ยหมักไม่ร้อนเพราะแห้งไป ให้รดน้ำแล้วคลุมผ้าใบไว้สามวัน")
    talk.say("รุ่ง", "#ไม่ถนัด ทำปุ๋ยหมัก")
    talk.say("ใจ", "#ไม่ถนัด ปุ๋ยหมัก")
    assert talk.say("แดง", "ใครรู้เรื่องปุ๋ยหมักบ้างครับ") == [wording.nobody("ปุ๋ยหมัก")]
    assert "ทำปุ๋ยหมัก" not in member(talk, "m3").expertise


def test_unsending_takes_it_back(talk: Talk) -> None:
    """Only what that message said; what stood there before stays."""
    talk.say("แดง", "#ถนัด บัญชีกลุ่มออมทรัพย์, โดรนพ่นยา", name="ถนัด")
    assert member(talk, "m2").expertise == ("บัญชีกลุ่มออมทรัพย์", "โดรนพ่นยา")
    talk.unsend("ถนัด")
    assert member(talk, "m2").expertise == ("บัญชีกลุ่มออมทรัพย์",)
    assert "โดรนพ่นยา" not in talk.everything()


def test_an_edit_is_the_list(talk: Talk) -> None:
    """The newest wording wins; edited into something else, nothing of it stays."""
    talk.say("แดง", "#ถนัด โดรน", name="ถนัด")
    assert talk.edit("ถนัด", "#ถนัด โดรนพ่นยา, แผนที่ GIS") == []
    assert member(talk, "m2").expertise == ("บัญชีกลุ่มออมทรัพย์", "โดรนพ่นยา", "แผนที่ GIS")
    talk.edit("ถนัด", "ไปกินข้าวกัน", later=9)
    assert member(talk, "m2").expertise == ("บัญชีกลุ่มออมทรัพย์",)


def test_a_roster_brought_in_later_leaves_what_people_said(talk: Talk) -> None:
    """Declared in chat stays; what was denied isn't brought back."""
    talk.say("รุ่ง", "#ถนัด แผนที่ GIS")
    talk.say("รุ่ง", "#ไม่ถนัด ทำปุ๋ยหมัก")
    row = Person(line=2, full_name="นายแดง รุ่งเรือง", expertise=("ทำปุ๋ยหมัก", "เพาะเห็ด"))
    (after,) = merge([row], [member(talk, "m3")], lambda: "x").updated
    assert after.expertise == ("เพาะเห็ด", "แผนที่ GIS")


def test_one_declares_for_oneself_only(talk: Talk) -> None:
    """Others are vouched for."""
    assert mention(talk, "ใจ", "#ถนัด @แดง บัญชี", ("@แดง", "แดง")) == [wording.DECLARE_OWN_ONLY]


def test_what_was_asked_in_vain_is_met_by_declaring_it(talk: Talk) -> None:
    """The gap closes, and the one who closes it hears how often it was asked."""
    talk.say("ใจ", "ใครรู้เรื่องโดรนพ่นยาบ้างคะ")
    talk.say("แดง", "ใครใช้โดรนพ่นยาเป็นบ้าง")
    (said,) = talk.say("รุ่ง", "#ถนัด โดรนพ่นยา")
    assert said == wording.declared("แดง", ["โดรนพ่นยา"], 2)
    assert talk.say("ใจ", "#ช่องว่างความรู้") == [wording.NO_GAPS]


# ---------------------------------------------------------------- the card


def test_the_card_is_shown_in_private_only(talk: Talk) -> None:
    """In the group one line says where to look."""
    assert talk.say("รุ่ง", "#บัตรของฉัน") == [wording.CARD_IN_PRIVATE]
    (card,) = talk.say("รุ่ง", "#บัตรของฉัน", private=True)
    assert wording.CARD_TITLE in card
    assert "ทำปุ๋ยหมัก · บัญชีกลุ่มออมทรัพย์" in card
    assert wording.CARD_IS_SHOWN in card


def test_hiding_takes_the_person_out_of_answers_until_shown_again(talk: Talk) -> None:
    """Nobody is listed against their will; what they told stays findable."""
    talk.say("รุ่ง", "#เคล็ดลับ กองปุ๋ยหมักไม่ร้อนเพราะแห้งไป ให้รดน้ำแล้วคลุมผ้าใบไว้สามวัน")
    talk.say("รุ่ง", "#บัตรของฉัน", private=True)
    assert talk.press("รุ่ง", wording.CARD_HIDE, private=True) == [wording.CARD_HIDDEN]
    assert talk.say("ใจ", "ใครรู้เรื่องปุ๋ยหมักบ้างคะ") == [wording.nobody("ปุ๋ยหมัก")]
    assert "กองปุ๋ยหมัก" in talk.say("ใจ", "ค้น ปุ๋ยหมัก")[0]
    talk.say("รุ่ง", "#บัตรของฉัน", private=True)
    assert talk.press("รุ่ง", wording.CARD_SHOW, private=True) == [wording.CARD_SHOWN]
    assert "ถนัด “ทำปุ๋ยหมัก”" in talk.say("ใจ", "ใครรู้เรื่องปุ๋ยหมักบ้างคะ")[0]


def test_the_card_is_corrected_as_a_whole(talk: Talk) -> None:
    """The button asks for the list; what is left out is off the card."""
    talk.say("รุ่ง", "#บัตรของฉัน", private=True)
    assert talk.press("รุ่ง", wording.CARD_EDIT, private=True) == [
        wording.card_edit(["ทำปุ๋ยหมัก", "บัญชีกลุ่มออมทรัพย์"])
    ]
    assert talk.say("รุ่ง", "บัญชีกลุ่มออมทรัพย์, เพาะเห็ด", private=True) == [
        wording.declared("แดง", ["บัญชีกลุ่มออมทรัพย์", "เพาะเห็ด"], 0)
    ]
    assert member(talk, "m3").expertise == ("บัญชีกลุ่มออมทรัพย์", "เพาะเห็ด")


def test_one_thing_is_taken_off_with_one_tap(talk: Talk) -> None:
    """Each thing on the card has its quick reply."""
    talk.say("รุ่ง", "#บัตรของฉัน", private=True)
    assert talk.press("รุ่ง", wording.not_good_at("ทำปุ๋ยหมัก"), private=True) == [wording.withdrawn(["ทำปุ๋ยหมัก"])]


def test_nobody_without_a_card_is_made_one_by_looking(talk: Talk) -> None:
    """Looking keeps nothing."""
    assert talk.say("ไม่รู้จัก", "#บัตรของฉัน", private=True) == [wording.NOT_LINKED_PRIVATE]
    assert len(talk.people.members(OFFICE.id)) == 4


@pytest.mark.parametrize("how", ["left", "retired"])
def test_who_left_or_retired_drops_out_and_their_notes_stay(talk: Talk, how: str) -> None:
    """Their notes stay findable, nobody is sent to them."""
    talk.say("รุ่ง", "#เคล็ดลับ กองปุ๋ยหมักไม่ร้อนเพราะแห้งไป ให้รดน้ำแล้วคลุมผ้าใบไว้สามวัน")
    if how == "left":
        talk.deliver(line.member_left("Uรุ่ง"))
    else:
        _retired(talk, "m3")
    assert talk.say("ใจ", "ใครรู้เรื่องปุ๋ยหมักบ้างคะ") == [wording.nobody("ปุ๋ยหมัก")]
    assert "กองปุ๋ยหมัก" in talk.say("ใจ", "ค้น ปุ๋ยหมัก")[0]


def _retired(talk: Talk, member_id: str) -> None:
    changes = Changes()
    row = json.loads(str(talk.redis.hget(talk.keys.members(OFFICE.id), member_id)))
    who = member(talk, member_id)
    assert row["id"] == who.id
    people_store(talk.redis, changes, Keys(talk.keys.prefix)).put_member(
        OFFICE.id, Member(**{**who.__dict__, "retire_fiscal_year": 2569})
    )
    changes.keep(talk.redis)
    talk.services.indexer.catch_up()


# ---------------------------------------------------------------- vouching


def test_a_colleague_vouches_with_a_mention(talk: Talk) -> None:
    """What is vouched for counts as a reason, by number of colleagues; whoever it is about hears of it in 1:1."""
    said = mention(talk, "ใจ", "#รับรอง @แดง โดรนพ่นยา", ("@แดง", "แดง"))
    assert said == [wording.endorsed("แดง", ["โดรนพ่นยา"])]
    (card,) = talk.say("รุ่ง", "ใครใช้โดรนพ่นยาเป็นบ้าง")
    assert "แดง (นายแดง ดีเด่น)" in card
    assert "เพื่อนร่วมงานรับรอง 1 คน" in card
    assert talk.say("แดง", "สวัสดี", private=True)[0] == wording.ENDORSED_YOU
    assert "โดรนพ่นยา" in talk.say("แดง", "#บัตรของฉัน", private=True)[0]


def test_the_same_colleague_counts_once(talk: Talk) -> None:
    """However often they say it."""
    for text in ("#รับรอง @แดง โดรนพ่นยา", "#รับรอง @แดง ใช้โดรนพ่นยา"):
        mention(talk, "ใจ", text, ("@แดง", "แดง"))
    (card,) = talk.say("รุ่ง", "ใครใช้โดรนพ่นยาเป็นบ้าง")
    assert "เพื่อนร่วมงานรับรอง 1 คน" in card


def test_vouching_needs_one_certain_person_and_a_topic(talk: Talk) -> None:
    """A shared nickname is asked back, as is a topic; nobody vouches for themselves."""
    assert talk.say("ใจ", "#รับรอง แดง บัญชี") == [wording.ENDORSE_WHICH]
    assert talk.say("ใจ", "#รับรอง") == [wording.ENDORSE_WHO]
    assert talk.say("ใจ", "#รับรอง นก") == [wording.endorse_what("นก")]
    assert talk.say("ใจ", "#รับรอง นก สารบรรณ") == [wording.endorsed("นก", ["สารบรรณ"])]
    assert talk.say("ใจ", "#รับรอง ใจ ทุกเรื่อง") == [wording.ENDORSE_SELF]


def test_unsending_takes_the_endorsement_back(talk: Talk) -> None:
    """As if it had never been said."""
    mention(talk, "ใจ", "#รับรอง @แดง โดรนพ่นยา", ("@แดง", "แดง"))
    talk.unsend("#รับรอง @แดง โดรนพ่นยา")
    assert talk.say("รุ่ง", "ใครใช้โดรนพ่นยาเป็นบ้าง") == [wording.nobody("โดรนพ่นยา")]


def test_who_is_vouched_for_can_say_no(talk: Talk) -> None:
    """#ไม่ถนัด outweighs what colleagues say."""
    mention(talk, "ใจ", "#รับรอง @แดง โดรนพ่นยา", ("@แดง", "แดง"))
    talk.say("แดง", "#ไม่ถนัด โดรน")
    assert talk.say("รุ่ง", "ใครใช้โดรนพ่นยาเป็นบ้าง") == [wording.nobody("โดรนพ่นยา")]


def test_what_one_is_good_at_keeps_its_last_word(talk: Talk) -> None:
    """ค้า of เครื่องหมายการค้า is no polite ending, ค่ะ is."""
    assert talk.say("นก", "#ถนัด เครื่องหมายการค้า, พันธุ์ข้าวเจ้าค่ะ") == [
        wording.declared("นก", ["เครื่องหมายการค้า", "พันธุ์ข้าวเจ้า"], 0)
    ]
