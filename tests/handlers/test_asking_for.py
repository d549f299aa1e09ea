"""From the question to the answer: the card, ถามแทน, thanks, keeping the exchange, gaps."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.store.changes import Changes
from bot.store.credits import RedisCredits
from handlers import wording
from knowledge.crediting import Helped
from tests import line
from tests.talk import OFFICE, START, Talk

QUESTION = "ใครรู้เรื่องปุ๋ยหมักบ้างครับ"
ANSWER = "ให้รดน้ำผสมกากน้ำตาลแล้วคลุมผ้าใบไว้สามวัน กองจะร้อนขึ้นเองค่ะ"


def helped(talk: Talk) -> list[Helped]:
    return RedisCredits(talk.redis, Changes(), talk.keys).since(OFFICE.id, START)


def mention(talk: Talk, who: str, text: str, *named: tuple[str, str], quotes: str | None = None) -> list[str]:
    users = tuple((name, f"U{user}") for name, user in named)
    event = line.text(text, user=f"U{who}", mentions=users, at=talk.now, quotes=quotes)
    talk.events[text] = event
    return talk.deliver(event)


def pressed(talk: Talk, who: str, label: str, nth: int = 0, *, private: bool = False) -> list[str]:
    """The nth button of this label in the last answer that has buttons."""
    found: list[dict[str, Any]] = []
    _collect(talk.line.heard[-1], found)
    data = [a["data"] for a in found if a.get("label") == label][nth]
    return talk.deliver(line.postback(data, user=f"U{who}", group=f"U{who}" if private else line.GROUP))


def _collect(part: Any, found: list[dict[str, Any]]) -> None:
    for one in part if isinstance(part, list) else part.values() if isinstance(part, dict) else ():
        if isinstance(one, dict) and one.get("type") == "postback":
            found.append(one)
        _collect(one, found)


# ---------------------------------------------------------------- the card


def test_the_card_says_why_in_one_line_and_names_three_at_most(talk: Talk) -> None:
    """Declared, told, vouched for, position: what there is, joined."""
    talk.say("รุ่ง", f"#เคล็ดลับ ปุ๋ยหมักไม่ร้อน {ANSWER}")
    (card,) = talk.say("ใจ", QUESTION)
    assert card.splitlines() == [
        "ผู้รู้เรื่อง “ปุ๋ยหมัก”",
        "แดง (นายแดง รุ่งเรือง)",
        "ถนัด “ทำปุ๋ยหมัก” · เล่าเรื่องนี้ เมื่อ พ.ย. 69 · อาสาพัฒนา",
    ]


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("ใครรู้จักพี่แดงบ้าง", wording.DECLINE),
        ("ใครรู้เรื่องพี่แดงบ้าง", wording.TOPIC_IS_PERSON),
        ("ใครรู้บ้างว่าแฟนพี่แดงทำงานที่ไหน", wording.DECLINE),
        ("🌼🌼", wording.UNCLEAR),
    ],
    ids=["person", "about a person", "private life", "emoji"],
)
def test_what_is_no_matter_to_ask_about(talk: Talk, said: str, answer: str) -> None:
    """People are no expertise, private life is declined; asked without the bot, it stays silent."""
    assert talk.say("ใจ", said, bot=True) == [answer]
    assert talk.say("ใจ", said) == []
    assert talk.redis.exists(talk.keys.gaps(OFFICE.id)) == 0


def test_an_empty_topic_is_asked_back_once(talk: Talk) -> None:
    """What is still no topic gets one line, and nothing more is waited for."""
    assert talk.say("ใจ", "ใครรู้บ้าง", bot=True) == [wording.ASK_TOPIC]
    assert talk.say("ใจ", "😅😅") == [wording.TOPIC_VAGUE]
    assert talk.say("ใจ", "ปุ๋ยหมัก") == []


def test_the_topic_may_turn_out_to_be_private_or_far_too_long(talk: Talk) -> None:
    """Also where it was asked for."""
    talk.say("ใจ", "ใครรู้บ้าง", bot=True)
    assert talk.say("ใจ", "แฟนพี่แดง") == [wording.DECLINE]
    talk.say("ใจ", "ใครรู้บ้าง", bot=True)
    assert talk.say("ใจ", "ปุ๋ยหมักกองใหญ่" * 330) == [wording.TOPIC_TOO_LONG]


def test_braces_of_a_topic_are_no_mention(talk: Talk) -> None:
    """A topic can't put a mention, or LINE's own marks, into what the bot says."""
    talk.say("ใจ", "ใครรู้เรื่องปุ๋ยหมัก {0} {everyone} บ้างครับ")
    pressed(talk, "ใจ", wording.ASK_FOR_ME)
    message = talk.line.heard[-1]
    assert list(message["substitution"]) == ["m0"]
    assert message["text"].count("{") == 1


# ---------------------------------------------------------------- asking on somebody's behalf


def test_in_the_group_one_person_is_mentioned(talk: Talk) -> None:
    """A real mention of the one who was chosen; not twice for one question."""
    talk.say("ใจ", QUESTION)
    pressed(talk, "ใจ", wording.ASK_FOR_ME)
    message = talk.line.heard[-1]
    assert message["type"] == "textV2"
    assert message["substitution"] == {"m0": {"type": "mention", "mentionee": {"type": "user", "userId": "Uรุ่ง"}}}
    assert message["text"] == wording.asked_in_group("ใจ", "ปุ๋ยหมัก").replace("{0}", "{m0}")
    talk.say("ใจ", QUESTION)
    talk.line.heard.pop()
    assert talk.say("แดง", "ครับ") == []


def test_nobody_is_asked_twice_for_one_question(talk: Talk) -> None:
    """Whoever presses."""
    talk.say("ใจ", QUESTION)
    card = talk.line.heard[-1]
    pressed(talk, "ใจ", wording.ASK_FOR_ME)
    talk.line.heard.append(card)
    assert pressed(talk, "แดง", wording.ASK_FOR_ME) == [wording.asked_already("แดง")]


def test_who_is_not_on_line_is_not_asked(talk: Talk) -> None:
    """The asker hears how else to reach them."""
    talk.say("ใจ", "#รับรอง นก สารบรรณ")
    talk.say("ใจ", "ใครรู้เรื่องสารบรรณบ้าง")
    (said,) = pressed(talk, "ใจ", wording.ASK_FOR_ME)
    assert said == wording.not_on_line("นก (น.ส.นก สดใส)", "เจ้าพนักงานธุรการ", "")


def test_in_private_the_question_waits_and_the_answer_comes_back(talk: Talk) -> None:
    """No push: the question rides on the expert's next word in 1:1, the answer on the asker's; nothing is said in
    the group. Thanks are credited."""
    talk.say("ใจ", QUESTION, private=True)
    assert pressed(talk, "ใจ", wording.ASK_FOR_ME, private=True) == [wording.will_be_asked("แดง")]
    (waiting,) = talk.say("รุ่ง", "สวัสดี", private=True)
    assert waiting == wording.asked_privately("ใจ (นางสมใจ ใจงาม)", "ปุ๋ยหมัก")
    assert talk.say("รุ่ง", f"#ตอบ {ANSWER}", private=True) == [wording.answer_passed("ใจ")]
    answer, credited = talk.say("ใจ", "ขอบคุณแดง", private=True)
    assert answer == wording.answer_for_you("แดง", "ปุ๋ยหมัก", ANSWER)
    assert credited == wording.helped(["แดง"], "ปุ๋ยหมัก")
    assert [(h.helper, h.asker, h.topic, h.how, h.group_id) for h in helped(talk)] == [
        ("m3", "m1", "ปุ๋ยหมัก", "thanks", "")
    ]


def test_a_private_answer_is_kept_in_one_tap(talk: Talk) -> None:
    """With the question in its first line, told by who answered."""
    talk.say("ใจ", QUESTION, private=True)
    pressed(talk, "ใจ", wording.ASK_FOR_ME, private=True)
    talk.say("รุ่ง", f"#ตอบ {ANSWER}", private=True)
    talk.press("รุ่ง", wording.KEEP_ANSWER, private=True)
    (note,) = talk.kept()
    assert (note.text, note.member_id, note.group_id) == (f"ถาม: ปุ๋ยหมัก\nตอบ: {ANSWER}", "m3", "")


def test_answering_needs_a_question(talk: Talk) -> None:
    """#ตอบ without one, without words, or in the group says so."""
    assert talk.say("รุ่ง", f"#ตอบ {ANSWER}", private=True) == [wording.NO_QUESTION_WAITS]
    assert talk.say("รุ่ง", f"#ตอบ {ANSWER}") == [wording.ANSWER_IN_GROUP]
    talk.say("ใจ", QUESTION, private=True)
    pressed(talk, "ใจ", wording.ASK_FOR_ME, private=True)
    assert talk.say("รุ่ง", "#ตอบ", private=True)[-1] == wording.ANSWER_WHAT


