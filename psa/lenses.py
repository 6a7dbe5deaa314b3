"""The same figures under the rules that other bodies publish, beside the official rating.

Each rule is a pure function of arrays that names its source. Series are rows: ``time`` and ``value`` are
``(series, points)`` in time order, padded with NaN, or ``(points,)`` for one series; what is given once a
series (``sign``, ``target``, ...) is a number or has one entry a series. Answers have one axis fewer than
``value``: one entry a series, or a 0-d array for one series.

- ``time`` is in decimal years (or whole years), ``value`` in any unit, ``sign`` is +1 where up is good and
  -1 where down is good. With 0 or NaN no direction is called good, and nothing is assessed.
- A point whose time or value is NaN or infinite counts as not published. Times must rise strictly.
- No rule knows of breaks in a series: pass only the points after the last one.
- The word ``not_assessed`` always comes with a reason in plain words. A reason beside any other word is a
  caution. An empty reason is neither.

``RULES`` lists the rules by the names of the command line; ``rate`` applies one of them to a stack of
series, ``rate_all`` all of them, ``count_agreement`` tells how many say good, neutral or bad.

None of these rules but Fingertips' knows of sampling error; that is the point of setting them side by side.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from scipy import special

NOT_ASSESSED = "not_assessed"
KINDS = {
    "target": "target",
    "standard": "standard",
    "minimum_standard": "standard",
    "direction": "direction",
    "improve": "direction",
}

FINGERTIPS_CHI2 = 9.54953570608324  # one degree of freedom, 99.8 %
FINGERTIPS_POINTS = 5
XMR_LIMIT = 2.66  # mean moving range to three standard deviations: 3 / 1.128
XMR_OUTLYING_RANGE = 3.267
XMR_TRIAL_POINTS = 13
OPEN_SDG_EXPONENT = 4.44
_CLOSE = 1e-9  # shares this near a threshold count as on it, so that a change of unit cannot move them
_CLOSE_GROWTH = 1e-12

_NO_SIGN = "no direction is called good"
_NO_FIGURES = "no figures"


class Rated(NamedTuple):
    """What a rule says of each series.

    Attributes:
        words: the rule's own words, one a series.
        statistic: the number that decided, NaN where there is none; its meaning is in the rule's docstring.
        reason: why not assessed, or a caution; empty if neither.
    """

    words: np.ndarray
    statistic: np.ndarray
    reason: np.ndarray


class Scored(NamedTuple):
    """What the Open SDG rule says of each series: as ``Rated``, and a score from -5 to +5."""

    words: np.ndarray
    statistic: np.ndarray
    reason: np.ndarray
    score: np.ndarray


class Limits(NamedTuple):
    """XmR limits of each series, in the unit of the values.

    Attributes:
        mean: mean of the fixed points.
        lower, upper: process limits.
        near_lower, near_upper: two thirds of the way to the limits.
    """

    mean: np.ndarray
    lower: np.ndarray
    upper: np.ndarray
    near_lower: np.ndarray
    near_upper: np.ndarray


class _Stack(NamedTuple):
    time: np.ndarray
    value: np.ndarray
    count: np.ndarray
    order: np.ndarray
    shape: tuple
    beside: dict


def _stack(time, value, **beside) -> _Stack:
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
    order = np.broadcast_to(np.arange(full[1]), full) if is_packed else np.argsort(~is_point, axis=1, kind="stable")

    def pack(array):
        return np.where(is_kept, array if is_packed else np.take_along_axis(array, order, axis=1), np.nan)

    time, packed = pack(time), pack(packed)
    is_backward = (np.diff(time, axis=1) <= 0).any(axis=1)
    if is_backward.any():
        raise ValueError(
            f"times must rise strictly within a series; series {is_backward.argmax()} repeats or falls"
        )
    extra = {k: pack(widen(v, k)) for k, v in beside.items()}
    return _Stack(time, packed, count, order, shape, extra)


def _each(given, stack: _Stack, name: str) -> np.ndarray:
    """One number a series; NaN where None, NaN or infinite was given."""
    array = np.asarray(np.nan if given is None else given, dtype=float)
    try:
        array = np.broadcast_to(array, (len(stack.count),))
    except ValueError:
        raise ValueError(f"{name} has shape {array.shape}, but there are {len(stack.count)} series") from None
    return np.where(np.isfinite(array), array, np.nan)


def _signs(sign, stack: _Stack) -> np.ndarray:
    sign = _each(sign, stack, "sign")
    if not np.all(np.isnan(sign) | np.isin(sign, (-1.0, 0.0, 1.0))):
        raise ValueError("sign must be +1 (up is good), -1 (down is good), 0 or NaN")
    return sign


def _kinds(kind, stack: _Stack) -> np.ndarray:
    kind = np.broadcast_to(np.asarray(kind), (len(stack.count),))
    unknown = sorted({str(k) for k in np.unique(kind.astype(str))} - set(KINDS))
    if unknown:
        raise ValueError(f"kind {', '.join(unknown)} is not known; use one of {', '.join(KINDS)}")
    return np.array([KINDS[k] for k in KINDS])[np.argmax(kind.astype(str)[:, None] == list(KINDS), axis=1)]


def _point(rows: np.ndarray, index: np.ndarray) -> np.ndarray:
    """The entry of each row at its own index, NaN where the index is outside."""
    is_inside = (index >= 0) & (index < rows.shape[1])
    found = np.take_along_axis(rows, np.where(is_inside, index, 0)[:, None], axis=1)[:, 0]
    return np.where(is_inside, found, np.nan)


def _last(rows: np.ndarray, count: np.ndarray, points: int) -> np.ndarray:
    """The last ``points`` published entries of each row, NaN on the left where there are fewer."""
    return np.stack([_point(rows, count - points + i) for i in range(points)], axis=1)


def _choose(*choices, otherwise: str = "") -> np.ndarray:
    """The word of the first condition that holds."""
    conditions, words = zip(*choices, strict=True)
    code = np.select(list(conditions), list(range(len(words))), default=len(words))
    return np.array([*words, otherwise])[code]


def _answer(stack: _Stack, why: np.ndarray, words, statistic, caution="") -> Rated:
    """Words where nothing stands against it, else not assessed and why; in the caller's shape."""
    is_open = why == ""
    words = np.where(is_open, words, NOT_ASSESSED)
    statistic = np.where(is_open, statistic, np.nan)
    reason = np.where(is_open, caution, why)
    return Rated(*(a.reshape(stack.shape) for a in (words, statistic, reason)))


# ---- Destatis ---------------------------------------------------------------------------------------------


