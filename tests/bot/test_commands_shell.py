"""What all commands share: exit codes, one line for each error, UTF-8, light starts; and the smaller commands."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import click
import pytest
from shell import Shell

import bot.measure as bot_measure
from bot.commands.shell import COMMANDS, bot
from bot.practice.double import LineDouble
from bot.store.inbox import Inbox

HOME = Path(__file__).parents[2]


def leaves(command: click.Command, path: tuple[str, ...] = ()) -> list[tuple[tuple[str, ...], click.Command]]:
    """Every command that does something, with the words that call it."""
    if not isinstance(command, click.Group):
        return [(path, command)]
    context = click.Context(command)
    found = []
    for name in command.list_commands(context):
        inner = command.get_command(context, name)
        assert inner is not None
        found += leaves(inner, (*path, name))
    return found


def outside(data: Path, *argv: str, stdin: bytes = b"", **env: str) -> subprocess.CompletedProcess[bytes]:
    """A command in a process of its own, in a poor environment: no UTF-8 locale, nothing set."""
    return subprocess.run(
        [sys.executable, "-m", "bot", *argv],
        cwd=HOME,
        env={"PATH": os.environ["PATH"], "LC_ALL": "C", "PYTHONUTF8": "0", "LIKHIT_DATA": str(data), **env},
        input=stdin,
        capture_output=True,
        timeout=60,
    )


def test_every_command_of_the_contract_is_there() -> None:
    """Names that scripts rely on."""
    names = {" ".join(path) for path, _ in leaves(bot)}
    assert names >= {
        *("serve", "web", "worker", "clock", "chat", "classify", "search", "who", "hear", "measure"),
        *("office add", "office link", "office list", "roster import", "export notes", "export experts"),
        *("taxonomy check", "taxonomy show", "taxonomy copy", "taxonomy diff"),
        *("failed list", "failed replay", "backup", "restore", "quota", "forget"),
    }
    assert set(COMMANDS) == {path.split()[0] for path in names}


@pytest.mark.parametrize(("path", "command"), leaves(bot), ids=[" ".join(path) for path, _ in leaves(bot)])
def test_every_command_takes_json_and_explains_itself(path: tuple[str, ...], command: click.Command) -> None:
    """--json everywhere; a help text in Thai for each."""
    assert "--json" in [name for p in command.params for name in p.opts]
    assert any("ก" <= c <= "๙" for c in command.help or "")


@pytest.mark.parametrize(
    ("argv", "says"),
    [
        ((), "ต้องบอกคำสั่ง"),
        (("serch", "x"), "search"),
        (("search",), "QUERY"),
        (("search", "x"), "--office"),
        (("search", "x", "--ofice", "y"), "--office"),
        (("search", "x", "y", "--office", "z"), "search --help"),
        (("failed",), "list, replay"),
        (("measure", "ไม่มี", "x"), "ไม่มีการวัด"),
        (("failed", "replay", "ไม่มี"), "failed list"),
        (("search", "x", "--office", "ไม่มี"), "office add"),
        (("taxonomy", "show", "ไม่มี"), "ลอง-1"),
        (("taxonomy", "copy", "ลอง-1", "../x"), "id"),
    ],
)
def test_wrong_use_is_one_line(shell: Shell, argv: tuple[str, ...], says: str) -> None:
    """Exit code 2, one line: what, and how to mend it."""
    assert says in shell.refused(*argv)


@pytest.mark.parametrize(
    ("name", "value"),
    [("LINE_CHANNEL_SECRET", "x"), ("REDIS_URL", "http://x"), ("PORT", "many"), ("LINE_API_URL", "nowhere")],
)
def test_wrong_settings_name_the_variable(shell: Shell, name: str, value: str) -> None:
    """Half or wrong settings are wrong use."""
    shell.monkeypatch.setenv(name, value)
    line = shell.refused("office", "list")
    assert ("LINE_CHANNEL_ACCESS_TOKEN" if name == "LINE_CHANNEL_SECRET" else name) in line


def test_a_store_that_is_away_is_a_failure(shell: Shell) -> None:
    """Exit code 1 and one line, no traceback."""
    shell.monkeypatch.setenv("REDIS_URL", "redis://127.0.0.1:1")
    ran = shell("office", "list")
    assert (ran.code, ran.out, ran.err.count("\n")) == (1, "", 1)
    assert "REDIS_URL" in ran.err


def test_a_taxonomy_with_mistakes_names_file_and_line(shell: Shell) -> None:
    """The file, the line, and what is expected there."""
    path = shell.folder / "mine.toml"
    path.write_text('id = "m"\nname = "ก"\n[[category]]\nid = "a"\nname = "ข"\nkeywords = 5\n', encoding="utf-8")
    assert "mine.toml:6" in shell.refused("taxonomy", "check", str(path))


def test_a_taxonomy_is_copied_changed_and_compared(shell: Shell) -> None:
    """An office makes a set its own; nothing is overwritten."""
    made = shell.done("taxonomy", "copy", "ลอง-1", "ลอง-2", "--fiscal-year", "2570", "--json").json
    file = Path(made["file"])
    file.write_text(file.read_text("utf-8").replace('"สัญญากู้"', '"สัญญายืม"'), encoding="utf-8")
    changed = shell.done("taxonomy", "diff", "ลอง-1", "ลอง-2", "--json").json["differences"]
    assert {(d["category"], d["what"], d["word"]) for d in changed} == {
        ("loans", "keyword", "สัญญากู้"),
        ("loans", "keyword", "สัญญายืม"),
    }
    assert "อยู่แล้ว" in shell.refused("taxonomy", "copy", "ลอง-1", "ลอง-2")
    shown = shell.done("taxonomy", "show", "ลอง-2", "--json").json
    assert (shown["id"], [c["id"] for c in shown["categories"]]) == ("ลอง-2", ["loans", "cloth"])
    assert shell.done("taxonomy", "check", "ลอง-2", "--json").json["taxonomies"][0]["id"] == "ลอง-2"


def test_failed_events_are_listed_without_what_was_said_and_replayed(shell: Shell) -> None:
    """Ids and reasons only; replaying puts them back to be handled."""
    inbox = Inbox(shell.redis)
    raw = {"type": "message", "webhookEventId": "e1", "source": {"groupId": "C1"}, "message": {"text": "ความลับ"}}
    inbox.put([raw], 0)
    [item] = inbox.read(dict.fromkeys(range(16), "0"), count=5, block_ms=1)
    inbox.give_up(item, "ValueError in take", datetime(2026, 11, 21, tzinfo=UTC))
    listed = shell.done("failed", "list", "--json")
    [entry] = listed.json["failed"]
    assert (entry["event_id"], entry["chat"], entry["reason"]) == ("e1", "C1", "ValueError in take")
    assert "ความลับ" not in listed.out + shell.done("failed", "list").out
    assert shell.done("failed", "replay", "e1", "--json").json == {"replayed": 1}
    assert [due.event_id for due in inbox.due(datetime.now(UTC))] == ["e1"]


def test_quota_counts_the_month(shell: Shell) -> None:
    """Without a channel there is no limit to ask for; what was sent is still told."""
    shell.monkeypatch.setenv("LIKHIT_NOW", "2026-03-31T20:00:00+00:00")
    shell.monkeypatch.setenv("LINE_API_URL", "http://127.0.0.1:1")
    assert shell.done("quota", "--json").json == {
        "month": "2026-04", "used": 0, "limit": None, "left": None, "known": False,
    }  # fmt: skip


def test_quota_asks_line_for_the_limit(shell: Shell) -> None:
    """With a channel: what LINE counted, its limit, and what is left of it."""
    now = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
    with LineDouble(quota=300, now=lambda: now) as line:
        line.api.quota.used = 45
        shell.monkeypatch.setenv("LINE_CHANNEL_SECRET", line.secret)
        shell.monkeypatch.setenv("LINE_CHANNEL_ACCESS_TOKEN", line.token)
        shell.monkeypatch.setenv("LINE_API_URL", line.url)
        shell.monkeypatch.setenv("LINE_API_DATA_URL", line.url)
        shell.monkeypatch.setenv("LIKHIT_NOW", now.isoformat())
        told = shell.done("quota", "--json").json
        assert told == {"month": "2026-11", "used": 45, "limit": 300, "left": 255, "known": True}
        assert "45 จาก 300 ข้อความ เหลือ 255" in shell.done("quota").out


def test_measure_runs_what_it_finds_by_name(shell: Shell) -> None:
    """A module of bot.measure with a `measure` is a measurement; its report is a table, or JSON."""
    folder = shell.folder / "measures"
    folder.mkdir()
    (folder / "lines_told.py").write_text(
        "class Report:\n"
        "    def __init__(self, n): self.n = n\n"
        "    def to_text(self): return f'บรรทัด {self.n}'\n"
        "    def to_json(self): return {'lines': self.n}\n"
        "def measure(files):\n"
        "    found = sum(len(f.read_text().splitlines()) for f in files)\n"
        "    if not found: raise ValueError('no lines')\n"
        "    return Report(found)\n",
        encoding="utf-8",
    )
    (folder / "helping.py").write_text("", encoding="utf-8")
    shell.monkeypatch.setattr(bot_measure, "__path__", [str(folder)])
    data, empty = shell.folder / "data.jsonl", shell.folder / "empty.jsonl"
    data.write_text("{}\n{}\n")
    empty.write_text("")
    assert shell.done("measure", "lines_told", str(data), str(data), "--json").json == {"lines": 4}
    assert shell.done("measure", "lines_told", str(data)).out == "บรรทัด 2\n"
    assert "no lines" in shell.refused("measure", "lines_told", str(empty))
    assert "ไม่พบแฟ้ม" in shell.refused("measure", "lines_told", "none.jsonl")
    assert "lines_told" in shell.refused("measure", "helping", str(data))


# ---------------------------------------------------------------- in a process of its own


def test_thai_goes_in_and_out_where_the_locale_is_c(tmp_path: Path) -> None:
    """A cron job or a bare container has no UTF-8 locale; and the embedded store doesn't outlive the command."""
    made = outside(tmp_path, "office", "add", "สพอ.ตัวอย่าง", "--taxonomy", "municipal", "--json")
    assert (made.returncode, made.stderr) == (0, b"")
    assert json.loads(made.stdout.decode("utf-8"))["name"] == "สพอ.ตัวอย่าง"
    wrong = outside(tmp_path, "office", "link", "ไม่มี", "--group", "C1")
    assert wrong.returncode == 2
    assert "ไม่พบหน่วยงาน “ไม่มี”" in wrong.stderr.decode("utf-8")
    from bot.store.embedded import Embedded

    assert not Embedded(tmp_path).runs()


