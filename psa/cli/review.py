"""Report a change: between two states, for a reviewer, by day of release."""

import sys

import click

from psa.cli.group import EXIT_FAILED, framework_option, group, through_option


@group.command()
@click.argument("old")
@click.argument("new", default="")
@framework_option
@through_option
def diff(old, new, framework, through):
    """Say which ratings changed from OLD to NEW and because of which rows, as Markdown.

    OLD and NEW are git revisions, folders of tables, or folders of outputs. Without NEW, the tables as
    they stand.
    """
    from psa.review.changes import diff as find_difference
    from psa.review.markdown import markdown

    say_markdown(markdown(find_difference(old, new, framework, through)))


@group.command()
@click.argument("base", default="HEAD")
@framework_option
@through_option
@click.option("--tests", is_flag=True, help="Run the tests as well, which takes minutes.")
def review(base, framework, through, tests):
    """Report a change from BASE (a git revision) on: rows, ratings, notebooks and tests, as Markdown."""
    from psa.review.report import report

    passed, text = report(base, framework, through, tests)
    say_markdown(text)
    if not passed:
        raise SystemExit(EXIT_FAILED)


@group.command()
@framework_option
@through_option
def revisions(framework, through):
    """List what was revised, from what to what, and which verdicts that changed, as Markdown."""
    from psa.data.load import load_framework
    from psa.methods.checks import CHECKS
    from psa.review.markdown import revisions_markdown
    from psa.review.revisions import revisions as find_revisions

    say_markdown(revisions_markdown(find_revisions(load_framework(framework, CHECKS), through)))


def is_terminal() -> bool:
    return sys.stdout.isatty()


def say_markdown(text: str) -> None:
    """Write a report: as Markdown into a file or a pipe, without its escapes on a terminal."""
    from psa.words import unescape

    click.echo(unescape(text) if is_terminal() else text, nl=False)
