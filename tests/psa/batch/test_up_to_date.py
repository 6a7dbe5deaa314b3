"""What a run reads is known by its content, and what has changed of it is named."""

from pathlib import Path

import pytest
from small_framework import write_small_framework

from psa.batch.batch import move_charts
from psa.batch.fingerprints import hash_inputs
from psa.batch.inputs import Inputs
from psa.batch.manifest import Record, row_of, write_inputs, write_manifest
from psa.batch.params import Run
from psa.batch.up_to_date import changed_inputs, explain, plan
from psa.data.load import load_framework

WORK = Run("02_assess_agreement", "a-01", "agreement", "One", {"agreement_id": "a-01"})
RIVERS = Run("02_assess_agreement", "a-02", "agreement", "One", {"agreement_id": "a-02"})
DEPARTMENT = Run("03_summarise_department", "env", "department", "One", {"department_id": "env"})
WHOLE = Run("04_review_framework", "small", "none", "All", {})
CODE = Run("05_validate_methods", "small", "none", "All", {}, reads="code")


@pytest.fixture
def folder(tmp_path) -> Path:
    return write_small_framework(tmp_path / "small")


def inputs(folder: Path, run: Run) -> dict[str, str]:
    return Inputs(load_framework(folder)).inputs(run)


def edit(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.mark.parametrize(
    ("run", "lines"),
    [
        (WORK, []),
        (RIVERS, ["observations/a-02.csv: changed"]),
        (DEPARTMENT, ["observations/a-02.csv: changed"]),  # a partner of the first, in the lead of the second
        (WHOLE, ["observations/a-02.csv: changed"]),
        (CODE, []),
    ],
)
def test_a_changed_figure_changes_what_reads_it_and_its_file_is_named(folder, run, lines):
    before = inputs(folder, run)
    edit(folder, "observations/a-02.csv", "71.25", "71.5")
    assert changed_inputs(before, inputs(folder, run)) == lines


def test_rows_of_a_table_for_all_are_told_from_those_of_other_agreements(folder):
    before = inputs(folder, WORK)
    edit(folder, "indicators.csv", "Vacancies", "Unfilled posts")
    assert changed_inputs(before, inputs(folder, WORK)) == ["indicators.csv, rows of a-01: changed"]
    assert changed_inputs(inputs(folder, RIVERS), inputs(folder, RIVERS)) == []


def test_a_table_that_is_about_no_one_agreement_is_read_by_all(folder):
    before = {run: inputs(folder, run) for run in (WORK, DEPARTMENT, WHOLE)}
    edit(folder, "sources.csv", "River report 2010", "Report on rivers 2010")
    for run, old in before.items():
        assert changed_inputs(old, inputs(folder, run)) == ["sources.csv: changed"]


def test_other_parameters_are_another_input(folder):
    later = Run(WORK.notebook, WORK.run_id, WORK.for_each, WORK.title, WORK.parameters | {"through": "2010"})
    [line] = changed_inputs(inputs(folder, WORK), inputs(folder, later))
    assert line == "parameters (params/02_assess_agreement.yml, --through): changed"


def test_what_was_read_before_and_is_no_longer_there_is_gone():
    assert changed_inputs({"a.csv": "1", "b.csv": "1"}, {"b.csv": "2", "c.csv": "1"}) == [
        "b.csv: changed",
        "c.csv: new",
        "a.csv: gone",
    ]


def made(folder: Path, run: Run, status: str, noted: dict[str, str], key: str = "") -> None:
    """Write what a batch leaves of one run."""
    for suffix in ("csv", "ipynb", "html"):
        path = folder / f"{run.name}.{suffix}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("made")
    record = Record(run.notebook, run.run_id, status, key=key or hash_inputs(noted))
    write_manifest({run.name: row_of(record)}, [run.name], folder)
    write_inputs({run.name: noted}, folder)


@pytest.mark.parametrize(
    ("status", "noted", "key", "lines"),
    [
        ("done", {"a": "2"}, "", ["up to date"]),
        ("done", {"a": "1"}, "", ["a: changed"]),
        ("failed", {"a": "2"}, "", ["failed last time"]),
        # killed before it could note what it had read
        ("done", {"a": "1"}, "of another run", ["something that it reads has changed"]),
    ],
)
def test_why_a_run_is_to_be_made_again_is_said_by_input(tmp_path, status, noted, key, lines):
    made(tmp_path, WORK, status, noted, key)
    assert explain({"a": "2"}, WORK.name, tmp_path) == lines


def test_a_run_that_was_never_made_says_so(tmp_path):
    assert explain({"a": "1"}, WORK.name, tmp_path) == ["never run"]


def test_a_run_whose_page_leads_to_a_chart_that_is_not_there_is_run_again(tmp_path):
    key = "k"
    write_manifest(
        {WORK.name: row_of(Record(WORK.notebook, WORK.run_id, "done", key=key))}, [WORK.name], tmp_path
    )
    for suffix in ("csv", "ipynb", "html"):
        path = tmp_path / f"{WORK.name}.{suffix}"
        path.parent.mkdir(exist_ok=True)
        path.write_text('<a href="charts/a-01/a-01-1.svg" download>Chart (SVG)</a>', encoding="utf-8")
    assert plan([WORK], {WORK.name: key}, tmp_path) == {WORK.name: "an output is missing"}
    chart = tmp_path / "02_assess_agreement" / "charts" / "a-01" / "a-01-1.svg"
    chart.parent.mkdir(parents=True)
    chart.write_text("<svg/>", encoding="utf-8")
    assert plan([WORK], {WORK.name: key}, tmp_path) == {WORK.name: ""}


def test_the_charts_of_a_run_take_the_place_of_those_of_its_last(tmp_path):
    staged, folder = tmp_path / "staging", tmp_path / "outputs"
    for home, name in ((folder, "old.svg"), (staged, "new.svg")):
        (home / "charts" / "a-01").mkdir(parents=True)
        (home / "charts" / "a-01" / name).write_text("<svg/>", encoding="utf-8")
    move_charts(staged, folder, "a-01")
    assert [p.name for p in (folder / "charts" / "a-01").iterdir()] == ["new.svg"]
    move_charts(staged, folder, "a-01")
    assert not (folder / "charts" / "a-01").exists()
