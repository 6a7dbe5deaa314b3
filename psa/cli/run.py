"""Run notebooks: the batch, the watch, the committed pairs."""

import gc
import textwrap
from pathlib import Path

import click

from psa import paths
from psa.cli.group import (
    EXIT_FAILED,
    RuleOption,
    as_at_option,
    framework_option,
    group,
    say_period,
    shown,
    stopped_by_the_system,
    through_option,
)
from psa.words import count


@group.command()
@framework_option
@through_option
@as_at_option
@click.option("--rule", cls=RuleOption, default="", metavar="RULE")
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
@click.option(
    "--why", default="", metavar="ID", help="Say which inputs of a run have changed since; run nothing."
)
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
    "--log",
    type=click.Path(dir_okay=False, path_type=Path),
    default=None,
    help="Add a line of JSON to this file for each run that starts or ends: when, its status, its error.",
)
@click.option(
    "--output", type=click.Path(file_okay=False, path_type=Path), default=None, help="Default: outputs/."
)
def run(
    framework,
    through,
    as_at,
    rule,
    only,
    jobs,
    dry_run,
    why,
    force,
    fail_fast,
    timeout,
    retries,
    cold,
    cluster,
    log,
    output,
):
    """Execute every notebook for every agreement and department, and write outputs/."""
    from psa.batch.asked import Asked
    from psa.batch.up_to_date import count_whole, whole_key, write_whole

    name = framework or paths.default_framework()
    home = paths.framework_folder(name)
    folder = output or paths.outputs_of(name)
    asked = Asked(through, as_at, rule)
    if dry_run or why:
        say_plan(framework, asked, [why] if why else only, folder, force, bool(why))
        return
    from psa.cli.progress import Progress

    with stopped_by_the_system(), Progress() as progress:
        progress.stage("comparing the notebooks with their pairs")
        refused = settle_pairs(progress.say)
        key = whole_key(home, asked)
        if not (only or force or refused or log) and (ready := count_whole(folder, key)):
            progress.say(f"{count(ready, 'notebook')}: {ready} up to date. {_where(folder)}", err=False)
            return
        progress.stage("loading")
        if not (cold or cluster):
            from psa.batch.kernels import warm_kernels

            warm_kernels()
        # what a batch makes lasts as long as the batch: there is little to collect
        gc.set_threshold(50_000, 20, 50)
        options = {"jobs": jobs, "is_forced": force, "is_fail_fast": fail_fast, "timeout": timeout}
        options |= {"retries": retries, "is_cold": cold}
        wanted = (framework, asked, only, refused)
        records = _run_shown(progress, wanted, folder, options, cluster, log)
    say_records(records, folder)
    if not only and all(record.status in {"done", "up_to_date"} for record in records):
        write_whole(folder, key)


def _run_shown(progress, wanted, folder: Path, options, cluster: str, log: Path | None):
    """Return the records of a batch whose progress is shown and logged.

    Args:
        progress: the line on the terminal.
        wanted: framework, what was asked for, which runs, and why some are not to be run.
        folder: of the outputs.
        options: fields of `psa.batch.batch.Options`.
        cluster: a dask scheduler; empty for threads here.
        log: the file of the log, if any.
    """
    from psa.batch.batch import Options, run_batch
    from psa.batch.params import expand_runs
    from psa.batch.run_log import RunLog
    from psa.data.load import load_framework
    from psa.methods.checks import CHECKS
    from psa.methods.ratings import rate_framework

    framework, asked, only, refused = wanted
    progress.stage("reading and checking the tables")
    loaded = load_framework(framework, CHECKS)
    planned = expand_runs(loaded, asked, only, refused)
    progress.stage("rating the framework")
    rated = rate_framework(loaded, asked.through, asked.rule, as_at=asked.as_at)
    progress.stage("")
    say_period(loaded, rated, asked.through)
    make_pool = None
    if cluster:
        from psa.batch.dask_pool import ClusterPool

        def make_pool(staging):
            return ClusterPool(cluster, staging, loaded.folder, options["is_cold"])

    with RunLog(log) as run_log:
        progress.begin(len(planned))

        def started(run):
            run_log.started(run)
            progress.started(run)

        def ended(record):
            run_log.ended(record)
            progress.ended(record)

        return run_batch(rated, planned, folder.resolve(), Options(**options), ended, make_pool, started)


