"""Sentences about a framework that still runs: is each target on track today, and what is missing to tell?"""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd

from psa.data.known_by import undated_share
from psa.data.records import Indicator
from psa.methods.chance_words import chance_in_percent, how_likely
from psa.methods.on_track import LABELS, ON_TRACK
from psa.methods.overdue import LEAST_FIGURES, overdue_measures
from psa.methods.ratings import Ratings
from psa.methods.targets import OFF_COURSE
from psa.methods.vocabulary import VERDICT_WORDS
from psa.pages.sentences.amounts import (
    amount,
    asked_amount,
    scale_of,
    short_amount,
    short_asked,
    with_unit,
)
from psa.pages.sentences.phrases import change_unit, when
from psa.words import capital, count, escape, in_words, listed, percent, percent_range, significant

Row = Any  # a row of a table of ratings: a mapping from column to cell
ANSWERS = {
    "on_track": "Yes",
    "uncertain": "Uncertain",
    "off_track": "No",
    "not_yet_assessed": "Cannot be told yet",
}
STANDINGS = {"ahead": "ahead of it", "on": "on it", "behind": "behind it"}


def is_running(rated: Ratings) -> bool:
    """Return whether a framework is judged by its targets that lie ahead."""
    return rated.rule == ON_TRACK


def day_words(day: date) -> str:
    """Return a day in words."""
    return f"{day.day} {day:%B %Y}"


def describe_as_at(rated: Ratings) -> str:
    """Return the day as at which a framework is judged, and which figures count as known on it."""
    settings = rated.settings
    if settings.as_at is None:
        return ""
    words = f"As at {day_words(settings.as_at)}."
    if not settings.is_replayed:
        return f"{words} That is the day of the latest release in the tables, or of their latest figure."
    share = undated_share(rated.framework)
    undated = (
        f" Of {percent(share)} of the figures no day of release is known: they count as known from "
        f"{count(settings.release_lag, 'day')} after the end of their period, or as their series says."
        if share
        else ""
    )
    return f"{words} Only figures that were out by then are read.{undated}"


def describe_today(rated: Ratings, indicator_id: str) -> str:
    """Return whether one target is on track today, with its figures, path, pace and chance; or what is missing."""
    row, asked = rated.assessment(indicator_id).row, rated.framework.indicator(indicator_id)
    said = ANSWERS[str(row["rating"])]
    day = day_words(rated.settings.as_at) if rated.settings.as_at else "the end of the period"
    if row["rating"] == "on_track" and row["verdict"] == "met":
        said = "Met"
    elif row["target_status"] == "no_outturn" and row["rating"] != "not_yet_assessed":
        said += ", by the last figures that are held"
    head = f"**On track today, {day}? {said}.**"
    if pd.isna(row.get("target_level", float("nan"))) or pd.isna(row.get("target_figure", float("nan"))):
        return f"{head} {_no_figure(row)}"
    about = rated.measure_rows[row["measure_id"]]
    parts = [
        head,
        _stands(row, asked, about),
        _path(row, about),
        _pace(row, about),
        _chance(rated, row, about),
        _milestone(row, about),
    ]
    return " ".join(part for part in [*parts, _late(rated, row["measure_id"])] if part)


def _no_figure(row: Row) -> str:
    reason = row["verdict_reason"] or row["reason"] or "nothing is known of it"
    return f"{capital(str(reason))}."


def _stands(row: Row, asked: Indicator, about: Row) -> str:
    """Return the last figure beside what is asked for."""
    figure, level = amount(row["target_figure"], about), asked_amount(row["target_level"], about)
    period, due = str(row["target_figure_period"]), str(row["target_period"])
    by = f" {_by(due)}" if due else ""
    if asked.kind == "improve":
        start = f"{short_amount(row['baseline_value'], about)} {when(row['baseline_period'])}"
        way = "lower" if asked.direction == "decrease" else "higher"
        index = f" ({about['unit']})" if str(about["unit"]).startswith("index") else ""
        return (
            f"No number is set: it is to be {way}{by} than at its start, {start}. "
            f"The latest figure is {figure}{index} {when(period)}."
        )
    then = f"{figure} {when(period)}"
    gone = ""
    if pd.notna(row["target_share_time"]):
        gone = f"; {percent(row['target_share_time'])} of the time was gone then"
    if row["target_status"] == "no_outturn":
        gone += ". It is due, and the figure that settles it is not in the tables"
    if asked.is_for_a_sum:
        return (
            f"{figure} {_up_to(period)}, {percent(row['target_share'])} of the {level} asked for{by}{gone}."
        )
    if pd.isna(row["target_share"]):
        return f"{then}; {level} is asked for{by}{gone}."
    if row["target_share_time"] == 0:
        return (
            f"{then}, where it starts from; {level} is asked for{by}. No figure of the time since is out yet."
        )
    if row["target_share"] < 0:
        return f"{then}, further from {level}{by} than at its start{gone}."
    return f"{then}, {percent(row['target_share'])} of the way from its start to {level}{by}{gone}."


