"""Standard errors and intervals of published figures, and the scales on which to work with them.

Everything here takes and returns arrays, broadcasts, and knows no table, file or framework. A missing
input gives a missing output (NaN), never zero: a figure without a published basis for its sampling error
has none here. A number that cannot be (a negative count) is an error that names the argument.

Three working scales keep intervals inside what is possible:

========  ==========================  ===================================
scale     of                          domain
========  ==========================  ===================================
logit     proportions                 strictly between 0 and the ceiling
log       rates, counts, money        strictly above 0
identity  means, indices, gaps        any number
========  ==========================  ===================================

A value on the edge of its domain (0 %, 100 %, a rate of 0) has no place on the working scale. No small
number is added to it: ``working_scale`` moves the whole series to the identity scale instead.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from psa.data.units import ceiling_of, is_difference, is_percent
from psa.methods.array_types import Floats, Words

SCALES = ("logit", "log", "identity")
_SCALE_OF_KIND = {
    **dict.fromkeys(["proportion"], "logit"),
    **dict.fromkeys(["rate", "count", "ratio", "money"], "log"),
    **dict.fromkeys(["mean", "index", "gap"], "identity"),
}


def for_each_pair(
    rule: Callable[[str, str], Any], first: npt.ArrayLike, second: npt.ArrayLike, dtype: npt.DTypeLike
) -> npt.NDArray[Any]:
    """Return rule(first, second) for every pair of words, worked out once for each pair that differs."""
    first, second = np.broadcast_arrays(np.asarray(first, object), np.asarray(second, object))
    pairs = list(zip(first.ravel().tolist(), second.ravel().tolist(), strict=True))
    by_pair = {pair: rule(*map(_text, pair)) for pair in dict.fromkeys(pairs)}
    return np.array([by_pair[pair] for pair in pairs], dtype=dtype).reshape(first.shape)


def for_each_unit(rule: Callable[[str], float], unit: npt.ArrayLike) -> Floats:
    """Return what a rule on the words of a unit says of each unit."""
    units = np.asarray(unit, object)
    words = units.ravel().tolist()
    by_word = {word: rule(_text(word)) for word in dict.fromkeys(words)}
    return np.fromiter(map(by_word.__getitem__, words), float, len(words)).reshape(units.shape)


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""


def _scale_of(value_kind: str, unit: str) -> str:
    if not value_kind:
        return "identity"
    if value_kind not in _SCALE_OF_KIND:
        raise ValueError(f"value kind {value_kind!r} is unknown; known: {', '.join(_SCALE_OF_KIND)}")
    scale = _SCALE_OF_KIND[value_kind]
    if is_difference(unit):
        return "identity"
    if scale == "logit" and np.isnan(ceiling_of(unit)):
        return "identity"
    if value_kind == "rate" and is_percent(unit):
        return "identity"
    return scale


def scale_for(value_kind: npt.ArrayLike, unit: npt.ArrayLike) -> Words:
    """Return the working scale of figures of a kind and unit.

    Proportions with a known ceiling are taken on the logit scale; rates, counts, ratios and money on the
    log scale; the rest as they are. Whatever can be negative stays as it is: changes, growth, anything
    per year, and a rate in percent, which may be either an employment rate or a growth rate.

    Args:
        value_kind: proportion, rate, count, ratio, money, mean, index or gap, or an array of them; missing is
            taken as it is.
        unit: the unit's words ('percent', 'rate per 1000'), or an array; missing is allowed.

    Returns:
        An array of 'logit', 'log' or 'identity', shaped as the inputs broadcast.

    Raises:
        ValueError: a value kind that is not known.
    """
    return for_each_pair(_scale_of, value_kind, unit, "<U8")


def proportion_ceiling(unit: npt.ArrayLike) -> Floats:
    """Return what a whole is in each unit: 100 for percent, 1 for shares, NaN where a unit has no ceiling."""
    return for_each_unit(ceiling_of, unit)


_Rule = Callable[[Floats, Floats], Any]  # of a value and what a whole is

_TO_SCALE: dict[str, _Rule] = {
    "logit": lambda v, top: np.log(np.where((v > 0) & (v < top), v, np.nan) / (top - v)),
    "log": lambda v, top: np.log(np.where(v > 0, v, np.nan)),
    "identity": lambda v, top: v,
}
_FROM_SCALE: dict[str, _Rule] = {
    "logit": lambda v, top: top / (1 + np.exp(-v)),
    "log": lambda v, top: np.exp(v),
    "identity": lambda v, top: v,
}
_SLOPE: dict[str, _Rule] = {
    "logit": lambda v, top: np.where((v > 0) & (v < top), top, np.nan) / (v * (top - v)),
    "log": lambda v, top: 1 / np.where(v > 0, v, np.nan),
    "identity": lambda v, top: np.ones_like(v),
}


def _on_scale(
    rules: dict[str, _Rule], value: npt.ArrayLike, scale: npt.ArrayLike, ceiling: npt.ArrayLike
) -> Floats:
    """Return what the rule of each value's scale gives."""
    values = np.asarray(value, float)
    scales, ceilings = _along_series(scale, values), np.asarray(_along_series(ceiling, values), float)
    unknown = set(np.unique(scales).tolist()) - set(SCALES)
    if unknown:
        raise ValueError(f"scale {sorted(unknown)} is unknown; known: {', '.join(SCALES)}")
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        logit, log, identity = (rules[name](values, ceilings) for name in SCALES)
        out: Floats = np.where(scales == "logit", logit, np.where(scales == "log", log, identity))
    return out


