"""Settings, read once from the environment and `.env` (contract.md, Environment)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from functools import cached_property
from ipaddress import IPv4Address
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

LINE_API_URL = "https://api.line.me"
LINE_API_DATA_URL = "https://api-data.line.me"
BANGKOK = timezone(timedelta(hours=7), "Asia/Bangkok")
"""Thailand has kept UTC+7 without summer time since 1920, so a fixed offset is the whole truth."""


class SettingsError(Exception):
    """The settings can't be used; the text names the variable and how to mend it, in one line."""


class Settings(BaseSettings):
    """What the process is told from outside. Empty variables count as not set."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", env_ignore_empty=True, frozen=True)

    line_channel_secret: str | None = None
    line_channel_access_token: str | None = None
    line_api_url: str = LINE_API_URL
    line_api_data_url: str = LINE_API_DATA_URL
    redis_url: str | None = None
    likhit_data: Path = Path("data")
    port: int = 8000
    likhit_host: IPv4Address | None = None
    """The address of this machine on which `PORT` is served; absent: see `host`."""
    likhit_now: datetime | None = None
    likhit_public_url: str | None = None
    """Where people reach our web pages from outside, for links in the chat; the webhook's address without /callback."""

    @field_validator("line_api_url", "line_api_data_url", "likhit_public_url")
    @classmethod
    def _is_web_address(cls, value: str | None) -> str | None:
        if value is None:
            return None
        if urlsplit(value).scheme not in {"http", "https"} or not urlsplit(value).hostname:
            raise ValueError("must be an http:// or https:// address")
        return value.rstrip("/")

    @field_validator("redis_url")
    @classmethod
    def _is_store_address(cls, value: str | None) -> str | None:
        if value is not None and urlsplit(value).scheme.split("+")[0] not in {"redis", "rediss", "unix"}:
            raise ValueError("must begin with redis://, rediss:// or unix://")
        return value

    @field_validator("port")
    @classmethod
    def _is_port(cls, value: int) -> int:
        if not 1 <= value <= 65535:
            raise ValueError("must be between 1 and 65535")
        return value

    @field_validator("likhit_now")
    @classmethod
    def _has_zone(cls, value: datetime | None) -> datetime | None:
        return value if value is None or value.tzinfo else value.replace(tzinfo=BANGKOK)

    @model_validator(mode="after")
    def _goes_together(self) -> Settings:
        names = {
            "LINE_CHANNEL_SECRET": self.line_channel_secret,
            "LINE_CHANNEL_ACCESS_TOKEN": self.line_channel_access_token,
        }
        missing = [name for name, value in names.items() if not value]
        if len(missing) == 1:
            raise ValueError(
                f"{missing[0]} is missing: set both LINE variables for a real channel, or neither for the practice room"
            )
        if self.likhit_now and urlsplit(self.line_api_url).hostname == urlsplit(LINE_API_URL).hostname and not missing:
            raise ValueError("LIKHIT_NOW is for tests only: unset it, or set LINE_API_URL to a double of LINE's API")
        return self

    @property
    def practice(self) -> bool:
        """True when no LINE channel is set, so that the practice room opens."""
        return self.line_channel_secret is None

    @property
    def host(self) -> str:
        """Where we listen: for LINE on every address of the machine; a practice room, in which whoever opens it
        may speak as anybody, only for this machine."""
        return str(self.likhit_host or ("127.0.0.1" if self.practice else "0.0.0.0"))

    @property
    def public_url(self) -> str | None:
        """Where links lead: LIKHIT_PUBLIC_URL, or this machine while LINE is a double on this machine."""
        if self.likhit_public_url:
            return self.likhit_public_url
        local = urlsplit(self.line_api_url).hostname in {"127.0.0.1", "localhost", "::1"}
        return f"http://localhost:{self.port}" if local else None

    @cached_property
    def now(self) -> Callable[[], datetime]:
        """The clock: real time, or one that started at LIKHIT_NOW when these settings were first asked."""
        if self.likhit_now is None:
            return lambda: datetime.now(UTC)
        ahead = self.likhit_now - datetime.now(UTC)
        return lambda: datetime.now(UTC) + ahead


def settings() -> Settings:
    """The settings of this process; raises SettingsError with one line that names the variable."""
    try:
        return Settings()
    except UnicodeDecodeError:
        raise SettingsError(".env: save the file as UTF-8 · บันทึกไฟล์ .env เป็น UTF-8") from None
    except ValidationError as wrong:
        first = wrong.errors()[0]
        name = str(first["loc"][0]).upper() if first["loc"] else ""
        what = first["msg"].removeprefix("Value error, ")
        raise SettingsError(f"{name}: {what}" if name else what) from None
