"""The chances of a framework's labels: which series share their errors, and what each is rated by."""

from dataclasses import replace

import numpy as np
import pytest

from psa.methods.error_groups import error_groups
from psa.methods.framework_chances import framework_chances, rated_measures
from psa.methods.ratings import rate_framework
from psa.methods.settings import settings_for


def declared(framework, **cells):
    """Return a framework whose measures declare something: column = {measure_id: cell}."""
    measures = framework.measures.copy()
    for column, rows in cells.items():
        measures[column] = measures["measure_id"].map(rows).astype(object)
    return replace(framework, tables=framework.tables | {"measures": measures})


def test_errors_are_shared_as_declared_else_by_data_source_else_by_publisher(tiny):
    indicators = tiny.indicators.copy()
    indicators["data_source"] = indicators["indicator_id"].map({"pledge-a/1": "Tree survey"}).astype(object)
    indicators["publisher"] = indicators["indicator_id"].map({"pledge-a/1": "Parks", "pledge-a/2": "Parks"})
    framework = replace(tiny, tables=tiny.tables | {"indicators": indicators})
    owner = framework.measures.set_index("measure_id")["indicator_id"]
    first, second = (owner.index[owner == i][0] for i in ("pledge-a/1", "pledge-a/2"))
    other = owner.index[~owner.isin(["pledge-a/1", "pledge-a/2"])][0]
    found = error_groups(framework)
    assert found.loc[[first, second, other], "error_group"].tolist() == ["Tree survey", "Parks", ""]
    assert set(found["figure_basis"]) == {"sample"}
    found = error_groups(
        declared(framework, shares_error_with={first: "Census"}, figure_basis={second: "model"})
    )
    assert found.loc[[first, second], "error_group"].tolist() == ["Census", "Parks (model)"]
    assert found.loc[second, "figure_basis"] == "model"


def test_a_full_count_has_no_error_and_a_modelled_series_says_so(tiny, tiny_rated):
    rated = tiny_rated.counted[tiny_rated.counted["rating"].isin(["improvement", "no_improvement"])]
    before = rated_measures(tiny, rated, tiny_rated.measures)
    used = tiny_rated.measures["is_rateable"].astype(bool)
    name = tiny_rated.measures.index[used & ~tiny_rated.measures["has_sampling_error"].astype(bool)][0]
    counted = rated_measures(declared(tiny, figure_basis={name: "count"}), rated, tiny_rated.measures)
    of_name = counted["indicator_id"] == tiny_rated.measures.loc[name, "indicator_id"]
    assert 0.0 in counted.loc[of_name, "standard_error"].tolist()
    assert 0.0 not in before["standard_error"].tolist()
    modelled = rated_measures(declared(tiny, figure_basis={name: "model"}), rated, tiny_rated.measures)
    assert modelled["is_modelled"].sum() == 1
    assert not before["is_modelled"].any()


def test_each_series_is_asked_by_the_rule_that_rates_it(tiny_rated):
    asked = tiny_rated.measures[["own_rule", "rule_estimate", "rule_lower", "rule_family"]]
    rows = {name: list(row) for name, row in asked.round(3).iterrows()}
    assert rows["pledge-a/2:bins"] == [
        "standard",
        0.6,
        0.0,
        "margin",
    ]  # above the level, not since the baseline
    assert rows["pledge-a/1:trees"] == ["improve", 130.0, 0.0, "change"]
    assert rows["pledge-b/1:content"] == ["significance", 4.8, 2.547, "change"]
    assert rows["pledge-b/2:derived-share"] == ["minimum_change", -0.648, 1.0, "change"]


def test_each_agreement_and_each_rated_indicator_has_its_chances(tiny_rated):
    agreements, indicators = tiny_rated.agreements, tiny_rated.indicators
    labels = ("strong_progress", "some_progress", "no_progress", "not_yet_assessed")
    total = agreements[[f"chance_{label}" for label in labels]].sum(axis=1)
    assert total[agreements["chance_known"] > 0].to_numpy() == pytest.approx(1)
    is_known = indicators["chance_met"].notna()
    assert is_known.any()
    low, chance, high = (indicators.loc[is_known, f"chance_met{end}"] for end in ("_low", "", "_high"))
    assert ((low <= chance) & (chance <= high)).all()
    assert not is_known[~indicators["rating"].isin(["improvement", "no_improvement"])].any()


def test_by_another_bodys_rule_no_chance_is_known(tiny):
    rated = rate_framework(tiny, rule="destatis")
    assert rated.indicators["chance_met"].isna().all()
    assert (rated.agreements["chance_known"] == 0).all()
    has_label = rated.agreements["rating"] != "not_yet_assessed"
    shares = rated.agreements.loc[has_label, "chance_strong_progress"]
    assert np.isnan(shares).all()


def test_the_correlations_of_shared_errors_are_settings(tiny, tiny_rated):
    framework = declared(tiny, shares_error_with=dict.fromkeys(tiny.measures["measure_id"], "Census"))
    loadings = []
    for share in (0.0, 0.7):
        settings = settings_for(framework, shared_error=share)
        found = framework_chances(framework, tiny_rated.counted, tiny_rated.measures, settings)
        loadings.append(np.nanmax(np.abs(found.scenarios["declared"].loading)))
    assert loadings[0] == 0
    assert loadings[1] > 0.5
    with pytest.raises(ValueError, match="shared_error: 1.0"):
        settings_for(tiny, shared_error=1.0)
