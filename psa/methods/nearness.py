"""The indicators without a rating, in the order of how near they are to one."""

import pandas as pd

from psa.methods.components import ASSESSED

WITHHELD = "withheld"
# no figure of its own: it is further from a rating than one with figures on one side
WITHOUT_FIGURES = ("no_figures", "indicative_only")


def nearest_first(indicators: pd.DataFrame) -> pd.DataFrame:
    """Return the indicators without a rating, those first that lack least.

    First by the grade of the best evidence, A to E; then those with figures of their own; then, of the rest, those
    with a series that goes on after the period; then the order of the table. What was withheld is not for us to
    settle and is left out.

    Args:
        indicators: the official ratings, with `psa.methods.best_evidence.EVIDENCE`.
    """
    waiting = indicators[~indicators["rating"].isin([*ASSESSED, WITHHELD])]
    keys = pd.DataFrame(
        {
            "grade": waiting["evidence_grade"],
            "is_bare": waiting["reason_code"].isin(WITHOUT_FIGURES),
            "is_open": waiting["evidence_after"] != "yes",
        }
    )
    return waiting.loc[keys.sort_values(["grade", "is_bare", "is_open"], kind="stable").index]
