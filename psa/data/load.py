"""A framework of promises: its tables, read, corrected, checked and joined.

``load_framework("NAME")`` reads ``data/raw/NAME``; any other folder in the same form serves as well. The
tables ``agreements``, ``indicators``, ``measures``, ``observations`` (a folder of CSV files)
and ``sources`` are required, the others may be absent. Nothing here knows one framework from another.
"""

import os
from collections.abc import Callable, Iterable
from decimal import Decimal
from pathlib import Path

import pandas as pd

from psa import paths
from psa.data.check_table import check_references, check_table, typed
from psa.data.checks_on_definitions import (
    baselines,
    check_definitions,
    check_settings,
    in_order,
    rateable,
    table_of,
)
from psa.data.checks_on_figures import check_observations
from psa.data.corrections import apply_corrections, with_corrections
from psa.data.defaults import default_settings
from psa.data.faults import FILE, ROW, Fault, FrameworkError, row_fault
from psa.data.framework import Framework
from psa.data.periods import parse_date, parse_period
from psa.data.read_csv import read_table
from psa.data.remarks import remarks_on_figures
from psa.data.schema import TABLES

Check = Callable[[dict[str, pd.DataFrame]], list[Fault]]


def _read_all(folder: Path) -> tuple[dict[str, pd.DataFrame], list[Fault]]:
    tables, faults = {}, []
    for table in TABLES.values():
        single = folder / f"{table.name}.csv"
        parts = sorted((folder / table.name).glob("*.csv")) if table.is_folder else []
        files = []
        for file in [*([single] if os.path.lexists(single) else []), *parts]:
            if file.is_file() and file.resolve().is_relative_to(folder.resolve()):
                files.append(file)
                continue
            problem = "the file is a link that leads out of the folder" if file.is_file() else "it is no file"
            shown = file.relative_to(folder).as_posix()
            faults.append(Fault(shown, None, None, problem, "Put the file itself in its place"))
        if not files:
            if table.is_required and not os.path.lexists(single) and not parts:
                where = f"{table.name}.csv" + (f" or the folder {table.name}/" if table.is_folder else "")
                remedy = f"Add it, with the header row: {','.join(c.name for c in table.columns)}"
                faults.append(Fault(where, None, None, "a required table is missing", remedy))
            names = [c.name for c in table.columns]
            tables[table.name] = pd.DataFrame(columns=[*names, FILE, ROW], dtype=object)
            continue
        frames = []
        for file in files:
            frame, wrong = read_table(table, file, file.relative_to(folder).as_posix())
            frames.append(frame)
            faults += wrong
        tables[table.name] = pd.concat(frames, ignore_index=True) if len(frames) > 1 else frames[0]
    return tables, faults


def read_tables(name_or_path: str | Path) -> tuple[dict[str, pd.DataFrame], list[Fault]]:
    """Return every table of a framework folder as the text in its files, and the faults of reading.

    Nothing is corrected, checked or typed; absent tables are empty.

    Raises:
        FileNotFoundError: there is no such folder.
    """
    return _read_all(paths.framework_folder(name_or_path))


def figures_agree(first: float, second: float) -> bool:
    """Say whether two figures are the same, as far as the one with fewer decimals goes: 9.6 and 9.58 are."""
    places = min(max(0, -Decimal(repr(float(f))).normalize().as_tuple().exponent) for f in (first, second))
    return abs(first - second) <= 0.5 * 10**-places + 1e-9 * max(abs(first), abs(second))


