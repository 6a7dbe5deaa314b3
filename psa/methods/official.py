"""The official rule: the change since the baseline, in the right direction, by enough.

The rule of the framework that the workbook was first made for (its ``rules.csv`` says where each part was
read): the change from the baseline to the latest comparable figure inside the period, in the indicator's
direction, against its minimum change where one is set.

=================== ==============================================================================
rating              when
=================== ==============================================================================
improvement         moved the right way, by at least the minimum change where one is set
no_improvement      did not; `detail` keeps *deteriorated* apart from *unchanged* and *too_small*
not_yet_assessed    no figure after the baseline, or no baseline yet
withheld            assessed at the time, but not published
not_rateable        there are figures, but the rule cannot be applied to them
=================== ==============================================================================

A change smaller than half of the last published digit is none (`psa.methods.precision`).
No change is ever computed across a declared break, between two vintages (they are two measures), from
a proxy, or between periods that overlap.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from psa.methods.array_types import Flags, Floats, Words
from psa.methods.blocks import blocks_of
from psa.methods.caveats import figure_caveats, trend_caveats
from psa.methods.compared import Compared, compared_figures
from psa.methods.definitions import Definitions
from psa.methods.equivalence import stated_in_unit
from psa.methods.long_frame import prepare_frame
from psa.methods.official_standards import judge_standards
from psa.methods.official_targets import judge_targets, target_levels
from psa.methods.outturns import SUMMED
from psa.methods.precision import is_change
from psa.methods.quantiles import normal_critical
from psa.methods.series_data import SeriesData, pick, published_decimals, series_data
from psa.methods.settings import Settings, usual_settings
from psa.methods.verdicts import judge
from psa.methods.vocabulary import REASONS


def assess_measures(frame: pd.DataFrame, settings: Settings | None = None) -> pd.DataFrame:
    """Assess every measure of a long frame at once, by the official rule and by our own verdicts.

    Args:
        frame: see `prepare_frame`; one row a measure and period, with the definition of the measure's
            indicator in further columns (`psa.methods.definitions.FROM_INDICATOR`).
        settings: see `Settings`; without it, the defaults of ``params/settings.yml``.

    Returns:
        One row a measure, by measure_id, in order of id, with the columns that `psa.methods.columns` lists for
        single measures: the figures used, the change, rating, reason, target, standard, caveats (codes
        joined by ;), and our verdicts with their working (`psa.methods.verdicts.judge`).

    Raises:
        ValueError: see `prepare_frame`.
    """
    settings = settings or usual_settings()
    frame = prepare_frame(frame)
    parts = [_assess_block(block, settings) for block in blocks_of(frame)]
    return parts[0] if len(parts) == 1 else pd.concat(parts).loc[frame["measure_id"].unique()]


def _assess_block(frame: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Return the assessment of some series, from `prepare_frame`."""
    data = series_data(frame.reset_index(drop=True), settings)
    two = compared_figures(data, settings)
    pair = _pairs(data, two, settings)
    levels = target_levels(data.definitions, data.published_baseline)
    standards = judge_standards(data, levels, settings)
    is_standard = data.definitions.kind == "minimum_standard"
    reason = np.where(is_standard, standards["reason_code"], pair.reason)
    table = pd.concat(
        [
            _change_table(data, pair, reason),
            judge_targets(data, pair.first, settings),
            standards.drop(columns="reason_code"),
        ],
        axis=1,
    )
    table["caveats"] = figure_caveats(data, table, settings)
    verdicts = judge(data, table, two, settings)
    return pd.concat([trend_caveats(table, verdicts), verdicts], axis=1)


@dataclass(frozen=True)
class _Pairs:
    """The two figures of each series and the change between them, one entry a series.

    Attributes:
        first, last: the figures; NaN where there is none.
        first_period, last_period: their labels, empty where there is none.
        change, change_se: latest less baseline, and its standard error.
        least: the smallest change that counts, in the unit.
        reason: the reason code of the rating by the change.
        origin: who chose the baseline.
    """

    first: Floats
    last: Floats
    first_period: Words
    last_period: Words
    change: Floats
    change_se: Floats
    least: Floats
    reason: Words
    origin: Words


