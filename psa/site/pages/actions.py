"""The actions under all agreements, by department."""

from typing import Any

import pandas as pd

from psa.data.framework import Framework
from psa.pages.tables.table import from_frame
from psa.site.pages.site_page import Site, Values, rows_of
from psa.site.parts import PageParts
from psa.words import capital

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
    return {
        "title": capital(framework.word("action", True)),
        "groups": groups,
        "observed": int(figures["action_id"].nunique()),
        "total": len(actions),
    }


def _owner(framework: Framework, department: object) -> str:
    if not isinstance(department, str) or department == "all":
        return f"Every {framework.word('department')}"
    return framework.department_name(department)


def _action(site: Site, parts: PageParts, action: dict[str, Any]) -> Values:
    """Return what the page shows of one action: its cells that are filled, its figures and its sources."""
    framework = site.rated.framework
    figures = framework.transformation_observations
    own = figures[figures["action_id"] == action["action_id"]]
    table = (
        parts.table(from_frame(own, f"Figures of {action['title']}", FIGURES, ("value",))) if len(own) else ""
    )
    filled = {key: value for key, value in action.items() if isinstance(value, str)}
    cells = pd.Series([action["source_id"], *own["source_id"]]).dropna()
    named = dict.fromkeys(source.strip() for cell in cells for source in cell.split(";"))
    titles = framework.sources.set_index("source_id")["title"]
    sources = [(parts.source_link(source), titles[source]) for source in named if source in titles]
    return {**filled, "figures": table, "sources": sources}
