"""Our reading of other bodies' rules beside the figures that they published.

The figures lie in ``data/replay/``, their origins in its README. A difference is a row with a reason in
``known_differences.csv``; a new one fails here, and so does a row that no longer differs.
"""

import csv
import json
from pathlib import Path

import numpy as np
import pytest

from psa.methods.rules.destatis import destatis
from psa.methods.rules.fingertips import (
    FINGERTIPS_CHI2,
    compare_intervals,
    compare_with_benchmark,
    compare_with_control_limits,
    compare_with_range,
    compare_with_target,
    fingertips_trend,
)
from psa.methods.rules.open_sdg import Scored, open_sdg, open_sdg_limit_factor
from psa.methods.rules.sdsn import sdsn_points, sdsn_roll_up, sdsn_score
from psa.methods.rules.xmr import (
    part_of_seven,
    part_of_two_in_three,
    seven_on_one_side,
    seven_point_trend,
    two_in_three,
    xmr_assurance,
    xmr_limits,
    xmr_signals,
)

pytestmark = pytest.mark.filterwarnings("error")

HERE = Path(__file__).parents[2] / "data" / "replay"
KEY = ("indicator", "part", "target", "target_year", "year")
SIGNS = {"positive": 1, "negative": -1, "increase": 1, "decrease": -1, "high_is_good": 1, "low_is_good": -1}
# assessment_ended is the publisher's word once a target's date has passed; ours is not_assessed with a reason
SAME_WORD = {"assessment_ended": "not_assessed", "not_available": "not_assessed", "NA": "not_assessed"}


def read_rows(name: str) -> list[dict]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read_json(name: str):
    return json.loads((HERE / name).read_text(encoding="utf-8"))


def number(text: str) -> float:
    return float(text) if text else np.nan


def column(rows: list[dict], name: str) -> np.ndarray:
    return np.array([number(row[name]) for row in rows])


def pairs(text: str) -> list[tuple[float, float]]:
    return [tuple(float(part) for part in pair.split("=")) for pair in text.split(";")]


def signs(rows: list[dict], name: str) -> np.ndarray:
    return np.array([SIGNS.get(row[name], 0) for row in rows])


# ---- Destatis ---------------------------------------------------------------------------------------------


def rate_destatis(rows: list[dict], **changed) -> np.ndarray:
    time, value = np.full((2, len(rows), 6), np.nan)
    for i, row in enumerate(rows):
        for j, (year, figure) in enumerate(pairs(row["last_six"])):
            time[i, j], value[i, j] = year, figure
    given = {
        "kind": [row["kind"] for row in rows],
        "target": column(rows, "target"),
        "target_time": column(rows, "target_year"),
    }
    return destatis(time, value, column(rows, "sign"), **(given | changed)).words


def published(rows: list[dict]) -> np.ndarray:
    return np.array([SAME_WORD.get(row["published"], row["published"]) for row in rows])


@pytest.fixture(scope="module")
def ratings() -> list[dict]:
    return read_rows("destatis_ratings.csv")


def key(row: dict) -> tuple:
    return (row["indicator"], row["part"], *(row[name] and float(row[name]) for name in KEY[2:]))


def test_every_difference_from_the_german_ratings_is_a_row_with_its_reason(ratings):
    ours, theirs = rate_destatis(ratings), published(ratings)
    found = {key(r): (t, o) for r, o, t in zip(ratings, ours, theirs, strict=True) if o != t}
    known = [row for row in read_rows("known_differences.csv") if row["origin"] == "destatis"]
    assert all(len(row["reason"]) > 20 for row in known)
    assert found == {key(row): (row["published"], row["ours"]) for row in known}


def test_all_german_ratings_that_the_written_rule_gives_are_given(ratings):
    rows = [row for row in ratings if row["written_rule_agrees"] == "yes"]
    assert len(rows) == 250
    np.testing.assert_array_equal(rate_destatis(rows), published(rows))


def test_the_share_of_german_ratings_agreed_on_is_at_least_that_of_the_written_rule(ratings):
    rows = [row for row in ratings if row["written_rule_agrees"]]
    agrees = rate_destatis(rows) == published(rows)
    assert agrees.sum() >= 250 and len(rows) == 266


def test_a_target_worded_per_year_is_rated_by_the_publisher_as_a_standard(ratings):
    rows = [row for row in ratings if row["indicator"] == "9-1-a"]
    assert len(rows) == 14
    np.testing.assert_array_equal(rate_destatis(rows, kind="standard"), published(rows))


