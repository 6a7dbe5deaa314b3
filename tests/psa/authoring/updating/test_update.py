"""A release: told apart from what is there, looked at, and written whole or not at all."""

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from psa.authoring import put_in_place
from psa.authoring.add_row import add_observation
from psa.authoring.csv_lines import with_rows
from psa.authoring.updating.release import ReleaseError
from psa.authoring.updating.update import prepare_update
from psa.cli import main
from psa.data.load import check_framework

pytestmark = pytest.mark.thorough

FRAMEWORKS = Path(__file__).resolve().parents[3] / "frameworks"
HEADER = "measure_id,period,value,status"
TREES, BINS, CALLS, HOMES = "pledge-a/1:trees", "pledge-a/2:bins", "calls/1:minute", "homes/1:finished"


@pytest.fixture
def tiny(tmp_path):
    return Path(shutil.copytree(FRAMEWORKS / "tiny", tmp_path / "tiny"))


@pytest.fixture
def running(tmp_path):
    return Path(shutil.copytree(FRAMEWORKS / "running", tmp_path / "running"))


def release(folder, *rows, header=HEADER):
    path = folder.parent / "release.csv"
    path.write_text("\n".join([header, *rows, ""]), encoding="utf-8")
    return path


def prepared(folder, *rows, header=HEADER, **given):
    return prepare_update(folder, release(folder, *rows, header=header), **{"released": "2026-01-22"} | given)


def files(folder):
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def run(*words):
    return CliRunner().invoke(main, [str(word) for word in words])


def test_each_row_is_new_revised_or_unchanged_and_what_is_not_in_the_file_is_vanished(tiny):
    rows = [f"{TREES},2021,1110.0,", f"{TREES},2023,1198,", f"{TREES},2024,1230,"]
    compared = prepared(tiny, *rows).compared
    assert [change.cells["value"] for change in compared.new] == ["1230"]
    assert [(c.before["value"], c.cells["value"], c.cells["status"]) for c in compared.revised] == [
        ("1205", "1198", "revised")
    ]
    assert [row["period"] for row in compared.unchanged] == ["2021"]
    assert [row["period"] for row in compared.vanished] == ["2022"]
    assert compared.before == 7


def test_without_yes_there_is_a_report_and_nothing_is_written(tiny):
    before = files(tiny)
    said = run("update", release(tiny, f"{TREES},2024,1230,"), "--framework", tiny)
    assert said.exit_code == 0, said.output
    assert f"new       {TREES}  2024: 1230" in said.output
    assert said.output.endswith("Nothing was written: add --yes to write it.\n")
    assert files(tiny) == before


def test_a_revised_figure_is_written_as_by_add_observation_and_the_old_row_stays(tiny, tmp_path):
    other = Path(shutil.copytree(tiny, tmp_path / "other"))
    add_observation(
        other, measure_id=TREES, period="2023", value="1198", source_id="town-yearbook", released="2026-01-22"
    )
    path = release(tiny, f"{TREES},2023,1198", header="measure_id,period,value")
    said = run("update", path, "--framework", tiny, "--released", "2026-01-22", "--yes")
    assert said.exit_code == 0, said.output
    assert files(tiny) == files(other)
    assert "indicator pledge-a/1 (verdict): met -> not met" in said.output
    again = run("update", path, "--framework", tiny, "--yes").output
    assert "Unchanged: 1." in again and again.endswith("Nothing to write.\n")


def test_every_fault_is_listed_at_once_with_its_row_and_nothing_is_written(tiny):
    before = files(tiny)
    rows = [f"{TREES},2023,1198,", f"{TREES},2024,many,", "pledge-a/1:tree,2024,3,", f"{BINS},2024,140,"]
    path = release(tiny, *rows, f"{BINS},2019-13,95,", f"{TREES},2022,1,x")
    said = run("update", path, "--framework", tiny, "--yes")
    assert said.exit_code == 1
    places = [line.split(":")[0] for line in said.output.splitlines()[1:]]
    assert places == [
        "release.csv, row 2, column value",  # a revision without its day
        "release.csv, row 3, column value",
        "release.csv, row 4, column measure_id",
        "release.csv, row 5, column value",  # 140 per cent: found by the check of the whole
        "release.csv, row 6, column period",
        "release.csv, row 7, column status",
    ]
    assert files(tiny) == before


