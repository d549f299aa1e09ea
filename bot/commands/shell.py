"""What all commands share: where each one is found, one line for each error, exit codes, UTF-8 everywhere."""

from __future__ import annotations

import contextlib
import difflib
import importlib
import io
import os
import sys
import traceback
from collections.abc import Sequence
from typing import Any

import click

from bot.commands.errors import Failed, WrongUse

PROGRAM = "python -m bot"

COMMANDS = {
    "serve": "running",
    "web": "running",
    "worker": "running",
    "clock": "running",
    "chat": "running",
    "practice": "running",
    "office": "office_taxonomy",
    "roster": "rosters",
    "classify": "asking",
    "search": "asking",
    "who": "asking",
    "hear": "asking",
    "export": "exporting",
    "taxonomy": "taxonomy_tables",
    "measure": "measuring",
    "failed": "keeping",
    "backup": "keeping",
    "restore": "keeping",
    "quota": "keeping",
    "forget": "forget",
}
"""Command → module of bot.commands that holds it under the same name."""


class Commands(click.Group):
    """The commands by name; a module is imported only when one of its commands is wanted."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        module = COMMANDS.get(cmd_name)
        if module is None:
            return None
        found = getattr(importlib.import_module(f"bot.commands.{module}"), cmd_name)
        assert isinstance(found, click.Command)
        return found


@click.group(cls=Commands, no_args_is_help=False, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--trace", is_flag=True, hidden=True, help="เมื่อผิดพลาด แสดงที่มาของข้อผิดพลาดทั้งหมด")
def bot(trace: bool) -> None:
    """คุณลิขิต: ผู้จดบันทึกของชุมชนนักปฏิบัติใน LINE"""


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit code: 0 done, 1 failed, 2 wrong use."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    _speak_utf8()
    try:
        code = bot.main(args=arguments, prog_name=PROGRAM, standalone_mode=False)
        sys.stdout.flush()
        return code if isinstance(code, int) else 0
    except BrokenPipeError:
        # who reads us has enough (`| head`); the interpreter's own flush at exit must not complain either
        with contextlib.suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except (click.exceptions.Abort, KeyboardInterrupt):
        return _complain("หยุดตามคำสั่ง", 1)
    except Exception as wrong:
        if "--trace" in arguments:
            traceback.print_exc()
        return _complain(*explain(wrong))


def _complain(line: str, code: int) -> int:
    with contextlib.suppress(BrokenPipeError):
        print(" ".join(line.split()), file=sys.stderr, flush=True)
    return code


def _speak_utf8() -> None:
    """Thai text goes in and out as UTF-8, also where the locale is C (a cron job, a bare container)."""
    for stream, errors in ((sys.stdout, "backslashreplace"), (sys.stderr, "backslashreplace")):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors=errors)


def explain(wrong: Exception) -> tuple[str, int]:
    """One line for people (what, and how to mend it) and the exit code."""
    if isinstance(wrong, click.UsageError):
        where = f"{wrong.ctx.command_path} --help" if wrong.ctx else f"{PROGRAM} --help"
        return f"{_usage(wrong)} · วิธีใช้: {where}", 2
    if isinstance(wrong, click.ClickException):
        return wrong.format_message(), wrong.exit_code
    kind = type(wrong).__name__
    if {c.__name__ for c in type(wrong).__mro__} & {"SettingsError", "TaxonomyError", "RosterError"}:
        return str(wrong), 2
    if _is_from("redis.exceptions", wrong) or kind == "StoreError":
        return f"คลังข้อมูลใช้ไม่ได้ ({_short(wrong)}) · ตรวจ REDIS_URL และ LIKHIT_DATA", 1
    if isinstance(wrong, OSError):
        name = f" {wrong.filename}" if wrong.filename else ""
        return f"ระบบปฏิบัติการไม่ยอม{name}: {wrong.strerror or wrong} · ตรวจแฟ้ม สิทธิ์ และเนื้อที่ว่าง", 1
    return f"ผิดพลาดภายใน {kind}: {_short(wrong)} · แจ้งผู้ดูแลพร้อมผลของ {PROGRAM} --trace …", 1


def _is_from(module: str, wrong: Exception) -> bool:
    return any(c.__module__ == module for c in type(wrong).__mro__)


def _short(wrong: Exception) -> str:
    return " ".join(str(wrong).split())[:200]


def _usage(wrong: click.UsageError) -> str:
    if isinstance(wrong, click.MissingParameter):
        hint = wrong.param_hint or (wrong.param.get_error_hint(wrong.ctx) if wrong.param else "")
        return f"ขาด {_hint(hint)}"
    if isinstance(wrong, click.NoSuchOption):
        return f"ไม่รู้จักตัวเลือก {wrong.option_name}{_perhaps(wrong.possibilities or [])}"
    if isinstance(wrong, click.BadParameter):
        hint = wrong.param_hint or (wrong.param.get_error_hint(wrong.ctx) if wrong.param else "")
        return f"{_hint(hint)} ใช้ไม่ได้: {wrong.message}"
    group = wrong.ctx.command if wrong.ctx else None
    if isinstance(group, click.Group) and wrong.ctx is not None:
        names = [n for n in group.list_commands(wrong.ctx) if n != "practice"]
        said = getattr(wrong, "command_name", None) or _quoted(wrong.message)
        if said:
            return f"ไม่รู้จักคำสั่ง {said}{_perhaps(difflib.get_close_matches(said, names))}"
        return f"ต้องบอกคำสั่ง: {', '.join(names)}"
    return wrong.format_message()


def _hint(hint: Any) -> str:
    return " / ".join(hint) if isinstance(hint, (list, tuple)) else str(hint)


def _quoted(message: str) -> str:
    parts = message.split("'")
    return parts[1] if len(parts) == 3 and "command" in parts[0].lower() else ""


def _perhaps(names: Sequence[str]) -> str:
    return f" (หมายถึง {' หรือ '.join(names)}?)" if names else ""


__all__ = ["COMMANDS", "PROGRAM", "Failed", "WrongUse", "bot", "explain", "main"]
