"""Compose what a notebook shows: sentences, a chart and its table for each indicator, in order.

A notebook's cell calls one function a section; what is in a section is decided here, once.
"""

from IPython.display import Markdown, display

from psa.methods.ratings import Ratings
from psa.pages.charts.agreement import agreement_chart
from psa.pages.charts.chart import Chart
from psa.pages.charts.components import components_chart
from psa.pages.charts.framework import framework_chart
from psa.pages.charts.measure import measure_chart
from psa.pages.for_page import SOURCES
from psa.pages.sentences.indicator import (
    MOST_SOURCES,
    describe_assessment,
    describe_definition,
    describe_note,
    describe_revisions,
    describe_sources,
    named_sources,
)
from psa.pages.tables.agreement import ratings_table
from psa.pages.tables.framework import labels_table
from psa.pages.tables.indicator import (
    candidate_baselines,
    components_table,
    indicative_table,
    revisions_table,
    series_table,
    working_table,
)
from psa.pages.tables.rows import row_of, rows_of
from psa.pages.tables.table import Table
from psa.words import escape


def say(text: str) -> None:
    """Show a text of Markdown; nothing where it is empty."""
    if text:
        display(Markdown(text))


def chart_of_measure(rated: Ratings, measure_id: str) -> Chart:
    """Return the chart of one series."""
    row, title = row_of(rated.measures, measure_id), rated.framework.settings["period_title"]
    points, projection = rated.points(measure_id), rated.projection(measure_id)
    return measure_chart(points, row.to_dict(), rated.settings, projection, title)


def chart_of_indicator(rated: Ratings, indicator_id: str) -> Chart | None:
    """Return the chart of an indicator: of its one series, or of its components; None where it has no figures."""
    measures = rated.assessment(indicator_id).measures
    if len(measures) == 1:
        return chart_of_measure(rated, measures.index[0])
    if measures.empty:
        return None
    points = rated.series[rated.series["measure_id"].isin(measures.index)]
    return components_chart(points, measures, rated.settings, rated.framework.settings["period_title"])


def chart_of_agreement(rated: Ratings, agreement_id: str) -> Chart:
    """Return the chart of an agreement's indicators."""
    return agreement_chart(rated.indicators[rated.indicators["agreement_id"] == agreement_id])


def show_indicator(rated: Ratings, indicator_id: str) -> None:
    """Show one indicator: its definition, what its figures show, chart, table, working and sources."""
    about = rated.framework.indicator(indicator_id)
    assessment = rated.assessment(indicator_id)
    number = f"{escape(about.number)}. " if about.number else ""
    say(f"### {number}{escape(about.name)}\n\n{describe_definition(rated, indicator_id)}")
    say(describe_assessment(rated, indicator_id))
    measures = assessment.measures
    if len(measures) == 1:
        show_measure(rated, measures.index[0])
    elif len(measures) > 1:
        show_components(rated, indicator_id)
    if assessment.rating not in {"improvement", "no_improvement"}:
        show_indicative(rated, indicator_id)


def show_measure(rated: Ratings, measure_id: str) -> None:
    """Show one series: chart, figures, working of the test, candidate baselines, sources."""
    points = rated.points(measure_id)
    display(chart_of_measure(rated, measure_id))
    display(series_table(rated, measure_id))
    show_revisions(rated, row_of(rated.measures, measure_id)["indicator_id"])
    for table in (working_table(rated, measure_id), candidate_baselines(rated, measure_id)):
        if table is not None:
            display(table)
    say(describe_note(points))
    show_sources(rated, [measure_id])


def show_revisions(rated: Ratings, indicator_id: str) -> None:
    """Show the figures of an indicator that were revised, and what that changed, where any was."""
    table = revisions_table(rated, indicator_id)
    if table is not None:
        display(table)
        say(describe_revisions(rated, indicator_id))


def show_components(rated: Ratings, indicator_id: str) -> None:
    """Show an indicator that is a set of components: small charts, one row for each, sources."""
    display(chart_of_indicator(rated, indicator_id))
    display(components_table(rated, indicator_id))
    show_revisions(rated, indicator_id)
    show_sources(rated, list(rated.assessment(indicator_id).measures.index))


def show_sources(rated: Ratings, measure_ids: list[str]) -> None:
    """Show where the figures of some measures come from, and tell a page which source each item of the list is."""
    text = describe_sources(rated, measure_ids)
    if text:
        sources = named_sources(rated, measure_ids)[:MOST_SOURCES]
        display(Markdown(text, metadata={SOURCES: sources}))


def show_indicative(rated: Ratings, indicator_id: str) -> None:
    """Show what related, proxy, group or other-vintage series did, where there are any."""
    table = indicative_table(rated, indicator_id)
    if table is not None:
        say(
            "**Indicative only.** The indicator itself could not be rated. These series are near to it; none is in "
            "any count."
        )
        display(table)


def show_agreement_summary(rated: Ratings, agreement_id: str) -> None:
    """Show one agreement at a glance: the chart and table of its indicators' ratings."""
    own = rated.indicators[rated.indicators["agreement_id"] == agreement_id]
    display(chart_of_agreement(rated, agreement_id))
    display(ratings_table(rated, own, "Indicators and their ratings"))


def show_framework_summary(rated: Ratings) -> None:
    """Show all agreements at a glance: the chart and table of their labels."""
    words = {w: rated.framework.word(w) for w in rated.agreements["rating"].unique()}
    display(framework_chart(rated.agreements, rated.promised, words))
    display(labels_table(rated))


def show_department_agreements(rated: Ratings, department_id: str) -> None:
    """Show the agreements that a department leads or is a partner of, with their labels."""
    roles = rated.framework.roles()
    roles = roles[roles["department_id"] == department_id]
    lead = set(roles.loc[roles["role"] == "lead", "agreement_id"])
    table = rated.agreements[rated.agreements["agreement_id"].isin(set(roles["agreement_id"]))]
    rows = []
    for row in rows_of(table):
        title = rated.framework.agreement(row.agreement_id).title
        role = "leads" if row.agreement_id in lead else "partner"
        counts = [str(number) for number in (row.improved, row.deteriorated, row.assessed, row.total)]
        rows.append([row.agreement_id, title, role, rated.framework.word(row.rating), *counts])
    headers = ["Id", "Promise", "Role", "Label", "Improved", "Deteriorated", "Rated", "All"]
    display(Table("Agreements that it answers for", headers, rows, frozenset({4, 5, 6, 7})))
