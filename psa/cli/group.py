"""The command ``psa`` itself: its errors, the options that several commands share, and how a path is shown."""

import errno
import gc
import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from psa import paths

EXIT_FAULTS, EXIT_FAILED, EXIT_STOPPED, EXIT_ASKED = 1, 1, 130, 143

framework_option = click.option(
    "--framework",
    default=None,
    metavar="NAME_OR_PATH",
    help="A folder of data/raw by its name, or any folder of tables by its path.",
)

through_option = click.option(
    "--through", default="", metavar="DATE", help="The last day of the period assessed, such as 2010-03-31."
)

as_at_option = click.option(
    "--as-at",
    default="",
    metavar="DATE",
    help="Judge as on this day, such as 2025-12-31, with the figures that were out by then.",
)

home_option = click.option(
    "--in",
    "home",
    type=click.Path(file_okay=False, path_type=Path),
    default=None,
    metavar="FOLDER",
    help="The folder to make it in; by default data/raw.",
)


class RuleOption(click.Option):
    """An option whose help lists the rules that there are; they import pandas, for which nothing else need wait."""

    @property
    def help(self):
        from psa.methods.comparison import CHOICES

        return f"Whose rule: {', '.join(CHOICES[:-1])} or {CHOICES[-1]}; by default the framework's own."

    @help.setter
    def help(self, text):
        """Leave it as the rules have it."""


def said_of(error: OSError) -> str:
    """Return one sentence for what the system refused: a full disk, a folder that is read-only, too many files."""
    name = error.filename2 or error.filename
    if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM} and name:
        return f"{name} cannot be written or read: {error.strerror}"
    if error.errno == errno.ENOSPC:
        return "The disk is full: No space left on device"
    if error.errno in {errno.EMFILE, errno.ENFILE}:
        return "Too many open files: raise the limit with ulimit -n 1024, or give --jobs 1"
    return f"{name}: {error.strerror}" if name else str(error)


def collect_seldom() -> None:
    """Let Python look for garbage seldom: what a command reads and rates is needed to its end."""
    gc.set_threshold(500_000, 20, 50)


class AskedToEnd(KeyboardInterrupt):
    """The system, or who schedules the command, asks it to end."""


@contextmanager
def stopped_by_the_system() -> Iterator[None]:
    """Let the signal to end (SIGTERM) stop what is in the block as the keyboard would."""

    def stop(*_: object) -> None:
        raise AskedToEnd

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


class Group(click.Group):
    """Turn the errors that a user can mend into one message and a status that is not 0."""

    def invoke(self, ctx):
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt as error:
            # Threads that wait for a kernel cannot be stopped; kernels are ended, and this process with them
            click.echo("Stopped. Finished notebooks are saved; run again for the rest.", err=True)
            sys.stdout.flush()
            if kernels := sys.modules.get("psa.batch.kernels"):
                kernels.end_kernels()
            os._exit(EXIT_ASKED if isinstance(error, AskedToEnd) else EXIT_STOPPED)
        except (FileNotFoundError, ValueError) as error:
            click.echo(str(error), err=True)
            ctx.exit(EXIT_FAULTS)
        except BrokenPipeError:
            raise
        except OSError as error:
            click.echo(said_of(error), err=True)
            ctx.exit(EXIT_FAULTS)
        except KeyError as error:
            click.echo(str(error.args[0]), err=True)
            ctx.exit(EXIT_FAULTS)


@click.group(name="psa", cls=Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="psa-workbook")
def group() -> None:
    """Load a framework of public promises, assess every indicator, write annotated outputs."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")


def framework_argument(folder: Path) -> str:

    return folder.name if folder.parent.resolve() == paths.RAW.resolve() else shown(folder)


def shown(path: Path) -> str:
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def say_period(loaded, rated, through: str) -> None:
    """Say which period is assessed where the framework declares none: a default nobody chose is a trap."""
    if "through" in loaded.declared or through:
        return
    settings = rated.settings
    until = f"through {settings.through}" if settings.through else "without a last day"
    click.echo(
        f"{loaded.name} declares no period in framework.csv: assessed {until}, "
        f"baselines by {settings.baseline_by} (params/settings.yml). --through gives another.",
        err=True,
    )
