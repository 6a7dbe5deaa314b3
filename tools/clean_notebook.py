"""Give git a notebook as `psa refresh` writes it, whichever program saved it last.

A git clean filter: reads a notebook from standard input and writes it to standard output. What JupyterLab, Notebook or
VS Code note of the kernel that happened to run it, of its interpreter and of the view of a cell is left out, and the
text is laid out as nbformat does. Cells, outputs, tags and ids stay. What is no Python notebook of version 4 is passed
on to the byte. Every target of the Makefile switches it on for a clone (``git config filter.notebook.clean``).
"""

import json
import sys
from typing import Any

LANGUAGE = {"name": "python"}
KERNELSPEC = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
SPLIT = {
    "application/javascript",
    "image/svg+xml",
}  # kinds of output that are laid out in lines, beside text/


def clean(data: bytes) -> bytes:
    """Return the bytes of a notebook as git is to keep them."""
    try:
        notebook = json.loads(data)
        is_python = notebook["nbformat"] == 4 and "python" in _languages(notebook["metadata"])
        if not is_python:
            return data
        about = {"kernelspec": KERNELSPEC, "language_info": LANGUAGE}
        jupytext = dict(notebook["metadata"].get("jupytext", {}))
        jupytext.pop("text_representation", None)  # of a .py; jupytext itself leaves it out of an .ipynb
        notebook = {
            "cells": [_clean_cell(cell) for cell in notebook["cells"]],
            "metadata": about | ({"jupytext": jupytext} if jupytext else {}),
            "nbformat": 4,
            "nbformat_minor": notebook["nbformat_minor"],
        }
    except (ValueError, KeyError, TypeError, AttributeError):
        return data
    text = json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True, separators=(",", ": "))
    return f"{text}\n".encode()


def _languages(metadata: dict[str, Any]) -> set[str]:
    """Return the languages that a notebook names: that of its kernel, and that of the program itself."""
    kernel, language = metadata.get("kernelspec", {}), metadata.get("language_info", {})
    return {str(kernel.get("language", "")), str(language.get("name", ""))}


def _clean_cell(cell: dict[str, Any]) -> dict[str, Any]:
    """Return a cell with its tags alone, its texts in lines."""
    tags = cell["metadata"].get("tags")
    more = {"metadata": {"tags": tags} if tags else {}, "source": _lines(cell["source"])}
    if "outputs" in cell:
        more["outputs"] = [_clean_output(output) for output in cell["outputs"]]
    return cell | more


def _clean_output(output: dict[str, Any]) -> dict[str, Any]:
    """Return an output with its texts in lines."""
    more: dict[str, Any] = {}
    if "text" in output:
        more["text"] = _lines(output["text"])
    if "data" in output:
        more["data"] = {
            kind: _lines(content) if kind.startswith("text/") or kind in SPLIT else content
            for kind, content in output["data"].items()
        }
    return output | more


def _lines(text: Any) -> Any:
    """Return a text, or a list of its parts, as a list of its lines; anything else as it is."""
    if isinstance(text, str | list) and all(isinstance(part, str) for part in text):
        return "".join(text).splitlines(keepends=True)
    return text


if __name__ == "__main__":
    sys.stdout.buffer.write(clean(sys.stdin.buffer.read()))
