"""How a telling is confirmed: a line, a mark, or not at all; a mark is enough for who has seen ten lines."""

from __future__ import annotations

from bot.store.changes import Changes
from bot.store.redis_stores import RedisRules
from handlers import wording
from knowledge.rules import Rules
from tests.talk import OFFICE, Talk

TELLING = "ทำบัญชีกลุ่มออมทรัพย์ให้ตรงกันทุกเดือน ให้เหรัญญิกกับประธานนับเงินพร้อมกันต่อหน้าสมาชิก ครั้งที่"


def rule(talk: Talk, rules: Rules) -> None:
    changes = Changes()
    RedisRules(talk.redis, changes, talk.keys).put_rules(OFFICE.id, rules)
    changes.keep(talk.redis)


def category(talk: Talk) -> str:
    return talk.services.taxonomies.taxonomy("cdd-2561").short_name("fund")


def test_after_ten_lines_a_mark_is_enough(talk: Talk) -> None:
    """Each person counts alone; the button to correct stays under the mark."""
    for each in range(10):
        assert talk.say("แดง", f"#เคล็ดลับ {TELLING} {each}") == [wording.kept("tip", "แดง", category(talk))]
    assert talk.say("แดง", f"#เคล็ดลับ {TELLING} 10") == [wording.kept_mark(category(talk))]
    assert talk.press("แดง", wording.CHANGE_CATEGORY) == [wording.CHOOSE_CATEGORY]
    assert talk.say("รุ่ง", f"#เคล็ดลับ {TELLING} ของรุ่ง") == [wording.kept("tip", "แดง", category(talk))]


def test_an_office_may_want_marks_only_or_nothing(talk: Talk) -> None:
    """It is kept all the same."""
    rule(talk, Rules(confirm="mark"))
    assert talk.say("แดง", f"#เคล็ดลับ {TELLING} 1") == [wording.kept_mark(category(talk))]
    rule(talk, Rules(confirm="none"))
    assert talk.say("แดง", f"#เคล็ดลับ {TELLING} 2") == []
    assert len(talk.kept()) == 2


def test_what_is_masked_is_said_also_where_nothing_is_confirmed(talk: Talk) -> None:
    """A number that was hidden is no matter of taste; and so is the line on what is kept, the first time."""
    rule(talk, Rules(confirm="none"))
    (answer,) = talk.say("แดง", f"#เคล็ดลับ {TELLING} โทร 081-234-5678")
    assert answer == wording.masked(("phone",))
    assert talk.say("ใหม่", f"#เคล็ดลับ {TELLING} 9") == [wording.CONSENT]
