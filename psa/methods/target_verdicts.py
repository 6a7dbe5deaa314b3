"""Our verdict on a target: met, on course, off course."""

import numpy as np

from psa.methods.path_share import fieller_share
from psa.methods.projection import chance_of_meeting
from psa.methods.scales import to_scale
from psa.methods.vocabulary import TARGET_STATUSES, on_side

ON_COURSE, OFF_COURSE = 2 / 3, 1 / 3  # chance of meeting the target; METHODS of the project, step (i)


def target_verdicts(
    stack, value, errors, scale, ceiling, of, official, rounding, change, turn, se1, noise
) -> dict:
    status = official["target_status"].to_numpy(object)
    level = official["target_level"].to_numpy(float)
    due = of["target_period_time"].astype(float)
    n = len(level)
    recent = stack.clear & (np.cumsum(stack.clear[:, ::-1], axis=1)[:, ::-1] <= 6)
    used = np.where(recent, value, np.nan)
    goal = to_scale(level, scale, ceiling)
    open_ = np.isin(status, ["not_yet_due", "no_outturn"]) & np.isfinite(due)
    chance = np.full(n, np.nan)
    if open_.any():
        with np.errstate(invalid="ignore"):
            chance[open_] = chance_of_meeting(
                goal[open_],
                due[open_],
                turn[open_],
                stack.time[open_],
                used[open_],
                errors[open_],
                rounding=rounding[open_],
            )
    figure = official["target_figure"].to_numpy(float)
    spread = np.where(np.isfinite(se1), se1, noise)
    z = turn * (figure - level) / np.where(spread > 0, spread, np.nan)
    reached = np.isin(status, on_side(TARGET_STATUSES, 1))
    known = reached | (status == "not_met")
    margin = np.full(n, "", dtype=object)
    margin[known] = np.where(
        np.isnan(z), "unknown", np.where(np.abs(np.nan_to_num(z)) >= 1.959964, "beyond", "within")
    )[known]
    moving = change.verdict == "worse"
    verdict = np.full(n, "not_assessed", dtype=object)
    by_chance = np.select(
        [chance >= ON_COURSE, chance >= OFF_COURSE, chance < OFF_COURSE],
        ["on_course", "uncertain", "off_course"],
        "not_assessed",
    )
    verdict[open_] = by_chance[open_]
    verdict[open_ & moving] = "moving_away"
    verdict[reached] = "met"
    verdict[status == "not_met"] = "not_met"
    why = np.full(n, "", dtype=object)
    why[verdict == "not_assessed"] = np.where(stack.is_broken, "break_points", "few_points")[
        verdict == "not_assessed"
    ]
    why[(verdict == "not_assessed") & (status == "no_level")] = "no_level"
    why[(verdict == "not_assessed") & (status == "no_figure")] = "no_figure"
    why[
        (verdict == "not_assessed")
        & ((status == "no_date") | (np.isin(status, ["not_yet_due", "no_outturn"]) & np.isnan(due)))
    ] = "no_date"
    base, base_time = official["baseline_value"].to_numpy(float), of["baseline_time"].astype(float)
    share = fieller_share(
        base, np.where(np.isfinite(of["se_baseline"]), of["se_baseline"], np.nan), figure, se1, level, base_time,
        of["figure_time"].astype(float), due,
    )  # fmt: skip
    return {"target_verdict": np.where(of["kind"] == "target", verdict, ""), "target_why": why, "target_chance": chance,
            "target_margin": margin, "target_path_lower": share.lower, "target_path_upper": share.upper}  # fmt: skip
