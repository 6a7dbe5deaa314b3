"""Sentences about one department."""

from collections.abc import Callable
from typing import Any

import pandas as pd

from psa.methods.ratings import Ratings
from psa.pages.sentences.phrases import join_lists
from psa.words import count, escape, in_words, listed, mark, number

Row = dict[Any, Any]


def title_department(rated: Ratings, department_id: str) -> str:
    """Return the page's heading."""
    about = rated.framework.department(department_id)
    return f"# {escape(about.name)}\n\n{escape(rated.framework.settings['title'] or rated.framework.name)}"


def describe_department(rated: Ratings, department_id: str) -> str:
    """Return what a department leads and is a partner of, with counts, each shared indicator once."""
    row = rated.departments.set_index("department_id").loc[department_id].to_dict()
    word = in_words(rated.framework)
    text = [_part(row, "lead", "leads", word), _part(row, "partner", "is a partner of", word)]
    if row["total"]:
        text.append(
            f"Taken together, each shared {word('indicator')} once, the official rule would say "
            f"**{word(row['rating'])}** ({row['improved']} of {row['total']} improved, {row['assessed']} rated)."
        )
    note = rated.framework.department(department_id).note
    return " ".join([*text, f"*{escape(note)}.*"] if note else text)


def _part(row: Row, role: str, verb: str, word: Callable[..., str]) -> str:
    """Return what a department leads, or is a partner of, with counts."""
    ids = [name for name in str(row[f"{role}_agreements"]).split(";") if name]
    if not ids:
        return f"It {verb} no {word('agreement')}."
    total, assessed = row[f"{role}_total"], row[f"{role}_assessed"]
    return (
        f"It {verb} {count(len(ids), word('agreement'), word('agreement', True))}: of "
        f"{'its' if len(ids) == 1 else 'their'} {count(total, word('indicator'), word('indicator', True))} "
        f"{row[f'{role}_improved']} improved, {row[f'{role}_deteriorated']} deteriorated, and "
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
    rating = rated.indicators.set_index("indicator_id")["rating"].to_dict()
    for objective in table.to_dict("records"):
        objective_id = objective["objective_id"]
        lines.append(
            f"### {escape(objective['number'])}. {escape(objective['title'])}{mark(objective['provenance'])}"
        )
        links = _of_objective(framework.objective_agreements, objective_id)
        if links:
            lines.append(f"It underpins {listed([escape(link['agreement_id']) for link in links])}.")
        indicators = _of_objective(framework.objective_indicators, objective_id)
        lines += [_objective_indicator(indicator, rating, word) for indicator in indicators]
        if not indicators:
            lines.append(f"No {word('indicator')} of it is in the tables.")
        lines += [_published(row) for row in _of_objective(framework.published_ratings, objective_id)]
        lines.append("")
    return "\n\n".join(join_lists(lines))


def _of_objective(table: pd.DataFrame, objective_id: str) -> list[Row]:
    return table[table["objective_id"] == objective_id].to_dict("records")


def _objective_indicator(indicator: Row, rating: dict[Any, str], word: Callable[..., str]) -> str:
    """Return an indicator of an objective as an item, with the rating of the one it is shared with."""
    shared, target = indicator["shared_indicator_id"], indicator["target_text"]
    asked = f" ({escape(target)})" if isinstance(target, str) else ""
    link = f", shared with {escape(shared)}: {word(rating[shared])}" if shared in rating else ""
    return f"- {escape(indicator['number'])} {escape(indicator['name'])}{asked}{link}"


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
            _action(action, framework.transformation_observations) for action in group.to_dict("records")
        ]
    return "\n\n".join(join_lists(lines))


def _action(action: Row, observations: pd.DataFrame) -> str:
    """Return an action as an item, with its target and its figures."""
    target = f": {escape(action['target_text'])}" if isinstance(action["target_text"], str) else ""
    figures = observations[observations["action_id"] == action["action_id"]].to_dict("records")
    shown = listed([f"{escape(figure['label'])} {number(figure['value'])}" for figure in figures])
    shown = f" Figures of {escape(figures[0]['period'])}: {shown}." if shown else ""
    return f"- {escape(action['title'])}{target}.{shown}{mark(action['provenance'])}"
