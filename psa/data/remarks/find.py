"""What in a framework's tables is possible and yet looks wrong: remarks, which stop nothing.

Each says where it is, what was read and what to write if something else is meant. What is the same of many
rows of a measure is said once, at the first of them.
"""

import pandas as pd

from psa.data.faults import Fault, in_order
from psa.data.remarks.baselines import remarks_on_baselines
from psa.data.remarks.definitions import remarks_on_definitions
from psa.data.remarks.odd_figures import odd_figures
from psa.data.remarks.once import once
from psa.data.remarks.populations import populations_as_denominators
from psa.data.remarks.priors import priors_grown_old
from psa.data.remarks.scale import definitions_out_of_scale, figures_out_of_scale, rates_of_another_scale
from psa.data.remarks.settings import no_period_after_the_baseline
from psa.data.remarks.years import released_before_the_end, years_of_another_kind, years_that_read_two_ways
from psa.data.rows import Row, Tables, rows_of


def find_remarks(tables: Tables) -> list[Fault]:
    """Return what stops nothing but asks for a look, in the order of the tables.

    Args:
        tables: corrected text without faults, from `psa.data.load.check_framework`.
    """
    return in_order(
        [
            *remarks_on_baselines(tables),
            *_numbers_there_twice(tables["indicators"]),
            *remarks_on_definitions(tables),
            *definitions_out_of_scale(tables),
            *years_that_read_two_ways(tables),
            *years_of_another_kind(tables),
            *figures_out_of_scale(tables),
            *rates_of_another_scale(tables),
            *odd_figures(tables),
            *populations_as_denominators(tables),
            *_intervals_not_used(tables["observations"]),
            *released_before_the_end(tables["observations"]),
            *priors_grown_old(tables),
            *no_period_after_the_baseline(tables),
        ]
    )


def _numbers_there_twice(indicators: pd.DataFrame) -> list[Fault]:
    """Remark on two indicators of one agreement with one number, where it may be 1.10 cut to 1.1."""
    remarks = []
    first: dict[tuple[str, str], Row] = {}
    for row in rows_of(indicators, indicators["number"].str.fullmatch(r"[0-9]+\.[0-9]+")):
        number = row["number"]
        other = first.setdefault((row["agreement_id"], number), row)
        if other is not row:
            name = f"{other['indicator_id']} (row {other.number})"
            problem = f"{number} is the number of {name} too; a spreadsheet may have made it from {number}0"
            remarks.append(
                row.fault("number", problem, f"Is {number}0 meant? Write it; otherwise leave both")
            )
    return remarks


def _intervals_not_used(observations: pd.DataFrame) -> list[Fault]:
    """Remark on limits without their level, and on a level without limits: neither gives an error."""
    has_limits, has_level = observations["lower"] != "", observations["interval_level"] != ""

    def without_level(row: Row) -> tuple[str, str]:
        problem = "the limits have no level: they are kept, and no sampling error is computed from them"
        return problem, "Write the level in per cent where the source says it, such as 95"

    def without_limits(row: Row) -> tuple[str, str]:
        problem = f"the level {row['interval_level']} has no limits and is not used"
        return problem, "Give both limits, or leave the level empty"

    return [
        *once(rows_of(observations, has_limits & ~has_level), "interval_level", without_level),
        *once(rows_of(observations, has_level & ~has_limits), "interval_level", without_limits),
    ]