def _by(label: str) -> str:
    words = when(label)
    return "by " + words.removeprefix("in ").removeprefix("on ")


def _up_to(label: str) -> str:
    return "up to " + when(label).removeprefix("in ").removeprefix("on ")


def _path(row: Row, about: Row) -> str:
    """Return where the figure stands to the path that it needs."""
    standing = row["target_standing"]
    if standing not in STANDINGS:
        return ""
    required = with_unit(significant(row["target_required"], 4), about, is_short=True)
    by = f", by {_size(row['target_figure'] - row['target_required'], row)}" if standing != "on" else ""
    through = ", through its interim targets," if row["milestone_period"] else ""
    return f"The path that it needs{through} stood at {required} then: it is **{STANDINGS[standing]}**{by}."


def _size(change: float, row: Row) -> str:
    """Return the size of a change with its unit: *2.63 percentage points*, *£121*."""
    size = significant(abs(change))
    if scale_of(row["unit"]).before:
        return with_unit(size, row, is_short=True)
    return f"{size}{change_unit(row['unit'], size)}"


def _pace(row: Row, about: Row) -> str:
    """Return the pace that is needed beside the pace of late; empty where the target is reached already."""
    needed, recent = row["target_pace_needed"], row["target_pace_recent"]
    if pd.isna(needed) or row["target_distance"] <= 0 or row["target_status"] == "no_outturn":
        return ""
    years = abs(row["target_distance"] / needed) if needed else 0.0
    words = f"From there it takes {_size(needed, row)} a year"
    if 0 < years < 1:
        months = count(max(round(12 * years), 1), "month")
        words = f"From there it takes {_size(row['target_distance'], row)} in {months}"
    if pd.isna(recent):
        return f"{words}; what the last year brought is not known."
    moved = significant(abs(recent))
    moved = with_unit(moved, about, is_short=True) if scale_of(row["unit"]).before else moved
    way = "" if recent * needed > 0 or not recent else " the other way"
    return f"{words}; of late it was {moved}{'' if years >= 1 else ' a year'}{way}."


def _chance(rated: Ratings, row: Row, about: Row) -> str:
    """Return the chance that it will be met on its day, or what is missing to tell."""
    chance = row["target_chance"]
    if pd.notna(chance):
        note = f" ({row['verdict_reason']})" if row["verdict_reason"] else ""
        return (
            f"Going by the figures so far{note}, the chance that it will be met on its day is "
            f"{chance_in_percent(chance)}: {VERDICT_WORDS[row['verdict']]}.{_though_fast(row, about)}"
        )
    if row["target_status"] in {"met", "not_met"}:
        return f"{capital(VERDICT_WORDS[row['target_status']])}."
    there = _how_many(rated, row)
    return f"What is missing to tell its chance: {row['verdict_reason']}{there}."


def _how_many(rated: Ratings, row: Row) -> str:
    """Return how many figures there are, and why three or more of them are still too few; else empty."""
    number = int(row["n_points"])
    if number < LEAST_FIGURES:
        return f" ({count(number, 'figure')} in all)"
    segments = rated.points(row["measure_id"])["segment"]
    if row["verdict_reason"].startswith("a declared break"):
        since = int((segments == segments.iloc[-1]).sum())
        return f" ({len(segments) - since:,} before the break, {since} since)"
    is_few = "fewer than three comparable" in row["verdict_reason"]
    rest = "but no three for the same part of the year, and not enough in a row"
    return f" ({count(number, 'figure')} in all, {rest})" if is_few else ""


def _though_fast(row: Row, about: Row) -> str:
    """Return why a chance is low although the pace of late would do; empty where it is not low or the pace is not."""
    needed, recent = row["target_pace_needed"], row["target_pace_recent"]
    is_fast = pd.notna(recent) and recent * needed > 0 and abs(recent) >= abs(needed)
    if not is_fast or row["target_distance"] <= 0 or row["target_chance"] >= OFF_COURSE:
        return ""
    limit = (
        ", and because the steps of a percentage become smaller the nearer it comes to its limit"
        if about["value_kind"] == "proportion"
        else ""
    )
    return (
        " The pace of late would be enough if it lasted. The chance is low because it goes by all the years of the "
        f"series and counts on a part of their pace only, since trends break{limit}."
    )


