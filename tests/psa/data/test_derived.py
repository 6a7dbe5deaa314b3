"""Derived measures: every formula, and how sure its result is."""

import pytest

from psa.data.derived import derived_value_kind
from psa.data.load import load_framework
from psa.data.series import load_series


@pytest.fixture(scope="module")
def series(tiny):
    return load_series(tiny)


def of(series, measure_id):
    return series[series["measure_id"] == measure_id].reset_index(drop=True)


def add(folder, name, *rows):
    with (folder / name).open("a", encoding="utf-8", newline="\n") as file:
        file.writelines(f"{row}\n" for row in rows)


def test_a_ratio_is_computed_where_both_inputs_have_a_figure_and_is_marked(series):
    share = of(series, "pledge-b/2:derived-share")
    assert share["period"].tolist() == [str(y) for y in range(2016, 2024)]
    assert share["value"].iloc[0] == pytest.approx(100 * 500 / 2000)
    assert share["numerator"].iloc[0] == 500
    assert share["denominator"].iloc[0] == 2000
    assert share["is_derived"].all()
    assert share["value_kind"].unique().tolist() == ["proportion"]
    assert share["role"].unique().tolist() == ["headline"]
    assert share[["lower", "upper"]].isna().all(axis=None)


def test_a_period_that_one_input_lacks_is_left_out(tiny_folder):
    path = tiny_folder / "observations.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text(
        "".join(x for x in lines if not x.startswith("pledge-b/2:income,2019,")), encoding="utf-8"
    )
    share = of(load_series(load_framework(tiny_folder)), "pledge-b/2:derived-share")
    assert "2019" not in set(share["period"])
    assert len(share) == 7


def test_every_formula(tiny_folder):
    add(
        tiny_folder,
        "derived_measures.csv",
        "pledge-b/2:gap,pledge-b/2,Income less rent,difference,"
        "pledge-b/2:income;pledge-b/2:rent,false,crowns,",
        "pledge-b/2:both,pledge-b/2,Both,sum,pledge-b/2:income;pledge-b/2:rent,false,crowns,",
        "pledge-b/2:growth,pledge-b/2,Growth of rent,percent_change,pledge-b/2:rent,false,percent per year,",
        "pledge-b/2:twice,pledge-b/2,Sum over income,ratio_of_sum,"
        "pledge-b/2:rent;pledge-b/2:income;pledge-b/2:income,false,times,",
    )
    series = load_series(load_framework(tiny_folder))
    first = {m: of(series, f"pledge-b/2:{m}").iloc[0] for m in ("gap", "both", "growth", "twice")}
    assert first["gap"]["value"] == 1500
    assert first["both"]["value"] == 2500
    assert first["growth"]["period"] == "2017"  # no figure for the year before the first
    assert first["growth"]["value"] == pytest.approx(100 * (512 / 500 - 1))
    assert first["twice"]["value"] == pytest.approx(2500 / 2000)
    assert first["gap"]["value_kind"] == "gap"
    assert first["both"]["value_kind"] == "money"
    assert first["growth"]["value_kind"] == "rate"
    assert first["twice"]["value_kind"] == "ratio"
    assert {row["role"] for row in first.values()} == {"related"}


def test_a_derived_figure_is_as_sure_as_its_least_sure_input_and_names_all_sources(tiny_folder):
    path = tiny_folder / "observations.csv"
    text = path.read_text(encoding="utf-8")
    text = text.replace(
        "pledge-b/2:income,2023,2023,2344,,,,,,final,inferred,town-yearbook",
        "pledge-b/2:income,2023,2023,2344,,,,,,provisional,inferred,house-survey",
    )
    path.write_text(text, encoding="utf-8")
    last = of(load_series(load_framework(tiny_folder)), "pledge-b/2:derived-share").iloc[-1]
    assert last["status"] == "provisional"
    assert last["source_id"] == "town-yearbook;house-survey"


def test_a_derived_figure_is_inferred_where_any_input_is(tiny_folder):
    path = tiny_folder / "observations.csv"
    text = path.read_text(encoding="utf-8").replace("final,inferred,", "final,read,")
    text = text.replace("income,2019,2019,2100,,,,,,final,read", "income,2019,2019,2100,,,,,,final,inferred")
    path.write_text(text, encoding="utf-8")
    share = of(load_series(load_framework(tiny_folder)), "pledge-b/2:derived-share")
    assert share.loc[share["provenance"] == "inferred", "period"].tolist() == ["2019"]
    assert set(share["provenance"]) == {"read", "inferred"}


def test_no_growth_is_computed_across_a_break(tiny_folder):
    path = tiny_folder / "measures.csv"
    path.write_text(
        path.read_text(encoding="utf-8").replace("crowns,money,none,,", "crowns,money,none,2020,"),
        encoding="utf-8",
    )
    add(
        tiny_folder,
        "derived_measures.csv",
        "pledge-b/2:growth,pledge-b/2,Growth,percent_change,pledge-b/2:rent,false,percent per year,",
    )
    series = load_series(load_framework(tiny_folder))
    assert "2020" not in set(of(series, "pledge-b/2:growth")["period"])
    assert of(series, "pledge-b/2:growth")["segment"].tolist() == [0, 0, 0, 1, 1, 1]
    assert (
        of(series, "pledge-b/2:derived-share")["segment"].tolist() == [0] * 4 + [1] * 4
    )  # inherits the break


@pytest.mark.parametrize(
    ("formula", "unit", "kind", "found"),
    [
        ("difference", "percent", "proportion", "gap"),
        ("ratio", "percent", "count", "proportion"),
        ("ratio", "percent per year", "count", "ratio"),
        ("ratio", None, "count", "ratio"),
        ("ratio_of_sum", "percent", "count", "proportion"),
        ("percent_change", "percent", "count", "rate"),
        ("sum", "number", "count", "count"),
        ("sum", "number", None, "count"),
    ],
)
def test_the_value_kind_of_a_derived_measure(formula, unit, kind, found):
    assert derived_value_kind(formula, unit, kind) == found
