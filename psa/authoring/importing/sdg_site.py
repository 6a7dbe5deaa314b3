"""Find the files of an Open SDG site: the figures and the metadata of each indicator, in every layout that is met.

``data/indicator_1-2-1.csv`` or ``data/1-2-1.csv``, ``data/archived-1-2-1.csv``; ``meta/1-2-1.md``,
``meta/fr/1-2-1.md``, ``csv-meta/1-2-1.csv`` with ``metadata-mapping.csv``, ``indicator-config/1-2-1.yml``.
``config_data.yml`` is read for the folders and the languages, and never run.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from psa.authoring.importing.metadata_files import ENDINGS, Fields, Unreadable, field_key, read_fields
from psa.authoring.importing.set_aside import SetAside

CONFIGS = ("config_data.yml", "config_data.yaml", "config_data.json", "config.yml")
KEY = re.compile(r"(archived-)?[0-9A-Za-z]{1,8}([-.][0-9A-Za-z]{1,24}){1,6}")
OTHER_FORMS = {".xml": "SDMX-ML", ".xlsx": "Excel", ".xls": "Excel", ".ods": "OpenDocument", ".json": "JSON"}
FOLDERS_AT_MOST = 3  # how deep below data and meta files are looked for


@dataclass
class SdgSite:
    """The files of a site.

    Attributes:
        folder: of the site.
        data: the file of figures of each indicator, by its key such as 1-2-1.
        metadata: what is said of each indicator, by language; the empty text where the site has one language alone.
        languages: those of the site, the one that is read first.
        words: what the keys of translations say.
        licence: the first line of the site's licence.
        aside: what could not be read.
        remarks: what is not read, one sentence each.
    """

    folder: Path
    data: dict[str, Path] = field(default_factory=dict)
    metadata: dict[str, dict[str, Fields]] = field(default_factory=dict)
    languages: list[str] = field(default_factory=list)
    words: dict[str, str] = field(default_factory=dict)
    licence: str = ""
    aside: list[SetAside] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def shown(self, path: Path) -> str:
        """Return a file as it is named in tables and messages."""
        return path.relative_to(self.folder).as_posix()

    def set_file_aside(self, path: Path, reason: str, figures: int = 0) -> None:
        """Note a file that is not read."""
        self.aside.append(SetAside(self.shown(path), "", "", "", reason, figures))

    def fields(self, key: str) -> tuple[Fields, list[Fields]]:
        """Return what is said of an indicator in the language that is read, and in the others."""
        by_language = self.metadata.get(key, {})
        order = sorted(by_language, key=lambda word: (bool(word), self._place(word), word))
        shared = by_language.get("", {})
        named = [by_language[word] for word in order if word]
        return (
            named[0] | {k: v for k, v in shared.items() if k not in named[0]} if named else shared
        ), named[1:]

    def _place(self, language: str) -> int:
        return self.languages.index(language) if language in self.languages else len(self.languages)


def find_site(folder: Path, language: str = "") -> SdgSite:
    """Return the files of a site, with its metadata read.

    Args:
        folder: of the site.
        language: the one whose words are taken; by default the first that the site names, else English.

    Raises:
        FileNotFoundError: the folder holds no data of an Open SDG site.
    """
    site = SdgSite(folder)
    config = _config(site)
    root = _inside(folder, config.get("src_dir")) or folder
    data = _inside(root, _folder_of(config, "Data")) or root / "data"
    if not data.is_dir():
        raise FileNotFoundError(f"{folder}: not the folder of an Open SDG site; it must hold the folder data")
    named = config.get("languages")
    named = [word for word in (named if isinstance(named, list) else []) if isinstance(word, str)]
    site.languages = list(dict.fromkeys([*([language] if language else []), *named, "en"]))
    _find_data(site, data)
    for place in _meta_folders(root, _inside(root, _folder_of(config, "Meta"))):
        _find_metadata(site, place)
    _find_words(site, root)
    site.licence = _licence(folder)
    return site


def _config(site: SdgSite) -> dict[str, Any]:
    """Return the site's own settings; none where they cannot be read, which is said."""
    for name in CONFIGS:
        path = site.folder / name
        if path.is_file() and _is_inside(path, site.folder):
            try:
                return read_fields(path)
            except Unreadable as error:
                site.set_file_aside(path, str(error))
    return {}


def _inside(folder: Path, part: object) -> Path | None:
    """Return a folder within another; None where it leads out or is not there."""
    if not isinstance(part, str) or not part.strip() or len(part) > 200 or "\0" in part:
        return None
    path = folder / part.strip().lstrip("/")
    return path if path.is_dir() and _is_inside(path, folder) else None


def _is_inside(path: Path, folder: Path) -> bool:
    return path.resolve().is_relative_to(folder.resolve())


