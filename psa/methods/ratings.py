"""A framework, rated: every table that notebooks and commands write from."""

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import date
from functools import cached_property
from typing import Any

import pandas as pd

from psa.data.framework import Framework
from psa.data.series import load_series
from psa.data.vintages import first_vintage, revised_figures
from psa.methods.agreements import rate_agreements, rate_departments
from psa.methods.by_rule import IndicatorRatings, rate_by_rule, rating_settings, with_rule
from psa.methods.carried_on import CarriedOn
from psa.methods.comparison import OFFICIAL, compare_rules, rate_defined, rate_indicators
from psa.methods.definitions import with_definitions
from psa.methods.earlier_years import earlier_years
from psa.methods.evidence_grades import candidates
from psa.methods.framework_chances import framework_chances, with_chances
from psa.methods.group_sets import group_sets
from psa.methods.indicators import Assessment, assess_indicators, measure_assessments
from psa.methods.judgements import Judgement, list_judgements
from psa.methods.on_track import ON_TRACK, on_track_chances
from psa.methods.past_releases import SAID, release_days, said_on
from psa.methods.published import compare_published
from psa.methods.row_places import Places, places, split_rows
from psa.methods.row_records import Records, Row
from psa.methods.scoreboard import scoreboard
from psa.methods.sensitivity import mark_holding, verdicts_under_choices
from psa.methods.stand_ins import compare_stand_ins


