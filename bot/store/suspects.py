"""Events that were being handled when their worker died.

An event that kills its worker again and again must not keep the whole office from being served."""

from __future__ import annotations

import os
import threading
from pathlib import Path

LIMIT = 5
"""Deaths in a row after which the event is treated as failed. Some can be a neighbour's fault, or the machine's."""
ROOM = 4096
"""Bytes of the file: one write that a kill can't tear in practice; a torn one costs a count, not an event."""


class Suspects:
    """What runs now, in a small file beside the worker's seat. It is written without waiting for the disk: it has
    to outlive the process, not a power cut. Safe from any thread."""

    def __init__(self, path: Path) -> None:
        self._lock = threading.Lock()
        self._running: set[str] = set()
        self._deaths: dict[str, int] = {}
        self._file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        for line in os.pread(self._file, ROOM, 0).decode("ascii", "replace").splitlines():
            match line.split():
                case [state, item_id, deaths] if deaths.isdigit():
                    self._deaths[item_id] = int(deaths) + (state == "running")
        self._write()

    def deaths(self, item_id: str) -> int:
        """How often in a row a worker died while it handled this event."""
        return self._deaths.get(item_id, 0)

    def begin(self, item_id: str) -> None:
        """The event is being handled from now."""
        with self._lock:
            self._running.add(item_id)
            self._write()

    def end(self, item_id: str) -> None:
        """The event was handled, well or badly, or put back."""
        with self._lock:
            self._running.discard(item_id)
            self._deaths.pop(item_id, None)
            self._write()

    def close(self) -> None:
        """Lets the file go."""
        os.close(self._file)

    def _write(self) -> None:
        now = [f"running {item_id} {self._deaths.get(item_id, 0)}" for item_id in self._running]
        before = [f"waiting {item_id} {n}" for item_id, n in self._deaths.items() if item_id not in self._running]
        text = "\n".join([*now, *before]).encode("ascii", "replace") + b"\n"
        os.pwrite(self._file, text[:ROOM].ljust(ROOM), 0)
