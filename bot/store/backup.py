"""The whole store in one file, and back: an own format, since dumps of Redis and Valkey don't read each other.

The file is gzip of JSON lines: a header, one line a key, and a trailer with their number and SHA-256. Keys are
written in their logical form (text, hash, list, set, sorted set, stream with its groups), with the moment at which
they expire. Leases and heartbeats of running processes stay out.

Taken while the bot runs, a backup is safe to use: it reads first which events were seen, then the inbox at one
moment, then the marks of finished events, then everything else. An event whose mark is in the file has all its
effects in the file; any other one is handled again after the restore, and handling it twice keeps it once. For an
exact picture stop the bot first."""

from __future__ import annotations

import fnmatch
import gzip
import hashlib
import json
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, cast

from redis import BlockingConnectionPool, ConnectionPool, Redis
from redis.client import Pipeline

from bot.store.keys import PREFIX

FORMAT = 1
"""Raised when a line's meaning changes; older files stay readable."""
KIND = "likhit-backup"
_PASSING_WORDS = ("lease", "leases", "beat", "beats", "heartbeat", "lock")
PASSING = tuple(f"*:{word}{rest}" for word in _PASSING_WORDS for rest in ("", ":*"))
"""Keys that only mean something to processes that run at this moment."""
BATCH = 200
PATIENCE = 120.0
"""Seconds: the one MULTI in which a restore ends may take long on a big store."""


class BackupError(Exception):
    """The backup or restore did not happen; the text says in one line why and what to do."""


class NotEmpty(BackupError):
    """The store holds data already, and nobody said to replace it."""


@dataclass(frozen=True)
class Contents:
    """What a backup file holds."""

    keys: int
    made_at: str


# ---------------------------------------------------------------- writing


def write_backup(redis: Redis, path: Path, made_at: str, prefix: str = PREFIX) -> Contents:
    """Writes the keys that begin with `prefix` to `path` (readable by its owner only), whole or not at all."""
    store = exact(redis)
    unfinished = path.with_name(path.name + ".tmp")
    try:
        with _private(unfinished) as raw, gzip.GzipFile(fileobj=raw, mode="wb", filename="", mtime=0) as out:
            count, digest = 0, hashlib.sha256()
            _put(cast("IO[bytes]", out), digest, {"kind": KIND, "format": FORMAT, "made_at": made_at, "prefix": prefix})
            for line in _lines(store, prefix):
                _put(cast("IO[bytes]", out), digest, line)
                count += 1
            trailer = {"end": True, "keys": count, "sha256": digest.hexdigest()}
            out.write(json.dumps(trailer).encode() + b"\n")
        with unfinished.open("rb") as written:
            os.fsync(written.fileno())
        unfinished.replace(path)
    except OSError as wrong:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)
        raise BackupError(f"เขียน {path} ไม่ได้ ({wrong.strerror or wrong}) · ตรวจโฟลเดอร์และเนื้อที่ว่าง") from None
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
    finally:
        if store is not redis:
            store.close()
    return Contents(count, made_at)


def _private(path: Path) -> IO[bytes]:
    path.unlink(missing_ok=True)
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def _put(out: IO[bytes], digest: Any, line: dict[str, Any]) -> None:
    data = json.dumps(line, separators=(",", ":")).encode() + b"\n"
    digest.update(data)
    out.write(data)


def exact(redis: Redis) -> Redis:
    """The same store, through a patient connection that also carries bytes which are no UTF-8. Clients of a cluster
    or of sentinels are taken as they are."""
    pool: Any = getattr(redis, "connection_pool", None)
    if type(pool) not in (ConnectionPool, BlockingConnectionPool):
        return redis
    told = {"encoding_errors": "surrogateescape", "decode_responses": True, "socket_timeout": PATIENCE}
    kwargs = {**pool.connection_kwargs, **told}
    return Redis(connection_pool=ConnectionPool(connection_class=pool.connection_class, **kwargs))


def by_tag(names: Iterable[str]) -> dict[str, list[str]]:
    """Names by their `{tag}`: on a cluster only keys of one tag are written and read in one MULTI."""
    found: dict[str, list[str]] = {}
    for name in names:
        tag = name[name.find("{") : name.find("}") + 1] if "{" in name else name
        found.setdefault(tag, []).append(name)
    return found


def _lines(redis: Redis, prefix: str) -> Iterator[dict[str, Any]]:
    """Each key once, in the order that makes a backup of a running bot safe (see the head of this file)."""
    seen: set[str] = set()
    for pattern in ("{inbox}:seen:*", "{inbox}*", "*:done:*", "*"):
        names = [n for n in listed(redis, prefix, pattern) if n not in seen and not passing(n)]
        names.sort()
        seen.update(names)
        together = by_tag(names).values() if is_cluster(redis) else [names]
        for some in together:
            for start in range(0, len(some), BATCH):
                yield from _read(redis, some[start : start + BATCH])


