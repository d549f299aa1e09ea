"""GET /me/TOKEN: a person's own file, for a quarter of an hour."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from redis import Redis

from bot.app import create_app
from bot.my_data import my_data
from bot.my_data_link import LIFE, link, read_token, token
from handlers import wording
from knowledge.personal_file import pages
from tests.talk import START, Talk

SECRET = "channel secret"
TELLING = "ทำบัญชีกลุ่มออมทรัพย์ให้ตรงกันทุกเดือน ให้เหรัญญิกกับประธานนับเงินพร้อมกันต่อหน้าสมาชิก"


@pytest.fixture
def talk(redis: Redis, store_prefix: str, tmp_path: Path) -> Talk:
    return Talk(redis, store_prefix, tmp_path)


@pytest.fixture
def web(talk: Talk) -> FlaskClient:
    page = my_data(talk.redis, SECRET, prefix=talk.keys.prefix, now=lambda: talk.now)
    return create_app(talk.redis, SECRET, prefix=talk.keys.prefix, blueprints=[page]).test_client()


def test_the_file_holds_everything_for_people_and_for_programs(talk: Talk, web: FlaskClient) -> None:
    """As a download that nobody else stores: all notes, all of the member's row, in words and as JSON."""
    talk.say("แดง", f"#เคล็ดลับ {TELLING}")
    talk.say("ใจ", "#เคล็ดลับ เรื่องของคนอื่น")
    answer = web.get(f"/me/{token(SECRET, 'o1', 'm2', talk.now)}?openExternalBrowser=1")
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    text = answer.get_data(as_text=True)
    for part in (TELLING, "นายแดง ดีเด่น", "บัญชีกลุ่มออมทรัพย์", "Uแดง", "สพอ.ทดสอบ", "23/11/2569 08:30 น."):
        assert part in text
    assert "เรื่องของคนอื่น" not in text
    as_json = json.loads(text[text.index("{") :])
    assert [note["text"] for note in as_json["offices"][0]["notes"]] == [TELLING]
    alone = web.get(f"/me/{token(SECRET, 'o1', 'm2', talk.now)}.json")
    assert alone.get_json()["offices"] == as_json["offices"]


def test_the_link_ends_after_a_quarter_of_an_hour(talk: Talk, web: FlaskClient) -> None:
    """A link in a chat history must not open the file for ever."""
    signed = token(SECRET, "o1", "m2", talk.now)
    talk.now += LIFE - timedelta(seconds=1)
    assert web.get(f"/me/{signed}").status_code == 200
    talk.now += timedelta(seconds=1)
    answer = web.get(f"/me/{signed}")
    assert answer.status_code == 404
    assert wording.MY_DATA_WORD in answer.get_data(as_text=True)


def changed(signed: str, at: int) -> str:
    raw = bytearray(base64.urlsafe_b64decode(signed + "=" * (-len(signed) % 4)))
    raw[at] ^= 1
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


@pytest.mark.parametrize(
    "signed",
    [
        *(changed(token(SECRET, "o1", "m2", START), at) for at in (0, 15, 16, 20, -1)),
        token("another secret", "o1", "m2", START),
        "",
        "x",
        "ก",
        "A" * 5000,
        "%2e%2e%2fhealthz",
        base64.urlsafe_b64encode(b'["o1","m2",9999999999]').decode(),
    ],
)
def test_a_token_that_is_not_ours_opens_nothing(talk: Talk, web: FlaskClient, signed: str) -> None:
    """Changed in one bit, signed with another secret, or no token at all: 404, never a failure."""
    talk.say("แดง", f"#เคล็ดลับ {TELLING}")
    answer = web.get(f"/me/{signed}")
    assert answer.status_code == 404
    assert "แดง" not in answer.get_data(as_text=True)


def test_a_token_is_read_as_it_was_made() -> None:
    """Office and member, whatever they are called; nothing of it is the LINE id."""
    assert read_token(SECRET, token(SECRET, "ส/1", "m é", START), START) == ("ส/1", "m é")
    address = link("https://km.example", SECRET, "o1", "m2", START)
    assert address.startswith("https://km.example/me/")
    assert len(address) < 1000


def test_without_a_secret_nothing_opens(talk: Talk) -> None:
    """A web process that was started wrongly must not take an empty key for one."""
    page = my_data(talk.redis, "", prefix=talk.keys.prefix, now=lambda: talk.now)
    web = create_app(talk.redis, "", prefix=talk.keys.prefix, blueprints=[page]).test_client()
    assert web.get(f"/me/{token('', 'o1', 'm2', talk.now)}").status_code == 404


@pytest.mark.parametrize("word", ["#ลืมฉัน", "#ไม่บันทึกฉัน"])
def test_the_link_is_dead_once_the_person_is_gone(talk: Talk, web: FlaskClient, word: str) -> None:
    """Also within its quarter of an hour."""
    talk.say("แดง", f"#เคล็ดลับ {TELLING}")
    signed = token(SECRET, "o1", "m2", talk.now)
    talk.say("แดง", word)
    if word == "#ลืมฉัน":
        talk.press("แดง", wording.FORGET_YES)
    assert web.get(f"/me/{signed}").status_code == 410


def test_the_web_process_stays_small() -> None:
    """The route loads neither the Thai dictionary nor the validators nor LINE's SDK."""
    heavy = "pythainlp pydantic linebot tantivy structlog marisa_trie"
    code = f"import sys, bot.my_data; print([m for m in '{heavy}'.split() if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_pages_lose_nothing() -> None:
    """Blocks are joined as they fit, and one that is longer than a page is cut, not dropped."""
    blocks = ["ก" * 30, "ข" * 250, "ค" * 10, "ง" * 10]
    found = pages(iter(blocks), 100)
    assert all(len(page) <= 100 for page in found)
    assert "".join(found).replace("\n", "") == "".join(blocks)
