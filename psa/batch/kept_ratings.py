"""Keep the ratings of several states of a framework between commands: reviews ask for the same ones again."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from psa.batch import fingerprints
from psa.batch.handover import Handover, handover_of, kept_or_made, take_over

if TYPE_CHECKING:
    from psa.methods.ratings import Ratings

MOST_KEPT = 4  # states of one framework: what a change starts from, and the last few edits
_used: dict[str, Handover] = {}


def kept_ratings(
    home: Path, folder: Path, said: dict[str, Any], arguments: tuple[str, ...], make: "Callable[[], Ratings]"
) -> "Ratings":
    """Return the ratings of a state as they were kept, by the content of all that they follow from; else make them.

    Args:
        home: the framework's folder in the work tree.
        folder: the tables of the state.
        said: its settings.
        arguments: what it is rated for.
        make: rates it.
    """

    def made() -> Handover:
        rated = make()
        _ = rated.agreements, rated.departments  # so that they are kept as well
        return handover_of(rated)

    settings = json.dumps(said, sort_keys=True, default=str)
    content = fingerprints.ratings(folder, settings)
    key = fingerprints.hash_parts(part.encode() for part in (content, *arguments))
    if key not in _used:
        _used[key] = take_over(kept_or_made(home, "states", key, made, MOST_KEPT))
    return _used[key].rated
