"""Show and write ratings without notebooks."""

from pathlib import Path

import click

from psa import paths
from psa.cli.group import RuleOption, as_at_option, framework_option, group, say_period, shown, through_option
from psa.words import count


@group.command()
@click.argument("identifier", required=False)
@click.option(
    "--missing",
    is_flag=True,
    help="Only indicators without a rating, the nearest to one first, and what would settle each.",
)
@framework_option
@through_option
@as_at_option
@click.option("--rule", cls=RuleOption, default="", metavar="RULE")
def show(identifier, missing, framework, through, as_at, rule):
    """Show one agreement or department in the terminal: theme, label, best evidence, indicators, reasons.

    With --missing and without an id, the indicators of the whole framework that have no official rating.
    """
    from psa.methods.agreements import department_indicators
    from psa.pages.sentences.today import describe_as_at, describe_today, is_running
    from psa.words import hint
    from psa.workbook.workbook import load

    if not identifier and not missing:
        raise click.UsageError("say which agreement or department, or give --missing")
    rated = load(framework or paths.default_framework(), through, rule, as_at).ratings
    about = rated.framework
    if not identifier:
        return _show_missing(about, rated.official)
    theme = ""
    if identifier in set(about.agreements["agreement_id"]):
        row = rated.agreements.set_index("agreement_id").loc[identifier]
        title, theme = about.agreement(identifier).title, about.agreement(identifier).theme or ""
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
    if missing:
        own = rated.official["indicator_id"].isin(indicators["indicator_id"])
        return _show_missing(about, rated.official[own])
    click.echo(f"{identifier}  {title}")
    if theme:
        click.echo(theme)
    click.echo(f"{about.word(row['rating'])}: {row['reason']}")
    if is_running(rated):
        click.echo(describe_as_at(rated))
        for one in indicators["indicator_id"]:
            words = describe_today(rated, one).replace("**", "")
            click.echo(f"\n  {one}  {about.indicator(one).name}\n    {words}")
        return
    read = int((indicators["best_evidence"] != "none").sum())
    if read > row["assessed"]:
        moved = int((indicators["best_evidence"] == "improved").sum())
        click.echo(
            f"best evidence: {moved} of {len(indicators)} moved the right way, {len(indicators) - read} not known"
        )
    for one in indicators.itertuples():
        is_proposed = one.indicator_id in about.proposed_directions
        mark = " (which way is good is a proposal, not yet confirmed)" if is_proposed else ""
        click.echo(f"\n  {one.indicator_id}  {one.name}\n    {about.word(one.rating)}: {one.reason}{mark}")


def _show_missing(about, indicators):
    """Write the indicators without a rating, the nearest first, each with what would settle it."""
    from psa.methods.evidence_grades import GRADES
    from psa.methods.nearness import nearest_first

    settle = about.indicators.set_index("indicator_id")["what_would_settle"].dropna()
    waiting = nearest_first(indicators)
    click.echo(f"{count(len(waiting), 'indicator')} of {len(indicators)} without a rating")
    for one in waiting.itertuples():
        click.echo(f"\n  {one.indicator_id}  {one.name}")
        click.echo(f"    {one.evidence_grade}: {GRADES[one.evidence_grade]}")
        click.echo(f"    {one.reason}")
        if one.indicator_id in settle:
            click.echo(f"    to settle it: {settle[one.indicator_id]}")


@group.command()
@framework_option
@through_option
@as_at_option
@click.option(
    "--rule",
    cls=RuleOption,
    default="",
    metavar="RULE",
)
@click.option(
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    required=True,
    help="The folder to write to.",
)
def rate(framework, through, as_at, rule, output):
    """Write indicator_ratings.csv, agreement_ratings.csv and department_ratings.csv, without notebooks."""
    from psa.batch.results import write_ratings
    from psa.data.load import load_framework
    from psa.methods.checks import CHECKS
    from psa.methods.ratings import rate_framework

    loaded = load_framework(framework, CHECKS)
    rated = rate_framework(loaded, through, rule, as_at=as_at)
    say_period(loaded, rated, through)
    for path in write_ratings(rated, output):
        click.echo(f"wrote {path}")


@group.command()
@framework_option
@through_option
@as_at_option
@click.option(
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    required=True,
    help="The folder to write to; the downloads go to downloads/ in it.",
)
def export(framework, through, as_at, output):
    """Write the downloads: CSV, JSON, a spreadsheet and a data package, without notebooks."""
    from psa.data.load import load_framework
    from psa.methods.checks import CHECKS
    from psa.methods.ratings import rate_framework
    from psa.site.downloads.files import write_downloads
    from psa.site.downloads.names import CSVW, PACKAGE

    loaded = load_framework(framework, CHECKS)
    rated = rate_framework(loaded, through, as_at=as_at)
    say_period(loaded, rated, through)
    written = write_downloads(rated, output)
    size = sum(path.stat().st_size for path in written) / 1e6
    click.echo(f"wrote {count(len(written), 'file')}, {size:.1f} MB, to {shown(written[0].parent)}")
    for path in written:
        if path.suffix == ".xlsx" or path.name in {PACKAGE, CSVW}:
            click.echo(f"wrote {shown(path)}")


@group.command(name="open")
@click.option(
    "--output", type=click.Path(file_okay=False, path_type=Path), default=None, help="Default: outputs/."
)
def open_(output):
    """Open the index of the outputs in a browser."""

    page = (output or paths.outputs()) / "index.html"
    if not page.is_file():
        raise FileNotFoundError(f"there is no {shown(page)} yet; psa run makes it")
    click.launch(page.resolve().as_uri())
    click.echo(f"opened {shown(page)}")
