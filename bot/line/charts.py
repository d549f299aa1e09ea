"""Pictures drawn with Flex boxes, so that no host of pictures is needed: bars for shares, columns for a trend."""

from __future__ import annotations

from typing import Any

from bot.line.split import writable
from handlers.chat import Bars, Columns

INK = "#1F2933"
GREY = "#616E7C"
GREEN = "#0B6E4F"
PALE_GREEN = "#CFE3DB"
GROUND = "#EEF1F3"
BAR_PX, COLUMNS_PX = 10, 56
LEAST_PERCENT = 6
"""A bar of one among a hundred must still be seen."""


def bars(figure: Bars) -> dict[str, Any]:
    """One row a bar: its name above, the bar and its number beneath, which keeps long Thai names whole."""
    most = max((bar.value for bar in figure.bars), default=0) or 1
    return _box("vertical", [_bar(bar.label, bar.value, most) for bar in figure.bars], spacing="md")


def columns(figure: Columns) -> dict[str, Any]:
    """Columns side by side, the last one dark; the first and last are named."""
    most = max(figure.values, default=0) or 1
    last = len(figure.values) - 1
    drawn = [_column(value, most, dark=n == last) for n, value in enumerate(figure.values)]
    row = {**_box("horizontal", drawn, spacing="4px"), "height": f"{COLUMNS_PX}px", "alignItems": "flex-end"}
    names = _box(
        "horizontal",
        [_text(figure.first, "xxs", GREY), {**_text(figure.last, "xxs", GREY), "align": "end"}],
        margin="xs",
    )
    return _box("vertical", [_text(figure.title, "xs", GREY), {**row, "margin": "sm"}, names])


def _bar(label: str, value: int, most: int) -> dict[str, Any]:
    percent = max(LEAST_PERCENT, round(100 * value / most)) if value else 0
    filled = _filled(GREEN, width=f"{percent}%") if percent else {"type": "filler"}
    ground = _box("vertical", [filled], backgroundColor=GROUND, cornerRadius="5px", height=f"{BAR_PX}px", flex=1)
    number = {**_text(str(value), "sm", INK), "flex": 0, "weight": "bold", "align": "end"}
    row = {**_box("horizontal", [ground, number], spacing="md", margin="xs"), "alignItems": "center"}
    return _box("vertical", [{**_text(label, "sm", INK), "wrap": True}, row])


def _column(value: int, most: int, *, dark: bool) -> dict[str, Any]:
    height = max(3, round(COLUMNS_PX * value / most))
    return _box(
        "vertical",
        [{"type": "filler"}],
        height=f"{height}px",
        backgroundColor=GREEN if dark else PALE_GREEN if value else GROUND,
        cornerRadius="2px",
        flex=1,
    )


def _filled(colour: str, *, width: str) -> dict[str, Any]:
    drawn = _box("vertical", [{"type": "filler"}], backgroundColor=colour, cornerRadius="5px", height=f"{BAR_PX}px")
    return {**drawn, "width": width}


def _box(layout: str, contents: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    return {"type": "box", "layout": layout, "contents": contents, **more}


def _text(text: str, size: str, colour: str) -> dict[str, Any]:
    return {"type": "text", "text": writable(text).strip() or "-", "size": size, "color": colour, "scaling": True}
