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

from dataclasses import dataclass, replace
from functools import cache, cached_property
from itertools import product
from pathlib import Path

import numpy as np
import pandas as pd

from psa import held, rules
from psa.assess import (
    Assessment,
    Settings,
    assess_defined,
    assess_indicators,
    load_assessment,
    measure_assessments,
    plain,
    project_measure,
    settings_for,
    with_definitions,
)
from psa.framework import Framework
from psa.lenses import NOT_ASSESSED
from psa.lenses import RULES as lens_rules
from psa.observations import first_vintage, load_series, revised_figures
from psa.verdicts import VERDICT_WORDS

LABELS = ("strong_progress", "some_progress", "no_progress", "not_yet_assessed", "withheld")

READINGS = {
    "assessed_only": "only assessed indicators in the denominator",
    "more_than_half_missing": "not yet assessed only when more than half have no rating",
    "half_is_strong": "strong progress from exactly half",
    "net": "improved less deteriorated counts as improved",
    "targets_met": "a target already met counts as improved",
    "untested_counted": "changes that could not be tested count by their direction",
}


PUBLISHED_COLUMNS = [
    "rated", "level", "report", "report_date", "published_words", "published_rating", "improved_count",
    "total_count", "computed_rating", "agrees", "explanation", "note",
]  # fmt: skip


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


def _counts(indicators: pd.DataFrame) -> dict[str, int]:
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
    n = _counts(indicators)
    improved, assessed, total = n["improved"], n["assessed"], n["total"]
    other = replace(settings, not_yet_assessed_from="more_than_half")
    now = agreement_label(improved, assessed, total, settings)
    half = "strong_progress" if now == "some_progress" and 2 * improved == total else now
    net = max(improved - n["deteriorated"], 0)
    met = (indicators["target_status"].isin(["met", "met_early"])) & (indicators["rating"] != "improvement")
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
    why = {
        "not_yet_assessed": "half or more have no rating",
        "no_progress": "none improved",
        "some_progress": "some improved, but not more than half of all",
        "strong_progress": "more than half of all improved",
    }[label]
    return f"{words}: {why}"


def rate_group(indicators: pd.DataFrame, settings: Settings) -> dict:
    """Return the counts, label, reason and edge of one set of indicators.

    Args:
        indicators: rows of `psa.assess.assess_indicators`.
        settings: see `psa.assess.Settings`.
    """
    counts = _counts(indicators)
    if counts["total"] and counts["withheld"] == counts["total"]:
        label, flip = "withheld", (0, "")
    else:
        label = agreement_label(counts["improved"], counts["assessed"], counts["total"], settings)
        flip = changes_to_flip(counts["improved"], counts["assessed"], counts["total"], settings)
    row = {"rating": label, "reason": describe_label(counts, label), **counts,
           "changes_to_flip": flip[0] if flip[1] else np.nan, "would_become": flip[1]}  # fmt: skip
    alternatives = (
        readings(indicators, settings) if label != "withheld" else dict.fromkeys(READINGS, "withheld")
    )
    return row | {f"reading_{k}": v for k, v in alternatives.items()}


