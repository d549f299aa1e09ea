"""How well messages are heard: JSON lines with an expected `intent`, or the files of an office's folder."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.measure.report import Report
from knowledge import thai
from knowledge.hearing import Heard, listen

_FILES = ("notes.jsonl", "chatter.jsonl", "queries.jsonl", "searches.jsonl")


@dataclass(frozen=True)
class _Said:
    """A message with what should be heard in it; None where it does not matter."""

    group: str
    id: str
    text: str
    addressed: bool
    intents: tuple[str, ...]
    kind: str | None = None
    topic: str | None = None


def measure(files: list[Path]) -> Report:
    """Reads messages from files or office folders and compares what is heard. Raises KeyError, ValueError for lines
    of another form."""
    said = [s for f in files for s in _read(f)]
    rows: Counter[str] = Counter()
    right: Counter[str] = Counter()
    topics: dict[str, list[float]] = {}
    worst: list[dict[str, object]] = []
    for one in said:
        heard = listen(one.text, addressed=one.addressed)
        rows[one.group] += 1
        good = _is_right(one, heard)
        right[one.group] += good
        if not good:
            worst.append(
                {
                    "id": one.id,
                    "ควรได้ยิน": "/".join(one.intents),
                    "ได้ยิน": heard.intent,
                    "kind": heard.kind,
                    "ข้อความ": one.text[:60],
                }
            )
        elif one.topic is not None:
            topics.setdefault(one.group, []).append(overlap(heard.topic or "", one.topic))
    groups = list(rows)
    table = [
        (g, rows[g], right[g], right[g] / rows[g], sum(topics[g]) / len(topics[g]) if g in topics else None)
        for g in groups
    ]
    figures = {f"heard {g}": right[g] / rows[g] for g in groups}
    figures |= {f"topic {g}": sum(found) / len(found) for g, found in topics.items()}
    return Report("การฟัง (hear)", ("กลุ่ม", "ข้อความ", "ถูก", "สัดส่วน", "หัวข้อ F1"), table, worst[:20], figures)


def overlap(heard: str, meant: str) -> float:
    """F1 of the words of two topics, 1 when both are empty."""
    left, right = set(thai.words(heard)), set(thai.words(meant))
    return 1.0 if not left and not right else 2 * len(left & right) / (len(left) + len(right))


def _is_right(one: _Said, heard: Heard) -> bool:
    if heard.intent not in one.intents:
        return False
    return one.kind is None or heard.intent != "capture" or heard.kind == one.kind


def _read(file: Path) -> list[_Said]:
    if file.is_dir():
        return [s for name in _FILES if (file / name).exists() for s in _read(file / name)]
    lines = file.read_text(encoding="utf-8-sig").splitlines()
    return [_said(json.loads(line), file.stem) for line in lines if line.strip()]


def _said(row: dict[str, Any], name: str) -> _Said:
    if "intent" in row:
        return _Said(
            row["intent"],
            row["id"],
            row["text"],
            bool(row.get("mention")),
            (row["intent"],),
            row.get("kind"),
            row.get("topic"),
        )
    if "capture" in row:
        how = row["capture"]
        wanted = ("suggest",) if how == "cue" else ("capture",)
        return _Said(f"{name} {how}", row["id"], row["raw"], how == "mention", wanted, row["kind"])
    if "trap" in row:
        return _Said(f"{name} {'trap' if row['trap'] else 'plain'}", row["id"], row["text"], False, ("silence",))
    addressed = bool(row["mention_bot"])
    group = f"{name} {'mention' if addressed else 'no mention'}"
    if "experts" in row:
        return _Said(group, row["id"], row["text"], addressed, ("who",), None, row.get("topic"))
    if row["style"] == "command" or addressed:
        return _Said(
            f"{name} {row['style']}" + (" mention" if addressed else ""), row["id"], row["text"], addressed, ("search",)
        )
    # a question on the matter that asks no one in particular: colleagues may answer; the bot need not
    return _Said(f"{name} asked of all", row["id"], row["text"], addressed, ("search", "who", "silence"))