@np.errstate(all="ignore")
def destatis(time, value, sign, kind="direction", target=None, target_time=None, least_points=4) -> Rated:
    """Rate by the weather symbols of the German Sustainable Development Strategy.

    The mean yearly change runs from the first to the last of the last six points.

    - *target*: it is carried on to the target's date. The share missed is the gap then over the gap now:
      sun below 5 %, slightly_cloudy 5 to 20 %, cloud above while moving the right way, thunderstorm where
      not moving the right way. A target already met is rated as a standard.
    - *standard*: sun met and not falling back, slightly_cloudy met but falling back, cloud missed but
      nearing, thunderstorm missed and not nearing.
    - *direction*: sun mean and last change both right, slightly_cloudy only the mean, cloud only the last
      change, thunderstorm neither. No change is not right.

    The written rule asks for four consecutive points in exceptional cases; series published every second
    year were rated, so points count here, not years. In the ratings replayed none was given on fewer than
    six points. After the target's date the publisher ends the assessment; so does this.

    Args:
        time, value: series.
        sign: +1, -1; 0 or NaN is not assessed.
        kind: target, standard (minimum_standard) or direction (improve).
        target: the figure to reach or to keep, in the unit of the values.
        target_time: its date, for kind target.
        least_points: fewest points that are rated.

    Returns:
        Words sun, slightly_cloudy, cloud, thunderstorm; the statistic is the share missed where a target is
        still open, else the mean yearly change in the good direction, in units a year.

    Source: Federal Statistical Office of Germany (Destatis), Indicator status - Methodology, as in
    open-sdg-site-starter ``_pages/en/status.md`` at 2dfa9ea7 (2023).
    """
    stack = _stack(time, value)
    sign, kind = _signs(sign, stack), _kinds(kind, stack)
    target, until = _each(target, stack, "target"), _each(target_time, stack, "target_time")
    n = stack.count
    first = np.maximum(n - 6, 0)
    y, t = _point(stack.value, n - 1), _point(stack.time, n - 1)
    yearly = sign * (y - _point(stack.value, first)) / (t - _point(stack.time, first))
    latest = sign * (y - _point(stack.value, n - 2))
    is_met = sign * (y - target) >= 0
    missed = 1 - yearly * (until - t) / np.abs(target - y)

    why = _choose(
        (n == 0, _NO_FIGURES),
        (~(np.abs(sign) == 1), _NO_SIGN),
        (n < max(least_points, 2), f"fewer than {max(least_points, 2)} points"),
        ((kind != "direction") & np.isnan(target), "no target figure"),
        ((kind == "target") & np.isnan(until), "the target has no date"),
        ((kind == "target") & (until < t), "the assessment ends with the target's date"),
    )
    by_target = _choose(
        (~(yearly > 0), "thunderstorm"),
        (missed < 0.05 - _CLOSE, "sun"),
        (missed <= 0.20 + _CLOSE, "slightly_cloudy"),
        otherwise="cloud",
    )
    by_standard = _choose(
        (is_met & (yearly >= 0), "sun"),
        (is_met, "slightly_cloudy"),
        (yearly > 0, "cloud"),
        otherwise="thunderstorm",
    )
    by_direction = _choose(
        ((yearly > 0) & (latest > 0), "sun"),
        (yearly > 0, "slightly_cloudy"),
        (latest > 0, "cloud"),
        otherwise="thunderstorm",
    )
    is_open_target = (kind == "target") & ~is_met
    words = np.where(is_open_target, by_target, np.where(kind == "direction", by_direction, by_standard))
    return _answer(stack, why, words, np.where(is_open_target, missed, yearly))


# ---- growth rules: Open SDG, Eurostat, UN ------------------------------------------------------------------


def _ends(stack: _Stack, base_time: np.ndarray) -> tuple:
    """First point at or after the base time (the first of all where NaN) and the last: y0, t0, y1, t1."""
    is_before = stack.time < np.where(np.isnan(base_time), -np.inf, base_time - 1e-6)[:, None]
    base = is_before.sum(axis=1)
    last = stack.count - 1
    return (
        _point(stack.value, base),
        _point(stack.time, base),
        _point(stack.value, last),
        _point(stack.time, last),
    )


def _growth(start, end, years) -> np.ndarray:
    """Compound growth a year; NaN where the ends differ in sign or no time passed."""
    ratio = end / start
    return np.where((ratio >= 0) & (years > 0), np.expm1(np.log(np.abs(ratio)) / years), np.nan)


def _no_growth(stack, sign, t0, t1) -> tuple:
    """The reasons that no growth rule can be applied."""
    return (
        (stack.count == 0, _NO_FIGURES),
        (~(np.abs(sign) == 1), _NO_SIGN),
        (stack.count < 2, "fewer than two points"),
        (~(t1 > t0), "fewer than two points from the base year on"),
    )


def open_sdg_limit_factor(base_value, limit, sign) -> np.ndarray:
    """Return the factor C, 0 to 1, that lowers the thresholds of a series that starts near a natural limit.

    Args:
        base_value: value in the base year, any shape.
        limit: natural limit in the same unit; NaN for none. Only one that lies in the good direction counts.
        sign: +1 or -1.

    Source: Open SDG, ``docs/progress-methodology.md`` at 26d2e387 (2025), after Statistics Canada; the
    exponent 4.44 is in its code, not on its page.
    """
    base_value, limit, sign = np.broadcast_arrays(
        *(np.asarray(a, dtype=float) for a in (base_value, limit, sign))
    )
    with np.errstate(all="ignore"):
        share = np.abs(base_value) / np.abs(limit)
        near = np.where(share <= 1, share, 2 - share)
        factor = np.where(share >= 2, 1.0, 1 - np.abs(near) ** OPEN_SDG_EXPONENT)
        counts = np.isfinite(limit) & (limit != 0) & (sign * (limit - base_value) >= 0)
    return np.where(counts, factor, 1.0)


@np.errstate(all="ignore")
def open_sdg(time, value, sign, target=None, target_time=None, limit=None, base_time=None) -> Scored:
    """Rate by compound growth since a base year, as Open SDG and Statistics Canada do.

    Without a target the growth a year in the good direction is held against 1.5 %, 0.5 % and 0, the first
    two times the limit factor; with a target its ratio to the growth required against 95 %, 60 % and 0. A
    target reached is achieved whatever the growth. A target of zero, or a first value of zero, becomes
    0.001, as published; it makes the answer depend on the unit. For negative values the growth is turned.

    A target without a date is a level: achieved where reached, else rated by growth alone (ours; the body
    takes 2030). A first value equal to the target that was since lost is deterioration, value -inf.

    Args:
        time, value: series.
        sign: +1, -1; 0 or NaN is not assessed.
        target, target_time: figure and date; NaN for none.
        limit: natural limit, used only without a target.
        base_time: the first point at or after it is the base; the first of all if None. The body takes 2015.

    Returns:
        Words target_achieved, substantial_progress, moderate_progress, limited_progress, deterioration; the
        statistic is the progress value; the score runs from -5 to +5.

    Source: Open SDG 2.4.0, ``docs/progress-methodology.md`` at 26d2e387 (2025), after Statistics Canada.
    """
    stack = _stack(time, value)
    sign, target = _signs(sign, stack), _each(target, stack, "target")
    until, limit = _each(target_time, stack, "target_time"), _each(limit, stack, "limit")
    y0, t0, y1, t1 = _ends(stack, _each(base_time, stack, "base_time"))
    has_target = ~np.isnan(target)
    by_ratio = has_target & ~np.isnan(until)
    is_achieved = has_target & (sign * (y1 - target) >= 0)

    start = np.where(y0 == 0, 0.001, y0)
    turned = sign * np.where(start < 0, -1.0, 1.0)
    growth = turned * _growth(start, y1, t1 - t0)
    required = np.abs(_growth(start, np.where(target == 0, 0.001, target), until - t0))
    ratio = np.where(required > 0, growth / required, np.where(growth < 0, -np.inf, np.inf))
    progress = np.where(by_ratio, np.where(np.isnan(required), np.nan, ratio), growth)
    progress = np.where(np.abs(progress) < _CLOSE_GROWTH, 0.0, progress)
    factor = np.where(by_ratio, 1.0, open_sdg_limit_factor(start, np.where(by_ratio, np.nan, limit), sign))

    why = _choose(
        *_no_growth(stack, sign, t0, t1),
        (is_achieved, ""),
        ((y0 == 0) & (y1 == 0), "no growth rate from zero to zero"),
        (np.isnan(growth), "the values change sign, so there is no growth rate"),
        (by_ratio & ~(until > t0), "the target's date is not after the base year"),
        (by_ratio & np.isnan(required), "values and target differ in sign, so no growth rate leads there"),
    )
    high = np.where(by_ratio, 0.95, 0.015 * factor)
    low = np.where(by_ratio, 0.60, 0.005 * factor)
    words = _choose(
        (is_achieved, "target_achieved"),
        (progress < 0, "deterioration"),
        (progress >= high - _CLOSE_GROWTH, "substantial_progress"),
        (progress >= low - _CLOSE_GROWTH, "moderate_progress"),
        otherwise="limited_progress",
    )
    caution = _choose(
        (has_target & ~by_ratio & ~is_achieved, "the target has no date: rated by growth alone"),
        (
            (y0 == 0) | (by_ratio & (target == 0) & ~is_achieved),
            "a zero was replaced by 0.001, as the rule says",
        ),
    )
    rated = _answer(stack, why, words, progress, caution)
    score = _open_sdg_score(progress, factor, by_ratio, is_achieved).reshape(stack.shape)
    return Scored(*rated, np.where(rated.words == NOT_ASSESSED, np.nan, score))


