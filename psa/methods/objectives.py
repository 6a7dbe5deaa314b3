"""What became of the indicators of each department's own objectives.

An indicator of an objective is rated in the one table of ratings: in the row of the agreement's indicator that it is
shared with, or in its own, which has the objective in the place of an agreement. Nothing is rated here.
"""

import pandas as pd

from psa.data.framework import Framework
from psa.methods.components import ASSESSED

COUNTS = (
    "objective_indicators",
    "objective_improved",
    "objective_assessed",
    "objective_targets_short",
)


def objective_readings(framework: Framework, indicators: pd.DataFrame) -> pd.DataFrame:
    """Return one row for each indicator of an objective, in the order of the table.

    Args:
        framework: the objectives and their indicators.
        indicators: the ratings, from `psa.methods.indicators.assess_indicators`.

    Returns:
        department_id, objective_id, indicator_id (NA where it has no row of ratings), rating, target_distance.
    """
    listed = framework.objective_indicators[["objective_id", "shared_indicator_id"]]
    owners = framework.objectives[["objective_id", "department_id"]]
    rated = indicators[["indicator_id", "rating", "target_distance"]]
    joined = listed.merge(owners, on="objective_id", how="left")
    joined = joined.merge(rated, left_on="shared_indicator_id", right_on="indicator_id", how="left")
    return joined[["department_id", "objective_id", "indicator_id", "rating", "target_distance"]]


def count_objectives(framework: Framework, indicators: pd.DataFrame) -> dict[str, dict[str, int]]:
    """Return `COUNTS` for each department whose objectives have indicators, an indicator of two objectives once.

    A target falls short where its latest figure does, whether or not it is due.
    """
    rows = objective_readings(framework, indicators)
    counts = {}
    for department_id, own in rows.groupby("department_id", sort=False):
        once = own[~own.duplicated("indicator_id") | own["indicator_id"].isna()]
        numbers = (
            len(once),
            int((once["rating"] == "improvement").sum()),
            int(once["rating"].isin(ASSESSED).sum()),
            int((once["target_distance"].astype(float) > 0).sum()),
        )
        counts[str(department_id)] = dict(zip(COUNTS, numbers, strict=True))
    return counts
