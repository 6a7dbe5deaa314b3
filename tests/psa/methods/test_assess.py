"""The official rule: every reason, target status, caveat and choice, on frames made by hand."""

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest

from psa.data.load import load_framework
from psa.data.series import load_series
from psa.methods.components import combine_components
from psa.methods.indicators import describe_reason, measure_assessments, withheld_indicators
from psa.methods.long_frame import prepare_frame
from psa.methods.official import assess_measures
from psa.methods.ratings import rate_framework
from psa.methods.settings import Settings, settings_for, settings_from
from psa.methods.vocabulary import CAVEATS, RATINGS, REASONS, TARGET_STATUS
from psa.words import plain

SETTINGS = Settings(date(2010, 12, 31), date(2013, 12, 31))


def assess(figures: dict[str, float], settings=SETTINGS, per_row=None, **definition) -> pd.Series:
    """Assess one series given as label: value; `per_row` are columns with one entry a figure."""
    frame = pd.DataFrame({"measure_id": "m", "period": list(figures), "value": list(figures.values())})
    for column, entries in (per_row or {}).items():
        frame[column] = entries
    return assess_measures(frame.assign(**definition), settings).loc["m"]


UP = {"2009": 50.0, "2010": 51.0, "2011": 52.0, "2012": 54.0}
TARGET = {"kind": "target", "target_value": 55.0, "target_basis": "level", "target_period": "2013"}

# reason code -> the series and its definition, each found with the default choices
MEASURE_CASES = {
    "improved": (UP, {}),
    "maintained": ({"2010": 50.0, "2012": 50.0}, {"sign": 0.0}),
    "standard_met": ({"2010": 80.0, "2012": 91.0}, {"kind": "minimum_standard", "target_value": 90.0}),
    "unchanged": ({"2010": 50.0, "2012": 50.0}, {}),
    "too_small": (UP, {"minimum_change": 3.1, "minimum_change_unit": "percentage_points"}),
    "deteriorated": (UP, {"sign": -1.0}),
    "standard_not_met": ({"2010": 95.0, "2012": 89.0}, {"kind": "minimum_standard", "target_value": 90.0}),
    "no_later_figure": ({"2009": 50.0, "2010": 51.0, "2014": 60.0}, {}),
    "no_baseline_figure": ({"2011": 50.0, "2012": 51.0}, {}),
    "baseline_not_in_series": (UP, {"baseline_period": "2008"}),
    "no_direction": (UP, {"sign": np.nan}),
    "significance_untestable": (UP, {"minimum_change_unit": "significance"}),
    "no_standard_level": (UP, {"kind": "minimum_standard"}),
}


@pytest.mark.parametrize("code", MEASURE_CASES)
def test_reason_of_a_measure(code):
    figures, definition = MEASURE_CASES[code]
    found = assess(figures, **definition)
    assert found["reason_code"] == code
    assert found["rating"] == REASONS[code].rating


def test_break_between_baseline_and_later_figures():
    figures = {"2009": 50.0, "2010": 51.0, "2012": 54.0}
    assert assess(figures, per_row={"segment": [0, 0, 1]})["reason_code"] == "break"
    assert assess(figures, per_row={"segment": [0, 0, 1]}, baseline_period="2010")["reason_code"] == "break"
    # the break before the baseline is no harm, whether the baseline is published or not
    assert assess(figures, per_row={"segment": [0, 1, 1]})["reason_code"] == "improved"
    assert pd.isna(assess(figures, per_row={"segment": [0, 0, 1]})["change"])


def test_a_default_baseline_is_never_taken_from_before_the_break():
    found = assess({"2009": 10.0, "2010": 51.0, "2012": 54.0}, per_row={"segment": [1, 0, 1]})
    assert (found["baseline_period"], found["change"]) == ("2009", 44.0)


