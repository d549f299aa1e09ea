"""Where the office knows nobody, people of other offices of the province that share are named."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.services import note_store, people_store
from bot.store.changes import Changes
from bot.store.redis_stores import RedisRules
from handlers import wording
from knowledge.notes import Note
from knowledge.people import Member, Office
from knowledge.rules import Rules
from tests.talk import OFFICE, Talk

NEAR = Office("o2", "สพอ.ดอยหลวง", "cdd-2561", 2570, "WXYZ-6789", "เชียงราย")
TOLD = "ไล่ผีเสื้อกลางคืนด้วยกับดักแสงไฟ วางห่างแปลงสิบเมตร"
ASKED, TOPIC = "ใครรู้เรื่องปั้นเตาชีวมวลบ้าง", "ปั้นเตาชีวมวล"


@pytest.fixture
def province(talk: Talk) -> Talk:
    """Two offices of one province that share."""
    changes = Changes()
    people, rules = people_store(talk.redis, changes, talk.keys), RedisRules(talk.redis, changes, talk.keys)
    people.put_office(replace(OFFICE, province="เชียงราย"))
    people.put_office(NEAR)
    smith = Member("x1", "นางคำ ป่าไผ่", "คำ", "นักวิชาการ", expertise=(TOPIC,), user_id="Uคำ", display_name="คำแปง")
    people.put_member(NEAR.id, replace(smith, consented_at=talk.now))
    note_store(talk.redis, NEAR.id, changes, talk.keys).put(
        Note("nx", NEAR.id, "Cx", "Uคำ", "x1", "tip", TOLD, ("x",), talk.now)
    )
    for office in (OFFICE, NEAR):
        rules.put_rules(office.id, Rules(share_experts=True))
    changes.keep(talk.redis)
    talk.services.indexer.catch_up()
    return talk


def rule(talk: Talk, office: Office, share: bool) -> None:
    changes = Changes()
    RedisRules(talk.redis, changes, talk.keys).put_rules(office.id, Rules(share_experts=share))
    changes.keep(talk.redis)


def test_the_neighbour_is_named_with_office_and_reason(province: Talk) -> None:
    """By full name; without a button to their notes, which are not ours to show. It stays a gap of the own office."""
    (answer,) = province.say("ใจ", ASKED)
    assert answer.startswith(wording.elsewhere_title(TOPIC))
    assert "นางคำ ป่าไผ่\nสพอ.ดอยหลวง · ถนัด “ปั้นเตาชีวมวล” · นักวิชาการ" in answer
    assert "คำแปง" not in str(province.line.heard[-1])
    assert "postback" not in str(province.line.heard[-1])
    (gaps,) = province.say("ใจ", "#ช่องว่างความรู้")
    assert TOPIC in gaps


def test_only_a_count_of_what_was_told_crosses_over(province: Talk) -> None:
    """Who is asked about, and how often they told it; searching finds nothing of it."""
    (answer,) = province.say("ใจ", "ใครรู้เรื่องกับดักแสงไฟบ้าง")
    assert "สพอ.ดอยหลวง · เล่าเรื่องนี้ เมื่อ พ.ย. 69" in answer
    assert "สิบเมตร" not in str(province.line.heard[-1])
    assert province.say("ใจ", "ค้น กับดักแสงไฟ") == [wording.nothing_found("กับดักแสงไฟ")]


def test_the_own_office_comes_first(province: Talk) -> None:
    """Where a colleague can be asked, nobody else is named."""
    province.say("รุ่ง", f"#ถนัด {TOPIC}")
    (answer,) = province.say("ใจ", ASKED)
    assert "แดง" in answer
    assert "สพอ.ดอยหลวง" not in answer


@pytest.mark.parametrize("silent", [OFFICE, NEAR], ids=["this office", "the other office"])
def test_without_both_wishes_nobody_is_named(province: Talk, silent: Office) -> None:
    """Sharing is off by default, and takes two."""
    rule(province, silent, share=False)
    assert province.say("ใจ", ASKED) == [wording.nobody(TOPIC)]


@pytest.mark.parametrize("how", ["hide", "opt out", "forget"])
def test_who_wants_not_to_be_named_is_not(province: Talk, how: str) -> None:
    """By their own word in 1:1, at once and everywhere."""
    (card,) = province.say("คำ", "#บัตรของฉัน", private=True)
    assert wording.CARD_IS_SHARED in card
    if how == "hide":
        province.press("คำ", wording.CARD_HIDE, private=True)
    else:
        province.say("คำ", "#ไม่บันทึกฉัน" if how == "opt out" else "#ลืมฉัน", private=True)
        if how == "forget":
            province.press("คำ", wording.FORGET_YES, private=True)
    province.services.indexer.catch_up()
    assert province.say("ใจ", ASKED) == [wording.nobody(TOPIC)]
