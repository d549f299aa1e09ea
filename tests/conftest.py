"""The real embedded store for all tests that need one: one server a run, a key prefix of its own for each test."""

from __future__ import annotations

import secrets
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from redis import Redis

from bot.store.embedded import Embedded, Store


@pytest.fixture(scope="session")
def store() -> Iterator[Store]:
    """A running embedded store in a folder of its own, stopped and removed after the run."""
    with tempfile.TemporaryDirectory(prefix="likhit-test-") as folder:
        embedded = Embedded(Path(folder) / "data")
        embedded.start()
        yield Store(None, embedded)
        embedded.stop()


@pytest.fixture(scope="session")
def _client(store: Store) -> Iterator[Redis]:
    client = store.client()
    yield client
    client.close()
    client.connection_pool.disconnect()


@pytest.fixture
def store_prefix(_client: Redis) -> Iterator[str]:
    """A random key prefix, as `lk:` in production; what was written under it is deleted after the test."""
    prefix = f"t{secrets.token_hex(4)}:"
    yield prefix
    keys = list(_client.scan_iter(match=f"{prefix}*", count=1000))
    if keys:
        _client.unlink(*keys)


@pytest.fixture
def redis(_client: Redis) -> Redis:
    """A client of the running store (decode_responses=True). Use with `store_prefix`."""
    return _client
