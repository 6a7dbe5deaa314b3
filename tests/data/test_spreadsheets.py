# ruff: noqa: E501  one case a line
"""Each way in which a spreadsheet breaks a CSV: it is read rightly, or refused with row and remedy."""

import re
from pathlib import Path

import pandas as pd
import pytest
from small_framework import TABLES, write_small_framework

from psa.data.load import check_framework, load_framework

FIGURES = "observations/a-01.csv"


def cell(text: str, line: int, old: str, new: str) -> str:
    """Return a text with one cell of one row replaced: the first that is `old`, alone between commas."""
    lines = text.split("\n")
    found = re.sub(rf"(?<![^,]){re.escape(old)}(?![^,])", lambda m: new, lines[line - 1], count=1)
    assert found != lines[line - 1], f"{old!r} is not in row {line}"
    lines[line - 1] = found
    return "\n".join(lines)


def damaged(tmp_path: Path, file: str, change) -> Path:
    folder = write_small_framework(tmp_path / "small")
    text = change(TABLES[file])
    (folder / file).write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    return folder


def assert_same_tables(folder: Path, tmp_path: Path) -> None:
    sound = load_framework(write_small_framework(tmp_path / "sound"))
    found = load_framework(folder)
    for name, table in sound.tables.items():
        pd.testing.assert_frame_equal(found.tables[name], table)


READ_RIGHTLY = {
    "a byte-order mark": lambda t: b"\xef\xbb\xbf" + t.encode(),
    "two byte-order marks": lambda t: b"\xef\xbb\xbf\xef\xbb\xbf" + t.encode(),
    "CRLF line endings": lambda t: t.replace("\n", "\r\n"),
    "CR line endings": lambda t: t.replace("\n", "\r"),
    "mixed line endings": lambda t: t.replace("\n", "\r\n", 3),
    "no line end at the end": lambda t: t.rstrip("\n"),
    "every cell in quotation marks": lambda t: (
        "\n".join(",".join(f'"{c}"' for c in line.split(",")) for line in t.strip().split("\n")) + "\n"
    ),
    "a number in quotation marks": lambda t: cell(t, 2, "71.2", '"71.2"'),
    "trailing empty rows": lambda t: t + ",,,,,,,,\n,,,,,,,,\n\n",
    "empty rows in between": lambda t: t.replace("\n", "\n,,,,,,,,\n", 4),
    "an empty row above the header": lambda t: ",,,,,,,,\n" + t,
    "trailing empty columns": lambda t: t.replace("\n", ",,,\n"),
    "spaces about a cell": lambda t: cell(t, 2, "71.2", " 71.2 "),
    "a non-breaking space at the end of a cell": lambda t: cell(t, 2, "71.2", "71.2\u00a0"),
    "a space that is not seen in the header": lambda t: t.replace("measure_id", "\u200bmeasure_id", 1),
    "a number with a zero at its end": lambda t: cell(t, 2, "71.2", "71.20"),
    "a number as programs write it": lambda t: cell(t, 10, "612000", "6.12e5"),
}


@pytest.mark.parametrize("way", READ_RIGHTLY)
def test_what_changes_no_meaning_is_read_rightly(way, tmp_path):
    assert_same_tables(damaged(tmp_path, FIGURES, READ_RIGHTLY[way]), tmp_path)


def test_rows_in_another_order_give_the_same_figures(tmp_path):
    def turned(text):
        header, *rows = text.strip().split("\n")
        return "\n".join([header, *rows[::-1]]) + "\n"

    sound = load_framework(write_small_framework(tmp_path / "sound")).observations
    found = load_framework(damaged(tmp_path, FIGURES, turned)).observations
    keys = ["measure_id", "period"]
    same = [t.sort_values(keys).reset_index(drop=True) for t in (sound, found)]
    pd.testing.assert_frame_equal(*same)


def test_columns_in_another_order_give_the_same_figures(tmp_path):
    def turned(text):
        return "\n".join(",".join(line.split(",")[::-1]) for line in text.strip().split("\n")) + "\n"

    assert_same_tables(damaged(tmp_path, FIGURES, turned), tmp_path)


def test_true_and_false_in_capitals_are_read_rightly(tmp_path):
    def shout(text):
        return text.replace("true", "TRUE").replace("false", "FALSE")

    assert_same_tables(damaged(tmp_path, "measures.csv", shout), tmp_path)


def number(written):
    return lambda t: cell(t, 2, "71.2", written)


def period(written):
    return lambda t: cell(t, 6, "2008-09", written)


