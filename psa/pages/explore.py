"""Look at one indicator under other choices: the widgets of the notebook for exploring."""

from collections import Counter
from collections.abc import Callable
from datetime import date
from functools import lru_cache, partial
from typing import Any

import ipywidgets as widgets

from psa.data.framework import Framework
from psa.data.series import load_series
from psa.methods.by_rule import rating_settings, under_rule
from psa.methods.comparison import NAMES, OFFICIAL
from psa.methods.ratings import Ratings, rate_framework
from psa.pages.for_page import show
from psa.pages.sections import say, show_indicator
from psa.pages.sentences.rule_names import rule_name
from psa.pages.tables.agreement import every_rule_table
from psa.words import capital, escape

LONGEST = 110  # letters of a title in the list
REMEMBERED = 8  # answers to choices that differ in more than the indicator and the rule


def show_choice(
    framework: Framework,
    indicator_id: str,
    rule: str,
    baseline_by: date | None,
    through: date | None,
    confidence: float,
    rate: Callable[..., Ratings] | None = None,
) -> None:
    """Show an indicator's rating, chart, figures and working under these choices, and every other rule's word.

    Args:
        framework: from `psa.data.load.load_framework`.
        indicator_id: which.
        rule: whose words the rating is in; one of `psa.methods.comparison.NAMES`.
        baseline_by: without a published baseline, the latest figure that ends by this day serves;
            None for the framework's own day.
        through: the last day of the period assessed; None for the framework's own.
        confidence: of intervals and tests, between 0 and 1.
        rate: called as `rate_framework` without its first argument; one that remembers shows the next indicator
            at once.
    """
    changes: dict[str, Any] = {"confidence": confidence}
    if baseline_by:
        changes["baseline_by"] = baseline_by
    until = through.isoformat() if through else ""
    rated = (rate or partial(rate_framework, framework))(until, **changes).of_indicator(indicator_id)
    if rule != OFFICIAL:
        working = (rated.settings, rated.series, rated.measures, rated.official)
        ratings = under_rule(rule, rated.framework, *working).set_index("indicator_id")
        row = ratings.loc[indicator_id].to_dict()
        word = escape(framework.word(row["rating"]))
        say(f"**{escape(rule_name(rule))}: {word}.** {escape(row['reason'])}")
    show_indicator(rated, indicator_id)
    show(every_rule_table(rated, indicator_id))


def explore(framework: Framework, indicator_id: str = "") -> widgets.VBox:
    """Return widgets to choose an indicator, a rule and the settings; below them, what follows.

    Args:
        framework: from `psa.data.load.load_framework`.
        indicator_id: shown first; without it, the first indicator.
    """
    rate = lru_cache(maxsize=REMEMBERED)(partial(rate_framework, framework, series=load_series(framework)))
    settings = rating_settings(framework, None)
    wide = {"layout": widgets.Layout(width="95%"), "style": {"description_width": "8em"}}
    titles = _titles(framework)
    choices = {
        "indicator_id": widgets.Dropdown(
            options=titles,
            value=indicator_id or titles[0][1],
            description=framework.word("indicator"),
            **wide,
        ),
        "rule": widgets.Dropdown(
            options=[(rule_name(name), name) for name in NAMES], value=OFFICIAL, description="Rule", **wide
        ),
        "baseline_by": widgets.DatePicker(value=settings.baseline_by, description="Baseline by", **wide),
        "through": widgets.DatePicker(value=settings.through or date.today(), description="Through", **wide),
        "confidence": widgets.SelectionSlider(
            options=sorted({0.8, 0.9, 0.95, 0.99, settings.confidence}),
            value=settings.confidence,
            description="Confidence",
            **wide,
        ),
    }
    below = widgets.interactive_output(lambda **chosen: show_choice(framework, **chosen, rate=rate), choices)
    return widgets.VBox([*choices.values(), below])


def _titles(framework: Framework) -> list[tuple[str, str]]:
    """Return each indicator by what it belongs to and its name, with its id; one that is like another is numbered."""
    owners = framework.agreements.set_index("agreement_id")
    owner_titles = owners["short_title"].fillna(owners["title"]).to_dict()
    seen: Counter[str] = Counter()
    found = []
    for row in framework.indicators.to_dict("records"):
        owner = owner_titles.get(row["agreement_id"])
        title = (f"{owner}: " if owner else "") + capital(str(row["name"]).rstrip("."))
        title = title[:LONGEST]
        seen[title] += 1
        found.append((title if seen[title] == 1 else f"{title} ({seen[title]})", str(row["indicator_id"])))
    return found