@pytest.mark.parametrize(
    "header, row, said",
    [
        (
            "measure_id,perod,value",
            f"{TREES},2024,1",
            "column period: the column is missing. Is perod meant?",
        ),
        ("measure_id,period,value", f"{TREES},2024", "row 2"),
        ("measure_id,period,value,released", f"{TREES},2024,1,22nd", "column released"),
        ("measure_id,period,value,source_id", f"{TREES},2024,1,nowhere", "column source_id"),
    ],
)
def test_a_fault_says_its_file_row_and_column(tiny, header, row, said):
    with pytest.raises(ReleaseError) as error:
        prepared(tiny, row, header=header)
    assert "release.csv, row" in str(error.value) and said in str(error.value)


def test_a_revision_that_is_not_later_than_the_last_is_a_fault(running):
    rows = [f"{CALLS},2025-Oct,1,final"]
    with pytest.raises(ReleaseError, match="released on 2025-11-19.*A revision comes later"):
        prepared(running, *rows, released="2025-11-01")


def test_a_provisional_figure_that_becomes_final_is_a_further_row(tiny):
    compared = prepared(tiny, f"{BINS},2023,95.6,final", f"{BINS},2022,94.1,final").compared
    assert [(c.cells["period"], c.cells["status"]) for c in compared.revised] == [("2023", "final")]


def test_two_vintages_of_one_figure_may_stand_in_one_release(tiny):
    header = "measure_id,period,value,released"
    rows = [f"{TREES},2024,1230,2025-03-01", f"{TREES},2024,1226,2025-09-01"]
    compared = prepared(tiny, *rows, header=header).compared
    assert [len(compared.new), len(compared.revised)] == [1, 1]
    assert compared.revised[0].before["value"] == "1230"


def test_limits_keep_the_level_of_their_series(tiny):
    rows = ["pledge-b/1:content,2024-25,70,68,72"]
    (change,) = prepared(tiny, *rows, header="measure_id,period,value,lower,upper").compared.new
    assert change.cells["interval_level"] == "95"


def test_a_published_figure_that_we_correct_is_unchanged(tiny):
    (tiny / "corrections.csv").write_text(
        "table,row_key,column,old_value,new_value,reason,source_id\n"
        f"observations,{TREES}|2022,value,1160,1150,misprint,town-yearbook\n",
        encoding="utf-8",
    )
    assert len(prepared(tiny, f"{TREES},2022,1160,").compared.unchanged) == 1
    assert len(prepared(tiny, f"{TREES},2022,1150,").compared.unchanged) == 1


def test_strict_writes_nothing_where_something_looks_wrong(tiny):
    before = files(tiny)
    odd = ["update", release(tiny, f"{TREES},2024,12300,"), "--framework", tiny, "--yes", "--strict"]
    said = run(*odd)
    assert said.exit_code == 1 and said.output.endswith("because of --strict: look at the lines above.\n")
    assert files(tiny) == before
    release(tiny, f"{TREES},2024,1230,")
    assert run(*odd).exit_code == 0 and files(tiny) != before


# ---------------------------------------------------------------------------------------- interrupted

TWO_FILES = [f"{CALLS},2025-Dec,82,final", f"{HOMES},2025-Q4,47,final"]


def stopped_at(monkeypatch, call, name="write_bytes"):
    """Let the given call of a function that writes be the last before the program is stopped."""
    real, calls = getattr(put_in_place, name), []

    def write(*given, **named):
        calls.append(given)
        if len(calls) == call:
            raise KeyboardInterrupt
        return real(*given, **named)

    monkeypatch.setattr(put_in_place, name, write)


@pytest.mark.parametrize(
    "name, call", [("write_text", 1), ("write_text", 2), ("write_bytes", 1), ("write_bytes", 2)]
)
def test_stopped_before_the_release_is_whole_nothing_is_written(running, monkeypatch, name, call):
    before = files(running)
    update = prepared(running, *TWO_FILES)
    stopped_at(monkeypatch, call, name)
    with pytest.raises(KeyboardInterrupt):
        update.write()
    assert files(running) == before


def test_what_a_killed_command_left_half_staged_is_removed_by_the_next(running):
    left = running / ".release.abc.part" / "new"
    left.mkdir(parents=True)
    (left / "half.csv").write_text("measure_id")
    prepared(running, *TWO_FILES).write()
    assert not list(running.glob(".release*"))


