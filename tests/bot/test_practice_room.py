"""The practice room: what people do becomes LINE's webhook events, what the bot sends comes back into the chats."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from practice_bot import TOKEN, FakeBot, call, practice

from bot.practice import seed as seeds
from bot.practice.double import BOT_ID
from bot.practice.office import practice_office
from bot.practice.server import PracticeServer
from knowledge.people import Group, Member, Office

OFFICE = practice_office()
GROUP = OFFICE.group_id
WIT, NING, NUAN = (m.user_id for m in (OFFICE.members[1], OFFICE.members[2], OFFICE.members[4]))
Both = tuple[PracticeServer, FakeBot]


@pytest.fixture
def both(tmp_path: Path) -> Iterator[Both]:
    with practice(tmp_path) as pair:
        yield pair


def act(server: PracticeServer, name: str, /, **body: Any) -> tuple[int, Any]:
    """One request as the page makes it."""
    return call(server.url, "POST", f"/practice/{name}", body, **{"X-Practice": "1"})


def state(server: PracticeServer) -> Any:
    return call(server.url, "GET", "/practice/state")[1]


def items(server: PracticeServer, chat: str = GROUP) -> list[Any]:
    return [i for i in state(server)["items"] if i["chat"] == chat]


def say(server: PracticeServer, text: str, by: str = WIT, chat: str = GROUP, **more: Any) -> str:
    status, body = act(server, "say", **{"chat": chat, "as": by, "text": text, **more})
    assert status == 200
    return str(body["id"])


def test_say(both: Both) -> None:
    """A message reaches the webhook as LINE sends it, and is marked as sent."""
    server, bot = both
    id = say(server, "สวัสดีครับ @คุณลิขิต", mentions=[{"name": "@คุณลิขิต", "user_id": BOT_ID}])
    event = bot.wait("message")[0]
    assert event["source"] == {"type": "group", "groupId": GROUP, "userId": WIT}
    assert event["message"]["id"] == id
    assert event["message"]["mention"]["mentionees"][0]["isSelf"] is True
    assert server.room.delivered()
    assert items(server)[0]["state"] == "sent"


def test_reply_and_quote(both: Both) -> None:
    """The bot's reply stands in the chat with the message that it quotes, and can be quoted itself."""
    server, bot = both
    id = say(server, "อ้างข้อความนี้")
    server.line.wait(1)
    said, answer = items(server)
    assert answer["kind"] == "bot"
    assert answer["message"]["quoteToken"] == said["quote_token"]
    assert said["id"] == id
    say(server, "ขอบคุณ", quotes=answer["id"])
    assert bot.wait("message", 2)[1]["message"]["quotedMessageId"] == answer["id"]


def test_edit(both: Both) -> None:
    """An edit is a messageEdited with the same message id and a later timestamp; in a 1:1 chat there is none."""
    server, bot = both
    id = say(server, "ก่อน")
    assert act(server, "edit", id=id, text="หลัง")[0] == 200
    before, after = bot.wait("message")[0], bot.wait("messageEdited")[0]
    assert (after["message"]["id"], after["message"]["text"]) == (id, "หลัง")
    assert after["timestamp"] > before["timestamp"]
    assert items(server)[0]["edited"] is True
    alone = say(server, "คนเดียว", chat=WIT)
    assert act(server, "edit", id=alone, text="ใหม่")[0] == 409


def test_unsend(both: Both) -> None:
    """An unsent message is gone from the room's page and file, and the bot is told its id."""
    server, bot = both
    id = say(server, "ความลับมาก")
    assert act(server, "unsend", id=id)[0] == 200
    assert bot.wait("unsend")[0]["unsend"] == {"messageId": id}
    assert "ความลับ" not in json.dumps(state(server), ensure_ascii=False)
    assert act(server, "unsend", id=id)[0] == 409
    assert act(server, "edit", id=id, text="อีก")[0] == 409


