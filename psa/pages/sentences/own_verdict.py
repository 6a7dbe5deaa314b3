"""Sentences of our own verdict: the change, how sure it is, and the trend of before."""

from typing import Any

import numpy as np
import pandas as pd

from psa.methods.carried_on import gap_in_unit
from psa.methods.on_track import ON_TRACK
from psa.methods.ratings import Ratings
from psa.methods.vocabulary import LEVELS, VERDICT_WORDS
from psa.pages.sentences.phrases import change_unit, size_of_change, unit_words
from psa.pages.sentences.season import how_season_is_out, trend_leads
from psa.words import alike, capital, count, in_text, percent, significant

Row = Any  # a row of a table of ratings: a mapping from column to cell


def own_verdict(row: Row, sign: float, decimals: float, confidence: float) -> str:
    """Return our verdict on the trend and on the level, and whether the two agree; of none, why there is none."""
    head = f"**Our verdict: {VERDICT_WORDS[row['verdict']]}.**"
    if row["verdict_words"]:
        if row["verdict"] == "not_assessed":
            return f"{head} {capital(row['verdict_reason'])} ({row['verdict_words']})."
        return f"{head} {capital(row['verdict_words'])}."
    parts = [f"{head} {capital(row['verdict_reason'])}."] if row["verdict"] == "not_assessed" else []
    if row["trend_verdict"] != "not_assessed":
        parts.append(_against_trend(row, sign, decimals))
    if pd.notna(row["change"]):
        parts.append(_against_level(row, confidence))
        if row["rule"] != ON_TRACK and _differ(row["level_verdict"], row["trend_verdict"]):
            parts.append(
                "The two readings of *improve against the baseline trend* differ here: the level says one thing, "
                "the trend another."
            )
    return " ".join(parts)


def _against_trend(row: Row, sign: float, decimals: float) -> str:
    """Return where the baseline trend leads, where the figures are, and how sure the difference is."""
    expected = significant(row["trend_expected"], 4)
    number_before = int(row["trend_baseline_points"])
    body = trend_leads(row, f"{expected}{unit_words(row['unit'])}")
    is_adjusted = row["trend_season"] == "stl"
    body += (
        f"; the figure was {in_text(row['latest_value'], decimals)}."
        if pd.notna(row["latest_value"]) and not is_adjusted
        else "."
    )
    body += how_season_is_out(row)
    tested = _tested(row, sign) if row["trend_later_points"] > 1 or is_adjusted else " The difference"
    result = _result_of_test(row)
    chance = row["p_better"]
    known = f" The chance that it is better than its trend is {percent(chance)}." if pd.notna(chance) else ""
    short = " The trend rests on three figures only." if number_before == 3 else ""
    verdict = VERDICT_WORDS[row["trend_verdict"]]
    return f"**Against its baseline trend: {verdict}.** {body}{tested}{result}{known}{short}"


def _result_of_test(row: Row) -> str:
    """Return the end of the sentence on the test, and what these data could have shown where they show nothing."""
    important = _amount(row["trend_important"], row["unit"])
    if row["trend_verdict"] == "in_line":
        return f" is surely smaller than the smallest change that matters, {important}."
    if row["trend_verdict"] == "depends_on_baseline_year":
        with_it, without = (VERDICT_WORDS[row[f"trend_{which}_baseline"]] for which in ("with", "without"))
        return (
            f" hangs on the last figure of the baseline, which lies far off those before it: with it the series is "
            f"{with_it}, without it {without}."
        )
    if row["trend_verdict"] != "not_distinguishable":
        words = " is more than such a series does by itself."
        without = row["trend_without_baseline"]
        if isinstance(without, str) and without:
            words += " The last figure of the baseline lies far off those before it; without it the verdict stands."
        return words
    words = " is no more than such a series does by itself."
    if pd.notna(row["trend_detectable_change"]):
        words += (
            f" These figures would show a gap of {_amount(row['trend_detectable_change'], row['unit'])} four times in "
            f"five"
        )
        words += (
            f"; the smallest change that matters is {important}." if pd.notna(row["trend_important"]) else "."
        )
    return words


