"""The double of LINE's API and the room, on one loopback port."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from bot.practice.double import LineDouble
from bot.practice.happenings import Happenings, JsonEvent
from bot.practice.office import PracticeOffice, practice_office
from bot.practice.pages import Pages
from bot.practice.room import Room
from bot.practice.wire import Answer, Request

FREE_PLAN = 300
"""Messages a month of LINE's free plan in Thailand, which the room starts with (line-platform.md, Sending)."""


class PracticeServer:
    """The double and the room together. Opens its port with `start`, which raises OSError when it is taken."""

    def __init__(
        self,
        *,
        callback: str,
        secret: str,
        token: str,
        folder: Path,
        port: int = 0,
        now: Callable[[], datetime] | None = None,
        office: PracticeOffice | None = None,
    ) -> None:
        self.office = office or practice_office()
        self.line = LineDouble(
            secret=secret,
            token=token,
            callback=callback,
            quota=FREE_PLAN,
            now=now,
            port=port,
            twice=False,
            before=self._page,
        )
        self.room = Room(self.line, self.office, folder)
        self._pages = Pages(self.room)

    @property
    def url(self) -> str:
        """The address of both; the page is at /practice/."""
        return self.line.url

    def start(self) -> PracticeServer:
        """Serves, and delivers what people do."""
        self.line.start()
        self.room.open()
        return self

    def close(self) -> None:
        """Stops; the room's file is written."""
        self.room.close()
        self.line.close()

    def __enter__(self) -> PracticeServer:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.close()

    def _page(self, request: Request) -> Answer | None:
        if not request.path.startswith("/v2/"):
            return self._pages.answer(request)
        if request.path.endswith("/leave"):
            answer = self.line.api.answer(request)
            self.room.notice_left()
            return answer
        return None

    def tell(self, events: list[JsonEvent]) -> None:
        """Tells the stories of the past, as seed.seed wants them told."""
        self.room.tell_history(events)

    @property
    def make(self) -> Happenings:
        """Makes events of this room's world."""
        return self.line.make
