"""Category sets (หมวดองค์ความรู้): each belongs to an office and a fiscal year and can be edited (domain.md §5).

A taxonomy is one TOML file that an officer can change in any editor; `taxonomies/cdd-2561.toml` explains the fields.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NoReturn

from knowledge.normal_form import normalise
from knowledge.office_thai import squeezed

SHIPPED = Path(__file__).with_name("taxonomies")
"""The three sets made from the seeds: cdd-2561 (`000`), municipal (`001`), expertise-14 (`004`)."""

STRONG, PLAIN, WEAK = 3.0, 2.0, 1.0
"""Weights of the three lists of keywords; `[category.weights]` may give any other up to `HEAVIEST`."""
HEAVIEST = 10.0

_LISTS = {"strong": STRONG, "keywords": PLAIN, "weak": WEAK}
_TOP = {"id", "name", "note", "fiscal_year", "category"}
_FIELDS = {"id", "name", "note", "aliases", "against", "examples", "weights", *_LISTS}


class TaxonomyError(Exception):
    """A taxonomy can't be used: which file, the line (0 when unknown), and what is expected there."""

    def __init__(self, file: str, line: int, expected: str) -> None:
        self.file, self.line, self.expected = file, line, expected
        super().__init__(f"{file}:{line}: {expected}" if line else f"{file}: {expected}")


@dataclass(frozen=True)
class Category:
    """One category: what it is called, and the words by which a note is filed under it."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    """Other names, such as a short one for a button; they file a note like strong keywords."""
    keywords: Mapping[str, float] = field(default_factory=dict)
    """Word or phrase as written → weight (above 0, at most `HEAVIEST`)."""
    against: Mapping[str, float] = field(default_factory=dict)
    """Words that speak against the category → how much they take away."""
    examples: tuple[str, ...] = ()
    """Texts that belong here; `check` says which of them would be filed elsewhere. They are not matched."""
    note: str = ""


@dataclass(frozen=True)
class Taxonomy:
    """A set of categories, in the order of the file."""

    id: str
    name: str
    categories: tuple[Category, ...]
    fiscal_year: int | None = None
    """Buddhist year for which the set was decided, if it says so."""
    note: str = ""
    former: Mapping[str, str] = field(default_factory=dict, compare=False)
    """Ids of an office's earlier sets → what they were called, for old notes; no part of the file."""

    def short_name(self, category_id: str) -> str:
        """What to call a category in chat: its first alias, else its name; of an earlier year's, what it was called
        then; the id of one that nobody knows."""
        found = self.category(category_id)
        return (found.aliases or (found.name,))[0] if found else self.former.get(category_id, category_id)

    def category(self, category_id: str) -> Category | None:
        """The category of that id, or None."""
        return next((c for c in self.categories if c.id == category_id), None)


@dataclass(frozen=True)
class Finding:
    """Something that `check` noticed and that may be meant so."""

    kind: str
    """shared-keyword, empty, pattern-signs, no-example or strayed-example."""
    message: str


def folders(own: Path | None = None) -> list[Path]:
    """Where taxonomies are looked for: the office's own folder first, so that it may change a shipped one."""
    return [SHIPPED] if own is None else [own, SHIPPED]


def known(own: Path | None = None) -> list[str]:
    """Ids of all taxonomies, sorted; `own` is a folder of an office's own files."""
    return sorted({p.stem for folder in folders(own) if folder.is_dir() for p in folder.glob("*.toml")})


def path_of(taxonomy_id: str, own: Path | None = None) -> Path:
    """The file of a taxonomy. Raises TaxonomyError when there is none of that id."""
    if taxonomy_id and not set(taxonomy_id) & set("/\\\0") and not taxonomy_id.startswith("."):
        for folder in folders(own):
            path = folder / f"{taxonomy_id}.toml"
            if path.is_file():
                return path
    raise TaxonomyError(taxonomy_id, 0, f"no such taxonomy; known are {', '.join(known(own))}")


