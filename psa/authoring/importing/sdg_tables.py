"""Make the tables of a framework of the indicators of an Open SDG site; its goals become the agreements."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from psa.authoring.importing.agenda import goal_name, target_year
from psa.authoring.importing.directions import Proposal, propose_direction
from psa.authoring.importing.imported import DIRECTION_UNKNOWN
from psa.authoring.importing.metadata_files import sound_text
from psa.authoring.importing.sdg_figures import Combination, Point, SdgFigures, SdgSeries
from psa.authoring.importing.sdg_metadata import Metadata, SdgSource
from psa.authoring.importing.sdg_roles import rated_items, roles_of
from psa.authoring.importing.slugs import combination_slugs, make_slug, make_slugs
from psa.authoring.importing.source import Origin, one_line
from psa.data.cells.dates import became_date
from psa.data.cells.texts import name_fault

Rows = list[dict[str, str]]

NO_SOURCE = SdgSource("Source not given by the site")
LABEL_AT_MOST = 300


@dataclass(frozen=True)
class SdgIndicator:
    """One indicator of an Open SDG site, as it was read."""

    key: str
    about: Metadata
    figures: SdgFigures

    @property
    def periods(self) -> set[str]:
        """The periods of its figures."""
        return {period for series in self.figures.series.values() for period in series.points}

    @property
    def is_archived(self) -> bool:
        """Whether the site keeps it apart from its live indicators."""
        return self.key.startswith("archived-")


def goal_order(key: str) -> list[tuple[int, int, str]]:
    """Return the parts of a key so that 1-2-1 comes before 1-10-1, numbers before letters, archived ones last."""
    parts = re.split(r"[-.]", key.removeprefix("archived-"))
    order = [(0, int(p), "") if p.isdecimal() else (1, 0, p) for p in parts]
    return [*order, (2, 0, "")] if key.startswith("archived-") else order


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
        "directions": [],
        "measures": [],
        "observations": [],
        "sources": [_source_row(s, i, origin) for s, i in sources.items()],
    }
    for indicator in indicators:
        named = indicator.about.sources or (NO_SOURCE,)
        known = {"provenance": "read", "source_id": ";".join(dict.fromkeys(sources[s] for s in named))}
        agreement = agreements[indicator.about.goal]
        row = _indicator_row(indicator, agreement)
        tables["indicators"].append(row | known)
        if row["direction"] == "none" and not indicator.about.no_rating:
            tables["directions"].append(_direction_row(indicator, row["indicator_id"]))
        measures, observations = _series_rows(indicator, row["indicator_id"])
        tables["measures"] += measures
        for observation in observations:
            observation.update(known)
        tables["observations"] += observations
    return tables


def _different_sources(indicators: Sequence[SdgIndicator]) -> list[SdgSource]:
    return list(dict.fromkeys(s for i in indicators for s in (i.about.sources or (NO_SOURCE,))))


def _source_row(source: SdgSource, source_id: str, origin: Origin) -> dict[str, str]:
    dates = [("released", source.released), ("next release", source.next_release)]
    words = [source.kind, *(f"{label} {day}" for label, day in dates if day)]
    return {
        "source_id": source_id,
        "title": source.title,
        "publisher": source.publisher,
        "url": source.url,
        "kind": "; ".join(filter(None, words)),
        "licence": source.licence or one_line(origin.licence),
        "read_on": origin.read_on,
    }


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
            "number": safe_code(goal),
            "title": names[goal] or goal_name(goal) or f"Goal {goal}",
            "short_title": f"Goal {goal}",
        }
        for goal, agreement in agreements.items()
    ]


@lru_cache(maxsize=100_000)
def safe_code(text: str) -> str:
    """Return a short text that no check takes for a date which a spreadsheet made."""
    return f"{text} (as published)" if became_date(text) or name_fault(text) else text


def _direction(indicator: SdgIndicator) -> str:
    return "none" if indicator.about.no_rating else indicator.about.direction or "none"


def proposal_of(indicator: SdgIndicator) -> Proposal:
    """Return the direction that is proposed for an indicator, with the reason."""
    about = indicator.about
    return propose_direction(f"{about.name} {about.graph_title}", about.unit)


def _direction_row(indicator: SdgIndicator, indicator_id: str) -> dict[str, str]:
    proposal = proposal_of(indicator)
    return {"indicator_id": indicator_id, "proposed": proposal.direction, "reason": proposal.reason}


def _indicator_row(indicator: SdgIndicator, agreement: str) -> dict[str, str]:
    about = indicator.about
    number = (about.number or indicator.key.removeprefix("archived-")).replace("-", ".")
    return {
        "indicator_id": f"{agreement}/{make_slug(indicator.key, 'x')}",
        "agreement_id": agreement,
        "number": safe_code(f"{number} (archived)" if indicator.is_archived else number),
        "name": about.name,
        "kind": "improve",
        "direction": _direction(indicator),
        "unit": about.unit,
        "publisher": about.sources[0].publisher if about.sources else "",
        "data_source": about.sources[0].title if about.sources else "",
        "geography": about.geography,
        "frequency": about.frequency,
        "search_words": about.search_words,
        "note": "; ".join(_indicator_notes(indicator)),
        **_target(indicator),
    }


def _target(indicator: SdgIndicator) -> dict[str, str]:
    """Return the target of an indicator: that of the site's settings, else what the 2030 Agenda asks, in words."""
    about, figures = indicator.about, indicator.figures
    rated = rated_items(list(figures.series), about)
    cells: dict[str, str] = {}
    year = target_year(about.target)
    if year:
        words = f": {about.target_name}" if about.target_name and about.target_name != about.target else ""
        cells["target_text"] = f"Target {about.target} of the 2030 Agenda, due in {year}{words}"[:900]
    if len(rated) != 1:
        return cells
    [(combination, item)] = rated.items()
    if item.base_year in figures.series[combination].points:
        cells["baseline_period"] = item.base_year
    if item.target and item.direction:
        due = item.target_year or year
        cells |= {
            "kind": "target",
            "target_value": item.target,
            "target_basis": "level",
            "target_period": due,
        }
    return cells


