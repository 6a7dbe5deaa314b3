# ruff: noqa: E501  one case a line
"""Baselines that do not fit the figures."""

import pytest
from click.testing import CliRunner
from edits import change, write

from psa.cli import main
from psa.data.load import check_framework
from psa.data.remarks.find import find_remarks


def remarks_of(folder):
    faults, tables = check_framework(folder)
    assert faults == []
    return [str(r) for r in find_remarks(tables)]


def test_figures_that_end_before_the_baseline_are_remarked_on_and_stop_nothing(tiny_folder):
    figures = (tiny_folder / "observations.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    years = tuple(f"pledge-a/1:trees,{year}," for year in range(2020, 2024))
    write(tiny_folder, "observations.csv", "".join(row for row in figures if not row.startswith(years)))
    assert remarks_of(tiny_folder) == [
        "indicators.csv, row 2, column baseline_period: the figures of pledge-a/1 end on 2019-12-31, before its "
        "baseline 2020. Add the figure for 2020 and later ones, or correct the baseline."
    ]
    said = CliRunner().invoke(main, ["check", "--framework", str(tiny_folder)])
    assert said.exit_code == 0
    assert "no faults." in said.output
    assert "Remark: indicators.csv, row 2, column baseline_period: " in said.output


@pytest.mark.parametrize("said", ["1075", "1075.0", "1075.4"])
def test_a_published_baseline_that_is_the_figure_of_its_period_needs_no_remark(tiny_folder, said):
    change(tiny_folder, "indicators.csv", ",,2020,,,,Tree register", f",{said},2020,,,,Tree register")
    assert remarks_of(tiny_folder) == []


def test_a_published_baseline_that_is_not_the_figure_of_its_period_is_remarked_on(tiny_folder):
    change(tiny_folder, "indicators.csv", ",,2020,,,,Tree register", ",1074,2020,,,,Tree register")
    assert remarks_of(tiny_folder) == [
        "indicators.csv, row 2, column baseline_value: 1074, but the figure of pledge-a/1:trees for 2020 is 1075 "
        "(observations.csv, row 8). Correct the one that is wrong; where the figure was revised since, leave both: "
        "the change is measured from the figure."
    ]
    change(
        tiny_folder,
        "observations.csv",
        "pledge-a/1:trees,2021,",
        "pledge-a/1:trees,2020,2020,1074,,,,,,revised,inferred,town-yearbook,2022-06\npledge-a/1:trees,2021,",
    )
    assert remarks_of(tiny_folder) == []  # the last release counts


def test_the_baseline_of_several_series_is_not_set_against_any(tiny_folder):
    change(tiny_folder, "indicators.csv", ",,,,,,Air stations", ",1,2020,,,,Air stations")
    assert remarks_of(tiny_folder) == []


def test_a_target_in_per_cent_of_a_baseline_that_is_not_above_zero_is_remarked_on():
    from psa import paths
    from psa.data.remarks.baselines import remarks_on_baselines

    _, tables = check_framework(paths.ROOT / "tests" / "frameworks" / "running")
    indicators = tables["indicators"]
    row = indicators["indicator_id"] == "calls/1"
    cells = ["target_basis", "baseline_period", "baseline_value"]
    indicators.loc[row, cells] = ["percent_change", "2024-Jun", "-4"]
    said = [str(r) for r in remarks_on_baselines(tables)]
    assert any("a change in per cent, and the baseline is -4: it cannot be assessed" in line for line in said)
    indicators.loc[row, "per_cent_of_size"] = "true"
    assert not any("per cent" in str(r) for r in remarks_on_baselines(tables))
