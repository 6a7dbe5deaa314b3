# ruff: noqa: E501  one case a line
"""Figures that were revised: which release counts."""

import numpy as np
import pandas as pd
import pytest

from psa.data.load import load_framework
from psa.data.series import load_series
from psa.data.vintages import current_vintage, first_vintage, revised_figures


@pytest.fixture(scope="module")
def series(tiny):
    return load_series(tiny)


def of(series, measure_id):
    return series[series["measure_id"] == measure_id].reset_index(drop=True)


def add(folder, name, *rows):
    with (folder / name).open("a", encoding="utf-8", newline="\n") as file:
        file.writelines(f"{row}\n" for row in rows)


def releases(*rows):
    return pd.DataFrame(rows, columns=["measure_id", "period", "value", "released"])


def test_of_a_revised_figure_the_last_release_counts():
    table = releases(
        ("m", "2020", 1.0, np.nan),
        ("m", "2020", 3.0, "2022"),
        ("m", "2020", 2.0, "2021-05"),
        ("m", "2021", 9.0, np.nan),
    )
    assert current_vintage(table)["value"].tolist() == [3.0, 9.0]
    assert current_vintage(table, "2021-12-31")["value"].tolist() == [2.0, 9.0]
    assert current_vintage(table, "2021-04-30")["value"].tolist() == [1.0, 9.0]
    assert current_vintage(table, "2021-05")["value"].tolist() == [2.0, 9.0]


def test_without_releases_nothing_is_dropped():
    table = releases(("m", "2020", 1.0, np.nan), ("n", "2020", 3.0, np.nan))
    assert current_vintage(table) is table


def test_a_revision_moves_the_series_as_of_its_day(tiny_folder):
    add(
        tiny_folder,
        "observations.csv",
        "pledge-a/1:trees,2023,2023,1190,,,,,,revised,inferred,town-yearbook,2024-06-01",
    )
    framework = load_framework(tiny_folder)
    assert of(load_series(framework), "pledge-a/1:trees")["value"].iloc[-1] == 1190
    assert of(load_series(framework, "2024-05-31"), "pledge-a/1:trees")["value"].iloc[-1] == 1205


def test_each_revision_stands_beside_the_figure_that_it_revised(tiny, tiny_folder):
    assert revised_figures(tiny.observations).empty
    tail = "revised,inferred,town-yearbook"
    add(
        tiny_folder,
        "observations.csv",
        f"pledge-a/1:trees,2023,2023,1190,,,,,,{tail},2025-01",
        f"pledge-a/1:trees,2023,2023,1198,,,,,,{tail},2024-06-30",
        f"pledge-a/1:trees,2021,2021,1111,,,,,,{tail},2024-06-30",
        f"pledge-b/2:rent,2024,2024,640,,,,,,{tail},2025-02-01",
    )
    table = load_framework(tiny_folder).observations
    found = revised_figures(table).fillna("")
    assert found[
        ["measure_id", "period", "value_before", "released_before", "value", "released"]
    ].to_numpy().tolist() == [
        ["pledge-a/1:trees", "2021", 1110, "", 1111, "2024-06-30"],
        ["pledge-a/1:trees", "2023", 1205, "", 1198, "2024-06-30"],
        ["pledge-a/1:trees", "2023", 1198, "2024-06-30", 1190, "2025-01"],
    ]
    first = first_vintage(table).set_index(["measure_id", "period"])["value"]
    assert (
        first["pledge-a/1:trees", "2023"],
        first["pledge-a/1:trees", "2021"],
        first["pledge-b/2:rent", "2024"],
    ) == (1205, 1110, 640)
