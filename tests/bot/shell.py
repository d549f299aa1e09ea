"""Runs commands as a shell would, in this process, on a store of their own."""

from __future__ import annotations

import io
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from redis import Redis

TAXONOMY = """
id = "ลอง-1"
name = "ชุดทดสอบ"

[[category]]
id = "loans"
name = "เงินกู้"
keywords = ["เงินกู้", "สัญญากู้"]
examples = ["ทำสัญญากู้กับกลุ่มแม่บ้าน"]

[[category]]
id = "cloth"
name = "ผ้า"
keywords = ["ผ้าทอ", "ย้อมคราม"]
examples = ["ย้อมครามให้สีไม่ตก"]
"""
ROSTER = """ชื่อ-สกุล,ชื่อเล่น,ตำแหน่ง,ความเชี่ยวชาญ,ชื่อที่แสดงใน LINE,LINE user id
นายเอก ทดสอบ,เอก,นักวิชาการพัฒนาชุมชน,เงินกู้; บัญชีครัวเรือน,เอก,U01
นางโท ตัวอย่าง,โท,นักจัดการงานทั่วไป,ผ้าทอ; ย้อมคราม,โท,U02
"""


@dataclass
class Ran:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def lines(self) -> list[Any]:
        return [json.loads(line) for line in self.out.splitlines()]


@dataclass
class Shell:
    """`shell("office", "list")`; `stdin` takes text or bytes."""

    folder: Path
    redis: Redis
    monkeypatch: pytest.MonkeyPatch
    capsys: pytest.CaptureFixture[str]

    def __call__(self, *argv: str, stdin: str | bytes = "") -> Ran:
        from bot.commands.shell import main

        data = stdin.encode() if isinstance(stdin, str) else stdin
        self.monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data), encoding="utf-8"))
        self.capsys.readouterr()
        code = main(argv)
        said = self.capsys.readouterr()
        return Ran(code, said.out, said.err)

    def done(self, *argv: str, stdin: str | bytes = "") -> Ran:
        """The same, for a command that must succeed."""
        ran = self(*argv, stdin=stdin)
        assert (ran.code, ran.err) == (0, ""), ran
        return ran

    def refused(self, *argv: str, stdin: str | bytes = "") -> str:
        """The one line that a wrong use gets; nothing on stdout, exit code 2."""
        ran = self(*argv, stdin=stdin)
        assert (ran.code, ran.out) == (2, ""), ran
        assert ran.err.endswith("\n")
        assert ran.err.count("\n") == 1
        assert "Traceback" not in ran.err
        return ran.err.strip()

    def office(self, name: str = "สำนักงานทดสอบ") -> str:
        """An office with two people in it; returns its id."""
        made = self.done("office", "add", name, "--taxonomy", "ลอง-1", "--json").json
        (self.folder / "roster.csv").write_text(ROSTER, encoding="utf-8")
        self.done("roster", "import", str(self.folder / "roster.csv"), "--office", made["id"])
        return str(made["id"])
