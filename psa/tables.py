"""Tables for a page: a caption, scopes, units in the headers, figures aligned, symbols explained.

A `Table` shows itself as HTML on a page and as plain text elsewhere. Rounding happens here and nowhere
else; what was published is shown with all its digits.
"""

import html
import re
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from psa.assess import CAVEATS, TARGET_STATUS, definitions, plain, prepare_frame, with_definitions
from psa.periods import parse_date
from psa.ratings import READINGS, Ratings
from psa.rules import NAMES
from psa.verdicts import VERDICT_WORDS

UNKNOWN = "not known"


def number(value, places: int | None = None, least: float = 0) -> str:
    """Return a number for a reader: thousands separated, a true minus sign; NaN as *not known*.

    Args:
        value: the number.
        places: decimals for a computed one; None keeps every digit that was published.
        least: decimals that a published one has at least; see `psa.assess.plain`.
    """
    if value is None or (isinstance(value, float) and np.isnan(value)) or value is pd.NA:
        return UNKNOWN
    text = plain(value, least) if places is None else f"{float(value):.{places}f}"
    if places is not None and float(text) == 0:
        text = text.lstrip("-")
    whole, point, decimals = text.lstrip("-").partition(".")
    whole = f"{int(whole):,}" if len(whole) > 4 else whole
    return ("\N{MINUS SIGN}" if text.startswith("-") else "") + whole + point + decimals


def in_text(value, decimals: float = np.nan) -> str:
    """Return a figure for a sentence: with the decimals of its series, but no more than four."""
    return number(value if pd.isna(value) else round(value, 4), least=0 if pd.isna(decimals) else min(decimals, 4))


def significant(value, digits: int = 3) -> str:
    """Return a computed number to so many significant digits, never in powers of ten."""
    if value is None or pd.isna(value):
        return UNKNOWN
    if value == 0:
        return "0"
    places = max(digits - 1 - int(np.floor(np.log10(abs(value)))), 0)
    rounded = round(float(value), digits - 1 - int(np.floor(np.log10(abs(value)))))
    text = number(rounded, places)
    return text.rstrip("0").rstrip(".") if "." in text else text


def percent(share: float, places: int = 0) -> str:
    """Return a share as a percentage; a chance that is not quite 0 or 1 never shows as such."""
    if pd.isna(share):
        return UNKNOWN
    text, least = f"{100 * share:.{places}f}", 10**-places
    if share > 0 and float(text) == 0:
        return f"under {least:.{places}f}%"
    if share < 1 and float(text) == 100:
        return f"over {100 - least:.{places}f}%"
    return f"{text}%"


def alike(*values, digits: int = 3) -> list[str]:
    """Return computed numbers that stand together, such as the ends of an interval, with the same decimals.

    The largest has so many significant digits; the smallest has two, unless it is next to nothing beside it.
    """
    sizes = [abs(float(v)) for v in values if pd.notna(v) and v != 0]
    if not sizes:
        return [UNKNOWN if pd.isna(v) else "0" for v in values]
    large, small = (wanted - int(np.floor(np.log10(s))) for wanted, s in ((digits - 1, max(sizes)), (1, min(sizes))))
    places = max(large, min(small, large + 2))
    rounded = [None if pd.isna(v) else round(float(v), places) for v in values]
    needed = [f"{v:.{max(places, 0)}f}".partition(".")[2].rstrip("0") for v in rounded if v is not None]
    return [number(v, max(map(len, needed))) for v in rounded]


