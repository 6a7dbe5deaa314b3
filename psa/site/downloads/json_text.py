"""Write tables as JSON."""

import json

import numpy as np
import pandas as pd

from psa.files.csv_text import format_cell


def json_text(value: object, indent: int | None = None) -> str:
    """Return a value as a text of JSON that ends its line; letters beyond ASCII stay as they are."""
    return json.dumps(value, ensure_ascii=False, indent=indent) + "\n"


def json_records(frame: pd.DataFrame) -> list[str]:
    """Return each row of a frame as a JSON object, keys sorted; what is not known is null.

    Numbers have ten significant digits and dates are ISO, as in the CSV.
    """
    columns = sorted(frame.columns)
    keys = [json.dumps(column, ensure_ascii=False) for column in columns]
    cells = [_cells(frame[column].tolist()) for column in columns]
    return [
        "{" + ",".join(f"{key}:{cell}" for key, cell in zip(keys, row, strict=True)) + "}"
        for row in zip(*cells, strict=True)
    ]


def json_array(records: list[str]) -> str:
    """Return JSON objects as an array, one a line."""
    return "[\n" + ",\n".join(records) + "\n]\n" if records else "[]\n"


def _cells(values: list[object]) -> list[str]:
    """Return one column in JSON; a text that comes again and again is written once."""
    known: dict[str, str] = {}
    cells = []
    for value in values:
        if not isinstance(value, str):
            cells.append(_cell(value))
            continue
        if value not in known:
            known[value] = _cell(value)
        cells.append(known[value])
    return cells


def _cell(value: object) -> str:
    """Return one cell in JSON, from how it is written in a CSV."""
    text = format_cell(value)
    if not text:
        return "null"
    is_bare = isinstance(value, (bool, np.bool_, int, float, np.number))
    return text if is_bare else json.dumps(text, ensure_ascii=False)
