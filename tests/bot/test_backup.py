"""backup and restore: the whole store in one file, and back, on either kind of server."""

from __future__ import annotations

import gzip
import json
import shutil
import stat
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from redis import Redis
from shell import Shell

from bot.store.backup import BackupError, write_backup
from bot.store.embedded import Store
from bot.store.restore import NotEmpty, check_file, restore_backup

AT = "2026-11-21T09:00:00+07:00"


@pytest.fixture
def filled(redis: Redis, store_prefix: str) -> str:
    """Every kind of value under the test's prefix."""
    p = store_prefix
    redis.set(f"{p}text", "เรื่องเล่า\nสองบรรทัด")
    redis.set(f"{p}soon", "x", ex=1000)
    redis.hset(f"{p}hash", mapping={"ก": "1", "b": ""})
    redis.rpush(f"{p}list", *(str(n) for n in range(1200)))
    redis.sadd(f"{p}set", "a", "ข")
    redis.zadd(f"{p}zset", {"a": 1.5, "b": 1781234567.123456})
    stream = f"{p}{{inbox}}:00"
    ids = [redis.xadd(stream, {"e": json.dumps({"n": n}), "t": "๑"}) for n in range(9)]
    redis.xgroup_create(stream, "g", "0")
    redis.xreadgroup("g", "c", {stream: ">"}, count=4)
    redis.xack(stream, "g", ids[0])
    redis.xdel(stream, ids[8])
    redis.set(f"{p}{{inbox}}:leases", "mine")
    redis.zadd(f"{p}{{inbox}}:beats", {"me": 1})
    return p


def dump(redis: Redis, prefix: str, folder: Path) -> list[str]:
    """What a backup says of a store, in an order of its own."""
    file = folder / f"dump-{time.monotonic_ns()}.gz"
    write_backup(redis, file, AT, prefix)
    lines = gzip.decompress(file.read_bytes()).decode().replace(prefix, "P:").splitlines()
    return sorted(lines[1:-1])


def test_everything_comes_back_as_it_was(redis: Redis, filled: str, tmp_path: Path) -> None:
    """Texts, hashes, lists, sets, sorted sets, streams with their groups and pending entries, and times to live."""
    write_backup(redis, tmp_path / "b", AT, filled)
    before = dump(redis, filled, tmp_path)
    restore_backup(redis, tmp_path / "b", force=True, prefix=filled)
    assert dump(redis, filled, tmp_path) == before
    assert redis.xpending(f"{filled}{{inbox}}:00", "g")["pending"] == 3
    assert 0 < redis.ttl(f"{filled}soon") <= 1000


def test_leases_and_heartbeats_stay_out(redis: Redis, filled: str, tmp_path: Path) -> None:
    """What only means something to running processes is not carried to another store."""
    assert not [line for line in dump(redis, filled, tmp_path) if "leases" in line or "beats" in line]


def test_the_file_is_for_its_owner_only(redis: Redis, filled: str, tmp_path: Path) -> None:
    """It holds what people told; and no unfinished file is left beside it."""
    write_backup(redis, tmp_path / "b", AT, filled)
    assert stat.S_IMODE((tmp_path / "b").stat().st_mode) == 0o600
    assert [f.name for f in tmp_path.iterdir()] == ["b"]


def test_a_store_with_data_is_only_replaced_by_force(redis: Redis, filled: str, tmp_path: Path) -> None:
    """Restoring over data is refused; with force the data is replaced, not mixed."""
    write_backup(redis, tmp_path / "b", AT, filled)
    redis.set(f"{filled}newer", "1")
    with pytest.raises(NotEmpty, match="--force"):
        restore_backup(redis, tmp_path / "b", prefix=filled)
    assert redis.get(f"{filled}newer") == "1"
    restore_backup(redis, tmp_path / "b", force=True, prefix=filled)
    assert redis.get(f"{filled}newer") is None


@pytest.mark.parametrize("keep", [0, 1, 40, -1, -5, -200])
def test_a_file_that_was_cut_off_changes_nothing(redis: Redis, filled: str, tmp_path: Path, keep: int) -> None:
    """The whole file is read before the first key is written."""
    write_backup(redis, tmp_path / "b", AT, filled)
    before = dump(redis, filled, tmp_path)
    (tmp_path / "cut").write_bytes((tmp_path / "b").read_bytes()[:keep])
    with pytest.raises(BackupError):
        restore_backup(redis, tmp_path / "cut", force=True, prefix=filled)
    assert dump(redis, filled, tmp_path) == before


