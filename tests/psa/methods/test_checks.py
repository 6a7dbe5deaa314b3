"""Names of rules and settings are checked before anything is rated."""

import pandas as pd
import pytest
from one_series_folder import one_series

from psa.data.defaults import default_settings
from psa.data.faults import FILE, ROW
from psa.data.load import check_framework, load_framework
from psa.data.remarks.find import find_remarks
from psa.methods.checks import CHECKS, check_rule_names
from psa.methods.ratings import rate_framework
from psa.methods.rules import RULES


def test_each_rule_may_be_named_and_none_need_be():
    rules = [*RULES, ""]
    table = pd.DataFrame({"rule": rules, FILE: "published_ratings.csv", ROW: range(2, len(rules) + 2)})
    assert check_rule_names({"published_ratings": table}) == []


def test_a_rule_that_is_not_there_is_a_fault_of_its_row(tiny_folder):
    path = tiny_folder / "published_ratings.csv"
    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    table["rule"] = ["destati" if i == 1 else "" for i in range(len(table))]
    table.to_csv(path, index=False)
    assert check_framework(tiny_folder)[0] == []
    faults, _ = check_framework(tiny_folder, CHECKS)
    assert [str(fault) for fault in faults] == [
        "published_ratings.csv, row 3, column rule: 'destati' is not one of the known words. "
        f"Is destatis meant? Write one of: {', '.join(RULES)}."
    ]


def with_setting(tmp_path, name, value):
    folder = one_series(tmp_path / "f", "40 41 40 42 43 42 44 45 44 46 47 48")
    path = folder / "framework.csv"
    lines = [
        line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith(f"{name},")
    ]
    path.write_text("\n".join([*lines, f"{name},{value}", ""]), encoding="utf-8")
    return folder, len(lines) + 1


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("confidence", "90", "'90' is not between 0.5 and 1. Correct it; the usual one is 0.95."),
        ("confidence", "95%", "'95%' is not a number."),
        ("confidence", "0.3", "'0.3' is not between 0.5 and 1."),
        ("component_coverage", "1.5", "'1.5' is not above 0 and at most 1."),
        ("component_coverage", "half", "'half' is not a number."),
        ("component_rule", "Majority", "'Majority' is not one of majority, all, any, net."),
        ("untested_change", "yes", "'yes' is not one of not_rateable, direction."),
        ("not_yet_assessed_from", "0.5", "'0.5' is not one of half, more_than_half."),
        ("trend_points", "2", "'2' is less than 3."),
        ("trend_points", "8.0", "'8.0' is not a whole number."),
        ("important_points", "0", "'0' is not above 0."),
        ("important_percent", "nan", "'nan' is not above 0."),
        ("shared_error", "1", "'1' is not from 0 to below 1."),
        ("release_lag", "-30", "'-30' is below 0."),
        ("release_lag", "three months", "'three months' is not a whole number."),
        ("baseline_oldest", "-1", "'-1' is below 0."),
        ("rule", "own", "'own' is not one of treasury, "),
    ],
)
def test_a_setting_that_no_assessment_could_take_is_a_fault_of_its_row(tmp_path, name, value, said):
    folder, row = with_setting(tmp_path, name, value)
    (fault,) = check_framework(folder, CHECKS)[0]
    assert str(fault).startswith(f"framework.csv, row {row}, column value: {said}")


@pytest.mark.slow
def test_whatever_the_checks_let_pass_can_be_rated(tmp_path):
    for name, default in default_settings().items():
        folder, _ = with_setting(tmp_path, name, default or "2023-06-30")
        if not check_framework(folder, CHECKS)[0]:
            assert len(rate_framework(load_framework(folder, CHECKS)).indicators) == 1


@pytest.mark.parametrize("day", ["2023-12-31", "2030-01-01"])
def test_a_baseline_that_may_end_after_the_period_is_remarked_on_and_leaves_nothing_to_rate(tmp_path, day):
    folder = with_setting(tmp_path, "baseline_by", day)[0]
    faults, tables = check_framework(folder, CHECKS)
    (remark,) = [r for r in find_remarks(tables) if r.file == "framework.csv"]
    assert faults == [] and f"{day} is not before through, 2023-12-31" in str(remark)
    assert rate_framework(load_framework(folder, CHECKS)).indicators["rating"].eq("not_yet_assessed").all()
