"""Tables about one indicator."""

import re
from dataclasses import replace
from typing import Any

import pandas as pd

from psa.data.periods import parse_date
from psa.methods.ratings import Ratings
from psa.methods.vocabulary import VERDICT_WORDS
from psa.pages.sentences.amounts import MOST_DECIMALS, figure, scale_of, unit_numbers
from psa.pages.sentences.dates import period_words
from psa.pages.sentences.phrases import change_unit
from psa.pages.tables.rows import row_of, rows_of
from psa.pages.tables.table import Table
from psa.words import UNKNOWN, alike, number, percent, plain, significant

Row = Any  # a row of a table of results: a mapping from column to cell, or a named tuple
SCALES = {"logit": "logit (proportions)", "log": "logarithm", "identity": "as published"}


def series_table(rated: Ratings, measure_id: str) -> Table:
    """Return the figures of one measure as published, with interval, status and what each was used for."""
    points = rated.points(measure_id)
    row = rated.measure_rows[measure_id]
    has_interval = points["lower"].notna().any()
    headers = ["Period", f"Figure ({_unit(row['unit'], row['value_kind'])})"]
    headers += [f"{number(points['interval_level'].max())}% interval"] if has_interval else []
    limits = points[["lower", "upper"]].to_numpy(float).ravel()
    decimals = min(max((len(plain(limit).partition(".")[2]) for limit in limits), default=0), MOST_DECIMALS)
    rows = []
    segment = points["segment"].iloc[0] if len(points) else 0
    for point in rows_of(points):
        cells = [period_words(point.period), _figure(row, point.value)]
        cells += [_interval(point, row, decimals)] if has_interval else []
        rows.append([*cells, _marks(point), "; ".join(_uses(point, row, point.segment != segment))])
        segment = point.segment
    return Table(row["label"], [*headers, "Status", "Use"], rows, frozenset({1}), _notes(row))


MOST_OPEN = 40  # figures of a series that stand in one table
RECENT = 24  # of a longer one, that stand before the years


def series_tables(rated: Ratings, measure_id: str) -> list[tuple[str, Table]]:
    """Return the figures of one measure as tables, each with the title of its fold.

    A long series begins with its last figures, without a fold of their own; the earlier ones follow by year, the latest
    year first.
    """
    whole = series_table(rated, measure_id)
    if len(whole.rows) <= MOST_OPEN:
        return [("", whole)]
    years = rated.points(measure_id)["end"].dt.year.tolist()[:-RECENT]
    tables = [("", replace(whole, rows=whole.rows[-RECENT:]))]
    for year in sorted(set(years), reverse=True):
        rows = [row for row, its_year in zip(whole.rows[:-RECENT], years, strict=True) if its_year == year]
        tables.append(
            (f"{year} ({len(rows)})", replace(whole, caption=f"{whole.caption}, {year}", rows=rows, notes=()))
        )
    return tables


def _interval(point: Row, row: Row, decimals: int) -> str:
    if pd.isna(point.lower):
        return ""
    about = {"unit": row["unit"], "value_kind": row["value_kind"], "decimals": decimals}
    return " to ".join(figure(limit, about) for limit in (point.lower, point.upper))


def _marks(point: Row) -> str:
    """Return the status of a figure as published, and how it is known where it was not simply read."""
    status = point.status if isinstance(point.status, str) else ""
    known = point.provenance if point.provenance in {"inferred", "recalled"} else ""
    return ", ".join(mark for mark in (status, known) if mark)


def _uses(point: Row, row: Row, is_after_break: bool) -> list[str]:
    """Return what a figure was used for."""
    uses = ["first figure after a break"] if is_after_break else []
    if point.period == row["baseline_period"] and row["baseline_origin"] != "projected_trend":
        uses.append(
            "baseline"
            + {"default": " (our default)", "decided": " (our decision)"}.get(row["baseline_origin"], "")
        )
    if point.period == row["latest_period"]:
        is_rated = row["rating"] in {"improvement", "no_improvement"}
        uses.append("latest figure rated" if is_rated else "latest figure, not rated")
    if point.period == row["target_figure_period"] and row["target_status"] in {"met", "not_met"}:
        uses.append("target date")
    return uses


def _notes(row: Row) -> tuple[str, ...]:
    notes = []
    if row["is_derived"]:
        notes.append("Computed by us from published figures, not published as such; rounded here.")
    if row["vintage"] == "later":
        notes.append("A later vintage than the reports of the time had.")
    return tuple(notes)


