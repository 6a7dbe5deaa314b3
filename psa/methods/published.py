"""Set the published ratings beside the computed ones, each difference explained."""

from functools import cache

import pandas as pd

from psa.data.framework import Framework
from psa.methods.labels import agreement_label, possible_labels
from psa.methods.ratings import rate_framework
from psa.methods.rules.parts import NOT_ASSESSED
from psa.methods.settings import Settings
from psa.methods.vocabulary import TARGET_STATUSES, on_side

# what a report calls met or not met, in the words of the official rule on targets
TARGET_WORDS = {"met": on_side(TARGET_STATUSES, 1), "not_met": on_side(TARGET_STATUSES, -1)}

PUBLISHED_COLUMNS = [
    "rated", "level", "report", "report_date", "published_words", "published_rating", "improved_count",
    "total_count", "computed_rating", "agrees", "explanation", "note",
]  # fmt: skip


def compare_published(
    framework: Framework, indicators: pd.DataFrame, agreements: pd.DataFrame, settings: Settings
) -> pd.DataFrame:
    """Return every published rating beside the computed one, with what explains a difference.

    Returns:
        One row a published rating: what is rated, report, report_date, published_words,
        published_rating, counts, computed_rating, agrees (yes, no, cannot be compared), explanation.
    """
    by_indicator = indicators.set_index("indicator_id")
    by_agreement = agreements.set_index("agreement_id")

    @cache
    def by_rule(rule: str, day) -> pd.DataFrame:
        through = None if pd.isna(day) else pd.Timestamp(day).date().isoformat()
        return rate_framework(framework, through, rule).indicators.set_index("indicator_id")

    rows = []
    published = framework.published_ratings
    for said in published.itertuples():
        row = {"rated": "", "level": "", "report": said.report, "report_date": said.report_date if isinstance(said.report_date, str) else "",
               "published_words": said.rating_as_published, "published_rating": said.rating_class,
               "improved_count": said.improved_count, "total_count": said.total_count, "computed_rating": ""}  # fmt: skip
        if isinstance(said.agreement_id, str):
            row |= {"rated": said.agreement_id, "level": "agreement"}
            ours = by_agreement.loc[said.agreement_id]
            row |= {"computed_rating": ours["rating"]} | _explain(said, ours["rating"], ours["reason"], "")
        elif isinstance(said.objective_id, str):
            parts = published[published["indicator_id"].fillna("").str.startswith(f"{said.objective_id}/")]
            row |= {"rated": said.objective_id, "level": "objective"} | _explain_counts(said, parts, settings)
        elif said.indicator_id in by_indicator.index and isinstance(said.rule, str):
            row |= {"rated": said.indicator_id, "level": "indicator"} | _explain_by_rule(
                said, by_rule(said.rule, said.figures_to)
            )
        elif said.indicator_id in by_indicator.index:
            row |= {"rated": said.indicator_id, "level": "indicator"}
            ours = by_indicator.loc[said.indicator_id]
            status = ours["target_status"] if isinstance(ours["target_status"], str) else ""
            row |= {"computed_rating": ours["rating"]} | _explain(
                said, ours["rating"], ours["reason"], status
            )
        else:
            row |= {"rated": said.indicator_id, "level": "outcome of an objective", "agrees": "cannot be compared",
                    "explanation": "no figures of this outcome are in the tables, so there is nothing to compute"}  # fmt: skip
        row["note"] = said.note if isinstance(said.note, str) else ""
        rows.append(row)
    return pd.DataFrame(rows, columns=None if rows else PUBLISHED_COLUMNS)


def _explain_by_rule(said, ours: pd.DataFrame) -> dict:
    """Judge a rating that was published in the words of another body's rule, by that rule."""
    row = ours.loc[said.indicator_id]
    word = said.rating_as_published.strip().lower().replace(" ", "_")
    wanted = NOT_ASSESSED if said.rating_class == "not_yet_assessed" else word
    until = "" if pd.isna(said.figures_to) else f" on the figures to {pd.Timestamp(said.figures_to).date()}"
    agrees = wanted == row["rating"]
    return {"published_rating": wanted, "computed_rating": row["rating"], "agrees": "yes" if agrees else "no",
            "explanation": f"{'the same word by' if agrees else 'by'} the rule {said.rule}{until}{'' if agrees else ': ' + row['reason']}"}  # fmt: skip


def _explain(said, rating: str, reason: str, target_status: str) -> dict:
    if said.rating_class in TARGET_WORDS:
        if not target_status or target_status in {"no_level", "no_figure"}:
            return {"agrees": "cannot be compared", "explanation": f"the report judges a target; {reason}"}
        agrees = target_status in TARGET_WORDS[said.rating_class]
        words = target_status.replace("_", " ")
        return {"agrees": "yes" if agrees else "no", "computed_rating": f"{rating} (target: {words})",
                "explanation": "the target status agrees" if agrees else
                f"the report judges a target or milestone of its own; ours is the target of the definition: {words}"}  # fmt: skip
    if said.rating_class == rating:
        return {"agrees": "yes", "explanation": "the same rating"}
    if said.rating_class == "other":
        return {
            "agrees": "cannot be compared",
            "explanation": f"the report uses a word outside the scale; ours: {reason}",
        }
    if rating in {"not_yet_assessed", "not_rateable"} and said.rating_class == "not_yet_assessed":
        return {
            "agrees": "no",
            "explanation": f"neither gives a rating, for different reasons; ours: {reason}",
        }
    if rating in {"not_yet_assessed", "not_rateable"}:
        return {
            "agrees": "no",
            "explanation": f"the department had figures that could not be found or used here; ours: {reason}",
        }
    if said.rating_class == "not_yet_assessed":
        when = f" of {said.report_date}" if isinstance(said.report_date, str) else ""
        return {
            "agrees": "no",
            "explanation": f"the report{when} came before the figures used here; ours: {reason}",
        }
    return {"agrees": "no", "explanation": f"ours: {reason}"}


def _explain_counts(said, parts: pd.DataFrame, settings: Settings) -> dict:
    """Judge a published label by its own published counts, or by the published ratings of its parts.

    It is the one check that needs no figures. An outcome counts as improved when it was rated strong
    progress, improvement or met; some progress is no whole improvement (rule 2.9).
    """
    if pd.notna(said.improved_count) and pd.notna(said.total_count):
        improved, total = int(said.improved_count), int(said.total_count)
        labels = possible_labels(improved, total, settings)
        counted = f"{improved} of {total}"
    elif len(parts):
        words = parts["rating_class"]
        improved, total = int(words.isin(["strong_progress", "improvement", "met"]).sum()), len(parts)
        assessed = int((words != "not_yet_assessed").sum())
        labels = {agreement_label(improved, assessed, total, settings): (assessed, assessed)}
        counted = f"its published parts: {improved} of {total} improved, {assessed} assessed"
    else:
        words = "no counts were published and no figures of its indicators are in the tables"
        return {"agrees": "cannot be compared", "explanation": words}
    computed = " or ".join(labels)
    if said.rating_class not in labels:
        explanation = f"the rule gives {computed} for {counted}"
        return {"computed_rating": computed, "agrees": "no", "explanation": explanation}
    low, high = labels[said.rating_class]
    explanation = f"the rule gives this label for {counted}"
    if len(labels) > 1:
        explanation += (
            f" if {low} of them were assessed"
            if low == high
            else f" if {low} to {high} of them were assessed"
        )
    return {"computed_rating": said.rating_class, "agrees": "yes", "explanation": explanation}
