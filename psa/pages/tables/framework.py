"""Tables about a whole framework."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from psa.data.framework import Framework
from psa.methods.ratings import Ratings
from psa.methods.scoreboard import OUTCOMES
from psa.methods.vocabulary import REASONS, VERDICT_WORDS
from psa.pages.sentences.amounts import amount, asked_amount
from psa.pages.sentences.dates import period_words
from psa.pages.sentences.phrases import reason_words
from psa.pages.sentences.today import headers_of, is_running
from psa.pages.tables.rows import rows_of
from psa.pages.tables.table import Table, cell_text, from_frame
from psa.words import UNKNOWN, capital, listed, percent_range

BEST = ("best_assessed", "best_improved")


def labels_table(rated: Ratings) -> Table:
    """Return every agreement with its label, the chance of it, the counts and the edge."""
    word = rated.framework.word
    rows = []
    for a in rated.agreements.to_dict("records"):
        edge = f"{int(a['changes_to_flip'])}, to {word(a['would_become'])}" if a["would_become"] else ""
        title = cell_text(a["short_title"]) or rated.framework.agreement(a["agreement_id"]).title
        rows.append(
            [
                a["agreement_id"],
                title,
                word(a["rating"]),
                _chance(a),
                str(a["improved"]),
                str(a["deteriorated"]),
                str(a["assessed"]),
                str(a["total"]),
                edge,
            ]
        )
    headers = [
        "Id",
        capital(word("agreement")),
        "Label",
        "Chance of it",
        "Improved",
        "Deteriorated",
        "Rated",
        "All",
        "Changes to another label",
    ]
    return Table("Labels", headers_of(rated, headers), rows, frozenset({3, 4, 5, 6, 7}))


def themes_table(rated: Ratings) -> Table | None:
    """Return the counts of each theme, in the order of the table of agreements; None where none is named."""
    word, agreements = rated.framework.word, rated.agreements
    of_agreement = rated.framework.agreements.set_index("agreement_id")["theme"]
    themes = agreements["agreement_id"].map(of_agreement).fillna("")
    if (themes == "").all():
        return None
    rows = []
    for theme in dict.fromkeys(themes.tolist()):
        own = agreements[themes == theme]
        labelled = int((own["rating"] != "not_yet_assessed").sum())
        sums = [int(own[column].sum()) for column in ("total", "assessed", "improved", *BEST)]
        rows.append([theme or "none", *(str(number) for number in (len(own), labelled, *sums))])
    headers = [
        "Theme",
        capital(word("agreement", True)),
        "With a label",
        capital(word("indicator", True)),
        "Rated",
    ]
    headers += ["Improved", "Best evidence says something of", "Best evidence: moved the right way"]
    return Table("By theme", headers, rows, frozenset(range(1, 8)))


def _chance(agreement: Mapping[Any, Any]) -> str:
    """Return the chance of a label with its range; empty where there is no label to be sure of."""
    label = agreement["rating"]
    if label in {"not_yet_assessed", "withheld"}:
        return ""
    if not agreement["chance_known"]:
        return "not known"
    return percent_range(*(agreement[f"chance_{label}{end}"] for end in ("", "_low", "_high")))


def departments_table(rated: Ratings) -> Table:
    """Return every department with what it leads and is a partner of."""
    word = rated.framework.word
    rows = []
    for row in rated.departments.to_dict("records"):
        leads = word(row["lead_rating"]) if row["lead_rating"] else "leads none"
        partner = word(row["partner_rating"]) if row["partner_rating"] else "partner of none"
        led, shared = (f"{row[f'{role}_improved']} of {row[f'{role}_total']}" for role in ("lead", "partner"))
        rows.append([row["department_id"], row["name"], leads, led, partner, shared, str(row["objectives"])])
    headers = [
        "Id",
        capital(word("department")),
        "What it leads",
        "Improved",
        "What it is a partner of",
        "Improved",
    ]
    caption = f"{capital(word('department', True))}, each shared {word('indicator')} once"
    headers = headers_of(rated, [*headers, capital(word("objective", True))])
    return Table(caption, headers, rows, frozenset({3, 5, 6}))


def published_table(rated: Ratings, ids: list[str] | None = None) -> Table:
    """Return published ratings beside the computed ones, with what explains a difference.

    Args:
        rated: a framework, rated.
        ids: of the agreement, indicators or objectives wanted; without them, all.
    """
    wanted = rated.published if ids is None else rated.published[rated.published["rated"].isin(ids)]
    rows = []
    for row in wanted.to_dict("records"):
        report = f"{row['report']} ({row['report_date']})" if row["report_date"] else row["report"]
        note = f". Note: {row['note']}" if row["note"] else ""
        computed = row["computed_rating"].replace("_", " ")
        cells = [row["rated"], report, row["published_words"], computed, row["agrees"]]
        rows.append([*cells, reason_words(row["explanation"]) + note])
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


def missing_table(
    rated: Ratings,
    indicators: pd.DataFrame | None = None,
    caption: str = "Indicators that could not be rated",
) -> Table:
    """Return those of some indicators, or of all agreements', that could not be rated, and why."""
    i = rated.promised if indicators is None else indicators
    i = i[~i["rating"].isin(["improvement", "no_improvement", "on_track", "uncertain", "off_track"])]
    is_ahead = is_running(rated)
    settle = rated.framework.indicators.set_index("indicator_id")["what_would_settle"].dropna()
    rows = [
        [
            r.indicator_id,
            r.name,
            rated.framework.word(r.rating),
            (is_ahead and r.verdict_reason) or REASONS[r.reason_code].words,
            r.evidence_grade,
        ]
        for r in rows_of(i)
    ]
    headers = ["Id", "Indicator", "Official rating", "Why", "Grade of evidence"]
    headers = headers_of(rated, headers)
    if settle.empty:
        return Table(caption, headers, rows)
    rows = [[*row, settle.get(row[0], "")] for row in rows]
    return Table(caption, [*headers, "What would settle it"], rows)


