"""Checks of a framework's tables that data cannot make, because it knows no method."""

import pandas as pd

from psa.data.checks.table import check_table
from psa.data.defaults import default_settings
from psa.data.faults import Fault
from psa.data.rows import rows_of
from psa.data.schema import Column, Table

NOT_TRIED = (  # words for a reader, and days, which are looked at with the tables
    *("framework", "title", "subtitle", "report_address", "site_address", "licence", "licence_address"),
    *("period_title", "baseline_by", "through", "as_at"),
)


def check_rule_names(tables: dict[str, pd.DataFrame]) -> list[Fault]:
    """Return a fault for each published rating that names a rule which is not there."""
    if (tables["published_ratings"]["rule"] == "").all():
        return []
    from psa.methods.rules import RULES  # slow to import, and few frameworks name a rule

    rule = Column("rule", "choice", choices=tuple(RULES))
    return check_table(Table("published_ratings", (rule,)), tables["published_ratings"])


def check_setting_values(tables: dict[str, pd.DataFrame]) -> list[Fault]:
    """Return a fault for each setting of a framework with a value that no assessment could take."""
    defaults, faults = default_settings(), []
    for row in rows_of(tables["framework"]):
        name, value = row["setting"], row["value"]
        if name not in defaults or not value or name in NOT_TRIED:
            continue
        try:
            _read_setting(defaults, name, value)
        except ValueError as error:
            said = str(error)
            problem = f"{value!r} {said[said.index(' is ') + 1 :]}"
            remedy = f"Correct it; the usual one is {defaults[name]}"
            faults.append(row.fault("value", problem, remedy))
    return faults


def _read_setting(defaults: dict[str, str], name: str, value: str) -> None:
    """Raise ValueError where no assessment could take a value."""
    from psa.methods.settings import settings_from  # slow to import, and few frameworks give such a setting

    if name == "rule":
        from psa.methods.comparison import CHOICES

        if value not in CHOICES:
            raise ValueError(f"{name} is not one of {', '.join(CHOICES)}")
    settings_from({**defaults, name: value})


CHECKS = (check_rule_names, check_setting_values)
