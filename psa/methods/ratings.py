"""A framework, rated: every table that notebooks and commands write from."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from psa.data.framework import Framework
from psa.data.series import load_series
from psa.data.vintages import first_vintage, revised_figures
from psa.methods.agreements import rate_agreements, rate_departments
from psa.methods.carried_on import project_measure
from psa.methods.comparison import (
    OFFICIAL,
    OURS,
    check_rule,
    compare_rules,
    rate_indicators,
    rate_measures,
    side,
)
from psa.methods.definitions import with_definitions
from psa.methods.indicators import Assessment, assess_indicators, load_assessment, measure_assessments
from psa.methods.label_chances import mark_survivors
from psa.methods.rules import RULES
from psa.methods.rules.parts import NOT_ASSESSED
from psa.methods.settings import Settings, settings_for
from psa.methods.vocabulary import VERDICT_WORDS
from psa.words import plain


@dataclass(frozen=True)
class Ratings:
    """A framework, rated: every table that the notebooks and the command write from.

    Attributes:
        framework, settings, rule: what was rated, and how.
        series: the long frame.
        measures: one row a measure that has figures (`psa.assess.assess_measures`).
        indicators: one row each; `rating` is in the words of the rule.
        official: the same by the official rule; counted: as the roll-up counts them.
    """

    framework: Framework
    settings: Settings
    rule: str
    series: pd.DataFrame
    measures: pd.DataFrame
    indicators: pd.DataFrame
    official: pd.DataFrame
    counted: pd.DataFrame

    @cached_property
    def agreements(self) -> pd.DataFrame:
        """One row an agreement (`rate_agreements`)."""
        return _with_rule(rate_agreements(self.framework, self.counted, self.settings), self.rule)

    @cached_property
    def departments(self) -> pd.DataFrame:
        """One row a department (`rate_departments`)."""
        return _with_rule(rate_departments(self.framework, self.counted, self.settings), self.rule)

    @cached_property
    def published(self) -> pd.DataFrame:
        """Every published rating beside the computed official one (`compare_published`)."""
        agreements = (
            self.agreements
            if self.rule == OFFICIAL
            else rate_agreements(self.framework, self.official, self.settings)
        )
        from psa.methods.published import compare_published

        return compare_published(self.framework, self.official, agreements, self.settings)

    def assessment(self, indicator_id: str) -> Assessment:
        """Return one indicator's assessment with its working; KeyError where there is none."""
        return load_assessment(self.framework, self.measures, self.indicators, indicator_id)

    @cached_property
    def rule_words(self) -> pd.DataFrame:
        """Other bodies' words for every measure: measure_id, rule, rating, statistic, reason."""
        return rate_measures(self.framework, self.series, self.settings)

    @cached_property
    def comparison(self) -> pd.DataFrame:
        """Each indicator under every rule, and how many rules agree (`psa.methods.comparison.compare_rules`)."""
        by_rule = rate_indicators(self.rule_words, self.measures, self.indicators)
        return compare_rules(self.indicators, by_rule)

    @cached_property
    def _under_choices(self) -> dict[str, pd.DataFrame]:
        return {}

    def under_choices(self, agreement_ids) -> dict[str, pd.DataFrame]:
        """Return our verdicts under other choices, by agreement; worked out once, several agreements together.

        Args:
            agreement_ids: which agreements; to ask for all at once is much quicker than one by one.

        Returns:
            For each: one row an indicator, by indicator_id, as `verdicts_under_choices` gives it.
        """
        known = self._under_choices
        if new := [a for a in agreement_ids if a not in known]:
            from psa.methods.sensitivity import verdicts_under_choices

            whole = verdicts_under_choices(self, new)
            owner = self.framework.indicators.set_index("indicator_id")["agreement_id"].reindex(whole.index)
            known |= {a: whole[owner == a] for a in new}
        return {a: known[a] for a in agreement_ids}

    def points(self, measure_id: str) -> pd.DataFrame:
        """Return the figures of one measure, in time order; empty where it has none."""
        return self.series[self.series["measure_id"] == measure_id]

    def revised(self, indicator_id: str) -> pd.DataFrame:
        """Return the revisions of the figures that one indicator is rated from (`psa.observations.revised_figures`)."""
        table = self.framework.observations
        return revised_figures(table[table["measure_id"].isin(self._inputs(indicator_id))])

    def as_first_published(self, indicator_id: str) -> pd.Series:
        """Return an indicator's row of the official ratings with its figures as they were first published."""
        f = self.framework
        first = first_vintage(f.observations[f.observations["measure_id"].isin(self._inputs(indicator_id))])
        series = load_series(replace(f, tables=f.tables | {"observations": first}))
        measures = measure_assessments(f, series[series["indicator_id"] == indicator_id], self.settings)
        own = f.indicators[f.indicators["indicator_id"] == indicator_id]
        return assess_indicators(
            replace(f, tables=f.tables | {"indicators": own}), measures, self.settings
        ).iloc[0]

    def _inputs(self, indicator_id: str) -> set[str]:
        """Return the published measures that an indicator is rated from, by themselves or by what is derived from them."""
        rated = self.measures[
            self.measures["is_rateable"] & (self.measures["indicator_id"] == indicator_id)
        ].index
        derived = self.framework.derived_measures
        inputs = derived.loc[derived["measure_id"].isin(rated), "input_measure_ids"]
        return {*rated, *(i.strip() for text in inputs for i in text.split(";"))}

    def projection(self, measure_id: str) -> pd.DataFrame:
        """Return a measure's baseline trend carried on to the end of the period; empty without a trend.

        Returns:
            time, estimate, lower, upper, at each later figure's time.
        """
        frame = with_definitions(self.points(measure_id), self.framework)
        row = self.measures.loc[measure_id]
        if row["trend_verdict"] == "not_assessed":
            return pd.DataFrame(columns=["time", "estimate", "lower", "upper"], dtype=float)
        base = frame.loc[frame["period"] == row["baseline_period"], "time"]
        base = float(base.iloc[-1]) if len(base) else float(frame["time"].iloc[0])
        limit = pd.Timestamp(self.settings.through) if self.settings.through else frame["end"].max()
        later = frame[(frame["time"] > base) & (frame["end"] <= limit)]["time"]
        return project_measure(frame, self.settings, later.to_numpy())


