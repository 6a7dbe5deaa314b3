"""One agreement, department or indicator, with its texts, tables and charts.

Each text is Markdown, each table shows itself in a notebook, each chart is drawn on axes that can be changed.
"""

from dataclasses import dataclass
from functools import cached_property

import pandas as pd
from matplotlib.axes import Axes

from psa.data.records import Agreement, Department, Indicator
from psa.methods.agreements import department_indicators
from psa.methods.ratings import Ratings
from psa.pages import sections
from psa.pages.for_page import show
from psa.pages.sentences import agreement as agreement_sentences
from psa.pages.sentences import department as department_sentences
from psa.pages.sentences import indicator as indicator_sentences
from psa.pages.sentences.framework import describe_missing
from psa.pages.tables import agreement as agreement_tables
from psa.pages.tables.framework import published_table
from psa.pages.tables.table import Table


class Text(str):
    """Markdown that a notebook shows as such when it is the last thing in a cell."""

    __slots__ = ()

    def _repr_markdown_(self) -> str:
        return str(self)


@dataclass(frozen=True)
class IndicatorView:
    """One indicator of a rated framework."""

    ratings: Ratings
    id: str

    @property
    def definition(self) -> Indicator:
        """What the indicator is, as a record of its table."""
        return self.ratings.framework.indicator(self.id)

    @cached_property
    def row(self) -> pd.Series:
        """Its row of the table of ratings."""
        indicators = self.ratings.indicators
        return indicators[indicators["indicator_id"] == self.id].iloc[0]

    @property
    def measures(self) -> pd.DataFrame:
        """Its measures that have figures, one row each."""
        return self.ratings.measures[self.ratings.measures["indicator_id"] == self.id]

    def explain(self) -> Text:
        """Return what it is and what its figures show, in words."""
        definition = indicator_sentences.describe_definition(self.ratings, self.id)
        return Text(f"{definition}\n\n{indicator_sentences.describe_assessment(self.ratings, self.id)}")

    def plot(self, ax: Axes | None = None) -> Axes:
        """Draw its chart on axes of yours, or on new ones; they can be changed and saved like any other.

        Raises:
            ValueError: it has no figures.
        """
        chart = sections.chart_of_indicator(self.ratings, self.id)
        if chart is None:
            raise ValueError(f"{self.id} has no figures to draw")
        return chart.plot(ax)

    def show(self) -> None:
        """Show it as its agreement's page does: words, chart, figures, working, sources."""
        sections.show_indicator(self.ratings, self.id)

    def __repr__(self) -> str:
        return f"{self.id} {self.definition.name}\n{self.row['rating']}: {self.row['reason']}"


@dataclass(frozen=True)
class AgreementView:
    """One agreement of a rated framework."""

    ratings: Ratings
    id: str

    @property
    def definition(self) -> Agreement:
        """What was promised, as a record of its table."""
        return self.ratings.framework.agreement(self.id)

    @cached_property
    def frame(self) -> pd.DataFrame:
        """Its indicators' rows of the table of ratings."""
        return self.ratings.indicators[self.ratings.indicators["agreement_id"] == self.id]

    @property
    def indicators(self) -> list[IndicatorView]:
        """Its indicators, in order."""
        return [IndicatorView(self.ratings, i) for i in self.frame["indicator_id"]]

    def heading(self) -> Text:
        """Return its title and promise."""
        return Text(agreement_sentences.title_agreement(self.ratings, self.id))

    def show_answer(self) -> None:
        """Show what came of it, who answers for it, its first chart and its facts."""
        sections.show_answer(self.ratings, self.id)

    def show_cards(self) -> None:
        """Show a card for each of its indicators of which something can be said."""
        for indicator in self.indicators:
            sections.show_card(self.ratings, indicator.id)

    def show_unrated(self) -> None:
        """Show what could not be rated, why, and where to look."""
        sections.show_unrated(self.ratings, self.id)

    def show_firmness(self) -> None:
        """Show how firm its label is."""
        sections.show_firmness(self.ratings, self.id)

    def label(self) -> Text:
        """Return its label, the chance of it and how near its edge is, in words."""
        return Text(agreement_sentences.describe_label(self.ratings, self.id))

    def best_evidence(self) -> Text:
        """Return what the best evidence says beside the official reading, in words; empty where it adds nothing."""
        return Text(agreement_sentences.describe_best_evidence(self.ratings, self.id))

    def evidence(self) -> Table | None:
        """Return the best evidence on each of its indicators, with its grade; None where the ratings say it all."""
        return agreement_tables.evidence_table(self.ratings, self.frame)

    def delivery(self) -> Text:
        """Return who answers for it, in words."""
        return Text(agreement_sentences.describe_delivery(self.ratings, self.id))

    def missing(self) -> Text:
        """Return which of its indicators have no rating and why, in words."""
        return Text(describe_missing(self.ratings, self.frame))

    def plot(self, ax: Axes | None = None) -> Axes:
        """Draw the chart of its indicators on axes of yours, or on new ones."""
        return sections.chart_of_agreement(self.ratings, self.id).plot(ax)

    def show_summary(self) -> None:
        """Show the chart and the table of its indicators' ratings."""
        sections.show_agreement_summary(self.ratings, self.id)

    def published(self) -> Table:
        """Return the ratings that were published of it and its indicators, beside ours."""
        return published_table(self.ratings, [self.id, *self.frame["indicator_id"]])

    def readings(self) -> Table:
        """Return its label under other readings of the official rule."""
        return agreement_tables.readings_table(self.ratings, self.id)

    def rules(self) -> Table:
        """Return its indicators under other bodies' rules."""
        return agreement_tables.rules_table(self.ratings, self.frame)

    def choices(self) -> Table:
        """Return our verdicts on its indicators under other choices."""
        return agreement_tables.sensitivity_table(self.ratings.sensitivity(self.id))

    def caveats(self) -> Table:
        """Return what a reader must know of its indicators' ratings."""
        return agreement_tables.caveats_table(self.frame)

    def show(self) -> None:
        """Show it whole, indicator by indicator."""
        sections.say(self.heading())
        self.show_answer()
        for indicator in self.indicators:
            indicator.show()

    def __repr__(self) -> str:
        row = self.ratings.agreements.set_index("agreement_id").loc[self.id]
        label = self.ratings.framework.word(str(row["rating"]))
        return f"{self.id} {self.definition.title}\n{label}: {row['improved']} of {row['total']} indicators improved"


