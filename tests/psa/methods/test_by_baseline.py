"""Every rule from every year of a baseline: the same as the framework rated anew with that year."""

from datetime import date

import pytest

from psa.methods.by_baseline import under_baselines
from psa.methods.comparison import NAMES
from psa.methods.ratings import rate_framework

pytestmark = pytest.mark.thorough


def test_a_year_of_a_baseline_gives_what_rating_anew_gives(tiny, tiny_rated):
    table = under_baselines(tiny_rated)
    indicators = tiny.indicators.set_index("indicator_id")
    is_free = indicators["baseline_period"].isna()
    settled = tiny_rated.settings.baseline_by
    years = [settled.year - 1, settled.year]
    for year in years:
        found = table[table["year"] == year].set_index("indicator_id")[list(NAMES)]
        anew = rate_framework(tiny, baseline_by=date(year, settled.month, settled.day)).comparison
        ids = [name for name in found.index if is_free[name]]
        expected = anew.set_index("indicator_id").loc[ids, list(NAMES)]
        assert ids and found.loc[ids].to_dict() == expected.to_dict()
    assert table["year"].min() < settled.year


def test_a_published_baseline_gives_way_unless_the_target_is_a_change_from_it(tiny, tiny_rated):
    used = under_baselines(tiny_rated).groupby("indicator_id")["baseline_period"].nunique()
    indicators = tiny.indicators.set_index("indicator_id")
    is_published = indicators["baseline_period"].notna() | indicators["baseline_value"].notna()
    is_change = is_published & ~indicators["target_basis"].fillna("level").isin(["", "level"])
    assert (used[is_change.reindex(used.index)] <= 1).all()
    assert (used > 1).any()
