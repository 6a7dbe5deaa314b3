"""The default framework: complete, without faults, its ratings as the rules and the published counts give them.

Its figures are revised now and then: what is said here of one holds for any revision of it. Known answers stand in
`test_promises.py`, on a copy that is not revised.
"""

import csv

import pytest

from psa import paths
from psa.data.defaults import default_settings
from psa.data.load import check_framework
from psa.data.periods import parse_period
from psa.data.remarks.find import find_remarks
from psa.data.schema import TABLES
from psa.methods.labels import agreement_label, possible_labels
from psa.methods.ratings import rate_framework

# The rows that were carried over at first. They are floors: rows may be added without a change here.
ROWS = {
    "framework": 5,
    "vocabulary": 3,
    "agreements": 30,
    "departments": 26,
    "agreement_departments": 188,
    "indicators": 167,
    "measures": 1108,
    "derived_measures": 52,
    "decisions": 0,
    "directions": 0,
    "milestones": 0,
    "observations": 8031,
    "published_ratings": 38,
    "earlier_ratings": 17,
    "data_system_ratings": 16,
    "objectives": 106,
    "objective_indicators": 33,
    "objective_agreements": 80,
    "transformation": 9,
    "transformation_observations": 0,
    "rules": 40,
    "sources": 599,
    "trend_priors": 4,
}
# one month beside whole years: both count employees at one time, not over the period
KNOWN_REMARKS = (
    "observations/psa-21.csv, row 50, column period: 2009-Jun",
    "observations/psa-29.csv, row 7, column value: 0 may stand",  # no girls at school in 2001: so the source
)


@pytest.fixture(scope="module")
def checked():
    return check_framework(default_settings()["framework"])


def test_the_check_finds_nothing(checked):
    assert [str(f) for f in checked[0]] == []


def test_it_needs_no_remark_but_those_that_are_answered(checked):
    remarks = [str(f) for f in find_remarks(checked[1])]
    assert [remark for remark in remarks if not remark.startswith(KNOWN_REMARKS)] == []


@pytest.mark.parametrize("table", [t for t in TABLES if t != "corrections"])
def test_nothing_is_dropped(checked, table):
    found = len(checked[1][table])
    assert found >= ROWS[table], (
        f"{found} rows of {table} where there were {ROWS[table]}: where that is meant, lower it in ROWS"
    )


@pytest.mark.parametrize("table", TABLES)
def test_every_row_that_is_written_is_read(checked, table):
    folder = paths.framework_folder(default_settings()["framework"])
    files = sorted((folder / table).glob("*.csv")) if TABLES[table].is_folder else [folder / f"{table}.csv"]
    written = 0
    for file in filter(lambda f: f.is_file(), files):
        with file.open(encoding="utf-8-sig", newline="") as lines:
            written += sum(any(row) for row in csv.reader(lines)) - 1
    assert len(checked[1][table]) == written


def test_every_table_is_counted():
    assert {*ROWS, "corrections"} == set(TABLES)


@pytest.mark.parametrize("table", [n for n, t in TABLES.items() if t.column("source_id") and n != "sources"])
def test_every_source_resolves(csr, table):
    cited = csr.framework.tables[table]["source_id"].dropna()
    ids = {part.strip() for text in cited for part in text.split(";")}
    assert ids <= set(csr.framework.sources["source_id"])


def test_every_figure_cites_a_source(csr):
    assert csr.framework.observations["source_id"].notna().all()
    assert csr.series["source_id"].notna().all()


def test_every_period_is_read_and_stands_in_the_series(csr):
    periods = csr.framework.observations["period"]
    assert {parse_period(p).label for p in periods.unique()} == set(periods)
    published = csr.series[~csr.series["is_derived"]]
    current = csr.framework.observations.drop_duplicates(["measure_id", "period"])
    assert len(published) == len(current)
    assert (csr.series["start"] <= csr.series["end"]).all()


def test_every_correction_gives_its_reason_and_is_applied(csr):
    corrections = csr.framework.corrections
    assert len(corrections)
    for row in corrections.itertuples():
        table = csr.framework.tables[row.table]
        named = list(TABLES[row.table].key)
        keys = table[named].fillna("").agg("|".join, axis=1).str.rstrip("|")
        cells = row.row_key.split("|")
        if row.column in named:  # the row stands under its corrected key
            cells[named.index(row.column)] = row.new_value
        held = table.loc[keys == "|".join(cells), row.column].iloc[0]
        assert str(held) == row.new_value or float(held) == float(row.new_value)
        assert row.reason
        assert row.new_value != row.old_value


def test_ids_hang_together(csr):
    tables = csr.framework.tables
    indicators = tables["indicators"]
    assert (indicators["indicator_id"].str.rpartition("/")[0] == indicators["agreement_id"]).all()
    owners = set(indicators["agreement_id"])
    assert owners >= set(tables["agreements"]["agreement_id"])
    others = set(tables["objectives"]["objective_id"]) | set(tables["transformation"]["action_id"])
    assert owners - others == set(tables["agreements"]["agreement_id"])
    measures = tables["measures"]
    assert (measures["measure_id"].str.partition(":")[0] == measures["indicator_id"]).all()
    assert set(tables["agreements"]["lead_department"]) <= set(tables["departments"]["department_id"])