def test_overlapping_periods_are_no_change():
    figures = {"2008 to 2010": 50.0, "2009 to 2011": 52.0}
    assert assess(figures)["reason_code"] == "overlap"
    figures["2006 to 2008"] = 47.0
    found = assess(figures)
    assert (found["reason_code"], found["baseline_period"]) == ("improved", "2006 to 2008")


def test_a_few_months_of_overlap_are_too_many():
    assert assess({"2010": 50.0, "2010-11": 52.0})["reason_code"] == "overlap"
    assert assess({"2009-10": 49.0, "2010": 50.0, "2010-11": 52.0})["baseline_period"] == "2009-10"


def test_a_change_within_sampling_error_is_not_significant():
    limits = {
        "lower": [48.0, 49.0, 50.0, 52.0],
        "upper": [52.0, 53.0, 54.0, 56.0],
        "interval_level": [95.0] * 4,
    }
    found = assess(UP, per_row=limits, minimum_change_unit="significance")
    assert found["change_se"] == pytest.approx(np.sqrt(2) * 2 / 1.959964, rel=1e-5)  # 3 against 1.96 x 1.44
    assert found["reason_code"] == "improved"
    wide = {
        "lower": [46.0, 47.0, 48.0, 50.0],
        "upper": [54.0, 55.0, 56.0, 58.0],
        "interval_level": [95.0] * 4,
    }
    assert assess(UP, per_row=wide, minimum_change_unit="significance")["reason_code"] == "not_significant"
    # sampling error plays no part where the definition does not ask for significance, nor in a deterioration
    assert assess(UP, per_row=wide)["reason_code"] == "improved"
    assert (
        assess(UP, per_row=wide, minimum_change_unit="significance", sign=-1.0)["reason_code"]
        == "deteriorated"
    )


def test_significance_turns_on_the_confidence_asked_for():
    limits = {
        "lower": [x - 2.3 for x in UP.values()],
        "upper": [x + 2.3 for x in UP.values()],
        "interval_level": [95.0] * 4,
    }
    asked = {"per_row": limits, "minimum_change_unit": "significance"}
    assert assess(UP, **asked)["reason_code"] == "not_significant"  # 3 against 1.96 x 1.66 = 3.25
    assert (
        assess(UP, replace(SETTINGS, confidence=0.90), **asked)["reason_code"] == "improved"
    )  # 1.645 x 1.66 = 2.73


def test_every_reason_has_a_case():
    by_indicator = {"mixed", "no_figures", "indicative_only", "too_few_components", "withheld"}  # below
    by_frame = {*MEASURE_CASES, "break", "overlap", "not_significant"}
    assert by_frame | by_indicator == set(REASONS)
    assert not by_frame & by_indicator
    assert {reason.rating for reason in REASONS.values()} == set(RATINGS)


@pytest.mark.parametrize(
    ("least", "unit", "code"),
    [
        (3.0, "percentage_points", "improved"),
        (3.001, "percentage_points", "too_small"),
        (3.0, "absolute", "improved"),
        (5.8, "percent", "improved"),
        (5.9, "percent", "too_small"),
        (3.1, "absolute", "too_small"),
    ],
)
def test_minimum_changes_in_their_unit(least, unit, code):
    assert assess(UP, minimum_change=least, minimum_change_unit=unit)["reason_code"] == code


def test_percentage_points_of_a_proportion_are_hundredths():
    figures = {k: v / 100 for k, v in UP.items()}
    asked = {"minimum_change": 2.9, "minimum_change_unit": "percentage_points", "unit": "proportion"}
    assert assess(figures, **asked)["reason_code"] == "improved"
    assert assess(figures, **asked | {"minimum_change": 3.1})["reason_code"] == "too_small"


def test_a_level_to_be_held_may_move_by_the_minimum_change_either_way():
    for last, code in (
        (52.0, "maintained"),
        (48.0, "maintained"),
        (52.1, "deteriorated"),
        (47.9, "deteriorated"),
    ):
        found = assess(
            {"2010": 50.0, "2012": last}, sign=0.0, minimum_change=2.0, minimum_change_unit="absolute"
        )
        assert found["reason_code"] == code


