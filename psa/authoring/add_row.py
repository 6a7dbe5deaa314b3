"""Add a figure, a source, an indicator or another row: checked as a whole first, then written in one step.

Only the new row is written; every other row keeps its bytes. A row of ``observations/psa-14.csv`` and the
one that revises it::

    measure_id,period,value,status,provenance,source_id,released
    psa-14/1:neet-16-18,2007-12-31,9.4,provisional,read,dcsf-2008,
    psa-14/1:neet-16-18,2007-12-31,9.7,revised,read,dcsf-2009,2009-06-16
"""

from pathlib import Path

from psa import paths
from psa.authoring.put_in_place import finish_writing
from psa.authoring.replace import Written, insert_row
from psa.data.faults import FrameworkError
from psa.data.load import check_framework
from psa.data.periods import is_period, parse_date, parse_period
from psa.data.reading.folder import read_tables
from psa.data.rows import Row, Tables, rows_of
from psa.data.schema import TABLES
from psa.methods.checks import CHECKS
from psa.words import hint

Cell = str | float | None


def add_row(framework_folder: str | Path, table: str, **cells: Cell) -> Written:
    """Add one row to a table that is one file and return where it stands.

    It goes below the other rows of the same indicator (a measure) or agreement (an indicator), else to the
    end. Figures have a function of their own, `add_observation`, because a revision is a row too.

    Args:
        framework_folder: a framework's name or folder.
        table: such as sources, indicators or measures.
        cells: what is known, by column; the others stay empty.

    Raises:
        FrameworkError: the tables are wrong already, or would be with this row; nothing was written.
        ValueError: there is no such table or column.
    """
    if table not in TABLES or TABLES[table].is_folder:
        known = ", ".join(name for name, t in TABLES.items() if not t.is_folder)
        raise ValueError(f"{table!r} takes no rows here; there are: {known}")
    columns = TABLES[table].columns
    names = [column.name for column in columns]
    if unknown := [name for name in cells if name not in names]:
        raise ValueError(f"{table} has no column {unknown[0]!r}; there are: {', '.join(names)}")
    folder = paths.framework_folder(framework_folder)
    frame = checked_tables(folder)[table]
    texts = {name: cell_text(cells.get(name)) for name in names}
    owner = next((c.name for c in columns if c.is_required and c.refers_to), None)
    siblings = [row.number for row in rows_of(frame, frame[owner] == texts[owner])] if owner else []
    return insert_row(folder, folder / f"{table}.csv", texts, max(siblings, default=None))


def add_observation(
    framework_folder: str | Path,
    *,
    measure_id: str,
    period: str,
    value: str | float,
    source_id: str,
    released: str | None = None,
    status: str | None = None,
    provenance: str = "read",
    **cells: Cell,
) -> Written:
    """Add one figure below the measure's other figures and return where it stands.

    A text is written as given, so that ``9.60`` keeps its digits. The file is that of the measure's other
    figures, else ``observations/<agreement_id>.csv``, or ``observations.csv`` where a framework has no
    such folder. A revised figure is a new row with the day of its release, and the old row stays.

    Args:
        framework_folder: a framework's name or folder.
        measure_id: a published measure; derived ones are computed.
        period: a label such as 2008, 2008-09 or 2008-12-31.
        value: the figure, as published.
        source_id: a row of sources; several joined by ;.
        released: of a revised figure: the day it came out.
        status: final, provisional or revised; without it, revised where the figure is one.
        provenance: read, inferred or recalled.
        cells: any other column of observations, such as lower or numerator.

    Raises:
        FrameworkError: the tables are wrong already, or would be with this row; nothing was written.
        ValueError: the figure is there already and `released` is not given; or there is no such column.
    """
    names = [column.name for column in TABLES["observations"].columns]
    if unknown := [name for name in cells if name not in names]:
        raise ValueError(f"observations has no column {unknown[0]!r}; there are: {', '.join(names)}")
    folder = paths.framework_folder(framework_folder)
    given = {
        **cells,
        "measure_id": measure_id.strip(),
        "period": period.strip(),
        "value": value,
        "source_id": source_id,
        "status": status,
        "provenance": provenance,
        "released": released,
    }
    tables = _tables_of(folder, measure_id.strip())
    try:
        file, below, texts = place_figure(folder, tables, {n: cell_text(given.get(n)) for n in names})
    except ValueError:
        checked_tables(folder)  # what is wrong already is said first
        raise
    return insert_row(folder, folder / file, texts, below)