@dataclass(frozen=True)
class Ratings(IndicatorRatings):
    """A framework, rated; each further table is worked out when it is first asked for, and kept.

    Attributes:
        chances: of each label, by agreement_id (`psa.methods.label_chances`).
    """

    chances: pd.DataFrame

    @cached_property
    def in_labels(self) -> pd.DataFrame:
        """The indicators as the roll-up counts them, without those that stand beside a promise (`is_companion`)."""
        return counted_in_labels(self.framework, self.counted)

    @cached_property
    def agreements(self) -> pd.DataFrame:
        """One row an agreement (`rate_agreements`)."""
        return with_rule(
            rate_agreements(self.framework, self.in_labels, self.settings, self.chances), self.rule
        )

    @cached_property
    def promised(self) -> pd.DataFrame:
        """The rows of `indicators` that belong to an agreement: what is counted of a framework as a whole."""
        return self.framework.of_agreements(self.indicators)

    @cached_property
    def scoreboard(self) -> pd.DataFrame:
        """One row for each indicator with a target or a standard (`psa.methods.scoreboard`)."""
        return scoreboard(self.framework.indicators, self.official, self.settings.today)

    @cached_property
    def group_sets(self) -> pd.DataFrame:
        """The groups of each indicator that can stand side by side (`psa.methods.group_sets`)."""
        table = self.framework.measures.set_index("measure_id")
        return group_sets(self.measures, table["dimension"])

    @cached_property
    def release_days(self) -> pd.DataFrame:
        """The days on which figures of each indicator came out (`psa.methods.past_releases.release_days`)."""
        return release_days(self.framework, self.measures, self.settings)

    @cached_property
    def _said_on(self) -> dict[date, pd.DataFrame]:
        return {}

    def past(self, indicator_ids: Iterable[str]) -> pd.DataFrame:
        """Return what was said of some indicators at each past release of their figures; each day is worked out once.

        Returns:
            The rows of `release_days` with what was said on that day (`psa.methods.past_releases.SAID`).
        """
        rows = self.release_days[self.release_days["indicator_id"].isin(list(indicator_ids))]
        for day in rows["day"].unique():
            if day not in self._said_on:
                self._said_on[day] = said_on(self.framework, day, self.settings)
        said = [
            self._said_on[day].loc[key] for key, day in zip(rows["indicator_id"], rows["day"], strict=True)
        ]
        return rows.assign(**{name: [row[name] for row in said] for name in SAID}).reset_index(drop=True)

    @cached_property
    def stand_ins(self) -> pd.DataFrame:
        """Each series that could stand in for an indicator, beside the indicator itself (`compare_stand_ins`)."""
        return compare_stand_ins(candidates(self.framework, self.measures), self.official)

    @cached_property
    def departments(self) -> pd.DataFrame:
        """One row a department (`rate_departments`)."""
        return with_rule(rate_departments(self.framework, self.in_labels, self.settings), self.rule)

    @cached_property
    def published(self) -> pd.DataFrame:
        """Every published rating beside the computed official one (`compare_published`)."""
        agreements = self.agreements
        if self.rule != OFFICIAL:
            settings = replace(self.settings, rule=OFFICIAL)
            official = counted_in_labels(self.framework, self.official)
            agreements = rate_agreements(self.framework, official, settings, self.chances)
        return compare_published(self.framework, self.official, agreements, self.settings)

    @cached_property
    def judgements(self) -> list[Judgement]:
        """The choices of ours that the answers rest on (`psa.methods.judgements`)."""
        return list_judgements(self)

    @cached_property
    def rule_words(self) -> pd.DataFrame:
        """Other bodies' words for every measure: measure_id, rule, rating, statistic, reason."""
        return rate_defined(self._defined, self.settings)

    @cached_property
    def comparison(self) -> pd.DataFrame:
        """Each indicator under every rule, and how many rules agree (`psa.methods.comparison.compare_rules`)."""
        by_rule = rate_indicators(self.rule_words, self.measures, self.indicators)
        return compare_rules(self.indicators, by_rule)

    @cached_property
    def _under_choices(self) -> dict[str, pd.DataFrame]:
        return {}

    def under_choices(self, agreement_ids: Iterable[str]) -> dict[str, pd.DataFrame]:
        """Return our verdicts under other choices, by agreement; worked out once, several agreements together.

        Args:
            agreement_ids: which agreements; to ask for all at once is much quicker than one by one.

        Returns:
            For each: one row an indicator, by indicator_id, as `verdicts_under_choices` gives it.
        """
        wanted, known = list(agreement_ids), self._under_choices
        if new := [a for a in wanted if a not in known]:
            whole = verdicts_under_choices(self, new)
            owner = self.framework.indicators.set_index("indicator_id")["agreement_id"].reindex(whole.index)
            known |= {a: whole[owner == a] for a in new}
        return {a: known[a] for a in wanted}

    def sensitivity(self, agreement_id: str) -> pd.DataFrame:
        """Return which of our verdicts on one agreement's indicators hold under other choices (`mark_holding`)."""
        return mark_holding(self.under_choices([agreement_id])[agreement_id])

    def of_indicator(self, indicator_id: str) -> "Ratings":
        """Return the ratings with the rows of one indicator alone, to work out quickly what is shown of it.

        They stay as they are: they were made beside all others. What a page adds (other rules, earlier years, the trend
        carried on) is worked out series by series, and then needs only these.

        Raises:
            KeyError: no such indicator.
        """
        self.framework.indicator(indicator_id)
        names = ("series", "measures", "indicators", "official", "counted")
        tables = {name: getattr(self, name) for name in names}
        cut = {name: table[table["indicator_id"] == indicator_id] for name, table in tables.items()}
        cut["series"] = cut["series"].reset_index(drop=True)
        one = replace(self, **cut)
        # the days of past releases are shared out over all indicators, and what was said on them is kept
        vars(one).update(release_days=self.release_days, _said_on=self._said_on)
        return one

    @cached_property
    def indicator_rows(self) -> Records:
        """The rows of `indicators` as records, by indicator_id, in their order."""
        return Records(self.indicators.set_index("indicator_id", drop=False))

    @cached_property
    def measure_rows(self) -> Records:
        """The rows of `measures` as records, by measure_id."""
        return Records(self.measures)

    def rows_of_agreement(self, agreement_id: str) -> list[Row]:
        """Return the rows of an agreement's indicators as records, in order."""
        return [
            self.indicator_rows[indicator_id] for indicator_id in self._ids_of_agreement.get(agreement_id, [])
        ]

    @cached_property
    def _ids_of_agreement(self) -> dict[Any, list[str]]:
        ids = self.indicators.groupby("agreement_id", sort=False)["indicator_id"]
        return {agreement_id: list(own) for agreement_id, own in ids}

    def assessment(self, indicator_id: str) -> Assessment:
        """Return one indicator's assessment with its working.

        Raises:
            KeyError: no such indicator.
        """
        if indicator_id not in self._assessments:
            self._assessments[indicator_id] = self._assess(indicator_id)
        return self._assessments[indicator_id]

    def _assess(self, indicator_id: str) -> Assessment:
        if indicator_id not in self._indicator_places:
            self.framework.indicator(indicator_id)  # says which id may be meant
        row = self.indicators.iloc[self._indicator_places[indicator_id]]
        measures = self.measures.iloc[self._measure_places.get(indicator_id, slice(0))]
        rateable, indicative = split_rows(measures, measures["is_rateable"].to_numpy(bool))
        return Assessment(
            indicator_id=indicator_id,
            rating=str(row["rating"]),
            reason_code=str(row["reason_code"]),
            reason=str(row["reason"]),
            row=row,
            measures=rateable,
            indicative=indicative,
        )

    def points(self, measure_id: str) -> pd.DataFrame:
        """Return the figures of one measure, in time order; empty where it has none."""
        if measure_id not in self._points:
            self._points[measure_id] = self.series.iloc[self._point_places.get(measure_id, slice(0))]
        return self._points[measure_id].copy(deep=False)

    def revised(self, indicator_id: str) -> pd.DataFrame:
        """Return the revisions of the figures that one indicator is rated from (`revised_figures`)."""
        inputs = self._inputs(indicator_id)
        if inputs.isdisjoint(self._revisions["measure_id"]):
            return self._revisions.iloc[:0]
        return self._revisions[self._revisions["measure_id"].isin(inputs)].reset_index(drop=True)

    def as_first_published(self, indicator_id: str) -> pd.Series:
        """Return an indicator's row of the official ratings with its figures as they were first published."""
        row: pd.Series = self._first_published.loc[indicator_id]  # type: ignore[assignment]
        return row

    def projection(self, measure_id: str) -> pd.DataFrame:
        """Return a measure's baseline trend carried on to the end of the period; empty without a trend.

        Returns:
            time, estimate, lower, upper, at each later figure's time.
        """
        return self._carried_on.to_later_figures(measure_id)

    @cached_property
    def earlier_years(self) -> pd.DataFrame:
        """How often the test of the trend spoke in earlier years, one row a tested measure (`earlier_years`)."""
        return earlier_years(self._defined, self.measures, self.settings)

    @cached_property
    def _indicator_places(self) -> dict[str, int]:
        return {indicator_id: place for place, indicator_id in enumerate(self.indicators["indicator_id"])}

    @cached_property
    def _assessments(self) -> dict[str, Assessment]:
        return {}

    @cached_property
    def _points(self) -> dict[str, pd.DataFrame]:
        return {}

    @cached_property
    def _measure_places(self) -> dict[str, Places]:
        return places(self.measures["indicator_id"])

    @cached_property
    def _point_places(self) -> dict[str, Places]:
        return places(self.series["measure_id"])

    @cached_property
    def _revisions(self) -> pd.DataFrame:
        return revised_figures(self.framework.observations)

    @cached_property
    def _first_published(self) -> pd.DataFrame:
        """The official ratings of all indicators with the figures as first published, by indicator_id."""
        first = first_vintage(self.framework.observations)
        framework = replace(self.framework, tables=self.framework.tables | {"observations": first})
        measures = measure_assessments(framework, load_series(framework), self.settings)
        table = assess_indicators(framework, measures, self.settings)
        return table.set_index("indicator_id", drop=False)

    @cached_property
    def _carried_on(self) -> CarriedOn:
        return CarriedOn(self._defined, self.measures, self.settings)

    @cached_property
    def _defined(self) -> pd.DataFrame:
        return with_definitions(self.series, self.framework)

    @cached_property
    def _derived_inputs(self) -> dict[str, set[str]]:
        derived = self.framework.derived_measures
        texts = zip(derived["measure_id"], derived["input_measure_ids"], strict=True)
        return {measure_id: {i.strip() for i in text.split(";")} for measure_id, text in texts}

    def _inputs(self, indicator_id: str) -> set[str]:
        """Return the published measures that an indicator is rated from, also by what is derived from them."""
        rated = self.assessment(indicator_id).measures.index
        return set(rated).union(*(self._derived_inputs.get(measure_id, set()) for measure_id in rated))


