"""Our verdict on a target: met, or what is to be expected of its day."""

from dataclasses import dataclass

import numpy as np

from psa.data.periods import period_times
from psa.methods.array_types import Flags, Floats, Words
from psa.methods.due import due_time
from psa.methods.outturns import Outturns, days_of, due_of, outturns
from psa.methods.path_share import PathShare, fieller_share
from psa.methods.quantiles import normal_critical
from psa.methods.scales import to_scale
from psa.methods.series_data import pick
from psa.methods.settings import Settings
from psa.methods.target_chances import LEAST_POINTS, Drift, chance_of_target, fit_drift, project_level
from psa.methods.targets import courses
from psa.methods.tested import Tested

OPEN = ("not_yet_due", "no_outturn", "met_early")
# figures of part of a year, where fewer than three are for the same part: as many as make up two years
TWO_YEARS, LEAST_RUN = {1: 24, 3: 8}, {1: 12, 3: 8}


@dataclass(frozen=True)
class TargetVerdicts:
    """Our verdicts on the targets, one entry a series; those of series without a target are not meant.

    Attributes:
        is_target: whether there is one.
        verdict, why: the verdict, and the code of why there is none.
        chance: that an open target is met.
        milestone_chance: that the open milestone is met.
        margin: whether it is met or missed by more than sampling error: beyond, within, unknown, or empty.
        share: the share of the path gone, with its interval.
    """

    is_target: Flags
    verdict: Words
    why: Words
    chance: Floats
    milestone_chance: Floats
    margin: Words
    share: PathShare

    def columns(self) -> dict[str, Words | Floats]:
        """Return the columns of the result."""
        return {
            "target_verdict": np.where(self.is_target, self.verdict, ""),
            "target_chance": self.chance,
            "target_margin": self.margin,
            "target_path_lower": self.share.lower,
            "target_path_upper": self.share.upper,
            "milestone_chance": self.milestone_chance,
        }


def judge_targets(tested: Tested, settings: Settings) -> TargetVerdicts:
    """Return our verdict on each target."""
    status = tested.official["target_status"].to_numpy(object)
    found = outturns(tested.data, settings)
    chance, milestone_chance = _chances(tested, status, found)
    course = courses(status, chance, tested.change.verdict == "worse")
    verdict = np.where(np.isin(course, ["", "cannot_be_told"]), "not_assessed", course).astype(object)
    verdict[status == "met"] = "met"
    verdict[status == "not_met"] = "not_met"
    return TargetVerdicts(
        is_target=found.is_target,
        verdict=verdict,
        why=np.where(verdict == "not_assessed", _why_not(tested, status, found), _notes(tested, chance)),
        chance=chance,
        milestone_chance=milestone_chance,
        margin=_margins(tested, status, settings),
        share=_shares(tested, found, settings),
    )


def _chances(tested: Tested, status: Words, found: Outturns) -> tuple[Floats, Floats]:
    """Return the chance of each open target, and that of its open milestone; NaN elsewhere."""
    working, asked = tested.working, tested.data.definitions
    is_open = np.isin(status, OPEN) & np.isfinite(found.due_time) & found.is_in_period
    is_next = np.asarray(
        np.isin(tested.official["milestone_status"].to_numpy(object), ["not_yet_due", "no_outturn"]), bool
    )
    chance, of_milestone = np.full(len(status), np.nan), np.full(len(status), np.nan)
    rows = np.flatnonzero((is_open | is_next) & (asked.target_basis != "cumulative"))
    if len(rows):
        drift = _drifts(tested)
        # months as they come hold their seasons: less than a year ahead these would be taken for a drift
        has_run = projected_run(tested).any(axis=1)
        for out, is_asked, name, times in (
            (chance, is_open, "target_level", found.due_time),
            (of_milestone, is_next, "milestone_level", _milestone_times(tested)),
        ):
            goal = working.goal_to_scale(tested.numbers(name))
            ahead = project_level(drift, np.where(has_run & (times - drift.time < 1), np.nan, times))
            asked_rows = rows[is_asked[rows]]
            out[asked_rows] = chance_of_target(ahead, goal, tested.direction)[asked_rows]
    for number, one in found.sums.items():
        if is_open[number]:
            chance[number] = one.chance
    return chance, of_milestone


def _milestone_times(tested: Tested) -> Floats:
    """Return when the milestone of each series is due, as a decimal year; NaN without one."""
    data, labels = tested.data, tested.official["milestone_period"].to_numpy(object)
    times = np.full(len(labels), np.nan)
    for number in map(int, np.flatnonzero(labels != "")):
        rows = np.arange(data.first[number], data.first[number] + data.sizes[number])
        times[number] = due_time(*days_of(data, rows), due_of(labels[number]))
    return times


