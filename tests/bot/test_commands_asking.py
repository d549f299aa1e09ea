"""classify, search, who, hear, export, forget: what an office knows, asked and taken out from a terminal."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from shell import Shell

from bot.store.changes import Changes
from bot.store.inbox import Inbox
from bot.store.keys import Keys
from bot.store.redis_stores import RedisNotes, RedisPeople
from knowledge.notes import Filed, Kind, Note
from knowledge.people import Member

TOLD = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


def lines(*things: dict[str, object]) -> str:
    return "".join(json.dumps(t, ensure_ascii=False) + "\n" for t in things)


def tell(shell: Shell, office: str, user_id: str, message: str, text: str, kind: Kind = "story") -> Note:
    """Keeps a note as the bot would."""
    changes = Changes()
    teller = RedisPeople(shell.redis, changes, Keys()).member_by_user(office, user_id)
    assert teller is not None
    day = timedelta(days=int(message[1:]))
    note = Note(
        id=f"n{message}",
        office_id=office,
        group_id="Cgroup",
        user_id=user_id,
        member_id=teller.id,
        kind=kind,
        text=text,
        message_ids=(message,),
        told_at=TOLD + day,
        categories=(Filed("cloth", 0.8, ("ย้อมคราม",)),),
    )
    RedisNotes(shell.redis, changes, Keys(), office).put(note)
    changes.keep(shell.redis)
    return note


@pytest.fixture
def office(shell: Shell) -> str:
    """An office whose two people have each told something."""
    made = shell.office()
    tell(shell, made, "U02", "m1", "ย้อมครามสีไม่ตก ให้แช่น้ำขี้เถ้าก่อนหนึ่งคืน แล้วผึ่งในร่ม", "tip")
    tell(shell, made, "U01", "m2", "ลูกหนี้ไม่มาประชุม เลยไปหาที่บ้านตอนเย็น คุยเรื่องผ่อนรายเดือนจนตกลงกันได้")
    return made


# ---------------------------------------------------------------- classify


def test_classify_answers_each_line_with_its_id(shell: Shell) -> None:
    """Best category first, with the words of the text that say so; nothing fitting is an abstention."""
    said = lines({"id": "a", "text": "วันนี้สอนย้อมครามและผ้าทอ"}, {"id": 7, "text": "สวัสดีตอนเช้า"})
    first, second = shell.done("classify", "--taxonomy", "ลอง-1", stdin=said).lines
    assert first["id"] == "a"
    assert first["categories"][0]["id"] == "cloth"
    assert "ย้อมคราม" in first["categories"][0]["evidence"]
    assert second == {"id": 7, "categories": [], "abstained": True}


def test_nothing_in_nothing_out(shell: Shell) -> None:
    """An empty input is no error."""
    assert shell.done("classify", "--taxonomy", "ลอง-1").out == ""


@pytest.mark.parametrize(
    ("bad", "says"),
    [
        (b"{not json}\n", "JSON"),
        (b"[1, 2]\n", "ออบเจ็กต์"),
        (b'{"id": "x"}\n', "text"),
        (b'{"id": "x", "text": 5}\n', "text"),
        (b'{"text": "x"}\n', "id"),
        (b'{"id": null, "text": "x"}\n', "id"),
        (b'{"id": "x", "text": "x", "user_id": 5}\n', "user_id"),
        (b'{"id": "x", "text": "\xff\xfe"}\n', "UTF-8"),
        (b"[" * 100_000 + b"\n", "JSON"),
    ],
)
def test_a_bad_line_is_named_and_nothing_is_answered(shell: Shell, bad: bytes, says: str) -> None:
    """All lines are read before the first is answered."""
    good = '{"id": "a", "text": "ผ้าทอ"}\n'.encode()
    line = shell.refused("classify", "--taxonomy", "ลอง-1", stdin=good + b"\n" + bad)
    assert "บรรทัด 3" in line
    assert says in line


def test_half_an_emoji_is_no_failure(shell: Shell) -> None:
    """JSON can carry lone surrogates; the answer is still UTF-8."""
    said = '{"id": "a", "text": "ผ้าทอ \\ud83d"}\n'
    assert shell.done("classify", "--taxonomy", "ลอง-1", stdin=said).lines[0]["abstained"] is False


def test_an_unknown_taxonomy_is_wrong_use(shell: Shell) -> None:
    """The line names those that there are."""
    assert "ลอง-1" in shell.refused("classify", "--taxonomy", "ไม่มี")


# ---------------------------------------------------------------- search, who


def test_search_finds_what_was_told(shell: Shell, office: str) -> None:
    """Note id, message ids and a snippet of its own words; also right after it was kept, with no worker running."""
    found = shell.done("search", "ย้อมครามยังไงให้สีไม่ตก", "--office", office, "--json").json
    assert [h["note_id"] for h in found["hits"]] == ["nm1"]
    assert found["hits"][0]["message_ids"] == ["m1"]
    assert "คราม" in found["hits"][0]["snippet"]
    tell(shell, office, "U01", "m3", "หม้อครามตาย แก้ด้วยน้ำมะขามเปียก")
    again = shell.done("search", "หม้อครามตาย", "--office", "สำนักงานทดสอบ", "--json").json
    assert again["hits"][0]["note_id"] == "nm3"


def test_search_answers_lines_in_order(shell: Shell, office: str) -> None:
    """One line each with its id; nothing found is an empty list."""
    asked = lines({"id": "q1", "text": "ค้นหา ย้อมคราม", "user_id": "U01"}, {"id": "q2", "text": "ซ่อมเครื่องปรับอากาศ"})
    first, second = shell.done("search", "-", "--office", office, stdin=asked).lines
    assert (first["id"], first["hits"][0]["note_id"]) == ("q1", "nm1")
    assert (second["id"], second["hits"]) == ("q2", [])


def test_who_names_people_with_evidence_but_never_the_asker(shell: Shell, office: str) -> None:
    """Declared words and notes speak for a person; who asks is not told about themselves."""
    asked = lines({"id": 1, "text": "ใครรู้เรื่องย้อมครามบ้าง"}, {"id": 2, "text": "ใครรู้เรื่องย้อมครามบ้าง", "user_id": "U02"})
    first, second = shell.done("who", "-", "--office", office, stdin=asked).lines
    best = first["experts"][0]
    assert (best["user_id"], best["full_name"]) == ("U02", "นางโท ตัวอย่าง")
    assert {"declared", "notes"} <= {e["kind"] for e in best["evidence"]}
    assert "U02" not in [e["user_id"] for e in second["experts"]]
    assert (first["topic"], first["abstained"]) == ("ย้อมคราม", False)


def test_people_read_sentences_not_json(shell: Shell, office: str) -> None:
    """Without --json the answer is for people."""
    assert "นางโท ตัวอย่าง" in shell.done("who", "ย้อมคราม", "--office", office).out
    assert "นางโท ตัวอย่าง" in shell.done("search", "ย้อมคราม", "--office", office).out


@pytest.mark.parametrize("query", ["", "   ", "ก" * 5001])
def test_a_query_that_is_none_is_refused(shell: Shell, office: str, query: str) -> None:
    """One line, exit code 2."""
    assert "คำถาม" in shell.refused("search", query, "--office", office)


# ---------------------------------------------------------------- hear


def test_hear_says_what_the_bot_would_do_and_keeps_nothing(shell: Shell, office: str) -> None:
    """Captures with their kind, questions with their topic, commands, and silence; the store stays as it was."""
    before = shell.done("export", "notes", "--office", office).out
    heard = shell.done(
        "hear",
        "--office",
        office,
        "--group",
        "Cgroup",
        stdin=lines(
            {"id": "a", "text": "#AAR งานวันนี้คนมาเกินคาด คราวหน้าเตรียมเก้าอี้เพิ่ม", "user_id": "U01"},
            {"id": "b", "text": "ใครรู้เรื่องย้อมครามบ้าง", "mention": True},
            {"id": "c", "text": "เที่ยงนี้กินอะไรดี", "user_id": "U02"},
            {"id": "d", "text": "#ช่วยเหลือ"},
        ),
    ).lines
    assert heard[0] == {"id": "a", "intent": "capture", "kind": "aar", "topic": None}
    assert (heard[1]["intent"], heard[1]["topic"]) == ("who", "ย้อมคราม")
    assert heard[2]["intent"] == "silence"
    assert heard[3]["intent"] not in {"silence", "capture"}
    assert shell.done("export", "notes", "--office", office).out == before


def test_hear_takes_thanks_for_talk_where_nobody_asked_anything(shell: Shell, office: str) -> None:
    """Thanks tell who helped only after a question; the group of `--group` counts as one of the office, linked or not,
    so a plain telling is what would be suggested for keeping."""
    told = (
        "ขอเล่าเรื่องเมื่อวาน ไปประชุมประชาคมหมู่ 3 คนมาแค่สิบคน เลยลองเปลี่ยนเป็นประชุมหลังทำบุญที่วัด "
        "คนมาเกือบร้อย สรุปว่าต้องไปหาเขาในที่ที่เขาอยู่แล้ว"
    )
    heard = shell.done(
        "hear", "--office", office, "--group", "Cnobody",
        stdin=lines(
            {"id": 1, "text": "ขอบคุณพี่แอ๋วมากค่ะ", "user_id": "U01"},
            {"id": 2, "text": "ขอบใจน้อง ๆ ทุกคนนะ พรุ่งนี้เจอกัน", "user_id": "U02"},
            {"id": 3, "text": told, "user_id": "U03"},
        ),
    ).lines  # fmt: skip
    assert [one["intent"] for one in heard] == ["silence", "silence", "suggest"]


# ---------------------------------------------------------------- export, forget


def test_export_notes_gives_everything_that_is_stored(shell: Shell, office: str) -> None:
    """One line a note, oldest first, with all that the contract names."""
    first, second = shell.done("export", "notes", "--office", office).lines
    assert (first["id"], second["id"]) == ("nm1", "nm2")
    assert first["kind"] == "tip"
    assert first["message_ids"] == ["m1"]
    assert first["user_id"] == "U02"
    assert first["group_id"] == "Cgroup"
    assert datetime.fromisoformat(first["told_at"]) == TOLD + timedelta(days=1)
    assert first["categories"] == [{"id": "cloth", "score": 0.8, "evidence": ["ย้อมคราม"]}]
    assert "ขี้เถ้า" in first["text"]


def test_export_experts_gives_every_member_with_evidence(shell: Shell, office: str) -> None:
    """Declared expertise and what was told, counted."""
    by_user = {m["user_id"]: m for m in shell.done("export", "experts", "--office", office).lines}
    assert by_user["U02"]["evidence"]["declared"] == ["ผ้าทอ", "ย้อมคราม"]
    assert by_user["U02"]["evidence"]["note_ids"] == ["nm1"]
    assert by_user["U02"]["evidence"]["by_category"] == {"cloth": 1}


def test_forget_leaves_nothing_of_a_person(shell: Shell, office: str) -> None:
    """Notes, LINE id and name, declared words, waiting events and open questions go; others' things stay, and no
    key or value of the store names the person's LINE id any more."""
    inbox = Inbox(shell.redis)
    raw = {"webhookEventId": "e1", "source": {"userId": "U02", "groupId": "Cgroup"}, "message": {"text": "ลับ"}}
    inbox.put([raw], 0)
    waiting = inbox.read(dict.fromkeys(range(16), "0"), count=5, block_ms=1)
    inbox.give_up(waiting[0], "ValueError", TOLD)
    shell.redis.set(Keys().dialog(f"o:{office}", "Cgroup", "U02"), "{}", ex=100)
    said = shell.done("forget", "U02", "--office", office, "--json").json
    assert (said["notes"], said["member"], said["events"], said["dialogs"]) == (["nm1"], "unlinked", 1, 1)
    assert [n["id"] for n in shell.done("export", "notes", "--office", office).lines] == ["nm2"]
    left = {m["full_name"]: m for m in shell.done("export", "experts", "--office", office).lines}
    assert (left["นางโท ตัวอย่าง"]["user_id"], left["นางโท ตัวอย่าง"]["evidence"]["declared"]) == (None, [])
    assert left["นายเอก ทดสอบ"]["user_id"] == "U01"
    assert shell.done("search", "ย้อมคราม", "--office", office, "--json").json["hits"] == []
    shell.done("backup", str(shell.folder / "b"))
    import gzip

    assert b"U02" not in gzip.decompress((shell.folder / "b").read_bytes())
    assert shell.redis.get(Keys().erase()) == "1"


def test_forget_takes_the_roster_entry_too_when_asked(shell: Shell, office: str) -> None:
    """--roster also erases the office's own entry; a person known from LINE only goes in any case."""
    changes = Changes()
    RedisPeople(shell.redis, changes, Keys()).put_member(
        office, Member("m9", "พี่ไก่", display_name="พี่ไก่", user_id="U09")
    )
    changes.keep(shell.redis)
    assert shell.done("forget", "U02", "--office", office, "--roster", "--json").json["member"] == "removed"
    assert shell.done("forget", "U09", "--office", office, "--json").json["member"] == "removed"
    assert [m["user_id"] for m in shell.done("export", "experts", "--office", office).lines] == ["U01"]


def test_forgetting_nobody_is_a_failure(shell: Shell, office: str) -> None:
    """A mistyped id must not look like a request that was met."""
    ran = shell("forget", "U99", "--office", office)
    assert (ran.code, ran.out) == (1, "")
    assert "ไม่มีอะไรถูกลบ" in ran.err
