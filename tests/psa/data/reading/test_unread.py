"""Every file of a framework's folder is read, passed over knowingly, or named."""

import shutil

import pytest
from click.testing import CliRunner
from edits import write

from psa.cli import main
from psa.data.load import check_framework
from psa.data.reading.unread import unread_files


def found(folder):
    faults, remarks = unread_files(folder)
    return [f"{f.file}: {f.remedy}" for f in faults], [r.problem for r in remarks]


@pytest.mark.parametrize(
    ("table", "name"),
    [
        ("framework.csv", "framework.csv.txt"),
        ("framework.csv", "framework.txt"),
        ("framework.csv", "Framework.CSV"),
        ("framework.csv", "framework (1).csv"),
        ("framework.csv", "framework - Copy.csv"),
        ("framework.csv", "framework.xlsx"),
        ("framework.csv", "framework.csv.gz"),
        ("framework.csv", "framwork.csv"),
        ("vocabulary.csv", "Vocabulary.csv"),
        ("derived_measures.csv", "derived_measure.csv"),
        ("published_ratings.csv", "published-ratings.csv"),
        ("published_ratings.csv", "published ratings.csv"),
        ("departments.csv", "departments (1).csv"),
        ("departments.csv", "departments.ods"),
        ("departments.csv", "tables/departments.csv"),
    ],
)
def test_a_table_under_a_name_that_is_a_slip_away_is_a_fault_that_names_it(tiny_folder, table, name):
    (tiny_folder / name).parent.mkdir(exist_ok=True)
    (tiny_folder / table).rename(tiny_folder / name)
    faults, _ = found(tiny_folder)
    assert len(faults) == 1
    assert faults[0].startswith(f"{name}: ")
    assert table in faults[0]
    assert any(f.file == name for f in check_framework(tiny_folder)[0])


def test_a_correction_in_a_file_named_correction_is_not_left_out(tiny_folder):
    write(tiny_folder, "correction.csv", "table,row_key,column,old_value,new_value,reason\n")
    assert found(tiny_folder) == (
        ["correction.csv: Is corrections.csv meant? Rename it, or take it out of the folder"],
        [],
    )


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("observations/STREETS.CSV", "observations/streets.csv"),
        ("observations/streets.csv.txt", "observations/streets.csv"),
        ("observations/2024/streets.csv", "observations/streets.csv"),
        ("observations/streets.csv.gz", "observations/streets.csv"),
        ("observations/streets.xlsx", "observations/streets.csv"),
        ("Observation/streets.csv", "observations/streets.csv"),
        ("figures/streets.csv", "observations/streets.csv"),
        ("streets.csv", "observations/streets.csv"),
    ],
)
def test_figures_where_none_are_looked_for_are_a_fault(local_folder, name, meant):
    (local_folder / name).parent.mkdir(parents=True, exist_ok=True)
    (local_folder / "observations" / "streets.csv").rename(local_folder / name)
    faults, remarks = found(local_folder)
    assert [fault.split(":")[0] for fault in faults] == [name]
    assert meant in faults[0]
    assert remarks == []
    said = CliRunner().invoke(main, ["check", "--framework", str(local_folder)])
    assert said.exit_code == 1
    assert name in said.output


@pytest.mark.parametrize(
    "name",
    [
        "._streets.csv",
        "~$streets.csv",
        ".~lock.streets.csv#",
        "streets.csv.bak",
        "streets.csv~",
        "streets.csv.swp",
        ".ipynb_checkpoints/streets.csv",
        "__pycache__/x.csv",
        "Thumbs.db",
    ],
)
@pytest.mark.parametrize("home", ["", "observations/"])
def test_hidden_files_locks_and_backups_are_passed_over(local_folder, home, name):
    path = local_folder / (home + name)
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"\x00\x05\x16\x07 not a table")
    assert check_framework(local_folder)[0] == []
    assert found(local_folder) == ([], [])


def test_other_files_are_named_in_one_remark_until_the_readme_names_them(tiny_folder):
    write(tiny_folder, "notes.csv", "who,what\nann,look again\n")
    write(tiny_folder, "sketch.png", "")
    faults, (remark,) = found(tiny_folder)
    assert faults == []
    assert remark == "notes.csv and sketch.png are not tables and are not read"
    said = CliRunner().invoke(main, ["check", "--framework", str(tiny_folder)])
    assert said.exit_code == 0
    assert "Remark: notes.csv: notes.csv and sketch.png are not tables" in said.output
    write(tiny_folder, "README.md", "Beside the tables stand `notes.csv` and `sketch.png`.\n")
    assert found(tiny_folder) == ([], [])


def test_a_file_that_was_read_by_its_content_is_not_named_again(local_folder, tmp_path):
    shutil.copytree(local_folder, tmp_path / "again")
    assert found(tmp_path / "again") == ([], [])
