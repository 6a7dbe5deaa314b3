"""The same figures under the rules that other bodies publish, beside the official rating.

Each rule is a pure function of arrays that names its source. Series are rows: ``time`` and ``value`` are
``(series, points)`` in time order, padded with NaN, or ``(points,)`` for one series; what is given once a
series (``sign``, ``target``, ...) is a number or has one entry a series. Answers have one axis fewer than
``value``: one entry a series, or a 0-d array for one series.

- ``time`` is in decimal years (or whole years), ``value`` in any unit, ``sign`` is +1 where up is good and
  -1 where down is good. With 0 or NaN no direction is called good, and nothing is assessed.
- A point whose time or value is NaN or infinite counts as not published. Times must rise strictly.
- No rule knows of breaks in a series: pass only the points after the last one.
- The word ``not_assessed`` always comes with a reason in plain words. A reason beside any other word is a
  caution. An empty reason is neither.

``RULES`` lists the rules by the names of the command line; ``rate`` applies one of them to a stack of
series, ``rate_all`` all of them, ``count_agreement`` tells how many say good, neutral or bad.

None of these rules but Fingertips' knows of sampling error; that is the point of setting them side by side.
"""

import numpy as np

from psa.methods.rules.destatis import destatis
from psa.methods.rules.eurostat import eurostat
from psa.methods.rules.fingertips import fingertips_trend
from psa.methods.rules.open_sdg import open_sdg
from psa.methods.rules.rule import NOT_ASSESSED, Rated, Rule
from psa.methods.rules.scotland import scotland
from psa.methods.rules.series import each, kinds, pack_series
from psa.methods.rules.un import un_progress
from psa.methods.rules.xmr import xmr

RULES = {
    rule.name: rule
    for rule in (
        Rule(
            "destatis", "German weather symbols",
            "Destatis, Indicator status - Methodology, open-sdg-site-starter 2dfa9ea7 (2023)",
            ("sun", "slightly_cloudy", "cloud", "thunderstorm"),
            ("sun", "slightly_cloudy"), ("cloud",), ("thunderstorm",),
            "share of the target missed, or mean yearly change in the good direction",
        ),
        Rule(
            "eurostat", "Eurostat growth over 15 years",
            "Eurostat, EU SDG monitoring report, annex (2014, 2021), second-hand",
            ("significant_progress", "moderate_progress", "insufficient_progress", "moderate_movement_away",
             "movement_away", "significant_movement_away"),
            ("significant_progress", "moderate_progress"), ("insufficient_progress",),
            ("moderate_movement_away", "movement_away", "significant_movement_away"),
            "growth over growth required, or growth a year",
        ),
        Rule(
            "open-sdg", "Open SDG and Statistics Canada growth",
            "Open SDG 2.4.0, docs/progress-methodology.md at 26d2e387 (2025)",
            ("target_achieved", "substantial_progress", "moderate_progress", "limited_progress",
             "deterioration"),
            ("target_achieved", "substantial_progress", "moderate_progress"), ("limited_progress",),
            ("deterioration",),
            "growth over growth required, or growth a year",
        ),
        Rule(
            "un", "UN progress chart",
            "UN Statistics Division, Progress Chart Technical Note (2023), second-hand, Eustat 10f3c702",
            ("on_track", "fair_progress", "stagnation_or_regression"),
            ("on_track", "fair_progress"), (), ("stagnation_or_regression",),
            "share of the way covered at the target's date, or growth a year",
        ),
        Rule(
            "fingertips", "Fingertips recent trend",
            "Public Health England, fingertips-open 67808972 (2021)",
            ("getting_better", "no_significant_change", "getting_worse"),
            ("getting_better",), ("no_significant_change",), ("getting_worse",),
            "chi-squared for a trend over five points",
        ),
        Rule(
            "xmr", "NHS Making Data Count, latest point",
            "NHS England, Making Data Count, NHSRplotthedots 050b07d7 (2025)",
            ("special_cause_improvement", "common_cause", "special_cause_concern"),
            ("special_cause_improvement",), ("common_cause",), ("special_cause_concern",),
            "standard deviations from the mean in the good direction",
        ),
        Rule(
            "scotland", "Scotland Performs, latest two points",
            "Scottish Government, Scotland Performs, Methodology (2007-2018)",
            ("improving", "maintaining", "worsening"),
            ("improving",), ("maintaining",), ("worsening",),
            "latest change in the good direction",
        ),
    )
}  # fmt: skip


