"""Import the data and metadata of an Open SDG site."""

import re
from dataclasses import replace
from pathlib import Path

from psa.authoring.importing.imported import Imported, write_import
from psa.authoring.importing.sdg_figures import SdgFigures, read_figures
from psa.authoring.importing.sdg_metadata import SdgSource, read_metadata
from psa.authoring.importing.sdg_tables import SdgIndicator, goal_order, sdg_remarks, sdg_tables
from psa.authoring.importing.source import Origin, SourceError, one_line
from psa.authoring.write_framework import new_folder
from psa.data.faults import Fault

META_ENDINGS = (".md", ".yml", ".yaml")

Files = tuple[Path | None, Path | None]  # of one indicator: its figures and its metadata


def import_open_sdg(
    source: str | Path, name: str, origin: Origin | None = None, home: Path | None = None
) -> Imported:
    """Make a framework from the data folder of an Open SDG site; its goals become the agreements.

    Of each table, the rows that no column splits are the headline series. Where these hold several units
    or series, the first is the headline and the others are shown beside it as related.

    Args:
        source: the folder that holds ``data`` and ``meta``.
        name: of the framework: lower case letters, digits and hyphens.
        origin: the source of those indicators whose metadata name none, and what the framework is called; by
            default the name.
        home: the folder around the new one; data/raw by default.

    Raises:
        SourceError: something in the folder is wrong; it lists every fault, and nothing was written.
        ValueError, FileNotFoundError: the name or the folder cannot be used.
    """
    site, origin = Path(source), origin or Origin()
    folder = new_folder(name, home)
    origin.check_days()
    if not (site / "data").is_dir() or not (site / "meta").is_dir():
        raise FileNotFoundError(
            f"{site}: not the folder of an Open SDG site; it must hold the folders data and meta"
        )
    files, faults = _files(site)
    if not files:
        problem = "no file is called indicator_X-Y-Z.csv"
        faults.append(Fault("data", None, None, problem, "Give another folder"))
    indicators = []
    for key, paths in files.items():
        indicator, more = _read_indicator(key, paths, origin)
        indicators.append(indicator)
        faults += more
    if not faults and not any(indicator.periods for indicator in indicators):
        problem = "no row is a headline figure: every one is split"
        remedy = "Add the totals: rows in which the columns that split are empty"
        faults.append(Fault("data", None, None, problem, remedy))
    if faults:
        raise SourceError(faults)
    tables = sdg_tables(indicators, origin, one_line(origin.title) or name)
    return write_import(folder, tables, sdg_remarks(indicators))


def _files(site: Path) -> tuple[dict[str, Files], list[Fault]]:
    """Return the data and the metadata of each indicator, in order of goal, target and number."""
    data = {p.stem.removeprefix("indicator_"): p for p in sorted((site / "data").glob("indicator_*.csv"))}
    metadata: dict[str, Path] = {}
    for ending in reversed(META_ENDINGS):
        metadata |= {path.stem: path for path in sorted((site / "meta").glob(f"*{ending}"))}
    keys = {key for key in metadata if re.fullmatch(r"[0-9A-Za-z]+(-[0-9A-Za-z]+)+", key)} | set(data)
    files, faults = {}, []
    for key in sorted(keys, key=lambda k: (goal_order(k), k)):
        pair = (data.get(key), metadata.get(key))
        if fault := _name_fault(key, pair, site):
            faults.append(fault)
        else:
            files[key] = pair
    return files, faults


def _name_fault(key: str, files: Files, site: Path) -> Fault | None:
    """Return the fault of a file whose name is no indicator's, or that leads out of the folder."""
    if not re.fullmatch(r"[0-9A-Za-z]+([-.][0-9A-Za-z]+)*", key):
        problem = "the name is not of the form indicator_X-Y-Z.csv"
        shown = f"data/indicator_{key}.csv"
        return Fault(shown, None, None, problem, "Use letters, digits and hyphens")
    for path in filter(None, files):
        if not path.resolve().is_relative_to(site.resolve()):
            problem = "the file is a link that leads out of the folder"
            shown = path.relative_to(site).as_posix()
            return Fault(shown, None, None, problem, "Put the file itself in its place")
    return None


def _read_indicator(key: str, files: Files, origin: Origin) -> tuple[SdgIndicator, list[Fault]]:
    data, metadata = files
    about, faults = read_metadata(metadata, key)
    is_read = not any(fault.column is None for fault in faults)
    if not about.sources and origin.source_title:
        title, publisher, url = map(one_line, (origin.source_title, origin.publisher, origin.url))
        about = replace(about, sources=(SdgSource(title, publisher, url),))
    if is_read and not about.sources and data and metadata:
        problem = "neither source_organisation_1 nor source_url_text_1 says where the figures come from"
        remedy = "Write one, or give --source-title for the indicators that name none"
        faults.append(Fault(f"meta/{metadata.name}", None, "source_organisation_1", problem, remedy))
    figures, more = read_figures(data) if data else (SdgFigures(), [])
    return SdgIndicator(key, about, figures), faults + more
