"""Take a release of an existing framework in."""

import sys
from pathlib import Path

import click

from psa.cli.add import say_changes
from psa.cli.group import EXIT_FAULTS, framework_option, group, shown


@group.command()
@click.argument("file", type=click.Path(path_type=Path))
@framework_option
@click.option("--released", default="", metavar="DATE", help="The day it came out, for rows that give none.")
@click.option(
    "--source",
    "source_id",
    default="",
    metavar="ID",
    help="A row of sources.csv, for rows that give none; by default that of the measure's last figure.",
)
@click.option("--yes", is_flag=True, help="Write it; without it the report is all, and a terminal asks.")
@click.option(
    "--strict", is_flag=True, help="Write nothing where a line of the report says that something looks wrong."
)
def update(file, framework, released, source_id, yes, strict):
    """Take FILE, a release, into a framework: new and revised figures become rows; nothing is deleted.

    FILE is a CSV with the columns measure_id, period and value, and any other of observations.csv; where the
    framework came in by "psa import tidy", also a later release of its publisher's own table. The report
    comes first: what is new, revised, unchanged or no longer there, and what looks wrong. Then, with --yes,
    every row is written in one step, and the ratings that moved are listed.
    """
    from psa.authoring.updating.report import describe_update
    from psa.authoring.updating.update import prepare_update
    from psa.data.defaults import default_settings
    from psa.data.load import load_framework
    from psa.methods.checks import CHECKS
    from psa.methods.ratings import rate_framework

    found = prepare_update(framework or default_settings()["framework"], file, released, source_id)
    for line in describe_update(found):
        click.echo(line)
    if not found.edits:
        click.echo("Nothing to write.")
        return
    if strict and found.suspicions:
        click.echo("Nothing was written, because of --strict: look at the lines above.")
        raise SystemExit(EXIT_FAULTS)
    if not yes and not (sys.stdin.isatty() and click.confirm("Write it?")):
        click.echo("Nothing was written: add --yes to write it.")
        return
    before = rate_framework(load_framework(found.folder, CHECKS))
    found.write()
    files = ", ".join(shown(found.folder / edit.file) for edit in found.edits)
    click.echo(f"wrote {files}")
    say_changes(before, rate_framework(load_framework(found.folder, CHECKS)))
