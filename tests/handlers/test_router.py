"""The chat floor's own rules: who is called, in which order, with what."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from handlers.chat import ButtonPressed, Chat, Event, Mention, MessageUnsent, Replies, Text, TextSaid
from handlers.dialogs import Dialog, DialogKey
from handlers.router import Dispatcher, NotLinked, NotMine, Pressed, Provider, Router, Turn, UnknownParameter, press

NOW = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
GROUP = Chat("G1", "group")


class MemoryDialogs:
    """Open dialogues in a dict."""

    def __init__(self) -> None:
        self.kept: dict[DialogKey, Dialog] = {}

    def load(self, key: DialogKey) -> Dialog | None:
        return self.kept.get(key)

    def open(self, dialog: Dialog) -> None:
        self.kept[dialog.key] = dialog

    def close(self, key: DialogKey) -> None:
        self.kept.pop(key, None)


def said(text: str, *, user: str = "U1", mention: bool = False) -> TextSaid:
    mentions = (Mention(0, 5, is_bot=True),) if mention else ()
    text = f"@บอท {text}" if mention else text
    return TextSaid(id="e1", chat=GROUP, at=NOW, user_id=user, message_id="1", text=text, mentions=mentions)


def dispatcher(*routers: Router, **provides: Provider) -> Dispatcher:
    return Dispatcher(
        routers, provides, cancelled=lambda: Text("ยกเลิกแล้ว"), not_linked=lambda event: Text("ยังไม่เชื่อม")
    )


def take(house: Dispatcher, event: Event, dialogs: MemoryDialogs | None = None) -> Replies:
    return house.take(Turn(event, NOW, dialogs or MemoryDialogs()))


def test_a_handler_gets_only_what_it_names() -> None:
    """A handler receives the arguments that it names, from the turn and from the services alike."""
    router = Router("tools")

    @router.command("weigh", "ชั่ง")
    def weigh(scales: str, text: str) -> Replies:
        return Text(f"{scales} {text}")

    assert take(dispatcher(router, scales=lambda turn: "ตาชั่ง"), said("#ชั่ง ปุ๋ย")) == Text("ตาชั่ง #ชั่ง ปุ๋ย")


def test_a_misspelt_name_fails_at_start_up() -> None:
    """A name that nobody provides is found when the house is put together, and the message says where."""
    router = Router("tools")

    @router.command("weigh", "ชั่ง")
    def weigh(scalez: str) -> Replies:
        return None

    with pytest.raises(UnknownParameter, match=r"handlers/tools\.py: weigh\(\) names 'scalez'"):
        dispatcher(router, scales=lambda turn: "")


def test_silence_is_the_default() -> None:
    """What no route matches is not answered."""
    assert take(dispatcher(Router("empty")), said("ข้าวเที่ยงสั่งร้านไหนดี")) is None


def test_the_first_route_that_matches_answers_alone() -> None:
    """Two routes for the same message give one answer: the first in the list."""
    first, second = Router("first"), Router("second")
    first.command("a", "ชั่ง")(lambda: Text("หนึ่ง"))
    second.command("b", "ชั่ง")(lambda: Text("สอง"))
    assert take(dispatcher(first, second), said("#ชั่ง")) == Text("หนึ่ง")


@pytest.mark.parametrize("words", ["ยกเลิก", "ยกเลิกค่ะ", "ขอยกเลิกครับ", "#ยกเลิก", "Cancel"])
def test_a_way_out_works_in_every_step(words: str) -> None:
    """"ยกเลิก" ends any open dialogue, however it is said, and nothing else hears it."""
    router = Router("ask")
    router.step("ask.what")(lambda text: Text(f"ได้ {text}"))
    dialogs = MemoryDialogs()
    dialogs.open(Dialog(DialogKey("G1", "U1"), "ask", "what", NOW + timedelta(minutes=5)))

    assert take(dispatcher(router), said(words), dialogs) == Text("ยกเลิกแล้ว")
    assert dialogs.kept == {}


def test_a_way_out_without_a_dialogue_is_talk() -> None:
    """"ยกเลิก" among people is not for the bot."""
    assert take(dispatcher(Router("ask")), said("ยกเลิก")) is None


def test_a_dialogue_with_one_member_does_not_hear_another() -> None:
    """Two people talking at once do not answer each other's questions."""
    router = Router("ask")
    router.step("ask.what")(lambda text: Text(f"ได้ {text}"))
    dialogs = MemoryDialogs()
    dialogs.open(Dialog(DialogKey("G1", "U1"), "ask", "what", NOW + timedelta(minutes=5)))

    assert take(dispatcher(router), said("เรื่องปุ๋ย", user="U2"), dialogs) is None
    assert take(dispatcher(router), said("เรื่องปุ๋ย", user="U1"), dialogs) == Text("ได้ เรื่องปุ๋ย")


