"""Tables about the best evidence of a whole framework: how many of each grade, and what stand-ins are worth."""

import pandas as pd

from psa.methods.evidence_grades import GRADES
from psa.methods.ratings import Ratings
from psa.methods.stand_ins import agreement_by_grade
from psa.pages.tables.table import Table
from psa.words import capital, number, percent


def grades_table(rated: Ratings) -> Table:
    """Return how many indicators are read from evidence of each grade, and what it says of them."""
    indicators = rated.promised
    rows = []
    for grade, words in GRADES.items():
        readings = indicators.loc[indicators["evidence_grade"] == grade, "best_evidence"]
        counts = [int((readings == reading).sum()) for reading in ("improved", "not_improved", "unclear")]
        rows.append([grade, capital(words), str(len(readings)), *map(str, counts)])
    after = int((indicators["evidence_after"] == "yes").sum())
    notes = (
        f"Of those of grade E, {after} have a series from before the period with later figures only after its end.",
    )
    headers = ["Grade", "Read from", "Indicators", "Moved the right way", "Did not", "Within sampling error"]
    return Table(
        "Indicators by the grade of their best evidence", headers, rows, frozenset({2, 3, 4, 5}), notes
    )


def stand_ins_table(compared: pd.DataFrame) -> Table:
    """Return how often stand-ins moved the way that the indicator itself did, by grade, with its interval.

    Args:
        compared: from `psa.methods.stand_ins.compare_stand_ins`.
    """
    rows = []
    for grade, row in agreement_by_grade(compared).iterrows():
        known = row["indicators"] > 0
        share = row["indicators_agree"] / row["indicators"] if known else float("nan")
        rows.append(
            [
                f"{grade}: {GRADES[str(grade)]}",
                number(row["indicators"]),
                number(row["indicators_agree"]),
                percent(share) if known else "",
                f"{percent(row['lower'])} to {percent(row['upper'])}" if known else "",
                percent(row["by_chance"]) if known else "",
                f"{number(row['series_agree'])} of {number(row['series'])}",
                number(row["worth"], 2),
            ]
        )
    headers = [
        "Grade",
        "Indicators with both",
        "Same direction",
        "Share",
        "95% interval",
        "By chance alone",
        "All series",
        "Worth",
    ]
    notes = (
        "Indicators that have a rating of their own, and a series that would have stood in for them. By chance alone: "
        "the share that would agree if the two had nothing to do with each other. All series: also those that would "
        "not have been taken. Worth: the weight with which such a reading counts in a chance.",
    )
    return Table("How far a stand-in can be trusted", headers, rows, frozenset(range(1, 8)), notes)
