"""An office group to talk in."""

from __future__ import annotations

from pathlib import Path

import pytest
from redis import Redis

from tests.talk import Talk


@pytest.fixture
def talk(redis: Redis, store_prefix: str, tmp_path: Path) -> Talk:
    return Talk(redis, store_prefix, tmp_path)


@pytest.fixture
def unlinked(redis: Redis, store_prefix: str, tmp_path: Path) -> Talk:
    return Talk(redis, store_prefix, tmp_path, linked=False)
