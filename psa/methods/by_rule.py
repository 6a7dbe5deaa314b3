"""Rate every measure and indicator of a framework by one rule: the official one, ours, or another body's."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from psa.data.framework import Framework
from psa.data.known_by import known_by
from psa.data.series import load_series
from psa.methods.best_evidence import add_best_evidence
from psa.methods.comparison import OFFICIAL, OURS, check_rule, rate_indicators, rate_measures, side
from psa.methods.indicators import assess_indicators, measure_assessments
from psa.methods.on_track import ON_TRACK, indicator_words
from psa.methods.rules import RULES
from psa.methods.rules.parts import NOT_ASSESSED
from psa.methods.settings import Settings, settings_for
from psa.methods.survivors import mark_survivors
from psa.methods.vocabulary import VERDICT_WORDS
from psa.words import plain


@dataclass(frozen=True)
class IndicatorRatings:
    """The measures and indicators of a framework, rated by one rule.

    Attributes:
        framework, settings, rule: what was rated, and how.
        series: the long frame.
        measures: one row a measure that has figures (`psa.methods.indicators.measure_assessments`).
        indicators: one row each; `rating` is in the words of the rule.
        official: the same by the official rule.
        counted: the same as the roll-up counts them.
    """

    framework: Framework
    settings: Settings
    rule: str
    series: pd.DataFrame
    measures: pd.DataFrame
    indicators: pd.DataFrame
    official: pd.DataFrame
    counted: pd.DataFrame


def rating_settings(
    framework: Framework, through: str | None, rule: str = "", as_at: str = "", **changes: Any
) -> Settings:
    """Return the settings by which a framework is rated by a rule.

    Args:
        framework: its own settings go before the defaults.
        through: a date or period label in place of the framework's own end of period.
        rule: whose rule; another body's knows no period of the framework's, only the latest figure. Empty for the
            framework's own: the setting `rule`; without it, `on-track` while its period runs, else the official one.
        as_at: the day as at which it is judged, in place of the framework's.
        changes: any other field of `Settings`.

    Raises:
        ValueError: no such rule, date or setting.
    """
    if rule := rule or framework.settings["rule"]:
        check_rule(rule)
    settings = settings_for(framework, through, as_at, **changes)
    rule = rule or (ON_TRACK if settings.is_running else OFFICIAL)
    settings = replace(settings, rule=rule)
    if not through and rule in RULES and "through" not in framework.declared:
        return replace(settings, through=None)
    return settings


def rate_by_rule(
    framework: Framework, settings: Settings, as_of: str | None = None, series: pd.DataFrame | None = None
) -> IndicatorRatings:
    """Return every measure and indicator of a framework, rated by the rule of its settings.

    Args:
        framework: from `psa.data.load.load_framework`.
        settings: from `rating_settings`.
        as_of: use the figures as they stood on this day.
        series: the framework's long frame where it is known already; not used where a day chooses the figures.
    """
    rule = settings.rule
    if settings.is_replayed and settings.as_at:
        framework, series = known_by(framework, settings.as_at, settings.release_lag), None
    if series is None or as_of is not None:
        series = load_series(framework, as_of)
    measures = measure_assessments(framework, series, settings)
    official = mark_survivors(measures, assess_indicators(framework, measures, settings))
    official = add_best_evidence(official, framework, measures, series, settings)
    tables = (framework, settings, rule, series, measures)
    if rule == OFFICIAL:
        return IndicatorRatings(*tables, with_rule(official, rule), official, official)
    indicators = under_rule(rule, framework, settings, series, measures, official)
    return IndicatorRatings(*tables, with_rule(indicators, rule), official, _as_improvement(indicators, rule))


def under_rule(
    rule: str,
    framework: Framework,
    settings: Settings,
    series: pd.DataFrame,
    measures: pd.DataFrame,
    official: pd.DataFrame,
) -> pd.DataFrame:
    """Return the table of indicators with the words of a rule that is not the official one as their rating.

    Args:
        rule: one of `psa.methods.comparison.NAMES` but the official one, or that of targets on track.
        framework, settings, series, measures, official: of `IndicatorRatings` by the official rule.
    """
    if rule == OURS:
        rating, reason = official["verdict"], _verdict_reasons(official)
    elif rule == ON_TRACK:
        rating, reason = indicator_words(official), _verdict_reasons(official)
    else:
        words = rate_measures(framework, series, settings, (rule,))
        rating = rate_indicators(words, measures, official)[rule].set_axis(official.index)
        reason = _rule_reasons(official, words, rating, rule)
    indicators = official.rename(columns={"rating": "official_rating", "reason": "official_reason"})
    return indicators.assign(rating=rating, reason=reason)


def with_rule(table: pd.DataFrame, rule: str) -> pd.DataFrame:
    """Return a table with its id, rule, rating and reason in front."""
    front = [table.columns[0], "rule", "rating", "reason"]
    table = table.assign(rule=rule)
    return table[[*front, *(column for column in table.columns if column not in front)]]


def _verdict_reasons(indicators: pd.DataFrame) -> list[str]:
    """Return why each indicator has our verdict, in words."""
    columns = indicators[["verdict", "verdict_reason", "verdict_words"]].itertuples(index=False, name=None)
    return [words or reason or VERDICT_WORDS.get(verdict, "") for verdict, reason, words in columns]


def _rule_reasons(indicators: pd.DataFrame, words: pd.DataFrame, rating: pd.Series, rule: str) -> list[str]:
    """Return why each indicator has the word of another body's rule: the number that decided, or what is missing."""
    facts = RULES[rule]
    numbers = [facts.title if pd.isna(x) else f"{facts.statistic}: {plain(x)}" for x in words["statistic"]]
    of_measure = dict(
        zip(words["measure_id"], np.where(words["reason"] != "", words["reason"], numbers), strict=True)
    )
    is_rated = rating != NOT_ASSESSED
    rows = zip(indicators["measure_id"], indicators["components"], is_rated, strict=True)
    return [of_measure.get(m, "") if m else _components_reason(n, rated) for m, n, rated in rows]


def _components_reason(count: int, is_rated: bool) -> str:
    if not count:
        return "no figures of its own"
    return f"the lower middle of {count} components" if is_rated else f"none of {count} components is rated"


def _as_improvement(indicators: pd.DataFrame, rule: str) -> pd.DataFrame:
    """Return the indicators as the roll-up counts them: the rule's good words as improvement."""
    sides = side(rule, indicators["rating"])
    is_withheld = indicators["official_rating"] == "withheld"
    unrated = np.where(is_withheld, "withheld", "not_yet_assessed")
    rating = np.select([sides == 1, np.isfinite(sides)], ["improvement", "no_improvement"], default=unrated)
    detail = np.where(sides == -1, "deteriorated", "")
    code = np.where(indicators["verdict"] == "moving_away", "moving_away", "") if rule == ON_TRACK else ""
    return indicators.assign(rating=rating, detail=detail, reason_code=code, p_improved=np.nan)
