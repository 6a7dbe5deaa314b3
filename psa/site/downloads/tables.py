"""Which tables are downloads, and which of their columns."""

import numpy as np
import pandas as pd

from psa.methods.ratings import Ratings
from psa.site.downloads.markers import figure_markers
from psa.site.downloads.names import TABLES

OBSERVATIONS = [
    "measure_id",
    "period",
    "start",
    "end",
    "value",
    "lower",
    "upper",
    "interval_level",
    "numerator",
    "denominator",
    "status",
    "marker",
    "vintage",
    "provenance",
    "source_id",
]
MEASURES = ["measure_id", "indicator_id", "label", "unit", "value_kind", "role", "is_rateable", "is_derived"]

# what one department's files hold, others' hold too, so those of one agreement or department are short
OWN_OBSERVATIONS = ["measure_id", "period", "value", "lower", "upper", "status", "source_id"]
OWN_RATINGS = [
    "indicator_id",
    "agreement_id",
    "name",
    "rating",
    "reason",
    "unit",
    "baseline_period",
    "baseline_value",
    "latest_period",
    "latest_value",
    "change",
    "change_lower",
    "change_upper",
    "p_improved",
    "verdict",
    "target_level",
    "target_period",
    "target_status",
    "standard_level",
    "caveats",
]


def whole_tables(rated: Ratings) -> dict[str, pd.DataFrame]:
    """Return the tables of the whole framework, by the name of their file."""
    frames = (
        rated.indicators,
        rated.agreements,
        rated.departments,
        rated.scoreboard,
        rated.comparison,
        rated.series[MEASURES].drop_duplicates("measure_id"),
        rated.series.assign(marker=figure_markers(rated.framework, rated.series))[OBSERVATIONS],
        rated.framework.tables["sources"],
    )
    return {name: finite(frame) for name, frame in zip(TABLES, frames, strict=True)}


def own_ratings(rated: Ratings) -> pd.DataFrame:
    """Return the ratings of all indicators as the files of one agreement or department hold them."""
    return finite(rated.indicators)[[c for c in OWN_RATINGS if c in rated.indicators]].reset_index(drop=True)


def own_observations(rated: Ratings) -> pd.DataFrame:
    """Return all figures as the files of one agreement or department hold them."""
    return finite(rated.series)[OWN_OBSERVATIONS]


def finite(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame without infinite numbers, for which JSON has no word."""
    numbers = frame.select_dtypes("float")
    is_infinite = numbers.isin([np.inf, -np.inf])
    return frame.assign(**numbers.mask(is_infinite)) if is_infinite.to_numpy().any() else frame