def rate_agreements(framework: Framework, indicators: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Return one row an agreement: counts, label, edge, other readings, and the published label beside."""
    rows = []
    published = framework.published_ratings
    for agreement in framework.agreements.itertuples():
        own = indicators[indicators["agreement_id"] == agreement.agreement_id]
        row = {
            "agreement_id": agreement.agreement_id,
            "short_title": agreement.short_title,
            **rate_group(own, settings),
        }
        row |= label_chances(own, settings, agreement.agreement_id) | {
            "survives": int((own["survives"] == "yes").sum())
        }
        said = published[published["agreement_id"] == agreement.agreement_id]
        said = said.assign(_date=said["report_date"].fillna("")).sort_values("_date", kind="stable")
        last = said.iloc[-1] if len(said) else None
        row |= {
            "published_rating": "" if last is None else last["rating_class"],
            "published_words": "" if last is None else last["rating_as_published"],
            "published_report": "" if last is None else last["report"],
            "is_as_published": "" if last is None else ("yes" if last["rating_class"] == row["rating"] else "no"),
        }  # fmt: skip
        rows.append(row)
    return pd.DataFrame(rows)


def department_indicators(
    framework: Framework, indicators: pd.DataFrame, department_id: str, role: str | None = None
) -> pd.DataFrame:
    """Return the indicators of the agreements that a department leads or is a partner of, each once.

    Args:
        framework: who delivers what.
        indicators: rows of `psa.assess.assess_indicators`.
        department_id: which.
        role: lead or partner; without it, both. A department that once led an agreement and once was a
            partner counts as its lead.
    """
    roles = framework.roles()
    roles = roles[roles["department_id"] == department_id]
    lead = set(roles.loc[roles["role"] == "lead", "agreement_id"])
    partner = set(roles.loc[roles["role"] == "partner", "agreement_id"]) - lead
    wanted = {"lead": lead, "partner": partner, None: lead | partner}[role]
    return indicators[indicators["agreement_id"].isin(wanted)].drop_duplicates("indicator_id")


def rate_departments(framework: Framework, indicators: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Return one row a department that leads, is a partner or has an objective, over its indicators.

    `rating` is over all the indicators of the agreements that it leads or is a partner of, each counted
    once; `lead_*` and `partner_*` columns split it.
    """
    rows = [
        _rate_department(framework, indicators, settings, department_id)
        for department_id in framework.acting_departments()
    ]
    # a framework may have no departments: the table then has its columns all the same
    return pd.DataFrame(rows or [_rate_department(framework, indicators, settings, "")]).iloc[: len(rows)]


def _rate_department(
    framework: Framework, indicators: pd.DataFrame, settings: Settings, department_id: str
) -> dict:
    own = department_indicators(framework, indicators, department_id)
    row = {"department_id": department_id, "name": framework.department_name(department_id)}
    whole = rate_group(own, settings)
    if own.empty:
        whole["reason"] = "leads no agreement and is a partner of none"
    row |= {k: v for k, v in whole.items() if not k.startswith("reading_")}
    for role in ("lead", "partner"):
        part = department_indicators(framework, indicators, department_id, role)
        group = rate_group(part, settings)
        row[f"{role}_agreements"] = ";".join(dict.fromkeys(part["agreement_id"]))
        row[f"{role}_rating"] = group["rating"] if len(part) else ""
        row |= {f"{role}_{k}": group[k] for k in ("improved", "assessed", "total", "deteriorated")}
    return row | {"objectives": int((framework.objectives["department_id"] == department_id).sum())}


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
            row |= {"rated": said.indicator_id, "level": "indicator"} | _explain_by_rule(said, by_rule(said.rule, said.figures_to))
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


_TARGET_WORDS = {"met": {"met", "met_early"}, "not_met": {"not_met"}}


def _explain(said, rating: str, reason: str, target_status: str) -> dict:
    if said.rating_class in _TARGET_WORDS:
        if not target_status or target_status in {"no_level", "no_figure"}:
            return {"agrees": "cannot be compared", "explanation": f"the report judges a target; {reason}"}
        agrees = target_status in _TARGET_WORDS[said.rating_class]
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


# ------------------------------------------------------------------------------------ how sure we are

LABEL_CHANCES = ("strong_progress", "some_progress", "no_progress", "not_yet_assessed")
DRAWS, SEED = 10_000, 2007
FALSE_DISCOVERY_RATE = 0.10


def label_chances(
    indicators: pd.DataFrame, settings: Settings, name: str = "", draws: int = DRAWS, seed: int = SEED
) -> dict:
    """Return the chance of each label, drawing for each indicator whether it truly improved.

    Each assessed indicator improved with the chance that its change since the baseline is truly for the
    better; indicators are taken as independent. One whose figures show no uncertainty that could be
    measured is held at its rating, and counted, so a chance of 1 may mean only that nothing is known.

    Args:
        indicators: rows of one agreement, with `rating` and `p_improved`.
        settings: see `psa.assess.Settings`.
        name: of the agreement; gives it a stream of its own, so that another one changes nothing here.
        draws, seed: how many draws, from which seed.

    Returns:
        `chance_<label>` for each of `LABEL_CHANCES`, `chance_known` (indicators whose chance is known)
        and `expected_false` (improvements that are expected to be none).
    """
    assessed = indicators[indicators["rating"].isin(["improvement", "no_improvement"])]
    seen = (assessed["rating"] == "improvement").to_numpy(float)
    known = assessed["p_improved"].notna().to_numpy()
    chance = np.where(known, assessed["p_improved"].to_numpy(float), seen)
    total = len(indicators)
    labels = np.array(
        [
            LABEL_CHANCES.index(agreement_label(i, len(assessed), total, settings))
            for i in range(len(assessed) + 1)
        ]
    )
    generator = np.random.default_rng([seed, *name.encode()])
    improved = (generator.random((draws, len(assessed))) < chance).sum(axis=1)
    share = np.bincount(labels[improved], minlength=len(LABEL_CHANCES)) / draws
    out = {f"chance_{label}": share[i] for i, label in enumerate(LABEL_CHANCES)}
    return out | {
        "chance_known": int(known.sum()),
        "expected_false": float(((1 - chance) * seen * known).sum()),
    }


def survives_benjamini_hochberg(p_values, rate: float = FALSE_DISCOVERY_RATE) -> np.ndarray:
    """Return which of many tests stand when no more than a share `rate` of them may be false.

    Source: Benjamini and Hochberg, Journal of the Royal Statistical Society B 57 (1995). NaN never stands.

    Args:
        p_values: 1-D.
        rate: the false discovery rate.
    """
    p = np.asarray(p_values, float)
    tested = np.flatnonzero(np.isfinite(p))
    out = np.zeros(len(p), dtype=bool)
    if not len(tested):
        return out
    order = tested[np.argsort(p[tested], kind="stable")]
    passes = p[order] <= rate * np.arange(1, len(order) + 1) / len(order)
    if passes.any():
        out[order[: np.flatnonzero(passes)[-1] + 1]] = True
    return out


def mark_survivors(measures: pd.DataFrame, indicators: pd.DataFrame) -> pd.DataFrame:
    """Return the indicators with `survives`: better than the trend even among so many tests.

    The tests are those of all rateable series, one-sided. A set of components survives when more than
    half of those tested do.
    """
    if measures.empty:
        return indicators.assign(survives="")
    rateable = measures[measures["is_rateable"] & measures["p_better"].notna()]
    stands = pd.Series(survives_benjamini_hochberg(1 - rateable["p_better"]), index=rateable.index)
    share = stands.groupby(rateable["indicator_id"]).mean()
    found = indicators["indicator_id"].map(share)
    return indicators.assign(survives=np.where(found.isna(), "", np.where(found > 0.5, "yes", "no")))


# --------------------------------------------------------------------------------- everything together


@dataclass(frozen=True)
class Ratings:
    """A framework, rated: every table that the notebooks and the command write from.

    Attributes:
        framework, settings, rule: what was rated, and how.
        series: the long frame.
        measures: one row a measure that has figures (`psa.assess.assess_measures`).
        indicators: one row each; `rating` is in the words of the rule.
        official: the same by the official rule; counted: as the roll-up counts them.
    """

    framework: Framework
    settings: Settings
    rule: str
    series: pd.DataFrame
    measures: pd.DataFrame
    indicators: pd.DataFrame
    official: pd.DataFrame
    counted: pd.DataFrame

    @cached_property
    def agreements(self) -> pd.DataFrame:
        """One row an agreement (`rate_agreements`)."""
        return _with_rule(rate_agreements(self.framework, self.counted, self.settings), self.rule)

    @cached_property
    def departments(self) -> pd.DataFrame:
        """One row a department (`rate_departments`)."""
        return _with_rule(rate_departments(self.framework, self.counted, self.settings), self.rule)

    @cached_property
    def published(self) -> pd.DataFrame:
        """Every published rating beside the computed official one (`compare_published`)."""
        agreements = (
            self.agreements
            if self.rule == rules.OFFICIAL
            else rate_agreements(self.framework, self.official, self.settings)
        )
        return compare_published(self.framework, self.official, agreements, self.settings)

    def assessment(self, indicator_id: str) -> Assessment:
        """Return one indicator's assessment with its working; KeyError where there is none."""
        return load_assessment(self.framework, self.measures, self.indicators, indicator_id)

    @cached_property
    def lens_words(self) -> pd.DataFrame:
        """Other bodies' words for every measure: measure_id, rule, rating, statistic, reason."""
        return rules.rate_measures(self.framework, self.series, self.settings)

    @cached_property
    def comparison(self) -> pd.DataFrame:
        """Each indicator under every rule, and how many rules agree (`psa.rules.compare_rules`)."""
        by_lens = rules.rate_indicators(self.lens_words, self.measures, self.indicators)
        return rules.compare_rules(self.indicators, by_lens)

    @cached_property
    def _under_choices(self) -> dict[str, pd.DataFrame]:
        return {}

    def under_choices(self, agreement_ids) -> dict[str, pd.DataFrame]:
        """Return our verdicts under other choices, by agreement; worked out once, several agreements together.

        Args:
            agreement_ids: which agreements; to ask for all at once is much quicker than one by one.

        Returns:
            For each: one row an indicator, by indicator_id, as `verdicts_under_choices` gives it.
        """
        known = self._under_choices
        if new := [a for a in agreement_ids if a not in known]:
            whole = verdicts_under_choices(self, new)
            owner = self.framework.indicators.set_index("indicator_id")["agreement_id"].reindex(whole.index)
            known |= {a: whole[owner == a] for a in new}
        return {a: known[a] for a in agreement_ids}

    def points(self, measure_id: str) -> pd.DataFrame:
        """Return the figures of one measure, in time order; empty where it has none."""
        return self.series[self.series["measure_id"] == measure_id]

    def revised(self, indicator_id: str) -> pd.DataFrame:
        """Return the revisions of the figures that one indicator is rated from (`psa.observations.revised_figures`)."""
        table = self.framework.observations
        return revised_figures(table[table["measure_id"].isin(self._inputs(indicator_id))])

    def as_first_published(self, indicator_id: str) -> pd.Series:
        """Return an indicator's row of the official ratings with its figures as they were first published."""
        f = self.framework
        first = first_vintage(f.observations[f.observations["measure_id"].isin(self._inputs(indicator_id))])
        series = load_series(replace(f, tables=f.tables | {"observations": first}))
        measures = measure_assessments(f, series[series["indicator_id"] == indicator_id], self.settings)
        own = f.indicators[f.indicators["indicator_id"] == indicator_id]
        return assess_indicators(replace(f, tables=f.tables | {"indicators": own}), measures, self.settings).iloc[0]

    def _inputs(self, indicator_id: str) -> set[str]:
        """Return the published measures that an indicator is rated from, by themselves or by what is derived from them."""
        rated = self.measures[self.measures["is_rateable"] & (self.measures["indicator_id"] == indicator_id)].index
        derived = self.framework.derived_measures
        inputs = derived.loc[derived["measure_id"].isin(rated), "input_measure_ids"]
        return {*rated, *(i.strip() for text in inputs for i in text.split(";"))}

    def projection(self, measure_id: str) -> pd.DataFrame:
        """Return a measure's baseline trend carried on to the end of the period; empty without a trend.

        Returns:
            time, estimate, lower, upper, at each later figure's time.
        """
        frame = with_definitions(self.points(measure_id), self.framework)
        row = self.measures.loc[measure_id]
        if row["trend_verdict"] == "not_assessed":
            return pd.DataFrame(columns=["time", "estimate", "lower", "upper"], dtype=float)
        base = frame.loc[frame["period"] == row["baseline_period"], "time"]
        base = float(base.iloc[-1]) if len(base) else float(frame["time"].iloc[0])
        limit = pd.Timestamp(self.settings.through) if self.settings.through else frame["end"].max()
        later = frame[(frame["time"] > base) & (frame["end"] <= limit)]["time"]
        return project_measure(frame, self.settings, later.to_numpy())


def rate_framework(
    framework: Framework,
    through: str | None = None,
    rule: str = rules.OFFICIAL,
    as_of: str | None = None,
    **changes,
) -> Ratings:
    """Rate everything in a framework.

    Args:
        framework: from `psa.framework.load_framework`.
        through: a date or period label in place of the framework's own end of period.
        rule: whose rule gives the column `rating`; one of `psa.rules.NAMES`.
        as_of: use the figures as they stood on this day.
        changes: any other field of `psa.assess.Settings`.

    Raises:
        ValueError: no such rule, date or setting.
    """
    rules.check_rule(rule)
    settings = settings_for(framework, through, **changes)
    if not through and rule in lens_rules and "through" not in framework.declared:
        settings = replace(
            settings, through=None
        )  # these rules know no spending period, only the latest figure
    if (kept := held.find_ratings(framework, (settings, rule, as_of))) is not None:
        return kept
    series = load_series(framework, as_of)
    measures = measure_assessments(framework, series, settings)
    indicators = mark_survivors(measures, assess_indicators(framework, measures, settings))
    if rule == rules.OFFICIAL:
        return Ratings(
            framework, settings, rule, series, measures, _with_rule(indicators, rule), indicators, indicators
        )
    own = _in_words_of(rule, framework, series, measures, indicators, settings)
    counted = _as_improvement(own, rule)
    return Ratings(framework, settings, rule, series, measures, _with_rule(own, rule), indicators, counted)


def hold_ratings(rated: Ratings, folder: Path, agreement_ids=()) -> None:
    """Hold today's ratings for the kernels of a batch, with all their tables (`psa.held`).

    Args:
        rated: from `rate_framework`, without an earlier day.
        folder: a folder that only this batch uses.
        agreement_ids: those that a notebook is about, which asks for its verdicts under other choices.
    """
    for name in ("agreements", "departments", "published", "comparison"):
        getattr(rated, name)
    rated.under_choices(agreement_ids)
    held.hold(folder, rated.framework, (rated.settings, rated.rule, None), rated)


def _with_rule(table: pd.DataFrame, rule: str) -> pd.DataFrame:
    """Return a table with id, rule, rating and reason in front."""
    front = [table.columns[0], "rule", "rating", "reason"]
    table = table.assign(rule=rule)
    return table[[*front, *(c for c in table.columns if c not in front)]]


def _in_words_of(rule, framework, series, measures, indicators, settings) -> pd.DataFrame:
    """Return the indicators with the words of another rule in `rating`, the official ones beside."""
    table = indicators.rename(columns={"rating": "official_rating", "reason": "official_reason"})
    if rule == rules.OURS:
        table["rating"], table["reason"] = indicators["verdict"], _verdict_reasons(indicators)
        return table
    words = rules.rate_measures(framework, series, settings, (rule,))
    by_lens = rules.rate_indicators(words, measures, indicators)
    table["rating"] = by_lens[rule].to_numpy()
    lens = lens_rules[rule]
    plain_words = [lens.title if pd.isna(x) else f"{lens.statistic}: {plain(x)}" for x in words["statistic"]]
    own = words["reason"].where(words["reason"] != "", plain_words).set_axis(words["measure_id"])
    single = indicators["measure_id"].map(own.to_dict().get).astype(object).fillna("")
    rated = table["rating"] != NOT_ASSESSED
    several = [
        "no figures of its own"
        if not n
        else f"the lower middle of {n} components"
        if some
        else f"none of {n} components is rated"
        for n, some in zip(indicators["components"], rated, strict=True)
    ]
    table["reason"] = np.where(indicators["measure_id"] != "", single, several)
    return table


def _verdict_reasons(indicators: pd.DataFrame) -> list[str]:
    return [words or reason or VERDICT_WORDS.get(verdict, "") for verdict, reason, words in
            zip(indicators["verdict"], indicators["verdict_reason"], indicators["verdict_words"], strict=True)]  # fmt: skip


def _as_improvement(indicators: pd.DataFrame, rule: str) -> pd.DataFrame:
    """Return the indicators as the roll-up counts them: the rule's good words as improvement."""
    sides = rules.side(rule, indicators["rating"])
    unrated = indicators["official_rating"].where(
        indicators["official_rating"] == "withheld", "not_yet_assessed"
    )
    rating = np.select([sides == 1, np.isfinite(sides)], ["improvement", "no_improvement"], default=unrated)
    detail = np.where(sides == -1, "deteriorated", "")
    return indicators.assign(rating=rating, detail=detail, reason_code="", p_improved=np.nan)


CHOICES = {
    "baseline a year earlier": {"baseline_by": -1},
    "baseline a year later": {"baseline_by": 1},
    "90% confidence": {"confidence": 0.90},
    "99% confidence": {"confidence": 0.99},
    "trend of 5 figures": {"trend_points": 5},
    "trend of 12 figures": {"trend_points": 12},
}


def verdicts_under_choices(rated: Ratings, agreement_ids) -> pd.DataFrame:
    """Return our verdicts under other choices, for the indicators of these agreements.

    Args:
        rated: the framework as it is rated.
        agreement_ids: which agreements.

    Returns:
        One row an indicator, by indicator_id: the verdict as set, under each of `CHOICES`, and under the
        straight-line model.
    """
    indicators = rated.framework.indicators
    indicators = indicators[indicators["agreement_id"].isin(agreement_ids)]
    if indicators.empty:
        columns = ["as set", *CHOICES, "straight line"]
        return pd.DataFrame(columns=columns, index=pd.Index([], name="indicator_id"), dtype="str")
    framework = replace(rated.framework, tables={**rated.framework.tables, "indicators": indicators})
    own = with_definitions(rated.series[rated.series["agreement_id"].isin(agreement_ids)], rated.framework)
    as_set = rated.indicators.set_index("indicator_id")
    found = {"as set": as_set["verdict"].reindex(indicators["indicator_id"])}
    for name, change in CHOICES.items():
        values = dict(change)
        if "baseline_by" in values:
            day = pd.Timestamp(rated.settings.baseline_by) + pd.DateOffset(years=change["baseline_by"])
            values["baseline_by"] = day.date()
        settings = replace(rated.settings, **values)
        table = assess_indicators(framework, assess_defined(own, settings), settings)
        found[name] = table.set_index("indicator_id")["verdict"]
    frame = pd.DataFrame(found)
    line = as_set["trend_line_verdict"].reindex(frame.index)
    is_trend = frame["as set"].isin(["better", "worse", "in_line", "not_distinguishable"])
    return frame.assign(**{"straight line": line.where(is_trend & line.notna(), frame["as set"])})


def sensitivity(rated: Ratings, agreement_id: str) -> pd.DataFrame:
    """Return our verdicts on one agreement's indicators under other choices: which hold, which turn.

    Args:
        rated: the framework as it is rated.
        agreement_id: which agreement.

    Returns:
        indicator_id, the columns of `verdicts_under_choices`, and `holds` (yes, or *turns on a choice*);
        indicators without a verdict as set are left out.
    """
    frame = rated.under_choices([agreement_id])[agreement_id]
    frame = frame[frame["as set"] != "not_assessed"]
    if frame.empty:
        return frame.assign(holds=[]).reset_index()
    same = (frame.eq(frame["as set"], axis=0) | frame.eq("not_assessed")).all(axis=1)
    return frame.assign(holds=same.map({True: "yes", False: "turns on a choice"})).reset_index()
