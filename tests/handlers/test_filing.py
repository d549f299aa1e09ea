"""Correcting, asking why, and what the office learns from it, over the real store."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.services import people_store
from bot.store.changes import Changes
from handlers import wording
from knowledge import taxonomy
from tests.talk import OFFICE, Talk

STRANGE = "พี่วิไลเอากล้วยน้ำว้ามาจิบน้ำชาแล้วเล่าเรื่องตลกให้ฟัง"
"""Fits no category."""
LOAN = "ทวงหนี้กองทุนหมู่บ้านด้วยการไปเยี่ยมถึงบ้านก่อนครบกำหนดสัญญา"


def _labels(talk: Talk) -> list[str]:
    """The quick replies under the bot's last answer."""
    items = talk.line.heard[-1].get("quickReply", {}).get("items", [])
    return [item["action"]["label"] for item in items]


def _name(category: str) -> str:
    return taxonomy.load("cdd-2561").short_name(category)


def _weights(talk: Talk, category: str) -> dict[str, float]:
    found = talk.services.teaching.of(OFFICE).taxonomy.category(category)
    assert found is not None
    return dict(found.keywords)


def test_where_nothing_fits_the_two_nearest_are_offered(talk: Talk) -> None:
    """Abstaining shows two quick replies to choose from, and one for all others; a tap files the note."""
    talk.say("แดง", f"#เคล็ดลับ {STRANGE}")
    assert talk.kept()[0].categories == ()
    labels = _labels(talk)
    assert wording.OTHER_CATEGORIES in labels
    assert talk.press("แดง", wording.OTHER_CATEGORIES) == [wording.CHOOSE_CATEGORY]
    assert talk.press("แดง", _name("fund")) == [wording.moved(_name("fund"))]
    (note,) = talk.kept()
    assert ([f.id for f in note.categories], note.corrected) == (["fund"], True)


@pytest.mark.parametrize("asked", ["ทำไม", "ทำไมถึงอยู่หมวดนี้คะ", "ทำไมหมวดนี้"])
def test_why_is_answered_with_the_words_of_the_note(talk: Talk, asked: str) -> None:
    """By button or by words, to whoever asks the bot; people who ask one another are left alone."""
    talk.say("แดง", f"#เคล็ดลับ {LOAN}")
    first = talk.kept()[0].categories[0]
    expected = [wording.why(_name("fund"), first.evidence[:5])]
    assert talk.say("แดง", asked, bot=True) == expected
    assert talk.say("แดง", "ทำไม") == []


def test_a_correction_changes_the_weights_of_this_office_and_back(talk: Talk) -> None:
    """What an officer corrects is learnt at once; filed back, or the note gone, it is as before."""
    before = _weights(talk, "fund")
    talk.say("แดง", f"#เคล็ดลับ {LOAN} แล้วแวะดูบรรจุภัณฑ์", name="เรื่อง")
    talk.press("แดง", wording.CHANGE_CATEGORY)
    talk.press("แดง", _name("otop"))
    changed = {
        (d.category_id, d.word): float(d.after) - float(d.before)
        for d in taxonomy.diff(taxonomy.load("cdd-2561"), talk.services.teaching.of(OFFICE).taxonomy)
    }
    assert changed["otop", "บรรจุภัณฑ์"] > 0
    assert changed["fund", "ทวงหนี้"] < 0
    talk.unsend("เรื่อง")
    assert _weights(talk, "fund") == before
    assert talk.services.teaching.of(OFFICE).taxonomy == taxonomy.load("cdd-2561")


def _told_and_filed(talk: Talk, who: str, text: str, category: str) -> None:
    talk.say(who, f"#เคล็ดลับ {text}")
    label = wording.OTHER_CATEGORIES if wording.OTHER_CATEGORIES in _labels(talk) else wording.CHANGE_CATEGORY
    talk.press(who, label)
    talk.press(who, _name(category))


def _teach(talk: Talk) -> None:
    for n, who in enumerate(("แดง", "รุ่ง", "ใจ", "แดง")):
        _told_and_filed(talk, who, f"เครื่องอัดแท่งตัวที่ {n} เดินเรียบแล้ว", "sammachip")
        _told_and_filed(talk, who, f"กติกาโรงจอดช่องที่ {n} ตกลงกันแล้ว", "organization")


def test_words_that_corrections_show_are_proposed_once_and_accepted(talk: Talk) -> None:
    """The facilitator sees them in 1:1, accepts by a button, and takes it back by another."""
    _teach(talk)
    found = talk.services.teaching.proposals(OFFICE)
    word = next(p.word for p in found if p.category_id == "sammachip")
    answers = talk.say("ใจ", "#จัดหมวด", private=True)
    assert any(f"“{word}”" in answer for answer in answers)
    assert talk.press("ใจ", wording.ADD_WORD, private=True)[0].endswith("ตั้งแต่เรื่องถัดไปค่ะ")
    first = found[0]
    assert _weights(talk, first.category_id)[first.word] == 2.0
    assert first not in talk.services.teaching.proposals(OFFICE)
    talk.press("ใจ", wording.TAKE_BACK, private=True)
    assert _weights(talk, first.category_id).get(first.word, 0.0) < 2.0
    assert first not in talk.services.teaching.proposals(OFFICE)