def _open_sdg_score(progress, factor, by_ratio, is_achieved) -> np.ndarray:
    """-5 to +5: the classes are cut at -2.5, 0 and 2.5."""
    scaled = progress / factor
    by_growth = np.select(
        [progress < 0, factor == 0, scaled < 0.005, scaled < 0.015],
        [125 * progress - 2.5, 5.0, 500 * scaled - 2.5, 250 * scaled - 1.25],
        default=500 * scaled - 5,
    )
    # as printed: 2.5 / 0.6 and 5 / 0.7 rounded to four decimals
    by_target = np.where(progress < 0.6, 4.1667 * progress - 2.5, 7.1429 * progress - 4.2857)
    return np.where(is_achieved, 5.0, np.clip(np.where(by_ratio, by_target, by_growth), -5, 5))


def open_sdg_overall(words, score) -> tuple[np.ndarray, np.ndarray]:
    """Return the word and the mean score of a group of series, ``(..., series)`` to ``(...)``.

    Series not assessed are left out. "target_achieved" only where every series achieves its target.

    Source: Open SDG 2.4.0, ``docs/progress-methodology.md`` at 26d2e387 (2025).
    """
    words, score = np.asarray(words), np.asarray(score, dtype=float)
    known = np.isfinite(score)
    number = known.sum(axis=-1)
    mean = np.where(known, score, 0).sum(axis=-1) / np.maximum(number, 1)
    overall = _choose(
        (number == 0, NOT_ASSESSED),
        (((words == "target_achieved") | ~known).all(axis=-1), "target_achieved"),
        (mean >= 2.5, "substantial_progress"),
        (mean >= 0, "moderate_progress"),
        (mean >= -2.5, "limited_progress"),
        otherwise="deterioration",
    )
    return overall, np.where(number > 0, mean, np.nan)


@np.errstate(all="ignore")
def eurostat(time, value, sign, target=None, target_time=None, years=15.0) -> Rated:
    """Rate by compound growth over the last ``years``, as Eurostat's EU SDG monitoring does.

    With a dated target the ratio of growth to the growth required: significant_progress from 95 %,
    moderate_progress from 60 %, insufficient_progress from 0, movement_away below. Without: 1 % a year or
    more significant_progress, 0 to 1 % moderate_progress, above -1 % moderate_movement_away, else
    significant_movement_away. A target met is significant_progress; one without a date is rated by growth.

    Args:
        time, value: series; compound growth needs values above zero.
        sign: +1, -1; 0 or NaN is not assessed.
        target, target_time: figure and date; NaN for none.
        years: 15 for the long term, 5 for the short; the base is the first point within them.

    Returns:
        One of the six words above; the statistic is the ratio, or the growth a year as a share.

    Source: Eurostat, Sustainable development in the European Union, monitoring report, annex (2014, 2021),
    as described by Statistics Canada; the thresholds without a target and the met target are recalled, the
    annex was not read.
    """
    stack = _stack(time, value)
    sign, target = _signs(sign, stack), _each(target, stack, "target")
    until = _each(target_time, stack, "target_time")
    y0, t0, y1, t1 = _ends(stack, _point(stack.time, stack.count - 1) - years)
    has_target = ~np.isnan(target)
    by_ratio = has_target & ~np.isnan(until)
    is_met = has_target & (sign * (y1 - target) >= 0)
    growth = sign * _growth(y0, y1, t1 - t0)
    required = np.abs(_growth(y0, target, until - t0))
    ratio = np.where(required > 0, growth / required, np.where(growth < 0, -np.inf, np.inf))
    why = _choose(
        *_no_growth(stack, sign, t0, t1),
        (is_met, ""),
        (y0 == 0, "the first value is zero, so there is no growth rate"),
        ((y0 < 0) | (y1 < 0), "values below zero have no growth rate"),
        (by_ratio & ~(until > t0), "the target's date is not after the first point"),
        (by_ratio & ~(target > 0), "no growth rate leads to a target of zero or below"),
    )
    with_target = _choose(
        (ratio >= 0.95 - _CLOSE, "significant_progress"),
        (ratio >= 0.60 - _CLOSE, "moderate_progress"),
        (ratio >= -_CLOSE, "insufficient_progress"),
        otherwise="movement_away",
    )
    without = _choose(
        (growth >= 0.01 - _CLOSE_GROWTH, "significant_progress"),
        (growth >= -_CLOSE_GROWTH, "moderate_progress"),
        (growth > -0.01 + _CLOSE_GROWTH, "moderate_movement_away"),
        otherwise="significant_movement_away",
    )
    words = np.where(is_met, "significant_progress", np.where(by_ratio, with_target, without))
    caution = _choose(
        (is_met, "the target is already met"),
        (has_target & ~by_ratio, "the target has no date: rated by growth alone"),
    )
    return _answer(stack, why, words, np.where(by_ratio & (target > 0), ratio, growth), caution)


