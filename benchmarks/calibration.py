"""How often stated chances come true: of labels in made worlds, of targets on real series. Ours beside the old method.

Run: python benchmarks/calibration.py [--draws 2000] [--frameworks 5] [--agreements 400] [--local FOLDER]

FOLDER holds one folder an indicator with a CSV in the form of ``data/replay/local_series.csv``; without it that
sample is played.
"""

import argparse
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.special import ndtr, stdtr

from psa.data.load import load_framework
from psa.data.series import load_series
from psa.evidence.calibration import label_tables, target_tables
from psa.evidence.label_worlds import Made, progress_labels, state_chances
from psa.evidence.target_backtest import (
    by_fifth,
    framework_figures,
    local_figures,
    our_chance,
    real_windows,
    speeds_up,
    targets_further_on,
)
from psa.methods.label_chances import count_chances, independent_chances
from psa.methods.projection import chance_of_meeting
from psa.methods.shrinkage import Floats

ROOT = Path(__file__).resolve().parents[1]
LENGTHS = (3, 4, 5, 6, 8)  # years known


def old_labels(made: Made) -> pd.DataFrame:
    """Return the chances of labels by the old method: each change truly for the better, all independent."""
    m = made.measures
    u, df = m["change"] / m["standard_error"], m["df"]
    chance = np.where(np.isinf(df), ndtr(u), stdtr(np.where(np.isinf(df), 1.0, df), u))
    frame = pd.DataFrame(
        {
            "agreement_id": m["agreement_id"],
            "indicator_id": m["indicator_id"],
            "p": chance,
            "met": m["is_met"],
        }
    )
    if made.world.components > 1:
        frame = (
            frame.groupby(["agreement_id", "indicator_id"], sort=False)
            .agg(p=("p", _chance_of_most), met=("met", lambda x: 2 * x.sum() > len(x)))
            .reset_index()
        )
    rows = {
        name: independent_chances(one["p"], progress_labels(len(one)))
        | {"expected_false": float((1 - one.loc[one["met"], "p"]).sum())}
        for name, one in frame.groupby("agreement_id")
    }
    return pd.DataFrame(rows).T.astype(float)


def _chance_of_most(chances: pd.Series) -> float:
    """Return the chance that more than half of independent components improved."""
    return float(count_chances(chances)[len(chances) // 2 + 1 :].sum())


def old_targets(windows: pd.DataFrame, target: Floats, sign: Floats) -> Floats:
    """Return the chances of targets by the old projection: half the drift, widened by 1.3."""
    known, error = (np.vstack(windows[c].tolist()) for c in ("known", "known_se"))
    time = np.tile(np.arange(known.shape[1], dtype=float), (len(known), 1))
    at_time = known.shape[1] - 1 + windows["years_ahead"].to_numpy(float)
    return np.asarray(chance_of_meeting(target, at_time, sign, time, known, error))


def real_figures(local: Path | None) -> pd.DataFrame:
    """Return the figures of the frameworks here and of areas."""
    files = sorted(local.glob("*/*.csv")) if local else [ROOT / "data" / "replay" / "local_series.csv"]
    tables = [pd.read_csv(f, dtype=str, keep_default_na=False, encoding="utf-8-sig") for f in files]
    tables = [
        t for t in tables if {"areacd", "indicator", "period", "observation", "lci_95"} <= set(t.columns)
    ]
    german = ROOT / "tests" / "frameworks" / "german"
    parts = [
        framework_figures(load_series(load_framework(n)), Path(str(n)).name) for n in ("csr2007", german)
    ]
    return pd.concat([*parts, local_figures(pd.concat(tables))], ignore_index=True)


def show(title: str, table: pd.DataFrame) -> None:
    """Print a table under its title."""
    print(f"\n{title}\n{table.to_string(index=False, float_format=lambda x: f'{x:.3f}')}")


def show_lengths(figures: pd.DataFrame) -> None:
    """Print how far our chances are off by the number of years known, series with published limits apart."""
    tables = []
    for known in LENGTHS:
        windows = real_windows(figures, known)
        has_limits = np.array([np.isfinite(error).all() for error in windows["known_se"]])
        kind = np.select([windows["is_smooth"], has_limits], ["smooth", "with limits"], "without limits")
        kind = windows["origin"].to_numpy(object) + ", " + kind
        summary = target_tables(windows.assign(origin=kind), by="origin")[1].drop(columns="method")
        summary.insert(0, "known", known)
        tables.append(summary)
    show("Ours by years known", pd.concat(tables))


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--draws", type=int, default=2000)
    parser.add_argument("--frameworks", type=int, default=5)
    parser.add_argument("--agreements", type=int, default=400)
    parser.add_argument("--local", type=Path)
    options = parser.parse_args()
    real = real_figures(options.local)
    windows = real_windows(real)
    counts = {"series": ("series", "nunique"), "indicators": ("indicator", "nunique")}
    size = windows.groupby(["origin", "is_smooth"]).agg(windows=("future", "size"), **counts)
    show("Windows of six years on real series, one to three years ahead", size.reset_index())
    methods = {"old": old_targets, "ours": our_chance}
    tables, summary = target_tables(windows, methods)
    show("Chance of meeting a target, smooth series apart", tables)
    show("Largest difference and Brier score", summary)
    for by in ("origin", "years_ahead"):
        show(
            f"The same by {by}, without the smooth",
            target_tables(windows[~windows["is_smooth"]], methods, by=by)[1],
        )
    ordinary = windows[~windows["is_smooth"]]
    further = targets_further_on(ordinary[speeds_up(ordinary)])
    show(
        "Targets further on of series that speed up, all origins",
        by_fifth(further.assign(kind="speeds up"), ["kind"]),
    )
    show_lengths(real)
    labels = {"old": old_labels, "ours": lambda made: state_chances(made, options.draws)}
    tables, summary = label_tables(options.draws, options.frameworks, options.agreements, methods=labels)
    show("Chance of a label", tables)
    show("Largest difference, and false improvements expected beside actual", summary)


if __name__ == "__main__":
    main()