@dataclass(frozen=True)
class Table:
    """A table that can be shown.

    Attributes:
        caption: what it holds.
        headers: column headers, with units.
        rows: cells as text; the first of each row is its header.
        numbers: positions of the columns of figures.
        notes: what symbols mean, a line each.
    """

    caption: str
    headers: list[str]
    rows: list[list[str]]
    numbers: frozenset[int] = frozenset()
    notes: tuple[str, ...] = field(default=())

    def _repr_mimebundle_(self, include=None, exclude=None):
        return {"text/html": self.to_html(), "text/plain": self.to_text()}

    def to_html(self) -> str:
        """Return the table as HTML; every text from the tables is escaped."""

        def tag(name, text, position, attribute=""):
            kind = ' class="number"' if position in self.numbers else ""
            return f"<{name}{attribute}{kind}>{html.escape(str(text))}</{name}>"

        head = "".join(tag("th", h, i, ' scope="col"') for i, h in enumerate(self.headers))
        body = "\n".join(
            "<tr>"
            + tag("th", row[0], 0, ' scope="row"')
            + "".join(tag("td", c, i) for i, c in enumerate(row) if i)
            + "</tr>"
            for row in self.rows
        )
        notes = "".join(f'<p class="note">{html.escape(n)}</p>' for n in self.notes)
        caption = f"<caption>{html.escape(self.caption)}</caption>"
        return f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>\n{body}\n</tbody></table>{notes}"

    def to_text(self) -> str:
        """Return the table as lines of text."""
        lines = [
            self.caption,
            " | ".join(self.headers),
            *(" | ".join(map(str, r)) for r in self.rows),
            *self.notes,
        ]
        return "\n".join(lines)


def from_frame(frame: pd.DataFrame, caption: str, headers: dict[str, str], numbers=(), notes=()) -> Table:
    """Return a table of some columns of a frame.

    Args:
        frame: any.
        caption: what it holds.
        headers: column -> header, in order.
        numbers: columns of figures.
        notes: lines under the table.
    """
    rows = []
    for values in frame[list(headers)].itertuples(index=False):
        rows.append(
            [
                number(v) if c in numbers and not isinstance(v, str) else _text(v)
                for c, v in zip(headers, values, strict=True)
            ]
        )
    positions = frozenset(i for i, c in enumerate(headers) if c in numbers)
    return Table(caption, list(headers.values()), rows, positions, tuple(notes))


def _text(value) -> str:
    if value is None or (isinstance(value, float) and np.isnan(value)):
        return ""
    if isinstance(value, (bool, np.bool_)):
        return "yes" if value else "no"
    return str(value)


# ------------------------------------------------------------------------------------- of one series


def series_table(rated: Ratings, measure_id: str) -> Table:
    """Return the figures of one measure as published, with interval, status and what each was used for."""
    points = rated.points(measure_id)
    row = rated.measures.loc[measure_id]
    has_interval = points["lower"].notna().any()
    headers = ["Period", f"Figure ({_unit(row['unit'])})"]
    headers += [f"{number(points['interval_level'].max())}% interval"] if has_interval else []
    headers += ["Status", "Use"]
    limits = max((len(plain(v).partition(".")[2]) for v in points[["lower", "upper"]].to_numpy(float).ravel()), default=0)
    rows = []
    last_segment = points["segment"].iloc[0] if len(points) else 0
    for p in points.itertuples():
        use = []
        if p.segment != last_segment:
            use.append("first figure after a break")
            last_segment = p.segment
        if p.period == row["baseline_period"]:
            use.append("baseline" + (" (our default)" if row["baseline_origin"] == "default" else ""))
        if p.period == row["latest_period"]:
            use.append("latest figure rated" if row["rating"] in {"improvement", "no_improvement"} else "latest figure, not rated")
        if p.period == row["target_figure_period"] and row["target_status"] in {"met", "not_met"}:
            use.append("target date")
        cells = [p.period, _figure(row, p.value)]
        if has_interval:
            lower, upper = (number(limit, least=limits) for limit in (p.lower, p.upper))
            cells += ["" if pd.isna(p.lower) else f"{lower} to {upper}"]
        marks = [
            s
            for s in (
                p.status if isinstance(p.status, str) else "",
                p.provenance if p.provenance in {"inferred", "recalled"} else "",
            )
            if s
        ]
        rows.append([*cells, ", ".join(marks), "; ".join(use)])
    notes = []
    if row["is_derived"]:
        notes.append(
            "Computed by us from published figures, not published as such; rounded here to four digits."
        )
    if row["vintage"] == "later":
        notes.append("A later vintage than the reports of the time had.")
    return Table(row["label"], headers, rows, frozenset({1}), tuple(notes))


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
    for r in found.itertuples():
        before, now = (number(v, least=f.decimals.get(r.measure_id, 0)) for v in (r.value_before, r.value))
        cells = [r.period, before, _released(r.released_before), now, _released(r.released)]
        rows.append(cells if is_one else [about.at[r.measure_id, "label"], *cells])
    headers = ["Period", f"Earlier figure{unit}", "Published", f"Later figure{unit}", "Published"]
    at = 0 if is_one else 1
    return Table("Figures that were revised", headers if is_one else ["Series", *headers], rows, frozenset({at + 1, at + 3}))


