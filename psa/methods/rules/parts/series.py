"""Series stacked for the rules: what each is given, checked and packed to the left."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.intp]
Words = npt.NDArray[np.str_]

KINDS = {
    "target": "target",
    "standard": "standard",
    "minimum_standard": "standard",
    "direction": "direction",
    "improve": "direction",
}
EACH_SERIES = ("target", "target_time", "base_time", "limit", "full_scale", "criterion")
EACH_POINT = ("lower", "upper", "interval_level", "numerator", "denominator", "months")
FIELDS = ("kind", "value_kind", *EACH_SERIES, *EACH_POINT)


@dataclass(frozen=True)
class Series:
    """Series of published figures, one a row, with all that a rule may read.

    Points stand in time order and packed to the left: a gap joins its neighbours, and NaN fills the rest.
    What was not given is NaN.

    Attributes:
        shape: of the answer: (series,), or () where one series was given without a second axis.
        count: how many points each has.
        time, value: (series, points); time in decimal years, value in any unit.
        sign: +1 where up is good, -1 where down is good, 0 or NaN where no direction is.
        kind: target (a figure by a date), standard (a figure to keep) or direction.
        value_kind: proportion, rate, mean, ...
        target: the figure to reach or to keep, in the unit of the values; NaN for kind direction.
        target_time: its date, for kind target alone.
        base_time: when the rule's base begins; the first point where NaN.
        limit: natural limit of the values.
        full_scale: what a share is measured on, 100 or 1; NaN for what is no share.
        criterion: the smallest change that counts, in the unit of the values.
        lower, upper, interval_level: (series, points); published limits, and their level as a share.
        numerator, denominator: (series, points); counts.
        months: (series, points); length of each point's period.
    """

    shape: tuple[int, ...]
    count: Ints
    time: Floats
    value: Floats
    sign: Floats
    kind: Words
    value_kind: Words
    target: Floats
    target_time: Floats
    base_time: Floats
    limit: Floats
    full_scale: Floats
    criterion: Floats
    lower: Floats
    upper: Floats
    interval_level: Floats
    numerator: Floats
    denominator: Floats
    months: Floats

    def last(self, number: int = 1) -> Floats:
        """Return the figure that many from each series' end, 1 being the latest; NaN where there is none."""
        return entry(self.value, self.count - number)

    def last_time(self, number: int = 1) -> Floats:
        """Return the time of the point that many from each series' end; NaN where there is none."""
        return entry(self.time, self.count - number)


def entry(rows: Floats, index: Ints) -> Floats:
    """Return the entry of each row at an index of its own, NaN where the index is outside."""
    # quicker where all indices are the same, as in made series
    if len(index) and (index == index[0]).all() and 0 <= index[0] < rows.shape[1]:
        return rows[:, index[0]].copy()
    is_inside = (index >= 0) & (index < rows.shape[1])
    found = np.take_along_axis(rows, np.where(is_inside, index, 0)[:, None], axis=1)[:, 0]
    return np.where(is_inside, found, np.nan)


def last_entries(rows: Floats, count: Ints, number: int) -> Floats:
    """Return so many last entries of each row, NaN on the left where there are fewer."""
    return np.stack([entry(rows, count - number + i) for i in range(number)], axis=1)


