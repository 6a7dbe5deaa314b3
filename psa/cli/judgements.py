"""The register of choices of ours: list it, decide one."""

import click

from psa.cli.add import describe_written, say_outcome
from psa.cli.group import framework_option, group
from psa.words import count

MOST_MOVES = 6


@group.command()
@framework_option
@click.option("--quick", is_flag=True, help="Only list them, without trying their other values.")
@click.argument("only", metavar="[ID]", default="")
def judgements(framework, quick, only):
    """List every choice of ours on which answers rest, the heaviest first; of ID, those whose id begins so.

    Of each: what is chosen, where it stands, whether it is a default or was decided, by whom, when and why, and how
    many labels, ratings, verdicts, target results and readings would be others under each of its other values. Those
    are worked out by rating with the other value: settings one by one, choices of single indicators many at a time,
    which gives the same. What could not be rated, or was left over after 60 ratings, is marked as not tried. Which
    body's rule is used is no choice here: every page shows the rules side by side.
    """
    from psa import paths
    from psa.workbook.workbook import load

    workbook = load(framework or paths.default_framework())
    weights = workbook.judgements(only, not quick)
    heavy = sum(bool(w.moves and w.most) for w in weights)
    tried = "" if quick else f"; {heavy} would turn something over"
    click.echo(f"{count(len(weights), 'choice')} of ours in {workbook.framework.name}{tried}")
    for weight in weights:
        _say(weight, quick)


def _say(weight, quick):
    one = weight.judgement
    click.echo(f"\n{one.id}: {one.what}: {one.value or 'empty'} ({one.origin})")
    click.echo(f"  {one.table}.csv, row {one.row_key}, column {one.column}")
    if one.why:
        click.echo(f"  why: {one.why}")
    for value in one.others:
        if quick:
            click.echo(f"  could be {value}")
        elif value not in weight.moves:
            click.echo(f"  with {value}: not tried")
        else:
            click.echo(f"  with {value}: {_moved(weight.moves[value])}")


def _moved(moves):
    if not moves:
        return "nothing turns over"
    words = [f"{m.id} {m.what}: {_word(m.old)} -> {_word(m.new)}" for m in moves[:MOST_MOVES]]
    more = f"; and {len(moves) - MOST_MOVES} more" if len(moves) > MOST_MOVES else ""
    return (
        f"{count(len(moves), 'answer')} turn{'s' if len(moves) == 1 else ''} over: {'; '.join(words)}{more}"
    )


def _word(code):
    return (code or "none").replace("_", " ")


@group.command()
@click.argument("choice", metavar="ID")
@click.argument("value")
@click.option("--why", required=True, metavar="TEXT", help="The reason, in a sentence; shown.")
@click.option("--by", default="", metavar="NAME", help="Who decides.")
@click.option("--on", default="", metavar="DATE", help="The day of the decision; by default today.")
@framework_option
def decide(choice, value, why, by, on, framework):
    """Make a choice of ours: write VALUE for ID (as psa judgements lists it) to decisions.csv, with the reason.

    The cell that it stands in keeps its text; the decision is used in its place from now on, and the pages say so. To
    confirm what is used already, give that value. A later decision on the same choice is another row.
    """
    from psa import paths
    from psa.authoring.decide import decide as write_decision
    from psa.workbook.workbook import load

    before = load(framework or paths.default_framework()).ratings
    written = write_decision(before, choice, value, why, by, on)
    click.echo(describe_written(written))
    say_outcome(before, written.tables)
