"""Finds the practice room of a running `serve`, or starts one for as long as it is used."""

from __future__ import annotations

import contextlib
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator

from bot.practice.client import NoRoom, RoomClient

START_SECONDS = 40.0
"""How long a room that is being started may take, with its stories."""
EMPTY_SECONDS = 4.0
"""After so long a room without messages is taken for one that was emptied."""


@contextlib.contextmanager
def running_room(port: int) -> Iterator[tuple[RoomClient, bool]]:
    """The room at the port, and whether it ran before; started, and ended afterwards, when none is there.
    Raises NoRoom."""
    room = RoomClient(f"http://127.0.0.1:{port}")
    try:
        room.state()
        yield room, True
        return
    except NoRoom:
        pass
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as complaints:
        serve = subprocess.Popen(
            [sys.executable, "-m", "bot", "serve"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=complaints,
            start_new_session=True,
        )
        try:
            if not _wait_for(room, serve):
                complaints.seek(0)
                said = complaints.read().strip().splitlines()
                raise NoRoom(said[-1] if said else "serve did not start in time")
            yield room, False
        finally:
            serve.send_signal(signal.SIGTERM)
            with contextlib.suppress(subprocess.TimeoutExpired):
                serve.wait(12)


def _wait_for(room: RoomClient, serve: subprocess.Popen[bytes]) -> bool:
    """Whether the room opened, and its stories, which come within a moment in a new folder, were told."""
    until, opened = time.monotonic() + START_SECONDS, 0.0
    while time.monotonic() < until and serve.poll() is None:
        with contextlib.suppress(NoRoom):
            items = room.state()["items"]
            opened = opened or time.monotonic()
            told = items or time.monotonic() - opened > EMPTY_SECONDS
            if told and all(i["state"] != "waiting" for i in items) and room.healthy():
                return True
        time.sleep(0.2)
    return False
