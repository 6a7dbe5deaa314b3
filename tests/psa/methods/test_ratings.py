"""A framework, rated: its tables, a day's figures, and nothing to rate yet."""

import shutil
from pathlib import Path

import pandas as pd
import pytest
from counted_indicators import NOT_YET

from psa.data.load import load_framework
from psa.methods.comparison import NAMES
from psa.methods.ratings import rate_framework

TINY = Path(__file__).parents[2] / "frameworks" / "tiny"


def test_each_table_opens_with_id_rule_rating_reason(tiny_rated):
    for table, key in (
        (tiny_rated.indicators, "indicator_id"),
        (tiny_rated.agreements, "agreement_id"),
        (tiny_rated.departments, "department_id"),
    ):
        assert list(table.columns[:4]) == [key, "rule", "rating", "reason"]
        assert (table["reason"] != "").all()


def test_rating_twice_gives_the_same(tiny, tiny_rated):
    again = rate_framework(tiny)
    for name in ("indicators", "agreements", "departments", "published", "measures"):
        pd.testing.assert_frame_equal(getattr(again, name), getattr(tiny_rated, name))


def test_as_of_a_day_uses_the_figures_of_that_day(tiny_folder):
    with (tiny_folder / "observations.csv").open("a", encoding="utf-8", newline="\n") as file:
        file.write("pledge-a/1:trees,2023,2023,1190,,,,,,revised,inferred,town-yearbook,2024-06-01\n")
    framework = load_framework(tiny_folder)
    status = {
        day: rate_framework(framework, as_of=day).indicators["target_status"].iloc[0]
        for day in (None, "2024-05-31")
    }
    assert status == {None: "not_met", "2024-05-31": "met"}


def keep_figures(folder, start: str) -> None:
    """Keep only the figures of the measures whose id starts so."""
    path = folder / "observations.csv"
    header, *rows = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text(header + "".join(r for r in rows if r.startswith(start)), encoding="utf-8")


@pytest.fixture(scope="module")
def without_figures(tmp_path_factory):
    folder = shutil.copytree(TINY, tmp_path_factory.mktemp("without") / "tiny")
    keep_figures(folder, "none of them")
    return load_framework(folder)


@pytest.mark.parametrize(
    "rule", [NAMES[0], *(pytest.param(n, marks=pytest.mark.thorough) for n in NAMES[1:])]
)
def test_definitions_without_a_single_figure_are_rated_as_not_yet_assessed(without_figures, rule):
    rated = rate_framework(without_figures, rule=rule)
    assert rated.official["reason_code"].tolist() == ["no_figures"] * 8
    assert rated.agreements["rating"].tolist() == [NOT_YET] * 2
    assert rated.departments["rating"].tolist() == [NOT_YET] * 3
    assert rated.official["survives"].tolist() == [""] * 8
    assert len(rated.sensitivity("pledge-a")) == 0


def test_the_table_has_the_same_columns_whatever_has_figures(tiny_folder, tiny_rated):
    keep_figures(tiny_folder, "pledge-a/3:")  # a set of components alone
    rated = rate_framework(load_framework(tiny_folder))
    assert set(rated.indicators.columns) == set(tiny_rated.indicators.columns)
    assert rated.sensitivity("pledge-a")["indicator_id"].tolist() == ["pledge-a/3"]


def test_an_assessment_has_the_indicator_s_own_row_and_measures(tiny_rated):
    for row in tiny_rated.indicators.to_dict("records"):
        found = tiny_rated.assessment(row["indicator_id"])
        assert (found.row["indicator_id"], found.rating) == (row["indicator_id"], row["rating"])
        both = pd.concat([found.measures, found.indicative])
        own = tiny_rated.measures["indicator_id"] == row["indicator_id"]
        assert sorted(both.index) == sorted(tiny_rated.measures.index[own])
        assert found.measures["is_rateable"].all() and not found.indicative["is_rateable"].any()


def test_an_indicator_that_is_not_there_is_an_error_that_suggests_one(tiny_rated):
    with pytest.raises(KeyError, match="pledge-a/1"):
        tiny_rated.assessment("pledge-a-1")


def test_the_figures_of_a_measure_can_be_changed_without_changing_the_ratings(tiny_rated):
    measure_id = tiny_rated.measures.index[0]
    points = tiny_rated.points(measure_id)
    points["value"] = 0.0
    assert (tiny_rated.points(measure_id)["value"] != 0).any()
    assert tiny_rated.points("no such measure").empty


def test_a_framework_without_an_indicator_says_that_there_is_nothing_to_rate(tiny_folder):
    for name in ("indicators", "measures", "observations", "derived_measures", "published_ratings"):
        path = tiny_folder / f"{name}.csv"
        path.write_text(path.read_text().splitlines()[0] + "\n")
    with pytest.raises(ValueError, match="indicators.csv has no row, so there is nothing to rate"):
        rate_framework(load_framework(tiny_folder))
