"""No edit of either file of a notebook's pair is lost: what each command does, and what git shows."""

import subprocess
import sys

import jupytext
import nbformat
import pytest
from click.testing import CliRunner

from psa import paths
from psa.batch import pairs as pairs_module
from psa.batch import refresh as refresh_module
from psa.batch.notebook import KERNELSPEC, as_node, write_notebook
from psa.batch.pairs import HOME, JUPYTEXT, Pair, PairError, cells_of, pairs, settle
from psa.cli import main

pytestmark = pytest.mark.thorough

FIRST, CODE = "# A title\n\nA sentence.", "1 + 1"
PYPROJECT = """[tool.jupytext]
formats = "notebooks///ipynb,notebooks///py:percent"
cell_metadata_filter = "tags,-all"
notebook_metadata_filter = "kernelspec,jupytext,-all"
"""


LAB = {"name": "python", "version": "3.11.9", "file_extension": ".py", "pygments_lexer": "ipython3"}


def git(folder, *arguments):
    about = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
    done = subprocess.run(
        ["git", "-C", str(folder), *about, *arguments], capture_output=True, text=True, check=True
    )
    return done.stdout


def shown_by_git(folder):
    return {line[3:].removeprefix("notebooks/") for line in git(folder, "status", "--porcelain").splitlines()}


@pytest.fixture
def pair(tmp_path, monkeypatch):
    """A committed pair as the tools write it, in a clean clone."""
    folder = tmp_path / "notebooks"
    folder.mkdir()
    new = nbformat.v4
    cells = [
        new.new_markdown_cell(FIRST, id="cell-00"),
        new.new_code_cell(CODE, id="cell-01", execution_count=1),
    ]
    cells[1].outputs = [new.new_output("execute_result", {"text/plain": "2"}, execution_count=1)]
    metadata = {"kernelspec": KERNELSPEC, "language_info": {"name": "python"}, "jupytext": JUPYTEXT}
    notebook = new.new_notebook(cells=cells, metadata=as_node(metadata))
    write_notebook(notebook, folder / "01_one.ipynb")
    (folder / "01_one.py").write_text(jupytext.writes(notebook, fmt="py:percent"), encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text(PYPROJECT)
    (tmp_path / ".gitignore").write_text("notebooks/.pairs/\n.ipynb_checkpoints/\n")
    (tmp_path / ".gitattributes").write_text("*.ipynb text eol=lf filter=notebook\n")
    git(tmp_path, "init", "-q")
    git(
        tmp_path,
        "config",
        "filter.notebook.clean",
        f"'{sys.executable}' '{paths.ROOT}/tools/clean_notebook.py'",
    )
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "one")
    monkeypatch.setattr(paths, "NOTEBOOKS", folder)
    return Pair(folder, "01_one")


def edit(pair, side, old="A sentence.", new="An edit."):
    path = pair.path(side)
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def text_of(pair, side="ipynb"):
    return "\n".join(source for _, source, _ in cells_of(pair.path(side)))


def executed(monkeypatch):
    """Let a refresh write what it would, without a kernel; return the stems that it executed."""
    stems = []
    monkeypatch.setattr(refresh_module, "refresh_key", lambda pair: str(cells_of(pair.path("ipynb"))))

    def refresh(pair):
        stems.append(pair.stem)
        pairs_module.note_in_step(pair, executed=refresh_module.refresh_key(pair))

    monkeypatch.setattr(refresh_module, "refresh_notebook", refresh)
    return stems


# what each command makes of each edit: the files that git shows before and after, and whose text both files have
TABLE = [
    ("none", "refresh", set(), set(), "A sentence."),
    ("ipynb", "refresh", {"01_one.ipynb"}, {"01_one.ipynb", "01_one.py"}, "An edit."),
    ("py", "refresh", {"01_one.py"}, {"01_one.ipynb", "01_one.py"}, "An edit."),
    ("both", "refresh", {"01_one.ipynb", "01_one.py"}, {"01_one.ipynb", "01_one.py"}, "refused"),
    ("none", "run", set(), set(), "A sentence."),
    ("ipynb", "run", {"01_one.ipynb"}, {"01_one.ipynb", "01_one.py"}, "An edit."),
    ("py", "run", {"01_one.py"}, {"01_one.ipynb", "01_one.py"}, "An edit."),
    ("both", "run", {"01_one.ipynb", "01_one.py"}, {"01_one.ipynb", "01_one.py"}, "refused"),
    ("none", "jupytext --sync", set(), set(), "A sentence."),
    ("ipynb", "jupytext --sync", {"01_one.ipynb"}, {"01_one.ipynb", "01_one.py"}, "An edit."),
    ("py", "jupytext --sync", {"01_one.py"}, {"01_one.ipynb", "01_one.py"}, "An edit."),
    ("both", "jupytext --sync", {"01_one.ipynb", "01_one.py"}, {"01_one.ipynb", "01_one.py"}, "the newer"),
    ("none", "save", set(), set(), "A sentence."),
    ("in JupyterLab", "save", set(), {"01_one.ipynb", "01_one.py"}, "An edit."),
]  # `psa watch` starts `psa run`: its rows are those of run


