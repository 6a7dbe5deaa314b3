"""Chances of meeting a target beside what came: real series, their last years played as the future.

A window is six consecutive yearly figures of a series; the figure one to three years later is held back. Targets
are drawn around the path that the window points along, so that all chances between 0 and 1 come up. Pure and
seeded; figures come in as a long frame.
"""

from collections.abc import Callable, Iterator

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from psa.methods.moderation import scale_to_borrow, series_priors
from psa.methods.scales import proportion_ceiling, scale_for
from psa.methods.shrinkage import Floats
from psa.methods.standard_errors import se_from_limits
from psa.methods.target_chances import chance_of_target, fit_drift, project_level

KNOWN, AHEAD = 6, (1, 2, 3)
SMOOTH_FROM, SMOOTH_STEPS = (
    0.4,
    100,
)  # correlation of steps next to each other, and how many it takes to say so
Chance = Callable[["pd.DataFrame", Floats, Floats], Floats]  # windows, targets, signs


def real_windows(figures: pd.DataFrame, known: int = KNOWN, ahead: tuple[int, ...] = AHEAD) -> pd.DataFrame:
    """Return every window of consecutive yearly figures with a later one.

    Args:
        figures: origin, indicator, series, time (decimal years), value, se (NaN for none), scale (logit of per
            cent, log or identity).
        known: figures in a window.
        ahead: years to the figure held back.

    Returns:
        origin, indicator, series, years_ahead, scale, known, known_se (arrays, on the working scale), future,
        is_smooth.
    """
    rows = []
    for origin, indicator, name, scale, time, value, error in _scaled(figures):
        for first in range(len(time) - known + 1):
            window = slice(first, first + known)
            if np.abs(np.diff(time[window]) - 1).max() > 0.03 or np.ptp(value[window]) == 0:
                continue
            for years in ahead:
                later = np.flatnonzero(np.abs(time - time[window][-1] - years) < 0.03)
                if len(later):
                    of_window = (value[window], error[window])
                    rows.append((origin, indicator, name, years, scale, *of_window, value[later[0]]))
    columns = ["origin", "indicator", "series", "years_ahead", "scale", "known", "known_se", "future"]
    windows = pd.DataFrame(rows, columns=columns)
    smooth = smooth_indicators(figures)
    pairs = pd.MultiIndex.from_frame(windows[["origin", "indicator"]])
    return windows.assign(is_smooth=pairs.isin(smooth))


def _scaled(figures: pd.DataFrame) -> Iterator[tuple[str, str, str, str, Floats, Floats, Floats]]:
    """Yield each series in order: origin, indicator, series, working scale, and time, value and error on it."""
    ordered = figures.sort_values(["origin", "indicator", "series", "time"], kind="stable")
    names = ordered[["origin", "indicator", "series", "scale"]].to_numpy(object)
    numbers = ordered[["time", "value", "se"]].to_numpy(float)
    starts = np.flatnonzero((names[1:, :3] != names[:-1, :3]).any(axis=1)) + 1
    for words, part in zip(np.split(names, starts), np.split(numbers, starts), strict=True):
        if len(part):
            yield *words[0, :3], *_on_scale(words[0, 3], *part.T)


def _on_scale(scale: str, time: Floats, value: Floats, error: Floats) -> tuple[str, Floats, Floats, Floats]:
    """Return the working scale of a series, and its time, value and standard error on it."""
    if scale == "log" and (value > 0).all():
        return "log", time, np.log(value), error / value
    if scale == "logit" and ((value > 0) & (value < 100)).all():
        return "logit", time, np.log(value / (100 - value)), error * 100 / (value * (100 - value))
    return "identity", time, value, error


def smooth_indicators(figures: pd.DataFrame) -> list[tuple[str, str]]:
    """Return the indicators whose series run along smooth curves, as estimates from a model do.

    Each step of theirs is much like the one before it: the correlation, pooled over the series of an indicator,
    each about its own mean, is that of a curve and not of a walk.

    Args:
        figures: as for `real_windows`.
    """
    rows = []
    for origin, indicator, _, _, time, value, _ in _scaled(figures):
        step = np.diff(value) / np.diff(time)
        if len(step) > 4 and step.std() > 0:
            step = (step - step.mean()) / step.std()
            rows.append((origin, indicator, (step[1:] * step[:-1]).sum(), len(step)))
    found = pd.DataFrame(rows, columns=["origin", "indicator", "products", "steps"])
    found = found.groupby(["origin", "indicator"]).sum()
    is_smooth = (found["products"] > SMOOTH_FROM * found["steps"]) & (found["steps"] >= SMOOTH_STEPS)
    return list(found.index[is_smooth])


