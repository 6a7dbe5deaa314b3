"""Definitions that do not fit their series: units, per cent of nothing, names, lengths, slashes."""

import pytest
from edits import change
from one_series_folder import one_series
from remarked import remarks_of

MILLIONS = "1200000 1205000 1207000 1209000 1210000 1211000"


def test_a_target_in_another_unit_than_the_series_is_remarked_on(tmp_path):
    folder = one_series(tmp_path / "f", MILLIONS, target_value=1.5, target_period="2023")
    change(folder, "indicators.csv", "decrease,number", "increase,million")
    units, size = map(str, remarks_of(folder))
    assert "1.5 is in 'million', but the figures of a/1:m are in 'number'" in units
    assert "1.5 is about 1000000 times smaller" in size


@pytest.mark.parametrize("unit", ["number", "homes", "percent of homes"])
def test_a_unit_in_other_words_or_on_the_same_scale_is_not_remarked_on(tmp_path, unit):
    kind = "proportion" if "percent" in unit else "count"
    folder = one_series(tmp_path / "f", "60 61 62 63", kind, unit, target_value=70, target_period="2023")
    change(folder, "measures.csv", f",{unit},", f",{unit} in England,")
    assert remarks_of(folder) == []


@pytest.mark.parametrize(
    "definition",
    [
        {"target_value": 50, "target_basis": "percent_change", "target_period": "2023"},
        {"minimum_change": 10, "minimum_change_unit": "percent"},
    ],
)
@pytest.mark.parametrize(("figures", "kind"), [("0 1 2 4 3 4", "count"), ("-4 -4 -5 -4 -5 -5", "gap")])
def test_per_cent_of_a_baseline_that_is_not_above_zero_is_remarked_on(tmp_path, definition, figures, kind):
    folder = one_series(tmp_path / "f", figures, kind, baseline_period="2012", **definition)
    (remark,) = remarks_of(folder)
    assert "per cent" in remark.problem
    assert "baseline" in remark.problem
    assert "Give it as a change or a level" in remark.remedy


@pytest.mark.parametrize(
    ("name", "is_remarked"), [("street  Trees", True), ("Street-trees", True), ("Streets", False)]
)
def test_names_that_differ_by_case_or_spaces_alone_are_remarked_on(tmp_path, name, is_remarked):
    folder = one_series(tmp_path / "f", "1 2 3", name="Street trees")
    rows = (folder / "indicators.csv").read_text(encoding="utf-8")
    again = rows.splitlines()[1].replace("a/1,", "a/2,").replace("1.1", "1.2").replace("Street trees", name)
    (folder / "indicators.csv").write_text(f"{rows}{again}\n", encoding="utf-8")
    assert [r.column for r in remarks_of(folder)] == ["name"] * is_remarked


def test_a_quarter_in_a_series_of_whole_years_is_remarked_on(tmp_path):
    years = {str(year): 1000 for year in range(2015, 2023)}
    (remark,) = remarks_of(one_series(tmp_path / "f", years | {"2023-Q1": 262, "2023-Q2": 270}))
    assert "2023-Q1 is 3 months long, most other figures of a/1:m are for 12" in remark.problem


@pytest.mark.parametrize(("joint", "is_remarked"), [("/", True), ("-", False)])
def test_years_with_a_slash_alone_are_remarked_on_where_the_reading_moves_a_figure(
    tmp_path, joint, is_remarked
):
    folder = one_series(tmp_path / "f", {f"{y}{joint}{(y + 1) % 100:02d}": y for y in range(2015, 2023)})
    change(folder, "framework.csv", "2023-12-31", "2023-03-31")
    found = remarks_of(folder)
    assert len(found) == is_remarked
    assert all(
        "2022/23 is read as the academic year" in r.problem and "Write 2022-23" in r.remedy for r in found
    )


STEADY = "60 61 62 61 60 62 63 64"


@pytest.mark.parametrize(
    ("definition", "said"),
    [
        ({"target_value": -5, "target_basis": "change"}, "-5 is a fall, and direction is increase"),
        ({"target_value": -30, "target_basis": "percent_change"}, "the size is read, not the sign"),
        ({"target_value": 39.5, "target_basis": "change"}, "leads to 101.5, which is above the whole, 100"),
        (
            {"target_value": 70, "target_basis": "percent_change"},
            "leads to 105.4, which is above the whole, 100",
        ),
        (
            {
                "target_value": 75,
                "target_basis": "change",
                "direction": "decrease",
                "kind": "count",
                "unit": "number",
            },
            "from 62 in 2014 the target leads to -13, which is below 0",
        ),
        ({"minimum_change_unit": "percentage_points"}, "percentage_points of no number: it is not used"),
        (
            {"minimum_change": 150, "minimum_change_unit": "percentage_points"},
            "150 percentage points are more than any share can change",
        ),
        (
            {
                "minimum_change": 2,
                "minimum_change_unit": "percentage_points",
                "kind": "count",
                "unit": "homes",
            },
            "percentage points of figures that are no percentages",
        ),
    ],
)
def test_a_change_that_cannot_be_meant_is_remarked_on(tmp_path, definition, said):
    about = {"kind": "proportion", "unit": "percent", "direction": "increase", "baseline_period": "2014"}
    if "target_value" in definition:
        about["target_period"] = "2019"
    (remark,) = remarks_of(one_series(tmp_path / "f", STEADY, **about | definition))
    assert said in str(remark)


@pytest.mark.parametrize(
    "definition",
    [
        {"target_value": 5, "target_basis": "change", "target_period": "2019"},
        {"target_value": -5, "target_basis": "change", "target_period": "2019", "direction": "decrease"},
        {"target_value": 50, "target_basis": "percent_change", "target_period": "2019"},
        {"minimum_change": 2, "minimum_change_unit": "percentage_points"},
        {"minimum_change_unit": "significance"},
        {
            "minimum_change": 2,
            "minimum_change_unit": "percentage_points",
            "kind": "rate",
            "unit": "percent of homes",
        },
    ],
)
def test_a_change_that_can_be_meant_is_not(tmp_path, definition):
    about = {"kind": "proportion", "unit": "percent", "direction": "increase", "baseline_period": "2014"}
    assert remarks_of(one_series(tmp_path / "f", STEADY, **about | definition)) == []
