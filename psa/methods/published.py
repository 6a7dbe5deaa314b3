"""Set the published ratings beside the computed ones, each difference explained."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from psa.data.framework import Framework
from psa.methods.by_rule import rate_by_rule, rating_settings
from psa.methods.labels import agreement_label, possible_labels
from psa.methods.rules.parts import NOT_ASSESSED
from psa.methods.settings import Settings
from psa.methods.vocabulary import TARGET_STATUSES, on_side

# what a report calls met or not met, in the words of the official rule on targets
TARGET_WORDS = {"met": on_side(TARGET_STATUSES, 1), "not_met": on_side(TARGET_STATUSES, -1)}

COLUMNS = (
    "rated",
    "level",
    "report",
    "report_date",
    "published_words",
    "published_rating",
    "improved_count",
    "total_count",
    "computed_rating",
    "agrees",
    "explanation",
    "note",
)
NO_RATING = {"not_yet_assessed", "not_rateable"}
Row = Mapping[Hashable, Any]
Cells = dict[str, Any]


def compare_published(
    framework: Framework, indicators: pd.DataFrame, agreements: pd.DataFrame, settings: Settings
) -> pd.DataFrame:
    """Return every published rating beside the computed one, with what explains a difference.

    Args:
        framework: what was published.
        indicators, agreements: rated by the official rule.
        settings: by which they were rated.

    Returns:
        One row a published rating: what is rated, report, report_date, published_words,
        published_rating, counts, computed_rating, agrees (yes, no, cannot be compared), explanation.
    """
    computed = _Computed(
        framework, _by_id(indicators, "indicator_id"), _by_id(agreements, "agreement_id"), settings
    )
    rows = [_beside(published, computed) for published in framework.published_ratings.to_dict("records")]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _by_id(table: pd.DataFrame, column: str) -> dict[str, Row]:
    """Return the rows of a table by their id."""
    return {row[column]: row for row in table.to_dict("records")}


@dataclass(frozen=True)
class _Computed:
    """What published ratings are set beside.

    Attributes:
        framework: the definitions and the published ratings.
        indicators, agreements: rated by the official rule, by id.
        settings: by which they were rated.
    """

    framework: Framework
    indicators: dict[str, Row]
    agreements: dict[str, Row]
    settings: Settings

    def by_rule(self, rule: str, day: str | None) -> dict[str, Row]:
        """Return the indicators rated by another rule on the figures to a day, by id; once for each."""
        if (rule, day) not in self._by_rule:
            settings = rating_settings(self.framework, day, rule)
            rated = rate_by_rule(self.framework, settings).indicators
            self._by_rule[rule, day] = _by_id(rated, "indicator_id")
        return self._by_rule[rule, day]

    @cached_property
    def _by_rule(self) -> dict[tuple[str, str | None], dict[str, Row]]:
        return {}

    def parts_of(self, objective_id: str) -> pd.DataFrame:
        """Return the published ratings of an objective's outcomes."""
        published = self.framework.published_ratings
        return published[published["indicator_id"].fillna("").str.startswith(f"{objective_id}/")]


def _beside(published: Row, computed: _Computed) -> Cells:
    """Return the row of one published rating."""
    front = {
        "report": published["report"],
        "report_date": _text(published["report_date"]),
        "published_words": published["rating_as_published"],
        "published_rating": published["rating_class"],
        "improved_count": published["improved_count"],
        "total_count": published["total_count"],
        "computed_rating": "",
    }
    return front | _compared(published, computed) | {"note": _text(published["note"])}


def _compared(published: Row, computed: _Computed) -> Cells:
    """Return what is rated, the computed rating, whether both agree, and why not."""
    agreement_id, objective_id = published["agreement_id"], published["objective_id"]
    indicator_id = published["indicator_id"]
    if isinstance(agreement_id, str):
        ours = computed.agreements[agreement_id]
        comparison = {
            "computed_rating": ours["rating"],
            **_explain(published, ours["rating"], ours["reason"], ""),
        }
        return {"rated": agreement_id, "level": "agreement", **comparison}
    if isinstance(objective_id, str):
        comparison = _explain_counts(published, computed.parts_of(objective_id), computed.settings)
        return {"rated": objective_id, "level": "objective", **comparison}
    if indicator_id not in computed.indicators:
        words = "no figures of this outcome are in the tables, so there is nothing to compute"
        front = {"rated": indicator_id, "level": "outcome of an objective"}
        return front | _not_compared(words)
    if isinstance(published["rule"], str):
        comparison = _explain_by_rule(published, computed)
    else:
        ours = computed.indicators[indicator_id]
        explained = _explain(published, ours["rating"], ours["reason"], _text(ours["target_status"]))
        comparison = {"computed_rating": ours["rating"], **explained}
    return {"rated": indicator_id, "level": "indicator", **comparison}


