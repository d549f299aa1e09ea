"""What a measurement prints: a table of figures and the worst cases, or the same as JSON."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Report:
    """One measurement. `figures` are the numbers by name, for machines; `worst` are the cases to look at."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[object]]
    worst: Sequence[Mapping[str, object]] = ()
    figures: Mapping[str, float] = field(default_factory=dict)
    more: Sequence[tuple[str, Sequence[str], Sequence[Sequence[object]]]] = ()
    """Further tables, such as one of confusions: title, columns, rows."""

    def to_text(self) -> str:
        """The table, columns in line though Thai vowels take no width, then the worst cases."""
        lines = [self.title, "", *_table(self.columns, self.rows)]
        for title, columns, rows in self.more:
            lines += ["", title, "", *_table(columns, rows)]
        if self.worst:
            lines += ["", "กรณีที่แย่ที่สุด"]
            lines += ["- " + " · ".join(f"{k}: {_shown(v)}" for k, v in case.items()) for case in self.worst]
        return "\n".join(lines)

    def to_json(self) -> dict[str, Any]:
        """Everything, with the rows as objects by column name."""
        return {
            "title": self.title,
            "rows": [dict(zip(self.columns, row, strict=True)) for row in self.rows],
            "worst": [dict(case) for case in self.worst],
            "figures": dict(self.figures),
            "more": [
                {"title": title, "rows": [dict(zip(columns, row, strict=True)) for row in rows]}
                for title, columns, rows in self.more
            ],
        }


def _table(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> list[str]:
    table = [list(columns), *([_shown(cell) for cell in row] for row in rows)]
    widths = [max(_width(str(row[i])) for row in table) for i in range(len(columns))]
    lines = []
    for row in table:
        cells = [str(c) + " " * (w - _width(str(c))) for c, w in zip(row, widths, strict=True)]
        lines.append("  ".join(cells).rstrip())
    return lines


def _shown(cell: object) -> str:
    return f"{cell:.3f}" if isinstance(cell, float) else "-" if cell is None else str(cell)


def _width(text: str) -> int:
    return sum(not unicodedata.combining(c) and unicodedata.category(c) != "Mn" for c in text)
