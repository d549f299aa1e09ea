"""Logs: one JSON object a line on stderr. Event names are fixed words; values are ids, counts and class names.
What people say or are called is never logged (privacy; a test reads what the code passes)."""

from __future__ import annotations

import json
import sys
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

HOME = Path(__file__).parents[1]


_silent = False


@contextmanager
def silenced() -> Iterator[None]:
    """Nothing is logged meanwhile: a command's stderr belongs to its one line of what went wrong."""
    global _silent
    before, _silent = _silent, True
    try:
        yield
    finally:
        _silent = before


def log(event: str, **ids: object) -> None:
    """Writes one line: the time, a static event name, and ids, counts or class names.

    Without structlog: its import costs 0.13 s and 7 MB in each process (17 MB where `rich` is installed)."""
    if _silent:
        return
    line = {"at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()), "event": event, **ids}
    try:
        sys.stderr.write(json.dumps(line, ensure_ascii=False, default=str) + "\n")
        sys.stderr.flush()
    except (OSError, ValueError):
        return  # nobody reads any more: work goes on


def where(trouble: BaseException) -> str:
    """`ValueError in take (bot/turns.py:42)`: the class and our own innermost line; never the message, which may
    quote what somebody said."""
    frames: list[Any] = traceback.extract_tb(trouble.__traceback__)
    ours = [f for f in frames if Path(f.filename).is_relative_to(HOME) and ".venv" not in f.filename]
    if not (ours or frames):
        return type(trouble).__name__
    last = (ours or frames)[-1]
    path = Path(last.filename)
    name = path.relative_to(HOME) if path.is_relative_to(HOME) else Path(path.name)
    return f"{type(trouble).__name__} in {last.name} ({name}:{last.lineno})"
