"""Tables about one agreement."""

import math

import pandas as pd

from psa.methods.chance_words import chance_in_percent
from psa.methods.comparison import NAMES, side
from psa.methods.evidence_grades import GRADES
from psa.methods.evidence_grades import READINGS as EVIDENCE_READINGS
from psa.methods.ratings import Ratings
from psa.methods.vocabulary import CAVEATS, READINGS, TARGET_STATUS, VERDICT_WORDS
from psa.pages.sentences.amounts import short_amount, short_asked
from psa.pages.sentences.dates import period_words
from psa.pages.sentences.rule_names import rule_name, short_rule_name
from psa.pages.sentences.today import STANDINGS, is_running
from psa.pages.tables.indicator import why_not
from psa.pages.tables.rows import row_of, rows_of
from psa.pages.tables.table import Table
from psa.words import UNKNOWN, capital, in_text


def ratings_table(rated: Ratings, indicators: pd.DataFrame, caption: str) -> Table:
    """Return indicators with the official rating, ours, the figures and the data system's rating."""
    rows = []
    for r in rows_of(indicators):
        figures = ""
        if isinstance(r.latest_period, str) and r.latest_period and pd.notna(r.change):
            first, last = (
                in_text(v, rated.measures["decimals"].get(r.measure_id, math.nan))
                for v in (r.baseline_value, r.latest_value)
            )
            figures = f"{first} ({r.baseline_period}) to {last} ({r.latest_period})"
        elif r.component_words:
            figures = r.component_words
        rating = rated.framework.word(r.rating) + (" (deteriorated)" if r.detail == "deteriorated" else "")
        target = TARGET_STATUS.get(r.target_status, "")
        rows.append(
            [r.indicator_id, r.name, rating, VERDICT_WORDS[r.verdict], figures, target, r.data_system_rating]
        )
    if is_running(rated):
        return _today_table(rated, indicators, caption)
    headers = ["Id", "Indicator", "Official rating", "Our verdict", "Figures", "Target", "Data system"]
    return Table(caption, headers, rows, notes=why_not(indicators, [row[0] for row in rows], len(rows)))


def _today_table(rated: Ratings, indicators: pd.DataFrame, caption: str) -> Table:
    """Return targets that lie ahead: the answer, last figure, what is asked for, path and chance."""
    rows = []
    for r in rows_of(indicators):
        has_figure = isinstance(r.target_figure_period, str) and r.target_figure_period
        about = rated.measure_rows[r.measure_id] if has_figure else {}
        figure = (
            f"{short_amount(r.target_figure, about)} ({period_words(r.target_figure_period)})"
            if has_figure
            else ""
        )
        asked = (
            f"{short_asked(r.target_level, about)} ({period_words(r.target_period)})" if has_figure else ""
        )
        standing = STANDINGS.get(r.target_standing, "no path") if has_figure else ""
        chance = chance_in_percent(r.target_chance) if pd.notna(r.target_chance) else "cannot be told yet"
        answer = rated.framework.word(r.rating)
        rows.append([r.indicator_id, r.name, answer, figure, asked, standing, chance])
    named = capital(rated.framework.word("indicator"))
    headers = [
        "Id",
        named,
        "On track today",
        "Latest figure",
        "Asked for",
        "The path it needs",
        "Chance on its day",
    ]
    return Table(caption, headers, rows, notes=why_not(indicators, [row[0] for row in rows], len(rows)))


def evidence_table(rated: Ratings, indicators: pd.DataFrame) -> Table | None:
    """Return the best evidence on each indicator, with its grade and figures; None where nothing stands in."""
    measures = rated.measures
    if not indicators["evidence_grade"].isin(["C", "D"]).any():
        return None
    rows = []
    for r in rows_of(indicators):
        name = figures = ""
        if r.best_measure:
            series = row_of(measures, r.best_measure)
            first, last = (
                in_text(v, series["decimals"]) for v in (series["baseline_value"], series["latest_value"])
            )
            periods = (period_words(series[f"{end}_period"]) for end in ("baseline", "latest"))
            figures = f"{first} ({next(periods)}) to {last} ({next(periods)})"
            name = series["label"]
        elif r.evidence_grade != "E":
            name, figures = "its components", r.component_words
        grade = f"{r.evidence_grade}: {GRADES[r.evidence_grade]}"
        says = EVIDENCE_READINGS[r.best_evidence]
        if r.evidence_grade == "E":
            after = "; a series goes on only after the period" if r.evidence_after == "yes" else ""
            says = f"{says}: {r.reason}{after}"
        rows.append([r.indicator_id, r.name, grade, says, name, figures])
    headers = ["Id", "Indicator", "Grade of evidence", "What it says", "Read from", "Figures"]
    notes = (
        "Grades A and B are the indicator itself; C and D stand in for it where it has no figures on both sides of the "
        "start of the period. They are in no official count.",
    )
    return Table("The best evidence on each indicator", headers, rows, notes=notes)


def readings_table(rated: Ratings, agreement_id: str) -> Table:
    """Return the label of an agreement under each other reading of the roll-up rule."""
    row = row_of(rated.agreements.set_index("agreement_id"), agreement_id)
    word = rated.framework.word
    rows = [["the rule as set", word(row["rating"])]]
    rows += [[words, word(row[f"reading_{code}"])] for code, words in READINGS.items()]
    return Table("The label under other readings of the rule", ["Reading", "Label"], rows)


RULES_TITLE = "The same figures under other bodies' rules"


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
    headers = ["Id", *map(short_rule_name, NAMES), "right way / neither / wrong way"]
    notes = ("After the official rule and our test, other bodies' published rules on the same figures.",)
    return Table(RULES_TITLE, headers, rows, notes=notes)


def every_rule_table(rated: Ratings, indicator_id: str) -> Table:
    """Return what every rule says of one indicator, a row a rule: its name, its word, and which way that is."""
    words = row_of(rated.comparison.set_index("indicator_id"), indicator_id)
    ways = {1.0: "the right way", 0.0: "neither", -1.0: "the wrong way"}
    rows = [
        [
            rule_name(rule),
            str(words[rule]).replace("_", " "),
            ways.get(float(side(rule, [words[rule]])[0]), UNKNOWN),
        ]
        for rule in NAMES
    ]
    return Table(RULES_TITLE, ["Rule", "Its word", "Which way"], rows)


def sensitivity_table(frame: pd.DataFrame) -> Table:
    """Return the verdicts under other choices, from `psa.methods.ratings.Ratings.sensitivity`."""
    choices = [c for c in frame.columns if c not in {"indicator_id", "holds"}]
    rows = [
        [r["indicator_id"], *(str(r[c]).replace("_", " ") for c in choices), r["holds"]]
        for r in frame.to_dict("records")
    ]
    return Table("Our verdicts under other choices", ["Id", *choices, "Holds"], rows)


def caveats_table(indicators: pd.DataFrame) -> Table:
    """Return what to bear in mind for each indicator that has something to bear in mind."""
    rows = []
    for r in rows_of(indicators):
        words = [CAVEATS[c] for c in r.caveats.split(";") if c]
        if words and r.rating in {"improvement", "no_improvement", "not_rateable"}:
            rows.append([r.indicator_id, "; ".join(words)])
    return Table("Caveats", ["Id", "Bear in mind"], rows)