def revisions_table(rated: Ratings, indicator_id: str) -> Table | None:
    """Return the revised figures of an indicator beside what they were before; None where none was revised."""
    found = rated.revised(indicator_id)
    if found.empty:
        return None
    f = rated.framework
    about = f.measures.set_index("measure_id").loc[found["measure_id"].unique()]
    units = about["unit"].fillna("").unique()
    unit = f" ({_unit(units[0])})" if len(units) == 1 else ""
    is_one = len(about) == 1
    rows = []
    for r in rows_of(found):
        before, now = (number(v, least=f.decimals.get(r.measure_id, 0)) for v in (r.value_before, r.value))
        cells: list[str] = [
            period_words(r.period),
            before,
            _released(r.released_before),
            now,
            _released(r.released),
        ]
        rows.append(cells if is_one else [str(about.at[r.measure_id, "label"]), *cells])
    headers = ["Period", f"Earlier figure{unit}", "Published", f"Later figure{unit}", "Published"]
    at = 0 if is_one else 1
    return Table(
        "Figures that were revised",
        headers if is_one else ["Series", *headers],
        rows,
        frozenset({at + 1, at + 3}),
    )


def _released(day: object) -> str:
    """Return a day of release in words; a figure without one was the first."""
    if not isinstance(day, str):
        return "first published"
    if not re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", day):
        return day
    date = parse_date(day)
    return f"{date.day} {date:%B %Y}"


def candidate_baselines(rated: Ratings, measure_id: str) -> Table | None:
    """Return the change to the latest figure from every figure that could serve as its baseline.

    None where there is no latest figure, or fewer than two candidates.
    """
    row = rated.measure_rows[measure_id]
    points = rated.points(measure_id)
    latest = points[points["period"] == row["latest_period"]]
    if latest.empty:
        return None
    last = row_of(latest, latest.index[0])
    before = points[(points["end"] < last["start"]) & (points["segment"] == last["segment"])]
    if len(before) < 2:
        return None
    rows = []
    for p in rows_of(before):
        change = last["value"] - p.value
        good = change * row["sign"]
        word = "better" if good > 0 else ("worse" if good < 0 else "the same")
        share = significant(100 * change / abs(p.value)) + "%" if p.value else UNKNOWN
        used = "used" if p.period == row["baseline_period"] else ""
        rows.append(
            [
                period_words(p.period),
                _figure(row, p.value),
                significant(change * scale_of(row["unit"], row["value_kind"]).factor),
                share,
                word if row["sign"] in (1, -1) else "",
                used,
            ]
        )
    headers = [
        "Baseline",
        f"Figure ({_unit(row['unit'], row['value_kind'])})",
        "Change",
        "Change in per cent",
        "Reads as",
        "",
    ]
    return Table(
        f"Change to {period_words(last['period'])} from every possible baseline",
        headers,
        rows,
        frozenset({1, 2, 3}),
    )


def components_table(rated: Ratings, indicator_id: str) -> Table:
    """Return each component of an indicator: the figures used, which way it moved, both verdicts."""
    own = rated.measures[(rated.measures["indicator_id"] == indicator_id) & rated.measures["is_rateable"]]
    rows = []
    for m in rows_of(own):
        name = m.dimension_value if isinstance(m.dimension_value, str) else m.label
        base = (
            f"{_figure(m, m.baseline_value)} ({period_words(m.baseline_period)})"
            if m.baseline_period
            else UNKNOWN
        )
        latest = (
            f"{_figure(m, m.latest_value)} ({period_words(m.latest_period)})" if m.latest_period else UNKNOWN
        )
        rows.append(
            [
                name,
                base,
                latest,
                change_of_part(m) if pd.notna(m.change) else "",
                rated.framework.word(m.rating),
                _reading(m),
                VERDICT_WORDS[m.verdict],
                _could_show(m),
            ]
        )
    units = own["unit"].fillna("").unique()
    unit = _unit(units[0], own["value_kind"].iloc[0]) if len(units) == 1 else "own units"
    headers = [
        "Component",
        f"Baseline ({unit})",
        f"Latest ({unit})",
        "Change",
        "Official rating",
        "Moved",
        "Our verdict",
        "Gap it would show",
    ]
    names = [row[0] for row in rows]
    return Table("Each component", headers, rows, frozenset({1, 2, 3, 7}), why_not(own, names))


def _could_show(measure: Any) -> str:
    """Return the gap to its trend that a series would show four times in five; empty where it was not tested."""
    is_tested = measure.trend_verdict != "not_assessed" and pd.notna(measure.trend_detectable_change)
    factor = scale_of(measure.unit, measure.value_kind).factor
    return significant(measure.trend_detectable_change * factor, 2) if is_tested else ""


def why_not(rows: pd.DataFrame, names: list[str], most: int = 12) -> tuple[str, ...]:
    """Return why our verdict on some rows is *not assessed*, a line for each reason, with the rows' names."""
    named: dict[str, list[str]] = {}
    for name, verdict, reason in zip(names, rows["verdict"], rows["verdict_reason"], strict=True):
        if verdict == "not_assessed" and isinstance(reason, str) and reason:
            named.setdefault(reason, []).append(name)
    return tuple(
        f"Our verdict, not assessed ({reason}): {', '.join(of_reason[:most])}{_more(len(of_reason) - most)}."
        for reason, of_reason in named.items()
    )


def _more(left_out: int) -> str:
    return f" and {left_out} more" if left_out > 0 else ""


def _figure(row: Row, value: float) -> str:
    """Return a figure of a measure as a reader sees it: with the decimals of its series, a computed tail cut."""
    return figure(value, row)


