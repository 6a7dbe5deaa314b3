"""Remark on priors of the test of the trend that were fitted to other figures than a framework has today."""

from psa.data.faults import Fault
from psa.data.rows import Tables, numbers_of, rows_of

GROWN = 1.2  # times more or fewer figures than on the day of the fit


def priors_grown_old(tables: Tables) -> list[Fault]:
    """Return a remark on the first prior fitted when the tables held a fifth more or fewer figures."""
    now, priors = len(tables["observations"]), tables["trend_priors"]
    then = numbers_of(priors, "figure_count")
    is_old = (then > 0) & ((now > then * GROWN) | (now * GROWN < then))
    return [
        row.fault(
            "figure_count",
            f"the tables held {row['figure_count']} figures when this was fitted, and hold {now} now",
            "Run psa priors, and put what it prints into the table",
        )
        for row in rows_of(priors, is_old)
    ][:1]