def _released(day) -> str:
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
    row = rated.measures.loc[measure_id]
    points = rated.points(measure_id)
    latest = points[points["period"] == row["latest_period"]]
    if latest.empty:
        return None
    latest = latest.iloc[0]
    before = points[(points["end"] < latest["start"]) & (points["segment"] == latest["segment"])]
    if len(before) < 2:
        return None
    rows = []
    for p in before.itertuples():
        change = latest["value"] - p.value
        good = change * row["sign"]
        word = "better" if good > 0 else ("worse" if good < 0 else "the same")
        share = significant(100 * change / abs(p.value)) + "%" if p.value else UNKNOWN
        used = "used" if p.period == row["baseline_period"] else ""
        rows.append(
            [
                p.period,
                _figure(row, p.value),
                significant(change),
                share,
                word if row["sign"] in (1, -1) else "",
                used,
            ]
        )
    headers = ["Baseline", f"Figure ({_unit(row['unit'])})", "Change", "Change in per cent", "Reads as", ""]
    return Table(
        f"Change to {latest['period']} from every possible baseline", headers, rows, frozenset({1, 2, 3})
    )


def components_table(rated: Ratings, indicator_id: str) -> Table:
    """Return each component of an indicator: the figures used, which way it moved, both verdicts."""
    own = rated.measures[(rated.measures["indicator_id"] == indicator_id) & rated.measures["is_rateable"]]
    rows = []
    for m in own.itertuples():
        name = m.dimension_value if isinstance(m.dimension_value, str) else m.label
        base = f"{_figure(m, m.baseline_value)} ({m.baseline_period})" if m.baseline_period else UNKNOWN
        latest = f"{_figure(m, m.latest_value)} ({m.latest_period})" if m.latest_period else UNKNOWN
        rows.append([name, base, latest, significant(m.change) if pd.notna(m.change) else "",
                     rated.framework.word(m.rating), _reading(m), VERDICT_WORDS[m.verdict]])  # fmt: skip
    units = own["unit"].fillna("").unique()
    unit = _unit(units[0]) if len(units) == 1 else "own units"
    headers = [
        "Component",
        f"Baseline ({unit})",
        f"Latest ({unit})",
        "Change",
        "Official rating",
        "Moved",
        "Our verdict",
    ]
    names = [row[0] for row in rows]
    return Table("Each component", headers, rows, frozenset({1, 2, 3}), _why_not(own, names))


def _why_not(rows: pd.DataFrame, names: list[str], most: int = 12) -> tuple[str, ...]:
    """Return why our verdict on some rows is *not assessed*, a line for each reason, with the rows' names."""
    named: dict[str, list[str]] = {}
    for name, verdict, reason in zip(names, rows["verdict"], rows["verdict_reason"], strict=True):
        if verdict == "not_assessed" and isinstance(reason, str) and reason:
            named.setdefault(reason, []).append(name)
    return tuple(
        f"Our verdict, not assessed ({reason}): {', '.join(own[:most])}{f' and {len(own) - most} more' if len(own) > most else ''}."
        for reason, own in named.items()
    )