def say_records(records, folder: Path) -> None:
    """Say how many notebooks ended how, and which failed and why; end with a status where any did."""
    failed = [r for r in records if r.status == "failed"]
    for record in failed:
        click.echo(f"failed: {record.notebook} {record.run_id}: {record.error}", err=True)
    counts = {s: sum(r.status == s for r in records) for s in ("done", "up_to_date", "failed", "not_run")}
    said = ", ".join(f"{n} {s.replace('_', ' ')}" for s, n in counts.items() if n)
    click.echo(f"{count(len(records), 'notebook')}: {said}. {_where(folder)}")
    if failed:
        subject = "A failed notebook is" if len(failed) == 1 else "Failed notebooks are"
        click.echo(f"{subject} kept in {shown(folder / 'failed')}.", err=True)
        raise SystemExit(EXIT_FAILED)


def _where(folder: Path) -> str:
    return f"Read {shown(folder / 'index.html')}; the tables are beside it."


def say_plan(framework, asked, only, folder: Path, force: bool, is_detailed: bool) -> None:
    """Say what would be run and why; in detail, which inputs of each run have changed."""
    from psa.batch.inputs import Inputs
    from psa.batch.params import expand_runs
    from psa.batch.up_to_date import explain, plan
    from psa.data.load import load_framework
    from psa.methods.checks import CHECKS

    loaded = load_framework(framework, CHECKS)
    planned, inputs = expand_runs(loaded, asked, only), Inputs(loaded)
    if not is_detailed:
        keys = {one.name: inputs.key(one) for one in planned}
        for line in plan_lines(planned, plan(planned, keys, folder, force)):
            click.echo(line)
        return
    for one in planned:
        if len(planned) > 1:
            click.echo(f"{one.name}:")
        for line in explain(inputs.inputs(one), one.name, folder):
            click.echo(line)


def plan_lines(planned, why: dict[str, str], most: int = 5) -> list[str]:
    """Return what would be run and why; where more than `most` share a reason, it is said once for all of them."""
    lines = []
    for reason in dict.fromkeys(why[one.name] for one in planned):
        own = [one for one in planned if why[one.name] == reason]
        does, said = ("run ", reason) if reason else ("keep", "up to date")
        if len(own) <= most:
            lines += [f"{does}  {one.name:40} {said}" for one in own]
            continue
        lines.append(f"{does}  {count(len(own), 'notebook')}: {said}")
        for notebook in dict.fromkeys(one.notebook for one in own):
            ids = " ".join(one.run_id for one in own if one.notebook == notebook)
            lines += textwrap.wrap(
                f"{notebook}: {ids}",
                100,
                initial_indent=" " * 6,
                subsequent_indent=" " * 8,
                break_long_words=False,
                break_on_hyphens=False,
            )
    return lines


@group.command()
@framework_option
@through_option
@click.option(
    "--output", type=click.Path(file_okay=False, path_type=Path), default=None, help="Default: outputs/."
)
def watch(framework, through, output):
    """Run what depends on it whenever a table, a notebook, params or package code is saved."""
    from psa.batch.watch import watch_and_run

    given = {"--framework": framework, "--through": through, "--output": output}
    options = [word for name, value in given.items() if value for word in (name, str(value))]
    watch_and_run(paths.framework_folder(framework or paths.default_framework()), options, click.echo)


@group.command()
@click.argument("stems", nargs=-1)
@click.option(
    "--from",
    "source",
    type=click.Choice(["ipynb", "py"]),
    default=None,
    help="Which file to take where both of a pair were changed; a copy of the other is kept.",
)
@click.option("--force", is_flag=True, help="Execute also what has not changed since it was executed here.")
def refresh(stems, source, force):
    """Execute the committed notebooks that changed, with their defaults, and keep each pair in step.

    STEMS are notebooks such as 02_assess_agreement; without any, all. Of a pair the file that was edited counts and
    the other follows it; where both were edited nothing is written until --from says which to take.
    """
    from psa.batch.pairs import PairError, pairs, settle
    from psa.batch.refresh import RefreshError, is_fresh, refresh_notebook

    wanted, refused = pairs(stems), {}
    for line in settle(wanted, source or "", refused):
        click.echo(line)
    for pair in wanted:
        if pair.stem in refused:
            continue
        if not force and is_fresh(pair):
            click.echo(f"unchanged {pair.stem}")
            continue
        try:
            refresh_notebook(pair)
            click.echo(f"executed {pair.stem}")
        except (RefreshError, PairError) as error:
            refused[pair.stem] = str(error)
    if refused:
        click.echo("\n".join(refused.values()), err=True)
        raise SystemExit(EXIT_FAILED)


def settle_pairs(say) -> dict[str, str]:
    """Let the unchanged file of each notebook's pair follow the other, and say so; return why a pair is not run."""
    from psa.batch.pairs import pairs, settle

    refused: dict[str, str] = {}
    for line in settle(pairs(), refused=refused):
        say(line)
    return refused
