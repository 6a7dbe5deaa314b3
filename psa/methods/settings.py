"""The choices of an assessment: the framework's own first, then the defaults."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np

from psa.data.defaults import default_settings
from psa.data.framework import Framework
from psa.data.known_by import latest_day
from psa.data.periods import parse_date, parse_period
from psa.methods.moderation import VariancePrior, framework_priors
from psa.methods.rule_chances import RHO, RHO_MODELLED


@dataclass(frozen=True)
class Settings:
    """The choices of an assessment, each of which is ours or the framework's (``params/settings.yml``).

    Attributes:
        baseline_by: the last day of a period that may serve as a default baseline.
        through: the last day of the period assessed; None for no limit.
        component_rule: majority, all, any or net.
        component_coverage: least share of components assessed, for the whole to be.
        untested_change: not_rateable, or direction.
        not_yet_assessed_from: half, or more_than_half.
        confidence: level of intervals and tests.
        shared_error: correlation of the errors of series that share them, 0 to 1.
        model_error: the same of series that a model made.
        trend_points: how many comparable figures up to the baseline make the baseline trend, at most.
        as_at: the day as at which it is judged what is due; None for the end of the period.
        is_replayed: whether an earlier day was asked for, so that figures not out by then are left out.
        release_lag: days after which a figure without a day of release counts as known.
        baseline_oldest: years before the period from which a default baseline is old.
        rule: by which indicators and labels are rated, one of `psa.methods.comparison.CHOICES`.
        important_points: the smallest change of a proportion above a tenth that matters, in percentage points.
        important_percent: the smallest change of anything else that matters, in per cent of its level.
        smooth_odds: from which odds the series of a source are taken to be smooth.
        trend_priors: how irregular the framework's series usually are; a scale without one has a stated prior.
    """

    baseline_by: date
    through: date | None
    component_rule: str = "majority"
    component_coverage: float = 0.5
    untested_change: str = "not_rateable"
    not_yet_assessed_from: str = "half"
    confidence: float = 0.95
    trend_points: int = 8
    important_points: float = 1.0
    important_percent: float = 5.0
    smooth_odds: float = 9.0
    shared_error: float = RHO
    model_error: float = RHO_MODELLED
    as_at: date | None = None
    is_replayed: bool = False
    release_lag: int = 90
    baseline_oldest: float = 3.0
    rule: str = "treasury"

    @property
    def today(self) -> np.datetime64:
        """The day as at which it is judged what is due."""
        return np.datetime64(self.as_at) if self.as_at else self.limit

    @property
    def is_running(self) -> bool:
        """Whether the period goes on beyond the day as at which figures are read."""
        return self.through is not None and bool(self.today < self.limit)

    trend_priors: tuple[VariancePrior, ...] = ()

    @property
    def cutoff(self) -> np.datetime64:
        """The last day of a period that may serve as a default baseline."""
        return np.datetime64(self.baseline_by)

    @property
    def limit(self) -> np.datetime64:
        """The last day of the period assessed; the end of time without one."""
        return np.datetime64(self.through) if self.through else np.datetime64("9999-12-31")

    def __post_init__(self) -> None:
        choices = {
            "component_rule": ("majority", "all", "any", "net"),
            "untested_change": ("not_rateable", "direction"),
            "not_yet_assessed_from": ("half", "more_than_half"),
        }
        for name, allowed in choices.items():
            if getattr(self, name) not in allowed:
                raise ValueError(f"{name}: {getattr(self, name)!r} is not one of {', '.join(allowed)}")
        if not 0.5 < self.confidence < 1:
            raise ValueError(f"confidence: {self.confidence} is not between 0.5 and 1")
        if not 0 < self.component_coverage <= 1:
            raise ValueError(f"component_coverage: {self.component_coverage} is not above 0 and at most 1")
        for name in ("shared_error", "model_error"):
            if not 0 <= getattr(self, name) < 1:
                raise ValueError(f"{name}: {getattr(self, name)} is not from 0 to below 1")
        for name in ("important_points", "important_percent", "smooth_odds"):
            if not getattr(self, name) > 0:
                raise ValueError(f"{name}: {getattr(self, name)} is not above 0")
        for name in ("release_lag", "baseline_oldest"):
            if not getattr(self, name) >= 0:
                raise ValueError(f"{name}: {getattr(self, name)} is below 0")
        if self.trend_points < 3:
            raise ValueError(f"trend_points: {self.trend_points} is less than 3")


def usual_settings() -> Settings:
    """Return the settings of a framework that states none: the defaults of ``params/settings.yml``."""
    return settings_from(default_settings())


def settings_for(
    framework: Framework, through: str | date | None = None, as_at: str = "", **changes: Any
) -> Settings:
    """Return a framework's settings, with any changed for this run.

    Args:
        framework: its framework table goes before the defaults of ``params/settings.yml``.
        through: a date or a period label, in place of the framework's.
        as_at: the day as at which it is judged, in place of the framework's.
        changes: any other field of `Settings`, with its value.

    Raises:
        ValueError: a date or period that cannot be read, or a word that is no choice.
    """
    changes = {"trend_priors": framework_priors(framework)} | changes
    settings = settings_from(framework.settings, through, **changes)
    if day := as_at or framework.settings["as_at"]:
        return replace(settings, as_at=parse_date(day, end=True), is_replayed=True)
    if settings.through and (latest := latest_day(framework)):
        return replace(settings, as_at=min(latest, settings.through))
    return settings


def settings_from(choices: dict[str, str], through: str | date | None = None, **changes: Any) -> Settings:
    """Return settings from a mapping as in ``params/settings.yml``; see `settings_for`."""
    if isinstance(through, str) and through:
        try:
            through = parse_date(through, end=True)
        except ValueError:
            through = parse_period(through).end
    settings = Settings(
        baseline_by=parse_date(choices["baseline_by"], end=True),
        through=through or parse_date(choices["through"], end=True),
        component_rule=choices["component_rule"],
        component_coverage=_number(choices, "component_coverage"),
        untested_change=choices["untested_change"],
        not_yet_assessed_from=choices["not_yet_assessed_from"],
        confidence=_number(choices, "confidence"),
        trend_points=_whole_number(choices, "trend_points"),
        important_points=_number(choices, "important_points"),
        important_percent=_number(choices, "important_percent"),
        smooth_odds=_number(choices, "smooth_odds"),
        shared_error=_number(choices, "shared_error"),
        model_error=_number(choices, "model_error"),
        release_lag=_whole_number(choices, "release_lag"),
        baseline_oldest=_number(choices, "baseline_oldest"),
    )
    return replace(settings, **changes)


def _number(choices: dict[str, str], name: str) -> float:
    try:
        return float(choices[name])
    except ValueError:
        raise ValueError(f"{name}: {choices[name]!r} is not a number") from None


def _whole_number(choices: dict[str, str], name: str) -> int:
    try:
        return int(choices[name])
    except ValueError:
        raise ValueError(f"{name}: {choices[name]!r} is not a whole number") from None
