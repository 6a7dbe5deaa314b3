"""One series made by hand, assessed by the official rule."""

from datetime import date

import pandas as pd

from psa.methods.official import assess_measures
from psa.methods.settings import Settings

SETTINGS = Settings(date(2010, 12, 31), date(2013, 12, 31))


def assess(figures: dict[str, float], settings=SETTINGS, per_row=None, **definition) -> pd.Series:
    """Assess one series given as label: value; `per_row` are columns with one entry a figure."""
    frame = pd.DataFrame({"measure_id": "m", "period": list(figures), "value": list(figures.values())})
    for column, entries in (per_row or {}).items():
        frame[column] = entries
    return assess_measures(frame.assign(**definition), settings).loc["m"]


UP = {"2009": 50.0, "2010": 51.0, "2011": 52.0, "2012": 54.0}


TARGET = {"kind": "target", "target_value": 55.0, "target_basis": "level", "target_period": "2013"}