def verdicts_table(rated: Ratings) -> Table:
    """Return our verdicts counted by the kind of the indicator."""
    kinds = {"target": "Target", "minimum_standard": "Minimum standard", "improve": "Improve on the trend"}
    i = rated.promised
    rows = []
    for kind, title in kinds.items():
        counts = i.loc[i["kind"] == kind, "verdict"].value_counts()
        rows += [[title, VERDICT_WORDS[v], str(counts[v])] for v in VERDICT_WORDS if v in counts]
    return Table("Our verdicts by kind of indicator", ["Kind", "Verdict", "Indicators"], rows, frozenset({2}))


def counts_frame(framework: Framework) -> pd.DataFrame:
    """Return the rows of each table of a framework, and how many facts were read, inferred or recalled."""
    rows = []
    for name, table in framework.tables.items():
        origin: dict[Any, int] = dict(table["provenance"].value_counts()) if "provenance" in table else {}
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


SYMBOLS = {"met": "✓", "missed": "✗", "not_due": "…", "no_outturn": "?", "not_known": "?"}


def targets_table(rated: Ratings, ids: list[str] | None = None) -> Table:
    """Return every target and minimum standard: asked, by when, reached, and what became of it.

    Args:
        rated: a framework, rated.
        ids: of the indicators wanted; without them, all.
    """
    board = rated.scoreboard
    board = board if ids is None else board[board["indicator_id"].isin(ids)]
    measures = rated.official.set_index("indicator_id")["measure_id"]
    rows = []
    for r in rows_of(board):
        unit = "" if r.unit == "several units" else r.unit
        series = measures[r.indicator_id]
        about = rated.measure_rows[series] if series else {"unit": unit}
        asked = r.target_text or asked_amount(r.asked, about)
        reached = amount(r.reached, about) if pd.notna(r.reached) else UNKNOWN
        when = f" ({period_words(r.reached_period)})" if r.reached_period and pd.notna(r.reached) else ""
        by = period_words(r.by) or ("each period" if r.kind == "minimum_standard" else "date not known")
        outcome = f"{SYMBOLS[r.outcome]} {OUTCOMES[r.outcome]}"
        rows.append([r.indicator_id, r.name, asked, by, f"{reached}{when}", outcome])
    counts = board["outcome"].value_counts()
    told = listed([f"{counts[code]} {words}" for code, words in OUTCOMES.items() if code in counts])
    notes = (f"Of {len(board)}: {told}.",) if len(board) else ()
    headers = ["Id", "Indicator", "Asked", "By", "Figure", "Outcome"]
    return Table("Targets and minimum standards", headers, rows, notes=notes)


def settings_table(rated: Ratings, reasons: dict[str, str]) -> Table:
    """Return the settings in force, who gives each, and why the default is what it is."""
    framework = rated.framework
    rows = []
    for name, value in framework.settings.items():
        if name not in {"title", "subtitle", "framework"}:
            given = "the framework" if name in framework.declared else "our default"
            rows.append([name.replace("_", " "), value or "(empty)", given, reasons.get(name, "")])
    return Table("Settings in force", ["Setting", "Value", "Given by", "Why the default"], rows)


LONG_TAIL = re.compile(r"\b\d+\.\d{4,}(?:e-?\d+)?\b")


def _cut_tail(found: re.Match[str]) -> str:
    """Return a number without the tail that a computer left; one that is a cell by itself says that it had one."""
    value = float(found[0])
    short = "under 0.001" if 0 < value < 1e-3 else f"{value:.3f}".rstrip("0").rstrip(".")
    return short if found[0] != found.string or short.startswith("under") else f"about {short}"


def plain_table(
    frame: pd.DataFrame, caption: str, headers: dict[str, str], numbers: Iterable[str] = ()
) -> Table:
    """Return some columns of a table of the framework as they stand, but for computed tails; see `from_frame`."""
    frame = frame.map(lambda cell: LONG_TAIL.sub(_cut_tail, cell) if isinstance(cell, str) else cell)
    return from_frame(frame.astype(object).where(frame.notna(), ""), caption, headers, numbers)
