"""Rate every agreement and every department from its indicators."""

from typing import Any

import numpy as np
import pandas as pd

from psa.data.framework import Framework
from psa.methods.best_evidence import best_of_group
from psa.methods.columns import SPLIT
from psa.methods.labels import agreement_label, changes_to_flip, count_ratings, describe_label, readings
from psa.methods.objectives import COUNTS as OBJECTIVE_COUNTS
from psa.methods.objectives import count_objectives
from psa.methods.on_track import ON_TRACK, describe_counts, label_of_indicators
from psa.methods.settings import Settings
from psa.methods.vocabulary import READINGS

# what the roll-up reads of an indicator
COUNTED = ("indicator_id", "agreement_id", "rating", "detail", "reason_code", "target_status")

Roles = tuple[set[str], set[str]]  # the agreements that a department leads, and those that it is a partner of
NO_ROLES: Roles = (set(), set())


def rate_group(indicators: pd.DataFrame, settings: Settings, with_readings: bool = True) -> dict[str, Any]:
    """Return the counts, label, reason and edge of one set of indicators.

    Args:
        indicators: rows of `psa.methods.indicators.assess_indicators`.
        settings: see `Settings`.
        with_readings: say also what the label would be by other readings of the rule.
    """
    counts = count_ratings(indicators)
    label = _label_alone(indicators, counts, settings)
    if settings.rule == ON_TRACK:
        readings_ = {f"reading_{code}": label for code in READINGS}
        edge = {"changes_to_flip": np.nan, "would_become": ""}
        return {"rating": label, "reason": describe_counts(counts), **counts, **edge, **readings_}
    if label == "withheld":
        changes, becomes = 0, ""
        others = dict.fromkeys(READINGS, label)
    else:
        changes, becomes = changes_to_flip(counts["improved"], counts["assessed"], counts["total"], settings)
        others = readings(indicators, settings) if with_readings else {}
    return {
        "rating": label,
        "reason": describe_label(counts, label),
        **counts,
        "changes_to_flip": changes if becomes else np.nan,
        "would_become": becomes,
        **{f"reading_{code}": word for code, word in others.items()},
    }


def _label_alone(indicators: pd.DataFrame, counts: dict[str, int], settings: Settings) -> str:
    return label_of_indicators(indicators) if settings.rule == ON_TRACK else label_of(counts, settings)


def label_of(counts: dict[str, int], settings: Settings) -> str:
    """Return the label for counts of indicators: withheld where all are, else by the Treasury's rule."""
    if counts["total"] and counts["withheld"] == counts["total"]:
        return "withheld"
    return agreement_label(counts["improved"], counts["assessed"], counts["total"], settings)


def rate_agreements(
    framework: Framework, indicators: pd.DataFrame, settings: Settings, chances: pd.DataFrame
) -> pd.DataFrame:
    """Return one row an agreement: counts, label, edge, other readings, chances, and the published label beside.

    Args:
        framework: its agreements and published ratings.
        indicators: rows of `psa.methods.indicators.assess_indicators`.
        settings: of the roll-up.
        chances: of the labels, by agreement_id (`psa.methods.framework_chances`).
    """
    records = zip(chances.index, chances.to_dict("records"), strict=True)
    chance_of = {name: {str(column): cell for column, cell in row.items()} for name, row in records}
    groups = {str(name): group for name, group in indicators.groupby("agreement_id", sort=False)}
    published = _last_published(framework)
    rows = []
    for agreement in framework.agreements[["agreement_id", "short_title"]].to_dict("records"):
        agreement_id = agreement["agreement_id"]
        group = groups.get(agreement_id, indicators.iloc[:0])
        rating = rate_group(group, settings)
        row: dict[str, Any] = {
            "agreement_id": agreement_id,
            "short_title": agreement["short_title"],
            **rating,
            **chance_of[agreement_id],
            "survives": int((group["survives"] == "yes").sum()),
            **best_of_group(group, settings),
            **_beside(published.get(agreement_id), rating["rating"]),
        }
        rows.append(row)
    return pd.DataFrame(rows)


