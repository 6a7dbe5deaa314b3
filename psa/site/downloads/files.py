"""The downloads: CSV and JSON, whole and for each agreement."""

import json
from pathlib import Path

import numpy as np
import pandas as pd

from psa.csv_text import table_lines, table_text
from psa.files import write_bytes
from psa.methods.agreements import department_indicators
from psa.methods.ratings import Ratings
from psa.site.downloads.json_text import finite, json_array, json_records, json_text
from psa.site.downloads.package import data_package
from psa.site.downloads.workbook import workbook

__all__ = ["data_package", "json_text", "write_downloads"]


FOLDER = "downloads"


OWN_ENDS = (".csv", ".json", "_observations.csv")


OBSERVATIONS = [
    "measure_id", "period", "start", "end", "value", "lower", "upper", "interval_level", "numerator",
    "denominator", "status", "vintage", "provenance", "source_id",
]  # fmt: skip


MEASURES = ["measure_id", "indicator_id", "label", "unit", "value_kind", "role", "is_rateable", "is_derived"]


# what one department's files hold, others' hold too, so those of one agreement or department are short
OWN_OBSERVATIONS = ["measure_id", "period", "value", "lower", "upper", "status", "source_id"]


OWN_RATINGS = [
    "indicator_id", "agreement_id", "name", "rating", "reason", "unit", "baseline_period", "baseline_value",
    "latest_period", "latest_value", "change", "change_lower", "change_upper", "p_improved", "verdict",
    "target_level", "target_period", "target_status", "standard_level", "caveats",
]  # fmt: skip


def write_downloads(rated: Ratings, folder: Path) -> list[Path]:
    """Write all downloads to ``<folder>/downloads`` and return their paths.

    Args:
        rated: what `psa.ratings.rate_framework` gives.
        folder: the outputs folder.

    Raises:
        ValueError: two downloads would have the same name; nothing is written.
    """
    contents = _whole(rated)
    contents[f"{rated.framework.name}.xlsx"] = workbook(rated)
    _check_names(rated, contents)
    contents |= _own_files(rated)
    home = Path(folder) / FOLDER
    return [write_bytes(data, home / name) for name, data in contents.items()]


def whole_tables(rated: Ratings) -> dict[str, pd.DataFrame]:
    """Return the tables of the whole framework, by the name of their file."""
    frames = {
        "indicator_ratings": rated.indicators,
        "agreement_ratings": rated.agreements,
        "department_ratings": rated.departments,
        "rule_comparison": rated.comparison,
        "measures": rated.series[MEASURES].drop_duplicates("measure_id"),
        "observations": rated.series[OBSERVATIONS],
        "sources": rated.framework.tables["sources"],
    }
    # without departments there is no table of them
    return {name: finite(frame) for name, frame in frames.items() if len(frame.columns)}


def _whole(rated: Ratings) -> dict[str, bytes]:
    frames = whole_tables(rated)
    contents = {}
    for name, frame in frames.items():
        contents[f"{name}.csv"] = table_text(frame).encode()
        contents[f"{name}.json"] = json_text(frame).encode()
    package = data_package(rated, frames)
    contents["datapackage.json"] = (json.dumps(package, ensure_ascii=False, indent=1) + "\n").encode()
    return contents


def _own_files(rated: Ratings) -> dict[str, bytes]:
    """Return the files of each agreement and department: its ratings, and its figures.

    An agreement's figures are all that belong to its indicators. A department's are those that can be
    rated, of the agreements that it leads, or of those that it is a partner of where it leads none: an
    agreement of many departments would else be written out for each.
    """
    framework = rated.framework
    indicators = finite(rated.indicators).reset_index(drop=True)  # so that an index is a line's number
    ratings = indicators[[c for c in OWN_RATINGS if c in indicators]]
    owner, can_rate = rated.series["indicator_id"], rated.series["is_rateable"].astype(bool)
    # each row is written in a file or more: it is put into words once
    rating_lines, records = table_lines(ratings), json_records(ratings)
    figure_lines = table_lines(finite(rated.series)[OWN_OBSERVATIONS])
    contents = {}

    def add(name, own, used):
        contents[f"{name}.csv"] = _some_lines(rating_lines, own.index)
        contents[f"{name}.json"] = json_array([records[i] for i in own.index]).encode()
        contents[f"{name}_observations.csv"] = _some_lines(figure_lines, np.flatnonzero(used))

    for agreement_id in framework.agreements["agreement_id"]:
        own = indicators[indicators["agreement_id"] == agreement_id]
        add(agreement_id, own, owner.isin(own["indicator_id"]))
    for department_id in rated.departments.get("department_id", []):
        own = department_indicators(framework, indicators, department_id)
        lead = department_indicators(framework, indicators, department_id, "lead")
        add(department_id, own, can_rate & owner.isin((lead if len(lead) else own)["indicator_id"]))
    return contents


def _some_lines(lines: list[str], rows) -> bytes:
    """Return the header and some rows of a table's lines as a file."""
    return "".join([lines[0], *(lines[1 + row] for row in rows)]).encode()


def _check_names(rated: Ratings, taken) -> None:
    """Refuse ids that would name the same file, where capitals are not told apart either."""
    framework = rated.framework
    named = {name.casefold(): f"the download {name}" for name in taken}
    clashes = []
    for table, column, ids in (
        ("agreements", "agreement_id", framework.agreements["agreement_id"]),
        ("departments", "department_id", rated.departments.get("department_id", [])),
    ):
        for one in ids:
            files = [f"{one}{end}".casefold() for end in OWN_ENDS]
            if other := next((named[f] for f in files if f in named), None):
                clashes.append(
                    f"{table}.csv, column {column}: {one!r} would have the same file as {other}. Rename one"
                )
            named |= dict.fromkeys(files, f"{one!r} of {table}.csv")
    if clashes:
        raise ValueError("\n".join(clashes))
