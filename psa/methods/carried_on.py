"""The baseline trend of a series carried on: what a chart's fan shows, and a gap to it in the unit."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from psa.methods.array_types import Floats
from psa.methods.long_frame import prepare_frame
from psa.methods.projection import project
from psa.methods.row_places import Places, places
from psa.methods.scales import se_from_scale
from psa.methods.series_data import SeriesData, series_data
from psa.methods.settings import Settings
from psa.methods.trend_arrays import MINIMUM_POINTS
from psa.methods.trend_figures import trend_figures
from psa.methods.working import ceiling_or_hundred, work_on_scale

COLUMNS = ("time", "estimate", "lower", "upper")


@dataclass(frozen=True)
class CarriedOn:
    """The baseline trends of all series of a frame, to be carried on one by one.

    Attributes:
        frame: the long frame with definitions.
        measures: their assessments, by measure_id.
        settings: the period assessed, the confidence of the intervals.
    """

    frame: pd.DataFrame
    measures: pd.DataFrame
    settings: Settings

    @cached_property
    def _places(self) -> dict[str, Places]:
        return places(self.frame["measure_id"])

    @cached_property
    def _verdicts(self) -> dict[str, str]:
        return dict(zip(self.measures.index, self.measures["trend_verdict"], strict=True))

    def to_later_figures(self, measure_id: str) -> pd.DataFrame:
        """Return a measure's baseline trend carried on to each later figure inside the period.

        A series is worked out when it is asked for: arrays of all series at once would be as wide as the longest.

        Returns:
            time, estimate, lower, upper in the unit of the series; empty without a trend.
        """
        if self._verdicts[measure_id] == "not_assessed":
            return _lines(np.empty((len(COLUMNS), 0)))
        data = series_data(prepare_frame(self.frame.iloc[self._places[measure_id]]), self.settings)
        return _lines(self._carry_on(data, self._later_times(data, measure_id)))

    def _later_times(self, data: SeriesData, measure_id: str) -> Floats:
        """Return the times of the figures of one series after its baseline, inside the period."""
        rows = data.frame
        time = rows["time"].to_numpy(float)
        baseline = time[(rows["period"] == self.measures.loc[measure_id, "baseline_period"]).to_numpy(bool)]
        start = baseline[-1] if len(baseline) else time[0]
        is_inside = rows["end"].to_numpy("datetime64[D]") <= self.settings.limit
        later: Floats = time[(time > start) & is_inside]
        return later

    def _carry_on(self, data: SeriesData, times: Floats) -> Floats:
        """Return time, estimate, lower and upper of one series at some times, as rows."""
        working = work_on_scale(data, self.settings)
        figures = trend_figures(data, working, self.settings)
        baseline = figures.baseline
        if baseline.sum() < MINIMUM_POINTS or not len(times):
            return np.empty((len(COLUMNS), 0))
        ahead = project(
            figures.time,
            np.where(baseline, figures.value, np.nan),
            figures.se,
            times[None, :],
            self.settings.confidence,
            damping=1.0,
            rounding=working.rounding_on_scale,
            inflation=1.0,
        )
        lines = np.concatenate([ahead.estimate, ahead.lower, ahead.upper])
        return np.vstack([times, working.one_from_scale(0, lines)])


def _lines(rows: Floats) -> pd.DataFrame:
    return pd.DataFrame(dict(zip(COLUMNS, rows, strict=True)))


def gap_in_unit(row: Mapping[str, Any] | pd.Series) -> float:
    """Return about how large the gap to the trend is in the unit of the figures, near where the trend leads.

    Args:
        row: `trend_gap`, `trend_expected`, `trend_scale` and `unit` of one series.
    """
    ceiling = ceiling_or_hundred(row["unit"])
    return float(se_from_scale(row["trend_gap"], row["trend_expected"], row["trend_scale"], ceiling))
