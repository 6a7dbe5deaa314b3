"""The rows of the table `trend_priors`, fitted to a framework's own series."""

import numpy as np
import pandas as pd

from psa.methods.long_frame import prepare_frame
from psa.methods.moderation import DISPERSION, PRIOR_SCALES, VariancePrior, fit_prior
from psa.methods.overdispersion import fit_dispersion_prior
from psa.methods.series_data import series_data
from psa.methods.settings import Settings
from psa.methods.tested import dispersion_of
from psa.methods.tested_trends import modelled_series, scales_to_borrow
from psa.methods.trend_figures import trend_figures
from psa.methods.working import work_on_scale


def fitted_priors(frame: pd.DataFrame, settings: Settings, date: str) -> tuple[VariancePrior, ...]:
    """Return the prior of each scale that enough series tell, ten or more; modelled series are left out.

    Args:
        frame: long, from `psa.methods.definitions.with_definitions`.
        settings: the period: figures up to the baseline count. The priors that it holds play no part.
        date: the day of the fit, for the rows.
    """
    data = series_data(prepare_frame(frame), settings)
    if not len(data.first):
        return ()
    working = work_on_scale(data, settings)
    figures = trend_figures(data, working, settings)
    is_measured = modelled_series(working, data.definitions, settings)[0] == ""
    scale = scales_to_borrow(working, data.definitions)
    found = []
    for name in PRIOR_SCALES:
        rows = np.flatnonzero(is_measured & (scale == name))
        prior = fit_prior(
            name,
            date,
            figures.time[rows],
            figures.value[rows],
            figures.se[rows],
            figures.baseline[rows],
            working.rounding_on_scale[rows],
        )
        found += [prior] if prior else []
    ratio, degrees = (array[is_measured] for array in dispersion_of(data, working))
    dispersion = fit_dispersion_prior(ratio, degrees)
    if dispersion:
        count = int((np.isfinite(ratio) & (ratio > 0)).sum())
        found.append(VariancePrior(DISPERSION, *dispersion, count, date))
    return tuple(found)