def place_figure(
    folder: Path, tables: Tables, cells: dict[str, str]
) -> tuple[str, int | None, dict[str, str]]:
    """Return where a figure goes: its file, the row below which it stands (None: the end), and its cells.

    Args:
        folder: of the framework.
        tables: its tables as text; of observations, those of the measure.
        cells: of the new row; without a status, one that revises another gets it.

    Raises:
        ValueError: no such measure, or the figure is there already and is not revised by a later release.
    """
    cells = {**cells, "measure_id": _known_measure(tables, cells["measure_id"])}
    observations = tables["observations"]
    figures = list(rows_of(observations, observations["measure_id"] == cells["measure_id"]))
    if earlier := _figures_for(figures, cells["period"]):
        _check_revision(earlier, cells["released"] or None)
        cells["status"] = cells["status"] or "revised"
    name = cells["measure_id"]
    file = figures[-1].file if figures else conventional_file(folder, tables, name)
    return file, max((figure.number for figure in figures if figure.file == file), default=None), cells


def cell_text(value: Cell) -> str:
    """Return a cell as it is written: a number in its shortest form, nothing for None or NaN."""
    if value is None or value != value:
        return ""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    return str(value).strip()


def checked_tables(folder: Path) -> Tables:
    """Return the tables of a framework as text, once what an interrupted command had left to do is done.

    Raises:
        FrameworkError: something in them is wrong; it lists every fault.
    """
    finish_writing(folder)
    faults, tables = check_framework(folder, CHECKS)
    if faults:
        raise FrameworkError(faults)
    return tables


def _tables_of(folder: Path, measure_id: str) -> Tables:
    """Return the tables that say where a figure goes, as text; of the figures, only the files that name the measure.

    They are checked with the new row in them, which is enough: nothing is written where anything is wrong.
    """
    finish_writing(folder)
    wanted = ("indicators", "measures", "derived_measures", "observations")
    tables, faults = read_tables(folder, wanted, measure_id)
    return checked_tables(folder) if faults else tables


def _known_measure(tables: Tables, measure_id: str) -> str:
    known = list(tables["measures"]["measure_id"])
    if measure_id in known:
        return measure_id
    if measure_id in set(tables["derived_measures"]["measure_id"]):
        raise ValueError(
            f"{measure_id} is a derived measure: the program computes it; add the figures of its inputs"
        )
    near = hint(measure_id, known)
    add = "Otherwise add it" if near else "Add it"
    raise ValueError(
        f"{measure_id!r} is in no row of measures.{near} {add} to measures.csv first (psa add-measure)"
    )


def _figures_for(figures: list[Row], period: str) -> list[Row]:
    """Return the rows that a measure has for a period, whatever its label, in order of release."""
    if not is_period(period):
        return []  # the check of the tables says so, with what to write
    wanted = parse_period(period)
    same = [
        figure
        for figure in figures
        if is_period(figure["period"])
        and (parse_period(figure["period"]).start, parse_period(figure["period"]).end)
        == (wanted.start, wanted.end)
    ]
    return sorted(same, key=lambda figure: _day(figure["released"]))


def _day(released: str) -> str:
    return parse_date(released).isoformat() if released else ""


def _check_revision(earlier: list[Row], released: str | None) -> None:
    """Raise ValueError where a figure that is there already is not revised by a later release."""
    last = earlier[-1]
    place = f"{last.file}, row {last.number}"
    if not released:
        raise ValueError(
            f"{last['measure_id']} has a figure for {last['period']} already: {last['value']} ({place}). "
            "A revised figure is a new row: give the day that it was released (--released 2009-06-16). "
            "A figure that was copied wrongly is corrected in that row."
        )
    try:
        day = _day(released)
    except ValueError:
        return  # the check of the tables says so, with what to write
    if last["released"] and day <= _day(last["released"]):
        raise ValueError(
            f"{last['measure_id']} has a figure for {last['period']} that was released on "
            f"{last['released']} ({place}); a revision must come later than that, not {released}"
        )


def conventional_file(folder: Path, tables: Tables, measure_id: str) -> str:
    """Return the file, by its path in the folder, that the first figure of a measure goes to."""
    if not (folder / "observations").is_dir() and (folder / "observations.csv").is_file():
        return "observations.csv"
    measures, indicators = tables["measures"], tables["indicators"]
    indicator = measures.loc[measures["measure_id"] == measure_id, "indicator_id"].iloc[0]
    agreement = indicators.loc[indicators["indicator_id"] == indicator, "agreement_id"].iloc[0]
    return f"observations/{agreement}.csv"
