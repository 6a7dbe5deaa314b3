"""Say what a text is that stands in a table's place: an unresolved merge, a pointer to large data, a web page."""

import re

Place = tuple[int | None, str | None, str, str]  # row, column, what is wrong, the remedy

_SIDES = ("<" * 7, ">" * 7)  # what git writes around the two sides of a merge
_PAGES = ("<!doctype html", "<html", "<?xml")  # how the text of a page begins


def something_else(text: str) -> Place | None:
    """Return the row and the reason why a text is no table at all, with the remedy; None where it may be one."""
    if text.startswith("version https://git-lfs"):
        problem = "the file is a Git LFS pointer: the data itself was not fetched"
        return None, None, problem, "Fetch it with: git lfs pull"
    if re.match(r"(\.\./)*(\.git/annex/objects/|/annex/objects/)\S+\s*$", text):
        problem = "the file is a git-annex pointer: the data itself was not fetched"
        return None, None, problem, "Fetch it with: git annex get"
    if text.lstrip().lower().startswith(_PAGES):
        problem = (
            "the file is a web page, not CSV: a download that asked for something else, or a link to a page"
        )
        return None, None, problem, "Download the data itself and save it in its place"
    if re.match(r"\s*(\{\s*[\"}]|\[\s*[\[{\]])", text):
        return (
            None,
            None,
            "the file is JSON, not CSV",
            "Save its rows as CSV, with the header row that is needed",
        )
    if (row := merge_row(text)) is not None:
        return (
            row,
            None,
            "an unresolved merge",
            "Keep one of the two sides, and remove the lines of the merge",
        )
    return None


def merge_row(text: str) -> int | None:
    """Return the first line that git left where two sides of a merge differ; None where there is none.

    A line of equals signs alone is one only beside the two others: it may be a rule below a heading.
    """
    if not any(side in text for side in _SIDES):
        return None
    lines = enumerate(text.splitlines(), start=1)
    return next((row for row, line in lines if line[:7] in _SIDES and line[7:8] in ("", " ")), None)
