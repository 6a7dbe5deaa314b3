"""Rate every indicator of a framework from its measures."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from psa.data.framework import Framework
from psa.methods.columns import CARRIED
from psa.methods.components import combine_components, combine_verdicts
from psa.methods.definitions import rateable_measures, with_definitions
from psa.methods.official import assess_measures
from psa.methods.settings import Settings
from psa.methods.vocabulary import REASONS, TARGET_STATUSES, worst
from psa.words import plain


def withheld_indicators(framework: Framework) -> set[str]:
    """Return the indicators whose assessment was withheld, by their own rating or their agreement's."""
    ratings = framework.published_ratings
    held = ratings[ratings["rating_class"] == "withheld"]
    indicators = framework.indicators
    of_agreement = indicators["agreement_id"].isin(set(held["agreement_id"].dropna()))
    return set(indicators.loc[of_agreement, "indicator_id"]) | set(held["indicator_id"].dropna())


@dataclass(frozen=True)
class Assessment:
    """What is found for one indicator, with its working.

    Attributes:
        indicator_id: which.
        rating, reason_code, reason: the official rating and why.
        row: the indicator's row of the ratings table.
        measures: one row for each rateable measure.
        indicative: one row for each other measure that has figures; in no count.
    """

    indicator_id: str
    rating: str
    reason_code: str
    reason: str
    row: pd.Series
    measures: pd.DataFrame
    indicative: pd.DataFrame


