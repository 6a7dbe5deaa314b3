"""Which verdicts stand even among so many tests: Benjamini and Hochberg's rate of false discoveries."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from psa.methods.array_types import Flags

FALSE_DISCOVERY_RATE = 0.10


def survives_benjamini_hochberg(p_values: npt.ArrayLike, rate: float = FALSE_DISCOVERY_RATE) -> Flags:
    """Return which of many tests stand when no more than a share `rate` of them may be false.

    Source: Benjamini and Hochberg, Journal of the Royal Statistical Society B 57 (1995). NaN never stands.

    Args:
        p_values: 1-D.
        rate: the false discovery rate.
    """
    p = np.asarray(p_values, float)
    tested = np.sort(p[np.isfinite(p)])
    # scipy.stats.false_discovery_control says the same, but is slow to import and would be of use here alone
    rank = np.arange(1, len(tested) + 1)
    stands = tested[tested * (len(tested) / rank) <= rate]
    return p <= (stands[-1] if len(stands) else -np.inf)


def mark_survivors(measures: pd.DataFrame, indicators: pd.DataFrame) -> pd.DataFrame:
    """Return the indicators with `survives`: better than the trend even among so many tests.

    The tests are those of all rateable series, one-sided. A set of components survives when more than
    half of those tested do.
    """
    if measures.empty:
        return indicators.assign(survives="")
    rateable = measures[measures["is_rateable"] & measures["p_better"].notna()]
    stands = pd.Series(survives_benjamini_hochberg(1 - rateable["p_better"]), index=rateable.index)
    share = indicators["indicator_id"].map(stands.groupby(rateable["indicator_id"]).mean())
    return indicators.assign(survives=np.where(share.isna(), "", np.where(share > 0.5, "yes", "no")))
