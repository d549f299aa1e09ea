"""Handlers' replies → messages that LINE takes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from bot.line import cards, limits
from bot.line.cards import plain_text, render, safe
from bot.line.graphemes import count, utf16_units
from bot.practice.checks import problems as checked_by_the_double
from handlers.chat import Button, Card, Cards, Choice, LeaveChat, Line, Replies, Reply, Text
from tests import line

CARD = Card(
    title="เก็บเรื่องเล่าแล้ว",
    subtitle="จากกลุ่ม สพอ.ตัวอย่าง",
    lines=(
        Line("ทุนชุมชน", label="หมวด"),
        Line("พี่แดง", label="ผู้เล่า", style="strong"),
        Line("ชวนคนที่ผ่อนตรงเวลามาเล่าให้วงฟังก่อน", style="quote"),
        Line("กดปุ่มถ้าหมวดไม่ตรง", style="small"),
    ),
    buttons=(Button("ถูกแล้ว", data="right?note=n1", primary=True), Button("แก้หมวด", data="change?note=n1")),
)


def good(replies: Replies, **more: Any) -> list[dict[str, Any]]:
    """Renders, and holds the result against both checks: ours and the double's."""
    messages = render(replies, **more)
    if messages:
        body = {"replyToken": "t", "messages": messages}
        assert limits.problems(body) == []
        assert list(checked_by_the_double(body)) == []
    return messages


def texts_in(component: Any) -> Iterator[dict[str, Any]]:
    """All Flex texts, wherever they stand."""
    if isinstance(component, dict):
        if component.get("type") == "text":
            yield component
        for value in component.values():
            yield from texts_in(value)
    elif isinstance(component, list):
        for value in component:
            yield from texts_in(value)


def test_silence_renders_to_nothing() -> None:
    """No reply, an empty list, blank words and leaving the chat send no message."""
    assert render(None) == render([]) == render(Text(" \n")) == render([LeaveChat()]) == []


def test_a_text_is_a_text() -> None:
    """Words without mentions go as they are: braces are no places."""
    assert good(Text("แบบ {0} ครับ")) == [{"type": "text", "text": "แบบ {0} ครับ"}]


def test_the_same_reply_renders_the_same() -> None:
    """What was stored for an event is what is sent again after a crash: rendering must not depend on chance."""
    replies: list[Reply] = [Text("ก {0}", mentions=(line.USER,)), Cards((CARD, CARD), (Choice("ต่อ", data="next"),))]
    assert render(replies, quote_token="q") == render(replies, quote_token="q")


def test_only_a_text_that_quotes_quotes_and_only_in_its_first_part() -> None:
    """A quote token serves one message; without one there is simply no quote."""
    long = Text("ก" * 6_000, quotes=True)
    assert [m.get("quoteToken") for m in good(long, quote_token="q")] == ["q", None]
    assert "quoteToken" not in good(long)[0]
    assert "quoteToken" not in good(Text("ก"), quote_token="q")[0]


def test_mentions_become_names_and_other_braces_stay() -> None:
    """textV2: `{0}` stands for a person, a brace of the text is written twice, a number without a person stays."""
    (message,) = good(Text("ขอบคุณ {0} และ {1} {2} {x}", mentions=(line.USER, line.OTHER_USER)))
    assert message == {
        "type": "textV2",
        "text": "ขอบคุณ {m0} และ {m1} {{2}} {{x}}",
        "substitution": {
            "m0": {"type": "mention", "mentionee": {"type": "user", "userId": line.USER}},
            "m1": {"type": "mention", "mentionee": {"type": "user", "userId": line.OTHER_USER}},
        },
    }


def test_a_long_text_with_many_mentions_keeps_each_with_its_words() -> None:
    """Cut texts carry the mentions of their own part, at most twenty each, and no cut falls into a place."""
    said = " ".join(f"{{{n}}} " + "งานพัฒนาชุมชน " * 20 for n in range(40))
    messages = good(Text(said, mentions=tuple(f"U{n:032x}" for n in range(40))))
    assert len(messages) > 2
    for message in messages:
        assert {f"{{{key}}}" for key in message["substitution"]} <= set(message["text"].split())
        assert len(message["substitution"]) <= 20
    named = [m["mentionee"]["userId"] for message in messages for m in message["substitution"].values()]
    assert sorted(named) == [f"U{n:032x}" for n in range(40)]


