"""The command ``psa``: hands over to the package and says what came of it; decides nothing."""

import sys
from pathlib import Path

import click

EXIT_FAULTS, EXIT_FAILED = 1, 1

_framework = click.option("--framework", default=None, metavar="NAME_OR_PATH",
                          help="A folder of data/raw by its name, or any folder of tables by its path.")  # fmt: skip
_through = click.option("--through", default="", metavar="DATE",
                        help="The last day of the period assessed, such as 2010-03-31.")  # fmt: skip


class _Group(click.Group):
    """Turn the errors that a user can mend into one message and a status that is not 0."""

    def invoke(self, ctx):
        from psa.runs import RunError
        from psa.schema import FrameworkError

        try:
            return super().invoke(ctx)
        except (FrameworkError, RunError, FileNotFoundError, ValueError) as error:
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
    """Check a framework's tables and list every fault, with file, row, column and what to do."""
    from psa.framework import check_framework, default_settings

    name = framework or default_settings()["framework"]
    faults, tables = check_framework(name)
    for fault in faults:
        click.echo(str(fault), err=True)
    filled = {n: len(t) for n, t in tables.items() if len(t)}
    if faults:
        click.echo(f"{len(faults)} fault{'s' if len(faults) > 1 else ''} in {name}.", err=True)
        raise SystemExit(EXIT_FAULTS)
    click.echo(f"{name}: no faults. " + ", ".join(f"{n} {count}" for n, count in filled.items()) + ".")


@main.command(name="list")
@_framework
def list_(framework):
    """List every run: each notebook with each agreement or department."""
    from psa.framework import load_framework
    from psa.runs import expand_runs

    for run in expand_runs(load_framework(framework)):
        click.echo(f"{run.notebook:28} {run.run_id}")


@main.command()
@click.argument("identifier")
@_framework
@_through
def show(identifier, framework, through):
    """Show one agreement or department in the terminal: label, indicators, reasons."""
    from psa.framework import load_framework
    from psa.ratings import department_indicators, rate_framework

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
        raise ValueError(f"{identifier}: no agreement or department has this id; psa list shows them all")
    click.echo(f"{identifier}  {title}")
    click.echo(f"{about.word(row['rating'])}: {row['reason']}")
    for one in indicators.itertuples():
        click.echo(f"\n  {one.indicator_id}  {one.name}\n    {about.word(one.rating)}: {one.reason}")


