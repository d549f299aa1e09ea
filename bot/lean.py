"""Settings for the small processes that `serve` starts: read from an environment that `serve` has checked already.

Reading them the full way (bot.config) loads a validator of 20 MB into each process for good."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol


class ProcessSettings(Protocol):
    """What the web and clock processes need of `bot.config.Settings`."""

    @property
    def line_channel_secret(self) -> str | None: ...
    @property
    def redis_url(self) -> str | None: ...
    @property
    def likhit_data(self) -> Path: ...
    @property
    def port(self) -> int: ...
    @property
    def host(self) -> str: ...
    @property
    def now(self) -> Callable[[], datetime]: ...


@dataclass(frozen=True)
class LeanSettings:
    """The same, without checks."""

    line_channel_secret: str | None
    redis_url: str | None
    likhit_data: Path
    port: int
    host: str
    now: Callable[[], datetime]


def from_environment() -> LeanSettings:
    """The settings that `bot.serve` left in the environment."""
    start = os.environ.get("LIKHIT_NOW")
    ahead = datetime.fromisoformat(start) - datetime.now(UTC) if start else None
    return LeanSettings(
        os.environ.get("LINE_CHANNEL_SECRET") or None,
        os.environ.get("REDIS_URL") or None,
        Path(os.environ["LIKHIT_DATA"]),
        int(os.environ["PORT"]),
        os.environ["LIKHIT_HOST"],
        (lambda: datetime.now(UTC) + ahead) if ahead is not None else (lambda: datetime.now(UTC)),
    )


def run(main: Callable[[ProcessSettings], int]) -> int:
    """Runs a process; a store that can't be used is one line and exit code 1."""
    from bot.store.embedded import StoreError

    try:
        return main(from_environment())
    except StoreError as trouble:
        os.write(2, f"{trouble}\n".encode())
        return 1
