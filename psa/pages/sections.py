"""Compose what a notebook shows: sentences, a chart and its table for each indicator, in order.

A notebook's cell calls one function a section; what is in a section is decided here, once.
"""

import math
from dataclasses import replace

from psa.methods.definitions import milestone_steps
from psa.methods.ratings import Ratings
from psa.pages.charts.agreement import agreement_chart
from psa.pages.charts.chart import Chart, Words
from psa.pages.charts.classes import RESULTS
from psa.pages.charts.components import components_chart
from psa.pages.charts.data import points_data, series_data, sourced
from psa.pages.charts.framework import framework_chart
from psa.pages.charts.measure import measure_chart
from psa.pages.charts.proportions import in_percent, is_proportion, row_in_percent
from psa.pages.charts.scales import decimal
from psa.pages.charts.sparkline import FEWEST
from psa.pages.for_page import CARD_FOLD, SOURCES, show
from psa.pages.groups import show_groups
from psa.pages.outcomes import RATED, Outcome, outcome_of, outcomes_of
from psa.pages.parts.answer import answer_part
from psa.pages.parts.card import card_of
from psa.pages.parts.facts import facts_part
from psa.pages.parts.promises import promises_part
from psa.pages.parts.unrated import unrated_part
from psa.pages.running_sum import drawn_series
from psa.pages.sentences.agreement import describe_label
from psa.pages.sentences.chart import chart_words, publishers_of
from psa.pages.sentences.figures import (
    MOST_SOURCES,
    describe_earlier_years,
    describe_note,
    describe_other_rules,
    describe_revisions,
    describe_sources,
    named_sources,
)
from psa.pages.sentences.indicator import describe_assessment, describe_definition
from psa.pages.sentences.news import describe_overdue
from psa.pages.sentences.past import past_table
from psa.pages.sentences.season import describe_same_periods
from psa.pages.sentences.today import is_running
from psa.pages.tables import agreement as agreement_tables
from psa.pages.tables.framework import labels_table, published_table, themes_table
from psa.pages.tables.indicator import (
    candidate_baselines,
    components_table,
    indicative_table,
    revisions_table,
    series_tables,
    working_table,
)
from psa.words import escape, is_missing


def say(text: str) -> None:
    """Show a text of Markdown; nothing where it is empty."""
    show(text)


def chart_of_measure(rated: Ratings, measure_id: str, since: float = -math.inf) -> Chart:
    """Return the chart of one series, with what it shows as its title; from the decimal year `since` on."""
    title = rated.framework.settings["period_title"]
    points, row, is_summed = drawn_series(rated, measure_id)
    if row["is_rateable"]:
        row["milestones"] = milestone_steps(rated.framework).get(str(row["indicator_id"]), "")
        row["kind"] = rated.framework.indicator(str(row["indicator_id"])).kind
    projection = None if is_summed else rated.projection(measure_id)
    table = sourced(rated, series_data(points, row, projection))
    if is_proportion(row):
        projection = None if projection is None else in_percent(projection, row)
        points, row = in_percent(points, row), row_in_percent(row)
    chart = measure_chart(points, row, rated.settings, projection, title, since)
    return replace(chart, words=Words(*chart_words(rated, measure_id)), table=table)


YEARS_BEFORE = 2.0  # of a long series that the chart of a running period shows before it
LONG_BEFORE = 4.0  # years before the period from which on a series is a long one


def period_start(rated: Ratings, measure_id: str) -> float:
    """Return the decimal year from which the chart of the period itself is drawn; minus infinity for the whole series.

    That is so where a framework still runs and the series began long before, so that the period would be a finger wide.
    """
    points = rated.points(measure_id)
    times = points.loc[points["value"].notna(), "time"]
    begin = decimal(rated.settings.baseline_by)
    is_long = is_running(rated) and len(times) and times.iloc[0] < begin - LONG_BEFORE
    return begin - YEARS_BEFORE if is_long and (times >= begin - YEARS_BEFORE).sum() >= FEWEST else -math.inf


def chart_of_indicator(rated: Ratings, indicator_id: str) -> Chart | None:
    """Return the chart of an indicator: of its one series, or of its components; None where it has no figures."""
    measures = rated.assessment(indicator_id).measures
    if len(measures) == 1:
        return chart_of_measure(rated, measures.index[0])
    if measures.empty:
        return None
    points = rated.series[rated.series["measure_id"].isin(measures.index)]
    chart = components_chart(points, measures, rated.settings, rated.framework.settings["period_title"])
    outcome = outcome_of(rated, rated.indicator_rows[indicator_id])
    words = Words(outcome.moved, outcome.name, publishers_of(rated, measures.index))
    return replace(chart, words=words, table=sourced(rated, points_data(points)))


def chart_of_agreement(rated: Ratings, agreement_id: str) -> Chart:
    """Return the chart of an agreement's indicators."""
    return agreement_chart(rated.indicators[rated.indicators["agreement_id"] == agreement_id])


