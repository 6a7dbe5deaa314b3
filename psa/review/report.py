"""One report for a reviewer: what rows changed, which ratings moved, which notebooks differ, what the tests say."""

import subprocess
import sys
from dataclasses import dataclass

from psa import paths
from psa.review.changes import Comparison, compare
from psa.review.choices import decided_choices
from psa.review.git import find_commit, git, meant, say_refusal
from psa.review.in_place import describe_in_place
from psa.review.markdown import markdown
from psa.review.moved import describe_sources
from psa.review.notebooks import NotebookChange, changed_notebooks, describe_cells, describe_charts
from psa.review.rate_state import Keep
from psa.words import code_span, count, escape_report

HEADERS = (
    "| notebook | state | cells with other code or text | with other outputs | added or removed "
    "| other charts |"
)


@dataclass(frozen=True)
class Review:
    """What a change from a git revision on is reported from.

    Attributes:
        base: the revision.
        comparison: the tables at it and as they stand, rated.
        notebooks: those that differ.
    """

    base: str
    comparison: Comparison
    notebooks: list[NotebookChange]


def changed_inputs(base: str) -> dict[str, int]:
    """Return how many files that the committed notebooks read differ from a git revision, by what they are.

    Raises:
        ValueError: there is no such revision.
    """
    tables = paths.RAW / paths.default_framework()
    places = {
        "tables": (tables, paths.ROOT / "data" / "replay"),
        "settings": (paths.PARAMS,),
        "package code": (paths.ROOT / "psa",),
        "locked packages": (paths.ROOT / "requirements.lock",),
    }
    found = {}
    for word, wanted in places.items():
        inside = [str(path.relative_to(paths.ROOT)) for path in wanted if path.is_relative_to(paths.ROOT)]
        if not inside:
            continue
        listed = git(paths.ROOT, "diff", "--name-only", "-z", base, "--", *inside)
        listed += git(paths.ROOT, "ls-files", "--others", "--exclude-standard", "-z", "--", *inside)
        if names := {name for name in listed.split(b"\0") if name}:
            found[word] = len(names)
    return found


def describe_outputs(inputs: dict[str, int], base: str) -> str:
    """Return what a change of the notebooks' inputs means for their committed outputs, which are not looked at here."""
    looked = "Whether their outputs still hold is not looked at here: `make test` compares them with a rerun."
    if not inputs:
        return (
            f"Tables, settings, package code and locked packages that they read are those of {base}. {looked}"
        )
    files = ", ".join(f"{word} ({count(number, 'file')})" for word, number in inputs.items())
    said = f"What they read changed since {base}: {files}."
    if "tables" in inputs:
        said += (
            " The committed notebooks show counts and figures of the tables: renew them with `psa refresh` after the "
            "last change."
        )
    else:
        said += " Where that changes what they show, renew them with `psa refresh`."
    return f"{said} {looked}"


def run_tests() -> tuple[bool, str]:
    """Run the tests and return whether they passed, and their last line."""
    command = [sys.executable, "-m", "pytest", "-q", "-n", "2", "--dist", "loadfile", "tests"]
    done = subprocess.run(command, cwd=paths.ROOT, capture_output=True, text=True)
    lines = done.stdout.strip().splitlines()
    return done.returncode == 0, lines[-1] if lines else "no output"


def gather(base: str, framework: str | None = None, through: str = "", keep: Keep | None = None) -> Review:
    """Return what changed from a git revision on.

    Args:
        base: the git revision that the change starts from.
        framework, through, keep: as for `psa.review.changes.diff`.

    Raises:
        ValueError: there is no such revision.
    """
    try:
        find_commit(paths.ROOT, base)
    except ValueError:
        say_refusal(paths.ROOT)
        raise ValueError(f"{base}: no git revision.{meant(paths.ROOT, base)}") from None
    compared = compare(base, "", framework, through, keep=keep)
    return Review(base, compared, changed_notebooks(base))


def report(review: Review, tests: bool = False) -> tuple[bool, str]:
    """Return whether the tests passed (true where they were not run), and the report as Markdown.

    Args:
        review: from `gather`.
        tests: run the tests as well, which takes minutes.
    """
    base, difference, changes = review.base, review.comparison.difference, review.notebooks
    parts = ["# Review", "", f"From {base} to the files as they stand.", "", "## Figures and ratings", ""]
    if asked := describe_in_place(difference):
        parts += ["**Ask first: published figures edited in place.**", ""]
        parts += [*(f"- {escape_report(line)}" for line in asked), ""]
    if chosen := decided_choices(review.comparison.before, review.comparison.after):
        parts += [f"**Decided here: {count(len(chosen), 'choice')} of ours.**", ""]
        parts += [*(f"- {escape_report(line)}" for line in chosen), ""]
    parts.append(markdown(difference).strip())
    if named := describe_sources(review.comparison.before, review.comparison.after, difference.rows):
        parts += ["", "### Sources of the changed figures", "", *named]
    parts += ["", "## Notebooks", ""]
    if changes:
        parts += [HEADERS, "|---|---|--:|--:|--:|--:|"]
        parts += [
            f"| {c.name} | {c.state} | {' | '.join(map(str, c.counts))} | {max(map(len, c.charts))} |"
            for c in changes
        ]
        parts += describe_cells(changes)
        parts += describe_charts(changes)
    else:
        parts.append("No file of a notebook differs.")
    parts += ["", describe_outputs(changed_inputs(base), code_span(base))]
    passed, said = run_tests() if tests else (True, "Not run; `psa review --tests` runs those of tests/.")
    parts += ["", "## Tests", "", said]
    return passed, "\n".join(parts) + "\n"
