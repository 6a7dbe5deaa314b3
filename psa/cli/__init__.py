"""The command ``psa``: hands over to the package and says what came of it; decides nothing."""

import os
import sys
import textwrap
from pathlib import Path

import click

EXIT_FAULTS, EXIT_FAILED, EXIT_STOPPED = 1, 1, 130


_framework = click.option("--framework", default=None, metavar="NAME_OR_PATH",
                          help="A folder of data/raw by its name, or any folder of tables by its path.")  # fmt: skip


_through = click.option("--through", default="", metavar="DATE",
                        help="The last day of the period assessed, such as 2010-03-31.")  # fmt: skip


_home = click.option("--in", "home", type=click.Path(file_okay=False, path_type=Path), default=None, metavar="FOLDER",
                     help="The folder to make it in; by default data/raw.")  # fmt: skip


class _RuleOption(click.Option):
    """An option whose help lists the rules that there are; they import pandas, for which nothing else need wait."""

    @property
    def help(self):
        from psa.methods.comparison import NAMES

        return f"Whose rule: {', '.join(NAMES[:-1])} or {NAMES[-1]}."

    @help.setter
    def help(self, text):
        """Leave it as the rules have it."""


class _Group(click.Group):
    """Turn the errors that a user can mend into one message and a status that is not 0."""

    def invoke(self, ctx):
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            # Threads that wait for a kernel cannot be stopped; kernels end with this process.
            click.echo("Stopped. What was whole is in its place; the next run does the rest.", err=True)
            sys.stdout.flush()
            os._exit(EXIT_STOPPED)
        except (FileNotFoundError, ValueError) as error:
            click.echo(str(error), err=True)
            ctx.exit(EXIT_FAULTS)
        except KeyError as error:
            click.echo(str(error.args[0]), err=True)
            ctx.exit(EXIT_FAULTS)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="psa-workbook")
