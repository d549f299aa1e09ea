"""measure NAME FILE…: figures and worst cases on labelled data."""

from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path

import click

from bot.commands.errors import WrongUse
from bot.commands.lines import json_option, say, say_json


def names() -> list[str]:
    """The measurements there are: every module of bot.measure that has a `measure`."""
    try:
        package = importlib.import_module("bot.measure")
    except ModuleNotFoundError:
        return []
    return sorted(m.name for m in pkgutil.iter_modules(package.__path__) if _offers(m.name))


def _offers(name: str) -> bool:
    return not name.startswith("_") and hasattr(importlib.import_module(f"bot.measure.{name}"), "measure")


@click.command(short_help="วัดผลกับข้อมูลที่มีเฉลย")
@click.argument("name")
@click.argument("files", nargs=-1, metavar="FILE…", type=click.Path(path_type=Path))
@json_option
def measure(name: str, files: tuple[Path, ...], as_json: bool) -> None:
    """พิมพ์ตารางตัวเลขและกรณีที่แย่ที่สุดของการวัด NAME กับแฟ้ม FILE (JSON lines)"""
    known = names()
    if name not in known:
        raise WrongUse(f"ไม่มีการวัด “{name}” · มี: {', '.join(known) or '-'}")
    module = importlib.import_module(f"bot.measure.{name}")
    alone = getattr(module, "WITHOUT_FILES", False)
    if not files and not alone:
        raise WrongUse(f"ไม่ได้บอกแฟ้ม · ใช้ measure {name} FILE…")
    for file in files:
        if not file.exists() and not alone:
            raise WrongUse(f"ไม่พบแฟ้ม {file} · ตรวจชื่อแฟ้ม")
    try:
        report = module.measure(list(files))
    except (ValueError, KeyError, UnicodeDecodeError) as wrong:
        reason = f"ไม่มีช่อง {wrong}" if isinstance(wrong, KeyError) else str(wrong)
        raise WrongUse(f"อ่านข้อมูลไม่ได้ ({reason[:150]}) · แฟ้มต้องเป็น JSON lines ที่การวัดนี้รู้จัก") from None
    if as_json:
        say_json(report.to_json())
    else:
        say(report.to_text())
