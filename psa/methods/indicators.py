"""Rate every indicator of a framework from its measures."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from psa.data.decisions import SETTINGS
from psa.data.framework import Framework
from psa.methods.columns import CARRIED, MEASURE, columns_of
from psa.methods.components import (
    ASSESSED,
    Components,
    combine_components,
    combine_verdicts,
    verdict_of_components,
)
from psa.methods.definitions import rateable_measures, with_definitions
from psa.methods.official import assess_measures
from psa.methods.settings import Settings
from psa.methods.vocabulary import REASONS, SHORT_BASELINES, TARGET_STATUSES, worst
from psa.words import number

# what the table of measures takes over from the long frame
FROM_SERIES = (
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
)

# what the row of an indicator takes from its measures
_READ = tuple(
    dict.fromkeys(
        [
            *CARRIED,
            "unit",
            "caveats",
            "decimals",
            "sign",
            "rating",
            "reason_code",
            "n_points",
            "target_status",
        ]
        + ["verdict", "trend_verdict", "level_verdict", "verdict_reason", "p_improved"]
        + ["trend_baseline_points", "trend_later_points"]
    )
)


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
    return assess_framework(framework, with_definitions(series, framework), settings)


def assess_framework(framework: Framework, defined: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Assess every measure of a frame from `with_definitions` as `measure_assessments` does."""
    table = assess_defined(defined, settings)
    is_ours = (table["indicator_id"] + ".baseline_period").isin(framework.decided)
    if is_ours.any():  # a baseline that we decided on is not a published one
        origin = table["baseline_origin"].mask(is_ours & (table["baseline_origin"] == "published"), "decided")
        table = table.assign(baseline_origin=origin)
    return table


