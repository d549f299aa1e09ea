"""The web process: what LINE and others may send, and what they get."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from redis import Redis

from bot.app import create_app
from bot.callback import BODY_LIMIT, signature
from bot.health import Counters, beat
from bot.store.embedded import Embedded, Store
from bot.store.inbox import Inbox, Item

SECRET = "webhook-secret"


def event(n: int) -> dict[str, Any]:
    return {"type": "message", "webhookEventId": f"E{n}", "source": {"groupId": "C1"}, "n": n}


def sign(body: bytes, secret: str = SECRET) -> dict[str, str]:
    return {"X-Line-Signature": signature(secret.encode(), body).decode()}


def post(client: FlaskClient, body: bytes, **headers: str) -> int:
    return client.post("/callback", data=body, headers=sign(body) | headers).status_code


def body_of(*events: object, **more: object) -> bytes:
    return json.dumps({"destination": "U0", "events": list(events), **more}).encode()


@pytest.fixture
def counts() -> Counters:
    return Counters()


@pytest.fixture
def client(redis: Redis, store_prefix: str, counts: Counters) -> FlaskClient:
    return create_app(redis, SECRET, prefix=store_prefix, counts=counts, now_ms=lambda: 1_700_000_000_000).test_client()


@pytest.fixture
def kept(redis: Redis, store_prefix: str) -> Any:
    inbox = Inbox(redis, store_prefix)

    def read() -> list[Item]:
        return inbox.read(dict.fromkeys(range(16), "0"), count=99, block_ms=1)

    return read


def test_a_signed_webhook_is_kept_and_acknowledged(client: FlaskClient, kept: Any) -> None:
    """What LINE was told 200 for stands in the inbox, each event once, with the time of its receipt."""
    body = body_of(event(1), event(2))
    assert post(client, body) == 200
    assert post(client, body) == 200
    assert [(item.event_id, item.received_at) for item in kept()] == [
        ("E1", datetime.fromtimestamp(1_700_000_000, UTC)),
        ("E2", datetime.fromtimestamp(1_700_000_000, UTC)),
    ]


@pytest.mark.parametrize(
    "headers",
    [{}, {"X-Line-Signature": ""}, {"X-Line-Signature": "AAAA"}, {"X-Line-Signature": "ก".encode().decode("latin-1")}],
)
def test_a_body_without_a_good_signature_is_refused(client: FlaskClient, kept: Any, headers: dict[str, str]) -> None:
    """Only LINE knows the channel secret: everything else gets 400 and leaves nothing."""
    assert client.post("/callback", data=body_of(event(1)), headers=headers).status_code == 400
    body = body_of(event(1))
    assert client.post("/callback", data=body, headers=sign(body, "other")).status_code == 400
    assert client.post("/callback", data=body + b" ", headers=sign(body)).status_code == 400
    assert kept() == []


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xff\xfe{}",
        b"{",
        b"[]",
        b"1",
        b'{"events": {}}',
        b'{"events": "x"}',
        b'{"events": [{"a": NaN}]}',
        b'{"events": [' + b"[" * 100_000 + b"]" * 100_000 + b"]}",
        b'{"events": [{"a": ' + b'{"a":' * 50_000 + b"1" + b"}" * 50_000 + b"}]}",
        b'{"events": [{"n": ' + b"9" * 10_000 + b"}]}",
    ],
    ids=["empty", "not UTF-8", "cut", "list", "number", "object", "text", "NaN", "deep lists", "deep objects", "huge"],
)
def test_a_signed_body_that_is_no_webhook_is_refused(client: FlaskClient, kept: Any, body: bytes) -> None:
    """Broken JSON gets 400, whoever signed it; the process survives any nesting."""
    assert post(client, body) == 400
    assert kept() == []


def test_odd_events_never_break_a_batch(client: FlaskClient, kept: Any, counts: Counters) -> None:
    """What isn't an object is counted and left out; the good events of the same body are kept."""
    assert post(client, body_of(1, None, event(1), "x", [], {"type": "brand-new"})) == 200
    assert sorted(item.raw["type"] for item in kept()) == ["brand-new", "message"]


def test_a_verification_without_events_is_acknowledged(client: FlaskClient) -> None:
    """LINE's console sends an empty list to try the address."""
    assert post(client, body_of()) == 200
    assert post(client, b'{"destination": "U0"}') == 200