@np.errstate(all="ignore")
def un_progress(time, value, sign, target=None, target_time=None, base_time=None, full_scale=None) -> Rated:
    """Rate by the UN progress chart: where present growth leads by the target's date.

    With a dated target the share of the way from base to target that is covered at its date if growth goes
    on: on_track from 95 %, fair_progress from 10 %, else stagnation_or_regression. Without: growth a year
    in the good direction of 2 % or more, of 0.5 % or more, less. A target met at the last point, and a share
    within one point of its end, is on_track whatever the trend. After the target's date nothing is
    projected. A target that lies behind the base and was since lost is regression.

    Args:
        time, value: series; growth needs values above zero.
        sign: +1, -1; 0 or NaN is not assessed.
        target, target_time: figure and date; NaN for none. A target without a date is rated by growth.
        base_time: the first point at or after it is the base; the first of all if None. The body takes 2015.
        full_scale: what a share is measured on, 100 for percent or 1; NaN for anything that is not a share.

    Returns:
        One of the three words; the statistic is the share of the way, or the growth a year as a share.

    Source: UN Statistics Division, Progress Chart Technical Note (2023), as applied by Eustat,
    EUSTAT-DES/site ``_pages/en/metodologia.md`` at 10f3c702; second-hand, the note itself was not read.
    """
    stack = _stack(time, value)
    sign, target = _signs(sign, stack), _each(target, stack, "target")
    until, full = _each(target_time, stack, "target_time"), _each(full_scale, stack, "full_scale")
    y0, t0, y1, t1 = _ends(stack, _each(base_time, stack, "base_time"))
    has_target = ~np.isnan(target)
    by_share = has_target & ~np.isnan(until)
    is_at_end = np.where(sign > 0, y1 / full >= 0.99 - _CLOSE, y1 / full <= 0.01 + _CLOSE) & (full > 0)
    is_met = (has_target & (sign * (y1 - target) >= 0)) | is_at_end
    growth = _growth(y0, y1, t1 - t0)
    ahead = np.maximum(until - t1, 0) * np.log1p(growth)
    projected = y1 * np.exp(np.clip(np.where(y1 == 0, 0, ahead), -700, 600))
    share = np.where(sign * (target - y0) > 0, (projected - y0) / (target - y0), -np.inf)
    why = _choose(
        *_no_growth(stack, sign, t0, t1),
        (is_met, ""),
        (y0 == 0, "the first value is zero, so there is no growth rate"),
        ((y0 < 0) | (y1 < 0), "values below zero have no growth rate"),
    )
    gain = sign * growth
    words = _choose(
        (is_met, "on_track"),
        (np.where(by_share, share >= 0.95 - _CLOSE, gain >= 0.02 - _CLOSE_GROWTH), "on_track"),
        (np.where(by_share, share >= 0.10 - _CLOSE, gain >= 0.005 - _CLOSE_GROWTH), "fair_progress"),
        otherwise="stagnation_or_regression",
    )
    caution = _choose(
        (is_met & is_at_end, "within one point of its end, which counts as met"),
        (is_met, "the target is already met"),
        (has_target & ~by_share, "the target has no date: rated by growth alone"),
    )
    return _answer(stack, why, words, np.where(by_share, share, gain), caution)


# ---- Fingertips -------------------------------------------------------------------------------------------


@np.errstate(all="ignore")
def fingertips_trend(
    time, value, sign, lower=None, upper=None, numerator=None, denominator=None, is_proportion=True,
    interval_level=0.95, months=None,
) -> Rated:  # fmt: skip
    """Rate by the recent-trend marker of Public Health England's Fingertips.

    On the last five points, which must be annual, unbroken and not overlapping. Proportions with counts:
    Cochran-Armitage chi-squared for a trend, its sign from an unweighted line through the logits. Others:
    the slope of a line weighted by the published limits, (upper - lower) / 3.92 being the standard error.
    A trend is called where chi-squared exceeds 9.5495 (99.8 %) and the sign of the slope survives leaving
    out each of the five points in turn.

    In the body's own code the slope is never set for proportions, so that every significant trend of theirs
    would read "decreasing"; its page says what is done here. A slope of exactly zero after leaving one point
    out counts there as a rise, here as neither.

    Args:
        time, value: series.
        sign: +1, -1; 0 or NaN is not assessed.
        lower, upper: published limits, shaped as value.
        numerator, denominator: counts, shaped as value; used for a proportion where all five are known.
        is_proportion: one a series; False for rates, means and the rest.
        interval_level: level of the limits, 0.95 or one entry a point; other levels are rescaled.
        months: length of each point's period; more than twelve overlaps and is not assessed.

    Returns:
        Words getting_better, no_significant_change, getting_worse; the statistic is chi-squared.

    Source: PublicHealthEngland/fingertips-open, ``Analysis/TrendMarkers`` at 67808972 (2021), and Public
    health technical guidance, Trend markers.
    """
    beside = {"lower": lower, "upper": upper, "numerator": numerator, "denominator": denominator}
    stack = _stack(time, value, level=interval_level, months=months, **beside)
    sign, n = _signs(sign, stack), stack.count
    is_proportion = np.broadcast_to(np.asarray(is_proportion, dtype=bool), n.shape)
    last = {k: _last(rows, n, FINGERTIPS_POINTS) for k, rows in stack.beside.items()}
    y, times = (_last(rows, n, FINGERTIPS_POINTS) for rows in (stack.value, stack.time))
    x, total = last["numerator"], last["denominator"]
    step = np.arange(1.0, FINGERTIPS_POINTS + 1)

    has_counts = is_proportion & np.isfinite(x + total).all(axis=1)
    is_inside = (x > 0) & (x < total)
    logit = np.where(is_inside, special.logit(np.where(is_inside, x / total, 0.5)), np.nan)
    width = last["upper"] - last["lower"]
    level = np.where((last["level"] > 0) & (last["level"] < 1), last["level"], np.nan)
    divisor = np.where(level == 0.95, 3.92, 2 * special.ndtri(0.5 + level / 2))
    weight = np.where(has_counts[:, None], 1.0, (divisor / width) ** 2)
    fitted = np.where(has_counts[:, None], logit, y)

    kept = np.vstack([np.ones((1, FINGERTIPS_POINTS)), 1 - np.eye(FINGERTIPS_POINTS)])
    w, wt, wtt = (weight @ (kept * p).T for p in (1, step, step**2))
    wy, wty = (weight * fitted) @ kept.T, (weight * fitted) @ (kept * step).T
    slope = (w * wty - wt * wy) / (w * wtt - wt**2)
    # a slope below the floating-point error of its own sums is none
    size = (np.abs(w * wty) + np.abs(wt * wy)) / np.abs(w * wtt - wt**2)
    slope = np.where(np.abs(slope) <= 1e-12 * size, 0.0, slope)
    is_steady = (np.sign(slope) == np.sign(slope[:, :1])).all(axis=1)

    spread = (total.sum(axis=1) * (total @ step**2) - (total @ step) ** 2) * x.sum(axis=1)
    crossed = total.sum(axis=1) * (x @ step) - x.sum(axis=1) * (total @ step)
    armitage = total.sum(axis=1) * crossed**2 / (spread * (total.sum(axis=1) - x.sum(axis=1)))
    weighted = slope[:, 0] ** 2 * (w * wtt - wt**2)[:, 0] / w[:, 0]
    chi2 = np.where(has_counts, armitage, weighted)

    is_annual = (np.abs(np.diff(times, axis=1) - 1) <= 0.05).all(axis=1)
    why = _choose(
        (n == 0, _NO_FIGURES),
        (~(np.abs(sign) == 1), _NO_SIGN),
        (n < FINGERTIPS_POINTS, "fewer than five points"),
        (~is_annual, "the last five points are not one year apart"),
        ((last["months"] > 12).any(axis=1), "periods longer than a year overlap"),
        (has_counts & ~is_inside.all(axis=1), "a count of none or all has no logit"),
        (
            ~has_counts & ~np.isfinite(width).all(axis=1),
            "no counts and no limits: its uncertainty is not known",
        ),
        (~has_counts & ~(width > 0).all(axis=1), "limits without width"),
        (~np.isfinite(chi2), "chi-squared cannot be computed"),
    )
    is_significant = (chi2 > FINGERTIPS_CHI2) & is_steady
    words = _choose(
        (is_significant & (sign * slope[:, 0] > 0), "getting_better"),
        (is_significant & (sign * slope[:, 0] < 0), "getting_worse"),
        otherwise="no_significant_change",
    )
    return _answer(stack, why, words, chi2)


