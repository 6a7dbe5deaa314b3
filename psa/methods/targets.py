"""Targets of every kind: the level asked for, how far along, where on the needed path, and in which words.

Two facts are never mixed. Where the last figure stands to the path that leads to the target: *ahead of it*, *on
it*, *behind it*, *no path*. And what is to be expected of the day itself: *met* or *not met* once it is settled;
before that *on course*, *uncertain*, *off course* or *moving away* by its chance, *cannot be told* without one. A
target that was reached before its date is not met by that: it keeps its chance of still being met on the day.

Arrays in, arrays out; one element a target.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from psa.methods.precision import reaches
from psa.methods.shrinkage import Floats

BASES = ("level", "share", "change", "percent_change", "cumulative")
ON_COURSE, OFF_COURSE = 2 / 3, 1 / 3  # chance of meeting the target
STATUSES = (
    "met",
    "not_met",
    "met_early",
    "not_yet_due",
    "no_outturn",
    "no_figure",
    "no_level",
    "no_baseline",
    "baseline_not_positive",
    "no_date",
)
COURSES = ("on_course", "uncertain", "off_course", "moving_away", "cannot_be_told", "")
STANDINGS = ("ahead", "on", "behind", "no_path")


def levels_and_why(
    basis: ArrayLike,
    value: ArrayLike,
    sign: ArrayLike,
    baseline: ArrayLike,
    per_cent_of_size: ArrayLike = False,
) -> tuple[Floats, NDArray[np.object_]]:
    """Return the level that each target asks for, and why there is none.

    A change and a percentage are sizes: their direction is the indicator's. A percentage of a baseline that is
    not above 0 means nothing and is not assessed, unless it is declared to be of the baseline's size.

    Args:
        basis: one of `BASES`; a cumulative target is the sum that it asks for.
        value: of the target.
        sign: +1 up is good, -1 down is good.
        baseline: the value that a change starts from; a level needs none.
        per_cent_of_size: whether percentages are of the baseline without its sign.

    Returns:
        levels, NaN for none; and '', 'no_level', 'no_baseline' or 'baseline_not_positive'.

    Raises:
        ValueError: a basis that is not known.
    """
    words = np.asarray(basis, object)
    if len(unknown := set(words.ravel()) - set(BASES)):
        raise ValueError(f"basis {sorted(map(str, unknown))} is not one of {', '.join(BASES)}")
    value, sign, baseline = (np.asarray(a, float) for a in (value, sign, baseline))
    size = np.abs(value) * np.where(np.abs(sign) == 1, sign, np.nan)
    is_change, is_percent = words == "change", words == "percent_change"
    per_cent = baseline + np.abs(baseline) * size / 100
    level = np.where(is_change, baseline + size, np.where(is_percent, per_cent, value))
    needs_base = is_change | is_percent
    no_base = needs_base & np.isnan(baseline)
    not_positive = is_percent & (baseline <= 0) & ~np.asarray(per_cent_of_size, bool)
    why = np.select(
        [np.isnan(value), no_base, not_positive, np.isnan(level)],
        ["no_level", "no_baseline", "baseline_not_positive", "no_level"],
        "",
    ).astype(object)
    return np.where(why == "", level, np.nan), why


def path_at(times: ArrayLike, values: ArrayLike, at_time: float) -> float:
    """Return what a path asks for at a time; NaN outside it.

    Args:
        times: decimal years of baseline, milestones and target, in order; without milestones the path is
            straight, with them it runs from one published milestone to the next.
        values: what is asked for at each; NaN is left out.
        at_time: decimal year.
    """
    t, y = np.asarray(times, float), np.asarray(values, float)
    known = np.isfinite(t) & np.isfinite(y)
    if known.sum() < 2:
        return float("nan")
    return float(np.interp(at_time, t[known], y[known], left=np.nan, right=np.nan))


def standings(
    figure: ArrayLike, needed: ArrayLike, sign: ArrayLike, margin: ArrayLike = 0.0
) -> NDArray[np.object_]:
    """Return where each figure stands to its path: ahead, on, behind or no_path.

    Args:
        figure, needed: the last figure and what the path asks for at its time.
        sign: +1 up is good, -1 down is good.
        margin: by how much a figure may be off the path and still on it: 1.96 of its standard errors, or half
            a unit of its last published decimal.
    """
    sign = np.asarray(sign, float)
    beyond = np.where(np.abs(sign) == 1, sign, np.nan) * (
        np.asarray(figure, float) - np.asarray(needed, float)
    )
    margin = np.nan_to_num(np.asarray(margin, float))
    on = np.abs(beyond) <= margin + 1e-9 * np.abs(np.asarray(needed, float))
    return np.select([np.isnan(beyond), on, beyond > 0], ["no_path", "on", "ahead"], "behind").astype(object)


def shares(baseline: ArrayLike, figure: ArrayLike, level: ArrayLike) -> Floats:
    """Return the share of the way from baseline to target that is done: 1 is there, below 0 is further away."""
    base, figure, level = (np.asarray(a, float) for a in (baseline, figure, level))
    way = level - base
    return np.where(way != 0, (figure - base) / np.where(way != 0, way, 1.0), np.nan)


def statuses(
    figure: ArrayLike,
    level: ArrayLike,
    sign: ArrayLike,
    why: ArrayLike,
    is_settled: ArrayLike,
    is_past: ArrayLike,
    has_date: ArrayLike = True,
    is_in_period: ArrayLike = True,
) -> NDArray[np.object_]:
    """Return the status of each target, one of `STATUSES`.

    Args:
        figure: the figure that settles it, else the last one; NaN for none.
        level, why: from `levels_and_why`.
        sign: +1 up is good, -1 down is good.
        is_settled: whether the figure is that of the target's period or day (`psa.methods.due`).
        is_past: whether its date lies before the day as at which figures are read.
        has_date: whether its date is known.
        is_in_period: whether the figure belongs to the period assessed; without such a figure nothing is met
            or missed.
    """
    figure, level, sign = (np.asarray(a, float) for a in (figure, level, sign))
    why, settled, past = np.asarray(why, object), np.asarray(is_settled, bool), np.asarray(is_past, bool)
    is_reached = reaches(figure, level, sign)
    return np.select(
        [
            why != "",
            np.isnan(figure),
            ~np.asarray(is_in_period, bool) & ~past,
            ~np.asarray(is_in_period, bool),
            settled & is_reached,
            settled,
            past,
            ~np.asarray(has_date, bool) & ~is_reached,
            is_reached,
        ],
        [why, "no_figure", "no_figure", "no_outturn", "met", "not_met", "no_outturn", "no_date", "met_early"],
        "not_yet_due",
    ).astype(object)


def courses(status: ArrayLike, chance: ArrayLike, is_worse: ArrayLike = False) -> NDArray[np.object_]:
    """Return what is to be expected of each target that is not settled, one of `COURSES`; '' for the others.

    Args:
        status: from `statuses`.
        chance: of meeting it on the day (`psa.methods.target_chances`).
        is_worse: whether the figures have clearly moved the wrong way since the baseline; then *moving away*
            stands for anything less than on course.
    """
    status, chance = np.asarray(status, object), np.asarray(chance, float)
    is_open = np.isin(status, ["met_early", "not_yet_due", "no_outturn"])
    return np.select(
        [~is_open, np.isnan(chance), chance >= ON_COURSE, np.asarray(is_worse, bool), chance >= OFF_COURSE],
        ["", "cannot_be_told", "on_course", "moving_away", "uncertain"],
        "off_course",
    ).astype(object)


def on_track_label(status: ArrayLike, course: ArrayLike) -> str:
    """Return how a set of targets that lie ahead stands: on_track, off_track, mixed or not_yet_assessed.

    On track if more than half of them are met or on course and none is moving away, off track if more than half
    are missed, off course or moving away, not yet assessed if half or more cannot be told; else mixed.

    Args:
        status: from `statuses`.
        course: from `courses`.
    """
    status, course = np.asarray(status, object), np.asarray(course, object)
    good = int(((status == "met") | (course == "on_course")).sum())
    bad = int(((status == "not_met") | np.isin(course, ["off_course", "moving_away"])).sum())
    known = good + bad + int((course == "uncertain").sum())
    if 2 * (len(status) - known) >= len(status):
        return "not_yet_assessed"
    if 2 * good > len(status) and not (course == "moving_away").any():
        return "on_track"
    return "off_track" if 2 * bad > len(status) else "mixed"
