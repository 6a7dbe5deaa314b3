"""No edit of either file of a notebook's pair is lost: what each command does, and what git shows."""

import os
import subprocess
import sys
import threading
from types import SimpleNamespace

import jupytext
import nbformat
import pytest
from click.testing import CliRunner

from psa import paths
from psa.batch import pairs as pairs_module
from psa.batch import refresh as refresh_module
from psa.batch import watch as watch_module
from psa.batch.notebook import KERNELSPEC, as_node, write_notebook
from psa.batch.pairs import HOME, JUPYTEXT, Pair, PairError, cells_of, pairs, settle
from psa.cli import main
from psa.cli import run as run_module

pytestmark = pytest.mark.thorough

TINY = paths.ROOT / "tests" / "frameworks" / "tiny"
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


# What git shows before a command, by what was edited, and after it. The page docs/how-to/edit-a-notebook.md shows the
# same rows; a test below compares them.
COMMANDS = ("psa refresh", "psa run", "psa watch", "jupytext --sync", "open and save in JupyterLab")
TABLE = {
    "neither": ("nothing", "nothing", "nothing", "nothing", "nothing"),
    "the .ipynb": ("both, the edit", "both, the edit", "both, the edit", "both, the edit", "not opened"),
    "the .py": ("both, the edit", "both, the edit", "both, the edit", "both, the edit", "both, the edit"),
    "both, the .py last": ("refused", "refused", "refused", "the .py", "the .py, copies kept"),
    "both, the .ipynb last": ("refused", "refused", "refused", "the .ipynb", "not opened"),
    "in JupyterLab": ("nothing", "nothing", "nothing", "nothing", "both, the edit"),
}
CASES = [(edited, command, TABLE[edited][k]) for edited in TABLE for k, command in enumerate(COMMANDS)]
PAGE = paths.ROOT / "docs" / "how-to" / "edit-a-notebook.md"


def make_edit(pair, edited):
    """Edit the files of a pair, the last of them a minute later; return what is then in each."""
    sides = [side for side in ("ipynb", "py") if f".{side}" in edited or edited.startswith("both")]
    last = "ipynb" if edited.endswith(".ipynb last") else "py"
    for side in sides:
        edit(pair, side, new=f"An edit of the {side}.")
    for side in pair.sides:
        minute = 1 if len(sides) < 2 and side in sides or len(sides) == 2 and side == last else 0
        os.utime(pair.path(side), (1e9 + 60 * minute, 1e9 + 60 * minute))
    return {side: pair.path(side).read_bytes() for side in pair.sides}


def lab():
    """Return what reads and writes notebooks for a JupyterLab that was started in this folder."""
    from jupyter_server.services.contents.filemanager import FileContentsManager
    from jupytext.sync_contentsmanager import build_sync_jupytext_contents_manager_class
    from traitlets.config import PyFileConfigLoader

    settings = PyFileConfigLoader("jupyter_server_config.py", str(paths.ROOT)).load_config()
    manager = build_sync_jupytext_contents_manager_class(FileContentsManager)(config=settings)
    manager.root_dir = str(paths.NOTEBOOKS.parent)
    return manager


def save_in_lab(edited):
    """Open a notebook, edit it there if that is asked, and save it."""
    from tornado.web import HTTPError

    manager = lab()
    try:
        model = manager.get("notebooks/01_one.ipynb")
    except HTTPError as error:
        return str(error)
    model["content"]["metadata"]["language_info"] = LAB  # of the kernel that ran it
    if edited == "in JupyterLab":
        model["content"]["cells"][0]["source"] = FIRST.replace("A sentence.", "An edit in JupyterLab.")
    manager.save(model, "notebooks/01_one.ipynb")
    return ""


def do(pair, edited, command, monkeypatch):
    """Carry out a command as a person would, but for the kernels; return what it said."""
    executed(monkeypatch)
    monkeypatch.setattr(run_module, "_run_shown", lambda *given: [])
    options = ["--framework", str(TINY), "--only", "x", "--output", str(pair.folder.parent / "outputs")]
    if command == "psa refresh":
        return CliRunner().invoke(main, ["refresh"]).output
    if command == "psa run":
        return CliRunner().invoke(main, ["run", *options]).output
    if command == "jupytext --sync":
        from jupytext.cli import jupytext as sync

        monkeypatch.chdir(pair.folder.parent)
        return sync(["--sync", str(pair.path("ipynb"))])
    return save_in_lab(edited)


def watch_while_edited(pair, edited, monkeypatch):
    """Edit a pair while it is watched; each run of the watch is one in this process. Return what was edited."""
    stop, files = threading.Event(), {}
    monkeypatch.setattr(watch_module, "watched", lambda folder: [pair.folder])

    def run(command):
        do(pair, edited, "psa run", monkeypatch)
        if not files:
            files.update(make_edit(pair, edited))
            threading.Timer(1.5 if edited in {"neither", "in JupyterLab"} else 20, stop.set).start()
        else:
            stop.set()

    monkeypatch.setattr(watch_module, "subprocess", SimpleNamespace(run=run))
    watch_module.watch_and_run(TINY, [], lambda line: None, stop)
    return files


def copies(pair):
    """Return the contents of all copies that were kept."""
    return [path.read_bytes() for path in (pair.folder / HOME).glob("01_one.*.*")]