def rating_settings(framework: Framework, through: str | None, rule: str, **changes: Any) -> Settings:
    """Return the settings by which a framework is rated by a rule.

    Args:
        framework: its own settings go before the defaults.
        through: a date or period label in place of the framework's own end of period.
        rule: whose rule; another body's knows no period of the framework's, only the latest figure.
        changes: any other field of `Settings`.

    Raises:
        ValueError: no such rule, date or setting.
    """
    check_rule(rule)
    settings = settings_for(framework, through, **changes)
    if not through and rule in RULES and "through" not in framework.declared:
        return replace(settings, through=None)
    return settings


def rate_framework(
    framework: Framework,
    through: str | None = None,
    rule: str = OFFICIAL,
    as_of: str | None = None,
    **changes,
) -> Ratings:
    """Rate everything in a framework.

    Args:
        framework: from `psa.framework.load_framework`.
        through: a date or period label in place of the framework's own end of period.
        rule: whose rule gives the column `rating`; one of `psa.methods.comparison.NAMES`.
        as_of: use the figures as they stood on this day.
        changes: any other field of `psa.assess.Settings`.

    Raises:
        ValueError: no such rule, date or setting.
    """
    settings = rating_settings(framework, through, rule, **changes)
    series = load_series(framework, as_of)
    measures = measure_assessments(framework, series, settings)
    indicators = mark_survivors(measures, assess_indicators(framework, measures, settings))
    if rule == OFFICIAL:
        return Ratings(
            framework, settings, rule, series, measures, _with_rule(indicators, rule), indicators, indicators
        )
    own = _in_words_of(rule, framework, series, measures, indicators, settings)
    counted = _as_improvement(own, rule)
    return Ratings(framework, settings, rule, series, measures, _with_rule(own, rule), indicators, counted)


def _with_rule(table: pd.DataFrame, rule: str) -> pd.DataFrame:
    """Return a table with id, rule, rating and reason in front."""
    front = [table.columns[0], "rule", "rating", "reason"]
    table = table.assign(rule=rule)
    return table[[*front, *(c for c in table.columns if c not in front)]]


def _in_words_of(rule, framework, series, measures, indicators, settings) -> pd.DataFrame:
    """Return the indicators with the words of another rule in `rating`, the official ones beside."""
    table = indicators.rename(columns={"rating": "official_rating", "reason": "official_reason"})
    if rule == OURS:
        table["rating"], table["reason"] = indicators["verdict"], _verdict_reasons(indicators)
        return table
    words = rate_measures(framework, series, settings, (rule,))
    table["rating"] = rate_indicators(words, measures, indicators)[rule].to_numpy()
    facts = RULES[rule]
    plain_words = [
        facts.title if pd.isna(x) else f"{facts.statistic}: {plain(x)}" for x in words["statistic"]
    ]
    own = words["reason"].where(words["reason"] != "", plain_words).set_axis(words["measure_id"])
    single = indicators["measure_id"].map(own.to_dict().get).astype(object).fillna("")
    rated = table["rating"] != NOT_ASSESSED
    several = [
        "no figures of its own"
        if not n
        else f"the lower middle of {n} components"
        if some
        else f"none of {n} components is rated"
        for n, some in zip(indicators["components"], rated, strict=True)
    ]
    table["reason"] = np.where(indicators["measure_id"] != "", single, several)
    return table


def _verdict_reasons(indicators: pd.DataFrame) -> list[str]:
    return [words or reason or VERDICT_WORDS.get(verdict, "") for verdict, reason, words in
            zip(indicators["verdict"], indicators["verdict_reason"], indicators["verdict_words"], strict=True)]  # fmt: skip


def _as_improvement(indicators: pd.DataFrame, rule: str) -> pd.DataFrame:
    """Return the indicators as the roll-up counts them: the rule's good words as improvement."""
    sides = side(rule, indicators["rating"])
    unrated = indicators["official_rating"].where(
        indicators["official_rating"] == "withheld", "not_yet_assessed"
    )
    rating = np.select([sides == 1, np.isfinite(sides)], ["improvement", "no_improvement"], default=unrated)
    detail = np.where(sides == -1, "deteriorated", "")
    return indicators.assign(rating=rating, detail=detail, reason_code="", p_improved=np.nan)
