"""Where the rows of each id are in a table, found once for all."""

import numpy as np
import pandas as pd

from psa.methods.array_types import Counts, Flags

Places = slice | Counts


def places(ids: pd.Series) -> dict[str, Places]:
    """Return where the rows of each id are: a slice where they follow each other, which is quicker to take."""
    found: dict[str, Places] = {}
    for name, positions in ids.groupby(ids, sort=False).indices.items():
        rows = np.asarray(positions)
        is_together = rows[-1] - rows[0] == len(rows) - 1
        found[str(name)] = slice(rows[0], rows[-1] + 1) if is_together else rows
    return found


def split_rows(table: pd.DataFrame, mask: Flags) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the rows where the mask is true and the others; all at once where they are alike, which is quicker."""
    if mask.all():
        return table, table.iloc[:0]
    return (table[mask], table[~mask]) if mask.any() else (table.iloc[:0], table)
