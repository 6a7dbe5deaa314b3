"""The batch on a second framework: the same notebooks, whole or not at all, the same bytes each time."""

import gc
import os
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import nbformat
import pytest
import yaml
from click.testing import CliRunner
from filelock import FileLock
from older_pages import without_mark

from psa import paths
from psa.batch.batch import Options, run_batch
from psa.batch.inputs import Inputs
from psa.batch.manifest import read_manifest
from psa.batch.params import RunError, expand_runs
from psa.batch.up_to_date import plan
from psa.batch.warm import provisioner
from psa.cli import main
from psa.data.load import load_framework
from psa.methods.ratings import rate_framework

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("default")]


def contents(folder: Path) -> dict[str, bytes]:
    """Return every output of a folder but the manifest, which holds times."""
    files = (f for f in folder.rglob("*") if f.is_file() and f.name not in {"manifest.csv", ".lock"})
    return {f.relative_to(folder).as_posix(): f.read_bytes() for f in files}


@pytest.fixture(scope="module")
def batch(tmp_path_factory):
    """Return the tiny framework's first batch: outputs folder, records, and what was written."""
    folder = tmp_path_factory.mktemp("outputs")
    framework = load_framework(Path(__file__).parents[1] / "frameworks" / "tiny")
    rated = rate_framework(framework)
    planned = expand_runs(framework)
    planned = [
        replace(r, parameters=r.parameters | {"series_made": 200}) if "series_made" in r.parameters else r
        for r in planned
    ]
    records = run_batch(rated, planned, folder)
    return rated, planned, folder, records, contents(folder)


def test_another_framework_runs_through_the_same_notebooks(batch):
    rated, planned, folder, records, _ = batch
    assert [r.error for r in records if r.status != "done"] == []
    expected = len(rated.framework.agreements) + len(rated.framework.acting_departments()) + 3
    assert len(records) == len(planned) == expected
    for run in planned:
        assert all((folder / f"{run.name}.{suffix}").stat().st_size for suffix in ("ipynb", "html", "csv"))
    assert {"index.html", "indicator_ratings.csv", "agreement_ratings.csv", "department_ratings.csv"} <= set(
        os.listdir(folder)
    )


def test_the_pages_speak_the_framework_s_own_words(batch):
    rated, _, folder, _, _ = batch
    word = rated.framework.word("agreement")
    assert word != "agreement"
    pages = [p.read_text(encoding="utf-8") for p in (folder / "02_assess_agreement").glob("*.html")]
    assert pages and all(word.lower() in p.lower() for p in pages)
    assert not any("Public Service Agreement" in p or "CSR 2007" in p for p in pages)


def test_a_page_is_the_notebook_with_its_code_folded_away(batch):
    _, _, folder, _, _ = batch
    page = next((folder / "02_assess_agreement").glob("*.html")).read_text(encoding="utf-8")
    assert page.startswith("<!DOCTYPE html>") and '<html lang="en-GB">' in page
    assert page.count("<details") >= 5 and 'scope="col"' in page and "<caption>" in page


def test_outputs_hold_no_path_and_no_time(batch):
    _, _, folder, _, written = batch
    year = str(time.localtime().tm_year)
    for name, data in written.items():
        text = data.decode("latin-1")  # a spreadsheet is among them
        assert str(paths.ROOT) not in text and str(folder) not in text, name
        assert f"{year}-{time.localtime().tm_mon:02d}" not in text.replace("read_on", ""), name


def test_a_second_batch_has_nothing_to_do_and_changes_nothing(batch):
    rated, planned, folder, _, written = batch
    records = run_batch(rated, planned, folder)
    assert {r.status for r in records} == {"up_to_date"}
    assert contents(folder) == written


def test_a_forced_run_gives_the_same_bytes(batch):
    rated, planned, folder, _, written = batch
    some = [r for r in planned if r.notebook in {"02_assess_agreement", "04_review_framework"}]
    records = run_batch(rated, some, folder, Options(is_forced=True))
    assert {r.status for r in records} == {"done"}
    made = contents(folder)
    assert {name for name in made if made[name] != written[name]} == {"05_validate_methods/tiny.html"}
    # it was made with other parameters than a batch gives it, and says so
    assert without_mark(made["05_validate_methods/tiny.html"]) == written["05_validate_methods/tiny.html"]
    assert {r.status for r in run_batch(rated, planned, folder)} == {"up_to_date"}
    assert contents(folder) == written


