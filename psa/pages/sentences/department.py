"""Sentences about one department."""

import pandas as pd

from psa.methods.agreements import department_indicators
from psa.methods.ratings import Ratings
from psa.pages.sentences.phrases import join_lists
from psa.words import count, escape, in_words, listed, mark, number


def title_department(rated: Ratings, department_id: str) -> str:
    """Return the page's heading."""
    about = rated.framework.department(department_id)
    return f"# {escape(about.name)}\n\n{escape(rated.framework.settings['title'] or rated.framework.name)}"


def describe_department(rated: Ratings, department_id: str) -> str:
    """Return what a department leads and is a partner of, with counts, each shared indicator once."""
    row = rated.departments.set_index("department_id").loc[department_id]
    word = in_words(rated.framework)
    agreements = word("agreement", True)

    def indicators(n: int) -> str:
        return count(n, word("indicator"), word("indicator", True))

    text = []
    for role, verb in (("lead", "leads"), ("partner", "is a partner of")):
        ids = [a for a in str(row[f"{role}_agreements"]).split(";") if a]
        if not ids:
            text.append(f"It {verb} no {word('agreement')}.")
            continue
        own = "its" if len(ids) == 1 else "their"
        text.append(f"It {verb} {count(len(ids), word('agreement'), agreements)}: of {own} {indicators(row[f'{role}_total'])} "
                    f"{row[f'{role}_improved']} improved, {row[f'{role}_deteriorated']} deteriorated, and "
                    f"{row[f'{role}_total'] - row[f'{role}_assessed']} could not be rated.")  # fmt: skip
    if row["total"]:
        text.append(f"Taken together, each shared {word('indicator')} once, the official rule would say **{word(row['rating'])}** "
                    f"({row['improved']} of {row['total']} improved, {row['assessed']} rated).")  # fmt: skip
    note = rated.framework.department(department_id).note
    if note:
        text.append(f"*{escape(note)}.*")
    return " ".join(text)


def describe_objectives(rated: Ratings, department_id: str) -> str:
    """Return a department's own objectives with their indicators, links and published ratings."""
    f = rated.framework
    own = f.objectives[f.objectives["department_id"] == department_id]
    if own.empty:
        return f"No {in_words(f)('objective')} of this {in_words(f)('department')} is in the tables."
    lines = []
    rating = rated.indicators.set_index("indicator_id")["rating"]
    for o in own.to_dict("records"):
        lines.append(f"### {escape(o['number'])}. {escape(o['title'])}{mark(o['provenance'])}")
        links = f.objective_agreements[f.objective_agreements["objective_id"] == o["objective_id"]][
            "agreement_id"
        ]
        if len(links):
            lines.append(f"It underpins {listed([escape(a) for a in links])}.")
        kpis = f.objective_indicators[f.objective_indicators["objective_id"] == o["objective_id"]]
        for k in kpis.to_dict("records"):
            shared = k["shared_indicator_id"]
            link = (
                f", shared with {escape(shared)}: {in_words(f)(rating[shared])}"
                if isinstance(shared, str) and shared in rating
                else ""
            )
            target = f" ({escape(k['target_text'])})" if isinstance(k["target_text"], str) else ""
            lines.append(f"- {escape(k['number'])} {escape(k['name'])}{target}{link}")
        if kpis.empty:
            lines.append(f"No {in_words(f)('indicator')} of it is in the tables.")
        said = f.published_ratings[f.published_ratings["objective_id"] == o["objective_id"]]
        for s in said.to_dict("records"):
            counts = (
                f", {int(s['improved_count'])} of {int(s['total_count'])}"
                if pd.notna(s["improved_count"])
                else ""
            )
            lines.append(f"- Published: *{escape(s['rating_as_published'])}*{counts} ({escape(s['report'])})")
        lines.append("")
    return "\n\n".join(join_lists(lines))


def describe_actions(rated: Ratings, department_id: str | None = None) -> str:
    """Return the actions that underpin all agreements, of one department (with those for all) or of all."""
    f = rated.framework
    actions = f.transformation
    if department_id:
        actions = actions[actions["department_id"].isin([department_id, "all"])]
    if actions.empty:
        return f"No {in_words(f)('action')} is in the tables."
    lines = []
    for department, group in actions.groupby("department_id", sort=False):
        owner = (
            f"Every {in_words(f)('department')}"
            if department == "all"
            else escape(f.department_name(department))
        )
        lines.append(f"**{owner}**")
        for a in group.to_dict("records"):
            target = f": {escape(a['target_text'])}" if isinstance(a["target_text"], str) else ""
            figures = f.transformation_observations[
                f.transformation_observations["action_id"] == a["action_id"]
            ]
            said = listed([f"{escape(x['label'])} {number(x['value'])}" for x in figures.to_dict("records")])
            said = f" Figures of {escape(figures['period'].iloc[0])}: {said}." if said else ""
            lines.append(f"- {escape(a['title'])}{target}.{said}{mark(a['provenance'])}")
    return "\n\n".join(join_lists(lines))


def describe_departments_of(rated: Ratings, department_id: str) -> pd.DataFrame:
    """Return the indicators that a department answers for, each once."""
    return department_indicators(rated.framework, rated.indicators, department_id)
