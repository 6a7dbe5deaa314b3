"""The roll-up: groups, agreements and departments."""

import numpy as np
from counted_indicators import NOT_YET, SETTINGS, SOME, STRONG, indicators

from psa.data.load import load_framework
from psa.methods.agreements import department_indicators, rate_group
from psa.methods.ratings import rate_framework


def test_a_group_counts_everything_once():
    row = rate_group(indicators("iiidfnrw"), SETTINGS)
    assert {
        k: row[k]
        for k in (
            "improved",
            "not_improved",
            "deteriorated",
            "assessed",
            "not_yet_assessed",
            "not_rateable",
            "withheld",
            "total",
        )
    } == {
        "improved": 3,
        "not_improved": 2,
        "deteriorated": 1,
        "assessed": 5,
        "not_yet_assessed": 1,
        "not_rateable": 1,
        "withheld": 1,
        "total": 8,
    }
    assert row["rating"] == SOME
    assert row["reason"].startswith("3 of 8 indicators improved, 5 assessed, 1 deteriorated: some improved")
    assert (row["changes_to_flip"], row["would_become"]) == (1, NOT_YET)


def test_deteriorating_indicators_do_not_change_the_label():
    assert (
        rate_group(indicators("iif"), SETTINGS)["rating"]
        == rate_group(indicators("iid"), SETTINGS)["rating"]
        == STRONG
    )


def test_a_group_is_withheld_only_when_all_of_it_is():
    whole = rate_group(indicators("ww"), SETTINGS)
    assert whole["rating"] == "withheld"
    assert np.isnan(whole["changes_to_flip"])
    assert whole["reading_net"] == "withheld"
    assert rate_group(indicators("iw"), SETTINGS)["rating"] == NOT_YET


def test_the_agreements_of_the_tiny_framework(tiny_rated):
    rows = tiny_rated.agreements.set_index("agreement_id")
    assert rows["rating"].to_dict() == {"pledge-a": STRONG, "pledge-b": NOT_YET}
    assert rows[["improved", "assessed", "total", "deteriorated"]].values.tolist() == [
        [3, 3, 4, 0],
        [1, 2, 4, 1],
    ]
    assert rows["published_rating"].to_dict() == {"pledge-a": STRONG, "pledge-b": SOME}
    assert rows["is_as_published"].to_dict() == {"pledge-a": "yes", "pledge-b": "no"}
    assert rows.loc["pledge-b", "reading_more_than_half_missing"] == SOME


def test_departments_count_shared_indicators_once(tiny_rated):
    rows = tiny_rated.departments.set_index("department_id")
    assert rows["total"].to_dict() == {"housing": 4, "mayor": 8, "parks": 4}
    assert rows.loc["mayor", ["lead_total", "partner_total", "partner_improved"]].tolist() == [0, 8, 4]
    assert rows.loc["mayor", "lead_rating"] == ""
    assert rows.loc["mayor", "partner_agreements"] == "pledge-a;pledge-b"
    assert rows.loc["parks", "rating"] == STRONG


def test_a_department_that_came_to_lead_counts_as_lead(tiny_folder):
    with (tiny_folder / "agreement_departments.csv").open("a", encoding="utf-8", newline="\n") as file:
        file.write("pledge-a,mayor,lead,2022-07,\n")
    rated = rate_framework(load_framework(tiny_folder))
    row = rated.departments.set_index("department_id").loc["mayor"]
    assert (row["total"], row["lead_total"], row["partner_total"]) == (8, 4, 4)
    both = department_indicators(rated.framework, rated.indicators, "mayor")
    assert not both["indicator_id"].duplicated().any()


def test_departments_add_up_in_five_promises(promises):
    for row in promises.departments.itertuples():
        assert row.total == row.lead_total + row.partner_total
        assert row.improved == row.lead_improved + row.partner_improved
        own = department_indicators(promises.framework, promises.indicators, row.department_id)
        assert not own["indicator_id"].duplicated().any()
        assert row.total == len(own)
    assert promises.agreements["total"].sum() == len(promises.indicators)