def main():
    """Load a framework of public promises, assess every indicator, write annotated outputs."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")


@main.command()
@_framework
def check(framework):
    """Check a framework's tables and list every fault, with file, row, column and what to do.

    A remark stops nothing. It names what is possible and yet looks wrong: a baseline that comes after all the
    figures so far or is not the figure for its period, a figure a thousand times smaller than the others, a
    label that can be read two ways, limits without their level.
    """
    from psa.data.defaults import default_settings
    from psa.data.load import check_framework, find_remarks

    name = framework or default_settings()["framework"]
    faults, tables = check_framework(name)
    for fault in faults:
        click.echo(str(fault), err=True)
    filled = {n: len(t) for n, t in tables.items() if len(t)}
    if faults:
        click.echo(f"{_count(len(faults), 'fault')} in {name}.", err=True)
        raise SystemExit(EXIT_FAULTS)
    click.echo(f"{name}: no faults. " + ", ".join(f"{n} {count}" for n, count in filled.items()) + ".")
    for remark in find_remarks(tables):
        click.echo(f"Remark: {remark}")


@main.command(name="list")
@_framework
def list_(framework):
    """List every run: each notebook with each agreement or department."""
    from psa.batch.params import expand_runs
    from psa.data.load import load_framework

    for run in expand_runs(load_framework(framework)):
        click.echo(f"{run.notebook:28} {run.run_id}")


@main.command()
@click.argument("identifier")
@_framework
@_through
def show(identifier, framework, through):
    """Show one agreement or department in the terminal: label, indicators, reasons."""
    from psa.data.load import load_framework
    from psa.methods.agreements import department_indicators
    from psa.methods.ratings import rate_framework
    from psa.words import hint

    rated = rate_framework(load_framework(framework), through)
    about = rated.framework
    if identifier in set(about.agreements["agreement_id"]):
        row = rated.agreements.set_index("agreement_id").loc[identifier]
        title = about.agreement(identifier).title
        indicators = rated.indicators[rated.indicators["agreement_id"] == identifier]
    elif identifier in set(rated.departments["department_id"]):
        row = rated.departments.set_index("department_id").loc[identifier]
        title = about.department_name(identifier)
        indicators = department_indicators(about, rated.indicators, identifier)
    else:
        known = [*about.agreements["agreement_id"], *rated.departments["department_id"]]
        raise ValueError(
            f"{identifier}: no agreement or department has this id.{hint(identifier, known)} psa list shows them all"
        )
    click.echo(f"{identifier}  {title}")
    click.echo(f"{about.word(row['rating'])}: {row['reason']}")
    for one in indicators.itertuples():
        click.echo(f"\n  {one.indicator_id}  {one.name}\n    {about.word(one.rating)}: {one.reason}")


@main.command()
@_framework
@_through
@click.option(
    "--rule",
    cls=_RuleOption,
    default="treasury",
    show_default=True,
    metavar="RULE",
)
@click.option(
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    required=True,
    help="The folder to write to.",
)
def rate(framework, through, rule, output):
    """Write indicator_ratings.csv, agreement_ratings.csv and department_ratings.csv, without notebooks."""
    from psa.batch.results import write_ratings
    from psa.data.load import load_framework
    from psa.methods.ratings import rate_framework

    loaded = load_framework(framework)
    rated = rate_framework(loaded, through, rule)
    _say_period(loaded, rated, through)
    for path in write_ratings(rated, output):
        click.echo(f"wrote {path}")


@main.command()
@_framework
@_through
@click.option(
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    required=True,
    help="The folder to write to; the downloads go to downloads/ in it.",
)
def export(framework, through, output):
    """Write the downloads: CSV, JSON, a spreadsheet and a data package, without notebooks."""
    from psa.data.load import load_framework
    from psa.methods.ratings import rate_framework
    from psa.site.downloads.files import write_downloads

    loaded = load_framework(framework)
    rated = rate_framework(loaded, through)
    _say_period(loaded, rated, through)
    written = write_downloads(rated, output)
    size = sum(path.stat().st_size for path in written) / 1e6
    click.echo(f"wrote {_count(len(written), 'file')}, {size:.1f} MB, to {_shown(written[0].parent)}")
    for path in written:
        if path.suffix == ".xlsx" or path.name == "datapackage.json":
            click.echo(f"wrote {_shown(path)}")


@main.command()
@_framework
@_through
@click.option(
    "--only", multiple=True, metavar="ID", help="One run id or notebook; may be given several times."
)
@click.option(
    "--jobs",
    type=click.IntRange(min=0),
    default=0,
    help="Notebooks at once; by default two a core.",
)
@click.option("--dry-run", is_flag=True, help="Say what would be run and why, and run nothing.")
@click.option("--force", is_flag=True, help="Run also what is up to date.")
@click.option("--fail-fast", is_flag=True, help="Start no further notebook after a failure.")
@click.option(
    "--timeout",
    type=click.IntRange(min=1),
    default=600,
    show_default=True,
    help="Seconds that one cell may take.",
)
@click.option(
    "--retries",
    type=click.IntRange(min=0),
    default=1,
    show_default=True,
    help="Restarts of a kernel that dies at its start.",
)
@click.option("--cold", is_flag=True, help="Start each kernel in the ordinary way, not from a warm parent.")
@click.option(
    "--cluster", default="", metavar="ADDRESS", help="Run on a dask scheduler, or local:N for N workers here."
)
@click.option(
    "--output", type=click.Path(file_okay=False, path_type=Path), default=None, help="Default: outputs/."
)
def run(framework, through, only, jobs, dry_run, force, fail_fast, timeout, retries, cold, cluster, output):
    """Execute every notebook for every agreement and department, and write outputs/."""
    from psa import paths
    from psa.batch.up_to_date import Keys, count_whole, plan, whole_key, write_whole

    name = framework or paths.default_framework()
    home = paths.framework_folder(name)
    is_default = home == paths.RAW / paths.default_framework()
    folder = output or (paths.outputs() if is_default else paths.outputs() / home.name)
    key = whole_key(home, through)
    if not (only or force or dry_run) and (count := count_whole(folder, key)):
        click.echo(
            f"{_count(count, 'notebook')}: {count} up to date. Read {_shown(folder / 'index.html')}; the tables are beside it."
        )
        return
    if not (cold or dry_run or cluster):
        from psa.batch.kernels import warm_kernels

        warm_kernels()
    from tqdm import tqdm

    from psa.batch.batch import run_batch
    from psa.batch.params import expand_runs
    from psa.data.load import load_framework
    from psa.methods.ratings import rate_framework

    loaded = load_framework(framework)
    planned = expand_runs(loaded, through, only)
    if dry_run:
        keys = Keys(loaded)
        why = plan(planned, {r.name: keys.key(r) for r in planned}, folder, force)
        for line in _plan_lines(planned, why):
            click.echo(line)
        return
    rated = rate_framework(loaded, through)
    _say_period(loaded, rated, through)
    make_pool = None
    if cluster:
        from psa.batch.dask_pool import ClusterPool

        def make_pool(staging):
            return ClusterPool(cluster, staging, loaded.folder, cold)

    with tqdm(total=len(planned), unit="notebook", disable=None, file=sys.stderr) as bar:
        records = run_batch(rated, planned, folder.resolve(), jobs, force, fail_fast, timeout, retries,
                                 lambda record: bar.update(), cold, make_pool)  # fmt: skip
    failed = [r for r in records if r.status == "failed"]
    for record in failed:
        click.echo(f"failed: {record.notebook} {record.run_id}: {record.error}", err=True)
    counts = {s: sum(r.status == s for r in records) for s in ("done", "up_to_date", "failed", "not_run")}
    said = ", ".join(f"{n} {s.replace('_', ' ')}" for s, n in counts.items() if n)
    click.echo(
        f"{_count(len(records), 'notebook')}: {said}. Read {_shown(folder / 'index.html')}; the tables are beside it."
    )
    if not only and counts["done"] + counts["up_to_date"] == len(records):
        write_whole(folder, key)
    if failed:
        click.echo(
            f"{'A failed notebook is' if len(failed) == 1 else 'Failed notebooks are'} kept in {_shown(folder / 'failed')}.",
            err=True,
        )
        raise SystemExit(EXIT_FAILED)


def _plan_lines(planned, why: dict[str, str], most: int = 5) -> list[str]:
    """Return what would be run and why; where more than `most` share a reason, it is said once for all of them."""
    lines = []
    for reason in dict.fromkeys(why[one.name] for one in planned):
        own = [one for one in planned if why[one.name] == reason]
        does, said = ("run ", reason) if reason else ("keep", "up to date")
        if len(own) <= most:
            lines += [f"{does}  {one.name:40} {said}" for one in own]
            continue
        lines.append(f"{does}  {_count(len(own), 'notebook')}: {said}")
        for notebook in dict.fromkeys(one.notebook for one in own):
            ids = " ".join(one.run_id for one in own if one.notebook == notebook)
            lines += textwrap.wrap(f"{notebook}: {ids}", 100, initial_indent=" " * 6, subsequent_indent=" " * 8,
                                   break_long_words=False, break_on_hyphens=False)  # fmt: skip
    return lines


@main.command()
@_framework
@_through
@click.option(
    "--output", type=click.Path(file_okay=False, path_type=Path), default=None, help="Default: outputs/."
)
def watch(framework, through, output):
    """Run what depends on it whenever a table, a notebook, params or package code is saved."""
    from psa import paths
    from psa.batch.watch import watch_and_run

    given = {"--framework": framework, "--through": through, "--output": output}
    options = [word for name, value in given.items() if value for word in (name, str(value))]
    watch_and_run(paths.framework_folder(framework or paths.default_framework()), options, click.echo)


@main.command(name="open")
@click.option(
    "--output", type=click.Path(file_okay=False, path_type=Path), default=None, help="Default: outputs/."
)
def open_(output):
    """Open the index of the outputs in a browser."""
    from psa import paths

    page = (output or paths.outputs()) / "index.html"
    if not page.is_file():
        raise FileNotFoundError(f"there is no {_shown(page)} yet; psa run makes it")
    click.launch(page.resolve().as_uri())
    click.echo(f"opened {_shown(page)}")


@main.command(name="add-observation")
@_framework
@click.option("--measure", "measure_id", required=True, metavar="ID", help="A row of measures.csv.")
@click.option(
    "--period",
    required=True,
    metavar="LABEL",
    help="2008, 2008-09 (financial), 2008/09 (academic), 2008-Q3, 2008-12-31.",
)
@click.option("--value", required=True, metavar="NUMBER", help="As published: digits with a point.")
@click.option(
    "--source", "source_id", required=True, metavar="ID", help="A row of sources.csv; several joined by ;."
)
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
def add_observation_(framework, **cells):
    """Add one figure to a measure, and say which ratings change because of it.

    A measure that is new comes first, with psa add-measure. A figure that its source revised is a new row,
    with --released. One that was copied wrongly is mended in its row; one that the source itself has wrong
    stays as published, and what it should be goes to corrections.csv, with the reason.
    """
    from psa.authoring.add_row import add_observation
    from psa.data.defaults import default_settings
    from psa.data.load import load_framework
    from psa.methods.ratings import rate_framework

    name = framework or default_settings()["framework"]
    before = load_framework(name)
    written = add_observation(before.folder, **cells)
    click.echo(_written(written))
    _say_changes(rate_framework(before), rate_framework(load_framework(before.folder)))


class _AddRow(click.Command):
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
            options.append(click.Option(
                [f"--{name}", column.name], help=column.meaning.replace("`", ""), required=column.is_required,
                type=click.Choice(column.choices) if column.choices else None,
                **({"default": "read", "show_default": True} if is_known else {}),
                metavar=None if column.choices else self.METAVARS.get(column.type, "ID" if is_key or column.refers_to else "TEXT"),
            ))  # fmt: skip
        return [*self.params, *options, self.get_help_option(ctx)]

    def _add(self, framework, **cells):
        from psa.authoring.add_row import add_row
        from psa.data.defaults import default_settings

        click.echo(_written(add_row(framework or default_settings()["framework"], self.table, **cells)))


for table_, about_ in (
    ("sources", "Add one source, which figures can then name."),
    ("indicators", "Add one indicator to an agreement. Its series, with add-measure, come next."),
    ("measures", "Add one series of figures to an indicator. The figures, with add-observation, come next."),
):
    main.add_command(_framework(_AddRow(table_, about_)))


@main.command()
@click.argument("old")
@click.argument("new", default="")
@_framework
@_through
def diff(old, new, framework, through):
    """Say which ratings changed from OLD to NEW and because of which rows, as Markdown.

    OLD and NEW are git revisions, folders of tables, or folders of outputs. Without NEW, the tables as
    they stand.
    """
    from psa.review.changes import diff as find_difference

    _say_markdown(find_difference(old, new, framework, through).to_markdown())


@main.command()
@click.argument("base", default="HEAD")
@_framework
@_through
@click.option("--tests", is_flag=True, help="Run the tests as well, which takes minutes.")
def review(base, framework, through, tests):
    """Report a change from BASE (a git revision) on: rows, ratings, notebooks and tests, as Markdown."""
    from psa.review.report import report

    passed, text = report(base, framework, through, tests)
    _say_markdown(text)
    if not passed:
        raise SystemExit(EXIT_FAILED)


@main.command()
@_framework
@_through
def revisions(framework, through):
    """List what was revised, from what to what, and which verdicts that changed, as Markdown."""
    from psa.data.load import load_framework
    from psa.review.markdown import revisions_markdown
    from psa.review.revisions import revisions as find_revisions

    _say_markdown(revisions_markdown(find_revisions(load_framework(framework), through)))


@main.command()
@click.argument("name")
@_home
def new(name, home):
    """Make the folder of a new framework: every table, example rows to replace, a README that teaches them."""
    from psa.authoring.new_framework import new_framework

    folder = new_framework(name, home)
    shown = _framework_argument(folder)
    click.echo(
        f"made {_shown(folder)}: every row in it is an example to replace; its README.md teaches the tables."
    )
    click.echo(f"Next: psa check --framework {shown}")


@main.command(name="import")
@click.argument("kind", type=click.Choice(["long-csv", "open-sdg"]))
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
@_home
def import_(kind, source, name, where, **given):
    """Make a framework NAME from SOURCE: a CSV with a row a figure, or the data folder of an Open SDG site.

    \b
    long-csv  a CSV file; name its columns with --indicator-column, --period-column and --value-column
    open-sdg  a folder with data/indicator_X-Y-Z.csv and meta/X-Y-Z.md or .yml
    """
    from psa.authoring.importing.long_csv import import_long_csv
    from psa.authoring.importing.open_sdg import import_open_sdg
    from psa.authoring.importing.source import describe_import

    own = ("indicator_column", "period_column", "value_column", "agreement", "unit")
    only_long = {n: given.pop(n) for n in own}
    if kind == "long-csv":
        needed = (*own[:3], "source_title")
        missing = [f"--{n.replace('_', '-')}" for n in needed if not {**only_long, **given}[n]]
        if missing:
            raise click.UsageError(f"long-csv needs {', '.join(missing)}")
        for text in where:
            if "=" not in text:
                raise click.UsageError(f"--where {text!r}: write it as COLUMN=VALUE")
        chosen = dict(tuple(part.strip() for part in text.split("=", 1)) for text in where)
        found = import_long_csv(source, name, where=chosen, **only_long, **given)
    else:
        if wrong := [
            f"--{n.replace('_', '-')}" for n, value in {**only_long, "where": where}.items() if value
        ]:
            raise click.UsageError(
                f"{', '.join(wrong)}: only for long-csv; open-sdg takes its columns, units and goals from the folder: "
                f"leave {'it' if len(wrong) == 1 else 'them'} out"
            )
        found = import_open_sdg(source, name, **given)
    click.echo(f"made {_shown(found.folder)}")
    for line in describe_import(found):
        click.echo(line)
    click.echo(f"Next: psa check --framework {_framework_argument(found.folder)}")


def _is_terminal() -> bool:
    return sys.stdout.isatty()


def _say_markdown(text: str) -> None:
    """Write a report: as Markdown into a file or a pipe, without its escapes on a terminal."""
    from psa.words import unescape

    click.echo(unescape(text) if _is_terminal() else text, nl=False)


def _framework_argument(folder: Path) -> str:
    from psa import paths

    return folder.name if folder.parent.resolve() == paths.RAW.resolve() else _shown(folder)


def _written(written) -> str:
    cells = ", ".join(f"{name} {_quoted(cell)}" for name, cell in written.cells.items())
    remarks = [f"Remark: {r}" for r in written.remarks]
    return "\n".join([f"wrote {_shown(written.path)}, row {written.row}: {cells}", *remarks])


def _quoted(cell) -> str:
    """Return a cell as a list shows it: in quotes, as in a CSV file, where it holds a comma or a quote."""
    text = str(cell)
    return '"' + text.replace('"', '""') + '"' if set(text) & set(',"\n') else text


def _say_changes(before, after) -> None:
    from psa.review.changes import diff_tables, rating_tables

    changes, moved = diff_tables(rating_tables(before), rating_tables(after))
    if not changes:
        click.echo("No rating changed." + (" Some figures of the assessments moved." if moved else ""))
    for one in changes:
        what = "" if one.column == "rating" else f" ({one.column.replace('_', ' ')})"
        words = [(w or "none").replace("_", " ") for w in (one.old, one.new)]
        click.echo(f"{one.level} {one.id}{what}: {words[0]} -> {words[1]}")


@main.command()
@click.argument("stems", nargs=-1)
def refresh(stems):
    """Execute the committed notebooks with their defaults and keep each pair in step.

    STEMS are notebooks such as 02_assess_agreement; without any, all.
    """
    from psa import paths
    from psa.batch.refresh import refresh_notebook

    found = sorted(paths.NOTEBOOKS.glob("*.py"))
    unknown = set(stems) - {f.stem for f in found}
    if unknown:
        raise FileNotFoundError(
            f"no notebook {', '.join(sorted(unknown))}; there are {', '.join(f.stem for f in found)}"
        )
    for file in found:
        if not stems or file.stem in stems:
            refresh_notebook(file)
            click.echo(f"executed {file.stem}")


def _say_period(loaded, rated, through: str) -> None:
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


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"


def _shown(path: Path) -> str:
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(path)