def _indicator_notes(indicator: SdgIndicator) -> list[str]:
    about, figures = indicator.about, indicator.figures
    notes = [f"target {about.target}"] if about.target and len(about.target) < 12 else []
    if indicator.is_archived:
        notes.append("the site keeps it among its archived indicators")
    if about.is_proxy:
        notes.append("proxy: the site uses it as an approximation of the global indicator")
    if about.status:
        notes.append(f"reporting status: {about.status}")
    if about.no_rating:
        notes.append(f"the site wants no rating of it: {about.no_rating}")
    elif not about.direction and proposal_of(indicator).direction == "none":
        notes.append(DIRECTION_UNKNOWN)
    if figures.series and all(c[2] for c in figures.series) and not rated_items(list(figures.series), about):
        notes.append(f"no single headline: every figure is split by {', '.join(figures.split_by)}")
    return [*notes, *about.lines, *about.notes]


def _series_rows(indicator: SdgIndicator, indicator_id: str) -> tuple[Rows, Rows]:
    """Return the measures and the figures of an indicator."""
    measures, observations = [], []
    series = indicator.figures.series
    roles = roles_of(list(series), indicator.about)
    rated = rated_items(list(series), indicator.about)
    slugs = combination_slugs([_parts(combination) for combination in series])
    several = {part: len({c[part] for c in series}) > 1 for part in (0, 1)}
    for (combination, figures), slug in zip(series.items(), slugs, strict=True):
        measure = f"{indicator_id}:{slug}"
        row = _measure_row(indicator, combination, figures, several)
        item = rated.get(combination)
        if item and item.direction and item.direction != _direction(indicator):
            row["good_direction"] = item.direction
        measures.append(
            {"measure_id": measure, "indicator_id": indicator_id, "role": roles[combination]} | row
        )
        observations += [_observation(measure, point) for point in figures.points.values()]
    return measures, observations


def _observation(measure: str, point: Point) -> dict[str, str]:
    cells = {"measure_id": measure, "period": point.period, "value": point.value}
    for column, text in (
        ("period_as_published", point.published),
        ("status", point.status),
        ("note", point.note),
    ):
        if text:
            cells[column] = text if text.isascii() and text.isalnum() else published_text(text, column)
    return cells


@lru_cache(maxsize=100_000)
def published_text(text: str, column: str) -> str:
    return sound_text(f"published as {text}" if column != "note" and became_date(text) else text, 600)


def _parts(combination: Combination) -> tuple[str, ...]:
    """Return the words of a combination, of which its id is made."""
    series, unit, breakdown = combination
    return tuple(filter(None, (series, unit, *(f"{field} {word}" for field, word in breakdown))))


def _measure_row(
    indicator: SdgIndicator, combination: Combination, figures: SdgSeries, several: dict[int, bool]
) -> dict[str, str]:
    series, unit, breakdown = combination
    about = indicator.about
    words = [series] if series and (several[0] or not about.graph_title) else []
    words += [f"{field}: {word}" for field, word in (*breakdown, *indicator.figures.constants)]
    words += [unit] if unit and several[1] else []
    title = about.graph_title or about.name
    label = sound_text(" · ".join(dict.fromkeys([title, *words])), LABEL_AT_MOST)
    row = {
        "label": safe_code(label),
        "unit": sound_text(unit or about.unit),
        "geography": sound_text(figures.area),
    }
    if breakdown:
        field, word = breakdown[0]
        row |= {"dimension": sound_text(field), "dimension_value": safe_code(sound_text(word))}
    if about.is_proxy and not breakdown:
        row["note"] = "an approximation of the global indicator, as the site says"
    return {name: cell for name, cell in row.items() if cell}
