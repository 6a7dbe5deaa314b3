"""Say what is the same of many rows of a measure once, at the first of them."""

from collections.abc import Callable, Iterable

from psa.data.faults import Fault, Finding
from psa.data.rows import Row
from psa.words import count


def once(rows: Iterable[Row], column: str, say: Callable[[Row], Finding]) -> list[Fault]:
    """Return one remark a measure, at the first of its rows, with the number of the others."""
    of_measure: dict[str, list[Row]] = {}
    for row in rows:
        of_measure.setdefault(row["measure_id"], []).append(row)
    remarks = []
    for measure, (first, *others) in of_measure.items():
        problem, remedy = say(first)
        if others:
            problem += f" (and {count(len(others), 'more row')} of {measure})"
        remarks.append(first.fault(column, problem, remedy))
    return remarks