def _folder_of(config: dict[str, Any], kind: str) -> str:
    """Return the folder that the first input of a kind names, such as ``data`` of ``data/*-*.csv``."""
    inputs = config.get("inputs")
    for entry in inputs if isinstance(inputs, list) else []:
        if isinstance(entry, dict) and str(entry.get("class", "")).endswith(kind):
            pattern = str(entry.get("path_pattern", ""))[:200]
            return pattern.rpartition("/")[0] if "*" not in pattern.rpartition("/")[0] else ""
    return ""


def _files(folder: Path, deep: int = FOLDERS_AT_MOST) -> Iterable[Path]:
    """Yield the files below a folder in order; hidden ones left out, links to folders not followed."""
    for path in sorted(folder.iterdir()):
        if path.name.startswith("."):
            continue
        if path.is_dir() and not path.is_symlink() and deep > 1:
            yield from _files(path, deep - 1)
        elif path.is_file():
            yield path


def indicator_key(stem: str) -> str | None:
    """Return the key of an indicator by the name of its file; None where it names none."""
    key = re.sub(r"^(?:indicator[_-]|(?!archived)[^\W\d_]{2,30}_(?=[0-9]))", "", stem)
    return key.replace(".", "-") if KEY.fullmatch(key) else None


def _find_data(site: SdgSite, folder: Path) -> None:
    for path in _files(folder):
        if not _is_inside(path, site.folder):
            site.set_file_aside(path, "the file is a link that leads out of the folder")
            continue
        if path.suffix.lower() != ".csv":
            if form := OTHER_FORMS.get(path.suffix.lower()):
                site.set_file_aside(path, f"not read: {form}")
            continue
        key = indicator_key(path.stem)
        if key is None:
            site.set_file_aside(
                path, "its name is not that of an indicator, such as indicator_1-2-1", _rows(path)
            )
        elif key in site.data:
            reason = f"the figures of {key} are in {site.shown(site.data[key])} already"
            site.set_file_aside(path, reason, _rows(path))
        else:
            site.data[key] = path


def _rows(path: Path) -> int:
    """Return how many figures a file that is not taken in holds."""
    from psa.authoring.importing.sdg_figures import read_figures
    from psa.authoring.importing.set_aside import figures_in

    figures = read_figures(path, path.name)
    return figures.number + figures_in(figures.aside)


def _meta_folders(root: Path, named: Path | None) -> list[Path]:
    """Return the folders that hold metadata, in order: that of the settings, and each whose name speaks of it."""
    names = re.compile(r"(.*[-_])?meta([dt]a?t?[a-zà-ÿ]*)?([-_].*)?|indicator[-_]config", re.IGNORECASE)
    folders = {p for p in root.iterdir() if p.is_dir() and not p.is_symlink() and names.fullmatch(p.name)}
    return sorted(folders | ({named} if named else set()))


def _find_metadata(site: SdgSite, folder: Path) -> None:
    names = _mapping(site, folder)
    for path in _files(folder):
        key = indicator_key(path.stem)
        if key is None or path.suffix.lower() not in ENDINGS:
            if key and path.suffix.lower() in {".docm", ".docx", ".doc", ".xls"}:
                site.set_file_aside(path, f"metadata not read: {path.suffix[1:]}")
            continue
        if not _is_inside(path, site.folder):
            site.set_file_aside(path, "the file is a link that leads out of the folder")
            continue
        try:
            fields = read_fields(path, names)
        except Unreadable as error:
            site.set_file_aside(path, f"metadata not read: {error}")
            continue
        language = path.parent.name if path.parent != folder else ""
        held = site.metadata.setdefault(key, {}).setdefault(language, {})
        held.update({name: value for name, value in fields.items() if held.get(name) in (None, "")})


def _mapping(site: SdgSite, folder: Path) -> dict[str, str]:
    """Return the field that each label of metadata in CSV stands for."""
    for path in (folder.parent / "metadata-mapping.csv", folder / "metadata-mapping.csv"):
        if path.is_file() and _is_inside(path, site.folder):
            try:
                return {field_key(k.replace("_", " ")): v for k, v in read_fields(path).items()}
            except Unreadable as error:
                site.set_file_aside(path, str(error))
    return {}


def _find_words(site: SdgSite, root: Path) -> None:
    """Read the site's own translations, in the language that is read: translations/en/global_indicators.yml."""
    folder = root / "translations"
    if not folder.is_dir() or folder.is_symlink():
        return
    for path in _files(folder):
        is_read = path.suffix in {".yml", ".yaml", ".json"} and site.languages[0] in path.parts
        if is_read and _is_inside(path, site.folder):
            try:
                fields = read_fields(path)
            except Unreadable as error:
                site.set_file_aside(path, str(error))
                continue
            site.words |= {f"{path.stem}.{k}": v for k, v in fields.items() if isinstance(v, str)}


def _licence(folder: Path) -> str:
    """Return the first line of the licence that lies in the folder."""
    for path in sorted(folder.glob("LICEN[CS]E*")):
        if path.is_file() and _is_inside(path, folder):
            lines = path.read_bytes()[:4000].decode("utf-8", "replace").splitlines()
            return next((line.strip("# ").strip()[:100] for line in lines if line.strip("# ")), "")
    return ""
