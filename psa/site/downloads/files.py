"""Write the downloads: of the whole framework, and of each agreement and department."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np

from psa.files.csv_text import table_lines, table_text
from psa.files.write import write_bytes
from psa.methods.agreements import department_indicators
from psa.methods.ratings import Ratings
from psa.site.downloads.csvw import csvw_metadata
from psa.site.downloads.json_text import json_array, json_records, json_text
from psa.site.downloads.names import CSVW, FOLDER, OWN_ENDS, PACKAGE, download_names, workbook_name
from psa.site.downloads.package import data_package
from psa.site.downloads.tables import own_observations, own_ratings, whole_tables
from psa.site.downloads.workbook import workbook


def write_downloads(rated: Ratings, folder: Path) -> list[Path]:
    """Write all downloads to ``<folder>/downloads`` and return their paths.

    Args:
        rated: what `psa.methods.ratings.rate_framework` gives.
        folder: the outputs folder.

    Raises:
        ValueError: two downloads would have the same name; nothing is written.
    """
    download_names(rated.framework)
    contents = {**_whole_files(rated), **_own_files(rated)}
    return [write_bytes(data, folder / FOLDER / name) for name, data in contents.items()]


def _whole_files(rated: Ratings) -> dict[str, bytes]:
    """Return the files of the whole framework, by name."""
    frames = whole_tables(rated)
    texts = {
        PACKAGE: json_text(data_package(rated, frames), indent=1),
        CSVW: json_text(csvw_metadata(rated, frames), indent=1),
    }
    for name, frame in frames.items():
        texts[f"{name}.csv"] = table_text(frame)
        texts[f"{name}.json"] = json_array(json_records(frame))
    files = {name: text.encode() for name, text in texts.items()}
    return {**files, workbook_name(rated.framework): workbook(rated)}


def _own_files(rated: Ratings) -> dict[str, bytes]:
    """Return the files of each agreement and department, by name: its ratings, and its figures.

    A row stands in a file or more, and is put into words once.
    """
    ratings, figures = own_ratings(rated), own_observations(rated)
    rating_lines, records, figure_lines = table_lines(ratings), json_records(ratings), table_lines(figures)
    files: dict[str, bytes] = {}
    for name, rating_rows, figure_rows in _own_rows(rated):
        texts = (
            _some_lines(rating_lines, rating_rows),
            json_array([records[row] for row in rating_rows]),
            _some_lines(figure_lines, figure_rows),
        )
        files |= {f"{name}{end}": text.encode() for end, text in zip(OWN_ENDS, texts, strict=True)}
    return files


def _own_rows(rated: Ratings) -> Iterator[tuple[str, list[int], list[int]]]:
    """Yield each agreement and department with the rows of its ratings and of its figures.

    An agreement's figures are all that belong to its indicators. A department's are those that can be rated, of the
    agreements that it leads, or of those that it is a partner of where it leads none: an agreement of many departments
    would else be written out for each.
    """
    framework = rated.framework
    indicators = rated.indicators.reset_index(drop=True)
    owner, can_rate = rated.series["indicator_id"], rated.series["is_rateable"].astype(bool)
    for agreement_id in framework.agreements["agreement_id"]:
        own = indicators[indicators["agreement_id"] == agreement_id]
        used = owner.isin(own["indicator_id"])
        yield agreement_id, list(own.index), list(np.flatnonzero(used))
    for department_id in rated.departments["department_id"]:
        own = department_indicators(framework, indicators, department_id)
        lead = department_indicators(framework, indicators, department_id, "lead")
        used = can_rate & owner.isin((lead if len(lead) else own)["indicator_id"])
        yield department_id, list(own.index), list(np.flatnonzero(used))


def _some_lines(lines: list[str], rows: Iterable[int]) -> str:
    """Return the header and some rows of a table's lines."""
    return "".join([lines[0], *(lines[1 + row] for row in rows)])
