"""Say which of an indicator's series is rated, which stand beside it and which are its groups.

The rule: a combination in which no breakdown is filled is a headline of its series and unit. Of each series, the unit
that the metadata name counts, else the first; the others stand beside it as related. Where that leaves several
series, they are components of the indicator. Where the site's settings say what is rated, that is. All else is a
group; an indicator in which every combination is a group has no single headline, and is not rated.
"""

from collections.abc import Sequence

from psa.authoring.importing.sdg_columns import plain
from psa.authoring.importing.sdg_figures import Combination
from psa.authoring.importing.sdg_metadata import Metadata, RatedItem


def roles_of(combinations: Sequence[Combination], about: Metadata) -> dict[Combination, str]:
    """Return the role of each combination: headline, component, related or group.

    Args:
        combinations: those that have figures, in the order of the file.
        about: the metadata, with the site's settings.
    """
    roles = dict.fromkeys(combinations, "group")
    totals = [c for c in combinations if not c[2]]
    rated = rated_items(combinations, about)
    chosen = list(rated) if rated else _one_unit_each(totals, about)
    roles |= dict.fromkeys(totals, "related")
    roles |= dict.fromkeys(chosen, "headline" if len(chosen) == 1 else "component")
    return roles


def rated_items(combinations: Sequence[Combination], about: Metadata) -> dict[Combination, RatedItem]:
    """Return the combination that each item of the site's settings names, where just one answers to it."""
    found: dict[Combination, RatedItem] = {}
    for item in about.rated:
        answers = [c for c in combinations if _answers(c, item)]
        fewest = min((len(c[2]) for c in answers), default=0)
        answers = [c for c in answers if len(c[2]) == fewest]
        is_named = item.series or item.unit or item.breakdown or len(about.rated) == 1
        if is_named and len(answers) == 1:
            found.setdefault(answers[0], item)
    return found


def _answers(combination: Combination, item: RatedItem) -> bool:
    series, unit, breakdown = combination
    words = {plain(field): plain(word) for field, word in breakdown}
    asked = {plain(field): plain(word) for field, word in item.breakdown}
    is_named = (not item.series or plain(item.series) == plain(series)) and (
        not item.unit or plain(item.unit) == plain(unit)
    )
    return is_named and (words == asked if asked else not words)


def _one_unit_each(totals: Sequence[Combination], about: Metadata) -> list[Combination]:
    chosen: dict[str, Combination] = {}
    for combination in totals:
        series, unit, _ = combination
        first = chosen.setdefault(series, combination)
        if plain(unit) == plain(about.unit) != plain(first[1]):
            chosen[series] = combination
    return list(chosen.values())
