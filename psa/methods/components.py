"""Rate an indicator that is a set of components."""

from collections.abc import Iterable, Mapping, Sequence
from math import isnan, nan
from statistics import multimode
from typing import Any

import numpy as np

from psa.methods.label_chances import count_chances
from psa.methods.settings import Settings
from psa.methods.vocabulary import VERDICT_ORDER, VERDICTS, worst

ASSESSED = ("improvement", "no_improvement")

# the columns of a set's components by name, one value a component: read a thousand times, where a frame is slow
Components = Mapping[str, Sequence[Any]]


def combine_components(
    ratings: Sequence[str], codes: Sequence[str], settings: Settings, total: int | None = None
) -> tuple[str, str]:
    """Return the reason code of an indicator made of components, and how many moved which way in words.

    Args:
        ratings: the rating of each component that has figures.
        codes: their reason codes.
        total: how many components there are; without it, as many as have figures.
        settings: `component_rule` and `component_coverage`.
    """
    total = total or len(ratings)
    assessed = sum(rating in ASSESSED for rating in ratings)
    up = list(ratings).count("improvement")
    down = list(codes).count("deteriorated")
    words = (
        f"{up} of {total} components improved, {down} deteriorated, {assessed - up - down} did neither, "
        f"{total - assessed} not assessed"
    )
    if not assessed:
        return min(multimode(codes)), words
    if assessed < settings.component_coverage * total:
        return "too_few_components", words
    rule = settings.component_rule
    if {"majority": 2 * up > assessed, "all": up == assessed, "any": up > 0, "net": up > down}[rule]:
        return "improved", words
    is_worse = {"majority": 2 * down > assessed, "all": down > 0, "any": down == assessed, "net": down > up}
    return ("deteriorated" if is_worse[rule] else "mixed"), words


def verdict_of_components(verdicts: Sequence[str], kind: str, settings: Settings, total: int) -> str:
    """Return our verdict on a set of components from those on each; see `combine_verdicts`."""
    judged = _without(verdicts, "not_assessed")
    least = max(settings.component_coverage * total, 1)
    return _verdict(judged, kind) if len(judged) >= least else "not_assessed"


def combine_verdicts(group: Components, kind: str, settings: Settings, total: int) -> dict[str, Any]:
    """Return our verdict on an indicator that is a set of components.

    A target or a minimum standard holds for each component: the worst counts. An indicator expected to
    improve is better (worse) than its baseline trend when more than half of the components that could be
    tested are; the chance that it improved is that of the official rule for the whole, the components
    taken as independent.

    Args:
        group: columns of `assess_measures`, one value a component.
        kind: of the indicator.
        settings: `component_rule` and `component_coverage`.
        total: how many components there are.
    """
    least = max(settings.component_coverage * total, 1)
    judged = _without(group["verdict"], "not_assessed")
    tested = _without(group["trend_verdict"], "not_assessed")
    levels = _without(group["level_verdict"], "unknown")
    verdict = verdict_of_components(group["verdict"], kind, settings, total)
    level = _most_of(levels, ("improved", "worse"), "no_clear_change")
    return {
        "p_improved": _chance_of_components(group, settings),
        "verdict": verdict,
        "trend_verdict": _verdict(tested, "improve") if len(tested) >= least else "not_assessed",
        "verdict_words": _count_words(judged, total),
        "level_verdict": level if len(levels) >= least else "unknown",
        "verdict_reason": _why_none(group) if verdict == "not_assessed" else "",
        **{
            column: max(_where(group, column, "trend_verdict", tested), default=0)
            for column in ("trend_baseline_points", "trend_later_points")
        },
    }


def _where(group: Components, column: str, beside: str, words: Sequence[str]) -> list[Any]:
    """Return the values of a column beside one of some words in another."""
    return [value for value, word in zip(group[column], group[beside], strict=True) if word in words]


def _why_none(group: Components) -> str:
    """Return why a set of components has no verdict, with the reason that most of those without one have."""
    known = [
        reason
        for reason in _where(group, "verdict_reason", "verdict", ["not_assessed"])
        if isinstance(reason, str) and reason
    ]
    words = "too few of its components could be tested"
    return f"{words}: of most, {min(multimode(known))}" if 2 * len(known) > len(group["verdict"]) else words


def _without(words: Sequence[str], none: str) -> list[str]:
    return [word for word in words if word != none]


def _verdict(words: list[str], kind: str) -> str:
    """Return the verdict on the whole from those on its components."""
    if kind in {"target", "minimum_standard"}:
        return worst(VERDICTS, words)
    return _most_of(words, ("better", "worse", "in_line"), "not_distinguishable")


def _most_of(words: list[str], choices: Iterable[str], otherwise: str) -> str:
    """Return the choice that more than half of the words are."""
    return next((choice for choice in choices if 2 * words.count(choice) > len(words)), otherwise)


def _count_words(verdicts: list[str], total: int) -> str:
    """Return how many components have which verdict, the worst first."""
    counts = [(verdicts.count(code), code.replace("_", " ")) for code in VERDICT_ORDER]
    parts = [f"{count} {words}" for count, words in counts if count]
    return f"of {total} components: {', '.join([*parts, f'{total - len(verdicts)} not assessed'])}"


def _chance_of_components(group: Components, settings: Settings) -> float:
    """Return the chance that a set of components improved by the rule for the whole; NaN if none is known.

    Components whose own chance is not known are held at their rating.
    """
    ratings = [rating for rating in group["rating"] if rating in ASSESSED]
    known = _where(group, "p_improved", "rating", ASSESSED)
    if all(map(isnan, known)):
        return nan
    held = [float(rating == "improvement") for rating in ratings]
    chances = np.array([seen if isnan(chance) else chance for chance, seen in zip(known, held, strict=True)])
    of_count = count_chances(chances)
    n = len(chances)
    counts = np.arange(n + 1)
    wanted = {"majority": 2 * counts > n, "all": counts == n, "any": counts > 0, "net": 2 * counts > n}
    return float(of_count[wanted[settings.component_rule]].sum())
