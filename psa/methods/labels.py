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

from dataclasses import replace
from itertools import product

import pandas as pd

from psa.methods.settings import Settings
from psa.methods.vocabulary import LABEL_CODES, LABELS, TARGET_STATUSES, on_side


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
    found: dict[str, list[int]] = {}
    for assessed in range(improved, total + 1):
        found.setdefault(agreement_label(improved, assessed, total, settings), []).append(assessed)
    return {label: (min(n), max(n)) for label, n in found.items()}


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
    for i, a in product(range(total + 1), repeat=2):
        if i > a:
            continue
        label = agreement_label(i, a, total, settings)
        moved = sum(abs(x - y) for x, y in zip(here, (i, a - i, total - a), strict=True)) // 2
        if label != now and (moved, LABELS.index(label)) < (best[0], LABELS.index(best[1])):
            best = (moved, label)
    return best if best[0] <= total else (0, now)


def count_ratings(indicators: pd.DataFrame) -> dict[str, int]:
    rating = indicators["rating"]
    improved = int((rating == "improvement").sum())
    not_improved = int((rating == "no_improvement").sum())
    return {
        "improved": improved, "not_improved": not_improved,
        "deteriorated": int((indicators["detail"] == "deteriorated").sum()),
        "assessed": improved + not_improved, "not_yet_assessed": int((rating == "not_yet_assessed").sum()),
        "not_rateable": int((rating == "not_rateable").sum()), "withheld": int((rating == "withheld").sum()),
        "total": len(indicators),
    }  # fmt: skip


def readings(indicators: pd.DataFrame, settings: Settings) -> dict[str, str]:
    """Return the label of one agreement under each other reading of the rule (`READINGS`)."""
    n = count_ratings(indicators)
    improved, assessed, total = n["improved"], n["assessed"], n["total"]
    other = replace(settings, not_yet_assessed_from="more_than_half")
    now = agreement_label(improved, assessed, total, settings)
    half = "strong_progress" if now == "some_progress" and 2 * improved == total else now
    net = max(improved - n["deteriorated"], 0)
    met = (indicators["target_status"].isin(on_side(TARGET_STATUSES, 1))) & (
        indicators["rating"] != "improvement"
    )
    met_new = int((met & ~indicators["rating"].isin(["no_improvement"])).sum())
    untested = indicators["reason_code"] == "significance_untestable"
    return {
        "assessed_only": agreement_label(improved, assessed, assessed, settings),
        "more_than_half_missing": agreement_label(improved, assessed, total, other),
        "half_is_strong": half,
        "net": agreement_label(net, assessed, total, settings),
        "targets_met": agreement_label(improved + int(met.sum()), assessed + met_new, total, settings),
        "untested_counted": agreement_label(
            improved + int(untested.sum()), assessed + int(untested.sum()), total, settings
        ),
    }


def describe_label(counts: dict[str, int], label: str) -> str:
    """Return the reason for a label in words."""
    if label == "withheld":
        return "the assessment was made but not published"
    words = f"{counts['improved']} of {counts['total']} indicators improved, {counts['assessed']} assessed"
    if counts["deteriorated"]:
        words += f", {counts['deteriorated']} deteriorated"
    return f"{words}: {LABEL_CODES[label].phrase}"
