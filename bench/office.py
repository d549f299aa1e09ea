"""`python -m bench.office FOLDER…`: an office of JSON lines, lived through from outside.

Starts the product, founds the office with its commands, posts what its people wrote as signed webhooks, and asks the
commands of the contract what it heard, filed and finds. Nothing of the product is called from inside, so these are the
figures that anybody gets who has only the commands; `python -m bot measure` gets them faster, without the way there."""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bench.marks import mean, ndcg, reciprocal_rank
from bench.product import Product
from bot.practice.double import BOT_ID, LineDouble

BOT_NAME = "@คุณลิขิต"
HEADINGS = {
    "full_name": "ชื่อ-สกุล",
    "nickname": "ชื่อเล่น",
    "position": "ตำแหน่ง",
    "unit": "สังกัด",
    "declared_expertise": "ความเชี่ยวชาญ",
    "display_name": "ชื่อที่แสดงใน LINE",
    "id": "LINE user id",
    "retire_fiscal_year": "ปีเกษียณ",
}
Rows = list[dict[str, Any]]


def line_id(letter: str, name: str) -> str:
    """A LINE id (U… or C…) made of an id of the folder."""
    return letter + hashlib.md5(name.encode(), usedforsecurity=False).hexdigest()


@dataclass
class Folder:
    """The rows of an office folder; files that are missing are empty."""

    place: Path
    roster: Rows
    notes: Rows
    chatter: Rows
    queries: Rows
    searches: Rows

    @classmethod
    def read(cls, place: Path) -> Folder:
        """Raises OSError or ValueError where a file can't be read."""
        names = ("roster", "notes", "chatter", "queries", "searches")
        return cls(place, *(_rows(place / f"{name}.jsonl") for name in names))


@dataclass
class Outcome:
    """Figures by name, and the cases behind them that went wrong."""

    figures: dict[str, float | int | str] = field(default_factory=dict)
    wrong: dict[str, list[str]] = field(default_factory=dict)

    def blame(self, figure: str, case: str) -> None:
        """Remembers one case that went wrong."""
        self.wrong.setdefault(figure, []).append(case)

    def to_text(self, cases: int = 12) -> str:
        """The figures, then at most so many cases of each."""
        width = max(map(len, self.figures))
        lines = [f"{name.ljust(width)}  {_shown(value)}" for name, value in self.figures.items()]
        for figure, found in self.wrong.items():
            lines += ["", f"-- {figure}: {len(found)}", *found[:cases]]
        return "\n".join(lines)