def test_the_answer_in_the_group_is_offered_once_and_kept_in_one_tap(talk: Talk) -> None:
    """Nods pass; the telling is offered; kept, it is its author's, who hears of it in 1:1."""
    talk.say("ใจ", QUESTION)
    pressed(talk, "ใจ", wording.ASK_FOR_ME)
    assert talk.say("รุ่ง", "ได้ครับ") == []
    assert talk.say("รุ่ง", ANSWER) == [wording.keep_answer("แดง")]
    assert talk.kept() == []
    talk.press("ใจ", wording.KEEP_ANSWER)
    (note,) = talk.kept()
    assert (note.text, note.member_id) == (f"ถาม: ปุ๋ยหมัก\nตอบ: {ANSWER}", "m3")
    assert talk.say("รุ่ง", "แล้วก็พลิกกองทุกเจ็ดวันด้วยนะคะจะได้ไม่เหม็น") == []


def test_others_do_not_keep_somebodys_answer(talk: Talk) -> None:
    """Only who asked, who answered, and who looks after knowledge."""
    talk.say("แดง", QUESTION)
    pressed(talk, "แดง", wording.ASK_FOR_ME)
    talk.say("รุ่ง", ANSWER)
    assert talk.press("ใหม่", wording.KEEP_ANSWER) == [wording.ANSWER_NOT_YOURS]


