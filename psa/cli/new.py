"""Begin a framework: an example to fill, or figures from another form."""

from pathlib import Path

import click

from psa.cli.group import framework_argument, group, home_option, shown


@group.command()
@click.argument("name")
@home_option
def new(name, home):
    """Make the folder of a new framework: every table, example rows to replace, a README that teaches them."""
    from psa.authoring.new_framework import new_framework

    folder = new_framework(name, home)
    argument = framework_argument(folder)
    click.echo(
        f"made {shown(folder)}: every row in it is an example to replace; its README.md teaches the tables."
    )
    click.echo(f"Next: psa check --framework {argument}")


@group.command(name="import")
@click.argument("kind", type=click.Choice(["long-csv", "open-sdg", "tidy"]))
@click.argument("source", type=click.Path(path_type=Path))
@click.argument("name")
@click.option("--indicator-column", metavar="COLUMN", help="long-csv: holds the name of the indicator.")
@click.option("--period-column", metavar="COLUMN", help="long-csv: holds the period.")
@click.option("--value-column", metavar="COLUMN", help="long-csv: holds the figure.")
@click.option(
    "--where",
    multiple=True,
    metavar="COLUMN=VALUE",
    help="long-csv: only these rows; may be given several times.",
)
@click.option(
    "--one-series",
    multiple=True,
    metavar="COLUMN",
    help="long-csv: splits no series, whatever it holds; may be given several times.",
)
@click.option(
    "--agreement", default="", metavar="TITLE", help="long-csv: the agreement; by default the source's title."
)
@click.option("--unit", default="", help="long-csv: of every figure.")
@click.option("--source-title", default="", help="The source; open-sdg: of what its metadata give none.")
@click.option("--publisher", default="")
@click.option("--url", default="")
@click.option("--licence", default="")
@click.option("--read-on", default="", metavar="DATE", help="The day it was read, such as 2026-11-23.")
@click.option("--title", default="", help="What the framework is called.")
@click.option(
    "--through", default="", metavar="DATE", help="The last day of its period; by default of its figures."
)
@click.option("--baseline-by", default="", metavar="DATE", help="The last day of a baseline.")
@click.option("--language", default="", metavar="CODE", help="open-sdg: whose words are taken, such as fr.")
@click.option(
    "--split-years",
    type=click.Choice(["financial", "academic"]),
    help="What 2014/15 is; by default what the metadata say (open-sdg), or academic and 2014-15 financial.",
)
@click.option(
    "--mapping",
    type=click.Path(dir_okay=False, path_type=Path),
    help="tidy: what each column is; by default NAME.mapping.yml, written where it is not there.",
)
@home_option
def import_(kind, source, name, where, language, split_years, mapping, **given):
    """Make a framework NAME from SOURCE: a table with a row a figure, or the data folder of an Open SDG site.

    \b
    long-csv  a CSV file; name its columns with --indicator-column, --period-column and --value-column
    open-sdg  the folder of an Open SDG site as it is; what cannot be read is set aside in a table
    tidy      any long table (CSV, Parquet, Excel, ODS) or a folder of them; the first call writes a mapping to edit
    """
    from psa.authoring.importing.imported import describe_import

    further = {"where": where, "language": language, "split_years": split_years, "mapping": mapping, **given}
    is_tidy = kind == "tidy"
    found = (
        _import_tidy(source, name, further) if is_tidy else _import_by_options(kind, source, name, further)
    )
    click.echo(f"made {shown(found.folder)}")
    for line in describe_import(found):
        click.echo(line)
    click.echo(f"Next: psa check --framework {framework_argument(found.folder)}")


def _import_tidy(source, name, given):
    """Import by a mapping; where there is none, say that it was written, and end."""
    from psa.authoring.importing.tidy import MappingWritten, import_tidy

    home, mapping = given.pop("home"), given.pop("mapping")
    if wrong := [f"--{n.replace('_', '-')}" for n, value in given.items() if value]:
        raise click.UsageError(f"{', '.join(wrong)}: tidy takes this from its mapping: write it there")
    found = import_tidy(source, name, mapping, home)
    if isinstance(found, MappingWritten):
        click.echo(f"wrote {shown(found.path)}: what each column seems to be. Look through it and edit it.")
        click.echo("Then give the same command again: it imports by it.")
        raise SystemExit(0)
    return found


def _import_by_options(kind, source, name, given):
    """Import a long CSV or an Open SDG site."""
    from psa.authoring.importing.long_csv import LongCsv, import_long_csv
    from psa.authoring.importing.open_sdg import import_open_sdg
    from psa.authoring.importing.source import Origin

    home, where = given.pop("home"), given.pop("where")
    language, split_years = given.pop("language"), given.pop("split_years") or ""
    if given.pop("mapping"):
        raise click.UsageError("--mapping: only for tidy")
    own = ("indicator_column", "period_column", "value_column", "agreement", "unit", "one_series")
    only_long = {n: given.pop(n) for n in own}
    if kind == "long-csv":
        needed = (*own[:3], "source_title")
        missing = [f"--{n.replace('_', '-')}" for n in needed if not {**only_long, **given}[n]]
        if missing:
            raise click.UsageError(f"long-csv needs {', '.join(missing)}")
        if language:
            raise click.UsageError("--language: only for open-sdg")
        for text in where:
            if "=" not in text:
                raise click.UsageError(f"--where {text!r}: write it as COLUMN=VALUE")
        chosen = dict(tuple(part.strip() for part in text.split("=", 1)) for text in where)
        layout = LongCsv(where=chosen, split_years=split_years, **only_long)
        return import_long_csv(source, name, layout, Origin(**given), home)
    if wrong := [f"--{n.replace('_', '-')}" for n, value in {**only_long, "where": where}.items() if value]:
        raise click.UsageError(
            f"{', '.join(wrong)}: only for long-csv; open-sdg takes its columns, units and goals from the folder: "
            f"leave {'it' if len(wrong) == 1 else 'them'} out"
        )
    return import_open_sdg(source, name, Origin(**given), home, language, split_years)
