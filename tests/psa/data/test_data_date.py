"""The day of the data follows from the rows alone."""

from types import SimpleNamespace

import pandas as pd
import pytest

from psa.data.data_date import data_date, data_dates


def framework(released=(None, None), read_on=(None, None)):
    """Return two agreements with one figure and one source each; a department leads the first, another both."""
    roles = pd.DataFrame({"department_id": ["x", "y", "y"], "agreement_id": ["a", "a", "b"]})
    return SimpleNamespace(
        agreements=pd.DataFrame({"agreement_id": ["a", "b"], "source_id": [None, None]}),
        indicators=pd.DataFrame(
            {"indicator_id": ["a/1", "b/1"], "agreement_id": ["a", "b"], "source_id": [None, None]}
        ),
        measures=pd.DataFrame({"measure_id": ["a/1:x", "b/1:x"], "indicator_id": ["a/1", "b/1"]}),
        observations=pd.DataFrame(
            {
                "measure_id": ["a/1:x", "b/1:x"],
                "period": ["2008-09", "2010"],
                "released": list(released),
                "source_id": ["one; two", "three"],
            }
        ),
        published_ratings=pd.DataFrame(
            {"agreement_id": [], "indicator_id": [], "source_id": []}, dtype=object
        ),
        sources=pd.DataFrame({"source_id": ["two", "three"], "read_on": list(read_on)}),
        roles=lambda: roles,
    )


@pytest.mark.parametrize(
    ("made", "date"),
    [
        (framework(), "2010-12-31"),
        (framework(released=("2009-06-05", None)), "2009-06-05"),
        (framework(released=("2009-06", "2009-05-31")), "2009-06-30"),
        (framework(released=("2009-06-05", None), read_on=("2024-05-02", None)), "2024-05-02"),
    ],
)
def test_it_is_the_latest_day_of_a_release_or_reading_and_else_the_end_of_the_latest_figure(made, date):
    assert data_date(made) == date


def test_that_of_an_agreement_or_a_department_follows_from_its_own_rows():
    made = framework(released=("2009-06-05", "2011-01-31"), read_on=("2010-02-03", "2024-05-02"))
    assert data_dates(made) == {"a": "2010-02-03", "b": "2024-05-02", "x": "2010-02-03", "y": "2024-05-02"}
    assert data_dates(framework())["b"] == "2010-12-31"
