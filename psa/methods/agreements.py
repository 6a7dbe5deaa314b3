"""Rate every agreement and every department from its indicators."""

import numpy as np
import pandas as pd

from psa.data.framework import Framework
from psa.methods.label_chances import label_chances
from psa.methods.labels import agreement_label, changes_to_flip, count_ratings, describe_label, readings
from psa.methods.settings import Settings
from psa.methods.vocabulary import READINGS


def rate_group(indicators: pd.DataFrame, settings: Settings) -> dict:
    """Return the counts, label, reason and edge of one set of indicators.

    Args:
        indicators: rows of `psa.assess.assess_indicators`.
        settings: see `psa.assess.Settings`.
    """
    counts = count_ratings(indicators)
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
