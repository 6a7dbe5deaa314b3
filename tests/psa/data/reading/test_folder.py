"""A framework's folder: how it is found, and its tables as text."""

import pytest
from edits import write

from psa import paths
from psa.data.defaults import default_settings
from psa.data.load import check_framework, load_framework
from psa.data.reading.folder import read_tables

pytestmark = pytest.mark.thorough

HEADER = "table,row_key,column,old_value,new_value,reason,source_id\n"


def test_a_single_file_and_a_folder_of_files_read_alike(tiny, tiny_folder):
    lines = (tiny_folder / "observations.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    (tiny_folder / "observations").mkdir()
    for part in ("pledge-a", "pledge-b"):
        own = [line for line in lines[1:] if line.startswith(part)]
        write(tiny_folder, f"observations/{part}.csv", lines[0] + "".join(own))
    (tiny_folder / "observations.csv").unlink()
    assert load_framework(tiny_folder).observations.equals(tiny.observations)


def test_a_framework_is_found_by_name_and_by_path(tiny_folder, monkeypatch):
    monkeypatch.setenv("PSA_FRAMEWORKS", str(tiny_folder.parent))
    assert load_framework("tiny").folder == tiny_folder
    assert load_framework(tiny_folder).name == "tiny"
    assert (
        load_framework(default_settings()["framework"]).folder == paths.RAW / default_settings()["framework"]
    )


@pytest.mark.parametrize("name", ["no-such-town", "", "../nowhere", "no/such/folder"])
def test_a_folder_that_is_not_there_is_said_and_the_known_ones_named(name):
    with pytest.raises(
        FileNotFoundError, match="no such framework folder.*" + default_settings()["framework"]
    ):
        check_framework(name)


def test_read_tables_gives_the_text_as_it_stands(tiny_folder):
    write(
        tiny_folder,
        "corrections.csv",
        HEADER + "observations,pledge-a/1:trees|2023,value,1205,1195,misprint,\n",
    )
    tables, faults = read_tables(tiny_folder)
    assert faults == []
    assert "1205" in set(tables["observations"]["value"])