class Life:
    """One office in a running product."""

    def __init__(self, product: Product, line: LineDouble, folder: Folder, taxonomy: str, work: Path) -> None:
        self.product, self.line, self.folder, self.taxonomy, self._work = product, line, folder, taxonomy, work
        self.outcome = Outcome()
        self.office = ""
        self.note_of: dict[str, str] = {}
        """Message id → id of the folder's note that it carried."""

    def live(self) -> Outcome:
        """All of it; the office must not exist yet."""
        self._found()
        self._hear()
        self._tell()
        self._kept()
        self._classify()
        self._who()
        self._search()
        self._talk()
        self.outcome.figures["failed events"] = len(failed := self.product.failed())
        for reason in failed:
            self.outcome.blame("failed events", reason)
        self.outcome.figures["replies refused by LINE's double"] = len(self.line.api.refused)
        for one in self.line.api.refused:
            self.outcome.blame("replies refused by LINE's double", str(one))
        return self.outcome

    # ------------------------------------------------------------ the office is founded

    def _found(self) -> None:
        [added] = self.product.run_json("office", "add", "สำนักงานที่วัดผล", "--taxonomy", self.taxonomy, "--json")
        self.office = added["id"]
        people = {row["id"]: row for row in self.folder.roster}
        file = self._work / "roster.csv"
        with file.open("w", encoding="utf-8-sig", newline="") as out:
            writer = csv.writer(out)
            writer.writerow(HEADINGS.values())
            for row in people.values():
                cells = row | {"id": line_id("U", row["id"])}
                cells["declared_expertise"] = ";".join(row.get("declared_expertise") or ())
                writer.writerow([cells.get(name) or "" for name in HEADINGS])
        [read] = self.product.run_json("roster", "import", str(file), "--office", self.office, "--json")
        self.outcome.figures["roster: people added / in the folder"] = f"{read['added']} / {len(people)}"
        for remark in (*read["bad_rows"], *read["remarks"]):
            self.outcome.blame("roster remarks", str(remark))
        for group in self._groups():
            users = [line_id("U", one) for one in people]
            for one, row in people.items():
                self.line.world.person(line_id("U", one), row.get("display_name") or row["full_name"], friend=False)
            self.line.world.group(line_id("C", group), f"กลุ่ม {group}", users)
            self.product.run("office", "link", self.office, "--group", line_id("C", group), "--json")

    def _groups(self) -> list[str]:
        rows = (*self.folder.notes, *self.folder.chatter, *self.folder.queries)
        return sorted({row.get("group") or "A" for row in rows})

    # ------------------------------------------------------------ what is said

    def _say(self, row: dict[str, Any], text: str, user: str, *, mention: bool = False) -> dict[str, Any]:
        if mention and BOT_NAME not in text:
            text = f"{BOT_NAME} {text}"
        mentions = [(BOT_NAME, BOT_ID)] if BOT_NAME in text else []
        chat = line_id("C", row.get("group") or "A")
        event = self.line.make.text(chat, line_id("U", user), text, mentions=mentions)
        self._deliver(event)
        return event

    def _deliver(self, event: dict[str, Any]) -> None:
        status = self.line.deliver([event])
        if status != 200:
            self.outcome.blame("webhooks refused", f"{status}: {event}")

    def _tell(self) -> None:
        """Notes as they were typed. Those without a mark are kept by the bot's own suggestion where it makes one
        (the button is pressed), else told again with a hashtag, so that searching has all of them."""
        told = [(row, self._say(row, row["raw"], row["author"])) for row in self.folder.notes]
        self.product.wait_until_done()
        cues = [(row, event) for row, event in told if row["capture"] == "cue"]
        suggested = 0
        for row, event in told:
            self.note_of[event["message"]["id"]] = row["id"]
        for row, event in cues:
            data = [d for sent in self.line.accepted_replies(event) for d in _postbacks(sent.messages)]
            if data:
                suggested += 1
                chat, user = line_id("C", row.get("group") or "A"), line_id("U", row["author"])
                self._deliver(self.line.make.postback(chat, user, data[0]))
            else:
                again = self._say(row, f"#{row['kind']} {row['text']}" if _latin(row) else _hashed(row), row["author"])
                self.note_of[again["message"]["id"]] = row["id"]
        self.product.wait_until_done()
        self.outcome.figures["cue notes with a suggestion in chat"] = f"{suggested} / {len(cues)}"

    def _kept(self) -> None:
        exported = self.product.run_json("export", "notes", "--office", self.office)
        kept: dict[str, dict[str, Any]] = {}
        for note in exported:
            for message in note["message_ids"]:
                if message in self.note_of:
                    kept.setdefault(self.note_of[message], note)
        for how in ("hashtag", "mention"):
            rows = [row for row in self.folder.notes if row["capture"] == how]
            self._share(f"{how} notes kept", rows, lambda row: row["id"] in kept, lambda row: row["raw"][:90])
            self._share(
                f"{how} notes of the right kind",
                [row for row in rows if row["id"] in kept],
                lambda row: kept[row["id"]]["kind"] == row["kind"],
                lambda row: f"{row['kind']} kept as {kept[row['id']]['kind']}: {row['raw'][:90]}",
            )
        self._share(
            "kept under their author",
            [row for row in self.folder.notes if row["id"] in kept],
            lambda row: kept[row["id"]]["user_id"] == line_id("U", row["author"]),
            lambda row: row["raw"][:90],
        )
        twice = Counter(self.note_of[n["message_ids"][0]] for n in exported if n["message_ids"][0] in self.note_of)
        self.outcome.figures["notes kept / told"] = f"{len(exported)} / {len(self.folder.notes)}"
        for one, times in twice.items():
            if times > 1:
                self.outcome.blame("notes kept twice", one)

    # ------------------------------------------------------------ what the commands say

    def _heard(self, rows: Rows, text: str, user: str) -> dict[str, dict[str, Any]]:
        lines = [
            {
                "id": row["id"],
                "text": row[text],
                "user_id": line_id("U", row[user]),
                "mention": BOT_NAME in row[text] or bool(row.get("mention_bot")),
            }
            for row in rows
        ]
        group = line_id("C", self._groups()[0])
        found = self.product.run_json("hear", "--office", self.office, "--group", group, lines=lines)
        if [one["id"] for one in found] != [row["id"] for row in rows]:
            self.outcome.blame("hear: ids", "the answers' ids aren't those that were asked, in order")
        return {one["id"]: one for one in found}

    def _hear(self) -> None:
        heard = self._heard(self.folder.chatter, "text", "author")
        self._share(
            "hear: silence on chatter",
            self.folder.chatter,
            lambda row: heard[row["id"]]["intent"] == "silence",
            lambda row: f"{heard[row['id']]['intent']}: {row['text'][:90]}",
        )
        heard = self._heard(self.folder.notes, "raw", "author")
        for how in ("hashtag", "mention", "cue"):
            rows = [row for row in self.folder.notes if row["capture"] == how]
            self._share(
                f"hear: {how} notes, {'suggest' if how == 'cue' else 'capture'} and kind",
                rows,
                lambda row: (
                    (heard[row["id"]]["intent"], heard[row["id"]]["kind"]) == ("capture", row["kind"])
                    if row["capture"] != "cue"
                    else heard[row["id"]]["intent"] == "suggest"
                ),
                lambda row: f"{heard[row['id']]} for {row['kind']}: {row['raw'][:90]}",
            )
        heard = self._heard(self.folder.queries, "text", "asker")
        for mention in (False, True):
            self._share(
                f"hear: questions {'with' if mention else 'without'} a mention are who",
                [row for row in self.folder.queries if bool(row.get("mention_bot")) == mention],
                lambda row: heard[row["id"]]["intent"] == "who",
                lambda row: f"{heard[row['id']]}: {row['text'][:90]}",
            )
        heard = self._heard(self.folder.searches, "text", "asker")
        self.outcome.figures["hear: searches"] = str(dict(Counter(one["intent"] for one in heard.values())))

    def _classify(self) -> None:
        lines = [{"id": row["id"], "text": row["text"]} for row in self.folder.notes]
        found = {one["id"]: one for one in self.product.run_json("classify", "--taxonomy", self.taxonomy, lines=lines)}

        def first(row: dict[str, Any]) -> str | None:
            answer = found[row["id"]]
            return None if answer["abstained"] or not answer["categories"] else answer["categories"][0]["id"]

        def line(row: dict[str, Any]) -> str:
            return f"{row['cdd_category']} filed as {first(row)}: {row['text'][:90]}"

        filed = [row for row in self.folder.notes if row["difficulty"] != "no_category" and row["cdd_category"]]
        for group in sorted({row["difficulty"] for row in filed}):
            rows = [row for row in filed if row["difficulty"] == group]
            self._share(f"classify: top 1, {group}", rows, lambda row: first(row) == row["cdd_category"], line)
        also = [row for row in filed if first(row) in {row["cdd_category"], *(row.get("acceptable_categories") or ())}]
        self.outcome.figures["classify: top 1 or acceptable"] = f"{len(also) / len(filed):.3f}" if filed else "-"
        self.outcome.figures["classify: abstains on others"] = mean(first(row) is None for row in filed)
        none = [row for row in self.folder.notes if row["difficulty"] == "no_category"]
        self._share("classify: abstains where none fits", none, lambda row: first(row) is None, line)

    def _who(self) -> None:
        rows = self.folder.queries
        lines = [{"id": row["id"], "text": row["text"], "user_id": line_id("U", row["asker"])} for row in rows]
        answers = {one["id"]: one for one in self.product.run_json("who", "-", "--office", self.office, lines=lines)}
        back = {line_id("U", row["id"]): row["id"] for row in self.folder.roster}
        named = {one: [back.get(e["user_id"], "?") for e in a["experts"]] for one, a in answers.items()}
        some = [row for row in rows if row["experts"]]
        ranks = {row["id"]: reciprocal_rank(named[row["id"]], (e["id"] for e in row["experts"])) for row in some}
        figures = self.outcome.figures
        figures["who: MRR"] = mean(ranks.values())
        figures["who: P@1"] = mean(rank == 1 for rank in ranks.values())
        best = {row["id"]: max(e["grade"] for e in row["experts"]) for row in some}
        figures["who: P@1 with the best grade"] = mean(
            named[row["id"]][:1] in [[e["id"]] for e in row["experts"] if e["grade"] == best[row["id"]]] for row in some
        )
        for tag in sorted({tag for row in some for tag in row["tags"]}):
            figures[f"who: MRR, {tag}"] = mean(ranks[row["id"]] for row in some if tag in row["tags"])
        for row in some:
            if ranks[row["id"]] < 1:
                wanted = [e["id"] for e in row["experts"]]
                heard = answers[row["id"]]["topic"]
                got = named[row["id"]]
                self.outcome.blame("who", f"{row['text'][:80]} | heard {heard!r}, got {got}, want {wanted}")
            if row["asker"] in named[row["id"]]:
                self.outcome.blame("who names the asker", row["text"])
        nobody = [row for row in rows if not row["experts"]]
        self._share(
            "who: nobody", nobody, lambda row: not named[row["id"]], lambda row: f"{named[row['id']]}: {row['text']}"
        )

    def _search(self) -> None:
        rows = self.folder.searches
        lines = [{"id": row["id"], "text": row["text"], "user_id": line_id("U", row["asker"])} for row in rows]
        answers = {one["id"]: one for one in self.product.run_json("search", "-", "--office", self.office, lines=lines)}
        scores: dict[str, float] = {}
        for row in rows:
            hits = answers[row["id"]]["hits"]
            found = [next((self.note_of[m] for m in hit["message_ids"] if m in self.note_of), "?") for hit in hits]
            grades = {r["id"]: r["grade"] for r in row["relevant"]}
            scores[row["id"]] = ndcg(found, grades)
            if scores[row["id"]] < 0.8:
                said = f"{scores[row['id']]:.2f} {row['text'][:80]}"
                self.outcome.blame("search", f"{said} | got {found[:5]}, want {grades}")
        self.outcome.figures["search: nDCG@10"] = mean(scores.values())
        for style in sorted({row.get("style") or "-" for row in rows}):
            figure = mean(scores[row["id"]] for row in rows if (row.get("style") or "-") == style)
            self.outcome.figures[f"search: nDCG@10, {style}"] = figure

    # ------------------------------------------------------------ the same in the chat

    def _talk(self) -> None:
        """Says chatter and questions in the group: does the bot do what `hear` said it would?"""
        said = [(row, self._say(row, row["text"], row["author"])) for row in self.folder.chatter]
        self.product.wait_until_done()
        self._answered("chat: silent on chatter", said, False)
        asked = [
            (row, self._say(row, row["text"], row["asker"], mention=row["mention_bot"])) for row in self.folder.queries
        ]
        self.product.wait_until_done()
        self._answered("chat: who-questions answered", asked, True)
        sought = [(row, self._say(row, row["text"], row["asker"], mention=True)) for row in self.folder.searches]
        self.product.wait_until_done()
        self._answered("chat: searches with a mention answered", sought, True)

    def _answered(self, figure: str, said: list[tuple[dict[str, Any], dict[str, Any]]], wanted: bool) -> None:
        events = {row["id"]: event for row, event in said}
        self._share(
            figure,
            [row for row, _ in said],
            lambda row: bool(self.line.accepted_replies(events[row["id"]])) == wanted,
            lambda row: row["text"][:90],
        )

    # ------------------------------------------------------------

    def _share(
        self,
        figure: str,
        rows: Iterable[dict[str, Any]],
        right: Callable[[dict[str, Any]], bool],
        case: Callable[[dict[str, Any]], str],
    ) -> None:
        listed = list(rows)
        wrong = [row for row in listed if not right(row)]
        self.outcome.figures[figure] = f"{len(listed) - len(wrong)} / {len(listed)}"
        for row in wrong:
            self.outcome.blame(figure, f"{row['id']} {case(row)}".replace("\n", "⏎"))


