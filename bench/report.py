"""What a benchmark found: rows of figures, as a table for people and as JSON for machines."""

from __future__ import annotations

import json
import math
import os
import platform
import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).with_name("results")


@dataclass(frozen=True)
class Row:
    """One figure of one thing, measured in several rounds. `ratio` is to the row named in `against`, taken round by
    round (rounds are interleaved, so that what disturbs one disturbs both) and then the median."""

    what: str
    unit: str
    values: tuple[float, ...]
    ratio: float | None = None
    against: str = ""
    target: str = ""
    """What it must reach, such as `ratio >= 0.85` or `median <= 60`."""

    @property
    def median(self) -> float:
        return statistics.median(self.values)

    @property
    def met(self) -> bool | None:
        """Whether the target is reached; None where there is none."""
        if not self.target:
            return None
        which, sign, bound = self.target.split()
        found = {"ratio": self.ratio, "median": self.median, "max": max(self.values), "min": min(self.values)}[which]
        if found is None or math.isnan(found):
            return False
        return found >= float(bound) if sign == ">=" else found <= float(bound)


@dataclass
class Report:
    """The rows of one benchmark. `compared` names what is compared with what."""

    name: str
    compared: str
    rows: list[Row] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def add(self, what: str, unit: str, *values: float, target: str = "") -> Row:
        """A row without a comparison."""
        row = Row(what, unit, values, target=target)
        self.rows.append(row)
        return row

    def compare(
        self, what: str, unit: str, values: Sequence[float], against: str, others: Sequence[float], target: str = ""
    ) -> Row:
        """A row with its ratio to `others`, the values of the row named `against` in the same rounds."""
        ratio = statistics.median(a / b for a, b in zip(values, others, strict=True))
        row = Row(what, unit, tuple(values), ratio, against, target)
        self.rows.append(row)
        return row

    @property
    def missed(self) -> list[Row]:
        """Rows whose target is not reached."""
        return [row for row in self.rows if row.met is False]

    def to_text(self) -> str:
        """A table: min, median, max, ratio, target."""
        cells = [("", "min", "median", "max", "unit", "ratio", "target", "")]
        for row in self.rows:
            cells.append(
                (
                    row.what,
                    number(min(row.values)),
                    number(row.median),
                    number(max(row.values)),
                    row.unit,
                    f"{row.ratio:.2f} of {row.against}" if row.ratio is not None else "",
                    row.target.replace("median ", "").replace(">=", "≥").replace("<=", "≤"),
                    {None: "", True: "ok", False: "MISSED"}[row.met],
                )
            )
        widths = [max(len(line[n]) for line in cells) for n in range(len(cells[0]))]
        lines = [f"== {self.name}: {self.compared}"]
        for line in cells:
            first, *figures = line
            cut = [first.ljust(widths[0])]
            for n, cell in enumerate(figures, 1):
                cut.append(cell.rjust(widths[n]) if n < 4 else cell.ljust(widths[n]))
            lines.append("  ".join(cut).rstrip())
        return "\n".join([*lines, *(f"   {note}" for note in self.notes)])

    def to_json(self) -> dict[str, Any]:
        """The same with every round's value."""
        return {
            "name": self.name,
            "compared": self.compared,
            "rows": [
                {
                    "what": row.what,
                    "unit": row.unit,
                    "min": min(row.values),
                    "median": row.median,
                    "max": max(row.values),
                    "values": list(row.values),
                    "ratio": row.ratio,
                    "against": row.against or None,
                    "target": row.target or None,
                    "met": row.met,
                }
                for row in self.rows
            ],
            "notes": self.notes,
        }


def number(value: float) -> str:
    """Three significant digits, thousands whole."""
    if value == 0 or abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.{max(0, 2 - math.floor(math.log10(abs(value))))}f}"


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which `share` (0 to 1) of all lie: the nearest one that was measured; NaN of none."""
    if not values:
        return math.nan
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, math.ceil(share * len(ordered)) - 1))]


def save(reports: Sequence[Report], folder: Path = RESULTS) -> Path:
    """Writes all reports of a run into one JSON file with the machine they were made on; returns it."""
    folder.mkdir(parents=True, exist_ok=True)
    at = datetime.now(UTC)
    file = folder / f"{at:%Y%m%d-%H%M%S}.json"
    found = {
        "at": at.isoformat(timespec="seconds"),
        "machine": {
            "system": platform.platform(),
            "python": platform.python_version(),
            "cores": os.cpu_count(),
            "load_at_the_end": os.getloadavg()[0],
        },
        "reports": [report.to_json() for report in reports],
    }
    file.write_text(json.dumps(found, ensure_ascii=False, indent=1), "utf-8")
    return file
