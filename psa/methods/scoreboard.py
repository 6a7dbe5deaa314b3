"""Every target and minimum standard of a framework on one board: asked, by when, reached, and what became of it.

=========== ================================================================================
outcome     when
=========== ================================================================================
met         the figure for its date is at or past it; a standard is met in the latest period
missed      the figure for its date is short of it; a standard is not met in the latest period
not_due     its date is later than the day as at which figures are read
no_outturn  it is due, and no figure for its date was found
not_known   its level or its date is not known, or it cannot be assessed
=========== ================================================================================
"""

from typing import Any

import numpy as np
import pandas as pd

OUTCOMES = {
    "met": "met",
    "missed": "missed",
    "not_due": "not due inside the period",
    "no_outturn": "no outturn found",
    "not_known": "cannot be told",
}
_OF_TARGET = {
    "met": "met",
    "not_met": "missed",
    "met_early": "not_due",
    "not_yet_due": "not_due",
    "no_outturn": "no_outturn",
    "no_figure": "no_outturn",
    "no_date": "not_known",
    "no_level": "not_known",
    "baseline_not_positive": "not_known",
}
_OF_STANDARD = {"standard_met": "met", "standard_not_met": "missed", "no_standard_level": "not_known"}
COLUMNS = (
    "indicator_id",
    "agreement_id",
    "name",
    "kind",
    "target_text",
    "asked",
    "by",
    "reached",
    "reached_period",
    "unit",
    "outcome",
)


def scoreboard(definitions: pd.DataFrame, indicators: pd.DataFrame) -> pd.DataFrame:
    """Return one row for each indicator with a target or a minimum standard, in the order of the table.

    Args:
        definitions: the table of indicators of the framework.
        indicators: the official ratings, from `psa.methods.indicators.assess_indicators`.

    Returns:
        `COLUMNS`: asked and reached in the unit of the indicator (NaN where not known, or where it is a set of
        components), by and reached_period as published.
    """
    about = definitions.set_index("indicator_id")[["target_text", "target_period"]]
    asked = indicators[indicators["kind"].isin(["target", "minimum_standard"])]
    rows = [_row(row, about.loc[row["indicator_id"]].to_dict()) for row in asked.to_dict("records")]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _row(indicator: dict[Any, Any], about: dict[Any, Any]) -> dict[str, Any]:
    is_standard = indicator["kind"] == "minimum_standard"
    figure, period = (
        ("latest_value", "latest_period") if is_standard else ("target_figure", "target_figure_period")
    )
    asked = indicator["standard_level"] if is_standard else indicator["target_level"]
    by = about["target_period"]
    return {
        **{column: indicator[column] for column in ("indicator_id", "agreement_id", "name", "kind", "unit")},
        "target_text": about["target_text"] if isinstance(about["target_text"], str) else "",
        "asked": float(asked) if pd.notna(asked) else np.nan,
        "by": by if isinstance(by, str) else "",
        "reached": float(indicator[figure]) if pd.notna(indicator[figure]) else np.nan,
        "reached_period": indicator[period] if isinstance(indicator[period], str) else "",
        "outcome": _outcome(indicator, is_standard),
    }


def _outcome(indicator: dict[Any, Any], is_standard: bool) -> str:
    if is_standard:
        return _OF_STANDARD.get(indicator["reason_code"], "no_outturn")
    status = indicator["target_status"]
    return _OF_TARGET[status] if status else "no_outturn"