def test_a_body_over_two_megabytes_is_refused(client: FlaskClient, kept: Any) -> None:
    """413 over the limit, with and without a Content-Length; exactly at the limit it is taken."""
    base = body_of(event(1), pad="")
    fits = body_of(event(1), pad="x" * (BODY_LIMIT - len(base)))
    assert len(fits) == BODY_LIMIT
    assert post(client, fits) == 200
    assert post(client, fits + b" ") == 413
    assert len(kept()) == 1


def test_other_methods_and_paths_give_nothing(client: FlaskClient) -> None:
    """The web process has three addresses."""
    assert client.get("/callback").status_code == 405
    assert client.get("/").status_code == 404


@pytest.fixture
def lonely(tmp_path: Path) -> Iterator[tuple[Flask, Embedded]]:
    """An app with a store of its own, which can be stopped."""
    embedded = Embedded(tmp_path)
    embedded.start()
    redis = Store(None, embedded).client(timeout=0.9, connect_timeout=0.5)
    yield create_app(redis, SECRET, counts=Counters()), embedded
    redis.close()
    redis.connection_pool.disconnect()
    embedded.stop()


def test_without_the_store_line_is_told_to_come_again(lonely: tuple[Flask, Embedded]) -> None:
    """While the store is gone the webhook answers 503, so that LINE redelivers, and it recovers by itself."""
    app, embedded = lonely
    client, body = app.test_client(), body_of(event(1))
    assert post(client, body) == 200
    embedded.stop()
    assert post(client, body_of(event(2))) == 503
    assert client.get("/healthz").status_code == 503
    assert client.get("/healthz").get_json()["store"] == {"alive": False, "reason": "ConnectionError"}
    assert client.get("/metrics").status_code == 503
    embedded.start()
    assert post(client, body_of(event(2))) == 200


def test_health_names_each_part(client: FlaskClient, redis: Redis, store_prefix: str) -> None:
    """Healthy is who can take messages in and answer them: store and worker; the clock is shown beside them."""
    found = client.get("/healthz")
    assert (found.status_code, found.get_json()["worker"]["alive"]) == (503, False)
    beat(redis, "worker:w1", store_prefix)
    found = client.get("/healthz")
    assert (found.status_code, found.get_json()["status"]) == (200, "degraded")
    beat(redis, "clock:c1", store_prefix)
    beat(redis, "index", store_prefix, notes=5)
    found = client.get("/healthz")
    assert (found.status_code, found.get_json()["status"]) == (200, "ok")
    assert found.get_json()["index"]["notes"] == 5


def test_a_silent_worker_is_dead(client: FlaskClient, redis: Redis, store_prefix: str) -> None:
    """A worker that stopped saying that it lives doesn't count, though its last sign is still there."""
    redis.hset(f"{store_prefix}{{all}}:beats", "worker:w1", json.dumps({"at": 1_700_000_000}))
    assert client.get("/healthz").status_code == 503


def test_metrics_show_counts_of_all_processes(
    client: FlaskClient, redis: Redis, store_prefix: str, counts: Counters
) -> None:
    """Figures of web, worker and others stand together, in Prometheus' format, also those that are still 0."""
    post(client, body_of(event(1), event(2)))
    post(client, body_of(event(1)))
    other = Counters()
    other.add("replies", 3)
    other.gauge("quota_left", 187)
    other.observe("reply", 0.02)
    other.observe("reply", 0.3)
    other.flush(redis, store_prefix)
    lines = client.get("/metrics").get_data(as_text=True).splitlines()
    assert "likhit_events_received_total 3.0" in lines
    assert "likhit_events_duplicate_total 1.0" in lines
    assert "likhit_events_handled_total 0.0" in lines
    assert "likhit_events_waiting 2.0" in lines
    assert "likhit_replies_total 3.0" in lines
    assert "likhit_quota_left 187.0" in lines
    assert 'likhit_reply_seconds_bucket{le="0.025"} 1.0' in lines
    assert 'likhit_reply_seconds_bucket{le="+Inf"} 2.0' in lines
    assert "likhit_reply_seconds_sum 0.32" in lines
    assert any(line.startswith("likhit_lag_seconds ") and float(line.split()[1]) > 1000 for line in lines)
