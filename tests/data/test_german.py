"""Another government's framework: the German sustainability indicators, their symbols given again from the tables.

`tests/frameworks/german/known_differences.csv` lists each symbol that the rule does not give on the figures held; a
new difference fails here, and so does a row that no longer differs.
"""

import csv
from dataclasses import replace
from pathlib import Path

import pytest

from psa.data.load import check_framework, load_framework
from psa.data.schema import TABLES
from psa.methods.evidence_grades import GRADES
from psa.methods.ratings import rate_framework

pytestmark = pytest.mark.filterwarnings("error")

GERMAN = Path(__file__).resolve().parents[1] / "frameworks" / "german"
# the publisher's word once a target's date has passed; ours is not_assessed, with a reason
SAME_WORD = {"assessment_ended": "not_assessed"}
YEARS = range(2014, 2026)


@pytest.fixture(scope="module")
def german():
    return load_framework(GERMAN)


@pytest.fixture(scope="module")
def differences() -> list[dict]:
    with (GERMAN / "known_differences.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def published(german) -> dict[tuple[str, int], str]:
    """Return the published symbols by indicator and year of the last figure."""
    rows = german.published_ratings
    words = [w.replace(" ", "_") for w in rows["rating_as_published"]]
    years = [int(report.rsplit(" ", 1)[1]) for report in rows["report"]]
    return dict(zip(zip(rows["indicator_id"], years, strict=True), words, strict=True))


@pytest.fixture(scope="module")
def ours(german, published) -> dict[tuple[str, int], str]:
    """Return our symbols on the figures up to each year, for the same indicators and years."""
    found = {}
    for year in YEARS:
        rated = rate_framework(german, f"{year}-12-31", "destatis").indicators
        found |= {(i, year): w for i, w in zip(rated["indicator_id"], rated["rating"], strict=True)}
    return {key: found[key] for key in published}


def test_the_tables_pass_the_check_and_are_small():
    faults, tables = check_framework(GERMAN)
    assert faults == []
    sizes = {
        n: len(tables[n])
        for n in ("agreements", "indicators", "measures", "published_ratings", "departments")
    }
    assert sizes == {
        "agreements": 12,
        "indicators": 41,
        "measures": 41,
        "published_ratings": 273,
        "departments": 1,
    }
    assert sum(f.stat().st_size for f in GERMAN.rglob("*") if f.is_file()) < 300_000


def test_every_symbol_is_published_once(german, published):
    assert len(published) == len(german.published_ratings) == 273
    assert {year for _, year in published} == set(YEARS)
    assert set(published.values()) == {
        "sun",
        "slightly_cloudy",
        "cloud",
        "thunderstorm",
        "not_assessed",
        "assessment_ended",
    }


def test_every_symbol_that_the_written_rule_gives_is_given_from_the_tables(published, ours, differences):
    differ = {(d["indicator_id"], int(d["year"])) for d in differences}
    same = [key for key in published if key not in differ]
    assert len(same) == 253
    assert {k: SAME_WORD.get(published[k], published[k]) for k in same} == {k: ours[k] for k in same}


def test_every_difference_is_a_row_with_its_reason(published, ours, differences):
    found = {k: (w, ours[k]) for k, w in published.items() if SAME_WORD.get(w, w) != ours[k]}
    assert found == {(d["indicator_id"], int(d["year"])): (d["published"], d["ours"]) for d in differences}
    assert len(differences) == 20


def test_published_symbols_are_replayed_beside_ours_each_on_the_figures_of_its_year(german, differences):
    table = rate_framework(german).published
    assert table["agrees"].value_counts().to_dict() == {"yes": 253, "no": 20}
    differ = table[table["agrees"] == "no"]
    found = {
        (r.rated, int(r.report.rsplit(" ", 1)[1])): (r.published_rating, r.computed_rating)
        for r in differ.itertuples()
    }
    assert found == {
        (d["indicator_id"], int(d["year"])): (SAME_WORD.get(d["published"], d["published"]), d["ours"])
        for d in differences
    }
    assert (differ["note"].str.len() > 20).all()  # each has its reason
    assert (table.loc[table["agrees"] == "yes", "note"] == "").all()
    assert "by the rule destatis on the figures to 2017-12-31" in differ["explanation"].iloc[0]


def test_no_difference_was_one_that_the_written_rule_gives(differences):
    """The 250 symbols that an independent replay of the written rule gave are all given here."""
    assert [d for d in differences if d["written_rule_agrees"] == "yes"] == []


def test_the_words_of_the_levels_and_the_symbols_are_its_own(german):
    assert (german.word("agreement"), german.word("agreement", plural=True)) == ("Goal", "Goals")
    assert german.word("slightly_cloudy") == "slightly cloudy"
    assert german.agreement("goal-13").short_title == "Climate action"


def test_a_published_symbol_without_its_rule_is_not_set_beside_the_official_rating(german):
    said = german.published_ratings.assign(rule=None, figures_to=None)
    rated = rate_framework(replace(german, tables={**german.tables, "published_ratings": said}))
    assert set(rated.published["agrees"]) <= {"cannot be compared", "no"}
    not_compared = rated.published[rated.published["agrees"] == "no"]
    assert set(not_compared["published_words"]) <= {"not assessed", "assessment ended"}


def test_targets_stand_in_the_tables_as_the_rule_needs_them(german):
    indicators = german.indicators.set_index("indicator_id")
    kinds = indicators["kind"].value_counts().to_dict()
    assert kinds == {"target": 34, "improve": 6, "minimum_standard": 1}
    targets = indicators[indicators["kind"] == "target"]
    assert targets[["target_value", "target_period", "target_basis"]].notna().all(axis=None)
    assert set(indicators["direction"]) == {"increase", "decrease"}


def test_every_table_is_one_of_the_schema_or_says_that_it_is_none():
    stems = {p.stem for p in GERMAN.glob("*.csv")}
    assert stems - set(TABLES) == {"known_differences"}
    assert "It is no table of the framework" in " ".join(
        (GERMAN / "README.md").read_text(encoding="utf-8").split()
    )


def test_the_one_body_that_leads_has_every_indicator_once(german):
    [department] = rate_framework(german).departments.to_dict("records")
    assert (department["department_id"], department["total"], department["lead_total"]) == (
        "federal-government",
        41,
        41,
    )
    assert german.word("department", plural=True) == "bodies"


def test_the_ladder_holds_on_this_framework_too(german):
    rated = rate_framework(german)
    indicators = rated.indicators
    assert set(indicators["evidence_grade"]) <= set(GRADES)
    own = indicators["evidence_grade"].isin(["A", "B"])
    assert own.any() and (indicators.loc[own, "best_measure"] == indicators.loc[own, "measure_id"]).all()
    assert (indicators.loc[indicators["evidence_grade"] == "E", "best_evidence"] == "none").all()
    assert rated.agreements["best_assessed"].sum() == (indicators["best_evidence"] != "none").sum()