# ---------------------------------------------------------------- credit


def test_the_button_credits_the_only_one_who_can_have_helped(talk: Talk) -> None:
    """And the credit is a reason the next time."""
    talk.say("ใจ", QUESTION)
    assert talk.press("ใจ", wording.GOT_ANSWER) == [wording.helped(["แดง"], "ปุ๋ยหมัก")]
    assert [(h.helper, h.asker, h.how) for h in helped(talk)] == [("m3", "m1", "button")]
    (card,) = talk.say("ใจ", QUESTION)
    assert "เคยช่วยตอบ" in card


def test_of_several_the_asker_says_who(talk: Talk) -> None:
    """Nobody is credited by a guess; somebody else may have helped."""
    talk.say("ใจ", "ใครถนัดบัญชีกลุ่มออมทรัพย์")
    assert talk.press("ใจ", wording.GOT_ANSWER) == [wording.WHO_HELPED]
    assert helped(talk) == []
    assert talk.press("ใจ", wording.SOMEBODY_ELSE) == [wording.SETTLED]
    assert helped(talk) == []


def test_only_the_asker_closes_the_question(talk: Talk) -> None:
    """A colleague's tap changes nothing."""
    talk.say("ใจ", QUESTION)
    assert talk.press("แดง", wording.GOT_ANSWER) == [wording.ONLY_ASKER]
    assert helped(talk) == []


def test_thanks_with_a_mention_credit_in_silence(talk: Talk) -> None:
    """Right after the question, by the asker; said twice they count once, a day later they mean something else."""
    talk.say("ใจ", QUESTION)
    assert mention(talk, "ใจ", "ขอบคุณ @แดง มากค่ะ", ("@แดง", "แดง")) == []
    assert mention(talk, "ใจ", "ขอบคุณ @แดง อีกครั้งค่ะ", ("@แดง", "แดง")) == []
    assert [(h.helper, h.topic, h.how) for h in helped(talk)] == [("m2", "ปุ๋ยหมัก", "thanks")]
    talk.now += timedelta(days=2)
    mention(talk, "ใจ", "ขอบคุณ @รุ่ง ค่ะ", ("@รุ่ง", "รุ่ง"))
    assert len(helped(talk)) == 1