def do(pair, edited, command, monkeypatch):
    if command == "refresh":
        executed(monkeypatch)
        return CliRunner().invoke(main, ["refresh"])
    if command == "run":
        try:
            settle(pairs())
        except PairError as error:
            return error
    if command == "jupytext --sync":
        from jupytext.cli import jupytext as sync

        monkeypatch.chdir(pair.folder.parent)
        sync(["--sync", str(pair.path("ipynb"))])
    if command == "save":
        from jupyter_server.services.contents.filemanager import FileContentsManager
        from jupytext.sync_contentsmanager import build_sync_jupytext_contents_manager_class
        from traitlets.config import PyFileConfigLoader

        settings = PyFileConfigLoader("jupyter_server_config.py", str(paths.ROOT)).load_config()
        manager = build_sync_jupytext_contents_manager_class(FileContentsManager)(config=settings)
        manager.root_dir = str(pair.folder.parent)
        model = manager.get("notebooks/01_one.ipynb")
        model["content"]["metadata"]["language_info"] = LAB  # of the kernel that ran it
        if edited != "none":
            model["content"]["cells"][0]["source"] = FIRST.replace("A sentence.", "An edit.")
        manager.save(model, "notebooks/01_one.ipynb")
    return None


@pytest.mark.filterwarnings("ignore:Overriding existing pre_save_hook")
@pytest.mark.parametrize(("edited", "command", "before", "after", "text"), TABLE)
def test_what_git_shows_of_each_edit_before_and_after_each_command(
    pair, monkeypatch, edited, command, before, after, text
):
    for side in {"both": ("ipynb", "py"), "none": (), "in JupyterLab": ()}.get(edited, (edited,)):
        edit(pair, side, new={"both": f"An edit of the {side}."}.get(edited, "An edit."))
    assert shown_by_git(pair.folder.parent) == before
    files = {side: pair.path(side).read_bytes() for side in pair.sides}
    do(pair, edited, command, monkeypatch)
    assert shown_by_git(pair.folder.parent) == after
    if text == "refused":
        assert {side: pair.path(side).read_bytes() for side in pair.sides} == files
    elif text == "the newer":
        assert text_of(pair, "ipynb") == text_of(pair, "py")
    else:
        assert text in text_of(pair, "ipynb")
        assert text_of(pair, "ipynb") == text_of(pair, "py")


@pytest.mark.parametrize("source", ["ipynb", "py"])
def test_where_both_were_edited_the_refusal_says_where_and_either_can_be_taken(pair, monkeypatch, source):
    edit(pair, "ipynb", new="Mine.")
    edit(pair, "py", new="Theirs.")
    other = {"ipynb": "py", "py": "ipynb"}[source]
    lost = pair.path(other).read_bytes()
    refused = CliRunner().invoke(main, ["refresh"])
    assert refused.exit_code == 1
    assert "01_one: the .ipynb and the .py differ" in refused.output
    assert "cell 1" in refused.output
    executed(monkeypatch)
    taken = CliRunner().invoke(main, ["refresh", "01_one", "--from", source])
    assert taken.exit_code == 0, taken.output
    assert {"ipynb": "Mine.", "py": "Theirs."}[source] in text_of(pair, other)
    (copy,) = (pair.folder / HOME).glob(f"01_one.*.{other}")
    assert copy.read_bytes() == lost
    assert shown_by_git(pair.folder.parent) == {"01_one.ipynb", "01_one.py"}  # the copy is nothing to git


def test_outputs_and_ids_of_cells_that_were_not_touched_stay(pair):
    edit(pair, "py", new="An edit.\n#\n# %% [markdown]\n# A new cell.")
    settle(pairs())
    notebook = nbformat.read(pair.path("ipynb"), as_version=4)
    assert [cell.id for cell in notebook.cells][::2] == ["cell-00", "cell-01"]
    assert notebook.cells[2].outputs[0].data["text/plain"] == "2"
    assert settle(pairs()) == []


def test_file_times_count_for_nothing(pair):
    import os

    edit(pair, "ipynb")
    os.utime(pair.path("ipynb"), (1, 1))
    settle(pairs())
    assert "An edit." in text_of(pair, "py")


def test_a_second_edit_after_a_common_one_that_git_does_not_know_is_no_conflict(pair):
    edit(pair, "ipynb")
    settle(pairs())
    edit(pair, "py", "An edit.", "A second edit.")
    (line,) = settle(pairs())
    assert line.startswith("01_one.ipynb follows 01_one.py; a copy of what it was is .pairs/01_one.")
    assert "A second edit." in text_of(pair, "ipynb")


@pytest.mark.parametrize("side", ["ipynb", "py"])
def test_a_twin_that_is_missing_is_made(pair, side):
    pair.path(side).unlink()
    assert settle(pairs()) == [f"01_one.{side} follows 01_one.{'py' if side == 'ipynb' else 'ipynb'}"]
    assert text_of(pair, "ipynb") == text_of(pair, "py")


def test_a_refresh_executes_only_what_changed(pair, monkeypatch):
    stems = executed(monkeypatch)
    said = [CliRunner().invoke(main, ["refresh"]).output for _ in range(2)]
    assert said == ["executed 01_one\n", "unchanged 01_one\n"]
    edit(pair, "py")
    CliRunner().invoke(main, ["refresh"])
    assert stems == ["01_one", "01_one"]


def test_an_unresolved_merge_is_named_with_its_file_and_line(pair):
    edit(pair, "ipynb", '{\n "cells"', '{\n<<<<<<< HEAD\n "cells"')
    with pytest.raises(PairError, match=r"notebooks/01_one.ipynb: an unresolved merge \(line 2\)"):
        settle(pairs())


def test_a_notebook_that_is_not_there_is_told_which_there_are(pair):
    with pytest.raises(FileNotFoundError, match="no notebook 03_three; there are 01_one"):
        pairs(["03_three"])


def test_what_another_editor_notes_of_its_kernel_is_no_change_to_git(pair):
    edit(pair, "ipynb", '"name": "python"\n  }', '"name": "python",\n   "version": "3.12.1"\n  }')
    assert git(pair.folder.parent, "diff") == ""
