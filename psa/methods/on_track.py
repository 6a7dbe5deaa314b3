"""The rule of a framework that still runs: is each target on course for its day, and are most of them?

=================== =================================================================================
indicator           when
=================== =================================================================================
on_track            its target is met, or will be with a chance of two thirds or more
uncertain           its chance is between one third and two thirds
off_track           its target is missed, its chance is below one third, or it moves the wrong way
not_yet_assessed    nothing tells its chance, or it has no target
=================== =================================================================================

=================== =================================================================================
agreement           when
=================== =================================================================================
not_yet_assessed    half or more of its indicators cannot be told
on_track            more than half of all its indicators are, and none moves the wrong way
off_track           more than half of all are off track
mixed               anything else
=================== =================================================================================

A change so far is no part of it: of what is promised for a day ahead it says nothing. The thresholds are choices
of this project, as in `psa.methods.targets`.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from scipy.special import ndtr, ndtri

from psa.data.framework import Framework
from psa.methods.array_types import Floats
from psa.methods.label_chances import LabelChances, count_chances
from psa.methods.settings import Settings
from psa.words import count, listed

ON_TRACK = "on-track"
SIDES: dict[str, int | None] = {"on_track": 1, "uncertain": 0, "off_track": -1, "not_yet_assessed": None}
OF_VERDICT = {
    **dict.fromkeys(["met", "on_course", "meets"], "on_track"),
    **dict.fromkeys(["uncertain", "meets_within_error", "below_within_error"], "uncertain"),
    **dict.fromkeys(["not_met", "off_course", "moving_away", "below"], "off_track"),
}
LABELS = ("on_track", "mixed", "off_track", "not_yet_assessed")
POINTS = 41  # at which what all errors share is taken


def indicator_words(official: pd.DataFrame) -> pd.Series:
    """Return the word of each indicator, by its verdict."""
    return official["verdict"].map(OF_VERDICT).fillna("not_yet_assessed")


def mission_label(on: int, off: int, total: int, known: int, moving_away: int = 0) -> str:
    """Return the label for counts of indicators.

    Args:
        on, off: on track, off track.
        total, known: all, and those that can be told.
        moving_away: those that move the wrong way.
    """
    if not total or 2 * (total - known) >= total:
        return "not_yet_assessed"
    if 2 * on > total and not moving_away:
        return "on_track"
    return "off_track" if 2 * off > total else "mixed"


def label_of_indicators(indicators: pd.DataFrame) -> str:
    """Return the label of one set of indicators, as `psa.methods.by_rule` counts them."""
    rating, detail = indicators["rating"], indicators["detail"]
    on, off = int((rating == "improvement").sum()), int((detail == "deteriorated").sum())
    known = int(rating.isin(["improvement", "no_improvement"]).sum())
    away = int((indicators["reason_code"] == "moving_away").sum())
    return mission_label(on, off, len(indicators), known, away)


def describe_counts(counts: Mapping[str, int]) -> str:
    """Return the reason for a label in words."""
    uncertain = counts["assessed"] - counts["improved"] - counts["deteriorated"]
    unknown = counts["total"] - counts["assessed"]
    parts = [
        (counts["improved"], "on track"),
        (uncertain, "uncertain"),
        (counts["deteriorated"], "off track"),
        (unknown, "that cannot be told yet"),
    ]
    if counts["total"] == 1:
        words = next(words for number, words in parts if number).removeprefix("that ")
        return f"its one target {words if words.startswith('cannot') else 'is ' + words}"
    said = listed([f"{number} {words}" for number, words in parts if number])
    return f"of {count(counts['total'], 'target')}, {said}" if said else "no target"


def on_track_chances(framework: Framework, counted: pd.DataFrame, settings: Settings) -> LabelChances:
    """Return the chance that each label will turn out right, from the chances of its targets.

    A label turns out right where that many targets are met on their days. The range is from targets that err apart
    to targets that share their errors, and holds what comes out if those that cannot be told are all met or none.

    Args:
        framework: its agreements.
        counted: the indicators as the roll-up counts them, with `target_chance` and `verdict`.
        settings: the correlation of shared errors.
    """
    rows, groups = [], {str(name): group for name, group in counted.groupby("agreement_id", sort=False)}
    for name in framework.agreements["agreement_id"]:
        rows.append(_label_row(groups.get(str(name), counted.iloc[:0]), settings))
    agreements = pd.DataFrame(rows, index=pd.Index(framework.agreements["agreement_id"], name="agreement_id"))
    known = counted.set_index("indicator_id")
    chance = known_chances(known)
    columns = dict.fromkeys(("chance_met", "chance_met_low", "chance_met_high"), chance)
    return LabelChances(agreements, pd.DataFrame(columns, index=known.index), {})


def known_chances(indicators: pd.DataFrame) -> Floats:
    """Return the chance that each indicator's target is met on its day: 1 or 0 once it is settled."""
    settled = indicators["verdict"].map({"met": 1.0, "not_met": 0.0}).astype(float)
    return np.asarray(indicators["target_chance"].astype(float).fillna(settled), float)


def _label_row(group: pd.DataFrame, settings: Settings) -> dict[str, Any]:
    met = known_chances(group)
    is_known = np.isfinite(met)
    total, known = len(group), int(is_known.sum())
    columns = [f"chance_{label}" for label in LABELS]
    row: dict[str, Any] = {"chance_known": known, "expected_false": 0.0}
    if not known or 2 * (total - known) >= total:
        row |= {c: float(c == "chance_not_yet_assessed") for c in columns}
        return row | {f"{c}{end}": row[c] for c in columns for end in ("_low", "_high")}
    worlds = [
        _of_labels(counts, total, extra)
        for counts in (count_chances(met[is_known]), shared_counts(met[is_known], settings.shared_error))
        for extra in {0, total - known}
    ]
    declared = _of_labels(shared_counts(met[is_known], settings.shared_error), total, 0)
    for label, column in zip(LABELS, columns, strict=True):
        row[column] = declared[label]
        row[f"{column}_low"] = min(world[label] for world in worlds)
        row[f"{column}_high"] = max(world[label] for world in worlds)
    return row


def _of_labels(counts: Floats, total: int, extra: int) -> dict[str, float]:
    """Return the chance of each label from those of how many targets are met; `extra` more are met besides."""
    out = dict.fromkeys(LABELS, 0.0)
    for number, chance in enumerate(counts):
        met = number + extra
        out[mission_label(met, total - met, total, total)] += float(chance)
    return out


def shared_counts(met: Floats, correlation: float) -> Floats:
    """Return the chance that 0, 1, ... targets are met where one factor is common to all of them.

    Args:
        met: the chance of each.
        correlation: of what moves them, 0 to below 1.
    """
    edges = np.linspace(0.0, 1.0, POINTS + 1)
    middle = (edges[1:] + edges[:-1]) / 2
    bound = ndtri(np.clip(met, 1e-9, 1 - 1e-9))
    counts = np.zeros(len(met) + 1)
    for factor in ndtri(middle):
        shifted = (bound - np.sqrt(correlation) * factor) / np.sqrt(1 - correlation)
        counts += count_chances(ndtr(shifted)) / len(middle)
    return counts