YEARS = "Write 2008-09 for the financial year, 2008/09 for the academic year, 2008-Sep for the month"
# way: (damage to observations/a-01.csv, row, column, remedy or part of it)
REFUSED = {
    "semicolons between cells": (lambda t: t.replace(",", ";"), 1, None, "commas between the cells"),
    "semicolons and decimal commas": (
        lambda t: t.replace(",", ";").replace("71.2", "71,2"),
        1,
        None,
        "commas between the cells",
    ),
    "tabs between cells": (lambda t: t.replace(",", "\t"), 1, None, "commas between the cells"),
    "bars between cells": (lambda t: t.replace(",", "|"), 1, None, "commas between the cells"),
    "a line that names the separator": (
        lambda t: "sep=;\n" + t.replace(",", ";"),
        1,
        None,
        "commas between the cells",
    ),
    "a title above the header": (
        lambda t: "Labour figures 2010,,,,,,,,\n" + t,
        1,
        None,
        "Remove what is above row 2",
    ),
    "a title and an empty row above the header": (
        lambda t: "Labour figures\n\n" + t,
        1,
        None,
        "Remove what is above row 3",
    ),
    "merged header cells": (
        lambda t: t.replace("value,numerator,denominator", "figures,,", 1).replace(
            "\n", "\n,,,value,numerator,denominator,,,\n", 1
        ),
        2,
        None,
        "write all the names in one row",
    ),
    "a column without a name": (
        lambda t: t.replace("period_as_published", "", 1),
        1,
        None,
        "Name the column",
    ),
    "a header cell in capitals": (
        lambda t: t.replace("value", "VALUE", 1),
        1,
        "value",
        "Is VALUE meant? Rename it",
    ),
    "a column that is there twice": (
        lambda t: t.replace("numerator", "value", 1),
        1,
        "value",
        "Remove one of the two",
    ),
    "the header again in between": (
        lambda t: t + t.split("\n")[0] + "\n",
        13,
        None,
        "Remove this row",
    ),
    "a row pasted twice": (lambda t: t + t.split("\n")[1] + "\n", 13, "period", "Keep one of the two rows"),
    "a row with a cell too few": (lambda t: t.replace("71.2,,,", "71.2,,", 1), 2, None, "Quote a cell"),
    "trailing empty cells in some rows": (
        lambda t: t.replace("labour-survey\n", "labour-survey,,\n", 2),
        2,
        None,
        "remove the commas at the end of the row",
    ),
    "a thousands comma that an empty last cell makes room for": (
        lambda t: t.replace("612000,,", "612,000,,", 1) + "",
        10,
        None,
        "Write 612000 if 612,000 has a thousands comma",
    ),
    "a line that names the comma": (lambda t: "sep=,\n" + t, 1, None, "Remove this line"),
    "every row in quotation marks": (
        lambda t: "".join(f'"{line}"\n' for line in t.strip().split("\n")),
        1,
        None,
        "Remove the quotation marks around each row",
    ),
    "a comma that is not quoted": (
        lambda t: cell(t, 2, "2004-05", "2004-05, revised"),
        2,
        None,
        "Quote a cell",
    ),
    "a quotation mark left open": (
        lambda t: cell(t, 2, "71.2", '"71.2'),
        2,
        None,
        "Close the quotation mark",
    ),
    "a file in UTF-16": (lambda t: t.encode("utf-16"), None, None, "Save it as UTF-8"),
    "a file in UTF-16 without its mark": (lambda t: t.encode("utf-16-le"), 1, None, "Save it as UTF-8"),
    "a file in Latin-1": (
        lambda t: cell(t, 3, "2005-06", "année").encode("latin-1"),
        3,
        None,
        "Save it as UTF-8",
    ),
    "a file in Latin-1 with CR line ends": (
        lambda t: cell(t, 3, "2005-06", "année").replace("\n", "\r").encode("latin-1"),
        3,
        None,
        "Save it as UTF-8",
    ),
    "letters read in the wrong encoding": (
        lambda t: t.replace("2005-06,2005-06", "2005-06,annÃ©e", 1),
        3,
        "period_as_published",
        "année",
    ),
    "a letter that was lost": (
        lambda t: t.replace("2005-06,2005-06", "2005-06,ann\ufffde", 1),
        3,
        "period_as_published",
        "save the file as UTF-8",
    ),
    "a workbook with the name of a CSV": (
        lambda t: b"PK\x03\x04" + t.encode(),
        None,
        None,
        "Save it as UTF-8",
    ),
    "an empty file": (lambda t: "", None, None, "Give it the header row"),
    "a file of commas": (lambda t: ",,,,\n,,,,\n", None, None, "Give it the header row"),
    # numbers
    "a thousands separator": (number('"1,234"'), 2, "value", "Write 1234"),
    "two thousands separators": (number('"1,234,567"'), 2, "value", "Write 1234567"),
    "a thousands separator and decimals": (number('"1,234.5"'), 2, "value", "Write 1234.5"),
    "a thousands space": (number("1 234"), 2, "value", "Write 1234"),
    "a non-breaking thousands space": (number("1\u00a0234"), 2, "value", "Write 1234"),
    "a narrow thousands space": (number("1\u202f234"), 2, "value", "Write 1234"),
    "a thousands apostrophe": (number("1'234"), 2, "value", "Write 1234"),
    "thousands points and a decimal comma": (number('"1.234,5"'), 2, "value", "Write 1234.5"),
    "two thousands points": (number("1.234.567"), 2, "value", "Write 1234567"),
    "a decimal comma": (number('"9,6"'), 2, "value", "Write 9.6"),
    "a decimal comma with three digits": (number('"0,123"'), 2, "value", "Write 0.123"),
    "a per cent sign": (
        number("71.2%"),
        2,
        "value",
        "Write 71.2 where the measure's unit is per cent, 0.712",
    ),
    "a per cent sign after a space": (number("71.2 %"), 2, "value", "Write 71.2 where"),
    "a currency sign": (number("£71.2"), 2, "value", "Write 71.2; the currency"),
    "a currency after the number": (number("71.2 €"), 2, "value", "Write 71.2; the currency"),
    "a minus sign that is no hyphen": (number("\u221271.2"), 2, "value", "Write -71.2"),
    "an en dash as a minus sign": (number("–71.2"), 2, "value", "Write -71.2"),
    "a minus sign behind": (number("71.2-"), 2, "value", "Write -71.2"),
    "a negative number in brackets": (number("(71.2)"), 2, "value", "Write -71.2"),
    "a plus sign": (number("+71.2"), 2, "value", "Write 71.2"),
    "an apostrophe before a number": (number("'71.2"), 2, "value", "Write 71.2"),
    "a number in smart quotes": (number("“71.2”"), 2, "value", "Write 71.2"),
    "a number that shows as an exponent": (number("1.23E+05"), 2, "value", "Write all the digits"),
    "a small number that shows as an exponent": (number("7E-05"), 2, "value", "Write all the digits"),
    "a number too large to hold": (number("1e999"), 2, "value", "larger or smaller unit"),
    "a number too small to hold": (number("1e-999"), 2, "value", "larger or smaller unit"),
    "digits of another script": (number("٧١"), 2, "value", "Write digits"),
    "a mark for provisional": (
        number("71.2p"),
        2,
        "value",
        "Write 71.2; say provisional or revised in the column status",
    ),
    "a mark for revised in brackets": (number("71.2 (r)"), 2, "value", "Write 71.2; say"),
    "an asterisk": (number("71.2*"), 2, "value", "Write 71.2; say"),
    "a note in brackets": (number("71.2 [1]"), 2, "value", "Write 71.2; say"),
    "not available where a figure must be": (number("n/a"), 2, "value", "Remove the row"),
    "a formula": (number("=A1+B1"), 2, "value", "Write its result"),
    "a formula in a text": (
        lambda t: cell(t, 2, "2004-05,2004-05", "2004-05,=B2"),
        2,
        "period_as_published",
        "Write its result",
    ),
    "a broken reference": (number("#REF!"), 2, "value", "Write the value itself"),
    "a division by zero": (number("#DIV/0!"), 2, "value", "Write the value itself"),
    "a column too narrow": (number("######"), 2, "value", "Write the value itself"),
    "a number that became a day": (number("09-Jun"), 2, "value", "(9.6?)"),
    "a number that became a month": (number("Jun-71"), 2, "value", "Type the number again"),
    **{
        f"{mark} for a missing figure": (
            lambda t, mark=mark: t.replace("71.2,,,", f"71.2,{mark},,", 1),
            2,
            "numerator",
            "Leave the cell empty",
        )
        for mark in ("n/a", "N/A", "-", "..", ":", "–", "x", "[c]", "NaN", "nil", "...")
    },
    # periods
    **{
        f"2008-09 as {shown}": (period(shown), 6, "period", YEARS)
        for shown in (
            "Sep-08",
            "Sep 08",
            "Sep-2008",
            "Sep 2008",
            "01/09/2008",
            "9/1/2008",
            "1.9.2008",
            "01-Sep-08",
            "2008-09-01 00:00:00",
            "2008-09-01T00:00:00",
            "39692",
            "39692.0",
            "September 2008",
        )
    },
    **{
        f"2003/04 as {shown}": (
            period(shown),
            6,
            "period",
            "Write 2003-04 for the financial year, 2003/04 for",
        )
        for shown in ("Apr-03", "01/04/2003", "2003-04-01 00:00:00", "37712")
    },
    "2008-09 as a day without its time": (
        period("2008-09-01"),
        6,
        "period",
        "Is 2008-09 meant? Write 2008-09",
    ),
    "2008-12-31 as 31/12/2008": (period("31/12/2008"), 6, "period", "Write 2008-12-31"),
    "2008-Dec as Dec-08": (period("Dec-08"), 6, "period", "Write 2008-Dec for the month"),
    "a year that lost its last digit but one": (period("2008-9"), 6, "period", "Write 2008-09"),
    "an academic year that lost a digit": (period("2008/9"), 6, "period", "Write 2008/09"),
    "a year that lost its century and its zero": (period("8"), 6, "period", "Write the year in full"),
    "a year that lost its century": (period("08-09"), 6, "period", "Write the year in full"),
    "2008-09 as 08-Sep": (period("08-Sep"), 6, "period", YEARS),
    "2008-09 as 8-Sep": (period("8-Sep"), 6, "period", YEARS),
    "a day of no year": (period("31-Dec"), 6, "period", "Write the year in full, such as 2008-Dec"),
    "a year with a decimal": (period("2008.0"), 6, "period", "Write 2008"),
    "a year with a thousands separator": (period('"2,008"'), 6, "period", "Write 2008"),
    "a year with an en dash": (period("2008–09"), 6, "period", "Write 2008-09"),
    "a year with a non-breaking hyphen": (period("2008\u201109"), 6, "period", "Write 2008-09"),
    "a year with spaces": (period("2008 - 09"), 6, "period", "Write 2008-09"),
    "two years with spaces": (
        period("2008 - 2009"),
        6,
        "period",
        "Write 2008-09 for the financial year, 2008 to 2009 for the two calendar years",
    ),
    "a year with an apostrophe": (period("'2008-09"), 6, "period", "Write 2008-09"),
    "a year in smart quotes": (period("“2008-09”"), 6, "period", "Write 2008-09"),
    "a year marked provisional": (period("2008-09p"), 6, "period", "Write 2008-09"),
    "a non-breaking space in a period": (
        period("year to\u00a02008-Sep"),
        6,
        "period",
        "Write year to 2008-Sep",
    ),
    "a month in figures": (period("2008-10"), 6, "period", "Write 2008-Oct for the month"),
    "a quarter the other way round": (period("Q3 2008"), 6, "period", "Write 2008-Q3"),
    "digits of another script in a year": (period("２００８"), 6, "period", "Write it as one of"),
    "the published words as a date": (
        lambda t: t.replace("2008-09,2008-09", "2008-09,Sep-08", 1),
        6,
        "period_as_published",
        "Write the words of the source",
    ),
    "an id with a space that is not seen": (
        lambda t: cell(t, 2, "labour-survey", "labour\u00a0survey"),
        2,
        "source_id",
        "Is labour-survey meant",
    ),
    "a control character": (
        lambda t: t.replace("2004-05,2004-05", "2004-05,2004\x0805", 1),
        2,
        "period_as_published",
        "Type the cell again",
    ),
}


