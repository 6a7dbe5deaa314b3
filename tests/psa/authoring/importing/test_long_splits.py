"""What the columns of a long CSV that nobody named do to its series: split them, or mark their figures."""

import pytest
from click.testing import CliRunner
from import_sources import COLUMNS, faults_of, import_long, rows

from psa.authoring.importing.long_splits import split_year
from psa.cli import main

OTHERS = {
    "words": ("Who", "Everyone Everyone Women Women Women"),
    "places": ("Geography", "Wales Wales Wales England England"),
    "units": ("Units", "Thousand Thousand Thousand Thousand Number"),
    "a blank": ("Age group", "- - - 16-24 16-24"),
    "codes": ("Sex code", "0 0 1 1 1"),
    "there and back": ("Basis", "old new old new old"),
}


def table(tmp_path, column="", words="", years=range(2015, 2020)):
    """Write a file of one indicator, with a word of a further column for each year; ``-`` is none."""
    cells = words.replace("-", "", words.count("- ")).split(" ") if words else ["x"] * len(years)
    lines = [
        f"Recycling,{year},{40 + i},{cell}" for i, (year, cell) in enumerate(zip(years, cells, strict=True))
    ]
    path = tmp_path / "waste.csv"
    path.write_text("\n".join([f"Measure,Year,Rate,{column or 'Source'}", *lines, ""]), encoding="utf-8")
    return path


def command(path, home, *options):
    named = [word for n, v in COLUMNS.items() for word in (f"--{n.replace('_', '-')}", v)]
    return CliRunner().invoke(
        main, ["import", "long-csv", str(path), "waste", *named, *options, "--in", str(home)]
    )


@pytest.mark.parametrize(("column", "words"), OTHERS.values(), ids=OTHERS)
def test_a_series_that_goes_on_with_another_group_is_refused_with_the_row_and_both_ways_out(
    tmp_path, home, column, words
):
    path = table(tmp_path, column, words)
    [fault] = faults_of(lambda: import_long(path, home, where={}), home)
    assert fault.startswith("waste.csv, row ") and f", column {column}: 'Recycling' is " in fault
    assert f'Choose one with --where "{column}=…"' in fault and f'--one-series "{column}"' in fault


def test_each_column_and_each_indicator_that_is_split_is_named_at_once(tmp_path, home):
    path = tmp_path / "waste.csv"
    path.write_text(
        "Measure,Year,Rate,Sex,Area\nA,2019,1,All,X\nA,2020,2,Men,Y\nB,2019,1,All,X\nB,2020,2,Men,X\n",
        encoding="utf-8",
    )
    faults = faults_of(lambda: import_long(path, home, where={}), home)
    assert [fault.split(":")[0] for fault in faults] == [
        "waste.csv, row 3, column Area",
        "waste.csv, row 3, column Sex",
        "waste.csv, row 5, column Sex",
    ]


def test_a_split_that_is_said_to_be_none_is_imported_and_one_that_is_chosen_too(tmp_path, home):
    path = table(tmp_path, *OTHERS["words"])
    whole = import_long(path, home, "whole", where={}, one_series=("Who",))
    chosen = import_long(path, home, "chosen", where={"Who": "Women"})
    assert [len(rows(done.folder, "observations/waste-book.csv")) for done in (whole, chosen)] == [5, 3]


@pytest.mark.parametrize(
    ("column", "words"),
    [
        ("Count", "10 12 10 11 12"),
        ("Released", "2016-01-05 2017-01-04 2018-01-04 2019-01-03 2020-01-09"),
        ("Row id", "a b c d e"),
        ("Area", "X X X X X"),
    ],
)
def test_columns_that_split_nothing_are_passed_over(tmp_path, home, column, words):
    done = import_long(table(tmp_path, column, words), home, where={})
    assert len(rows(done.folder, "observations/waste-book.csv")) == 5


@pytest.mark.parametrize(
    ("column", "words", "status", "note"),
    [
        ("Status", "A A A A P", "provisional", ""),
        ("Observation status", "A A A A R", "revised", ""),
        ("Flag", "A A A A E", "", "marked E"),
        ("Value note", "- - - - Rebased", "", "Rebased"),
        ("Footnotes", "- - - - new-survey", "", "new-survey"),
    ],
)
def test_marks_and_notes_of_figures_are_carried_with_them(tmp_path, home, column, words, status, note):
    done = import_long(table(tmp_path, column, words), home, where={})
    *others, last = rows(done.folder, "observations/waste-book.csv")
    assert (last["status"], last["note"]) == (status, note)
    assert {(row["status"], row["note"]) for row in others} == {("", "")}


@pytest.mark.parametrize(
    ("label", "kind", "read"),
    [
        ("2003/04", "financial", "2003-04"),
        ("2003-04", "academic", "2003/04"),
        ("1999/2000", "financial", "1999-00"),
        ("2003/04", "", "2003/04"),
        ("2003/05", "financial", "2003/05"),
        ("2003", "financial", "2003"),
    ],
)
def test_a_year_across_two_is_read_as_the_kind_that_is_given(label, kind, read):
    assert split_year(label, kind) == read


def test_how_a_year_with_a_slash_was_read_is_said_and_can_be_chosen(tmp_path, home):
    path = table(tmp_path, years=["2015/16", "2016/17", "2017/18", "2018/19", "2019/20"])
    unsaid = command(path, home)
    assert unsaid.exit_code == 0
    assert (
        "2015/16 is read as an academic year, September to August (5 figures): where financial years to the "
        "end of March are meant, import with --split-years financial" in unsaid.output
    )
    (tmp_path / "second").mkdir()
    chosen = command(path, tmp_path / "second", "--split-years", "financial")
    assert chosen.exit_code == 0 and "academic" not in chosen.output
    figures = rows(tmp_path / "second" / "waste", "observations/waste-book.csv")
    assert (figures[0]["period"], figures[0]["period_as_published"]) == ("2015-16", "2015/16")
    settings = {r["setting"]: r["value"] for r in rows(tmp_path / "second" / "waste", "framework.csv")}
    assert settings["through"] == "2020-03-31"


def test_an_option_of_another_kind_of_source_is_refused_and_never_passed_over(tmp_path, home):
    refused = command(table(tmp_path), home, "--language", "fr")
    assert refused.exit_code == 2 and "--language: only for open-sdg" in refused.output
