"""LINE's limits of Flex messages (LINE's reference, Flex Message; line-platform.md, the table)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from bot.line import action_limits
from bot.line.measures import items_of, size, web_address

BUBBLE_BYTES = 30_000
CAROUSEL_BYTES = 50_000
BUBBLES = 12
BUTTON_LABEL = 40

_BLOCKS = ("header", "hero", "body", "footer")
_IN_BASELINE = {"icon", "text", "filler"}
_IN_OTHERS = {"box", "button", "image", "text", "separator", "filler"}
_WIDE = {"kilo", "mega", "giga", None}

_STEPS = "none|xs|sm|md|lg|xl|xxl"
_NUMBER = r"\d+(?:\.\d+)?"
_GAP = re.compile(rf"{_STEPS}|{_NUMBER}px")
_PADDING = re.compile(rf"{_STEPS}|{_NUMBER}px|{_NUMBER}%")
_OFFSET = re.compile(rf"{_STEPS}|-?{_NUMBER}px|-?{_NUMBER}%")
_WIDTH = re.compile(rf"{_NUMBER}px|{_NUMBER}%")
_BORDER = re.compile(rf"none|light|normal|medium|semi-bold|bold|{_NUMBER}px")
_LETTERS = re.compile(rf"xxs|xs|sm|md|lg|xl|xxl|3xl|4xl|5xl|{_NUMBER}px")
_PICTURE = re.compile(rf"xxs|xs|sm|md|lg|xl|xxl|3xl|4xl|5xl|full|{_NUMBER}px|{_NUMBER}%")
_COLOUR = re.compile(r"#(?:[0-9A-Fa-f]{6}|[0-9A-Fa-f]{8})")
_RATIO = re.compile(r"(\d{1,6}(?:\.\d+)?):(\d{1,6}(?:\.\d+)?)")
_ANGLE = re.compile(rf"({_NUMBER})deg")

_EVERYWHERE = {
    "margin": _GAP,
    "spacing": _GAP,
    "lineSpacing": re.compile(rf"{_NUMBER}px"),
    "offsetTop": _OFFSET,
    "offsetBottom": _OFFSET,
    "offsetStart": _OFFSET,
    "offsetEnd": _OFFSET,
    "paddingAll": _PADDING,
    "paddingTop": _PADDING,
    "paddingBottom": _PADDING,
    "paddingStart": _PADDING,
    "paddingEnd": _PADDING,
    "width": _WIDTH,
    "maxWidth": _WIDTH,
    "height": _WIDTH,
    "maxHeight": _WIDTH,
    "borderWidth": _BORDER,
    "cornerRadius": _GAP,
    "color": _COLOUR,
    "backgroundColor": _COLOUR,
    "borderColor": _COLOUR,
}
"""How a property must be written, whichever component carries it."""
_ELSEWHERE: dict[tuple[str, str], re.Pattern[str]] = {
    ("text", "size"): _LETTERS,
    ("span", "size"): _LETTERS,
    ("icon", "size"): _LETTERS,
    ("image", "size"): _PICTURE,
    ("button", "height"): re.compile("sm|md"),
}


def problems(container: Any, at: str) -> Iterator[str]:
    """What LINE would refuse in the `contents` of a Flex message."""
    if not isinstance(container, dict):
        yield f"{at}: a bubble or carousel is needed"
    elif container.get("type") == "bubble":
        yield from _bubble(container, at)
    elif container.get("type") == "carousel":
        yield from _carousel(container, at)
    else:
        yield f"{at}.type: must be bubble or carousel"


def _carousel(carousel: dict[str, Any], at: str) -> Iterator[str]:
    bubbles = items_of(carousel, "contents")
    if not 1 <= len(bubbles) <= BUBBLES:
        yield f"{at}.contents: 1 to {BUBBLES} bubbles are needed"
    if size(carousel) > CAROUSEL_BYTES:
        yield f"{at}: over {CAROUSEL_BYTES} bytes"
    if len({b.get("size", "mega") for b in bubbles}) > 1:
        yield f"{at}.contents: all bubbles must be of one size"
    for i, bubble in enumerate(bubbles):
        here = f"{at}.contents[{i}]"
        if bubble.get("type") != "bubble":
            yield f"{here}.type: must be bubble"
        yield from _bubble(bubble, here, in_carousel=True)


def _bubble(bubble: dict[str, Any], at: str, *, in_carousel: bool = False) -> Iterator[str]:
    if not any(bubble.get(block) for block in _BLOCKS):
        yield f"{at}: at least one block is needed"
    if size(bubble) > BUBBLE_BYTES:
        yield f"{at}: over {BUBBLE_BYTES} bytes"
    for block in _BLOCKS:
        component = bubble.get(block)
        if not isinstance(component, dict):
            continue
        kind = component.get("type")
        if kind != "box" and not (block == "hero" and kind in ("image", "video")):
            yield f"{at}.{block}.type: not allowed there"
        if kind == "video" and (in_carousel or bubble.get("size") not in _WIDE):
            yield f"{at}.{block}: video only in one bubble of size kilo, mega or giga"
        yield from _component(component, f"{at}.{block}")
    if "action" in bubble:
        yield from action_limits.problems(bubble["action"], f"{at}.action", label=None)
    styles = bubble.get("styles")
    for block, style in styles.items() if isinstance(styles, dict) else ():
        for name in ("backgroundColor", "separatorColor"):
            if isinstance(style, dict) and name in style and not _COLOUR.fullmatch(str(style[name])):
                yield f"{at}.styles.{block}.{name}: must be #RRGGBB or #RRGGBBAA"


def _component(component: dict[str, Any], at: str) -> Iterator[str]:
    kind = str(component.get("type"))
    check = _KINDS.get(kind)
    if check is None:
        yield f"{at}.type: not a kind of component"
        return
    for name, value in component.items():
        form = _ELSEWHERE.get((kind, name)) or _EVERYWHERE.get(name)
        if form is not None and not (isinstance(value, str) and form.fullmatch(value)):
            yield f"{at}.{name}: not written as LINE wants it"
    for name in ("flex", "maxLines"):
        value = component.get(name, 0)
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            yield f"{at}.{name}: must be 0 or more"
    yield from check(component, at)
    if "action" in component and kind != "button":
        yield from action_limits.problems(component["action"], f"{at}.action", label=None)


def _box(box: dict[str, Any], at: str) -> Iterator[str]:
    layout = box.get("layout")
    if layout not in ("horizontal", "vertical", "baseline"):
        yield f"{at}.layout: must be horizontal, vertical or baseline"
    if not isinstance(box.get("contents"), list):
        yield f"{at}.contents: a list is needed"
    allowed = _IN_BASELINE if layout == "baseline" else _IN_OTHERS
    for i, child in enumerate(items_of(box, "contents")):
        here = f"{at}.contents[{i}]"
        if child.get("type") not in allowed:
            yield f"{here}.type: not allowed in a {layout} box"
        yield from _component(child, here)
    background = box.get("background")
    if isinstance(background, dict):
        yield from _gradient(background, f"{at}.background")


def _gradient(background: dict[str, Any], at: str) -> Iterator[str]:
    angle = _ANGLE.fullmatch(str(background.get("angle")))
    if angle is None or float(angle[1]) >= 360:
        yield f"{at}.angle: must be 0deg or more, under 360deg"
    for name in ("startColor", "endColor", "centerColor"):
        needed = name != "centerColor" or name in background
        if needed and not _COLOUR.fullmatch(str(background.get(name))):
            yield f"{at}.{name}: must be #RRGGBB or #RRGGBBAA"


def _text(text: dict[str, Any], at: str) -> Iterator[str]:
    spans = items_of(text, "contents")
    # LINE refuses an empty text; spans, where there are any, stand instead of it
    if not spans and not (isinstance(text.get("text"), str) and text["text"]):
        yield f"{at}.text: must not be empty"
    for i, span in enumerate(spans):
        if span.get("type") != "span":
            yield f"{at}.contents[{i}].type: only spans stand in a text"
        yield from _component(span, f"{at}.contents[{i}]")


def _span(span: dict[str, Any], at: str) -> Iterator[str]:
    if not isinstance(span.get("text"), str) or not span["text"]:
        yield f"{at}.text: must not be empty"


def _button(button: dict[str, Any], at: str) -> Iterator[str]:
    yield from action_limits.problems(button.get("action"), f"{at}.action", label=BUTTON_LABEL)


def _picture(picture: dict[str, Any], at: str) -> Iterator[str]:
    yield from web_address(picture, "url", at)
    if "aspectRatio" not in picture:
        return
    ratio = _RATIO.fullmatch(str(picture["aspectRatio"]))
    if ratio is None or not all(1 <= float(side) <= 100_000 for side in ratio.groups()):
        yield f"{at}.aspectRatio: must be width:height, each 1 to 100000"
    elif float(ratio[2]) > 3 * float(ratio[1]):
        yield f"{at}.aspectRatio: over three times as high as wide"


def _video(video: dict[str, Any], at: str) -> Iterator[str]:
    for name in ("url", "previewUrl"):
        yield from web_address(video, name, at)
    instead = video.get("altContent")
    if not isinstance(instead, dict) or instead.get("type") not in ("box", "image"):
        yield f"{at}.altContent: a box or image is needed"
    else:
        yield from _component(instead, f"{at}.altContent")


def _nothing_more(component: dict[str, Any], at: str) -> Iterable[str]:
    return ()


_KINDS: dict[str, Callable[[dict[str, Any], str], Iterable[str]]] = {
    "box": _box,
    "button": _button,
    "filler": _nothing_more,
    "icon": _picture,
    "image": _picture,
    "separator": _nothing_more,
    "span": _span,
    "text": _text,
    "video": _video,
}