def draw_targets(windows: pd.DataFrame, seed: int = 2007) -> tuple[Floats, Floats]:
    """Return a target and a good direction for each window.

    The target lies about a point that the window's drift, carried on by any share up to 1.2, would lead to, with
    a spread of 1.2 of its yearly shocks; up and down are as likely to be good.
    """
    generator = np.random.default_rng(seed)
    known = np.vstack(windows["known"].tolist())
    step = np.diff(known, axis=1)
    years = windows["years_ahead"].to_numpy(float)
    share = generator.uniform(0, 1.2, len(windows))
    off = 1.2 * generator.standard_normal(len(windows)) * step.std(axis=1, ddof=1) * np.sqrt(years)
    sign = np.where(generator.random(len(windows)) < 0.5, 1.0, -1.0)
    return known[:, -1] + share * step.mean(axis=1) * years + off, sign


def our_chance(windows: pd.DataFrame, target: Floats, sign: Floats) -> Floats:
    """Return the chance of each window's target by `psa.methods.target_chances`, smooth ones as modelled.

    The others borrow from the stated priors, as a framework without a prior of its own does.
    """
    known, error = (np.vstack(windows[c].tolist()) for c in ("known", "known_se"))
    time = np.tile(np.arange(known.shape[1], dtype=float), (len(known), 1))
    scale = scale_to_borrow(windows["scale"].to_numpy(str), False)
    d0, s0_squared = series_priors({}, scale, known, np.isfinite(known))
    drift = fit_drift(time, known, error, d0, s0_squared, is_modelled=windows["is_smooth"].to_numpy(bool))
    return chance_of_target(
        project_level(drift, drift.time + windows["years_ahead"].to_numpy(float)), target, sign
    )


def back_test(windows: pd.DataFrame, chance: Chance = our_chance, seeds: int = 3) -> pd.DataFrame:
    """Return one row a window and drawn target: what was said of it and whether it was met.

    Args:
        windows: from `real_windows`.
        chance: the method.
        seeds: how many targets are drawn a window.

    Returns:
        origin, indicator, is_smooth, years_ahead, said, is_met.
    """
    parts = []
    for seed in range(seeds):
        target, sign = draw_targets(windows, 2007 + seed)
        met = sign * (windows["future"].to_numpy(float) - target) >= 0
        part = windows[["origin", "indicator", "is_smooth", "years_ahead"]]
        parts.append(part.assign(said=chance(windows, target, sign), is_met=met))
    out = pd.concat(parts, ignore_index=True)
    return out[out["said"].notna()]


def by_fifth(tested: pd.DataFrame, by: list[str], least: int = 100) -> pd.DataFrame:
    """Return what was said beside what was, by fifth of the chance.

    Args:
        tested: from `back_test`.
        by: columns to show apart.
        least: cases that a fifth needs to be shown.

    Returns:
        The columns of `by`, fifth (0 to 4), cases, said, was, difference.
    """
    fifth = (tested["said"] * 5).astype(int).clip(upper=4).rename("fifth")
    groups = tested.groupby([*by, fifth])
    table = pd.DataFrame(
        {"cases": groups.size(), "said": groups["said"].mean(), "was": groups["is_met"].mean()}
    )
    table = table[table["cases"] >= least]
    return table.assign(difference=table["said"] - table["was"]).reset_index()


def speeds_up(windows: pd.DataFrame) -> NDArray[np.bool_]:
    """Return which windows end in three steps one way, each larger than the one before."""
    step = np.diff(np.vstack(windows["known"].tolist()), axis=1)[:, -3:]
    is_one_way = (step > 0).all(axis=1) | (step < 0).all(axis=1)
    return np.asarray(is_one_way & (np.diff(np.abs(step), axis=1) > 0).all(axis=1), bool)


