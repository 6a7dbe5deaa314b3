"""The board of targets and minimum standards: how many came to what, those missed and met with their figures."""

from typing import Any

from psa.methods.scoreboard import OUTCOMES
from psa.pages.outcomes import outcome_of
from psa.pages.parts.card import sparkline_of
from psa.pages.sentences.answer import describe_outcome, plain_name
from psa.site.pages.site_page import Site, rows_of
from psa.site.parts import PageParts

SIGNS = {"met": "✓", "missed": "✕", "not_due": "○", "no_outturn": "○", "not_known": "?"}
WORDS = {
    "met": "met",
    "missed": "missed",
    "not_due": "due later",
    "no_outturn": "without a figure for the date",
}
WORDS |= {"not_known": "cannot be told"}
# after a number in a sentence: of one, of more
SAID = {
    "met": ("was met", "were met"),
    "missed": ("was missed", "were missed"),
    "not_due": ("is due later", "are due later"),
    "no_outturn": ("has no figure for its date", "have no figure for their date"),
    "not_known": ("cannot be told", "cannot be told"),
}


def target_board(site: Site, parts: PageParts) -> list[dict[str, Any]]:
    """Return each outcome that some target has, missed first: its code, sign, words, and the targets that had it."""
    rated = site.rated
    rows = rated.indicators.set_index("indicator_id", drop=False)
    groups: dict[str, list[dict[str, Any]]] = {}
    for target in rows_of(rated.scoreboard):
        outcome = outcome_of(rated, rows.loc[target["indicator_id"]].to_dict())
        is_due = target["outcome"] in {"met", "missed"}
        groups.setdefault(target["outcome"], []).append(
            {
                "name": plain_name(target["name"]),
                "link": parts.link(target["indicator_id"]),
                "figures": describe_outcome(outcome, has_name=False) if outcome.kind != "stand-in" else "",
                "spark": sparkline_of(rated, outcome.measure_id, outcome.edge)
                if is_due and outcome.measure_id
                else "",
            }
        )
    order = ["missed", *(code for code in OUTCOMES if code != "missed")]
    return [
        {
            "code": code,
            "sign": SIGNS[code],
            "words": WORDS[code],
            "said": SAID[code][len(groups[code]) != 1],
            "n": len(groups[code]),
            "targets": groups[code],
        }
        for code in order
        if code in groups
    ]