HASHTAGS = {"story": "#เรื่องเล่า", "lesson": "#บทเรียน", "tip": "#เคล็ดลับ", "aar": "#AAR", "bar": "#BAR", "dar": "#DAR"}


def _latin(row: dict[str, Any]) -> bool:
    return row["kind"] not in HASHTAGS


def _hashed(row: dict[str, Any]) -> str:
    return f"{HASHTAGS[row['kind']]} {row.get('text') or row['raw']}"


def _postbacks(part: Any) -> list[str]:
    """The data of every button that posts back, in order."""
    if isinstance(part, list):
        return [data for one in part for data in _postbacks(one)]
    if not isinstance(part, dict):
        return []
    here = [part["data"]] if part.get("type") == "postback" and isinstance(part.get("data"), str) else []
    return here + [data for value in part.values() for data in _postbacks(value)]


def _rows(file: Path) -> Rows:
    if not file.exists():
        return []
    return [json.loads(line) for line in file.read_text("utf-8").splitlines() if line.strip()]


def _shown(value: float | int | str) -> str:
    return f"{value:.3f}" if isinstance(value, float) else str(value)


def measure(place: Path, taxonomy: str, begins: datetime | None = None) -> Outcome:
    """The figures of one folder, in a product of its own that is thrown away afterwards. `begins` is the time at
    which its clock starts (whose retirement year has passed is no longer named)."""
    folder = Folder.read(place)
    ahead = begins - datetime.now(UTC) if begins else timedelta()
    with (
        tempfile.TemporaryDirectory(prefix="likhit-office-") as work,
        LineDouble(now=lambda: datetime.now(UTC) + ahead) as line,
    ):
        product = Product(Path(work) / "data", line)
        if begins:
            product.env["LIKHIT_NOW"] = begins.isoformat()
        line.callback = product.callback
        with product:
            return Life(product, line, folder, taxonomy, Path(work)).live()


def main(arguments: list[str] | None = None) -> int:
    """The exit code."""
    parser = argparse.ArgumentParser(prog="python -m bench.office", description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--taxonomy", default="cdd-2561")
    parser.add_argument("--now", type=datetime.fromisoformat, help="ISO time with zone; otherwise the real one")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args(arguments)
    for place in given.folders:
        outcome = measure(place, given.taxonomy, given.now)
        if given.json:
            found = {"folder": str(place), "figures": outcome.figures, "wrong": outcome.wrong}
            print(json.dumps(found, ensure_ascii=False))
        else:
            print(f"== {place}\n{outcome.to_text()}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
