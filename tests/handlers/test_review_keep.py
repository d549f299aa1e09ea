"""The way out of a guided review that nobody wanted: the words behind the mark are kept as a telling after all."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from bot.store.changes import Changes
from bot.store.followups import RedisFollowUps
from bot.store.reviews import RedisReviews
from bot.store.silent_reviews import nudge_silent
from handlers import wording
from tests import line
from tests.talk import OFFICE, Talk

SHORT = "ประชุมประชาคมหมู่บ้าน"
LONG = "ซ่อมถนนหินคลุกเกรดเดอร์เข้าวันพุธ"
"""A telling that nothing in its words tells from a name."""


def labels(talk: Talk) -> list[str]:
    items: list[dict[str, Any]] = talk.line.heard[-1].get("quickReply", {}).get("items", [])
    return [item["action"]["label"] for item in items]


def open_reviews(talk: Talk) -> list[str]:
    return [r.job for r in RedisReviews(talk.redis, Changes(), talk.keys, OFFICE.id).unfinished(line.GROUP)]


def test_one_press_keeps_what_was_told_as_if_it_had_been_taken_for_a_telling(talk: Talk) -> None:
    """Same author, time, message, kind, category and line as the capture of those words; the dialogue is over."""
    talk.say("แดง", "#AAR " + LONG + " ค่ะ")
    said = talk.events[f"#AAR {LONG} ค่ะ"]
    talk.now += timedelta(minutes=5)
    (line_,) = talk.press("แดง", wording.REVIEW_KEEP)
    assert line_.startswith("เก็บ AAR ของแดงแล้วค่ะ")
    (note,) = talk.kept()
    assert note.message_ids == (said["message"]["id"],)
    assert int(note.told_at.timestamp() * 1000) == said["timestamp"]
    assert (note.kind, note.member_id, note.user_id, note.group_id) == ("aar", "m2", "Uแดง", line.GROUP)
    assert note.text == LONG + " ค่ะ"
    assert open_reviews(talk) == []
    assert talk.say("รุ่ง", "คาดว่าจะเสร็จก่อนฝน") == []
    assert len(talk.kept()) == 1
    told = talk.say("แดง", f"#AAR {LONG} ค่ะ\nผล: เสร็จ\nครั้งหน้า: จองเครื่องก่อน")
    assert [line_.split("·")[0], *talk.kept()[0].categories] == [told[0].split("·")[0], *talk.kept()[1].categories]
    talk.edit(f"#AAR {LONG} ค่ะ", "#AAR ซ่อมถนนเสร็จ ครั้งหน้าจะจองเกรดเดอร์ก่อน", later=900)
    assert any("จองเกรดเดอร์" in f.text for f in RedisFollowUps(talk.redis, Changes(), talk.keys, OFFICE.id).all())


def test_the_button_stands_on_the_first_question_of_a_hashtag_with_text_only(talk: Talk) -> None:
    """Not under later questions, and not where the job was asked for; taken up without answers it stands again."""
    talk.say("ใจ", f"#BAR {SHORT}")
    assert wording.REVIEW_KEEP in labels(talk)
    talk.say("ใจ", "พักไว้")
    talk.say("รุ่ง", "#BAR ต่อ")
    assert wording.REVIEW_KEEP in labels(talk)
    talk.say("ใจ", "ต่อไป")
    assert wording.REVIEW_KEEP not in labels(talk)
    talk.say("ใจ", "ยกเลิก")
    talk.say("ใจ", "#BAR")
    talk.say("ใจ", SHORT)
    assert open_reviews(talk) == [SHORT]
    assert wording.REVIEW_KEEP not in labels(talk)


def test_only_who_called_for_it_and_only_while_nobody_has_answered(talk: Talk) -> None:
    """Others' answers are never dropped by it."""
    talk.say("ใจ", f"#AAR {SHORT}")
    card = list(talk.line.heard)
    assert talk.press("แดง", wording.REVIEW_KEEP) == [wording.REVIEW_KEEP_NOT_YOURS]
    talk.say("แดง", "คาดว่าจะมาครบทุกคุ้ม")
    talk.line.heard += card
    talk._from = len(talk.line.heard) - len(card)
    assert talk.press("ใจ", wording.REVIEW_KEEP) == [wording.review_answered(1)]
    assert (talk.kept(), open_reviews(talk)) == ([], [SHORT])


