"""Series as packed arrays, for the rules of other bodies."""

from typing import NamedTuple

import numpy as np

from psa.methods.rules.rule import NOT_ASSESSED, Rated

KINDS = {
    "target": "target",
    "standard": "standard",
    "minimum_standard": "standard",
    "direction": "direction",
    "improve": "direction",
}


class Stack(NamedTuple):
    time: np.ndarray
    value: np.ndarray
    count: np.ndarray
    order: np.ndarray
    shape: tuple
    beside: dict


CLOSE = 1e-9  # shares this near a threshold count as on it, so that a change of unit cannot move them


CLOSE_GROWTH = 1e-12


NO_SIGN = "no direction is called good"


NO_FIGURES = "no figures"


def pack_series(time, value, **beside) -> Stack:
    """Pack the published points of each series to the left, with what stands beside them."""
    value = np.asarray(value, dtype=float)
    if value.ndim not in (1, 2):
        raise ValueError(f"value must have the axes (series, points) or (points,), not {value.ndim} axes")
    shape = value.shape[:-1]
    full = (value.shape[0] if value.ndim == 2 else 1, max(value.shape[-1], 1))

    def widen(array, name):
        array = np.asarray(np.nan if array is None else array, dtype=float)
        try:
            array = np.broadcast_to(array, value.shape)
        except ValueError:
            raise ValueError(f"{name} has shape {array.shape}, value {value.shape}") from None
        return np.full(full, np.nan) if value.shape[-1] == 0 else array.reshape(full)

    time, packed = widen(time, "time"), widen(value, "value")
    is_point = np.isfinite(time) & np.isfinite(packed)
    count = is_point.sum(axis=1)
    is_kept = np.arange(full[1]) < count[:, None]
    is_packed = bool((is_point == is_kept).all())  # most are: no gap before a point
    order = (
        np.broadcast_to(np.arange(full[1]), full)
        if is_packed
        else np.argsort(~is_point, axis=1, kind="stable")
    )

    def pack(array):
        return np.where(is_kept, array if is_packed else np.take_along_axis(array, order, axis=1), np.nan)

    time, packed = pack(time), pack(packed)
    is_backward = (np.diff(time, axis=1) <= 0).any(axis=1)
    if is_backward.any():
        raise ValueError(
            f"times must rise strictly within a series; series {is_backward.argmax()} repeats or falls"
        )
    extra = {k: pack(widen(v, k)) for k, v in beside.items()}
    return Stack(time, packed, count, order, shape, extra)


def each(given, stack: Stack, name: str) -> np.ndarray:
    """One number a series; NaN where None, NaN or infinite was given."""
    array = np.asarray(np.nan if given is None else given, dtype=float)
    try:
        array = np.broadcast_to(array, (len(stack.count),))
    except ValueError:
        raise ValueError(f"{name} has shape {array.shape}, but there are {len(stack.count)} series") from None
    return np.where(np.isfinite(array), array, np.nan)


def signs(sign, stack: Stack) -> np.ndarray:
    sign = each(sign, stack, "sign")
    if not np.all(np.isnan(sign) | np.isin(sign, (-1.0, 0.0, 1.0))):
        raise ValueError("sign must be +1 (up is good), -1 (down is good), 0 or NaN")
    return sign


def kinds(kind, stack: Stack) -> np.ndarray:
    kind = np.broadcast_to(np.asarray(kind), (len(stack.count),))
    unknown = sorted({str(k) for k in np.unique(kind.astype(str))} - set(KINDS))
    if unknown:
        raise ValueError(f"kind {', '.join(unknown)} is not known; use one of {', '.join(KINDS)}")
    return np.array([KINDS[k] for k in KINDS])[np.argmax(kind.astype(str)[:, None] == list(KINDS), axis=1)]


def point(rows: np.ndarray, index: np.ndarray) -> np.ndarray:
    """The entry of each row at its own index, NaN where the index is outside."""
    is_inside = (index >= 0) & (index < rows.shape[1])
    found = np.take_along_axis(rows, np.where(is_inside, index, 0)[:, None], axis=1)[:, 0]
    return np.where(is_inside, found, np.nan)


def last_points(rows: np.ndarray, count: np.ndarray, points: int) -> np.ndarray:
    """The last ``points`` published entries of each row, NaN on the left where there are fewer."""
    return np.stack([point(rows, count - points + i) for i in range(points)], axis=1)


def choose(*choices, otherwise: str = "") -> np.ndarray:
    """The word of the first condition that holds."""
    conditions, words = zip(*choices, strict=True)
    code = np.select(list(conditions), list(range(len(words))), default=len(words))
    return np.array([*words, otherwise])[code]


def answer(stack: Stack, why: np.ndarray, words, statistic, caution="") -> Rated:
    """Words where nothing stands against it, else not assessed and why; in the caller's shape."""
    is_open = why == ""
    words = np.where(is_open, words, NOT_ASSESSED)
    statistic = np.where(is_open, statistic, np.nan)
    reason = np.where(is_open, caution, why)
    return Rated(*(a.reshape(stack.shape) for a in (words, statistic, reason)))


def yearly_growth(start, end, years) -> np.ndarray:
    """Compound growth a year; NaN where the ends differ in sign or no time passed."""
    ratio = end / start
    return np.where((ratio >= 0) & (years > 0), np.expm1(np.log(np.abs(ratio)) / years), np.nan)


def no_growth(stack, sign, t0, t1) -> tuple:
    """The reasons that no growth rule can be applied."""
    return (
        (stack.count == 0, NO_FIGURES),
        (~(np.abs(sign) == 1), NO_SIGN),
        (stack.count < 2, "fewer than two points"),
        (~(t1 > t0), "fewer than two points from the base year on"),
    )


def as_arrays(sign, *arrays) -> tuple:
    sign, *rest = np.broadcast_arrays(sign, *(np.nan if a is None else a for a in arrays))
    return tuple(np.asarray(a, dtype=float) for a in (sign, *rest))


def turn_back(sign, is_known, *above) -> np.ndarray:
    """Turn words by the sign; each of ``above`` is (condition, word where up is good, where down is)."""
    choices = [(~(is_known & (np.abs(sign) == 1)), NOT_ASSESSED)]
    for condition, up, down in above:
        choices += [(condition & (sign > 0), up), (condition & (sign < 0), down)]
    return choose(*choices, otherwise="same")