def test_only_who_looks_after_the_knowledge_adds_words(talk: Talk) -> None:
    """Others see their own notes only, and no words."""
    _teach(talk)
    assert talk.say("แดง", "#จัดหมวด", private=True) == [wording.NOTHING_TO_FILE]
    assert talk.say("แดง", "#จัดหมวด") == [wording.DESK_IN_PRIVATE]


def test_once_a_week_the_facilitator_hears_what_nobody_could_file(talk: Talk) -> None:
    """At the first word in 1:1 of a week: short titles, and how to file them; nobody else hears it."""
    talk.say("แดง", f"#เคล็ดลับ {STRANGE}")
    line = wording.weekly([STRANGE], 1, 0)
    assert talk.say("แดง", "ขอบคุณ", private=True)[:1] != [line]
    assert talk.say("ใจ", "ขอบคุณ", private=True)[:1] == [line]
    assert line not in talk.say("ใจ", "ขอบคุณ", private=True)
    talk.now += timedelta(days=7)
    assert talk.say("ใจ", "ขอบคุณ", private=True)[:1] == [line]
    talk.now += timedelta(days=7)
    assert STRANGE[:40] in "\n".join(talk.say("ใจ", "#จัดหมวด", private=True))
    talk.press("ใจ", wording.NO_CATEGORY, private=True)
    assert (talk.kept()[0].categories, talk.kept()[0].corrected) == ((), True)
    assert talk.say("ใจ", "#จัดหมวด", private=True) == [wording.NOTHING_TO_FILE]


def test_what_somebody_told_in_private_is_not_shown_to_others(talk: Talk) -> None:
    """The facilitator's list holds what was told in the groups."""
    talk.say("แดง", f"#เคล็ดลับ {STRANGE}", private=True)
    assert talk.say("ใจ", "#จัดหมวด", private=True) == [wording.NOTHING_TO_FILE]
    assert len(talk.say("แดง", "#จัดหมวด", private=True)) == 2


def test_nothing_learnt_is_stored(talk: Talk) -> None:
    """The store holds notes and the facilitator's decisions; what notes taught is worked out from them."""
    _teach(talk)
    keys = {key.removeprefix(talk.keys.prefix) for key in talk.redis.scan_iter(match=f"{talk.keys.prefix}*")}
    talk.services.teaching.proposals(OFFICE)
    after = {key.removeprefix(talk.keys.prefix) for key in talk.redis.scan_iter(match=f"{talk.keys.prefix}*")}
    assert keys == after
    assert not any("filing_words" in key for key in after)


def test_every_category_can_be_reached_in_a_big_set(talk: Talk) -> None:
    """Fourteen don't fit under one message: a quick reply turns the page."""
    changes = Changes()
    people_store(talk.redis, changes, talk.keys).put_office(replace(OFFICE, taxonomy="expertise-14"))
    changes.keep(talk.redis)
    talk.say("แดง", f"#เคล็ดลับ {STRANGE}")
    talk.press("แดง", wording.OTHER_CATEGORIES)
    seen = set(_labels(talk))
    assert len(_labels(talk)) <= 13
    talk.press("แดง", wording.MORE_CATEGORIES)
    seen |= set(_labels(talk))
    every = taxonomy.load("expertise-14")
    shown = {label.rstrip("…") for label in seen}
    assert all(any(every.short_name(c.id).startswith(label) for label in shown) for c in every.categories)


def test_a_category_named_in_words_is_taken(talk: Talk) -> None:
    """By its teller, as a reply; a name that is none opens the choice, another member moves nothing."""
    talk.say("แดง", "#เคล็ดลับ ใช้สมุดสองเล่มเวลาปิดบัญชีกลุ่มออมทรัพย์", name="เรื่อง")
    assert talk.say("แดง", "ย้ายหมวดเป็น OTOP ค่ะ", quotes="เรื่อง") == [wording.moved("OTOP")]
    assert talk.kept()[0].categories[0].id == "otop"
    assert talk.say("แดง", "เปลี่ยนหมวดเป็นดวงจันทร์", quotes="เรื่อง") == [wording.CHOOSE_CATEGORY]
    assert talk.say("รุ่ง", "เปลี่ยนหมวดเป็นสัมมาชีพ", quotes="เรื่อง") == []
    assert talk.kept()[0].categories[0].id == "otop"


@pytest.mark.parametrize("said", ["ลบเคล็ดลับนี้", "ไม่ต้องเก็บแล้วค่ะ", "ยกเลิกที่จด", "เอาออกหน่อยครับ"])
def test_deleting_in_other_words_is_asked_once_more(talk: Talk, said: str) -> None:
    """However it is said; nothing goes before the second thought."""
    talk.say("แดง", "#เคล็ดลับ ใช้สมุดสองเล่มเวลาปิดบัญชีกลุ่มออมทรัพย์", name="เรื่อง")
    assert talk.say("แดง", said, quotes="เรื่อง") == [wording.DELETE_ASK]
    assert len(talk.kept()) == 1
