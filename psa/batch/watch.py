"""Run the batch again whenever something that it reads is saved; what is up to date is left as it is."""

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from psa import paths

SUFFIXES = {".csv", ".ipynb", ".yml", ".py", ".j2", ".css", ".js"}
SETTLE = 400  # milliseconds without another save: an editor saves in several steps
LOOK = 250  # milliseconds after which a watch says that nothing was saved


def watched(framework_folder: Path) -> list[Path]:
    """Return the folders whose files a batch reads: tables, notebooks, params and the package."""
    return [framework_folder, paths.NOTEBOOKS, paths.PARAMS, paths.ROOT / "psa"]


def is_read(path: str) -> bool:
    """Return whether a batch reads a file: not a checkpoint, a lock or an editor's temporary file."""
    parts = Path(path).parts
    hidden = any(part.startswith((".", "~")) or part == "__pycache__" for part in parts[-3:])
    return Path(path).suffix in SUFFIXES and not hidden


def changes(folders: Sequence[Path], stop: threading.Event | None = None) -> Iterator[list[str]]:
    """Yield the names of the files that were saved, each time something was, until `stop` is set.

    The first list is empty: from then on nothing that is saved goes unnoticed, also while its reader is busy.
    """
    from watchfiles import watch

    saves = watch(
        *folders,
        watch_filter=lambda _, path: is_read(path),
        debounce=SETTLE,
        stop_event=stop,
        rust_timeout=LOOK,
        yield_on_timeout=True,
        raise_interrupt=True,
    )
    is_first = True
    for saved in saves:
        if saved or is_first:
            yield sorted({Path(path).name for _, path in saved})
        is_first = False


def watch_and_run(
    framework_folder: Path,
    options: Sequence[str],
    say: Callable[[str], None],
    stop: threading.Event | None = None,
) -> None:
    """Run ``psa run`` once, then after each save, in a process of its own, so that edited code is read anew.

    Args:
        framework_folder: of the framework that is watched.
        options: passed on to ``psa run``.
        say: shows a line to the user.
        stop: ends the watch when it is set; without it, the keyboard does.
    """
    command = [sys.executable, "-m", "psa.cli", "run", *options]
    say("Watching for changes; Ctrl-C ends it.")
    for names in changes(watched(framework_folder), stop):
        if names:
            say(f"Changed: {', '.join(names)}")
        subprocess.run(command)