def is_cluster(redis: Redis) -> bool:
    """Whether keys of several tags can't be had in one MULTI."""
    return not hasattr(redis, "connection_pool")


def listed(redis: Redis, prefix: str, pattern: str = "*") -> list[str]:
    """Names of the keys that begin with `prefix`, each once."""
    return list(dict.fromkeys(cast("Iterable[str]", redis.scan_iter(match=_escaped(prefix) + pattern, count=1_000))))


def _escaped(prefix: str) -> str:
    return "".join(f"\\{c}" if c in "*?[]\\^" else c for c in prefix)


def passing(name: str) -> bool:
    """True for keys that only mean something to processes that run at this moment."""
    return any(fnmatch.fnmatchcase(name, pattern) for pattern in PASSING)


def _read(redis: Redis, names: list[str]) -> Iterator[dict[str, Any]]:
    """The keys in one MULTI: as they stood together at one moment."""
    if not names:
        return
    asking = redis.pipeline(transaction=False)
    for name in names:
        asking.type(name)
    kinds = {name: kind for name, kind in zip(names, asking.execute(), strict=True) if kind != "none"}
    if strange := next((name for name, kind in kinds.items() if kind not in _READERS), None):
        raise BackupError(f"คีย์ {strange} เป็นชนิด {kinds[strange]} ที่สำรองไม่ได้ · เก็บข้อมูลอื่นไว้ในคลังอื่น")
    with redis.pipeline(transaction=True) as pipe:
        for name, kind in kinds.items():
            _READERS[kind](pipe, name)
            pipe.pexpiretime(name)
        answers = pipe.execute(raise_on_error=False) if kinds else []
    for (name, kind), value, expires in zip(kinds.items(), answers[::2], answers[1::2], strict=True):
        if expires == -2:  # its time ended since it was listed
            continue
        if isinstance(value, Exception):
            raise value
        line = {"key": name, "type": kind, "value": _plain(kind, value)}
        yield {**line, "expires_ms": expires} if expires > 0 else line


_READERS: dict[str, Callable[[Pipeline, str], object]] = {
    "string": lambda pipe, name: pipe.get(name),
    "hash": lambda pipe, name: pipe.hgetall(name),
    "list": lambda pipe, name: pipe.lrange(name, 0, -1),
    "set": lambda pipe, name: pipe.smembers(name),
    "zset": lambda pipe, name: pipe.zrange(name, 0, -1, withscores=True),
    "stream": lambda pipe, name: pipe.execute_command("XINFO", "STREAM", name, "FULL", "COUNT", 0),  # type: ignore[no-untyped-call]
}


def _plain(kind: str, value: Any) -> Any:
    if kind == "set":
        return sorted(value)
    if kind == "zset":
        return [[member, repr(float(score))] for member, score in value]
    return _stream(_pairs(value)) if kind == "stream" else value


def _stream(full: dict[str, Any]) -> dict[str, Any]:
    """Entries with their ids, the last id ever given, and each consumer group with what it has not acknowledged."""
    groups = []
    for group in full["groups"]:
        about = _pairs(group)
        pending = [[_text(e[0]), _text(e[1]), int(e[3])] for e in about["pending"] if len(e) > 3]
        groups.append(
            {
                "name": _text(about["name"]),
                "last": _text(about["last-delivered-id"]),
                "read": about.get("entries-read"),
                "pending": pending,
            }
        )
    entries = [[_text(i), [_text(x) for x in _flat(fields)]] for i, fields in _entries(full["entries"])]
    added, dropped = int(full["entries-added"]), _text(full["max-deleted-entry-id"])
    last = _text(full["last-generated-id"])
    return {"entries": entries, "last": last, "added": added, "dropped": dropped, "groups": groups}


def _text(value: Any) -> str:
    return value.decode("utf-8", "surrogateescape") if isinstance(value, bytes) else str(value)


def _pairs(answer: Any) -> dict[str, Any]:
    if isinstance(answer, dict):
        return {_text(k): v for k, v in answer.items()}
    return {_text(k): v for k, v in zip(answer[::2], answer[1::2], strict=True)}


def _entries(answer: Any) -> Iterable[tuple[Any, Any]]:
    return answer.items() if isinstance(answer, dict) else ((entry[0], entry[1]) for entry in answer)


def _flat(fields: Any) -> list[Any]:
    return [x for pair in fields.items() for x in pair] if isinstance(fields, dict) else list(fields)
