"""Judge minimum standards: met in the latest period, share of periods met, longest breach."""

import numpy as np
import pandas as pd

from psa.methods.array_types import Floats
from psa.methods.precision import reaches
from psa.methods.series_data import SeriesData
from psa.methods.settings import Settings

_COLUMNS = ("standard_level", "standard_periods", "standard_met_periods", "standard_longest_breach")


def judge_standards(data: SeriesData, levels: Floats, settings: Settings) -> pd.DataFrame:
    """Return, for each series, its reason code and `standard_*` columns; empty where it has no standard.

    Args:
        data: the series.
        levels: what each standard asks for, NaN where that is not known.
        settings: the period assessed.
    """
    end = data.frame["end"].to_numpy("datetime64[D]")
    is_inside = (end > settings.cutoff) & (end <= settings.limit)
    numbers = np.full((len(levels), len(_COLUMNS)), np.nan)
    code = np.full(len(levels), "", dtype=object)
    for i in np.flatnonzero(data.definitions.kind == "minimum_standard"):
        rows = slice(data.first[i], data.first[i] + data.sizes[i])
        figures = data.value[rows][is_inside[rows]]
        code[i], counts = _judge(figures, levels[i], data.definitions.sign[i])
        numbers[i] = (levels[i], *counts)
    table = pd.DataFrame(numbers, columns=list(_COLUMNS), index=data.measure_ids)
    return table.assign(reason_code=code)


def _judge(figures: Floats, level: float, sign: float) -> tuple[str, tuple[float, float, float]]:
    """Return the reason code of one standard; how many periods, how many met it, the longest breach."""
    nothing = (np.nan, np.nan, np.nan)
    if not np.isfinite(level):
        return "no_standard_level", nothing
    if np.isnan(sign) or sign == 0:
        return "no_direction", nothing
    if not len(figures):
        return "no_later_figure", nothing
    is_met = reaches(figures, level, sign)
    breaches = "".join("m" if met else "b" for met in is_met).split("m")
    longest = max(map(len, breaches))
    return "standard_met" if is_met[-1] else "standard_not_met", (len(is_met), is_met.sum(), longest)