# ------------------------------------------------------------------------------- the two points


def test_the_latest_figure_is_the_last_inside_the_period():
    found = assess({**UP, "2013": 53.0, "2014": 99.0})
    assert (found["latest_period"], found["latest_value"]) == ("2013", 53.0)
    assert assess({**UP, "2013-14": 99.0})["latest_period"] == "2012"  # ends after the period
    assert assess({**UP, "2014": 99.0}, replace(SETTINGS, through=None))["latest_period"] == "2014"


def test_the_default_baseline_is_the_last_figure_by_its_day():
    found = assess({**UP, "2010-11": 10.0})
    assert (found["baseline_period"], found["baseline_origin"]) == ("2010", "default")
    assert assess(UP, replace(SETTINGS, baseline_by=date(2009, 12, 31)))["baseline_period"] == "2009"
    assert assess(UP, replace(SETTINGS, baseline_by=date(2010, 12, 30)))["baseline_period"] == "2009"


def test_a_published_baseline_goes_before_the_default():
    found = assess(UP, baseline_period="2009")
    assert (found["baseline_period"], found["baseline_origin"], found["change"]) == ("2009", "published", 4.0)


def test_a_published_baseline_is_named_by_its_dates_not_by_its_label():
    assert assess(UP, baseline_period="year to 2009-Dec")["baseline_origin"] == "published"


def test_the_value_in_the_definition_serves_where_the_series_has_none():
    found = assess(UP, baseline_period="2007", baseline_value=53.0)
    assert (found["baseline_origin"], found["change"], found["reason_code"]) == (
        "definition",
        1.0,
        "improved",
    )
    assert "baseline_from_definition" in found["caveats"]
    # the series goes before the definition
    assert assess(UP, baseline_period="2009", baseline_value=10.0)["change"] == 4.0


def test_the_latest_figure_must_begin_after_the_published_baseline():
    found = assess({"2010": 50.0, "2010-11": 51.0, "2011": 52.0}, baseline_period="2010-11")
    assert found["reason_code"] == "no_later_figure"


def test_a_default_baseline_of_the_same_length_and_season_goes_first():
    quarters = {"2009-Q3": 1.0, "2010-Q3": 2.0, "2010-Q4": 3.0, "2012-Q3": 4.0}
    assert assess(quarters)["baseline_period"] == "2010-Q3"
    assert assess({"2009-10": 1.0, "2010": 2.0, "2010-Q4": 3.0, "2012": 4.0})["baseline_period"] == "2010"
    found = assess({"2010-Q4": 3.0, "2012": 4.0})
    assert "period_length" in found["caveats"]


# ------------------------------------------------------------------------------------- targets

TARGET_CASES = {
    "met": ({**UP, "2013": 55.0}, TARGET),
    "not_met": ({**UP, "2013": 54.9}, TARGET),
    "met_early": ({**UP, "2012": 55.0}, TARGET),
    "not_yet_due": (UP, {**TARGET, "target_period": "2015"}),
    "no_outturn": (UP, TARGET),
    "no_date": (UP, {**TARGET, "target_period": ""}),
    "no_figure": ({"2014": 60.0}, TARGET),
    "no_level": (UP, {**TARGET, "target_value": np.nan}),
}


@pytest.mark.parametrize("status", TARGET_STATUS)
def test_every_target_status(status):
    figures, definition = TARGET_CASES[status]
    assert assess(figures, **definition)["target_status"] == status


def test_a_target_that_falls_is_met_from_above():
    falling = {"2010": 4.0, "2013": 3.0}
    asked = {"kind": "target", "target_value": 3.0, "target_period": "2013", "sign": -1.0}
    assert assess(falling, **asked)["target_status"] == "met"
    assert assess({**falling, "2013": 3.01}, **asked)["target_status"] == "not_met"


