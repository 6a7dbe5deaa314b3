"""Our verdicts under other choices of baseline, confidence and trend."""

from dataclasses import replace

import pandas as pd

from psa.methods.definitions import with_definitions
from psa.methods.indicators import assess_defined, assess_indicators
from psa.methods.ratings import Ratings

CHOICES = {
    "baseline a year earlier": {"baseline_by": -1},
    "baseline a year later": {"baseline_by": 1},
    "90% confidence": {"confidence": 0.90},
    "99% confidence": {"confidence": 0.99},
    "trend of 5 figures": {"trend_points": 5},
    "trend of 12 figures": {"trend_points": 12},
}


def verdicts_under_choices(rated: Ratings, agreement_ids) -> pd.DataFrame:
    """Return our verdicts under other choices, for the indicators of these agreements.

    Args:
        rated: the framework as it is rated.
        agreement_ids: which agreements.

    Returns:
        One row an indicator, by indicator_id: the verdict as set, under each of `CHOICES`, and under the
        straight-line model.
    """
    indicators = rated.framework.indicators
    indicators = indicators[indicators["agreement_id"].isin(agreement_ids)]
    if indicators.empty:
        columns = ["as set", *CHOICES, "straight line"]
        return pd.DataFrame(columns=columns, index=pd.Index([], name="indicator_id"), dtype="str")
    framework = replace(rated.framework, tables={**rated.framework.tables, "indicators": indicators})
    own = with_definitions(rated.series[rated.series["agreement_id"].isin(agreement_ids)], rated.framework)
    as_set = rated.indicators.set_index("indicator_id")
    found = {"as set": as_set["verdict"].reindex(indicators["indicator_id"])}
    for name, change in CHOICES.items():
        values = dict(change)
        if "baseline_by" in values:
            day = pd.Timestamp(rated.settings.baseline_by) + pd.DateOffset(years=change["baseline_by"])
            values["baseline_by"] = day.date()
        settings = replace(rated.settings, **values)
        table = assess_indicators(framework, assess_defined(own, settings), settings)
        found[name] = table.set_index("indicator_id")["verdict"]
    frame = pd.DataFrame(found)
    line = as_set["trend_line_verdict"].reindex(frame.index)
    is_trend = frame["as set"].isin(["better", "worse", "in_line", "not_distinguishable"])
    return frame.assign(**{"straight line": line.where(is_trend & line.notna(), frame["as set"])})


def sensitivity(rated: Ratings, agreement_id: str) -> pd.DataFrame:
    """Return our verdicts on one agreement's indicators under other choices: which hold, which turn.

    Args:
        rated: the framework as it is rated.
        agreement_id: which agreement.

    Returns:
        indicator_id, the columns of `verdicts_under_choices`, and `holds` (yes, or *turns on a choice*);
        indicators without a verdict as set are left out.
    """
    frame = rated.under_choices([agreement_id])[agreement_id]
    frame = frame[frame["as set"] != "not_assessed"]
    if frame.empty:
        return frame.assign(holds=[]).reset_index()
    same = (frame.eq(frame["as set"], axis=0) | frame.eq("not_assessed")).all(axis=1)
    return frame.assign(holds=same.map({True: "yes", False: "turns on a choice"})).reset_index()
