"""The actions under all agreements, by department, with what became of those that have figures."""

from typing import Any

import pandas as pd

from psa.data.framework import Framework
from psa.pages.sentences.result import describe_result
from psa.pages.tables.table import Table, from_frame
from psa.site.pages.site_page import Site, Values, rows_of
from psa.site.parts import PageParts
from psa.words import capital, escape

FIGURES = {"label": "What", "period": "Period", "value": "Figure", "unit": "Unit", "note": "Note"}


def actions_page(site: Site, parts: PageParts) -> Values | None:
    """Return the actions under all agreements, by department; None where there are none."""
    framework = site.rated.framework
    actions, figures = framework.transformation, framework.transformation_observations
    if actions.empty:
        return None
    groups = []
    for department, rows in actions.groupby("department_id", sort=False, dropna=False):
        owner = _owner(framework, department)
        groups.append({"owner": owner, "actions": [_action(site, parts, a) for a in rows_of(rows)]})
    rated = set(site.rated.indicators["agreement_id"]) & set(actions["action_id"])
    return {
        "title": capital(framework.word("action", True)),
        "groups": groups,
        "observed": len(rated | set(figures["action_id"])),
        "rated": len(rated),
        "total": len(actions),
    }


def _owner(framework: Framework, department: object) -> str:
    if not isinstance(department, str) or department == "all":
        return f"Every {framework.word('department')}"
    return framework.department_name(department)


def _action(site: Site, parts: PageParts, action: dict[str, Any]) -> Values:
    """Return what the page shows of one action: its cells that are filled, its indicators, figures and sources."""
    framework = site.rated.framework
    series = site.rated.series
    series = series[(series["agreement_id"] == action["action_id"]) & ~series["is_derived"].astype(bool)]
    loose = framework.transformation_observations
    loose = loose[loose["action_id"] == action["action_id"]]
    filled = {key: value for key, value in action.items() if isinstance(value, str)}
    cells = pd.Series([action["source_id"], *loose["source_id"], *series["source_id"]]).dropna()
    named = dict.fromkeys(source.strip() for cell in cells for source in cell.split(";"))
    titles = framework.sources.set_index("source_id")["title"]
    sources = [(parts.source_link(source), titles[source]) for source in named if source in titles]
    figures = _figures(action, pd.concat([loose, series.rename(columns={"measure_note": "note"})]))
    return {
        **filled,
        "results": _results(site, parts, action),
        "figures": parts.table(figures) if figures.rows else "",
        "sources": sources,
    }


def _results(site: Site, parts: PageParts, action: dict[str, Any]) -> Any:
    """Return what became of each indicator of an action, as a list; empty where it has none."""
    own = site.rated.indicators[site.rated.indicators["agreement_id"] == action["action_id"]]
    lines = [
        f"- {escape(row['name'])}: {describe_result(site.rated, row['indicator_id'])}."
        for row in rows_of(own)
    ]
    return parts.markdown("\n".join(lines)) if lines else ""


def _figures(action: dict[str, Any], figures: pd.DataFrame) -> Table:
    """Return the published figures of one action."""
    shown = figures[list(FIGURES)].astype(object)
    return from_frame(shown.where(shown.notna(), ""), f"Figures of {action['title']}", FIGURES, ("value",))
