"""The practice room in a browser, on a phone's screen."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from practice_bot import FakeBot, practice

from bot.practice.double import BOT_ID
from bot.practice.seed import history
from bot.practice.server import PracticeServer

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
if CHROMIUM is None:
    pytest.skip("no chromium on this machine: apt install chromium", allow_module_level=True)
playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

CUT = """() => [...document.querySelectorAll(
    '.flex-button .label, .chip, .hint, .bubble, .notice, #tabs button, #bar .plain, .menu button'
)].filter(n => n.scrollWidth > n.clientWidth + 1).map(n => n.className + ': ' + n.textContent)"""
"""Labels that are wider than their place."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as p:
        chromium = p.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture
def room(tmp_path: Path) -> Iterator[tuple[PracticeServer, FakeBot]]:
    with practice(tmp_path) as (server, bot):
        server.tell(history(server.office, server.make, datetime.now(UTC)))
        assert server.room.delivered()
        bot.events.clear()
        yield server, bot


@pytest.fixture
def page(browser: Any, room: tuple[PracticeServer, FakeBot]) -> Iterator[Any]:
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="th-TH")
    opened = context.new_page()
    opened.set_default_timeout(5000)
    troubles: list[str] = []
    opened.on("pageerror", lambda error: troubles.append(str(error)))
    opened.on("console", lambda said: troubles.append(said.text) if said.type == "error" else None)
    opened.goto(f"{room[0].url}/practice/")
    opened.wait_for_selector(".row")
    yield opened
    context.close()
    assert troubles == []


def say(page: Any, text: str) -> None:
    page.fill("#text", text)
    page.press("#text", "Enter")


def menu(page: Any, text: str, choice: str) -> None:
    """Opens the menu of a message, as a long press does, and chooses."""
    page.locator(".row", has_text=text).last.locator(".body").click(button="right")
    page.get_by_role("menuitem", name=choice).click()


def wide(page: Any) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > window.innerWidth"))


def test_first_sight(page: Any) -> None:
    """The newcomer sees the group, the stories told, examples to tap and who speaks; nothing is cut or too wide."""
    assert page.locator("#name").inner_text() == "สพอ.ธารบัวงาม KM (8)"
    assert page.locator(".hint").count() == 5
    assert page.locator(".speaker").count() == 7
    assert page.locator(".row").count() >= 9
    assert page.evaluate(CUT) == []
    assert not wide(page)
    assert page.get_by_role("radio", checked=True).count() == 1


def test_card(page: Any, room: tuple[PracticeServer, FakeBot]) -> None:
    """A card is drawn whole, its buttons post back, and what they show stands in the chat."""
    say(page, "ขอดูการ์ด")
    page.wait_for_selector(".flex-bubble")
    page.wait_for_timeout(80)
    box = page.locator(".flex-bubble").bounding_box()
    assert (box["width"], box["x"] + box["width"] <= 390) == (300, True)
    assert page.evaluate(CUT) == []
    assert not wide(page)
    clamped = page.locator(".flex-text.clamp")
    assert clamped.inner_text().endswith("…")
    assert clamped.evaluate("n => n.scrollHeight <= n.clientHeight + 1")
    page.get_by_role("button", name="ถูกหมวดแล้ว").click()
    assert room[1].wait("postback")[0]["postback"]["data"] == "file?ok=1"
    page.wait_for_selector(".mine >> text=ถูกหมวดแล้ว")
    page.wait_for_selector(".theirs >> text=รับทราบ file?ok=1")


def test_quick_replies(page: Any, room: tuple[PracticeServer, FakeBot]) -> None:
    """Chips stand under the newest message of the bot only, and do what buttons do."""
    say(page, "ขอดูการ์ด")
    page.get_by_role("button", name="ไม่ต้อง").click()
    assert room[1].wait("message", 2)[1]["message"]["text"] == "ไม่ต้อง"
    page.wait_for_selector(".mine >> text=ไม่ต้อง")
    assert page.locator(".chip").count() == 0


def test_carousel(page: Any) -> None:
    """Several cards scroll sideways inside the chat, never the page."""
    say(page, "การ์ดหลายใบ")
    page.wait_for_selector(".flex-carousel")
    assert page.locator(".flex-bubble").count() == 3
    assert page.locator(".flex-carousel").evaluate("n => n.scrollWidth > n.clientWidth")
    assert not wide(page)


def test_mentions_and_quotes(page: Any, room: tuple[PracticeServer, FakeBot]) -> None:
    """@ opens a list with the bot in it; the mention is a real one; the bot's mention and quote are drawn."""
    page.focus("#text")
    page.keyboard.type("@คุณ")
    page.wait_for_selector("#names li")
    page.keyboard.press("Enter")
    page.keyboard.type("เรียกหน่อย")
    page.keyboard.press("Enter")
    mention = room[1].wait("message")[0]["message"]["mention"]["mentionees"][0]
    assert (mention["index"], mention["length"], mention["userId"]) == (0, 9, BOT_ID)
    assert page.locator(".theirs .mention").last.inner_text() == "@บอย บรรจุใหม่"
    page.wait_for_selector(".theirs >> text={ถามได้}")
    say(page, "อ้างข้อความนี้")
    page.wait_for_selector(".theirs .quote >> text=อ้างข้อความนี้")
    menu(page, "ตอบเรื่องนี้ค่ะ", "ตอบกลับ")
    assert "คุณลิขิต" in page.locator("#continues").inner_text()
    say(page, "ขอบคุณ")
    assert room[1].wait("message", 3)[2]["message"]["quotedMessageId"] == room[0].line.sent[-1].message_ids[0]


