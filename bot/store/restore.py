"""A backup file put back into a store (see backup.py for the file).

The whole file is checked before anything is written. Keys are then written under spare names; one MULTI at the end
takes away what was there and gives the new keys their names. A restore that is killed before leaves the old data as
it was. (On a cluster there is one MULTI for each tag; give the same file again after a kill.)"""

from __future__ import annotations

import gzip
import hashlib
import json
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from redis import Redis
from redis.client import Pipeline

from bot.store.backup import (
    BATCH,
    FORMAT,
    KIND,
    BackupError,
    Contents,
    NotEmpty,
    by_tag,
    exact,
    is_cluster,
    listed,
    passing,
)
from bot.store.keys import PREFIX

SPARE = "restoring:"
"""Before a key's own name while a restore is under way; nothing else begins so."""
LONGEST_LINE = 512 * 1024 * 1024
"""Bytes: what Redis itself allows for one value."""
_CHUNK = 500
_KINDS = {"string": str, "hash": dict, "list": list, "set": list, "zset": list, "stream": dict}


def check_file(path: Path) -> Contents:
    """Reads the whole file and checks its sum; BackupError when it is cut off, changed, or no backup."""
    header: dict[str, Any] | None = None
    trailer: dict[str, Any] | None = None
    digest, keys = hashlib.sha256(), 0
    for line, data in _lines(path):
        if trailer is not None:
            raise BackupError(f"{path} มีข้อมูลเกินท้ายแฟ้ม · ใช้แฟ้มสำรองอื่น")
        if header is None:
            header = _header(path, line)
        elif line.get("end") is True:
            trailer = line
            continue
        else:
            _check_key(path, line, str(header["prefix"]))
            keys += 1
        digest.update(data)
    if header is None or trailer is None:
        raise BackupError(f"{path} ขาดตอน อ่านได้ไม่ถึงท้ายแฟ้ม · ใช้แฟ้มสำรองอื่น")
    if trailer.get("keys") != keys or trailer.get("sha256") != digest.hexdigest():
        raise BackupError(f"{path} เสียหาย ผลรวมตรวจสอบไม่ตรง · ใช้แฟ้มสำรองอื่น")
    return Contents(keys, str(header.get("made_at", "")))


def restore_backup(redis: Redis, path: Path, *, force: bool = False, prefix: str = PREFIX) -> Contents:
    """Puts a checked file into the store. NotEmpty unless the store is empty or `force` says to replace it all."""
    contents = check_file(path)
    store = exact(redis)
    try:
        before = [name for name in listed(store, prefix) if not passing(name)]
        if before and not force:
            raise NotEmpty(
                f"คลังมีข้อมูลอยู่แล้ว {len(before)} คีย์ · ใช้ --force ถ้าต้องการแทนที่ทั้งหมด (สำรองของเดิมไว้ก่อน)"
            )
        _clear(store, listed(store, SPARE))
        try:
            written = _write_spares(store, path, prefix)
            _swap(store, written, prefix)
        except BaseException:
            _clear(store, listed(store, SPARE))
            raise
    finally:
        if store is not redis:
            store.close()
    return contents


# ---------------------------------------------------------------- reading


def _lines(path: Path) -> Iterator[tuple[dict[str, Any], bytes]]:
    try:
        with gzip.open(path, "rb") as file:
            while data := file.readline(LONGEST_LINE):
                line = json.loads(data)
                if not isinstance(line, dict):
                    raise ValueError("not an object")
                yield line, data
    except (EOFError, zlib.error, gzip.BadGzipFile, ValueError, RecursionError):
        raise BackupError(f"{path} ขาดตอนหรือไม่ใช่แฟ้มสำรองของคุณลิขิต · ใช้แฟ้มที่ได้จากคำสั่ง backup") from None
    except OSError as wrong:
        raise BackupError(f"เปิด {path} ไม่ได้ ({wrong.strerror or wrong}) · ตรวจชื่อแฟ้มและสิทธิ์การอ่าน") from None


def _header(path: Path, line: dict[str, Any]) -> dict[str, Any]:
    if line.get("kind") != KIND or not isinstance(line.get("prefix"), str):
        raise BackupError(f"{path} ไม่ใช่แฟ้มสำรองของคุณลิขิต · ใช้แฟ้มที่ได้จากคำสั่ง backup")
    if not isinstance(line.get("format"), int) or line["format"] > FORMAT:
        raise BackupError(f"{path} มาจากคุณลิขิตรุ่นใหม่กว่า (รูปแบบ {line.get('format')}) · ปรับรุ่นโปรแกรมก่อน")
    return line


def _check_key(path: Path, line: dict[str, Any], prefix: str) -> None:
    kind, name = line.get("type"), line.get("key")
    wanted = _KINDS.get(str(kind))
    if wanted is None or not isinstance(line.get("value"), wanted) or not isinstance(name, str):
        raise BackupError(f"{path} มีรายการที่อ่านไม่ได้ · ใช้แฟ้มสำรองอื่น")
    if not name.startswith(prefix):
        raise BackupError(f"{path} มีคีย์นอกคลังของคุณลิขิต · ใช้แฟ้มสำรองอื่น")