def test_ending_it_unanswered_offers_the_button_where_more_than_a_name_was_said(talk: Talk) -> None:
    """Cancelled or ended: the words wait for an hour, sealed; a plain name is simply dropped."""
    ends = (("ยกเลิก", wording.REVIEW_DROPPED, LONG), ("จบ", wording.NOTHING_ANSWERED, LONG.replace("พุธ", "ศุกร์")))
    for word, ended, told in ends:
        talk.say("ใจ", f"#AAR {SHORT}")
        assert talk.say("ใจ", word) == [ended]
        talk.say("แดง", f"#AAR {told}")
        assert talk.say("แดง", word) == [wording.review_keep_offer(ended)]
        assert told not in talk.everything()
        (line_,) = talk.press("แดง", wording.REVIEW_KEEP)
        assert line_.startswith("เก็บ AAR ของแดงแล้วค่ะ")
        assert told in [n.text for n in talk.kept()]


def test_words_taken_back_are_not_kept_by_the_button(talk: Talk) -> None:
    """Neither while the review is open nor after it was cancelled."""
    for cancelled in (False, True):
        talk.say("แดง", f"#AAR {LONG}")
        if cancelled:
            talk.say("แดง", "ยกเลิก")
        card, at = list(talk.line.heard), talk._from
        talk.unsend(f"#AAR {LONG}")
        talk.line.heard[:], talk._from = card, at
        assert talk.press("แดง", wording.REVIEW_KEEP) == [wording.REVIEW_KEEP_OVER]
        assert talk.kept() == []
        assert LONG not in talk.everything()


def test_the_newest_edit_is_what_is_kept(talk: Talk) -> None:
    """Also where it reads as a telling and no longer as a name; personal numbers are masked."""
    talk.say("แดง", f"#AAR {SHORT}")
    card, at = list(talk.line.heard), talk._from
    talk.edit(f"#AAR {SHORT}", "#AAR ประชุมประชาคม คนมาน้อย โทร 0812345678")
    talk.line.heard[:], talk._from = card, at
    talk.press("แดง", wording.REVIEW_KEEP)
    (note,) = talk.kept()
    assert note.text.startswith("ประชุมประชาคม คนมาน้อย")
    assert "0812345678" not in talk.everything()


def test_a_review_that_fell_silent_tells_its_caller_of_the_button(talk: Talk) -> None:
    """In private, where more than a name was said and nobody answered."""
    talk.say("แดง", f"#AAR {LONG}")
    talk.now += timedelta(minutes=31)
    assert nudge_silent(talk.redis, talk.keys, talk.now) == 1
    first, *_ = talk.say("แดง", "สวัสดีครับ", private=True)
    assert first.endswith(f"กด “{wording.REVIEW_KEEP}”")
    talk.say("แดง", "#AAR ต่อ")
    talk.press("แดง", wording.REVIEW_KEEP)
    assert [n.text for n in talk.kept()] == [LONG]


def test_alone_with_the_bot_it_is_kept_as_ones_own(talk: Talk) -> None:
    """What is told in 1:1 belongs to no group."""
    talk.say("แดง", f"#DAR {SHORT}", private=True)
    (line_,) = talk.press("แดง", wording.REVIEW_KEEP, private=True)
    assert line_.startswith("เก็บ DAR ของแดงแล้วค่ะ")
    assert [n.group_id for n in talk.kept()] == [""]
