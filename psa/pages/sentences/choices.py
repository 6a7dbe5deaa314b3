"""Which choices of ours an answer rests on, in a sentence."""

from psa.methods.judgements import DECIDED, DECLARED, DEFAULT, PROPOSED, Judgement, of_indicator
from psa.methods.on_track import ON_TRACK
from psa.methods.ratings import Ratings
from psa.pages.sentences.dates import period_words
from psa.words import is_missing, listed

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_STATES = {DEFAULT: "a default", DECLARED: "our reading", PROPOSED: "a proposal, not yet confirmed"}
# several of one kind are counted
_SEVERAL = {
    "a series that is rated": "series that are rated",
    "a series that is not rated": "series that are not rated",
    "a stand-in that is kept out": "stand-ins that are kept out",
    "how far the errors of the two figures go together": "series whose errors may go together",
}


def describe_choices(rated: Ratings, indicator_id: str) -> str:
    """Return which choices of ours an indicator's answer rests on, those not in every answer; empty for none."""
    choices = of_indicator(rated.judgements, indicator_id)
    row = rated.assessment(indicator_id).row
    if rated.rule == ON_TRACK and not is_missing(row["target_figure"]):  # its own figure answers, no stand-in
        choices = [choice for choice in choices if not choice.what.startswith("a stand-in")]
    if not choices:
        return ""
    kinds: dict[tuple[str, str], list[Judgement]] = {}
    for choice in choices:
        kinds.setdefault((choice.what, choice.state), []).append(choice)
    number = _number(len(choices))
    noun = "choice" if len(choices) == 1 else "choices"
    return f"This answer rests on {number} {noun} of ours: {listed([_words(group) for group in kinds.values()])}."


def _words(group: list[Judgement]) -> str:
    one = group[0]
    if len(group) > 1 and one.what in _SEVERAL:
        return f"{_number(len(group))} {_SEVERAL[one.what]}"
    state = one.origin if one.state == DECIDED else _STATES.get(one.state, "")
    value = {"true": "", "false": ""}.get(one.value, period_words(one.value.replace("_", " ")))
    inside = ", ".join(part for part in (value, state) if part)
    return f"{one.what} ({inside})" if inside else one.what


def _number(number: int) -> str:
    return _NUMBERS[number] if number < len(_NUMBERS) else str(number)