def test_forked_and_ordinary_kernels_give_the_same_bytes_pictures_included(batch, tmp_path):
    rated, planned, folder, _, written = batch
    assert any(b"image/svg+xml" in data for name, data in written.items() if name.endswith(".ipynb"))
    if sys.platform.startswith(
        "linux"
    ):  # the batch's kernels are forks, so that the comparison is of two ways
        provisioner._logged.clear()
        assert run_batch(rated, planned[-1:], folder, Options(is_forced=True))[0].status == "done"
        assert not provisioner._logged
    records = run_batch(rated, planned, tmp_path / "cold", Options(is_cold=True))
    assert [r.error for r in records if r.status != "done"] == []
    assert contents(tmp_path / "cold") == contents(folder) == written


def test_one_changed_figure_reruns_its_agreement_its_departments_and_the_framework(
    batch, tiny_folder, tmp_path
):
    rated, planned, folder, _, _ = batch
    target = tiny_folder / "observations.csv"
    measures = rated.framework.measures.set_index("measure_id")["indicator_id"]
    lines = target.read_text(encoding="utf-8").splitlines()
    header = lines[0].split(",")
    at = header.index("value")
    cells = lines[1].split(",")
    owner = rated.framework.indicator(measures[cells[0]]).agreement_id
    cells[at] = str(float(cells[at]) + 0.1)
    for name in ("lower", "upper", "interval_level"):
        cells[header.index(name)] = "" if name in header else cells[header.index(name)]
    target.write_text("\n".join([lines[0], ",".join(cells), *lines[2:]]) + "\n", encoding="utf-8")
    changed = load_framework(tiny_folder)
    inputs = Inputs(changed)
    why = plan(planned, {r.name: inputs.key(r) for r in planned}, folder)
    roles = changed.roles()
    departments = set(roles.loc[roles["agreement_id"] == owner, "department_id"])
    whole = {r.name for r in planned if r.for_each == "none" and r.reads == "framework"}
    expected = whole | {r.name for r in planned if r.run_id == owner or r.run_id in departments}
    assert [r.notebook for r in planned if r.reads == "code"] == [
        "05_validate_methods"
    ]  # no figure matters to it
    assert {name for name, reason in why.items() if reason} == expected
    assert len(expected) < len(planned)


def test_two_batches_at_once_refuse_each_other(batch):
    rated, planned, folder, _, _ = batch
    with FileLock(folder / ".lock"), pytest.raises(RunError, match="another batch"):
        run_batch(rated, planned, folder)


@pytest.fixture
def own_notebooks(tmp_path, monkeypatch):
    """Return a function that makes a notebook of a statistician's own, with its params, for each agreement."""
    notebooks, params = tmp_path / "notebooks", tmp_path / "params"
    notebooks.mkdir()
    params.mkdir()
    (params / "settings.yml").write_text(
        (paths.PARAMS / "settings.yml").read_text(encoding="utf-8"), encoding="utf-8"
    )

    def make(source: str):
        first = nbformat.v4.new_code_cell(
            'framework = ""\nagreement_id = ""', metadata={"tags": ["parameters"]}
        )
        cells = [nbformat.v4.new_markdown_cell("# Own"), first, nbformat.v4.new_code_cell(source)]
        nbformat.write(nbformat.v4.new_notebook(cells=cells), notebooks / "07_own.ipynb")
        given = {
            "for_each": "agreement",
            "title": "Own",
            "defaults": {"framework": "", "agreement_id": ""},
            "overrides": [],
        }
        (params / "07_own.yml").write_text(yaml.safe_dump(given), encoding="utf-8")

    monkeypatch.setattr(paths, "NOTEBOOKS", notebooks)
    monkeypatch.setattr(paths, "PARAMS", params)
    return make


SAVE = "import pandas as pd\nfrom psa import save_table\nsave_table(pd.DataFrame({'a': [1]}), '07_own', agreement_id)"


