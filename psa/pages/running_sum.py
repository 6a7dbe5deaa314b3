"""Flows as a reader of their target sees them: what they add up to since its start."""

from typing import Any

import pandas as pd

from psa.data.periods import parse_period
from psa.methods.ratings import Ratings
from psa.words import is_missing

Row = dict[Any, Any]


def drawn_series(rated: Ratings, measure_id: str) -> tuple[pd.DataFrame, Row, bool]:
    """Return the points and the row of a series as it is drawn, and whether they are sums.

    Flows beside a target for their sum are drawn as that sum, from 0 at its start, a point at the end of each flow;
    so is each only where the sum is the one that the target is judged by. All other series are drawn as they are.
    """
    points, row = rated.points(measure_id), dict(rated.measure_rows[measure_id])
    asked = rated.framework.indicator(str(row["indicator_id"]))
    if not row["is_rateable"] or not asked.is_for_a_sum or not asked.target_from:
        return points, row, False
    if points["counts_from"].notna().any() or is_missing(row["target_figure"]):
        return points, row, False
    start = pd.Timestamp(parse_period(asked.target_from).start)
    end = pd.Timestamp(parse_period(str(row["target_figure_period"])).end)
    flows = points[points["value"].notna() & (points["start"] >= start) & (points["end"] <= end)]
    total = flows["value"].cumsum()
    if flows.empty or abs(total.iloc[-1] - row["target_figure"]) > 1e-6 * abs(total.iloc[-1]):
        return points, row, False
    days = flows["end"].dt.strftime("%Y-%m-%d")
    summed = flows.assign(
        value=total,
        lower=float("nan"),
        upper=float("nan"),
        period=days,
        start=flows["end"],
        time=[parse_period(day).time for day in days],
        is_derived=True,
    )
    first = {"baseline_period": f"{start:%Y-%m-%d}", "baseline_value": 0.0, "change": total.iloc[-1]}
    last = {"latest_period": days.iloc[-1], "latest_value": total.iloc[-1], "is_derived": True}
    return summed, row | first | last, True
