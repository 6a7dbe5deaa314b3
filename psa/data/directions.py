"""Take the direction of an indicator that has none of its own from the table of proposals.

What a person has confirmed counts; until then what was proposed does, and is named as a proposal wherever it shows.
"""

import pandas as pd


def with_directions(indicators: pd.DataFrame, proposals: pd.DataFrame) -> tuple[pd.DataFrame, frozenset[str]]:
    """Return the indicators with the directions of `directions.csv`, and the ids of those that are proposals.

    Args:
        indicators: typed; one whose own direction is not none keeps it.
        proposals: the typed table `directions`.
    """
    if proposals.empty:
        return indicators, frozenset()
    chosen = proposals.set_index("indicator_id")
    is_open = indicators["direction"] == "none"
    confirmed = indicators["indicator_id"].map(chosen["confirmed"]).where(is_open)
    proposed = indicators["indicator_id"].map(chosen["proposed"]).where(is_open & confirmed.isna())
    proposed = proposed.mask(proposed == "none")
    direction = (
        confirmed.fillna(proposed).fillna(indicators["direction"]).astype(indicators["direction"].dtype)
    )
    return indicators.assign(direction=direction), frozenset(indicators.loc[proposed.notna(), "indicator_id"])
