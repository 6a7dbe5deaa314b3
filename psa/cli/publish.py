"""Publish dated, permanent copies of the site."""

from pathlib import Path

import click

from psa import paths
from psa.cli.group import RuleOption, as_at_option, framework_option, group, shown, through_option
from psa.words import count


@group.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@framework_option
@through_option
@as_at_option
@click.option("--rule", cls=RuleOption, default="", metavar="RULE")
@click.option(
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    default=None,
    help="Where the site is. Default: outputs/.",
)
def publish(folder, framework, through, as_at, rule, output):
    """Put a dated, permanent copy of the site into FOLDER, beside those published before.

    The copy has the date of the data for its name: the latest day on which a figure came out or a source was read, or
    the day of --as-at. Files that an earlier copy holds as well take no further room. A date that is published is never
    written over. Run psa run first, with the same options.
    """
    from psa.batch.asked import Asked
    from psa.batch.publish import publish_site

    name = framework or paths.default_framework()
    outputs = output or paths.outputs_of(name)
    published = publish_site(name, Asked(through, as_at, rule), outputs, folder)
    home = folder / published.publication.date
    files = count(len(published.publication.files), "file")
    if published.is_new:
        click.echo(
            f"published {shown(home)}: {files}, {published.shared} of them as in earlier publications."
        )
    else:
        click.echo(f"{shown(home)} is published already, with the same bytes: nothing to do.")
    click.echo(f"{shown(folder / 'index.html')} lists all publications.")
