"""What a rule is made of: its facts, the series that it reads, the words that it answers with."""

from psa.methods.rules.parts.answer import CLOSE, answer, choose, missing
from psa.methods.rules.parts.rule import NOT_ASSESSED, Rated, Rule
from psa.methods.rules.parts.series import Series, stack_series

__all__ = ["CLOSE", "NOT_ASSESSED", "Rated", "Rule", "Series", "answer", "choose", "missing", "stack_series"]
