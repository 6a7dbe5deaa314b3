"""One line on a terminal that says what a batch does, from its first second; nothing where the output is piped."""

import sys
import threading

import click

from psa.words import count

SHOWN = 2  # runs that are named at once; the others are counted


class Progress:
    """The line of a batch; `stage` before notebooks run, then which run and how many are done."""

    def __init__(self, file=None):
        from tqdm import tqdm

        tqdm.monitor_interval = 0  # no thread of its own: kernels are forked from this process
        self._bar = tqdm(total=0, disable=None, file=file or sys.stderr, bar_format="{desc}", leave=False)
        self._running, self._lock = {}, threading.Lock()

    def stage(self, words):
        """Say what goes on before the first notebook."""
        self._bar.set_description_str(words, refresh=True)

    def say(self, words, err=True):
        """Write a line of its own, above the line that moves."""
        self._bar.clear()
        click.echo(words, err=err)

    def begin(self, total):
        """Show a bar of so many notebooks from now on."""
        self._bar.bar_format = "{n_fmt}/{total_fmt} notebooks |{bar:20}| {elapsed} {desc}"
        self._bar.total, self._bar.leave = total, True
        self._bar.set_description_str("", refresh=True)

    def started(self, run):
        """Name a run that starts; may be called from any thread."""
        with self._lock:
            self._running[run.name] = run.run_id
            self._name()

    def ended(self, record):
        """Count a run that ended and no longer name it."""
        with self._lock:
            self._running.pop(record.name, None)
            self._bar.update()
            self._name()

    def _name(self):
        names = list(self._running.values())
        more = len(names) - SHOWN
        words = ", ".join(names[:SHOWN]) + (f" and {count(more, 'other')}" if more > 0 else "")
        self._bar.set_description_str(words, refresh=True)

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self._bar.set_description_str("", refresh=False)
        self._bar.close()
