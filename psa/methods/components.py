"""Rate an indicator that is a set of components."""

import numpy as np
import pandas as pd

from psa.methods.settings import Settings
from psa.methods.vocabulary import VERDICT_ORDER, VERDICTS, worst


def combine_components(
    ratings: pd.Series, codes: pd.Series, settings: Settings, total: int | None = None
) -> tuple[str, str]:
    """Return the reason code of an indicator made of components, and how many moved which way in words.

    Args:
        ratings: the rating of each component that has figures.
        codes: their reason codes.
        total: how many components there are; without it, as many as have figures.
        settings: `component_rule` and `component_coverage`.
    """
    n = total or len(ratings)
    assessed = ratings.isin(["improvement", "no_improvement"])
    up = int((ratings == "improvement").sum())
    down = int((codes == "deteriorated").sum())
    flat = int(assessed.sum()) - up - down
    missing = n - int(assessed.sum())
    words = (
        f"{up} of {n} components improved, {down} deteriorated, {flat} did neither, {missing} not assessed"
    )
    if not assessed.any():
        return codes.mode().sort_values().iloc[0], words
    if assessed.sum() < settings.component_coverage * n:
        return "too_few_components", words
    count = int(assessed.sum())
    improved = {"majority": 2 * up > count, "all": up == count, "any": up > 0, "net": up > down}[
        settings.component_rule
    ]
    if improved:
        return "improved", words
    worse = {"majority": 2 * down > count, "all": down > 0, "any": down == count, "net": down > up}[
        settings.component_rule
    ]
    return ("deteriorated" if worse else "mixed"), words


def combine_verdicts(group: pd.DataFrame, kind: str, settings: Settings, total: int) -> dict:
    """Return our verdict on an indicator that is a set of components.

    A target or a minimum standard holds for each component: the worst counts. An indicator expected to
    improve is better (worse) than its baseline trend when more than half of the components that could be
    tested are; the chance that it improved is that of the official rule for the whole, the components
    taken as independent.

    Args:
        group: rows of `assess_measures`, one a component.
        kind: of the indicator.
        settings: `component_rule` and `component_coverage`.
        total: how many components there are.
    """
    out = {"p_improved": _chance_of_components(group, settings)}
    for column in ("verdict", "trend_verdict"):
        words = group[column][group[column] != "not_assessed"]
        out[column] = "not_assessed"
        if not len(words) or len(words) < settings.component_coverage * total:
            continue
        if column == "verdict" and kind in {"target", "minimum_standard"}:
            out[column] = worst(VERDICTS, words)
        else:
            share = {w: int((words == w).sum()) for w in ("better", "worse", "in_line")}
            out[column] = next(
                (w for w, count in share.items() if 2 * count > len(words)), "not_distinguishable"
            )
    judged = group["verdict"][group["verdict"] != "not_assessed"]
    counts = [
        f"{int((judged == w).sum())} {w.replace('_', ' ')}" for w in VERDICT_ORDER if (judged == w).any()
    ]
    out["verdict_words"] = (
        f"of {total} components: {', '.join(counts + [f'{total - len(judged)} not assessed'])}"
    )
    level = group["level_verdict"][group["level_verdict"] != "unknown"]
    out["level_verdict"] = "unknown"
    if len(level) >= settings.component_coverage * total and len(level):
        share = {w: int((level == w).sum()) for w in ("improved", "worse")}
        out["level_verdict"] = next(
            (w for w, count in share.items() if 2 * count > len(level)), "no_clear_change"
        )
    out["verdict_reason"] = (
        "" if out["verdict"] != "not_assessed" else "too few of its components could be tested"
    )
    tested = group["trend_baseline_points"][group["trend_verdict"] != "not_assessed"]
    out["trend_baseline_points"] = tested.max() if len(tested) else 0
    out["trend_later_points"] = group.loc[tested.index, "trend_later_points"].max() if len(tested) else 0
    return out


def _chance_of_components(group: pd.DataFrame, settings: Settings) -> float:
    """Return the chance that a set of components improved by the rule for the whole; NaN if none is known.

    Components whose own chance is not known are held at their rating.
    """
    assessed = group[group["rating"].isin(["improvement", "no_improvement"])]
    if assessed.empty or assessed["p_improved"].isna().all():
        return np.nan
    seen = (assessed["rating"] == "improvement").astype(float)
    chances = assessed["p_improved"].where(assessed["p_improved"].notna(), seen).to_numpy(float)
    improved = np.array([1.0])
    for p in chances:
        improved = np.convolve(improved, [1 - p, p])
    n = len(chances)
    counts = np.arange(n + 1)
    wanted = {"majority": 2 * counts > n, "all": counts == n, "any": counts > 0, "net": 2 * counts > n}
    return float(improved[wanted[settings.component_rule]].sum())
