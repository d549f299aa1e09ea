"""office, roster: an office comes into being, gets its people and its groups."""

from __future__ import annotations

from pathlib import Path

import pytest
from shell import ROSTER, Shell

from bot.commands.rule_values import READERS
from bot.store.changes import Changes
from bot.store.keys import Keys
from bot.store.redis_stores import RedisPeople
from knowledge.people import Member


def people(shell: Shell) -> RedisPeople:
    return RedisPeople(shell.redis, Changes(), Keys())


def test_an_office_is_added_with_an_invitation_code(shell: Shell) -> None:
    """`office add` keeps the office and prints its id and the code that #เชื่อม takes."""
    made = shell.done("office", "add", "  สพอ.ตัวอย่าง  ", "--taxonomy", "ลอง-1", "--fiscal-year", "2569", "--json").json
    kept = people(shell).office_by_code(made["code"])
    assert kept is not None
    assert (kept.id, kept.name, kept.taxonomy, kept.fiscal_year) == (made["id"], "สพอ.ตัวอย่าง", "ลอง-1", 2569)


def test_people_are_told_what_to_type_in_the_group(shell: Shell) -> None:
    """Without --json the next step stands in the answer."""
    said = shell.done("office", "add", "สำนักงานทดสอบ", "--taxonomy", "ลอง-1").out
    code = shell.done("office", "list", "--json").json["offices"][0]["code"]
    assert f"#เชื่อม {code}" in said


def test_the_fiscal_year_is_this_one_by_default(shell: Shell) -> None:
    """From 1 October on it is the next Buddhist year."""
    shell.monkeypatch.setenv("LIKHIT_NOW", "2025-10-01T08:00:00+07:00")
    made = shell.done("office", "add", "สำนักงานทดสอบ", "--taxonomy", "ลอง-1", "--json").json
    assert made["fiscal_year"] == 2569


@pytest.mark.parametrize(
    ("argv", "says"),
    [
        (("office", "add", "ก", "--taxonomy", "ไม่มี"), "ลอง-1"),
        (("office", "add", " ", "--taxonomy", "ลอง-1"), "ชื่อหน่วยงาน"),
        (("office", "add", "ก"), "--taxonomy"),
        (("office", "add", "ก", "--taxonomy", "ลอง-1", "--fiscal-year", "2026"), "--fiscal-year"),
        (("office", "link", "ไม่มี", "--group", "C1"), "ไม่พบหน่วยงาน"),
        (("office",), "add, link, list"),
    ],
)
def test_wrong_use_is_one_line_that_names_what_to_mend(shell: Shell, argv: tuple[str, ...], says: str) -> None:
    """Exit code 2, one line, nothing kept."""
    assert says in shell.refused(*argv)
    assert list(shell.redis.scan_iter(match="lk:*")) == []


def test_two_offices_cannot_have_one_name(shell: Shell) -> None:
    """Commands take an office by its name, so a name stands for one."""
    shell.office("สำนักงานทดสอบ")
    assert "อยู่แล้ว" in shell.refused("office", "add", "สำนักงานทดสอบ", "--taxonomy", "ลอง-1")


def test_a_group_is_linked_by_office_name_or_id(shell: Shell) -> None:
    """Linking twice is harmless; a group of another office is only moved when told to."""
    first, second = shell.office("สำนักงานหนึ่ง"), shell.office("สำนักงานสอง")
    shell.done("office", "link", "สำนักงานหนึ่ง", "--group", "Cgroup")
    assert shell.done("office", "link", first, "--group", "Cgroup", "--json").json["already"] is True
    assert "--move" in shell.refused("office", "link", second, "--group", "Cgroup")
    shell.done("office", "link", second, "--group", "Cgroup", "--move")
    groups = {o["id"]: o["groups"] for o in shell.done("office", "list", "--json").json["offices"]}
    assert groups == {first: [], second: ["Cgroup"]}


# ---------------------------------------------------------------- roster


def test_a_roster_is_brought_in_once(shell: Shell) -> None:
    """The same file a second time doubles nobody and keeps ids; a changed one brings people up to date."""
    office = shell.office()
    before = {m.full_name: m for m in people(shell).members(office)}
    file = shell.folder / "again.csv"
    file.write_text(ROSTER.replace("นักจัดการงานทั่วไป", "หัวหน้าสำนักปลัด").replace("U02", ""), encoding="utf-8")
    said = shell.done("roster", "import", str(file), "--office", office, "--json").json
    assert (said["added"], said["updated"], said["unchanged"]) == (0, 1, 1)
    after = people(shell).member_by_user(office, "U02")
    assert after is not None
    assert (after.id, after.position) == (before["นางโท ตัวอย่าง"].id, "หัวหน้าสำนักปลัด")
    assert len(people(shell).members(office)) == 2