def _text(cell: object) -> str:
    return cell if isinstance(cell, str) else ""


def _agrees(agrees: bool, explanation: str) -> Cells:
    return {"agrees": "yes" if agrees else "no", "explanation": explanation}


def _not_compared(explanation: str) -> Cells:
    return {"agrees": "cannot be compared", "explanation": explanation}


def _explain_by_rule(published: Row, computed: _Computed) -> Cells:
    """Judge a rating that was published in the words of another body's rule, by that rule."""
    rule, to_day = published["rule"], published["figures_to"]
    day: str | None = None if pd.isna(to_day) else pd.Timestamp(to_day).date().isoformat()
    ours = computed.by_rule(rule, day)[published["indicator_id"]]
    word = published["rating_as_published"].strip().lower().replace(" ", "_")
    wanted = NOT_ASSESSED if published["rating_class"] == "not_yet_assessed" else word
    until = f" on the figures to {day}" if day else ""
    agrees = wanted == ours["rating"]
    words = (
        f"the same word by the rule {rule}{until}"
        if agrees
        else f"by the rule {rule}{until}: {ours['reason']}"
    )
    return {"published_rating": wanted, "computed_rating": ours["rating"], **_agrees(agrees, words)}


def _explain(published: Row, rating: str, reason: str, target_status: str) -> Cells:
    """Judge a rating that was published in the words of the official rule, or of its targets."""
    rating_class = published["rating_class"]
    if rating_class in TARGET_WORDS:
        return _explain_target(rating_class, rating, reason, target_status)
    if rating_class == rating:
        return _agrees(True, "the same rating")
    if rating_class == "other":
        return _not_compared(f"the report uses a word outside the scale; ours: {reason}")
    if rating in NO_RATING and rating_class == "not_yet_assessed":
        return _agrees(False, f"neither gives a rating, for different reasons; ours: {reason}")
    if rating in NO_RATING:
        why = "the department had figures that could not be found or used here"
        return _agrees(False, f"{why}; ours: {reason}")
    if rating_class == "not_yet_assessed":
        date = _text(published["report_date"])
        when = f" of {date}" if date else ""
        return _agrees(False, f"the report{when} came before the figures used here; ours: {reason}")
    return _agrees(False, f"ours: {reason}")


def _explain_target(rating_class: str, rating: str, reason: str, target_status: str) -> Cells:
    """Judge what a report says of a target."""
    if not target_status or target_status in {"no_level", "no_figure"}:
        return _not_compared(f"the report judges a target; {reason}")
    if target_status == "no_outturn" and rating_class in {"met", "not_met"}:
        return _not_compared(
            "the report judges a target; the figure that would settle it is not in the tables"
        )
    words = target_status.replace("_", " ")
    computed = {"computed_rating": f"{rating} (target: {words})"}
    if target_status in TARGET_WORDS[rating_class]:
        return computed | _agrees(True, "the target status agrees")
    why = f"the report judges a target or milestone of its own; ours is the target of the definition: {words}"
    return computed | _agrees(False, why)


def _explain_counts(published: Row, parts: pd.DataFrame, settings: Settings) -> Cells:
    """Judge a published label by its own published counts, or by the published ratings of its parts.

    It is the one check that needs no figures. An outcome counts as improved when it was rated strong
    progress, improvement or met; some progress is no whole improvement (rule 2.9).
    """
    rating_class, improved, total = (published[c] for c in ("rating_class", "improved_count", "total_count"))
    if pd.notna(improved) and pd.notna(total):
        labels = possible_labels(int(improved), int(total), settings)
        counted = f"{int(improved)} of {int(total)}"
    elif len(parts):
        words = parts["rating_class"]
        improved = int(words.isin(["strong_progress", "improvement", "met"]).sum())
        assessed = int((words != "not_yet_assessed").sum())
        labels = {agreement_label(improved, assessed, len(parts), settings): (assessed, assessed)}
        counted = f"its published parts: {improved} of {len(parts)} improved, {assessed} assessed"
    else:
        return _not_compared("no counts were published and no figures of its indicators are in the tables")
    computed = " or ".join(labels)
    if rating_class not in labels:
        return {"computed_rating": computed, **_agrees(False, f"the rule gives {computed} for {counted}")}
    explanation = f"the rule gives this label for {counted}"
    if len(labels) > 1:
        low, high = labels[rating_class]
        some = f"{low}" if low == high else f"{low} to {high}"
        explanation += f" if {some} of them were assessed"
    return {"computed_rating": rating_class, **_agrees(True, explanation)}
