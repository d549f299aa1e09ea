"""Would LINE take it? A table of bodies that LINE refuses, each with the limit it breaks, and of good ones."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from typing import Any

import pytest

from bot.line import limits
from bot.line.sdk_models import models
from tests import line

Json = dict[str, Any]
TEXT: Json = {"type": "text", "text": "สวัสดี"}
POSTBACK: Json = {"type": "postback", "label": "ตกลง", "data": "ok?n=1"}
WORDS: Json = {"type": "text", "text": "ก"}


def reply(*messages: Any, **more: Any) -> Json:
    return {"replyToken": "t" * 32, "messages": list(messages), **more}


def with_action(**action: Any) -> Json:
    return flex(box({"type": "button", "action": {**POSTBACK, **action}}))


def quick(*items: Any) -> Json:
    return reply({**TEXT, "quickReply": {"items": list(items)}})


def item(**action: Any) -> Json:
    return {"type": "action", "action": {**POSTBACK, **action}}


def box(*contents: Any, **more: Any) -> Json:
    return {"type": "box", "layout": "vertical", "contents": list(contents), **more}


def bubble(body: Json | None = None, **more: Any) -> Json:
    return {"type": "bubble", "size": "mega", "body": body or box(WORDS), **more}


def message(contents: Json, **more: Any) -> Json:
    return {"type": "flex", "altText": "การ์ด", "contents": contents, **more}


def flex(body: Json, **more: Any) -> Json:
    return reply(message(bubble(body, **more)))


def carousel(*bubbles: Json) -> Json:
    return reply(message({"type": "carousel", "contents": list(bubbles)}))


def v2(text: str, **substitution: Any) -> Json:
    return reply({"type": "textV2", "text": text, "substitution": substitution})


def someone(user_id: str = line.USER) -> Json:
    return {"type": "mention", "mentionee": {"type": "user", "userId": user_id}}


def template(**shown: Any) -> Json:
    return reply({"type": "template", "altText": "ก", "template": shown})


IMAGEMAP: Json = {
    "type": "imagemap",
    "baseUrl": "https://a.th/map",
    "altText": "แผนที่",
    "baseSize": {"width": 1040, "height": 700},
    "actions": [{"type": "message", "text": "ก", "area": {"x": 0, "y": 0, "width": 520, "height": 700}}],
}

BAD: dict[str, Any] = {
    "no message": reply(),
    "six messages": reply(*[TEXT] * 6),
    "no reply token": {"replyToken": "", "messages": [TEXT]},
    "no address": {"messages": [TEXT]},
    "two addresses": {"replyToken": "t", "to": line.USER, "messages": [TEXT]},
    "unknown property of the request": reply(TEXT, retryKey="x"),
    "request over 2 MB": reply(*[{**TEXT, "sender": {"name": "ก", "iconUrl": "https://a.th/" + "x" * 500_000}}] * 5),
    "unknown kind of message": reply({"type": "poster", "text": "x"}),
    "message without a type": reply({"text": "x"}),
    "message that is no object": reply("สวัสดี"),
    "empty text": reply({"type": "text", "text": ""}),
    "white text": reply({"type": "text", "text": " \n "}),
    "text over 5,000": reply({"type": "text", "text": "ก" * 5_001}),
    "emoji count twice": reply({"type": "text", "text": "😀" * 2_501}),
    "half a surrogate pair": reply({"type": "text", "text": "\ud83d"}),
    "text that is a number": reply({"type": "text", "text": 5}),
    "misspelt property": reply({**TEXT, "quotetoken": "q"}),
    "empty quote token": reply({**TEXT, "quoteToken": ""}),
    "emoji without its $": reply(
        {"type": "text", "text": "x", "emojis": [{"index": 0, "productId": "a", "emojiId": "1"}]}
    ),
    "lone brace": v2("ก {"),
    "place without its substitution": v2("ก {a}"),
    "substitution key over 20": v2("{" + "a" * 21 + "}", **{"a" * 21: someone()}),
    "substitution key in Thai": v2("{ก}", ก=someone()),
    "21 mentions": v2("".join(f"{{m{i}}}" for i in range(21)), **{f"m{i}": someone() for i in range(21)}),
    "mention without its user": v2("{a}", a={"type": "mention", "mentionee": {"type": "user"}}),
    "14 quick replies": quick(*[item(data=str(n)) for n in range(14)]),
    "no quick reply": quick(),
    "quick reply label over 20": quick(item(label="ก" * 21)),
    "quick reply without a label": quick(item(label="")),
    "quick reply without an action": quick({"type": "action"}),
    "sender name over 20": reply({**TEXT, "sender": {"name": "ก" * 21}}),
    "picture over http": reply(
        {"type": "image", "originalContentUrl": "http://a.th/a.jpg", "previewImageUrl": "https://a.th/a"}
    ),
    "place name over 100": reply(
        {"type": "location", "title": "ก" * 101, "address": "x", "latitude": 1, "longitude": 1}
    ),
    "latitude over 90": reply({"type": "location", "title": "ก", "address": "x", "latitude": 91, "longitude": 1}),
    "sound without a length": reply({"type": "audio", "originalContentUrl": "https://a.th/a.m4a", "duration": 0}),
    "altText over 1,500": reply(message(bubble()) | {"altText": "ก" * 1_501}),
    "altText empty": reply(message(bubble()) | {"altText": ""}),
    "altText missing": reply({"type": "flex", "contents": bubble()}),
    "flex without contents": reply({"type": "flex", "altText": "x"}),
    "bubble without a block": reply(message({"type": "bubble"})),
    "bubble of an unknown size": flex(box(WORDS), size="huge"),
    "bubble over 30 KB": flex(box(*[{"type": "text", "text": "ก" * 1_000}] * 11)),
    "carousel over 50 KB": carousel(*[bubble(box(*[{"type": "text", "text": "ก" * 900}] * 2))] * 10),
    "13 bubbles": carousel(*[bubble()] * 13),
    "empty carousel": carousel(),
    "bubbles of two sizes": carousel(bubble(), bubble(size="kilo")),
    "body that is no box": reply(message({"type": "bubble", "body": WORDS})),
    "box without a layout": flex({"type": "box", "contents": [WORDS]}),
    "box of an unknown layout": flex({"type": "box", "layout": "grid", "contents": [WORDS]}),
    "box without contents": flex({"type": "box", "layout": "vertical"}),
    "button in a baseline box": flex(box(box({"type": "button", "action": POSTBACK}, layout="baseline"))),
    "box in a baseline box": flex(box(box(box(WORDS), layout="baseline"))),
    "icon in a vertical box": flex(box({"type": "icon", "url": "https://a.th/i.png"})),
    "span outside of a text": flex(box({"type": "span", "text": "x"})),
    "unknown component": flex(box({"type": "chart"})),
    "empty Flex text": flex(box({"type": "text", "text": ""})),
    "size that is none": flex(box({**WORDS, "size": "large"})),
    "colour by name": flex(box({**WORDS, "color": "green"})),
    "negative flex": flex(box({**WORDS, "flex": -1})),
    "wrap as a text": flex(box({**WORDS, "wrap": "true"})),
    "weight that is none": flex(box({**WORDS, "weight": "heavy"})),
    "margin without a unit": flex(box({**WORDS, "margin": "12"})),
    "padding that is none": flex(box(WORDS, paddingAll="wide")),
    "misspelt property deep inside": flex(box(box({**WORDS, "wraps": True}))),
    "picture without an address": flex(box({"type": "image"})),
    "picture too high": flex(box({"type": "image", "url": "https://a.th/a.png", "aspectRatio": "1:4"})),
    "gradient of 400 degrees": flex(
        box(
            WORDS,
            background={"type": "linearGradient", "angle": "400deg", "startColor": "#000000", "endColor": "#FFFFFF"},
        )
    ),
    "button without an action": flex(box({"type": "button"})),
    "button label over 40": with_action(label="ก" * 41),
    "button without a label": with_action(label=""),
    "postback data over 300": with_action(data="x" * 301),
    "postback without data": with_action(data=""),
    "displayText over 300": with_action(displayText="ก" * 301),
    "displayText and text": with_action(displayText="ก", text="ก"),
    "fillInText without a keyboard": with_action(fillInText="ก"),
    "unknown action": with_action(type="jump"),
    "camera on a card": flex(box({"type": "button", "action": {"type": "camera", "label": "ถ่าย"}})),
    "message text over 300": flex(
        box({"type": "button", "action": {"type": "message", "label": "ก", "text": "ก" * 301}})
    ),
    "address over 1,000": flex(
        box({"type": "button", "action": {"type": "uri", "label": "ก", "uri": "https://a.th/" + "x" * 1_000}})
    ),
    "address of a script": flex(
        box({"type": "button", "action": {"type": "uri", "label": "ก", "uri": "javascript:x()"}})
    ),
    "address with a space": flex(
        box({"type": "button", "action": {"type": "uri", "label": "ก", "uri": "https://a.th/a b"}})
    ),
    "address in Thai letters": flex(
        box({"type": "button", "action": {"type": "uri", "label": "ก", "uri": "https://a.th/ก"}})
    ),
    "date picker of no mode": flex(
        box({"type": "button", "action": {"type": "datetimepicker", "label": "ก", "data": "d"}})
    ),
    "date that is none": flex(
        box(
            {
                "type": "button",
                "action": {"type": "datetimepicker", "label": "ก", "data": "d", "mode": "date", "initial": "1/2/69"},
            }
        )
    ),
    "clipboard over 1,000": flex(
        box({"type": "button", "action": {"type": "clipboard", "label": "ก", "clipboardText": "x" * 1_001}})
    ),
    "confirm with one action": template(type="confirm", text="x", actions=[POSTBACK]),
    "five buttons": template(type="buttons", text="x", actions=[POSTBACK] * 5),
    "buttons text over 60 beside a title": template(type="buttons", title="ก", text="ก" * 61, actions=[POSTBACK]),
    "template label over 20": template(type="confirm", text="x", actions=[POSTBACK, {**POSTBACK, "label": "ก" * 21}]),
    "eleven columns": template(type="carousel", columns=[{"text": "ก", "actions": [POSTBACK]}] * 11),
    "columns of unequal actions": template(
        type="carousel", columns=[{"text": "ก", "actions": [POSTBACK] * n} for n in (1, 2)]
    ),
    "imagemap of another width": reply({**IMAGEMAP, "baseSize": {"width": 700, "height": 700}}),
    "imagemap with 51 actions": reply({**IMAGEMAP, "actions": IMAGEMAP["actions"] * 51}),
    "coupon without its id": reply({"type": "coupon", "couponId": ""}),
}

GOOD: dict[str, Any] = {
    "text": reply(TEXT),
    "text of exactly 5,000": reply({"type": "text", "text": "ก" * 5_000}),
    "five messages, silent": reply(*[TEXT] * 5, notificationDisabled=True),
    "push": {"to": line.GROUP, "messages": [TEXT]},
    "quote, sender, emoji": reply(
        {
            "type": "text",
            "text": "😀 $ ได้เลย",
            "emojis": [{"index": 3, "productId": "5ac1bfd5040ab15980c9b435", "emojiId": "001"}],
            "quoteToken": "q",
            "sender": {"name": "คุณลิขิต", "iconUrl": "https://a.th/i.png"},
        }
    ),
    "mentions, braces and an emoji": v2(
        "{m0} กับ {all} {{ตัวอย่าง}} {e}",
        m0=someone(),
        all={"type": "mention", "mentionee": {"type": "all"}},
        e={"type": "emoji", "productId": "5ac1bfd5040ab15980c9b435", "emojiId": "001"},
    ),
    "13 quick replies of every kind": quick(
        *[item(data=str(n), label="ที่" * 20) for n in range(6)],
        item(type="message", text="ก") | {"action": {"type": "message", "label": "ก", "text": "ก"}},
        {"type": "action", "action": {"type": "uri", "label": "โทร", "uri": "tel:+6645000000"}},
        {"type": "action", "imageUrl": "https://a.th/i.png", "action": {"type": "camera", "label": "ถ่าย"}},
        {"type": "action", "action": {"type": "cameraRoll", "label": "รูป"}},
        {"type": "action", "action": {"type": "location", "label": "ที่อยู่"}},
        {
            "type": "action",
            "action": {"type": "datetimepicker", "label": "วัน", "data": "d", "mode": "date", "min": "2026-01-01"},
        },
        {"type": "action", "action": {"type": "clipboard", "label": "คัดลอก", "clipboardText": "x"}},
    ),
    "sticker": reply({"type": "sticker", "packageId": "11537", "stickerId": "52002734"}),
    "picture": reply(
        {"type": "image", "originalContentUrl": "https://a.th/a.jpg", "previewImageUrl": "https://a.th/b.jpg"}
    ),
    "video": reply(
        {
            "type": "video",
            "originalContentUrl": "https://a.th/a.mp4",
            "previewImageUrl": "https://a.th/b.jpg",
            "trackingId": "t",
        }
    ),
    "sound": reply({"type": "audio", "originalContentUrl": "https://a.th/a.m4a", "duration": 60_000}),
    "place": reply({"type": "location", "title": "ศาลา", "address": "ต.ในเมือง", "latitude": 15.2, "longitude": 104.85}),
    "every component": flex(
        box(
            {
                **WORDS,
                "size": "xl",
                "weight": "bold",
                "wrap": True,
                "maxLines": 2,
                "scaling": True,
                "lineSpacing": "4px",
            },
            {
                "type": "text",
                "contents": [{"type": "span", "text": "ก", "color": "#FF0000"}, {"type": "span", "text": "ข"}],
            },
            {"type": "separator", "margin": "lg", "color": "#D4D6DA"},
            box(
                {"type": "icon", "url": "https://a.th/i.png", "size": "sm"},
                WORDS,
                {"type": "filler"},
                layout="baseline",
            ),
            box(
                {
                    "type": "image",
                    "url": "https://a.th/a.png",
                    "size": "full",
                    "aspectRatio": "20:13",
                    "aspectMode": "cover",
                },
                box(width="4px", backgroundColor="#00000080", cornerRadius="md"),
                layout="horizontal",
                spacing="8px",
                paddingAll="5%",
                borderWidth="light",
                borderColor="#000000",
                action=POSTBACK,
            ),
            {"type": "button", "style": "primary", "color": "#0B6E4F", "height": "sm", "action": POSTBACK, "flex": 0},
            background={"type": "linearGradient", "angle": "0deg", "startColor": "#000000", "endColor": "#FFFFFF"},
        ),
        hero={"type": "image", "url": "https://a.th/h.png"},
        styles={"body": {"backgroundColor": "#FFFFFF", "separator": True}},
        action={"type": "uri", "uri": "https://a.th/?q=%E0%B8%81"},
    ),
    "twelve bubbles": carousel(*[bubble()] * 12),
    "video on top": flex(
        box(WORDS),
        hero={
            "type": "video",
            "url": "https://a.th/v.mp4",
            "previewUrl": "https://a.th/p.png",
            "altContent": {"type": "image", "url": "https://a.th/p.png"},
            "aspectRatio": "20:13",
        },
    ),
    "confirm": template(type="confirm", text="แน่ใจไหม", actions=[POSTBACK] * 2),
    "buttons": template(
        type="buttons",
        thumbnailImageUrl="https://a.th/a.jpg",
        imageAspectRatio="rectangle",
        imageSize="cover",
        title="เมนู",
        text="เลือก",
        defaultAction={"type": "uri", "label": "ดู", "uri": "https://a.th"},
        actions=[POSTBACK] * 4,
    ),
    "carousel template": template(type="carousel", columns=[{"text": "ก", "actions": [POSTBACK]}] * 10),
    "picture carousel": template(
        type="image_carousel", columns=[{"imageUrl": "https://a.th/a.jpg", "action": POSTBACK}]
    ),
    "imagemap": reply(IMAGEMAP),
    "coupon": reply({"type": "coupon", "couponId": "01JYNW8JMQVFBNWF1APF8Z3FS7"}),
    "message of 300 and keyboard": flex(
        box(
            {"type": "button", "action": {"type": "message", "label": "ก" * 40, "text": "ก" * 300}},
            {"type": "button", "action": {**POSTBACK, "inputOption": "openKeyboard", "fillInText": "#เรื่องเล่า "}},
        )
    ),
}


@pytest.mark.parametrize("broken", BAD)
def test_a_body_that_line_would_refuse_is_refused_here(broken: str) -> None:
    """Each breaks one rule of LINE's reference (named by the id); a bad card must become text before it is sent."""
    found = limits.problems(BAD[broken])
    assert found
    assert all(isinstance(problem, str) and ": " in problem for problem in found)


