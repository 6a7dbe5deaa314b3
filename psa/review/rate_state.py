"""Rate a state of a framework, or take its ratings as they were kept: reviews ask for the same ones again."""

import json

from psa.batch import fingerprints
from psa.batch.handover import kept_or_made
from psa.data.defaults import default_settings
from psa.methods.ratings import Ratings, rate_framework
from psa.review.states import State, load

MOST_KEPT = 4  # states of one framework: what a change starts from, and the last few edits


def state_key(state: State) -> str:
    """Return a hash of all that the ratings of a state follow from; two states that hold the same have the same."""
    said = json.dumps({**default_settings(), **(state.settings or {})}, sort_keys=True, default=str)
    return fingerprints.ratings(state.folder, said)


def rate_state(state: State, through: str = "", rule: str = "") -> Ratings:
    """Return the ratings of a state; kept by the content of its tables, settings and the package.

    Args:
        state: from `psa.review.states.open_states`.
        through, rule: as for `psa.methods.ratings.rate_framework`.

    Raises:
        FrameworkError: the state cannot be used; its faults name it.
    """

    def make() -> Ratings:
        rated = rate_framework(load(state), through, rule)
        _ = rated.agreements, rated.departments  # so that they are kept as well
        return rated

    key = fingerprints.hash_parts(part.encode() for part in (state_key(state), through, rule))
    return kept_or_made(state.home or state.folder, "states", key, make, MOST_KEPT)
