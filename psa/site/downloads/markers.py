"""Markers in brackets, as official tables have them: beside a figure, or in a cell without one.

Source: Government Analysis Function, Symbols in tables: definitions and help (United Kingdom, 2021).
"""

import re
from collections.abc import Iterable

import pandas as pd

from psa.data.framework import Framework
from psa.data.vintages import current_vintage

MISSING, CONFIDENTIAL, NOT_APPLICABLE = "[x]", "[c]", "[z]"
MEANINGS = {
    MISSING: "not available; nothing was published, or nothing can be computed",
    CONFIDENTIAL: "confidential; an assessment was made and not published",
    NOT_APPLICABLE: "not applicable",
    "[p]": "provisional",
    "[r]": "revised",
    "[u]": "low reliability, as its source says",
    "[b]": "break in the series, as its source says",
    "[e]": "estimated, as its source says",
    "[f]": "forecast, as its source says",
}
_OF_STATUS = {"provisional": "[p]", "revised": "[r]"}
_NOTED = re.compile(r"(?:^|; )(?:marked )?\[?([ubef])\]?(?=;|$)")
_OF_CHANGE = (
    "baseline_period", "baseline_value", "latest_period", "latest_value",
    "change", "change_lower", "change_upper", "p_improved",
)  # fmt: skip
_OF_TARGET = ("target_level", "target_period")


def figure_markers(framework: Framework, series: pd.DataFrame) -> list[str]:
    """Return the markers of each row of the long frame, such as ``[p]`` or ``[r] [u]``; empty where there is none.

    Provisional and revised come from the status, the others from a mark that the note of the figure keeps.
    """
    published = current_vintage(framework.observations)
    noted = published[published["note"].notna()]
    notes = dict(zip(zip(noted["measure_id"], noted["period"], strict=True), noted["note"], strict=True))
    keys = zip(series["measure_id"], series["period"], series["status"], strict=True)
    return [" ".join(_markers(status, notes.get((measure, period), ""))) for measure, period, status in keys]


def _markers(status: object, note: str) -> list[str]:
    of_status = [_OF_STATUS[status]] if isinstance(status, str) and status in _OF_STATUS else []
    return of_status + [f"[{letter}]" for letter in dict.fromkeys(_NOTED.findall(note))]


def with_markers(statuses: Iterable[object], markers: Iterable[str]) -> list[str]:
    """Return each status with the markers of its figure, as a cell of the spreadsheet says it."""
    pairs = zip(statuses, markers, strict=True)
    return [
        " ".join(filter(None, (status if isinstance(status, str) else "", mark))) for status, mark in pairs
    ]


def mark_empty(indicators: pd.DataFrame) -> pd.DataFrame:
    """Return the ratings of indicators with a marker in an empty cell whose reason is known.

    A target is not applicable to an indicator that has none; the figures of an assessment that was withheld are
    confidential. Any other empty cell stays empty.
    """
    has_none = ~indicators["kind"].isin(["target", "minimum_standard"])
    is_withheld = indicators["rating"] == "withheld"
    marked = {}
    for names, is_so, marker in (
        (_OF_TARGET, has_none, NOT_APPLICABLE),
        (_OF_CHANGE, is_withheld, CONFIDENTIAL),
    ):
        for name in names:
            cells = indicators[name].astype(object)
            is_empty = cells.isna() | (cells == "")
            marked[name] = cells.mask(is_empty & is_so, marker)
    return indicators.assign(**marked)


def legend(frame: pd.DataFrame) -> list[str]:
    """Return what each marker in a table of the spreadsheet means, in one line each."""
    texts = {getattr(cell, "string", cell) for column in frame for cell in frame[column].tolist()}
    words = {word for text in texts if isinstance(text, str) and text.endswith("]") for word in text.split()}
    return [
        f"{marker}: {meaning}."
        for marker, meaning in MEANINGS.items()
        if marker in words or marker == MISSING
    ]