def test_the_figure_for_the_targets_own_period_settles_it():
    figures = {**UP, "2013": 56.0, "2014": 40.0, "2015": 41.0}
    found = assess(figures, replace(SETTINGS, through=date(2015, 12, 31)), **TARGET)
    assert (found["target_status"], found["target_figure_period"], found["latest_period"]) == (
        "met",
        "2013",
        "2015",
    )


def test_distance_share_and_required_path():
    found = assess(
        {"2010": 51.0, "2012": 54.0},
        **TARGET | {"target_period": "2014", "target_value": 59.0, "baseline_period": "2010"},
    )
    assert found["target_distance"] == pytest.approx(5.0)
    assert found["target_share"] == pytest.approx(3 / 8)
    assert found["target_required"] == pytest.approx(51 + 8 * 2 / 4)
    assert found["target_share_of_path"] == pytest.approx(3 / 4)


def test_a_target_beyond_which_the_baseline_already_was_has_no_path():
    found = assess({"2010": 60.0, "2012": 54.0}, **TARGET)
    assert pd.isna(found["target_share"])
    assert pd.isna(found["target_required"])
    assert found["target_distance"] == 1.0


@pytest.mark.parametrize(
    ("basis", "value", "sign", "level"),
    [
        ("level", 55.0, 1.0, 55.0),
        ("", 55.0, -1.0, 55.0),
        ("share", 55.0, 1.0, 55.0),
        ("change", 4.0, 1.0, 54.0),
        ("change", 4.0, -1.0, 46.0),
        ("change", -4.0, -1.0, 46.0),
        ("percent_change", 10.0, 1.0, 55.0),
        ("percent_change", 10.0, -1.0, 45.0),
        ("change", 4.0, 0.0, np.nan),
    ],
)
def test_target_levels(basis, value, sign, level):
    asked = {"target_basis": basis, "target_value": value, "sign": sign, "baseline_period": "2009"}
    figures = {"2009": 50.0, "2012": 51.0}
    np.testing.assert_allclose(assess(figures, kind="target", **asked)["target_level"], level)
    assert np.isnan(assess(figures, kind="improve", **asked)["target_level"])


def test_a_target_set_as_a_change_needs_a_published_baseline():
    asked = {"kind": "target", "target_value": 3.0, "target_basis": "change", "target_period": "2013"}
    assert assess(UP, **asked)["target_status"] == "no_level"
    assert assess(UP, **asked, baseline_period="2010")["target_level"] == 54.0
    assert assess(UP, **asked, baseline_period="2007", baseline_value=50.0)["target_level"] == 53.0


# ------------------------------------------------------------------------------------- standards


def test_minimum_standards_count_periods_and_breaches():
    figures = {"2010": 10.0, "2011": 95.0, "2012": 89.0, "2012-13": 88.0, "2013": 90.0, "2014": 1.0}
    found = assess(figures, kind="minimum_standard", target_value=90.0)
    assert found["reason_code"] == "standard_met"  # exactly at the level, and the last inside the period
    assert (found["standard_periods"], found["standard_met_periods"], found["standard_longest_breach"]) == (
        4,
        2,
        2,
    )


@pytest.mark.parametrize(
    ("sign", "code"), [(np.nan, "no_direction"), (0.0, "no_direction"), (-1.0, "standard_not_met")]
)
def test_minimum_standards_need_a_direction(sign, code):
    assert assess(UP, kind="minimum_standard", target_value=50.0, sign=sign)["reason_code"] == code


def test_a_minimum_standard_without_a_figure_inside_the_period():
    assert (
        assess({"2010": 99.0}, kind="minimum_standard", target_value=90.0)["reason_code"] == "no_later_figure"
    )


# ------------------------------------------------------------------------------------- caveats


