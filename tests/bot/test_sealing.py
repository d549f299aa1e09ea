"""Texts that are kept for a while only can't be read in the store."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bot.store.sealing import KEY_BYTES, KEY_FILE, seal


def test_what_is_sealed_opens_with_the_same_key_only(tmp_path: Path) -> None:
    """Another installation, or a text that was tampered with, gives nothing."""
    mine = seal(tmp_path / "a", shared_secret=None)
    closed = mine.close("ลับเฉพาะกลุ่ม")
    assert "ลับ" not in closed
    assert seal(tmp_path / "a", shared_secret=None).open(closed) == "ลับเฉพาะกลุ่ม"
    assert seal(tmp_path / "b", shared_secret=None).open(closed) is None
    assert mine.open(closed[:-4] + "AAA=") is None
    assert mine.open("ไม่ใช่ของเรา") is None


def test_machines_that_share_the_secret_of_the_channel_open_each_others(tmp_path: Path) -> None:
    """And need no file."""
    closed = seal(tmp_path / "a", shared_secret="s1").close("ก")
    assert seal(tmp_path / "b", shared_secret="s1").open(closed) == "ก"
    assert seal(tmp_path / "b", shared_secret="s2").open(closed) is None
    assert list(tmp_path.iterdir()) == []


def test_the_key_is_made_once_and_is_its_owners(tmp_path: Path) -> None:
    """Several processes may come at once: one of them makes it, all have the same; nobody else may read it."""
    folder = tmp_path / "data"
    with ThreadPoolExecutor(8) as pool:
        seals = list(pool.map(lambda _: seal(folder, shared_secret=None), range(8)))
    closed = seals[0].close("ก")
    assert [each.open(closed) for each in seals] == ["ก"] * 8
    (file,) = folder.iterdir()
    assert file.name == KEY_FILE
    assert len(file.read_bytes()) == KEY_BYTES
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
