"""From indicators to an agreement and a department: counts, label, and how near the label's edge is.

The Treasury's rule for an agreement, in this order (``rules.csv`` 2.1 to 2.11 say what was read and what
is a default of ours):

================== ===========================================================================
not_yet_assessed   half or more of its indicators have no rating (a setting)
no_progress        no indicator has improved
strong_progress    more than half of *all* its indicators have improved
some_progress      at least one has, but no more than half
================== ===========================================================================

Deteriorating indicators do not change the label; they are counted and shown beside it.
"""

from collections import Counter
from dataclasses import replace
from functools import lru_cache

import pandas as pd

from psa.methods.settings import Settings
from psa.methods.vocabulary import LABEL_CODES, LABELS, REASON_WORDS, TARGET_STATUSES, on_side


def agreement_label(improved: int, assessed: int, total: int, settings: Settings | None = None) -> str:
    """Return the label for counts of indicators by the Treasury's rule.

    Args:
        improved: indicators rated improvement.
        assessed: indicators rated improvement or no_improvement.
        total: all indicators.
        settings: `not_yet_assessed_from`; the default is half.

    Raises:
        ValueError: not 0 <= improved <= assessed <= total.
    """
    if not 0 <= improved <= assessed <= total:
        raise ValueError(f"counts must be improved <= assessed <= total, not {improved}, {assessed}, {total}")
    missing = 2 * (total - assessed)
    from_half = settings is None or settings.not_yet_assessed_from == "half"
    if total == 0 or missing > total or (from_half and missing == total):
        return "not_yet_assessed"
    if improved == 0:
        return "no_progress"
    return "strong_progress" if 2 * improved > total else "some_progress"


def possible_labels(
    improved: int, total: int, settings: Settings | None = None
) -> dict[str, tuple[int, int]]:
    """Return the labels that a published count allows, each with the range of assessed indicators.

    Reports gave "3 of 7" without saying how many of the seven were assessed.
    """
    assessed_by_label: dict[str, list[int]] = {}
    for assessed in range(improved, total + 1):
        label = agreement_label(improved, assessed, total, settings)
        assessed_by_label.setdefault(label, []).append(assessed)
    return {label: (min(counts), max(counts)) for label, counts in assessed_by_label.items()}


@lru_cache(maxsize=4096)
def changes_to_flip(
    improved: int, assessed: int, total: int, settings: Settings | None = None
) -> tuple[int, str]:
    """Return how many indicators would have to change class for the label to change, and to which.

    An indicator can change between improved, not improved and not assessed. Where two labels are as near,
    the better one is named.
    """
    now = agreement_label(improved, assessed, total, settings)
    here = (improved, assessed - improved, total - assessed)
    best = (total + 1, now)
    for other_assessed in range(total + 1):
        for other_improved in range(other_assessed + 1):
            there = (other_improved, other_assessed - other_improved, total - other_assessed)
            moved = (abs(here[0] - there[0]) + abs(here[1] - there[1]) + abs(here[2] - there[2])) // 2
            if moved > best[0]:
                continue
            label = agreement_label(other_improved, other_assessed, total, settings)
            if label != now and (moved, LABELS.index(label)) < (best[0], LABELS.index(best[1])):
                best = (moved, label)
    return best if best[0] <= total else (0, now)


def count_ratings(indicators: pd.DataFrame) -> dict[str, int]:
    """Return how many indicators have each rating, and how many were assessed or deteriorated."""
    counts = Counter(indicators["rating"].tolist())
    improved, not_improved = counts["improvement"], counts["no_improvement"]
    return {
        "improved": improved,
        "not_improved": not_improved,
        "deteriorated": indicators["detail"].tolist().count("deteriorated"),
        "assessed": improved + not_improved,
        "not_yet_assessed": counts["not_yet_assessed"],
        "not_rateable": counts["not_rateable"],
        "withheld": counts["withheld"],
        "total": len(indicators),
    }


def readings(indicators: pd.DataFrame, settings: Settings) -> dict[str, str]:
    """Return the label of one agreement under each other reading of the rule (`READINGS`)."""
    counts = count_ratings(indicators)
    improved, assessed, total = counts["improved"], counts["assessed"], counts["total"]
    now = agreement_label(improved, assessed, total, settings)
    is_half = now == "some_progress" and 2 * improved == total
    later = replace(settings, not_yet_assessed_from="more_than_half")
    has_met = set(on_side(TARGET_STATUSES, 1))
    both = zip(indicators["rating"], indicators["target_status"], strict=True)
    met = Counter(rating for rating, status in both if status in has_met and rating != "improvement")
    met_unrated = met.total() - met["no_improvement"]
    untested = indicators["reason_code"].tolist().count("significance_untestable")
    return {
        "assessed_only": agreement_label(improved, assessed, assessed, settings),
        "more_than_half_missing": agreement_label(improved, assessed, total, later),
        "half_is_strong": "strong_progress" if is_half else now,
        "net": agreement_label(max(improved - counts["deteriorated"], 0), assessed, total, settings),
        "targets_met": agreement_label(improved + met.total(), assessed + met_unrated, total, settings),
        "untested_counted": agreement_label(improved + untested, assessed + untested, total, settings),
    }


def describe_label(counts: dict[str, int], label: str) -> str:
    """Return the reason for a label in words."""
    if label == "withheld":
        return REASON_WORDS["withheld"]
    words = f"{counts['improved']} of {counts['total']} indicators improved, {counts['assessed']} assessed"
    if counts["deteriorated"]:
        words += f", {counts['deteriorated']} deteriorated"
    return f"{words}: {LABEL_CODES[label].phrase}"
