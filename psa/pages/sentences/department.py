"""Sentences about one department."""

from collections.abc import Callable
from typing import Any

import pandas as pd

from psa.methods.agreements import department_indicators
from psa.methods.best_evidence import best_of_group
from psa.methods.comparison import OFFICIAL
from psa.methods.components import ASSESSED
from psa.methods.ratings import Ratings
from psa.pages.sentences.agreement import grades_in_words
from psa.pages.sentences.phrases import join_lists
from psa.pages.sentences.result import describe_result
from psa.pages.sentences.today import describe_led, is_running
from psa.words import count, escape, in_words, listed, mark, number

Row = dict[Any, Any]


def title_department(rated: Ratings, department_id: str) -> str:
    """Return the page's heading."""
    about = rated.framework.department(department_id)
    return f"# {escape(about.name)}\n\n{escape(rated.framework.settings['title'] or rated.framework.name)}"


def describe_department(rated: Ratings, department_id: str) -> str:
    """Return what a department leads and is a partner of, with counts, each shared indicator once."""
    if is_running(rated):
        return describe_led(rated, department_id)
    row = rated.departments.set_index("department_id").loc[department_id].to_dict()
    word = in_words(rated.framework)
    text = [
        _part(row, "lead", "leads", word),
        _targets(rated, row),
        _part(row, "partner", "is a partner of", word),
    ]
    if row["total"]:
        text.append(
            f"Taken together, each shared {word('indicator')} once, the official rule would say "
            f"**{word(row['rating'])}** ({row['improved']} of {row['total']} improved, {row['assessed']} rated)."
        )
    text.append(_own_objectives(row, word))
    note = rated.framework.department(department_id).note
    text = [part for part in text if part]
    return " ".join([*text, f"*Note: {escape(note)}.*"] if note else text)


def _part(row: Row, role: str, verb: str, word: Callable[..., str]) -> str:
    """Return what a department leads, or is a partner of, with counts."""
    ids = [name for name in str(row[f"{role}_agreements"]).split(";") if name]
    if not ids:
        return f"It {verb} no {word('agreement')}."
    total, assessed = row[f"{role}_total"], row[f"{role}_assessed"]
    return (
        f"It {verb} {count(len(ids), word('agreement'), word('agreement', True))}: of "
        f"{'its' if len(ids) == 1 else 'their'} {count(total, word('indicator'), word('indicator', True))} "
        f"{row[f'{role}_improved']} improved, {assessed - row[f'{role}_improved']} did not, and "
        f"{total - assessed} could not be rated."
    )


def _targets(rated: Ratings, row: Row) -> str:
    """Return how many targets of what a department leads were met and missed; empty where none was due."""
    board = rated.scoreboard
    led = board[board["agreement_id"].isin(str(row["lead_agreements"]).split(";"))]
    met, missed = (int((led["outcome"] == code).sum()) for code in ("met", "missed"))
    if not met + missed:
        return ""
    was = "was" if missed == 1 else "were"
    due = count(met + missed, "target")
    return f"Of the {due} that came due, **{missed or 'none'} {was} missed** and {met or 'none'} met."


def describe_department_evidence(rated: Ratings, department_id: str) -> str:
    """Return what the best evidence says of what a department answers for; empty where it adds nothing."""
    if rated.rule != OFFICIAL:
        return ""
    word = in_words(rated.framework)
    lines = []
    for role, words in (("lead", "leads"), ("partner", "is a partner of")):
        own = department_indicators(rated.framework, rated.indicators, department_id, role)
        best = best_of_group(own, rated.settings)
        assessed = int(own["rating"].isin(ASSESSED).sum())
        how = f" ({grades_in_words(best)})" if best["best_improved"] else ""
        if best["best_assessed"] > assessed:
            lines.append(
                f"Of the {count(len(own), word('indicator'), word('indicator', True))} of what it {words}, "
                f"{assessed} could be rated; by the best evidence {best['best_improved']} moved the right way"
                f"{how}, and of {len(own) - best['best_assessed']} nothing can be said."
            )
    if not lines:
        return ""
    return " ".join(
        [*lines, f"A proxy or a related series is not the {word('indicator')} itself: this is no rating."]
    )


