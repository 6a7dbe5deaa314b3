"""The rules by which a framework can be rated: the official one, ours, and other bodies'.

``treasury`` is the change since the baseline (`psa.methods.official`), ``baseline-trend`` our
verdict by the kind of the indicator (`psa.methods.verdicts`), the others are in
`psa.methods.rules`. Whatever the rule, the same tables come out; only the words of the column
`rating` are the rule's own.

A set of components takes, under another body's rule, the median of its components' words, rounded
down: at least half of the components are rated as well or better. That is our choice; none of these
bodies rates such sets.
"""

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
import pandas as pd

from psa.data.framework import Framework
from psa.methods.blocks import blocks_of
from psa.methods.definitions import with_definitions
from psa.methods.long_frame import prepare_frame
from psa.methods.official_targets import target_levels
from psa.methods.on_track import ON_TRACK
from psa.methods.on_track import SIDES as ON_TRACK_SIDES
from psa.methods.rules import RULES, rate_series
from psa.methods.rules.parts import NOT_ASSESSED, Series, stack_series
from psa.methods.scales import proportion_ceiling
from psa.methods.series_data import pick, series_data
from psa.methods.settings import Settings
from psa.methods.stack import stack_figures
from psa.methods.vocabulary import CLASSES, VERDICTS

OFFICIAL, OURS = "treasury", "baseline-trend"
NAMES = (OFFICIAL, OURS, *RULES)
CHOICES = (*NAMES, ON_TRACK)  # by which a framework may be rated; the last is of targets that lie ahead

SIDES: dict[str, dict[str, int | None]] = {
    OFFICIAL: {code: row.side for code, row in CLASSES.items()},
    OURS: {code: row.side for code, row in VERDICTS.items()},
    ON_TRACK: ON_TRACK_SIDES,
    **{rule.name: rule.sides for rule in RULES.values()},
}


def check_rule(rule: str) -> str:
    """Return the name of a rule.

    Raises:
        ValueError: no such rule; the message lists them.
    """
    if rule not in CHOICES:
        raise ValueError(f"rule {rule!r} is not known; use one of {', '.join(CHOICES)}")
    return rule


def side(rule: str, words: Iterable[str]) -> npt.NDArray[np.float64]:
    """Return +1 where a rule's word means the right way, 0 neither, -1 the wrong way, NaN not rated."""
    return np.array([SIDES[rule].get(word) for word in words], dtype=float)


def rate_measures(
    framework: Framework, series: pd.DataFrame, settings: Settings, rules: Iterable[str] = tuple(RULES)
) -> pd.DataFrame:
    """Return the words of other bodies' rules for every measure: one row a measure and rule.

    Every rule sees the same figures as ours: those comparable with the latest, by the end of the period,
    on one side of every break, of overlapping periods only such as share no time.

    Args:
        framework: the definitions.
        series: the long frame.
        settings: see `Settings`.
        rules: names in `psa.methods.rules.RULES`.

    Returns:
        measure_id, rule, rating, statistic, reason; in order of measure and rule.
    """
    return rate_defined(with_definitions(series, framework), settings, rules)


def rate_defined(
    defined: pd.DataFrame, settings: Settings, rules: Iterable[str] = tuple(RULES)
) -> pd.DataFrame:
    """Return the words of other bodies' rules for every measure of a frame from `with_definitions`.

    Args and returns: as for `rate_measures`.
    """
    parts, names = [], list(rules)
    for block in blocks_of(defined):
        measure_ids, stacked = _stacked(prepare_frame(block), settings)
        for rule in names:
            rated = rate_series(rule, stacked)
            columns = {"rating": rated.words, "statistic": rated.statistic, "reason": rated.reason}
            parts.append(pd.DataFrame({"measure_id": measure_ids, "rule": rule, **columns}))
    return pd.concat(parts).sort_values("measure_id", kind="stable", ignore_index=True)


def _stacked(frame: pd.DataFrame, settings: Settings) -> tuple[pd.Index, Series]:
    """Return the measures of a prepared frame, and their comparable figures as the rules take them."""
    data = series_data(frame, settings)
    stack, asked = stack_figures(data, settings), data.definitions
    level = target_levels(asked, data.published_baseline)
    beside = ("lower", "upper", "numerator", "denominator", "months")
    stacked = stack_series(
        stack.time,
        np.where(stack.clear, stack.value, np.nan),
        asked.sign,
        kind=np.where(np.isfinite(level), asked.kind, "improve"),
        value_kind=asked.value_kind,
        target=level,
        target_time=asked.target_time,
        base_time=pick(frame["time"].to_numpy(float), data.points.baseline),
        full_scale=np.where(asked.value_kind == "proportion", proportion_ceiling(asked.unit), np.nan),
        interval_level=stack.spread(frame["interval_level"].to_numpy(float)) / 100,
        **{name: stack.spread(frame[name].to_numpy(float)) for name in beside},
    )
    return data.measure_ids, stacked


def combine_words(words: Iterable[str], worst_first: tuple[str, ...]) -> str:
    """Return the median of several words, rounded down; the empty word where there is none."""
    rated = sorted((word for word in words if word in worst_first), key=worst_first.index)
    return rated[(len(rated) - 1) // 2] if rated else ""


def rate_indicators(words: pd.DataFrame, measures: pd.DataFrame, indicators: pd.DataFrame) -> pd.DataFrame:
    """Return the words of each rule for every indicator: one row an indicator, one column a rule.

    Args:
        words: from `rate_measures`.
        measures: from `psa.methods.indicators.measure_assessments`: which are rateable and whose.
        indicators: from `psa.methods.indicators.assess_indicators`: gives the order.

    Returns:
        indicator_id and a column for each rule of `psa.methods.rules.RULES`.
    """
    owner = measures.loc[measures["is_rateable"], "indicator_id"]
    rated = words[words["measure_id"].isin(owner.index)]
    rated = rated.assign(indicator_id=rated["measure_id"].map(owner))
    table = pd.DataFrame({"indicator_id": list(indicators["indicator_id"])})
    for name, rule in RULES.items():
        worst_first = tuple(rule.words)[::-1]
        groups = rated[rated["rule"] == name].groupby("indicator_id")["rating"]
        combined = {indicator_id: combine_words(group, worst_first) for indicator_id, group in groups}
        table[name] = [combined.get(i) or NOT_ASSESSED for i in table["indicator_id"]]
    return table


def compare_rules(indicators: pd.DataFrame, by_rule: pd.DataFrame) -> pd.DataFrame:
    """Return each indicator under every rule, and how many rules say the right way, the wrong way, neither.

    Args:
        indicators: from `psa.methods.indicators.assess_indicators`, with the column verdict.
        by_rule: from `rate_indicators`.

    Returns:
        indicator_id, one column a rule (the official first, then ours), good, neutral, bad, not_assessed.
    """
    table = by_rule.copy()
    table.insert(1, OURS, indicators["verdict"].to_numpy())
    table.insert(1, OFFICIAL, indicators["rating"].to_numpy())
    sides = np.column_stack([side(rule, table[rule]) for rule in NAMES])
    for name, wanted in (("good", 1), ("neutral", 0), ("bad", -1)):
        table[name] = (sides == wanted).sum(axis=1)
    table["not_assessed"] = np.isnan(sides).sum(axis=1)
    return table
