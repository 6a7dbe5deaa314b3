"""The table of who is left behind: the gap between the worst and the best group of each split."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from psa.pages.sentences.amounts import figure, scale_of
from psa.pages.sentences.dates import period_words
from psa.pages.tables.table import Table
from psa.words import alike, capital, count, significant

STANDINGS = {
    "closing": "closing",
    "widening": "widening",
    "unclear": "not distinguishable from no change",
    "narrower": "narrower, no error published",
    "wider": "wider, no error published",
    "same": "as wide as before",
}
MOST_SETS = 12


def gaps_table(gaps: Sequence[tuple[str, pd.Series, dict[str, Any]]], confidence: float) -> Table:
    """Return who is left behind, a row a split.

    Args:
        gaps: of each split its name, the ratings of one of its groups, and its gap
            (`psa.methods.group_gaps.gap_of_set`).
        confidence: of the interval of the change.
    """
    shown = gaps[:MOST_SETS]
    headers = ["Groups by", "Worst and best, baseline", "Gap", "Worst and best, latest", "Gap"]
    headers += [f"Change of the gap ({100 * confidence:g}% interval)", "It is"]
    notes = [
        "The worst and the best group of each period. The more groups there are, the more of a gap is chance.",
        "Where the parts of a split are no people or places, the gap is between kinds, and nobody is left behind.",
    ]
    if left_out := sum(gap["left_out"] for _, _, gap in shown):
        notes.append(f"Not compared, as they have no figure of both periods: {count(left_out, 'group')}.")
    if len(gaps) > MOST_SETS:
        notes.append(f"{len(gaps) - MOST_SETS} more splits are in the tables of figures.")
    rows = [_row(*gap) for gap in shown]
    return Table("Who is left behind", headers, rows, frozenset({2, 4, 5}), tuple(notes))


def _row(name: str, about: pd.Series, gap: dict[str, Any]) -> list[str]:
    factor = scale_of(about["unit"], about["value_kind"]).factor
    change, lower, upper = (factor * gap[column] for column in ("change", "lower", "upper"))
    words = significant(change)
    if pd.notna(lower):
        words = "{} ({} to {})".format(*alike(change, lower, upper))
    cells = [f"{name} ({count(gap['groups'], 'group')})"]
    for end in ("baseline", "latest"):
        pair = [
            f"{gap[f'{end}_{who}']} {figure(gap[f'{end}_{who}_value'], about)}" for who in ("worst", "best")
        ]
        period = period_words(gap[f"{end}_period"])
        cells += [f"{' · '.join(pair)} ({period})", significant(factor * gap[f"{end}_gap"])]
    return [*cells, words, STANDINGS[gap["standing"]]]


def set_names(sets: pd.DataFrame) -> dict[int, str]:
    """Return what each set is split by, with what else it is limited to where that is not the same for all.

    Args:
        sets: the groups of one indicator (`psa.methods.group_sets.group_sets`).
    """
    first = sets.drop_duplicates("set")
    about = {int(key): (str(name), [*rest.split(" · "), unit]) for key, name, rest, unit in _texts(first)}
    common = set.intersection(*(set(parts) for _, parts in about.values()))
    names = {}
    for key, (name, parts) in about.items():
        limits = ", ".join(dict.fromkeys(part for part in parts if part and part not in common))
        names[key] = capital(name) + (f": {limits}" if limits else "")
    return names


def _texts(first: pd.DataFrame) -> Any:
    return first[["set", "dimension", "rest", "unit"]].to_numpy(object)
