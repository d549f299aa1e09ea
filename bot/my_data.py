"""GET /me/TOKEN: everything that is kept of one person, as a file, for a quarter of an hour after it was asked for.

Part of the web process, which stays small: no Thai dictionary, no validators, only the store's JSON."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from flask import Blueprint, Response
from redis.exceptions import RedisError

from bot.my_data_link import PATH, read_token
from bot.store.keys import PREFIX, Keys
from bot.store.personal import person_of, personal_file

if TYPE_CHECKING:
    from redis import Redis

_LONGEST = 400


def my_data(
    redis: Redis, secret: str, *, prefix: str = PREFIX, now: Callable[[], datetime] = lambda: datetime.now(UTC)
) -> Blueprint:
    """The route, to be registered with the web app."""
    page = Blueprint("my_data", __name__)
    keys = Keys(prefix)

    @page.get(f"{PATH}<signed>")
    def file(signed: str) -> Response:
        moment = now()
        as_json = signed.endswith(".json")
        plain = signed.removesuffix(".json")
        who = read_token(secret, plain, moment) if secret and plain.isascii() and len(plain) <= _LONGEST else None
        if who is None:
            return _answer("ลิงก์นี้หมดอายุหรือไม่ถูกต้อง พิมพ์ #ข้อมูลของฉัน ในแชตส่วนตัวกับคุณลิขิตเพื่อขอลิงก์ใหม่\n", 404)
        try:
            user_id = person_of(redis, keys, *who)
            found = personal_file(redis, keys, user_id, moment) if user_id else None
        except RedisError:
            return _answer("คลังข้อมูลไม่ตอบ ลองใหม่อีกครั้งในสักครู่\n", 503)
        if found is None or not found.shares:
            return _answer("ไม่มีข้อมูลของท่านในคลังแล้ว\n", 410)
        name = f"likhit-my-data-{moment:%Y%m%d}.{'json' if as_json else 'txt'}"
        if as_json:
            return _answer(found.json() + "\n", 200, "application/json; charset=utf-8", name)
        # the mark in front tells Windows programs that this is UTF-8
        return _answer("\ufeff" + found.text(), 200, name=name)

    return page


def _answer(text: str, status: int, media_type: str = "text/plain; charset=utf-8", name: str = "") -> Response:
    response = Response(text, status, content_type=media_type)
    if name:
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
