"""taxonomy export | import: an officer edits the set in Excel."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest
import xlsxwriter
from shell import Shell

from bot.taxonomy_files import BEFORE, read_table, write_table
from knowledge import taxonomy
from knowledge.taxonomy_rows import COLUMNS


@pytest.mark.parametrize("kind", ["xlsx", "csv", "toml"])
@pytest.mark.parametrize("named", ["cdd-2561", "expertise-14"])
def test_out_and_in_again_is_the_same_set(tmp_path: Path, named: str, kind: str) -> None:
    """The round trip through a real file loses nothing."""
    before = taxonomy.load(named)
    write_table(before, tmp_path / f"x.{kind}")
    assert read_table(tmp_path / f"x.{kind}")[0] == before


def test_words_that_excel_would_change_stay_words(tmp_path: Path) -> None:
    """Formulas, addresses, years and leading zeros are text."""
    words = {"=SUM(A1)": 2.0, "https://a.th": 2.0, "2569": 3.0, "007": 2.0, "+66": 2.0}
    before = taxonomy.Taxonomy("x", "x", (taxonomy.Category("a", "ก", (), words),))
    write_table(before, tmp_path / "x.xlsx")
    assert read_table(tmp_path / "x.xlsx")[0] == before


def test_a_set_is_exported_changed_and_imported(shell: Shell) -> None:
    """A set of last year becomes this year's under a new id; nothing is overwritten without being asked to."""
    file = shell.folder / "ชุด.csv"
    assert shell.done("taxonomy", "export", "ลอง-1", str(file), "--json").json["categories"] == 2
    file.write_text(file.read_text("utf-8-sig").replace("สัญญากู้", "สัญญายืม"), encoding="utf-8")
    assert "--replace" in shell.refused("taxonomy", "import", str(file))
    made = shell.done("taxonomy", "import", str(file), "--id", "ลอง-2", "--json").json
    assert (made["id"], Path(made["file"]).name) == ("ลอง-2", "ลอง-2.toml")
    changed = shell.done("taxonomy", "diff", "ลอง-1", "ลอง-2", "--json").json["differences"]
    assert {d["word"] for d in changed} == {"สัญญากู้", "สัญญายืม", "ทำสัญญากู้กับกลุ่มแม่บ้าน", "ทำสัญญายืมกับกลุ่มแม่บ้าน"}
    replaced = shell.done("taxonomy", "import", str(file), "--replace", "--json").json
    assert replaced["changes"] == 4
    kept = Path(replaced["file"])
    assert "สัญญากู้" in kept.with_name(kept.name + BEFORE).read_text("utf-8")
    assert shell.done("taxonomy", "show", "--json").json["taxonomies"][-1]["id"] == "ลอง-2"


@pytest.mark.parametrize("encoding", ["cp874", "utf-16", "utf-8-sig"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_as_excel_saves_it(tmp_path: Path, encoding: str, delimiter: str) -> None:
    """Thai Excel writes Windows-874, other ones UTF-16 with tabs, or semicolons."""
    lines = [("รหัสชุด", "own"), COLUMNS, ("fund", "กองทุน", "คำสำคัญ", "ทวงหนี้", "2")]
    path = tmp_path / "x.csv"
    path.write_bytes("\r\n".join(delimiter.join(line) for line in lines).encode(encoding))
    assert read_table(path)[0].categories[0].keywords == {"ทวงหนี้": 2.0}


def test_toml_saved_as_windows_874_is_kept_as_utf_8(shell: Shell) -> None:
    """Notepad and Excel of Thai offices; comments of the file stay."""
    text = '# ของเรา\nid = "own"\nname = "ของเรา"\n[[category]]\nid = "a"\nname = "ก"\nkeywords = ["ทวงหนี้"]\n'
    (shell.folder / "own.toml").write_bytes(text.encode("cp874"))
    made = shell.done("taxonomy", "import", str(shell.folder / "own.toml"), "--json").json
    assert Path(made["file"]).read_text("utf-8") == text


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("x.csv", "รหัสชุด,own\n" + ",".join(COLUMNS) + "\nfund,ก,คำสำคัญ,ก,\n", "แถว 3"),
        ("x.csv", "ก,ข\n1,2\n", "หัวตาราง"),
        ("x.csv", "", "ว่างเปล่า"),
        ("x.xlsx", "ไม่ใช่ Excel", "Excel"),
        ("x.toml", "id = \n", "x.toml:1"),
        ("x.csv", codecs.BOM_UTF8.decode() + "รหัสชุด,../x\n" + ",".join(COLUMNS) + "\na,ก,หมวด,,\n", "รหัสชุด"),
    ],
)
def test_a_file_with_a_mistake_changes_nothing(shell: Shell, name: str, content: str, says: str) -> None:
    """One line with the place, exit code 2, and the folder is as before."""
    own = shell.folder / "data" / "taxonomies"
    before = sorted(p.name for p in own.iterdir())
    (shell.folder / name).write_text(content, encoding="utf-8")
    assert says in shell.refused("taxonomy", "import", str(shell.folder / name))
    assert sorted(p.name for p in own.iterdir()) == before


def test_a_cell_that_excel_made_a_date_is_named(tmp_path: Path) -> None:
    """1-2 typed into Excel is a date: the officer is told where and what to do."""
    with xlsxwriter.Workbook(str(tmp_path / "x.xlsx")) as book:
        sheet = book.add_worksheet("คำสำคัญ")
        sheet.write_row(0, 0, COLUMNS)
        sheet.write_row(1, 0, ("a", "ก", "คำสำคัญ"))
        sheet.write(1, 3, 46000, book.add_format({"num_format": "d mmm"}))
    with pytest.raises(taxonomy.TaxonomyError, match=r"“คำสำคัญ” แถว 2: .*วันที่"):
        read_table(tmp_path / "x.xlsx")


def test_export_refuses_other_kinds_of_files(shell: Shell) -> None:
    """And leaves nothing behind."""
    assert ".xlsx" in shell.refused("taxonomy", "export", "ลอง-1", str(shell.folder / "x.docx"))
    assert "โฟลเดอร์" in shell.refused("taxonomy", "export", "ลอง-1", str(shell.folder / "no" / "x.xlsx"))
    assert not list(shell.folder.glob("x.*"))
