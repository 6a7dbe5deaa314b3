"""A published rating may name each rule of another body, and no other."""

import pandas as pd

from psa.data.faults import FILE, ROW
from psa.data.load import check_framework
from psa.methods.checks import CHECKS, check_rule_names
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