def targets_further_on(windows: pd.DataFrame, chance: Chance = our_chance) -> pd.DataFrame:
    """Return what was said and what came of targets on the way that each window goes, some near and some far.

    Args:
        windows: from `real_windows`, such as those that `speeds_up`.
        chance: the method.

    Returns:
        As `back_test`; each window has six targets, 0 to 3 times as far on as its last three steps would lead.
    """
    known = np.vstack(windows["known"].tolist())
    pace = (known[:, -1] - known[:, -4]) / 3
    ahead = pace * windows["years_ahead"].to_numpy(float)
    parts = []
    for times in (0.0, 0.5, 1.0, 1.5, 2.0, 3.0):
        target, sign = known[:, -1] + times * ahead, np.sign(pace)
        met = sign * (windows["future"].to_numpy(float) - target) >= 0
        part = windows[["origin", "indicator", "is_smooth", "years_ahead"]]
        parts.append(part.assign(said=chance(windows, target, sign), is_met=met))
    out = pd.concat(parts, ignore_index=True)
    return out[out["said"].notna()]


def brier(tested: pd.DataFrame, by: list[str]) -> pd.Series:
    """Return the mean squared difference of chance and outcome: 0 is perfect, .25 what one half always gets."""
    return ((tested["said"] - tested["is_met"]) ** 2).groupby([tested[c] for c in by]).mean().rename("brier")


def even_sample(names: NDArray[np.object_], most: int) -> NDArray[np.object_]:
    """Return at most so many of sorted names, evenly spread."""
    ordered: NDArray[np.object_] = np.sort(names)
    places = np.linspace(0, len(ordered) - 1, min(most, len(ordered))).astype(int)
    return np.take(ordered, places)


def framework_figures(series: pd.DataFrame, origin: str) -> pd.DataFrame:
    """Return the yearly figures and stocks of a framework as `real_windows` takes them, each series once.

    Args:
        series: the long frame (`psa.data.series.load_series`).
        origin: what to call the framework.
    """
    series = series[series["months"].isin([0, 12])]
    kinds, units = (series[c].to_numpy(object) for c in ("value_kind", "unit"))
    scale = scale_for(kinds, units)
    whole = np.where(np.isfinite(ceiling := proportion_ceiling(units)), ceiling, 100.0)
    value = series["value"].to_numpy(float)
    error = se_from_limits(series["lower"], series["upper"], series["interval_level"])
    times = np.where(scale == "logit", 100 / whole, 1.0)
    figures = pd.DataFrame(
        {
            "origin": origin,
            "indicator": series["indicator_id"].to_numpy(object),
            "series": (series["measure_id"] + " " + series["segment"].astype(str)).to_numpy(object),
            "time": series["time"].to_numpy(float),
            "value": value * times,
            "se": error * times,
            "scale": scale,
        }
    )
    figures = figures.drop_duplicates(["series", "time"], keep="last").sort_values(["series", "time"])
    seen = {
        tuple(map(tuple, one[["time", "value"]].to_numpy())): name
        for name, one in figures[::-1].groupby("series", sort=False)
    }
    return figures[figures["series"].isin(seen.values())]


def local_figures(table: pd.DataFrame, most: int = 25) -> pd.DataFrame:
    """Return yearly figures of areas as `real_windows` takes them.

    Args:
        table: areacd, indicator, period (2011-04-01/P1Y), observation, unit, lci_95, uci_95, as text.
        most: areas of one indicator, evenly spread over the codes; none goes before the others for its number.
    """
    table = table[table["period"].str.endswith("/P1Y")]
    value, low, high = (pd.to_numeric(table[c], errors="coerce") for c in ("observation", "lci_95", "uci_95"))
    start = pd.to_datetime(table["period"].str.removesuffix("/P1Y"))
    figures = pd.DataFrame(
        {
            "origin": "areas",
            "indicator": table["indicator"],
            "series": table["indicator"] + " " + table["areacd"],
            "time": start.dt.year + (start.dt.month - 1) / 12 + 0.5,
            "value": value,
            "se": (high - low) / 3.919928,
            "scale": np.where(table["unit"] == "%", "logit", "log"),
        }
    )
    figures = figures[figures["value"].notna()].drop_duplicates(["series", "time"])
    names = figures.drop_duplicates("series").groupby("indicator")["series"]
    kept = [even_sample(one.to_numpy(object), most) for _, one in names]
    return figures[figures["series"].isin(np.concatenate(kept))]
