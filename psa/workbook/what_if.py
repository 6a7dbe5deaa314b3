"""A framework with something else in it, and which answers that changes: for questions, never for results."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from psa.data.framework import Framework
from psa.data.periods import parse_period
from psa.methods.flips import COMPARED, LABELS, flipped
from psa.methods.judgements import Judgement
from psa.methods.ratings import Ratings
from psa.words import hint

Figures = Mapping[tuple[str, str], float]


def with_baseline(framework: Framework, indicator_id: str, period: str) -> Framework:
    """Return a framework in which an indicator's change is measured from another period."""
    parse_period(period)
    framework.indicator(indicator_id)
    indicators = framework.indicators
    is_row = indicators["indicator_id"] == indicator_id
    changed = indicators.assign(baseline_period=indicators["baseline_period"].mask(is_row, period))
    return replace(framework, tables=framework.tables | {"indicators": changed})


def with_figures(framework: Framework, figures: Figures) -> Framework:
    """Return a framework in which some figures are others, or are there.

    A figure keeps the size of its published error: its limits move with it, its numerator in proportion.

    Args:
        framework: as it is.
        figures: the value by measure and period.

    Raises:
        KeyError: no such measure.
        ValueError: a period that cannot be read.
    """
    table = framework.observations
    names = ("value", "lower", "upper", "numerator")
    columns = {name: table[name].to_numpy(float, copy=True) for name in names}
    added = []
    for (measure_id, label), value in figures.items():
        framework.measure(measure_id)
        wanted = _span(label)
        of_measure = np.flatnonzero((table["measure_id"] == measure_id).to_numpy(bool))
        same = [row for row in of_measure if _span(str(table["period"].iloc[row])) == wanted]
        if not same:
            added.append({"measure_id": measure_id, "period": label, "value": float(value)})
        for row in same:  # whatever release counts
            was = columns["value"][row]
            columns["lower"][row] += value - was
            columns["upper"][row] += value - was
            columns["numerator"][row] *= value / was if was else np.nan
            columns["value"][row] = value
    changed = table.assign(**columns)
    if added:
        changed = pd.concat([changed, pd.DataFrame(added)], ignore_index=True)
    return replace(framework, tables=framework.tables | {"observations": changed})


def with_choices(framework: Framework, judgements: list[Judgement], chosen: Mapping[str, str]) -> Framework:
    """Return a framework in which some choices of ours are others.

    Args:
        framework: as it is.
        judgements: those of its register.
        chosen: the value of each, by its id (`psa judgements`).

    Raises:
        KeyError: no such choice; the message suggests one.
    """
    known = {judgement.id: judgement for judgement in judgements}
    for name in chosen:
        if name not in known:
            raise KeyError(f"{name!r} is no choice of the register.{hint(name, list(known))}")
    return flipped(framework, [(known[name], str(value)) for name, value in chosen.items()])


def changes_between(before: Ratings, after: Ratings) -> pd.DataFrame:
    """Return the answers that are others: level, id, name, what, before, after; agreements first."""
    pairs = (
        ("agreement", "agreement_id", "short_title", {"rating": "label", "best_label": LABELS["best_label"]}),
        ("indicator", "indicator_id", "name", COMPARED),
    )
    rows = []
    for level, key, name, columns in pairs:
        tables = [r.agreements if level == "agreement" else r.indicators for r in (before, after)]
        new = {row[key]: row for row in tables[1].to_dict("records")}
        for old in tables[0].to_dict("records"):
            for column, words in columns.items():
                was, now = str(old[column]), str(new[old[key]][column])
                if was != now:
                    rows.append((level, old[key], old[name], words, was, now))
    return pd.DataFrame(rows, columns=["level", "id", "name", "what", "before", "after"])


def _span(label: str) -> tuple[object, object]:
    period = parse_period(label)
    return period.start, period.end
