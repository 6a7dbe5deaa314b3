"""Split short series into the points of the baseline and the later ones that are judged against it."""

from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

from psa.methods.array_types import Counts, Flags, Floats
from psa.methods.trend_arrays import check_finite, check_not_negative, in_time_order, two_dimensional


@dataclass(frozen=True)
class BaselineSplit:
    """Series in time order, used points first, with where their baseline ends.

    Attributes:
        time, value, se: 2-D; NaN where there is no point.
        in_fit: 2-D mask of the baseline's points.
        in_later: 2-D mask of the points to judge.
        m, k: how many there are of the one and the other.
        has_se: True where every point used has a standard error.
    """

    time: Floats
    value: Floats
    se: Floats
    in_fit: Flags
    in_later: Flags
    m: Counts
    k: Counts
    has_se: Flags

    def part(self, rows: slice | Counts) -> "BaselineSplit":
        """Return some of the series."""
        return BaselineSplit(*(getattr(self, field.name)[rows] for field in fields(self)))


def split_baseline(
    time: npt.ArrayLike,
    value: npt.ArrayLike,
    se: npt.ArrayLike | None,
    is_baseline: npt.ArrayLike,
    is_later: npt.ArrayLike,
    first_row: int = 0,
) -> BaselineSplit:
    """Return series split at the end of their baseline; arguments as for `baseline_trend_test`.

    Raises:
        ValueError: shapes that do not fit, an infinite number, a negative standard error, two points at one
            time, a later point that is not after the baseline.
    """
    arrays = two_dimensional(
        time=time, value=value, se=np.nan if se is None else se, is_baseline=is_baseline, is_later=is_later
    )
    times, values, errors = (np.asarray(array, float) for array in arrays[:3])
    baseline, later = (np.asarray(array, bool) for array in arrays[3:])
    is_wanted = baseline | later
    for name, array in (("time", times), ("value", values), ("se", errors)):
        check_finite(name, array, is_wanted, first_row)
    check_not_negative("se", errors, is_wanted)
    is_used = is_wanted & np.isfinite(values) & np.isfinite(times)
    values, errors = np.where(is_used, values, np.nan), np.where(is_used, errors, np.nan)
    m = (baseline & is_used).sum(axis=1)
    times, values, errors, baseline, later, count = in_time_order(
        is_used, times, values, errors, baseline, later, first_row=first_row
    )
    columns = np.arange(times.shape[1])
    in_fit = columns < m[:, None]
    in_later = (columns < count[:, None]) & ~in_fit
    rows = np.flatnonzero(((in_fit & (later | ~baseline)) | (in_later & baseline)).any(axis=1))
    if len(rows):
        raise ValueError(
            f"a later point of series {rows[0] + first_row} is not after its last baseline point"
        )
    has_se = ((errors > 0) | ~(in_fit | in_later)).all(axis=1) & (count > 0)
    return BaselineSplit(times, values, errors, in_fit, in_later, m, count - m, has_se)
