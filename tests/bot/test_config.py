"""Wrong or half settings name the variable and say how to mend it, in one line."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.config import SettingsError, settings

NAMES = ["LINE_CHANNEL_SECRET", "LINE_CHANNEL_ACCESS_TOKEN", "LINE_API_URL", "REDIS_URL", "PORT"]
NAMES += ["LIKHIT_NOW", "LIKHIT_HOST"]


@pytest.fixture(autouse=True)
def _empty_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No settings of the machine that the tests run on."""
    monkeypatch.chdir(tmp_path)
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)


def test_the_practice_room_is_for_this_machine_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever opens the practice room may speak as anybody: others reach it only where LIKHIT_HOST says so. LINE's
    webhooks come from outside."""
    assert settings().host == "127.0.0.1"
    monkeypatch.setenv("LIKHIT_HOST", "0.0.0.0")
    assert settings().host == "0.0.0.0"
    monkeypatch.delenv("LIKHIT_HOST")
    monkeypatch.setenv("LINE_CHANNEL_SECRET", "s")
    monkeypatch.setenv("LINE_CHANNEL_ACCESS_TOKEN", "t")
    assert settings().host == "0.0.0.0"
    monkeypatch.setenv("LIKHIT_HOST", "127.0.0.1")
    assert settings().host == "127.0.0.1"


def test_nothing_set_is_the_practice_room() -> None:
    """The defaults of the contract: practice room, port 8000, data beside the project, LINE's own hosts."""
    now = settings()
    assert now.practice
    assert (now.port, str(now.likhit_data), now.line_api_url) == (8000, "data", "https://api.line.me")


@pytest.mark.parametrize(
    ("set_to", "named"),
    [
        ({"LINE_CHANNEL_SECRET": "s"}, "LINE_CHANNEL_ACCESS_TOKEN"),
        ({"LINE_CHANNEL_ACCESS_TOKEN": "t"}, "LINE_CHANNEL_SECRET"),
        ({"PORT": "eighty"}, "PORT"),
        ({"PORT": "70000"}, "PORT"),
        ({"LINE_API_URL": "api.line.me"}, "LINE_API_URL"),
        ({"REDIS_URL": "http://localhost"}, "REDIS_URL"),
        ({"LIKHIT_NOW": "soon"}, "LIKHIT_NOW"),
        ({"LIKHIT_HOST": "everywhere"}, "LIKHIT_HOST"),
        (
            {"LINE_CHANNEL_SECRET": "s", "LINE_CHANNEL_ACCESS_TOKEN": "t", "LIKHIT_NOW": "2026-11-21T08:00:00"},
            "LIKHIT_NOW",
        ),
    ],
)
def test_a_wrong_setting_is_named(monkeypatch: pytest.MonkeyPatch, set_to: dict[str, str], named: str) -> None:
    """One line, with the name of the variable."""
    for name, value in set_to.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=named) as wrong:
        settings()
    assert "\n" not in str(wrong.value)


def test_settings_are_read_from_env_file(tmp_path: Path) -> None:
    """`.env` beside the project is read, as in LINE's own examples; an empty value counts as not set."""
    (tmp_path / ".env").write_text("LINE_CHANNEL_SECRET=s\nLINE_CHANNEL_ACCESS_TOKEN=t\nPORT=\n", encoding="utf-8")
    now = settings()
    assert (now.line_channel_secret, now.line_channel_access_token, now.port) == ("s", "t", 8000)
    assert not now.practice


def test_an_env_file_of_another_encoding_is_named(tmp_path: Path) -> None:
    """A file saved as Windows-874 is named instead of a traceback."""
    (tmp_path / ".env").write_bytes("# ช่องทาง LINE\nPORT=8000\n".encode("cp874"))
    with pytest.raises(SettingsError, match=r"\.env"):
        settings()


def test_a_test_clock_starts_where_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """LIKHIT_NOW without a zone is Bangkok's; time goes on from there."""
    monkeypatch.setenv("LIKHIT_NOW", "2026-11-23T08:30:00")
    now = settings().now()
    assert now.isoformat().startswith("2026-11-23T01:30:0")