@pytest.mark.parametrize(
    ("caveat", "figures", "per_row", "definition"),
    [
        ("default_baseline", UP, {}, {}),
        ("few_points", UP, {}, {}),
        ("season", {"2010-Q1": 1.0, "2011-Q3": 2.0}, {}, {}),
        ("straddles", {"2009": 1.0, "2010-11": 2.0}, {}, {}),
        ("provisional", UP, {"status": ["final"] * 3 + ["provisional"]}, {}),
        ("later_vintage", UP, {}, {"vintage": "later"}),
        ("derived", UP, {}, {"is_derived": True}),
        ("inferred_figure", UP, {"provenance": ["read", "inferred", "read", "read"]}, {}),
        ("untested", UP, {}, {}),
        ("period_length", {"2010-Q4": 1.0, "2012": 2.0}, {}, {}),
    ],
)
def test_caveats(caveat, figures, per_row, definition):
    found = assess(figures, per_row=per_row, **definition)["caveats"].split(";")
    assert caveat in found
    assert set(found) <= set(CAVEATS)


def test_what_is_no_caveat():
    figures = {str(year): 47.0 + i for i, year in enumerate(range(2005, 2013))}
    n = len(figures)
    sure = {"lower": [v - 1 for v in figures.values()], "upper": [v + 1 for v in figures.values()]}
    sure |= {"interval_level": [95.0] * n, "status": ["provisional"] * (n - 1) + ["final"]}
    sure["provenance"] = ["read" if year in {"2010", "2012"} else "inferred" for year in figures]
    assert assess(figures, per_row=sure, baseline_period="2010")["caveats"] == ""


# --------------------------------------------------------------------------------- what frames may hold


def test_frames_that_cannot_be_used():
    with pytest.raises(ValueError, match="no column value"):
        prepare_frame(pd.DataFrame({"measure_id": ["m"]}))
    with pytest.raises(ValueError, match="neither start and end, nor period, nor time"):
        prepare_frame(pd.DataFrame({"measure_id": ["m"], "value": [1.0]}))
    with pytest.raises(ValueError, match="m has two figures for 2008"):
        prepare_frame(
            pd.DataFrame({"measure_id": ["m", "m"], "value": [1.0, 2.0], "period": ["2008", "2008"]})
        )
    with pytest.raises(ValueError, match="several units"):
        prepare_frame(
            pd.DataFrame(
                {
                    "measure_id": ["m", "m"],
                    "value": [1.0, 2.0],
                    "period": ["2008", "2009"],
                    "unit": ["a", "b"],
                }
            )
        )


def test_order_and_index_of_the_frame_do_not_matter():
    frame = pd.DataFrame(
        {
            "measure_id": list("babaab"),
            "period": ["2012", "2010", "2009", "2012", "2011", "2010"],
            "value": [4.0, 1.0, 1.5, 2.0, 3.0, 2.5],
        }
    )
    expected = assess_measures(frame, SETTINGS)
    for seed in range(5):
        mixed = frame.sample(frac=1, random_state=seed)
        pd.testing.assert_frame_equal(assess_measures(mixed, SETTINGS), expected)


def test_one_series_is_rated_alike_alone_and_among_others(tiny):
    settings = settings_for(tiny)
    series = load_series(tiny)
    together = measure_assessments(tiny, series, settings)
    for measure_id in together.index:
        alone = measure_assessments(tiny, series[series["measure_id"] == measure_id], settings)
        pd.testing.assert_series_equal(alone.loc[measure_id], together.loc[measure_id], check_dtype=False)


def test_an_empty_frame_gives_an_empty_table():
    table = assess_measures(pd.DataFrame({"measure_id": [], "period": [], "value": []}), SETTINGS)
    assert len(table) == 0


def test_values_that_are_not_there_are_left_out():
    assert assess({**UP, "2013": np.nan})["latest_period"] == "2012"


# ------------------------------------------------------------------------------------- components

UPWARD, FLAT = ("improvement", "improved"), ("no_improvement", "unchanged")
DOWN, NONE = ("no_improvement", "deteriorated"), ("not_yet_assessed", "no_later_figure")


def combine(*parts, rule="majority", total=None, coverage=0.5):
    ratings, codes = (pd.Series([p[i] for p in parts], dtype=object) for i in (0, 1))
    return combine_components(
        ratings, codes, replace(SETTINGS, component_rule=rule, component_coverage=coverage), total
    )


