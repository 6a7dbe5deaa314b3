"""Propose which way of an indicator is good, from the words of its name and unit, with the reason.

A proposal is for a person to confirm, and is marked as one wherever it shows. Words that point both ways, or none,
give no proposal.
"""

import re
from dataclasses import dataclass

_DOWN = (
    "poverty|poor|mortality|deaths?|fatalit\\w+|died|suicides?|homicides?|murders?|crimes?|victims?|violence|abuse"
    "|trafficking|bribe\\w*|corruption|unemploy\\w+|neet|not in education|child labour|emissions?|greenhouse"
    "|pollut\\w+|particulate|stunting|stunted|wasting|obes\\w+|overweight|malnutrition|undernourish\\w+|hunger"
    "|food insecurity|infections?|incidence|prevalence of (?:tobacco|smoking)|smok\\w+|alcohol|disease|malaria"
    "|tuberculosis|hepatitis|cancer|poisoning|injur\\w+|accidents?|inequalit\\w+|gini|gap|depriv\\w+|homeless\\w*"
    "|rough sleep\\w+|slums?|inadequate housing|hazardous|losses|lost|fossil|overcrowd\\w*|unsentenced|detainees"
    "|discriminat\\w+|harass\\w+|affected by disasters?|waste generated|landfill|material footprint|tariffs?"
    "|dropout|out of school|absen\\w+|vacant|debt|invasive|extinction|deforest\\w+|degraded|eutrophication"
)
_UP = (
    "coverage|covered by|enrol\\w+|access|literacy|proficien\\w+|attain\\w+|achiev\\w+|completion|complete|qualif\\w+"
    "|productivity|renewable|recycl\\w+|growth rate|real gdp|gdp per|research and development|researchers"
    "|protected areas?|protected by|skilled health|vaccin\\w+|immuni[sz]\\w+|participation"
    "|seats held|managerial positions"
    "|women in|official development assistance|employment rate|internet|broadband|mobile network|ownership|satisfied"
    "|satisfaction|life expectancy|safely (?:managed|treated)|good (?:status|water quality|ambient)|sustainabl\\w+"
    "|organised learning|trained|scholarships|birth registration|efficiency|income growth|tree cover|forest area"
    "|using basic|drinking water|sanitation|handwash\\w*|early childhood|well ?being|healthy|apprentice\\w+"
)
_PATTERNS = {
    "decrease": re.compile(rf"\b(?:{_DOWN})\b", re.IGNORECASE),
    "increase": re.compile(rf"\b(?:{_UP})\b", re.IGNORECASE),
}


@dataclass(frozen=True)
class Proposal:
    """A direction that was proposed, and why; `none` where nothing speaks for one."""

    direction: str
    reason: str


def propose_direction(name: str, unit: str = "") -> Proposal:
    """Return the direction that the words of an indicator speak for.

    Args:
        name: of the indicator; its words are looked at in English.
        unit: of its figures.
    """
    text = f"{name} {unit}"
    found = {way: m[0] for way, pattern in _PATTERNS.items() if (m := pattern.search(text))}
    if len(found) == 1:
        [(way, word)] = found.items()
        good = "less" if way == "decrease" else "more"
        return Proposal(way, f"the name says {word!r}, of which {good} is taken to be better")
    if found:
        return Proposal("none", f"its words point both ways: {found['decrease']!r} and {found['increase']!r}")
    return Proposal("none", "no word of the name or the unit speaks for a direction")