def change_of_part(row: Row) -> str:
    """Return a change as a reader sees it: with no more decimals than its figures have, unless it would be nothing."""
    scaled = row.change * scale_of(row.unit, row.value_kind).factor
    text, figures = significant(scaled), (_figure(row, row.baseline_value), _figure(row, row.latest_value))
    places = max(len(shown.partition(".")[2]) for shown in figures)
    is_longer = len(text.partition(".")[2]) > places
    return number(scaled, places) if is_longer and round(float(scaled), places) else text


def _unit(unit: object, value_kind: object = "") -> str:
    """Return the unit of a column of figures; of a proportion from 0 to 1, which is shown in per cent, that."""
    if not isinstance(unit, str) or not unit:
        return "no unit given"
    scale = scale_of(unit, value_kind)
    if scale.factor == 100:
        return scale.after.strip().replace("%", "per cent")
    return unit_numbers(re.sub(r"^percent\b", "per cent", unit))


def _reading(row: Row) -> str:
    """Return which way a series moved; where no direction is known to be good, up or down."""
    if pd.isna(row.change):
        return ""
    if row.change == 0:
        return "no change"
    if pd.isna(row.change_good):
        return "up" if row.change > 0 else "down"
    return "better" if row.change_good > 0 else "worse"


def indicative_table(rated: Ratings, indicator_id: str, most: int = 12) -> Table | None:
    """Return what the related, proxy, group or other-vintage series of an indicator did; in no count."""
    own = rated.measures[(rated.measures["indicator_id"] == indicator_id) & ~rated.measures["is_rateable"]]
    if own.empty:
        return None
    rows = []
    for m in rows_of(own.head(most)):
        base = (
            f"{_figure(m, m.baseline_value)} ({period_words(m.baseline_period)})" if m.baseline_period else ""
        )
        latest = f"{_figure(m, m.latest_value)} ({period_words(m.latest_period)})" if m.latest_period else ""
        if not latest:
            points = rated.points(m.Index)
            last = points.iloc[-1]
            latest = f"{_figure(m, last['value'])} ({period_words(last['period'])}, not compared)"
        rows.append([m.label, m.role or "", m.unit or "", base, latest, _reading(m)])
    headers = ["Series", "What it is", "Unit", "Baseline", "Latest", "Moved"]
    notes = ["Indicative: none of these is the indicator itself, so none is in any count."]
    if len(own) > most:
        notes.append(f"{len(own) - most} more such series are in the tables of figures.")
    return Table("Indicative series", headers, rows, frozenset({3, 4}), tuple(notes))


def _change(row: Row, column: str) -> str:
    """Return a size of change in the unit of the figures."""
    shown = significant(row[column], 2)
    return f"{shown}{change_unit(row['unit'], shown)}" if pd.notna(row[column]) else UNKNOWN


SEASONS = {
    "stl": "taken out by STL, robust; one figure a year is tested",
    "same_period": "the same part of each year alone is tested",
    "published": "taken out by the publisher",
}


def working_table(rated: Ratings, measure_id: str) -> Table | None:
    """Return the working of our verdict on one series; None where there was no test."""
    row = rated.measure_rows[measure_id]
    if row["trend_verdict"] == "not_assessed":
        return None
    gap, lower, upper = alike(row["trend_gap"], row["trend_gap_lower"], row["trend_gap_upper"])
    before, after = int(row["trend_baseline_points"]), int(row["trend_later_points"])
    statistic, critical = number(row["trend_statistic"], 2), number(row["trend_critical"], 2)
    expected = f"Expected in {period_words(row['latest_period'])} if the baseline trend had carried on"
    known, unknown = (
        "published or computed from counts",
        "none published; judged by the series' own irregularity",
    )
    lines = [
        ["Figures up to the baseline, and later", f"{before} and {after}"],
        *([["Season", SEASONS[row["trend_season"]]]] if row["trend_season"] else []),
        ["Scale of the test", SCALES[row["trend_scale"]]],
        [expected, significant(row["trend_expected"], 4)],
        ["Gap to the trend, mean of the later figures (positive is better)", gap],
        [f"Its {percent(rated.settings.confidence)} interval", f"{lower} to {upper}"],
        ["Gap over its standard error, and the value needed", f"{statistic}, {critical}"],
        ["Chance that it is better than the trend", percent(row["p_better"])],
        ["The same under a straight line", VERDICT_WORDS.get(row["trend_line_verdict"], "not assessed")],
        [
            "Smallest gap that these data would show four times in five",
            _change(row, "trend_detectable_change"),
        ],
        ["Smallest change that matters", _change(row, "trend_important")],
        ["Sampling error", known if row["has_sampling_error"] else unknown],
    ]
    notes = (
        ()
        if row["trend_scale"] == "identity"
        else (
            "The gap to the trend and its interval are on the scale of the test, not in the unit of the figures.",
        )
    )
    return Table("The working of the trend test", ["", "Value"], lines, frozenset({1}), notes)