def load(taxonomy_id: str, own: Path | None = None) -> Taxonomy:
    """The taxonomy of an id, from `own` or from those shipped. Raises TaxonomyError."""
    return read(path_of(taxonomy_id, own))


def read(path: Path) -> Taxonomy:
    """A taxonomy from a TOML file in UTF-8 or, as Excel and Notepad save it, Windows-874. Raises TaxonomyError."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise TaxonomyError(path.name, 0, f"can't be read: {error.strerror}") from error
    return parse(decoded(raw, path.name), path.name)


def decoded(raw: bytes, file: str) -> str:
    """The text of a file in UTF-8 or Windows-874, lines ended by \\n. Raises TaxonomyError."""
    for encoding in ("utf-8-sig", "cp874"):
        try:
            return raw.decode(encoding).replace("\r\n", "\n").replace("\r", "\n")
        except UnicodeDecodeError:
            continue
    raise TaxonomyError(file, 0, "expected text in UTF-8 or Windows-874")


def parse(text: str, file: str) -> Taxonomy:
    """A taxonomy from TOML text; `file` is its name in errors. Raises TaxonomyError."""
    return _Reader(text, file).taxonomy()


class _Reader:
    def __init__(self, text: str, file: str) -> None:
        self._file = file
        self._lines = text.split("\n")
        try:
            self._table: dict[str, Any] = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise TaxonomyError(file, _line_in(str(error)), f"expected TOML: {error}") from error

    def taxonomy(self) -> Taxonomy:
        table = self._table
        self._only(table, _TOP, "the top of the file")
        listed = table.get("category")
        if not isinstance(listed, list) or not listed:
            self._fail("category", "expected at least one [[category]]")
        categories = [self._category(c) for c in listed]
        seen: set[str] = set()
        for category in categories:
            if category.id in seen:
                self._fail(f'"{category.id}"', f"category id {category.id!r} twice; expected each id once", last=True)
            seen.add(category.id)
        year = table.get("fiscal_year")
        if year is not None and (not isinstance(year, int) or not 2400 <= year <= 2700):
            self._fail("fiscal_year", "fiscal_year: expected a Buddhist year such as 2569")
        return Taxonomy(self._id(table), self._name(table), tuple(categories), year, str(table.get("note", "")))

    def _category(self, table: Any) -> Category:
        if not isinstance(table, dict):
            self._fail("category", "category: expected [[category]], with two brackets")
        name = self._name(table)
        self._only(table, _FIELDS, f"category {name!r}")
        words: dict[str, float] = {}
        for list_name, weight in _LISTS.items():
            for word in self._texts(table, list_name):
                words[word] = max(weight, words.get(word, 0.0))
        words |= self._weighted(table, "weights")
        against = (
            self._weighted(table, "against")
            if isinstance(table.get("against"), dict)
            else dict.fromkeys(self._texts(table, "against"), PLAIN)
        )
        aliases = self._texts(table, "aliases")
        for word in (*words, *against, *aliases):
            self._refuse_short(word)
        return Category(
            self._id(table),
            name,
            tuple(aliases),
            words,
            against,
            tuple(self._texts(table, "examples")),
            str(table.get("note", "")),
        )

    def _refuse_short(self, word: str) -> None:
        if not letters(word):
            self._fail(word, f"keyword {word!r}: expected letters or digits")
        if letters(word) < 2:
            self._fail(f'"{word}"', f"keyword {word!r} has one letter; expected two or more")

    def _id(self, table: dict[str, Any]) -> str:
        found = table.get("id")
        if not isinstance(found, str) or not found or not all(c.isalnum() or c in "-_." for c in found):
            self._fail(str(found or "name"), f'id {found!r}: expected Latin letters, digits and hyphens, as in "fund"')
        return found

    def _name(self, table: dict[str, Any]) -> str:
        found = table.get("name")
        if not isinstance(found, str) or not found.strip():
            self._fail(str(table.get("id", "category")), 'expected name = "..."')
        return found.strip()

    def _texts(self, table: dict[str, Any], key: str) -> list[str]:
        found = table.get(key, [])
        if not isinstance(found, list) or not all(isinstance(t, str) for t in found):
            self._fail(key, f'{key}: expected a list of texts, {key} = ["...", "..."]')
        return [t.strip() for t in found if t.strip()]

    def _weighted(self, table: dict[str, Any], key: str) -> dict[str, float]:
        found = table.get(key, {})
        if not isinstance(found, dict):
            self._fail(key, f'{key}: expected a table, "word" = 2.5')
        for word, weight in found.items():
            if isinstance(weight, bool) or not isinstance(weight, int | float) or not 0 < weight <= HEAVIEST:
                self._fail(word, f"weight of {word!r}: expected a number above 0 and at most {HEAVIEST:g}")
        return {word.strip(): float(weight) for word, weight in found.items()}

    def _only(self, table: dict[str, Any], names: set[str], where: str) -> None:
        for name in table:
            if name not in names:
                self._fail(name, f"{name!r} in {where} is not known; expected one of {', '.join(sorted(names))}")

    def _fail(self, near: str, expected: str, last: bool = False) -> NoReturn:
        raise TaxonomyError(self._file, self._line_of(near, last), expected)

    def _line_of(self, near: str, last: bool) -> int:
        hits = [n for n, line in enumerate(self._lines, 1) if near in line and not line.lstrip().startswith("#")]
        if not hits:
            return 0
        return hits[-1] if last else hits[0]


def _line_in(message: str) -> int:
    after = message.partition("at line ")[2]
    digits = after.partition(",")[0]
    return int(digits) if digits.isdigit() else 0


def letters(word: str) -> int:
    """Letters, vowels and digits of a word, without spaces, signs and the marks of tone: หนี้ has three."""
    return sum(1 for ch in squeezed(normalise(word)) if ch not in _MARK_SET)


_MARK_SET = frozenset("็่้๊๋์ํ")
_PATTERN_SIGNS = frozenset("*[]{}|^$\\")
"""Signs by which an officer who knows patterns would mean one; dots and brackets stand in plain Thai words, too."""


def shared_keywords(taxonomy: Taxonomy) -> dict[str, list[str]]:
    """Keywords that stand in more than one category → the ids of those categories. Allowed, but worth knowing."""
    where: dict[str, dict[str, None]] = {}
    for category in taxonomy.categories:
        for word in (*category.aliases, *category.keywords):
            where.setdefault(squeezed(normalise(word)), {})[category.id] = None
    return {word: list(ids) for word, ids in where.items() if len(ids) > 1}


def check(taxonomy: Taxonomy) -> list[Finding]:
    """What an officer may want to mend: empty categories, keywords in several, categories without examples.
    Examples that would be filed elsewhere are found by `classifier.strayed`."""
    found = [Finding("shared-keyword", f"{word}: {', '.join(ids)}") for word, ids in shared_keywords(taxonomy).items()]
    for category in taxonomy.categories:
        if not category.keywords and not category.aliases:
            found.append(Finding("empty", f"{category.id}: no keywords, so nothing is ever filed here"))
        for word in (*category.aliases, *category.keywords, *category.against):
            if _PATTERN_SIGNS & set(word):
                message = f"{category.id}: {word!r} is looked for as the words in it, not as a pattern"
                found.append(Finding("pattern-signs", message))
        if not category.examples:
            found.append(Finding("no-example", f"{category.id}: no examples to check the keywords with"))
    return found


@dataclass(frozen=True)
class Difference:
    """One change between two taxonomies; `before` or `after` is empty when it was added or taken out."""

    category_id: str
    what: str
    """category, name, alias, keyword, against or example."""
    word: str
    before: str
    after: str


def diff(old: Taxonomy, new: Taxonomy) -> list[Difference]:
    """What `new` changes in `old`, by category id, in the order of the files."""
    ids = list(dict.fromkeys([c.id for c in old.categories] + [c.id for c in new.categories]))
    found: list[Difference] = []
    for category_id in ids:
        before, after = old.category(category_id), new.category(category_id)
        if before is None or after is None:
            found.append(
                Difference(category_id, "category", "", before.name if before else "", after.name if after else "")
            )
            continue
        if before.name != after.name:
            found.append(Difference(category_id, "name", "", before.name, after.name))
        found += _changed(category_id, "alias", dict.fromkeys(before.aliases, ""), dict.fromkeys(after.aliases, ""))
        found += _changed(category_id, "keyword", before.keywords, after.keywords)
        found += _changed(category_id, "against", before.against, after.against)
        found += _changed(category_id, "example", dict.fromkeys(before.examples, ""), dict.fromkeys(after.examples, ""))
    return found


def _changed(category_id: str, what: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Difference]:
    return [
        Difference(category_id, what, word, _shown(before, word), _shown(after, word))
        for word in dict.fromkeys([*before, *after])
        if before.get(word) != after.get(word) or (word in before) != (word in after)
    ]


def _shown(words: Mapping[str, Any], word: str) -> str:
    if word not in words:
        return ""
    value = words[word]
    return f"{value:g}" if isinstance(value, int | float) else "✓"


def copy(taxonomy_id: str, new_id: str, target: Path, own: Path | None = None, fiscal_year: int | None = None) -> Path:
    """Copies a taxonomy's file under a new id into the folder `target`, comments and all, for an office to edit.
    Returns the new file. Raises TaxonomyError when there is one of that name or the id can't be a file name."""
    source = path_of(taxonomy_id, own)
    if not new_id or not all(c.isalnum() or c in "-_." for c in new_id) or new_id.startswith("."):
        raise TaxonomyError(new_id, 0, "id: expected Latin letters, digits and hyphens")
    destination = target / f"{new_id}.toml"
    if destination.exists():
        raise TaxonomyError(destination.name, 0, "is there already; expected a new id")
    lines = decoded(source.read_bytes(), source.name).split("\n")
    head = next((n for n, line in enumerate(lines) if line.startswith("id")), 0)
    lines[head] = f'id = "{new_id}"'
    if fiscal_year is not None:
        lines = [line for n, line in enumerate(lines) if n <= head or not line.startswith("fiscal_year")]
        lines.insert(head + 1, f"fiscal_year = {fiscal_year}")
    text = "\n".join(lines)
    parse(text, destination.name)
    target.mkdir(parents=True, exist_ok=True)
    destination.write_text(text, encoding="utf-8")
    return destination


def with_keywords(taxonomy: Taxonomy, category_id: str, keywords: Mapping[str, float]) -> Taxonomy:
    """A copy in which one category has those keywords instead of its own."""
    return replace(
        taxonomy,
        categories=tuple(
            replace(c, keywords=dict(keywords)) if c.id == category_id else c for c in taxonomy.categories
        ),
    )


def as_json(taxonomy: Taxonomy) -> dict[str, Any]:
    """What `taxonomy show ID --json` prints (contract.md)."""
    return {
        "id": taxonomy.id,
        "name": taxonomy.name,
        "fiscal_year": taxonomy.fiscal_year,
        "categories": [
            {
                "id": c.id,
                "name": c.name,
                "aliases": list(c.aliases),
                "keywords": dict(c.keywords),
                "against": dict(c.against),
                "examples": list(c.examples),
            }
            for c in taxonomy.categories
        ],
    }


def ids(categories: Sequence[Category] | Iterable[Category]) -> list[str]:
    """The ids of categories, in order."""
    return [c.id for c in categories]
