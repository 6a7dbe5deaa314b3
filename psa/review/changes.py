"""What changed between two states of a framework: which ratings, from what to what, because of which rows.

A state is a folder of tables, a folder of outputs or a git revision. Two states of the tables are both
rated with the present code, so that a difference is one of the facts; where the results of both
revisions are committed, those are compared as well, and there a change of code shows.
"""

from dataclasses import dataclass, replace
from pathlib import Path

from psa import paths
from psa.data.defaults import default_settings
from psa.data.reading.folder import read_tables
from psa.methods.ratings import Ratings
from psa.review.difference import LEVELS, Difference, RowChange
from psa.review.rate_state import Keep, rate_state
from psa.review.rating_tables import (
    diff_tables,
    members_of_tables,
    rating_tables,
    read_rating_tables,
    stale_rows,
)
from psa.review.rows import UNRATED_SETTINGS, diff_rows
from psa.review.states import State, code_changes, is_framework, is_outputs, open_states
from psa.words import code_span, count, escape_report

MAX_IDS = 5


ONLY_CODE = (
    "No row of the tables and no setting differs. What differs is code, and both states were rated with the "
    "present code, so a change of rule cannot show in these ratings."
)


OUT_OF_DATE = "Those of the new state are out of date: see the top of this report."


CODE_AS_WELL = (
    "Code differs as well. Both states were rated with the present code: what is listed comes from the "
    "tables and the settings alone."
)


@dataclass(frozen=True)
class Comparison:
    """Two states of the tables with their ratings, and what differs.

    Attributes:
        difference: what differs.
        before, after: the ratings of both; one and the same object where nothing that is rated differs.
    """

    difference: Difference
    before: Ratings
    after: Ratings


def diff_outputs(old: str | Path, new: str | Path, labels: tuple[str, str] | None = None) -> Difference:
    """Return what differs between the rating tables of two output folders.

    Raises:
        FileNotFoundError: a folder has no rating table.
    """
    before, after = read_rating_tables(Path(old)), read_rating_tables(Path(new))
    changes, moved = diff_tables(before, after)
    notes = [
        f"There is no table of {level}s in {'the old' if level not in before else 'the new'} outputs."
        for level in LEVELS
        if (level in before) != (level in after)
    ]
    members = members_of_tables(before, after)
    names = labels or (str(old), str(new))
    return Difference(*names, changes, moved, members=members, notes=tuple(notes))


def compare_frameworks(
    old: "str | Path | State",
    new: "str | Path | State",
    through: str = "",
    rule: str = "",
    keep: Keep | None = None,
) -> Comparison:
    """Return what differs between two framework folders, ratings and the rows they come from, with their ratings.

    Both are rated with the present code, each with its own settings.

    Args:
        old, new: folders of tables, or states from `open_states`.
        through, rule: as for `psa.methods.ratings.rate_framework`.
        keep: as for `psa.review.rate_state.rate_state`.

    Raises:
        FrameworkError: a state cannot be used; its faults name the state.
    """
    states = [s if isinstance(s, State) else State(str(s), paths.framework_folder(s)) for s in (old, new)]
    rated = [rate_state(state, through, rule, keep) for state in states]
    changes, moved = diff_tables(*map(rating_tables, rated))
    members = members_of_tables(*map(rating_tables, rated))
    rows = [*diff_rows(*(read_tables(s.folder)[0] for s in states)), *_diff_settings(*states)]
    found = Difference(states[0].label, states[1].label, changes, moved, tuple(rows), members)
    return Comparison(found, *rated)


def diff_frameworks(
    old: "str | Path | State", new: "str | Path | State", through: str = "", rule: str = ""
) -> Difference:
    """Return what differs between two framework folders, as for `compare_frameworks`."""
    return compare_frameworks(old, new, through, rule).difference