def _figure(row, value) -> str:
    """Return a figure of a measure: as published, with the decimals of its series, or rounded where we computed it."""
    return significant(value, 4) if row.is_derived else number(value, least=row.decimals)


def _unit(unit) -> str:
    return unit if isinstance(unit, str) and unit else "no unit given"


def _reading(row) -> str:
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
    for m in own.head(most).itertuples():
        base = f"{_figure(m, m.baseline_value)} ({m.baseline_period})" if m.baseline_period else ""
        latest = f"{_figure(m, m.latest_value)} ({m.latest_period})" if m.latest_period else ""
        if not latest:
            points = rated.points(m.Index)
            last = points.iloc[-1]
            latest = f"{_figure(m, last['value'])} ({last['period']}, not compared)"
        rows.append([m.label, m.role or "", m.unit or "", base, latest, _reading(m)])
    headers = ["Series", "What it is", "Unit", "Baseline", "Latest", "Moved"]
    notes = ["Indicative: none of these is the indicator itself, so none is in any count."]
    if len(own) > most:
        notes.append(f"{len(own) - most} more such series are in the tables of figures.")
    return Table("Indicative series", headers, rows, frozenset({3, 4}), tuple(notes))


# --------------------------------------------------------------------------------- of an agreement


def ratings_table(rated: Ratings, indicators: pd.DataFrame, caption: str) -> Table:
    """Return indicators with the official rating, ours, the figures and the data system's rating."""
    rows = []
    for r in indicators.itertuples():
        figures = ""
        if isinstance(r.latest_period, str) and r.latest_period and pd.notna(r.change):
            first, last = (in_text(v, rated.measures["decimals"].get(r.measure_id)) for v in (r.baseline_value, r.latest_value))
            figures = f"{first} ({r.baseline_period}) to {last} ({r.latest_period})"
        elif r.component_words:
            figures = r.component_words
        rating = rated.framework.word(r.rating) + (" (deteriorated)" if r.detail == "deteriorated" else "")
        target = TARGET_STATUS.get(r.target_status, "")
        rows.append(
            [r.indicator_id, r.name, rating, VERDICT_WORDS[r.verdict], figures, target, r.data_system_rating]
        )
    headers = ["Id", "Indicator", "Official rating", "Our verdict", "Figures", "Target", "Data system"]
    return Table(caption, headers, rows, notes=_why_not(indicators, [row[0] for row in rows], len(rows)))


def readings_table(rated: Ratings, agreement_id: str) -> Table:
    """Return the label of an agreement under each other reading of the roll-up rule."""
    row = rated.agreements.set_index("agreement_id").loc[agreement_id]
    word = rated.framework.word
    rows = [["the rule as set", word(row["rating"])]]
    rows += [[words, word(row[f"reading_{code}"])] for code, words in READINGS.items()]
    return Table("The label under other readings of the rule", ["Reading", "Label"], rows)


def rules_table(rated: Ratings, indicators: pd.DataFrame) -> Table:
    """Return how each indicator reads under every rule, and how many rules say which way."""
    wanted = rated.comparison[rated.comparison["indicator_id"].isin(indicators["indicator_id"])]
    rows = [
        [
            r["indicator_id"],
            *(str(r[n]).replace("_", " ") for n in NAMES),
            f"{r['good']} / {r['neutral']} / {r['bad']}",
        ]
        for r in wanted.to_dict("records")
    ]
    headers = ["Id", *(n.replace("-", " ") for n in NAMES), "right way / neither / wrong way"]
    notes = (
        "treasury is the official rule, baseline trend ours; the others are other bodies' published rules on the same figures.",
    )
    return Table("The same figures under other bodies' rules", headers, rows, notes=notes)


