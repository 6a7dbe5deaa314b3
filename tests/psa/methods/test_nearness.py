"""What lacks least comes first."""

import pandas as pd

from psa.methods.nearness import nearest_first


def test_by_grade_then_own_figures_then_later_ones_then_as_they_stand():
    rows = [
        ("e-bare", "not_yet_assessed", "E", "no_figures", ""),
        ("rated", "improvement", "A", "improved", ""),
        ("e-after", "not_yet_assessed", "E", "indicative_only", "yes"),
        ("kept-back", "withheld", "E", "withheld", ""),
        ("e-one-side", "not_yet_assessed", "E", "no_later_figure", ""),
        ("d", "not_yet_assessed", "D", "indicative_only", ""),
        ("b", "not_rateable", "B", "significance_untestable", ""),
        ("c-bare", "not_yet_assessed", "C", "indicative_only", ""),
        ("c-one-side", "not_yet_assessed", "C", "no_baseline_figure", ""),
    ]
    columns = ["indicator_id", "rating", "evidence_grade", "reason_code", "evidence_after"]
    found = nearest_first(pd.DataFrame(rows, columns=columns))
    assert found["indicator_id"].tolist() == [
        "b",
        "c-one-side",
        "c-bare",
        "d",
        "e-one-side",
        "e-after",
        "e-bare",
    ]
