"""One remark on a row, and which rows to remark on."""

from collections.abc import Callable, Iterable

import pandas as pd

from psa.data.faults import FILE, ROW, Fault
from psa.data.units import ceiling_of

Tables = dict[str, pd.DataFrame]


DRIFT = (
    2  # how far beyond the other figures the one that is mended may lie: half of the least, twice the most
)


def remark(frame: pd.DataFrame, at: int, column: str, problem: str, remedy: str) -> Fault:
    """Return a remark on one cell of a table."""
    return Fault(frame.at[at, FILE], frame.at[at, ROW], column, problem, remedy)


def once(
    frame: pd.DataFrame, rows: Iterable[int], column: str, say: Callable[[int], tuple[str, str]]
) -> list[Fault]:
    """Return one remark a measure, at the first of its rows, with the number of the others."""
    of_measure: dict[str, list[int]] = {}
    for at in rows:
        of_measure.setdefault(frame.at[at, "measure_id"], []).append(at)
    found = []
    for measure, (first, *others) in of_measure.items():
        problem, remedy = say(first)
        if others:
            problem += f" ({len(others)} more row{'s' if len(others) != 1 else ''} of {measure} so)"
        found.append(remark(frame, first, column, problem, remedy))
    return found


def slip(kind: str, unit: str) -> tuple[int, int, int]:
    """Return by how much figures may be out, the gap that shows it, and how far beyond them a target may lie.

    1.200 is read as 1.2 where 1200 is meant; a share of 0.461 as it stands where 46.1 per cent is.
    """
    is_share = kind == "proportion" and ceiling_of(unit) == 100
    return (100, 20, DRIFT) if is_share else (1000, 100, 5)
