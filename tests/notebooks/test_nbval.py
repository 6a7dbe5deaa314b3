"""The comparison of notebooks with a rerun, as the Makefile runs it: a chart that differs is noticed."""

import os
import re
import shlex
import subprocess
import sys

import nbformat
import pytest

from psa import paths

MAKEFILE = (paths.ROOT / "Makefile").read_text(encoding="utf-8").replace("\\\n", " ")
FLAGS = shlex.split(re.search(r"^NBVAL = (.*)$", MAKEFILE, re.M)[1].partition("-m pytest ")[2])


def compare_with_a_rerun(notebook, folder):
    """Run nbval with the Makefile's own options; return whether it passed and what it said."""
    nbformat.write(notebook, folder / "one.ipynb")
    words = [
        sys.executable,
        "-m",
        "pytest",
        "--rootdir",
        ".",
        "-c",
        "pyproject.toml",
        *FLAGS,
        str(folder / "one.ipynb"),
    ]
    done = subprocess.run(
        words, cwd=paths.ROOT, capture_output=True, text=True, env={**os.environ, "PSA_OUTPUTS": str(folder)}
    )
    return done.returncode == 0, done.stdout


def charts_of(notebook):
    outputs = [o for c in notebook.cells if c.cell_type == "code" for o in c.outputs]
    return [o for o in outputs if "image/svg+xml" in o.get("data", {})]


@pytest.mark.slow
def test_a_chart_that_differs_from_a_rerun_fails_the_comparison(tmp_path):
    notebook = nbformat.read(paths.NOTEBOOKS / "02_assess_agreement.ipynb", as_version=4)
    while (
        len(charts_of(notebook)) > 1
    ):  # the cells up to the first chart: the others take time and show no more
        notebook.cells.pop()
    passed, said = compare_with_a_rerun(notebook, tmp_path)
    assert passed, said
    (chart,) = charts_of(notebook)
    drawn = chart.data["image/svg+xml"]
    chart.data["image/svg+xml"] = re.sub(r' d="M ?([0-9.]+)', ' d="M 9999', drawn, count=1)
    assert chart.data["image/svg+xml"] != drawn
    passed, said = compare_with_a_rerun(notebook, tmp_path)
    assert not passed and "mismatch 'image/svg+xml'" in said


def test_make_compares_both_the_committed_notebooks_and_those_of_the_batch():
    rules = dict(re.findall(r"^([a-z]+):[^\n]*\n((?:\t[^\n]*\n)+)", MAKEFILE, re.M))
    assert "$(NBVAL) notebooks\n" in rules["test"] and "$(NBVAL) outputs\n" in rules["validate"]
    assert "--nbval" in FLAGS and not {"--nbval-lax", "--nbdime"} & set(FLAGS)


# what is not compared: it shows sliders, whose ids differ each time
LEFT_OUT = {"06_explore_indicator": ["explore(loaded, indicator_id)"]}


@pytest.mark.parametrize("path", sorted(paths.NOTEBOOKS.glob("*.ipynb")), ids=lambda p: p.stem)
def test_no_cell_but_the_sliders_is_left_out_of_the_comparison(path):
    left_out = re.compile(r"nbval[-_](ignore|skip|raises)|raises-exception", re.I)
    cells = nbformat.read(path, as_version=4).cells
    assert [
        c.source for c in cells if left_out.search(" ".join([c.source, *c.metadata.get("tags", [])]))
    ] == LEFT_OUT.get(path.stem, [])