@main.command()
@_framework
@_through
@click.option(
    "--rule",
    default="treasury",
    show_default=True,
    metavar="RULE",
    help="Whose rule: treasury, baseline-trend, destatis, eurostat, open-sdg, un, fingertips, xmr or scotland.",
)
@click.option(
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    required=True,
    help="The folder to write to.",
)
def rate(framework, through, rule, output):
    """Write indicator_ratings.csv, agreement_ratings.csv and department_ratings.csv, without notebooks."""
    from psa.framework import load_framework
    from psa.publish import write_ratings
    from psa.ratings import rate_framework

    loaded = load_framework(framework)
    rated = rate_framework(loaded, through, rule)
    _say_period(loaded, rated, through)
    for path in write_ratings(rated, output):
        click.echo(f"wrote {path}")


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
    help="Notebooks at once; by default one more than the cores.",
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
@click.option("--cluster", default="", metavar="ADDRESS", help="Run on a dask scheduler, or local:N for N workers here.")
@click.option(
    "--output", type=click.Path(file_okay=False, path_type=Path), default=None, help="Default: outputs/."
)
def run(framework, through, only, jobs, dry_run, force, fail_fast, timeout, retries, cold, cluster, output):
    """Execute every notebook for every agreement and department, and write outputs/."""
    from tqdm import tqdm

    from psa import paths, runs
    from psa.framework import default_settings, load_framework
    from psa.ratings import rate_framework

    loaded = load_framework(framework)
    planned = runs.expand_runs(loaded, through, only)
    is_default = loaded.folder == paths.RAW / default_settings()["framework"]
    folder = output or (paths.outputs() if is_default else paths.outputs() / loaded.name)
    if dry_run:
        keys = runs.Keys(loaded)
        why = runs.plan(planned, {r.name: keys.key(r) for r in planned}, folder, force)
        for one in planned:
            click.echo(
                f"{'run ' if why[one.name] else 'keep'}  {one.name:40} {why[one.name] or 'up to date'}"
            )
        return
    rated = rate_framework(loaded, through)
    _say_period(loaded, rated, through)
    make_pool = None
    if cluster:
        from psa.cluster import ClusterPool

        def make_pool(staging):
            return ClusterPool(cluster, staging, loaded.folder, cold)

    with tqdm(total=len(planned), unit="notebook", disable=None, file=sys.stderr) as bar:
        records = runs.run_batch(rated, planned, folder.resolve(), jobs, force, fail_fast, timeout, retries,
                                 lambda record: bar.update(), cold, make_pool)  # fmt: skip
    failed = [r for r in records if r.status == "failed"]
    for record in failed:
        click.echo(f"failed: {record.notebook} {record.run_id}: {record.error}", err=True)
    counts = {s: sum(r.status == s for r in records) for s in ("done", "up_to_date", "failed", "not_run")}
    said = ", ".join(f"{n} {s.replace('_', ' ')}" for s, n in counts.items() if n)
    click.echo(
        f"{len(records)} notebooks: {said}. Read {_shown(folder / 'index.html')}; the tables are beside it."
    )
    if failed:
        click.echo(f"Failed notebooks are kept in {_shown(folder / 'failed')}.", err=True)
        raise SystemExit(EXIT_FAILED)


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
@click.option("--interval-level", metavar="PERCENT", help="Level of the interval, such as 95.")
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
    """Add one figure to a measure, and say which ratings change because of it."""
    from psa.edit import add_observation
    from psa.framework import default_settings, load_framework
    from psa.ratings import rate_framework

    name = framework or default_settings()["framework"]
    before = load_framework(name)
    written = add_observation(before.folder, **cells)
    click.echo(_written(written))
    _say_changes(rate_framework(before), rate_framework(load_framework(before.folder)))


@main.command(name="add-source")
@_framework
@click.option("--id", "source_id", required=True, metavar="ID", help="A new id, such as ons-lfs-2009.")
@click.option("--title", required=True)
@click.option("--publisher")
@click.option("--url")
@click.option("--read-on", metavar="DATE", help="The day it was read, such as 2026-11-23.")
@click.option("--kind", help="Such as release, report, press, mirror.")
@click.option("--licence")
@click.option("--repository", help="Of a data file in a repository: which.")
@click.option("--path", help="Of a data file in a repository: its path.")
@click.option("--commit", help="Of a data file in a repository: the revision read.")
def add_source_(framework, **cells):
    """Add one source, which figures can then name."""
    from psa.edit import add_source
    from psa.framework import default_settings

    click.echo(_written(add_source(framework or default_settings()["framework"], **cells)))


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
    from psa.compare import diff as find_difference

    click.echo(find_difference(old, new, framework, through).to_markdown(), nl=False)


@main.command()
@_framework
@_through
def revisions(framework, through):
    """List what was revised, from what to what, and which verdicts that changed, as Markdown."""
    from psa.compare import revisions as find_revisions
    from psa.compare import revisions_markdown
    from psa.framework import load_framework

    click.echo(revisions_markdown(find_revisions(load_framework(framework), through)), nl=False)


def _written(written) -> str:
    cells = ", ".join(f"{name} {cell}" for name, cell in written.cells.items())
    return f"wrote {_shown(written.path)}, row {written.row}: {cells}"


def _say_changes(before, after) -> None:
    from psa.compare import diff_tables, rating_tables

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
    from psa import paths, runs

    found = sorted(paths.NOTEBOOKS.glob("*.py"))
    unknown = set(stems) - {f.stem for f in found}
    if unknown:
        raise FileNotFoundError(
            f"no notebook {', '.join(sorted(unknown))}; there are {', '.join(f.stem for f in found)}"
        )
    for file in found:
        if not stems or file.stem in stems:
            runs.refresh_notebook(file)
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


def _shown(path: Path) -> str:
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(path)
