"""Sentences about one indicator."""

import re

import numpy as np
import pandas as pd

from psa.data.decimals import figures_agree
from psa.methods.carried_on import gap_in_unit
from psa.methods.ratings import Ratings
from psa.methods.vocabulary import LEVELS, REASONS, TARGET_STATUS, VERDICT_WORDS
from psa.pages.sentences.phrases import change_unit, unit_words, when
from psa.words import alike, capital, count, escape, in_text, in_words, listed, number, percent, significant


def describe_definition(rated: Ratings, indicator_id: str) -> str:
    """Return what an indicator is, what was asked of it, and where its definition comes from."""
    i = rated.framework.indicator(indicator_id)
    kinds = {
        "target": "It has a national target",
        "minimum_standard": "It has a minimum standard",
        "improve": "It has no target: it is expected to improve against its baseline trend",
    }
    text = kinds[i.kind]
    if i.target_text:
        text += f": {escape(i.target_text.rstrip('.'))}"
    text += "."
    asks = {
        "increase": "Up is better.",
        "decrease": "Down is better.",
        "maintain": "It is to be held.",
        "none": "No direction that would count as better is defined.",
    }
    text += f" {asks[i.direction]}"
    if i.baseline_period or i.baseline_value is not None:
        base = (
            f"{number(i.baseline_value)}{unit_words(i.unit)}"
            if i.baseline_value is not None
            else "its figure"
        )
        date = f" for {escape(i.baseline_period)}" if i.baseline_period else ""
        text += f" Its published baseline is {base}{date}."
    else:
        text += " No baseline was found published."
    if i.minimum_change is not None:
        size = number(i.minimum_change)
        unit = {"percentage_points": change_unit("percentage points", size), "percent": " per cent"}.get(
            i.minimum_change_unit or "", ""
        )
        text += f" A change counts from {size}{unit}."
    elif i.minimum_change_unit == "significance":
        text += " A change counts if it is statistically significant."
    if i.data_source:
        text += f" Source named in the definition: {escape(i.data_source)}."
    text += {
        "recalled": " The definition is recalled: no page that states it was read.",
        "inferred": " One element of the definition is our judgement.",
    }.get(i.provenance, "")
    return text


def describe_assessment(rated: Ratings, indicator_id: str) -> str:
    """Return what an indicator's figures show: the change, how sure, the trend, the target or standard."""
    row = rated.assessment(indicator_id).row
    sign, decimals = (
        rated.measures.loc[row["measure_id"], ["sign", "decimals"]] if row["measure_id"] else (np.nan, np.nan)
    )
    word = in_words(rated.framework)
    detail = " (deteriorated)" if row["detail"] == "deteriorated" else ""
    lines = [
        f"**Official rule: {word(row['rating'])}{detail}.** {_official(row, rated.framework.indicator(indicator_id), decimals)}"
    ]
    ours = _ours(row, sign, decimals)
    if ours:
        lines.append(ours)
    target = _target(row, decimals)
    if target:
        lines.append(target)
    standard = _standard(row)
    if standard:
        lines.append(standard)
    if row["data_system_rating"]:
        lines.append(f"The auditor rated its data system {escape(row['data_system_rating'])}.")
    return "\n\n".join(lines)


def _official(row, indicator, decimals: float) -> str:
    if row["component_words"]:
        return f"{capital(row['reason'])}."
    if pd.notna(row["change"]) and row["reason_code"] not in {"standard_met", "standard_not_met"}:
        said = indicator.baseline_value
        base = "our default baseline" if row["baseline_origin"] == "default" else "the published baseline"
        if (
            row["baseline_origin"] == "published"
            and said is not None
            and not figures_agree(said, row["baseline_value"])
        ):
            base = "the figure of the baseline period, which is not the baseline as published"
        y0, y1 = (in_text(row[c], decimals) for c in ("baseline_value", "latest_value"))
        unit = unit_words(row["unit"])
        first = f"From {y0}{unit} {when(row['baseline_period'])} ({base}) to {y1}{unit} {when(row['latest_period'])}"
        if row["change"] == 0:
            moved = "no change"
        else:
            direction = "a rise" if row["change"] > 0 else "a fall"
            size = significant(abs(row["change"]))
            moved = f"{direction} of {size}{change_unit(row['unit'], size)}"
        judged = REASONS[row["reason_code"]].phrase
        return f"{first}: {moved}{', ' + judged if judged else ''}."
    return f"{capital(row['reason'].split(':')[0])}."


