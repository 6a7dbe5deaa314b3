"""The evidence ladder takes the nearest series that crosses the start of the period, never by what it says."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from psa.data.load import load_framework
from psa.methods.best_evidence import best_of_group, chances_of
from psa.methods.evidence_grades import candidates, only_after_period, own_grade, read_indicators
from psa.methods.ratings import rate_framework
from psa.methods.settings import Settings
from psa.methods.stand_ins import (
    agreement_by_chance,
    agreement_by_grade,
    compare_stand_ins,
    discounted_chance,
)
from psa.pages.tables.evidence import grades_table, stand_ins_table

SETTINGS = Settings(baseline_by=pd.Timestamp("2008-03-31").date(), through=None)


def measure(measure_id, role, change_good=1.0, **more):
    row = {
        "measure_id": measure_id,
        "indicator_id": measure_id.split(":")[0],
        "role": role,
        "is_rateable": False,
        "rating": "improvement" if change_good > 0 else "no_improvement",
        "sign": 1.0,
        "change_good": change_good,
        "level_verdict": "unknown",
        "n_points": 5,
        "p_improved": np.nan,
    }
    return row | more


def framework_of(measures, **stands_in):
    ids = [m["measure_id"] for m in measures]
    table = pd.DataFrame(
        {"measure_id": ids, "stands_in": [stands_in.get(i.split(":")[1], True) for i in ids]}
    )
    indicators = sorted({m["indicator_id"] for m in measures})
    about = pd.DataFrame({"indicator_id": indicators, "provenance": "read"})
    return SimpleNamespace(measures=table, derived_measures=table.iloc[:0], indicators=about)


def official(indicator_id, rating="not_yet_assessed", **more):
    row = {
        "indicator_id": indicator_id,
        "rating": rating,
        "reason_code": "indicative_only",
        "measure_id": "",
        "change_good": np.nan,
        "p_improved": np.nan,
        "caveats": "",
        "baseline_period": "2007-08",
        "components_assessed": 0,
    }
    return row | more


def read(measures, indicators, **stands_in):
    frame = pd.DataFrame(measures).set_index("measure_id")
    out = read_indicators(framework_of(measures, **stands_in), frame, pd.DataFrame(indicators), SETTINGS)
    return out.set_index("indicator_id")


def test_a_close_proxy_goes_before_a_longer_related_series():
    found = read(
        [measure("a:r", "related", n_points=20), measure("a:p", "proxy", -1.0)], [official("a")]
    ).loc["a"]
    assert tuple(found[["evidence_grade", "best_evidence", "best_measure"]]) == ("C", "not_improved", "a:p")


@pytest.mark.parametrize(("first", "second"), [(1.0, -1.0), (-1.0, 1.0)])
def test_of_one_grade_the_longest_is_taken_and_then_the_first_of_the_table_whatever_they_say(first, second):
    same = [measure("a:x", "related", first), measure("a:y", "related", second)]
    assert read(same, [official("a")]).loc["a", "best_measure"] == "a:x"
    longer = [same[0], measure("a:y", "related", second, n_points=6)]
    assert read(longer, [official("a")]).loc["a", "best_measure"] == "a:y"


@pytest.mark.parametrize(
    ("role", "grade"),
    [
        ("headline", "C"),
        ("proxy", "C"),
        ("component", "D"),
        ("group", "D"),
        ("related", "D"),
        ("context", "E"),
    ],
)
def test_each_role_has_its_grade_and_context_is_no_evidence(role, grade):
    assert read([measure("a:x", role)], [official("a")]).loc["a", "evidence_grade"] == grade


def test_a_series_that_must_not_stand_in_does_not():
    found = read([measure("a:x", "proxy"), measure("a:y", "related")], [official("a")], x=False).loc["a"]
    assert (found["evidence_grade"], found["best_measure"]) == ("D", "a:y")


def test_a_series_that_does_not_cross_or_has_no_direction_is_no_evidence():
    nothing = [measure("a:x", "proxy", rating="not_yet_assessed"), measure("a:y", "proxy", sign=np.nan)]
    assert read(nothing, [official("a")]).loc["a", "best_evidence"] == "none"


def test_a_change_within_sampling_error_is_unclear():
    assert (
        read([measure("a:x", "proxy", level_verdict="no_clear_change")], [official("a")]).loc[
            "a", "best_evidence"
        ]
        == "unclear"
    )


def test_an_official_rating_is_the_best_evidence_whatever_stands_beside_it():
    rated = official(
        "a", "improvement", reason_code="improved", measure_id="a:own", caveats="default_baseline"
    )
    found = read([measure("a:x", "proxy", -1.0)], [rated]).loc["a"]
    assert tuple(found[["evidence_grade", "best_evidence", "best_measure"]]) == ("B", "improved", "a:own")


def test_a_significance_that_cannot_be_tested_is_read_by_direction_at_grade_b():
    untested = official(
        "a", "not_rateable", reason_code="significance_untestable", measure_id="a:own", change_good=-2.0
    )
    found = read([measure("a:x", "proxy")], [untested]).loc["a"]
    assert (found["evidence_grade"], found["best_evidence"]) == ("B", "not_improved")


def test_an_assessment_that_was_withheld_is_not_read():
    assert read([measure("a:x", "proxy")], [official("a", "withheld")]).loc["a", "evidence_grade"] == "E"


def test_an_own_measure_is_a_only_where_all_is_as_published():
    row = official("a", "improvement", caveats="period_length")
    assert own_grade(row, "read", SETTINGS) == "A"
    assert own_grade(row | {"caveats": "period_length;later_vintage"}, "read", SETTINGS) == "B"
    assert own_grade(row, "inferred", SETTINGS) == "B"
    assert own_grade(row | {"baseline_period": "2008-09"}, "read", SETTINGS) == "B"


def test_a_series_with_later_figures_only_after_the_period_is_told_apart():
    ends = pd.to_datetime(["2008-03-31", "2012-03-31", "2008-03-31", "2010-03-31"])
    series = pd.DataFrame(
        {"measure_id": ["a:x", "a:x", "b:x", "b:x"], "indicator_id": list("aabb"), "end": ends}
    )
    series["role"] = "proxy"
    framework = framework_of([measure("a:x", "proxy"), measure("b:x", "proxy")])
    ended = replace(SETTINGS, through=pd.Timestamp("2011-03-31").date())
    assert only_after_period(framework, series, ended) == {"a"}
    assert only_after_period(framework, series, SETTINGS) == set()


def test_stand_ins_are_compared_with_the_indicator_itself():
    measures = [measure("a:x", "proxy"), measure("a:y", "proxy", -1.0), measure("b:x", "related", -1.0)]
    rated = [
        official("a", "improvement", change_good=2.0),
        official("b", "improvement", change_good=1.0),
    ]
    frame = pd.DataFrame(measures).set_index("measure_id")
    compared = compare_stand_ins(candidates(framework_of(measures), frame), pd.DataFrame(rated))
    table = agreement_by_grade(compared)
    assert table.loc["C", ["indicators", "indicators_agree", "series", "series_agree"]].tolist() == [
        1,
        1,
        2,
        1,
    ]
    assert table.loc["D", "worth"] == pytest.approx(2 / 5)


def test_agreement_by_chance_is_high_where_most_things_improve():
    compared = pd.DataFrame({"reading": ["improved"] * 3 + ["not_improved"], "own": ["improved"] * 4})
    assert agreement_by_chance(compared) == pytest.approx(0.75)
    assert np.isnan(agreement_by_chance(compared.iloc[:0]))


def test_the_table_of_stand_ins_has_shares_with_intervals_and_is_empty_where_nothing_was_compared():
    compared = pd.DataFrame(
        {
            "grade": ["C"] * 4,
            "reading": ["improved"] * 3 + ["not_improved"],
            "own": ["improved"] * 4,
            "is_first": True,
        }
    )
    table = stand_ins_table(compared.assign(agrees=compared["reading"] == compared["own"]))
    assert table.rows[0][1:] == ["4", "3", "75%", "30% to 95%", "75%", "3 of 4", "0.62"]
    assert table.rows[1][1:] == ["0", "0", "", "", "", "0 of 0", "0.50"]


def test_a_chance_is_discounted_towards_a_half_by_what_a_stand_in_is_worth():
    assert discounted_chance(np.array([0.9, 0.9, 0.9]), np.array([1.0, 0.5, 0.82])) == pytest.approx(
        [0.9, 0.5, 0.756]
    )


def test_an_agreement_by_its_best_evidence_counts_by_grade():
    readings = pd.DataFrame(
        {
            "evidence_grade": ["A", "C", "D", "E"],
            "best_evidence": ["improved", "improved", "unclear", "none"],
            "best_chance": [1.0, np.nan, np.nan, np.nan],
        }
    )
    worth = {"C": 0.8, "D": 0.7}
    chances = chances_of(readings, worth)
    assert chances[:3] == pytest.approx([1.0, 0.8, 0.5])
    best = best_of_group(readings.assign(best_chance=chances), SETTINGS)
    assert (best["best_improved"], best["best_assessed"], best["best_label"]) == (2, 3, "some_progress")
    assert (best["best_own"], best["best_proxy"], best["best_related"]) == (1, 1, 0)
    assert best["best_chance_strong_progress"] == pytest.approx(0.8 * 0.5, abs=0.02)


# ------------------------------------------------------------------- the same ladder on other frameworks


def test_the_ladder_on_the_tiny_framework(tiny_rated):
    rows = tiny_rated.indicators.set_index("indicator_id")
    assert rows["evidence_grade"].to_dict() == {
        "pledge-a/1": "B",  # every definition of this framework is inferred
        "pledge-a/2": "B",
        "pledge-a/3": "B",
        "pledge-a/4": "E",
        "pledge-b/1": "B",
        "pledge-b/2": "B",
        "pledge-b/3": "E",  # counted in another way from inside the period on
        "pledge-b/4": "C",
    }
    assert rows.loc["pledge-b/4", ["best_measure", "best_evidence"]].tolist() == [
        "pledge-b/4:complaints",
        "improved",
    ]
    counted = {row[0]: row[2] for row in grades_table(tiny_rated).rows}
    assert counted == {"A": "0", "B": "5", "C": "1", "D": "0", "E": "2"}


def test_a_related_series_that_must_not_stand_in_leaves_nothing_on_the_tiny_framework(tiny_folder):
    path = tiny_folder / "measures.csv"
    header, *lines = path.read_text(encoding="utf-8").splitlines()
    lines = [f"{line},{'false' if 'complaints' in line else ''}" for line in lines]
    path.write_text("\n".join([f"{header},stands_in", *lines]) + "\n", encoding="utf-8")
    rows = rate_framework(load_framework(tiny_folder)).indicators.set_index("indicator_id")
    assert rows.loc["pledge-b/4", ["evidence_grade", "best_evidence", "best_measure"]].tolist() == [
        "E",
        "none",
        "",
    ]