def sensitivity_table(frame: pd.DataFrame) -> Table:
    """Return the verdicts under other choices, from `psa.ratings.sensitivity`."""
    choices = [c for c in frame.columns if c not in {"indicator_id", "holds"}]
    rows = [
        [r["indicator_id"], *(str(r[c]).replace("_", " ") for c in choices), r["holds"]]
        for r in frame.to_dict("records")
    ]
    return Table("Our verdicts under other choices", ["Id", *choices, "Holds"], rows)


def caveats_table(indicators: pd.DataFrame) -> Table:
    """Return what to bear in mind for each indicator that has something to bear in mind."""
    rows = []
    for r in indicators.itertuples():
        words = [CAVEATS[c] for c in r.caveats.split(";") if c]
        if words and r.rating in {"improvement", "no_improvement", "not_rateable"}:
            rows.append([r.indicator_id, "; ".join(words)])
    return Table("Caveats", ["Id", "Bear in mind"], rows)


def working_table(rated: Ratings, measure_id: str) -> Table | None:
    """Return the working of our verdict on one series; None where there was no test."""
    row = rated.measures.loc[measure_id]
    if row["trend_verdict"] == "not_assessed":
        return None
    scale = {"logit": "logit (proportions)", "log": "logarithm", "identity": "as published"}[
        row["trend_scale"]
    ]
    gap, lower, upper = alike(row["trend_gap"], row["trend_gap_lower"], row["trend_gap_upper"])
    lines = [
        [
            "Figures up to the baseline, and later",
            f"{int(row['trend_baseline_points'])} and {int(row['trend_later_points'])}",
        ],
        ["Scale of the test", scale],
        [
            f"Expected in {row['latest_period']} if the baseline trend had carried on",
            significant(row["trend_expected"], 4),
        ],
        ["Gap to the trend, mean of the later figures (positive is better)", gap],
        ["Its 95% interval", f"{lower} to {upper}"],
        [
            "Gap over its standard error, and the value needed",
            f"{number(row['trend_statistic'], 2)}, {number(row['trend_critical'], 2)}",
        ],
        ["Chance that it is better than the trend", percent(row["p_better"])],
        ["The same under a straight line", VERDICT_WORDS.get(row["trend_line_verdict"], "not assessed")],
        ["Smallest gap that these data would show four times in five", significant(row["trend_detectable"])],
        [
            "Sampling error",
            "published or computed from counts"
            if row["has_sampling_error"]
            else "none published; judged by the series' own irregularity",
        ],
    ]
    notes = (
        ()
        if row["trend_scale"] == "identity"
        else ("Gaps are on the scale of the test, not in the unit of the figures.",)
    )
    return Table("The working of the trend test", ["", "Value"], lines, frozenset({1}), notes)


def figures_used(rated: Ratings, measure_id: str) -> pd.DataFrame:
    """Return the comparable figures of one measure with the standard error of each, for a closer look."""
    frame = prepare_frame(with_definitions(rated.points(measure_id), rated.framework))
    _, _, se = definitions(frame, rated.settings)
    return frame[["period", "time", "value", "lower", "upper", "segment", "status"]].assign(standard_error=se)


# --------------------------------------------------------------------------------- of the framework


def labels_table(rated: Ratings) -> Table:
    """Return every agreement with its label, the chance of it, the counts and the edge."""
    word = rated.framework.word
    rows = []
    for a in rated.agreements.to_dict("records"):
        chance = (
            percent(a[f"chance_{a['rating']}"])
            if a["chance_known"] and a["rating"] != "not_yet_assessed"
            else ""
        )
        edge = f"{int(a['changes_to_flip'])}, to {word(a['would_become'])}" if a["would_become"] else ""
        title = _text(a["short_title"]) or rated.framework.agreement(a["agreement_id"]).title
        rows.append([a["agreement_id"], title, word(a["rating"]), chance, str(a["improved"]), str(a["deteriorated"]),
                     str(a["assessed"]), str(a["total"]), edge])  # fmt: skip
    headers = [
        "Id",
        capital_word(word("agreement")),
        "Label",
        "Chance of it",
        "Improved",
        "Deteriorated",
        "Rated",
        "All",
        "Changes to another label",
    ]
    return Table("Labels", headers, rows, frozenset({3, 4, 5, 6, 7}))