def _ours(row, sign: float, decimals: float) -> str:
    """Return our verdict on the trend and on the level, and whether the two agree; of none, why there is none."""
    head = f"**Our verdict: {VERDICT_WORDS[row['verdict']]}.**"
    if row["verdict_words"]:
        if row["verdict"] == "not_assessed":
            return f"{head} {capital(row['verdict_reason'])} ({row['verdict_words']})."
        return f"{head} {capital(row['verdict_words'])}."
    parts = [f"{head} {capital(row['verdict_reason'])}."] if row["verdict"] == "not_assessed" else []
    trend = row["trend_verdict"]
    if trend != "not_assessed":
        expected, latest = (
            significant(row["trend_expected"], 4),
            in_text(row["latest_value"], decimals) if pd.notna(row["latest_value"]) else "",
        )
        lead = f"**Against its baseline trend: {VERDICT_WORDS[trend]}.**"
        m = int(row["trend_baseline_points"])
        body = f"The trend of the {m} figures up to the baseline, carried on, leads to {expected}{unit_words(row['unit'])} {when(row['latest_period'])}"
        body += f"; the figure was {latest}." if latest else "."
        chance = (
            f" The chance that it is better than its trend is {percent(row['p_better'])}."
            if pd.notna(row["p_better"])
            else ""
        )
        what = _tested(row, sign) if row["trend_later_points"] > 1 else " The difference"
        tail = what + {
            "not_distinguishable": " is no more than such a series does by itself.",
            "in_line": " is smaller than the least that matters.",
        }.get(trend, " is more than such a series does by itself.")
        short = " The trend rests on three figures only." if m == 3 else ""
        parts.append(f"{lead} {body}{tail}{chance}{short}")
    level = row["level_verdict"]
    if pd.notna(row["change"]):
        interval = ""
        if pd.notna(row["change_lower"]):
            interval = f" (95% interval {' to '.join(alike(row['change_lower'], row['change_upper']))})"
        parts.append(f"{LEVELS[level].meaning}{interval if level != 'unknown' else ''}.")
        if (
            (level == "improved" and trend in {"worse", "not_distinguishable", "in_line"})
            or (level in {"no_clear_change", "worse"} and trend == "better")
            or (level == "worse" and trend in {"not_distinguishable", "in_line"})
        ):
            parts.append(
                "The two readings of *improve against the baseline trend* differ here: the level says one thing, the trend another."
            )
    return " ".join(parts)


def _tested(row, sign: float) -> str:
    """Return what the test of the trend takes together, and the beginning of the sentence on its result."""
    gap, ahead = gap_in_unit(row), sign * (row["latest_value"] - row["trend_expected"])
    words = f" The test is of all {int(row['trend_later_points'])} figures after the baseline together"
    if not np.isfinite(gap):
        return f"{words}. Their difference"
    size = significant(abs(gap), 2)
    unit = change_unit(row["unit"], size)
    about = "" if row["trend_scale"] == "identity" else "about "
    words += f": on average they are {about}{size}{unit if not unit.startswith(' (') else ''} {'better' if gap > 0 else 'worse'} than the trend"
    if ahead * gap < 0:
        words += f", though the latest alone is {'better' if ahead > 0 else 'worse'}"
    return f"{words}. That difference"