def _arrays(sign, *arrays) -> tuple:
    sign, *rest = np.broadcast_arrays(sign, *(np.nan if a is None else a for a in arrays))
    return tuple(np.asarray(a, dtype=float) for a in (sign, *rest))


def _turn(sign, is_known, *above) -> np.ndarray:
    """Turn words by the sign; each of ``above`` is (condition, word where up is good, where down is)."""
    choices = [(~(is_known & (np.abs(sign) == 1)), NOT_ASSESSED)]
    for condition, up, down in above:
        choices += [(condition & (sign > 0), up), (condition & (sign < 0), down)]
    return _choose(*choices, otherwise="same")


@np.errstate(all="ignore")
def compare_with_target(value, limit, sign, lower=None, upper=None) -> np.ndarray:
    """Return better or worse than a target; with limits also same.

    By value, at the target counts as better. By limits: lower at or above the target is above it, upper
    below the target is below it, else same. All arguments broadcast.

    Source: PublicHealthEngland/fingertips-open, ``Analysis/SingleValueTargetComparer`` at 67808972 (2021).
    """
    has_limits = lower is not None and upper is not None
    sign, value, limit, lower, upper = _arrays(sign, value, limit, lower, upper)
    if has_limits:
        known = np.isfinite(limit + lower + upper)
        return _turn(sign, known, (lower >= limit, "better", "worse"), (upper < limit, "worse", "better"))
    known = np.isfinite(limit + value)
    is_better = sign * (value - limit) >= 0
    return np.where(known & (np.abs(sign) == 1), np.where(is_better, "better", "worse"), NOT_ASSESSED)


@np.errstate(all="ignore")
def compare_with_range(value, lower_limit, upper_limit, sign) -> np.ndarray:
    """Return better, same or worse than a target range; the range holds its lower end, not its upper.

    Source: PublicHealthEngland/fingertips-open, ``Analysis/RangeTargetComparer`` at 67808972 (2021).

    Raises:
        ValueError: a lower limit above its upper limit.
    """
    sign, value, low, high = _arrays(sign, value, lower_limit, upper_limit)
    if (low > high).any():
        raise ValueError("the lower limit of a range cannot be above its upper limit")
    known = np.isfinite(value + low + high)
    return _turn(sign, known, (value < low, "worse", "better"), (value >= high, "better", "worse"))


@np.errstate(all="ignore")
def compare_with_benchmark(
    value, lower, upper, benchmark, sign, lower_wide=None, upper_wide=None
) -> np.ndarray:
    """Return best, better, same, worse or worst: where a benchmark lies in the value's own limits.

    Same inside the 95 % limits. With 99.8 % limits too (lower_wide, upper_wide): better or worse between the
    two, best or worst outside both. All arguments broadcast.

    Source: PublicHealthEngland/fingertips-open, ``Analysis/SingleOverlappingCIsForTwoCILevelsComparer`` and
    ``...ForOneCILevelComparer`` at 67808972 (2021).
    """
    is_wide = lower_wide is not None and upper_wide is not None
    sign, value, lower, upper, mark, low, high = _arrays(
        sign, value, lower, upper, benchmark, lower_wide, upper_wide
    )
    known = np.isfinite(value + lower + upper + mark)
    if not is_wide:
        return _turn(sign, known, (mark < lower, "better", "worse"), (mark > upper, "worse", "better"))
    known &= np.isfinite(low + high)
    is_above, is_below = mark < lower, mark > upper
    return _turn(
        sign, known,
        (is_above & (mark >= low), "better", "worse"),
        (is_below & (mark <= high), "worse", "better"),
        (is_above, "best", "worst"),
        (is_below, "worst", "best"),
    )  # fmt: skip


@np.errstate(all="ignore")
def compare_intervals(value, lower, upper, benchmark, benchmark_lower, benchmark_upper, sign) -> np.ndarray:
    """Return better, same or worse: same where the two intervals touch or overlap.

    Source: PublicHealthEngland/fingertips-open, ``Analysis/DoubleOverlappingCIsComparer`` at 67808972 (2021).
    """
    sign, value, lower, upper, mark, mark_lower, mark_upper = _arrays(
        sign, value, lower, upper, benchmark, benchmark_lower, benchmark_upper
    )
    known = np.isfinite(value + lower + upper + mark + mark_lower + mark_upper)
    is_below = (value < mark) & (mark_lower > upper)
    is_above = (value >= mark) & (lower > mark_upper)
    return _turn(sign, known, (is_above, "better", "worse"), (is_below, "worse", "better"))


@np.errstate(all="ignore")
def compare_with_control_limits(value, denominator, benchmark, sign, full_scale=100.0, z=1.96) -> np.ndarray:
    """Return better, same or worse: a proportion against Wilson control limits around a benchmark.

    Args:
        value, benchmark: proportions in the unit of full_scale.
        denominator: the value's denominator, above 0.
        sign: +1, -1; 0 or NaN is not assessed.
        full_scale: 100 for percent, 1 for shares.
        z: 1.96 for 95 %, 3.0902 for 99.8 %.

    Source: PublicHealthEngland/fingertips-open, ``Analysis/SpcForProportionsComparer`` at 67808972 (2021).
    """
    sign, value, n, mark, full = _arrays(sign, value, denominator, benchmark, full_scale)
    share = mark / full
    half = z * np.sqrt(z**2 + 4 * n * share * (1 - share))
    low, high = ((2 * n * share + z**2 + side * half) / (2 * (n + z**2)) for side in (-1, 1))
    known = np.isfinite(value + mark + low + high) & (n > 0)
    return _turn(
        sign, known, (value / full > high, "better", "worse"), (value / full < low, "worse", "better")
    )


# ---- XmR --------------------------------------------------------------------------------------------------


