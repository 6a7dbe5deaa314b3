"""Import the data and metadata of an Open SDG site as it is: what can be read comes in, the rest is set aside."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from psa.authoring.importing.imported import Imported, write_import
from psa.authoring.importing.sdg_figures import SdgFigures, read_figures
from psa.authoring.importing.sdg_metadata import SdgSource, read_metadata
from psa.authoring.importing.sdg_site import SdgSite, find_site
from psa.authoring.importing.sdg_summary import sdg_remarks
from psa.authoring.importing.sdg_tables import SdgIndicator, goal_order, sdg_tables
from psa.authoring.importing.set_aside import SetAside, figures_in, reasons
from psa.authoring.importing.source import Origin, SourceError, one_line
from psa.authoring.write_framework import new_folder
from psa.data.faults import Fault

BASE_YEAR = "2015-12-31"  # the year that the goals were agreed, and the base year of Open SDG's own rule


def import_open_sdg(
    source: str | Path,
    name: str,
    origin: Origin | None = None,
    home: Path | None = None,
    language: str = "",
    split_years: str = "",
) -> Imported:
    """Make a framework from the folder of an Open SDG site; its goals become the agreements.

    Each combination of series, unit and breakdown becomes a measure (`psa.authoring.importing.sdg_roles` has the
    rule). What cannot be read is set aside in ``set_aside.csv``: figures in and set aside are the figures there.

    Args:
        source: the folder that holds ``data``, and the metadata in a folder such as ``meta``.
        name: of the framework: lower case letters, digits and hyphens.
        origin: the source of those indicators whose metadata name none, and what the framework is called; by
            default the name.
        home: the folder around the new one; data/raw by default.
        language: the one whose words are taken, of a site in several.
        split_years: ``financial`` or ``academic``: what ``2014/15`` is; by default, what the metadata say.

    Raises:
        SourceError: nothing in the folder can be taken in; nothing was written.
        ValueError, FileNotFoundError: the name or the folder cannot be used.
    """
    with _uncollected():
        return _import(source, name, origin or Origin(), home, language, split_years)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Leave the collector off for a while: an import makes a million objects, none of which refer in a circle."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _import(
    source: str | Path, name: str, origin: Origin, home: Path | None, language: str, split_years: str
) -> Imported:
    folder = new_folder(name, home)
    origin.check_days()
    site = find_site(Path(source), language)
    origin = replace(
        origin, licence=origin.licence or site.licence, baseline_by=origin.baseline_by or BASE_YEAR
    )
    keys = sorted(site.data.keys() | site.metadata.keys(), key=lambda key: (goal_order(key), key))
    indicators = [_read_indicator(site, key, origin, split_years) for key in keys]
    aside = [*site.aside, *(row for indicator in indicators for row in indicator.figures.aside)]
    number = sum(indicator.figures.number for indicator in indicators)
    if not number:
        raise SourceError(_nothing_read(aside))
    tables = sdg_tables(indicators, origin, one_line(origin.title) or name)
    return write_import(folder, tables, sdg_remarks(site, indicators), aside, number)


def _nothing_read(aside: list[SetAside]) -> list[Fault]:
    """Return why nothing came in: each reason once, with the first place that it holds of."""
    first: dict[str, SetAside] = {}
    for row in aside:
        first.setdefault(row.reason, row)
    faults = [
        Fault(
            row.file,
            int(row.row) if row.row else None,
            row.column or None,
            reason,
            "Nothing could be taken in",
        )
        for reason, row in first.items()
    ]
    counted = ", ".join(f"{number} because {reason}" for reason, number in reasons(aside))
    said = f"no figure was found ({figures_in(aside)} set aside{': ' if counted else ''}{counted})"
    return [*faults, Fault("data", None, None, said, "Give the folder that holds data/indicator_1-2-1.csv")]


def _read_indicator(site: SdgSite, key: str, origin: Origin, split_years: str) -> SdgIndicator:
    fields, others = site.fields(key)
    about = read_metadata(key, fields, site.words, others)
    if not about.sources and origin.source_title:
        title, publisher, url = map(one_line, (origin.source_title, origin.publisher, origin.url))
        about = replace(about, sources=(SdgSource(title, publisher, url),))
    path = site.data.get(key)
    if path is None:
        return SdgIndicator(key, about, SdgFigures())
    is_academic = split_years == "academic" if split_years else about.is_academic
    return SdgIndicator(key, about, read_figures(path, site.shown(path), is_academic))
