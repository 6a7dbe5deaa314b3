"""Ask git: in any repository, running nothing that the repository names."""

import os
import subprocess
from pathlib import Path

from psa.words import hint


def git(root: Path, *arguments: str, given: bytes = b"") -> bytes:
    """Return what git prints.

    Args:
        root: a folder of the repository.
        arguments: of git.
        given: its input.

    Raises:
        ValueError: git failed; the message is git's.
    """
    environment = {
        k: v for k, v in os.environ.items() if k not in {"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"}
    }
    # somebody else's repository may name a program to be run; what could run one is not used (`_blobs`) or is off
    off = ["-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "core.pager="]
    command = ["git", *off, "--literal-pathspecs", "-C", str(root), *arguments]
    done = subprocess.run(command, capture_output=True, check=False, env=environment, input=given)
    if done.returncode:
        raise ValueError(done.stderr.decode("utf-8", "replace").strip() or f"git {arguments[0]} failed")
    return done.stdout


def say_refusal(root: Path) -> None:
    """Raise git's own sentence where it refuses a checkout, because it belongs to another user.

    Raises:
        ValueError: with the command that lets git read it.
    """
    try:
        git(root, "rev-parse", "--git-dir")
    except ValueError as error:
        if "dubious ownership" in str(error):
            raise ValueError(" ".join(str(error).split())) from None


def find_commit(root: Path, name: str) -> str:
    """Return the full id of a revision.

    Raises:
        ValueError: there is no such revision.
    """
    try:
        found = git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    except ValueError as error:
        say_refusal(root)
        raise ValueError(
            f"{name}: neither a folder of tables, nor a folder of outputs, nor a git revision of {root.name}."
            + meant(root, name)
        ) from error
    return found.decode("ascii").strip()


def meant(root: Path, name: str) -> str:
    """Return the question which branch or tag is meant by a name that is none; empty where none is near.

    A clone has the branches of others as ``origin/name``.
    """
    known = git(root, "for-each-ref", "--format=%(refname:short)").decode("utf-8", "replace").split()
    same = [one for one in known if one.rpartition("/")[2] == name]
    return f" Is {same[0]} meant?" if same else hint(name, known)
