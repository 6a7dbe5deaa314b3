"""Name every file of a framework's folder that is not read, so that no table is left out in silence.

A file that may be a table under a name that is a slip away (``framework.csv.txt``, ``STREETS.CSV``, a subfolder) is
a fault, because a rating would be made without it. Any other is named in one remark, but for what is passed over
knowingly: hidden files, locks and backups (`psa.files.names`), and texts for people such as a README or what it names.
"""

import re
from pathlib import Path

from psa.data.faults import Fault
from psa.data.reading.folder import files_of
from psa.data.reading.header import is_slip
from psa.data.schema import TABLES
from psa.files.names import names_below
from psa.words import listed, near

_TEXT = ("csv", "txt", "tsv", "tab")
_WORKBOOKS = ("xlsx", "xlsm", "xls", "ods", "numbers")
_COMPRESSED = ("gz", "zip", "bz2", "xz", "7z")
_ENDINGS = {*_TEXT, *_WORKBOOKS, *_COMPRESSED, "parquet", "json"}
_COPY = re.compile(
    r"^(copy of |kopie von )|( - copy| copy| kopie| - kopie)?\s*(\([0-9]+\)| [0-9]+)?$", re.IGNORECASE
)
_FOR_PEOPLE = re.compile(r"(readme|licen[cs]e|notice|changelog|contributing|citation)\b.*|.*\.md", re.I)
MOST_NAMED = 8


def unread_files(folder: Path) -> tuple[list[Fault], list[Fault]]:
    """Return a fault for each file that may be a table and is not read, and a remark that names the others.

    Args:
        folder: of a framework.
    """
    read = {
        path.relative_to(folder).as_posix() for table in TABLES.values() for path in files_of(table, folder)
    }
    faults, others = [], []
    about = _texts_for_people(folder)
    for name in names_below(folder):
        if name in read or _FOR_PEOPLE.fullmatch(Path(name).name) or _is_named(name, about):
            continue
        if fault := _not_read(name, folder):
            faults.append(fault)
        else:
            others.append(name)
    return faults, _remark(others)


def _not_read(name: str, folder: Path) -> Fault | None:
    """Return the fault of one file that is not read and may be a table; None where it is something else."""
    *folders, file = name.split("/")
    stem, endings = _without_endings(file)
    home = _table_meant(folders[0]) if folders else ""
    is_part = bool(home) and TABLES[home].is_folder and bool(endings)
    table = "" if folders else _table_meant(stem) if endings or stem in TABLES else ""
    if is_part:
        meant = f"{home}/{_plain(stem)}.csv"
    elif table:
        meant = f"{table}.csv"
    elif columns_of := _table_by_header(folder / name, endings):
        meant = f"{columns_of}/{_plain(stem)}.csv" if TABLES[columns_of].is_folder else f"{columns_of}.csv"
    else:
        return None
    return Fault(name, None, None, _problem(endings, meant), _remedy(meant, endings, folder, name))


def _table_by_header(path: Path, endings: list[str]) -> str:
    """Return the table whose required columns a file of text has in its first line; empty where none has."""
    if endings[-1:] and endings[-1] not in _TEXT or not path.is_file():
        return ""
    with path.open("rb") as file:
        first = file.readline(10_000).decode("utf-8-sig", errors="replace")
    names = {cell.strip().strip('"').lower() for cell in re.split("[,;\t]", first)}
    for table in TABLES.values():
        needed = {column.name for column in table.columns if column.is_required}
        if len(needed) > 1 and needed <= names:
            return table.name
    return ""


def _problem(endings: list[str], meant: str) -> str:
    kind = endings[-1] if endings else ""
    if kind in _COMPRESSED:
        return "the file is not read: it is compressed"
    if kind in _WORKBOOKS:
        return "the file is not read: it is a spreadsheet's workbook, not CSV"
    content = "figures" if "/" in meant else "a table"
    return f"the file is not read: {content} may be in it, under another name or place"


def _remedy(meant: str, endings: list[str], folder: Path, name: str) -> str:
    if (folder / meant).exists() and not (folder / meant).samefile(folder / name):
        return f"{meant} is there too: keep one of the two"
    if set(endings) <= set(_TEXT):
        return f"Is {meant} meant? Rename it, or take it out of the folder"
    return f"Save it as {meant}, in UTF-8, or take it out of the folder"


def _without_endings(file: str) -> tuple[str, list[str]]:
    """Return a file's name without the endings of tables, and those, in order and without case."""
    stem = file.rstrip()
    endings: list[str] = []
    while (parts := stem.rpartition("."))[1] and parts[2].lower() in _ENDINGS:
        stem = parts[0]
        endings.insert(0, parts[2].lower())
    return stem, endings


def _plain(stem: str) -> str:
    return re.sub(r"\s+", "-", _COPY.sub("", stem).strip()).lower()


def _table_meant(stem: str) -> str:
    """Return the table that a name is, or is a slip away from; empty where it is another word."""
    plain = re.sub(r"[\s_.-]+", "_", _COPY.sub("", stem).strip()).lower()
    if plain in TABLES:
        return plain
    slips = [name for name in TABLES if is_slip(plain, name) or is_slip(plain + "s", name)]
    alike = near(plain, TABLES, 1, 0.85)
    return (slips or alike or [""])[0]


def _texts_for_people(folder: Path) -> str:
    return "\n".join(
        path.read_text(encoding="utf-8", errors="replace")
        for path in sorted(folder.iterdir())
        if path.is_file() and path.name.lower().startswith("readme")
    )


def _is_named(name: str, about: str) -> bool:
    """Say whether a text for people names a file, or the folder that it lies in, in code: `` `notes.csv` ``."""
    first, *rest = name.split("/")
    return f"`{name}`" in about or (bool(rest) and f"`{first}/`" in about and first not in TABLES)


def _remark(names: list[str]) -> list[Fault]:
    if not names:
        return []
    shown = names[:MOST_NAMED] + ([f"{len(names) - MOST_NAMED} more"] if len(names) > MOST_NAMED else [])
    verb = "is not a table and is" if len(names) == 1 else "are not tables and are"
    remedy = "Rename it where it is one; where it belongs here, name it in the folder's README.md"
    return [Fault(names[0], None, None, f"{listed(shown)} {verb} not read", remedy)]
