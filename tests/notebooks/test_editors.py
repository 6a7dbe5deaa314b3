"""A notebook that an editor saved without an edit is no change to git: as each of them writes the committed ones.

What VS Code writes is made here as its serialiser does (keys in order, the same indent, a line end, an SVG as one text,
the chosen interpreter in the header); JupyterLab and Notebook write through the server that is tried itself.
"""

import copy
import importlib.util
import json
import os
import shutil
import subprocess
import sys

import nbformat
import pytest

from psa import paths
from psa.batch import notebook as notebook_module
from psa.batch.pairs import pairs, settle

spec = importlib.util.spec_from_file_location("clean_notebook", paths.ROOT / "tools" / "clean_notebook.py")
tool = importlib.util.module_from_spec(spec)
spec.loader.exec_module(tool)

COMMITTED = sorted(paths.NOTEBOOKS.glob("*.ipynb"))
VERSION = {
    "codemirror_mode": {"name": "ipython", "version": 3},
    "file_extension": ".py",
    "mimetype": "text/x-python",
    "name": "python",
    "nbconvert_exporter": "python",
    "pygments_lexer": "ipython3",
    "version": "3.13.1",
}


def dumped(content, indent=1, end="\n"):
    return json.dumps(content, ensure_ascii=False, indent=indent, sort_keys=True) + end


def vscode(content):
    """Write a notebook as VS Code does once an interpreter was chosen."""
    content["metadata"]["kernelspec"] = {
        "display_name": ".venv (3.13.1)",
        "language": "python",
        "name": "python3",
    }
    content["metadata"]["language_info"] = VERSION
    for cell in content["cells"]:
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            if "image/svg+xml" in data:
                data["image/svg+xml"] = "".join(data["image/svg+xml"])
    return dumped(content)


def older_vscode(content):
    """Write a notebook as VS Code of 2022 did, in the indent of four that some settings give."""
    content["metadata"] |= {"orig_nbformat": 4, "vscode": {"interpreter": {"hash": "31f2aee4e71d21fbe5cf"}}}
    content["metadata"]["kernelspec"]["display_name"] = "Python 3.9.7 ('base')"
    for cell in content["cells"]:
        cell["metadata"]["vscode"] = {"languageId": "python"}
    return dumped(content, indent=4, end="")


def jupyter(content):
    """Write a notebook as a Jupyter started elsewhere does, without this folder's settings."""
    content["metadata"]["language_info"] = VERSION
    for cell in content["cells"]:
        cell["metadata"] |= {"editable": True, "slideshow": {"slide_type": ""}}
        if cell["cell_type"] == "code":
            cell["metadata"]["execution"] = {"iopub.execute_input": "2026-01-01T00:00:00Z"}
    return nbformat.writes(nbformat.from_dict(content)) + "\n"


EDITORS = [vscode, older_vscode, jupyter]


@pytest.mark.parametrize("path", COMMITTED, ids=lambda path: path.stem)
def test_a_committed_notebook_is_as_the_filter_gives_it(path):
    assert tool.clean(path.read_bytes()) == path.read_bytes()


@pytest.mark.parametrize("write", EDITORS, ids=lambda write: write.__name__)
@pytest.mark.parametrize("path", COMMITTED, ids=lambda path: path.stem)
def test_what_an_editor_saves_without_an_edit_is_the_committed_notebook_to_git(path, write):
    saved = write(json.loads(path.read_text(encoding="utf-8"))).encode()
    assert saved != path.read_bytes()
    assert tool.clean(saved) == path.read_bytes()


def test_an_edit_a_new_output_a_tag_and_a_new_id_stay():
    content = json.loads(COMMITTED[0].read_text(encoding="utf-8"))
    edited = copy.deepcopy(content)
    edited["cells"][0] |= {"source": ["An edit.\n", "Its second line."], "id": "new-id"}
    edited["cells"][0]["metadata"] = {"tags": ["mine"]}
    next(cell for cell in edited["cells"] if cell["cell_type"] == "code")["outputs"] = [
        {"name": "stdout", "output_type": "stream", "text": "one\ntwo\n"}
    ]
    cleaned = json.loads(tool.clean(vscode(edited).encode()))
    assert cleaned["cells"][0] == edited["cells"][0]
    code = next(cell for cell in cleaned["cells"] if cell["cell_type"] == "code")
    assert code["outputs"][0]["text"] == ["one\n", "two\n"]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"[]",
        b'{"cells": [], "nbformat": 4}',
        b'{"cells": [1], "metadata": {"language_info": {"name": "python"}}, "nbformat": 4, "nbformat_minor": 5}',
        b'{"cells": [], "metadata": {"kernelspec": {"language": "R"}}, "nbformat": 4, "nbformat_minor": 5}',
        b'{"worksheets": [], "metadata": {"language_info": {"name": "python"}}, "nbformat": 3}',
        b'<<<<<<< HEAD\n{"cells": []}\n',
    ],
)
def test_what_is_no_python_notebook_of_version_4_is_passed_on_to_the_byte(data):
    assert tool.clean(data) == data


