"""Fit how irregular a framework's series usually are."""

from datetime import date

import click

from psa.cli.group import framework_option, group


@group.command()
@framework_option
@click.option("--on", default="", metavar="DATE", help="The day to write beside the rows; by default today.")
def priors(framework, on):
    """Fit the rows of the table trend_priors to the framework's own series, and print them.

    Copy the lines to trend_priors.csv. A scale with fewer than ten series has no row: a stated prior serves.
    """
    from psa.data.load import load_framework
    from psa.data.periods import parse_date
    from psa.data.series import load_series
    from psa.methods.checks import CHECKS
    from psa.methods.definitions import with_definitions
    from psa.methods.fitted_priors import fitted_priors
    from psa.methods.moderation import DISPERSION, LEAST_SERIES, PRIOR_SCALES
    from psa.methods.settings import settings_for

    loaded = load_framework(framework, CHECKS)
    day = str(parse_date(on) if on else date.today())
    found = fitted_priors(with_definitions(load_series(loaded), loaded), settings_for(loaded), day)
    click.echo("scale,d0,s0_squared,series_count,figure_count,fitted_on,note")
    for one in found:
        counts = f"{one.series_count},{len(loaded.observations)}"
        click.echo(f"{one.scale},{one.d0:.3g},{one.s0_squared:.3g},{counts},{one.date},")
    missing = [name for name in (*PRIOR_SCALES, DISPERSION) if name not in {one.scale for one in found}]
    if missing:
        click.echo(
            f"fewer than {LEAST_SERIES} series of {', '.join(missing)}: a stated prior serves", err=True
        )
