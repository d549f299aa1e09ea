"""What the bot can do, and what it says when it is greeted or did not understand."""

from __future__ import annotations

import re

from handlers import wording
from handlers.chat import Card, Cards, Choice, Line, Replies, Text, TextSaid
from handlers.router import Router, Turn
from knowledge.marks import PARTICLES

router = Router("help")

_HELLO = re.compile(
    rf"(?:(?:สวัสดี|หวัดดี|ดี|อรุณสวัสดิ์|ฮัลโหล|hello|hi|@?(?:คุณ)?ลิขิต)\s*(?:ตอน(?:เช้า|บ่าย|เย็น))?\s*(?:{PARTICLES})?\W*)?",
    re.IGNORECASE,
)


@router.command("help", "ช่วยเหลือ", "วิธีใช้", "help")
def show_help() -> Replies:
    """#ช่วยเหลือ: one card with the ways to tell and to ask."""
    lines = tuple(Line(text, label=label) for label, text in wording.HELP)
    examples = tuple(Choice(example, says=example) for example in wording.HELP_EXAMPLES)
    return Cards((Card(wording.HELP_TITLE, lines),), choices=examples)


@router.heard("help")
def asked_for_help() -> Replies:
    """Addressed, and asked what it can do."""
    return show_help()


def _greets(turn: Turn) -> bool:
    return type(turn.event) is TextSaid and turn.heard.intent == "unclear" and bool(_HELLO.fullmatch(turn.text.strip()))


@router.when("hello", _greets)
def greeted() -> Replies:
    """Called by name, or greeted, and nothing else."""
    return Text(wording.HELLO, (Choice(wording.HELP_LABEL, says="#ช่วยเหลือ"),))


@router.heard("unclear")
def not_understood() -> Replies:
    """Addressed, but nothing was recognised."""
    return Text(wording.UNCLEAR, (Choice(wording.HELP_LABEL, says="#ช่วยเหลือ"),))


@router.heard("decline")
def private_life() -> Replies:
    """Asked about a person's private life."""
    return Text(wording.DECLINE)


@router.heard("thanks")
def thanked() -> Replies:
    """Thanked by name."""
    return Text(wording.YOU_ARE_WELCOME)
