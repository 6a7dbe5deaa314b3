"""Put the folder of a new framework in place: whole and checked, or not at all."""

import csv
import io
import os
import re
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from psa import paths
from psa.data.faults import FrameworkError
from psa.data.load import check_framework
from psa.data.schema import TABLES, Table
from psa.files.write import write_text

NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")

Rows = Mapping[str, Sequence[dict[str, str]]]  # the rows of each table, by column


def check_name(name: str) -> str:
    """Return the name of a framework's folder.

    Raises:
        ValueError: it is not made of lower case letters, digits and hyphens; the message says what to write.
    """
    if not NAME.fullmatch(name):
        raise ValueError(
            f"{name!r} cannot name a framework: use lower case letters, digits and hyphens, "
            "begin with a letter or a digit, and write at most 60, such as coast-2030"
        )
    return name


def new_folder(name: str, home: Path | None = None) -> Path:
    """Return the folder that a new framework will have.

    Args:
        name: of the framework.
        home: the folder around it; data/raw by default.

    Raises:
        ValueError: the name cannot be one, or is taken.
        FileNotFoundError: the folder around it is not there.
    """
    home = Path(home) if home else paths.RAW
    folder = home / check_name(name)
    if not home.is_dir():
        raise FileNotFoundError(
            f"{home}: no such folder to put {name} in. Make it first, or give another with --in."
        )
    if os.path.lexists(folder):
        raise ValueError(
            f"{folder} is there already; nothing was written. Give another name, or move it away first."
        )
    return folder


def table_csv(table: Table, rows: Sequence[dict[str, str]]) -> str:
    """Return a table as the text of its file: every column of the schema, one row a dictionary.

    Raises:
        ValueError: a row has a column that the schema does not.
    """
    out = io.StringIO()
    writer = csv.DictWriter(out, [c.name for c in table.columns], restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def framework_files(tables: Rows) -> dict[str, str]:
    """Return the files of a framework, by their path in its folder, from the rows of its tables.

    Every table of the schema gets its file, those without rows the header alone; the figures get one file
    an agreement.
    """
    files = {f"{n}.csv": table_csv(t, tables.get(n, [])) for n, t in TABLES.items() if not t.is_folder}
    agreement = {row["indicator_id"]: row["agreement_id"] for row in tables.get("indicators", [])}
    owner = {row["measure_id"]: agreement[row["indicator_id"]] for row in tables.get("measures", [])}
    parts: dict[str, list[dict[str, str]]] = {}
    for row in tables.get("observations", []):
        parts.setdefault(owner[row["measure_id"]], []).append(row)
    for name, rows in parts.items():
        files[f"observations/{name}.csv"] = table_csv(TABLES["observations"], rows)
    if not parts:
        files["observations.csv"] = table_csv(TABLES["observations"], [])
    return files


def write_framework(folder: Path, files: Mapping[str, str]) -> Path:
    """Write the files of a new framework, whole and checked, or nothing; return its folder.

    Args:
        folder: where it will be; from `new_folder`.
        files: the text of each file by its path in the folder.

    Raises:
        FrameworkError: the tables do not pass the check; nothing was written.
        ValueError: a path leads out of the folder, or the folder has come into being meanwhile.
    """
    for name in files:
        if Path(name).is_absolute() or ".." in Path(name).parts:
            raise ValueError(f"{name} leads out of the framework's folder; nothing was written")
    part = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", suffix=".part", dir=folder.parent))
    try:
        made = part / folder.name
        for name, text in sorted(files.items()):
            write_text(text, made / name)
        faults, _ = check_framework(made)
        if faults:
            raise FrameworkError(faults)
        if os.path.lexists(folder):
            raise ValueError(f"{folder} was made by someone else meanwhile; nothing was written. Try again.")
        os.rename(made, folder)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return folder
