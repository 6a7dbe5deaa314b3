"""The scores of the Sustainable Development Report."""

import numpy as np

from psa.methods.rules.series import as_arrays, choose


@np.errstate(all="ignore")
def sdsn_points(value, best, green, red, worst) -> np.ndarray:
    """Return values on the dashboard's scale: 0 worst, 1 red threshold, 2 green threshold, 3 best.

    Linear between them, clipped outside.

    Args:
        value, best, green, red, worst: in the indicator's unit; all broadcast. Best may lie above or below.

    Source: Sachs et al., SDG Index and Dashboards 2018, sdsna/2018GlobalIndex at 77cb3354 (2018).
    """
    _, value, best, green, red, worst = as_arrays(1.0, value, best, green, red, worst)
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
    colour = choose(
        ((number == 0) | (number < 0.5 * expected), "grey"),
        (first >= 2, "green"),
        (second < 1, "red"),
        (mean >= 1.5, "yellow"),
        otherwise="orange",
    )
    return colour, mean