def _milestone(row: Row, about: Row) -> str:
    """Return what was asked for on the way, and what became of it."""
    if not row["milestone_period"]:
        return ""
    verb = "is" if row["milestone_status"] == "not_yet_due" else "was"
    words = f"On the way, {short_asked(row['milestone_level'], about)} {verb} asked for {_by(row['milestone_period'])}"
    if row["milestone_status"] in {"met", "not_met"}:
        result = "met" if row["milestone_status"] == "met" else "not met"
        return f"{words}: {result}, with {amount(row['milestone_figure'], about)}."
    chance = row["milestone_chance"]
    told = f"; by the figures held, its chance was {chance_in_percent(chance)}" if pd.notna(chance) else ""
    if row["milestone_status"] == "no_outturn":
        return f"{words}: due, and no figure of that time is in the tables{told}."
    ahead = (
        f": its chance is {chance_in_percent(chance)}"
        if pd.notna(chance)
        else ": its chance cannot be told yet"
    )
    return f"{words}{ahead}."


def _late(rated: Ratings, measure_id: str) -> str:
    """Return that a figure is overdue by the rhythm of its series; empty where none is."""
    late = overdue_measures(rated.series, rated.settings)
    if measure_id not in late.index:
        return ""
    one = late.loc[measure_id].to_dict()
    return (
        f"**A figure is overdue:** by its own rhythm one was to be expected by {day_words(one['expected'])}; "
        f"the latest in the tables is {when(one['period'])}."
    )


def describe_mission(rated: Ratings, agreement_id: str) -> str:
    """Return the label of an agreement whose targets lie ahead, the counts behind it, and its chance."""
    row = rated.agreements.set_index("agreement_id").loc[agreement_id].to_dict()
    word = in_words(rated.framework)
    uncertain = row["assessed"] - row["improved"] - row["deteriorated"]
    counts = [
        (row["improved"], "on track"),
        (uncertain, "uncertain"),
        (row["deteriorated"], "off track"),
        (row["total"] - row["assessed"], "cannot be told yet"),
    ]
    one, many = word("indicator"), word("indicator", True)
    said = listed([f"{number} {words}" for number, words in counts if number])
    beside = rated.framework.indicators
    beside = beside[(beside["agreement_id"] == agreement_id) & beside["is_companion"].astype(bool)]
    parts = [
        f"**{capital(word(row['rating']))}.** Of its {count(row['total'], one, many)}: {said}.",
        _label_chance(row, word),
        f"{count(len(beside), 'official companion')} of it {'is' if len(beside) == 1 else 'are'} shown and in no count."
        if len(beside)
        else "",
        describe_as_at(rated),
    ]
    return " ".join(part for part in parts if part)


def _label_chance(row: Mapping[Any, Any], word: Any) -> str:
    if row["rating"] == "not_yet_assessed":
        return ""
    chance, low, high = (row[f"chance_{row['rating']}{end}"] for end in ("", "_low", "_high"))
    others = [
        f"{word(c)} {percent(row[f'chance_{c}'])}"
        for c in LABELS
        if c != row["rating"] and row[f"chance_{c}"] > 0
    ]
    rest = f"; otherwise {listed(others)}" if others else ""
    return f"That it will turn out so {how_likely(low, high)}: {percent_range(chance, low, high)}{rest}."


def describe_briefly(rated: Ratings, agreement_id: str, has_companions: bool = True) -> list[str]:
    """Return a line for each target of an agreement: figure, what is asked for, path, chance.

    Args:
        rated: a framework, rated.
        agreement_id: which.
        has_companions: whether those that only stand beside the promise have a line too.
    """
    lines = []
    own = rated.indicators[rated.indicators["agreement_id"] == agreement_id]
    if not has_companions:
        own = own[own["indicator_id"].isin(rated.in_labels["indicator_id"])]
    for row in own.to_dict("records"):
        name = str(row["name"])
        if pd.isna(row["target_figure"]) or pd.isna(row["target_level"]):
            lines.append(f"{name}: {rated.framework.word('not_yet_assessed')}")
            continue
        about = rated.measure_rows[row["measure_id"]]
        is_sum = rated.framework.indicator(row["indicator_id"]).is_for_a_sum
        figure = _figure_then(row, about, is_sum)
        lines.append(f"{name}: {figure}{_way_to_it(row, about)}; {_chance_briefly(row)}")
    return lines


def _way_to_it(row: Row, about: Row) -> str:
    """Return what is asked for, and where the last figure stands to the path to it."""
    asked, by = short_asked(row["target_level"], about), _by(row["target_period"])
    if row["kind"] == "improve":
        return f", to be {'lower' if about['sign'] < 0 else 'higher'} than {asked} {by}"
    if row["target_standing"] in PATHS:
        return f", {PATHS[row['target_standing']].replace('its path', 'the path')} to {asked} {by}"
    return f"; {asked} asked for {by}"