def _own_objectives(row: Row, word: Callable[..., str]) -> str:
    """Return how the indicators of a department's own objectives did; empty where none is in the tables."""
    total, improved, assessed = (row[f"objective_{part}"] for part in ("indicators", "improved", "assessed"))
    if not total:
        return ""
    one = row["objectives"] == 1
    objectives = f"{word('objective')} has" if one else f"{row['objectives']} {word('objective', True)} have"
    short = row["objective_targets_short"]
    missed = f", {count(short, 'target')} not reached by the latest figure" if short else ""
    return (
        f"Its own {objectives} "
        f"{count(total, word('indicator'), word('indicator', True))} in the tables: {improved} improved{missed}, "
        f"{total - assessed} could not be rated."
    )


def describe_objectives(rated: Ratings, department_id: str) -> str:
    """Return a department's own objectives with their indicators, links and published ratings."""
    framework = rated.framework
    word = in_words(framework)
    table = framework.objectives[framework.objectives["department_id"] == department_id]
    if table.empty:
        return f"No {word('objective')} of this {word('department')} is in the tables."
    lines = []
    for objective in table.to_dict("records"):
        objective_id = objective["objective_id"]
        lines.append(
            f"### {escape(objective['number'])}. {escape(objective['title'])}{mark(objective['provenance'])}"
        )
        links = _of_objective(framework.objective_agreements, objective_id)
        if links:
            lines.append(f"It underpins {listed([escape(link['agreement_id']) for link in links])}.")
        indicators = _of_objective(framework.objective_indicators, objective_id)
        lines += [_objective_indicator(rated, indicator) for indicator in indicators]
        if not indicators:
            lines.append(f"No {word('indicator')} of it is in the tables.")
        lines += [_published(row) for row in _of_objective(framework.published_ratings, objective_id)]
        lines.append("")
    return "\n\n".join(join_lists(lines))


def _of_objective(table: pd.DataFrame, objective_id: str) -> list[Row]:
    return table[table["objective_id"] == objective_id].to_dict("records")


def _objective_indicator(rated: Ratings, indicator: Row) -> str:
    """Return an indicator of an objective as an item: what it asks, what it is shared with, what became of it."""
    shared, target = indicator["shared_indicator_id"], indicator["target_text"]
    asked = f" ({escape(target)})" if isinstance(target, str) else ""
    with_agreement = set(rated.promised["indicator_id"])
    link = f", shared with {escape(shared)}" if shared in with_agreement else ""
    result = describe_result(rated, shared)
    return f"- {escape(indicator['number'])} {escape(indicator['name'])}{asked}{link}: {result}"


def _published(row: Row) -> str:
    """Return a published rating of an objective as an item."""
    improved, total = row["improved_count"], row["total_count"]
    counts: str = f", {int(improved)} of {int(total)}" if pd.notna(improved) else ""
    return f"- Published: *{escape(row['rating_as_published'])}*{counts} ({escape(row['report'])})"


def describe_actions(rated: Ratings, department_id: str | None = None) -> str:
    """Return the actions that underpin all agreements, of one department (with those for all) or of all."""
    framework = rated.framework
    word = in_words(framework)
    actions = framework.transformation
    if department_id:
        actions = actions[actions["department_id"].isin([department_id, "all"])]
    if actions.empty:
        return f"No {word('action')} is in the tables."
    lines, every = [], f"Every {word('department')}"
    for owner, group in actions.groupby("department_id", sort=False):
        lines.append(f"**{every if owner == 'all' else escape(framework.department_name(str(owner)))}**")
        lines += [
            _action(rated, action, framework.transformation_observations)
            for action in group.to_dict("records")
        ]
    return "\n\n".join(join_lists(lines))


def _action(rated: Ratings, action: Row, observations: pd.DataFrame) -> str:
    """Return an action as an item, with its target, its figures, and what became of its own indicators."""
    target = f": {escape(action['target_text'])}" if isinstance(action["target_text"], str) else ""
    figures = observations[observations["action_id"] == action["action_id"]].to_dict("records")
    shown = listed([f"{escape(figure['label'])} {number(figure['value'])}" for figure in figures])
    shown = f" Figures of {escape(figures[0]['period'])}: {shown}." if shown else ""
    results = "".join(
        f" {escape(row['name'])}: {describe_result(rated, row['indicator_id'])}."
        for row in rated.rows_of_agreement(action["action_id"])
    )
    return f"- {escape(action['title'])}{target}.{shown}{results}{mark(action['provenance'])}"
