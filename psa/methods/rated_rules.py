"""The rule by which each series is rated, put as a question of one number and its limits (`own_rule`)."""

from typing import Any

import numpy as np
import pandas as pd

from psa.methods.array_types import Words
from psa.methods.own_rule import own_rules
from psa.methods.series_data import pick
from psa.methods.settings import Settings
from psa.methods.tested import Tested

RULE_COLUMNS = ("estimate", "standard_error", "df", "lower", "upper", "family")


def rule_columns(tested: Tested, settings: Settings) -> dict[str, Any]:
    """Return `own_rule` and, as `rule_<name>`, what `own_rules` gives of it, one entry a series.

    A target is rated by the change since the baseline, so that is its question here; the chance that it is met
    at its date is another (`target_chance`). The error of a figure is the published one, else the
    irregularity of the series, as everywhere.
    """
    reference = tested.working.stack.reference
    error = pick(tested.data.se, reference)
    change, frame = tested.change, tested.official
    # the return from a baseline far off its own past is no change of what is measured: its chance is not known
    hangs_on_baseline = tested.trend.verdict == "depends_on_baseline_year"
    rule = _rules(tested)
    is_published = (error > 0) | (rule != "standard")
    noise_df = tested.trends.noise_df
    asked = pd.DataFrame(
        {
            "rule": rule,
            "sign": frame["sign"],
            "change": frame["change"],
            "minimum_change": frame["minimum_change"],
            "change_se": np.where(hangs_on_baseline, np.nan, change.se),
            "latest": pick(tested.data.value, reference),
            "latest_se": np.where(error > 0, error, tested.noise),
            "level": frame["standard_level"],
            "df": np.where(rule == "standard", np.where(is_published, np.inf, noise_df), change.df),
        },
        index=tested.data.measure_ids,
    )
    found = own_rules(asked, settings.confidence)
    return {"own_rule": rule, **{f"rule_{name}": found[name].to_numpy() for name in RULE_COLUMNS}}


def _rules(tested: Tested) -> Words:
    """Return which rule rates each series."""
    frame, asked = tested.official, tested.data.definitions
    # without a published error a significant change may be counted by its direction (a setting)
    is_tested = (asked.minimum_change_unit == "significance") & frame["change_se"].notna().to_numpy()
    has_least = np.isfinite(tested.numbers("minimum_change")) & (asked.minimum_change_unit != "significance")
    return np.select(
        [asked.kind == "minimum_standard", asked.sign == 0, is_tested, has_least],
        ["standard", "maintain", "significance", "minimum_change"],
        "improve",
    ).astype(object)