@pytest.mark.parametrize(
    ("parts", "codes"),  # majority, all, any, net
    [
        ((UPWARD, UPWARD, FLAT), ("improved", "mixed", "improved", "improved")),
        ((UPWARD, FLAT), ("mixed", "mixed", "improved", "improved")),
        ((UPWARD, DOWN), ("mixed", "deteriorated", "improved", "mixed")),
        ((UPWARD, DOWN, DOWN), ("deteriorated", "deteriorated", "improved", "deteriorated")),
        ((UPWARD, UPWARD), ("improved", "improved", "improved", "improved")),
        ((DOWN, DOWN), ("deteriorated", "deteriorated", "deteriorated", "deteriorated")),
        ((FLAT, FLAT), ("mixed", "mixed", "mixed", "mixed")),
    ],
)
def test_the_rule_for_the_whole(parts, codes):
    assert tuple(combine(*parts, rule=r)[0] for r in ("majority", "all", "any", "net")) == codes


def test_too_few_components():
    assert combine(UPWARD, NONE, NONE)[0] == "too_few_components"
    assert combine(UPWARD, UPWARD, NONE, NONE)[0] == "improved"  # exactly half
    assert combine(UPWARD, UPWARD, total=5)[0] == "too_few_components"  # three have no figures at all
    assert combine(UPWARD, total=5, coverage=0.2)[0] == "improved"
    assert combine(NONE, NONE)[0] == "no_later_figure"


def test_the_words_count_every_component():
    assert (
        combine(UPWARD, UPWARD, DOWN, FLAT, NONE, total=6)[1]
        == "2 of 6 components improved, 1 deteriorated, 1 did neither, 2 not assessed"
    )


# ----------------------------------------------------------------------------- indicators of the framework


def test_the_indicators_of_the_tiny_framework(tiny_rated):
    found = tiny_rated.indicators.set_index("indicator_id")[["rating", "reason_code"]]
    assert {i: tuple(row) for i, row in zip(found.index, found.values.tolist(), strict=True)} == {
        "pledge-a/1": ("improvement", "improved"),
        "pledge-a/2": ("improvement", "standard_met"),
        "pledge-a/3": ("improvement", "improved"),
        "pledge-a/4": ("not_yet_assessed", "no_figures"),
        "pledge-b/1": ("improvement", "improved"),
        "pledge-b/2": ("no_improvement", "deteriorated"),
        "pledge-b/3": ("not_rateable", "break"),
        "pledge-b/4": ("not_yet_assessed", "indicative_only"),
    }


def test_what_is_not_rateable_is_shown_apart_and_counts_nowhere(tiny_rated):
    one = tiny_rated.assessment("pledge-b/4")
    assert len(one.measures) == 0
    assert one.indicative.index.tolist() == ["pledge-b/4:complaints"]
    assert one.indicative["rating"].iloc[0] == "improvement"
    assert one.rating == "not_yet_assessed"
    with pytest.raises(KeyError):
        tiny_rated.assessment("pledge-z/1")


@pytest.mark.parametrize(
    ("row", "held"),
    [
        ("pledge-a,,,Report,2023-11,Withheld,withheld,,,inferred,,", ["pledge-a/4"]),
        (",,pledge-b/4,Report,2023-11,Withheld,withheld,,,inferred,,", ["pledge-b/4"]),
    ],
)
def test_withheld_where_there_are_no_figures_of_our_own(tiny_folder, row, held):
    with (tiny_folder / "published_ratings.csv").open("a", encoding="utf-8", newline="\n") as file:
        file.write(row + "\n")
    rated = rate_framework(load_framework(tiny_folder))
    found = rated.indicators
    assert found.loc[found["rating"] == "withheld", "indicator_id"].tolist() == held
    assert set(held) <= withheld_indicators(rated.framework)