def test_private_characters_of_a_user_are_no_mentions() -> None:
    """A text that brings our own stand-in characters can't make the bot name somebody."""
    (message,) = good(Text("\U000f0000 {0}", mentions=(line.USER,)))
    assert message["text"] == "{m0}"


def test_quick_replies_stand_on_the_last_message_cut_to_line_limits() -> None:
    """LINE shows only those of the last message: at most 13, labels of at most 20 clusters, ended with …."""
    choices = tuple(Choice("หมวด" + "ที่" * n, data=f"file?c={n}", shows="เลือกแล้ว") for n in range(30))
    messages = good([Text("หมวดไหน", choices=choices), Text("เลือกได้เลย", choices=(choices[0],))])
    assert "quickReply" not in messages[0]
    items = messages[1]["quickReply"]["items"]
    assert len(items) == 13
    assert [i["action"]["data"] for i in items] == [f"file?c={n}" for n in range(13)]
    assert items[0]["action"]["displayText"] == "เลือกแล้ว"
    long = good(Text("ก", choices=(Choice("ที่" * 21, says="ก"),)))[0]["quickReply"]["items"][0]["action"]
    assert long == {"type": "message", "label": "ที่" * 19 + "…", "text": "ก"}


def test_a_bad_quick_reply_costs_the_quick_replies_and_not_the_answer() -> None:
    """Data over 300 would make LINE refuse all: the words still go out."""
    messages = good([Text("คำตอบ", choices=(Choice("ต่อ", data="x" * 301),))])
    assert messages == [{"type": "text", "text": "คำตอบ"}]


def test_a_card_shows_all_it_was_given() -> None:
    """Title, subtitle, labels, lines and buttons are all on the bubble, and every text wraps and scales."""
    (message,) = good(Cards((CARD,)))
    bubble = message["contents"]
    assert (message["type"], bubble["type"], bubble["size"]) == ("flex", "bubble", "mega")
    shown = list(texts_in(bubble))
    assert [t["text"] for t in shown] == [
        "เก็บเรื่องเล่าแล้ว",
        "จากกลุ่ม สพอ.ตัวอย่าง",
        "หมวด",
        "ทุนชุมชน",
        "ผู้เล่า",
        "พี่แดง",
        "ชวนคนที่ผ่อนตรงเวลามาเล่าให้วงฟังก่อน",
        "กดปุ่มถ้าหมวดไม่ตรง",
    ]
    assert all(t["wrap"] and t["scaling"] for t in shown)
    buttons = bubble["footer"]["contents"]
    assert [(b["style"], b["action"]["label"], b["action"]["data"]) for b in buttons] == [
        ("primary", "ถูกแล้ว", "right?note=n1"),
        ("secondary", "แก้หมวด", "change?note=n1"),
    ]
    assert bubble["footer"]["layout"] == "horizontal"


def test_long_button_labels_stand_under_each_other() -> None:
    """Two long labels beside each other would be cut on a phone."""
    card = Card("ก", buttons=(Button("ดูเรื่องเล่าทั้งหมด", data="a"), Button("ไม่ใช่", data="b")))
    (message,) = good(Cards((card,)))
    assert message["contents"]["footer"]["layout"] == "vertical"