def _diff_settings(old: State, new: State) -> list[RowChange]:
    present = default_settings()
    before, after = ({**present, **(s.settings or {})} for s in (old, new))
    return [
        RowChange(
            "settings",
            "params/settings.yml",
            0,
            "changed",
            name,
            (("default", str(before.get(name, "")), str(after.get(name, ""))),),
            feeds_all=name not in UNRATED_SETTINGS,
        )
        for name in sorted(before.keys() | after.keys())
        if before.get(name) != after.get(name)
    ]


def diff(
    old: str,
    new: str = "",
    framework: str | Path | None = None,
    through: str = "",
    rule: str = "",
    keep: Keep | None = None,
) -> Difference:
    """Return what differs between two states, each a git revision, a folder of tables or of outputs.

    Args:
        old, new: names of states; an empty `new` is the framework as it stands.
        framework: whose tables, by name or folder; without it, the default one.
        through, rule: as for `psa.methods.ratings.rate_framework`.
        keep: as for `psa.review.rate_state.rate_state`.

    Raises:
        ValueError: a name is none of these, or the two are of different kinds.
        FrameworkError: the tables of a state cannot be used.
    """
    kinds = [bool(n) and is_outputs(Path(n)) and not is_framework(Path(n)) for n in (old, new)]
    if all(kinds):
        return diff_outputs(old, new)
    if any(kinds):
        raise ValueError(
            f"{old if kinds[0] else new} is a folder of outputs: name another one to compare it with"
        )
    return compare(old, new, framework, through, rule, keep).difference


def compare(
    old: str,
    new: str = "",
    framework: str | Path | None = None,
    through: str = "",
    rule: str = "",
    keep: Keep | None = None,
) -> Comparison:
    """Return two states of the tables with their ratings and what differs; as for `diff`, no folder of outputs."""
    with open_states(old, new, framework) as states:
        comparison = compare_frameworks(*states, through=through, rule=rule, keep=keep)
        found = comparison.difference
        notes, code = [], code_changes(*states)
        if code:
            listed = ", ".join(code_span(n) for n in code[:12]) + (
                f" and {len(code) - 12} more" if len(code) > 12 else ""
            )
            if not found.rows:
                notes.append(ONLY_CODE)
            else:
                notes.append(CODE_AS_WELL)
            notes.append(f"Code that differs: {listed}.")
        elif code is not None and not found.rows:
            notes.append("Neither the tables and settings nor the code differ.")
        before, after = states[0].outputs, states[1].outputs
        committed = None
        if before and after and (states[0].commit or states[1].commit):
            committed = diff_outputs(before, after, (found.old, found.new))
        elif code and (states[0].commit or states[1].commit):
            notes.append(
                "The results of the two states are not both committed, so what the code changed is not shown."
            )
        if after:
            # `psa run` without options writes them: by the official rule, up to the framework's own last day
            own = rate_state(states[1], keep=keep) if through or rule else comparison.after
            stale = stale_rows(own, after)
            notes.insert(0, _describe_stale(stale, states[1]))
            if stale and committed:
                committed = replace(committed, notes=(*committed.notes, OUT_OF_DATE))
    whole = replace(found, notes=(*found.notes, *notes), committed=committed)
    return replace(comparison, difference=whole)


def _describe_stale(stale: dict[str, tuple[str, ...]], state: State) -> str:
    """Say whether the rating tables in a state's outputs are those that its tables give."""
    whose = f"the tables of {code_span(state.label)}" if state.commit else state.label
    is_default = state.folder.name == default_settings()["framework"]
    place = code_span("outputs/" if is_default else f"outputs/{state.folder.name}/")
    given = f"those that {whose} give with the present code"
    if not stale:
        return f"The rating tables in {place} are {given}."
    files = []
    for name, ids in stale.items():
        some = ", ".join(map(escape_report, ids[:MAX_IDS])) + (", …" if len(ids) > MAX_IDS else "")
        files.append(f"{code_span(name)} ({count(len(ids), 'row')}{f': {some}' if ids else ''})")
    renew = "`psa run`, and commit them with the change" if is_default else "`psa run --framework`"
    differ = f"Rows that differ: {', '.join(files)}. Renew them with {renew}."
    return f"**The rating tables in {place} are not {given}.** {differ}"
