"""Our reading of the German weather symbols beside the symbols that were published.

The figures lie in ``data/replay/``, their origins in its README. A difference is a row with a reason in
``known_differences.csv``; a new one fails here, and so does a row that no longer differs.
"""

import csv
import json
from pathlib import Path

import numpy as np
import pytest

from psa.methods.rules import rate_series
from psa.methods.rules.parts import stack_series

HERE = Path(__file__).parents[2] / "data" / "replay"
KEY = ("indicator", "part", "target", "target_year", "year")


def read_rows(name: str) -> list[dict]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def column(rows: list[dict], name: str) -> np.ndarray:
    return np.array([float(row[name]) if row[name] else np.nan for row in rows])


def pairs(text: str) -> list[tuple[float, float]]:
    return [tuple(float(part) for part in pair.split("=")) for pair in text.split(";")]


def rate(rows: list[dict], **changed) -> np.ndarray:
    time, value = np.full((2, len(rows), 6), np.nan)
    for i, row in enumerate(rows):
        for j, (year, figure) in enumerate(pairs(row["last_six"])):
            time[i, j], value[i, j] = year, figure
    given = {
        "kind": [row["kind"] for row in rows],
        "target": column(rows, "target"),
        "target_time": column(rows, "target_year"),
    }
    return rate_series("destatis", stack_series(time, value, column(rows, "sign"), **given | changed)).words


def published(rows: list[dict]) -> np.ndarray:
    """Return the published words; once a target's date has passed, ours is not_assessed with a reason."""
    return np.array([row["published"].replace("assessment_ended", "not_assessed") for row in rows])


@pytest.fixture(scope="module")
def ratings() -> list[dict]:
    return read_rows("destatis_ratings.csv")


def key(row: dict) -> tuple:
    return (row["indicator"], row["part"], *(row[name] and float(row[name]) for name in KEY[2:]))


def test_every_difference_from_the_german_ratings_is_a_row_with_its_reason(ratings):
    ours, theirs = rate(ratings), published(ratings)
    found = {key(r): (t, o) for r, o, t in zip(ratings, ours, theirs, strict=True) if o != t}
    known = [row for row in read_rows("known_differences.csv") if row["origin"] == "destatis"]
    assert all(len(row["reason"]) > 20 for row in known)
    assert found == {key(row): (row["published"], row["ours"]) for row in known}


def test_all_ratings_that_the_written_rule_gives_are_given(ratings):
    rows = [row for row in ratings if row["written_rule_agrees"] == "yes"]
    assert len(rows) == 250
    np.testing.assert_array_equal(rate(rows), published(rows))


def test_the_share_of_ratings_agreed_on_is_at_least_that_of_the_written_rule(ratings):
    rows = [row for row in ratings if row["written_rule_agrees"]]
    assert (rate(rows) == published(rows)).sum() >= 250 and len(rows) == 266


def test_a_target_worded_per_year_is_rated_by_the_publisher_as_a_standard(ratings):
    rows = [row for row in ratings if row["indicator"] == "9-1-a"]
    assert len(rows) == 14
    np.testing.assert_array_equal(rate(rows, kind="standard"), published(rows))


def test_the_ratings_of_equal_participation_follow_from_forty_five_percent(ratings):
    rows = [row for row in ratings if row["indicator"] == "5-1-bc" and row["part"] == "c"]
    assert len(rows) == 7
    np.testing.assert_array_equal(rate(rows, target=45.0), published(rows))
    assert (rate(rows, target=50.0) != published(rows)).sum() == 5


def test_the_publisher_rated_nothing_on_fewer_than_six_points(ratings):
    short = [row for row in ratings if len(pairs(row["last_six"])) < 6]
    assert len(short) == 4
    assert set(published(short)) == {"not_assessed"}


def test_the_six_figures_of_each_rating_stand_in_the_published_series(ratings):
    series: dict[str, list] = {}
    published_series = json.loads((HERE / "destatis_series.json").read_text(encoding="utf-8"))
    for name, points in published_series.items():
        series.setdefault(name.split("|")[0], []).append({float(year): v for year, v in points.items()})
    for row in ratings:
        figures = pairs(row["last_six"])
        assert any(all(s.get(year) == v for year, v in figures) for s in series[row["indicator"]]), row