def _target(row, decimals: float) -> str:
    status = row["target_status"]
    if not status:
        return ""
    words = f"**Target: {TARGET_STATUS[status]}.**"
    if pd.isna(row.get("target_level", np.nan)) or status == "no_level":
        return words
    unit = unit_words(row["unit"])
    by = (
        f" by {row['target_period']}"
        if isinstance(row["target_period"], str) and row["target_period"]
        else ""
    )
    words += f" It asks for {in_text(row['target_level'])}{unit}{by}"
    if pd.notna(row["target_figure"]):
        words += (
            f"; the figure for {row['target_figure_period']} is {in_text(row['target_figure'], decimals)}"
        )
        if row["target_distance"] > 0:
            size = significant(row["target_distance"])
            words += f", {size}{change_unit(row['unit'], size)} short"
    words += "."
    if pd.notna(row["target_share"]):
        words += (
            f" That is {percent(row['target_share'])} of the way from the baseline"
            if row["target_share"] >= 0
            else " That is further from the target than the baseline was"
        )
        if pd.notna(row["target_required"]) and status not in {"met", "not_met"}:
            words += f"; a straight path would have been at {significant(row['target_required'], 4)}"
        words += "."
    if pd.notna(row["target_chance"]):
        words += f" Going by the figures so far, the chance of meeting it is {percent(row['target_chance'])}: {VERDICT_WORDS[row['verdict']]}."
    if row["target_margin"] == "within":
        words += " The difference from the target is within sampling error."
    elif row["target_margin"] == "beyond":
        words += " The difference from the target is more than sampling error."
    return words


def _standard(row) -> str:
    if pd.isna(row.get("standard_periods", np.nan)):
        return ""
    n, met = int(row["standard_periods"]), int(row["standard_met_periods"])
    words = f"**Minimum standard of {number(row['standard_level'])}{unit_words(row['unit'])}:** met in {met} of {count(n, 'period')} inside the period"
    breach = int(row["standard_longest_breach"])
    words += f", the longest breach {count(breach, 'period')}." if breach else "."
    return (
        words + f" Latest: {VERDICT_WORDS[row['standard_verdict']]}."
        if row["standard_verdict"] in VERDICT_WORDS
        else words
    )


def describe_note(points: pd.DataFrame) -> str:
    """Return the note that stands in the tables beside a series; empty where there is none."""
    notes = points["measure_note"].dropna().unique()
    return f"*Note in the tables: {escape(notes[0].rstrip('.'))}.*" if len(notes) else ""


def describe_revisions(rated: Ratings, indicator_id: str) -> str:
    """Return whether an indicator's revised figures changed its rating or our verdict; empty where none was revised."""
    if rated.revised(indicator_id).empty:
        return ""
    first = rated.as_first_published(indicator_id)
    now = rated.official.set_index("indicator_id").loc[indicator_id]
    word = in_words(rated.framework)

    def rating(row) -> str:
        return word(row["rating"]) + (" (deteriorated)" if row["detail"] == "deteriorated" else "")

    pairs = [("the official rating", rating(first), rating(now)),
             ("our verdict", *(VERDICT_WORDS[row["verdict"]] for row in (first, now)))]  # fmt: skip
    changed = [
        f"{name} would have been *{before}*, where it is now *{after}*"
        for name, before, after in pairs
        if before != after
    ]
    if not changed:
        return "With the figures as first published, the official rating and our verdict would have been the same."
    same = next(
        (f"; {name} would have been the same" for name, before, after in pairs if before == after), ""
    )
    return f"**With the figures as first published,** {listed(changed)}{same}."


def describe_sources(rated: Ratings, measure_ids: list[str], most: int = 8) -> str:
    """Return where the figures of some measures come from, as a list with links."""
    ids = rated.series.loc[rated.series["measure_id"].isin(measure_ids), "source_id"].dropna()
    named = list(dict.fromkeys(part.strip() for text in ids for part in text.split(";")))
    table = rated.framework.sources.set_index("source_id")
    lines = []
    for source_id in named[:most]:
        s = table.loc[source_id]
        title = escape(s["title"])
        url = s["url"] if isinstance(s["url"], str) and re.match(r"https?://[^\s<>\"')]+$", s["url"]) else ""
        publisher = (
            f", {escape(s['publisher'])}"
            if isinstance(s["publisher"], str) and s["publisher"] not in str(s["title"])
            else ""
        )
        lines.append(f"- [{title}]({url}){publisher}" if url else f"- {title}{publisher}")
    if len(named) > most:
        lines.append(f"- and {count(len(named) - most, 'further source')}, named in the table of figures")
    return "**Sources**\n\n" + "\n".join(lines) if lines else ""
