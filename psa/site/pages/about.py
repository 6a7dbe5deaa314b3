"""What the pages are and what their words mean."""

import math
from typing import Any

import pandas as pd

from psa.data.defaults import setting_reasons
from psa.methods.vocabulary import (
    CLASSES,
    LABEL_CODES,
    LABELS,
    ON_TRACK_CLASSES,
    ON_TRACK_CODES,
    VERDICT_WORDS,
)
from psa.pages.sentences.today import is_running
from psa.pages.tables.framework import counts_table, plain_table, settings_table
from psa.site.pages.index import sign_words
from psa.site.pages.site_page import Site, Values
from psa.site.parts import PageParts

CORRECTIONS = {
    "table": "Table",
    "row_key": "Row",
    "column": "Column",
    "old_value": "As it stood",
    "new_value": "As used",
    "reason": "Why",
}


def _is_rounding(row: "pd.Series[Any]") -> bool:
    """Return whether a correction only takes away the tail that a computer left."""
    try:
        old, new = float(row["old_value"]), float(row["new_value"])
    except (TypeError, ValueError):
        return False
    return old != new and math.isclose(old, new, rel_tol=1e-12)


def about_page(site: Site, parts: PageParts) -> Values:
    """Return what the pages are, what their words mean, what was corrected and which choices are in force."""
    framework = site.rated.framework
    corrections = framework.corrections
    is_noise = corrections.apply(_is_rounding, axis=1) if len(corrections) else pd.Series(dtype=bool)
    n_noise, corrections = int(is_noise.sum()), corrections[~is_noise.astype(bool)]
    facts = parts.table(counts_table(site.rated))
    corrected = (
        plain_table(corrections, "Corrections to the tables", CORRECTIONS) if len(corrections) else None
    )
    is_ahead = is_running(site.rated)
    labels, classes = (ON_TRACK_CODES, ON_TRACK_CLASSES) if is_ahead else (LABEL_CODES, CLASSES)
    return {
        "is_ahead": is_ahead,
        "labels": [(framework.word(code), labels[code].meaning) for code in (labels if is_ahead else LABELS)],
        "ratings": [
            (row.sign, sign_words(framework, code, is_ahead), row.meaning, code)
            for code, row in classes.items()
        ],
        "verdicts": list(VERDICT_WORDS.values()),
        "n_agreements": len(framework.agreements),
        "n_indicators": len(site.rated.promised),
        "n_figures": f"{len(framework.observations):,}",
        "n_sources": len(framework.sources),
        "facts": facts,
        "n_noise": n_noise,
        "corrections": parts.table(corrected) if corrected else "",
        "settings": parts.table(settings_table(site.rated, setting_reasons())),
    }
