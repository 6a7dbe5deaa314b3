"""Write a table as JSON."""

import json

import numpy as np
import pandas as pd

from psa.csv_text import format_cell


def finite(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame without infinite numbers, for which JSON has no word."""
    numbers = frame.select_dtypes("float")
    return (
        frame.assign(**numbers.where(np.isfinite(numbers))) if np.isinf(numbers).to_numpy().any() else frame
    )


def json_records(frame: pd.DataFrame) -> list[str]:
    """Return each row of a frame as a JSON object, keys sorted; what is not known is null.

    Numbers have ten significant digits and dates are ISO, as in the CSV.
    """
    columns = sorted(frame.columns)
    keys = [json.dumps(c, ensure_ascii=False) for c in columns]
    lists = [[_json_cell(v) for v in frame[c].tolist()] for c in columns]
    return [
        "{" + ",".join(f"{k}:{v}" for k, v in zip(keys, row, strict=True)) + "}"
        for row in zip(*lists, strict=True)
    ]


def json_text(frame: pd.DataFrame) -> str:
    """Return a frame as a JSON array of records (`json_records`), one a line."""
    return json_array(json_records(frame))


def json_array(records: list[str]) -> str:
    return "[\n" + ",\n".join(records) + "\n]\n" if records else "[]\n"


def _json_cell(value) -> str:
    """Return one cell in JSON, from how it is written in a CSV."""
    text = format_cell(value)
    if not text:
        return "null"
    return (
        text
        if isinstance(value, (bool, np.bool_, int, float, np.number))
        else json.dumps(text, ensure_ascii=False)
    )