def test_every_agreement_department_and_indicator_is_rated_once(csr):
    assert csr.agreements["agreement_id"].tolist() == csr.framework.agreements["agreement_id"].tolist()
    assert csr.indicators["indicator_id"].tolist() == csr.framework.indicators["indicator_id"].tolist()
    assert csr.departments["department_id"].tolist() == csr.framework.acting_departments()
    for table in (csr.indicators, csr.agreements, csr.departments):
        assert (table["reason"] != "").all()


# -------------------------------------------------------------------------------- published ratings

CLG = {
    ("dso-clg-1", 3, 7): ["some_progress", "some_progress"],
    ("dso-clg-2", 12, 17): ["strong_progress"],
    ("dso-clg-2", 8, 17): ["some_progress"],
    ("dso-clg-3", 1, 9): ["not_yet_assessed"],
    ("dso-clg-3", 2, 9): ["not_yet_assessed"],
}


def test_the_six_published_counts_come_out_of_the_rule(csr):
    said = csr.framework.published_ratings
    said = said[said["objective_id"].fillna("").str.startswith("dso-clg-") & said["improved_count"].notna()]
    found = {}
    for row in said.itertuples():
        found.setdefault((row.objective_id, int(row.improved_count), int(row.total_count)), []).append(
            row.rating_class
        )
    assert found == CLG
    assert len(said) == 6
    for (_, improved, total), labels in found.items():
        assert set(labels) <= set(possible_labels(improved, total, csr.settings))
    rows = csr.published[csr.published["rated"].str.startswith("dso-clg-")]
    assert rows["agrees"].tolist() == ["yes"] * 6


def test_the_rule_could_have_said_otherwise(csr):
    """The six cases are a test only because other labels are excluded by it."""
    excluded = {"strong_progress", "no_progress", "some_progress"}
    for (_, improved, total), labels in CLG.items():
        assert excluded - set(labels) - set(possible_labels(improved, total, csr.settings))
    assert "some_progress" not in possible_labels(12, 17, csr.settings)


def test_labels_follow_from_the_published_parts(csr):
    rows = csr.published.set_index("rated")
    for objective, counts in {"dso-hmt-1": (3, 4, 6), "dso-hmt-2": (1, 6, 8)}.items():
        assert rows.loc[objective, "computed_rating"] == agreement_label(*counts) == "some_progress"
        assert rows.loc[objective, "agrees"] == "yes"


def test_every_published_rating_is_compared_and_every_difference_explained(csr):
    rows = csr.published
    assert len(rows) == len(csr.framework.published_ratings)
    assert set(rows["agrees"]) == {"yes", "no", "cannot be compared"}
    assert (rows["explanation"].str.len() > 10).all()
    assert (rows["rated"] != "").all()
    differ = rows[rows["agrees"] == "no"]
    assert (differ["computed_rating"] != "").all()
    assert sorted(set(differ["rated"])) == ["psa-03/2", "psa-23/3", "psa-23/4", "psa-30"]


# -------------------------------------------------------------------------------- what holds of any figures


def test_a_target_to_halve_is_half_of_the_baseline_and_judged_by_the_latest_figure(csr):
    row = csr.indicators.set_index("indicator_id").loc["psa-09/2"]
    assert row["target_level"] == pytest.approx(row["baseline_value"] / 2)
    assert row["target_status"] == ("met" if row["latest_value"] <= row["target_level"] else "not_met")
    fallen = row["baseline_value"] - row["latest_value"]
    assert row["change_good"] == pytest.approx(fallen)
    assert row["target_share"] == pytest.approx(2 * fallen / row["baseline_value"])


def test_a_target_that_is_a_level_is_judged_by_the_latest_figure(csr):
    row = csr.indicators.set_index("indicator_id").loc["psa-14/1"]
    assert row["target_level"] == csr.framework.indicator("psa-14/1").target_value
    assert row["target_status"] == ("met" if row["latest_value"] <= row["target_level"] else "not_met")


def test_the_withheld_agreement(csr):
    row = csr.agreements.set_index("agreement_id").loc["psa-26"]
    assert row["rating"] == row["published_rating"] == "withheld"
    assert csr.agreements.loc[csr.agreements["rating"] == "withheld", "agreement_id"].tolist() == ["psa-26"]


def test_no_figure_after_the_period_is_rated(csr):
    ends = csr.indicators["latest_period"].dropna()
    ends = [parse_period(p).end for p in ends[ends != ""]]
    assert max(ends) <= csr.settings.through
    bases = csr.indicators[csr.indicators["baseline_origin"] == "default"]
    assert max(parse_period(p).end for p in bases["baseline_period"]) <= csr.settings.baseline_by


def test_an_earlier_end_of_period_rates_no_later_figure(csr):
    early = rate_framework(csr.framework, "2009-03-31").indicators
    ends = [parse_period(p).end for p in early["latest_period"].dropna() if p]
    assert max(ends).isoformat() <= "2009-03-31"
    assert (early["rating"] == "improvement").sum() < (csr.indicators["rating"] == "improvement").sum()
