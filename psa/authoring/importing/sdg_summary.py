"""Say what came in from an Open SDG site, and what a person is to confirm next."""

from collections import Counter
from collections.abc import Sequence

from psa.authoring.importing.sdg_site import SdgSite
from psa.authoring.importing.sdg_tables import SdgIndicator, proposal_of
from psa.authoring.importing.source import first_few
from psa.words import count


def sdg_remarks(site: SdgSite, indicators: Sequence[SdgIndicator]) -> list[str]:
    """Return what came in and what is to be confirmed, one sentence each."""
    filled = [i for i in indicators if i.figures.series]
    remarks = [
        f"indicators with figures: {len(filled)} of {len(indicators)}",
        *_without(indicators),
        *_directions(filled),
        *_described(indicators, site),
        *_years(filled),
        *site.remarks,
    ]
    mended = [remark for indicator in indicators for remark in indicator.figures.remarks]
    if mended:
        remarks.append(f"mended or left out while reading: {first_few(mended, 5)}")
    return remarks


def _without(indicators: Sequence[SdgIndicator]) -> list[str]:
    words: Counter[str] = Counter()
    for indicator in indicators:
        words.update(indicator.figures.without)
    if not words:
        return []
    shown = first_few([f"{word or 'empty'} {number:,}" for word, number in words.most_common()], 6)
    return [f"rows without a figure: {words.total():,} ({shown})"]


def _directions(indicators: Sequence[SdgIndicator]) -> list[str]:
    given = [i for i in indicators if i.about.direction]
    proposed = [i for i in indicators if not i.about.direction and proposal_of(i).direction != "none"]
    unknown = len(indicators) - len(given) - len(proposed)
    remarks = [
        f"directions: {len(given)} given by the site, {len(proposed)} proposed from the name, {unknown} not known"
    ]
    if proposed or unknown:
        remarks.append(
            "to confirm: write increase, decrease or none in directions.csv, column confirmed; until then a "
            "proposed direction is marked wherever it shows"
        )
    return remarks


def _described(indicators: Sequence[SdgIndicator], site: SdgSite) -> list[str]:
    remarks = []
    if missing := [i.key for i in indicators if i.figures.series and i.key not in site.metadata]:
        remarks.append(f"figures without metadata: {count(len(missing), 'indicator')}, {first_few(missing)}")
    if no_source := [i.key for i in indicators if i.figures.series and not i.about.sources]:
        remarks.append(
            f"source not given by the site: {count(len(no_source), 'indicator')}, {first_few(no_source)}; "
            "give one with --source-title"
        )
    if split := [i.key for i in indicators if i.figures.series and all(c[2] for c in i.figures.series)]:
        remarks.append(
            f"no single headline, groups only: {count(len(split), 'indicator')}, {first_few(split)}"
        )
    if lines := [i.key for i in indicators if i.about.lines]:
        remarks.append(
            f"targets drawn in the site's charts, to confirm (column note of indicators.csv): "
            f"{count(len(lines), 'indicator')}, {first_few(lines)}"
        )
    return remarks


def _years(indicators: Sequence[SdgIndicator]) -> list[str]:
    split = [
        i
        for i in indicators
        if any(
            "/" in p.published for s in i.figures.series.values() for p in s.points.values() if p.published
        )
    ]
    if not split:
        return []
    academic = sum(i.about.is_academic for i in split)
    return [
        f"split years such as 2014/15: read as academic of {count(academic, 'indicator')} whose metadata say so, as "
        f"financial (April to March) of {len(split) - academic}; --split-years says otherwise"
    ]
