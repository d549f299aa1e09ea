"""The practice process fills a new data folder once, through the real store."""

from __future__ import annotations

from pathlib import Path

import pytest
from practice_bot import practice
from shell import Shell

from bot.config import Settings, settings
from bot.practice.main import fill, main
from bot.services import people_store


def test_fill(shell: Shell, tmp_path: Path) -> None:
    """Office, roster and group stand in the store before the first story is told; a second start adds nothing."""
    with practice(tmp_path / "room") as (server, bot):
        assert fill(server, settings()) is True
        told = bot.wait("message", len(server.office.told))
        assert fill(server, settings()) is False
        assert server.room.delivered()
        assert len(bot.events) == len(told)
    people = people_store(shell.redis)
    office = people.office("practice")
    assert office is not None
    group = people.group(told[0]["source"]["groupId"])
    assert group is not None
    assert group.office_id == office.id
    assert {m.user_id for m in people.members("practice")} == {m.user_id for m in server.office.members}


def test_without_secrets(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Started by hand without `serve`, the process names what is missing and ends with 2."""
    for name in ("LINE_CHANNEL_SECRET", "LINE_CHANNEL_ACCESS_TOKEN", "LIKHIT_NOW"):
        monkeypatch.delenv(name, raising=False)
    assert main(Settings(_env_file=None)) == 2  # type: ignore[call-arg]
    assert capsys.readouterr().err.startswith("LINE_CHANNEL_SECRET")
