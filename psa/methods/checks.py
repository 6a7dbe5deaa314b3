"""Checks of a framework's tables that data cannot make, because it knows no method."""

import pandas as pd

from psa.data.checks.table import check_table
from psa.data.faults import Fault
from psa.data.schema import Column, Table


def check_rule_names(tables: dict[str, pd.DataFrame]) -> list[Fault]:
    """Return a fault for each published rating that names a rule which is not there."""
    if (tables["published_ratings"]["rule"] == "").all():
        return []
    from psa.methods.rules import RULES  # slow to import, and few frameworks name a rule

    rule = Column("rule", "choice", choices=tuple(RULES))
    return check_table(Table("published_ratings", (rule,)), tables["published_ratings"])


CHECKS = (check_rule_names,)
