"""The supervisor behind `serve`: starts web, worker, clock and the store, keeps them alive, and ends them.

Standard library only, and little of it: it lives as long as everything else together."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO, Any

from bot.leash import VARIABLE
from bot.ports import free_port, port_is_free, port_taken
from bot.store.embedded import Embedded, StoreError

STOP_SECONDS = 7.5
"""For the children; then they are killed. With the store's end it stays below the promised 10 s."""
ORPHANS_SECONDS = 12.0
"""How long the children of a supervisor that was killed may take to end."""
FIRST_PAUSE, LONGEST_PAUSE = 0.2, 10.0
"""Seconds before a child that died is started again; doubled at each death in a row."""
WELL_SECONDS = 3.0
"""A child that lived so long is well: its earlier deaths are forgotten."""


SMALL_HEAP = {"MALLOC_ARENA_MAX": "2", "MALLOC_TRIM_THRESHOLD_": "131072"}
"""For glibc (others ignore it): by default each thread gets a heap of its own that is never given back, and the
worker grows from 160 MB to 300 MB under load (bench: footprint)."""
COMMANDS = {
    "web": ["bot.web"],  # not `bot web`: see bot.lean
    "clock": ["bot.clock"],
    "worker": ["bot", "worker"],
    "practice": ["bot", "practice"],
}


@dataclass
class Child:
    """One process of ours."""

    name: str
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    deaths: int = 0
    start_at: float = 0.0


