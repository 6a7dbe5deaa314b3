"""Work out what the pages of an agreement and of a department show, and show it nowhere.

The first page of a process takes two or three times as long as the next: templates are compiled, fonts and styles
read, tables of the framework indexed. A process that forks many does this once, before it forks.
"""

import warnings

from psa.methods.ratings import Ratings
from psa.pages import sections
from psa.pages.for_page import set_aside
from psa.pages.outcomes import outcomes_of
from psa.pages.sentences import department as department_sentences


def work_out_one_of_each(rated: Ratings) -> int:
    """Work out the pages of the agreement with the most figures and of the first department; return how many parts.

    No warning is lost: what a page warns of, it warns of again where it is shown.
    """
    with warnings.catch_warnings(record=True), set_aside() as shown:
        for agreement_id in rated.agreements["agreement_id"]:
            outcomes_of(rated, agreement_id)  # its rows as records, which pages of departments read too
        if len(rated.agreements):
            _work_out_agreement(rated, _longest(rated))
        for department in list(rated.departments["department_id"])[:1]:
            sections.show_department_agreements(rated, department)
            sections.say(department_sentences.describe_department(rated, department))
            sections.say(department_sentences.describe_objectives(rated, department))
        for part in shown:
            if (in_all_forms := getattr(part, "_repr_mimebundle_", None)) is not None:
                in_all_forms()
    return len(shown)


def _longest(rated: Ratings) -> str:
    """Return the agreement whose rateable series have the most figures: its page has one of most things."""
    points = (
        rated.measures[rated.measures["is_rateable"].astype(bool)].groupby("agreement_id")["n_points"].sum()
    )
    return str(points.idxmax()) if len(points) else str(rated.agreements["agreement_id"].iloc[0])


def _work_out_agreement(rated: Ratings, agreement_id: str) -> None:
    sections.show_answer(rated, agreement_id)
    own = rated.indicators["agreement_id"] == agreement_id
    for indicator_id in rated.indicators.loc[own, "indicator_id"]:
        sections.show_card(rated, indicator_id)
    sections.show_unrated(rated, agreement_id)
    sections.show_firmness(rated, agreement_id)
