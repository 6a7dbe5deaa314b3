"""The mapping of a long table: a small YAML file that says what each column is.

`psa import tidy` writes it from what it saw, a person edits it, and the next call reads it::

    columns:
      period: period
      value: observation
      indicator: indicator
      area: areanm
    groups: [sex]
    source:
      title: Local statistics
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from psa.authoring.importing.across import PERIODS
from psa.authoring.importing.metadata_files import Unreadable, plain_text, read_fields
from psa.authoring.importing.source import Origin, SourceError, first_few
from psa.authoring.importing.tidy_dates import DATES
from psa.authoring.importing.tidy_layout import Layout, Proposal
from psa.data.faults import Fault
from psa.words import hint

ABOUT = {
    "period": "what the figure is for, in any usual form: 2021, 2020/21, 2021 Q3, 2021-04-01/P1Y",
    "value": "the figure",
    "indicator": "the name of what is measured; each different one becomes an indicator",
    "unit": "of the figure; an indicator in two units gets a measure in each",
    "multiplier": "thousands, millions or a power of ten; it is said in the unit",
    "area": "the name of the place; each becomes a group of its indicator",
    "area_code": "its code, by which places of one name are told apart",
    "area_level": "what kind of place it is; for the record",
    "lower": "lower limit of the published interval",
    "upper": "upper limit",
    "status": "p or provisional, r or revised; any other mark becomes the note of the figure",
    "note": "what else is said of the figure",
}
TEXTS = {
    "interval_level": "level of the limits in per cent, such as 95; without it they are kept and not used",
    "unit": "of every figure, where no column says it",
    "title": "of the framework",
    "agreement": "the title of the one agreement that holds the indicators",
    "split_years": "what 2014/15 is: financial or academic",
    "dates": "what a day such as 2021-04-01 stands for: day, month, quarter, year or financial year",
    "period_above": "yes: the period of every figure stands above the table, in a column called period",
}
SOURCE = ("title", "publisher", "url", "licence", "read_on")
NEEDED = ("period", "value")
LISTS = {
    "sheet": "of a workbook, as [one, two]; of several, the column sheet holds the name",
    "across": "columns whose figures stand across, or periods: those headed by one; they become heading, period, value",
}


@dataclass(frozen=True)
class TidyMapping:
    """What each column of a long table is.

    Attributes:
        columns: the column for each use of `ABOUT` that has one.
        groups: the columns that split the figures further.
        headline: the words of areas, of which the first that an indicator has is its headline.
        texts: what `TEXTS` names.
        source: the source of every figure.
        layout: on which sheets the table stands, and what stands across in it.
    """

    columns: dict[str, str]
    groups: tuple[str, ...] = ()
    headline: tuple[str, ...] = ()
    texts: dict[str, str] = field(default_factory=dict)
    source: dict[str, str] = field(default_factory=dict)
    layout: Layout = field(default=Layout())

    def column(self, use: str) -> str:
        """Return the column of a use; empty where there is none."""
        return self.columns.get(use, "")

    @property
    def names(self) -> list[str]:
        """Every column that is named."""
        return [*self.columns.values(), *self.groups]

    @property
    def origin(self) -> Origin:
        """The source and the title, as the other imports take them."""
        about = {"source_title" if n == "title" else n: text for n, text in self.source.items()}
        return Origin(**about, title=self.texts.get("title", ""))


def mapping_text(proposal: Proposal, source: str, title: str, remarks: Sequence[str] = ()) -> str:
    """Return the file of a mapping, with what was seen of each column beside it.

    Args:
        proposal: what the table seems to be.
        source: the name of the table or the folder.
        title: what the framework is called.
        remarks: what is to be said of the sheets.
    """
    seen, layout = proposal.seen, proposal.layout
    lines = [
        f"# What each column of {source} is, as psa import tidy saw it. Edit it, then run the same command again.",
        f"# Its columns: {first_few(proposal.table.header, 40)}",
        "columns:",
    ]
    for use, about in ABOUT.items():
        name = seen.columns.get(use, "")
        number, first = seen.words.get(name, (0, ""))
        words = f"; {number} different, such as {' '.join(first[:40].split())}" if name and first else ""
        lines.append(f"  {use}: {_quoted(name)}  # {about}{words}")
    lines += ["", "# columns that split the figures further; each combination becomes a group"]
    lines.append(f"groups: [{', '.join(map(_quoted, seen.groups))}]")
    if seen.left_out:
        lines.append(
            f"# left out, because they split nothing or hold other figures: {', '.join(seen.left_out)}"
        )
    lines += [
        "",
        "# areas that stand for the whole: the first that an indicator has is its headline, which is rated",
    ]
    lines += (
        ["headline: []"]
        if not seen.headline
        else ["headline:", *(f"  - {_quoted(w)}" for w in seen.headline)]
    )
    given = {
        "interval_level": seen.interval_level,
        "unit": seen.unit,
        "dates": seen.dates,
        "period_above": "yes" if layout.period_above else "",
        "title": title,
        "agreement": title,
        "split_years": "financial",
    }
    lines += ["", *(f"# {remark[:200]}" for remark in remarks)]
    lists = {"sheet": layout.sheets, "across": layout.across}
    lines += [f"{name}: {_listed(lists[name])}  # {about}" for name, about in LISTS.items()]
    lines += [f"{name}: {_quoted(given.get(name, ''))}  # {about}" for name, about in TEXTS.items()]
    lines += ["", "# the source of every figure; the title is needed", "source:"]
    lines += [f"  {name}: {_quoted(title if name == 'title' else '')}" for name in SOURCE]
    return "\n".join([*lines, ""])


def _listed(words: Sequence[str]) -> str:
    """Return a list as YAML reads it back; the word for periods stands alone."""
    return PERIODS if tuple(words) == (PERIODS,) else f"[{', '.join(map(_quoted, words))}]"


def _quoted(text: str) -> str:
    """Return a text as YAML reads it back: in quotes, unless it is a plain word."""
    return (
        text
        if re.fullmatch(r"[A-Za-z][A-Za-z_]*", text) and text.lower() not in _WORDS
        else json.dumps(text, ensure_ascii=False)
    )


_WORDS = {"true", "false", "yes", "no", "on", "off", "null", "y", "n"}


def read_mapping(path: Path) -> TidyMapping:
    """Return the mapping of a file.

    Raises:
        SourceError: something in it is wrong; it lists every fault with its row.
    """
    try:
        fields = read_fields(path)
    except Unreadable as error:
        raise SourceError(
            [
                Fault(
                    path.name,
                    None,
                    None,
                    str(error),
                    "Correct it, or remove the file to have it written anew",
                )
            ]
        ) from None
    text = path.read_text(encoding="utf-8-sig")
    faults: list[Fault] = []

    def fault(name: str, problem: str, remedy: str) -> None:
        faults.append(Fault(path.name, _row_of(name, text), None, problem, remedy))

    known = {"columns", "groups", "headline", "source", *LISTS, *TEXTS}
    for name in fields.keys() - known:
        fault(
            name,
            f"{name!r} is no part of a mapping",
            f"{hint(name, sorted(known), 1)} Write one of: {', '.join(sorted(known))}".strip(),
        )
    columns = _texts_of(fields, "columns", ABOUT, fault)
    source = _texts_of(fields, "source", SOURCE, fault)
    for use in NEEDED:
        if not columns.get(use):
            fault(use, f"no column is named for {use}", f"Write its name: {use}: NAME")
    if not source.get("title"):
        fault("source", "the source has no title", "Write it: every figure has a source")
    texts = {name: plain_text(fields.get(name)) for name in TEXTS}
    if texts["split_years"] not in {"", "financial", "academic"}:
        fault("split_years", f"{texts['split_years']!r} is no kind of year", "Write financial or academic")
    if texts["interval_level"] and not re.fullmatch(r"[5-9][0-9](\.[0-9]+)?", texts["interval_level"]):
        fault(
            "interval_level",
            f"{texts['interval_level']!r} is not a level",
            "Write it in per cent, such as 95",
        )
    if texts["dates"] not in {"", *DATES}:
        fault("dates", f"{texts['dates']!r} is no length of time", f"Write one of: {', '.join(DATES)}")
    lists = {name: _list_of(fields.get(name), name, fault) for name in ("groups", "headline", *LISTS)}
    if faults:
        raise SourceError(faults)
    is_above = texts["period_above"].lower() in {"yes", "true", "y"} or fields.get("period_above") is True
    layout = Layout(lists["sheet"], lists["across"], is_above)
    used = {use: column for use, column in columns.items() if column}
    return TidyMapping(used, lists["groups"], lists["headline"], texts, source, layout)


def _texts_of(fields: dict[str, Any], part: str, known: Any, fault: Any) -> dict[str, str]:
    content = fields.get(part) or {}
    if not isinstance(content, dict):
        fault(
            part, f"{part} holds no names with values", f"Write one a line, such as {next(iter(known))}: NAME"
        )
        return {}
    for name in content.keys() - set(known):
        fault(
            str(name),
            f"{name!r} is no part of {part}",
            f"{hint(str(name), list(known), 1)} Write one of: {', '.join(known)}".strip(),
        )
    return {str(name): _text(value) for name, value in content.items() if name in known}


def _list_of(value: Any, name: str, fault: Any) -> tuple[str, ...]:
    if value is None or isinstance(value, str):
        return (value,) if value else ()
    if not isinstance(value, list) or any(isinstance(word, (list, dict)) for word in value):
        fault(name, f"{name} is no list of words", f"Write it as {name}: [one, two]")
        return ()
    return tuple(_text(word) for word in value)


def _text(value: Any) -> str:
    return "" if value is None or isinstance(value, (list, dict)) else str(value).strip()


def _row_of(name: str, text: str) -> int | None:
    lines = enumerate(text.splitlines(), 1)
    return next(
        (number for number, line in lines if re.match(rf"\s*[\"']?{re.escape(name)}[\"']?\s*:", line)), None
    )


def check_columns(mapping: TidyMapping, header: list[str], path: Path, shown: str) -> None:
    """Raise SourceError where a mapping names a column that a table does not have, or one twice."""
    text = path.read_text(encoding="utf-8-sig")
    faults = []
    for name in dict.fromkeys(mapping.names):
        use = next((u for u, column in mapping.columns.items() if column == name), "groups")
        if name not in header:
            near = f"{hint(name, header, 1)} ".lstrip()
            problem, remedy = f"{shown} has no column {name!r}", f"{near}Its columns: {first_few(header, 40)}"
        elif mapping.names.count(name) > 1:
            problem, remedy = f"the column {name!r} is named twice", "Keep one of the two"
        else:
            continue
        faults.append(Fault(path.name, _row_of(use, text), None, problem, remedy))
    if faults:
        raise SourceError(faults)
