"""Each indicator's own rule as one question: does the true value lie between two limits?

================ ========================== ============================== =======
rule             true value                 limits                         family
================ ========================== ============================== =======
improve          change                     above 0                        change
minimum_change   change                     from the minimum change up     change
significance     change                     from z s up                    change
maintain         change                     within the minimum change      change
standard         latest less the level      from 0 up                      margin
target           latest less the level      from 0 up                      margin
================ ========================== ============================== =======

All are in the good direction: a fall that is wanted is positive. Changes and margins are two families, since
how far figures moved tells nothing of how far they stand from a level.
"""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from psa.methods.quantiles import t_quantile
from psa.methods.shrinkage import Floats

CHANGE_RULES = ("improve", "minimum_change", "significance", "maintain")
MARGIN_RULES = ("standard", "target")


def change_error(se_latest: ArrayLike, se_baseline: ArrayLike, correlation: ArrayLike = 0.0) -> Floats:
    """Return the standard error of a change whose two figures have correlated errors.

    sqrt(s1^2 + s0^2 - 2 r s1 s0). Averages of three years that overlap by two have r = 2/3.
    """
    s1, s0, r = (np.asarray(a, float) for a in (se_latest, se_baseline, correlation))
    error: Floats = np.sqrt(np.maximum(s1**2 + s0**2 - 2 * r * s1 * s0, 0.0))
    return error


def own_rules(frame: pd.DataFrame, confidence: float = 0.95) -> pd.DataFrame:
    """Return each measure's rule as an estimate, its standard error and the limits it has to lie between.

    Args:
        frame: one row a measure; `rule` (see the module's top), `sign` (+1 up is good, -1 down is good),
            `change`, `minimum_change` (a size), `change_se`, `latest`, `latest_se`, `level`, and `df`, the
            degrees of freedom of the standard error (inf where it was published). What a rule does not ask
            for may be missing.
        confidence: of the rule that asks for a significant change.

    Returns:
        estimate, standard_error, df, lower, upper, family, on the frame's index. NaN where the rule cannot be
        put as a question: no figure, no limit, no direction.

    Raises:
        ValueError: a rule that is not known.
    """
    rule = frame["rule"].to_numpy(object)
    if len(unknown := set(rule) - {*CHANGE_RULES, *MARGIN_RULES}):
        raise ValueError(f"rule {sorted(unknown)} is not one of {', '.join((*CHANGE_RULES, *MARGIN_RULES))}")
    sign, change, least, error = (
        _column(frame, c) for c in ("sign", "change", "minimum_change", "change_se")
    )
    latest, latest_error, level = (_column(frame, c) for c in ("latest", "latest_se", "level"))
    df = np.where(np.isnan(given := _column(frame, "df")), np.inf, given)
    is_margin = np.isin(rule, MARGIN_RULES)
    turn = np.where(np.abs(sign) == 1, sign, np.nan)
    estimate = np.where(
        is_margin, turn * (latest - level), np.where(rule == "maintain", change, turn * change)
    )
    error = np.where(is_margin, latest_error, error)
    critical = t_quantile((1 + confidence) / 2, df)
    lower = np.select(
        [rule == "minimum_change", rule == "significance", rule == "maintain"],
        [np.abs(least), critical * error, -np.abs(least)],
        0.0,
    )
    upper = np.where(rule == "maintain", np.abs(least), np.inf)
    return pd.DataFrame(
        {
            "estimate": estimate,
            "standard_error": error,
            "df": df,
            "lower": lower,
            "upper": upper,
            "family": np.where(is_margin, "margin", "change"),
        },
        index=frame.index,
    )


def _column(frame: pd.DataFrame, name: str) -> Floats:
    return frame[name].to_numpy(float) if name in frame else np.full(len(frame), np.nan)
