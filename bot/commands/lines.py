"""JSON lines in and out, and the `--json` switch."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import click

from bot.commands.errors import WrongUse

F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True)
class Said:
    """One line of input: a text that somebody says."""

    id: str | int
    text: str
    user_id: str | None = None
    mention: bool = False


def json_option(command: F) -> F:
    """Adds `--json`, for machines."""
    return click.option("--json", "as_json", is_flag=True, help="พิมพ์เป็น JSON สำหรับโปรแกรมอื่น")(command)


def say_json(thing: Any) -> None:
    """One JSON value on one line of stdout, Thai as Thai."""
    sys.stdout.write(json.dumps(thing, ensure_ascii=False) + "\n")


def say(*lines: str) -> None:
    """Lines for people on stdout."""
    for line in lines:
        sys.stdout.write(line + "\n")


def read_said() -> list[Said]:
    """All lines of stdin, checked before anything is done; WrongUse names the first line that can't be used."""
    data = sys.stdin.buffer.read()
    return [_said(at, line) for at, line in enumerate(data.split(b"\n"), start=1) if line.strip()]


def _said(at: int, line: bytes) -> Said:
    try:
        thing = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise _wrong(at, "ไม่ใช่ UTF-8") from None
    except (ValueError, RecursionError):
        raise _wrong(at, "ไม่ใช่ JSON") from None
    if not isinstance(thing, dict):
        raise _wrong(at, "ไม่ใช่ออบเจ็กต์ {…}")
    if not isinstance(thing.get("text"), str):
        raise _wrong(at, "ไม่มี text ที่เป็นข้อความ")
    if isinstance(thing.get("id"), bool) or not isinstance(thing.get("id"), (str, int)):
        raise _wrong(at, "ไม่มี id ที่เป็นข้อความหรือเลขจำนวนเต็ม")
    if not isinstance(thing.get("user_id"), (str, type(None))):
        raise _wrong(at, "user_id ไม่ใช่ข้อความ")
    if not isinstance(thing.get("mention", False), (bool, type(None))):
        raise _wrong(at, "mention ไม่ใช่ true หรือ false")
    return Said(thing["id"], _scalars(thing["text"]), thing.get("user_id") or None, bool(thing.get("mention")))


def _scalars(text: str) -> str:
    """The text without lone surrogates, which JSON can carry and UTF-8 can't."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _wrong(at: int, what: str) -> WrongUse:
    return WrongUse(f'stdin บรรทัด {at}: {what} · แต่ละบรรทัดต้องเป็น {{"id": …, "text": "…"}}')
