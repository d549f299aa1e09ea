"""The product in processes of its own (`python -m bot serve`), talking to a double of LINE in this one."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psutil

from bot.ports import free_port
from bot.practice.double import LineDouble
from bot.store.embedded import Store
from bot.store.inbox import Inbox
from bot.supervisor import healthy

HOME = Path(__file__).parents[1]


class CommandFailed(Exception):
    """A command of the product ended with another code than 0; the text is its code and stderr."""


class Product:
    """`serve` on a data folder and a free port. Its log is `serve.log` beside the folder."""

    def __init__(self, data: Path, line: LineDouble) -> None:
        self.data, self.line, self.port = data, line, free_port()
        data.parent.mkdir(parents=True, exist_ok=True)
        self.env = {n: v for n, v in os.environ.items() if n not in {"REDIS_URL", "LIKHIT_NOW"}} | {
            "LIKHIT_DATA": str(data),
            "PORT": str(self.port),
            "LINE_CHANNEL_SECRET": line.secret,
            "LINE_CHANNEL_ACCESS_TOKEN": line.token,
            "LINE_API_URL": line.url,
            "LINE_API_DATA_URL": line.url,
            "PYTHONUTF8": "1",
        }
        self.log = data.parent / "serve.log"
        self.serve: subprocess.Popen[bytes] | None = None

    @property
    def callback(self) -> str:
        """The webhook's address."""
        return f"http://127.0.0.1:{self.port}/callback"

    def start(self, seconds: float = 30.0) -> float:
        """Starts it; returns the seconds until /healthz said 200. Raises TimeoutError."""
        began = time.perf_counter()
        with self.log.open("a") as log:
            command = [sys.executable, "-m", "bot", "serve"]
            self.serve = subprocess.Popen(command, env=self.env, cwd=HOME, stdout=log, stderr=log)
        while not healthy(self.port):
            if time.perf_counter() - began > seconds or self.serve.poll() is not None:
                raise TimeoutError(f"not healthy: {self.log.read_text('utf-8')[-500:]}")
            time.sleep(0.005)
        return time.perf_counter() - began

    def stop(self) -> float:
        """A clean stop; returns the seconds it took."""
        began = time.perf_counter()
        if self.serve and self.serve.poll() is None:
            self.serve.terminate()
            self.serve.wait(timeout=20)
        return time.perf_counter() - began

    def __enter__(self) -> Product:
        try:
            self.start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    # ------------------------------------------------------------ its commands

    def run(self, *arguments: str, lines: Iterable[dict[str, Any]] | None = None) -> str:
        """`python -m bot ARGUMENTS`, with JSON lines on stdin; its stdout. Raises CommandFailed."""
        text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines or ())
        done = subprocess.run(
            [sys.executable, "-m", "bot", *arguments],
            input=text.encode(),
            capture_output=True,
            env=self.env,
            cwd=HOME,
            check=False,
        )
        if done.returncode:
            raise CommandFailed(f"{arguments[:2]}: exit {done.returncode}: {done.stderr.decode()[-800:]}")
        return done.stdout.decode()

    def run_json(self, *arguments: str, lines: Iterable[dict[str, Any]] | None = None) -> list[dict[str, Any]]:
        """The same, its stdout read as JSON lines."""
        return [json.loads(line) for line in self.run(*arguments, lines=lines).splitlines() if line.strip()]

    # ------------------------------------------------------------ its state

    def wait_until_done(self, seconds: float = 60.0) -> None:
        """Waits until no event waits in the inbox. Raises TimeoutError."""
        redis = Store.of(None, self.data).client(connections=2)
        try:
            inbox, deadline = Inbox(redis), time.monotonic() + seconds
            while (state := inbox.state(datetime.now(UTC)))["waiting"] or state["retrying"]:
                if time.monotonic() > deadline:
                    raise TimeoutError(f"events still wait: {state}")
                time.sleep(0.01)
        finally:
            redis.close()

    def failed(self) -> list[str]:
        """Reasons of the events that were given up."""
        redis = Store.of(None, self.data).client(connections=2)
        try:
            return [each.reason for each in Inbox(redis).failed()]
        finally:
            redis.close()

    def processes(self) -> list[tuple[str, psutil.Process]]:
        """Every living process with what it is: serve, web (gunicorn's two), worker, clock, store."""
        if self.serve is None:
            return []
        found = [("serve", psutil.Process(self.serve.pid))]
        for child in found[0][1].children(recursive=True):
            with contextlib.suppress(psutil.Error):
                last = (child.cmdline() or [""])[-1].removeprefix("bot.")
                found.append((last if last in {"web", "worker", "clock", "practice"} else child.name(), child))
        known = {process.pid for _, process in found}
        redis = Store.of(None, self.data).client(connections=1)
        try:
            pid = int(redis.info("server")["process_id"])  # type: ignore[index]
        finally:
            redis.close()
        if pid not in known:
            found.append(("store", psutil.Process(pid)))
        return found

    def cpu(self) -> dict[str, float]:
        """Process → CPU seconds (user and system) since it began."""
        found: dict[str, float] = {}
        for name, process in self.processes():
            with contextlib.suppress(psutil.Error):
                times = process.cpu_times()
                found[name] = found.get(name, 0.0) + times.user + times.system
        return found

    def memory(self) -> dict[str, tuple[float, float]]:
        """Process → (RSS, PSS) in MB (10⁶ bytes); PSS counts a page shared by n processes 1/n."""
        found: dict[str, tuple[float, float]] = {}
        for name, process in self.processes():
            with contextlib.suppress(psutil.Error):
                info = process.memory_full_info()
                rss, pss = info.rss / 1e6, getattr(info, "pss", info.rss) / 1e6
                key = name if name not in found else f"{name} 2"
                found[key] = (rss, pss)
        return found
