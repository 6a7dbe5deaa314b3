"""Sentences about one indicator: what is asked of it, and what its figures show."""

from typing import Any

import numpy as np
import pandas as pd

from psa.data.decimals import figures_agree
from psa.data.records import Indicator
from psa.methods.chance_words import chance_in_percent
from psa.methods.ratings import Ratings
from psa.methods.vocabulary import BASELINES, REASONS, TARGET_STATUS, VERDICT_WORDS
from psa.pages.sentences.dates import period_words
from psa.pages.sentences.own_verdict import own_verdict, parts_could_show
from psa.pages.sentences.phrases import change_unit, size_of_change, unit_words, when
from psa.pages.sentences.target_reached import other_series_at_target
from psa.pages.sentences.today import describe_today, is_running
from psa.words import capital, count, escape, in_text, in_words, number, percent, significant

Row = Any  # a row of a table of ratings: a mapping from column to cell


KINDS = {"target": "Target", "minimum_standard": "Minimum standard", "improve": "Asked for"}
DIRECTIONS = {
    "increase": "Up is better.",
    "decrease": "Down is better.",
    "maintain": "It is to be held.",
    "none": "No direction that would count as better is defined.",
}
PROPOSED = "Which way is good is a proposal of ours from its name, not yet confirmed."
PROVENANCES = {
    "recalled": "The definition is recalled: no page that states it was read.",
    "inferred": "One element of the definition is our judgement.",
}


def describe_definition(rated: Ratings, indicator_id: str) -> str:
    """Return what an indicator is, what was asked of it, and where its definition comes from."""
    indicator = rated.framework.indicator(indicator_id)
    text, kind = indicator.target_text, KINDS[indicator.kind]
    asked = f"{kind}: {escape(text.rstrip('.'))}." if text else ""
    source = indicator.data_source
    parts = [
        asked or (f"{kind}: {_level_asked(indicator)}." if indicator.kind != "improve" else ""),
        DIRECTIONS[indicator.direction],
        PROPOSED if indicator_id in rated.framework.proposed_directions else "",
        _published_baseline(indicator),
        _least_change(indicator),
        f"Source named in the definition: {escape(source)}." if source else "",
        PROVENANCES.get(indicator.provenance or "", ""),
    ]
    return " ".join(part for part in parts if part)


def _level_asked(indicator: Indicator) -> str:
    """Return what a target or standard asks for, of one that has no words of its own."""
    value, basis = indicator.target_value, indicator.target_basis or "level"
    if value is None:
        return "not stated"
    by = f" by {period_words(indicator.target_period)}" if indicator.target_period else ""
    if basis in {"change", "percent_change"}:
        size = number(abs(value))
        unit = " per cent" if basis == "percent_change" else change_unit(indicator.unit, size)
        return f"a {'fall' if indicator.direction == 'decrease' else 'rise'} of {size}{unit}{by}"
    total = "a total of " if basis == "cumulative" else ""
    return f"{total}{number(value)}{unit_words(indicator.unit)}{by}"


def _published_baseline(indicator: Indicator) -> str:
    if not indicator.baseline_period and indicator.baseline_value is None:
        return ""
    value, base = indicator.baseline_value, "its figure"
    if value is not None:
        base = f"{number(value)}{unit_words(indicator.unit)}"
    date = f" for {escape(period_words(indicator.baseline_period))}" if indicator.baseline_period else ""
    return f"Its published baseline is {base}{date}."


def _least_change(indicator: Indicator) -> str:
    """Return from what size a change counts; empty where any does."""
    if indicator.minimum_change is None:
        is_tested = indicator.minimum_change_unit == "significance"
        return "A change counts if it is statistically significant." if is_tested else ""
    size = number(indicator.minimum_change)
    units = {"percentage_points": change_unit("percentage points", size), "percent": " per cent"}
    years = indicator.minimum_change_years
    over = "" if years is None else " in every year" if years == 1 else f" in every {number(years)} years"
    return f"A change counts from {size}{units.get(indicator.minimum_change_unit or '', '')}{over}."


def describe_assessment(rated: Ratings, indicator_id: str) -> str:
    """Return what an indicator's figures show: the change, how sure, the trend, the target or standard."""
    row = rated.assessment(indicator_id).row
    sign = decimals = np.nan
    if row["measure_id"]:
        sign, decimals, kind = rated.measures.loc[row["measure_id"], ["sign", "decimals", "value_kind"]]
        row = pd.concat([row, pd.Series({"value_kind": kind}, dtype=object)])
    detail = " (deteriorated)" if row["detail"] == "deteriorated" else ""
    official = f"**Official rule: {in_words(rated.framework)(row['rating'])}{detail}.**"
    system = row["data_system_rating"]
    if is_running(rated):
        lines = [
            describe_today(rated, indicator_id),
            own_verdict(row, sign, decimals, rated.settings.confidence)
            if row["trend_verdict"] != "not_assessed"
            else "",
            _standard(row),
        ]
        return "\n\n".join(line for line in lines if line)
    ours = own_verdict(row, sign, decimals, rated.settings.confidence) + parts_could_show(rated, indicator_id)
    lines = [
        f"{official} {_official(row, rated.framework.indicator(indicator_id), decimals)}",
        ours,
        _target(row, decimals, rated.framework.indicator(indicator_id)) + other_series_at_target(rated, row),
        _standard(row),
        f"The auditor rated its data system {escape(system)}." if system else "",
    ]
    return "\n\n".join(line for line in lines if line)


