"""Copies of an office's own taxonomy files in the store, so that a backup carries them: made when one is written,
put back into the folder after a restore."""

from __future__ import annotations

from pathlib import Path
from typing import cast

from redis import Redis

from bot.store.keys import Keys
from bot.taxonomy_files import keep
from knowledge.taxonomy import TaxonomyError, decoded


def take_copies(redis: Redis, keys: Keys, folder: Path) -> int:
    """The folder's files into the store, in place of those of before; returns how many."""
    found: dict[str, str] = {}
    for path in sorted(folder.glob("*.toml")) if folder.is_dir() else ():
        try:
            found[path.stem] = decoded(path.read_bytes(), path.name)
        except (OSError, TaxonomyError):
            continue  # what can't be read files nothing, either
    with redis.pipeline(transaction=True) as pipe:
        pipe.delete(keys.taxonomy_copies())
        for taxonomy_id, text in found.items():
            pipe.hset(keys.taxonomy_copies(), taxonomy_id, text)
        pipe.execute()
    return len(found)


def put_back(redis: Redis, keys: Keys, folder: Path) -> int:
    """The copies into the folder; a file that says something else stays beside its own as `ID.toml.before`. Returns
    how many were written."""
    count = 0
    for taxonomy_id, text in cast("dict[str, str]", redis.hgetall(keys.taxonomy_copies())).items():
        path = folder / f"{taxonomy_id}.toml"
        if path.name != f"{taxonomy_id}.toml" or (path.is_file() and path.read_text("utf-8", "replace") == text):
            continue
        keep(text, taxonomy_id, folder)
        count += 1
    return count
