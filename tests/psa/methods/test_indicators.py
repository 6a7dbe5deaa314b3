"""Indicators of a framework: their ratings, reasons, caveats and figures."""

import numpy as np
import pytest
from one_series_folder import one_series

from psa.data.load import load_framework
from psa.methods.indicators import (
    assess_indicators,
    describe_reason,
    indicator_verdicts,
    withheld_indicators,
)
from psa.methods.ratings import rate_framework
from psa.methods.vocabulary import REASONS
from psa.words import plain


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
        == "moved the right way since the baseline: baseline 1,075 (2020), latest 1,205 (2023)"
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


@pytest.mark.parametrize(
    ("figures", "kind", "unit", "words"),
    [
        (
            "3120400000000.0 3129000000000.0 3133000000000.0 3135000000000.0 3135500000000.0",
            "money",
            "pounds",
            "latest 3,135,500,000,000 (2023)",
        ),
        ("12650.5 12660.25 12670 12680 12690.5", "rate", "number", "latest 12,690.50 (2023)"),
        ("-4.5 -5 -5.5 -6 -7.5", "gap", "percentage points", "latest \N{MINUS SIGN}7.5 (2023)"),
        (
            "0.00000051 0.00000052 0.00000053 0.00000054 0.00000047",
            "rate",
            "grams",
            "latest 0.00000047 (2023)",
        ),
    ],
)
def test_the_reason_gives_very_large_and_very_small_figures_as_a_reader_reads_them(
    tmp_path, figures, kind, unit, words
):
    by_year = dict(zip(map(str, range(2019, 2024)), figures.split(), strict=True))
    folder = one_series(tmp_path / "f", by_year, kind=kind, unit=unit)
    (reason,) = rate_framework(load_framework(folder)).indicators["reason"]
    assert reason.endswith(words)


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


def test_our_verdicts_alone_are_the_column_of_the_whole_table(tiny_rated):
    alone = indicator_verdicts(tiny_rated.framework, tiny_rated.measures, tiny_rated.settings)
    whole = assess_indicators(tiny_rated.framework, tiny_rated.measures, tiny_rated.settings)
    assert alone.to_dict() == dict(zip(whole["indicator_id"], whole["verdict"], strict=True))
    assert alone.nunique() > 1