def measure_assessments(framework: Framework, series: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Assess every measure of a framework, rateable or not: one row a measure that has figures."""
    return assess_defined(with_definitions(series, framework), settings)


def assess_defined(frame: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Assess every measure of a frame from `with_definitions`, which serves for any settings."""
    table = assess_measures(frame, settings)
    about = frame.drop_duplicates("measure_id").set_index("measure_id")
    keep = [
        "indicator_id",
        "agreement_id",
        "label",
        "role",
        "is_rateable",
        "is_derived",
        "dimension_value",
        "value_kind",
        "vintage",
        "decimals",
    ]
    return about.loc[table.index, keep].join(table)


def assess_indicators(framework: Framework, measures: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Return the rating of every indicator: one row an indicator, in the order of the table.

    Args:
        framework: the definitions.
        measures: from `measure_assessments`.
        settings: see `Settings`.

    Returns:
        indicator_id, agreement_id, rating, reason_code, reason, detail, the figures of its one measure
        (empty for a set of components), component counts, target and standard columns, and caveats.
    """
    rateable = {k: g for k, g in measures[measures["is_rateable"]].groupby("indicator_id", sort=False)}
    others = set(measures.loc[~measures["is_rateable"], "indicator_id"])
    possible = rateable_measures(framework)
    held = withheld_indicators(framework)
    audited = _audited(framework)
    rows = []
    for indicator in framework.indicators.itertuples():
        group = rateable.get(indicator.indicator_id)
        row = _indicator_row(
            indicator, group, others, held, possible.get(indicator.indicator_id, 0), settings
        )
        caveats = [c for c in str(row.get("caveats", "")).split(";") if c]
        if indicator.provenance == "recalled":
            caveats.append("recalled_definition")
        if audited.get(indicator.indicator_id) in {"amber", "red"}:
            caveats.append("data_system")
        row["caveats"] = ";".join(dict.fromkeys(caveats))
        row["data_system_rating"] = audited.get(indicator.indicator_id, "")
        rows.append(row)
    table = pd.DataFrame(rows)
    # the columns are the same where no indicator has figures of its own
    return table.assign(**{c: pd.Series(np.nan, table.index, object) for c in CARRIED if c not in table})


def _audited(framework: Framework) -> dict[str, str]:
    table = framework.data_system_ratings
    table = table[table["indicator_id"].notna() & table["rating_as_published"].notna()]
    return {i: r.lower() for i, r in zip(table["indicator_id"], table["rating_as_published"], strict=True)}


def _indicator_row(indicator, group, others, held, possible, settings) -> dict:
    decimals = np.nan
    row = {"indicator_id": indicator.indicator_id, "agreement_id": indicator.agreement_id, "number": indicator.number,
           "name": indicator.name, "kind": indicator.kind, "measure_id": "", "components": 0, "components_improved": 0,
           "components_deteriorated": 0, "components_assessed": 0, "component_words": "", "caveats": "", "target_status": "", "unit": indicator.unit, "verdict": "not_assessed",
           "verdict_reason": "there are no figures of its own to judge", "level_verdict": "unknown", "verdict_words": "",
           "trend_verdict": "not_assessed", "p_improved": np.nan, "p_better": np.nan}  # fmt: skip
    is_undirected = False
    if indicator.indicator_id in held and group is None:
        code = "withheld"
    elif group is None:
        code = "indicative_only" if indicator.indicator_id in others else "no_figures"
    elif len(group) == 1 and possible == 1:
        one = group.iloc[0]
        code, decimals = one["reason_code"], one["decimals"]
        row |= {"measure_id": group.index[0], "unit": one["unit"], "caveats": one["caveats"]} | {
            c: one[c] for c in CARRIED
        }
        is_undirected = pd.isna(one["sign"])
    else:
        code, words = combine_components(group["rating"], group["reason_code"], settings, possible)
        ratings = group["rating"]
        row |= {
            "components": possible, "components_improved": int((ratings == "improvement").sum()),
            "components_deteriorated": int((group["reason_code"] == "deteriorated").sum()),
            "components_assessed": int(ratings.isin(["improvement", "no_improvement"]).sum()),
            "component_words": words, "n_points": int(group["n_points"].sum()),
            "unit": group["unit"].iloc[0] if group["unit"].nunique() == 1 else "several units",
            "caveats": ";".join(dict.fromkeys(c for t in group["caveats"] for c in t.split(";") if c)),
        }  # fmt: skip
        row["target_status"] = worst(TARGET_STATUSES, group["target_status"])
        row |= combine_verdicts(group, indicator.kind, settings, possible)
    row["rating"], row["reason_code"] = REASONS[code].rating, code
    row["detail"] = (
        "deteriorated" if code == "deteriorated" else ("" if row["rating"] != "no_improvement" else code)
    )
    row["reason"] = describe_reason(row, decimals)
    if is_undirected and code != "no_direction":
        row["reason"] += f"; {REASONS['no_direction'].words} either"
    return row


def describe_reason(row: dict, decimals: float = np.nan) -> str:
    """Return the reason for a rating in words, with its figures, which have so many decimals at least."""
    words = REASONS[row["reason_code"]].words
    if row["component_words"]:
        return (
            f"{row['component_words']}: {words}"
            if row["reason_code"] not in {"improved", "deteriorated", "mixed"}
            else row["component_words"]
        )
    if (
        row.get("latest_period")
        and pd.notna(row.get("change"))
        and row["reason_code"] not in {"standard_met", "standard_not_met"}
    ):
        base = "default baseline " if row["baseline_origin"] == "default" else "baseline "
        first, last = (plain(row[c], decimals) for c in ("baseline_value", "latest_value"))
        figures = f"{base}{first} ({row['baseline_period']}), latest {last} ({row['latest_period']})"
        return f"{words}: {figures}"
    return words


def load_assessment(
    framework: Framework, measures: pd.DataFrame, indicators: pd.DataFrame, indicator_id: str
) -> Assessment:
    """Return one indicator's assessment with its working, out of the tables for all.

    Raises:
        KeyError: no such indicator.
    """
    framework.indicator(indicator_id)
    row = indicators.set_index("indicator_id").loc[indicator_id]
    own = measures[measures["indicator_id"] == indicator_id]
    return Assessment(
        indicator_id, row["rating"], row["reason_code"], row["reason"], row,
        own[own["is_rateable"]], own[~own["is_rateable"]],
    )  # fmt: skip