def _drifts(tested: Tested) -> Drift:
    """Return level and drift of each series, from the figures that a projection goes by."""
    working, stack = tested.working, tested.working.stack
    run = projected_run(tested)
    has_run = np.asarray(run.any(axis=1), bool)
    value, se = working.value.copy(), working.se.copy()
    if has_run.any():
        scale, ceiling = working.scale[has_run], working.ceiling[has_run]
        value[has_run] = to_scale(stack.value[has_run], scale, ceiling)
        se[has_run] = np.nan
    used = np.where(has_run[:, None], run, stack.recent)
    return fit_drift(
        stack.time,
        np.where(used, value, np.nan),
        se,
        tested.trends.d0,
        tested.trends.s0_squared,
        rounding=np.nan_to_num(working.rounding_on_scale),
        is_modelled=tested.data.definitions.is_modelled,
    )


def projected_run(tested: Tested) -> Flags:
    """Return the last two years of months or quarters, of series that have too few figures for one part of a year.

    Seasons then count as shocks, which widens what is expected: a chance is drawn towards one half by them. Below
    a year of months, or two of quarters, there is none.
    """
    data, stack = tested.data, tested.working.stack
    months, segment = (data.frame[c].to_numpy(float) for c in ("months", "segment"))
    last = np.maximum(stack.reference, 0)
    length = np.where(stack.reference >= 0, months[last], 0)
    is_short = np.isin(length, list(TWO_YEARS)) & (stack.recent.sum(axis=1) < LEAST_POINTS)
    alike = (months == months[last][data.number]) & (segment == segment[last][data.number])
    alike &= is_short[data.number] & (np.arange(len(months)) <= last[data.number])
    run = np.asarray(np.nan_to_num(stack.spread(alike.astype(float))) > 0, bool)
    most, least = (np.array([table.get(int(n), 0) for n in length]) for table in (TWO_YEARS, LEAST_RUN))
    kept = np.cumsum(run[:, ::-1], axis=1)[:, ::-1] <= most[:, None]
    run = np.asarray(run & kept, bool)
    is_long = np.asarray(run.sum(axis=1) >= least, bool)
    return np.asarray(run & is_long[:, None], bool)


def _margins(tested: Tested, status: Words, settings: Settings) -> Words:
    """Return whether targets that are settled were met or missed by more than sampling error."""
    error = np.where(np.isfinite(tested.last_se), tested.last_se, tested.noise)
    distance = tested.direction * (tested.numbers("target_figure") - tested.numbers("target_level"))
    z = distance / np.where(error > 0, error, np.nan)
    is_beyond = np.abs(np.nan_to_num(z)) >= normal_critical(settings.confidence)
    margin = np.where(np.isnan(z), "unknown", np.where(is_beyond, "beyond", "within"))
    return np.where((status == "met") | (status == "not_met"), margin, "").astype(object)


def _notes(tested: Tested, chance: Floats) -> Words:
    """Return what to bear in mind about each chance."""
    has_run = projected_run(tested).any(axis=1) & np.isfinite(chance)
    return np.where(has_run, "months_as_they_come", "").astype(object)


def _why_not(tested: Tested, status: Words, found: Outturns) -> Words:
    """Return the code of why a target would have no verdict."""
    why = np.where(tested.working.stack.is_broken, "break_points", "few_points").astype(object)
    why[status == "no_level"] = "no_level"
    why[status == "no_figure"] = "no_figure"
    why[(status == "no_outturn") & ~found.is_in_period] = "no_in_period"
    why[(status == "no_figure") & (found.row >= 0)] = "no_in_period"
    why[status == "baseline_not_positive"] = "baseline_not_positive"
    time = pick(tested.data.frame["time"].to_numpy(float), tested.working.stack.reference)
    is_after = np.asarray(time > found.due_time, bool)
    why[(status == "no_outturn") & found.is_in_period & is_after] = "later_figure"
    for number in found.sums:
        why[number] = "few_flows"
    has_no_date = np.isnan(tested.data.definitions.target_time)
    why[(status == "no_date") | (np.isin(status, OPEN) & has_no_date)] = "no_date"
    return why


def _shares(tested: Tested, found: Outturns, settings: Settings) -> PathShare:
    """Return the share gone of the path to each target."""
    return fieller_share(
        tested.numbers("baseline_value"),
        tested.first_se,
        tested.numbers("target_figure"),
        tested.last_se,
        tested.numbers("target_level"),
        period_times(tested.official["baseline_period"]),
        period_times(tested.official["target_figure_period"]),
        found.due_time,
        settings.confidence,
    )
