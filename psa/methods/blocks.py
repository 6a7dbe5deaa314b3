"""Cut a long frame into blocks of series, so that arrays which are padded to the longest series stay small.

Series that share an error group stay together, as they are judged together (`psa.methods.smoothness`). A frame that is
small as a whole is one block.
"""

from collections.abc import Iterator

import numpy as np
import pandas as pd

MOST_CELLS = 1_000_000  # of one padded array: series times the figures of the longest


def blocks_of(frame: pd.DataFrame, most: int = MOST_CELLS) -> Iterator[pd.DataFrame]:
    """Yield the rows of a long frame in blocks of whole series, those of short series first.

    Args:
        frame: `measure_id` and, where it is known, `error_group`; one row a figure.
        most: cells of a padded array, unless one group of series alone needs more.
    """
    sizes = frame["measure_id"].value_counts(sort=False)
    if len(sizes) * int(sizes.max() if len(sizes) else 0) <= most:
        yield frame
        return
    keys = frame["measure_id"].astype(object)
    if "error_group" in frame:
        group = frame["error_group"].fillna("").astype(object)
        keys = keys.where(group == "", "group " + group)
    lengths = frame["measure_id"].map(sizes)
    groups = pd.DataFrame(
        {"longest": lengths.groupby(keys).max(), "series": frame["measure_id"].groupby(keys).nunique()}
    )
    groups = groups.sort_values("longest", kind="stable")
    block, series, number = [], 0, 0
    for longest, count in groups.itertuples(index=False):
        if series and (series + count) * longest > most:
            number, series = number + 1, 0
        series += count
        block.append(number)
    places = keys.map(pd.Series(block, groups.index)).to_numpy()
    for which in np.unique(places):
        yield frame[places == which]