@pytest.mark.parametrize("good", GOOD)
def test_a_body_that_line_takes_passes(good: str) -> None:
    """No false alarm: a good card must not be turned into text."""
    assert limits.problems(GOOD[good]) == []


def test_messages_alone_are_checked_like_a_body() -> None:
    """The renderer checks messages before there is a token."""
    assert limits.problems([TEXT]) == []
    assert limits.problems([{**TEXT, "text": ""}])


def test_a_problem_never_quotes_what_was_to_be_sent() -> None:
    """Problems go to the log, and no chat text may stand there."""
    secret = "ความลับของหมู่บ้าน"

    def salted(value: Any) -> Any:
        """The same body with the secret before each text; kinds and forms stay, so that the check goes deep."""
        if isinstance(value, dict):
            return {k: v if k in ("type", "layout", "size", "mode") else salted(v) for k, v in value.items()}
        if isinstance(value, list):
            return [salted(v) for v in value]
        return f"{secret}{value}" if isinstance(value, str) else value

    for name, body in BAD.items():
        if name != "half a surrogate pair":
            assert secret not in " ".join(limits.problems(salted(body))), name


def test_odd_shapes_are_refused_and_never_raise() -> None:
    """Whatever a renderer's mistake makes of a body, the check answers, and the answer is no."""
    odd: list[Any] = [None, 0, -1, "", [], {}, [[]], {"type": []}, {"type": {"type": "box"}}, True]
    deep: Any = WORDS
    for _ in range(3_000):
        deep = box(deep)
    for bad in odd:
        assert limits.problems(reply(bad))
        assert limits.problems(reply(message(bad)))
        assert limits.problems(flex(box(bad)))
        assert limits.problems(carousel(bad))
        assert limits.problems(quick(bad))
        assert limits.problems({"replyToken": bad, "messages": bad})
    assert limits.problems(flex(deep))


