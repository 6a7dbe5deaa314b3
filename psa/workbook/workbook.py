"""The front door: a framework, loaded and rated, with what a person asks of it by name.

    import psa
    workbook = psa.load("NAME")
    workbook.agreement("ID").show()
    workbook.indicator("ID").plot()

This is the only place that asks for what has been worked out already (`psa.batch.handover`): a notebook that a batch
runs takes the ratings from there; opened by hand, it takes those of the last time where not a byte of the tables, the
settings or the package has changed since, and otherwise loads and rates.
"""

import html
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pandas as pd

from psa import paths
from psa.batch import fingerprints
from psa.batch.handover import find_framework, find_kept, find_ratings, keep
from psa.data.framework import Framework
from psa.data.load import load_framework
from psa.methods.by_rule import rating_settings
from psa.methods.checks import CHECKS
from psa.methods.ratings import Ratings, rate_framework
from psa.words import count

if TYPE_CHECKING:
    from psa.methods.flips import Weight
    from psa.workbook.views import AgreementView, DepartmentView, IndicatorView


def frameworks() -> list[str]:
    """Return the names of the frameworks in ``data/raw``, in order."""
    return sorted(p.name for p in paths.RAW.iterdir() if (p / "agreements.csv").is_file())


def load(
    name: str | None = None, through: str = "", rule: str = "", as_at: str = "", **choices: Any
) -> "Workbook":
    """Load a framework, rate it and return its workbook.

    Args:
        name: a folder of ``data/raw`` by its name, or any folder of tables by its path; without it, the default.
        through: the last day of the period assessed, as a date or a period; empty for the framework's own.
        rule: whose rule gives the ratings; `psa rate --help` lists them; empty for the framework's own.
        as_at: the day as at which it is judged, with the figures that were out by then; empty for the latest.
        choices: any other field of `psa.methods.settings.Settings`, such as ``confidence=0.9``.

    Raises:
        FileNotFoundError: there is no such folder.
        psa.data.faults.FrameworkError: something in its tables is wrong; it lists every fault.
        ValueError: no such rule, date or choice.
    """
    folder = paths.framework_folder(name or paths.default_framework())
    content = fingerprints.ratings(folder)
    framework = find_framework(folder) or find_kept(folder) or load_framework(folder, CHECKS)
    settings = rating_settings(framework, through, rule, as_at, **choices)
    if rated := find_ratings(framework, (settings, settings.rule, None)):
        return Workbook(rated)
    rated = rate_framework(framework, through, rule, as_at=as_at, **choices)
    if not (through or rule or as_at or choices):
        keep(rated, content)
    return Workbook(rated)


@dataclass(frozen=True)
class Workbook:
    """A framework and its ratings.

    Attributes:
        ratings: every table of results.
        compared_with: the ratings that it was changed from by `what_if`; None where it was loaded.
    """

    ratings: Ratings
    compared_with: Ratings | None = None

    @property
    def framework(self) -> Framework:
        """The definitions: agreements, indicators, measures, departments, sources."""
        return self.ratings.framework

    def what_if(
        self,
        through: str = "",
        rule: str = "",
        as_at: str = "",
        *,
        baseline: Mapping[str, str] | None = None,
        figures: Mapping[tuple[str, str], float] | None = None,
        choose: Mapping[str, str] | None = None,
        **choices: Any,
    ) -> "Workbook":
        """Return the same framework with something else in it, rated; its `changes` say what that turns over.

        Args:
            through, rule, as_at, choices: as for `load`.
            baseline: of an indicator, the period that its change is measured from: ``{"streets/1": "2006"}``.
            figures: the figure of a measure for a period: ``{("streets/1:litter", "2009"): 21.4}``. It keeps the size
                of the published error.
            choose: another value of a choice of ours, by its id: ``{"streets/1.direction": "decrease"}``; `psa
                judgements` lists them.

        Raises:
            KeyError: no such indicator, measure or choice.
            ValueError: a period, rule or choice that cannot be read.
        """
        from psa.workbook.what_if import with_baseline, with_choices, with_figures

        framework = self.framework
        for indicator_id, period in (baseline or {}).items():
            framework = with_baseline(framework, indicator_id, period)
        if figures:
            framework = with_figures(framework, figures)
        if choose:
            framework = with_choices(framework, self.ratings.judgements, choose)
        return Workbook(rate_framework(framework, through, rule, as_at=as_at, **choices), self.ratings)

    def judgements(self, only: str = "", is_tried: bool = True) -> "list[Weight]":
        """Return every choice of ours that answers rest on, with what it would turn over; the heaviest first.

        Args:
            only: those whose id begins so.
            is_tried: whether their other values are tried, which takes half a minute for 170 indicators.
        """
        from psa.methods.flips import Weight, weigh

        chosen = [judgement for judgement in self.ratings.judgements if judgement.id.startswith(only)]
        return weigh(self.ratings, chosen) if is_tried else [Weight(judgement, {}) for judgement in chosen]

    @property
    def changes(self) -> pd.DataFrame:
        """The labels, ratings, verdicts and results of targets that are not as in the workbook it came from.

        Raises:
            ValueError: it came of no `what_if`.
        """
        from psa.workbook.what_if import changes_between

        if self.compared_with is None:
            raise ValueError("nothing to compare with: changes are those of a workbook that what_if gave")
        return changes_between(self.compared_with, self.ratings)

    def agreement(self, agreement_id: str) -> "AgreementView":
        """Return one agreement.

        Raises:
            KeyError: no such agreement; the message suggests one.
        """
        from psa.workbook.views import AgreementView

        return AgreementView(self.ratings, self.framework.agreement(agreement_id).agreement_id)

    def department(self, department_id: str) -> "DepartmentView":
        """Return one department; KeyError as for `agreement`."""
        from psa.workbook.views import DepartmentView

        return DepartmentView(self.ratings, self.framework.department(department_id).department_id)

    def indicator(self, indicator_id: str) -> "IndicatorView":
        """Return one indicator; KeyError as for `agreement`."""
        from psa.workbook.views import IndicatorView

        return IndicatorView(self.ratings, self.framework.indicator(indicator_id).indicator_id)

    def series(self, indicator_id: str) -> pd.DataFrame:
        """Return the figures of one indicator: one row a measure and period, in time order."""
        self.framework.indicator(indicator_id)
        series = self.ratings.series
        return series[series["indicator_id"] == indicator_id]

    @cached_property
    def _counts(self) -> dict[str, int]:
        """How many agreements have each label, in words."""
        labels = self.ratings.agreements["rating"].map(self.framework.word)
        return {str(label): int(number) for label, number in labels.value_counts(sort=False).items()}

    def __repr__(self) -> str:
        lines = [
            f"{self.framework.settings['title'] or self.framework.name}",
            f"{count(len(self.framework.agreements), 'agreement')}, "
            f"{count(len(self.ratings.promised), 'indicator')}, {count(len(self.ratings.series), 'figure')}",
            *(f"{number:>5} {label}" for label, number in self._counts.items()),
            "Ask it for .agreement(id), .indicator(id), .department(id), .series(id), .what_if(...), .ratings, "
            ".framework",
        ]
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><th scope='row'>{html.escape(label)}</th><td>{number}</td></tr>"
            for label, number in self._counts.items()
        )
        title, numbers, *_, last = (html.escape(line) for line in repr(self).split("\n"))
        return f"<p><strong>{title}</strong><br>{numbers}</p><table>{rows}</table><p>{last}</p>"
