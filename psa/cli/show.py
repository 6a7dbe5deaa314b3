"""Show and write ratings without notebooks."""

from pathlib import Path

import click

from psa import paths
from psa.cli.group import RuleOption, as_at_option, framework_option, group, say_period, shown, through_option
from psa.words import count


@group.command()
@click.argument("identifier")
@framework_option
@through_option
@as_at_option
@click.option("--rule", cls=RuleOption, default="", metavar="RULE")
def show(identifier, framework, through, as_at, rule):
    """Show one agreement or department in the terminal: label, indicators, reasons."""
    from psa.data.load import load_framework
    from psa.methods.agreements import department_indicators
    from psa.methods.checks import CHECKS
    from psa.methods.ratings import rate_framework
    from psa.words import hint

    rated = rate_framework(load_framework(framework, CHECKS), through, rule, as_at=as_at)
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

    loaded = load_framework(framework, CHECKS)
    rated = rate_framework(loaded, through, as_at=as_at)
    say_period(loaded, rated, through)
    written = write_downloads(rated, output)
    size = sum(path.stat().st_size for path in written) / 1e6
    click.echo(f"wrote {count(len(written), 'file')}, {size:.1f} MB, to {shown(written[0].parent)}")
    for path in written:
        if path.suffix == ".xlsx" or path.name == "datapackage.json":
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
