"""The chance of each label, from the chance that each indicator improved."""

import numpy as np
import pandas as pd

from psa.methods.labels import agreement_label
from psa.methods.settings import Settings

LABEL_CHANCES = ("strong_progress", "some_progress", "no_progress", "not_yet_assessed")


DRAWS, SEED = 10_000, 2007


def label_chances(
    indicators: pd.DataFrame, settings: Settings, name: str = "", draws: int = DRAWS, seed: int = SEED
) -> dict:
    """Return the chance of each label, drawing for each indicator whether it truly improved.

    Each assessed indicator improved with the chance that its change since the baseline is truly for the
    better; indicators are taken as independent. One whose figures show no uncertainty that could be
    measured is held at its rating, and counted, so a chance of 1 may mean only that nothing is known.

    Args:
        indicators: rows of one agreement, with `rating` and `p_improved`.
        settings: see `psa.assess.Settings`.
        name: of the agreement; gives it a stream of its own, so that another one changes nothing here.
        draws, seed: how many draws, from which seed.

    Returns:
        `chance_<label>` for each of `LABEL_CHANCES`, `chance_known` (indicators whose chance is known)
        and `expected_false` (improvements that are expected to be none).
    """
    assessed = indicators[indicators["rating"].isin(["improvement", "no_improvement"])]
    seen = (assessed["rating"] == "improvement").to_numpy(float)
    known = assessed["p_improved"].notna().to_numpy()
    chance = np.where(known, assessed["p_improved"].to_numpy(float), seen)
    total = len(indicators)
    labels = np.array(
        [
            LABEL_CHANCES.index(agreement_label(i, len(assessed), total, settings))
            for i in range(len(assessed) + 1)
        ]
    )
    generator = np.random.default_rng([seed, *name.encode()])
    improved = (generator.random((draws, len(assessed))) < chance).sum(axis=1)
    share = np.bincount(labels[improved], minlength=len(LABEL_CHANCES)) / draws
    out = {f"chance_{label}": share[i] for i, label in enumerate(LABEL_CHANCES)}
    return out | {
        "chance_known": int(known.sum()),
        "expected_false": float(((1 - chance) * seen * known).sum()),
    }


FALSE_DISCOVERY_RATE = 0.10


def survives_benjamini_hochberg(p_values, rate: float = FALSE_DISCOVERY_RATE) -> np.ndarray:
    """Return which of many tests stand when no more than a share `rate` of them may be false.

    Source: Benjamini and Hochberg, Journal of the Royal Statistical Society B 57 (1995). NaN never stands.

    Args:
        p_values: 1-D.
        rate: the false discovery rate.
    """
    p = np.asarray(p_values, float)
    tested = np.flatnonzero(np.isfinite(p))
    out = np.zeros(len(p), dtype=bool)
    if not len(tested):
        return out
    order = tested[np.argsort(p[tested], kind="stable")]
    passes = p[order] <= rate * np.arange(1, len(order) + 1) / len(order)
    if passes.any():
        out[order[: np.flatnonzero(passes)[-1] + 1]] = True
    return out


def mark_survivors(measures: pd.DataFrame, indicators: pd.DataFrame) -> pd.DataFrame:
    """Return the indicators with `survives`: better than the trend even among so many tests.

    The tests are those of all rateable series, one-sided. A set of components survives when more than
    half of those tested do.
    """
    if measures.empty:
        return indicators.assign(survives="")
    rateable = measures[measures["is_rateable"] & measures["p_better"].notna()]
    stands = pd.Series(survives_benjamini_hochberg(1 - rateable["p_better"]), index=rateable.index)
    share = stands.groupby(rateable["indicator_id"]).mean()
    found = indicators["indicator_id"].map(share)
    return indicators.assign(survives=np.where(found.isna(), "", np.where(found > 0.5, "yes", "no")))
