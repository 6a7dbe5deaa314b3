"""A framework of promises: its tables, read, corrected, checked and joined.

``load_framework("NAME")`` reads ``data/raw/NAME``; any other folder in the same form serves as well. The
tables ``agreements``, ``indicators``, ``measures``, ``observations`` (a folder of CSV files)
and ``sources`` are required, the others may be absent. Nothing here knows one framework from another.
"""

from collections.abc import Callable, Iterable
from pathlib import Path

from psa import paths
from psa.data.checks.bounds import check_bounds
from psa.data.checks.definitions import check_definitions, check_settings, is_rateable
from psa.data.checks.figures import check_observations
from psa.data.checks.references import check_references
from psa.data.checks.table import check_table, typed
from psa.data.corrections import apply_corrections, with_corrections
from psa.data.decimals import decimals_of_measures
from psa.data.decisions import apply_decisions, last_decisions
from psa.data.defaults import default_settings
from psa.data.directions import with_directions
from psa.data.faults import Fault, FrameworkError, in_order
from psa.data.framework import Framework
from psa.data.reading.folder import read_tables
from psa.data.reading.header import MISSING_COLUMN
from psa.data.reading.unread import unread_files
from psa.data.rows import Tables
from psa.data.schema import TABLES

Check = Callable[[Tables], list[Fault]]


def check_framework(name_or_path: str | Path, further: Iterable[Check] = ()) -> tuple[list[Fault], Tables]:
    """Read a framework folder and return all its faults, and its tables as corrected text.

    Args:
        name_or_path: the name of a folder in ``data/raw``, or the path of one elsewhere.
        further: checks that are not of data alone (`psa.methods.checks.CHECKS`).

    Raises:
        FileNotFoundError: there is no such folder.
    """
    tables, faults = read_tables(name_or_path)
    unread, _ = unread_files(paths.framework_folder(name_or_path))
    faults += unread
    missing = {(f.file, f.column) for f in faults if f.problem == MISSING_COLUMN}
    lost = _lost(tables, faults)
    faults_of_corrections, corrected = apply_corrections(tables, lost)
    faults_of_decisions, decided = apply_decisions(tables, lost)
    for table in TABLES.values():
        cell_faults = check_table(table, tables[table.name], has_key=table.name not in lost)
        faults += [f for f in cell_faults if (f.file, f.column) not in missing]
    faults += check_references(_referred_to(tables, lost), lost)
    faults += check_settings(tables, default_settings())
    faults += check_observations(tables)
    faults += check_bounds(tables)
    faults += check_definitions(tables, lost)
    faults += [fault for check in further for fault in check(tables)]
    of_cells = with_corrections(faults, [*corrected, *decided])
    return in_order([*faults_of_corrections, *faults_of_decisions, *of_cells]), tables


def _lost(tables: Tables, faults: list[Fault]) -> set[str]:
    """Return the tables of which a fault is said and no row can be told from another: no row, or no key.

    What is said of a whole file or column is not said again of all that refers to it.
    """
    lost = {f.table for f in faults if f.problem == MISSING_COLUMN and f.column in TABLES[f.table].key}
    for name in {f.table for f in faults}.intersection(tables):
        frame, key = tables[name], TABLES[name].key
        if frame.empty or (key and (frame[key[0]] == "").all()):
            lost.add(name)
    return lost


def _referred_to(tables: Tables, lost: set[str]) -> Tables:
    """Return the tables that references may be looked up in; departments and objectives need not be there."""
    optional = {"departments", "objectives"}
    return {
        name: frame
        for name, frame in tables.items()
        if name not in lost and not (frame.empty and name in optional)
    }


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
    folder = paths.framework_folder(name_or_path or default_settings()["framework"])
    faults, text = check_framework(folder, further)
    if faults:
        raise FrameworkError(faults)
    return framework_of(folder, text)


def framework_of(folder: Path, text: Tables) -> Framework:
    """Return the framework of tables of text that `check_framework` found no fault in.

    Args:
        folder: where they stand.
        text: from `check_framework`.
    """
    tables = {name: typed(TABLES[name], frame) for name, frame in text.items()}
    tables["measures"]["is_rateable"] = is_rateable(text["measures"]).astype(bool)
    tables["measures"]["stands_in"] = text["measures"]["stands_in"].str.lower() != "false"
    tables["indicators"], proposed = with_directions(tables["indicators"], tables["directions"])
    declared = dict(zip(tables["framework"]["setting"], tables["framework"]["value"], strict=True))
    return Framework(
        name=folder.name,
        folder=folder,
        tables=tables,
        settings={**default_settings(), **declared},
        corrections=tables["corrections"],
        declared=frozenset(declared),
        proposed_directions=proposed,
        decided=frozenset(last_decisions(text["decisions"])["decision_id"]),
        decimals=decimals_of_measures(text["observations"]),
    )
