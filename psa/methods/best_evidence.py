"""The best evidence of each indicator and agreement, beside the official rating.

The label of an agreement by its best evidence follows the same roll-up as the official one. It is never called the
agreement's rating: a related series is not the indicator, and its chance counts what such series are worth.
"""

from typing import Any

import numpy as np
import pandas as pd

from psa.data.framework import Framework
from psa.methods.evidence_grades import candidates, only_after_period, read_indicators
from psa.methods.label_chances import independent_chances
from psa.methods.labels import agreement_label
from psa.methods.settings import Settings
from psa.methods.stand_ins import agreement_by_grade, compare_stand_ins, discounted_chance

OWN = ("A", "B")
EVIDENCE = ("evidence_grade", "best_evidence", "best_measure", "best_chance", "evidence_after")


def add_best_evidence(
    indicators: pd.DataFrame,
    framework: Framework,
    measures: pd.DataFrame,
    series: pd.DataFrame,
    settings: Settings,
) -> pd.DataFrame:
    """Return the official ratings with the columns of `EVIDENCE`.

    `best_chance` is the chance that the indicator itself moved the right way: that of what it is read from, discounted
    by how often such series agree with the indicators of this framework.
    """
    readings = read_indicators(framework, measures, indicators, settings)
    worth = agreement_by_grade(compare_stand_ins(candidates(framework, measures), indicators))[
        "worth"
    ].to_dict()
    after = only_after_period(framework, series, settings)
    is_after = (readings["evidence_grade"] == "E") & readings["indicator_id"].isin(after)
    readings = readings.assign(
        best_chance=chances_of(readings, worth), evidence_after=np.where(is_after, "yes", "")
    )
    return indicators.assign(**{column: readings[column].to_numpy() for column in EVIDENCE})


def chances_of(readings: pd.DataFrame, worth: dict[Any, float]) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Return the chance that each indicator itself moved the right way; NaN where nothing is there to go on.

    Args:
        readings: from `psa.methods.evidence_grades.read_indicators`.
        worth: how often a stand-in of a grade agrees with the indicator (`psa.methods.stand_ins`).
    """
    grade = readings["evidence_grade"]
    seen = readings["best_evidence"].map({"improved": 1.0, "not_improved": 0.0, "unclear": 0.5}).astype(float)
    chance = np.asarray(readings["best_chance"].astype(float).fillna(seen), np.float64)
    trusted = np.asarray(grade.map(worth).astype(float).fillna(1.0), np.float64)
    return discounted_chance(chance, trusted)


def best_of_group(indicators: pd.DataFrame, settings: Settings) -> dict[str, Any]:
    """Return the counts, label and chances of one agreement by its best evidence.

    Args:
        indicators: its rows, from `add_best_evidence`.
        settings: of the roll-up.

    Returns:
        best_improved, best_assessed; best_own, best_proxy, best_related (improved, by grade); best_label, and
        best_chance_<label>.
    """
    is_read = indicators["best_evidence"] != "none"
    improved = indicators["best_evidence"] == "improved"
    grade = indicators["evidence_grade"]
    known, total = int(is_read.sum()), len(indicators)
    labels = [agreement_label(count, known, total, settings) for count in range(known + 1)]
    chances = independent_chances(indicators["best_chance"].to_numpy(float)[is_read], labels)
    return {
        "best_improved": int(improved.sum()),
        "best_assessed": int(is_read.sum()),
        "best_own": int((improved & grade.isin(OWN)).sum()),
        "best_proxy": int((improved & (grade == "C")).sum()),
        "best_related": int((improved & (grade == "D")).sum()),
        "best_label": agreement_label(int(improved.sum()), known, total, settings),
        **{f"best_{key}": chance for key, chance in chances.items()},
    }
