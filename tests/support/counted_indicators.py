"""Indicators made by hand, as the roll-up counts them."""

from datetime import date

import numpy as np
import pandas as pd

from psa.methods.settings import Settings
from psa.methods.vocabulary import LABELS

SETTINGS = Settings(date(2010, 12, 31), date(2013, 12, 31))


LATER = Settings(date(2010, 12, 31), date(2013, 12, 31), not_yet_assessed_from="more_than_half")


STRONG, SOME, NO, NOT_YET, _ = LABELS


def indicators(ratings: str, **columns) -> pd.DataFrame:
    """Return rows: i improved, d deteriorated, f flat, n not yet, r not rateable, w withheld."""
    words = {
        "i": "improvement",
        "d": "no_improvement",
        "f": "no_improvement",
        "n": "not_yet_assessed",
        "r": "not_rateable",
        "w": "withheld",
    }
    frame = pd.DataFrame(
        {"rating": [words[x] for x in ratings], "p_improved": np.nan, "target_status": "", "reason_code": ""}
    )
    frame["detail"] = ["deteriorated" if x == "d" else "" for x in ratings]
    return frame.assign(**columns)
