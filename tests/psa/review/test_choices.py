"""A choice that was decided is seen in the review, beside what it turned over, and on the indicator's page."""

import pytest

from psa.authoring.decide import decide
from psa.data.load import load_framework
from psa.methods.ratings import rate_framework
from psa.pages.parts.card import card_of
from psa.review import report as reporting
from psa.review.changes import compare_frameworks
from psa.review.choices import decided_choices
from psa.review.html import page_of
from psa.review.markdown import markdown
from psa.review.pictures import changed_charts
from psa.review.report import Review, report

pytestmark = pytest.mark.thorough
WHY = "2007 was cut short"
ROW = ("a-01/2.baseline_period", "2006", WHY, "A. Reader", "2026-11-01")


def compared(old, new):
    return compare_frameworks(str(old), str(new))


def test_a_decided_choice_is_named_with_what_was_used_before_who_decided_and_why(old, new):
    decide(rate_framework(load_framework(new)), *ROW)
    both = compared(old, new)
    assert decided_choices(both.before, both.after) == [
        "a-01/2.baseline_period: the baseline: 2007 (default) → 2006 (decided by A. Reader on 2026-11-01). "
        f"Why: {WHY}"
    ]
    page = page_of(
        both.difference,
        changed_charts(both.before, both.after),
        [],
        "",
        both.after,
        decided_choices(both.before, both.after),
    )
    assert "Choices of ours decided here" in page and f"Why: {WHY}" in page
    card = card_of(both.after, "a-01/2")
    assert card and "the baseline (2006, decided by A. Reader on 2026-11-01)" in card.to_html()


def test_what_a_decision_turns_over_is_said_to_come_from_it(tiny, tiny_folder):
    choice = "pledge-a/3.direction"
    decide(rate_framework(load_framework(tiny_folder)), choice, "increase", WHY, "A. Reader", "2026-11-01")
    difference = compared(tiny.folder, tiny_folder).difference
    assert {change.id for change in difference.changes} >= {"pledge-a/3", "pledge-a"}
    for change in difference.changes:
        through, rows = difference.causes(change)
        assert through or [row.table for row in rows] == ["decisions"]
    words = markdown(difference)
    assert "no changed row of the tables feeds it" not in words and "Rows that changed no rating" not in words


def test_a_decided_setting_feeds_every_rating_and_one_given_up_is_named_as_well(old, new):
    decide(rate_framework(load_framework(old)), "through", "2010-03-31", WHY, "A. Reader", "2026-11-01")
    both = compared(old, new)
    (row,) = both.difference.rows
    assert row.feeds_all and row.kind == "removed"
    (said,) = decided_choices(both.before, both.after)
    assert said.startswith("through: the setting through: 2010-03-31 (decided by A. Reader on 2026-11-01) → ")


def test_where_nothing_is_decided_nothing_is_said(old, new):
    both = compared(old, new)
    assert decided_choices(both.before, both.after) == []


def test_the_report_of_a_pull_request_begins_with_what_is_decided(old, new, monkeypatch):
    decide(rate_framework(load_framework(new)), *ROW)
    monkeypatch.setattr(reporting, "changed_inputs", lambda base: {})
    _, words = report(Review("main", compared(old, new), []))
    assert words.index("**Decided here: 1 choice of ours.**") < words.index("## Ratings")
