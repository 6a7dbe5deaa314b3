"""Tables damaged one way at a time: each fault in its file, row and column with a remedy."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from psa.cli import main
from psa.data.faults import Fault, FrameworkError
from psa.data.load import check_framework, load_framework


def edit(folder: Path, file: str, old: str, new: str) -> int:
    """Replace a text that stands once in a file; return its row as an editor counts it."""
    path = folder / file
    text = path.read_bytes().decode("utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
    row = text[: text.index(old)].count("\n") + 1
    path.write_bytes(text.replace(old, new).encode())
    return row


def append(folder: Path, file: str, line: str) -> int:
    """Add a line to a file, which may be new; return its row."""
    path = folder / file
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    path.write_text(f"{text}{line}\n", encoding="utf-8", newline="\n")
    return text.count("\n") + line.count("\n") + 1


def faults_of(folder: Path) -> list[Fault]:
    faults, _ = check_framework(folder)
    assert all(f.remedy and f.problem and f.file for f in faults)
    return faults


OBSERVATIONS, INDICATORS, MEASURES = "observations.csv", "indicators.csv", "measures.csv"
TREES_2023 = "pledge-a/1:trees,2023,2023,1205,,,"
CONTENT = "2022-23,2022-23,67.4,65.6,69.2,95"

# what is damaged: (file, old text, new text), then the column and words of the one fault
CELLS = {
    "letter in a value": (
        OBSERVATIONS,
        TREES_2023,
        "pledge-a/1:trees,2023,2023,12O5,,,",
        "value",
        "'12O5' is not a number",
    ),
    "no value": (OBSERVATIONS, TREES_2023, "pledge-a/1:trees,2023,2023,,,,", "value", "the cell is empty"),
    "not a number": (
        OBSERVATIONS,
        TREES_2023,
        "pledge-a/1:trees,2023,2023,NaN,,,",
        "value",
        "'NaN' stands for a missing figure",
    ),
    "thousands separator": (
        OBSERVATIONS,
        TREES_2023,
        'pledge-a/1:trees,2023,2023,"1,205",,,',
        "value",
        "'1,205' is not a plain number",
    ),
    "per cent sign": (
        OBSERVATIONS,
        CONTENT,
        "2022-23,2022-23,67.4%,65.6,69.2,95",
        "value",
        "'67.4%' is not a plain number",
    ),
    "unknown measure": (
        OBSERVATIONS,
        TREES_2023,
        "pledge-a/1:tree,2023,2023,1205,,,",
        "measure_id",
        "'pledge-a/1:tree' is in no row of measures",
    ),
    "unknown source": (
        OBSERVATIONS,
        TREES_2023 + ",,,final,inferred,town-yearbook",
        TREES_2023 + ",,,final,inferred,town-yearbok",
        "source_id",
        "'town-yearbok' is in no row of sources",
    ),
    "one unknown source of two": (
        OBSERVATIONS,
        TREES_2023 + ",,,final,inferred,town-yearbook",
        TREES_2023 + ",,,final,inferred,town-yearbook;nobody",
        "source_id",
        "'nobody' is in no row of sources",
    ),
    "figure of a derived measure": (
        OBSERVATIONS,
        TREES_2023,
        "pledge-b/2:derived-share,2023,2023,26,,,",
        "measure_id",
        "is a derived measure",
    ),
    "unreadable period": (
        OBSERVATIONS,
        TREES_2023,
        "pledge-a/1:trees,23rd,2023,1205,,,",
        "period",
        "'23rd' is not a period",
    ),
    "duplicate period": (
        OBSERVATIONS,
        TREES_2023,
        "pledge-a/1:trees,2022,2023,1205,,,",
        "period",
        "2022 is there already (observations.csv, row 10)",
    ),
    "same period by another name": (
        OBSERVATIONS,
        TREES_2023,
        "pledge-a/1:trees,year to 2022-Dec,2023,1205,,,",
        "period",
        "year to 2022-Dec is the same period as 2022",
    ),
    "interval without its value": (
        OBSERVATIONS,
        CONTENT,
        "2022-23,2022-23,70.4,65.6,69.2,95",
        "value",
        "the interval 65.6 to 69.2 does not contain 70.4",
    ),
    "limits the wrong way round": (
        OBSERVATIONS,
        CONTENT,
        "2022-23,2022-23,67.4,69.2,65.6,95",
        "value",
        "does not contain 67.4",
    ),
    "one limit": (
        OBSERVATIONS,
        CONTENT,
        "2022-23,2022-23,67.4,65.6,,95",
        "upper",
        "one limit without the other",
    ),
    "the other limit": (
        OBSERVATIONS,
        CONTENT,
        "2022-23,2022-23,67.4,,69.2,95",
        "lower",
        "one limit without the other",
    ),
    "a level as a share": (
        OBSERVATIONS,
        CONTENT,
        "2022-23,2022-23,67.4,65.6,69.2,0.95",
        "interval_level",
        "0.95 is not a level",
    ),
    "a denominator of 0": (
        OBSERVATIONS,
        TREES_2023 + ",,,final",
        TREES_2023 + ",1,0,final",
        "denominator",
        "0 is not above 0",
    ),
    "unknown status": (
        OBSERVATIONS,
        TREES_2023 + ",,,final",
        TREES_2023 + ",,,finale",
        "status",
        "'finale' is not one of the known words",
    ),
    "bad date": (
        "sources.csv",
        '(made up)",Town of Littleham,https://example.org/yearbook,2024-05-01',
        '(made up)",Town of Littleham,https://example.org/yearbook,2024-02-30',
        "read_on",
        "'2024-02-30' is not a date",
    ),
    "bad date of a setting": (
        "framework.csv",
        "through,2023-12-31",
        "through,31 December 2023",
        "value",
        "'31 December 2023' is not a date",
    ),
    "unknown setting": (
        "framework.csv",
        "through,2023-12-31",
        "until,2023-12-31",
        "setting",
        "'until' is not a setting",
    ),
    "unknown kind": (
        INDICATORS,
        "Hedgehogs,improve",
        "Hedgehogs,improves",
        "kind",
        "'improves' is not one of the known words",
    ),
    "unknown agreement": (
        INDICATORS,
        "pledge-a/4,pledge-a,",
        "pledge-a/4,pledge-x,",
        "agreement_id",
        "'pledge-x' is in no row of agreements",
    ),
    "baseline after the period assessed": (
        INDICATORS,
        ",2020,,,,Tree register",
        ",2024,,,,Tree register",
        "baseline_period",
        "the baseline 2024 begins after the period assessed, which ends on 2023-12-31",
    ),
    "letter in a target": (
        INDICATORS,
        "number,1200,2023",
        "number,12oo,2023",
        "target_value",
        "'12oo' is not a number",
    ),
    "duplicate indicator": (
        INDICATORS,
        "pledge-a/4,pledge-a,",
        "pledge-a/1,pledge-a,",
        "indicator_id",
        "pledge-a/1 is there already (indicators.csv, row 2)",
    ),
    "unknown role": (
        MEASURES,
        "heating,proxy,false",
        "heating,proksy,false",
        "role",
        "'proksy' is not one of the known words",
    ),
    "neither true nor false": (
        MEASURES,
        "heating,proxy,false",
        "heating,proxy,no",
        "is_rateable",
        "'no' is neither true nor false",
    ),
    "unreadable break": (
        MEASURES,
        "proportion,,2022,",
        "proportion,,lately,",
        "definition_break",
        "'lately' is not a period",
    ),
    "unknown department": (
        "agreement_departments.csv",
        "pledge-a,mayor",
        "pledge-a,major",
        "department_id",
        "'major' is in no row of departments",
    ),
    "too few inputs": (
        "derived_measures.csv",
        "pledge-b/2:rent;pledge-b/2:income",
        "pledge-b/2:rent",
        "input_measure_ids",
        "1 input does not suit ratio",
    ),
    "too many inputs": (
        "derived_measures.csv",
        "ratio,pledge-b/2:rent;pledge-b/2:income",
        "percent_change,pledge-b/2:rent;pledge-b/2:income",
        "input_measure_ids",
        "2 inputs do not suit percent_change",
    ),
    "unknown input": (
        "derived_measures.csv",
        ";pledge-b/2:income",
        ";pledge-b/2:incom",
        "input_measure_ids",
        "'pledge-b/2:incom' is in no row of measures",
    ),
    "unknown formula": (
        "derived_measures.csv",
        "ratio",
        "quotient",
        "formula",
        "'quotient' is not one of the known words",
    ),
    "id of a published measure": (
        "derived_measures.csv",
        "pledge-b/2:derived-share",
        "pledge-b/2:rent",
        "measure_id",
        "a published measure has this id already",
    ),
    "rating of two things": (
        "published_ratings.csv",
        "pledge-a,,,The",
        "pledge-a,,pledge-a/1,The",
        "agreement_id",
        "a rating must name one thing",
    ),
    "rating of nothing": (
        "published_ratings.csv",
        "pledge-a,,,The",
        ",,,The",
        "agreement_id",
        "a rating must name one thing",
    ),
    "rating of an unknown indicator": (
        "published_ratings.csv",
        ",,pledge-a/1,The",
        ",,pledge-a/9,The",
        "indicator_id",
        "'pledge-a/9' is in no row of indicators",
    ),
    "a part of a count": (
        "published_ratings.csv",
        "strong_progress,3,4",
        "strong_progress,3.5,4",
        "improved_count",
        "'3.5' is not a whole number",
    ),
    "an id that leads out of the folder": (
        "departments.csv",
        "parks,Parks",
        "../parks,Parks",
        "department_id",
        "cannot be the name of a file",
    ),
}


@pytest.mark.parametrize("name", CELLS)
def test_a_wrong_cell_is_found_in_its_place(tiny_folder, name):
    file, old, new, column, words = CELLS[name]
    row = edit(tiny_folder, file, old, new)
    faults = faults_of(tiny_folder)
    here = [f for f in faults if (f.file, f.row, f.column) == (file, row, column)]
    assert len(here) == 1, [str(f) for f in faults]
    assert words in here[0].problem
    # what else is wrong can only follow from the same edit: other rows that name an id that is gone
    assert all(
        "is in no row of" in f.problem or "is there already" in f.problem for f in faults if f not in here
    )
    if name not in {"an id that leads out of the folder", "duplicate indicator"}:
        assert len(faults) == 1, [str(f) for f in faults]


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("unknown measure", "Is pledge-a/1:trees meant?"),
        ("thousands separator", "Write 1205"),
        ("unknown source", "Is town-yearbook meant?"),
        ("unknown kind", "Is improve meant?"),
        ("too few inputs", "Give 2 measure ids, joined by ;"),
        ("unreadable period", "2008-09 (financial)"),
    ],
)
def test_the_remedy_says_what_to_write(tiny_folder, name, hint):
    edit(tiny_folder, *CELLS[name][:3])
    assert hint in faults_of(tiny_folder)[0].remedy


# --------------------------------------------------------------------------------- whole files


def only(folder: Path) -> Fault:
    faults = faults_of(folder)
    assert len(faults) == 1, [str(f) for f in faults]
    return faults[0]


def test_a_missing_column(tiny_folder):
    path = tiny_folder / "framework.csv"
    path.write_text("setting\ntitle\n", encoding="utf-8")
    fault = only(tiny_folder)
    assert (fault.file, fault.row, fault.column, fault.problem) == (
        "framework.csv",
        1,
        "value",
        "the column is missing",
    )
    assert fault.remedy == "Add the column 'value' to the header row"


@pytest.mark.parametrize(
    ("file", "column"),
    [
        (OBSERVATIONS, "value"),
        (OBSERVATIONS, "source_id"),
        (MEASURES, "measure_id"),
        ("sources.csv", "source_id"),
    ],
)
def test_a_missing_column_is_said_once_and_not_again_of_every_row(tiny_folder, file, column):
    path = tiny_folder / file
    rows = [line.split(",") for line in path.read_text(encoding="utf-8").replace('", "', "").splitlines()]
    at = rows[0].index(column)
    path.write_text("".join(",".join(r[:at] + r[at + 1 :]) + "\n" for r in rows), encoding="utf-8")
    faults = faults_of(tiny_folder)
    assert (faults[0].row, faults[0].column, faults[0].problem) == (1, column, "the column is missing")
    assert [f for f in faults[1:] if f.problem == "the cell is empty" or "is in no row of" in f.problem] == []


@pytest.mark.parametrize("text", ['measure_id,"', "", "\xff"])
def test_a_table_that_cannot_be_read_is_said_once_and_not_of_all_that_refers_to_it(tiny_folder, text):
    (tiny_folder / MEASURES).write_text(text, encoding="latin-1")
    assert only(tiny_folder).file == MEASURES


@pytest.mark.parametrize(
    ("file", "old", "new", "column", "hint"),
    [
        ("sources.csv", "source_id,title", "source_id,tittle", "title", "Is tittle meant? Rename it"),
        (INDICATORS, ",target_value,", ",target_valu,", "target_valu", "Is target_value meant? Rename it"),
        (
            MEASURES,
            ",definition_break,",
            ",definiton_break,",
            "definiton_break",
            "Is definition_break meant? Rename it",
        ),
    ],
)
def test_a_misspelt_column(tiny_folder, file, old, new, column, hint):
    edit(tiny_folder, file, old, new)
    fault = next(f for f in faults_of(tiny_folder) if f.file == file)
    assert (fault.row, fault.column, fault.remedy) == (1, column, hint)


@pytest.mark.parametrize("text", [b"", b"\n\n", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("file", ["departments.csv", "vocabulary.csv", "framework.csv"])
def test_an_empty_file(tiny_folder, file, text):
    (tiny_folder / file).write_bytes(text)
    fault = next(f for f in faults_of(tiny_folder) if f.file == file)
    assert "empty" in fault.problem
    assert "header row" in fault.remedy


def test_a_required_table_that_is_missing(tiny_folder):
    (tiny_folder / OBSERVATIONS).unlink()
    fault = only(tiny_folder)
    assert fault.file == "observations.csv or the folder observations/"
    assert "a required table is missing" in fault.problem


def test_a_file_that_is_not_utf8(tiny_folder):
    path = tiny_folder / "departments.csv"
    path.write_bytes(path.read_bytes().replace(b"Parks and Streets", "Parks, Straßen".encode("latin-1")))
    fault = next(f for f in faults_of(tiny_folder) if f.file == "departments.csv")
    assert fault.row == 4
    assert "byte 0xdf is not UTF-8" in fault.problem
    assert "CSV UTF-8" in fault.remedy


def test_a_ragged_row(tiny_folder):
    row = append(tiny_folder, "vocabulary.csv", "objective,aim")
    fault = only(tiny_folder)
    assert (fault.file, fault.row) == ("vocabulary.csv", row)
    assert "2 cells where the header has 3" in fault.problem


def test_a_comma_that_splits_a_cell(tiny_folder):
    row = edit(
        tiny_folder, "departments.csv", '"Office of the Mayor, Littleham"', "Office of the Mayor, Littleham"
    )
    faults = faults_of(tiny_folder)
    fault = next(f for f in faults if f.file == "departments.csv")
    assert fault.row == row
    assert "4 cells where the header has 3" in fault.problem
    assert "Quote a cell that contains a comma" in fault.remedy


def test_a_quotation_mark_left_open(tiny_folder):
    row = edit(tiny_folder, "agreements.csv", '"Homes that are', '"Homes that" are')
    fault = next(f for f in faults_of(tiny_folder) if f.file == "agreements.csv")
    assert fault.row == row
    assert "not CSV" in fault.problem


def test_a_stale_correction(tiny_folder):
    append(tiny_folder, "corrections.csv", "table,row_key,column,old_value,new_value,reason")
    row = append(
        tiny_folder, "corrections.csv", "observations,pledge-a/1:trees|2023,value,1204,1195,misprint"
    )
    fault = only(tiny_folder)
    assert (fault.file, fault.row, fault.column) == ("corrections.csv", row, "old_value")
    assert "the table has '1205'" in fault.problem


@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf"], ids=["plain", "BOM"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n"], ids=["LF", "CRLF"])
def test_byte_order_marks_and_line_ends_are_no_fault(tiny, tiny_folder, start, end):
    for path in tiny_folder.glob("*.csv"):
        path.write_bytes(start + path.read_bytes().replace(b"\n", end))
    again = load_framework(tiny_folder)
    for name, table in tiny.tables.items():
        assert again.tables[name].equals(table), name


# ------------------------------------------------------------------------------ all faults, nothing written


def damage(folder: Path) -> set[tuple[str, int, str]]:
    """Damage five places of three files; return them."""
    places = [
        (CELLS[n][0], edit(folder, *CELLS[n][:3]), CELLS[n][3])
        for n in ("letter in a value", "one limit", "unknown kind", "unknown role")
    ]
    row = append(folder, OBSERVATIONS, "pledge-a/9:x,2023,2023,1,,,,,,final,inferred,town-yearbook,")
    return {*places, (OBSERVATIONS, row, "measure_id")}


def test_all_faults_are_in_one_report_in_order(tiny_folder):
    places = damage(tiny_folder)
    faults = faults_of(tiny_folder)
    assert {(f.file, f.row, f.column) for f in faults} == places
    assert [f.file for f in faults] == [INDICATORS, MEASURES, *[OBSERVATIONS] * 3]
    rows = [f.row for f in faults if f.file == OBSERVATIONS]
    assert rows == sorted(rows)
    with pytest.raises(FrameworkError) as caught:
        load_framework(tiny_folder)
    assert caught.value.faults == faults


def call(*arguments: object):
    return CliRunner().invoke(main, [str(a) for a in arguments])


def test_check_says_where_and_fails(tiny_folder):
    places = damage(tiny_folder)
    result = call("check", "--framework", tiny_folder)
    assert result.exit_code == 1
    for file, row, column in places:
        assert re.search(
            rf"^{re.escape(file)}, row {row}, column {column}: .+\. .+\.$", result.stderr, re.MULTILINE
        )
    assert f"{len(places)} faults in " in result.stderr
    assert "Traceback" not in result.output


def test_check_passes_a_sound_folder(tiny_folder):
    result = call("check", "--framework", tiny_folder)
    assert result.exit_code == 0
    assert "no faults" in result.stdout
    assert "observations 80" in result.stdout


def test_rate_writes_nothing_where_something_is_wrong(tiny_folder, tmp_path):
    damage(tiny_folder)
    before = {p: p.read_bytes() for p in tiny_folder.rglob("*") if p.is_file()}
    result = call("rate", "--framework", tiny_folder, "--output", tmp_path / "out")
    assert result.exit_code != 0
    assert "5 faults in the framework's tables" in result.stderr
    assert not (tmp_path / "out").exists()
    assert {p: p.read_bytes() for p in tiny_folder.rglob("*") if p.is_file()} == before


def test_rate_leaves_earlier_results_as_they_were(tiny_folder, tmp_path):
    out = tmp_path / "out"
    assert call("rate", "--framework", tiny_folder, "--output", out).exit_code == 0
    before = {p.name: p.read_bytes() for p in out.iterdir()}
    assert len(before) == 3
    damage(tiny_folder)
    assert call("rate", "--framework", tiny_folder, "--output", out).exit_code != 0
    assert {p.name: p.read_bytes() for p in out.iterdir()} == before


@pytest.mark.parametrize(
    "arguments",
    [("check",), ("rate", "--output", "OUT"), ("show", "pledge-a"), ("list",), ("run", "--dry-run")],
    ids=lambda a: a[0],
)
@pytest.mark.parametrize("folder", ["no-such-town", "no/such/town"])
def test_a_folder_that_is_not_there(tmp_path, arguments, folder):
    arguments = [tmp_path / "out" if a == "OUT" else a for a in arguments]
    result = call(*arguments, "--framework", folder)
    assert result.exit_code != 0
    assert f"{folder}: no such framework folder" in result.stderr
    assert not isinstance(result.exception, FileNotFoundError)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--rule", "best"), "rule 'best' is not known; use one of treasury"),
        (("--through", "soon"), "cannot read 'soon'"),
        (("--through", "2023-02-30"), "cannot read '2023-02-30'"),
    ],
)
def test_options_that_cannot_be_read(tiny_folder, tmp_path, options, words):
    result = call("rate", "--framework", tiny_folder, "--output", tmp_path / "out", *options)
    assert result.exit_code != 0
    assert words in result.stderr
    assert not (tmp_path / "out").exists()


def test_show_of_an_unknown_id(tiny_folder):
    result = call("show", "pledge-z", "--framework", tiny_folder)
    assert result.exit_code != 0
    assert "pledge-z: no agreement or department has this id" in result.stderr