# ---------------------------------------------------------------- writing


def _write_spares(store: Redis, path: Path, prefix: str) -> list[str]:
    """Writes every key under its spare name; returns the names that the keys shall have."""
    now_ms = _now_ms(store)
    names: list[str] = []
    theirs = ""
    pipe = store.pipeline(transaction=False)
    for line, _ in _lines(path):
        if "kind" in line:
            theirs = str(line["prefix"])
            continue
        if "end" in line or int(line.get("expires_ms", now_ms + 1)) <= now_ms:
            continue
        name = prefix + str(line["key"]).removeprefix(theirs)
        if not _WRITERS[line["type"]](pipe, SPARE + name, line["value"]):
            continue
        if "expires_ms" in line:
            pipe.pexpireat(SPARE + name, int(line["expires_ms"]))
        names.append(name)
        if len(pipe.command_stack) >= BATCH:
            pipe.execute()
    pipe.execute()
    return names


def _now_ms(store: Redis) -> int:
    """The store's own clock, by which its keys expire; of a cluster, one node's."""
    told: Any = store.time()
    seconds, micros = next(iter(told.values())) if isinstance(told, dict) else told
    return int(seconds) * 1000 + int(micros) // 1000


def _swap(store: Redis, names: list[str], prefix: str) -> None:
    """Old keys out, new ones in: in one MULTI, on a cluster in one for each tag."""
    old = listed(store, prefix)
    if not is_cluster(store):
        _swap_some(store, old, names)
        return
    before, after = by_tag(old), by_tag(names)
    for tag in {**before, **after}:
        _swap_some(store, before.get(tag, []), after.get(tag, []))


def _swap_some(store: Redis, old: list[str], names: list[str]) -> None:
    with store.pipeline(transaction=True) as pipe:
        for name in old:
            pipe.unlink(name)
        for name in names:
            # not pipe.rename(): a cluster client forbids it, though both names have one tag
            pipe.execute_command("RENAME", SPARE + name, name)  # type: ignore[no-untyped-call]
        answers = pipe.execute(raise_on_error=False)
    # a key whose time ended a moment ago is no loss
    wrong = [a for a in answers if isinstance(a, Exception) and "no such key" not in str(a)]
    if wrong:
        raise BackupError(f"คลังไม่รับข้อมูล ({wrong[0]}) · ดูบันทึกของเซิร์ฟเวอร์แล้วลองใหม่")


def _clear(store: Redis, names: list[str]) -> None:
    for start in range(0, len(names), _CHUNK):
        store.unlink(*names[start : start + _CHUNK])


def _chunks(values: list[Any]) -> Iterator[list[Any]]:
    for start in range(0, len(values), _CHUNK):
        yield values[start : start + _CHUNK]


def _string(pipe: Pipeline, name: str, value: str) -> bool:
    pipe.set(name, value)
    return True


def _hash(pipe: Pipeline, name: str, value: dict[str, str]) -> bool:
    for some in _chunks(list(value.items())):
        pipe.hset(name, mapping=dict(some))
    return bool(value)


def _list(pipe: Pipeline, name: str, value: list[str]) -> bool:
    for some in _chunks(value):
        pipe.rpush(name, *some)
    return bool(value)


def _set(pipe: Pipeline, name: str, value: list[str]) -> bool:
    for some in _chunks(value):
        pipe.sadd(name, *some)
    return bool(value)


def _zset(pipe: Pipeline, name: str, value: list[list[str]]) -> bool:
    for some in _chunks(value):
        pipe.zadd(name, {member: float(score) for member, score in some})
    return bool(value)


def _stream(pipe: Pipeline, name: str, value: dict[str, Any]) -> bool:
    """Entries under their own ids, then the groups, and what each had taken but not acknowledged."""
    for entry_id, flat in value["entries"]:
        pipe.xadd(name, dict(zip(flat[::2], flat[1::2], strict=True)), id=entry_id)
    if not value["entries"]:
        if value["last"] == "0-0" and not value["groups"]:
            return False
        pipe.execute_command("XGROUP", "CREATE", name, "·", "0", "MKSTREAM")  # type: ignore[no-untyped-call]
        pipe.xgroup_destroy(name, "·")
    pipe.execute_command(  # type: ignore[no-untyped-call]
        "XSETID", name, value["last"], "ENTRIESADDED", value["added"], "MAXDELETEDID", value["dropped"]
    )
    for group in value["groups"]:
        read = ("ENTRIESREAD", group["read"]) if group.get("read") is not None else ()
        pipe.execute_command("XGROUP", "CREATE", name, group["name"], group["last"], *read)  # type: ignore[no-untyped-call]
        for entry_id, consumer, deliveries in group["pending"]:
            pipe.execute_command(  # type: ignore[no-untyped-call]
                "XCLAIM", name, group["name"], consumer, 0, entry_id, "RETRYCOUNT", deliveries, "FORCE", "JUSTID"
            )
    return True


_WRITERS: dict[str, Callable[[Pipeline, str, Any], bool]] = {
    "string": _string,
    "hash": _hash,
    "list": _list,
    "set": _set,
    "zset": _zset,
    "stream": _stream,
}
