"""Save what a notebook found: tables, typed data, ratings."""

import os
from pathlib import Path

import pandas as pd

from psa import paths
from psa.data.framework import Framework
from psa.files.csv_text import write_table
from psa.files.write import RATING_FILES, TARGETS_FILE, write_bytes
from psa.methods.ratings import Ratings


def save_table(frame: pd.DataFrame, notebook: str, run_id: str) -> None:
    """Save what a notebook found: ``<outputs>/<notebook>/<run_id>.csv``. The last cell of each calls it."""
    write_table(frame, paths.outputs() / notebook / f"{run_id}.csv")


def write_processed(framework: Framework, series: pd.DataFrame) -> None:
    """Write a framework's typed tables and its long frame as Parquet, for other tools to read.

    They go to ``data/processed/<framework>``, or below the outputs folder where ``PSA_OUTPUTS`` is set.
    """
    home = Path(os.environ["PSA_OUTPUTS"]) / "processed" if os.environ.get("PSA_OUTPUTS") else paths.PROCESSED
    for name, table in [*framework.tables.items(), ("series", series)]:
        write_bytes(table.to_parquet(index=False), home / framework.name / f"{name}.parquet")


def write_ratings(rated: Ratings, folder: Path) -> list[Path]:
    """Write the three rating tables to a folder and return their paths."""
    frames = (rated.indicators, rated.agreements, rated.departments)
    return [write_table(frame, folder / name) for frame, name in zip(frames, RATING_FILES, strict=True)]


def write_targets(rated: Ratings, folder: Path) -> Path:
    """Write every target and minimum standard with what became of it to a folder and return the path."""
    return write_table(rated.scoreboard, folder / TARGETS_FILE)