def test_a_failed_notebook_never_looks_like_a_result(own_notebooks, tiny_rated, tmp_path):
    own_notebooks(SAVE)
    planned = expand_runs(tiny_rated.framework)
    first, second = (r.run_id for r in planned)
    folder = tmp_path / "out"
    assert {r.status for r in run_batch(tiny_rated, planned, folder)} == {"done"}
    good = contents(folder)
    own_notebooks(f"{SAVE}\nassert agreement_id != {first!r}, 'broken on purpose'")
    records = run_batch(tiny_rated, planned, folder)
    assert [r.status for r in records] == ["failed", "done"]
    assert "AssertionError: broken on purpose" in records[0].error
    assert (folder / "failed" / "07_own" / f"{first}.ipynb").is_file()
    kept = {n: b for n, b in contents(folder).items() if n.startswith(f"07_own/{first}.")}
    assert b"its notebook failed in the last run" in kept[f"07_own/{first}.html"]
    assert {n: without_mark(b) for n, b in kept.items()} == {
        n: b for n, b in good.items() if n.startswith(f"07_own/{first}.")
    }
    assert read_manifest(folder)[f"07_own/{first}"]["status"] == "failed"
    assert "Not up to date" in (folder / "index.html").read_text(encoding="utf-8")


def test_an_endless_cell_and_a_dead_kernel_are_clear_lines(own_notebooks, tiny_rated, tmp_path):
    ids = list(tiny_rated.framework.agreements["agreement_id"])
    own_notebooks(f"import os, time\ntime.sleep(60) if agreement_id == {ids[0]!r} else os._exit(1)")
    records = run_batch(tiny_rated, expand_runs(tiny_rated.framework), tmp_path / "out", Options(timeout=2))
    assert [r.status for r in records] == ["failed", "failed"]
    assert "longer than 2 s" in records[0].error and "died" in records[1].error
    assert (
        not list((tmp_path / "out" / "07_own").glob("*")) if (tmp_path / "out" / "07_own").is_dir() else True
    )


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="counts the open files in /proc")
def test_neither_open_files_nor_threads_grow_with_the_number_of_runs(own_notebooks, tiny_rated, tmp_path):
    own_notebooks(SAVE)
    run = expand_runs(tiny_rated.framework)[0]

    def left_after(number: int) -> tuple[int, int]:
        made = [
            replace(run, run_id=f"copy-{k}", parameters=run.parameters | {"agreement_id": f"copy-{k}"})
            for k in range(number)
        ]
        records = run_batch(tiny_rated, made, tmp_path / str(number))
        assert {r.status for r in records} == {"done"}
        return left()

    def left() -> tuple[int, int]:
        gc.collect()
        return len(os.listdir("/proc/self/fd")), threading.active_count()

    few, end = left_after(4), time.monotonic() + 20
    many = left_after(24)
    while (
        any(m > f for m, f in zip(many, few, strict=True)) and time.monotonic() < end
    ):  # a thread may be about to end
        time.sleep(0.1)
        many = left()
    assert all(m <= f for m, f in zip(many, few, strict=True)), (few, many)


def test_a_notebook_that_saves_nothing_has_failed(own_notebooks, tiny_rated, tmp_path):
    own_notebooks("x = 1")
    records = run_batch(tiny_rated, expand_runs(tiny_rated.framework)[:1], tmp_path / "out")
    assert records[0].status == "failed" and "saved no table" in records[0].error


def test_a_table_saved_under_another_id_is_told_which_was_expected(own_notebooks, tiny_rated, tmp_path):
    own_notebooks(SAVE.replace("agreement_id)", "'all')"))
    run = expand_runs(tiny_rated.framework)[0]
    (record,) = run_batch(tiny_rated, [run], tmp_path / "out")
    assert record.status == "failed"
    assert (
        f"saved no table 07_own/{run.run_id}.csv" in record.error
        and f'"07_own" and "{run.run_id}"' in record.error
    )


def test_the_command_says_which_input_of_a_page_has_changed(own_notebooks, tiny_folder, tmp_path):
    own_notebooks(SAVE)
    framework = load_framework(tiny_folder)
    first = expand_runs(framework)[0].run_id
    given = ["run", "--framework", str(tiny_folder), "--output", str(tmp_path / "out")]
    assert CliRunner().invoke(main, given).exit_code == 0
    assert CliRunner().invoke(main, [*given, "--why", first]).output == "up to date\n"
    own_notebooks(f"{SAVE}\n1 + 1")
    assert CliRunner().invoke(main, [*given, "--why", first]).output == "notebooks/07_own.ipynb: changed\n"
    noted = (tmp_path / "out" / ".inputs.json").read_text(encoding="utf-8")
    assert str(tmp_path) not in noted