def _chance_briefly(row: Row) -> str:
    if row["target_status"] in {"met", "not_met"}:
        return VERDICT_WORDS[row["target_status"]]
    late = "due, and its figure is not in the tables; " if row["target_status"] == "no_outturn" else ""
    if pd.notna(row["target_chance"]):
        return f"{late}the chance of reaching it is {chance_in_percent(row['target_chance'])}"
    return late.removesuffix("; ") or "its chance cannot be told yet"


MOST_ANSWERED = 3  # targets that an answer tells of
HEADERS = {
    "Improved": "On track",
    "Deteriorated": "Off track",
    "Rated": "Can be told",
    "Official rating": "On track today",
}


def headers_of(rated: Ratings, headers: list[str]) -> list[str]:
    """Return the headers of a table of counts, in the words of targets that lie ahead where a framework runs."""
    return [HEADERS.get(header, header) for header in headers] if is_running(rated) else headers


def describe_led(rated: Ratings, department_id: str) -> str:
    """Return what a department leads and is a partner of, and how each stands today."""
    row = rated.departments.set_index("department_id").loc[department_id]
    labels = rated.agreements.set_index("agreement_id")
    word, parts = in_words(rated.framework), []
    for role, verb in (("lead", "leads"), ("partner", "is a partner of")):
        ids = [name for name in str(row[f"{role}_agreements"]).split(";") if name]
        if ids:
            names = [labels.at[i, "short_title"] or rated.framework.agreement(i).title for i in ids]
            stand = [
                f"{escape(name)} (**{word(labels.at[i, 'rating'])}**)"
                for i, name in zip(ids, names, strict=True)
            ]
            parts.append(
                f"It {verb} {count(len(ids), word('agreement'), word('agreement', True))}: {listed(stand)}."
            )
    return " ".join([*parts, describe_as_at(rated)])


PATHS = {"ahead": "ahead of its path", "on": "on its path", "behind": "behind its path"}


def today_title(row: Row, about: Row, is_sum: bool = False) -> str:
    """Return where one target stands, in a few words: *61.5% in December 2025, behind its path*.

    Args:
        row: the target's ratings.
        about: the row of its measure: unit, value_kind, decimals.
        is_sum: whether its figure is a sum up to then.
    """
    if row["verdict"] in {"met", "not_met"}:
        return VERDICT_WORDS[row["verdict"]]
    path = PATHS.get(row["target_standing"], "")
    return ", ".join(part for part in (_figure_then(row, about, is_sum), path) if part)


def _figure_then(row: Row, about: Row, is_sum: bool) -> str:
    period = str(row["target_figure_period"])
    return f"{short_amount(row['target_figure'], about)} {_up_to(period) if is_sum else when(period)}"


def today_badges(row: Row) -> list[str]:
    """Return what else the card of a target says: its path, its chance."""
    badges = [capital(PATHS[row["target_standing"]])] if row["target_standing"] in PATHS else []
    chance = row["target_chance"]
    return [
        *badges,
        f"Chance on its day: {chance_in_percent(chance)}"
        if pd.notna(chance)
        else "Chance cannot be told yet",
    ]


def today_answer(rated: Ratings, agreement_id: str) -> str:
    """Return the answer of an agreement's page: each target that counts in a clause."""
    lines = describe_briefly(rated, agreement_id, has_companions=False)
    return " ".join(f"{line}." for line in lines[:MOST_ANSWERED])


def today_judgement(rated: Ratings, row: Mapping[Any, Any]) -> str:
    """Return the label of an agreement, its counts and its day, in one sentence."""
    day = day_words(rated.settings.as_at) if rated.settings.as_at else "the end of the period"
    return f"On track on {day}? {capital(rated.framework.word(row['rating']))}: {row['reason']}."


def today_facts(rated: Ratings, agreement_id: str, row: Mapping[Any, Any]) -> list[tuple[str, str, str, str]]:
    """Return the facts of an agreement's strip: name, value, note and look of each."""
    own = rated.indicators[rated.indicators["agreement_id"] == agreement_id]
    counted = own[own["indicator_id"].isin(rated.in_labels["indicator_id"])]
    standings = counted["target_standing"].value_counts()
    value = listed([f"{standings[code]} {PATHS[code]}" for code in PATHS if code in standings])
    facts = [("On track today", capital(rated.framework.word(row["rating"])), str(row["reason"]), "official")]
    if value:
        facts.append(("Against the path that is needed", capital(value), "", ""))
    return facts
