"""Remark on days of a framework that leave nothing to assess."""

from psa.data.faults import Fault
from psa.data.periods import parse_date
from psa.data.rows import Tables, rows_of


def no_period_after_the_baseline(tables: Tables) -> list[Fault]:
    """Return a remark where the last day of a baseline is not before the end of the period assessed.

    A framework that begins today is so, and a country whose figures end before it began.
    """
    rows = {row["setting"]: row for row in rows_of(tables["framework"])}
    first, last = rows.get("baseline_by"), rows.get("through")
    if not first or not last:
        return []
    if parse_date(first["value"], end=True) < parse_date(last["value"], end=True):
        return []
    problem = f"{first['value']} is not before through, {last['value']}: no figure can follow a baseline yet"
    remedy = "Correct one of the two, or leave both where figures are still to come"
    return [first.fault("value", problem, remedy)]
