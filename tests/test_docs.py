"""The docs keep up: every command, setting and hashtag stands in README.md or docs/."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import click
import pytest

from bot.commands.shell import bot
from bot.config import Settings
from bot.services import ROUTERS
from handlers.wording import KIND
from knowledge.roster_headings import COLUMNS

HOME = Path(__file__).parents[1]


@cache
def docs() -> str:
    """All pages in one text."""
    pages = [HOME / "README.md", *sorted((HOME / "docs").glob("*.md"))]
    return "\n".join(page.read_text(encoding="utf-8") for page in pages if page.is_file())


def commands(command: click.Command, path: str = "") -> list[tuple[str, click.Command]]:
    """Every command that is not hidden, with the words that call it."""
    if not isinstance(command, click.Group):
        return [] if command.hidden else [(path, command)]
    context = click.Context(command)
    inner = [(name, command.get_command(context, name)) for name in command.list_commands(context)]
    return [each for name, found in inner if found for each in commands(found, f"{path} {name}".strip())]


def missing(wanted: list[str]) -> list[str]:
    """Those that stand nowhere in the docs as code (`…`), alone or with more behind them."""
    return [w for w in wanted if not re.search(rf"(?:`|-m bot ){re.escape(w)}(?:[\s`=]|$)", docs())]


def test_every_command_stands_in_the_docs() -> None:
    """Also each of its options."""
    found = commands(bot)
    lost = missing([path for path, _ in found])
    assert not lost, f"not in README.md or docs/: {', '.join(lost)}"
    options = [
        (path, name)
        for path, command in found
        for parameter in command.params
        for name in parameter.opts
        if name.startswith("--") and not getattr(parameter, "hidden", False)
    ]
    lost = [f"{path} {name}" for path, name in options if name not in docs()]
    assert not lost, f"not in README.md or docs/: {', '.join(lost)}"


def test_every_setting_stands_in_the_docs() -> None:
    """By the name of its variable."""
    lost = missing([name.upper() for name in Settings.model_fields])
    assert not lost, f"not in README.md or docs/: {', '.join(lost)}"


def test_every_hashtag_stands_in_the_docs() -> None:
    """The first word of each command in the chat, and the mark of each kind of note."""
    marks = [f"#{name}" for name in KIND.values()]
    calls = [f"#{words[0]}" for router in ROUTERS for words in router.commands.values()]
    lost = missing([*marks, *calls])
    assert not lost, f"not in README.md or docs/: {', '.join(lost)}"


@pytest.mark.parametrize("column", COLUMNS)
def test_every_column_of_a_roster_stands_in_the_docs(column: str) -> None:
    """By its heading."""
    assert f"`{column}`" in docs()


def test_links_between_pages_lead_somewhere() -> None:
    """A page that is named is there."""
    pages = [HOME / "README.md", *sorted((HOME / "docs").glob("*.md"))]
    lost = [
        f"{page.name}: {target}"
        for page in pages
        for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
        if "://" not in target and not (page.parent / target).exists()
    ]
    assert not lost, f"links that lead nowhere: {', '.join(lost)}"