def test_an_indicative_series_has_neither_the_target_nor_the_standard_of_its_indicator(tiny_folder):
    with (tiny_folder / "measures.csv").open("a", encoding="utf-8", newline="\n") as file:
        file.write("pledge-a/1:oaks,pledge-a/1,Oaks,related,false,,,number,count,,,\n")
        file.write("pledge-a/2:bags,pledge-a/2,Bags on the street,proxy,false,,,number,count,decrease,,\n")
    with (tiny_folder / "observations.csv").open("a", encoding="utf-8", newline="\n") as file:
        for measure in ("1:oaks", "2:bags"):
            for year, value in ((2020, 10), (2023, 12)):
                file.write(f"pledge-a/{measure},{year},{year},{value},,,,,,final,inferred,town-yearbook,\n")
    measures = rate_framework(load_framework(tiny_folder)).measures
    found = measures.loc[["pledge-a/1:oaks", "pledge-a/2:bags"]]
    assert found["reason_code"].tolist() == ["improved", "deteriorated"]
    assert found["target_status"].tolist() == ["", ""]
    assert found["kind"].tolist() == ["improve", "improve"]


def test_mixed_and_too_few_components_in_a_framework(tiny):
    strict = rate_framework(tiny, component_rule="all").indicators.set_index("indicator_id").loc["pledge-a/3"]
    assert (strict["rating"], strict["detail"]) == ("no_improvement", "deteriorated")
    assert (
        rate_framework(tiny, component_rule="any")
        .indicators.set_index("indicator_id")
        .loc["pledge-a/3", "rating"]
        == "improvement"
    )


@pytest.mark.parametrize(
    ("drop", "code"),
    [
        (
            ["north,2021", "north,2022", "north,2023", "south,2021", "south,2022", "south,2023"],
            "too_few_components",
        ),
        (
            ["harbour,2022", "harbour,2023", "harbour,2021", "north,2023", "north,2022", "north,2021"],
            "too_few_components",
        ),
        (["north,2021", "north,2022", "north,2023"], "mixed"),
    ],
)
def test_a_set_of_which_some_have_no_later_figure(tiny_folder, drop, code):
    path = tiny_folder / "observations.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text(
        "".join(x for x in lines if not any(x.startswith(f"pledge-a/3:{d},") for d in drop)), encoding="utf-8"
    )
    row = rate_framework(load_framework(tiny_folder)).indicators.set_index("indicator_id").loc["pledge-a/3"]
    assert row["reason_code"] == code
    assert row["components"] == 3


def test_the_auditors_colour_and_a_recalled_definition_are_caveats(tiny_folder):
    (tiny_folder / "data_system_ratings.csv").write_text(
        "indicator_id,rating_as_published,report\npledge-a/1,Amber,Audit\npledge-a/2,green,Audit\n",
        encoding="utf-8",
    )
    path = tiny_folder / "indicators.csv"
    path.write_text(
        path.read_text(encoding="utf-8").replace(
            "Bin rounds,Town of Littleham,inferred", "Bin rounds,Town of Littleham,recalled"
        ),
        encoding="utf-8",
    )
    rows = rate_framework(load_framework(tiny_folder)).indicators.set_index("indicator_id")
    assert "data_system" in rows.loc["pledge-a/1", "caveats"].split(";")
    assert "data_system" not in rows.loc["pledge-a/2", "caveats"].split(";")
    assert "recalled_definition" in rows.loc["pledge-a/2", "caveats"].split(";")
    assert rows.loc["pledge-a/1", "data_system_rating"] == "amber"


def test_the_reason_gives_the_figures(tiny_rated):
    reasons = tiny_rated.indicators.set_index("indicator_id")["reason"]
    assert (
        reasons["pledge-a/1"]
        == "moved the right way since the baseline: baseline 1075 (2020), latest 1205 (2023)"
    )
    assert (
        reasons["pledge-a/3"] == "2 of 3 components improved, 1 deteriorated, 0 did neither, 0 not assessed"
    )
    assert reasons["pledge-a/4"] == REASONS["no_figures"].words
    assert (
        describe_reason({"reason_code": "too_few_components", "component_words": "1 of 5"})
        == f"1 of 5: {REASONS['too_few_components'].words}"
    )


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (9.6, "9.6"),
        (1200.0, "1200"),
        (-0.0, "0"),
        (0.1 + 0.2, "0.3"),
        (np.nan, "not known"),
        (1e6, "1000000"),
    ],
)
def test_numbers_are_written_short(value, text):
    assert plain(value) == text


