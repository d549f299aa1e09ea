"""ใครรู้เรื่อง… and ค้น… as an office asks them."""

from __future__ import annotations

import pytest

from bot.services import people_store
from bot.store.changes import Changes
from handlers import wording
from knowledge.people import Member, Office
from tests.talk import OFFICE, Talk

TELLING = "กองปุ๋ยหมักไม่ร้อนเพราะแห้งไป ให้รดน้ำผสมกากน้ำตาลแล้วคลุมผ้าใบไว้สามวัน กลิ่นก็หายด้วย"


def test_who_knows_is_answered_with_reasons(talk: Talk) -> None:
    """Who declared or told something is named, with why; the asker never is."""
    talk.say("ใจ", f"#เคล็ดลับ {TELLING}")
    (answer,) = talk.say("แดง", "ใครรู้เรื่องปุ๋ยหมักบ้างครับ")
    assert "ปุ๋ยหมัก" in answer
    assert "ใจ" in answer
    assert "ถนัด “ทำปุ๋ยหมัก”" in answer
    (own,) = talk.say("รุ่ง", "ใครรู้เรื่องปุ๋ยหมักบ้างครับ")
    assert "นายแดง รุ่งเรือง" not in own


def test_two_people_of_one_name_are_told_apart(talk: Talk) -> None:
    """Both are called แดง: the card shows their full names."""
    (answer,) = talk.say("ใจ", "ใครถนัดบัญชีกลุ่มออมทรัพย์")
    assert "แดง (นายแดง ดีเด่น)" in answer
    assert "แดง (นายแดง รุ่งเรือง)" in answer


def test_nobody_is_said_plainly(talk: Talk) -> None:
    """A topic that nobody knows is answered with nobody, not with somebody."""
    assert talk.say("ใจ", "ใครรู้เรื่องโดรนพ่นยาบ้างคะ") == [wording.nobody("โดรนพ่นยา")]


def test_a_question_without_a_topic_is_asked_back_once(talk: Talk) -> None:
    """The bot asks for the topic; the next words of the asker are the topic."""
    assert talk.say("ใจ", "ใครรู้บ้าง", bot=True) == [wording.ASK_TOPIC]
    (answer,) = talk.say("ใจ", "ปุ๋ยหมัก")
    assert "ถนัด “ทำปุ๋ยหมัก”" in answer


@pytest.mark.parametrize(
    "logistics", ["ใครเอากุญแจรถไปคะ", "ใครรู้บ้างว่าประชุมกี่โมง", "พี่แดงคะ ทำปุ๋ยหมักเสร็จยัง", "ใครๆก็ทำปุ๋ยหมักเป็น"]
)
def test_logistics_are_not_expertise(talk: Talk, logistics: str) -> None:
    """Talk that looks like the question is left alone."""
    assert talk.say("ใจ", logistics) == []


def test_search_finds_the_sentence_and_reads_all(talk: Talk) -> None:
    """The card carries the sentence that answers; the button brings the whole telling."""
    talk.say("รุ่ง", f"#เคล็ดลับ {TELLING}")
    (found,) = talk.say("ใจ", "ค้น ปุ๋ยหมักไม่ร้อน")
    assert "กองปุ๋ยหมักไม่ร้อนเพราะแห้งไป" in found
    (whole,) = talk.press("ใจ", wording.READ_ALL)
    assert TELLING in whole


def test_nothing_found_is_said_plainly(talk: Talk) -> None:
    """No note, no guess."""
    assert talk.say("ใจ", "ค้น คาร์บอนเครดิต") == [wording.nothing_found("คาร์บอนเครดิต")]


def test_the_notes_behind_an_expert_are_one_tap_away(talk: Talk) -> None:
    """The evidence can be read."""
    talk.say("ใจ", f"#เคล็ดลับ {TELLING}")
    talk.say("แดง", "ใครรู้เรื่องปุ๋ยหมักบ้างครับ")
    (notes,) = talk.press("แดง", wording.SEE_NOTES)
    assert "ปุ๋ยหมัก" in notes


def test_in_private_the_office_answers_too(talk: Talk) -> None:
    """1:1, the person's own office is asked, without a mention."""
    (answer,) = talk.say("ใจ", "ใครทำปุ๋ยหมักเป็น", private=True)
    assert "ถนัด “ทำปุ๋ยหมัก”" in answer


def test_an_addressed_message_is_always_answered(talk: Talk) -> None:
    """Called by name, the bot never stays silent."""
    assert talk.say("ใจ", "ฟ้าครึ้มจัง", bot=True) == [wording.UNCLEAR]
    (help_card,) = talk.say("ใจ", "#ช่วยเหลือ")
    assert wording.HELP_TITLE in help_card


def test_a_greeting_is_greeted(talk: Talk) -> None:
    """In 1:1 and by name; in the group a greeting among colleagues is none of the bot's business."""
    for said in ("สวัสดีค่ะ", "หวัดดีจ้า", "คุณลิขิต", "hello"):
        assert talk.say("ใจ", said, private=True) == [wording.HELLO]
    assert talk.say("ใจ", "สวัสดีค่ะ", bot=True) == talk.say("ใจ", "", bot=True) == [wording.HELLO]
    assert talk.say("ใจ", "สวัสดีค่ะ") == []
    assert talk.say("ใจ", "ดีบุกราคา", private=True) == [wording.UNCLEAR]


