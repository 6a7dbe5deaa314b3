"""Tables of the evidence for the methods."""

import pandas as pd

from psa.pages.tables.table import Table
from psa.words import number, percent, significant

NIL = 0.001  # a smaller difference between limits is none that anybody published could show


def shares_table(shares: pd.DataFrame, caption: str, n: int) -> Table:
    """Return the share of series that each rule calls improved, in per cent, by the length of the series.

    Args:
        shares: from `psa.evidence.simulate.improved_shares`; NaN where a rule needs more figures.
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


def intervals_table(intervals: pd.DataFrame) -> Table:
    """Return the largest difference of our interval limits from published ones, by method.

    Args:
        intervals: from `psa.evidence.replay.intervals`.
    """
    rows = [
        [row["method"], str(row["limits"]), _difference(row["largest_difference"])]
        for row in intervals.to_dict("records")
    ]
    headers = ["Method", "Limits compared", "Largest difference"]
    return Table("Interval limits", headers, rows, frozenset({1, 2}))


def _difference(size: float) -> str:
    """Return the size of a difference; one that no published limit could show by its bound."""
    return significant(size) if size >= NIL else f"under {NIL}"


def label_calibration_table(summary: pd.DataFrame) -> Table:
    """Return how far stated chances of labels were from what came true, by made world.

    Args:
        summary: from `psa.evidence.calibration.label_tables`.
    """
    rows = [
        [
            row["world"],
            number(100 * row["worst"], 1),
            number(row["expected_false"], 0),
            f"{row['actual_false']:.0f}",
        ]
        for row in summary.to_dict("records")
    ]
    headers = [
        "Made world",
        "Largest difference in a tenth, in points",
        "False improvements expected",
        "False improvements there were",
    ]
    return Table("Chances of labels in made frameworks", headers, rows, frozenset({1, 2, 3}))


def tenths_table(tenths: pd.DataFrame, world: str) -> Table:
    """Return the stated chances of labels beside the share that came true, by tenth, in one made world.

    Args:
        tenths: from `psa.evidence.calibration.label_tables`.
        world: its name.
    """
    rows = [
        [str(row["cases"]), *(percent(row[name]) for name in ("stated", "low", "high", "actual"))]
        for row in tenths[tenths["world"] == world].to_dict("records")
    ]
    headers = ["Cases", "Stated", "Low end", "High end", "Came true"]
    return Table(f"Stated chances of labels, by tenth: {world}", headers, rows, frozenset(range(5)))


def target_calibration_table(fifths: pd.DataFrame) -> Table:
    """Return the stated chances of meeting targets beside the share that was met, by years known and fifth.

    Args:
        fifths: from `psa.evidence.calibration.target_tables_by_length`.
    """
    rows = [
        [
            "smooth, as from a model" if row["is_smooth"] else "all others",
            str(row["known"]),
            str(row["cases"]),
            percent(row["said"]),
            percent(row["was"]),
        ]
        for row in fifths.to_dict("records")
    ]
    headers = ["Series", "Years known", "Cases", "Stated", "Were met"]
    title = "Chances of meeting targets on series of local areas"
    return Table(title, headers, rows, frozenset({1, 2, 3, 4}))


def trend_worlds_table(trend: pd.DataFrame, counted: pd.DataFrame, n: int) -> Table:
    """Return how often the test of the trend is wrong, and sees a bend, by made world and figures up to the baseline.

    Args:
        trend: from `psa.evidence.trend_worlds.trend_table`.
        counted: from `psa.evidence.counted_worlds.counted_table`.
        n: series made for each figure, for the Monte Carlo error.
    """
    rows = []
    for row in [*trend.to_dict("records"), *counted.to_dict("records")]:
        seen = [number(row[c], 0) for c in ("power_former", "power")]
        false = [number(row[c], 1) for c in ("false_better", "false_worse")]
        rows.append([row["world"], str(row["points"]), *false, *seen])
    headers = ["Made world", "Baseline figures", "False better", "False worse", "Seen before", "Seen now"]
    widest = 100 * (0.025 * 0.975 / n) ** 0.5
    notes = (
        f"Per cent. Monte Carlo error of a false share: about {number(widest, 1)} points; the larger of one and three "
        "later figures. Seen: a bend of three errors a year in three later figures, and of rates and shares a rise to "
        "1.5, 2 and 2.5 times the level; by the test used before, held to 2.5% false, and by the one of today.",
    )
    return Table("The test of the baseline trend", headers, rows, frozenset(range(1, 6)), notes)


def earlier_years_table(found: pd.DataFrame, measures: pd.DataFrame) -> Table:
    """Return how often the test of the trend read series better or worse as if the period had begun earlier.

    Args:
        found: runs, better and worse, by measure_id (`psa.methods.earlier_years`).
        measures: the assessments, by measure_id.
    """
    about = measures.loc[found.index]
    rates = about["is_rateable"].astype(bool)
    speaks = about["trend_verdict"].isin(["better", "worse"])
    groups = {
        "all that were tested": rates | True,
        "those that rate an indicator": rates,
        "of these, those that read better or worse in the real period": rates & speaks,
    }
    rows = []
    for name, is_in in groups.items():
        tested = found[is_in & (found["runs"] > 0)]
        runs = int(tested["runs"].sum())
        shares = [percent(tested[side].sum() / runs, 1) if runs else "" for side in ("better", "worse")]
        rows.append([name, str(len(tested)), f"{runs:,}", *shares])
    headers = ["Series", "How many", "Tests", "Read better", "Read worse"]
    return Table("The test of the trend in earlier years", headers, rows, frozenset({1, 2, 3, 4}))
