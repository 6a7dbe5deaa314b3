"""Our verdict on a minimum standard: meets it, or is below it, within or beyond sampling error."""

import numpy as np

from psa.methods.stack import last_value


def judge_standards(stack, se_of, noise, of, official, turn, settings) -> dict:
    from scipy.special import ndtri

    level = official["standard_level"].to_numpy(float)
    inside = stack.reference
    y1 = np.where(inside >= 0, of["all_values"][np.maximum(inside, 0)], np.nan)
    judged = official["standard_periods"].to_numpy(float) > 0
    spread = np.where(inside >= 0, se_of[np.maximum(inside, 0)], np.nan)
    spread = np.where(np.isfinite(spread) & (spread > 0), spread, noise)
    distance = turn * (y1 - level)
    z = distance / np.where(spread > 0, spread, np.nan)
    c = float(ndtri((1 + settings.confidence) / 2))
    beyond = np.isnan(z) | (np.abs(np.nan_to_num(z)) >= c)
    verdict = np.select(
        [distance >= 0, distance < 0],
        [np.where(beyond, "meets", "meets_within_error"), np.where(beyond, "below", "below_within_error")],
        "not_assessed",
    ).astype(object)
    verdict[~judged] = "not_assessed"
    why = np.where(verdict != "not_assessed", "", np.where(np.isfinite(level), "no_figure", "no_level"))
    recent = stack.clear & (np.cumsum(stack.clear[:, ::-1], axis=1)[:, ::-1] <= 6)
    first = last_value(stack.value[:, ::-1], recent[:, ::-1])
    last = last_value(stack.value, recent)
    moved = turn * (last - first)
    enough = recent.sum(axis=1) >= 2
    direction = np.where(
        ~enough | np.isnan(moved),
        "unknown",
        np.where(moved > 0, "improving", np.where(moved < 0, "worsening", "level")),
    )
    is_standard = of["kind"] == "minimum_standard"
    return {
        "standard_verdict": np.where(is_standard, verdict, ""), "standard_why": why,
        "standard_margin": np.where(is_standard & judged, np.where(np.isnan(z), "unknown", np.where(beyond, "beyond", "within")), ""),
        "standard_direction": np.where(is_standard, direction, ""),
    }  # fmt: skip