def test_a_command_is_heard_inside_a_dialogue() -> None:
    """Who types a command does not answer the open question with it."""
    router = Router("ask")
    router.step("ask.what")(lambda text: Text(f"ได้ {text}"))
    router.command("help", "ช่วยเหลือ")(lambda: Text("วิธีใช้"))
    dialogs = MemoryDialogs()
    dialogs.open(Dialog(DialogKey("G1", "U1"), "ask", "what", NOW + timedelta(minutes=5)))

    assert take(dispatcher(router), said("#ช่วยเหลือ"), dialogs) == Text("วิธีใช้")


def test_a_chat_without_an_office_gets_the_line_about_it_only_when_it_wants_something() -> None:
    """A handler that needs an office is answered by the line on linking; an unsend there is not."""
    router = Router("notes")

    def no_office(turn: Turn) -> str:
        raise NotLinked

    router.command("notes", "เรื่องทั้งหมด")(lambda office: Text(office))
    router.on(MessageUnsent)(lambda office: Text(office))
    house = dispatcher(router, office=no_office)

    assert take(house, said("#เรื่องทั้งหมด")) == Text("ยังไม่เชื่อม")
    assert take(house, MessageUnsent(id="e2", chat=GROUP, at=NOW, message_id="1")) is None


def test_a_button_brings_back_what_was_put_in_it() -> None:
    """Values survive the way through LINE, also Thai ones and those with & and =."""
    data = press("note.file", note="n1", to="กองคลัง & พัสดุ = 1")
    assert Pressed.read(data) == Pressed("note.file", {"note": "n1", "to": "กองคลัง & พัสดุ = 1"})


def test_a_button_of_nobody_is_answered_politely() -> None:
    """A button of an older version of ours is not met with silence: the person waits for something."""
    pressed = ButtonPressed(id="e3", chat=GROUP, at=NOW, user_id="U1", data="old.action?x=1")
    house = Dispatcher(
        [], {}, cancelled=lambda: None, not_linked=lambda: None, stale=lambda: Text("ปุ่มนี้ใช้ไม่ได้แล้ว")
    )
    assert take(house, pressed) == Text("ปุ่มนี้ใช้ไม่ได้แล้ว")


def test_the_mention_of_the_bot_is_not_part_of_what_was_said() -> None:
    """Handlers read the text without the bot's name."""
    router = Router("tools")
    router.command("weigh", "ชั่ง")(lambda text: Text(text))
    assert take(dispatcher(router), said("#ชั่ง ปุ๋ย", mention=True)) == Text("#ชั่ง ปุ๋ย")


def test_a_button_holds_a_long_thai_topic_and_gives_it_back_as_it_was() -> None:
    """LINE takes 300 characters in a button: Thai stands in it as it is, and what separates values is escaped."""
    topic = "การเบิกจ่ายเงินกองทุน & อื่น ๆ 50% (ข้อ 1=2; +3) " + "ก" * 150
    data = press("who.notes", member="m1", topic=topic)
    assert len(data) < 300
    assert Pressed.read(data) == Pressed("who.notes", {"member": "m1", "topic": topic})


def test_a_handler_may_leave_the_event_to_the_next_route() -> None:
    """NotMine in a dialogue's step or a route: the next one that matches is asked, and silence is the end."""
    router = Router("tools")

    @router.step("tools.size")
    def size(text: str) -> Replies:
        raise NotMine

    @router.when("first", lambda turn: True)
    def first() -> Replies:
        raise NotMine

    @router.when("second", lambda turn: turn.text == "ช่วย")
    def second() -> Replies:
        return Text("คนที่สอง")

    dialogs = MemoryDialogs()
    dialogs.open(Dialog(DialogKey("G1"), "tools", "size", NOW + timedelta(minutes=5)))
    assert take(dispatcher(router), said("ช่วย"), dialogs) == Text("คนที่สอง")
    assert take(dispatcher(router), said("อื่น"), dialogs) is None


def test_a_dialogue_may_have_its_own_way_out() -> None:
    """Where closing is not enough, "ยกเลิก" is handed to who knows more; the dialogue is not closed behind its back."""
    router = Router("tools")

    @router.way_out("tools")
    def ask() -> Replies:
        return Text("ทิ้งจริงไหม")

    dialogs = MemoryDialogs()
    dialogs.open(Dialog(DialogKey("G1"), "tools", "size", NOW + timedelta(minutes=5)))
    assert take(dispatcher(router), said("ยกเลิก"), dialogs) == Text("ทิ้งจริงไหม")
    assert dialogs.load(DialogKey("G1")) is not None
