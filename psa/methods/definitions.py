"""Join the definition of its indicator to each series."""

import numpy as np
import pandas as pd

from psa.data.framework import Framework
from psa.data.periods import parse_period, period_times
from psa.methods.baseline import choose_points, prepare_frame
from psa.methods.settings import Settings
from psa.methods.standard_errors import standard_errors
from psa.methods.verdicts import projection


def definitions(frame: pd.DataFrame, settings: Settings) -> tuple[pd.DataFrame, dict, np.ndarray]:
    """Return the points used, the definition of each series, and the standard error of each figure."""
    points = choose_points(frame, settings)
    n = len(points)
    first = points["first_row"].to_numpy()
    of = {c: frame[c].iloc[first].to_numpy() if n else np.array([]) for c in
          ("kind", "sign", "unit", "value_kind", "minimum_change", "minimum_change_unit", "target_value",
           "target_basis", "target_period", "baseline_period", "baseline_value", "vintage", "is_derived")}  # fmt: skip
    of["target_period_time"] = period_times(of["target_period"])
    of_each = np.repeat(
        np.asarray(of["unit"], object), np.diff(np.r_[first, len(frame)])
    )  # one unit a series
    se = standard_errors(
        frame["value"].to_numpy(), frame["lower"].to_numpy(float), frame["upper"].to_numpy(float), frame["interval_level"].to_numpy(float),
        frame["numerator"].to_numpy(float), frame["denominator"].to_numpy(float),
        frame["value_kind"].to_numpy(object), of_each, frame["design_effect"].to_numpy(float),
    )  # fmt: skip
    return points, of, se


DEFINITION = ["kind", "target_value", "target_basis", "target_period", "baseline_value", "baseline_period",
              "minimum_change", "minimum_change_unit"]  # fmt: skip


def with_definitions(series: pd.DataFrame, framework: Framework) -> pd.DataFrame:
    """Return the long frame with each indicator's definition beside its figures.

    A definition belongs to the series that are rated: targets, minimum changes and the baseline's value
    are left out elsewhere, and the value also where several components share one definition. An
    indicative series keeps the published baseline period only where it has a figure for it.
    """
    frame = series.join(framework.indicators.set_index("indicator_id")[DEFINITION], on="indicator_id")
    indicative = ~frame["is_rateable"].astype(bool)
    shared = frame["indicator_id"].map(rateable_measures(framework)).fillna(0) > 1
    frame.loc[indicative | shared, "baseline_value"] = np.nan
    frame.loc[indicative, ["target_value", "minimum_change"]] = np.nan
    frame.loc[indicative, ["target_period", "target_basis", "minimum_change_unit"]] = None
    frame.loc[indicative, "kind"] = "improve"
    stated = {
        p: (parse_period(p).start, parse_period(p).end) for p in frame["baseline_period"].dropna().unique()
    }
    spans = frame["baseline_period"].map(stated)
    has = [
        isinstance(x, tuple) and (s.date(), e.date()) == x
        for x, s, e in zip(spans, frame["start"], frame["end"], strict=True)
    ]
    has_baseline = pd.Series(has, index=frame.index).groupby(frame["measure_id"]).transform("any")
    frame.loc[indicative & ~has_baseline, "baseline_period"] = None
    return frame


def project_measure(frame: pd.DataFrame, settings: Settings, times) -> pd.DataFrame:
    """Return one measure's baseline trend carried on: time, estimate, lower, upper; empty without a trend.

    Args:
        frame: the rows of one measure, with definitions.
        settings: see `Settings`.
        times: decimal years.
    """
    frame = prepare_frame(frame)
    points, of, se = definitions(frame, settings)
    return projection(frame, points, of, se, settings, np.asarray(times, float))


def rateable_measures(framework: Framework) -> dict[str, int]:
    both = pd.concat([framework.measures, framework.derived_measures])
    return both[both["is_rateable"].astype(bool)].groupby("indicator_id").size().to_dict()
