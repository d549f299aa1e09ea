"""`python -m bot COMMAND` (contract.md, Commands)."""

from __future__ import annotations

import sys

from bot.commands.shell import main

if __name__ == "__main__":
    sys.exit(main())
