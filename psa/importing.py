"""Figures that lie elsewhere in another form, made into a framework's folder.

``import_long_csv`` reads one table with a row for each figure::

    Measure,Sex,Year,Rate
    Recycled waste,All,2019,43.1
    Recycled waste,All,2020,42.8

``import_open_sdg`` reads the folder of an Open SDG site: ``data/indicator_1-2-1.csv`` with the columns Year
and Value and one for each way of splitting, and ``meta/1-2-1.md`` with the names in its front matter.

What is not known stays unknown: the direction is `none` unless the source says it, so that a new framework
shows its figures and rates nothing until somebody has written which way is good. The folder is written
whole and checked, or not at all, and every fault of the source is listed with its file, row and remedy.
"""

import csv
import difflib
import html
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd
import yaml

from psa.periods import parse_date, parse_period
from psa.scaffold import framework_files, home_of, write_framework
from psa.schema import FILE, ROW, Column, Fault, Table, check_table, read_table
from psa.spreadsheets import text_fault

MISSING = "the column is missing"  # as `psa.schema` says it
DIRECTION_UNKNOWN = "direction not known: write increase or decrease in the column direction to have it rated"
# of an Open SDG table: these say what a figure is, and split nothing
OPEN_SDG_ATTRIBUTES = ("Units", "Series", "Unit multiplier", "Observation status")
OPEN_SDG_DIRECTIONS = {"positive": "increase", "negative": "decrease"}
META_ENDINGS = (".md", ".yml", ".yaml")
SOURCES_AT_MOST = 12  # numbered fields of one indicator's metadata
ID_LENGTH = 60


class SourceError(ValueError):
    """What was to be imported cannot be; `faults` lists everything that is wrong with it."""

    def __init__(self, faults: list[Fault]):
        self.faults = sorted(set(faults), key=lambda f: (f.file, f.row or 0, f.column or "", f.problem))
        super().__init__("\n".join([f"{_count(len(self.faults), 'fault')} in the source; nothing was written:", *map(str, self.faults)]))


@dataclass(frozen=True)
class Imported:
    """A framework that was imported.

    Attributes:
        folder: where it lies.
        counts: rows of each table that has any.
        remarks: what was left out and what is not known, one sentence each.
    """

    folder: Path
    counts: dict[str, int]
    remarks: tuple[str, ...] = field(default=())


def _one_line(text) -> str:
    return " ".join(str(text).split())


def _plain(text) -> str:
    """Return a text of a web page without its tags, in one line."""
    return _one_line(html.unescape(re.sub(r"<[A-Za-z/!][^<>]*>", "", str(text))))