def test_press(both: Both) -> None:
    """A button posts its data back and shows its displayText without a message event; a message button speaks."""
    server, bot = both
    say(server, "ขอดูการ์ด")
    server.line.wait(1)
    footer = items(server)[1]["message"]["contents"]["footer"]["contents"]
    act(server, "press", **{"chat": GROUP, "as": NING, "action": footer[0]["action"]})
    event = bot.wait("postback")[0]
    assert event["postback"] == {"data": "file?ok=1"}
    assert event["source"]["userId"] == NING
    server.line.wait(2)
    assert [i["kind"] for i in items(server)] == ["said", "bot", "shown", "bot"]
    act(server, "press", **{"chat": GROUP, "as": NING, "action": footer[2]["action"]})
    assert bot.wait("message", 2)[1]["message"]["text"] == "ใครรู้เรื่องนี้อีก"
    date = {"type": "datetimepicker", "data": "when", "params": {"date": "2026-11-30"}}
    act(server, "press", **{"chat": GROUP, "as": NING, "action": date})
    assert bot.wait("postback", 2)[1]["postback"]["params"] == {"date": "2026-11-30"}
    assert act(server, "press", **{"chat": GROUP, "as": NING, "action": {"type": "postback"}})[0] == 409


def test_members(both: Both) -> None:
    """People leave and join with LINE's events; who is outside can't speak, and the last one can't leave."""
    server, bot = both
    act(server, "put-out", user_id=NUAN)
    assert bot.wait("memberLeft")[0]["left"]["members"] == [{"type": "user", "userId": NUAN}]
    assert act(server, "say", **{"chat": GROUP, "as": NUAN, "text": "ยังอยู่ไหม"})[0] == 409
    assert call(server.url, "GET", f"/v2/bot/group/{GROUP}/member/{NUAN}")[0] == 404
    act(server, "bring", user_id=NUAN)
    assert bot.wait("memberJoined")[0]["joined"]["members"][0]["userId"] == NUAN
    new = act(server, "invite", name="  น้องใหม่ ")[1]["user_id"]
    bot.wait("memberJoined", 2)
    assert call(server.url, "GET", f"/v2/bot/group/{GROUP}/member/{new}")[1]["displayName"] == "น้องใหม่"
    assert call(server.url, "GET", f"/v2/bot/group/{GROUP}/members/count")[1] == {"count": len(OFFICE.members) + 1}
    assert act(server, "invite", name=" ")[0] == 409
    left = [act(server, "put-out", user_id=p["user_id"])[0] for p in state(server)["people"]]
    assert left[-1] == 409


def test_bot_leaves(both: Both) -> None:
    """After the bot left by itself the room says so, tells it nothing more, and can invite it again."""
    server, bot = both
    assert call(server.url, "POST", f"/v2/bot/group/{GROUP}/leave")[0] == 200
    assert items(server)[-1]["message"]["text"] == "คุณลิขิตออกจากกลุ่ม"
    say(server, "ไม่มีใครฟัง")
    act(server, "bring-bot")
    bot.wait("join")
    act(server, "put-out-bot")
    bot.wait("leave")
    assert [e["type"] for e in bot.events] == ["join", "leave"]


def test_private(both: Both) -> None:
    """Opening a 1:1 chat makes a friend once; only its owner speaks there."""
    server, bot = both
    assert call(server.url, "GET", f"/v2/bot/profile/{WIT}")[0] == 404
    act(server, "befriend", **{"as": WIT})
    act(server, "befriend", **{"as": WIT})
    say(server, "เรียกฉัน", chat=WIT)
    message = bot.wait("message")[0]
    assert message["source"] == {"type": "user", "userId": WIT}
    assert [e["type"] for e in bot.events] == ["follow", "message"]
    assert call(server.url, "GET", f"/v2/bot/profile/{WIT}")[0] == 200
    assert act(server, "say", **{"chat": WIT, "as": NING, "text": "แอบ"})[0] == 409


