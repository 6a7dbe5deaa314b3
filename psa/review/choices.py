"""Which choices of ours a change decides, or decides otherwise: what was used, what is now, who says so and why."""

from psa.methods.judgements import DECIDED, Judgement
from psa.methods.ratings import Ratings


def decided_choices(before: Ratings, after: Ratings) -> list[str]:
    """Return a sentence for each choice that was decided, decided otherwise or given up between two states.

    Args:
        before, after: the two states, rated.
    """
    if before.framework.decisions.equals(after.framework.decisions):
        return []
    was, now = ({one.id: one for one in rated.judgements} for rated in (before, after))
    return [
        _sentence(name, was.get(name), now.get(name))
        for name in dict.fromkeys([*now, *was])
        if was.get(name) != now.get(name) and DECIDED in _states(was.get(name), now.get(name))
    ]


def _states(*judgements: Judgement | None) -> set[str]:
    return {one.state for one in judgements if one}


def _sentence(name: str, was: Judgement | None, now: Judgement | None) -> str:
    """Return what is used now in the place of what was; of what was decided, with who, when and why."""
    what = (now or was).what  # type: ignore[union-attr]
    values = f"{_used(was)} → {_used(now)}" if was and was.value != (now.value if now else "") else _used(now)
    why = f" Why: {now.why}" if now and now.state == DECIDED and now.why else ""
    return f"{name}: {what}: {values}.{why}"


def _used(one: Judgement | None) -> str:
    """Return a value with how it came to be used."""
    if one is None:
        return "no longer open"
    return f"{one.value or 'empty'} ({one.origin})"
