"""An agreement by its best evidence: counts, label and chances beside the official ones.

The label follows the same roll-up as the official one, from the readings of the evidence ladder. It is never called the
agreement's rating: a related series is not the indicator, and its chance counts what such series are worth.
"""

from typing import Any

import numpy as np
import pandas as pd

from psa.methods.label_chances import label_chances
from psa.methods.labels import agreement_label
from psa.methods.settings import Settings
from psa.methods.stand_ins import discounted_chance

OWN = ("A", "B")


def chances_of(readings: pd.DataFrame, worth: dict[str, float]) -> np.ndarray:
    """Return the chance that each indicator itself moved the right way; NaN where nothing was found.

    Args:
        readings: from `psa.methods.evidence_grades.read_indicators`.
        worth: how often a stand-in of a grade agrees with the indicator (`psa.methods.stand_ins`).
    """
    grade = readings["evidence_grade"]
    seen = readings["best_evidence"].map({"improved": 1.0, "not_improved": 0.0, "unclear": 0.5}).astype(float)
    chance = readings["best_chance"].astype(float).fillna(seen).to_numpy()
    return discounted_chance(chance, grade.map(worth).astype(float).fillna(1.0).to_numpy())


def best_of_group(
    readings: pd.DataFrame, worth: dict[str, float], settings: Settings, name: str
) -> dict[str, Any]:
    """Return the counts, label and chances of one agreement by its best evidence.

    Args:
        readings: rows of its indicators, from `psa.methods.evidence_grades.read_indicators`.
        worth: as in `chances_of`.
        settings: of the roll-up.
        name: of the agreement, for a stream of draws of its own.

    Returns:
        best_improved, best_assessed, best_own, best_proxy, best_related (improved, by grade), best_label, and
        best_chance_<label>.
    """
    is_read = readings["best_evidence"] != "none"
    improved = readings["best_evidence"] == "improved"
    grade = readings["evidence_grade"]
    label = agreement_label(int(improved.sum()), int(is_read.sum()), len(readings), settings)
    drawn = pd.DataFrame(
        {
            "rating": np.select([~is_read, improved], ["not_yet_assessed", "improvement"], "no_improvement"),
            "p_improved": chances_of(readings, worth),
        }
    )
    chances = label_chances(drawn, settings, f"best {name}")
    return {
        "best_improved": int(improved.sum()),
        "best_assessed": int(is_read.sum()),
        "best_own": int((improved & grade.isin(OWN)).sum()),
        "best_proxy": int((improved & (grade == "C")).sum()),
        "best_related": int((improved & (grade == "D")).sum()),
        "best_label": label,
        **{
            f"best_{key}": value
            for key, value in chances.items()
            if key.startswith("chance_") and key != "chance_known"
        },
    }
