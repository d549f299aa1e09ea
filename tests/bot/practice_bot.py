"""A stand-in for the bot behind the practice room: takes webhooks, answers some of them, keeps them all."""

from __future__ import annotations

import contextlib
import http.client
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from bot.practice.server import PracticeServer

TOKEN = "practice-token"


def _text(text: str, **more: Any) -> dict[str, Any]:
    return {"type": "text", "text": text, **more}


def _line(label: str, text: str) -> dict[str, Any]:
    grey = {"type": "text", "text": label, "size": "sm", "color": "#777777", "flex": 2}
    black = {"type": "text", "text": text, "size": "sm", "wrap": True, "flex": 5}
    return {"type": "box", "layout": "baseline", "spacing": "sm", "contents": [grey, black]}


def _button(label: str, style: str = "link", **action: Any) -> dict[str, Any]:
    return {"type": "button", "style": style, "height": "sm", "action": {"label": label, **action}}


def bubble(title: str = "จดเรื่องเล่าแล้ว") -> dict[str, Any]:
    """A card as the bot makes them, with a long title, lines, and three kinds of buttons."""
    body = [
        {"type": "text", "text": title, "weight": "bold", "size": "md", "wrap": True},
        {"type": "text", "text": "จากเรื่องที่เล่าในกลุ่มวันนี้", "size": "xs", "color": "#777777", "margin": "sm"},
        {"type": "separator", "margin": "md"},
        {
            "type": "box",
            "layout": "vertical",
            "margin": "md",
            "spacing": "sm",
            "contents": [_line("หมวด", "การบริหารจัดการกองทุนชุมชนและการเข้าถึงแหล่งทุน"), _line("ผู้เล่า", "ป้านวล")],
        },
        {"type": "text", "text": "น้ำใจ ที่นี่ ปู่ ป้ำ ฟื้นฟู " * 8, "wrap": True, "maxLines": 3, "size": "sm", "margin": "md"},
    ]
    foot = [
        _button("ถูกหมวดแล้ว", "primary", type="postback", data="file?ok=1", displayText="ถูกหมวดแล้ว"),
        _button("เลือกหมวดอื่น", "secondary", type="postback", data="file?other=1"),
        _button("ถามต่อ", type="message", text="ใครรู้เรื่องนี้อีก"),
    ]
    return {
        "type": "bubble",
        "body": {"type": "box", "layout": "vertical", "contents": body},
        "footer": {"type": "box", "layout": "vertical", "spacing": "sm", "contents": foot},
    }


def _answer(event: dict[str, Any]) -> list[dict[str, Any]]:
    if event["type"] == "postback":
        return [_text("รับทราบ " + event["postback"]["data"])]
    text = (event.get("message") or {}).get("text", "")
    chips = [
        {
            "type": "action",
            "action": {"type": "postback", "label": "ใช่ เก็บไว้", "data": "keep?yes=1", "displayText": "ใช่"},
        },
        {"type": "action", "action": {"type": "message", "label": "ไม่ต้อง", "text": "ไม่ต้อง"}},
    ]
    if "การ์ดหลายใบ" in text:
        many = {"type": "carousel", "contents": [bubble(f"ใบที่ {i}") for i in (1, 2, 3)]}
        return [{"type": "flex", "altText": "การ์ดหลายใบ", "contents": many}]
    if "การ์ด" in text:
        return [{"type": "flex", "altText": "จดเรื่องเล่าแล้ว", "contents": bubble(), "quickReply": {"items": chips}}]
    if "เรียก" in text:
        who = {"type": "mention", "mentionee": {"type": "user", "userId": event["source"]["userId"]}}
        return [{"type": "textV2", "text": "{a} {{ถามได้}} นะคะ", "substitution": {"a": who}}]
    if "อ้าง" in text:
        return [_text("ตอบเรื่องนี้ค่ะ", quoteToken=event["message"]["quoteToken"])]
    return []


class FakeBot:
    """Keeps the events it was told, in order; `down` makes it refuse webhooks."""

    def __init__(self) -> None:
        self.events: list[dict[str, Any]] = []
        self.line_url = ""
        self.down = False
        self.refused = 0
        self.heard = threading.Condition()
        bot = self

        class Callback(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                raw, down = self.rfile.read(int(self.headers["content-length"])), bot.down
                events = [] if down else json.loads(raw)["events"]
                with bot.heard:
                    bot.events += events
                    bot.refused += down
                    bot.heard.notify_all()
                self.send_response(503 if down else 200)
                self.send_header("content-length", "0")
                self.end_headers()
                for event in events:
                    bot._answer(event)

            def log_message(self, *_: object) -> None: ...

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Callback)
        self.server.daemon_threads = True
        self.callback = f"http://127.0.0.1:{self.server.server_address[1]}/callback"

    def _answer(self, event: dict[str, Any]) -> None:
        messages = _answer(event)
        if messages:
            call(
                self.line_url,
                "POST",
                "/v2/bot/message/reply",
                {"replyToken": event["replyToken"], "messages": messages},
            )

    def wait_refused(self, timeout: float = 5.0) -> None:
        """Until it has refused a webhook."""
        with self.heard:
            assert self.heard.wait_for(lambda: self.refused, timeout), "no webhook came"

    def wait(self, type: str, count: int = 1, timeout: float = 5.0) -> list[dict[str, Any]]:
        """The events of a type, once there are `count` of them."""
        with self.heard:
            ready = self.heard.wait_for(lambda: sum(e["type"] == type for e in self.events) >= count, timeout)
            assert ready, f"no {count} {type} in {[e['type'] for e in self.events]}"
            return [e for e in self.events if e["type"] == type]


def call(url: str, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, Any]:
    """One JSON request: status and the answer's JSON."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=5)
    with contextlib.closing(connection):
        raw = body if isinstance(body, bytes) else json.dumps(body).encode() if body is not None else None
        sent = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json", **headers}
        connection.request(method, path, raw, sent)
        answer = connection.getresponse()
        data = answer.read()
        return answer.status, json.loads(data) if data[:1] in (b"{", b"[") else data


@contextlib.contextmanager
def practice(folder: Path) -> Iterator[tuple[PracticeServer, FakeBot]]:
    """A room over `folder` with the stand-in behind it."""
    bot = FakeBot()
    thread = threading.Thread(target=bot.server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        with PracticeServer(callback=bot.callback, secret="s", token=TOKEN, folder=folder) as server:
            bot.line_url = server.url
            yield server, bot
    finally:
        bot.server.shutdown()
        thread.join()
        bot.server.server_close()