def test_a_file_that_was_changed_is_refused(redis: Redis, filled: str, tmp_path: Path) -> None:
    """A changed value, a missing line, a newer format, another program's file."""
    write_backup(redis, tmp_path / "b", AT, filled)
    lines = gzip.decompress((tmp_path / "b").read_bytes()).splitlines(keepends=True)
    newer = lines[0].replace(b'"format":1', b'"format":99')
    for wrong, says in (
        ([*lines[:3], *lines[4:]], "เสียหาย"),
        ([line.replace(b'"x"', b'"y"') for line in lines], "เสียหาย"),
        (lines[:-1], "ขาดตอน"),
        ([newer, *lines[1:]], "รุ่นใหม่กว่า"),
        ([b'{"some": "json"}\n'], "ไม่ใช่แฟ้มสำรอง"),
        ([b"no json\n"], "ไม่ใช่แฟ้มสำรอง"),
        ([], "ขาดตอน"),
    ):
        (tmp_path / "wrong").write_bytes(gzip.compress(b"".join(wrong)))
        with pytest.raises(BackupError, match=says):
            check_file(tmp_path / "wrong")


def test_what_has_expired_since_is_left_out(redis: Redis, store_prefix: str, tmp_path: Path) -> None:
    """A time to live is a moment, which may have passed when the file is used."""
    redis.set(f"{store_prefix}brief", "1", px=30)
    redis.set(f"{store_prefix}stays", "1")
    write_backup(redis, tmp_path / "b", AT, store_prefix)
    time.sleep(0.05)
    restore_backup(redis, tmp_path / "b", prefix=store_prefix, force=True)
    assert list(redis.scan_iter(match=f"{store_prefix}*")) == [f"{store_prefix}stays"]


@pytest.fixture
def other_server(tmp_path: Path) -> Iterator[Redis]:
    """A redis-server from PATH, on a socket."""
    binary = shutil.which("redis-server")
    if binary is None:
        pytest.skip("no redis-server on PATH: moving between Valkey and Redis can't be tried here")
    socket = tmp_path / "other.sock"
    command = [binary, "--port", "0", "--unixsocket", str(socket), "--save", "", "--dir", str(tmp_path)]
    server = subprocess.Popen(command)
    client = Redis(unix_socket_path=str(socket), decode_responses=True)
    try:
        for _ in range(200):
            if socket.exists():
                break
            time.sleep(0.02)
        yield client
    finally:
        client.close()
        server.terminate()
        server.wait(10)


def test_data_moves_between_valkey_and_redis(redis: Redis, filled: str, other_server: Redis, tmp_path: Path) -> None:
    """From the embedded Valkey to a Redis and back, unchanged."""
    write_backup(redis, tmp_path / "b", AT, filled)
    restore_backup(other_server, tmp_path / "b", prefix=filled)
    assert dump(other_server, filled, tmp_path) == dump(redis, filled, tmp_path)


def test_commands_carry_an_office_from_store_to_store(shell: Shell, store: Store) -> None:
    """`backup`, an emptied store, `restore`: the office and its people are there again."""
    office = shell.office()
    experts = shell.done("export", "experts", "--office", office).lines
    file = str(shell.folder / "office.likhit")
    assert shell.done("backup", file, "--json").json["keys"] > 0
    assert "--force" in shell.refused("restore", file)
    shell.redis.unlink(*shell.redis.scan_iter(match="lk:*"))
    shell.done("restore", file)
    assert shell.done("export", "experts", "--office", office).lines == experts


def test_search_agrees_with_what_was_restored(shell: Shell) -> None:
    """People who came after the backup are no longer found, those of it are, with the index that is there."""
    office = shell.office()
    shell.done("backup", str(shell.folder / "b"))
    (shell.folder / "later.csv").write_text("ชื่อ-สกุล,ความเชี่ยวชาญ\nนายตรี ภายหลัง,ซ่อมเครื่องสูบน้ำ\n", encoding="utf-8")
    shell.done("roster", "import", str(shell.folder / "later.csv"), "--office", office)
    assert "นายตรี" in shell.done("who", "ซ่อมเครื่องสูบน้ำ", "--office", office).out
    shell.done("restore", "--force", str(shell.folder / "b"))
    assert shell.done("who", "ซ่อมเครื่องสูบน้ำ", "--office", office, "--json").json["experts"] == []
    assert "นางโท" in shell.done("who", "ย้อมคราม", "--office", office).out


def test_bad_files_and_places_are_one_line(shell: Shell) -> None:
    """Exit code 2; nothing written."""
    assert "โฟลเดอร์" in shell.refused("backup", str(shell.folder / "no" / "where"))
    assert "เปิด" in shell.refused("restore", str(shell.folder / "none"))
    (shell.folder / "text").write_text("x")
    assert "ไม่ใช่แฟ้มสำรอง" in shell.refused("restore", str(shell.folder / "text"))
