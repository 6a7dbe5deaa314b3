"""What the frozen frameworks and made series are rated: written to tests/frozen, and compared by a test.

`python tests/support/frozen.py` writes the tables anew; the diff then shows what a change of a rule turned over.
"""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
from made_series import made_series

from psa.data.load import load_framework
from psa.files.csv_text import write_table
from psa.methods.ratings import Ratings, rate_framework
from psa.methods.rules import RULES, rate_series
from psa.methods.rules.parts.series import stack_series

TESTS = Path(__file__).resolve().parents[1]
FROZEN = TESTS / "frozen"
FRAMEWORKS = ("german", "local", "promises", "running", "tiny")
# of the made series: enough for each branch of a rule to be taken by several
HOW_MANY = 300


def framework_tables(rated: Ratings) -> dict[str, pd.DataFrame]:
    """Return every table that the rating of a framework gives, by its name."""
    return {
        "measures": rated.measures,
        "indicators": rated.indicators,
        "agreements": rated.agreements,
        "departments": rated.departments,
        "scoreboard": rated.scoreboard,
        "rules": rated.rule_words,
        "rules_by_indicator": rated.comparison,
        "earlier_years": rated.earlier_years,
    }


def made_words() -> pd.DataFrame:
    """Return what each rule says of the made series: one row a series; word, statistic and reason by rule."""
    series = {name: given[:HOW_MANY] for name, given in made_series().items()}
    columns: dict[str, np.ndarray] = {}
    for rule in RULES:
        found = rate_series(rule, stack_series(**series))
        columns |= {
            rule: found.words,
            f"{rule} statistic": np.round(found.statistic, 6),
            f"{rule} reason": found.reason,
        }
    return pd.DataFrame(columns)


def rated_framework(name: str) -> Ratings:
    """Return a framework of tests/frameworks, rated."""
    return rate_framework(load_framework(TESTS / "frameworks" / name))


def frozen_tables(rated: Callable[[str], Ratings] = rated_framework) -> dict[str, pd.DataFrame]:
    """Return every table by its file in tests/frozen; those without rows are left out.

    Args:
        rated: gives a framework of tests/frameworks by its name.
    """
    tables = {"made_series.csv": made_words()}
    for name in FRAMEWORKS:
        tables |= {f"{name}/{table}.csv": frame for table, frame in framework_tables(rated(name)).items()}
    return {file: frame for file, frame in tables.items() if len(frame)}


if __name__ == "__main__":
    for file, frame in frozen_tables().items():
        write_table(frame, FROZEN / file)
