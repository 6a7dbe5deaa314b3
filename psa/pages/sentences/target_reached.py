"""Where the figure that would settle a target is missing: another series of the indicator that reached its level."""

import pandas as pd

from psa.data.periods import parse_period
from psa.methods.precision import reaches
from psa.methods.ratings import Ratings
from psa.pages.sentences.phrases import unit_words, when
from psa.words import escape, in_text


def other_series_at_target(rated: Ratings, row: pd.Series) -> str:
    """Return a sentence on another headline series whose figure in the target's period is at its level; else none.

    It settles nothing: it may be counted at another time of year, or in another way.

    Args:
        rated: the framework.
        row: the assessment of an indicator.
    """
    if row["target_status"] != "no_outturn" or not row["measure_id"] or pd.isna(row["target_level"]):
        return ""
    measures = rated.framework.measures.set_index("measure_id")
    if row["measure_id"] not in measures.index:  # derived from others
        return ""
    own = measures.loc[row["measure_id"]]
    about = ["indicator_id", "role", "unit", "value_kind", "good_direction"]
    is_other = (measures[about] == own[about]).all(axis=1) & (measures.index != row["measure_id"])
    if own["role"] != "headline" or not is_other.any():
        return ""
    due = parse_period(row["target_period"])
    figures = rated.series[rated.series["measure_id"].isin(measures.index[is_other])]
    start, end = (pd.to_datetime(figures[column]) for column in ("start", "end"))
    is_inside = (start >= pd.Timestamp(due.start)) & (end <= pd.Timestamp(due.end)) & figures["value"].notna()
    is_inside &= end <= pd.Timestamp(rated.settings.limit)
    if not is_inside.any():
        return ""
    last = figures[is_inside].sort_values("end").iloc[-1]
    sign = {"increase": 1.0, "decrease": -1.0}.get(own["good_direction"], float("nan"))
    if not bool(reaches(last["value"], row["target_level"], sign)):
        return ""
    label = escape(measures.loc[last["measure_id"], "label"])
    figure = f"{in_text(last['value'])}{unit_words(row['unit'])}"
    return (
        f" Another series of it, *{label}*, stood at {figure} {when(last['period'])}: at the target or better. "
        "It is not counted alike, so it does not settle the target."
    )
