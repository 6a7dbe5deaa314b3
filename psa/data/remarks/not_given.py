"""Remark on what a framework's folder does not give, and what is taken in its place."""

from pathlib import Path

from psa.data.defaults import default_settings
from psa.data.faults import FILE, Fault
from psa.data.reading.folder import files_of
from psa.data.rows import Tables
from psa.data.schema import TABLES
from psa.words import listed

YEARS = ("baseline_by", "through")


def not_given(folder: Path, tables: Tables) -> list[Fault]:
    """Return a remark on the years that the framework does not state, and on each file of figures without a figure.

    Args:
        folder: of the framework.
        tables: its text without faults, from `psa.data.load.check_framework`.
    """
    return [*_years(tables), *_files_without_figures(folder, tables)]


def _years(tables: Tables) -> list[Fault]:
    """Remark on settings that stand in no table: the years of another framework are taken."""
    settings = tables["framework"]
    given = set(settings.loc[settings["value"] != "", "setting"])
    missing = [name for name in YEARS if name not in given]
    if not missing:
        return []
    defaults = default_settings()
    taken = listed([f"{name} {defaults[name]}" for name in missing])
    problem = (
        f"it does not say {listed(missing)}, so {taken} is taken, which was chosen for another framework"
    )
    if len(missing) > 1:
        problem = problem.replace("is taken, which was", "are taken, which were")
    return [
        Fault("framework.csv", None, None, problem, "Write what holds for this one, a row for each setting")
    ]


def _files_without_figures(folder: Path, tables: Tables) -> list[Fault]:
    """Remark on files that have a header and no row: a download that broke off, or a table that was emptied."""
    filled = set(tables["observations"][FILE])
    names = [path.relative_to(folder).as_posix() for path in files_of(TABLES["observations"], folder)]
    problem = "the file has a header and no figure"
    return [Fault(n, None, None, problem, "Give it its rows, or remove it") for n in names if n not in filled]