def test_the_filter_and_the_package_agree_on_the_header():
    assert tool.KERNELSPEC == notebook_module.KERNELSPEC


@pytest.fixture
def clone(tmp_path, monkeypatch):
    """Return a clone with the committed notebooks and their pairs, the filter switched on."""
    shutil.copytree(
        paths.NOTEBOOKS, tmp_path / "notebooks", ignore=shutil.ignore_patterns(".pairs", ".ipynb_checkpoints")
    )
    for name in ("pyproject.toml", ".gitattributes", ".gitignore"):
        shutil.copy(paths.ROOT / name, tmp_path)
    monkeypatch.setattr(paths, "NOTEBOOKS", tmp_path / "notebooks")
    settle(pairs(), "py")  # a text that is about to be committed may be ahead of its notebook
    git = ["git", "-C", str(tmp_path), "-c", "user.name=a", "-c", "user.email=a@example.org"]
    program = f"'{sys.executable}' '{paths.ROOT}/tools/clean_notebook.py'"
    for words in (
        ["init", "-q"],
        ["config", "filter.notebook.clean", program],
        ["add", "."],
        ["commit", "-qm", "."],
    ):
        subprocess.run([*git, *words], check=True, capture_output=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def changed(clone):
    """Return what git would commit."""
    subprocess.run(["git", "add", "-A"], cwd=clone, check=True, capture_output=True)
    done = subprocess.run(
        ["git", "status", "--porcelain"], cwd=clone, check=True, capture_output=True, text=True
    )
    return done.stdout


@pytest.mark.thorough
def test_a_sync_of_every_pair_of_a_clean_clone_changes_nothing(clone):
    from jupytext.cli import jupytext

    jupytext(["--sync", *(str(path) for path in sorted(paths.NOTEBOOKS.glob("*.ipynb")))])
    assert changed(clone) == ""


@pytest.mark.thorough
@pytest.mark.parametrize("write", EDITORS, ids=lambda write: write.__name__)
def test_after_a_save_without_an_edit_a_refresh_has_nothing_to_settle_and_git_nothing_to_commit(clone, write):
    for path in paths.NOTEBOOKS.glob("*.ipynb"):
        path.write_text(write(json.loads(path.read_text(encoding="utf-8"))), encoding="utf-8")
    assert settle(pairs()) == []
    assert changed(clone) == ""


@pytest.mark.thorough
@pytest.mark.filterwarnings("ignore:Overriding existing pre_save_hook")
def test_a_jupyter_that_knows_no_pair_saves_without_a_change_where_it_is_started_here(clone):
    from jupyter_server.services.contents.filemanager import FileContentsManager
    from traitlets.config import PyFileConfigLoader

    settings = PyFileConfigLoader("jupyter_server_config.py", str(paths.ROOT)).load_config()
    manager = FileContentsManager(config=settings, root_dir=str(clone))
    for path in sorted(paths.NOTEBOOKS.glob("*.ipynb")):
        before = path.read_bytes()
        model = manager.get(f"notebooks/{path.name}")
        model["content"]["metadata"]["language_info"] = VERSION
        manager.save(model, f"notebooks/{path.name}")
        assert path.read_bytes() == before
    assert changed(clone) == ""


ASK = """
from jupyter_server.serverapp import ServerApp
app = ServerApp()
app.initialize(["--allow-root", "--ServerApp.port=0", "--ServerApp.open_browser=False"], new_httpserver=False)
print("hook:", app.contents_manager.pre_save_hook.__name__, type(app.contents_manager).__name__)
"""


@pytest.mark.thorough
def test_the_settings_reach_the_server_from_where_the_makefile_puts_them(tmp_path):
    """Jupyter reads none from the folder that it is started in."""
    makefile = (paths.ROOT / "Makefile").read_text(encoding="utf-8")
    assert "cp jupyter_server_config.py $(VENV)/etc/jupyter/" in makefile
    shutil.copy(paths.ROOT / "jupyter_server_config.py", tmp_path)
    own = {f"JUPYTER_{name}_DIR": str(tmp_path) for name in ("CONFIG", "DATA", "RUNTIME")}
    done = subprocess.run(
        [sys.executable, "-c", ASK], env=os.environ | own, cwd=tmp_path, capture_output=True, text=True
    )
    assert "hook: before_a_save AsyncJupytextContentsManager" in done.stdout, done.stderr
