"""Where the default framework's figures come from, and why a series is let in or kept out of the rating."""

import pandas as pd
import pytest

from psa.methods.vocabulary import CAVEATS
from psa.pages.parts.unrated import unrated_part

STRICT = ("improvement", "no_improvement")

# what a second reading brought the tables to: floors, as in test_csr2007
FLOORS = {
    "measures": 1523,
    "derived_measures": 67,
    "observations": 11270,
    "sources": 905,
    "objective_indicators": 47,
}


def without_source(observations: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    """Return the figures that name no source, or one that the table of sources does not have."""
    known = set(sources["source_id"])
    named = observations["source_id"].fillna("").str.split(";")
    return observations[[not ids or not {i.strip() for i in ids} <= known for ids in named]]


def resting_on_recalled(indicators: pd.DataFrame, series: pd.DataFrame) -> list[str]:
    """Return the indicators with a strict rating of which a rated figure is recalled, not read or inferred."""
    rated = indicators.loc[indicators["rating"].isin(STRICT), "indicator_id"]
    rows = series[series["is_rateable"].astype(bool) & ~series["provenance"].isin(["read", "inferred"])]
    return sorted(set(rows["indicator_id"]) & set(rated))


def test_no_observation_lacks_a_source(csr):
    assert without_source(csr.framework.observations, csr.framework.sources).empty


def test_a_figure_without_a_source_or_with_an_unknown_one_is_found():
    sources = pd.DataFrame({"source_id": ["yearbook", "answer"]})
    figures = pd.DataFrame(
        {"period": ["2007", "2008", "2009"], "source_id": ["yearbook;answer", None, "yearbok"]}
    )
    assert without_source(figures, sources)["period"].tolist() == ["2008", "2009"]


def test_no_rated_indicator_rests_on_a_recalled_figure(csr):
    assert resting_on_recalled(csr.indicators, csr.series) == []


def test_a_rating_that_rests_on_a_recalled_figure_is_found(csr):
    indicator = csr.indicators.loc[csr.indicators["rating"].isin(STRICT), "indicator_id"].iloc[0]
    recalled = csr.series["provenance"].where(csr.series["indicator_id"] != indicator, "recalled")
    assert resting_on_recalled(csr.indicators, csr.series.assign(provenance=recalled)) == [indicator]


@pytest.mark.parametrize("table", FLOORS)
def test_the_second_reading_is_there(csr, table):
    assert len(csr.framework.tables[table]) >= FLOORS[table]


def test_at_least_two_indicators_in_five_have_a_strict_rating(csr):
    assert csr.indicators["rating"].isin(STRICT).sum() >= 66


def test_a_headline_that_is_kept_out_says_why(csr):
    measures = csr.framework.measures
    kept_out = measures[(measures["role"] == "headline") & ~measures["is_rateable"].astype(bool)]
    assert len(kept_out)
    assert kept_out.loc[kept_out["note"].isna(), "measure_id"].tolist() == []


# series that could be taken either way; the reason stands in the note
DECIDED = {
    "psa-04/2:hei-income-million": False,
    "psa-04/2:hei-income-billion": False,
    "psa-08/1:employment-rate-gb-later": True,
    "psa-16/2:settled-accommodation": False,
    "psa-16/3:settled-accommodation": False,
    "psa-16/4:settled-accommodation": False,
    "psa-16/7:employment": False,
    "psa-19/8:cdiff-2-plus": True,
    "psa-22/5:two-hours-curriculum-pe": False,
    "psa-23/2:derived-domestic-burglary-robbery-and-vehicle-offences": True,
}


@pytest.mark.parametrize("measure_id", DECIDED)
def test_a_close_case_is_decided_with_its_reason(csr, measure_id):
    tables = [csr.framework.measures, csr.framework.derived_measures]
    row = next(t[t["measure_id"] == measure_id].iloc[0] for t in tables if measure_id in set(t["measure_id"]))
    assert bool(row["is_rateable"]) == DECIDED[measure_id]
    assert len(row["note"]) > 80
    assert DECIDED[measure_id] or "not rated by it" in row["note"].lower()


BEGUN_IN_2008 = ["psa-12/5", *(f"psa-16/{number}" for number in range(1, 9)), "psa-19/4"]


@pytest.mark.parametrize("indicator_id", BEGUN_IN_2008)
def test_an_indicator_that_began_in_2008_has_its_published_baseline(csr, indicator_id):
    row = csr.framework.indicator(indicator_id)
    assert row.baseline_period in {"2008-09", "2008-Q4"}
    assert row.baseline_value is not None
    assert row.source_id


def test_a_rating_from_a_baseline_inside_the_period_is_of_grade_b_and_says_so(csr):
    said = csr.promised["caveats"].str.contains("baseline_inside")
    inside = csr.promised[said].set_index("indicator_id")
    assert sorted(inside.index) == ["psa-10/1", "psa-12/5", "psa-16/1", "psa-16/5", "psa-16/8"]
    assert (inside["evidence_grade"] == "B").all()
    assert "already in the baseline" in CAVEATS["baseline_inside"]


# a service that began inside the period: that more people use it is its roll-out
ROLL_OUTS = ["psa-18/5:iapt-entering-treatment"]


@pytest.mark.parametrize("measure_id", ROLL_OUTS)
def test_the_roll_out_of_a_service_is_marked_and_neither_rated_nor_a_stand_in(csr, measure_id):
    measure = csr.framework.measures.set_index("measure_id").loc[measure_id]
    assert "roll-out" in measure["note"]
    assert not measure["is_rateable"] and not measure["stands_in"]
    assert not csr.indicators["best_measure"].eq(measure_id).any()


def test_a_figure_that_is_worked_out_from_words_is_marked_as_inferred(csr):
    row = csr.series[(csr.series["measure_id"] == "psa-10/4:gcse") & (csr.series["period"] == "2007")].iloc[0]
    assert (row["value"], row["provenance"]) == (46.3, "inferred")
    rated = csr.indicators.set_index("indicator_id").loc["psa-10/4"]
    assert rated["evidence_grade"] == "B" and "inferred_figure" in rated["caveats"]


@pytest.mark.parametrize("indicator_id", ["psa-16/4", "psa-16/7", "psa-18/5"])
def test_figures_that_are_kept_out_are_shown_with_the_reason(csr, indicator_id):
    (entry,) = unrated_part(csr, [indicator_id]).entries
    assert entry.reason == "Its own figures are kept out of the rating."
    assert entry.figures.startswith("Kept out: ") and "Not rated by it: " in entry.figures
    assert entry.where


def test_psa_16_says_what_can_be_said_of_each_of_its_eight(csr):
    own = csr.promised[csr.promised["agreement_id"] == "psa-16"]
    unrated = own.loc[~own["rating"].isin(STRICT), "indicator_id"].tolist()
    entries = unrated_part(csr, unrated).entries
    assert len(own) == 8 and len(entries) == 5
    assert all(entry.reason and entry.where for entry in entries)
