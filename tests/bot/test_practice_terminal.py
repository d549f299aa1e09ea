"""`python -m bot chat`: the room in the terminal, also with piped input."""

from __future__ import annotations

import io
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from practice_bot import FakeBot, bubble, practice

from bot.practice.client import NoRoom, RoomClient
from bot.practice.double import BOT_ID
from bot.practice.plain import lines
from bot.practice.server import PracticeServer
from bot.practice.terminal import Terminal


@pytest.fixture
def both(tmp_path: Path) -> Iterator[tuple[PracticeServer, FakeBot]]:
    with practice(tmp_path) as pair:
        yield pair


def talk(server: PracticeServer, *said: str) -> list[str]:
    """What stands in the terminal after these lines were piped in."""
    out = io.StringIO()
    terminal = Terminal(RoomClient(server.url), out, echo=True, wait=0.4)
    for line in said:
        if not terminal.take(line + "\n"):
            break
    return out.getvalue().splitlines()


def test_card_and_button(both: tuple[PracticeServer, FakeBot]) -> None:
    """A card stands as lines, its buttons and quick replies have numbers, and /press presses them."""
    assert talk(both[0], "ขอดูการ์ด", "/press 1", "/press 9") == [
        "บอย บรรจุใหม่ ▸ ขอดูการ์ด",
        "คุณลิขิต ▸ จดเรื่องเล่าแล้ว",
        "  จากเรื่องที่เล่าในกลุ่มวันนี้",
        "  ┈┈┈┈",
        "  หมวด  การบริหารจัดการกองทุนชุมชนและการเข้าถึงแหล่งทุน",
        "  ผู้เล่า  ป้านวล",
        "  " + "น้ำใจ ที่นี่ ปู่ ป้ำ ฟื้นฟู " * 8,
        "  [1] ถูกหมวดแล้ว",
        "  [2] เลือกหมวดอื่น",
        "  [3] ถามต่อ",
        "  [4] ใช่ เก็บไว้  [5] ไม่ต้อง",
        "บอย บรรจุใหม่ ▸ /press 1",
        "คุณลิขิต ▸ รับทราบ file?ok=1",
        "บอย บรรจุใหม่ ▸ /press 9",
        "ยังไม่มีปุ่มให้กด",
    ]
    assert both[1].wait("postback")[0]["postback"]["data"] == "file?ok=1"


def test_speakers(both: tuple[PracticeServer, FakeBot]) -> None:
    """/as changes who speaks, /1:1 where; names that fit nobody or several are asked back."""
    said = talk(both[0], "/as ป้า", "สวัสดี", "/as นักเลง", "/as พ", "/1:1", "เรียกฉัน", "/group", "/members")
    first, private = both[1].wait("message", 2)
    people = {m.key: m.user_id for m in both[0].office.members}
    assert first["source"]["userId"] == people["nuan"]
    assert private["source"] == {"type": "user", "userId": people["nuan"]}
    assert any(line.startswith("ไม่มีสมาชิกชื่อนี้") for line in said)
    assert any(line.startswith("หมายถึงคนไหน") for line in said)
    assert "ป้านวล (1:1) ▸ เรียกฉัน" in said
    assert any(line.startswith("  • พี่อร อรพิน") for line in said)


def test_edit_and_unsend(both: tuple[PracticeServer, FakeBot]) -> None:
    """/edit and /unsend change the speaker's last message."""
    said = talk(both[0], "/unsend", "ก่อน", "/edit หลัง", "/unsend", "/edit อีก")
    assert both[1].wait("messageEdited")[0]["message"]["text"] == "หลัง"
    assert both[1].wait("unsend")[0]["unsend"]["messageId"] == both[1].wait("message")[0]["message"]["id"]
    assert said.count("ยกเลิกข้อความแล้ว") == 1
    assert "ยังไม่มีข้อความของฉันให้ยกเลิก" in said
    assert "ยังไม่มีข้อความของฉันให้แก้" in said


def test_mentions_and_members(both: tuple[PracticeServer, FakeBot]) -> None:
    """@ names become real mentions; people are added and removed."""
    talk(both[0], "@คุณลิขิต กับ @ป้านวล ช่วยดู", "/add น้องใหม่", "/remove ป้า", "/add ป้านวล", "/quit", "ไม่ส่ง")
    bot, nuan = both[1].wait("message")[0]["message"]["mention"]["mentionees"]
    assert (bot["userId"], nuan["isSelf"]) == (BOT_ID, False)
    assert len(both[1].wait("memberJoined", 2)) == 2
    assert len(both[1].wait("memberLeft")) == 1
    assert len(both[1].wait("message")) == 1


def test_unknown_command(both: tuple[PracticeServer, FakeBot]) -> None:
    """An unknown command is named, a refusal of the room is shown, and help is at hand."""
    said = talk(both[0], "/dance", "/add", "/help")
    assert "ไม่มีคำสั่ง /dance · พิมพ์ /help" in said
    assert "✗ พิมพ์ชื่อก่อนนะคะ" in said
    assert any("/press" in line for line in said)


def test_plain_carousel() -> None:
    """The buttons of all cards of a carousel are numbered through."""
    many = {"type": "carousel", "contents": [bubble("หนึ่ง"), bubble("สอง")]}
    out, actions = lines({"type": "flex", "altText": "สอง", "contents": many}, str)
    assert "── 2/2 ──" in out
    assert len(actions) == 6
    assert out[-1] == "[6] ถามต่อ"


def test_no_room() -> None:
    """Where no room answers, the client says so."""
    with pytest.raises(NoRoom):
        RoomClient("http://127.0.0.1:9").state()


@pytest.mark.slow
def test_newcomer(tmp_path: Path) -> None:
    """`python -m bot chat` on an empty folder: the whole bot starts, and the first question gets an answer."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    env = {k: v for k, v in os.environ.items() if not k.startswith(("LINE_", "LIKHIT_", "REDIS_"))}
    env |= {"PORT": str(port), "LIKHIT_DATA": str(tmp_path / "data"), "PYTHONUTF8": "1"}
    said = "ใครรู้เรื่องกองทุนหมู่บ้านบ้าง\nค้น กล้วยตาก\n"
    done = subprocess.run(
        [sys.executable, "-m", "bot", "chat"],
        input=said,
        env=env,
        text=True,
        capture_output=True,
        timeout=90,
        cwd=Path(__file__).parents[2],
    )
    assert done.returncode == 0, done.stderr
    assert "วิทย์" in done.stdout
    assert "น้ำเกลือ" in done.stdout
