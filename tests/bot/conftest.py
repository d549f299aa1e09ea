"""Fixtures of the process floor's tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from redis import Redis
from shell import TAXONOMY, Shell

from bot.store.embedded import Store


@pytest.fixture
def shell(
    store: Store,
    redis: Redis,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Iterator[Shell]:
    """Commands on the tests' store, emptied of what commands write, with a taxonomy of their own."""
    assert store.embedded is not None
    for name in ("LINE_CHANNEL_SECRET", "LINE_CHANNEL_ACCESS_TOKEN", "LINE_API_URL", "LIKHIT_NOW", "PORT"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("REDIS_URL", f"unix://{store.embedded.socket}")
    monkeypatch.setenv("LIKHIT_DATA", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    own = tmp_path / "data" / "taxonomies"
    own.mkdir(parents=True)
    (own / "ลอง-1.toml").write_text(TAXONOMY, encoding="utf-8")
    yield Shell(tmp_path, redis, monkeypatch, capsys)
    written = list(redis.scan_iter(match="lk:*", count=1000))
    if written:
        redis.unlink(*written)
