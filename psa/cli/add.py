"""Add a row to a table: a figure, a source, an indicator, a measure."""

from pathlib import Path

import click

from psa.cli.group import collect_seldom, framework_option, group, shown
from psa.words import count


@group.command(name="add-observation")
@framework_option
@click.option("--measure", "measure_id", metavar="ID", help="A row of measures.csv.")
@click.option(
    "--period",
    metavar="LABEL",
    help="2008, 2008-09 (financial), 2008/09 (academic), 2008-Q3, 2008-12-31.",
)
@click.option("--value", metavar="NUMBER", help="As published: digits with a point.")
@click.option("--source", "source_id", metavar="ID", help="A row of sources.csv; several joined by ;.")
@click.option("--lower", metavar="NUMBER", help="Lower limit of the published interval.")
@click.option("--upper", metavar="NUMBER", help="Upper limit of the published interval.")
@click.option(
    "--interval-level",
    metavar="PERCENT",
    help="Level of the interval, such as 95; without it the limits are not used.",
)
@click.option("--numerator", metavar="NUMBER", help="As published.")
@click.option("--denominator", metavar="NUMBER", help="As published.")
@click.option("--period-as-published", metavar="TEXT", help="The period in the words of the source.")
@click.option(
    "--status",
    type=click.Choice(["final", "provisional", "revised"]),
    help="As published; by default, revised where the figure is a revision.",
)
@click.option(
    "--provenance",
    type=click.Choice(["read", "inferred", "recalled"]),
    default="read",
    show_default=True,
    help="Whether the figure was read in its source.",
)
@click.option(
    "--released", metavar="DATE", help="Of a revised figure: the day it came out; the earlier row stays."
)
@click.option(
    "--from",
    "file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="A CSV with the columns of observations: adds all its figures, or none.",
)
def add_observation_(framework, file, **cells):
    """Add one figure to a measure, or all of a file, and say which ratings change because of it.

    One figure needs --measure, --period, --value and --source; many come --from a CSV, whose faults are all said at
    once and of which nothing is written while there is one.

    A measure that is new comes first, with psa add-measure. A figure that its source revised is a new row,
    with --released. One that was copied wrongly is mended in its row; one that the source itself has wrong
    stays as published, and what it should be goes to corrections.csv, with the reason.
    """
    needed = {"measure_id": "--measure", "period": "--period", "value": "--value", "source_id": "--source"}
    missing = [option for name, option in needed.items() if not cells[name]]
    if file and len(missing) < len(needed):
        raise click.UsageError("give one figure by its options, or many --from a file, not both")
    if not file and missing:
        raise click.UsageError(f"Missing option {missing[0]!r}.")
    collect_seldom()
    from psa import paths
    from psa.authoring.add_many import add_observations
    from psa.authoring.add_row import add_observation
    from psa.workbook.workbook import load

    before = load(framework or paths.default_framework()).ratings
    folder = before.framework.folder
    if file:
        numbers, tables = add_observations(folder, file)
        for name, number in numbers.items():
            click.echo(f"wrote {shown(folder / name)}: {count(number, 'figure')}")
    else:
        written = add_observation(folder, **cells)
        tables = written.tables
        click.echo(describe_written(written))
    say_outcome(before, tables)


class AddRow(click.Command):
    """A command that adds a row to a table; its options are the table's columns.

    They are read when it is called: the schema imports pandas, for which the other commands need not wait.
    """

    SHORT = {"agreement_id": "agreement", "indicator_id": "indicator", "source_id": "source"}
    METAVARS = {
        "number": "NUMBER",
        "integer": "NUMBER",
        "period": "LABEL",
        "date": "DATE",
        "ids": "ID",
        "boolean": "true|false",
    }

    def __init__(self, table: str, about: str):
        super().__init__(f"add-{table.removesuffix('s')}", callback=self._add, help=about)
        self.table = table

    def get_params(self, ctx):
        from psa.data.schema import TABLES

        table, options = TABLES[self.table], []
        for column in table.columns:
            is_key, is_known = (column.name,) == table.key, column.name == "provenance"
            name = "id" if is_key else self.SHORT.get(column.name, column.name.replace("_", "-"))
            other = "ID" if is_key or column.refers_to else "TEXT"
            options.append(
                click.Option(
                    [f"--{name}", column.name],
                    help=column.meaning.replace("`", ""),
                    required=column.is_required,
                    type=click.Choice(column.choices) if column.choices else None,
                    **({"default": "read", "show_default": True} if is_known else {}),
                    metavar=None if column.choices else self.METAVARS.get(column.type, other),
                )
            )
        return [*self.params, *options, self.get_help_option(ctx)]

    def _add(self, framework, **cells):
        from psa.authoring.add_row import add_row
        from psa.data.defaults import default_settings

        click.echo(
            describe_written(add_row(framework or default_settings()["framework"], self.table, **cells))
        )


for table_, about_ in (
    ("sources", "Add one source, which figures can then name."),
    ("indicators", "Add one indicator to an agreement. Its series, with add-measure, come next."),
    ("measures", "Add one series of figures to an indicator. The figures, with add-observation, come next."),
):
    group.add_command(framework_option(AddRow(table_, about_)))


def describe_written(written) -> str:
    cells = ", ".join(f"{name} {quoted(cell)}" for name, cell in written.cells.items())
    remarks = [f"Remark: {r}" for r in written.remarks]
    return "\n".join([f"wrote {shown(written.path)}, row {written.row}: {cells}", *remarks])


def quoted(cell) -> str:
    """Return a cell as a list shows it: in quotes, as in a CSV file, where it holds a comma or a quote."""
    text = str(cell)
    return '"' + text.replace('"', '""') + '"' if set(text) & set(',"\n') else text


def say_outcome(before, tables) -> None:
    """Rate a framework with what was written to it, say which ratings changed, and keep them for the next command.

    Args:
        before: the ratings without it.
        tables: those of the framework with it, checked.
    """
    from psa.batch import fingerprints
    from psa.batch.handover import keep
    from psa.data.load import framework_of
    from psa.methods.ratings import rate_framework

    folder = before.framework.folder
    content = fingerprints.ratings(folder)
    after = rate_framework(framework_of(folder, tables))
    say_changes(before, after)
    keep(after, content)


def say_changes(before, after) -> None:
    from psa.review.rating_tables import changed_tables, diff_tables

    changes, moved = diff_tables(*changed_tables(before, after))
    if not changes:
        click.echo("No rating changed." + (" Some figures of the assessments moved." if moved else ""))
    for one in changes:
        what = "" if one.column == "rating" else f" ({one.column.replace('_', ' ')})"
        words = [(w or "none").replace("_", " ") for w in (one.old, one.new)]
        click.echo(f"{one.level} {one.id}{what}: {words[0]} -> {words[1]}")
