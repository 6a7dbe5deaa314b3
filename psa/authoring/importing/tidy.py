"""Import any long table, one row a figure: the first call writes a mapping to edit, the second imports by it."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path

from psa.authoring.importing.any_table import tables_below
from psa.authoring.importing.directions import propose_direction
from psa.authoring.importing.imported import Imported, write_import
from psa.authoring.importing.mapped_series import MAPPING_FILE, SERIES_FILE, series_csv
from psa.authoring.importing.metadata_files import sound_text
from psa.authoring.importing.sdg_tables import published_text, safe_code
from psa.authoring.importing.set_aside import figures_in, reasons
from psa.authoring.importing.slugs import combination_slugs, make_slug, make_slugs
from psa.authoring.importing.source import SourceError, one_line
from psa.authoring.importing.tidy_figures import Key, TidyFigures, TidyPoint
from psa.authoring.importing.tidy_mapping import TidyMapping, read_mapping
from psa.authoring.importing.tidy_source import read_mapped, write_mapping
from psa.authoring.write_framework import new_folder
from psa.data.faults import Fault

Rows = list[dict[str, str]]
LABEL_AT_MOST = 300


@dataclass(frozen=True)
class MappingWritten:
    """A mapping that was written and is to be edited."""

    path: Path


def import_tidy(
    source: str | Path, name: str, mapping_path: Path | None = None, home: Path | None = None
) -> Imported | MappingWritten:
    """Make a framework from a long table, or write the mapping that says how to read it.

    Each indicator, unit, area and group is a measure. An area that the mapping calls a headline, or a row of no area
    and no group, is the headline of its indicator; all others are groups.

    Args:
        source: a CSV, Parquet, Excel or ODS file, or a folder of such with the same columns.
        name: of the framework: lower case letters, digits and hyphens.
        mapping_path: the mapping; by default ``NAME.mapping.yml``. Where it is not there it is written.
        home: the folder around the new one; data/raw by default.

    Raises:
        SourceError: the mapping is wrong, or nothing can be taken in; no framework was written.
        ValueError, FileNotFoundError: the name or the file cannot be used.
    """
    path = Path(source)
    folder = new_folder(name, home)
    mapping_path = mapping_path or Path(f"{name}.mapping.yml")
    tables_below(path)
    mapping = read_mapping(mapping_path) if mapping_path.exists() else None
    if mapping is None:
        return MappingWritten(write_mapping(path, mapping_path))
    found = read_mapped(path, mapping, mapping_path)
    if not found.number:
        raise SourceError(
            [Fault(path.name, None, None, _nothing(found), "Look at period and value in the mapping")]
        )
    tables, measures = tidy_tables(found, mapping, path.name)
    further = {
        MAPPING_FILE: mapping_path.read_text(encoding="utf-8-sig"),
        SERIES_FILE: series_csv(measures.items()),
    }
    return write_import(folder, tables, _remarks(found), found.aside, found.number, further)


def _nothing(found: TidyFigures) -> str:
    counted = ", ".join(f"{number} because {reason}" for reason, number in reasons(found.aside))
    return f"no figure was found ({figures_in(found.aside)} set aside{': ' if counted else ''}{counted})"


def _remarks(found: TidyFigures) -> list[str]:
    remarks = found.remarks[:8]
    if found.without:
        words = ", ".join(
            f"{word or 'empty'} {number:,}"
            for word, number in sorted(found.without.items(), key=lambda w: -w[1])[:6]
        )
        remarks.append(
            f"rows without a figure, which are left out: {sum(found.without.values()):,} ({words})"
        )
    return remarks


def tidy_tables(
    found: TidyFigures, mapping: TidyMapping, file: str
) -> tuple[dict[str, Rows], dict[Key, str]]:
    """Return the rows of each table of the new framework, and the measure of each series.

    Args:
        found: the figures.
        mapping: what the source's columns are.
        file: the name of the source.
    """
    origin = mapping.origin
    title = one_line(origin.title) or file
    heading = sound_text(mapping.texts.get("agreement") or title, LABEL_AT_MOST)
    agreement = make_slug(heading, "agreement")
    known = {"provenance": "read", "source_id": "source"}
    by_indicator: dict[str, list[Key]] = defaultdict(list)
    for key in found.series:
        by_indicator[key.indicator].append(key)
    slugs = make_slugs([name or heading for name in by_indicator], "indicator")
    measures: dict[Key, str] = {}
    periods = {period for points in found.series.values() for period in points}
    tables: dict[str, Rows] = {
        "framework": origin.framework_rows(title, periods),
        "agreements": [{"agreement_id": agreement, "number": "1", "title": heading, **known}],
        "indicators": [],
        "directions": [],
        "measures": [],
        "observations": [],
        "sources": [_source_row(mapping, file)],
    }
    for number, (indicator, keys) in enumerate(by_indicator.items(), 1):
        name = sound_text(indicator or heading, LABEL_AT_MOST)
        row = {
            "indicator_id": f"{agreement}/{slugs[indicator or heading]}",
            "agreement_id": agreement,
            "name": name,
        }
        headlines = headlines_of(keys, mapping)
        unit = sound_text((headlines or keys)[0].unit)
        row |= {"number": f"1.{number}", "kind": "improve", "direction": "none", "unit": unit, **known}
        tables["indicators"].append(row)
        proposal = propose_direction(name, unit)
        tables["directions"].append(
            {"indicator_id": row["indicator_id"], "proposed": proposal.direction, "reason": proposal.reason}
        )
        measures |= _add_series(tables, found, keys, headlines, row, mapping)
    return tables, measures


def headlines_of(keys: list[Key], mapping: TidyMapping) -> list[Key]:
    """Return the series of an indicator that are of the whole, the rated one first; the others are in another unit."""
    whole = [key for key in keys if not key.groups]
    plain = [key for key in whole if not key.area and not key.code]
    if plain:
        return plain
    words = (mapping.headline.index(w) for w in {k.area for k in whole} if w in mapping.headline)
    first = min(words, default=None)
    return [] if first is None else [key for key in whole if key.area == mapping.headline[first]]


def _add_series(
    tables: dict[str, Rows],
    found: TidyFigures,
    keys: list[Key],
    headlines: list[Key],
    indicator: dict[str, str],
    mapping: TidyMapping,
) -> dict[Key, str]:
    """Add the measures and the figures of one indicator; return the measure of each series."""
    is_split = len({key.unit for key in keys}) > 1
    short = [_parts(key, is_split) for key in keys]
    times = Counter(short)
    parts = [_parts(key, is_split, times[words] > 1) for key, words in zip(keys, short, strict=True)]
    level = mapping.texts.get("interval_level", "")
    slugs = combination_slugs(parts)
    measures = {key: f"{indicator['indicator_id']}:{slug}" for key, slug in zip(keys, slugs, strict=True)}
    for key, measure in measures.items():
        role = "headline" if key in headlines[:1] else "related" if key in headlines else "group"
        row = {"measure_id": measure, "indicator_id": indicator["indicator_id"], "role": role}
        tables["measures"].append(row | _measure_row(key, role, indicator["name"], is_split, found))
        tables["observations"] += [
            _observation(measure, point, level) for point in found.series[key].values()
        ]
    return measures


def _parts(key: Key, is_split: bool, is_shared: bool = False) -> tuple[str, ...]:
    """Return the words of a series, of which its id is made; a code alone serves where no other area has it."""
    area = [key.code, key.area] if is_shared else [key.code or key.area]
    words = [key.unit if is_split else "", *area, *(f"{name} {word}" for name, word in key.groups)]
    return tuple(filter(None, words))


def _measure_row(key: Key, role: str, name: str, is_split: bool, found: TidyFigures) -> dict[str, str]:
    words = [name, key.area or key.code, *(f"{field}: {word}" for field, word in key.groups)]
    words += [key.unit] if is_split else []
    label = sound_text(" · ".join(dict.fromkeys(filter(None, words))), LABEL_AT_MOST)
    area = f"{key.area} ({key.code})" if key.area and key.code else key.area or key.code
    level = found.levels.get((key.code, key.area), "")
    row = {"label": safe_code(label), "unit": sound_text(key.unit)}
    row["geography"] = sound_text(", ".join(filter(None, (area, level))))
    if role == "group":
        field, word = key.groups[0] if key.groups else (level or "area", key.area or key.code)
        row |= {"dimension": sound_text(field), "dimension_value": safe_code(sound_text(word))}
    return {column: cell for column, cell in row.items() if cell}


def _observation(measure: str, point: TidyPoint, level: str) -> dict[str, str]:
    cells = {"measure_id": measure, "period": point.period, "value": point.value}
    cells |= {"provenance": "read", "source_id": "source"}
    if point.limits[0]:
        cells |= {"lower": point.limits[0], "upper": point.limits[1], "interval_level": level}
    texts = (("period_as_published", point.published), ("status", point.status), ("note", point.note))
    return cells | {column: published_text(text, column) for column, text in texts if text}


def _source_row(mapping: TidyMapping, file: str) -> dict[str, str]:
    about = {name: sound_text(one_line(text)) for name, text in mapping.source.items() if text}
    return {"source_id": "source", **about, "path": sound_text(file)}
