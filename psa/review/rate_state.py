"""Rate a state of a framework, or take its ratings as whoever asks has kept them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from psa.data.defaults import default_settings
from psa.methods.ratings import Ratings, rate_framework
from psa.review.states import State, load

# as `psa.batch.kept_ratings.kept_ratings`, which the command hands in
Keep = Callable[[Path, Path, dict[str, Any], tuple[str, ...], Callable[[], Ratings]], Ratings]


def rate_state(state: State, through: str = "", rule: str = "", keep: Keep | None = None) -> Ratings:
    """Return the ratings of a state.

    Args:
        state: from `psa.review.states.open_states`.
        through, rule: as for `psa.methods.ratings.rate_framework`.
        keep: gives them as they were kept, or has them made and keeps them.

    Raises:
        FrameworkError: the state cannot be used; its faults name it.
    """

    def make() -> Ratings:
        return rate_framework(load(state), through, rule)

    if keep is None:
        return make()
    said = {**default_settings(), **(state.settings or {})}
    return keep(state.home or state.folder, state.folder, said, (through, rule), make)