def test_attach(both: Both) -> None:
    """Pictures and files come as events with content at the double: 202 first, the bytes, 410 after unsend."""
    server, bot = both
    for name, type, data in (("a.png", "image/png", b"\x89PNG"), ("b.pdf", "application/pdf", b"%PDF")):
        path = f"/practice/attach?chat={GROUP}&as={WIT}&name={name}"
        assert call(server.url, "POST", path, data, **{"X-Practice": "1", "Content-Type": type})[0] == 200
    picture, file = bot.wait("message", 2)
    assert picture["message"]["type"] == "image"
    assert (file["message"]["fileName"], file["message"]["fileSize"]) == ("b.pdf", 4)
    path = f"/v2/bot/message/{file['message']['id']}/content"
    assert [call(server.url, "GET", path) for _ in range(2)] == [(202, {}), (200, b"%PDF")]
    act(server, "unsend", id=file["message"]["id"])
    bot.wait("unsend")
    assert call(server.url, "GET", path)[0] == 410
    assert call(server.url, "GET", f"/practice/content/{file['message']['id']}")[0] == 404
    assert call(server.url, "GET", f"/practice/content/{picture['message']['id']}")[1] == b"\x89PNG"
    act(server, "sticker", **{"chat": GROUP, "as": WIT})
    assert bot.wait("message", 3)[2]["message"]["type"] == "sticker"


def test_bot_down(both: Both) -> None:
    """While the bot refuses, its events wait and are redelivered as such, each once."""
    server, bot = both
    bot.down = True
    say(server, "มีใครอยู่ไหม")
    assert items(server)[0]["state"] == "waiting"
    bot.wait_refused()
    bot.down = False
    event = bot.wait("message")[0]
    assert event["deliveryContext"] == {"isRedelivery": True}
    assert server.room.delivered()
    assert len(bot.events) == 1


def test_restart(tmp_path: Path) -> None:
    """Chats, members and pictures are still there after a restart, and ids and timestamps go on growing."""
    with practice(tmp_path) as (server, bot):
        first = say(server, "ก่อนปิด")
        act(server, "put-out", user_id=NUAN)
        act(server, "befriend", **{"as": WIT})
        path = f"/practice/attach?chat={GROUP}&as={WIT}&name=a.png"
        call(server.url, "POST", path, b"\x89PNG", **{"X-Practice": "1", "Content-Type": "image/png"})
        picture = bot.wait("message", 2)[1]
    with practice(tmp_path) as (server, bot):
        assert [i["id"] for i in items(server) if i["kind"] == "said"] == [first, picture["message"]["id"]]
        assert [p["inside"] for p in state(server)["people"] if p["user_id"] == NUAN] == [False]
        assert call(server.url, "GET", f"/practice/content/{picture['message']['id']}")[1] == b"\x89PNG"
        assert call(server.url, "GET", f"/v2/bot/profile/{WIT}")[0] == 200
        assert int(say(server, "หลังเปิด")) > int(picture["message"]["id"])
        assert bot.wait("message")[0]["timestamp"] > picture["timestamp"]


def test_broken_file(tmp_path: Path) -> None:
    """A room file that can't be read is put aside, and the room opens anew."""
    (tmp_path / "room.json").write_text('{"version": 1, "people": [')
    with practice(tmp_path) as (server, _):
        assert state(server)["group"]["name"] == OFFICE.group_name
    assert (tmp_path / "room.broken.json").exists()


def test_clear(both: Both) -> None:
    """Starting anew empties the chats, keeps the told stories, and brings people back with LINE's events."""
    server, bot = both
    server.tell(seeds.history(OFFICE, server.make, datetime(2026, 11, 2, tzinfo=UTC))[:2])
    say(server, "คุยเล่น")
    act(server, "put-out", user_id=NUAN)
    act(server, "invite", name="แขก")
    old = state(server)["epoch"]
    assert act(server, "clear")[0] == 200
    now = state(server)
    assert now["epoch"] != old
    assert [i["kind"] for i in now["items"]] == ["said", "said"]
    assert [p["name"] for p in now["people"]] == [m.line_name for m in OFFICE.members]
    assert bot.wait("memberLeft", 2)
    assert bot.wait("memberJoined", 2)[1]["joined"]["members"][0]["userId"] == NUAN


def test_news(both: Both) -> None:
    """The page asks for what changed since it last looked, and waits for it."""
    server, _ = both
    now = state(server)
    say(server, "ใหม่")
    path = f"/practice/state?since={now['rev']}&epoch={now['epoch']}&wait=5"
    news = call(server.url, "GET", path)[1]
    assert [i["message"]["text"] for i in news["items"]] == ["ใหม่"]
    assert news["whole"] is False
    assert call(server.url, "GET", "/practice/state?since=3&epoch=other")[1]["whole"] is True