@dataclass(frozen=True)
class DepartmentView:
    """One department of a rated framework."""

    ratings: Ratings
    id: str

    @property
    def definition(self) -> Department:
        """Its name and abbreviation, as a record of its table."""
        return self.ratings.framework.department(self.id)

    def frame(self, role: str = "") -> pd.DataFrame:
        """Return the rows of the indicators that it answers for: as lead, as partner, or both where empty."""
        arguments = (self.ratings.framework, self.ratings.indicators, self.id)
        return department_indicators(*arguments, role) if role else department_indicators(*arguments)

    def heading(self) -> Text:
        """Return its name as a heading."""
        return Text(department_sentences.title_department(self.ratings, self.id))

    def summary(self) -> Text:
        """Return what it leads and what became of it, in words."""
        return Text(department_sentences.describe_department(self.ratings, self.id))

    def best_evidence(self) -> Text:
        """Return what the best evidence says of what it leads and is a partner of, in words; empty if nothing more."""
        return Text(department_sentences.describe_department_evidence(self.ratings, self.id))

    def evidence(self) -> Table | None:
        """Return the best evidence on each of its indicators; None where it says no more than the ratings."""
        return agreement_tables.evidence_table(self.ratings, self.frame())

    def show_details(self) -> None:
        """Show all that it answers for, each part in a fold of its own: indicators, evidence, objectives, actions."""
        show(self.table("lead", "Indicators of agreements that it leads"), "Indicators of what it leads")
        show(
            self.table("partner", "Indicators of agreements that it is a partner of"),
            "Indicators of what it is a partner of",
        )
        show(self.evidence(), "The best evidence on each indicator")
        show(self.objectives(), "Its own objectives")
        show(self.actions(), "Actions that underpin all agreements")
        show(self.missing(), "What could not be rated, and why")

    def objectives(self) -> Text:
        """Return its objectives, in words; empty where it has none."""
        return Text(department_sentences.describe_objectives(self.ratings, self.id))

    def actions(self) -> Text:
        """Return its actions under all agreements, in words; empty where it has none."""
        return Text(department_sentences.describe_actions(self.ratings, self.id))

    def missing(self) -> Text:
        """Return which of its indicators have no rating and why, in words."""
        return Text(describe_missing(self.ratings, self.frame()))

    def show_agreements(self) -> None:
        """Show the agreements that it leads or is a partner of, with their labels."""
        sections.show_department_agreements(self.ratings, self.id)

    def table(self, role: str, caption: str) -> Table:
        """Return the ratings of the indicators that it answers for in a role."""
        return agreement_tables.ratings_table(self.ratings, self.frame(role), caption)

    def __repr__(self) -> str:
        return f"{self.id} {self.ratings.framework.department_name(self.id)}"
