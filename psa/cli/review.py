"""Report a change: between two states, for a reviewer, by day of release."""

import sys
from pathlib import Path

import click

from psa.cli.group import EXIT_FAILED, framework_option, group, shown, through_option
from psa.words import count


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
    from psa.batch.kept_ratings import kept_ratings
    from psa.review.changes import diff as find_difference
    from psa.review.markdown import markdown

    say_markdown(markdown(find_difference(old, new, framework, through, keep=kept_ratings)))


@group.command()
@click.argument("base", default="HEAD")
@framework_option
@through_option
@click.option("--tests", is_flag=True, help="Run the tests as well, which takes minutes.")
@click.option(
    "--html",
    "page",
    type=click.Path(dir_okay=False, path_type=Path),
    default=None,
    help="Write the report as a page as well: each chart that the change alters, before and now, side by side.",
)
@click.option(
    "--approve",
    "is_approved",
    is_flag=True,
    help="Write the hashes of the changed tables, params and rating tables to .ci/approved.csv.",
)
@click.option(
    "--check",
    "is_checked",
    is_flag=True,
    help="Fail where one of these is not as it was approved; report nothing.",
)
def review(base, framework, through, tests, page, is_approved, is_checked):
    """Report a change from BASE (a git revision) on: rows, ratings, notebooks and tests, as Markdown.

    A published figure that was edited in place, without a new row for its new release, is named first. What a reviewer
    has read and agrees with, --approve writes down; continuous integration reads it with --check.
    """
    from psa.review.approval import APPROVED, approve, not_approved

    if is_checked:
        waiting = not_approved(base)
        for name in waiting:
            click.echo(f"not approved as it is: {name}", err=True)
        click.echo(f"{count(len(waiting), 'changed file')} to be approved with psa review {base} --approve")
        raise SystemExit(EXIT_FAILED if waiting else 0)
    if is_approved:
        approved = approve(base)
        click.echo(
            f"approved {count(len(approved), 'changed file')} in {APPROVED.as_posix()}: commit it with the change"
        )
        return
    from psa.batch.kept_ratings import kept_ratings
    from psa.review.report import gather, report

    change = gather(base, framework, through, kept_ratings)
    passed, text = report(change, tests)
    if page:
        from psa.files.write import write_text
        from psa.review.html import html_report

        write_text(html_report(change, text.rpartition("## Tests")[2].strip()), page)
        click.echo(f"wrote {shown(page)}", err=True)
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