def hero_chart(rated: Ratings, agreement_id: str) -> Chart | None:
    """Return the chart that a reader of an agreement's page asks for first; None where no series has three figures.

    A target that was due first, then any target, then the longest series of its own; where nothing of its own is rated,
    one that stands in.
    """
    drawn = [o for o in outcomes_of(rated, agreement_id) if _has_line(rated, o)]
    parts = [o for o in outcomes_of(rated, agreement_id) if o.kind == "parts" and o.code in RATED]
    if parts and not any(o.kind == "own" for o in drawn):
        charts = (chart_of_indicator(rated, o.indicator_id) for o in parts)
        return next((chart for chart in charts if chart is not None and chart.height < HIGHEST), None)
    if not drawn:
        return None
    measure_id = min(drawn, key=lambda o: _hero_order(rated, o)).measure_id
    return chart_of_measure(rated, measure_id, period_start(rated, measure_id))


HIGHEST = 420.0  # points, of a chart that stands beside the answer


def _hero_order(rated: Ratings, outcome: Outcome) -> tuple[bool, bool, bool, bool, int]:
    return (
        not outcome.is_missed,
        not outcome.is_met,
        outcome.kind != "own",
        not outcome.asked[0],
        -len(rated.points(outcome.measure_id)),
    )


def _has_line(rated: Ratings, outcome: Outcome) -> bool:
    return bool(outcome.measure_id) and can_be_drawn(rated, outcome.measure_id)


def can_be_drawn(rated: Ratings, measure_id: str) -> bool:
    """Return whether a chart of a series says something: three figures, or one beside the path that it needs."""
    number = int(rated.points(measure_id)["value"].notna().sum())
    if number >= FEWEST:
        return True
    row = rated.measures.loc[measure_id]
    has_path = not (is_missing(row["baseline_value"]) or is_missing(row["target_level"]))
    return bool(is_running(rated) and number and has_path and row["is_rateable"])


def show_answer(rated: Ratings, agreement_id: str) -> None:
    """Show what came of an agreement: the answer, one chart, the strip of facts."""
    show(answer_part(rated, agreement_id))
    show(hero_chart(rated, agreement_id))
    show(facts_part(rated, agreement_id))


def show_indicator(rated: Ratings, indicator_id: str) -> None:
    """Show one indicator: its card, then its definition, chart, figures, working, other rules and sources.

    One of which nothing can be said but why has a heading in place of a card.
    """
    card = card_of(rated, indicator_id)
    if card is None:
        about = rated.framework.indicator(indicator_id)
        number = f"{escape(about.number)}. " if about.number else ""
        show(f"### {number}{escape(about.name)}")
        show_details(rated, indicator_id)
    else:
        show_card(rated, indicator_id)


def show_card(rated: Ratings, indicator_id: str) -> None:
    """Show an indicator's card, and all that lies in it; nothing where it has none."""
    card = card_of(rated, indicator_id)
    if card is not None:
        show(card)
        show_details(rated, indicator_id, CARD_FOLD)


def show_details(rated: Ratings, indicator_id: str, *folds: str) -> None:
    """Show what was promised, what the figures show, chart, table, working, other bodies' rules and sources."""
    measures = rated.assessment(indicator_id).measures
    show(describe_definition(rated, indicator_id), *folds)
    if len(measures) == 1:
        show_measure(rated, measures.index[0], *folds)
    elif len(measures) > 1:
        show(chart_of_indicator(rated, indicator_id), *folds)
    show(describe_assessment(rated, indicator_id), *folds)
    for measure_id in measures.index if len(measures) == 1 else []:
        show(describe_same_periods(rated, measure_id), *folds)
    show(describe_earlier_years(rated, list(measures.index)), *folds)
    if len(measures) > 1:
        show(components_table(rated, indicator_id), *folds, "Each part")
    show_groups(rated, indicator_id, *folds)
    show(past_table(rated, indicator_id), *folds, "What this page said at each release")
    show_revisions(rated, indicator_id, *folds)
    if rated.assessment(indicator_id).rating not in {"improvement", "no_improvement"}:
        show_stand_ins(rated, indicator_id, *folds)
    show(describe_other_rules(rated, indicator_id), *folds)
    if len(measures):
        show_sources(rated, list(measures.index), *folds)


def show_measure(rated: Ratings, measure_id: str, *folds: str) -> None:
    """Show one series: chart, figures, working of the test, candidate baselines."""
    points = rated.points(measure_id)
    number = int(points["value"].notna().sum())
    if can_be_drawn(rated, measure_id):
        since = period_start(rated, measure_id)
        if math.isfinite(since):
            show(chart_of_measure(rated, measure_id, since), *folds)
        show(chart_of_measure(rated, measure_id), *folds)
    for year, table in series_tables(rated, measure_id):
        show(table, *folds, f"Figures ({number:,})", *([year] if year else []))
    show(candidate_baselines(rated, measure_id), *folds, "From every possible baseline")
    show(working_table(rated, measure_id), *folds, "The working of the test")
    show(describe_note(points), *folds)


