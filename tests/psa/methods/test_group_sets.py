"""Which groups stand side by side: parts of one split, in one unit, of one vintage."""

import pandas as pd

from psa.methods.group_sets import group_sets


def sets_of(*rows):
    """Return the sets of groups given as label, dimension, value and, where it is not per cent, unit."""
    table = pd.DataFrame(
        [
            {"label": label, "dimension_value": value, "dimension": dimension, "unit": (*unit, "percent")[0]}
            for label, dimension, value, *unit in rows
        ]
    ).assign(indicator_id="a-1/1", role="group", vintage=None)
    table.index = [f"m{i}" for i in range(len(table))]
    found = group_sets(table.drop(columns="dimension"), table["dimension"])
    return [list(part.index) for _, part in found.groupby("set")]


def test_the_parts_of_one_split_are_a_set_whatever_their_labels():
    rows = [
        ("Work, women", "sex", "women"),
        ("Men in work", "sex", "men"),
        ("Work, north", "region", "north"),
    ]
    assert sets_of(*rows) == [["m0", "m1"]]


def test_groups_of_another_unit_are_no_part_of_a_set():
    assert sets_of(("W", "sex", "women"), ("M", "sex", "men"), ("M", "sex", "men", "number")) == [
        ["m0", "m1"]
    ]


def test_a_split_in_each_of_two_regions_is_two_sets():
    labels = [f"Work · Sex: {sex}{region}" for region in ("", " · Region: north") for sex in ("women", "men")]
    rows = [(label, "Sex", value) for label, value in zip(labels, ["women", "men"] * 2, strict=True)]
    assert sets_of(*rows) == [["m0", "m1"], ["m2", "m3"]]


def test_women_of_the_north_and_men_of_the_south_are_no_set():
    rows = [
        ("Work · Sex: women · Region: north", "Sex", "women"),
        ("Work · Sex: men · Region: south", "Sex", "men"),
    ]
    assert sets_of(*rows) == []


def test_a_value_that_stands_twice_is_told_apart_by_the_label_or_left_out():
    rows = [("Work 2009, women", "sex", "women"), ("Work 2009, men", "sex", "men")]
    twice = [("Work 2010, women", "sex", "women"), ("Work 2010, men", "sex", "men")]
    assert sets_of(*rows, *twice) == [["m0", "m1"], ["m2", "m3"]]
    assert sets_of(*rows, ("Work 2009, women", "sex", "women")) == []


def test_components_and_measures_that_are_not_split_are_in_no_set():
    table = pd.DataFrame(
        {
            "label": ["a", "b", "c"],
            "dimension_value": ["north", "south", None],
            "unit": "percent",
            "indicator_id": "a-1/1",
            "vintage": None,
            "role": ["component", "component", "group"],
        },
        index=["x", "y", "z"],
    )
    assert group_sets(table, pd.Series({"x": "region", "y": "region", "z": None})).empty
