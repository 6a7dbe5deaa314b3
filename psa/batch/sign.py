"""Sign notebooks for the person who ran them, so that their own Jupyter trusts what they made."""

import sqlite3
from collections.abc import Iterable
from pathlib import Path

from psa.batch.notebook import read_notebook


def sign_notebooks(paths: Iterable[Path]) -> int:
    """Sign each notebook in the person's own store of signatures and return how many are signed.

    The store lies in Jupyter's data folder (``JUPYTER_DATA_DIR``); the notebooks stay as they are. Where there is no
    place for a store, none is signed: a notebook without a signature shows all but what needs scripts.
    """
    from nbformat.sign import NotebookNotary  # a database, which most commands do not need

    signed = 0
    try:
        notary = NotebookNotary()
        try:
            for path in paths:
                notary.sign(read_notebook(path))
                signed += 1
        finally:
            notary.store.close()
    except (OSError, sqlite3.Error):
        return signed
    return signed