def test_the_ratings_of_equal_participation_follow_from_forty_five_percent(ratings):
    rows = [row for row in ratings if row["indicator"] == "5-1-bc" and row["part"] == "c"]
    assert len(rows) == 7
    np.testing.assert_array_equal(rate_destatis(rows, target=45.0), published(rows))
    assert (rate_destatis(rows, target=50.0) != published(rows)).sum() == 5


def test_the_publisher_rated_nothing_on_fewer_than_six_points(ratings):
    ours, strict = rate_destatis(ratings), rate_destatis(ratings, least_points=6)
    is_short = np.array([len(pairs(row["last_six"])) < 6 for row in ratings])
    assert is_short.sum() == 4
    np.testing.assert_array_equal(strict[is_short], published(ratings)[is_short])
    assert (strict == published(ratings)).sum() == (ours == published(ratings)).sum() + 4


def test_the_six_figures_of_each_rating_stand_in_the_published_series(ratings):
    series = {}
    for name, points in read_json("destatis_series.json").items():
        series.setdefault(name.split("|")[0], []).append({float(year): v for year, v in points.items()})
    for row in ratings:
        figures = pairs(row["last_six"])
        assert any(all(s.get(year) == v for year, v in figures) for s in series[row["indicator"]]), row


# ---- Fingertips -------------------------------------------------------------------------------------------


def compare(row: dict) -> str:
    n = {
        name: number(text) for name, text in row.items() if name not in {"comparison", "polarity", "expected"}
    }
    sign = SIGNS[row["polarity"]]
    found = {
        "single_value_target": lambda: compare_with_target(n["value"], n["limit_lower"], sign),
        "single_value_target_by_95ci": lambda: compare_with_target(
            n["value"], n["limit_lower"], sign, n["lower95"], n["upper95"]
        ),
        "range_target": lambda: compare_with_range(
            n["value"], n["limit_lower"], n["limit_upper"], sign
        ),
        "benchmark_vs_two_ci_levels": lambda: compare_with_benchmark(
            n["value"], n["lower95"], n["upper95"], n["benchmark"], sign, n["lower998"], n["upper998"]
        ),
        "double_overlapping_cis": lambda: compare_intervals(
            n["value"], n["lower95"], n["upper95"],
            n["benchmark"], n["bench_lower95"], n["bench_upper95"], sign,
        ),
        "spc_proportion_control_limits": lambda: compare_with_control_limits(
            n["value"], n["denominator"], n["benchmark"], sign, n["unit"], n["z"]
        ),
    }  # fmt: skip
    return str(found[row["comparison"]]())


def test_fingertips_comparisons_read_as_published():
    rows = read_rows("fingertips_comparisons.csv")
    assert len(rows) == 24
    assert [compare(row) for row in rows] == [row["expected"] for row in rows]


@pytest.mark.parametrize("case", read_json("fingertips_trends.json")["tests"], ids=lambda c: str(c["test"]))
def test_fingertips_trend_markers_read_as_published(case):
    data, expected = case["data"], case["expected"]
    found = fingertips_trend(
        data["year"], data["value"], 1, data["lower95"], data["upper95"], data["count"], data["denominator"],
        is_proportion=case["method"] == "proportion", months=12 * case.get("year_range", 1),
    )  # fmt: skip
    assert (found.words == "getting_better") == expected["significant"]
    if "chi2_2dp" in expected:
        assert round(float(found.statistic), 2) == expected["chi2_2dp"]
    if expected.get("marker") == "CannotBeCalculated" or expected.get("message_not_empty"):
        assert found.words == "not_assessed" and str(found.reason)


def test_the_threshold_for_a_fingertips_trend_is_the_published_one():
    assert read_json("fingertips_trends.json")["threshold_chi2"] == FINGERTIPS_CHI2


# ---- XmR --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", read_json("nhsr_limits.json"))
def test_xmr_limits_agree_to_the_published_digits(case):
    found = xmr_limits(case["y"], screen_outliers=case["screen_outliers"])
    for ours, theirs in zip((found.mean, found.lower, found.upper), ("mean", "lpl", "upl"), strict=True):
        assert float(f"{float(ours):.7g}") == pytest.approx(case[theirs], abs=0, rel=1.5e-7)


RUN_RULES = {
    "seven_points_one_side": lambda c: seven_on_one_side(c["relative_to_mean"]),
    "seven_point_trend": lambda c: seven_point_trend(c["y"]),
    "part_of_seven": lambda c: part_of_seven(c["flag"]),
    "two_in_three": lambda c: two_in_three(c["close_to_limits"], c["relative_to_mean"]),
    "part_of_two_in_three": lambda c: part_of_two_in_three(c["close_to_limits"], c["relative_to_mean"]),
}


