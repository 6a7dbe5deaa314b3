"""Tables of the evidence for the methods."""

import pandas as pd

from psa.pages.tables.table import Table
from psa.words import number, percent


def shares_table(shares: pd.DataFrame, caption: str, n: int) -> Table:
    """Return the share of series that each rule calls improved, in per cent, by the length of the series.

    Args:
        shares: from `psa.simulate.improved_shares`; NaN where a rule needs more figures.
        caption: the made world.
        n: series made for each length, for the Monte Carlo error.
    """
    rows = [
        [rule, *("" if pd.isna(v) else number(100 * v, 1) for v in values)]
        for rule, values in zip(shares.index, shares.to_numpy(), strict=True)
    ]
    widest = 100 * (0.25 / n) ** 0.5
    notes = (
        f"Monte Carlo error of a share: at most {number(widest, 2)} points. Empty: the rule needs more figures.",
    )
    headers = ["Rule", *(f"{c} figures" for c in shares.columns)]
    return Table(caption, headers, rows, frozenset(range(1, len(headers))), notes)


def coverage_table(back: pd.DataFrame) -> Table:
    """Return how often projections held the figure that came, by the origin of the series."""
    rows = []
    for origin, group in back.groupby("origin", sort=False):
        known = group[group["lower"].notna()]
        rows.append(
            [
                str(origin),
                f"{known['series'].nunique()}",
                f"{len(known)}",
                percent(known["is_inside_plain"].mean(), 1),
                percent(known["is_inside"].mean(), 1),
            ]
        )
    headers = [
        "Series from",
        "Series",
        "Windows",
        "Held by the plain 95% interval",
        "Held when widened by 30%",
    ]
    none = () if rows else ("No yearly series is long enough for one window.",)
    return Table("Projections three years on, from six figures", headers, rows, frozenset({1, 2, 3, 4}), none)


def replay_table(ratings: pd.DataFrame) -> Table:
    """Return how many published German ratings are re-created, by kind of indicator."""
    rows = [
        [str(kind), str(len(g)), str(int(g["agrees"].sum())), percent(g["agrees"].mean(), 1)]
        for kind, g in ratings.groupby("kind")
    ]
    rows.append(
        ["all", str(len(ratings)), str(int(ratings["agrees"].sum())), percent(ratings["agrees"].mean(), 1)]
    )
    return Table(
        "Published German ratings re-created",
        ["Kind", "Published", "The same", "Share"],
        rows,
        frozenset({1, 2, 3}),
    )
