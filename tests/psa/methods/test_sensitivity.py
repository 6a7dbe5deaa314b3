"""Our verdicts under other choices."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from psa.methods.indicators import assess_defined as assess_defined_
from psa.methods.ratings import rate_framework

pytestmark = pytest.mark.thorough

FRAMEWORKS = Path(__file__).parents[2] / "frameworks"


def test_each_choice_is_tried_with_its_own_setting(tiny_rated, monkeypatch):
    tried = []

    def watched(frame, settings):
        tried.append((settings.baseline_by.isoformat(), settings.confidence, settings.trend_points))
        return assess_defined_(frame, settings)

    monkeypatch.setattr("psa.methods.sensitivity.assess_defined", watched)
    table = (
        replace(tiny_rated).sensitivity("pledge-a").set_index("indicator_id")
    )  # a copy that knows nothing yet
    assert tried == [
        ("2019-12-31", 0.95, 8),
        ("2021-12-31", 0.95, 8),
        ("2020-12-31", 0.90, 8),
        ("2020-12-31", 0.99, 8),
        ("2020-12-31", 0.95, 5),
        ("2020-12-31", 0.95, 12),
    ]
    assert table["as set"].to_dict() == {
        "pledge-a/1": "met",
        "pledge-a/2": "meets",
        "pledge-a/3": "not_distinguishable",
    }  # pledge-a/4 has no verdict to turn
    assert table["holds"].to_dict() == {
        "pledge-a/1": "yes",
        "pledge-a/2": "turns on a choice",
        "pledge-a/3": "yes",
    }


@pytest.mark.parametrize("name", ["tiny", "german", "local"])
def test_other_choices_turn_the_same_verdicts_for_one_agreement_as_for_all_at_once(frozen_ratings, name):
    rated = frozen_ratings(name)
    ids = list(rated.framework.agreements["agreement_id"])
    together = rated.under_choices(ids)
    for one in ids:
        pd.testing.assert_frame_equal(replace(rated).under_choices([one])[one], together[one])
    assert sum(map(len, together.values())) == len(rated.indicators)


def test_an_agreement_whose_indicators_nobody_published_has_no_verdict_to_turn(frozen_ratings):
    rated = frozen_ratings("local")
    assert "listening" not in set(rated.indicators["agreement_id"])
    assert len(rated.sensitivity("listening")) == 0


def test_a_year_before_a_leap_day_is_the_last_of_february(tiny):
    assert len(rate_framework(tiny, baseline_by=date(2020, 2, 29)).sensitivity("pledge-a")) == 3
