"""Figures that other bodies published, to set ours beside: ``data/replay/``, whose README names the origins."""

import csv
import json

import numpy as np
import pandas as pd

from psa import paths
from psa.methods.intervals import poisson_interval, wilson_interval
from psa.methods.rules import rate_series
from psa.methods.rules.parts import stack_series

FOLDER = paths.ROOT / "data" / "replay"


def _rows(name: str) -> list[dict]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def destatis_series() -> dict[str, dict[float, float]]:
    """Return the published series of the German sustainable development strategy: name -> year -> figure."""
    text = json.loads((FOLDER / "destatis_series.json").read_text(encoding="utf-8"))
    return {name: {float(y): v for y, v in figures.items()} for name, figures in text.items()}


def destatis_ratings() -> pd.DataFrame:
    """Return the published German ratings beside ours: indicator, kind, year, published, ours, agrees.

    A target whose date has passed is rated *assessment ended* there and *not assessed* here: the same.
    """
    rows = _rows("destatis_ratings.csv")
    time, value = np.full((2, len(rows), 6), np.nan)
    for i, row in enumerate(rows):
        for j, pair in enumerate(row["last_six"].split(";")):
            time[i, j], value[i, j] = map(float, pair.split("="))

    def column(name):
        return np.array([float(r[name]) if r[name] else np.nan for r in rows])

    series = stack_series(
        time,
        value,
        column("sign"),
        kind=[r["kind"] for r in rows],
        target=column("target"),
        target_time=column("target_year"),
    )
    same = {"assessment_ended": "not_assessed"}
    frame = pd.DataFrame(
        {
            "indicator": [r["indicator"] + r["part"] for r in rows],
            "kind": [r["kind"] for r in rows],
            "year": [int(r["year"]) for r in rows],
            "published": [same.get(r["published"], r["published"]) for r in rows],
            "ours": rate_series("destatis", series).words,
        }
    )
    return frame.assign(agrees=frame["published"] == frame["ours"])


def local_series() -> pd.DataFrame:
    """Return yearly figures of local areas as text, as `psa.evidence.target_backtest.local_figures` takes them."""
    return pd.DataFrame(_rows("local_series.csv"))


def known_differences() -> pd.DataFrame:
    """Return each difference from a published rating, with its reason."""
    return pd.DataFrame(_rows("known_differences.csv"))


def intervals() -> pd.DataFrame:
    """Return the largest difference from published interval limits, by method: limits, largest_difference."""
    found = []
    for method, name in (
        ("Wilson", "wilson_limits.csv"),
        ("Byar from 10, exact below", "poisson_limits.csv"),
    ):
        rows = [
            r for r in _rows(name) if r.get("function", "switch") == "switch" and r["lower"] and r["upper"]
        ]
        largest = max((_difference(method, row) for row in rows), default=0.0)
        found.append({"method": method, "limits": 2 * len(rows), "largest_difference": largest})
    return pd.DataFrame(found)


def _difference(method: str, row: dict[str, str]) -> float:
    """Return how far our limits lie from the published ones of a row."""
    count, level = float(row["numerator"]), float(row["confidence"])
    base = float(row["denominator"] or 1)
    if method == "Wilson":
        limits = [float(limit) for limit in wilson_interval(count, base, level)]
    else:
        limits = [float(limit) / base for limit in poisson_interval(count, level)]
    scale = float(row["multiplier"] or 1)
    published = (float(row["lower"]), float(row["upper"]))
    return max(abs(scale * ours - theirs) for ours, theirs in zip(limits, published, strict=True))