def test_refusals(both: Both) -> None:
    """Other sites' requests, malformed ones and unknown names are refused with a reason."""
    server, bot = both
    body = {"chat": GROUP, "as": WIT, "text": "แอบส่ง"}
    assert call(server.url, "POST", "/practice/say", body)[0] == 403
    assert act(server, "say", text="ขาด")[0] == 400
    assert call(server.url, "POST", "/practice/say", b"{", **{"X-Practice": "1"})[0] == 400
    assert act(server, "nothing")[0] == 404
    assert act(server, "say", **{**body, "text": " \n"}) == (409, {"error": "พิมพ์ข้อความก่อนนะคะ"})
    assert act(server, "say", **{**body, "as": "U0"})[0] == 409
    assert act(server, "say", **{**body, "text": "ก" * 10_001})[0] == 409
    assert call(server.url, "GET", "/practice/state?since=x")[0] == 400
    assert call(server.url, "GET", "/practice/../office.toml")[0] == 404
    assert call(server.url, "GET", "/elsewhere")[0] == 404
    assert bot.events == []


def test_page(both: Both) -> None:
    """The page and its parts come from here alone."""
    server, _ = both
    status, page = call(server.url, "GET", "/practice/")
    assert status == 200
    for name in ("room.css", "flex.js", "names.js", "messages.js", "dialogs.js", "room.js"):
        assert name.encode() in page
        assert call(server.url, "GET", f"/practice/{name}")[0] == 200
        assert b"http://" not in call(server.url, "GET", f"/practice/{name}")[1].replace(b"http://www.w3.org", b"")


class People:
    """A people store in memory."""

    def __init__(self) -> None:
        self.office_, self.group_, self.members_ = None, None, {}  # type: ignore[var-annotated]

    def office(self, office_id: str) -> Office | None:
        return self.office_

    def put_office(self, office: Office) -> None:
        self.office_ = office

    def put_group(self, group: Group) -> None:
        self.group_ = group

    def put_member(self, office_id: str, member: Member) -> None:
        self.members_[member.id] = member


def test_seed(both: Both) -> None:
    """A new folder gets an office of seven, its group, and stories in several ways of telling, once."""
    server, bot = both
    people: Any = People()
    now = datetime(2026, 11, 2, 3, 0, tzinfo=UTC)

    def start() -> bool:
        told = server.room.has_history
        return seeds.seed(people, server.tell, office=OFFICE, make=server.make, now=now, told=told)

    assert start() is True
    assert start() is False
    assert people.office_.fiscal_year == 2570
    assert people.group_.office_id == people.office_.id
    assert len(people.members_) == 7
    assert people.members_["nuan"].user_id == NUAN
    assert people.members_["nuan"].retire_fiscal_year == 2570
    events = bot.wait("message", len(OFFICE.told))
    marks = {e["message"]["text"].split()[0] for e in events if e["message"]["text"].startswith("#")}
    assert {"#เรื่องเล่า", "#เคล็ดลับ", "#AAR", "#BAR", "#บทเรียน"} <= marks
    times = [e["timestamp"] for e in events]
    assert times == sorted(times)
    assert times[-1] < now.timestamp() * 1000


def test_seed_twice_is_once(both: Both) -> None:
    """Stories that are told again, because the room's file was lost, have the same ids as before."""
    server, _ = both
    now = datetime(2026, 11, 2, tzinfo=UTC)
    first, again = (seeds.history(OFFICE, server.make, now) for _ in range(2))
    ids = [(e["webhookEventId"], e["message"]["id"]) for e in first]
    assert ids == [(e["webhookEventId"], e["message"]["id"]) for e in again]
    assert len(set(ids)) == len(OFFICE.told)


def test_history_is_not_answered_in_sight(both: Both) -> None:
    """What the bot answers to the stories of the past is taken, but does not stand in the chat."""
    server, bot = both
    old = server.make.text(GROUP, WIT, "ขอดูการ์ด", at=datetime(2026, 10, 1, tzinfo=UTC))
    server.tell([old])
    server.line.wait_for_replies(old)
    assert [i["kind"] for i in items(server)] == ["said"]
    assert items(server)[0]["at"] == old["timestamp"]
    assert server.line.token == TOKEN
    assert len(bot.events) == 1
