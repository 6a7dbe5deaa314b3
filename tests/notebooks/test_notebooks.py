"""The committed notebooks: executed, paired, of the agreed shape, with parameters that the params know."""

import ast
import re

import jupytext
import nbformat
import pytest
import yaml

from psa import paths
from psa.batch.params import RunError, expand_runs

NOTEBOOKS = sorted(paths.NOTEBOOKS.glob("*.ipynb"))
FORBIDDEN = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Try, ast.Lambda)


def read(path):
    return nbformat.read(path, as_version=4)


def code_cells(notebook):
    return [c for c in notebook.cells if c.cell_type == "code"]


def unexecuted(notebook):
    """Return the code cells that have no execution count, or that should show something and do not."""
    counts = [c.execution_count for c in code_cells(notebook)]
    if counts != list(range(1, len(counts) + 1)):
        return ["execution counts are not 1, 2, 3, ..."]
    shows = [
        c for c in code_cells(notebook) if re.search(r"^(display|say|pages\.)|^\s+pages\.", c.source, re.M)
    ]
    return [c.source for c in shows if not c.outputs]


def differs(notebook, twin):
    """Return the cells whose sources or tags differ between a notebook and its text twin."""

    def sources(n):
        return [(c.cell_type, c.source, tuple(c.metadata.get("tags", []))) for c in n.cells]

    return [pair for pair in zip(sources(notebook), sources(twin), strict=False) if pair[0] != pair[1]] or (
        [] if len(notebook.cells) == len(twin.cells) else ["another number of cells"]
    )


def shape_faults(notebook):
    """Return what is against the agreed shape of a notebook."""
    faults = []
    text = sum(len(c.source.split()) for c in notebook.cells if c.cell_type == "markdown")
    code = sum(len(c.source.split()) for c in code_cells(notebook))
    if text < code:
        faults.append("more code than prose")
    headings = [
        h
        for c in notebook.cells
        if c.cell_type == "markdown"
        for h in re.findall(r"^## (.+)$", c.source, re.M)
    ]
    if headings != ["Load", "Look", "Assess", "What this does not show"]:
        faults.append(f"sections are {headings}")
    if sum("parameters" in c.metadata.get("tags", []) for c in notebook.cells) != 1:
        faults.append("not one parameters cell")
    for cell in code_cells(notebook):
        lines = [line for line in cell.source.splitlines() if line.strip()]
        if len(lines) > 15:
            faults.append("a cell of more than 15 lines")
        if re.search(r"^\s*[!%]|sys\.path|filterwarnings|import \*", cell.source, re.M):
            faults.append("magic, a path or a warning filter")
            continue
        if any(isinstance(node, FORBIDDEN) for node in ast.walk(ast.parse(cell.source))):
            faults.append("a definition or a try")
        if any(
            o.output_type == "stream" and o.name == "stderr" or o.output_type == "error" for o in cell.outputs
        ):
            faults.append("stderr or an error")
    if "save_table(" not in code_cells(notebook)[-1].source:
        faults.append("the last cell does not save")
    return faults


def literal_parameters(notebook):
    """Return the names of the parameters cell, all of which must be literals."""
    (cell,) = [c for c in notebook.cells if "parameters" in c.metadata.get("tags", [])]
    return {t.id: ast.literal_eval(n.value) for n in ast.parse(cell.source).body for t in n.targets}


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
class TestEachNotebook:
    def test_is_committed_with_its_outputs(self, path):
        assert unexecuted(read(path)) == []

    def test_has_a_twin_with_the_same_cells(self, path):
        assert differs(read(path), jupytext.read(path.with_suffix(".py"))) == []

    def test_has_the_agreed_shape(self, path):
        assert shape_faults(read(path)) == []

    def test_sets_the_parameters_that_its_params_give(self, path):
        file = paths.PARAMS / f"{path.stem}.yml"
        if not file.is_file():
            pytest.skip("a notebook for working by hand: it is not in the batch")
        params = yaml.safe_load(file.read_text(encoding="utf-8"))
        assert set(params["defaults"]) <= set(literal_parameters(read(path)))

    def test_holds_nothing_that_a_rerun_would_change(self, path):
        notebook = read(path)
        assert set(notebook.metadata) <= {"jupytext", "kernelspec", "language_info"}
        assert all(set(c.metadata) <= {"tags"} for c in notebook.cells)
        assert str(paths.ROOT) not in path.read_text(encoding="utf-8")


def sound():
    notebook = read(NOTEBOOKS[0])
    assert not unexecuted(notebook) and not shape_faults(notebook)
    return notebook


def test_cleared_outputs_are_noticed():
    notebook = sound()
    for cell in code_cells(notebook):
        cell.outputs, cell.execution_count = [], None
    assert unexecuted(notebook)


def test_outputs_cleared_by_hand_are_noticed():
    notebook = sound()
    for cell in code_cells(notebook):
        cell.outputs = []
    assert unexecuted(notebook)


def test_a_twin_that_differs_is_noticed():
    notebook = sound()
    twin = jupytext.read(NOTEBOOKS[0].with_suffix(".py"))
    twin.cells[1].source += "\nx = 1"
    assert differs(notebook, twin)
    assert differs(notebook, nbformat.v4.new_notebook(cells=notebook.cells[:-1]))


@pytest.mark.parametrize(
    "source",
    [
        "def f():\n    return 1",
        "!ls",
        "%%capture\nx = 1",
        "import sys\nsys.path.append('.')",
        "try:\n    x = 1\nexcept ValueError:\n    pass",
        "\n".join(f"x{i} = {i}" for i in range(16)),
    ],
)
def test_a_cell_against_the_shape_is_noticed(source):
    notebook = sound()
    notebook.cells.insert(3, nbformat.v4.new_code_cell(source, execution_count=1))
    assert shape_faults(notebook)


def test_a_misspelt_parameter_stops_the_batch_before_anything_runs(tmp_path, monkeypatch, promises):
    params = yaml.safe_load((paths.PARAMS / "02_assess_agreement.yml").read_text(encoding="utf-8"))
    params["defaults"]["agrement_id"] = params["defaults"].pop("agreement_id")
    (tmp_path / "02_assess_agreement.yml").write_text(yaml.safe_dump(params), encoding="utf-8")
    monkeypatch.setattr(paths, "PARAMS", tmp_path)
    with pytest.raises(
        RunError, match="'agrement_id' is no parameter of notebooks/02_assess_agreement.ipynb"
    ):
        expand_runs(promises.framework)