def _last_published(framework: Framework) -> dict[str, dict[Any, Any]]:
    """Return the last published rating of each agreement that has one; without a date it came first."""
    published = framework.published_ratings
    order = published["report_date"].fillna("").sort_values(kind="stable").index
    last = published.loc[order].dropna(subset="agreement_id").drop_duplicates("agreement_id", keep="last")
    return {row["agreement_id"]: row for row in last.to_dict("records")}


def _beside(published: dict[Any, Any] | None, rating: str) -> dict[str, str]:
    """Return the columns on the published label of an agreement."""
    if published is None:
        return dict.fromkeys(
            ["published_rating", "published_words", "published_report", "is_as_published"], ""
        )
    return {
        "published_rating": published["rating_class"],
        "published_words": published["rating_as_published"],
        "published_report": published["report"],
        "is_as_published": "yes" if published["rating_class"] == rating else "no",
    }


def department_indicators(
    framework: Framework, indicators: pd.DataFrame, department_id: str, role: str | None = None
) -> pd.DataFrame:
    """Return the indicators of the agreements that a department leads or is a partner of, each once.

    Args:
        framework: who delivers what.
        indicators: rows of `psa.methods.indicators.assess_indicators`.
        department_id: which.
        role: lead or partner; without it, both. A department that once led an agreement and once was a
            partner counts as its lead.
    """
    lead, partner = _roles(framework).get(department_id, NO_ROLES)
    wanted = {"lead": lead, "partner": partner, None: lead | partner}[role]
    return _of_agreements(indicators, wanted)


def _of_agreements(indicators: pd.DataFrame, agreements: set[str]) -> pd.DataFrame:
    own = indicators[indicators["agreement_id"].isin(agreements)]
    return own.drop_duplicates("indicator_id")


def _roles(framework: Framework) -> dict[str, Roles]:
    """Return, by department, the agreements that it leads and those that it is a partner of."""
    roles: dict[str, Roles] = {}
    for agreement_id, department_id, role in framework.roles().itertuples(index=False):
        lead, partner = roles.setdefault(department_id, (set(), set()))
        (lead if role == "lead" else partner).add(agreement_id)
    return {name: (lead, partner - lead) for name, (lead, partner) in roles.items()}


def rate_departments(framework: Framework, indicators: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Return one row a department that leads, is a partner or has an objective, over its indicators.

    `rating` is over all the indicators of the agreements that it leads or is a partner of, each counted
    once; `lead_*` and `partner_*` columns split it, `objective_*` count those of its own objectives.
    """
    objectives = count_objectives(framework, indicators)
    indicators = indicators[list(COUNTED)]  # to choose rows of few columns is quicker
    roles = _roles(framework)
    rows = [
        _rate_department(framework, indicators, settings, department_id, roles.get(department_id, NO_ROLES))
        | objectives.get(department_id, dict.fromkeys(OBJECTIVE_COUNTS, 0))
        for department_id in framework.acting_departments()
    ]
    # a framework may have no departments: the table then has its columns all the same
    empty = _rate_department(framework, indicators, settings, "", NO_ROLES)
    return pd.DataFrame(rows or [empty | dict.fromkeys(OBJECTIVE_COUNTS, 0)]).iloc[: len(rows)]


def _rate_department(
    framework: Framework, indicators: pd.DataFrame, settings: Settings, department_id: str, roles: Roles
) -> dict[str, Any]:
    both = _of_agreements(indicators, roles[0] | roles[1])
    rating = rate_group(both, settings, with_readings=False)
    whole = {k: v for k, v in rating.items() if not k.startswith("reading_")}
    if both.empty:
        whole["reason"] = "leads no agreement and is a partner of none"
    row = {"department_id": department_id, "name": framework.department_name(department_id), **whole}
    for role, agreements in zip(("lead", "partner"), roles, strict=True):
        part = both[both["agreement_id"].isin(agreements)] if agreements else both.iloc[:0]
        counts = count_ratings(part)
        row[f"{role}_agreements"] = ";".join(dict.fromkeys(part["agreement_id"]))
        row[f"{role}_rating"] = _label_alone(part, counts, settings) if len(part) else ""
        row |= {f"{role}_{name}": counts[name] for name in SPLIT}
    return row | {"objectives": int((framework.objectives["department_id"] == department_id).sum())}
