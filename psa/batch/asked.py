"""What a batch is asked for besides the framework: the period, the day and the rule."""

from typing import NamedTuple


class Asked(NamedTuple):
    """Parameters that go to each notebook that takes them; empty ones leave the framework's own.

    Attributes:
        through: the last day of the period assessed.
        as_at: the day as at which it is judged.
        rule: whose rule gives the ratings.
    """

    through: str = ""
    as_at: str = ""
    rule: str = ""
