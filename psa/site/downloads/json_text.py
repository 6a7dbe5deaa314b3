"""Write tables as JSON."""

import json

import numpy as np
import pandas as pd

from psa.csv_text import format_cell


def json_text(value: object, indent: int | None = None) -> str:
    """Return a value as a text of JSON that ends its line; letters beyond ASCII stay as they are."""
    return json.dumps(value, ensure_ascii=False, indent=indent) + "\n"


def json_records(frame: pd.DataFrame) -> list[str]:
    """Return each row of a frame as a JSON object, keys sorted; what is not known is null.

    Numbers have ten significant digits and dates are ISO, as in the CSV.
    """
    columns = sorted(frame.columns)
    keys = [json.dumps(column, ensure_ascii=False) for column in columns]
    cells = [[_cell(value) for value in frame[column].tolist()] for column in columns]
    return [
        "{" + ",".join(f"{key}:{cell}" for key, cell in zip(keys, row, strict=True)) + "}"
        for row in zip(*cells, strict=True)
    ]


def json_array(records: list[str]) -> str:
    """Return JSON objects as an array, one a line."""
    return "[\n" + ",\n".join(records) + "\n]\n" if records else "[]\n"


def _cell(value: object) -> str:
    """Return one cell in JSON, from how it is written in a CSV."""
    text = format_cell(value)
    if not text:
        return "null"
    is_bare = isinstance(value, (bool, np.bool_, int, float, np.number))
    return text if is_bare else json.dumps(text, ensure_ascii=False)
