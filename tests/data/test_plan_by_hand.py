"""Each answer of the Plan for Change again from the raw rows: latest figure, share, time, path and pace, by days."""

import calendar
from pathlib import Path

import pandas as pd
import pytest

from psa.data.load import load_framework
from psa.methods.ratings import rate_framework

FOLDER = Path("data/raw/plan-for-change")
MONTHS = {name: number for number, name in enumerate(calendar.month_abbr) if name}
# measure, start (period and figure; None: its own figure), target, due, what is asked for on the way
TARGETS = [
    ("pfc-2/1:since-9-july-2024", "2024-07-09", 0, 1_500_000, "2029-Jul", []),
    ("pfc-2/2:decisions", "2024-07-05", 0, 150, "2029-Jul", []),
    ("pfc-3/1:within-18-weeks", "2024-Jun", None, 92, "2029-Mar", [("2026-Mar", 65)]),
    ("pfc-4/1:growth", "2025-03-31", 0, 13_000, "2029", [("2026-03-31", 2_972)]),
    ("pfc-5/1:good-level", "2023/24", None, 75, "2027/28", []),
    ("pfc-6/1:clean-share-gb", "2023", None, 95, "2030", []),
]


def last_day(period: str) -> pd.Timestamp:
    if len(period) == 10:
        return pd.Timestamp(period)
    if period[5:] in MONTHS:
        return pd.Timestamp(int(period[:4]), MONTHS[period[5:]], 1) + pd.offsets.MonthEnd(0)
    return pd.Timestamp(int(period[:4]) + 1, 8, 31) if "/" in period else pd.Timestamp(int(period), 12, 31)


def known_rows(measure_id: str, day: pd.Timestamp) -> pd.DataFrame:
    """Return the figures that were out on a day, the latest revision of each, in order."""
    rows = pd.concat(
        [pd.read_csv(path, dtype=str) for path in sorted((FOLDER / "observations").glob("*.csv"))]
    )
    rows = rows[(rows["measure_id"] == measure_id) & rows["value"].notna()]
    lag = int(
        pd.read_csv(FOLDER / "measures.csv", dtype=str).set_index("measure_id").at[measure_id, "release_lag"]
    )
    end = rows["period"].map(last_day)
    known = pd.to_datetime(rows["released"]).fillna(end + pd.Timedelta(days=lag))
    rows = rows.assign(value=rows["value"].astype(float), end=end, known=known)[known <= day]
    return rows.sort_values(["end", "known"]).drop_duplicates("period", keep="last")


@pytest.mark.parametrize("day", ["2025-03-31", "2025-12-31", "2026-03-31"])
def test_the_answers_are_those_of_a_few_lines_on_the_raw_rows(day):
    rated = rate_framework(load_framework("plan-for-change"), as_at=day)
    told = 0
    for measure_id, start, at_start, target, due, steps in TARGETS:
        rows, row = known_rows(measure_id, pd.Timestamp(day)), rated.assessment(measure_id.split(":")[0]).row
        if rows.empty:
            assert row["target_figure"] != row["target_figure"]
            continue
        value, end = rows["value"].iloc[-1], rows["end"].iloc[-1]
        base = rows.loc[rows["period"] == start, "value"].iloc[0] if at_start is None else at_start
        points = [(last_day(start), base), *((last_day(p), v) for p, v in steps), (last_day(due), target)]
        spans = zip(points, points[1:], strict=False)
        path = next(a + (b - a) * ((end - s) / (e - s)) for (s, a), (e, b) in spans if s <= end <= e)
        assert (row["target_figure"], row["target_figure_period"]) == (value, rows["period"].iloc[-1])
        assert row["target_share"] == pytest.approx((value - base) / (target - base))
        gone = (end - points[0][0]) / (points[-1][0] - points[0][0])
        assert row["target_share_time"] == pytest.approx(gone, abs=0.002)
        if gone:
            assert row["target_required"] == pytest.approx(path, abs=0.002 * abs(target - base))
            assert row["target_standing"] == ("ahead" if value > path else "behind")
            left = (points[-1][0] - end).days / 365.25
            assert row["target_pace_needed"] == pytest.approx((target - value) / left, rel=0.005)
        told += 1
    assert told >= {"2025-03-31": 2, "2025-12-31": 5, "2026-03-31": 6}[day]
