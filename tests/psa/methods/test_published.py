"""Published ratings beside computed ones, each difference explained."""

import shutil

import pytest

from psa.data.load import load_framework
from psa.methods.ratings import rate_framework


def test_published_ratings_are_compared_one_by_one(tiny_rated):
    rows = tiny_rated.published.set_index("rated")
    assert rows["agrees"].to_dict() == {
        "pledge-a": "yes",
        "pledge-b": "no",
        "pledge-a/1": "yes",
        "pledge-b/3": "no",
    }
    assert "target: met" in rows.loc["pledge-a/1", "computed_rating"]
    assert "break" in rows.loc["pledge-b/3", "explanation"]


# the published rating of one thing, then what is said of it beside ours
COMPARISONS = {
    "target met": (",,pledge-a/1", "met", "yes", "the target status agrees"),
    "target missed": (",,pledge-a/1", "not_met", "no", "a target or milestone of its own"),
    "no target": (",,pledge-b/2", "met", "cannot be compared", "the report judges a target"),
    "same": (",,pledge-a/3", "improvement", "yes", "the same rating"),
    "same without figures": (",,pledge-a/4", "not_yet_assessed", "yes", "the same rating"),
    "another scale": (",,pledge-a/3", "other", "cannot be compared", "outside the scale"),
    "no figures here": (",,pledge-b/3", "improvement", "no", "could not be found or used here"),
    "none here either": (",,pledge-b/3", "not_yet_assessed", "no", "neither gives a rating"),
    "earlier report": (",,pledge-a/3", "not_yet_assessed", "no", "of 2023-11 came before the figures"),
    "plain difference": (",,pledge-b/2", "improvement", "no", "ours: moved the wrong way"),
    "agreement": ("pledge-a,,", "some_progress", "no", "ours: 3 of 4 indicators improved"),
    "outcome": (",,warm/1", "met", "cannot be compared", "no figures of this outcome"),
    "nothing said": (",cool,", "some_progress", "cannot be compared", "no counts were published"),
    "by its parts": (",warm,", "no_progress", "no", "the rule gives strong_progress for its published parts"),
}


@pytest.fixture(scope="module")
def compared(tmp_path_factory, tiny):
    """Return the comparison of each of `COMPARISONS`, all in one framework."""
    folder = tmp_path_factory.mktemp("compared") / "tiny"
    shutil.copytree(tiny.folder, folder)
    (folder / "objectives.csv").write_text(
        "objective_id,department_id,title\nwarm,housing,Warm homes\ncool,housing,Cool homes\n",
        encoding="utf-8",
    )
    header = "agreement_id,objective_id,indicator_id,report,report_date,rating_as_published,rating_class"
    rows = [f"{what},{name},2023-11,Words,{said}" for name, (what, said, *_) in COMPARISONS.items()]
    (folder / "published_ratings.csv").write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return rate_framework(load_framework(folder)).published.set_axis(list(COMPARISONS))


@pytest.mark.parametrize("name", COMPARISONS)
def test_each_way_to_agree_or_differ_is_explained(compared, name):
    *_, agrees, words = COMPARISONS[name]
    assert compared.loc[name, "agrees"] == agrees
    assert words in compared.loc[name, "explanation"]


def test_a_published_count_is_judged_by_the_rule_and_never_by_our_figures(tiny_folder):
    (tiny_folder / "objectives.csv").write_text(
        "objective_id,department_id,title\nwarm,housing,Warm homes\n", encoding="utf-8"
    )
    header = "objective_id,report,rating_as_published,rating_class,improved_count,total_count\n"
    said = ["some_progress,3,7", "strong_progress,4,7", "some_progress,4,7"]
    (tiny_folder / "published_ratings.csv").write_text(
        header + "".join(f"warm,Report,Words,{row}\n" for row in said), encoding="utf-8"
    )
    rows = rate_framework(load_framework(tiny_folder)).published
    assert rows["agrees"].tolist() == ["yes", "yes", "no"]
    assert rows["explanation"].tolist() == [
        "the rule gives this label for 3 of 7 if 4 to 7 of them were assessed",
        "the rule gives this label for 4 of 7",
        "the rule gives strong_progress for 4 of 7",
    ]