def _along_series(parameter: npt.ArrayLike, value: Floats) -> npt.NDArray[Any]:
    """Return a parameter shaped for a value: one a series becomes a column beside 2-D values."""
    array = np.asarray(parameter)
    return array[:, None] if array.ndim == 1 and value.ndim == 2 else array


def to_scale(value: npt.ArrayLike, scale: npt.ArrayLike, ceiling: npt.ArrayLike = 100.0) -> Floats:
    """Return values on their working scale; NaN for a value that is not strictly inside the domain.

    Args:
        value: 1-D, or 2-D (series, points).
        scale: one for all, one a series, or one a value.
        ceiling: what a whole is, for the logit scale; shaped as ``scale``.

    Returns:
        ln(v / (ceiling - v)), ln(v) or v, shaped as ``value``.
    """
    return _on_scale(_TO_SCALE, value, scale, ceiling)


def from_scale(value: npt.ArrayLike, scale: npt.ArrayLike, ceiling: npt.ArrayLike = 100.0) -> Floats:
    """Return values brought back from their working scale to their own unit; see ``to_scale``."""
    return _on_scale(_FROM_SCALE, value, scale, ceiling)


def se_to_scale(
    se: npt.ArrayLike, value: npt.ArrayLike, scale: npt.ArrayLike, ceiling: npt.ArrayLike = 100.0
) -> Floats:
    """Return standard errors on the working scale, by the delta method.

    Args:
        se: in the unit of the value.
        value: the published value, in its own unit.
        scale, ceiling: as for ``to_scale``.

    Returns:
        se times the slope of the working scale at the value; NaN where the value is outside its domain.
    """
    return np.asarray(se, float) * _on_scale(_SLOPE, value, scale, ceiling)


def se_from_scale(
    se: npt.ArrayLike, value: npt.ArrayLike, scale: npt.ArrayLike, ceiling: npt.ArrayLike = 100.0
) -> Floats:
    """Return standard errors in the value's own unit, from the working scale; inverse of ``se_to_scale``."""
    return np.asarray(se, float) / se_to_scale(1.0, value, scale, ceiling)


def working_scale(value: npt.ArrayLike, scale: npt.ArrayLike, ceiling: npt.ArrayLike = 100.0) -> Words:
    """Return the scale that each series can be worked on: its own, or 'identity' where a value forbids it.

    One value at or beyond the edge of the domain moves its whole series, so that all points of a series
    stay comparable and no figure is altered.

    Args:
        value: 2-D (series, points); NaN is no obstacle.
        scale, ceiling: 1-D, or one for all.

    Returns:
        1-D array of scales.
    """
    values = np.asarray(value, float)
    if values.ndim != 2:
        raise ValueError("value must be 2-D: (series, points)")
    scales = np.broadcast_to(np.asarray(scale, "<U8"), values.shape[:1])
    ceilings = np.broadcast_to(np.asarray(ceiling, float), values.shape[:1])
    is_outside = ~np.isnan(values) & ~np.isfinite(to_scale(values, scales, ceilings))
    return np.where(is_outside.any(axis=1), "identity", scales)