def assess_defined(frame: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Assess every measure of a frame from `with_definitions`, which serves for any settings."""
    table = assess_measures(frame, settings)
    about = frame.drop_duplicates("measure_id").set_index("measure_id")
    table = about.loc[table.index, list(FROM_SERIES)].join(table)
    # without a single figure there are no verdicts, but their columns
    missing = [] if len(table) else [name for name in columns_of(MEASURE) if name not in table]
    return table.assign(**{name: pd.Series(dtype=object) for name in missing})


def withheld_indicators(framework: Framework) -> set[str]:
    """Return the indicators whose assessment was withheld, by their own rating or their agreement's."""
    ratings = framework.published_ratings
    withheld = ratings[ratings["rating_class"] == "withheld"]
    indicators = framework.indicators
    by_agreement = indicators["agreement_id"].isin(set(withheld["agreement_id"].dropna()))
    return set(indicators.loc[by_agreement, "indicator_id"]) | set(withheld["indicator_id"].dropna())


def assess_indicators(framework: Framework, measures: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Return the rating of every indicator: one row an indicator, in the order of the table.

    Args:
        framework: the definitions.
        measures: from `measure_assessments`.
        settings: see `Settings`.

    Returns:
        The columns that `psa.methods.columns` lists for indicators, without `rule` and `survives`: those of its
        one measure are empty for a set of components.
    """
    rateable = components_by_indicator(measures, ["measure_id", *_READ])
    indicative = set(measures.loc[~measures["is_rateable"], "indicator_id"])
    totals = rateable_measures(framework)
    withheld = withheld_indicators(framework)
    audited = _audited(framework)
    decided = decided_indicators(framework)
    rows = []
    for indicator in framework.indicators.to_dict("records"):
        indicator_id = indicator["indicator_id"]
        group, total = rateable.get(indicator_id), totals.get(indicator_id, 0)
        if group is None:
            row = _unrated(indicator_id, withheld, indicative)
        elif len(group["verdict"]) == 1 and total == 1:
            row = _single_measure(group)
        else:
            row = _components(group, indicator["kind"], settings, total)
        row = _about(indicator) | row
        row["data_system_rating"] = audited.get(indicator_id, "")
        row["caveats"] = _caveats(row, indicator["provenance"], indicator_id in framework.proposed_directions)
        if indicator_id in decided:
            row["caveats"] = ";".join(filter(None, [row["caveats"], "decided_choice"]))
        rows.append(row)
    table = pd.DataFrame(rows)
    # the columns are the same where no indicator has figures of its own
    table = table.assign(**{c: pd.Series(np.nan, table.index, object) for c in CARRIED if c not in table})
    last = ["rating", "reason_code", "detail", "reason", "data_system_rating"]
    columns = [*dict.fromkeys([*_about(rows[0]), *CARRIED]), *last] if rows else list(table)
    return table[columns]


def components_by_indicator(measures: pd.DataFrame, columns: Iterable[str]) -> dict[str, Components]:
    """Return some columns of the rateable measures of each indicator that has any, by indicator_id.

    Args:
        measures: from `measure_assessments`.
        columns: names; `measure_id` is the index.
    """
    rateable = measures[measures["is_rateable"]]
    values = {name: rateable[name].tolist() for name in columns if name != "measure_id"}
    values["measure_id"] = rateable.index.tolist()
    places: dict[str, list[int]] = {}
    for place, indicator_id in enumerate(rateable["indicator_id"].tolist()):
        places.setdefault(indicator_id, []).append(place)
    return {
        key: {name: [column[place] for place in held] for name, column in values.items()}
        for key, held in places.items()
    }


def decided_indicators(framework: Framework) -> set[str]:
    """Return the indicators of which a person has decided something (`psa.data.decisions`), of their series too."""
    table = framework.decisions
    table = table[table["table"] != SETTINGS]
    both = pd.concat([framework.measures, framework.derived_measures])
    owners = dict(zip(both["measure_id"], both["indicator_id"], strict=True))
    return {str(owners.get(key, key)) for key in table["row_key"]}


def indicator_verdicts(framework: Framework, measures: pd.DataFrame, settings: Settings) -> pd.Series:
    """Return our verdict on every indicator, by indicator_id: the column of `assess_indicators` alone.

    Args:
        framework, measures, settings: as for `assess_indicators`.
    """
    components = components_by_indicator(measures, ["verdict"])
    totals = rateable_measures(framework)
    verdicts = {}
    for indicator_id, kind in zip(
        framework.indicators["indicator_id"], framework.indicators["kind"], strict=True
    ):
        group, total = components.get(indicator_id, {"verdict": []})["verdict"], totals.get(indicator_id, 0)
        if not group:
            verdicts[indicator_id] = "not_assessed"
        elif len(group) == 1 and total == 1:
            verdicts[indicator_id] = group[0]
        else:
            verdicts[indicator_id] = verdict_of_components(group, kind, settings, total)
    return pd.Series(verdicts, dtype="str", name="verdict").rename_axis("indicator_id")


def _about(indicator: Mapping[Any, Any]) -> dict[str, Any]:
    """Return the row of an indicator without figures of its own."""
    return {
        **{name: indicator[name] for name in ("indicator_id", "agreement_id", "number", "name", "kind")},
        "measure_id": "",
        "components": 0,
        "components_improved": 0,
        "components_deteriorated": 0,
        "components_assessed": 0,
        "component_words": "",
        "caveats": "",
        "target_status": "",
        "unit": indicator["unit"],
        "verdict": "not_assessed",
        "verdict_reason": "there are no figures of its own to judge",
        "level_verdict": "unknown",
        "verdict_words": "",
        "trend_verdict": "not_assessed",
        "p_improved": np.nan,
        "p_better": np.nan,
    }


def _unrated(indicator_id: str, withheld: set[str], indicative: set[str]) -> dict[str, Any]:
    """Return what differs in the row of an indicator that no measure rates."""
    if indicator_id in withheld:
        return _rated("withheld", {})
    return _rated("indicative_only" if indicator_id in indicative else "no_figures", {})


def _single_measure(group: Components) -> dict[str, Any]:
    """Return what an indicator takes over from its one measure."""
    one = {column: values[0] for column, values in group.items()}
    row = {"measure_id": one["measure_id"], "unit": one["unit"], "caveats": one["caveats"]}
    row = _rated(one["reason_code"], row | {column: one[column] for column in CARRIED}, one["decimals"])
    if pd.isna(one["sign"]) and one["reason_code"] != "no_direction":
        row["reason"] += f"; {REASONS['no_direction'].words} either"
    return row


def _components(group: Components, kind: str, settings: Settings, total: int) -> dict[str, Any]:
    """Return what differs in the row of an indicator that is a set of components."""
    code, words = combine_components(group["rating"], group["reason_code"], settings, total)
    row = {
        "components": total,
        "components_improved": group["rating"].count("improvement"),
        "components_deteriorated": group["reason_code"].count("deteriorated"),
        "components_assessed": sum(rating in ASSESSED for rating in group["rating"]),
        "component_words": words,
        "n_points": sum(group["n_points"]),
        "unit": group["unit"][0] if len(set(group["unit"])) == 1 else "several units",
        "caveats": ";".join(group["caveats"]),
        "target_status": worst(TARGET_STATUSES, group["target_status"]),
        **combine_verdicts(group, kind, settings, total),
    }
    return _rated(code, row)


def _rated(code: str, row: dict[str, Any], decimals: float = np.nan) -> dict[str, Any]:
    """Return a row with its rating, and why it has it."""
    rating = REASONS[code].rating
    detail = code if rating == "no_improvement" else ""
    reason = describe_reason({"reason_code": code, **row}, decimals)
    return row | {"rating": rating, "reason_code": code, "detail": detail, "reason": reason}


def describe_reason(row: Mapping[str, Any], decimals: float = np.nan) -> str:
    """Return the reason for a rating in words, with its figures, which have so many decimals at least."""
    code = row["reason_code"]
    words, of_components = REASONS[code].words, row.get("component_words", "")
    if of_components:
        is_said = code in {"improved", "deteriorated", "mixed"}
        return of_components if is_said else f"{of_components}: {words}"
    by_standard = code in {"standard_met", "standard_not_met"}
    if by_standard or not row.get("latest_period") or pd.isna(row.get("change")):
        return words
    base = SHORT_BASELINES.get(row["baseline_origin"], "baseline")
    first, last = (number(row[column], least=decimals) for column in ("baseline_value", "latest_value"))
    figures = f"{base} {first} ({row['baseline_period']}), latest {last} ({row['latest_period']})"
    return f"{words}: {figures}"


def _caveats(row: Mapping[str, Any], provenance: str, is_proposed: bool) -> str:
    """Return the caveats of an indicator's row, those of its definition and its data system added."""
    codes = [code for code in row["caveats"].split(";") if code]
    if provenance == "recalled":
        codes.append("recalled_definition")
    if is_proposed:
        codes.append("proposed_direction")
    if row["data_system_rating"] in {"amber", "red"}:
        codes.append("data_system")
    return ";".join(dict.fromkeys(codes))


def _audited(framework: Framework) -> dict[str, str]:
    """Return the auditor's rating of the data system of each indicator that has one."""
    table = framework.data_system_ratings
    table = table[table["indicator_id"].notna() & table["rating_as_published"].notna()]
    return {i: r.lower() for i, r in zip(table["indicator_id"], table["rating_as_published"], strict=True)}