def counted_in_labels(framework: Framework, indicators: pd.DataFrame) -> pd.DataFrame:
    """Return indicators without those that stand beside a promise and are in no label."""
    table = framework.indicators
    beside = set(table.loc[table["is_companion"].astype(bool), "indicator_id"])
    return indicators[~indicators["indicator_id"].isin(beside)] if beside else indicators


def rate_framework(
    framework: Framework,
    through: str | None = None,
    rule: str = "",
    as_of: str | None = None,
    as_at: str = "",
    series: pd.DataFrame | None = None,
    **changes: Any,
) -> Ratings:
    """Rate everything in a framework.

    Args:
        framework: from `psa.data.load.load_framework`.
        through: a date or period label in place of the framework's own end of period.
        rule: whose rule gives the column `rating`; one of `psa.methods.comparison.CHOICES`, empty for the
            framework's own.
        as_of: use the figures as they were last released by this day, those without a day of release all.
        as_at: judge as on this day, with the figures that were out by then.
        series: the framework's long frame where it is known already (`psa.data.series.load_series`); no choice changes
            it but that of a day.
        changes: any other field of `psa.methods.settings.Settings`.

    Raises:
        ValueError: no such rule, date or setting, or no indicator to rate.
    """
    if framework.indicators.empty:
        raise ValueError("indicators.csv has no row, so there is nothing to rate: psa add-indicator adds one")
    settings = rating_settings(framework, through, rule, as_at, **changes)
    rated = rate_by_rule(framework, settings, as_of, series)
    counted = counted_in_labels(rated.framework, rated.counted)
    if settings.rule == ON_TRACK:
        found = on_track_chances(rated.framework, counted, settings)
    else:
        measures = rated.measures if settings.rule == OFFICIAL else None
        found = framework_chances(rated.framework, counted, measures, settings)
    tables = {field.name: getattr(rated, field.name) for field in fields(IndicatorRatings)}
    tables |= {
        name: with_chances(tables[name], found.indicators) for name in ("indicators", "official", "counted")
    }
    return Ratings(**tables, chances=found.agreements)