def test_reading_the_model_finds_what_its_to_dict_would() -> None:
    """The round trip reads the SDK's model property by property, for speed; it must agree with `to_dict() == d`."""

    def differs(given: Any, back: Any) -> bool:
        """What `given` has that `back` has not; the model's own defaults are no difference."""
        if isinstance(given, dict) and isinstance(back, dict):
            return any(k not in back or differs(v, back[k]) for k, v in given.items())
        if isinstance(given, list) and isinstance(back, list) and len(given) == len(back):
            return any(differs(a, b) for a, b in zip(given, back, strict=True))
        return bool(given != back)

    for name, body in {**BAD, **GOOD}.items():
        for one in body["messages"]:
            if not isinstance(one, dict):
                continue
            try:
                lossy = differs(one, models().Message.from_dict(one).to_dict())
            except Exception:
                lossy = True
            assert bool(list(limits._round_trip(one, "m"))) == lossy, name


def test_a_check_takes_about_a_millisecond() -> None:
    """Every send pays for it (line-platform.md has 0.3 ms for a body of that page)."""
    limits.warm()
    good = list(GOOD.values())
    start = time.perf_counter()
    for _ in range(5):
        for body in good:
            limits.problems(body)
    assert (time.perf_counter() - start) / (5 * len(good)) < 0.004


def test_the_sdk_is_loaded_late_and_without_its_clients() -> None:
    """Commands pay nothing for it, and a sender 20 MB and not 65: the API client and aiohttp stay out."""
    told = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys, json; from bot.line import cards, events, gateway, limits\n"
            "early = 'linebot' in ' '.join(sys.modules); limits.warm()\n"
            "print(json.dumps([early, *(name in sys.modules for name in ('aiohttp', 'requests', 'linebot'))]))\n"
            "from linebot.v3.messaging.models import TextMessage as a\n"
            "from linebot.v3.messaging.models.text_message import TextMessage as b; assert a is b",
        ],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert json.loads(told.stdout) == [False, False, False, False]