@dataclass
class Supervisor:
    """Runs until SIGTERM or SIGINT. `now` is LIKHIT_NOW's time at `began` (tests)."""

    data: Path
    port: int
    embedded: bool
    practice: bool
    now: datetime | None
    host: str = "0.0.0.0"
    began: float = field(default_factory=time.monotonic)
    _env: dict[str, str] = field(default_factory=lambda: dict(os.environ))
    _stopping: bool = False
    _fds: tuple[int, ...] = ()

    def run(self) -> int:
        """The exit code: 0 after a stop, 1 when the store can't be started, 2 for wrong settings."""
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._stop)
        try:
            self.data.mkdir(parents=True, exist_ok=True)
            with self._alone() as refusal:
                if refusal:
                    return _refuse(refusal)
                return self._run()
        except OSError as trouble:
            return _refuse(f"LIKHIT_DATA: the folder {self.data} can't be used: {trouble.strerror}")

    def _run(self) -> int:
        if not port_is_free(self.port, self.host):
            return _refuse(port_taken(self.port, self.host))
        store = Embedded(self.data) if self.embedded else None
        try:
            if store:
                store.start()
        except StoreError as trouble:
            return _refuse(str(trouble), 1)
        names = ["web", "worker", "clock"]
        self._env.pop("LIKHIT_PRACTICE_PORT", None)  # only we open the room
        if self.practice:
            self._open_practice()
            names.append("practice")
        read_end, write_end = os.pipe()
        self._fds = (*self._fds, read_end)
        self._env[VARIABLE] = str(read_end)
        # nobody waits for the clock in the first second, but the others need the processor
        children = [Child(name, start_at=time.monotonic() + (1.0 if name == "clock" else 0.0)) for name in names]
        try:
            return self._watch(children, store)
        finally:
            self._end(children)
            os.close(write_end)
            os.close(read_end)
            if store and not store.stop(1.5):
                _say("the store still writes: it will be adopted by the next start")

    @contextlib.contextmanager
    def _alone(self) -> Iterator[str | None]:
        """Holds the folder against a second `serve`; gives the refusal when there is one. A second lock is held
        by our children, too: those of a killed supervisor may need a moment to notice and end."""
        with (self.data / "serve.lock").open("a") as ours, (self.data / "children.lock").open("a") as family:
            if not _lock(ours, 0.0):
                yield f"LIKHIT_DATA: another serve runs on {self.data}: stop it, or set another folder"
            elif not _lock(family, ORPHANS_SECONDS):
                yield f"LIKHIT_DATA: processes of an earlier serve still run on {self.data}: stop them"
            else:
                self._fds = (family.fileno(),)
                yield None

    def _open_practice(self) -> None:
        room = free_port()
        address = f"http://127.0.0.1:{room}"
        self._env |= {
            "LINE_CHANNEL_SECRET": os.urandom(16).hex(),
            "LINE_CHANNEL_ACCESS_TOKEN": os.urandom(32).hex(),
            "LINE_API_URL": address,
            "LINE_API_DATA_URL": address,
            "LIKHIT_PRACTICE_PORT": str(room),
        }

    # ------------------------------------------------------------ the children

    def _watch(self, children: list[Child], store: Embedded | None) -> int:
        announced = False
        store_at = time.monotonic() + 1.0
        while not self._stopping:
            for child in children:
                code = self._tend(child)
                if code is not None:
                    return code
            if store and time.monotonic() >= store_at:
                self._mend(store)
                store_at = time.monotonic() + 1.0
            if not announced and healthy(self.port, self.host):
                announced = True
                self._announce()
            time.sleep(0.05 if not announced else 0.2)
        return 0

    def _tend(self, child: Child) -> int | None:
        """Starts a child that isn't there; gives an exit code when it says that the settings are wrong."""
        moment = time.monotonic()
        if child.process is None:
            if moment >= child.start_at:
                child.process, child.started = self._spawn(child.name), moment
            return None
        code = child.process.poll()
        if code is None:
            return None
        lived = moment - child.started
        if code == 2 and child.deaths == 0 and lived < WELL_SECONDS:
            return 2  # it has said on stderr what is wrong
        child.deaths = 1 if lived > WELL_SECONDS else child.deaths + 1
        child.start_at = moment + min(FIRST_PAUSE * 2 ** (child.deaths - 1), LONGEST_PAUSE)
        child.process = None
        _log("child_died", child=child.name, code=code, lived_seconds=round(lived, 1))
        return None

    def _spawn(self, name: str) -> subprocess.Popen[bytes]:
        env = SMALL_HEAP | self._env
        if self.now:  # a child that is started again must not begin the day anew
            env["LIKHIT_NOW"] = (self.now + timedelta(seconds=time.monotonic() - self.began)).isoformat()
        return subprocess.Popen([sys.executable, "-m", *COMMANDS[name]], env=env, pass_fds=self._fds)

    def _mend(self, store: Embedded) -> None:
        from bot.store.embedded import reap

        reap()
        if store.answers():
            return
        try:
            if store.start(5.0):
                _log("store_restarted")
        except StoreError as trouble:
            _log("store_cannot_start", reason=str(trouble))

    def _end(self, children: list[Child]) -> None:
        processes = [child.process for child in children if child.process]
        for process in processes:
            with contextlib.suppress(ProcessLookupError):
                process.terminate()
        deadline = time.monotonic() + STOP_SECONDS
        while any(process.poll() is None for process in processes) and time.monotonic() < deadline:
            time.sleep(0.02)
        for process in processes:
            if process.poll() is None:
                process.kill()
                process.wait()

    def _stop(self, *_: object) -> None:
        self._stopping = True

    def _announce(self) -> None:
        here = "localhost" if self.host in ("0.0.0.0", "127.0.0.1") else self.host
        address = f"http://{here}:{self.port}/"
        if self.practice:
            _say(f"คุณลิขิตพร้อมแล้ว เปิดห้องซ้อมได้ที่ {address} · Ready: open the practice room at {address}")
        else:
            _say(
                f"คุณลิขิตพร้อมแล้ว รับ webhook ที่ {address}callback (ตั้งใน LINE เป็นที่อยู่ https ที่ส่งมาถึงที่นี่)"
                f" · Ready: webhook at {address}callback, health at {address}healthz"
            )


def healthy(port: int, host: str = "127.0.0.1") -> bool:
    """Whether /healthz says 200 at this moment."""
    try:
        with socket.create_connection(("127.0.0.1" if host == "0.0.0.0" else host, port), timeout=1.0) as talk:
            talk.sendall(b"GET /healthz HTTP/1.0\r\nHost: localhost\r\n\r\n")
            return talk.recv(64).split(b" ")[1:2] == [b"200"]
    except OSError:
        return False


def _lock(file: IO[str], seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= deadline:
                return False
            time.sleep(0.05)
        else:
            return True


def _say(text: str) -> None:
    with contextlib.suppress(OSError):
        os.write(1, (text + "\n").encode())


def _refuse(text: str, code: int = 2) -> int:
    with contextlib.suppress(OSError):
        os.write(2, (text + "\n").encode())
    return code


def _log(event: str, **ids: object) -> None:
    at = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    _refuse(json.dumps({"at": at, "event": event, **ids}, ensure_ascii=False))


def main(order: dict[str, Any]) -> int:
    """Runs what `bot.serve` asks for."""
    now = datetime.fromisoformat(order["now"]) if order["now"] else None
    return Supervisor(
        Path(order["data"]), order["port"], order["embedded"], order["practice"], now, order["host"]
    ).run()


if __name__ == "__main__":
    sys.exit(main(json.loads(sys.argv[1])))
