"""What a reader must know about a rating, as codes."""

import numpy as np
import pandas as pd

from psa.methods.array_types import Flags, Words
from psa.methods.series_data import SeriesData, pick
from psa.methods.settings import Settings


def figure_caveats(data: SeriesData, table: pd.DataFrame, settings: Settings) -> Words:
    """Return the caveats that the figures used tell, as codes joined by ;, one entry a series.

    Args:
        data: the series.
        table: their `change`, `change_se` and `baseline_origin`.
        settings: the period assessed.
    """
    frame, points = data.frame, data.points
    start, end = (frame[name].to_numpy("datetime64[D]") for name in ("start", "end"))
    columns = {
        "months": frame["months"].to_numpy(float),
        "month": frame["start"].dt.month.to_numpy(float),
        "status": frame["status"].to_numpy(object),
        "provenance": frame["provenance"].to_numpy(object),
    }
    first = {name: pick(column, points.baseline) for name, column in columns.items()}
    last = {name: pick(column, points.latest) for name, column in columns.items()}
    has_change = table["change"].notna().to_numpy()
    has_both = has_change & data.has_baseline
    same_length = first["months"] == last["months"]
    origin = table["baseline_origin"].to_numpy(object)
    begins = start[np.maximum(points.latest, 0)] if len(start) else start
    base_ends = points.baseline_end  # of a published one; a default one lies before the period
    inferred = (first["provenance"] == "inferred") | (last["provenance"] == "inferred")
    flags = {
        "default_baseline": has_change & (origin == "default"),
        "old_baseline": has_change & (origin == "default") & _is_old(data, settings),
        "baseline_from_definition": has_change & (origin == "definition"),
        "baseline_inside": has_change & (base_ends > settings.cutoff),
        "period_length": has_both & ~same_length,
        "season": has_both & same_length & (last["months"] < 12) & (first["month"] != last["month"]),
        "straddles": (points.latest >= 0) & (begins <= settings.cutoff),
        "provisional": last["status"] == "provisional",
        "later_vintage": data.definitions.vintage == "later",
        "derived": data.definitions.is_derived,
        "inferred_figure": has_change & inferred,
        "untested": has_change & table["change_se"].isna().to_numpy(),
    }
    return _joined(flags)


def _is_old(data: SeriesData, settings: Settings) -> Flags:
    """Return whether the baseline of each series ended so many years before the period began."""
    end = data.frame["end"].to_numpy("datetime64[D]")
    oldest = settings.cutoff - np.timedelta64(round(365.25 * settings.baseline_oldest), "D")
    rows = data.points.baseline
    if not len(end):
        return rows >= 0
    return np.asarray((rows >= 0) & (end[np.maximum(rows, 0)] < oldest), bool)


def trend_caveats(table: pd.DataFrame, verdicts: pd.DataFrame) -> pd.DataFrame:
    """Return the table with the caveats that only the test of the trend can tell."""
    if table.empty:
        return table
    is_rated = table["change"].notna().to_numpy()
    flags = {
        "few_points": is_rated & (verdicts["trend_baseline_points"] < 4).to_numpy(),
        "overlap": is_rated & verdicts["has_overlap"].to_numpy(),
        "baseline_outlier": is_rated & verdicts["is_baseline_outlier"].to_numpy(),
    }
    both = zip(table["caveats"], _joined(flags), strict=True)
    return table.assign(caveats=[";".join(filter(None, parts)) for parts in both])


def _joined(flags: dict[str, Flags]) -> Words:
    """Return the names of the flags that are true, joined by ;, one entry a series."""
    names = np.array(list(flags))
    grid = np.column_stack([np.asarray(flag, bool) for flag in flags.values()])
    # many series have the same flags: the words are joined once for each set of them
    sets, which = np.unique(grid @ 2 ** np.arange(len(names)), return_index=True, return_inverse=True)[1:]
    words = np.array([";".join(names[row]) for row in grid[sets]], dtype=object)
    return words[which]