def _xmr_limits(packed: np.ndarray, fix_after, screen_outliers: bool) -> tuple:
    """Limits of packed rows, and the tolerance within which a point lies on a line."""
    points = packed.shape[1]
    fixed = packed if fix_after is None else np.where(np.arange(points) < fix_after, packed, np.nan)
    known = np.isfinite(fixed)
    start = fixed[:, :1]
    away = np.where(known, fixed - start, 0)
    mean = start[:, 0] + away.sum(axis=1) / known.sum(axis=1)
    slack = _CLOSE * (away.max(axis=1) - away.min(axis=1))
    ranges = np.abs(np.diff(fixed, axis=1))
    in_use = np.isfinite(ranges)
    typical = np.where(in_use, ranges, 0).sum(axis=1) / in_use.sum(axis=1)
    if screen_outliers:
        in_use &= (ranges < XMR_OUTLYING_RANGE * typical[:, None] - slack[:, None]) | (typical == 0)[:, None]
        typical = np.where(in_use, ranges, 0).sum(axis=1) / in_use.sum(axis=1)
    far, near = XMR_LIMIT * typical, 2 * XMR_LIMIT / 3 * typical
    return Limits(mean, mean - far, mean + far, mean - near, mean + near), slack


@np.errstate(all="ignore")
def xmr_limits(value, fix_after=None, screen_outliers=True) -> Limits:
    """Return the XmR limits of each series: the mean, and 2.66 mean moving ranges either side.

    Args:
        value: series in time order; a gap joins its neighbours.
        fix_after: number of first points that set the limits; all if None.
        screen_outliers: drop moving ranges of 3.267 times their mean or more, once (the NHS spreadsheet
            does not).

    Returns:
        Limits, NaN with fewer than two points. Series all equal have limits at their value.

    Source: NHS England, Making Data Count, as in nhs-r-community/NHSRplotthedots 0.2.x,
    ``R/ptd_spc_standard.R`` at 050b07d7 (2025).
    """
    value = np.asarray(value, dtype=float)
    stack = _stack(np.arange(value.shape[-1] if value.ndim else 0), value)
    limits, _ = _xmr_limits(stack.value, fix_after, screen_outliers)
    return Limits(*(a.reshape(stack.shape) for a in limits))


def _windows(rows: np.ndarray, before: int, after: int) -> np.ndarray:
    padding = [(0, 0)] * (rows.ndim - 1) + [(before, after)]
    return sliding_window_view(np.pad(rows, padding), before + after + 1, axis=-1)


def seven_on_one_side(relative) -> np.ndarray:
    """Flag 1 each point that ends seven in a row on one side of the mean; relative is -1, 0 or +1."""
    windows = _windows(np.asarray(relative), 6, 0)
    return (np.abs(windows.sum(axis=-1)) == 7).astype(int)


def seven_point_trend(value) -> np.ndarray:
    """Flag +1 or -1 each point that ends seven in a row rising or falling, else 0."""
    value = np.asarray(value, dtype=float)
    steps = np.diff(value, axis=-1, prepend=value[..., :1])
    steps = np.where(np.isfinite(steps), np.sign(steps), 0)
    windows = _windows(steps, 5, 0).sum(axis=-1)
    return np.where(np.abs(windows) == 6, np.sign(windows), 0).astype(int)


def part_of_seven(flag) -> np.ndarray:
    """Flag 1 each point that is, or is among the six before, a flagged point."""
    return (_windows(np.asarray(flag), 0, 6) != 0).any(axis=-1).astype(int)


def two_in_three(close, relative) -> np.ndarray:
    """Flag 1 each point of any three in a row, all on one side, of which two are close to the limits."""
    near = _windows(np.asarray(close).astype(int), 0, 2).sum(axis=-1) >= 2
    side = np.abs(_windows(np.asarray(relative), 0, 2).sum(axis=-1)) == 3
    return _windows((near & side).astype(int), 2, 0).any(axis=-1).astype(int)


def part_of_two_in_three(close, relative) -> np.ndarray:
    """Flag 1 the points close to the limits within ``two_in_three``."""
    return two_in_three(close, relative) * np.asarray(close).astype(int)


def _xmr_signals(packed, sign, fix_after, screen_outliers) -> tuple:
    limits, slack = _xmr_limits(packed, fix_after, screen_outliers)
    mean, lower, upper, near_lower, near_upper = (a[:, None] for a in limits)
    slack = slack[:, None]
    relative = np.where(np.abs(packed - mean) <= slack, 0, np.sign(packed - mean))
    relative = np.where(np.isfinite(relative), relative, 0).astype(int)
    is_outside = (packed > upper + slack) | (packed < lower - slack)
    is_close = ~is_outside & ((packed > near_upper + slack) | (packed < near_lower - slack))
    in_trend = part_of_seven(seven_point_trend(packed)) != 0
    steps = np.where(np.isfinite(packed), np.sign(np.diff(packed, axis=1, prepend=np.nan)), 0)
    after = np.concatenate([steps[:, 1:], np.zeros_like(steps[:, :1])], axis=1)
    goes_on = np.concatenate([in_trend[:, 1:], np.zeros_like(in_trend[:, :1])], axis=1) & in_trend
    side = np.select(
        [
            is_outside,
            in_trend,
            part_of_two_in_three(is_close, relative) != 0,
            part_of_seven(seven_on_one_side(relative)) != 0,
        ],
        [relative, np.where(goes_on, after, steps), relative, relative],
        default=0,
    )
    return limits, side * sign[:, None]


@np.errstate(all="ignore")
def xmr_signals(value, sign, fix_after=None, screen_outliers=True) -> np.ndarray:
    """Return what each point signals: special cause improvement or concern, or common cause.

    The first that applies: outside the limits; part of seven rising or falling in a row; close to a limit
    and part of three in a row on one side of which two are; part of seven in a row on one side.

    Args:
        value: ``(series, points)`` or ``(points,)`` in time order.
        sign: +1, -1; 0 or NaN gives not_assessed.
        fix_after, screen_outliers: as for ``xmr_limits``.

    Returns:
        Words shaped as value: special_cause_improvement, common_cause, special_cause_concern, not_assessed
        (NaN values, fewer than two points).

    Source: NHS England, Making Data Count, as in nhs-r-community/NHSRplotthedots 0.2.x,
    ``R/ptd_calculate_point_type.R`` at 050b07d7 (2025).
    """
    value = np.asarray(value, dtype=float)
    stack = _stack(np.arange(value.shape[-1] if value.ndim else 0), value)
    sign = _signs(sign, stack)
    limits, side = _xmr_signals(stack.value, sign, fix_after, screen_outliers)
    known = (
        np.isfinite(stack.value)
        & np.isfinite(limits.mean + limits.upper)[:, None]
        & (np.abs(sign) == 1)[:, None]
    )
    words = _choose(
        (~known, NOT_ASSESSED),
        (side > 0, "special_cause_improvement"),
        (side < 0, "special_cause_concern"),
        otherwise="common_cause",
    )
    back = np.empty_like(words)
    np.put_along_axis(back, stack.order, words, axis=1)
    return back[:, : value.shape[-1]].reshape(value.shape)


