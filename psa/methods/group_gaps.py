"""Say who is left behind: how far the worst group of a set is from the best one, and whether that gap closes.

Both ends of the gap are the worst and the best group *of that period*, among the groups that have a figure at both;
they may be other groups at the end than at the start. The periods are the baseline and the latest one that most of the
groups have (`psa.methods.baseline`). Where all four figures have a sampling error, the change of the gap has an
interval: the errors of different groups and periods are taken to be independent.

There is no gap of what adds up: counts, sums of money, and shares of one whole. The largest area has most of all.
"""

import re
from collections import Counter
from typing import Any

import numpy as np
import pandas as pd

from psa.data.units import is_difference, is_percent, is_share
from psa.methods.quantiles import normal_critical
from psa.methods.standard_errors import standard_errors

_LEVEL_KINDS = {"proportion", "rate", "ratio", "mean", "index", "gap"}
_LEVEL_UNIT = re.compile(r"\b(per|rate|ratio|mean|average|median|score|index|years?|age)\b", re.IGNORECASE)
_BASE_YEAR = re.compile(r"\b(19|20)\d\d\s*=\s*1")
LEAST_GROUPS = 2


def is_level(unit: object, value_kind: object) -> bool:
    """Return whether figures of groups of unlike size can be compared: a share, rate or mean, no count and no sum."""
    words = unit if isinstance(unit, str) else ""
    if is_difference(words) or _BASE_YEAR.search(words) or value_kind == "count":
        return False
    return (
        value_kind in _LEVEL_KINDS or is_percent(words) or is_share(words) or bool(_LEVEL_UNIT.search(words))
    )


def gap_of_set(rows: pd.DataFrame, points: pd.DataFrame, confidence: float) -> dict[str, Any] | None:
    """Return how far apart the groups of one set are at their baseline and latest period; None where that says nothing.

    Args:
        rows: the ratings of the groups, by measure_id, with their dimension_value.
        points: their rows of the long frame.
        confidence: of the interval of the change.

    Returns:
        groups (how many are compared), left_out; for each *end* of baseline and latest: end_period, end_worst,
        end_best (values of the dimension), end_worst_value, end_best_value, end_gap; change of the gap, its lower and
        upper limit (NaN where an error is not known); and standing: closing, widening or unclear where there is an
        interval, else narrower, wider or same.
    """
    first = rows.iloc[0]
    if first["sign"] not in (1, -1) or not is_level(first["unit"], first["value_kind"]):
        return None
    compared = _same_periods(rows)
    if len(compared) < LEAST_GROUPS or _is_one_whole(compared, first["unit"]):
        return None
    found: dict[str, Any] = {"groups": len(compared), "left_out": len(rows) - len(compared)}
    variance = 0.0
    for end in ("baseline", "latest"):
        values = compared[f"{end}_value"].to_numpy(float)
        good = values * first["sign"]
        found[f"{end}_period"] = compared[f"{end}_period"].iloc[0]
        found[f"{end}_gap"] = float(good.max() - good.min())
        for name, place in (("worst", int(good.argmin())), ("best", int(good.argmax()))):
            found[f"{end}_{name}"] = compared["dimension_value"].iloc[place]
            found[f"{end}_{name}_value"] = float(values[place])
            variance += _error(points, compared.index[place], found[f"{end}_period"], first) ** 2
    change = found["latest_gap"] - found["baseline_gap"]
    width = float(normal_critical(confidence)) * np.sqrt(variance)
    limits = {"change": change, "lower": change - width, "upper": change + width}
    return found | limits | {"standing": _standing(change, width, found["baseline_gap"])}


def _same_periods(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the groups that share the baseline and latest period that most have; of as many, the later one."""
    known = rows[(rows["baseline_period"] != "") & (rows["latest_period"] != "")]
    known = known.dropna(subset=["baseline_value", "latest_value"])
    pairs = Counter(zip(known["baseline_period"], known["latest_period"], strict=True))
    usual = max(pairs, key=lambda pair: (pairs[pair], pair), default=("", ""))
    return known[(known["baseline_period"] == usual[0]) & (known["latest_period"] == usual[1])]


def _is_one_whole(rows: pd.DataFrame, unit: object) -> bool:
    """Return whether the figures are the shares of one whole: they add up to it at both periods."""
    whole = 100.0 if is_percent(unit) else 1.0 if is_share(unit) else np.nan
    sums = [rows[f"{end}_value"].sum() for end in ("baseline", "latest")]
    return all(abs(total - whole) <= 0.011 * whole for total in sums)


def _error(points: pd.DataFrame, measure_id: object, period: str, about: Any) -> float:
    """Return the standard error of one figure; NaN where it is not known."""
    row = points[(points["measure_id"] == measure_id) & (points["period"] == period)]
    if row.empty:
        return np.nan
    errors = standard_errors(
        row["value"],
        row["lower"],
        row["upper"],
        row["interval_level"],
        row["numerator"],
        row["denominator"],
        about["value_kind"],
        about["unit"],
        row["design_effect"],
    )
    return float(errors[-1])


def _standing(change: float, width: float, before: float) -> str:
    if np.isfinite(width):
        return "closing" if change < -width else "widening" if change > width else "unclear"
    if abs(change) <= 1e-9 * max(before, 1e-12):
        return "same"
    return "narrower" if change < 0 else "wider"
