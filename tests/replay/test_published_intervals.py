"""Our intervals beside those that others published, to all their decimals.

``data/replay/wilson_limits.csv`` and ``poisson_limits.csv`` hold the figures expected by the tests
of PHEindicatormethods (UK Health Security Agency), commit 093fd288, folder ``tests/testthat``; each row
names it. An empty cell is a figure that it leaves missing.
"""

import csv
from pathlib import Path

import numpy as np
import pytest

from psa.methods.intervals import byar_interval, poisson_interval, wilson_interval

pytestmark = pytest.mark.filterwarnings("error")

DATA = Path(__file__).parents[2] / "data" / "replay"


def read_columns(name: str) -> dict[str, np.ndarray]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    columns = {key: [row[key] for row in rows] for key in rows[0]}
    words = {"function", "origin"}
    return {
        key: np.array(cells if key in words else [float(c) if c else np.nan for c in cells])
        for key, cells in columns.items()
    }


def assert_published(ours: tuple, published: dict, rows=slice(None)) -> None:
    # 13 significant digits: the last of the sixteen printed ones depend on the order of operations
    np.testing.assert_allclose(ours[0], published["lower"][rows], rtol=1e-12, equal_nan=True)
    np.testing.assert_allclose(ours[1], published["upper"][rows], rtol=1e-12, equal_nan=True)


def test_wilson_limits_are_the_published_ones():
    published = read_columns("wilson_limits.csv")
    assert len(published["lower"]) == 44
    assert np.isfinite(published["lower"]).sum() == 38
    limits = wilson_interval(published["numerator"], published["denominator"], published["confidence"])
    assert_published(tuple(limit * published["multiplier"] for limit in limits), published)


def test_poisson_limits_are_exact_below_ten_events_and_byars_from_ten_as_published():
    published = read_columns("poisson_limits.csv")
    rows = published["function"] == "switch"
    assert np.isfinite(published["lower"][rows]).sum() == 34
    limits = poisson_interval(published["numerator"][rows], published["confidence"][rows])
    per = (published["multiplier"] / published["denominator"])[rows]
    assert_published(tuple(limit * per for limit in limits), published, rows)


def test_byars_limits_are_the_published_ones_and_a_negative_one_is_missing():
    published = read_columns("poisson_limits.csv")
    rows = published["function"] == "byar"
    assert rows.sum() == 7
    limits = byar_interval(published["numerator"][rows], published["confidence"][rows])
    assert_published(limits, published, rows)
    assert np.isnan(published["lower"][rows]).sum() == 1


def test_every_carried_figure_names_its_origin():
    for name in ("wilson_limits.csv", "poisson_limits.csv"):
        assert set(read_columns(name)["origin"]) == {"PHEindicatormethods 093fd288 tests/testthat"}
