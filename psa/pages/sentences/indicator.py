"""Sentences about one indicator."""

import re
from typing import Any

import numpy as np
import pandas as pd

from psa.data.decimals import figures_agree
from psa.data.records import Indicator
from psa.methods.carried_on import gap_in_unit
from psa.methods.chance_words import chance_in_percent
from psa.methods.on_track import ON_TRACK
from psa.methods.ratings import Ratings
from psa.methods.rules import RULES
from psa.methods.vocabulary import BASELINES, LEVELS, REASONS, TARGET_STATUS, VERDICT_WORDS
from psa.pages.sentences.amounts import scale_of
from psa.pages.sentences.dates import period_words
from psa.pages.sentences.phrases import change_unit, unit_words, when
from psa.pages.sentences.season import how_season_is_out, trend_leads
from psa.pages.sentences.target_reached import other_series_at_target
from psa.pages.sentences.today import describe_today, is_running
from psa.words import alike, capital, count, escape, in_text, in_words, listed, number, percent, significant

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
            _ours(row, sign, decimals, rated.settings.confidence)
            if row["trend_verdict"] != "not_assessed"
            else "",
            _standard(row),
        ]
        return "\n\n".join(line for line in lines if line)
    ours = _ours(row, sign, decimals, rated.settings.confidence) + _parts_could_show(rated, indicator_id)
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
        size, size_unit = _size_of_change(abs(row["change"]), row, 3)
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
        size, unit = _size_of_change(row["minimum_change"], row, 3)
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
    size, unit = _size_of_change(abs(row["change"]), row, 3)
    return f"{'a rise' if row['change'] > 0 else 'a fall'} of {size}{unit}"


def _size_of_change(size: float, row: Row, digits: int) -> tuple[str, str]:
    """Return the size of a change and its unit; of a proportion from 0 to 1 in percentage points."""
    is_share = scale_of(row["unit"], row.get("value_kind", "")).factor == 100
    text = significant(100 * size if is_share else size, digits)
    return text, change_unit("percent" if is_share else row["unit"], text)


def _ours(row: Row, sign: float, decimals: float, confidence: float) -> str:
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


def _parts_could_show(rated: Ratings, indicator_id: str) -> str:
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
    size, unit = _size_of_change(abs(gap), row, 2)
    about = "" if row["trend_scale"] == "identity" else "about "
    if gap == 0:
        return f"{words}: on average they lie on the trend. That"
    shown = f"{about}{size}{unit if not unit.startswith(' (') else ''}"
    words += f": on average they are {shown} {'better' if gap > 0 else 'worse'} than the trend"
    if ahead * gap < 0:
        words += f", though the latest alone is {'better' if ahead > 0 else 'worse'}"
    return f"{words}. That difference"


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
    is_sum = indicator.target_basis == "cumulative"
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

    def rating(row: Row) -> str:
        return word(row["rating"]) + (" (deteriorated)" if row["detail"] == "deteriorated" else "")

    pairs = [
        ("the official rating", rating(first), rating(now)),
        ("our verdict", VERDICT_WORDS[str(first["verdict"])], VERDICT_WORDS[str(now["verdict"])]),
    ]
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


MOST_SOURCES = 8  # that a list names; what is beyond is counted


def named_sources(rated: Ratings, measure_ids: list[str]) -> list[str]:
    """Return the sources that the figures of some measures name, each once, in order."""
    ids = rated.series.loc[rated.series["measure_id"].isin(measure_ids), "source_id"].dropna()
    return list(dict.fromkeys(part.strip() for text in ids for part in text.split(";")))


def describe_earlier_years(rated: Ratings, measure_ids: list[str]) -> str:
    """Return what the test of the trend would have said of some series together in earlier years.

    Empty where none of them can be tested so.
    """
    table = rated.earlier_years.reindex(measure_ids).dropna()
    runs, better, worse = (int(table[column].sum()) for column in ("runs", "better", "worse"))
    if not runs:
        return ""
    parts = int((table["runs"] > 0).sum())
    began = f"each of {runs} earlier years" if runs > 1 else "the one earlier year that can be tested"
    if parts > 1:
        began = f"earlier years, {runs} times over {parts} parts"
    if runs == 1 or not better + worse:
        said = "better" if better else "worse" if worse else "neither better nor worse"
        said += " in any of them" if runs > 1 else ""
    else:
        said = f"better in {better or 'none'} of them and worse in {worse or 'none'}"
    return f"Run as if the period had begun in {began}, this test said {said}."


def describe_sources(rated: Ratings, measure_ids: list[str], most: int = MOST_SOURCES) -> str:
    """Return where the figures of some measures come from, as a list with links."""
    named = named_sources(rated, measure_ids)
    table = rated.framework.sources.set_index("source_id")
    lines = [f"- {_source_line(table.loc[source_id])}" for source_id in named[:most]]
    if len(named) > most:
        lines.append(f"- and {count(len(named) - most, 'further source')}, named in the table of figures")
    return "**Sources**\n\n" + "\n".join(lines) if lines else ""


def _source_line(source: Row) -> str:
    """Return a source's title, linked where it has a web address, and its publisher where the title has not."""
    title, url, publisher = escape(source["title"]), source["url"], source["publisher"]
    by = (
        f", {escape(publisher)}"
        if isinstance(publisher, str) and publisher not in str(source["title"])
        else ""
    )
    is_web = isinstance(url, str) and re.match(r"https?://[^\s<>\"')]+$", url)
    return f"[{title}]({url}){by}" if is_web else f"{title}{by}"


def describe_other_rules(rated: Ratings, indicator_id: str) -> str:
    """Return what other bodies' rules make of an indicator, by name; empty where none says anything."""
    found = rated.comparison[rated.comparison["indicator_id"] == indicator_id]
    if found.empty:
        return ""
    row = found.iloc[0].to_dict()
    sides: dict[int, list[str]] = {1: [], 0: [], -1: []}
    for name, rule in RULES.items():
        side = rule.sides.get(row[name])
        if side is not None:
            sides[side].append(rule.body)
    total = sum(map(len, sides.values()))
    if not total:
        return ""
    parts = [
        f"{len(bodies)} {words} ({escape(listed(list(dict.fromkeys(bodies))))})"
        for words, bodies in zip(
            ("the right way", "neither way", "the wrong way"), sides.values(), strict=True
        )
        if bodies
    ]
    rules = count(total, "rule of another body", "rules of other bodies")
    return f"**The same figures by {rules}:** {listed(parts)}."
