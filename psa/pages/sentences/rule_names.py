"""Rules by their names for a reader."""

from psa.methods.comparison import OFFICIAL, OURS
from psa.methods.rules import RULES

_WHOLE = {OFFICIAL: "The official rule: change since the baseline", OURS: "Ours: against the baseline trend"}
_SHORT = {OFFICIAL: "Official rule", OURS: "Our test"}


def rule_name(rule: str) -> str:
    """Return a rule by its name and the body whose it is."""
    if rule not in RULES:
        return _WHOLE.get(rule, rule)
    title, body = RULES[rule].title, RULES[rule].body
    if body.partition(",")[0] in title:
        return title
    return f"{title}, {body}" if "(" in body else f"{title} ({body})"


def short_rule_name(rule: str) -> str:
    """Return a rule by its name alone, for the head of a column."""
    return RULES[rule].title if rule in RULES else _SHORT.get(rule, rule)
