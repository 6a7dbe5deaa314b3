"""What a target asks for on the way to its date, and the path that leads through it."""

import numpy as np
import pandas as pd

from psa.data.periods import parse_period
from psa.methods.array_types import Floats
from psa.methods.due import due_time, settling_figures
from psa.methods.outturns import days_of, due_of, has_target, rows_by_end, together
from psa.methods.precision import reaches
from psa.methods.series_data import SeriesData
from psa.methods.settings import Settings
from psa.methods.targets import path_at


def judge_milestones(data: SeriesData, settings: Settings) -> pd.DataFrame:
    """Return the milestone of each target that counts today: the next one, or the last where all are past.

    Returns:
        milestone_period, milestone_level, milestone_figure (that settles it, NaN for none), milestone_status: met,
        not_met, no_outturn or not_yet_due; empty words without a milestone.
    """
    size = len(data.first)
    words = {name: np.full(size, "", object) for name in ("milestone_period", "milestone_status")}
    level, figure = np.full(size, np.nan), np.full(size, np.nan)
    for number in map(int, np.flatnonzero(has_target(data, settings))):
        if not (milestones := read_milestones(data.definitions.milestones[number])):
            continue
        ahead = [one for one in milestones if due_of(one[0]).end > settings.today]
        period, value = ahead[0] if ahead else milestones[-1]
        rows = rows_by_end(data, number, settings)
        found = rows[settling_figures(*days_of(data, rows), due_of(period))]
        sign, status = data.definitions.sign[number], "not_yet_due" if ahead else "no_outturn"
        if len(found):
            figure[number] = together(data, found)
            status = "met" if reaches(figure[number], value, sign) else "not_met"
        words["milestone_period"][number], words["milestone_status"][number] = period, status
        level[number] = value
    columns = {**words, "milestone_level": level, "milestone_figure": figure}
    order = ["milestone_period", "milestone_level", "milestone_status", "milestone_figure"]
    return pd.DataFrame(columns, index=data.measure_ids)[order]


def read_milestones(text: str) -> list[tuple[str, float]]:
    """Return period and value of each milestone of ``2026=65;2027=70``, in order of time."""
    parts = [step.split("=") for step in text.split(";") if step]
    return sorted(((period, float(value)) for period, value in parts), key=lambda one: parse_period(one[0]))


def milestone_times(data: SeriesData, number: int) -> list[tuple[float, float]]:
    """Return time and level of each milestone of one series."""
    rows = np.arange(data.first[number], data.first[number] + data.sizes[number])
    return [
        (due_time(*days_of(data, rows), due_of(period)), value)
        for period, value in read_milestones(data.definitions.milestones[number])
    ]


def needed_paths(
    data: SeriesData,
    straight: Floats,
    start: Floats,
    base: Floats,
    due: Floats,
    levels: Floats,
    time: Floats,
) -> Floats:
    """Return what the path of each target asks for at a time: straight, or from one milestone to the next.

    Args:
        data: the series, with their milestones.
        straight: what a straight path asks for.
        start, base: time and level of the baseline; NaN where there is none.
        due, levels: time and level of the target.
        time: of the last figure.
    """
    required = straight.copy()
    for number in map(int, np.flatnonzero(data.definitions.milestones != "")):
        points = [
            (start[number], base[number]),
            *milestone_times(data, number),
            (due[number], levels[number]),
        ]
        times, values = zip(*sorted(p for p in points if np.isfinite(p[0])), strict=True)
        required[number] = path_at(times, values, time[number])
    return required
