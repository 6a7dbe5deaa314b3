"""Targets for a sum over a period: what is done, beside the time that is gone, and the pace that is needed.

The figures are flows, each for a span of time; a running total is taken apart into the flows between its
figures. A flow that begins before the period or ends after the day as at which figures are read counts for
nothing: no figure is split. What time the flows do not cover is not done and not gone, but left.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from psa.methods.due import ONE_DAY, Days, Due
from psa.methods.precision import reaches
from psa.methods.shrinkage import Floats
from psa.methods.target_chances import LEAST_POINTS, chance_of_target, fit_drift, project_level, project_sum

DAYS_A_YEAR = 365.25
LAST_FLOWS = 6  # that the pace to come is judged by


@dataclass(frozen=True)
class Sum:
    """How far a target for a sum is.

    Attributes:
        done: sum of the flows inside the period.
        share_done: of the target.
        share_time: of the period that those flows cover.
        pace_needed: a year, for what is left in the time that is left; NaN where no time is left.
        pace_recent: a year, of the flows of the last year, or of the last one that is longer.
        chance: that the sum over the whole period will be at the target or better; 1 or 0 once it is whole, or beyond
            the target with no flow below 0, which nothing to come can undo.
        is_settled: whether the flows cover the whole period, or are beyond the target at its end whatever is missing.
    """

    done: float
    share_done: float
    share_time: float
    pace_needed: float
    pace_recent: float
    chance: float
    is_settled: bool


def running_flows(day: Days, total: ArrayLike, begins: np.datetime64) -> tuple[Days, Days, Floats]:
    """Return the flows between the figures of a running total: first day, last day, amount of each.

    Args:
        day: the day up to which each total counts, in order.
        total: since `begins`, where it is 0.
        begins: the first day that counts.
    """
    first = np.concatenate([np.array([begins], "datetime64[D]"), day[:-1] + ONE_DAY])
    return first, day, np.diff(np.asarray(total, float), prepend=0.0)


def sum_so_far(
    start: Days, end: Days, flow: ArrayLike, target: float, sign: float, period: Due, as_at: np.datetime64
) -> Sum:
    """Return how far the sum of flows over a period is from its target, and the chance that it gets there.

    The flows to come are projected as in `psa.methods.target_chances`, from the last six, those before the
    period included, if they are equally long.

    Args:
        start, end, flow: first and last day and amount of each, in order, none overlapping.
        target: the sum that is asked for.
        sign: +1 if at least so much is asked for, -1 if at most.
        period: over which it is.
        as_at: the last day of figures that are read.
    """
    amount = np.asarray(flow, float)
    is_read = (end <= as_at) & np.isfinite(amount)
    start, end, amount = start[is_read], end[is_read], amount[is_read]
    days = (end - start).astype(float) + 1
    inside = (start >= period.start) & (end <= period.end)
    whole = float((period.end - period.start).astype(float)) + 1
    done, covered = float(amount[inside].sum()), float(days[inside].sum())
    left = (whole - covered) / DAYS_A_YEAR
    has_reached = bool(reaches(done, target, 1.0))
    cannot_be_undone = has_reached and bool(np.all(amount >= 0)) and (sign > 0 or done > target)
    is_settled = bool(covered >= whole or (cannot_be_undone and period.end <= as_at))
    if is_settled or cannot_be_undone:
        chance = float(reaches(done, target, sign))
    else:
        middle = (start - period.start).astype(float) + days / 2
        last = slice(-LAST_FLOWS, None)
        left_at, rest = (whole + covered) / 2, target - done
        chance = _chance(middle[last], amount[last], days[last], whole - covered, left_at, rest, sign)
    return Sum(
        done=done,
        share_done=done / target if target else float("nan"),
        share_time=covered / whole,
        pace_needed=(target - done) / left if not is_settled else float("nan"),
        pace_recent=_pace_of_late(start, end, amount, days),
        chance=chance,
        is_settled=is_settled,
    )


def _pace_of_late(start: Days, end: Days, amount: Floats, days: Floats) -> float:
    """Return what a year brought of late: the flows that lie in the last one, or the last where it is longer."""
    if not len(amount):
        return float("nan")
    recent = start > end[-1] - np.timedelta64(366, "D")
    recent[-1] = True
    return float(amount[recent].sum() / days[recent].sum() * DAYS_A_YEAR)


def _chance(
    middle: Floats, flow: Floats, days: Floats, days_left: float, left_at: float, rest: float, sign: float
) -> float:
    """Return the chance that the flows to come add up to the rest; NaN where their pace cannot be judged.

    Flows as long as each other are added up as they come. Of others, such as those between the figures of a running
    total that was counted now and then, the pace is carried on to the middle of the time that is left.

    Args:
        middle: of each flow, in days; days: how long it is.
        flow: its amount.
        days_left: of the period; left_at: their middle.
        rest: what is still asked for.
        sign: +1 if at least so much, -1 if at most.
    """
    if len(flow) < LEAST_POINTS:
        return float("nan")
    if days.max() <= 1.1 * days.min():
        drift = fit_drift(np.arange(len(flow), dtype=float)[None, :], flow[None, :])
        return float(chance_of_target(project_sum(drift, days_left / days.mean()), rest, sign)[0])
    drift = fit_drift(middle[None, :] / DAYS_A_YEAR, (flow / days)[None, :])
    return float(chance_of_target(project_level(drift, left_at / DAYS_A_YEAR), rest / days_left, sign)[0])
