"""Look at a framework without running it: check its tables, list its runs."""

import click

from psa import paths
from psa.cli.group import EXIT_FAULTS, collect_seldom, framework_option, group
from psa.words import count


@group.command()
@framework_option
def check(framework):
    """Check a framework's tables and list every fault, with file, row, column and what to do.

    A remark stops nothing. It names what is possible and yet looks wrong: a baseline that comes after all the
    figures so far or is not the figure for its period, a figure a thousand times smaller than the others, a
    label that can be read two ways, limits without their level.
    """
    collect_seldom()
    from psa.data.defaults import default_settings
    from psa.data.load import check_framework
    from psa.data.reading.unread import unread_files
    from psa.data.remarks.find import find_remarks
    from psa.data.remarks.not_given import not_given
    from psa.methods.checks import CHECKS

    name = framework or default_settings()["framework"]
    faults, tables = check_framework(name, CHECKS)
    for fault in faults:
        click.echo(str(fault), err=True)
    filled = {n: len(t) for n, t in tables.items() if len(t)}
    if faults:
        click.echo(f"{count(len(faults), 'fault')} in {name}.", err=True)
        raise SystemExit(EXIT_FAULTS)
    click.echo(f"{name}: no faults. " + ", ".join(f"{table} {rows}" for table, rows in filled.items()) + ".")
    folder = paths.framework_folder(name)
    _, unread = unread_files(folder)
    for remark in [*unread, *not_given(folder, tables), *find_remarks(tables)]:
        click.echo(f"Remark: {remark}")


@group.command(name="list")
@framework_option
def list_(framework):
    """List every run: each notebook with each agreement, by theme, or department."""
    from psa.batch.params import expand_runs
    from psa.data.load import load_framework
    from psa.methods.checks import CHECKS

    loaded = load_framework(framework, CHECKS)
    themes = loaded.agreements.set_index("agreement_id")["theme"].fillna("")
    last = ""
    for run in expand_runs(loaded):
        theme = themes[run.run_id] if run.for_each == "agreement" else ""
        if theme != last and theme:
            click.echo(f"\n{theme}")
        elif theme != last:
            click.echo()
        last = theme
        click.echo(f"{run.notebook:28} {run.run_id}")
