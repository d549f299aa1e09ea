"""Carries the room's events to the bot's webhook, one after the other."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable

from bot.practice.double import LineDouble
from bot.practice.happenings import JsonEvent

REDELIVERIES = 6
"""How often an event is sent again when the bot does not take it, doubling the pause: a quarter of a minute in all."""
FIRST_PAUSE = 0.25
"""Seconds before the first of them."""
STOP_SECONDS = 3.0
"""How long a stop waits for an event on its way; it may be waiting for a bot that is gone."""


class Postman:
    """A queue and a thread. `told(message id, taken)` is called after an event of a message was delivered or,
    in the end, not taken by the bot."""

    def __init__(self, line: LineDouble, told: Callable[[str, bool], None]) -> None:
        self._line, self._told = line, told
        self._queue: queue.Queue[tuple[JsonEvent, str | None] | None] = queue.Queue()
        self._thread: threading.Thread | None = None

    def take(self, event: JsonEvent, message_id: str | None) -> None:
        """Puts an event into the queue."""
        self._queue.put((event, message_id))

    def start(self) -> None:
        """Begins to deliver."""
        self._thread = threading.Thread(target=self._carry, daemon=True, name="practice-postman")
        self._thread.start()

    def stop(self) -> None:
        """Delivers what is in the queue, as far as there is time, and ends."""
        if self._thread is not None:
            self._queue.put(None)
            self._thread.join(STOP_SECONDS)
            self._thread = None

    def _carry(self) -> None:
        while (job := self._queue.get()) is not None:
            event, message_id = job
            status = self._line.deliver([event], redeliver=REDELIVERIES, pause=FIRST_PAUSE)
            if message_id is not None:
                self._told(message_id, status is not None and 200 <= status < 300)
