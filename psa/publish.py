"""Write results down: tables, typed data, pages and the index. Nothing here computes a result."""

import csv
import os
import re
import threading
from functools import lru_cache
from pathlib import Path

import numpy as np
import pandas as pd

from psa import paths

TEMPLATES = Path(__file__).resolve().parent / "templates"
RATING_FILES = ("indicator_ratings.csv", "agreement_ratings.csv", "department_ratings.csv")


# ------------------------------------------------------------------------------------------ tables


def format_cell(value) -> str:
    """Return a value as it is written in a CSV: shortest form, ten significant digits, NA empty."""
    if value is None or value is pd.NaT or (isinstance(value, float) and np.isnan(value)):
        return ""
    if isinstance(value, (bool, np.bool_)):
        return "true" if value else "false"
    if isinstance(value, (float, np.floating)):
        short = float(f"{float(value):.10g}")
        return str(int(short)) if short.is_integer() and abs(short) < 1e15 else repr(short)
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    return str(value)


# what a spreadsheet takes for the start of a formula (OWASP, CSV Injection), also after our own mark
_FORMULA = re.compile("'*[=+\\-@\\t\\r\\n\uff1d\uff0b\uff0d\uff20]")
_NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")


def plain_text_cell(text: str) -> str:
    """Return a text as a spreadsheet shows it and never computes it: marked with a single quote if need be.

    Only a text that begins like a formula (= + - @, tab, line end) and is no number gets the mark, and one
    that has marks before such a sign gets one more. To read the text back, remove one quote from a cell
    that begins with quotes and then such a sign; every other cell is as it was.
    """
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text


def write_text(text: str, path: Path) -> Path:
    """Write a text file, whole or not at all: UTF-8, LF."""
    return write_bytes(text.encode("utf-8"), path)


def write_bytes(data: bytes, path: Path) -> Path:
    """Write a file, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}.{threading.get_ident()}.part")
    try:
        part.write_bytes(data)
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)
    return path


def table_text(frame: pd.DataFrame) -> str:
    """Return a frame as CSV: no index, the same text for the same frame, no cell a spreadsheet would compute."""
    lines = _Lines()
    writer = csv.writer(lines, lineterminator="\n")
    writer.writerow(frame.columns)
    writer.writerows([[plain_text_cell(format_cell(v)) for v in row] for row in frame.itertuples(index=False)])
    return "".join(lines.parts)


def write_table(frame: pd.DataFrame, path: Path) -> Path:
    """Write a frame as CSV (`table_text`), whole or not at all."""
    return write_text(table_text(frame), path)


class _Lines:
    """Collect what a csv.writer writes."""

    def __init__(self):
        self.parts: list[str] = []

    def write(self, text: str) -> None:
        self.parts.append(text)


def save_table(frame: pd.DataFrame, notebook: str, run_id: str) -> None:
    """Save what a notebook found: ``<outputs>/<notebook>/<run_id>.csv``. The last cell of each calls it."""
    write_table(frame, paths.outputs() / notebook / f"{run_id}.csv")


def write_processed(framework, series: pd.DataFrame) -> None:
    """Write a framework's typed tables and its long frame as Parquet, for other tools to read.

    They go to ``data/processed/<framework>``, or below the outputs folder where ``PSA_OUTPUTS`` is set.
    """
    home = Path(os.environ["PSA_OUTPUTS"]) / "processed" if os.environ.get("PSA_OUTPUTS") else paths.PROCESSED
    folder = home / framework.name
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in [*framework.tables.items(), ("series", series)]:
        part = folder / f".{name}.{os.getpid()}.part"
        table.to_parquet(part, index=False)
        os.replace(part, folder / f"{name}.parquet")


def write_ratings(rated, folder: Path) -> list[Path]:
    """Write the three rating tables to a folder and return their paths.

    Args:
        rated: a `psa.ratings.Ratings`.
        folder: where to.
    """
    frames = (rated.indicators, rated.agreements, rated.departments)
    return [write_table(frame, folder / name) for frame, name in zip(frames, RATING_FILES, strict=True)]


# ------------------------------------------------------------------------------------------- pages

_thread = threading.local()


def _exporter():
    """Return this thread's exporter: making one is dear, using one from two threads is not safe."""
    if not hasattr(_thread, "exporter"):
        from nbconvert import HTMLExporter

        _thread.exporter = HTMLExporter(extra_template_basedirs=[str(TEMPLATES)], template_name="workbook")
    return _thread.exporter


def notebook_page(notebook, title: str, home: str = "../index.html") -> str:
    """Return an executed notebook as a page: its text, tables and pictures, the code folded away.

    Args:
        notebook: an nbformat notebook.
        title: the page's title.
        home: the relative address of the index.
    """
    resources = {"page_title": title, "home": home, "css": style()}
    body, _ = _exporter().from_notebook_node(_as_page(notebook), resources=resources)
    return body


def _as_page(notebook):
    """Return a notebook in a reader's order: what it found first, how it was made at the end.

    The page begins with the cell that shows the heading of the page; what stands before it (the
    question, the imports, the parameters) goes to the end.
    """
    import nbformat

    page = nbformat.from_dict(notebook)
    at = next((i for i, cell in enumerate(page.cells) if _shows_heading(cell)), 0)
    before = page.cells[:at]
    if before and before[0].cell_type == "markdown":
        _, _, text = before[0].source.partition("\n")
        before[0] = nbformat.from_dict({**before[0], "source": f"## About this page\n{text}"})
    page.cells = page.cells[at:] + [
        c for c in before if not (c.cell_type == "markdown" and c.source.startswith("## Load"))
    ]
    return page


def _shows_heading(cell) -> bool:
    outputs = cell.get("outputs", [])
    return any(str(o.get("data", {}).get("text/markdown", "")).startswith("# ") for o in outputs)


@lru_cache(maxsize=1)
def style() -> str:
    """Return the style sheet of all pages."""
    return (TEMPLATES / "style.css").read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def _environment():
    import jinja2

    loader = jinja2.FileSystemLoader(TEMPLATES)
    return jinja2.Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True)


def write_index(rated, pages: list[dict], folder: Path) -> Path:
    """Write the index: every agreement with its label, every department, the other notebooks.

    Args:
        rated: a `psa.ratings.Ratings`.
        pages: one dict a run: for_each, notebook, run_id, title, page (relative address, empty where
            there is none), is_failed.
        folder: the outputs folder.
    """
    framework = rated.framework
    text = _environment().get_template("index.html.j2").render(
        framework=framework, title=framework.settings["title"] or framework.name, css=style(), word=framework.word,
        agreements=rated.agreements.to_dict("records"), departments=rated.departments.to_dict("records"),
        pages={(p["for_each"], p["run_id"]): p for p in pages},
        others=[p for p in pages if p["for_each"] == "none"], failed=[p for p in pages if p["is_failed"]],
    )  # fmt: skip
    return write_text(text, folder / "index.html")
