"""Keeps children from outliving their supervisor: they hold a pipe whose other end only the supervisor has."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable

VARIABLE = "LIKHIT_LEASH"
"""Number of the pipe's file descriptor, set by `serve` for its children; not for people."""


def follow_parent(stop: Callable[[], object]) -> None:
    """Calls `stop` (from a thread) when the supervisor is gone, however it went. Nothing without a supervisor."""
    number = os.environ.get(VARIABLE, "")
    if not number.isdigit():
        return

    def wait() -> None:
        try:
            while os.read(int(number), 1):
                continue
        except OSError:
            return  # not our pipe: the variable came from elsewhere
        stop()

    threading.Thread(target=wait, name="leash", daemon=True).start()