def test_edit_and_unsend(page: Any, room: tuple[PracticeServer, FakeBot]) -> None:
    """One's own message can be edited and unsent from its menu, others' can't."""
    say(page, "ข้อความแรก")
    page.wait_for_selector(".mine >> text=ข้อความแรก")
    menu(page, "ข้อความแรก", "แก้ไข")
    assert page.input_value("#text") == "ข้อความแรก"
    say(page, "ข้อความที่แก้")
    first = room[1].wait("message")[0]
    edited = room[1].wait("messageEdited")[0]
    assert edited["message"]["id"] == first["message"]["id"]
    assert edited["timestamp"] > first["timestamp"]
    page.wait_for_selector(".mine >> text=แก้ไขแล้ว")
    menu(page, "ข้อความที่แก้", "ยกเลิกข้อความ")
    page.get_by_role("button", name="ตกลง").click()
    assert room[1].wait("unsend")[0]["unsend"]["messageId"] == first["message"]["id"]
    page.wait_for_selector("text=บอย บรรจุใหม่ ยกเลิกข้อความแล้ว")
    page.locator(".theirs .body").last.click(button="right")
    assert page.get_by_role("menuitem").all_inner_texts() == ["ตอบกลับ", "คัดลอก"]
    page.keyboard.press("Escape")
    assert page.get_by_role("menu").count() == 0


def test_speakers_and_chats(page: Any, room: tuple[PracticeServer, FakeBot]) -> None:
    """Another member can speak, and has a 1:1 chat with the bot of their own."""
    page.get_by_role("radio", name="หนิง กนกพร").click()
    say(page, "หนิงพูดค่ะ")
    ning = next(m.user_id for m in room[0].office.members if m.key == "ning")
    assert room[1].wait("message")[0]["source"]["userId"] == ning
    page.get_by_role("tab", name="แชตกับคุณลิขิต").click()
    room[1].wait("follow")
    say(page, "ขอดูการ์ด")
    page.wait_for_selector(".flex-bubble")
    assert room[1].wait("message", 2)[1]["source"] == {"type": "user", "userId": ning}
    page.get_by_role("radio", name="ป้านวล").click()
    page.wait_for_selector("text=ป้านวล เพิ่มคุณลิขิตเป็นเพื่อนแล้ว")
    assert page.locator(".flex-bubble").count() == 0


def test_members(page: Any, room: tuple[PracticeServer, FakeBot]) -> None:
    """Members are put out and added in a dialogue that Escape closes."""
    page.get_by_role("button", name="สมาชิก").click()
    page.get_by_role("button", name="นำออก ป้านวล").click()
    room[1].wait("memberLeft")
    page.get_by_role("button", name="เพิ่มกลับ ป้านวล").click()
    room[1].wait("memberJoined")
    page.fill("#invite-name", "น้องฝึกงาน")
    page.press("#invite-name", "Enter")
    room[1].wait("memberJoined", 2)
    page.wait_for_selector("#people-list >> text=น้องฝึกงาน")
    page.keyboard.press("Escape")
    assert not page.locator("#people").is_visible()
    assert page.locator(".speaker").count() == 8


def test_files(page: Any, room: tuple[PracticeServer, FakeBot]) -> None:
    """A picture and a file are sent, and drawn in the chat."""
    dot = bytes.fromhex(
        "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
        "0000000d49444154789c6360f8cfc0000003010100c9fe92ef0000000049454e44ae426082"
    )
    page.set_input_files("#file", files=[{"name": "รูป.png", "mimeType": "image/png", "buffer": dot}])
    page.wait_for_selector(".picture")
    page.set_input_files("#file", files=[{"name": "รายงาน.pdf", "mimeType": "application/pdf", "buffer": b"%PDF"}])
    page.wait_for_selector(".file >> text=รายงาน.pdf")
    assert [e["message"]["type"] for e in room[1].wait("message", 2)] == ["image", "file"]
    page.click("#sticker")
    page.wait_for_selector(".sticker")


def test_hint(page: Any, room: tuple[PracticeServer, FakeBot]) -> None:
    """A tap on an example sends it."""
    page.get_by_role("button", name="ใครรู้เรื่องกองทุนหมู่บ้าน").click()
    assert room[1].wait("message")[0]["message"]["text"] == "ใครรู้เรื่องกองทุนหมู่บ้านบ้าง"


def test_nothing_runs(page: Any) -> None:
    """What people and the bot say is text, never part of the page."""
    say(page, "<img src=x onerror=alert(1)> <b>หนา</b>")
    page.wait_for_selector(".mine >> text=<b>หนา</b>")
    assert page.locator(".bubble b, .bubble img").count() == 0


def test_start_anew(page: Any) -> None:
    """Starting anew asks first, then shows the told stories only."""
    say(page, "ข้อความที่จะหายไป")
    page.wait_for_selector(".mine >> text=ข้อความที่จะหายไป")
    page.get_by_role("button", name="เริ่มใหม่").click()
    page.get_by_role("button", name="ไม่ใช่ตอนนี้").click()
    assert page.locator("text=ข้อความที่จะหายไป").count() == 1
    page.get_by_role("button", name="เริ่มใหม่").click()
    page.get_by_role("button", name="ตกลง").click()
    page.wait_for_selector("text=ข้อความที่จะหายไป", state="detached")
    assert page.locator(".row").count() >= 9


def test_wide_screen(page: Any) -> None:
    """On a desktop the room is a column, and nothing is cut."""
    page.set_viewport_size({"width": 1280, "height": 800})
    assert page.locator("#phone").bounding_box()["width"] == 640
    assert page.evaluate(CUT) == []
    assert not wide(page)