def _pairs(data: SeriesData, two: Compared, settings: Settings) -> _Pairs:
    asked, change_se = data.definitions, two.change_se
    is_moved = is_change(two.first, two.last, published_decimals(data))
    change = np.where(two.reason == "", np.where(is_moved, two.last - two.first, 0.0), np.nan)
    least = stated_in_unit(asked.minimum_change, asked.minimum_change_unit, asked.unit, two.first)
    least = least * _times_asked(data)
    codes = _rate_changes(asked, change, least, change_se, settings)
    codes[(asked.minimum_change_unit == "percent") & (asked.minimum_change > 0) & (two.first == 0)] = (
        "no_least_change"
    )
    codes[_counts_of_other_spans(data)] = "other_lengths"
    return _Pairs(
        first=two.first,
        last=two.last,
        first_period=two.first_period,
        last_period=two.last_period,
        change=change,
        change_se=change_se,
        least=least,
        reason=np.where(two.reason == "", codes, two.reason),
        origin=two.origin,
    )


def _counts_of_other_spans(data: SeriesData) -> Flags:
    """Return which series count or add up over spans of different length at the two ends, as a year and a quarter."""
    months = data.frame["months"].to_numpy(float)
    ends = [pick(months, rows) for rows in (data.points.baseline, data.points.latest)]
    is_summed = np.isin(data.definitions.value_kind, SUMMED)
    return np.asarray(is_summed & (ends[0] != ends[1]) & (np.minimum(*ends) > 0), bool)


def _times_asked(data: SeriesData) -> Floats:
    """Return how many times the least change is asked between the two figures, where it is so much every so often."""
    years = data.definitions.minimum_change_years
    time = data.frame["time"].to_numpy(float)
    apart = pick(time, data.points.latest) - pick(time, data.points.baseline)
    return np.where(np.isfinite(years * apart) & (years > 0), apart / years, 1.0)


def _rate_changes(
    asked: Definitions, change: Floats, least: Floats, change_se: Floats, settings: Settings
) -> Words:
    """Return the reason code of each change."""
    good = asked.sign * change
    needs_test = asked.minimum_change_unit == "significance"
    can_test = needs_test & np.isfinite(change_se)
    z = normal_critical(settings.confidence)
    with np.errstate(invalid="ignore"):
        code = np.select([good > 0, good < 0], ["improved", "deteriorated"], default="unchanged")
        code = code.astype(object)
        code[(good > 0) & (good < least * (1 - 1e-9))] = "too_small"
        code[can_test & (good > 0) & (good < z * change_se)] = "not_significant"
    if settings.untested_change == "not_rateable":
        code[needs_test & ~can_test & (good > 0)] = "significance_untestable"
    to_be_held = asked.sign == 0
    is_held = np.abs(change) <= np.where(np.isfinite(least), least, 0)
    code[to_be_held] = np.where(is_held, "maintained", "not_held")[to_be_held]
    code[np.isnan(asked.sign)] = "no_direction"
    return code


def _change_table(data: SeriesData, pair: _Pairs, reason: Words) -> pd.DataFrame:
    """Return the columns on the change and its rating."""
    asked, change = data.definitions, pair.change
    with np.errstate(divide="ignore", invalid="ignore"):
        percent = np.where(pair.first != 0, 100 * change / np.abs(pair.first), np.nan)
    return pd.DataFrame(
        {
            "n_points": data.sizes,
            "baseline_period": pair.first_period,
            "baseline_value": pair.first,
            "baseline_origin": np.where(pair.first_period == "", "", pair.origin),
            "latest_period": pair.last_period,
            "latest_value": pair.last,
            "change": change,
            "change_good": np.where(asked.sign == 0, -np.abs(change), asked.sign * change),
            "change_percent": percent,
            "change_se": np.where(reason == "", np.nan, pair.change_se),
            "minimum_change": pair.least,
            "minimum_change_unit": asked.minimum_change_unit,
            "sign": asked.sign,
            "unit": asked.unit,
            "kind": asked.kind,
            "rating": [REASONS[code].rating for code in reason],
            "reason_code": reason,
        },
        index=data.measure_ids,
    )
