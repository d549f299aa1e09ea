"""office taxonomy, taxonomy diff --office: the set of an office over the years."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from shell import Shell

from bot.services import Services, note_store
from bot.store.changes import Changes
from knowledge.notes import Filed, Note


def _note(office: str, n: int, text: str, category: str) -> Note:
    at = datetime(2026, 11, 1, 2, tzinfo=UTC)
    filed = (Filed(category, 1.0),)
    return Note(f"n{n}", office, "C1", f"U{n}", f"m{n}", "tip", text, (str(n),), at, filed, corrected=True)


def _new_set(shell: Shell) -> None:
    shell.done("taxonomy", "copy", "ลอง-1", "ลอง-70", "--fiscal-year", "2570")
    file = shell.folder / "data" / "taxonomies" / "ลอง-70.toml"
    text = file.read_text("utf-8").replace('id = "cloth"', 'id = "weaving"').replace('"ผ้า"', '"ผ้าทอมือ"')
    file.write_text(text, encoding="utf-8")


def test_an_office_moves_to_next_years_set(shell: Shell) -> None:
    """Old notes keep their label and its name; ids, names or a file say what became what; a dry run changes nothing."""
    office = shell.office()
    _new_set(shell)
    dry = shell.done("office", "taxonomy", office, "ลอง-70", "--dry-run", "--json").json
    assert (dry["became"], dry["ended"]) == ({"loans": "loans"}, ["cloth"])
    assert shell.done("office", "list", "--json").json["offices"][0]["taxonomy"] == "ลอง-1"
    (shell.folder / "map.csv").write_bytes("หมวดเดิม,หมวดใหม่\r\nผ้า,weaving\r\n".encode("cp874"))
    moved = shell.done("office", "taxonomy", office, "ลอง-70", "--map", str(shell.folder / "map.csv"), "--json").json
    assert (moved["became"]["cloth"], moved["fiscal_year"]) == ("weaving", 2570)
    with_desk = shell.done("office", "list", "--json").json["offices"][0]
    assert (with_desk["taxonomy"], with_desk["fiscal_year"]) == ("ลอง-70", 2570)
    from bot.commands.context import desk

    with desk() as at:
        own = at.services.teaching.of(at.office(office)).taxonomy
        assert own.short_name("cloth") == "ผ้า"
        assert own.short_name("weaving") == "ผ้าทอมือ"


def test_a_wrong_map_changes_nothing(shell: Shell) -> None:
    """One line that names the row or the category."""
    office = shell.office()
    _new_set(shell)
    for text, says in (("ผ้า\n", "แถว 1"), ("ผ้า,ไม่มี\n", "ไม่มีหมวด"), ("เงินกู้,weaving\n", "รหัส")):
        (shell.folder / "map.csv").write_text(text, encoding="utf-8")
        said = shell.refused("office", "taxonomy", office, "ลอง-70", "--map", str(shell.folder / "map.csv"))
        assert says in said
    assert shell.done("office", "list", "--json").json["offices"][0]["taxonomy"] == "ลอง-1"


def test_what_an_office_learnt_is_shown_as_a_difference(shell: Shell) -> None:
    """Weights that corrections moved, and words of several people."""
    office = shell.office()
    assert shell.done("taxonomy", "diff", "ลอง-1", "--office", office, "--json").json["differences"] == []
    assert "--office" in shell.refused("taxonomy", "diff", "ลอง-1")
    from bot.commands.context import desk

    with desk() as at:
        changes = Changes()
        notes = note_store(at.redis, office, changes, at.keys)
        for n in range(3):
            notes.put(_note(office, n, "กี่กระตุกเส้นพุ่งขาดบ่อย", "cloth"))
            notes.put(_note(office, n + 10, "ค่างวดล่าช้าต้องเตือน", "loans"))
        changes.keep(at.redis)
    found = shell.done("taxonomy", "diff", "ลอง-1", "--office", office, "--json").json["differences"]
    assert {(d["category"], d["before"]) for d in found} == {("cloth", ""), ("loans", "")}


def test_a_changed_file_is_read_again_and_a_broken_one_is_not(shell: Shell) -> None:
    """The worker takes an officer's change with the next note, and keeps on with what it knew when the file breaks."""
    from bot.commands.context import desk

    file = shell.folder / "data" / "taxonomies" / "ลอง-1.toml"
    with desk() as at:
        services: Services = at.services
        office = replace(at.people.offices()[0], taxonomy="ลอง-1") if at.people.offices() else None
        assert office is None
        assert services.taxonomies.classifier("ลอง-1").classify("เครื่องรีดเส้น เครื่องรีดเส้น").abstained
        file.write_text(file.read_text("utf-8").replace('"ผ้าทอ"', '"ผ้าทอ", "เครื่องรีดเส้น"'), encoding="utf-8")
        assert services.taxonomies.classifier("ลอง-1").classify("เครื่องรีดเส้น").categories[0].id == "cloth"
        file.write_text("id = ", encoding="utf-8")
        assert services.taxonomies.classifier("ลอง-1").classify("เครื่องรีดเส้น").categories[0].id == "cloth"


def test_a_backup_carries_the_offices_own_sets(shell: Shell) -> None:
    """Restored on a new machine, the office files as before; what lay there stays beside it."""
    office = shell.office()
    file = shell.folder / "data" / "taxonomies" / "ลอง-1.toml"
    text = file.read_text("utf-8")
    shell.done("backup", str(shell.folder / "b.gz"))
    file.write_text(text.replace("ผ้าทอ", "ผ้าไหม"), encoding="utf-8")
    shell.done("restore", str(shell.folder / "b.gz"), "--force")
    assert file.read_text("utf-8") == text
    assert "ผ้าไหม" in file.with_name("ลอง-1.toml.before").read_text("utf-8")
    file.unlink()
    shell.done("restore", str(shell.folder / "b.gz"), "--force")
    assert shell.done("taxonomy", "diff", "ลอง-1", "--office", office, "--json").json["differences"] == []
