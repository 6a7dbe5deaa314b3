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

import numpy as np

from psa.data.units import ceiling_of, is_difference, is_percent

SCALES = ("logit", "log", "identity")


VALUE_KINDS = ("proportion", "rate", "count", "mean", "index", "gap", "money", "ratio")


_SCALE_OF_KIND = {
    "proportion": "logit", "rate": "log", "count": "log", "ratio": "log", "money": "log",
    "mean": "identity", "index": "identity", "gap": "identity",
}  # fmt: skip


# Working scales
def _text(value):
    return value.strip() if isinstance(value, str) else ""


def _codes(words):
    """Return a code for each word, and the words by code."""
    words = words.tolist()
    known = {word: code for code, word in enumerate(dict.fromkeys(words))}
    codes = np.fromiter(map(known.__getitem__, words), dtype=np.int64, count=len(words))
    return codes, [_text(word) for word in known]


def for_each_pair(rule, first, second, dtype):
    """Return rule(first, second) for every pair, computed once for each pair that differs."""
    first, second = np.asarray(first, object), np.asarray(second, object)
    shape = np.broadcast_shapes(first.shape, second.shape)
    (codes_1, words_1), (codes_2, words_2) = _codes(first.ravel()), _codes(second.ravel())
    one = np.broadcast_to(codes_1.reshape(first.shape), shape).ravel()
    two = np.broadcast_to(codes_2.reshape(second.shape), shape).ravel()
    pairs, place = np.unique(one * max(len(words_2), 1) + two, return_inverse=True)
    found = [rule(words_1[p // max(len(words_2), 1)], words_2[p % max(len(words_2), 1)]) for p in pairs]
    out = np.array(found, dtype=dtype)[place] if len(pairs) else np.empty(0, dtype=dtype)
    return out.reshape(shape) if shape else out[0]


def _scale_of(value_kind, unit):
    if not value_kind:
        return "identity"
    if value_kind not in _SCALE_OF_KIND:
        raise ValueError(f"value kind {value_kind!r} is unknown; known: {', '.join(VALUE_KINDS)}")
    scale = _SCALE_OF_KIND[value_kind]
    if is_difference(unit):
        return "identity"
    if scale == "logit" and np.isnan(ceiling_of(unit)):
        return "identity"
    if value_kind == "rate" and is_percent(unit):
        return "identity"
    return scale


def scale_for(value_kind, unit):
    """Return the working scale of figures of a kind and unit.

    Proportions with a known ceiling are taken on the logit scale; rates, counts, ratios and money on the
    log scale; the rest as they are. Whatever can be negative stays as it is: changes, growth, anything
    per year, and a rate in percent, which may be either an employment rate or a growth rate.

    Args:
        value_kind: one of ``VALUE_KINDS``, or an array of them; missing is taken as it is.
        unit: the unit's words ('percent', 'rate per 1000'), or an array; missing is allowed.

    Returns:
        'logit', 'log' or 'identity'; an array of them for array input.

    Raises:
        ValueError: a value kind that is not known.
    """
    out = for_each_pair(_scale_of, value_kind, unit, "<U8")
    return out if out.ndim else str(out)


def proportion_ceiling(unit):
    """Return what a whole is in a unit: 100 for percent, 1 for shares, NaN where a unit has no ceiling."""
    out = for_each_pair(lambda _, u: ceiling_of(u), "", unit, float)
    return out if out.ndim else float(out)


def _along_series(parameter, value):
    """Return a parameter shaped for a value: one a series becomes a column beside 2-D values."""
    parameter = np.asarray(parameter)
    if parameter.ndim == 1 and value.ndim == 2:
        return parameter[:, None]
    return parameter


def _on_scale(value, scale, ceiling, logit, log, identity):
    value = np.asarray(value, float)
    scale, ceiling = _along_series(scale, value), np.asarray(_along_series(ceiling, value), float)
    unknown = set(np.unique(scale).tolist()) - set(SCALES)
    if unknown:
        raise ValueError(f"scale {sorted(unknown)} is unknown; known: {', '.join(SCALES)}")
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        out = np.where(
            scale == "logit", logit(value, ceiling), np.where(scale == "log", log(value), identity(value))
        )
    return out if out.ndim else float(out)


def to_scale(value, scale, ceiling=100.0):
    """Return values on their working scale; NaN for a value that is not strictly inside the domain.

    Args:
        value: 1-D, or 2-D (series, points).
        scale: one for all, one a series, or one a value.
        ceiling: what a whole is, for the logit scale; shaped as ``scale``.

    Returns:
        ln(v / (ceiling - v)), ln(v) or v, shaped as ``value``.
    """

    def logit(v, top):
        return np.log(np.where((v > 0) & (v < top), v, np.nan) / (top - v))

    return _on_scale(value, scale, ceiling, logit, lambda v: np.log(np.where(v > 0, v, np.nan)), lambda v: v)


def from_scale(value, scale, ceiling=100.0):
    """Return values brought back from their working scale to their own unit; see ``to_scale``."""
    return _on_scale(value, scale, ceiling, lambda v, top: top / (1 + np.exp(-v)), np.exp, lambda v: v)


def se_to_scale(se, value, scale, ceiling=100.0):
    """Return standard errors on the working scale, by the delta method.

    Args:
        se: in the unit of the value.
        value: the published value, in its own unit.
        scale: as for ``to_scale``.
        ceiling: as for ``to_scale``.

    Returns:
        se times the slope of the working scale at the value; NaN where the value is outside its domain.
    """
    slope = _on_scale(
        value, scale, ceiling,
        lambda v, top: np.where((v > 0) & (v < top), top, np.nan) / (v * (top - v)),
        lambda v: 1 / np.where(v > 0, v, np.nan),
        np.ones_like,
    )  # fmt: skip
    return np.asarray(se, float) * slope


def se_from_scale(se, value, scale, ceiling=100.0):
    """Return standard errors in the value's own unit, from the working scale; inverse of ``se_to_scale``.

    Args:
        se: on the working scale.
        value: in its own unit.
        scale: as for ``to_scale``.
        ceiling: as for ``to_scale``.
    """
    return np.asarray(se, float) / se_to_scale(1.0, value, scale, ceiling)


def working_scale(value, scale, ceiling=100.0):
    """Return the scale that each series can be worked on: its own, or 'identity' where a value forbids it.

    One value at or beyond the edge of the domain moves its whole series, so that all points of a series
    stay comparable and no figure is altered.

    Args:
        value: 2-D (series, points); NaN is no obstacle.
        scale: 1-D, or one for all.
        ceiling: 1-D, or one for all.

    Returns:
        1-D array of scales.
    """
    value = np.asarray(value, float)
    if value.ndim != 2:
        raise ValueError("value must be 2-D: (series, points)")
    scale = np.broadcast_to(np.asarray(scale, "<U8"), value.shape[:1])
    ceiling = np.broadcast_to(np.asarray(ceiling, float), value.shape[:1])
    is_outside = ~np.isnan(value) & ~np.isfinite(to_scale(value, scale, ceiling))
    return np.where(is_outside.any(axis=1), "identity", scale)