@np.errstate(all="ignore")
def xmr(time, value, sign, fix_after=None, screen_outliers=True) -> Rated:
    """Rate by what the latest point signals on an XmR chart.

    Under seven points no run rule can fire; under thirteen the limits are called trial limits.

    Args:
        time, value: series.
        sign: +1, -1; 0 or NaN is not assessed.
        fix_after, screen_outliers: as for ``xmr_limits``.

    Returns:
        Words special_cause_improvement, common_cause, special_cause_concern; the statistic is the latest
        point's distance from the mean in the good direction, in standard deviations (2.66 mean moving
        ranges are three), NaN where all moving ranges are zero.

    Source: NHS England, Making Data Count, as in nhs-r-community/NHSRplotthedots 0.2.x at 050b07d7 (2025).
    """
    stack = _stack(time, value)
    sign, n = _signs(sign, stack), stack.count
    limits, side = _xmr_signals(stack.value, sign, fix_after, screen_outliers)
    side = _point(side, n - 1)
    why = _choose(
        (n == 0, _NO_FIGURES),
        (~(np.abs(sign) == 1), _NO_SIGN),
        (n < 2, "fewer than two points"),
    )
    words = _choose(
        (side > 0, "special_cause_improvement"),
        (side < 0, "special_cause_concern"),
        otherwise="common_cause",
    )
    sigma = (limits.upper - limits.mean) / 3
    away = sign * (_point(stack.value, n - 1) - limits.mean)
    caution = _choose(
        (n < 7, "trial limits: fewer than thirteen points, too few for any run rule"),
        (n < XMR_TRIAL_POINTS, "trial limits: fewer than thirteen points"),
    )
    return _answer(stack, why, words, np.where(sigma > 0, away / sigma, np.nan), caution)


@np.errstate(all="ignore")
def xmr_assurance(lower, upper, target, sign) -> np.ndarray:
    """Return whether a process will meet its target: consistent_pass, inconsistent or consistent_fail.

    Args:
        lower, upper: process limits.
        target: the figure to reach.
        sign: +1, -1; with 0 or NaN, or anything not known, not_assessed.

    Source: nhs-r-community/NHSRplotthedots 0.2.x, ``R/ptd_calculate_assurance_type.R`` at 050b07d7 (2025).
    """
    sign, lower, upper, target = _arrays(sign, lower, upper, target)
    known = np.isfinite(lower + upper + target) & (np.abs(sign) == 1)
    return _choose(
        (~known, NOT_ASSESSED),
        (np.where(sign > 0, target > upper, target < lower), "consistent_fail"),
        (np.where(sign > 0, target < lower, target > upper), "consistent_pass"),
        otherwise="inconsistent",
    )


# ---- Scotland ---------------------------------------------------------------------------------------------


@np.errstate(all="ignore")
def scotland(time, value, sign, criterion=None) -> Rated:
    """Rate by the change between the latest two points against a criterion set beforehand.

    Args:
        time, value: series.
        sign: +1, -1; 0 or NaN is not assessed.
        criterion: smallest change that counts, in the unit of the values; any change if None, NaN or 0.

    Returns:
        Words improving, maintaining, worsening; the statistic is the change in the good direction.

    Source: Scottish Government, Scotland Performs, Methodology of the National Indicators (2007-2018); the
    criteria are published indicator by indicator and judged by statisticians.

    Raises:
        ValueError: a criterion below zero.
    """
    stack = _stack(time, value)
    sign, n = _signs(sign, stack), stack.count
    criterion = np.nan_to_num(_each(criterion, stack, "criterion"), nan=0.0)
    if (criterion < 0).any():
        raise ValueError("a criterion is a size of change and cannot be below zero")
    change = sign * (_point(stack.value, n - 1) - _point(stack.value, n - 2))
    is_enough = (change != 0) & (np.abs(change) >= criterion * (1 - _CLOSE))
    why = _choose(
        (n == 0, _NO_FIGURES),
        (~(np.abs(sign) == 1), _NO_SIGN),
        (n < 2, "fewer than two points"),
    )
    words = _choose(
        (is_enough & (change > 0), "improving"),
        (is_enough & (change < 0), "worsening"),
        otherwise="maintaining",
    )
    caution = np.where(criterion > 0, "", "no criterion was set: any change counts")
    return _answer(stack, why, words, change, caution)


# ---- SDSN: many indicators into one colour -----------------------------------------------------------------


@np.errstate(all="ignore")
def sdsn_points(value, best, green, red, worst) -> np.ndarray:
    """Return values on the dashboard's scale: 0 worst, 1 red threshold, 2 green threshold, 3 best.

    Linear between them, clipped outside.

    Args:
        value, best, green, red, worst: in the indicator's unit; all broadcast. Best may lie above or below.

    Source: Sachs et al., SDG Index and Dashboards 2018, sdsna/2018GlobalIndex at 77cb3354 (2018).
    """
    _, value, best, green, red, worst = _arrays(1.0, value, best, green, red, worst)
    up = np.where(best > worst, 1.0, -1.0)
    points = np.select(
        [~np.isfinite(value), up * (value - green) >= 0, up * (value - red) >= 0],
        [
            np.nan,
            np.where(best == green, 3.0, 2 + (value - green) / (best - green)),
            1 + (value - red) / (green - red),
        ],
        default=np.where(red == worst, 0.0, (value - worst) / (red - worst)),
    )
    return np.clip(points, 0, 3)


def sdsn_score(value, best, worst) -> np.ndarray:
    """Return values between 0 (worst) and 100 (best), clipped; the mean of them is a goal's score.

    Source: Sachs et al., SDG Index and Dashboards 2018, sdsna/2018GlobalIndex at 77cb3354 (2018).
    """
    value, best, worst = (np.asarray(a, dtype=float) for a in (value, best, worst))
    with np.errstate(all="ignore"):
        return np.clip(100 * (value - worst) / (best - worst), 0, 100)


def sdsn_roll_up(points, out_of=None) -> tuple[np.ndarray, np.ndarray]:
    """Return the colour of a goal from its two worst indicators, and their mean.

    Green only where both are green, red only where both are red; between them by the mean: yellow from 1.5,
    orange below. Grey where under half of the indicators have a figure. One indicator alone speaks for both.

    Args:
        points: ``(..., indicators)`` on the scale of ``sdsn_points``; NaN where there is no figure.
        out_of: number of indicators that the goal has; all of the last axis if None.

    Returns:
        Words green, yellow, orange, red, grey; the mean of the two worst, NaN for none.

    Source: Sachs et al., SDG Index and Dashboards 2018, sdsna/2018GlobalIndex at 77cb3354 (2018).
    """
    points = np.asarray(points, dtype=float)
    known = np.isfinite(points)
    number = known.sum(axis=-1)
    expected = points.shape[-1] if out_of is None else np.asarray(out_of)
    ordered = np.sort(np.where(known, points, np.inf), axis=-1)
    ordered = np.concatenate([ordered, np.full((*points.shape[:-1], 2), np.inf)], axis=-1)
    first = np.where(number > 0, ordered[..., 0], np.nan)
    second = np.where(number > 1, ordered[..., 1], first)
    mean = (first + second) / 2
    colour = _choose(
        ((number == 0) | (number < 0.5 * expected), "grey"),
        (first >= 2, "green"),
        (second < 1, "red"),
        (mean >= 1.5, "yellow"),
        otherwise="orange",
    )
    return colour, mean


# ---- all rules by name ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Rule:
    """A published rule, by the name that the command line knows.

    Attributes:
        name: as on the command line.
        title: as in a table.
        source: body, document, version or commit, year.
        words: from best to worst, without not_assessed.
        good: the words for moving the right way, or there.
        neutral: the words that claim neither.
        bad: the words for not moving the right way.
        statistic: what the number beside the word is.
    """

    name: str
    title: str
    source: str
    words: tuple[str, ...]
    good: tuple[str, ...]
    neutral: tuple[str, ...]
    bad: tuple[str, ...]
    statistic: str


