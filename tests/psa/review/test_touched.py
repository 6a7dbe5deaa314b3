"""A review draws the charts that a change could alter; to draw all would show no other."""

import csv
import shutil

import pytest

from psa import paths
from psa.data.faults import FrameworkError
from psa.data.load import load_framework
from psa.data.schema import TABLES
from psa.methods.ratings import rate_framework
from psa.review import pictures
from psa.review.touched import touched_indicators

FRAMEWORK = paths.ROOT / "tests" / "frameworks" / "local"
OTHER = {"number": "3.25", "integer": "3", "text": "other words", "ids": "", "date": "2001-02-03"}


def edits():
    """Yield a file, a row and a column, one for each column of each table that holds something."""
    for table in TABLES.values():
        places = sorted((FRAMEWORK / table.name).glob("*.csv")) or [FRAMEWORK / f"{table.name}.csv"]
        if not places[0].is_file():
            continue
        with places[0].open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file))
        for column in table.columns:
            if column.name in rows[0] and (column.name,) != table.key and len(rows) > 1:
                yield places[0].relative_to(FRAMEWORK).as_posix(), len(rows) // 2, column


@pytest.fixture(scope="module")
def before():
    return rate_framework(load_framework(FRAMEWORK))


def changed(folder, file, row, column):
    """Return a copy of the framework with one cell changed, rated; None where that is a fault."""
    shutil.copytree(FRAMEWORK, folder, dirs_exist_ok=True)
    path = folder / file
    with path.open(encoding="utf-8-sig", newline="") as opened:
        rows = list(csv.reader(opened))
    place = rows[0].index(column.name)
    options = [*column.choices, OTHER.get(column.type, "")]
    rows[row][place] = next((text for text in options if text != rows[row][place]), "")
    with path.open("w", encoding="utf-8", newline="") as opened:
        csv.writer(opened, lineterminator="\n").writerows(rows)
    try:
        return rate_framework(load_framework(folder))
    except FrameworkError:
        return None


@pytest.mark.slow
def test_no_chart_is_missed_whatever_cell_changes(before, tmp_path, monkeypatch):
    tried = 0
    for number, (file, row, column) in enumerate(edits()):
        after = changed(tmp_path / str(number) / FRAMEWORK.name, file, row, column)
        if after is None:
            continue
        tried += 1
        shown = [change.id for change in pictures.changed_charts(before, after)]
        with monkeypatch.context() as patch:
            patch.setattr(pictures, "touched_indicators", lambda a, b: {*a.indicators[ID], *b.indicators[ID]})
            every = [change.id for change in pictures.changed_charts(before, after)]
        assert shown == every, (file, row, column.name)
    assert tried > 20


ID = "indicator_id"


def test_one_figure_touches_its_indicator_alone_and_a_setting_touches_all(before, tmp_path):
    figure = next(column for column in TABLES["observations"].columns if column.name == "value")
    file = sorted((FRAMEWORK / "observations").glob("*.csv"))[0].relative_to(FRAMEWORK).as_posix()
    after = changed(tmp_path / FRAMEWORK.name, file, 2, figure)
    assert len(touched_indicators(before, after)) == 1
    assert touched_indicators(before, before) == set()
    other = rate_framework(before.framework, confidence=0.9)
    assert touched_indicators(before, other) == set(before.indicators[ID])