def rate(
    rule, time, value, sign, *, kind="direction", target=None, target_time=None, lower=None, upper=None,
    interval_level=0.95, numerator=None, denominator=None, value_kind=None, months=None, base_time=None,
    limit=None, full_scale=None, criterion=None,
) -> Rated:  # fmt: skip
    """Apply one rule to a stack of series.

    Every rule takes the same arguments and uses those that it knows. For the growth rules a target counts
    only where kind is target; a standard is a target without a date, a direction has none.

    Args:
        rule: a name in ``RULES``.
        time, value: ``(series, points)`` or ``(points,)`` in time order, padded with NaN.
        sign: +1, -1, 0 or NaN, one a series.
        kind: target, standard (minimum_standard) or direction (improve), one a series.
        target, target_time: figure and decimal year, one a series.
        lower, upper, interval_level: published limits and their level, shaped as value (Fingertips).
        numerator, denominator: counts, shaped as value (Fingertips).
        value_kind: one a series; counts are used for "proportion", or where it is None (Fingertips).
        months: length of the periods, shaped as value (Fingertips).
        base_time: decimal year of the base, one a series (Open SDG, UN); the first point if None.
        limit: natural limit, one a series (Open SDG).
        full_scale: 100 or 1 for a share, one a series (UN).
        criterion: smallest change that counts, one a series (Scotland).

    Returns:
        Words, statistic and reason, one entry a series.

    Raises:
        ValueError: an unknown rule or kind, times that do not rise, shapes that do not fit.
    """
    if rule not in RULES:
        raise ValueError(f"rule {rule!r} is not known; use one of {', '.join(RULES)}")
    if rule == "destatis":
        return destatis(time, value, sign, kind, target, target_time)
    if rule == "fingertips":
        given = np.asarray("proportion" if value_kind is None else value_kind, dtype=object)
        return fingertips_trend(
            time,
            value,
            sign,
            lower,
            upper,
            numerator,
            denominator,
            given == "proportion",
            interval_level,
            months,
        )
    if rule == "xmr":
        return xmr(time, value, sign)
    if rule == "scotland":
        return scotland(time, value, sign, criterion)
    stack = pack_series(time, value)
    kind = kinds(kind, stack)
    target = np.where(kind == "direction", np.nan, each(target, stack, "target"))
    until = np.where(kind == "target", each(target_time, stack, "target_time"), np.nan)
    if rule == "eurostat":
        return eurostat(time, value, sign, target, until)
    if rule == "open-sdg":
        return Rated(*open_sdg(time, value, sign, target, until, limit, base_time)[:3])
    return un_progress(time, value, sign, target, until, base_time, full_scale)


def rate_all(time, value, sign, **given) -> dict[str, Rated]:
    """Apply every rule of ``RULES`` to the same stack of series; arguments as for ``rate``."""
    return {name: rate(name, time, value, sign, **given) for name in RULES}


def side_of(rule: str, words) -> np.ndarray:
    """Return +1 where a rule's word is good, 0 neutral, -1 bad, NaN not assessed.

    Raises:
        ValueError: a word that the rule does not have.
    """
    words, known = np.asarray(words), RULES[rule]
    unknown = set(np.unique(words.astype(str))) - set(known.words) - {NOT_ASSESSED}
    if unknown:
        raise ValueError(f"{rule} has no word {', '.join(sorted(unknown))}")
    conditions = [np.isin(words.astype(str), group) for group in (known.good, known.neutral, known.bad)]
    return np.select(conditions, [1.0, 0.0, -1.0], default=np.nan)


def count_agreement(words: dict) -> dict[str, np.ndarray]:
    """Count how many rules call each series good, neutral, bad, or do not assess it.

    Args:
        words: for each rule's name its words, or what ``rate_all`` returns.

    Returns:
        Integer arrays good, neutral, bad and not_assessed, shaped as the words.
    """
    found = [side_of(r, w.words if isinstance(w, tuple) else w) for r, w in words.items()]
    sides = np.stack(found) if found else np.empty((0,))
    return {
        "good": (sides == 1).sum(axis=0),
        "neutral": (sides == 0).sum(axis=0),
        "bad": (sides == -1).sum(axis=0),
        NOT_ASSESSED: np.isnan(sides).sum(axis=0),
    }
