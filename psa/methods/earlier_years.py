"""How often the test of the trend would have spoken on each series, had the period begun in an earlier year."""

import numpy as np
import pandas as pd

from psa.methods.long_frame import prepare_frame
from psa.methods.placebo import placebo_tests
from psa.methods.series_data import series_data
from psa.methods.settings import Settings
from psa.methods.tested_trends import borrowed_variance
from psa.methods.trend_figures import trend_figures
from psa.methods.working import work_on_scale

COLUMNS = ("runs", "better", "worse")


def earlier_years(frame: pd.DataFrame, measures: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Return in how many earlier years each tested series could be tested, and how often it read better or worse.

    Args:
        frame: long, from `psa.methods.definitions.with_definitions`.
        measures: their assessments, by measure_id; those without a verdict on the trend are left out.
        settings: see `Settings`.

    Returns:
        runs, better, worse: counts, by measure_id, for each series that was tested against its trend and has a
        known good direction.
    """
    is_tested = (measures["trend_verdict"] != "not_assessed") & measures["sign"].isin([-1, 1])
    tested = frame[frame["measure_id"].isin(measures.index[is_tested])]
    if tested.empty:
        return pd.DataFrame(columns=COLUMNS, dtype=int)
    data = series_data(prepare_frame(tested), settings)
    working = work_on_scale(data, settings)
    figures = trend_figures(data, working, settings)
    d0, s0_squared = borrowed_variance(working, data.definitions, settings)
    found = placebo_tests(
        figures.time,
        figures.value,
        figures.se,
        figures.before,
        data.definitions.sign,
        most_points=settings.trend_points,
        confidence=settings.confidence,
        rounding=working.rounding_on_scale,
        d0=d0,
        s0_squared=s0_squared,
    )
    counts = {name: np.asarray(getattr(found, name), int) for name in COLUMNS}
    return pd.DataFrame(counts, index=data.measure_ids)
