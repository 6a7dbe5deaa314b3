"""What became of one indicator, in one line: for lists of indicators of objectives and of actions."""

from typing import Any

import pandas as pd

from psa.methods.evidence_grades import GRADES, RATED, READINGS
from psa.methods.ratings import Ratings
from psa.methods.scoreboard import OUTCOMES
from psa.methods.vocabulary import BASELINES, REASONS
from psa.pages.sentences.dates import period_words
from psa.pages.sentences.phrases import when
from psa.words import escape, in_text, in_words

NO_FIGURES = "no figures of it are in the tables"


def describe_result(rated: Ratings, indicator_id: object) -> str:
    """Return the rating of an indicator with its reason, its target's outcome and the grade of its evidence.

    Without a row of ratings it says that there are no figures.
    """
    rows = rated.indicators[rated.indicators["indicator_id"] == indicator_id]
    if rows.empty:
        return NO_FIGURES
    row = rows.iloc[0].to_dict()
    said = f"**{in_words(rated.framework)(row['rating'])}** ({_reason(rated, row)})"
    return "; ".join(part for part in (said, _target(rated, row), _evidence(row)) if part)


def _reason(rated: Ratings, row: dict[Any, Any]) -> str:
    """Return why an indicator has its rating, with the figures of its one series as people write them."""
    if row["rating"] not in RATED or not row["measure_id"] or pd.isna(row["change"]):
        return escape(row["reason"])
    decimals = rated.measures["decimals"].get(row["measure_id"], float("nan"))
    figures = [
        f"{in_text(row[f'{end}_value'], decimals)} ({period_words(row[f'{end}_period'])})"
        for end in ("baseline", "latest")
    ]
    base = BASELINES.get(row["baseline_origin"], "baseline").replace("the published baseline", "baseline")
    return f"{REASONS[row['reason_code']].words}: {base} {figures[0]}, latest {figures[1]}"


def _target(rated: Ratings, row: dict[Any, Any]) -> str:
    """Return what was asked by when, and what became of it; empty where nothing was asked."""
    board = rated.scoreboard
    board = board[board["indicator_id"] == row["indicator_id"]]
    if board.empty or pd.isna(board["asked"].iloc[0]):
        return ""
    asked = board.iloc[0].to_dict()
    decimals = rated.measures["decimals"].get(row["measure_id"], float("nan"))
    by = f" by {period_words(asked['by'])}" if asked["by"] else ""
    reached = ""
    if pd.notna(asked["reached"]):
        reached = f", {in_text(asked['reached'], decimals)} {when(asked['reached_period'])}"
        reached += ", short of it" if row["target_distance"] > 0 else ""
    return f"asked {in_text(asked['asked'])}{by}: {OUTCOMES[asked['outcome']]}{reached}"


def _evidence(row: dict[Any, Any]) -> str:
    """Return the grade of the best evidence, and what it says where that is not the rating itself."""
    grade = row["evidence_grade"]
    words = f"grade {grade} of evidence ({GRADES[grade]})"
    return words if grade in {"A", "B", "E"} else f"best evidence: {READINGS[row['best_evidence']]}, {words}"
