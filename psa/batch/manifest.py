"""Read and write what is noted beside the outputs: what became of each run, and what it read."""

import csv
import io
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from psa.files.write import write_text

MANIFEST = "manifest.csv"
INPUTS = ".inputs.json"


@dataclass(frozen=True)
class Record:
    """What became of a run: done, up_to_date, failed, interrupted (no end was recorded) or not_run."""

    notebook: str
    run_id: str
    status: str
    why: str = ""
    seconds: float = 0.0
    key: str = ""
    error: str = ""

    @property
    def name(self) -> str:
        """Folder and file stem below outputs."""
        return f"{self.notebook}/{self.run_id}"


COLUMNS = [field.name for field in fields(Record)]
Rows = dict[str, dict[str, Any]]


def read_manifest(folder: Path) -> Rows:
    """Return the manifest of an outputs folder by run name; empty where there is none."""
    path = folder / MANIFEST
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        return {f"{row['notebook']}/{row['run_id']}": row for row in csv.DictReader(file)}


def row_of(record: Record) -> dict[str, Any]:
    """Return a record as a row of the manifest."""
    return asdict(record)


def write_manifest(rows: Rows, order: Iterable[str], folder: Path) -> None:
    """Write the rows of the runs that are named, in their order; whole or not at all."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows[name] for name in order if name in rows)
    write_text(text.getvalue(), folder / MANIFEST)


def read_inputs(folder: Path) -> dict[str, dict[str, str]]:
    """Return a hash for each input of each run when it was last done, by run name; empty without a note."""
    try:
        noted = json.loads((folder / INPUTS).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return noted if isinstance(noted, dict) else {}


def write_inputs(noted: dict[str, dict[str, str]], folder: Path) -> None:
    """Write a hash for each input of each run; whole or not at all."""
    write_text(json.dumps(noted, indent=0, sort_keys=True), folder / INPUTS)