def test_letters_keep_their_contrast() -> None:
    """Officers near retirement read this on a phone in the sun: 4.5 : 1 or more on the ground it stands on (WCAG)."""
    from bot.line import bubbles

    def light(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        parts = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    def contrast(a: str, b: str) -> float:
        high, low = sorted((light(a), light(b)), reverse=True)
        return (high + 0.05) / (low + 0.05)

    for letters, ground in [
        (bubbles.INK, "#FFFFFF"),
        (bubbles.GREY, "#FFFFFF"),
        (bubbles.GREEN, "#FFFFFF"),
        (bubbles.INK, bubbles.PALE_GREY),
        ("#FFFFFF", bubbles.GREEN),
        ("#111111", bubbles.PALE_GREEN),
    ]:
        assert contrast(letters, ground) >= 4.5


def test_alt_text_is_the_plain_words() -> None:
    """Notifications and screen readers get the card's own words, else its title and lines, within LINE's 1,500."""
    assert good(Cards((Card("ก", plain="พี่แดงเล่าเรื่องใหม่"),)))[0]["altText"] == "พี่แดงเล่าเรื่องใหม่"
    assert good(Cards((CARD,)))[0]["altText"].splitlines()[:3] == ["เก็บเรื่องเล่าแล้ว", "จากกลุ่ม สพอ.ตัวอย่าง", "หมวด: ทุนชุมชน"]
    long = good(Cards((Card("ก", plain="น้ำ" * 1_000),)))[0]["altText"]
    assert utf16_units(long) <= 1_500
    assert long.endswith("น้ำ…")


def test_several_cards_go_side_by_side_twelve_at_most() -> None:
    """More than LINE's 12 bubbles or 50 KB go into the next carousel; none is lost."""
    many = tuple(Card(f"เรื่องที่ {n}", (Line("ก"),)) for n in range(30))
    messages = good(Cards(many))
    assert [len(m["contents"]["contents"]) for m in messages] == [12, 12, 6]
    heavy = tuple(Card(f"เรื่องที่ {n}", (Line("ข้อความ" * 600),)) for n in range(9))
    assert [len(m["contents"]["contents"]) for m in good(Cards(heavy))] == [3, 3, 3]


def test_addresses_are_percent_encoded() -> None:
    """LINE refuses Thai letters in an address; one that is encoded already is left alone."""
    card = Card("ก", buttons=(Button("เปิด", uri="https://a.th/ค?q=ก ข"), Button("โทร", uri="https://a.th/%E0%B8%81")))
    buttons = good(Cards((card,)))[0]["contents"]["footer"]["contents"]
    assert [b["action"]["uri"] for b in buttons] == [
        "https://a.th/%E0%B8%84?q=%E0%B8%81%20%E0%B8%82",
        "https://a.th/%E0%B8%81",
    ]


@pytest.mark.parametrize(
    "card",
    [
        Card("ใหญ่เกิน", (Line("ก" * 6_000),) * 2),
        Card("ปุ่มเสีย", (Line("เนื้อความ"),), (Button("กด", data="x" * 301),)),
        Card("ปุ่มไม่มีป้าย", (Line("เนื้อความ"),), (Button(" ", data="x"),)),
        Card("ที่อยู่เสีย", (Line("เนื้อความ"),), (Button("เปิด", uri="javascript:x"),)),
        Card("ปุ่มว่าง", (Line("เนื้อความ"),), (Button("กด"),)),
    ],
    ids=lambda card: card.title,
)
def test_a_card_that_fails_the_check_is_said_in_plain_words(card: Card) -> None:
    """Issue 2, Sending: falls back to plain text when a card fails the check. Its neighbours stay cards."""
    messages = good(Cards((CARD, card, CARD)))
    assert messages[0]["type"] == messages[-1]["type"] == "flex"
    words = "".join(m["text"] for m in messages[1:-1])
    assert words.startswith(card.title)
    assert card.lines[0].text[:100] in words


def test_an_empty_card_is_nothing() -> None:
    """A bubble without a block would be refused with everything else."""
    assert good([Text("ก"), Cards((Card(""),))]) == [{"type": "text", "text": "ก"}]


def test_at_most_five_messages_leave() -> None:
    """Neighbouring texts are joined before anything is cut; a cut is marked."""
    assert [m["text"] for m in good([Text(f"ข้อ {n}") for n in range(7)])] == ["\n\n".join(f"ข้อ {n}" for n in range(7))]
    mixed: list[Reply] = []
    for n in range(7):
        mixed += [Text(f"ข้อ {n}"), Cards((CARD,))]
    assert [m["type"] for m in good(mixed)] == ["text", "flex", "text", "flex", "text"]
    cut = good(Text("น้ำใจ " * 9_000))
    assert len(cut) == 5
    assert cut[-1]["text"].endswith("…")


def test_what_cannot_be_written_is_left_out() -> None:
    """Half surrogates and control characters never reach the wire, in texts, cards and labels."""
    dirty = "ก\ud83d\x00\x07ข\n\tค"
    (said,) = good(Text(dirty))
    assert said["text"] == "กข\n\tค"
    (card,) = good(Cards((Card(dirty, (Line(dirty, label=dirty),), (Button(dirty, says="ok"),)),)))
    assert card["contents"]["footer"]["contents"][0]["action"]["label"] == "กข ค"


@pytest.mark.parametrize(
    "text", ["👨‍👩‍👧" * 5_000, "\u200b" * 20_000, "ก" + "่" * 20_000, "{" * 12_000, "\u202e" * 300, "ไ" * 9_000]
)
def test_hostile_words_still_make_a_body_that_line_takes(text: str) -> None:
    """5,000 emoji, zero-width and combining characters come back in search results: the send must not fail."""
    good(Text(text))
    good(Text(text + "{0}", mentions=(line.USER,), quotes=True), quote_token="q")
    good(Cards((Card(text, (Line(text),), (Button(text, says="ก"),)),)))


def test_plain_text_of_a_reply() -> None:
    """The fall-back of a reply reads well alone: places of mentions are gone, addresses are spelt out."""
    assert plain_text(Text("ขอบคุณ {0} มาก", mentions=(line.USER,))) == "ขอบคุณ มาก"
    assert plain_text(Text("{0}")) == "{0}"
    card = Card("ก", (Line("ข", label="ค"),), (Button("เปิด", uri="https://a.th"),))
    assert plain_text(Cards((Card("ก", (Line(" ", label="ว่าง"), Line("ข"))),))) == "ก\nข"
    assert plain_text(Cards((card, Card("ง", plain="จ")))) == "ก\nค: ข\nเปิด: https://a.th\n\nจ"


def test_safe_mends_messages_of_any_origin() -> None:
    """The gateway's last resort: a bad card becomes its alt text, a text is cut, the hopeless left out."""
    fine = {"type": "text", "text": "ก"}
    mended = safe(
        [
            fine,
            {"type": "flex", "altText": "แทนการ์ด", "contents": {"type": "bubble"}},
            {"type": "text", "text": "ข" * 6_000},
            {"type": "image"},
            {},
        ]
    )
    assert mended[:2] == [fine, {"type": "text", "text": "แทนการ์ด"}]
    assert utf16_units(mended[2]["text"]) <= 5_000
    assert len(mended) == 3
    assert limits.problems(mended) == []


def test_a_label_is_counted_in_what_people_see() -> None:
    """40 clusters of Thai with marks fit a Flex button though they are over 100 characters."""
    label = "ที่" * 40
    (message,) = good(Cards((Card("ก", buttons=(Button(label, data="x"), Button(label + "ๆ", data="y"))),)))
    labels = [b["action"]["label"] for b in message["contents"]["footer"]["contents"]]
    assert labels[0] == label
    assert count(labels[1]) == 40


def test_no_words_of_a_reply_reach_the_log(capsys: pytest.CaptureFixture[str]) -> None:
    """No chat text in logs: a fall-back is logged with where and what, never with the words."""
    secret = "ความลับของกลุ่ม"
    cards.render(Cards((Card(secret, (Line(secret * 900),), (Button(secret, data=secret * 30),)),)))
    cards.render(Text(secret + "{0}", mentions=("",), choices=(Choice(secret, data=secret * 90),)))
    logged = capsys.readouterr()
    assert secret not in logged.out + logged.err
    assert "card_made_plain" in logged.out + logged.err


def test_what_can_be_done_with_one_line_stands_under_it_lightly() -> None:
    """Buttons of a line are words in colour, so that they don't outweigh those of the card; screen readers' text
    leaves them out like the others."""
    why = Line("ถนัด “ปิดบัญชี”", "small", buttons=(Button("ถามแทน", data="ask.for?m=1"),))
    (message,) = cards.render(Cards((Card("ผู้รู้", (Line("แดง", "strong"), why), (Button("พอแล้ว", data="x"),)),)))
    row = message["contents"]["body"]["contents"][-1]
    assert [(b["style"], b["action"]["data"]) for b in row["contents"]] == [("link", "ask.for?m=1")]
    assert [b["style"] for b in message["contents"]["footer"]["contents"]] == ["secondary"]
    assert message["altText"] == "ผู้รู้\nแดง\nถนัด “ปิดบัญชี”"