def test_what_waits_is_the_answer_to_a_greeting(talk: Talk) -> None:
    """Who comes because they were told to hears that, and no apology behind it; a question is answered, too."""
    talk.say("แดง", "#เตือน ส่งใบลา พรุ่งนี้", private=True)
    talk.wait(days=1)
    (only,) = talk.say("แดง", "มาแล้วครับผม", private=True)
    assert "ส่งใบลา" in only


def test_colleagues_are_no_gap(talk: Talk) -> None:
    """What is asked about a person, or their private life, is not searched, not counted, not shown."""
    for topic in ("นก", "หนี้ของป้าสมศรี", "บ้านพี่แดง", "เงินเดือนของพี่แดง", "โน้ตบุ๊กของแดง"):
        assert talk.say("ใจ", f"ใครรู้เรื่อง{topic}") == []
    assert talk.say("ใจ", "ใครรู้เรื่องนก", bot=True) == [wording.TOPIC_IS_PERSON]
    assert talk.say("ใจ", "ใครรู้เรื่องหนี้ของลุงแดง", bot=True) == [wording.DECLINE]
    assert talk.say("ใจ", "#ช่องว่างความรู้", private=True) == [wording.NO_GAPS]
    for said in ("ใครรู้เรื่องหนี้ครัวเรือน", "ใครรู้เรื่องสุขภาพของพี่น้องเกษตรกร", "ใครรู้เรื่องบ้านพี่เลี้ยงเด็ก", "ใครรู้เรื่องเลื่อนเงินเดือน"):
        assert "ไม่พบผู้รู้" in talk.say("ใจ", said)[0]


def test_help_names_each_feature_on_one_short_card(talk: Talk) -> None:
    """Keeping, people, telling again, reminders, the digest, the directory, one's own data; a screenful at most."""
    (card,) = talk.say("ใจ", "#ช่วยเหลือ")
    for word in ("#เรื่องเล่า", "ใครรู้เรื่อง", "ค้น", "#เตือน", "#สรุป", "#เงียบ", "#เบาลง", "#ถนัด", "#ช่องว่างความรู้", "#ลืมฉัน"):
        assert word in card
    assert len(card.splitlines()) <= 10
    assert max(map(len, card.splitlines())) <= 90


def test_more_notes_come_by_button_until_there_are_none(talk: Talk) -> None:
    """Three at a time; the last page has no such button, and an old one shows no page twice as new."""
    for n in range(5):
        talk.say("รุ่ง", f"#เคล็ดลับ ปุ๋ยหมักรอบที่ {n} ใส่มูลวัวแล้วกลับกองทุกเจ็ดวัน ความร้อนขึ้นเร็ว")
    (first,) = talk.say("ใจ", "ค้น ปุ๋ยหมัก")
    (second,) = talk.press("ใจ", wording.MORE_NOTES)
    pages = [{n for n in range(5) if f"รอบที่ {n}" in page} for page in (first, second)]
    assert [len(page) for page in pages] == [3, 2]
    assert pages[0] | pages[1] == set(range(5))
    assert wording.MORE_NOTES not in second


def test_filters_are_said_in_words(talk: Talk) -> None:
    """By teller, kind, category and year, alone or with a matter."""
    talk.say("รุ่ง", f"#เคล็ดลับ {TELLING}")
    talk.say("ใจ", "#AAR อบรมปุ๋ยหมัก คาดว่ามา 30 มา 12 เพราะตรงวันเกี่ยวข้าว ครั้งหน้าเลื่อนวัน")
    assert "วันเกี่ยวข้าว" in talk.say("แดง", "ค้น ปุ๋ยหมัก ของพี่ใจ")[0]
    assert "กากน้ำตาล" not in talk.say("แดง", "ค้น ปุ๋ยหมัก ของพี่ใจ")[0]
    assert "วันเกี่ยวข้าว" in talk.say("แดง", "ค้น AAR ปุ๋ยหมัก")[0].split(wording.READ_ALL)[0]
    assert "ปุ๋ย" in talk.say("แดง", "ค้น ปุ๋ยหมัก ปี 70")[0]
    assert talk.say("แดง", "ค้น ปุ๋ยหมัก ปี 68") == [wording.nothing_found("ปุ๋ยหมัก ปี 68")]
    filed = next(note for note in talk.kept() if note.categories)
    names = {c.id: c.name for c in talk.services.taxonomies.taxonomy(OFFICE.taxonomy).categories}
    assert filed.text[:12] in talk.say("แดง", f"ค้น หมวด {names[filed.categories[0].id]}")[0]


def test_nothing_of_another_office_is_found_or_named(talk: Talk) -> None:
    """Two offices on one bot: each finds its own tellings and people alone, in its group and in private."""
    talk.say("รุ่ง", f"#เคล็ดลับ {TELLING}")
    changes = Changes()
    people = people_store(talk.redis, changes, talk.keys)
    people.put_office(Office("o2", "เทศบาลอื่น", "municipal", 2570, "WXYZ-6789"))
    people.put_member("o2", Member("x1", "นางอื่น ไกลบ้าน", "อื่น", "นิติกร", user_id="Uอื่น", consented_at=talk.now))
    changes.keep(talk.redis)
    talk.services.indexer.catch_up()
    assert talk.say("อื่น", "ค้น ปุ๋ยหมัก", private=True) == [wording.nothing_found("ปุ๋ยหมัก")]
    (nobody,) = talk.say("อื่น", "ใครรู้เรื่องปุ๋ยหมัก", private=True)
    assert "รุ่งเรือง" not in nobody
    (own,) = talk.say("ใจ", "ค้น ปุ๋ยหมัก", private=True)
    assert "กากน้ำตาล" in own
