"""Series made by chance, with all that any rule reads."""

import numpy as np

NAN = np.nan
MADE = 2000


def made_series():
    """Return series of positive figures, half of them with many ties, with all that any rule reads."""
    rng = np.random.default_rng(7)
    points, each = (MADE, 12), np.arange(MADE)
    size = rng.integers(1, 13, MADE)
    value = rng.integers(1, np.where(each % 2, 2000, 60)[:, None], points) / 10
    if_trend = np.where(each % 3 == 0, 1, 0)[:, None] * np.linspace(0, 50, 12)
    value = np.where(np.arange(12) < size[:, None], value + if_trend, NAN)
    is_last = np.arange(12) == size[:, None] - 1
    value = np.where((each % 8 == 1)[:, None] & is_last, 199.0, value)
    steps = np.where((each % 2 == 0)[:, None], 1.0, rng.choice([0.5, 1.0, 1.0, 2.0], points))
    half, counts = rng.integers(1, 400, points) / 10, rng.integers(0, 99, points)
    return {
        "time": 2000.5 + steps.cumsum(axis=1),
        "value": value,
        "sign": rng.choice([-1, 1], MADE),
        "kind": rng.choice(["target", "standard", "direction"], MADE),
        "value_kind": rng.choice(["proportion", "rate"], MADE),
        # the end of the scale is asked for in some, since one rule is lenient only there
        "target": np.where(each % 4 == 1, 200.0, rng.integers(1, 2000, MADE) / 10),
        "target_time": rng.integers(2001, 2030, MADE) + 0.5,
        "base_time": rng.choice([NAN, 2003.0], MADE),
        "limit": rng.choice([NAN, 250.0], MADE),
        "full_scale": rng.choice([NAN, 200.0], MADE),
        "criterion": rng.integers(0, 50, MADE) / 10,
        "lower": value - half / rng.choice([1, 30], MADE)[:, None],
        "upper": value + half / rng.choice([1, 30], MADE)[:, None],
        "interval_level": rng.choice([NAN, 0.95, 0.8], points),
        "numerator": np.where(rng.random(MADE) < 0.5, 1.0, NAN)[:, None] * counts,
        "denominator": np.full(points, 99.0),
        "months": np.where(rng.random(MADE) < 0.1, 24.0, 12.0)[:, None] * np.ones(12),
    }