def _official(row: Row, indicator: Indicator, decimals: float) -> str:
    if row["component_words"]:
        return f"{capital(row['reason'])}."
    if pd.isna(row["change"]) or row["reason_code"] in {"standard_met", "standard_not_met"}:
        return f"{capital(row['reason'].split(':')[0])}."
    base, latest = (in_text(row[column], decimals) for column in ("baseline_value", "latest_value"))
    unit, judged = unit_words(row["unit"]), _how_judged(row)
    if row["baseline_origin"] == "projected_trend":
        way = "above" if row["change"] > 0 else "below"
        size, size_unit = size_of_change(abs(row["change"]), row, 3)
        return (
            f"{capital(when(row['latest_period']))} it was {latest}{unit}, {size}{size_unit} {way} where the trend of "
            f"the baseline leads, {base}{judged}."
        )
    start = f"From {base}{unit} {when(row['baseline_period'])} ({_which_baseline(row, indicator)})"
    mean = "a mean of " if indicator.compared_with == "period_mean" and " to " in row["latest_period"] else ""
    end = f"to {mean}{latest}{unit} {when(row['latest_period'])}: {_movement(row)}"
    return f"{start} {end}{judged}.{_spans(row)}"


def _spans(row: Row) -> str:
    """Return what of the change lies before the period; empty where nothing does."""
    caveats = row["caveats"].split(";")
    old = (
        " The baseline lies years before the period, and so may much of the change."
        if "old_baseline" in caveats
        else ""
    )
    return old + (
        " The latest figure covers a span that began before the period." if "straddles" in caveats else ""
    )


def _how_judged(row: Row) -> str:
    """Return which way a change went, and the size that it falls short of where there is one."""
    words = REASONS[row["reason_code"]].phrase
    if row["reason_code"] == "too_small":
        size, unit = size_of_change(row["minimum_change"], row, 3)
        words += f", {size}{unit}"
    return f", {words}" if words else ""


def _which_baseline(row: Row, indicator: Indicator) -> str:
    """Return what kind of baseline was used."""
    published, origin = indicator.baseline_value, row["baseline_origin"]
    if (
        origin == "published"
        and published is not None
        and not figures_agree(published, row["baseline_value"])
    ):
        return "the figure of the baseline period, which is not the baseline as published"
    return BASELINES[origin]


def _movement(row: Row) -> str:
    """Return the change as a rise or a fall with its size."""
    if row["change"] == 0:
        return "no change"
    size, unit = size_of_change(abs(row["change"]), row, 3)
    return f"{'a rise' if row['change'] > 0 else 'a fall'} of {size}{unit}"


MARGINS = {
    "within": " The difference from the target is within sampling error.",
    "beyond": " The difference from the target is more than sampling error.",
}


def _target(row: Row, decimals: float, indicator: Indicator) -> str:
    """Return what the target asks for, what was reached, how far that is, and the chance of the rest."""
    status = row["target_status"]
    if not status:
        return ""
    words = f"**Target: {TARGET_STATUS[status]}.**"
    if pd.isna(row.get("target_level", np.nan)) or status == "no_level":
        return words
    is_sum = indicator.is_for_a_sum
    words += f"{_asked_and_reached(row, decimals, is_sum)}{_share_of_way(row, is_sum)}"
    if pd.notna(row["target_chance"]):
        chance = chance_in_percent(row["target_chance"])
        words += f" Going by the figures so far, the chance of meeting it is {chance}: {VERDICT_WORDS[row['verdict']]}."
    return words + MARGINS.get(row["target_margin"], "")


def _asked_and_reached(row: Row, decimals: float, is_sum: bool) -> str:
    """Return the level of the target with its date, and the figure beside it."""
    period = row["target_period"]
    by = f" by {period_words(period)}" if isinstance(period, str) and period else ""
    total = "a total of " if is_sum else ""
    words = f" It asks for {total}{in_text(row['target_level'])}{unit_words(row['unit'])}{by}"
    if pd.notna(row["target_figure"]):
        last = when(row["target_figure_period"]).removeprefix("in ").removeprefix("on ")
        figure = in_text(row["target_figure"], decimals)
        words += (
            f"; up to {last} it adds up to {figure}" if is_sum else f"; the figure for {last} is {figure}"
        )
        if row["target_distance"] > 0:
            size = significant(row["target_distance"])
            words += f", {size}{change_unit(row['unit'], size)} short"
    return words + "."


def _share_of_way(row: Row, is_sum: bool) -> str:
    """Return the share of the way to the target, and where a straight path would have been before its date."""
    share = row["target_share"]
    if pd.isna(share):
        return ""
    words = " That is further from the target than the baseline was"
    if share >= 0:
        words = f" That is {percent(share)} of the way from the baseline"
    if is_sum:
        words = f" That is {percent(share)} of it"
    if pd.notna(row["target_required"]) and row["target_status"] not in {"met", "not_met"}:
        words += f"; a straight path would have been at {significant(row['target_required'], 4)}"
    return words + "."


def _standard(row: Row) -> str:
    if pd.isna(row.get("standard_periods", np.nan)):
        return ""
    met, periods = int(row["standard_met_periods"]), count(int(row["standard_periods"]), "period")
    standard = f"{number(row['standard_level'])}{unit_words(row['unit'])}"
    words = f"**Minimum standard of {standard}:** met in {met} of {periods} inside the period"
    breach = int(row["standard_longest_breach"])
    words += f", the longest breach {count(breach, 'period')}." if breach else "."
    latest = VERDICT_WORDS.get(row["standard_verdict"])
    return f"{words} Latest: {latest}." if latest else words