def capital_word(text: str) -> str:
    """Return a word with its first letter large, the rest untouched."""
    return text[:1].upper() + text[1:]


def departments_table(rated: Ratings) -> Table:
    """Return every department with what it leads and is a partner of."""
    word = rated.framework.word
    rows = [
        [d["department_id"], d["name"], word(d["lead_rating"]) if d["lead_rating"] else "leads none", f"{d['lead_improved']} of {d['lead_total']}",
         word(d["partner_rating"]) if d["partner_rating"] else "partner of none", f"{d['partner_improved']} of {d['partner_total']}", str(d["objectives"])]
        for d in rated.departments.to_dict("records")
    ]  # fmt: skip
    headers = [
        "Id",
        capital_word(word("department")),
        "What it leads",
        "Improved",
        "What it is a partner of",
        "Improved",
        capital_word(word("objective", True)),
    ]
    caption = f"{capital_word(word('department', True))}, each shared {word('indicator')} once"
    return Table(caption, headers, rows, frozenset({3, 5, 6}))


def published_table(rated: Ratings, ids: list[str] | None = None) -> Table:
    """Return published ratings beside the computed ones, with what explains a difference.

    Args:
        rated: a framework, rated.
        ids: of the agreement, indicators or objectives wanted; without them, all.
    """
    wanted = rated.published if ids is None else rated.published[rated.published["rated"].isin(ids)]
    rows = [
        [p["rated"], f"{p['report']}{' (' + p['report_date'] + ')' if p['report_date'] else ''}", p["published_words"], p["computed_rating"].replace("_", " "),
         p["agrees"], p["explanation"] + (f". Note: {p['note']}" if p["note"] else "")]
        for p in wanted.to_dict("records")
    ]  # fmt: skip
    if not rows:
        rows = [["none", "no published rating was found", "", "", "", ""]]
    return Table(
        "Published and computed ratings",
        ["Rated", "Report", "Published", "Computed", "Same", "Explanation"],
        rows,
        notes=_agreement_note(wanted),
    )


def _agreement_note(published: pd.DataFrame) -> tuple[str, ...]:
    """Return how many published ratings could be compared and are the same; nothing where there are none."""
    compared = published[published["agrees"] != "cannot be compared"] if len(published) else published
    if compared.empty:
        return ()
    same = int((compared["agrees"] == "yes").sum())
    return (f"{same} of {len(compared)} that could be compared are the same.",)


def missing_table(rated: Ratings) -> Table:
    """Return every indicator that could not be rated, and why."""
    from psa.assess import REASONS

    i = rated.indicators[~rated.indicators["rating"].isin(["improvement", "no_improvement"])]
    rows = [
        [r.indicator_id, r.name, rated.framework.word(r.rating), REASONS[r.reason_code][1]]
        for r in i.itertuples()
    ]
    return Table("Indicators that could not be rated", ["Id", "Indicator", "Official rating", "Why"], rows)


def verdicts_table(rated: Ratings) -> Table:
    """Return our verdicts counted by the kind of the indicator."""
    kinds = {"target": "Target", "minimum_standard": "Minimum standard", "improve": "Improve on the trend"}
    i = rated.indicators
    rows = []
    for kind, title in kinds.items():
        counts = i.loc[i["kind"] == kind, "verdict"].value_counts()
        rows += [[title, VERDICT_WORDS[v], str(counts[v])] for v in VERDICT_WORDS if v in counts]
    return Table("Our verdicts by kind of indicator", ["Kind", "Verdict", "Indicators"], rows, frozenset({2}))


