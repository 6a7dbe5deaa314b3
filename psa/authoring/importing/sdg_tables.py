"""Make the tables of a framework of the indicators of an Open SDG site; its goals become the agreements."""

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from psa.authoring.importing.imported import DIRECTION_UNKNOWN
from psa.authoring.importing.sdg_figures import SdgFigures
from psa.authoring.importing.sdg_metadata import Metadata, SdgSource
from psa.authoring.importing.slugs import make_slug, make_slugs
from psa.authoring.importing.source import Origin, first_few, one_line
from psa.words import count

Rows = list[dict[str, str]]


@dataclass(frozen=True)
class SdgIndicator:
    """One indicator of an Open SDG site, as it was read."""

    key: str
    about: Metadata
    figures: SdgFigures

    @property
    def periods(self) -> set[str]:
        """The periods of its headline figures."""
        return {period for points in self.figures.series.values() for period, _ in points}


def goal_order(key: str) -> list[tuple[int, int, str]]:
    """Return the parts of a key so that 1-2-1 comes before 1-10-1, and numbers before letters."""
    return [(0, int(p), "") if p.isdecimal() else (1, 0, p) for p in re.split(r"[-.]", key)]


def sdg_tables(indicators: Sequence[SdgIndicator], origin: Origin, title: str) -> dict[str, Rows]:
    """Return the rows of each table of the new framework.

    Args:
        indicators: all of the site.
        origin: the licence and the day of reading of every source, and the days of the framework.
        title: of the framework.
    """
    agreements = _agreement_ids(indicators)
    sources = {s: f"source-{i:03}" for i, s in enumerate(_different_sources(indicators), 1)}
    periods = {period for indicator in indicators for period in indicator.periods}
    tables: dict[str, Rows] = {
        "framework": origin.framework_rows(title, periods),
        "vocabulary": [{"term": "agreement", "word": "goal", "plural": "goals"}],
        "agreements": _agreement_rows(indicators, agreements),
        "indicators": [],
        "measures": [],
        "observations": [],
        "sources": [
            {"source_id": i, **asdict(s), "licence": one_line(origin.licence), "read_on": origin.read_on}
            for s, i in sources.items()
        ],
    }
    for indicator in indicators:
        known = {
            "provenance": "read",
            "source_id": ";".join(dict.fromkeys(sources[s] for s in indicator.about.sources)),
        }
        row = _indicator_row(indicator, agreements[indicator.about.goal])
        tables["indicators"].append(row | known)
        measures, observations = _series_rows(indicator, row["indicator_id"])
        tables["measures"] += measures
        tables["observations"] += [observation | known for observation in observations]
    return tables


def _different_sources(indicators: Sequence[SdgIndicator]) -> list[SdgSource]:
    return list(dict.fromkeys(source for indicator in indicators for source in indicator.about.sources))


def _agreement_ids(indicators: Sequence[SdgIndicator]) -> dict[str, str]:
    """Return the id of the agreement of each goal, in the order of the goals."""
    goals = sorted(dict.fromkeys(indicator.about.goal for indicator in indicators), key=goal_order)
    slugs = make_slugs([f"goal {goal.zfill(2)}" for goal in goals], "goal")
    return {goal: slugs[f"goal {goal.zfill(2)}"] for goal in goals}


def _agreement_rows(indicators: Sequence[SdgIndicator], agreements: dict[str, str]) -> Rows:
    names: dict[str, str] = {}  # the first that is given
    for indicator in indicators:
        names[indicator.about.goal] = names.get(indicator.about.goal) or indicator.about.goal_name
    return [
        {
            "agreement_id": agreement,
            "number": goal,
            "title": names[goal] or f"Goal {goal}",
            "short_title": f"Goal {goal}",
        }
        for goal, agreement in agreements.items()
    ]


def _indicator_row(indicator: SdgIndicator, agreement: str) -> dict[str, str]:
    about, figures = indicator.about, indicator.figures
    notes = [f"target {about.target}"] if about.target and len(about.target) < 12 else []
    if about.direction == "none":
        notes.append(DIRECTION_UNKNOWN)
    if figures.left_out and not figures.series:
        notes.append(f"no headline figures: every row is split by {', '.join(figures.split_by)}")
    return {
        "indicator_id": f"{agreement}/{make_slug(indicator.key, 'x')}",
        "agreement_id": agreement,
        "number": indicator.key.replace("-", "."),
        "name": about.name,
        "kind": "improve",
        "direction": about.direction,
        "unit": about.unit,
        "publisher": about.sources[0].publisher if about.sources else "",
        "note": "; ".join(notes),
    }


def _series_rows(indicator: SdgIndicator, indicator_id: str) -> tuple[Rows, Rows]:
    """Return the measures and the figures of an indicator: the first series is the headline."""
    measures, observations = [], []
    about, series = indicator.about, indicator.figures.series
    for i, ((name, unit), points) in enumerate(series.items(), 1):
        words = [word for word in (name, unit) if word and len(series) > 1]
        measure = f"{indicator_id}:{'headline' if i == 1 else f'series-{i}'}"
        measures.append(
            {
                "measure_id": measure,
                "indicator_id": indicator_id,
                "label": " · ".join([about.graph_title or about.name, *words]),
                "role": "headline" if i == 1 else "related",
                "unit": unit or about.unit,
            }
        )
        observations += [
            {"measure_id": measure, "period": period, "period_as_published": period, "value": value}
            for period, value in points
        ]
    return measures, observations


def sdg_remarks(indicators: Sequence[SdgIndicator]) -> list[str]:
    """Return what was left out of an Open SDG site, one sentence each."""
    split = [i.key for i in indicators if i.figures.left_out and not i.figures.series]
    empty = [i.key for i in indicators if not i.figures.left_out and not i.figures.series]
    several = [i.key for i in indicators if len(i.figures.series) > 1]
    remarks = []
    if left_out := sum(i.figures.left_out for i in indicators):
        columns = dict.fromkeys(column for i in indicators for column in i.figures.split_by)
        remarks.append(
            f"left out because they are split by {first_few(columns)}: {count(left_out, 'row')}; "
            "only totals are imported"
        )
    if split:
        remarks.append(f"no totals and so no figures: {count(len(split), 'indicator')}, {first_few(split)}")
    if empty:
        remarks.append(f"no figures: {count(len(empty), 'indicator')}, {first_few(empty)}")
    if several:
        remarks.append(
            "several series or units, of which the first is the headline and the others are shown beside it and "
            f"not rated: {count(len(several), 'indicator')}, {first_few(several)}"
        )
    return remarks
