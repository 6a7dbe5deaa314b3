"""The chances of the labels of a framework, and of its indicators to meet their own rules."""

import numpy as np
import pandas as pd

from psa.data.framework import Framework
from psa.methods.components import ASSESSED
from psa.methods.error_groups import MODELLED, error_groups
from psa.methods.label_chances import LabelChances, label_chances
from psa.methods.labels import agreement_label
from psa.methods.rated_rules import RULE_COLUMNS
from psa.methods.settings import Settings

MET = ("chance_met", "chance_met_low", "chance_met_high")


def framework_chances(
    framework: Framework, indicators: pd.DataFrame, measures: pd.DataFrame | None, settings: Settings
) -> LabelChances:
    """Return the chance of each label of each agreement, and of each rated indicator.

    Args:
        framework: its agreements, and which series share their errors.
        indicators: as the roll-up counts them.
        measures: rows of `psa.methods.indicators.measure_assessments`; None where the rating goes by
            another rule than the official one, of which no chance is known.
        settings: of the roll-up, and the correlations of shared errors.
    """
    rated = indicators[indicators["rating"].isin(ASSESSED)]
    table = _unknown(rated) if measures is None else rated_measures(framework, rated, measures)
    return label_chances(
        table,
        _labels(framework, indicators, settings),
        settings.component_rule,
        settings.shared_error,
        settings.model_error,
    )


def rated_measures(framework: Framework, rated: pd.DataFrame, measures: pd.DataFrame) -> pd.DataFrame:
    """Return a row for each measure that a rated indicator is rated by, as `label_chances` takes them."""
    order = {indicator_id: place for place, indicator_id in enumerate(rated["indicator_id"])}
    is_used = measures["is_rateable"].astype(bool) & measures["rating"].isin(ASSESSED)
    used = measures[is_used & measures["indicator_id"].isin(order)]
    used = used.iloc[np.argsort(used["indicator_id"].map(order).to_numpy(), kind="stable")]
    groups = error_groups(framework).reindex(used.index)
    # a full count has no error unless one was published with it
    is_count = (groups["figure_basis"] == "count") & ~used["has_sampling_error"].astype(bool)
    table = used[["agreement_id", "indicator_id"]].assign(
        **{name: used[f"rule_{name}"] for name in RULE_COLUMNS},
        error_group=groups["error_group"],
        is_modelled=groups["figure_basis"].isin(MODELLED),
        is_met=used["rating"] == "improvement",
    )
    table["standard_error"] = table["standard_error"].astype(float).mask(is_count, 0.0)
    return table.reset_index(drop=True)


def _unknown(rated: pd.DataFrame) -> pd.DataFrame:
    """Return a row for each rated indicator of whose rule no chance is known."""
    numbers = {"estimate": np.nan, "standard_error": np.nan, "df": np.inf, "lower": 0.0, "upper": np.inf}
    return (
        rated[["agreement_id", "indicator_id"]]
        .assign(**numbers, family="change", error_group="", is_met=rated["rating"] == "improvement")
        .reset_index(drop=True)
    )


def _labels(framework: Framework, indicators: pd.DataFrame, settings: Settings) -> dict[str, list[str]]:
    """Return, for each agreement, the label that it has if 0, 1, ... of its rated indicators improved."""
    total = indicators.groupby("agreement_id").size()
    assessed = indicators[indicators["rating"].isin(ASSESSED)].groupby("agreement_id").size()
    labels = {}
    # an objective or action whose own indicators are rated stands in the place of an agreement
    names = [*framework.agreements["agreement_id"], *framework.indicators["agreement_id"]]
    for name in dict.fromkeys(names):
        known, every = int(assessed.get(name, 0)), int(total.get(name, 0))
        labels[str(name)] = [agreement_label(count, known, every, settings) for count in range(known + 1)]
    return labels


def with_chances(indicators: pd.DataFrame, chances: pd.DataFrame) -> pd.DataFrame:
    """Return indicators with the chance of each to meet its own rule (`MET`); NaN where it is not known."""
    found = chances.reindex(indicators["indicator_id"])
    return indicators.assign(**{name: found[name].to_numpy(float) for name in MET})
