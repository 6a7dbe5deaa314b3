"""What is asked of each series: the definition of its indicator beside its figures."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from psa.data.framework import Framework
from psa.data.periods import parse_period, period_times
from psa.methods.array_types import Counts, Flags, Floats, Words
from psa.methods.error_groups import error_groups

FROM_INDICATOR = (
    "kind",
    "target_value",
    "target_basis",
    "target_period",
    "baseline_value",
    "baseline_period",
    "minimum_change",
    "minimum_change_unit",
    "minimum_change_years",
    "target_from",
    "per_cent_of_size",
    "compared_with",
    "important_change",
    "important_change_unit",
)


@dataclass(frozen=True)
class Definitions:
    """What is asked of each series, one entry a series; words are empty and numbers NaN where nothing is.

    Attributes:
        kind: improve, target or minimum_standard.
        sign: +1 where up is better, -1 where down is, 0 where it is to be held, NaN where nothing is.
        unit, value_kind: of its figures.
        minimum_change, minimum_change_unit: the smallest change that counts, and what it is counted in.
        minimum_change_years: the years that it is asked over, where it is so much in every so many years.
        important_change, important_change_unit: the smallest change that matters, and its unit.
        target_value, target_basis, target_period: the target, as published.
        target_time: when it is due, in decimal years.
        baseline_value, baseline_period: the published baseline.
        vintage: original, or later.
        is_derived: whether the figures are computed from published ones.
        counts_from: where figures that are a change or a running total since a day are 0.
        target_from: the first day or period that a cumulative target counts.
        per_cent_of_size: whether a change in per cent is of the size of a negative baseline.
        compared_with: what the latest figure is compared with.
        is_modelled: whether a model made the figures or smoothed them.
        is_adjusted: whether the publisher took the seasons out.
        error_correlation: of the errors of the two figures compared.
        milestones: period and value of each, as ``2026=65;2027=70``; empty where there is none.
        figure_basis: how the figures come about, as declared; empty where nothing is.
        error_group: the survey, publisher or cohort that the figures come from.
    """

    kind: Words
    sign: Floats
    unit: Words
    value_kind: Words
    minimum_change: Floats
    minimum_change_unit: Words
    minimum_change_years: Floats
    important_change: Floats
    important_change_unit: Words
    target_value: Floats
    target_basis: Words
    target_period: Words
    target_time: Floats
    baseline_value: Floats
    baseline_period: Words
    vintage: Words
    is_derived: Flags
    counts_from: Words
    target_from: Words
    per_cent_of_size: Flags
    compared_with: Words
    is_modelled: Flags
    is_adjusted: Flags
    error_correlation: Floats
    milestones: Words
    figure_basis: Words
    error_group: Words


def definitions_of(frame: pd.DataFrame, first: Counts) -> Definitions:
    """Return the definition that stands beside the first figure of each series.

    Args:
        frame: from `psa.methods.long_frame.prepare_frame`.
        first: where each series begins.
    """

    def words(column: str) -> Words:
        return frame[column].to_numpy(object)[first]

    def numbers(column: str) -> Floats:
        return frame[column].to_numpy(float)[first]

    return Definitions(
        kind=words("kind"),
        sign=numbers("sign"),
        unit=words("unit"),
        value_kind=words("value_kind"),
        minimum_change=numbers("minimum_change"),
        minimum_change_unit=words("minimum_change_unit"),
        minimum_change_years=numbers("minimum_change_years"),
        important_change=numbers("important_change"),
        important_change_unit=words("important_change_unit"),
        target_value=numbers("target_value"),
        target_basis=words("target_basis"),
        target_period=words("target_period"),
        target_time=period_times(words("target_period")),
        baseline_value=numbers("baseline_value"),
        baseline_period=words("baseline_period"),
        vintage=words("vintage"),
        is_derived=frame["is_derived"].to_numpy(bool)[first],
        counts_from=words("counts_from"),
        target_from=words("target_from"),
        per_cent_of_size=frame["per_cent_of_size"].to_numpy(bool)[first],
        compared_with=words("compared_with"),
        is_modelled=np.isin(words("figure_basis"), ["model", "smoothed"]),
        is_adjusted=frame["seasonally_adjusted"].to_numpy(bool)[first],
        error_correlation=numbers("error_correlation"),
        milestones=words("milestones"),
        figure_basis=words("figure_basis"),
        error_group=words("error_group"),
    )


def with_definitions(series: pd.DataFrame, framework: Framework) -> pd.DataFrame:
    """Return the long frame with each indicator's definition beside its figures.

    A definition belongs to the series that are rated: targets, minimum changes and the baseline's value
    are left out elsewhere, and the value also where several components share one definition. An
    indicative series keeps the published baseline period only where it has a figure for it.
    """
    asked = framework.indicators.set_index("indicator_id")[list(FROM_INDICATOR)]
    groups = error_groups(framework)["error_group"]
    frame = series.join(asked, on="indicator_id").join(groups, on="measure_id")
    frame["milestones"] = frame["indicator_id"].map(milestone_steps(framework))
    is_indicative = ~frame["is_rateable"].astype(bool)
    is_shared = frame["indicator_id"].map(rateable_measures(framework)).fillna(0) > 1
    frame.loc[is_indicative | is_shared, "baseline_value"] = np.nan
    frame.loc[is_indicative, ["target_value", "minimum_change"]] = np.nan
    frame.loc[is_indicative, ["target_period", "target_basis", "minimum_change_unit", "milestones"]] = None
    frame.loc[is_indicative, "kind"] = "improve"
    frame.loc[is_indicative & ~_has_baseline(frame), "baseline_period"] = None
    # what counts from a start is 0 there, and is compared with nothing else
    counts = frame["counts_from"].notna()
    frame.loc[counts, "baseline_period"] = frame.loc[counts, "counts_from"]
    frame.loc[counts, "baseline_value"] = 0.0
    return frame


def milestone_steps(framework: Framework) -> dict[str, str]:
    """Return the milestones of each indicator that has some, as ``2026=65;2027=70``."""
    table = framework.milestones
    steps = table["period"].astype(str) + "=" + table["value"].astype(float).astype(str)
    return {str(name): ";".join(group) for name, group in steps.groupby(table["indicator_id"])}


def _has_baseline(frame: pd.DataFrame) -> pd.Series:
    """Return, for each row, whether its measure has a figure for the published baseline period."""
    stated = frame["baseline_period"]
    periods = {label: parse_period(label) for label in stated.dropna().unique()}
    starts, ends = (
        pd.to_datetime(stated.map({label: pd.Timestamp(getattr(p, side)) for label, p in periods.items()}))
        for side in ("start", "end")
    )
    is_baseline = (frame["start"] == starts) & (frame["end"] == ends)
    return is_baseline.groupby(frame["measure_id"]).transform("any")


def rateable_measures(framework: Framework) -> dict[str, int]:
    """Return how many measures each indicator may be rated by; those without any are left out."""
    both = pd.concat([framework.measures, framework.derived_measures])
    counts = both[both["is_rateable"].astype(bool)].groupby("indicator_id").size()
    return {str(indicator_id): int(count) for indicator_id, count in counts.items()}