def parts_could_show(rated: Ratings, indicator_id: str) -> str:
    """Return what gaps the parts of an indicator that show nothing could have shown; empty where none is such."""
    parts = rated.assessment(indicator_id).measures
    silent = parts[
        (parts["trend_verdict"] == "not_distinguishable") & parts["trend_detectable_change"].notna()
    ]
    if len(parts) < 2 or silent.empty:
        return ""
    if silent["unit"].nunique() > 1:
        return " What gap each part's figures would show stands in the table of the parts."
    unit = silent["unit"].iloc[0]
    if len(silent) == 1:
        words = " The figures of the part that is not distinguishable would show a gap of "
    else:
        words = f" The figures of the {len(silent)} parts that are not distinguishable would show gaps of "
    words += f"{_amounts(silent['trend_detectable_change'], unit)} four times in five"
    important = silent["trend_important"].dropna()
    return words + (
        f"; the smallest change that matters is {_amounts(important, unit)}." if len(important) else "."
    )


def _amounts(sizes: pd.Series, unit: str) -> str:
    """Return the range of some amounts with their unit: one amount where all read the same."""
    low, high = _amount(sizes.min(), unit), _amount(sizes.max(), unit)
    return high if low == high else f"{significant(sizes.min(), 2)} to {high}"


def _amount(size: float, unit: str) -> str:
    """Return the size of a change with its unit, to two digits."""
    shown = significant(size, 2)
    return f"{shown}{change_unit(unit, shown)}"


def _against_level(row: Row, confidence: float) -> str:
    """Return what the change since the baseline says, with its interval."""
    level, interval = row["level_verdict"], ""
    if pd.notna(row["change_lower"]) and level != "unknown":
        limits = " to ".join(alike(row["change_lower"], row["change_upper"]))
        interval = f" ({percent(confidence)} interval {limits})"
    meaning = LEVELS[level].meaning
    if row["baseline_origin"] == "projected_trend" and level != "unknown":
        meaning = meaning.replace("Since the baseline", "Against where that trend leads")
    far = ""
    if level in {"improved", "worse"} and "baseline_outlier" in row["caveats"].split(";"):
        far = "; but that baseline lies far off the figures before it"
    return f"{meaning}{interval}{far}."


def _differ(level: str, trend: str) -> bool:
    """Return whether the level and the trend say different things."""
    return (
        (level == "improved" and trend in {"worse", "not_distinguishable", "in_line"})
        or (level in {"no_clear_change", "worse"} and trend == "better")
        or (level == "worse" and trend in {"not_distinguishable", "in_line"})
    )


def _tested(row: Row, sign: float) -> str:
    """Return what the test of the trend takes together, and the beginning of the sentence on its result."""
    gap, ahead = gap_in_unit(row), sign * (row["latest_value"] - row["trend_expected"])
    later = int(row["trend_later_points"])
    words = f" The test is of all {later} figures after the baseline together"
    if row["trend_season"] == "stl":
        ahead = np.nan  # one figure still has its season
        words = f" The test is of {count(later, 'year')} after it together"
    if not np.isfinite(gap):
        return f"{words}. Their difference"
    size, unit = size_of_change(abs(gap), row, 2)
    about = "" if row["trend_scale"] == "identity" else "about "
    if gap == 0:
        return f"{words}: on average they lie on the trend. That"
    shown = f"{about}{size}{unit if not unit.startswith(' (') else ''}"
    words += f": on average they are {shown} {'better' if gap > 0 else 'worse'} than the trend"
    if ahead * gap < 0:
        words += f", though the latest alone is {'better' if ahead > 0 else 'worse'}"
    return f"{words}. That difference"
