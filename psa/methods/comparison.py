"""The rules by which a framework can be rated: the official one, ours, and other bodies'.

``treasury`` is the change since the baseline (`psa.assess`), ``baseline-trend`` our verdict by the kind
of the indicator (`psa.verdicts`), the others are in `psa.lenses`. Whatever the rule, the same tables
come out; only the words of the column `rating` are the rule's own.

A set of components takes, under another body's rule, the lower middle of its components' words, worst
first: at least half of the components are rated as well or better. That is our choice; none of these
bodies rates such sets.
"""

import numpy as np
import pandas as pd

from psa.data.framework import Framework
from psa.methods.baseline import prepare_frame
from psa.methods.definitions import definitions, with_definitions
from psa.methods.official import target_levels
from psa.methods.rules.registry import RULES, rate, side_of
from psa.methods.rules.rule import NOT_ASSESSED
from psa.methods.settings import Settings
from psa.methods.stack import Stack
from psa.methods.vocabulary import CLASSES, VERDICTS

OFFICIAL, OURS = "treasury", "baseline-trend"


NAMES = (OFFICIAL, OURS, *RULES)


def check_rule(rule: str) -> str:
    """Return the name of a rule.

    Raises:
        ValueError: no such rule; the message lists them.
    """
    if rule not in NAMES:
        raise ValueError(f"rule {rule!r} is not known; use one of {', '.join(NAMES)}")
    return rule


def side(rule: str, words) -> np.ndarray:
    """Return +1 where a word means the right way, 0 neither, -1 the wrong way, NaN not rated."""
    words = np.asarray(words, dtype=object)
    if rule in RULES:
        known = np.isin(words, [*RULES[rule].words])
        out = np.full(len(words), np.nan)
        if known.any():
            out[known] = side_of(rule, words[known].astype(str))
        return out
    sides = {code: row.side for code, row in {**CLASSES, **VERDICTS}.items() if row.side is not None}
    return np.array([sides.get(word, np.nan) for word in words], dtype=float)


def rate_measures(
    framework: Framework, series: pd.DataFrame, settings: Settings, rules=tuple(RULES)
) -> pd.DataFrame:
    """Return the words of other bodies' rules for every measure: one row a measure and rule.

    Every rule sees the same figures as ours: those comparable with the latest, by the end of the period,
    on one side of every break, of overlapping periods only such as share no time.

    Args:
        framework: the definitions.
        series: the long frame.
        settings: see `psa.assess.Settings`.
        rules: names in `psa.lenses.RULES`.

    Returns:
        measure_id, rule, rating, statistic, reason; in order of measure and rule.
    """
    frame = prepare_frame(with_definitions(series, framework))
    points, of, se = definitions(frame, settings)
    if not len(points):
        return pd.DataFrame(columns=["measure_id", "rule", "rating", "statistic", "reason"])
    stack = Stack(frame, points, se, settings)
    columns = {
        c: stack.spread(frame[c].to_numpy(float))
        for c in ("lower", "upper", "interval_level", "numerator", "denominator", "months")
    }
    value = np.where(stack.clear, stack.value, np.nan)
    stated = of["baseline_value"].astype(float)
    row = points["baseline_row"].to_numpy()
    held = (row >= 0) & (points["baseline_origin"].to_numpy(object) == "published")
    base = np.where(held, frame["value"].to_numpy()[np.maximum(row, 0)], stated)
    level = target_levels(of["kind"], of["target_basis"], of["target_value"], of["sign"], base)
    has_level = np.isfinite(level)
    kind = np.where(has_level, of["kind"], "improve")
    base_time = np.where(row >= 0, frame["time"].to_numpy()[np.maximum(row, 0)], np.nan)
    levels = columns["interval_level"]
    ceiling = np.array(
        [
            100.0
            if str(u).startswith(("percent", "per cent", "%"))
            else (1.0 if str(u).startswith("proportion") else np.nan)
            for u in of["unit"]
        ]
    )
    is_share = np.array([k == "proportion" for k in of["value_kind"]])
    parts = []
    for rule in rules:
        found = rate(
            rule, stack.time, value, of["sign"].astype(float), kind=kind, target=level, target_time=of["target_period_time"],
            lower=columns["lower"], upper=columns["upper"], interval_level=np.where(np.isfinite(levels), levels / 100, 0.95),
            numerator=columns["numerator"], denominator=columns["denominator"], value_kind=of["value_kind"],
            months=columns["months"], base_time=base_time, full_scale=np.where(is_share, ceiling, np.nan),
        )  # fmt: skip
        parts.append(
            pd.DataFrame(
                {
                    "measure_id": points.index,
                    "rule": rule,
                    "rating": found.words,
                    "statistic": found.statistic,
                    "reason": found.reason,
                }
            )
        )
    return pd.concat(parts).sort_values("measure_id", kind="stable", ignore_index=True)


def combine_words(words: list[str], worst_first: tuple[str, ...]) -> str:
    """Return the lower middle of several words, worst first; the empty word where there is none."""
    rated = sorted((w for w in words if w in worst_first), key=worst_first.index)
    return rated[(len(rated) - 1) // 2] if rated else ""


def rate_indicators(words: pd.DataFrame, measures: pd.DataFrame, indicators: pd.DataFrame) -> pd.DataFrame:
    """Return the words of each rule for every indicator: one row an indicator, one column a rule.

    Args:
        words: from `rate_measures`.
        measures: from `psa.assess.measure_assessments`: which are rateable and whose.
        indicators: from `psa.assess.assess_indicators`: gives the order.

    Returns:
        indicator_id and a column for each rule of `psa.lenses.RULES`.
    """
    own = measures.loc[measures["is_rateable"], "indicator_id"]
    rated = words[words["measure_id"].isin(own.index)]
    rated = rated.assign(indicator_id=rated["measure_id"].map(own))
    table = {"indicator_id": list(indicators["indicator_id"])}
    for rule, group in rated.groupby("rule"):
        order = tuple(reversed(RULES[rule].words))
        by_indicator = group.groupby("indicator_id")["rating"].agg(
            lambda w, order=order: combine_words(list(w), order)
        )
        table[rule] = [by_indicator.get(i) or NOT_ASSESSED for i in table["indicator_id"]]
    for rule in RULES:
        table.setdefault(rule, [NOT_ASSESSED] * len(table["indicator_id"]))
    return pd.DataFrame(table)[["indicator_id", *RULES]]


def compare_rules(indicators: pd.DataFrame, by_lens: pd.DataFrame) -> pd.DataFrame:
    """Return each indicator under every rule, and how many rules say the right way, the wrong way, neither.

    Args:
        indicators: from `psa.assess.assess_indicators`, with the column verdict.
        by_lens: from `rate_indicators`.

    Returns:
        indicator_id, one column a rule (the official first, then ours), good, neutral, bad, not_assessed.
    """
    table = by_lens.copy()
    table.insert(1, OURS, indicators["verdict"].to_numpy())
    table.insert(1, OFFICIAL, indicators["rating"].to_numpy())
    sides = np.column_stack([side(rule, table[rule]) for rule in NAMES])
    for name, wanted in (("good", 1), ("neutral", 0), ("bad", -1)):
        table[name] = (sides == wanted).sum(axis=1)
    table["not_assessed"] = np.isnan(sides).sum(axis=1)
    return table
