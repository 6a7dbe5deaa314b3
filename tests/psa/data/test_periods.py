"""Labels into periods: every form, what is refused, the order, and the middle as a decimal year."""

from datetime import date

import pandas as pd
import pytest

from psa.data.periods import MEANINGS, parse_date, parse_period, period_table


@pytest.mark.parametrize(
    ("label", "kind", "start", "end", "months"),
    [
        ("2008", "calendar", date(2008, 1, 1), date(2008, 12, 31), 12),
        ("2008-09", "financial", date(2008, 4, 1), date(2009, 3, 31), 12),
        ("1999-2000", "financial", date(1999, 4, 1), date(2000, 3, 31), 12),
        ("1999-00", "financial", date(1999, 4, 1), date(2000, 3, 31), 12),
        ("2008/09", "academic", date(2008, 9, 1), date(2009, 8, 31), 12),
        ("1999/2000", "academic", date(1999, 9, 1), date(2000, 8, 31), 12),
        ("2008-Q1", "quarter", date(2008, 1, 1), date(2008, 3, 31), 3),
        ("2008-Q4", "quarter", date(2008, 10, 1), date(2008, 12, 31), 3),
        ("2008-Feb", "month", date(2008, 2, 1), date(2008, 2, 29), 1),
        ("2008-Dec", "month", date(2008, 12, 1), date(2008, 12, 31), 1),
        ("2008-12-31", "point", date(2008, 12, 31), date(2008, 12, 31), 0),
        ("year to 2008-Sep", "rolling", date(2007, 10, 1), date(2008, 9, 30), 12),
        ("year to 2008-Dec", "rolling", date(2008, 1, 1), date(2008, 12, 31), 12),
        ("2007-Oct to 2008-Mar", "span", date(2007, 10, 1), date(2008, 3, 31), 6),
        ("2005 to 2007", "span", date(2005, 1, 1), date(2007, 12, 31), 36),
        ("2006-07 to 2008-09", "span", date(2006, 4, 1), date(2009, 3, 31), 36),
        (" 2008 ", "calendar", date(2008, 1, 1), date(2008, 12, 31), 12),
    ],
)
def test_every_form_is_read(label, kind, start, end, months):
    period = parse_period(label)
    assert (period.kind, period.start, period.end, period.months) == (kind, start, end, months)
    assert period.label == label.strip()


@pytest.mark.parametrize(
    ("label", "kind", "start", "end", "months"),
    [
        ("2008-2009", "financial", date(2008, 4, 1), date(2009, 3, 31), 12),
        ("2008 to 2009", "span", date(2008, 1, 1), date(2009, 12, 31), 24),
        ("2013 to 2015", "span", date(2013, 1, 1), date(2015, 12, 31), 36),
        ("2008/09 to 2010/11", "span", date(2008, 9, 1), date(2011, 8, 31), 36),
    ],
)
def test_forms_of_several_years_are_read_and_listed_in_the_reference(label, kind, start, end, months):
    test_every_form_is_read(label, kind, start, end, months)
    assert label in dict(MEANINGS)


@pytest.mark.parametrize(("label", "meaning"), MEANINGS)
def test_every_form_that_is_listed_is_read_as_it_says(label, meaning):
    period = parse_period(label)
    first_month = {"financial": 4, "academic": 9}
    kind = next((k for k in first_month if f"{k} year" in meaning), None)
    assert (period.start.month == first_month[kind]) if kind else (period.kind not in first_month)


@pytest.mark.parametrize(
    "label",
    [
        "",
        "08",
        "2008-10",
        "2008-07",
        "2008/10",
        "2008-Q5",
        "2008-Q0",
        "2008-sep",
        "2008-Sept",
        "2008-13-01",
        "2009-02-29",
        "Sep-08",
        "year to 2008",
        "year to 2008-09",
        "2008 to 2005",
        "2008 to ",
        " to 2008",
        "3008",
        "2008 - 2009",
        "1999-01",
        "2005 to 2006 to 2007",
        "08-09",
    ],
)
def test_what_has_no_form_is_refused_and_the_forms_are_named(label):
    with pytest.raises(ValueError, match="write it as one of: 2008 · 2008-09"):
        parse_period(label)


def test_two_digits_after_a_hyphen_are_a_financial_year_and_never_a_month():
    assert parse_period("2008-09").end == date(2009, 3, 31)
    with pytest.raises(ValueError):
        parse_period("2008-11")


def test_periods_are_ordered_by_their_end_and_then_by_their_start():
    labels = [
        "2008",
        "2008-09",
        "2008-12-31",
        "2008-Q4",
        "2007-08",
        "2008/09",
        "year to 2008-Sep",
        "2006 to 2008",
    ]
    found = [p.label for p in sorted(map(parse_period, labels))]
    assert found[:2] == ["2007-08", "year to 2008-Sep"]
    assert found[2:6] == ["2006 to 2008", "2008", "2008-Q4", "2008-12-31"]  # one end: the earlier start first
    assert found[6:] == ["2008-09", "2008/09"]


@pytest.mark.parametrize(
    ("label", "time"),
    [
        ("2008", 2008.5),
        ("2008-09", 2008.75),
        ("2008-Q1", 2008.125),
        ("2008-Dec", 2008 + 11.5 / 12),
        ("2005 to 2007", 2006.5),
        ("2008-01-31", 2008 + 30.5 / 31 / 12),
    ],
)
def test_the_middle_of_a_period(label, time):
    assert parse_period(label).time == pytest.approx(time, abs=1e-12)


@pytest.mark.parametrize(
    "form", ["{0}", "{0}-{1:02d}", "{0}/{1:02d}", "{0}-12-31", "year to {0}-Mar", "{0}-Q2"]
)
def test_periods_of_one_form_are_exactly_a_year_apart(form):
    times = [parse_period(form.format(y, (y + 1) % 100)).time for y in range(1999, 2014)]
    assert [b - a for a, b in zip(times, times[1:], strict=False)] == pytest.approx([1.0] * 14, abs=1e-9)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2008-12-31", date(2008, 12, 31), date(2008, 12, 31)),
        ("2008-02", date(2008, 2, 1), date(2008, 2, 29)),
        ("2008-Feb", date(2008, 2, 1), date(2008, 2, 29)),
        ("2008", date(2008, 1, 1), date(2008, 12, 31)),
        ("2008-09", date(2008, 9, 1), date(2008, 9, 30)),
    ],
)
def test_dates_stand_for_their_first_or_their_last_day(text, first, last):
    assert parse_date(text) == first
    assert parse_date(text, end=True) == last


@pytest.mark.parametrize(
    "text", ["", "31/12/2008", "2008-13", "2008-00", "2009-02-29", "2008-Q1", "2008/09", "soon"]
)
def test_what_is_no_date_is_refused(text):
    with pytest.raises(ValueError, match="as a date"):
        parse_date(text)


def test_period_table_keeps_order_and_repeats():
    table = period_table(["2009", "2008-09", "2009"])
    assert list(table["period_kind"]) == ["calendar", "financial", "calendar"]
    assert list(table.index) == [0, 1, 2]
    assert table.loc[1, "start"] == pd.Timestamp("2008-04-01")
    assert table.loc[2, "months"] == 12
    assert len(period_table([])) == 0
