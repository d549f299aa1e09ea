"""The few kinds of checks that LINE's limits are made of. Each yields `where: what`, or nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from bot.line.graphemes import utf16_units

URI = 1_000
"""LINE takes 1,000 characters in actions and 2,000 for pictures: the smaller for all (line-platform.md)."""


def text_within(owner: Mapping[str, Any], name: str, at: str, most: int, *, least: int = 1) -> Iterator[str]:
    """A text of `least` to `most` UTF-16 units that is more than white space."""
    value = owner.get(name)
    if not isinstance(value, str):
        yield f"{at}.{name}: a text is needed"
    elif utf16_units(value) > most:
        yield f"{at}.{name}: over {most} UTF-16 units"
    elif len(value) < least or (least and not value.strip()):
        yield f"{at}.{name}: must not be empty"


def web_address(owner: Mapping[str, Any], name: str, at: str, schemes: tuple[str, ...] = ("https",)) -> Iterator[str]:
    """An address of one of `schemes`, at most 1,000 characters long."""
    value = owner.get(name)
    if not isinstance(value, str) or not value:
        yield f"{at}.{name}: an address is needed"
    elif len(value) > URI:
        yield f"{at}.{name}: over {URI} characters"
    elif not value.isascii():
        yield f"{at}.{name}: must be percent-encoded"
    elif not _is_address(value, schemes):
        yield f"{at}.{name}: must be an address that begins with {' or '.join(schemes)}"


def _is_address(value: str, schemes: tuple[str, ...]) -> bool:
    if any(c.isspace() or ord(c) < 32 for c in value):
        return False
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    return parts.scheme in schemes and bool(parts.netloc or (parts.scheme == "tel" and parts.path))


def items_of(owner: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    """The objects of a list property; wrong shapes are left to the SDK's model to report."""
    value = owner.get(name)
    return [v for v in value if isinstance(v, dict)] if isinstance(value, list) else []


def size(value: object) -> int:
    """Bytes of the JSON as the gateway writes it. Raises UnicodeEncodeError on half a surrogate pair."""
    return len(as_json(value))


def as_json(value: object) -> bytes:
    """JSON as it goes over the wire: UTF-8 without spaces, a third of the size of escaped Thai."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()