def show_revisions(rated: Ratings, indicator_id: str, *folds: str) -> None:
    """Show the figures of an indicator that were revised, and what that changed, where any was."""
    table = revisions_table(rated, indicator_id)
    if table is not None:
        show(table, *folds)
        show(describe_revisions(rated, indicator_id), *folds)


def show_sources(rated: Ratings, measure_ids: list[str], *folds: str) -> None:
    """Show where the figures of some measures come from, and tell a page which source each item of the list is."""
    text = describe_sources(rated, measure_ids)
    if text:
        sources = named_sources(rated, measure_ids)[:MOST_SOURCES]
        show(text, *folds, **{SOURCES: sources})


def show_stand_ins(rated: Ratings, indicator_id: str, *folds: str) -> None:
    """Show the chart of the series that stands in, and what further near series did, where there are any."""
    assessment = rated.assessment(indicator_id)
    best = assessment.row["best_measure"]
    if (
        best
        and best not in assessment.measures.index
        and int(rated.points(best)["value"].notna().sum()) >= FEWEST
    ):
        show(chart_of_measure(rated, best), *folds)
        show(describe_earlier_years(rated, [best]), *folds)
    table = indicative_table(rated, indicator_id)
    if table is not None:
        show(table, *folds, f"Series near to it ({len(table.rows)})")
        ids = rated.measures.index[
            (rated.measures["indicator_id"] == indicator_id) & ~rated.measures["is_rateable"].astype(bool)
        ]
        show_sources(rated, list(ids), *folds)


def show_unrated(rated: Ratings, agreement_id: str) -> None:
    """Show what could not be rated, why, and where to look, as one list; nothing where all have a card."""
    own = rated.indicators[rated.indicators["agreement_id"] == agreement_id]
    ids = [i for i in own["indicator_id"] if card_of(rated, i) is None]
    if ids:
        fold = f"What could not be rated, and where to look ({len(ids)})"
        show(unrated_part(rated, ids), fold)
        for indicator_id in ids:
            about = rated.framework.indicator(indicator_id)
            show_groups(rated, indicator_id, fold, f"{about.number} {about.name}".strip())


def show_firmness(rated: Ratings, agreement_id: str) -> None:
    """Show how firm the label is: its chance, other readings, other rules, other choices, what was published."""
    fold = "How firm is this label?"
    own = rated.indicators[rated.indicators["agreement_id"] == agreement_id]
    show(describe_label(rated, agreement_id), fold)
    if is_running(rated):
        show(agreement_tables.ratings_table(rated, own, "Each target"), fold)
        show(describe_overdue(rated), fold)
        show(agreement_tables.caveats_table(own), fold)
        return
    readings = agreement_tables.readings_table(rated, agreement_id)
    if len({row[1] for row in readings.rows}) > 1:
        show(readings, fold)
    else:
        show(f"The label is the same under all {len(readings.rows)} readings of the rule.", fold)
    show(agreement_tables.rules_table(rated, own), fold)
    show(agreement_tables.sensitivity_table(rated.sensitivity(agreement_id)), fold)
    show(published_table(rated, [agreement_id, *own["indicator_id"]]), fold)
    show(agreement_tables.caveats_table(own), fold)
    show(agreement_tables.evidence_table(rated, own), fold)


def chart_of_framework(rated: Ratings) -> Chart:
    """Return the chart of all agreements: the label of each, and what its indicators did."""
    words = {w: rated.framework.word(w) for w in rated.agreements["rating"].unique()}
    board = rated.scoreboard.set_index("indicator_id")["outcome"]
    due = {str(key): str(code) for key, code in board.items() if code in RESULTS}
    chart = framework_chart(rated.agreements, rated.promised, words, due)
    site = rated.framework.settings["title"] or rated.framework.name
    word = rated.framework.word
    what = f"Each {word('agreement')}: its label, and what its {word('indicator', True)} did"
    return replace(chart, words=Words(what, site, "our ratings of the published figures"))


def show_framework_summary(rated: Ratings) -> None:
    """Show all agreements at a glance: the chart and table of their labels."""
    show(chart_of_framework(rated))
    show(labels_table(rated), "Each label, its chance, and what would change it")
    if (themes := themes_table(rated)) is not None:
        show(themes)


def show_agreement_summary(rated: Ratings, agreement_id: str) -> None:
    """Show one agreement at a glance: the chart and table of its indicators' ratings."""
    own = rated.indicators[rated.indicators["agreement_id"] == agreement_id]
    show(chart_of_agreement(rated, agreement_id))
    show(agreement_tables.ratings_table(rated, own, "Indicators and their ratings"))


def show_department_agreements(rated: Ratings, department_id: str) -> None:
    """Show the agreements that a department leads, each with what became of it; then those that it is a partner of."""
    for role in ("lead", "partner"):
        show(promises_part(rated, department_id, role))