@pytest.mark.parametrize("way", REFUSED)
def test_what_could_be_misread_is_refused_with_row_and_remedy(way, tmp_path):
    change, row, column, remedy = REFUSED[way]
    faults, _ = check_framework(damaged(tmp_path, FIGURES, change))
    found = [f for f in faults if (f.file, f.row, f.column) == (FIGURES, row, column) and remedy in f.remedy]
    assert found, "\n".join(map(str, faults)) or "no fault was found"
    assert all("\n" not in str(f) for f in faults), "a fault is one line"


def all_years_as_days(text: str) -> str:
    for year in range(2004, 2010):
        text = text.replace(
            f",{year}-{year + 1 - 2000:02d},{year}-", f",{year}-{year + 1 - 2000:02d}-01,{year}-"
        )
    return text


def test_a_whole_column_of_years_turned_into_days_is_refused_row_by_row(tmp_path):
    faults, _ = check_framework(damaged(tmp_path, FIGURES, all_years_as_days))
    rows = [f.row for f in faults if f.column == "period" and "Is 20" in f.remedy]
    assert rows == [2, 3, 4, 5, 6, 7, 8, 9]


def test_days_that_could_be_no_year_are_read_as_days(tmp_path):
    def surveys(text):
        for year in range(2004, 2010):
            text = text.replace(f",{year}-{year + 1 - 2000:02d},{year}-", f",{year}-10-01,{year}-")
        return text

    folder = damaged(tmp_path, FIGURES, surveys)
    (folder / "indicators.csv").write_text(
        TABLES["indicators.csv"].replace("2007-08", "2007-10-01"), encoding="utf-8"
    )
    assert check_framework(folder)[0] == []


