"""`python -m bench [NAME…]`: runs benchmarks, prints their tables, writes their figures as JSON."""

from __future__ import annotations

import argparse
import importlib
import sys
import time
from pathlib import Path

from bench.report import RESULTS, Report, save

NAMES = ("webhooks", "answers", "footprint", "capture", "classify", "finding", "unasked")
"""Each a module of this package with `run(size) -> Report`; all of them end within about six minutes."""
SIZES = ("tiny", "normal", "full")


def main(arguments: list[str] | None = None) -> int:
    """The exit code: 0 when every target is reached, 1 when one is missed, 2 for wrong use."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of: {', '.join(NAMES)} (all when none is named)")
    parser.add_argument("--full", action="store_true", help="also a million notes; about half an hour")
    parser.add_argument("--tiny", action="store_true", help="only to see that it runs: the figures say nothing")
    parser.add_argument("--results", type=Path, default=RESULTS, help="folder of the JSON files")
    given = parser.parse_args(arguments)
    if unknown := [name for name in given.names if name not in NAMES]:
        parser.error(f"no benchmark called {', '.join(unknown)}; there are {', '.join(NAMES)}")
    size = "tiny" if given.tiny else "full" if given.full else "normal"
    reports: list[Report] = []
    for name in given.names or NAMES:
        began = time.monotonic()
        report: Report = importlib.import_module(f"bench.{name}").run(size)
        report.notes.append(f"took {time.monotonic() - began:.0f} s")
        print(report.to_text() + "\n", flush=True)
        reports.append(report)
    missed = [(report.name, row) for report in reports for row in report.missed]
    for name, row in missed:
        print(f"missed: {name}: {row.what}: {row.target}")
    print(f"figures: {save(reports, given.results)}")
    return 1 if missed and size != "tiny" else 0


if __name__ == "__main__":
    sys.exit(main())