# ------------------------------------------------------------------------------------- settings


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"component_rule": "most"}, "component_rule: 'most' is not one of majority, all, any, net"),
        ({"untested_change": "ignore"}, "untested_change"),
        ({"not_yet_assessed_from": "third"}, "not_yet_assessed_from"),
        ({"confidence": 95}, "confidence: 95 is not between 0 and 1"),
        ({"confidence": 0}, "confidence"),
        ({"trend_points": 2}, "trend_points: 2 is less than 3"),
    ],
)
def test_choices_that_there_are_not(change, words):
    with pytest.raises(ValueError, match=words):
        replace(SETTINGS, **change)


def test_untested_changes_by_their_direction():
    asked = {"minimum_change_unit": "significance"}
    assert assess(UP, replace(SETTINGS, untested_change="direction"), **asked)["reason_code"] == "improved"
    assert assess(UP, SETTINGS, **asked)["reason_code"] == "significance_untestable"


def test_settings_of_the_command_go_before_those_of_the_framework(tiny):
    assert settings_for(tiny).through == date(2023, 12, 31)
    assert settings_for(tiny, "2022").through == date(2022, 12, 31)
    assert settings_for(tiny, "2021/22").through == date(2022, 8, 31)
    assert settings_for(tiny, date(2022, 6, 30)).through == date(2022, 6, 30)
    assert settings_for(tiny, component_rule="net").component_rule == "net"
    with pytest.raises(ValueError, match="cannot read 'soon'"):
        settings_for(tiny, "soon")
    with pytest.raises(ValueError, match="not one of"):
        settings_from({**tiny.settings, "component_rule": "most"})


def test_through_takes_later_figures_out(tiny):
    early = rate_framework(tiny, "2022").indicators.set_index("indicator_id")
    assert early.loc["pledge-a/1", "latest_period"] == "2022"
    assert early.loc["pledge-a/1", "target_status"] == "not_yet_due"
    assert early.loc["pledge-a/2", "reason_code"] == "standard_not_met"


def test_an_indicator_carries_the_figures_of_its_one_measure(tiny_rated):
    rows = tiny_rated.indicators.set_index("indicator_id")
    one, measure = rows.loc["pledge-b/2"], tiny_rated.measures.loc["pledge-b/2:derived-share"]
    assert one["measure_id"] == measure.name
    assert one["unit"] == "percent"
    assert one["caveats"].split(";") == measure["caveats"].split(";")
    assert "derived" in one["caveats"]
    for column in ("latest_value", "baseline_value", "change", "n_points", "latest_period", "trend_verdict"):
        assert one[column] == measure[column]
    whole = rows.loc["pledge-a/3"]
    assert whole["measure_id"] == ""
    assert (whole["components"], whole["components_assessed"]) == (3, 3)
    assert (whole["components_improved"], whole["components_deteriorated"]) == (2, 1)
    assert whole["unit"] == "micrograms"


def test_the_unit_is_that_of_the_measure_and_not_of_the_indicator(tiny_folder):
    path = tiny_folder / "measures.csv"
    text = path.read_text(encoding="utf-8")
    old = "pledge-a/1:trees,pledge-a/1,Street trees,headline,true,,,number"
    assert text.count(old) == 1
    path.write_text(text.replace(old, old.replace("number", "hundreds")), encoding="utf-8")
    units = rate_framework(load_framework(tiny_folder)).indicators.set_index("indicator_id")["unit"]
    assert units[["pledge-a/1", "pledge-a/4"]].tolist() == ["hundreds", "number"]