def find_remarks(tables: dict[str, pd.DataFrame]) -> list[Fault]:
    """Return what stops nothing but asks for a look, of figures (`psa.remarks`) and of baselines.

    Of baselines two kinds: figures that all end before the baseline begins, because more are to come or because the
    baseline is wrong; and a published baseline that is not the figure in the tables for its period,
    because that was revised since or because one of the two is wrong. The second is looked for where one
    series alone is rated: of several, the definition does not say whose baseline it gives.

    Args:
        tables: corrected text without faults, from `check_framework`.
    """
    indicators, remarks = tables["indicators"], []
    measures = tables["measures"].assign(is_rateable=rateable(tables["measures"]))
    derived = tables["derived_measures"]
    of_derived = derived.loc[derived["is_rateable"].str.lower() == "true", "indicator_id"]
    for at, baseline in baselines(indicators):
        name = indicators.at[at, "indicator_id"]
        own = measures[measures["indicator_id"] == name]
        figures = tables["observations"]
        figures = figures[figures["measure_id"].isin(own["measure_id"])]
        if figures.empty:
            continue
        spans = [parse_period(p) for p in figures["period"]]
        last = max(span.end for span in spans)
        if baseline.start > last:
            problem = f"the figures of {name} end on {last.isoformat()}, before its baseline {baseline.label}"
            remedy = f"Add the figure for {baseline.label} and later ones, or correct the baseline"
            remarks.append(row_fault(indicators, at, "baseline_period", problem, remedy))
        said = indicators.at[at, "baseline_value"]
        rated = own.loc[own["is_rateable"], "measure_id"]
        if not said or len(rated) + (of_derived == name).sum() != 1:
            continue
        same = [(s.start, s.end) == (baseline.start, baseline.end) for s in spans]
        held = figures[pd.Series(same, figures.index) & figures["measure_id"].isin(rated)]
        days = [parse_date(d).isoformat() if d else "" for d in held["released"]]
        held = held.iloc[sorted(range(len(held)), key=days.__getitem__)]
        if len(held) and not figures_agree(float(said), float(held["value"].iloc[-1])):
            row = held.iloc[-1]
            problem = f"{said}, but the figure of {row['measure_id']} for {row['period']} is {row['value']} ({row[FILE]}, row {row[ROW]})"
            remedy = "Correct the one that is wrong; where the figure was revised since, leave both: the change is measured from the figure"
            remarks.append(row_fault(indicators, at, "baseline_value", problem, remedy))
    return in_order([*remarks, *remarks_on_figures(tables)])


def check_framework(
    name_or_path: str | Path, further: Iterable[Check] = ()
) -> tuple[list[Fault], dict[str, pd.DataFrame]]:
    """Read a framework folder and return all its faults, and its tables as corrected text.

    Args:
        name_or_path: the name of a folder in ``data/raw``, or the path of one elsewhere.
        further: checks that are not of data alone (`psa.methods.checks.CHECKS`).

    Raises:
        FileNotFoundError: there is no such folder.
    """
    tables, faults = _read_all(paths.framework_folder(name_or_path))
    # what is said of a whole column or file is not said again of each of its rows, nor of what refers to them
    lost = {(f.file, f.column) for f in faults if f.problem == "the column is missing"}
    faulty = {table_of(f) for f in faults}
    unread = {
        n for n in faulty if tables[n].empty or (TABLES[n].key and (tables[n][TABLES[n].key[0]] == "").all())
    }
    faults_of_corrections, corrected = apply_corrections(tables)
    for table in TABLES.values():
        faults += [f for f in check_table(table, tables[table.name]) if (f.file, f.column) not in lost]
    present = {n: t for n, t in tables.items() if n not in {"departments", "objectives"} or len(t)}
    faults += check_references({n: t for n, t in present.items() if n not in unread})
    faults += check_settings(tables, default_settings())
    faults += check_observations(tables)
    faults += check_definitions(tables)
    faults += [fault for check in further for fault in check(tables)]
    return in_order([*faults_of_corrections, *with_corrections(faults, corrected)]), tables


def load_framework(name_or_path: str | Path | None = None, further: Iterable[Check] = ()) -> Framework:
    """Return a framework, read, corrected, checked and typed.

    Args:
        name_or_path: the name of a folder in ``data/raw``, or the path of one elsewhere; without it,
            the framework that ``params/settings.yml`` names.
        further: as for `check_framework`.

    Raises:
        FileNotFoundError: there is no such folder.
        FrameworkError: something in its tables is wrong; it lists every fault.
    """
    name_or_path = name_or_path or default_settings()["framework"]
    folder = paths.framework_folder(name_or_path)
    faults, text = check_framework(name_or_path, further)
    if faults:
        raise FrameworkError(faults)
    tables = {name: typed(TABLES[name], frame) for name, frame in text.items()}
    tables["measures"]["is_rateable"] = rateable(text["measures"]).astype(bool)
    own = dict(zip(tables["framework"]["setting"], tables["framework"]["value"], strict=True))
    settings = {**default_settings(), **own}
    decimals = _decimals_of_measures(text["observations"])
    return Framework(folder.name, folder, tables, settings, tables["corrections"], frozenset(own), decimals)


def _decimals_of_measures(observations: pd.DataFrame) -> dict[str, int]:
    """Return the most decimals among the figures of each measure, from the table of text."""
    found: dict[str, int] = {}
    for measure_id, text in zip(observations["measure_id"], observations["value"], strict=True):
        digits = len(text.partition(".")[2]) if "e" not in text.lower() else 0
        found[measure_id] = max(digits, found.get(measure_id, 0))
    return found
