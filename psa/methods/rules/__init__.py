"""The rules that other bodies publish, one file each: here they are found and applied.

Every file of this folder states one rule: its docstring, which is its page in the documentation, a
pure function `rate` and the facts `RULE`. To add a rule is to add such a file. What rules have in
common is in `parts`.

- A word ``not_assessed`` always comes with a reason in plain words. A reason beside any other word
  is a caution.
- No rule knows of breaks in a series: give only the points after the last one.
- None of these rules but that of Fingertips knows of sampling error; to see that they are set side
  by side.
"""

from importlib import import_module
from pkgutil import iter_modules

import numpy as np

from psa.methods.rules.parts import Rated, Rule, Series


def find_rules() -> dict[str, Rule]:
    """Return the rule of every file of this folder by its name, in order.

    Raises:
        ValueError: two files with one name.
    """
    files = [import_module(f"{__name__}.{file.name}") for file in iter_modules(__path__) if not file.ispkg]
    found = sorted((file.RULE for file in files), key=lambda rule: (rule.order, rule.name))
    by_name = {rule.name: rule for rule in found}
    if len(by_name) < len(found):
        raise ValueError(f"two rules have one name, of {', '.join(rule.name for rule in found)}")
    return by_name


RULES = find_rules()


def rate_series(rule: str, series: Series) -> Rated:
    """Return what one rule says of each series: words, statistic and reason.

    Args:
        rule: a name in `RULES`.
        series: from `stack_series`.

    Raises:
        ValueError: an unknown rule.
    """
    if rule not in RULES:
        raise ValueError(f"rule {rule!r} is not known; use one of {', '.join(RULES)}")
    with np.errstate(all="ignore"):
        return RULES[rule].rate(series)