RULES = {
    rule.name: rule
    for rule in (
        Rule(
            "destatis", "German weather symbols",
            "Destatis, Indicator status - Methodology, open-sdg-site-starter 2dfa9ea7 (2023)",
            ("sun", "slightly_cloudy", "cloud", "thunderstorm"),
            ("sun", "slightly_cloudy"), ("cloud",), ("thunderstorm",),
            "share of the target missed, or mean yearly change in the good direction",
        ),
        Rule(
            "eurostat", "Eurostat growth over 15 years",
            "Eurostat, EU SDG monitoring report, annex (2014, 2021), second-hand",
            ("significant_progress", "moderate_progress", "insufficient_progress", "moderate_movement_away",
             "movement_away", "significant_movement_away"),
            ("significant_progress", "moderate_progress"), ("insufficient_progress",),
            ("moderate_movement_away", "movement_away", "significant_movement_away"),
            "growth over growth required, or growth a year",
        ),
        Rule(
            "open-sdg", "Open SDG and Statistics Canada growth",
            "Open SDG 2.4.0, docs/progress-methodology.md at 26d2e387 (2025)",
            ("target_achieved", "substantial_progress", "moderate_progress", "limited_progress",
             "deterioration"),
            ("target_achieved", "substantial_progress", "moderate_progress"), ("limited_progress",),
            ("deterioration",),
            "growth over growth required, or growth a year",
        ),
        Rule(
            "un", "UN progress chart",
            "UN Statistics Division, Progress Chart Technical Note (2023), second-hand, Eustat 10f3c702",
            ("on_track", "fair_progress", "stagnation_or_regression"),
            ("on_track", "fair_progress"), (), ("stagnation_or_regression",),
            "share of the way covered at the target's date, or growth a year",
        ),
        Rule(
            "fingertips", "Fingertips recent trend",
            "Public Health England, fingertips-open 67808972 (2021)",
            ("getting_better", "no_significant_change", "getting_worse"),
            ("getting_better",), ("no_significant_change",), ("getting_worse",),
            "chi-squared for a trend over five points",
        ),
        Rule(
            "xmr", "NHS Making Data Count, latest point",
            "NHS England, Making Data Count, NHSRplotthedots 050b07d7 (2025)",
            ("special_cause_improvement", "common_cause", "special_cause_concern"),
            ("special_cause_improvement",), ("common_cause",), ("special_cause_concern",),
            "standard deviations from the mean in the good direction",
        ),
        Rule(
            "scotland", "Scotland Performs, latest two points",
            "Scottish Government, Scotland Performs, Methodology (2007-2018)",
            ("improving", "maintaining", "worsening"),
            ("improving",), ("maintaining",), ("worsening",),
            "latest change in the good direction",
        ),
    )
}  # fmt: skip


def rate(
    rule, time, value, sign, *, kind="direction", target=None, target_time=None, lower=None, upper=None,
    interval_level=0.95, numerator=None, denominator=None, value_kind=None, months=None, base_time=None,
    limit=None, full_scale=None, criterion=None,
) -> Rated:  # fmt: skip
    """Apply one rule to a stack of series.

    Every rule takes the same arguments and uses those that it knows. For the growth rules a target counts
    only where kind is target; a standard is a target without a date, a direction has none.

    Args:
        rule: a name in ``RULES``.
        time, value: ``(series, points)`` or ``(points,)`` in time order, padded with NaN.
        sign: +1, -1, 0 or NaN, one a series.
        kind: target, standard (minimum_standard) or direction (improve), one a series.
        target, target_time: figure and decimal year, one a series.
        lower, upper, interval_level: published limits and their level, shaped as value (Fingertips).
        numerator, denominator: counts, shaped as value (Fingertips).
        value_kind: one a series; counts are used for "proportion", or where it is None (Fingertips).
        months: length of the periods, shaped as value (Fingertips).
        base_time: decimal year of the base, one a series (Open SDG, UN); the first point if None.
        limit: natural limit, one a series (Open SDG).
        full_scale: 100 or 1 for a share, one a series (UN).
        criterion: smallest change that counts, one a series (Scotland).

    Returns:
        Words, statistic and reason, one entry a series.

    Raises:
        ValueError: an unknown rule or kind, times that do not rise, shapes that do not fit.
    """
    if rule not in RULES:
        raise ValueError(f"rule {rule!r} is not known; use one of {', '.join(RULES)}")
    if rule == "destatis":
        return destatis(time, value, sign, kind, target, target_time)
    if rule == "fingertips":
        given = np.asarray("proportion" if value_kind is None else value_kind, dtype=object)
        return fingertips_trend(
            time,
            value,
            sign,
            lower,
            upper,
            numerator,
            denominator,
            given == "proportion",
            interval_level,
            months,
        )
    if rule == "xmr":
        return xmr(time, value, sign)
    if rule == "scotland":
        return scotland(time, value, sign, criterion)
    stack = _stack(time, value)
    kind = _kinds(kind, stack)
    target = np.where(kind == "direction", np.nan, _each(target, stack, "target"))
    until = np.where(kind == "target", _each(target_time, stack, "target_time"), np.nan)
    if rule == "eurostat":
        return eurostat(time, value, sign, target, until)
    if rule == "open-sdg":
        return Rated(*open_sdg(time, value, sign, target, until, limit, base_time)[:3])
    return un_progress(time, value, sign, target, until, base_time, full_scale)


def rate_all(time, value, sign, **given) -> dict[str, Rated]:
    """Apply every rule of ``RULES`` to the same stack of series; arguments as for ``rate``."""
    return {name: rate(name, time, value, sign, **given) for name in RULES}


def side_of(rule: str, words) -> np.ndarray:
    """Return +1 where a rule's word is good, 0 neutral, -1 bad, NaN not assessed.

    Raises:
        ValueError: a word that the rule does not have.
    """
    words, known = np.asarray(words), RULES[rule]
    unknown = set(np.unique(words.astype(str))) - set(known.words) - {NOT_ASSESSED}
    if unknown:
        raise ValueError(f"{rule} has no word {', '.join(sorted(unknown))}")
    conditions = [np.isin(words.astype(str), group) for group in (known.good, known.neutral, known.bad)]
    return np.select(conditions, [1.0, 0.0, -1.0], default=np.nan)


def count_agreement(words: dict) -> dict[str, np.ndarray]:
    """Count how many rules call each series good, neutral, bad, or do not assess it.

    Args:
        words: for each rule's name its words, or what ``rate_all`` returns.

    Returns:
        Integer arrays good, neutral, bad and not_assessed, shaped as the words.
    """
    found = [side_of(r, w.words if isinstance(w, tuple) else w) for r, w in words.items()]
    sides = np.stack(found) if found else np.empty((0,))
    return {
        "good": (sides == 1).sum(axis=0),
        "neutral": (sides == 0).sum(axis=0),
        "bad": (sides == -1).sum(axis=0),
        NOT_ASSESSED: np.isnan(sides).sum(axis=0),
    }
