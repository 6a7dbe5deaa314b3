"""The chance of each label, from the chance that each indicator improved."""

from typing import Any

import numpy as np
import pandas as pd

from psa.methods.components import ASSESSED
from psa.methods.labels import agreement_label
from psa.methods.settings import Settings
from psa.methods.vocabulary import LABELS

LABEL_CHANCES = tuple(label for label in LABELS if label != "withheld")
DRAWS, SEED = 10_000, 2007


def label_chances(
    indicators: pd.DataFrame, settings: Settings, name: str = "", draws: int = DRAWS, seed: int = SEED
) -> dict[str, Any]:
    """Return the chance of each label, drawing for each indicator whether it truly improved.

    Each assessed indicator improved with the chance that its change since the baseline is truly for the
    better; indicators are taken as independent. One whose figures show no uncertainty that could be
    measured is held at its rating, and counted, so a chance of 1 may mean only that nothing is known.

    Args:
        indicators: rows of one agreement, with `rating` and `p_improved`.
        settings: see `psa.methods.settings.Settings`.
        name: of the agreement; gives it a stream of its own, so that another one changes nothing here.
        draws, seed: how many draws, from which seed.

    Returns:
        `chance_<label>` for each of `LABEL_CHANCES`, `chance_known` (indicators whose chance is known)
        and `expected_false` (improvements that are expected to be none).
    """
    assessed = indicators[indicators["rating"].isin(ASSESSED)]
    count, total = len(assessed), len(indicators)
    seen = (assessed["rating"] == "improvement").to_numpy(float)
    is_known = assessed["p_improved"].notna().to_numpy()
    chance = np.where(is_known, assessed["p_improved"].to_numpy(float), seen)
    labels = [agreement_label(improved, count, total, settings) for improved in range(count + 1)]
    generator = np.random.default_rng([seed, *name.encode()])
    improved = (generator.random((draws, count)) < chance).sum(axis=1)
    label_numbers = np.array([LABEL_CHANCES.index(label) for label in labels])
    share = np.bincount(label_numbers[improved], minlength=len(LABEL_CHANCES)) / draws
    return {
        **{f"chance_{label}": share[i] for i, label in enumerate(LABEL_CHANCES)},
        "chance_known": int(is_known.sum()),
        "expected_false": float(((1 - chance) * seen * is_known).sum()),
    }
