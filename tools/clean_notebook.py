"""Strip from a notebook, for git alone, what JupyterLab writes of the kernel that happened to run it.

A git clean filter: reads a notebook from standard input and writes it to standard output. Only ``language_info`` is
cut to the language's name; a notebook that has no more is passed on to the byte, and so is what is no notebook.
``make lab`` and every other target of the Makefile switch it on for a clone (``git config filter.notebook.clean``).
"""

import json
import sys

SHORT = {"name": "python"}


def clean(data: bytes) -> bytes:
    """Return the bytes of a notebook as git is to keep them."""
    try:
        notebook = json.loads(data)
        about = notebook["metadata"]["language_info"]
    except (ValueError, KeyError, TypeError):
        return data
    if about == SHORT or about.get("name") != "python":
        return data
    notebook["metadata"]["language_info"] = SHORT
    text = json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True, separators=(",", ": "))
    return f"{text}\n".encode()


if __name__ == "__main__":
    sys.stdout.buffer.write(clean(sys.stdin.buffer.read()))