@pytest.mark.parametrize("call", [3, 4])
def test_stopped_while_files_are_put_in_place_no_rating_is_made_and_the_next_update_finishes(
    running, monkeypatch, call
):
    before = files(running)
    update = prepared(running, *TWO_FILES)
    with monkeypatch.context() as patch:
        stopped_at(patch, call)
        with pytest.raises(KeyboardInterrupt):
            update.write()
    faults, _ = check_framework(running)
    assert [fault.file for fault in faults] == [".release"]
    assert run("show", "calls", "--framework", running).exit_code == 1
    again = prepared(running, *TWO_FILES)
    assert again.was_finished and len(again.compared.unchanged) == 2
    after = files(running)
    assert after.keys() == before.keys()
    assert len([f for f in after if after[f] != before[f]]) == 2


def test_a_file_that_was_edited_after_the_interruption_is_not_written_over(running, monkeypatch):
    update = prepared(running, *TWO_FILES)
    with monkeypatch.context() as patch:
        stopped_at(patch, 3)
        with pytest.raises(KeyboardInterrupt):
            update.write()
    edited = running / "observations" / "homes.csv"
    edited.write_text(edited.read_text(encoding="utf-8").replace(",27,", ",26,"), encoding="utf-8")
    with pytest.raises(ValueError, match="was edited after an update had been interrupted"):
        prepared(running, *TWO_FILES)
    assert ",26," in edited.read_text(encoding="utf-8")


def test_a_file_that_changed_since_the_report_is_not_written_over(running):
    update = prepared(running, *TWO_FILES)
    (running / "observations" / "calls.csv").touch()
    add_observation(running, measure_id=HOMES, period="2025-Q4", value="46", source_id="quarterly")
    after = files(running)
    with pytest.raises(ValueError, match="was changed by someone else meanwhile; nothing was written"):
        update.write()
    assert files(running) == after


def test_rows_go_below_the_row_that_is_named_and_keep_their_order():
    rows = [({"a": "3", "c": "n"}, 2), ({"a": "4"}, None), ({"a": "5"}, 2)]
    assert with_rows("a,b\n1,x\n2,z\n", rows) == ("a,b,c\n1,x,\n3,,n\n5,,\n2,z,\n4,,\n", [3, 6, 4])


# ------------------------------------------------------------------------------------------ looked at

YEARS = [
    (year, value)
    for year, value in zip(
        range(2014, 2024), [1010, 1022, 1031, 1044, 1052, 1061, 1075, 1110, 1160, 1205], strict=True
    )
]


@pytest.mark.parametrize(
    "rows, said",
    [
        ([f"{TREES},2024,1230,"], ""),
        ([f"{TREES},2024,12300,"], "is about 10 times the figure before it"),
        ([f"{TREES},2024,1.23,"], "is about 1/1,000 of the figure before it"),
        ([f"{TREES},2024,9999,"], "often stands for a missing figure"),
        (
            [f"{TREES},2024,1900,"],
            "is a step of +695 from the figure before it; the largest of 9 so far is 50",
        ),
        ([f"{TREES},2024-Q1,1230,"], "covers 3 months, every other figure 12"),
        ([f"{TREES},2026,1230,"], "ends after its release on 2026-01-22"),
        (
            [f"{TREES},{y},{v * 1.25:.0f}," for y, v in YEARS],
            "all 10 figures that are there already are multiplied by about 1.25",
        ),
        (
            [f"{TREES},{y},{v / 1000:.3f}," for y, v in YEARS],
            "all 10 figures that are there already are 1/1,000 of what they were",
        ),
        (
            [f"{TREES},{y},{v + y % 3}," for y, v in YEARS],
            "7 of the 10 figures that are there already changed, at most",
        ),
        (
            [f"{TREES},{y},{v}," for y, v in YEARS if y != 2020],
            "1 figure from the first period of the release on is not in it",
        ),
    ],
)
def test_what_looks_wrong_in_a_release_is_one_line(tiny, rows, said):
    found = prepared(tiny, *rows).suspicions
    assert [said in line for line in found] == ([True] if said else []), found


def test_another_unit_is_one_line(tiny):
    (line,) = prepared(tiny, f"{TREES},2024,1230,thousands", header="measure_id,period,value,unit").suspicions
    assert line.startswith(f"{TREES}: the unit is thousands in the release, number in measures.csv")
