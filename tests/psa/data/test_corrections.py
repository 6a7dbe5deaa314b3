"""Corrections: one cell each, checked like any other, and named where they cause a fault."""

import pytest
from edits import change, write

from psa.data.load import check_framework, load_framework

HEADER = "table,row_key,column,old_value,new_value,reason,source_id\n"


def test_a_correction_changes_one_cell_and_is_kept(tiny_folder, tiny):
    write(
        tiny_folder,
        "corrections.csv",
        HEADER + "observations,pledge-a/1:trees|2023,value,1205,1195,misprint,town-yearbook\n",
    )
    framework = load_framework(tiny_folder)
    changed = framework.observations["value"] != tiny.observations["value"]
    assert framework.observations.loc[changed, ["measure_id", "period", "value"]].values.tolist() == [
        ["pledge-a/1:trees", "2023", 1195.0]
    ]
    assert framework.corrections["reason"].tolist() == ["misprint"]


@pytest.mark.parametrize(
    ("row", "column", "words"),
    [
        (
            "observations,pledge-a/1:trees|2023,value,1206,1195,misprint,",
            "old_value",
            "the old value '1206' is no longer there; the table has '1205'",
        ),
        (
            "observations,pledge-a/1:trees|1999,value,1205,1195,misprint,",
            "row_key",
            "no row of observations has the key",
        ),
        (
            "observations,pledge-a/1:trees|2023,worth,1205,1195,misprint,",
            "column",
            "observations has no column 'worth'",
        ),
        ("published_ratings,pledge-a,note,,x,misprint,", "table", "cannot be corrected"),
        ("nonsense,pledge-a,note,,x,misprint,", "table", "cannot be corrected"),
        ("corrections,pledge-a,note,,x,misprint,", "table", "cannot be corrected"),
    ],
)
def test_a_correction_that_fits_nothing_is_refused(tiny_folder, row, column, words):
    write(tiny_folder, "corrections.csv", HEADER + row + "\n")
    faults, _ = check_framework(tiny_folder)
    assert [(f.file, f.row, f.column) for f in faults] == [("corrections.csv", 2, column)]
    assert words in faults[0].problem
    assert faults[0].remedy


def test_a_correction_is_checked_like_any_cell(tiny_folder):
    write(
        tiny_folder,
        "corrections.csv",
        HEADER + "observations,pledge-a/1:trees|2023,value,1205,many,misprint,\n",
    )
    faults, _ = check_framework(tiny_folder)
    assert [(f.file, f.column) for f in faults] == [("observations.csv", "value")]
    assert faults[0].row == 11


FIGURES = "observations,pledge-b/1:content|2022-23,"


@pytest.mark.parametrize(
    ("rows", "where", "words"),
    [
        (
            [FIGURES + "value,67.4,60.4,misprint,"],
            ("observations.csv", 52, "value"),
            "the interval 65.6 to 69.2 does not contain 60.4 (value is '60.4' by corrections.csv, row 2)",
        ),
        (
            [FIGURES + "status,final,revised,misprint,", FIGURES + "lower,65.6,68.6,misprint,"],
            ("observations.csv", 52, "value"),
            "does not contain 67.4 (lower is '68.6' by corrections.csv, row 3)",
        ),
        (
            [FIGURES + "source_id,house-survey,nobody,misprint,"],
            ("observations.csv", 52, "source_id"),
            "is in no row of sources (source_id is 'nobody' by corrections.csv, row 2)",
        ),
        (
            [
                FIGURES + "value,67.5,60.4,misprint,",
                FIGURES + "lower,65.6,58.6,x,",
                FIGURES + "upper,69.2,62.2,x,",
            ],
            ("corrections.csv", 2, "old_value"),
            "the old value '67.5' is no longer there",
        ),
    ],
)
def test_a_fault_that_a_correction_causes_names_it_and_is_said_once(tiny_folder, rows, where, words):
    write(tiny_folder, "corrections.csv", HEADER + "\n".join(rows) + "\n")
    (fault,) = check_framework(tiny_folder)[0]
    assert (fault.file, fault.row, fault.column) == where
    assert words in fault.problem


def test_a_refused_correction_is_the_only_fault_of_a_cell_that_it_is_there_to_mend(tiny_folder):
    change(tiny_folder, "observations.csv", "2022-23,2022-23,67.4,", "2022-23,2022-23,76.4,")
    write(tiny_folder, "corrections.csv", HEADER + FIGURES + "value,76.5,67.4,digits changed places,\n")
    assert [(f.file, f.column) for f in check_framework(tiny_folder)[0]] == [("corrections.csv", "old_value")]


def test_a_correction_hides_no_fault_of_another_cell(tiny_folder):
    change(
        tiny_folder,
        "observations.csv",
        "2022-23,2022-23,67.4,65.6,69.2,95,,,final",
        "2022-23,2022-23,67.4,65.6,69.2,95,,,finale",
    )
    write(tiny_folder, "corrections.csv", HEADER + FIGURES + "value,67.5,67.1,misprint,\n")
    found = [(f.file, f.column, "corrections.csv" in f.problem) for f in check_framework(tiny_folder)[0]]
    assert found == [("observations.csv", "status", False), ("corrections.csv", "old_value", False)]


def test_a_corrected_key_is_the_key_of_a_later_correction(tiny_folder):
    write(
        tiny_folder,
        "corrections.csv",
        HEADER
        + "observations,pledge-a/1:trees|2014,period,2014,2013,wrong year,\n"
        + "observations,pledge-a/1:trees|2013,value,1010,1009,misprint,\n",
    )
    first = load_framework(tiny_folder).observations.iloc[0]
    assert (first["period"], first["value"]) == ("2013", 1009.0)


def test_where_a_row_was_read_is_no_column_to_correct(tiny_folder):
    row = "observations,pledge-a/1:trees|2014,__file__,observations.csv,other.csv,misprint,\n"
    write(tiny_folder, "corrections.csv", HEADER + row)
    faults, _ = check_framework(tiny_folder)
    assert [(f.file, f.row, f.column) for f in faults] == [("corrections.csv", 2, "column")]
