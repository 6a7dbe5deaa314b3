"""Remark on denominators that are a population where the figures are a survey's."""

import numpy as np
import pandas as pd

from psa.data.faults import Fault, Finding
from psa.data.populations import asked_share, stand_for_a_population
from psa.data.remarks.once import once
from psa.data.rows import Row, Tables, numbers_of, rows_of
from psa.data.units import ceiling_of


def populations_as_denominators(tables: Tables) -> list[Fault]:
    """Remark, once a measure, on shares whose denominator no survey can have asked.

    Where a figure has limits of its own its denominator is not used, and nothing is said.
    """
    observations, measures = tables["observations"], tables["measures"].set_index("measure_id")
    about = measures.reindex(observations["measure_id"])
    kept = (about["value_kind"] == "proportion").to_numpy() & (observations["denominator"] != "").to_numpy()
    if not kept.any():
        return []
    rows, about = observations[kept], about[kept]
    ceiling = about["unit"].map(ceiling_of).to_numpy(float)
    value, lower, upper = (_numbers(rows, c) / ceiling for c in ("value", "lower", "upper"))
    examined = _numbers(rows, "denominator")
    number, names = pd.factorize(rows["measure_id"])
    share = asked_share(value, lower, upper, _numbers(rows, "interval_level"), examined)
    is_sample = (about["figure_basis"] == "sample").to_numpy()
    found = stand_for_a_population(number, share, examined, is_sample, len(names))
    is_odd = pd.Series(False, observations.index)
    is_odd[rows.index] = found[number] & np.isnan(share)
    return once(rows_of(observations, is_odd), "denominator", _say)


def _say(row: Row) -> Finding:
    problem = (
        f"{row['denominator']} seems to be the population that a survey stands for, not the number that it asked: no "
        f"sampling error is computed from it"
    )
    return problem, (
        "Give the number asked, or the limits as published; of a full count, write count as the measure's figure_basis"
    )


def _numbers(rows: pd.DataFrame, column: str) -> np.ndarray:
    return numbers_of(rows, column).to_numpy(float)
