"""HTTP to LINE's hosts: one pool of connections a process, a time-out on every call, and nothing repeated unasked.

urllib3 itself and not the SDK's ApiClient (which is urllib3 within): the client brings 47 MB of imports, has no
time-outs of its own, and makes models of the answers, of which the gateway needs three values.
"""

from __future__ import annotations

import json
import os
import ssl
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import urllib3
from urllib3.exceptions import HTTPError

CONNECT_SECONDS = 3.0
READ_SECONDS = 10.0
CONNECTIONS = 16
"""Kept open to each host: as many as worker threads may want at once."""


class Unreachable(Exception):
    """No answer came: refused, cut off, or too late. What was sent may or may not have taken effect."""


class TooLarge(Exception):
    """The answer is larger than was allowed."""


@dataclass(frozen=True)
class Answer:
    """What LINE answered."""

    status: int
    headers: Mapping[str, str]
    """Header names in lower case."""
    data: bytes
    seconds: float

    @property
    def request_id(self) -> str:
        """LINE's x-line-request-id, which its support asks for."""
        return self.headers.get("x-line-request-id", "")

    def json(self) -> dict[str, Any]:
        """The answer as an object; {} where it is none."""
        try:
            found = json.loads(self.data)
        except (ValueError, RecursionError):
            return {}
        return found if isinstance(found, dict) else {}

    @property
    def message(self) -> str:
        """LINE's `message` of an error."""
        return str(self.json().get("message", ""))

    @property
    def passing(self) -> bool:
        """An error that may be over at the next try: too many requests, or LINE's own trouble."""
        return self.status == 429 or self.status >= 500


class LineHttp:
    """Calls with the channel's access token. Safe from any thread, and after a fork."""

    def __init__(self, token: str) -> None:
        self._headers = {"Authorization": f"Bearer {token}"}
        self._lock = threading.Lock()
        self._pool: urllib3.PoolManager | None = None
        self._pid = 0

    def call(
        self,
        method: str,
        url: str,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        *,
        read_seconds: float = READ_SECONDS,
        most_bytes: int = 1_000_000,
    ) -> Answer:
        """One request, one try. Raises Unreachable, or TooLarge for an answer of more than `most_bytes`."""
        sent = {**self._headers, **(headers or {})}
        if body is not None:
            sent["Content-Type"] = "application/json"
        start = time.perf_counter()
        try:
            response = self._connections().request(
                method,
                url,
                body=body,
                headers=sent,
                timeout=urllib3.Timeout(connect=min(CONNECT_SECONDS, read_seconds), read=read_seconds),
                retries=False,
                redirect=False,
                preload_content=False,
            )
            try:
                data = response.read(most_bytes + 1)
                if len(data) > most_bytes:
                    response.close()  # the rest is not wanted, so the connection can't be used again
                    raise TooLarge
            finally:
                response.release_conn()
        except (HTTPError, OSError) as fault:
            raise Unreachable(type(fault).__name__) from None
        lowered = {name.lower(): value for name, value in response.headers.items()}
        return Answer(response.status, lowered, data, time.perf_counter() - start)

    def close(self) -> None:
        """Closes the connections; the next call opens new ones."""
        with self._lock:
            if self._pool is not None:
                self._pool.clear()
                self._pool = None

    def _connections(self) -> urllib3.PoolManager:
        pid = os.getpid()
        with self._lock:
            if self._pool is None or self._pid != pid:
                # connections of the parent process must not be shared
                self._pool = urllib3.PoolManager(maxsize=CONNECTIONS, ssl_context=_trust())
                self._pid = pid
            return self._pool


def _trust() -> ssl.SSLContext:
    """The machine's own authorities, which know an office's proxy; certifi's where the machine has none."""
    context = ssl.create_default_context()
    if not context.cert_store_stats()["x509_ca"]:
        try:
            import certifi
        except ImportError:
            return context
        context.load_verify_locations(certifi.where())
    return context