def test_thanks_of_others_or_without_a_question_credit_nobody(talk: Talk) -> None:
    """Politeness is no evidence."""
    mention(talk, "ใจ", "ขอบคุณ @แดง สำหรับขนมค่ะ", ("@แดง", "แดง"))
    talk.say("ใจ", QUESTION)
    mention(talk, "นก", "ขอบคุณ @แดง ค่ะ", ("@แดง", "แดง"))
    assert talk.say("ใจ", "ขอบคุณทุกคนนะคะ") == []
    assert helped(talk) == []


def test_unsent_thanks_are_no_credit(talk: Talk) -> None:
    """Nor is anything left of an unsent question."""
    talk.say("ใจ", QUESTION)
    mention(talk, "ใจ", "ขอบคุณ @แดง มากค่ะ", ("@แดง", "แดง"))
    talk.unsend("ขอบคุณ @แดง มากค่ะ")
    assert helped(talk) == []
    mention(talk, "ใจ", "ขอบคุณ @แดง ค่ะ", ("@แดง", "แดง"))
    assert len(helped(talk)) == 1
    talk.unsend(QUESTION)
    assert helped(talk) == []


# ---------------------------------------------------------------- gaps


def test_what_nobody_knows_is_one_gap_however_it_is_said(talk: Talk) -> None:
    """Counted by times and people, with no names."""
    talk.say("ใจ", "ใครรู้เรื่องโดรนพ่นยาบ้างคะ")
    assert talk.say("แดง", "ใครใช้โดรนพ่นยาเป็นบ้าง") == [wording.nobody("โดรนพ่นยา", 2)]
    talk.say("แดง", "ใครรู้เรื่องคาร์บอนเครดิตบ้าง")
    (listed,) = talk.say("รุ่ง", "#ช่องว่างความรู้")
    assert "1. โดรนพ่นยา (ถาม 2 ครั้ง จาก 2 คน ล่าสุด 23 พ.ย. 69)" in listed
    assert "2. คาร์บอนเครดิต (ถาม 1 ครั้ง" in listed
    assert "ใจ" not in listed.replace(wording.GAPS_HOW, "")


def test_telling_closes_the_gap(talk: Talk) -> None:
    """As soon as somebody can be named for it."""
    talk.say("ใจ", "ใครรู้เรื่องโดรนพ่นยาบ้างคะ")
    talk.say("รุ่ง", "#เคล็ดลับ โดรนพ่นยาต้องบินตอนเช้าก่อนแปดโมง ลมยังไม่แรง ยาไม่ปลิว")
    assert talk.say("ใจ", "#ช่องว่างความรู้") == [wording.NO_GAPS]


def test_unanswered_is_a_gap_too(talk: Talk) -> None:
    """By the asker's button, or when whoever was asked said nothing for three days."""
    talk.say("ใจ", QUESTION)
    assert talk.press("ใจ", wording.NO_ANSWER) == [wording.MISSED]
    assert "ปุ๋ยหมัก (ถาม 1 ครั้ง ล่าสุด 23 พ.ย. 69 · ยังไม่มีผู้ตอบ)" in talk.say("ใจ", "#ช่องว่างความรู้")[0]
    talk.say("แดง", "ใครถนัดบัญชีกลุ่มออมทรัพย์")
    pressed(talk, "แดง", wording.ASK_FOR_ME)
    assert "บัญชีกลุ่มออมทรัพย์" not in talk.say("ใจ", "#ช่องว่างความรู้")[0]
    talk.now += timedelta(days=4)
    assert "บัญชีกลุ่มออมทรัพย์" in talk.say("ใจ", "#ช่องว่างความรู้")[0]


def test_what_was_asked_in_private_is_for_the_keepers(talk: Talk) -> None:
    """In a small office a topic alone can tell who asked."""
    talk.say("แดง", "ใครรู้เรื่องโดรนพ่นยาบ้างคะ", private=True)
    assert talk.say("ใจ", "#ช่องว่างความรู้") == [wording.NO_GAPS]
    assert talk.say("แดง", "#ช่องว่างความรู้", private=True) == [wording.NO_GAPS]
    assert "โดรนพ่นยา" in talk.say("ใจ", "#ช่องว่างความรู้", private=True)[0]
    assert talk.press("ใจ", wording.gap_close(1), private=True) == [wording.gap_closed("โดรนพ่นยา")]
    assert talk.say("ใจ", "#ช่องว่างความรู้", private=True) == [wording.NO_GAPS]