def counts_frame(framework) -> pd.DataFrame:
    """Return the rows of each table of a framework, and how many facts were read, inferred or recalled."""
    rows = []
    for name, table in framework.tables.items():
        origin = table["provenance"].value_counts() if "provenance" in table else {}
        rows.append(
            {
                "table": name,
                "rows": len(table),
                **{
                    p: int(origin.get(p, 0)) if len(origin) else None
                    for p in ("read", "inferred", "recalled")
                },
            }
        )
    return pd.DataFrame(rows)


def counts_table(rated: Ratings) -> Table:
    """Return the tables of the framework with their rows, and how each fact is known."""
    frame = counts_frame(rated.framework)
    frame = frame[frame["rows"] > 0].assign(table=lambda f: f["table"].str.replace("_", " "))
    headers = {
        "table": "Table",
        "rows": "Rows",
        "read": "Read",
        "inferred": "Inferred",
        "recalled": "Recalled",
    }
    return plain_table(frame, "Tables of the framework", headers, ("rows", "read", "inferred", "recalled"))


def settings_table(rated: Ratings, reasons: dict[str, str]) -> Table:
    """Return the settings in force, who gives each, and why the default is what it is."""
    f = rated.framework
    rows = [[k.replace("_", " "), v or "(empty)", "the framework" if k in f.declared else "our default", reasons.get(k, "")]
            for k, v in f.settings.items() if k not in {"title", "subtitle", "framework"}]  # fmt: skip
    return Table("Settings in force", ["Setting", "Value", "Given by", "Why the default"], rows)


def plain_table(frame: pd.DataFrame, caption: str, headers: dict[str, str], numbers=()) -> Table:
    """Return some columns of a table of the framework as they stand; see `from_frame`."""
    return from_frame(frame.astype(object).where(frame.notna(), ""), caption, headers, numbers)


# ------------------------------------------------------------------------------- of the validation


def shares_table(shares: pd.DataFrame, caption: str, n: int) -> Table:
    """Return the share of series that each rule calls improved, in per cent, by the length of the series.

    Args:
        shares: from `psa.simulate.improved_shares`; NaN where a rule needs more figures.
        caption: the made world.
        n: series made for each length, for the Monte Carlo error.
    """
    rows = [
        [rule, *("" if pd.isna(v) else number(100 * v, 1) for v in values)]
        for rule, values in zip(shares.index, shares.to_numpy(), strict=True)
    ]
    widest = 100 * (0.25 / n) ** 0.5
    notes = (
        f"Monte Carlo error of a share: at most {number(widest, 2)} points. Empty: the rule needs more figures.",
    )
    headers = ["Rule", *(f"{c} figures" for c in shares.columns)]
    return Table(caption, headers, rows, frozenset(range(1, len(headers))), notes)


def coverage_table(back: pd.DataFrame) -> Table:
    """Return how often projections held the figure that came, by the origin of the series."""
    rows = []
    for origin, group in back.groupby("origin", sort=False):
        known = group[group["lower"].notna()]
        rows.append(
            [
                origin,
                f"{known['series'].nunique()}",
                f"{len(known)}",
                percent(known["is_inside_plain"].mean(), 1),
                percent(known["is_inside"].mean(), 1),
            ]
        )
    headers = [
        "Series from",
        "Series",
        "Windows",
        "Held by the plain 95% interval",
        "Held when widened by 30%",
    ]
    none = () if rows else ("No yearly series is long enough for one window.",)
    return Table("Projections three years on, from six figures", headers, rows, frozenset({1, 2, 3, 4}), none)


def replay_table(ratings: pd.DataFrame) -> Table:
    """Return how many published German ratings are re-created, by kind of indicator."""
    rows = [
        [kind, str(len(g)), str(int(g["agrees"].sum())), percent(g["agrees"].mean(), 1)]
        for kind, g in ratings.groupby("kind")
    ]
    rows.append(
        ["all", str(len(ratings)), str(int(ratings["agrees"].sum())), percent(ratings["agrees"].mean(), 1)]
    )
    return Table(
        "Published German ratings re-created",
        ["Kind", "Published", "The same", "Share"],
        rows,
        frozenset({1, 2, 3}),
    )
