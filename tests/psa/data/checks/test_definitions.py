"""Definitions across tables: what may be rated, baselines, formulas."""

import pytest
from edits import change, write

from psa.data.load import check_framework, load_framework
from psa.data.remarks.find import find_remarks


def test_rateable_is_what_is_said_or_else_follows_the_role(tiny_folder):
    path = tiny_folder / "measures.csv"
    text = path.read_text(encoding="utf-8")
    text = text.replace('north station",component,true', 'north station",component,')
    text = text.replace("about heating,proxy,false", "about heating,proxy,")
    text = text.replace("Street trees,headline,true", "Street trees,,")
    text = text.replace('south station",component,true', 'south station",component,false')
    path.write_text(text, encoding="utf-8")
    measures = load_framework(tiny_folder).measures.set_index("measure_id")["is_rateable"]
    assert measures[["pledge-a/3:north", "pledge-a/1:trees"]].all()
    assert not measures[["pledge-b/4:complaints", "pledge-a/3:south"]].any()


def remarks_of(folder):
    faults, tables = check_framework(folder)
    assert faults == []
    return [str(r) for r in find_remarks(tables)]


def test_a_baseline_that_no_figure_could_follow_is_a_fault_only_where_the_framework_gives_its_end(
    tiny_folder,
):
    change(tiny_folder, "indicators.csv", ",2020,,,,Tree register", ",2024,,,,Tree register")
    faults, _ = check_framework(tiny_folder)
    assert [(f.file, f.row, f.column) for f in faults] == [("indicators.csv", 2, "baseline_period")]
    change(tiny_folder, "framework.csv", "through,2023-12-31\n", "")
    assert len(remarks_of(tiny_folder)) == 1


@pytest.mark.parametrize(
    ("formula", "fewest", "most"),
    [
        ("difference", 2, 2),
        ("ratio", 2, 2),
        ("ratio_of_sum", 2, None),
        ("percent_change", 1, 1),
        ("sum", 1, None),
    ],
)
def test_each_formula_takes_its_number_of_inputs(tiny_folder, formula, fewest, most):
    inputs = ["pledge-b/2:rent", "pledge-b/2:income", "pledge-a/1:trees", "pledge-a/2:bins"]
    header = (tiny_folder / "derived_measures.csv").read_text(encoding="utf-8").splitlines()[0]
    rows = [f"pledge-b/2:d{n},pledge-b/2,D,{formula},{';'.join(inputs[:n])},false,,\n" for n in range(1, 5)]
    write(tiny_folder, "derived_measures.csv", f"{header}\n{''.join(rows)}")
    faults, _ = check_framework(tiny_folder)
    refused = {f.row - 1 for f in faults if f.column == "input_measure_ids"}
    assert refused == {n for n in range(1, 5) if n < fewest or n > (most or n)}
    assert len(faults) == len(refused)
    words = f"Give {fewest} measure ids" + ("" if most else " or more") + ", joined by ;"
    assert {f.remedy for f in faults} <= {words}
