"""`python -m bot serve`: everything in one, from one start to one stop. Real processes."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from bot.ports import free_port
from bot.store.embedded import Embedded
from bot.supervisor import healthy

HOME = Path(__file__).parents[2]


def environment(folder: Path, port: int, **more: str) -> dict[str, str]:
    env = {name: value for name, value in os.environ.items() if not name.startswith(("LINE_", "LIKHIT_", "REDIS_"))}
    line = {"LINE_CHANNEL_SECRET": "s", "LINE_CHANNEL_ACCESS_TOKEN": "t"}
    return env | line | {"LIKHIT_DATA": str(folder), "PORT": str(port), "PYTHONUTF8": "1"} | more


class Serve:
    """One `serve` process and what it says."""

    def __init__(self, folder: Path, port: int) -> None:
        self.port, self.out, self.err = port, folder.parent / "out", folder.parent / "err"
        with self.out.open("wb") as out, self.err.open("wb") as err:
            command = [sys.executable, "-m", "bot", "serve"]
            self.process = subprocess.Popen(command, cwd=HOME, env=environment(folder, port), stdout=out, stderr=err)
        _started.append(self)

    def ready(self) -> None:
        until(lambda: "Ready" in self.out.read_text(encoding="utf-8"), 30)

    def children(self) -> list[psutil.Process]:
        found = []
        for child in psutil.Process(self.process.pid).children(recursive=True):
            with contextlib.suppress(psutil.Error):  # it may end while we look
                if "valkey-server" not in child.name() and child.status() != psutil.STATUS_ZOMBIE:
                    found.append(child)
        return found


_started: list[Serve] = []


def living(process: psutil.Process) -> bool:
    """Not ended: one that ended may stay in the table of processes where nobody takes it out (containers)."""
    with contextlib.suppress(psutil.Error):
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    return False


def until(true: Callable[[], bool], seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "did not happen in time"
        time.sleep(0.02)


def refused(folder: Path, port: int, **more: str) -> tuple[int, str]:
    """Exit code and the one line of a start that can't be."""
    command = [sys.executable, "-m", "bot", "serve"]
    env = environment(folder, port, **more)
    done = subprocess.run(command, cwd=HOME, env=env, capture_output=True, timeout=20, text=True, check=False)
    [line] = done.stderr.splitlines()
    return done.returncode, line


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A data folder; what runs on it is ended after the test."""
    yield tmp_path / "data"
    for serve in _started:
        if serve.process.poll() is None:
            serve.process.terminate()
            serve.process.wait(timeout=15)
    _started.clear()
    Embedded(tmp_path / "data").stop()


def test_a_port_in_use_is_one_line(folder: Path) -> None:
    """Port taken: exit 2, one line that names PORT, and nothing left running."""
    with socket.create_server(("0.0.0.0", 0)) as other:
        code, line = refused(folder, other.getsockname()[1])
    assert code == 2
    assert line.startswith("PORT: ")
    assert not Embedded(folder).runs()


def test_a_data_folder_that_cannot_be_used_is_one_line(tmp_path: Path) -> None:
    """A file where the folder should be: exit 2 and one line that names LIKHIT_DATA."""
    (tmp_path / "file").write_text("")
    code, line = refused(tmp_path / "file" / "data", free_port())
    assert code == 2
    assert line.startswith("LIKHIT_DATA: ")


@pytest.mark.slow
def test_the_life_of_serve(folder: Path) -> None:
    """Healthy and announced; alone on its folder; each child comes again when it is killed; the children of a
    killed serve end by themselves and leave port and store to the next; a stop ends everything within 10 s."""
    serve = Serve(folder, free_port())
    serve.ready()
    assert healthy(serve.port)
    assert {os.getpgid(child.pid) for child in serve.children()} == {os.getpgid(serve.process.pid)}

    code, line = refused(folder, free_port())
    assert code == 2
    assert "another serve runs" in line

    old = {child.pid for child in serve.children()}
    for pid in old:
        os.kill(pid, signal.SIGKILL)
    until(lambda: len(serve.children()) == len(old) and healthy(serve.port), 20)
    assert not old & {child.pid for child in serve.children()}

    orphans = serve.children()
    serve.process.kill()
    serve.process.wait()
    serve = Serve(folder, serve.port)
    serve.ready()
    assert not any(living(child) for child in orphans)

    everything = serve.children()
    start = time.monotonic()
    serve.process.send_signal(signal.SIGTERM)
    assert serve.process.wait(timeout=10) == 0
    assert time.monotonic() - start < 10
    assert not any(living(child) for child in everything)
    assert not Embedded(folder).runs()


@pytest.mark.slow
def test_a_killed_store_comes_again(folder: Path) -> None:
    """The store is under the same care as the other parts."""
    serve = Serve(folder, free_port())
    serve.ready()
    [store] = [p for p in psutil.Process(serve.process.pid).children() if "valkey" in " ".join(p.cmdline())]
    store.kill()
    until(lambda: Embedded(folder).answers() and healthy(serve.port), 10)
    serve.process.terminate()
    assert serve.process.wait(timeout=10) == 0


def test_there_is_no_web_process_without_a_channel(folder: Path) -> None:
    """`web` alone needs the channel's secret: exit 2 and one line."""
    env = environment(folder, free_port(), LINE_CHANNEL_SECRET="", LINE_CHANNEL_ACCESS_TOKEN="")
    command = [sys.executable, "-m", "bot", "web"]
    done = subprocess.run(command, cwd=HOME, env=env, capture_output=True, timeout=20, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "LINE_CHANNEL_SECRET" in done.stderr


@pytest.mark.parametrize("process", ["web", "worker", "clock"])
def test_a_store_that_does_not_answer_is_told_without_a_stack(folder: Path, process: str) -> None:
    """REDIS_URL leads nowhere: each process ends with code 1 and says which setting to check."""
    env = environment(folder, free_port(), REDIS_URL="redis://127.0.0.1:1/0")
    command = [sys.executable, "-m", "bot", process]
    done = subprocess.run(command, cwd=HOME, env=env, capture_output=True, text=True, timeout=30, check=False)
    assert done.returncode == 1
    assert "REDIS_URL" in done.stderr
    assert "Traceback" not in done.stderr
