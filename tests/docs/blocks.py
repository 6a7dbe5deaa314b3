"""The fenced blocks of a Markdown page, and a scratch copy of the repository in which they are executed.

``console``, ``sh`` and ``python`` blocks are executed, in order, one scratch copy a page. A comment on the
line before a block says what else is to be known of it::

    <!-- not run: needs a cluster -->     the block is not executed, and why
    <!-- status: 1 -->                    the last command of the block ends with this status
    <!-- file: notebooks/mine.py -->      the block is the whole of this file, which is written
    <!-- rows: mine/sources.csv -->       the block (csv) holds rows for this table, by column; a row
                                          whose key is there already has its cells replaced
    <!-- patch -->                        the block (diff) is applied to the files that it names
    <!-- output -->                       the block is what the python block before it prints

In a console block a line that begins with ``$`` is a command and the others are what it says: compared line
by line, where ``...`` stands for anything in a line and, alone in a line, for any lines.
"""

import contextlib
import csv
import io
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import traceback
from dataclasses import dataclass
from pathlib import Path

EXECUTED = {"console", "sh", "python"}
WORDS = {"not run", "status", "file", "rows", "patch", "output"}
COMMANDS = {"psa", "cp", "mkdir", "rm", "ls", "cat", "grep", "head", "git", "python", "jupytext", "sh"}
FENCE = re.compile(r"^(?P<fence>`{3,})(?P<info>[^\n`]*)\n(?P<text>.*?)^(?P=fence)[ \t]*$", re.M | re.S)
COMMENT = re.compile(r"<!--[ \t]*([^\n]*?)[ \t]*-->[ \t]*\n\Z")
COPIED = (
    "data/raw",
    "data/replay",
    "docs/reference",
    "notebooks",
    "params",
    "psa",
    "tests/frameworks",
    "tests/psa/methods/rules",
    "tests/support",
    "tools",
)


@dataclass(frozen=True)
class Block:
    """One fenced block.

    Attributes:
        page, line: where it begins.
        language: the first word after the fence; empty where there is none.
        text: what stands between the fences.
        said: the word of the comment before it, one of `WORDS`; or none.
        about: what follows the colon there.
    """

    page: str
    line: int
    language: str
    text: str
    said: str = ""
    about: str = ""

    @property
    def is_executed(self) -> bool:
        """Say whether the block is executed."""
        return self.language in EXECUTED and self.said not in {"not run", "file"}


def read_blocks(text: str, page: str = "") -> list[Block]:
    """Return every fenced block of a page, in order."""
    blocks = []
    for found in FENCE.finditer(text):
        comment = COMMENT.search(text[: found.start()])
        said, _, about = (comment[1] if comment else "").partition(":")
        said = said.strip() if said.strip() in WORDS else ""
        line = text.count("\n", 0, found.start()) + 1
        language = found["info"].split()[0] if found["info"].split() else ""
        blocks.append(Block(page, line, language, found["text"], said, about.strip() if said else ""))
    return blocks


def commands(text: str) -> list[tuple[str, str]]:
    """Return each command of a console block and what stands below it."""
    out: list[tuple[str, str]] = []
    lines = iter(text.splitlines())
    for line in lines:
        if line.startswith("$ "):
            command = line[2:]
            while command.endswith("\\"):
                command = command[:-1] + next(lines).strip()
            out.append((command, ""))
        elif out:
            out[-1] = (out[-1][0], f"{out[-1][1]}{line}\n")
        elif line.strip():
            raise ValueError(f"a console block begins with a command, not with {line!r}")
    return out


def unknown_commands(block: Block) -> list[str]:
    """Return the commands of a block that cannot be executed here and should be marked so."""
    if block.language == "python" or not block.is_executed:
        return []
    try:
        found = (
            [c for c, _ in commands(block.text)] if block.language == "console" else block.text.splitlines()
        )
    except ValueError as error:
        return [str(error)]
    return [c for c in found if c.strip() and c.split()[0] not in COMMANDS]


def agrees(shown: str, said: str) -> bool:
    """Say whether what a page shows is what was said: ``...`` stands for anything in a line, or for lines."""

    def pattern(line):
        parts = [re.escape(part) for part in line.rstrip().split("...")]
        return r"(?:[^\n]*\n)*?" if parts == ["", ""] else r"[^\n]*".join(parts) + r"\n"

    text = "".join(f"{line.rstrip()}\n" for line in said.strip("\n").splitlines())
    return re.fullmatch("".join(map(pattern, shown.strip("\n").splitlines())), text) is not None


def make_scratch(repository: Path, folder: Path) -> Path:
    """Copy what the pages need of the repository, and make it a git repository of one commit."""
    left_out = shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints")
    for name in COPIED:
        shutil.copytree(repository / name, folder / name, ignore=None if name == "psa" else left_out)
    shutil.copy(repository / ".gitignore", folder)
    (folder / "outputs").mkdir()
    for table in (repository / "outputs").glob("*_ratings.csv"):
        shutil.copy(table, folder / "outputs")
    git = ["git", "-c", "user.name=reader", "-c", "user.email=reader@example.org"]
    for words in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "as cloned"]):
        subprocess.run([*git, *words], cwd=folder, check=True, capture_output=True)
    return folder


