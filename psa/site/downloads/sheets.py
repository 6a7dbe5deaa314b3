"""What the sheets of the spreadsheet show: which columns of which table, and under which header."""

from dataclasses import dataclass, field, replace

import pandas as pd

from psa.methods.ratings import Ratings
from psa.site.downloads.markers import figure_markers, mark_empty, with_markers

NOTES = {
    "rating": "The rating by the rule {rule}. The column Why says what it rests on.",
    "change": "The latest figure less the baseline, in the unit of the indicator. The limits hold with a "
    "confidence of {confidence:.0%} where the sampling error or the scatter of the figures is known.",
    "chance": "The chance that the change since the baseline is truly for the better, from 0 to 1.",
    "trend": "A judgement of ours, by the kind of the indicator: its trend up to the baseline carried on, its "
    "target or its minimum standard. It is not the rating.",
    "vintage": "original: the figures known at the time of the reports; later: a later edition of the series.",
    "provenance": "read: read in the source; inferred: follows from what was read; recalled: from memory, not yet "
    "read.",
    "published": "The published words put into the scale of the rule.",
}
COUNTS = {
    "rating": "Rating",
    "reason": "Why",
    "improved": "Improved (count)",
    "not_improved": "Not improved (count)",
    "deteriorated": "Deteriorated (count)",
    "not_yet_assessed": "Not yet assessed (count)",
    "not_rateable": "Not rateable (count)",
    "withheld": "Withheld (count)",
    "total": "All (count)",
}
AGREEMENTS = {
    "agreement_id": "Id",
    "short_title": "Title",
    **COUNTS,
    "published_words": "Last published rating",
    "published_report": "Report that published it",
}
INDICATORS = {
    "indicator_id": "Id",
    "name": "Name",
    "rating": "Rating",
    "reason": "Why",
    "unit": "Unit",
    "baseline_period": "Baseline period",
    "baseline_value": "Baseline (in the unit)",
    "latest_period": "Latest period",
    "latest_value": "Latest (in the unit)",
    "change": "Change (in the unit)",
    "change_lower": "Change, lower limit (in the unit)",
    "change_upper": "Change, upper limit (in the unit)",
    "p_improved": "Chance of improvement (0 to 1)",
    "verdict": "Our verdict",
    "target_level": "Target (in the unit)",
    "target_period": "Target due",
}
DEPARTMENTS = {
    "department_id": "Id",
    "name": "Name",
    **COUNTS,
    "lead_agreements": "Leads",
    "partner_agreements": "Is a partner of",
}
OBSERVATIONS = {
    "measure_id": "Series",
    "period": "Period",
    "value": "Figure (in the unit)",
    "unit": "Unit",
    "lower": "Lower limit (in the unit)",
    "upper": "Upper limit (in the unit)",
    "status": "Status",
    "vintage": "Vintage",
    "provenance": "Provenance",
    "source_id": "Source",
}
ON_OBSERVATIONS = {"vintage": "vintage", "provenance": "provenance"}
SOURCES = {
    "source_id": "Id",
    "title": "Title",
    "publisher": "Publisher",
    "url": "Address",
    "read_on": "Read on",
    "kind": "Kind",
    "licence": "Licence",
}
PUBLISHED = {
    "rated": "What is rated",
    "level": "Level",
    "report": "Report",
    "report_date": "Date of the report",
    "published_words": "Published, in its own words",
    "published_rating": "Published, in the scale",
    "computed_rating": "Computed",
    "agrees": "Do they agree",
    "explanation": "Why",
}


@dataclass(frozen=True)
class Sheet:
    """One sheet: a table of a workbook.

    Attributes:
        label: of the sheet.
        title: what the table holds.
        frame: the table.
        headers: column of the table -> header, in order.
        notes: column of the table -> the note of `NOTES` on it.
    """

    label: str
    title: str
    frame: pd.DataFrame
    headers: dict[str, str]
    notes: dict[str, str] = field(default_factory=dict)


def sheets(rated: Ratings) -> list[Sheet]:
    """Return each sheet, in order; one whose table has no row is left out."""
    several = {term: rated.framework.word(term, True) for term in ("agreement", "indicator", "department")}
    rating = {"rating": "rating"}
    on_indicators = {**rating, "change": "change", "p_improved": "chance", "verdict": "trend"}
    rateable = rated.series[rated.series["is_rateable"].astype(bool)]
    markers = figure_markers(rated.framework, rateable)
    rateable = rateable.assign(status=with_markers(rateable["status"], markers))
    all_sheets = (
        Sheet(
            "Agreements",
            f"rating of {several['agreement']}",
            _in_words(rated, rated.agreements),
            AGREEMENTS,
            rating,
        ),
        Sheet(
            "Indicators",
            f"rating of {several['indicator']}",
            _in_words(rated, mark_empty(rated.indicators)),
            INDICATORS,
            on_indicators,
        ),
        Sheet(
            "Departments",
            f"rating of {several['department']}",
            _in_words(rated, rated.departments),
            DEPARTMENTS,
            rating,
        ),
        Sheet("Observations", "figures that the ratings rest on", rateable, OBSERVATIONS, ON_OBSERVATIONS),
        Sheet("Sources", "sources", rated.framework.tables["sources"], SOURCES),
        Sheet(
            "Published_and_computed",
            "published ratings beside the computed ones",
            rated.published,
            PUBLISHED,
            {"published_rating": "published"},
        ),
    )
    title = rated.framework.settings["title"] or rated.framework.name
    return [replace(sheet, title=f"{title}: {sheet.title}") for sheet in all_sheets if not sheet.frame.empty]


def _in_words(rated: Ratings, frame: pd.DataFrame) -> pd.DataFrame:
    """Return a table with its ratings in the framework's own words."""
    codes = frame["rating"]
    return frame.assign(rating=[rated.framework.word(c) if isinstance(c, str) and c else "" for c in codes])
