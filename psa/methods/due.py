"""Which figure settles a target: the one that covers the target's own period, or that of its day.

A target is due in a period (2009, 2010-11, 2009-Q4) or on a day.

====================== ===================================================================================
due                    settled by
====================== ===================================================================================
a period               the figure of exactly that period: 2010 does not settle 2009, nor does 2008-09 2008
the same               all figures of equal length that make it up: four quarters settle a year, one does not
the same, of stocks    the last stock that the series has in it: of yearly stocks on 31 December, that one
a day                  the stock of that day or the first within 31 days after it
the same, of periods   the period that ends on that day or the first that ends within 31 days after it
====================== ===================================================================================

A stock is a figure of a single day. Dates are numpy days; figures are those of one series in time order.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Days = NDArray[np.datetime64]
GRACE = np.timedelta64(31, "D")
ONE_DAY = np.timedelta64(1, "D")


@dataclass(frozen=True)
class Due:
    """When a target is due: first and last day, the same where it is due on a day."""

    start: np.datetime64
    end: np.datetime64

    @property
    def is_day(self) -> bool:
        """Return whether it is due on a day."""
        return bool(self.start == self.end)


def settling_figures(start: Days, end: Days, due: Due) -> NDArray[np.int64]:
    """Return the positions of the figures that settle a target; none where nothing does.

    Several only where they make up the period together: their mean (of rates and levels) or their sum (of
    counts) is then the figure to judge.

    Args:
        start, end: first and last day of each figure.
        due: when the target is due.
    """
    is_stock = start == end
    if due.is_day:
        near = np.flatnonzero((end >= due.end) & (end <= due.end + GRACE))
        return near[np.argsort(end[near], kind="stable")][:1]
    exact = np.flatnonzero((start == due.start) & (end == due.end))
    if len(exact):
        return exact[-1:]
    inside = (start >= due.start) & (end <= due.end)
    parts = np.flatnonzero(inside & ~is_stock)
    if _make_up(start[parts], end[parts], due):
        return parts
    stocks = np.flatnonzero(inside & is_stock)
    if len(stocks) and end[stocks[-1]] + _rhythm(end[is_stock]) > due.end:
        return stocks[-1:]
    return np.array([], np.int64)


def _make_up(start: Days, end: Days, due: Due) -> bool:
    """Return whether figures follow each other without a gap from the first day of a period to the last."""
    if len(start) < 2 or start[0] != due.start or end[-1] != due.end:
        return False
    days = (end - start).astype(int)
    return bool((start[1:] == end[:-1] + ONE_DAY).all() and days.max() - days.min() <= 3)


def _rhythm(days: Days) -> np.timedelta64:
    """Return the usual distance of stocks, less a month's play; of a single one, none."""
    if len(days) < 2:
        return np.timedelta64(0, "D")
    return np.timedelta64(int(np.median(np.diff(days).astype(int))), "D") - GRACE


def due_time(start: Days, end: Days, due: Due) -> float:
    """Return the decimal year of the figure that will settle a target: what a projection has to reach.

    The middle of the target's period; for stocks its last day, or the last day in it on which the series has
    one; for a target due on a day and figures of periods, the middle of the one that ends on it.
    """
    is_stock = len(end) > 0 and bool(start[-1] == end[-1])
    if not is_stock:
        if not due.is_day or not len(end):
            return decimal_time(due.start, due.end)
        length = end[-1] - start[-1]
        return decimal_time(due.end - length, due.end)
    if due.is_day:
        return decimal_time(due.end, due.end)
    expected = _same_day(end[-1], due.end)
    yearly = len(end) > 1 and int(_rhythm(end).astype(int)) > 300
    return (
        decimal_time(expected, expected)
        if yearly and expected >= due.start
        else decimal_time(due.end, due.end)
    )


def _same_day(day: np.datetime64, last: np.datetime64) -> np.datetime64:
    """Return the day of the same month and day in the year up to a last day."""
    month, within = day.astype("datetime64[M]"), day - day.astype("datetime64[M]")
    years = (last.astype("datetime64[M]") - month).astype(int) // 12
    found: np.datetime64 = (month + 12 * years) + within
    return found if found <= last else (month + 12 * (years - 1)) + within


def decimal_time(start: np.datetime64, end: np.datetime64) -> float:
    """Return the middle of a period as a decimal year, whole months counted as twelfths of a year."""
    return (_moment(start) + _moment(end + ONE_DAY)) / 2


def _moment(day: np.datetime64) -> float:
    month = day.astype("datetime64[M]")
    days = int(((month + 1).astype("datetime64[D]") - month.astype("datetime64[D]")).astype(int))
    share = int((day - month.astype("datetime64[D]")).astype(int)) / days
    return 1970 + (int(month.astype(int)) + share) / 12