def stack_series(
    time: npt.ArrayLike,
    value: npt.ArrayLike,
    sign: npt.ArrayLike,
    kind: npt.ArrayLike = "direction",
    value_kind: npt.ArrayLike = "proportion",
    **given: npt.ArrayLike | None,
) -> Series:
    """Check what is given of some series and return it stacked.

    Args:
        time, value: (series, points), or (points,) for one series; in time order. A point whose time or value
            is NaN or infinite counts as not published.
        sign: +1, -1, 0 or NaN; one number for all, or one a series.
        kind: target, standard (or minimum_standard) or direction (or improve); the same.
        value_kind: the same.
        given: other fields of `Series` by name; None for none. Those of a series are one number for all or
            one a series, those of a point are shaped as value or one number for all.

    Raises:
        ValueError: an unknown kind or sign, times that do not rise, shapes that do not fit.
        TypeError: an unknown field.
    """
    if unknown := set(given) - {*EACH_SERIES, *EACH_POINT}:
        raise TypeError(f"a series has no {', '.join(sorted(unknown))}")
    value = np.asarray(value, dtype=float)
    if value.ndim not in (1, 2):
        raise ValueError(f"value must have the axes (series, points) or (points,), not {value.ndim} axes")
    packing = _Packing(_widened(time, value, "time"), _widened(value, value, "value"))
    series = len(packing.count)
    each = {name: _each(given.get(name), series, name) for name in EACH_SERIES}
    kinds = _kinds(kind, series)
    each["target"] = np.where(kinds == "direction", np.nan, each["target"])
    each["target_time"] = np.where(kinds == "target", each["target_time"], np.nan)
    points = {name: packing.pack(_widened(given.get(name), value, name)) for name in EACH_POINT}
    return Series(
        shape=value.shape[:-1],
        count=packing.count,
        time=packing.time,
        value=packing.value,
        sign=_signs(sign, series),
        kind=kinds,
        value_kind=np.broadcast_to(np.asarray(value_kind), (series,)).astype(str),
        **each,
        **points,
    )


class _Packing:
    """The published points of each series moved to the left, and the same done to what stands beside them."""

    def __init__(self, time: Floats, value: Floats):
        is_point = np.isfinite(time) & np.isfinite(value)
        self.count = is_point.sum(axis=1)
        self._is_kept = np.arange(time.shape[1]) < self.count[:, None]
        is_packed = bool((is_point == self._is_kept).all())  # most are: no gap before a point
        self._order = None if is_packed else np.argsort(~is_point, axis=1, kind="stable")
        self.time, self.value = self.pack(time), self.pack(value)
        is_backward = (np.diff(self.time, axis=1) <= 0).any(axis=1)
        if is_backward.any():
            which = is_backward.argmax()
            raise ValueError(f"times must rise strictly within a series; series {which} repeats or falls")

    def pack(self, rows: Floats) -> Floats:
        """Return the entries of the published points, moved to the left; NaN behind them."""
        if self._order is not None:
            rows = np.take_along_axis(rows, self._order, axis=1)
        return np.where(self._is_kept, rows, np.nan)


def _widened(array: npt.ArrayLike | None, value: Floats, name: str) -> Floats:
    """Return an array as (series, points), at least one point wide; NaN for None."""
    wide = np.asarray(np.nan if array is None else array, dtype=float)
    try:
        wide = np.broadcast_to(wide, value.shape)
    except ValueError:
        raise ValueError(f"{name} has shape {wide.shape}, value {value.shape}") from None
    rows = (value.shape[0] if value.ndim == 2 else 1, max(value.shape[-1], 1))
    return np.full(rows, np.nan) if value.shape[-1] == 0 else wide.reshape(rows)


def _each(given: npt.ArrayLike | None, series: int, name: str) -> Floats:
    """Return one number a series; NaN where None, NaN or infinite was given."""
    array = np.asarray(np.nan if given is None else given, dtype=float)
    try:
        array = np.broadcast_to(array, (series,))
    except ValueError:
        raise ValueError(f"{name} has shape {array.shape}, but there are {series} series") from None
    return np.where(np.isfinite(array), array, np.nan)


def _signs(given: npt.ArrayLike, series: int) -> Floats:
    sign = _each(given, series, "sign")
    if not np.all(np.isnan(sign) | np.isin(sign, (-1.0, 0.0, 1.0))):
        raise ValueError("sign must be +1 (up is good), -1 (down is good), 0 or NaN")
    return sign


def _kinds(given: npt.ArrayLike, series: int) -> Words:
    kinds, which = np.unique(np.asarray(given).astype(str), return_inverse=True)
    if unknown := sorted(set(kinds.tolist()) - set(KINDS)):
        raise ValueError(f"kind {', '.join(unknown)} is not known; use one of {', '.join(KINDS)}")
    words = np.array([KINDS[kind] for kind in kinds.tolist()], dtype=str)
    return np.broadcast_to(words[which].reshape(np.shape(given)), (series,))