def _slug(text: str, otherwise: str) -> str:
    """Return a text as an id of lower case letters, digits and hyphens; it cannot lead out of a folder."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii").lower()
    return re.sub(r"[^a-z0-9]+", "-", plain)[:ID_LENGTH].strip("-") or otherwise


def _slugs(names: list[str], otherwise: str) -> dict[str, str]:
    """Return an id for each of several different names; where two would be the same, a number is added."""
    found: dict[str, str] = {}
    for i, name in enumerate(names, 1):
        base = slug = _slug(name, f"{otherwise}-{i}")
        number = 2
        while slug in found.values():
            slug, number = f"{base}-{number}", number + 1
        found[name] = slug
    return found


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"


def _asked(types: dict[str, tuple[str, bool]]) -> Table:
    """Return a table whose columns must all be there, whether or not their cells may be empty."""
    return Table("source", tuple(Column(name, kind, True) for name, (kind, _) in types.items()))


def _cells(types: dict[str, tuple[str, bool]]) -> Table:
    """Return a table for the check of cells: the type of each column, and whether a cell may be empty."""
    return Table("source", tuple(Column(name, *of) for name, of in types.items()))


def _span(label: str) -> tuple | str:
    """Return the days that a period begins and ends, the same for two labels of one period; else the label."""
    try:
        period = parse_period(label)
    except ValueError:
        return label
    return period.start, period.end


def _some(names, at_most: int = 8) -> str:
    names = list(names)
    more = f" and {len(names) - at_most} more" if len(names) > at_most else ""
    return ", ".join(map(str, names[:at_most])) + more


def _settings(title: str, through: str, baseline_by: str, periods) -> list[dict[str, str]]:
    """Return the rows of framework.csv; the period ends with the last figure unless it is given."""
    note = "" if through else "the end of the latest period that was imported"
    through = through or max(parse_period(p).end for p in periods).isoformat()
    rows = [{"setting": "title", "value": title}]
    if baseline_by:
        rows.append({"setting": "baseline_by", "value": baseline_by})
    return [*rows, {"setting": "through", "value": through, "provenance": "inferred", "note": note}]


def _check_days(**days: str) -> None:
    for name, day in days.items():
        if day:
            try:
                parse_date(day)
            except ValueError as error:
                raise ValueError(f"--{name.replace('_', '-')}: {error}") from None


def _write(folder: Path, tables: dict[str, list[dict[str, str]]], remarks: list[str]) -> Imported:
    directions = Counter(row["direction"] for row in tables["indicators"])
    if directions["none"]:
        remarks.append(
            f"no known direction, so shown and not rated: {_count(directions['none'], 'indicator')} of "
            f"{sum(directions.values())}; write increase or decrease in indicators.csv, column direction"
        )
    if not any(row["setting"] == "baseline_by" for row in tables["framework"]):
        remarks.append(
            "no day was given by which a baseline must lie: write baseline_by in framework.csv, or the default "
            "of params/settings.yml holds, which was made for another framework"
        )
    write_framework(folder, framework_files(tables))
    return Imported(folder, {n: len(rows) for n, rows in tables.items() if rows}, tuple(remarks))


# ---------------------------------------------------------------------------------------- one long CSV


def import_long_csv(
    source: str | Path,
    name: str,
    *,
    indicator_column: str,
    period_column: str,
    value_column: str,
    where: dict[str, str] | None = None,
    source_title: str,
    agreement: str = "",
    unit: str = "",
    publisher: str = "",
    url: str = "",
    licence: str = "",
    read_on: str = "",
    title: str = "",
    through: str = "",
    baseline_by: str = "",
    home: Path | None = None,
) -> Imported:
    """Make a framework of one agreement from a CSV file with a row for each figure.

    Args:
        source: the file.
        name: of the framework: lower case letters, digits and hyphens.
        indicator_column: holds the name of the indicator; each different one becomes a measure.
        period_column, value_column: hold the period and the figure; a row without a figure is left out.
        where: only rows in which these columns hold these texts; columns not named split nothing.
        source_title, publisher, url, licence, read_on: of the source, for every figure.
        agreement: the title of the agreement; by default that of the source.
        unit: of every figure.
        title: of the framework; by default that of the agreement.
        through, baseline_by: days for framework.csv.
        home: the folder around the new one; data/raw by default.

    Raises:
        SourceError: something in the file is wrong; it lists every fault, and nothing was written.
        ValueError, FileNotFoundError: the name or the file cannot be used.
    """
    source, where = Path(source), where or {}
    folder = home_of(name, home)
    _check_days(through=through, baseline_by=baseline_by, read_on=read_on)
    if not source.is_file():
        raise FileNotFoundError(f"{source}: no such file")
    named = [indicator_column, period_column, value_column]
    if len(set(named)) < len(named):
        raise ValueError("the indicator, the period and the value must be in three different columns")
    types = {c: ("text", False) for c in where}
    types |= {indicator_column: ("text", True), period_column: ("period", True), value_column: ("number", False)}
    frame, faults = read_table(_asked(types), source, source.name)
    if faults:
        asked = {**dict.fromkeys(where, "--where"), indicator_column: "--indicator-column",
                 period_column: "--period-column", value_column: "--value-column"}  # fmt: skip
        raise SourceError([_absent(fault, source, asked) for fault in faults])
    kept = frame
    for column, text in where.items():
        kept = kept[kept[column] == text]
        if kept.empty:
            known = _some(repr(c) for c in sorted(set(frame[column])))
            problem = f"no row is left where {column} is {text!r}"
            raise SourceError([Fault(source.name, None, column, problem, f"It holds {known}")])
    if kept.empty:
        raise SourceError([Fault(source.name, None, None, "the file has no rows", "Give it some")])
    faults = check_table(_cells(types), kept)
    figures = kept[kept[value_column] != ""]
    faults += _twice(figures, indicator_column, period_column, value_column, source.name)
    if not faults and figures.empty:
        faults.append(Fault(source.name, None, value_column, "no row has a figure", "Name another column"))
    if faults:
        raise SourceError(faults)

    agreement = _one_line(agreement or source_title)
    top = _slug(agreement, "agreement")
    names = list(dict.fromkeys(kept[indicator_column]))
    slugs = _slugs(names, "indicator")
    known = {"provenance": "read", "source_id": "source"}
    tables: dict[str, list[dict[str, str]]] = {
        "framework": _settings(_one_line(title) or agreement, through, baseline_by, figures[period_column].unique()),
        "agreements": [{"agreement_id": top, "number": "1", "title": agreement} | known],
        "indicators": [
            {"indicator_id": f"{top}/{slugs[n]}", "agreement_id": top, "number": f"1.{i}", "name": n, "kind": "improve",
             "direction": "none", "unit": unit, "publisher": publisher, "note": DIRECTION_UNKNOWN} | known
            for i, n in enumerate(names, 1)
        ],
        "measures": [
            {"measure_id": f"{top}/{slugs[n]}:figure", "indicator_id": f"{top}/{slugs[n]}", "label": n, "role": "headline",
             "unit": unit}
            for n in names
        ],
        "observations": [
            {"measure_id": f"{top}/{slugs[n]}:figure", "period": p, "period_as_published": p, "value": v} | known
            for n, p, v in figures[named].itertuples(index=False)
        ],
        "sources": [{"source_id": "source", "title": _one_line(source_title), "publisher": _one_line(publisher),
                     "url": url, "licence": _one_line(licence), "read_on": read_on, "path": source.name}],
    }  # fmt: skip
    remarks = []
    if left := len(frame) - len(kept):
        remarks.append(f"left out by --where: {_count(left, 'row')} of {len(frame)}")
    if empty := len(kept) - len(figures):
        remarks.append(f"left out because they hold no figure: {_count(empty, 'row')}")
    return _write(folder, tables, remarks)


def _absent(fault: Fault, source: Path, options: dict[str, str]) -> Fault:
    """Return a fault of a column that is not there with the option that names it and the columns that are."""
    if fault.problem != MISSING or fault.column not in options or not fault.row:
        return fault
    with source.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file)
        found = [c.strip() for cells in reader if reader.line_num == fault.row for c in cells if c.strip()]
    near = difflib.get_close_matches(fault.column, found, 1)
    problem = f"{options[fault.column]} names a column that is not there"
    remedy = f"{f'Is {near[0]!r} meant? ' if near else ''}The columns are {_some(map(repr, found), 20)}"
    return Fault(fault.file, fault.row, fault.column, problem, remedy)


def _twice(figures: pd.DataFrame, indicator: str, period: str, value: str, shown: str) -> list[Fault]:
    """Return a fault for each indicator that has two figures for a period: it is split by another column."""
    faults = []
    others = [c for c in figures.columns if c not in {indicator, period, value, FILE, ROW}]
    spans = pd.DataFrame({"name": figures[indicator], "span": figures[period].map(_span)}, index=figures.index)
    is_again = spans.duplicated()
    for name, rows in figures[is_again].groupby(indicator, sort=False):
        own = figures[figures[indicator] == name]
        splits = {c: sorted(set(own[c])) for c in others if own[c].nunique() > 1}
        row = rows.iloc[0]
        more = f", and so have {_count(len(rows) - 1, 'more row')}" if len(rows) > 1 else ""
        problem = f"{name!r} has a figure for {row[period]} already{more}"
        remedy = "Keep one row a period"
        if splits:
            held = "; ".join(f"{c} holds {_some(map(repr, texts), 4)}" for c, texts in splits.items())
            remedy = f'Choose one with --where "{next(iter(splits))}=…": {held}'
        faults.append(Fault(shown, int(row[ROW]), period, problem, remedy))
    return faults


# ------------------------------------------------------------------------------------ an Open SDG site


@dataclass
class _SdgIndicator:
    """One indicator of an Open SDG site, as it was read."""

    key: str
    goal: str
    goal_name: str
    name: str
    graph_title: str
    unit: str
    direction: str
    target: str
    sources: list[dict[str, str]]
    series: dict[tuple[str, str], list[tuple[str, str]]]
    left_out: int
    split_by: list[str]


def import_open_sdg(
    source: str | Path,
    name: str,
    *,
    source_title: str = "",
    publisher: str = "",
    url: str = "",
    licence: str = "",
    read_on: str = "",
    title: str = "",
    through: str = "",
    baseline_by: str = "",
    home: Path | None = None,
) -> Imported:
    """Make a framework from the data folder of an Open SDG site; its goals become the agreements.

    Of each table, the rows that no column splits are the headline series. Where these hold several units
    or series, the first is the headline and the others are shown beside it as related.

    Args:
        source: the folder that holds ``data`` and ``meta``.
        name: of the framework: lower case letters, digits and hyphens.
        source_title, publisher, url, licence, read_on: the source of those indicators whose metadata name none.
        title: of the framework; by default the name of the source.
        through, baseline_by: days for framework.csv.
        home: the folder around the new one; data/raw by default.

    Raises:
        SourceError: something in the folder is wrong; it lists every fault, and nothing was written.
        ValueError, FileNotFoundError: the name or the folder cannot be used.
    """
    source = Path(source)
    folder = home_of(name, home)
    _check_days(through=through, baseline_by=baseline_by, read_on=read_on)
    if not (source / "data").is_dir() or not (source / "meta").is_dir():
        raise FileNotFoundError(f"{source}: not the folder of an Open SDG site; it must hold the folders data and meta")
    named = {"title": source_title, "publisher": publisher, "url": url}
    otherwise = {k: _one_line(v) for k, v in named.items()} if source_title else None
    faults: list[Fault] = []
    files = _sdg_files(source, faults)
    if not files:
        faults.append(Fault("data", None, None, "no file is called indicator_X-Y-Z.csv", "Give another folder"))
    read = [_read_sdg(source, key, data, meta, otherwise, faults) for key, (data, meta) in files.items()]
    if faults:
        raise SourceError(faults)
    periods = {p for one in read for points in one.series.values() for p, _ in points}
    if not periods:
        raise SourceError([Fault("data", None, None, "no row is a headline figure: every one is split",
                                 "Add the totals: rows in which the columns that split are empty")])  # fmt: skip
    tables = _sdg_tables(read)
    for row in tables["sources"]:
        row |= {"licence": _one_line(licence), "read_on": read_on}
    tables["framework"] = _settings(_one_line(title) or name, through, baseline_by, periods)
    tables["vocabulary"] = [{"term": "agreement", "word": "goal", "plural": "goals"}]
    return _write(folder, tables, _sdg_remarks(read))


def _sdg_order(key: str) -> list[tuple[int, int, str]]:
    return [(0, int(p), "") if p.isdecimal() else (1, 0, p) for p in re.split(r"[-.]", key)]


def _sdg_files(source: Path, faults: list[Fault]) -> dict[str, tuple[Path | None, Path | None]]:
    """Return the data and the metadata of each indicator, in order of goal, target and number."""
    data, meta = {}, {}
    for path in sorted((source / "data").glob("indicator_*.csv")):
        data[path.stem.removeprefix("indicator_")] = path
    for ending in reversed(META_ENDINGS):
        meta |= {path.stem: path for path in sorted((source / "meta").glob(f"*{ending}"))}
    keys = {k for k in meta if re.fullmatch(r"[0-9A-Za-z]+(-[0-9A-Za-z]+)+", k)} | set(data)
    found = {}
    for key in sorted(keys, key=lambda k: (_sdg_order(k), k)):
        if not re.fullmatch(r"[0-9A-Za-z]+([-.][0-9A-Za-z]+)*", key):
            problem = "the name is not of the form indicator_X-Y-Z.csv"
            faults.append(Fault(f"data/{data[key].name}", None, None, problem, "Use letters, digits and hyphens"))
            continue
        for path in filter(None, (data.get(key), meta.get(key))):
            if not path.resolve().is_relative_to(source.resolve()):
                shown = path.relative_to(source).as_posix()
                problem = "the file is a link that leads out of the folder"
                faults.append(Fault(shown, None, None, problem, "Put the file itself in its place"))
                break
        else:
            found[key] = (data.get(key), meta.get(key))
    return found


def _front_matter(path: Path, shown: str, faults: list[Fault]) -> dict:
    """Return the front matter of a file of metadata; empty, with a fault, where it cannot be read."""
    remedy = "Begin the file with ---, then name: value on each line, then ---"
    try:
        text = path.read_bytes().decode("utf-8").lstrip("\ufeff")
    except UnicodeDecodeError as error:
        faults.append(Fault(shown, None, None, f"byte {error.object[error.start]:#04x} is not UTF-8", "Save it as UTF-8"))
        return {}
    before = 0
    if path.suffix == ".md":
        found = re.match(r"---[ \t]*\r?\n(.*?)(?:^---[ \t]*\r?$|\Z)", text, re.DOTALL | re.MULTILINE)
        if not found:
            faults.append(Fault(shown, 1, None, "the file does not begin with front matter", remedy))
            return {}
        text, before = found[1], 1
    try:
        if any(isinstance(token, yaml.AliasToken) for token in yaml.scan(text, yaml.SafeLoader)):
            faults.append(Fault(shown, None, None, "it repeats a value by an alias (*name)", "Write the value itself"))
            return {}
        read = yaml.safe_load(text)
    except yaml.MarkedYAMLError as error:
        row = error.problem_mark.line + 1 + before if error.problem_mark else None
        problem = f"not YAML: {_one_line(error.problem or error.context or 'cannot be read')}"
        faults.append(Fault(shown, row, None, problem, "Quote a text that holds a colon or begins with a sign"))
        return {}
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        faults.append(Fault(shown, None, None, f"not YAML: {_one_line(error)[:100]}", "Quote the text"))
        return {}
    if not isinstance(read, dict):
        faults.append(Fault(shown, 1 + before, None, "the metadata are not names with values", remedy))
        return {}
    return read


def _is_translation_key(text: str) -> bool:
    return bool(re.fullmatch(r"[a-z_]+\.[A-Za-z0-9_.-]+", text))


def _field(meta: dict, shown: str, faults: list[Fault], *names: str) -> str:
    """Return the first of several fields that holds a text; the key of a translation only where none does."""
    found = []
    for name in names:
        value = meta.get(name)
        if value is None or isinstance(value, (dict, list, bool)) or not (text := _plain(value)):
            continue
        if wrong := text_fault(text):
            faults.append(Fault(shown, None, name, *wrong))
        found.append(text)
    plain = [t for t in found if not _is_translation_key(t)]
    return (plain or found or [""])[0]


def _read_sdg(source: Path, key: str, data: Path | None, meta: Path | None, otherwise: dict[str, str] | None,
              faults: list[Fault]) -> _SdgIndicator:  # fmt: skip
    fields, shown, is_read = {}, f"meta/{key}.md", False
    if meta is None:
        problem = f"there are figures (data/indicator_{key}.csv) but no metadata"
        faults.append(Fault(shown, None, None, problem, "Add it, with indicator_name and goal_number"))
    else:
        shown = f"meta/{meta.name}"
        before = len(faults)
        fields = _front_matter(meta, shown, faults)
        is_read = len(faults) == before
    name = _field(fields, shown, faults, "indicator_name", "indicator_title", "title", "graph_title")
    sources = _sdg_sources(fields, shown, faults)
    if is_read:
        if not name:
            faults.append(Fault(shown, None, "indicator_name", "the indicator has no name", "Write indicator_name"))
        if not sources and otherwise is None and data is not None:
            problem = "neither source_organisation_1 nor source_url_text_1 says where the figures come from"
            remedy = "Write one, or give --source-title for the indicators that name none"
            faults.append(Fault(shown, None, "source_organisation_1", problem, remedy))
    goal = _field(fields, shown, faults, "goal_number", "sdg_goal", "goal") or re.split("[-.]", key)[0]
    series, left_out, split_by = _read_sdg_data(data, faults) if data else ({}, 0, [])
    return _SdgIndicator(
        key=key, goal=goal, goal_name=_field(fields, shown, faults, "goal_name", "goal_title"), name=name,
        graph_title=_field(fields, shown, faults, "graph_title"),
        unit=_field(fields, shown, faults, "computation_units", "unit", "unit_of_measure"),
        direction=_sdg_direction(fields), target=_field(fields, shown, faults, "target_id", "target_number", "target"),
        sources=sources or ([otherwise] if otherwise else []), series=series, left_out=left_out, split_by=split_by,
    )  # fmt: skip


def _sdg_sources(meta: dict, shown: str, faults: list[Fault]) -> list[dict[str, str]]:
    found = []
    for i in range(1, SOURCES_AT_MOST + 1):
        organisation = _field(meta, shown, faults, f"source_organisation_{i}")
        title = _field(meta, shown, faults, f"source_data_source_{i}", f"source_url_text_{i}") or organisation
        if title and meta.get(f"source_active_{i}") is not False:
            url = _field(meta, shown, faults, f"source_url_{i}")
            found.append({"title": title, "publisher": organisation, "url": url})
    return found


def _sdg_direction(meta: dict) -> str:
    """Return the direction that the metadata give for the progress of the indicator; none where they do not agree."""
    options = meta.get("progress_calculation_options")
    options = [options] if isinstance(options, dict) else options if isinstance(options, list) else []
    said = {str(o.get("direction", "")).strip().lower() for o in options if isinstance(o, dict)}
    return OPEN_SDG_DIRECTIONS.get(said.pop(), "none") if len(said) == 1 else "none"


def _read_sdg_data(
    path: Path, faults: list[Fault]
) -> tuple[dict[tuple[str, str], list[tuple[str, str]]], int, list[str]]:
    """Return the headline figures by series and unit, the number of rows left out, and what these are split by."""
    shown = f"data/{path.name}"
    types = {"Year": ("period", True), "Value": ("number", False)}
    frame, wrong = read_table(_asked(types), path, shown)
    if wrong:
        faults += wrong
        return {}, 0, []
    faults += check_table(_cells(types), frame)
    splits = [c for c in frame.columns if c not in {"Year", "Value", FILE, ROW, *OPEN_SDG_ATTRIBUTES}]
    is_headline = (frame[splits] == "").all(axis=1) if splits else pd.Series(True, frame.index)
    split_by = [c for c in splits if (frame.loc[~is_headline, c] != "").any()]
    series: dict[tuple[str, str], list[tuple[str, str]]] = {}
    rows: dict[tuple, int] = {}
    for at in frame.index[is_headline & (frame["Value"] != "")]:
        row = frame.loc[at]
        of = tuple(row[c] if c in frame.columns else "" for c in ("Series", "Units"))
        span = (*of, _span(row["Year"]))
        if span in rows:
            problem = f"{row['Year']} has a headline figure already (row {rows[span]})"
            faults.append(Fault(shown, int(row[ROW]), "Year", problem, "Keep one of the two rows"))
            continue
        rows[span] = int(row[ROW])
        series.setdefault(of, []).append((row["Year"], row["Value"]))
    return series, int((~is_headline).sum()), split_by


def _sdg_tables(read: list[_SdgIndicator]) -> dict[str, list[dict[str, str]]]:
    goals = {one.goal: one.goal_name for one in reversed(read)}
    goals |= {one.goal: one.goal_name for one in reversed(read) if one.goal_name}
    ids = _slugs([f"goal {g.zfill(2)}" for g in sorted(goals, key=_sdg_order)], "goal")
    agreement = {g: ids[f"goal {g.zfill(2)}"] for g in sorted(goals, key=_sdg_order)}
    sources: dict[tuple[str, ...], str] = {}
    for one in read:
        for s in one.sources:
            sources.setdefault(tuple(s.values()), f"source-{len(sources) + 1:03}")
    tables: dict[str, list[dict[str, str]]] = {
        "agreements": [{"agreement_id": a, "number": g, "title": goals[g] or f"Goal {g}", "short_title": f"Goal {g}"}
                       for g, a in agreement.items()],
        "indicators": [], "measures": [], "observations": [],
        "sources": [{"source_id": i} | dict(zip(("title", "publisher", "url"), s, strict=True)) for s, i in sources.items()],
    }  # fmt: skip
    for one in read:
        indicator = f"{agreement[one.goal]}/{_slug(one.key, 'x')}"
        named = {"provenance": "read", "source_id": ";".join(dict.fromkeys(sources[tuple(s.values())] for s in one.sources))}
        notes = [f"target {one.target}"] if one.target and len(one.target) < 12 else []
        notes += [DIRECTION_UNKNOWN] if one.direction == "none" else []
        notes += ["no headline figures: every row is split by " + ", ".join(one.split_by)] if one.left_out and not one.series else []
        tables["indicators"].append(
            {"indicator_id": indicator, "agreement_id": agreement[one.goal], "number": one.key.replace("-", "."),
             "name": one.name, "kind": "improve", "direction": one.direction, "unit": one.unit,
             "publisher": one.sources[0]["publisher"] if one.sources else "", "note": "; ".join(notes)} | named
        )  # fmt: skip
        for i, ((series, units), points) in enumerate(one.series.items()):
            measure = f"{indicator}:headline" if i == 0 else f"{indicator}:series-{i + 1}"
            words = [w for w in (series, units) if w and len(one.series) > 1]
            tables["measures"].append(
                {"measure_id": measure, "indicator_id": indicator, "label": " · ".join([one.graph_title or one.name, *words]),
                 "role": "related" if i else "headline", "unit": units or one.unit}
            )  # fmt: skip
            tables["observations"] += [
                {"measure_id": measure, "period": p, "period_as_published": p, "value": v} | named for p, v in points
            ]
    return tables


def _sdg_remarks(read: list[_SdgIndicator]) -> list[str]:
    remarks = []
    if left := sum(one.left_out for one in read):
        by = list(dict.fromkeys(c for one in read for c in one.split_by))
        remarks.append(f"left out because they are split by {_some(by)}: {_count(left, 'row')}; only totals are imported")
    if only := [one.key for one in read if one.left_out and not one.series]:
        remarks.append(f"no totals and so no figures: {_count(len(only), 'indicator')}, {_some(only)}")
    if none := [one.key for one in read if not one.left_out and not one.series]:
        remarks.append(f"no figures: {_count(len(none), 'indicator')}, {_some(none)}")
    if several := [one.key for one in read if len(one.series) > 1]:
        remarks.append(
            "several series or units, of which the first is the headline and the others are shown beside it and "
            f"not rated: {_count(len(several), 'indicator')}, {_some(several)}"
        )
    return remarks


def describe_import(found: Imported) -> list[str]:
    """Return what was imported and what was left out, one line each."""
    counts = ", ".join(f"{name} {count}" for name, count in found.counts.items())
    return [f"{counts}.", *(f"{r[0].upper()}{r[1:]}." for r in found.remarks)]

