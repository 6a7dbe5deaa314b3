"""Our verdict on a target: met, on course, off course."""

from dataclasses import dataclass

import numpy as np

from psa.data.periods import period_times
from psa.methods.array_types import Flags, Floats, Words
from psa.methods.path_share import PathShare, fieller_share
from psa.methods.projection import chance_of_meeting
from psa.methods.quantiles import normal_critical
from psa.methods.settings import Settings
from psa.methods.tested import Tested
from psa.methods.vocabulary import TARGET_STATUSES, on_side

ON_COURSE, OFF_COURSE = 2 / 3, 1 / 3  # chance of meeting the target


@dataclass(frozen=True)
class TargetVerdicts:
    """Our verdicts on the targets, one entry a series; those of series without a target are not meant.

    Attributes:
        is_target: whether there is one.
        verdict, why: the verdict, and the code of why there is none.
        chance: that an open target is met.
        margin: whether it is met or missed by more than sampling error: beyond, within, unknown, or empty.
        share: the share of the path gone, with its interval.
    """

    is_target: Flags
    verdict: Words
    why: Words
    chance: Floats
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
        }


def judge_targets(tested: Tested, settings: Settings) -> TargetVerdicts:
    """Return our verdict on each target."""
    status = tested.official["target_status"].to_numpy(object)
    chance = _chances(tested, status)
    is_open = _is_open(status)
    by_chance = np.select(
        [chance >= ON_COURSE, chance >= OFF_COURSE, chance < OFF_COURSE],
        ["on_course", "uncertain", "off_course"],
        "not_assessed",
    )
    is_dated = is_open & np.isfinite(tested.data.definitions.target_time)
    verdict = np.where(is_dated, by_chance, "not_assessed").astype(object)
    verdict[is_dated & (tested.change.verdict == "worse")] = "moving_away"
    verdict[_is_reached(status)] = "met"
    verdict[status == "not_met"] = "not_met"
    return TargetVerdicts(
        is_target=tested.data.definitions.kind == "target",
        verdict=verdict,
        why=np.where(verdict == "not_assessed", _why_not(tested, status), ""),
        chance=chance,
        margin=_margins(tested, status, settings),
        share=_shares(tested, settings),
    )


def _is_open(status: Words) -> Flags:
    return np.isin(status, ["not_yet_due", "no_outturn"])


def _is_reached(status: Words) -> Flags:
    return np.isin(status, on_side(TARGET_STATUSES, 1))


def _chances(tested: Tested, status: Words) -> Floats:
    """Return the chance that each open target with a date is met; NaN elsewhere."""
    working, due = tested.working, tested.data.definitions.target_time
    stack = working.stack
    is_dated = _is_open(status) & np.isfinite(due)
    chance = np.full(len(status), np.nan)
    if is_dated.any():
        goal = working.value_to_scale(tested.numbers("target_level"))
        used = np.where(stack.recent, working.value, np.nan)
        with np.errstate(invalid="ignore"):
            chance[is_dated] = chance_of_meeting(
                goal[is_dated],
                due[is_dated],
                tested.direction[is_dated],
                stack.time[is_dated],
                used[is_dated],
                working.se[is_dated],
                rounding=working.rounding_on_scale[is_dated],
            )
    return chance


def _margins(tested: Tested, status: Words, settings: Settings) -> Words:
    """Return whether targets that are settled were met or missed by more than sampling error."""
    error = np.where(np.isfinite(tested.last_se), tested.last_se, tested.noise)
    distance = tested.direction * (tested.numbers("target_figure") - tested.numbers("target_level"))
    z = distance / np.where(error > 0, error, np.nan)
    is_beyond = np.abs(np.nan_to_num(z)) >= normal_critical(settings.confidence)
    margin = np.where(np.isnan(z), "unknown", np.where(is_beyond, "beyond", "within"))
    return np.where(_is_reached(status) | (status == "not_met"), margin, "").astype(object)


def _why_not(tested: Tested, status: Words) -> Words:
    """Return the code of why a target would have no verdict."""
    why = np.where(tested.working.stack.is_broken, "break_points", "few_points").astype(object)
    why[status == "no_level"] = "no_level"
    why[status == "no_figure"] = "no_figure"
    has_no_date = np.isnan(tested.data.definitions.target_time)
    why[(status == "no_date") | (_is_open(status) & has_no_date)] = "no_date"
    return why


def _shares(tested: Tested, settings: Settings) -> PathShare:
    """Return the share gone of the path to each target."""
    return fieller_share(
        tested.numbers("baseline_value"),
        tested.first_se,
        tested.numbers("target_figure"),
        tested.last_se,
        tested.numbers("target_level"),
        period_times(tested.official["baseline_period"]),
        period_times(tested.official["target_figure_period"]),
        tested.data.definitions.target_time,
        settings.confidence,
    )
