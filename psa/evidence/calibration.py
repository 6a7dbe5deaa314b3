"""The tables of how often stated chances come true, for a notebook and for ``benchmarks/calibration.py``."""

from collections.abc import Mapping

import pandas as pd

from psa.evidence.label_worlds import (
    WORLDS,
    Stated,
    World,
    by_tenth,
    of_size,
    state_chances,
    stated_and_actual,
)
from psa.evidence.target_backtest import Chance, back_test, brier, by_fifth, our_chance, real_windows

WITHIN_TENTH, WITHIN_FIFTH = 0.05, 0.06  # how far a stated chance may be from the share that came true


def label_tables(
    draws: int = 2000,
    frameworks: int = 5,
    agreements: int = 400,
    worlds: tuple[World, ...] = WORLDS,
    methods: Mapping[str, Stated] | None = None,
    least: int = 200,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return how often stated chances of labels came true, by world, method and tenth; and a summary.

    Args:
        draws: for each label.
        frameworks: made for each world.
        agreements: in each framework.
        worlds: which.
        methods: name -> method; without it, ours alone.
        least: cases that a tenth needs to be shown.

    Returns:
        world, method, tenth, cases, stated, low, high, actual, difference; and, one row a world and method:
        worst (largest difference), expected_false, actual_false.
    """
    methods = methods or {"ours": lambda made: state_chances(made, draws)}
    tables, rows = [], []
    for world in worlds:
        for name, state in methods.items():
            chances, false = stated_and_actual(of_size(world, agreements), state, frameworks)
            table = by_tenth(chances, least)
            table.insert(0, "method", name)
            table.insert(0, "world", world.name)
            tables.append(table)
            worst = table["difference"].abs().max()
            rows.append({"world": world.name, "method": name, "worst": worst} | false.to_dict())
    return pd.concat(tables, ignore_index=True), pd.DataFrame(rows)


def target_tables(
    windows: pd.DataFrame, methods: Mapping[str, Chance] | None = None, seeds: int = 3, by: str = "is_smooth"
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return chances of meeting targets beside what came, by method and fifth; and a summary.

    Args:
        windows: from `psa.evidence.target_backtest.real_windows`.
        methods: name -> method; without it, ours alone.
        seeds: targets drawn a window.
        by: the column to show apart.

    Returns:
        method, `by`, fifth, cases, said, was, difference; and, one row a method and value of `by`: cases,
        worst (largest difference), brier.
    """
    methods = methods or {"ours": our_chance}
    tables, rows = [], []
    for name, chance in methods.items():
        tested = back_test(windows, chance, seeds)
        table = by_fifth(tested, [by])
        score = brier(tested, [by])
        for value, one in table.groupby(by):
            worst = one["difference"].abs().max()
            rows.append(
                {
                    "method": name,
                    by: value,
                    "cases": one["cases"].sum(),
                    "worst": worst,
                    "brier": score[value],
                }
            )
        table.insert(0, "method", name)
        tables.append(table)
    return pd.concat(tables, ignore_index=True), pd.DataFrame(rows)


def target_tables_by_length(
    figures: pd.DataFrame, lengths: tuple[int, ...] = (3, 6), seeds: int = 3
) -> pd.DataFrame:
    """Return chances of meeting targets beside what came, by the number of years known and fifth.

    Args:
        figures: as for `psa.evidence.target_backtest.real_windows`.
        lengths: years known; the figure one to three years on decides.
        seeds: targets drawn a window.

    Returns:
        known, is_smooth, fifth, cases, said, was, difference.
    """
    tables = []
    for known in lengths:
        table = target_tables(real_windows(figures, known), seeds=seeds)[0].drop(columns="method")
        table.insert(0, "known", known)
        tables.append(table)
    return pd.concat(tables, ignore_index=True)