def test_bad_rows_are_listed_with_their_line(shell: Shell) -> None:
    """Good rows are kept, bad ones named; the command has done its work (exit code 0)."""
    office = shell.office()
    file = shell.folder / "some.csv"
    file.write_text("ชื่อ-สกุล,ตำแหน่ง,ปีเกษียณ\n,นิติกร,\nนายตรี ดี,นายช่าง,เมื่อไรก็ได้\n", encoding="utf-8")
    said = shell.done("roster", "import", str(file), "--office", office, "--json").json
    assert said["bad_rows"] == [{"line": 2, "reason": "ไม่มีชื่อ-สกุล"}]
    assert [r["line"] for r in said["remarks"]] == [3]
    assert (said["added"], said["not_in_file"]) == (1, 2)
    assert "บรรทัด 2: ไม่มีชื่อ-สกุล" in shell.done("roster", "import", str(file), "--office", office).out


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("none.csv", None, "เปิด"),
        ("empty.csv", b"", "ว่างเปล่า"),
        ("noname.csv", "รหัส,แผนก\n1,คลัง\n".encode(), "หัวตาราง"),
        ("picture.png", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x01\x02\x03", "ตาราง"),
        ("broken.xlsx", b"PK\x03\x04 cut off", "เสียหาย"),
        ("page.xls", b"<html><table><tr><td>x</td></tr></table></html>", ""),
    ],
)
def test_files_that_are_no_roster_change_nothing(shell: Shell, name: str, content: bytes | None, says: str) -> None:
    """One line, exit code 2, and the office as it was."""
    office = shell.office()
    before = people(shell).members(office)
    file: Path = shell.folder / name
    if content is not None:
        file.write_bytes(content)
    assert says in shell.refused("roster", "import", str(file), "--office", office)
    assert people(shell).members(office) == before


# ---------------------------------------------------------------- rules


def test_an_offices_rules_are_shown_and_set(shell: Shell) -> None:
    """What isn't named stays; `-` takes a limit off again; values read as they are shown."""
    office = shell.office()
    assert "retention_days=-" in shell.done("office", "rules", office).out
    said = shell.done("office", "rules", office, "retention_days=365", "quiet_from=7.30", "warn_days=7,30,15").out
    assert {"retention_days=365", "quiet_from=07:30", "warn_days=30,15,7", "quiet_until=08:00"} <= set(said.split("\n"))
    again = shell.done("office", "rules", office, "retention_days=-", "award=yes", "digest_at=-", "--json").json
    assert again == shell.done("office", "rules", office, "--json").json
    assert (again["rules"]["retention_days"], again["rules"]["award"], again["rules"]["digest_at"]) == (None, True, "")
    assert again["rules"]["warn_days"] == [30, 15, 7]


def test_what_is_shown_can_be_typed_again(shell: Shell) -> None:
    """Each line of the answer is an assignment that changes nothing; every rule can be set."""
    office = shell.office()
    shell.done("office", "rules", office, "confirm=mark", "retention_days=730", "warn_days=-")
    lines = shell.done("office", "rules", office).out.splitlines()
    assert sorted(line.partition("=")[0] for line in lines) == sorted(READERS)
    assert shell.done("office", "rules", office, *lines).out.splitlines() == lines


@pytest.mark.parametrize(
    "assignment",
    [
        *("retention_days=0", "retention_days=หนึ่งปี", "retention_days=-5", "confirm=loud", "quiet_from=25:00"),
        *("digest_at=monday", "digest_at=61 8 * * 1", "talk_budget=1.5", "warn_days=7,,3", "award=maybe"),
        *("unknown=1", "retention_days", "=5"),
    ],
)
def test_a_rule_that_cannot_be_read_changes_nothing(shell: Shell, assignment: str) -> None:
    """One line that says what would do, and nothing half done: the good one beside it isn't kept either."""
    office = shell.office()
    before = shell.done("office", "rules", office).out
    assert shell.refused("office", "rules", office, "talk_budget=1", assignment)
    assert shell.done("office", "rules", office).out == before


def test_an_office_has_a_province(shell: Shell) -> None:
    """Said when it is added or later, as people write it; a name that is none is refused, `-` takes it back."""
    made = shell.done(
        "office", "add", "สพอ.ตัวอย่าง", "--taxonomy", "ลอง-1", "--province", "จ. แพร่", "--json"
    ).json
    assert made["province"] == "แพร่"
    assert shell.done("office", "province", "สพอ.ตัวอย่าง", "น่าน", "--json").json["province"] == "น่าน"
    assert "ไม่รู้จักจังหวัด" in shell.refused("office", "province", "สพอ.ตัวอย่าง", "นาน")
    kept = people(shell).office(made["id"])
    assert kept is not None
    assert kept.province == "น่าน"
    assert shell.done("office", "province", "สพอ.ตัวอย่าง", "-", "--json").json["province"] is None


def test_who_asks_the_province_where_offices_share(shell: Shell) -> None:
    """`who` names people of other offices apart from the own ones, with office and reason, when all agreed to it."""
    for name in ("สพอ.หนึ่ง", "สพอ.สอง"):
        shell.done("office", "add", name, "--taxonomy", "ลอง-1", "--province", "น่าน")
    changes = Changes()
    store = RedisPeople(shell.redis, changes, Keys())
    (second,) = (o for o in store.offices() if o.name == "สพอ.สอง")
    store.put_member(second.id, Member("m1", "นายไม้ ไผ่งาม", expertise=("จักสานไม้ไผ่",)))
    changes.keep(shell.redis)
    asked = ("who", "จักสานไม้ไผ่", "--office", "สพอ.หนึ่ง")
    assert "elsewhere" not in shell.done(*asked, "--json").json
    for name in ("สพอ.หนึ่ง", "สพอ.สอง"):
        shell.done("office", "rules", name, "share_experts=yes")
    found = shell.done(*asked, "--json").json
    assert (found["experts"], found["abstained"]) == ([], True)
    (near,) = found["elsewhere"]
    assert (near["office_name"], near["full_name"]) == ("สพอ.สอง", "นายไม้ ไผ่งาม")
    assert "นายไม้ ไผ่งาม สพอ.สอง · ถนัด “จักสานไม้ไผ่”" in shell.done(*asked).out