def test_a_baseline_turned_into_a_day_is_refused(tmp_path):
    faults, _ = check_framework(
        damaged(tmp_path, "indicators.csv", lambda t: t.replace("2007-08", "2007-08-01"))
    )
    assert [(f.row, f.column) for f in faults] == [(2, "baseline_period")]
    assert "2007-08 or 2007/08" in faults[0].remedy


# way: (file, damage, row, column, remedy or part of it)
REFUSED_ELSEWHERE = {
    "a lost leading zero in an id": (
        "indicators.csv",
        lambda t: t.replace("a-01/2,a-01,", "a-01/2,a-1,"),
        3,
        "agreement_id",
        "Is a-01 meant? A spreadsheet drops",
    ),
    "a smart quote in an id": (
        "measures.csv",
        lambda t: t.replace("a-02/1:good", "a-02/1:“good”"),
        5,
        "measure_id",
        "Write a-02/1:good",
    ),
    "a range that became a month": (
        "measures.csv",
        lambda t: t.replace("16-24", "Oct-14"),
        3,
        "dimension_value",
        "Write what was there before",
    ),
    "a number of an indicator that became a day": (
        "indicators.csv",
        lambda t: t.replace("a-01,1,", "a-01,01-Jan,"),
        2,
        "number",
        "Write what was there before",
    ),
    "a date the British way": (
        "sources.csv",
        lambda t: t.replace("2010-12-31", "31/12/2010"),
        3,
        "read_on",
        "Write 2010-12-31",
    ),
    "a date that can be read two ways": (
        "sources.csv",
        lambda t: t.replace("2010-11-01", "01/11/2010"),
        2,
        "read_on",
        "Write 2010-11-01 (1 Nov) or 2010-01-11",
    ),
    "a month that became a name": (
        "agreement_departments.csv",
        lambda t: t.replace("2008-04", "Apr-08"),
        2,
        "valid_from",
        "Write 2008-04",
    ),
    "a date as a serial number": (
        "sources.csv",
        lambda t: t.replace("2010-12-31", "40543"),
        3,
        "read_on",
        "Write 2010-12-31",
    ),
    "a date with a time": (
        "sources.csv",
        lambda t: t.replace("2010-12-31", "2010-12-31 00:00:00"),
        3,
        "read_on",
        "Write 2010-12-31",
    ),
    "yes in place of true": (
        "measures.csv",
        lambda t: t.replace("true", "yes"),
        2,
        "is_rateable",
        "Write true or false",
    ),
    "true in another language": (
        "measures.csv",
        lambda t: t.replace("true", "WAHR"),
        2,
        "is_rateable",
        "Write true or false",
    ),
    "a target with a per cent sign": (
        "indicators.csv",
        lambda t: t.replace(",75,", ",75%,"),
        4,
        "target_value",
        "Write 75 where",
    ),
    "a header again between sources": (
        "sources.csv",
        lambda t: t + t.split("\n")[0] + "\n",
        4,
        None,
        "Remove this row",
    ),
    "semicolons in a table of texts": (
        "sources.csv",
        lambda t: t.replace(",", ";"),
        1,
        None,
        "commas between the cells",
    ),
}


@pytest.mark.parametrize("way", REFUSED_ELSEWHERE)
def test_other_tables_are_refused_with_row_and_remedy(way, tmp_path):
    file, change, row, column, remedy = REFUSED_ELSEWHERE[way]
    faults, _ = check_framework(damaged(tmp_path, file, change))
    found = [f for f in faults if (f.file, f.row, f.column) == (file, row, column) and remedy in f.remedy]
    assert found, "\n".join(map(str, faults)) or "no fault was found"


def test_quotation_marks_in_a_label_stay_as_they_are(tmp_path):
    folder = damaged(tmp_path, "measures.csv", lambda t: t.replace(",Vacancies,", ",Vacancies ‘open’,"))
    assert load_framework(folder).measure("a-01/2:vacancies").label == "Vacancies ‘open’"


def test_smart_quotes_and_dashes_in_a_title_stay_as_they_are(tmp_path):
    folder = damaged(
        tmp_path,
        "agreements.csv",
        lambda t: t.replace("More people in work", "“More” people – in work’s way"),
    )
    assert load_framework(folder).agreement("a-01").title == "“More” people – in work’s way"
