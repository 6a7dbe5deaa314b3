"""Read a release in its publisher's own shape, by the mapping that its import left in the framework's folder."""

from collections import Counter
from pathlib import Path

import pandas as pd

from psa.authoring.importing.any_table import TEXTS
from psa.authoring.importing.mapped_series import MAPPING_FILE, SERIES_FILE, MappedSeries, words_of
from psa.authoring.importing.sdg_tables import published_text
from psa.authoring.importing.set_aside import SetAside, cut
from psa.authoring.importing.source import first_few
from psa.authoring.importing.tidy_figures import TidyFigures, TidyPoint
from psa.authoring.importing.tidy_mapping import read_mapping
from psa.authoring.importing.tidy_source import read_mapped
from psa.data.faults import FILE, ROW
from psa.data.schema import Table

NO_MEASURE = (
    f"the framework has no measure for the series: add one (psa add-measure) and a row of {SERIES_FILE}"
)


def is_mapped(path: Path, folder: Path) -> bool:
    """Say whether a release comes in by a mapping: the framework has one, and the file names no measures."""
    if not (folder / MAPPING_FILE).is_file():
        return False
    if path.is_dir() or path.suffix.lower() not in TEXTS:
        return True
    with path.open("rb") as file:
        return b"measure_id" not in file.readline(100_000)


def mapped_frame(
    path: Path, folder: Path, measures: list[str], table: Table
) -> tuple[pd.DataFrame, list[SetAside], list[str]]:
    """Return the rows of a release as text, what was set aside of it, and what to say of it.

    Args:
        path: the file or the folder of files.
        folder: of the framework.
        measures: their ids.
        table: what a release may hold.

    Raises:
        SourceError: the mapping is wrong, or the file does not have its columns.
    """
    mapping_path = folder / MAPPING_FILE
    mapping = read_mapping(mapping_path)
    found = read_mapped(path, mapping, mapping_path)
    series = MappedSeries(folder, measures)
    rows, unknown = [], Counter[str]()
    level = mapping.texts.get("interval_level", "")
    for key, points in found.series.items():
        measure = series.measure(key)
        if measure:
            rows += [_row(measure, point, level) for point in points.values()]
        else:
            unknown[" · ".join(filter(None, words_of(key)))] += len(points)
    aside = [*found.aside, *(SetAside(path.name, "", "", cut(w), NO_MEASURE, n) for w, n in unknown.items())]
    frame = pd.DataFrame(rows, columns=[*(column.name for column in table.columns), FILE, ROW], dtype="str")
    frame[ROW] = frame[ROW].astype("int64")
    return frame.fillna(""), aside, _remarks(found, unknown)


def _row(measure: str, point: TidyPoint, level: str) -> dict[str, object]:
    lower, upper = point.limits
    texts = {"status": point.status, "note": point.note, "period_as_published": point.published}
    return {
        "measure_id": measure,
        "period": point.period,
        "value": point.value,
        "lower": lower,
        "upper": upper,
        "interval_level": level if lower else "",
        **{column: published_text(text, column) for column, text in texts.items() if text},
        FILE: point.file,
        ROW: point.row,
    }


def _remarks(found: TidyFigures, unknown: Counter[str]) -> list[str]:
    remarks = found.remarks[:8]
    if unknown:
        remarks.append(f"series without a measure: {len(unknown)} ({first_few(unknown, 5)})")
    return remarks
