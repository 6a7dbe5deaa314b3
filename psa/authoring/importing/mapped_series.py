"""Which measure each series of a long table became: written by the import, read when a later release comes in."""

import csv
import io
from collections.abc import Iterable
from pathlib import Path

from psa.authoring.importing.metadata_files import sound_text
from psa.authoring.importing.tidy_figures import Key

MAPPING_FILE, SERIES_FILE = "mapping.yml", "mapping_series.csv"
COLUMNS = ("measure_id", "indicator", "unit", "area", "area_code", "groups")

Words = tuple[str, ...]


def words_of(key: Key) -> Words:
    """Return the words by which a series is known, in the order of `COLUMNS`."""
    groups = "; ".join(f"{name}: {word}" for name, word in key.groups)
    return tuple(map(sound_text, (key.indicator, key.unit, key.area, key.code, groups)))


def series_csv(measures: Iterable[tuple[Key, str]]) -> str:
    """Return the text of the file: a row a series, with the id of its measure."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows((measure, *words_of(key)) for key, measure in measures)
    return out.getvalue()


class MappedSeries:
    """The measures of a framework by the words of its source."""

    def __init__(self, folder: Path, measures: Iterable[str]) -> None:
        """Read the file of a framework's folder; measures that are no longer there are left out.

        Raises:
            FileNotFoundError: the folder has no such file.
        """
        path = folder / SERIES_FILE
        if not path.is_file():
            raise FileNotFoundError(f"{path}: no such file; it says which measure each series is")
        known = set(measures)
        self._by_words: dict[Words, str] = {}
        self._by_code: dict[Words, set[str]] = {}
        with path.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                measure, words = row["measure_id"] or "", tuple((row.get(n) or "") for n in COLUMNS[1:])
                if measure in known:
                    self._by_words[words] = measure
                    self._by_code.setdefault(_without_area(words), set()).add(measure)

    def measure(self, key: Key) -> str:
        """Return the measure of a series, also where its area has another name under the same code; else nothing."""
        words = words_of(key)
        found = self._by_words.get(words)
        others = self._by_code.get(_without_area(words), set()) if key.code else set()
        return found or (next(iter(others)) if len(others) == 1 else "")


def _without_area(words: Words) -> Words:
    return (*words[:2], *words[3:])
