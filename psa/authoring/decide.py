"""Make a choice of ours a row of ``decisions.csv``, with its reason: checked as a whole first, then written."""

from datetime import date

from psa.authoring.replace import Written, insert_row
from psa.data.decisions import SETTINGS, decision_id
from psa.data.schema import TABLES
from psa.methods.ratings import Ratings
from psa.words import hint


def decide(rated: Ratings, choice: str, value: str, why: str, by: str = "", on: str = "") -> Written:
    """Write one decision and return where it stands; it counts from the next load on.

    Args:
        rated: the framework as its tables stand, rated without further choices.
        choice: its id, as `psa judgements` lists it.
        value: what is to be used, as its table would say it; that which is used already confirms it.
        why: the reason, in a sentence.
        by: who decides.
        on: the day; empty for today.

    Raises:
        KeyError: no such choice; the message suggests one.
        FrameworkError: the tables would be wrong with it; nothing was written.
        ValueError: it gives no reason.
    """
    if not why.strip():
        raise ValueError("A decision needs its reason: --why")
    framework = rated.framework
    places = {decision_id(SETTINGS, name, "value"): (SETTINGS, name, "value") for name in framework.settings}
    places |= {j.id: (j.table, j.row_key, j.column) for j in rated.judgements}
    if choice not in places:
        raise KeyError(f"{choice}: no such choice.{hint(choice, list(places))} psa judgements lists them all")
    table, row_key, column = places[choice]
    cells = dict.fromkeys((c.name for c in TABLES["decisions"].columns), "")
    cells |= {
        "decision_id": choice,
        "table": table,
        "row_key": row_key,
        "column": column,
        "value": value.strip(),
        "why": why.strip(),
        "decided_by": by.strip(),
        "decided_on": on or date.today().isoformat(),
    }
    return insert_row(framework.folder, framework.folder / "decisions.csv", cells, None)
