"""Every column of a result has its row, and every row its column."""

import pytest

from psa.methods.columns import CARRIED, COLUMNS, MEASURE, RULES, column_meaning, columns_of
from psa.methods.comparison import NAMES
from psa.methods.ratings import rate_framework
from psa.site.downloads.files import whole_tables


@pytest.fixture(scope="module")
def tables(tiny, tiny_rated):
    """Return every result of the tiny framework, by the official rule and by another body's, with its columns."""
    found = {name: set(frame.columns) for name, frame in whole_tables(tiny_rated).items()}
    other = whole_tables(rate_framework(tiny, rule="destatis"))
    found = {name: columns | set(other[name].columns) for name, columns in found.items()}
    return found | {MEASURE: set(tiny_rated.measures.columns)}


def test_the_columns_of_the_results_are_those_of_the_table(tables):
    described = {name: set(columns_of(name)) for name in tables}
    described[RULES] |= set(NAMES)  # each rule's words stand under its name
    ahead = tuple(f"chance_{label}" for label in ("on_track", "mixed", "off_track"))
    described["agreement_ratings"] = {c for c in described["agreement_ratings"] if not c.startswith(ahead)}
    assert tables == described


def test_a_name_means_one_thing_in_one_table():
    places = [(table, column.name) for column in COLUMNS for table in column.tables]
    assert len(set(places)) == len(places)


def test_an_indicator_takes_over_columns_that_both_tables_have():
    both = set(columns_of(MEASURE)) & set(columns_of("indicator_ratings"))
    assert set(CARRIED) < both
    assert both - set(CARRIED) == {
        "indicator_id",
        "agreement_id",
        "kind",
        "unit",
        "rating",
        "reason_code",
        "caveats",
    }


@pytest.mark.parametrize(
    ("name", "table", "meaning"),
    [
        ("latest_value", "indicator_ratings", "latest figure, in the unit"),
        ("p_improved", "", "chance that the change since the baseline is truly for the better, 0 to 1"),
        ("kind", "indicator_ratings", "what the indicator asks for: target, minimum_standard or improve"),
        ("kind", "sources", "what sort of source it is"),
        ("destatis", "rule_comparison", "the rating by the rule destatis"),
        ("improved", "department_ratings", "indicators that improved"),
        ("good", "rule_comparison", "rules that say the right way"),
        ("their_own_column", "indicator_ratings", ""),
    ],
)
def test_what_a_column_means(name, table, meaning):
    assert column_meaning(name, table) == meaning
