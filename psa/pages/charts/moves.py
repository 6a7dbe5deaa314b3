"""What components did: in a word, and the best first."""

import numpy as np
import pandas as pd

from psa.pages.charts.look import MOVE_OF_REASON
from psa.pages.charts.numbers import Row, text_of


def sort_components(rows: pd.DataFrame) -> list:
    """Return the ids of components, the greatest change for the better first, those not assessed last.

    Changes are compared in their unit where there is one unit, else as a percentage of the baseline.
    """
    change = rows["change_good"]
    if rows["unit"].nunique() > 1:
        change = rows["change_percent"].abs() * np.sign(rows["change_good"])
    assessed = rows["rating"].isin(["improvement", "no_improvement"])
    names = [component_name(row, str(key)) for key, row in rows.to_dict("index").items()]
    order = pd.DataFrame({"out": ~assessed, "change": -change.where(assessed), "name": names})
    return list(order.sort_values(["out", "change", "name"], kind="stable").index)


def component_name(row: Row, otherwise: str) -> str:
    """Return what a component is called."""
    return text_of(row["dimension_value"]) or text_of(row["label"]) or otherwise


def move_of(row: Row) -> str:
    """Return in a word what a component did."""
    if row["rating"] not in {"improvement", "no_improvement"}:
        return "not assessed"
    otherwise = "improved" if row["rating"] == "improvement" else "no change"
    return MOVE_OF_REASON.get(row["reason_code"], otherwise)
