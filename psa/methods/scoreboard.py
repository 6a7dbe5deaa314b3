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

from psa.data.periods import parse_period

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


def scoreboard(definitions: pd.DataFrame, indicators: pd.DataFrame, today: np.datetime64) -> pd.DataFrame:
    """Return one row for each indicator with a target or a minimum standard, in the order of the table.

    Args:
        definitions: the table of indicators of the framework.
        indicators: the official ratings, from `psa.methods.indicators.assess_indicators`.
        today: the day as at which it is judged what is due.

    Returns:
        `COLUMNS`: asked and reached in the unit of the indicator (NaN where not known, or where it is a set of
        components), by and reached_period as published.
    """
    about = definitions.set_index("indicator_id")[
        ["target_text", "target_period", "target_value", "target_basis"]
    ]
    asked = indicators[indicators["kind"].isin(["target", "minimum_standard"])]
    rows = [_row(row, about.loc[row["indicator_id"]].to_dict(), today) for row in asked.to_dict("records")]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _row(indicator: dict[Any, Any], about: dict[Any, Any], today: np.datetime64) -> dict[str, Any]:
    is_standard = indicator["kind"] == "minimum_standard"
    figure, period = (
        ("latest_value", "latest_period") if is_standard else ("target_figure", "target_figure_period")
    )
    asked = indicator["standard_level"] if is_standard else indicator["target_level"]
    if (
        pd.isna(asked)
        and about["target_basis"] not in ("change", "percent_change")
        and not indicator["components"]
    ):
        asked = about["target_value"]  # a level is known without any figure
    by = about["target_period"]
    return {
        **{column: indicator[column] for column in ("indicator_id", "agreement_id", "name", "kind", "unit")},
        "target_text": about["target_text"] if isinstance(about["target_text"], str) else "",
        "asked": float(asked) if pd.notna(asked) else np.nan,
        "by": by if isinstance(by, str) else "",
        "reached": float(indicator[figure]) if pd.notna(indicator[figure]) else np.nan,
        "reached_period": indicator[period] if isinstance(indicator[period], str) else "",
        "outcome": _outcome(indicator, is_standard, _is_later(by, today)),
    }


def _is_later(by: object, today: np.datetime64) -> bool:
    """Return whether a target is due after a day; without a date it is not."""
    return isinstance(by, str) and by != "" and bool(np.datetime64(parse_period(by).end) > today)


def _outcome(indicator: dict[Any, Any], is_standard: bool, is_later: bool) -> str:
    if is_standard:
        return _OF_STANDARD.get(indicator["reason_code"], "no_outturn")
    status = indicator["target_status"]
    outcome = _OF_TARGET[status] if status else "no_outturn"
    return "not_due" if outcome == "no_outturn" and is_later else outcome
