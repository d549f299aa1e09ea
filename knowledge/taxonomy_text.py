"""A taxonomy as TOML text, of the form that `taxonomy.parse` reads."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from knowledge.taxonomy import PLAIN, STRONG, WEAK, Category, Taxonomy

_LISTS = {STRONG: "strong", PLAIN: "keywords", WEAK: "weak"}
_WIDTH = 118
"""Letters of a line of words."""


def to_toml(taxonomy: Taxonomy) -> str:
    """All of the taxonomy, so that `parse(to_toml(t), …) == t`. Comments of a file that it came from are lost."""
    lines = [f"id = {_text(taxonomy.id)}", f"name = {_text(taxonomy.name)}"]
    if taxonomy.fiscal_year is not None:
        lines.append(f"fiscal_year = {taxonomy.fiscal_year}")
    if taxonomy.note:
        lines.append(f"note = {_text(taxonomy.note)}")
    for category in taxonomy.categories:
        lines += ["", "[[category]]", *_category(category)]
    return "\n".join(lines) + "\n"


def _category(category: Category) -> list[str]:
    lines = [f"id = {_text(category.id)}", f"name = {_text(category.name)}"]
    if category.note:
        lines.append(f"note = {_text(category.note)}")
    lines += _list("aliases", category.aliases)
    for weight, name in _LISTS.items():
        lines += _list(name, [word for word, its in category.keywords.items() if its == weight])
    if set(category.against.values()) == {PLAIN}:
        lines += _list("against", category.against)
    lines += _list("examples", category.examples, one_a_line=True)
    lines += _table("weights", {word: its for word, its in category.keywords.items() if its not in _LISTS})
    if set(category.against.values()) - {PLAIN}:
        lines += _table("against", category.against)
    return lines


def _list(name: str, words: Iterable[str], one_a_line: bool = False) -> list[str]:
    listed = [_text(word) for word in words]
    if not listed:
        return []
    whole = f"{name} = [{', '.join(listed)}]"
    if len(whole) <= _WIDTH and not one_a_line:
        return [whole]
    lines: list[str] = []
    for word in listed:
        if lines and not one_a_line and len(lines[-1]) + len(word) + 2 <= _WIDTH:
            lines[-1] += f" {word},"
        else:
            lines.append(f"  {word},")
    return [f"{name} = [", *lines, "]"]


def _table(name: str, weights: Mapping[str, float]) -> list[str]:
    if not weights:
        return []
    return [f"[category.{name}]", *(f"{_text(word)} = {its!r}" for word, its in weights.items())]


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