# -------------------------------------------------------------------------------- in the scratch copy


def _psa(words: list[str]) -> tuple[str, int]:
    """Run the command in this process, which has loaded the package once for all of a page."""
    from click.testing import CliRunner

    from psa.cli import main

    result = CliRunner().invoke(main, words)
    broken = result.exception and not isinstance(result.exception, SystemExit)
    return result.output + (
        "".join(traceback.format_exception(result.exception)) if broken else ""
    ), result.exit_code


def _command(command: str, is_changed: bool) -> tuple[str, int]:
    words = shlex.split(command)
    if words[0] == "psa" and not is_changed and not set(words) & {"|", ">", "<", "--cluster"}:
        return _psa(words[1:])
    done = subprocess.run(
        ["bash", "-c", command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    return done.stdout, done.returncode


def _execute_console(block: Block, is_changed: bool) -> str:
    found = (
        commands(block.text) if block.language == "console" else [(c, "") for c in block.text.splitlines()]
    )
    found = [(c, shown) for c, shown in found if c.strip()]
    for i, (command, shown) in enumerate(found):
        wanted = int(block.about) if block.said == "status" and i == len(found) - 1 else 0
        said, status = _command(command, is_changed)
        if status != wanted:
            return f"$ {command}\nended with status {status}, not {wanted}, and said:\n{said}"
        if shown.strip() and not agrees(shown, said):
            return f"$ {command}\nthe page shows:\n{shown}\nit said:\n{said}"
    return ""


def _execute_python(block: Block, names: dict) -> tuple[str, str]:
    printed = io.StringIO()
    try:
        with contextlib.redirect_stdout(printed):
            exec(compile(block.text, f"{block.page}:{block.line}", "exec"), names)
    except Exception:
        return printed.getvalue(), traceback.format_exc()
    return printed.getvalue(), ""


def _put_rows(path: Path, text: str) -> None:
    """Write rows into a table, as a reader would by hand: by key, other cells and rows as they are."""
    from psa.data.schema import TABLES

    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
        header = list(rows[0]) if rows else path.read_text(encoding="utf-8").strip().split(",")
    table = TABLES[path.stem if path.stem in TABLES else path.parent.name]
    for new in csv.DictReader(io.StringIO(text)):
        header += [c for c in new if c not in header]
        old = [r for r in rows if all(r.get(k, "") == new.get(k, "") for k in table.key)]
        if old:
            old[0].update(new)
        else:
            rows.append(new)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, header, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def execute(page: Path, shown: str) -> list[str]:
    """Execute a page in the working directory, a scratch copy; return what went wrong, the first only."""
    names: dict = {"__name__": "__main__"}
    printed, is_changed = "", False  # of the package: what this process has loaded is no longer what is there
    for block in read_blocks(page.read_text(encoding="utf-8"), shown):
        fault = ""
        if block.said == "file":
            Path(block.about).parent.mkdir(parents=True, exist_ok=True)
            Path(block.about).write_text(block.text, encoding="utf-8")
            is_changed |= block.about.startswith("psa/")
        elif block.said == "rows":
            _put_rows(Path(block.about), block.text)
        elif block.said == "patch":
            patch = ["git", "apply", "--recount", "-"]
            done = subprocess.run(patch, input=block.text, capture_output=True, text=True)
            fault, is_changed = done.stderr, True
        elif block.said == "output" and not agrees(block.text, printed):
            fault = f"the page shows:\n{block.text}\nit printed:\n{printed}"
        elif block.is_executed and block.language == "python":
            printed, fault = _execute_python(block, names)
        elif block.is_executed:
            fault = _execute_console(block, is_changed)
        if fault:
            return [f"{shown}, line {block.line}: {fault}"]
    return []


def execute_in(scratch: Path, page: Path, shown: str) -> list[str]:
    """Execute a page in a scratch copy, in a process of its own that uses the copy's package."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PSA_")}
    binaries = os.pathsep.join([str(Path(sys.executable).parent), environment.get("PATH", "")])
    environment |= {
        "PYTHONPATH": str(scratch),
        "PATH": binaries,
        "COLUMNS": "200",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    environment |= {
        f"GIT_{who}_{what}": value
        for who in ("AUTHOR", "COMMITTER")
        for what, value in (("NAME", "reader"), ("EMAIL", "reader@example.org"))
    }
    words = [sys.executable, str(Path(__file__).resolve()), str(page), shown]
    done = subprocess.run(words, cwd=scratch, env=environment, capture_output=True, text=True)
    if done.returncode:
        return [f"{shown}: {done.stderr}"]
    return json.loads(done.stdout.splitlines()[-1])


if __name__ == "__main__":
    sys.path.remove(str(Path(__file__).resolve().parent))
    with contextlib.redirect_stdout(sys.stderr):
        faults = execute(Path(sys.argv[1]), sys.argv[2])
    sys.stdout.write(json.dumps(faults) + "\n")