@pytest.mark.filterwarnings("ignore:Overriding existing pre_save_hook")
@pytest.mark.parametrize(("edited", "command", "result"), CASES)
def test_what_git_shows_of_each_edit_before_and_after_each_command(
    pair, monkeypatch, edited, command, result
):
    both = {"01_one.ipynb", "01_one.py"}
    before = {f"01_one.{side}" for side in ("ipynb", "py") if f".{side}" in edited}
    before = both if edited.startswith("both") else before
    if command == "psa watch":
        files = watch_while_edited(pair, edited, monkeypatch)
    else:
        files = make_edit(pair, edited)
        assert shown_by_git(pair.folder.parent) == before
        do(pair, edited, command, monkeypatch)
    shown = shown_by_git(pair.folder.parent)
    is_as_edited = {side: pair.path(side).read_bytes() for side in pair.sides} == files
    if result in {"nothing", "not opened", "refused"}:
        assert shown == before and is_as_edited
    else:
        assert shown == both and text_of(pair, "ipynb") == text_of(pair, "py")
    winner = "ipynb" if "ipynb" in edited and "py last" not in edited else "py"
    if result in {"both, the edit", "the .py", "the .ipynb", "the .py, copies kept"}:
        assert ("An edit in JupyterLab." if "Lab" in edited else f"An edit of the {winner}.") in text_of(pair)
    if result in {"refused", "the .py, copies kept"}:
        assert set(files.values()) <= set(copies(pair))  # whatever is done next, neither edit is lost


def test_the_page_on_notebooks_shows_the_same_table():
    lines = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    rows = [[cell.strip().replace("`", "") for cell in line.strip("|").split("|")] for line in lines]
    assert rows[0] == ["you edit", "git shows before", *COMMANDS]
    names = {
        "neither": "nothing",
        "in JupyterLab": "nothing",
        "the .ipynb": "the .ipynb",
        "the .py": "the .py",
    }
    assert rows[2 if "---" in rows[1][0] else 1 :][: len(TABLE)] == [
        [edited, names.get(edited, "both"), *results] for edited, results in TABLE.items()
    ]


@pytest.mark.parametrize("taken", ["ipynb", "py"])
def test_what_a_sync_left_out_after_a_refusal_is_found_by_the_next_refresh(pair, monkeypatch, taken):
    files = make_edit(pair, f"both, the .{taken} last")
    do(pair, "", "psa refresh", monkeypatch)
    do(pair, "", "jupytext --sync", monkeypatch)
    said = do(pair, "", "psa refresh", monkeypatch)
    (name,) = [word for word in said.split() if word.startswith(f"{HOME}/")]
    other = {"ipynb": "py", "py": "ipynb"}[taken]
    assert f"01_one: the edit that was not taken is kept as {name}" in said
    assert (pair.folder / name).read_bytes() == files[other]
    assert "not taken" not in do(pair, "", "psa refresh", monkeypatch)  # it is said once


@pytest.mark.filterwarnings("ignore:Overriding existing pre_save_hook")
def test_a_save_over_a_file_that_was_edited_meanwhile_keeps_what_it_was(pair):
    manager = lab()
    model = manager.get("notebooks/01_one.ipynb")
    edit(pair, "py", new="An edit elsewhere.")
    meanwhile = pair.path("py").read_bytes()
    manager.save(model, "notebooks/01_one.ipynb")
    assert meanwhile in copies(pair)
    manager.save(model, "notebooks/01_one.ipynb")
    assert len(copies(pair)) == 2  # of a pair in step nothing is kept


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
def test_a_file_that_follows_differs_from_what_it_was_in_the_edit_alone(pair, monkeypatch, side):
    edit(pair, side)
    settle(pairs())
    for name in ("01_one.ipynb", "01_one.py"):
        changes = git(pair.folder.parent, "diff", "-U0", "notebooks/" + name).splitlines()
        changed = [line for line in changes if line[0] in "+-" and not line.startswith(("+++", "---"))]
        assert [line[0] for line in changed] == ["-", "+"] and "An edit." in changed[1]
    edited = shown_by_git(pair.folder.parent)
    before = {path: path.read_bytes() for path in map(pair.path, ("ipynb", "py"))}
    do(pair, "", "jupytext --sync", monkeypatch)
    assert shown_by_git(pair.folder.parent) == edited
    assert {path: path.read_bytes() for path in before} == before


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


def test_one_notebook_that_fails_or_is_refused_keeps_no_other_from_being_executed(pair, monkeypatch):
    for stem in ("02_two", "03_three"):
        for side in ("ipynb", "py"):
            (pair.folder / f"{stem}.{side}").write_bytes(pair.path(side).read_bytes())
    stems = executed(monkeypatch)
    quick = refresh_module.refresh_notebook

    def refresh(pair):
        if pair.stem == "02_two":
            raise refresh_module.RefreshError("02_two: cell 1: ValueError: x. Nothing was written.")
        quick(pair)

    monkeypatch.setattr(refresh_module, "refresh_notebook", refresh)
    make_edit(pair, "both, the .py last")
    done = CliRunner().invoke(main, ["refresh"])
    assert done.exit_code == 1 and stems == ["03_three"]
    assert done.stderr.splitlines()[0].startswith("01_one: the .ipynb and the .py differ")
    assert done.stderr.splitlines()[-1] == "02_two: cell 1: ValueError: x. Nothing was written."


def test_a_byte_order_mark_in_either_file_is_named(pair):
    pair.path("py").write_bytes(b"\xef\xbb\xbf" + pair.path("py").read_bytes())
    with pytest.raises(
        PairError, match=r"notebooks/01_one.py: it begins with a byte-order mark: save it as UTF-8"
    ):
        settle(pairs())