def test_a_reader_that_goes_away_is_no_error(tmp_path: Path) -> None:
    """`… | head -1`: no traceback, nothing on stderr."""
    said = "".join(f'{{"id": {n}, "text": "ผ้าทอ"}}\n' for n in range(3000)).encode()
    script = f"{sys.executable} -m bot classify --taxonomy municipal | head -1"
    ran = subprocess.run(
        ["sh", "-c", script],
        cwd=HOME,
        env={"PATH": os.environ["PATH"], "LIKHIT_DATA": str(tmp_path)},
        input=said,
        capture_output=True,
        timeout=60,
    )
    assert json.loads(ran.stdout)["id"] == 0
    assert ran.stderr == b""


def test_commands_start_light() -> None:
    """No LINE SDK in any command's module, and no word engine or index in those that need none."""
    script = (
        "import sys, importlib\n"
        "from bot.commands.shell import COMMANDS\n"
        "for module in set(COMMANDS.values()): importlib.import_module(f'bot.commands.{module}')\n"
        "heavy = {'linebot', 'pythainlp', 'tantivy', 'flask', 'redis', 'pydantic', 'python_calamine'}\n"
        "print(sorted(heavy & set(sys.modules)))\n"
    )
    ran = subprocess.run([sys.executable, "-c", script], cwd=HOME, capture_output=True, text=True, timeout=60)
    assert ran.stdout.strip() == "[]", ran.stderr
