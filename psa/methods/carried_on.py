"""The baseline trend of one series carried on: what a chart's fan shows, and a gap to it in the unit."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from psa.methods.long_frame import prepare_frame
from psa.methods.projection import project
from psa.methods.scales import se_from_scale
from psa.methods.series_data import series_data
from psa.methods.settings import Settings
from psa.methods.trend_arrays import MINIMUM_POINTS
from psa.methods.working import ceiling_or_hundred, work_on_scale

COLUMNS = ("time", "estimate", "lower", "upper")


def project_measure(frame: pd.DataFrame, settings: Settings, times: npt.ArrayLike) -> pd.DataFrame:
    """Return one measure's baseline trend carried on, with its interval.

    Args:
        frame: the rows of one measure, with definitions.
        settings: see `Settings`.
        times: decimal years after the baseline.

    Returns:
        time, estimate, lower, upper in the unit of the series; empty without a trend.
    """
    wanted = np.asarray(times, float)
    working = work_on_scale(series_data(prepare_frame(frame), settings), settings)
    baseline = working.stack.baseline
    if baseline.sum() < MINIMUM_POINTS or not len(wanted):
        return pd.DataFrame(columns=list(COLUMNS), dtype=float)
    ahead = project(
        working.stack.time,
        np.where(baseline, working.value, np.nan),
        working.se,
        wanted[None, :],
        settings.confidence,
        damping=1.0,
        rounding=working.rounding_on_scale,
        inflation=1.0,
    )
    lines = (working.value_from_scale(line)[0] for line in (ahead.estimate, ahead.lower, ahead.upper))
    return pd.DataFrame(dict(zip(COLUMNS, (wanted, *lines), strict=True)))


def gap_in_unit(row: Mapping[str, Any] | pd.Series) -> float:
    """Return about how large the gap to the trend is in the unit of the figures, near where the trend leads.

    Args:
        row: `trend_gap`, `trend_expected`, `trend_scale` and `unit` of one series.
    """
    ceiling = ceiling_or_hundred(row["unit"])
    return float(se_from_scale(row["trend_gap"], row["trend_expected"], row["trend_scale"], ceiling))
