"""Import the data and metadata of an Open SDG site."""

import re
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import yaml

from psa.authoring.importing.source import (
    DIRECTION_UNKNOWN,
    SOURCES_AT_MOST,
    Imported,
    SourceError,
    ask_for,
    cells,
    check_days,
    count,
    describe_span,
    make_slug,
    make_slugs,
    one_line,
    plain_value,
    settings,
    some,
    write,
)
from psa.authoring.new_framework import home_of
from psa.data.cells.texts import text_fault
from psa.data.checks.table import check_table
from psa.data.faults import FILE, ROW, Fault
from psa.data.reading.csv_file import read_table

# of an Open SDG table: these say what a figure is, and split nothing
OPEN_SDG_ATTRIBUTES = ("Units", "Series", "Unit multiplier", "Observation status")


OPEN_SDG_DIRECTIONS = {"positive": "increase", "negative": "decrease"}


META_ENDINGS = (".md", ".yml", ".yaml")


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
    check_days(through=through, baseline_by=baseline_by, read_on=read_on)
    if not (source / "data").is_dir() or not (source / "meta").is_dir():
        raise FileNotFoundError(
            f"{source}: not the folder of an Open SDG site; it must hold the folders data and meta"
        )
    named = {"title": source_title, "publisher": publisher, "url": url}
    otherwise = {k: one_line(v) for k, v in named.items()} if source_title else None
    faults: list[Fault] = []
    files = _sdg_files(source, faults)
    if not files:
        faults.append(
            Fault("data", None, None, "no file is called indicator_X-Y-Z.csv", "Give another folder")
        )
    read = [_read_sdg(source, key, data, meta, otherwise, faults) for key, (data, meta) in files.items()]
    if faults:
        raise SourceError(faults)
    periods = {p for one in read for points in one.series.values() for p, _ in points}
    if not periods:
        raise SourceError([Fault("data", None, None, "no row is a headline figure: every one is split",
                                 "Add the totals: rows in which the columns that split are empty")])  # fmt: skip
    tables = _sdg_tables(read)
    for row in tables["sources"]:
        row |= {"licence": one_line(licence), "read_on": read_on}
    tables["framework"] = settings(one_line(title) or name, through, baseline_by, periods)
    tables["vocabulary"] = [{"term": "agreement", "word": "goal", "plural": "goals"}]
    return write(folder, tables, _sdg_remarks(read))


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
            faults.append(
                Fault(f"data/{data[key].name}", None, None, problem, "Use letters, digits and hyphens")
            )
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
        faults.append(
            Fault(
                shown, None, None, f"byte {error.object[error.start]:#04x} is not UTF-8", "Save it as UTF-8"
            )
        )
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
            faults.append(
                Fault(shown, None, None, "it repeats a value by an alias (*name)", "Write the value itself")
            )
            return {}
        read = yaml.safe_load(text)
    except yaml.MarkedYAMLError as error:
        row = error.problem_mark.line + 1 + before if error.problem_mark else None
        problem = f"not YAML: {one_line(error.problem or error.context or 'cannot be read')}"
        faults.append(
            Fault(shown, row, None, problem, "Quote a text that holds a colon or begins with a sign")
        )
        return {}
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        faults.append(Fault(shown, None, None, f"not YAML: {one_line(error)[:100]}", "Quote the text"))
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
        if value is None or isinstance(value, (dict, list, bool)) or not (text := plain_value(value)):
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
            faults.append(
                Fault(shown, None, "indicator_name", "the indicator has no name", "Write indicator_name")
            )
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
    frame, wrong = read_table(ask_for(types), path, shown)
    if wrong:
        faults += wrong
        return {}, 0, []
    faults += check_table(cells(types), frame)
    splits = [c for c in frame.columns if c not in {"Year", "Value", FILE, ROW, *OPEN_SDG_ATTRIBUTES}]
    is_headline = (frame[splits] == "").all(axis=1) if splits else pd.Series(True, frame.index)
    split_by = [c for c in splits if (frame.loc[~is_headline, c] != "").any()]
    series: dict[tuple[str, str], list[tuple[str, str]]] = {}
    rows: dict[tuple, int] = {}
    for at in frame.index[is_headline & (frame["Value"] != "")]:
        row = frame.loc[at]
        of = tuple(row[c] if c in frame.columns else "" for c in ("Series", "Units"))
        span = (*of, describe_span(row["Year"]))
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
    ids = make_slugs([f"goal {g.zfill(2)}" for g in sorted(goals, key=_sdg_order)], "goal")
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
        indicator = f"{agreement[one.goal]}/{make_slug(one.key, 'x')}"
        named = {
            "provenance": "read",
            "source_id": ";".join(dict.fromkeys(sources[tuple(s.values())] for s in one.sources)),
        }
        notes = [f"target {one.target}"] if one.target and len(one.target) < 12 else []
        notes += [DIRECTION_UNKNOWN] if one.direction == "none" else []
        notes += (
            ["no headline figures: every row is split by " + ", ".join(one.split_by)]
            if one.left_out and not one.series
            else []
        )
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
                {"measure_id": measure, "period": p, "period_as_published": p, "value": v} | named
                for p, v in points
            ]
    return tables


def _sdg_remarks(read: list[_SdgIndicator]) -> list[str]:
    remarks = []
    if left := sum(one.left_out for one in read):
        by = list(dict.fromkeys(c for one in read for c in one.split_by))
        remarks.append(
            f"left out because they are split by {some(by)}: {count(left, 'row')}; only totals are imported"
        )
    if only := [one.key for one in read if one.left_out and not one.series]:
        remarks.append(f"no totals and so no figures: {count(len(only), 'indicator')}, {some(only)}")
    if none := [one.key for one in read if not one.left_out and not one.series]:
        remarks.append(f"no figures: {count(len(none), 'indicator')}, {some(none)}")
    if several := [one.key for one in read if len(one.series) > 1]:
        remarks.append(
            "several series or units, of which the first is the headline and the others are shown beside it and "
            f"not rated: {count(len(several), 'indicator')}, {some(several)}"
        )
    return remarks
