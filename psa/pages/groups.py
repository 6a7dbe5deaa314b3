"""Show the groups of an indicator: who is left behind, and each group's line."""

from dataclasses import replace

import pandas as pd

from psa.methods.group_gaps import gap_of_set
from psa.methods.ratings import Ratings
from psa.pages.charts.chart import Chart, Words
from psa.pages.charts.data import points_data, sourced
from psa.pages.charts.groups import GroupsChart, groups_chart
from psa.pages.charts.proportions import in_percent, is_proportion, row_in_percent
from psa.pages.charts.sparkline import FEWEST
from psa.pages.for_page import show
from psa.pages.sentences.chart import publishers_of
from psa.pages.tables.groups import gaps_table, set_names
from psa.words import count

MOST_CHARTS = 3  # splits of one indicator that are drawn


def show_groups(rated: Ratings, indicator_id: str, *folds: str) -> None:
    """Show the groups of an indicator: the gaps, and a chart of each of the first splits; nothing where it has none.

    Of the splits only the simplest are shown: *by sex*, not *by sex in the north*.

    Args:
        rated: the ratings.
        indicator_id: which.
        folds: on a page, the titles of the folds that the fold of the groups lies in.
    """
    sets = _simplest(rated.group_sets, indicator_id)
    if sets.empty:
        return
    names = set_names(sets)
    found = [(names[key], *_rows_of(rated, sets, key)) for key in names]
    gaps = []
    for name, rows, points in found:
        gap = gap_of_set(rows, points, rated.settings.confidence)
        if gap is not None:
            gaps.append((name, rows.iloc[0], gap))
    lines = [(name, rows, points) for name, rows, points in found if _has_lines(points)]
    if not gaps and not lines:
        return
    total = _number_of_groups(rated, indicator_id)
    folds = (*folds, f"Groups ({total:,})")
    if gaps:
        show(gaps_table(gaps, rated.settings.confidence), *folds)
    drawn = 0
    for name, rows, points in lines[:MOST_CHARTS]:
        chart = _chart(rated, rows, points)
        drawn += len(chart.panels) if isinstance(chart, GroupsChart) else 0
        words = Words(f"By {name[:1].lower()}{name[1:]}", source=publishers_of(rated, rows.index))
        show(replace(chart, words=words, table=sourced(rated, points_data(points))), *folds)
    if drawn < total:
        said = f"{count(drawn, 'group')} of {total:,} {'is' if drawn == 1 else 'are'} drawn here"
        show(f"{said}; all are in the tables of figures, those of several splits at once among them.", *folds)


def _chart(rated: Ratings, rows: pd.DataFrame, points: pd.DataFrame) -> Chart:
    """Return the chart of one set of groups; proportions in per cent."""
    whole, first = _whole(rated, rows), rows.iloc[0].to_dict()
    if is_proportion(first):
        points, whole = in_percent(points, first), in_percent(whole, first)
        shown = row_in_percent(first)
        rows = rows.assign(unit=shown["unit"], decimals=float(shown["decimals"]))
    return groups_chart(rows, points, whole, rated.settings)


def _simplest(sets: pd.DataFrame, indicator_id: str) -> pd.DataFrame:
    """Return the sets of an indicator that are split the least."""
    own = sets[sets["indicator_id"] == indicator_id]
    return own[own["depth"] == own["depth"].min()]


def _rows_of(rated: Ratings, sets: pd.DataFrame, key: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the ratings of the groups of one set, and their figures."""
    ids = sets.index[sets["set"] == key]
    return rated.measures.loc[ids], pd.concat([rated.points(str(measure_id)) for measure_id in ids])


def _has_lines(points: pd.DataFrame) -> bool:
    """Return whether two groups or more have enough figures for a line."""
    return int((points.groupby("measure_id")["value"].count() >= FEWEST).sum()) >= 2


def _number_of_groups(rated: Ratings, indicator_id: str) -> int:
    return int(((rated.measures["indicator_id"] == indicator_id) & (rated.measures["role"] == "group")).sum())


def _whole(rated: Ratings, rows: pd.DataFrame) -> pd.DataFrame:
    """Return the figures of what some groups are groups of, where just one measure of their unit can be it."""
    first, measures = rows.iloc[0], rated.measures
    same = measures[
        (measures["indicator_id"] == first["indicator_id"]) & measures["role"].isin(["headline", "component"])
    ]
    same = same[(same["unit"].fillna("") == first["unit"]) & same["dimension_value"].isna()]
    return rated.points(str(same.index[0])) if len(same) == 1 else rated.series.iloc[:0]
