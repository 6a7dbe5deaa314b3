"""How far a stand-in can be trusted: how often it moved the way that the indicator itself did.

Wherever an indicator has both a reading of its own and series that could stand in for it, the two can be compared. The
share that agree, by grade, is what a reading by a stand-in is worth::

    chance that the indicator itself moved the right way = p q + (1 - p)(1 - q)

with p the stand-in's own chance of a change for the better and q the share that agree, drawn towards a half by a
Beta(2, 2) prior: q = (agreed + 2) / (compared + 4). Nothing compared gives q = 1/2, and so a chance of 1/2.
"""

from typing import Any

import numpy as np
import pandas as pd

from psa.methods.evidence_grades import RATED
from psa.methods.intervals import wilson_interval

Floats = np.ndarray[Any, np.dtype[np.float64]]
PRIOR = 2.0  # of each kind, agreed and not: a stand-in is no better than a coin until shown


def compare_stand_ins(candidates: pd.DataFrame, indicators: pd.DataFrame) -> pd.DataFrame:
    """Return each stand-in beside the indicator's own reading, where both are known.

    Args:
        candidates: from `psa.methods.evidence_grades.candidates`.
        indicators: the official ratings.

    Returns:
        One row a series: measure_id, indicator_id, grade, reading, own (improved, not_improved), agrees, is_first
        (it is the one that would be taken). A series that moved by no more than sampling error is left out.
    """
    rated = indicators[indicators["rating"].isin(RATED)].set_index("indicator_id")
    change = rated["change_good"].astype(float)
    improved = (change > 0).where(change.notna(), rated["rating"] == "improvement")
    stand_ins = candidates[~candidates["is_rateable"] & candidates["indicator_id"].isin(rated.index)]
    stand_ins = stand_ins[stand_ins["reading"] != "unclear"].rename_axis("measure_id").reset_index()
    own = np.where(stand_ins["indicator_id"].map(improved).astype(bool), "improved", "not_improved")
    first = ~stand_ins.duplicated(["indicator_id", "grade"])
    columns = ["measure_id", "indicator_id", "grade", "reading"]
    return stand_ins[columns].assign(own=own, agrees=stand_ins["reading"] == own, is_first=first)


def agreement_by_grade(compared: pd.DataFrame, grades: tuple[str, ...] = ("C", "D")) -> pd.DataFrame:
    """Return how often stand-ins of each grade agree with the indicator itself.

    Args:
        compared: from `compare_stand_ins`.
        grades: which to show, with or without anything compared.

    Returns:
        By grade: indicators, indicators_agree (by the series that would be taken), lower, upper (Wilson, 95 per cent),
        by_chance (the share that would agree if the two had nothing to do with each other), series, series_agree,
        worth (q above, from the indicators).
    """
    rows = []
    for grade in grades:
        series = compared[compared["grade"] == grade]
        first = series[series["is_first"]]
        number, agreed = len(first), int(first["agrees"].sum())
        lower, upper = wilson_interval(agreed, number)
        rows.append(
            {
                "grade": grade,
                "indicators": number,
                "indicators_agree": agreed,
                "lower": float(lower),
                "upper": float(upper),
                "by_chance": agreement_by_chance(first),
                "series": len(series),
                "series_agree": int(series["agrees"].sum()),
                "worth": (agreed + PRIOR) / (number + 2 * PRIOR),
            }
        )
    return pd.DataFrame(rows).set_index("grade")


def agreement_by_chance(compared: pd.DataFrame) -> float:
    """Return the share that would agree if stand-ins and indicators had nothing to do with each other; NaN of none.

    Both can agree because most things moved the right way at the time: with a and b the shares of stand-ins and of
    indicators that did, a b + (1 - a)(1 - b), as in Cohen's kappa (1960).
    """
    if compared.empty:
        return float("nan")
    stand_in, own = ((compared[column] == "improved").mean() for column in ("reading", "own"))
    return float(stand_in * own + (1 - stand_in) * (1 - own))


def discounted_chance(chance: Floats, worth: Floats) -> Floats:
    """Return the chance that an indicator itself moved the right way, from its stand-in's.

    Args:
        chance: of a change for the better of each stand-in, 0 to 1; NaN where not known.
        worth: how often stand-ins of its grade agree, 0 to 1; 1 for an indicator's own measure.
    """
    return chance * worth + (1 - chance) * (1 - worth)