@pytest.mark.parametrize("rule", RUN_RULES)
def test_xmr_run_rules_flag_the_published_points(rule):
    cases = read_json("nhsr_rules.json")[rule]
    assert len(cases) >= 3
    for case in cases:
        assert RUN_RULES[rule](case).tolist() == case["expected"], case


def test_two_near_limits_on_opposite_sides_are_no_signal():
    case = read_json("nhsr_rules.json")["opposite_sides_no_signal"]
    assert xmr_signals(case["y"], 1)[-2:].tolist() == case["expected_last_two"]


def test_xmr_assurance_reads_as_published():
    rows = read_rows("nhsr_assurance.csv")
    found = xmr_assurance(
        column(rows, "lpl"), column(rows, "upl"), column(rows, "target"), signs(rows, "improvement")
    )
    assert found.tolist() == [SAME_WORD.get(row["expected"], row["expected"]) for row in rows]


# ---- Open SDG ---------------------------------------------------------------------------------------------


def rate_open_sdg(rows: list[dict]) -> Scored:
    time = np.stack([column(rows, "base_year"), column(rows, "current_year")], axis=1)
    value = np.stack([column(rows, "base_value"), column(rows, "current_value")], axis=1)
    return open_sdg(
        time, value, signs(rows, "direction"), column(rows, "target"), column(rows, "target_year"),
        column(rows, "limit"), base_time=2015,
    )  # fmt: skip


def test_open_sdg_values_and_scores_agree_to_ten_decimals():
    rows = read_rows("open_sdg_values.csv")
    found = rate_open_sdg(rows)
    assert len(rows) == 12
    np.testing.assert_allclose(found.statistic, column(rows, "progress_value"), rtol=0, atol=1e-10)
    np.testing.assert_allclose(found.score, column(rows, "score"), rtol=0, atol=1e-10)
    assert found.words.tolist() == [SAME_WORD.get(row["status"], row["status"]) for row in rows]


def test_open_sdg_limit_factors_agree_to_ten_decimals():
    rows = read_rows("open_sdg_values.csv")
    found = open_sdg_limit_factor(column(rows, "base_value"), column(rows, "limit"), signs(rows, "direction"))
    np.testing.assert_allclose(found, column(rows, "coefficient"), rtol=0, atol=1e-10)


def test_open_sdg_statuses_are_those_of_its_own_feature_tests():
    rows = read_rows("open_sdg_features.csv")
    assert rate_open_sdg(rows).words.tolist() == [row["expected_status"] for row in rows]


# ---- SDSN -------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def goals():
    """Values and thresholds of every goal and country: the rows, then arrays (rows, indicators)."""
    rows, limits = read_rows("sdsn_goals.csv"), read_rows("sdsn_thresholds.csv")
    values = np.full((len(rows), 14), np.nan)
    scale = {name: np.full((len(rows), 14), np.nan) for name in ("best", "green", "red", "worst")}
    for i, row in enumerate(rows):
        for limit in (x for x in limits if x["goal"] == row["goal"]):
            for name, array in scale.items():
                array[i, int(limit["number"]) - 1] = number(limit[name])
        for place, value in pairs(row["values"]) if row["values"] else []:
            values[i, int(place) - 1] = value
    return rows, values, scale


def test_sdsn_goal_colours_agree_in_every_country(goals):
    rows, values, scale = goals
    points = sdsn_points(values, **scale)
    colours, _ = sdsn_roll_up(points, out_of=column(rows, "indicators"))
    theirs = np.array([row["colour"].replace("gray", "grey") for row in rows])
    assert len(rows) == 300 and set(theirs) == {"green", "yellow", "orange", "red", "grey"}
    np.testing.assert_array_equal(colours, theirs)


def test_sdsn_goal_scores_agree_as_far_as_their_thresholds_are_printed(goals):
    """Best and worst are printed to one decimal: a score may be off by 5 over their distance, not by more."""
    rows, values, scale = goals
    scores = sdsn_score(values, scale["best"], scale["worst"])
    known, theirs = np.isfinite(scores), column(rows, "score")
    number_known = np.maximum(known.sum(axis=1), 1)
    mean = np.where(known, scores, 0).sum(axis=1) / number_known
    leeway = 5 / (np.abs(scale["best"] - scale["worst"]) - 0.1)
    leeway = np.where(known, leeway, 0).sum(axis=1) / number_known
    is_published = np.isfinite(theirs)
    np.testing.assert_array_equal(known.sum(axis=1), column(rows, "with_data"))
    assert is_published.sum() == 255
    assert (np.abs(mean - theirs) <= leeway)[is_published].all()
    assert np.abs(mean - theirs)[is_published].max() < 0.4
