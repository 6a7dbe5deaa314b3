"""Read a file of metadata as names with values: YAML, YAML as front matter, JSON, CSV or a workbook.

Whatever cannot be read is said, and never run: YAML makes plain values only, and a value that repeats another by an
alias is refused, for it can repeat itself without end.
"""

import csv
import io
import json
import re
from functools import lru_cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import yaml

from psa.authoring.importing.loose_csv import decode
from psa.authoring.importing.source import one_line
from psa.authoring.importing.workbook import NotWorkbook, read_workbook
from psa.data.cells.signs import CONTROL
from psa.data.cells.texts import mangled_letters, text_fault
from psa.files.yaml_loader import LOADER

ENDINGS = (".md", ".yml", ".yaml", ".json", ".csv", ".xlsx", ".ods")
DEEPEST = 40  # values within values
LARGEST = 32 * 2**20  # bytes
TEXT_AT_MOST = 2000  # characters of a note; the rest is cut, and ends with an ellipsis

Fields = dict[str, Any]


class Unreadable(ValueError):
    """A file of metadata that cannot be read; the message says why."""


def read_fields(path: Path, names: dict[str, str] | None = None) -> Fields:
    """Return the names and values of a file of metadata.

    Args:
        path: the file; its ending says its form.
        names: of a CSV file or a workbook: the field that each of its labels stands for.

    Raises:
        Unreadable: it has none; the message says why.
    """
    if path.stat().st_size > LARGEST:
        raise Unreadable("the file is larger than 32 MB")
    if path.suffix in {".xlsx", ".ods"}:
        return _named(_workbook_rows(path), names)
    text, remarks = decode(path.read_bytes(), path.name)
    if text is None:
        raise Unreadable(remarks[0])
    if path.suffix == ".csv":
        return _named(_csv_rows(text), names)
    if path.suffix == ".json":
        content = _json(text)
    else:
        content = read_yaml(_front_matter(text) if path.suffix == ".md" else text)
    if not isinstance(content, dict):
        raise Unreadable("it holds no names with values")
    return {str(name): value for name, value in content.items()}


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"not JSON: {one_line(error)[:100]}") from None


def _front_matter(text: str) -> str:
    """Return the YAML between the first two lines of three hyphens, blank lines before it left out."""
    match = re.match(r"\s*---[ \t]*\r?\n(.*?)(?:^---[ \t]*\r?$|\Z)", text, re.DOTALL | re.MULTILINE)
    if not match:
        raise Unreadable("it does not begin with front matter (---)")
    return match[1]


def read_yaml(text: str) -> Any:
    """Return what a text in YAML holds.

    Raises:
        Unreadable: it is none, or repeats a value by an alias.
    """
    try:
        _check_events(text)
        return yaml.load(text, LOADER)
    except yaml.MarkedYAMLError as error:
        row = f", line {error.problem_mark.line + 1}" if error.problem_mark else ""
        problem = one_line(error.problem or error.context or "cannot be read")
        raise Unreadable(f"not YAML{row}: {problem[:100]}") from None
    except (yaml.YAMLError, ValueError, TypeError, OverflowError, RecursionError, AttributeError) as error:
        if isinstance(error, Unreadable):
            raise
        raise Unreadable(f"not YAML: {one_line(error)[:100]}") from None


def _check_events(text: str) -> None:
    """Raise Unreadable where a value repeats another or lies too deep: the loader would not come back from it."""
    depth = 0
    for event in yaml.parse(text, LOADER):
        if isinstance(event, yaml.AliasEvent):
            raise Unreadable("it repeats a value by an alias (*name)")
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > DEEPEST:
                raise Unreadable(f"its values lie more than {DEEPEST} deep")
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def _csv_rows(text: str) -> list[list[str]]:
    try:
        return list(csv.reader(io.StringIO(text, newline="")))
    except csv.Error as error:
        raise Unreadable(f"not CSV: {error}") from None


def _workbook_rows(path: Path) -> list[list[str]]:
    try:
        return [row for sheet in read_workbook(path) for row in sheet.rows]
    except NotWorkbook as error:
        raise Unreadable(str(error)) from None


def _named(rows: list[list[str]], names: dict[str, str] | None) -> Fields:
    """Return the first two cells of each row as name and value; of two rows in all, the cells below their names."""
    filled = [row for row in rows if any(cell.strip() for cell in row)]
    if len(filled) == 2 and len(filled[0]) > 2:
        filled = [list(pair) for pair in zip(*filled, strict=False)]
    fields: Fields = {}
    for label, *cells in filled:
        name = (names or {}).get(field_key(label), label.strip().lower().replace(" ", "_").lstrip("\ufeff"))
        value = next((cell.strip() for cell in cells if cell.strip()), "")
        if name and value and not fields.get(name):
            fields[name] = value
    return fields


def field_key(label: str) -> str:
    """Return the label of a field as it is looked for: lower case, single spaces."""
    return one_line(label.removeprefix("\ufeff")).lower()


class _Words(HTMLParser):
    """Collect the words of a web page; two blocks are parted by a space."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []

    def handle_data(self, data: str) -> None:
        self.parts.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"p", "br", "div", "li", "ul", "td", "tr"}:
            self.parts.append(" ")


def plain_text(value: object, most: int = TEXT_AT_MOST) -> str:
    """Return a value as the words of a page in one line: tags, control characters and a formula's sign left out.

    Letters that were read in the wrong encoding are mended. A list gives its words joined by commas.
    """
    if value is None or isinstance(value, (bool, dict)):
        return ""
    if isinstance(value, list):
        return ", ".join(
            filter(None, (plain_text(part) for part in value[:50] if not isinstance(part, list)))
        )
    try:
        text = str(value)[: 20 * most]
    except ValueError:  # a number of more digits than Python writes
        return ""
    if "<" in text or "&" in text:
        words = _Words()
        words.feed(text)
        words.close()
        text = "".join(words.parts)
    return sound_text(text, most)


@lru_cache(maxsize=100_000)
def sound_text(text: str, most: int = TEXT_AT_MOST) -> str:
    """Return a text that the check of a table lets pass, in one line."""
    line = one_line(CONTROL.sub(" ", text)).replace("\ufffd", "?")
    line = mangled_letters(line) or line
    if text_fault(line):
        line = one_line(CONTROL.sub(" ", line)).replace("\ufffd", "?").lstrip("=").strip()
    if text_fault(line):
        line = f"({line})"
    return line if len(line) <= most else f"{line[: most - 1]}…"