def test_a_group_hears_of_a_gap_in_its_own_words_and_numbers(talk: Talk) -> None:
    """Asked in private first and aloud later, it is one gap; what the private one said, or that there was one, is not
    told in the group, nor in its digest."""
    talk.say("แดง", "ใครรู้เรื่องการใช้โดรนพ่นยา", private=True)
    assert talk.say("ใจ", "ใครรู้เรื่องโดรนพ่นยา") == [wording.nobody("โดรนพ่นยา", 1)]
    for told in (talk.say("ใจ", "#ช่องว่างความรู้")[0], talk.say("ใจ", "#สรุป")[0]):
        assert "โดรนพ่นยา" in told
        assert not [said for said in ("การใช้โดรน", "2 ครั้ง", "2 คน", "2 ท่าน") if said in told]
    assert "2 ครั้ง" in talk.say("ใจ", "#ช่องว่างความรู้", private=True)[0]


def test_unsending_the_question_takes_its_gap_along(talk: Talk) -> None:
    """And an edit takes back what was asked before."""
    talk.say("ใจ", "ใครรู้เรื่องโดรนพ่นยาบ้างคะ", name="ถาม")
    talk.unsend("ถาม")
    assert "โดรนพ่นยา" not in talk.everything()
    talk.say("ใจ", "ใครรู้เรื่องคาร์บอนเครดิตบ้างคะ", name="ถามใหม่")
    talk.edit("ถามใหม่", "ไม่เป็นไรแล้วค่ะ")
    assert "คาร์บอนเครดิต" not in talk.everything()


def test_the_one_who_knows_leaves_no_gap_by_asking(talk: Talk) -> None:
    """The asker is never the answer, but the office does know."""
    assert talk.say("รุ่ง", QUESTION) == [wording.nobody("ปุ๋ยหมัก")]
    assert talk.redis.exists(talk.keys.gaps(OFFICE.id)) == 0


# ---------------------------------------------------------------- risks


def test_risks_are_for_the_facilitator_in_private(talk: Talk) -> None:
    """Never in the group, and not for everybody."""
    assert talk.say("ใจ", "#ความเสี่ยง") == [wording.RISKS_IN_PRIVATE]
    assert talk.say("แดง", "#ความเสี่ยง", private=True) == [wording.KEEPERS_ONLY]
    (card,) = talk.say("ใจ", "#ความเสี่ยง", private=True)
    assert card == wording.SUCCESSION_TITLE, "nothing of it stands on a locked screen"
    shown = str(talk.line.heard[-1]["contents"])
    assert "แดง: ทำปุ๋ยหมัก" in shown
    assert "บัญชีกลุ่มออมทรัพย์" not in shown, "two know it"
    assert "#วงเล่า ทำปุ๋ยหมัก" in shown


# ---------------------------------------------------------------- going with people


@pytest.mark.parametrize("word", ["#ลืมฉัน", "#ไม่บันทึกฉัน"])
def test_forgetting_the_asker_takes_question_gap_and_held_words(talk: Talk, word: str) -> None:
    """Also out of what waits for others, and of the kept exchange."""
    talk.say("แดง", "ใครรู้เรื่องโดรนพ่นยาบ้างคะ")
    talk.say("แดง", "ใครรู้เรื่องกองปุ๋ยหมักบ้าง", private=True)
    pressed(talk, "แดง", wording.ASK_FOR_ME, private=True)
    talk.say("รุ่ง", f"#ตอบ {ANSWER}", private=True)
    talk.press("รุ่ง", wording.KEEP_ANSWER, private=True)
    assert "กองปุ๋ยหมัก" in talk.everything()
    talk.say("แดง", word, private=True)
    if word == "#ลืมฉัน":
        talk.press("แดง", wording.FORGET_YES, private=True)
    kept = talk.everything()
    assert "โดรนพ่นยา" not in kept
    assert "กองปุ๋ยหมัก" not in kept
    assert [note.text for note in talk.kept()] == [ANSWER]
