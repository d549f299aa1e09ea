"""`python -m bot COMMAND` (contract.md, Commands)."""

from __future__ import annotations

import os
import sys


def _in_utf8() -> None:
    """Starts again in UTF-8 mode where the locale would make Thai arguments and file names unreadable
    (TIS-620, or ASCII; for the plain C locale Python does so itself)."""
    if sys.getfilesystemencoding().lower() != "utf-8":
        again = [sys.executable, "-X", "utf8", "-m", "bot", *sys.argv[1:]]
        os.execve(sys.executable, again, {**os.environ, "PYTHONUTF8": "1"})


if __name__ == "__main__":
    _in_utf8()
    from bot.commands.shell import main

    sys.exit(main())
