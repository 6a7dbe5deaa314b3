"""Settings of the Jupyter of this project's environment; the Makefile copies them to .venv/etc/jupyter.

A notebook saved without an edit is no change to git, and a save never writes over an edit that is nowhere else.
Without make: jupyter lab --config=jupyter_server_config.py
"""

from contextlib import suppress
from pathlib import Path

c = get_config()  # noqa: F821  Jupyter gives it


def before_a_save(model, path="", contents_manager=None, **_):
    """Cut what is noted of the language to its name, and keep a copy of both files of a pair that is not in step.

    The rest of what is noted is of the kernel that happened to run the notebook.
    """
    if model.get("type") != "notebook" or not model.get("content"):
        return
    about = model["content"]["metadata"].get("language_info", {})
    if about.get("name") == "python":
        model["content"]["metadata"]["language_info"] = {"name": "python"}
    with suppress(ImportError, OSError):  # another environment's Jupyter; a folder that is read-only
        from psa.batch.pairs import keep_where_they_differ

        keep_where_they_differ(Path(contents_manager._get_os_path(path)))


c.FileContentsManager.pre_save_hook = before_a_save
