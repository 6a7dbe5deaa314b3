"""The roll-up: labels at their boundaries, how near an edge, readings, chances, survivors, departments."""

import shutil
from collections import Counter
from dataclasses import replace
from datetime import date
from itertools import product
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.stats import false_discovery_control

from psa.data.load import load_framework
from psa.methods.agreements import department_indicators, rate_group
from psa.methods.comparison import NAMES
from psa.methods.indicators import assess_defined as assess_defined_
from psa.methods.labels import agreement_label, changes_to_flip, describe_label, possible_labels, readings
from psa.methods.ratings import rate_framework
from psa.methods.settings import Settings
from psa.methods.survivors import mark_survivors, survives_benjamini_hochberg
from psa.methods.vocabulary import LABELS, READINGS

FRAMEWORKS = Path(__file__).parents[2] / "frameworks"
SETTINGS = Settings(date(2010, 12, 31), date(2013, 12, 31))
LATER = Settings(date(2010, 12, 31), date(2013, 12, 31), not_yet_assessed_from="more_than_half")
STRONG, SOME, NO, NOT_YET, _ = LABELS


def indicators(ratings: str, **columns) -> pd.DataFrame:
    """Return rows: i improved, d deteriorated, f flat, n not yet, r not rateable, w withheld."""
    words = {
        "i": "improvement",
        "d": "no_improvement",
        "f": "no_improvement",
        "n": "not_yet_assessed",
        "r": "not_rateable",
        "w": "withheld",
    }
    frame = pd.DataFrame(
        {"rating": [words[x] for x in ratings], "p_improved": np.nan, "target_status": "", "reason_code": ""}
    )
    frame["detail"] = ["deteriorated" if x == "d" else "" for x in ratings]
    return frame.assign(**columns)


# ------------------------------------------------------------------------------------------ the label


@pytest.mark.parametrize(
    ("improved", "assessed", "total", "label"),
    [
        (0, 0, 0, NOT_YET),
        (0, 0, 5, NOT_YET),
        (0, 2, 4, NOT_YET),
        (2, 2, 4, NOT_YET),
        (0, 3, 4, NO),
        (0, 4, 4, NO),
        (1, 3, 4, SOME),
        (2, 3, 4, SOME),
        (2, 4, 4, SOME),
        (3, 3, 4, STRONG),
        (3, 4, 4, STRONG),
        (4, 4, 4, STRONG),
        (2, 2, 5, NOT_YET),
        (3, 3, 5, STRONG),
        (2, 3, 5, SOME),
        (0, 3, 5, NO),
        (1, 1, 1, STRONG),
        (0, 1, 1, NO),
        (1, 1, 2, NOT_YET),
        (1, 2, 2, SOME),
        (2, 2, 2, STRONG),
    ],
)
def test_the_label_at_its_boundaries(improved, assessed, total, label):
    assert agreement_label(improved, assessed, total, SETTINGS) == label
    assert agreement_label(improved, assessed, total) == label


def test_strong_is_more_than_half_of_all_and_not_of_the_assessed():
    assert agreement_label(3, 4, 7) == SOME
    assert agreement_label(4, 4, 7) == STRONG


def test_the_other_share_of_missing_indicators():
    assert agreement_label(2, 2, 4, LATER) == SOME
    assert agreement_label(0, 2, 4, LATER) == NO
    assert agreement_label(1, 1, 4, LATER) == NOT_YET
    assert agreement_label(0, 0, 0, LATER) == NOT_YET


@pytest.mark.parametrize("counts", [(2, 1, 3), (1, 4, 3), (-1, 0, 3)])
def test_counts_that_cannot_be(counts):
    with pytest.raises(ValueError, match="improved <= assessed <= total"):
        agreement_label(*counts)


def test_improving_never_lowers_a_label():
    rank = {NO: 0, SOME: 1, STRONG: 2}
    for total in range(1, 9):
        for assessed in range(total + 1):
            labels = [agreement_label(i, assessed, total) for i in range(assessed + 1)]
            if NOT_YET in labels:
                assert set(labels) == {NOT_YET}
            else:
                assert [rank[x] for x in labels] == sorted(rank[x] for x in labels)


def test_possible_labels_of_a_published_count():
    assert possible_labels(3, 7) == {NOT_YET: (3, 3), SOME: (4, 7)}
    assert possible_labels(4, 7) == {STRONG: (4, 7)}
    assert possible_labels(0, 4) == {NOT_YET: (0, 2), NO: (3, 4)}
    assert possible_labels(2, 4, LATER) == {SOME: (2, 4)}


@pytest.mark.parametrize("settings", [SETTINGS, LATER])
def test_changes_to_flip_is_the_shortest_way(settings):
    for total in range(1, 6):
        for states in product("ifn", repeat=total):
            here = Counter(states)
            counts = (here["i"], here["i"] + here["f"], total)
            label = agreement_label(*counts, settings)
            found = {}
            for others in product("ifn", repeat=total):
                there = Counter(others)
                other = agreement_label(there["i"], there["i"] + there["f"], total, settings)
                moved = sum(a != b for a, b in zip(states, others, strict=True))
                if other != label and moved < found.get(other, 99):
                    found[other] = moved
            steps, to = changes_to_flip(*counts, settings)
            assert steps == min(found.values())
            assert to == min((x for x in found if found[x] == steps), key=LABELS.index)


def test_nothing_to_flip_without_indicators():
    assert changes_to_flip(0, 0, 0) == (0, NOT_YET)


# ------------------------------------------------------------------------------------------ groups


def test_a_group_counts_everything_once():
    row = rate_group(indicators("iiidfnrw"), SETTINGS)
    assert {
        k: row[k]
        for k in (
            "improved",
            "not_improved",
            "deteriorated",
            "assessed",
            "not_yet_assessed",
            "not_rateable",
            "withheld",
            "total",
        )
    } == {
        "improved": 3,
        "not_improved": 2,
        "deteriorated": 1,
        "assessed": 5,
        "not_yet_assessed": 1,
        "not_rateable": 1,
        "withheld": 1,
        "total": 8,
    }
    assert row["rating"] == SOME
    assert row["reason"].startswith("3 of 8 indicators improved, 5 assessed, 1 deteriorated: some improved")
    assert (row["changes_to_flip"], row["would_become"]) == (1, NOT_YET)


def test_deteriorating_indicators_do_not_change_the_label():
    assert (
        rate_group(indicators("iif"), SETTINGS)["rating"]
        == rate_group(indicators("iid"), SETTINGS)["rating"]
        == STRONG
    )


def test_a_group_is_withheld_only_when_all_of_it_is():
    whole = rate_group(indicators("ww"), SETTINGS)
    assert whole["rating"] == "withheld"
    assert np.isnan(whole["changes_to_flip"])
    assert whole["reading_net"] == "withheld"
    assert rate_group(indicators("iw"), SETTINGS)["rating"] == NOT_YET


@pytest.mark.parametrize("label", LABELS)
def test_every_label_has_its_words(label):
    counts = {"improved": 1, "total": 3, "assessed": 2, "deteriorated": 0}
    assert describe_label(counts, label)


READING_CASES = {
    "assessed_only": ("iinn", {}, NOT_YET, STRONG),
    "more_than_half_missing": ("ifnn", {}, NOT_YET, SOME),
    "half_is_strong": ("iiff", {}, SOME, STRONG),
    "net": ("iidd", {}, SOME, NO),
    "targets_met": ("iffn", {"target_status": ["", "met", "met_early", "not_met"]}, SOME, STRONG),
    "untested_counted": (
        "iirr",
        {"reason_code": ["", "", "significance_untestable", "break"]},
        NOT_YET,
        STRONG,
    ),
}


@pytest.mark.parametrize("name", READINGS)
def test_every_reading_can_change_a_label(name):
    states, columns, now, other = READING_CASES[name]
    group = indicators(states, **columns)
    assert rate_group(group, SETTINGS)["rating"] == now
    found = readings(group, SETTINGS)
    assert found[name] == other
    assert set(found) == set(READINGS)


def test_readings_that_do_not_bear_on_a_group_leave_its_label():
    assert set(readings(indicators("iiif"), SETTINGS).values()) == {STRONG}
    assert set(readings(indicators("fff"), SETTINGS).values()) == {NO}
    assert readings(indicators("iff", target_status=["met", "", ""]), SETTINGS)["targets_met"] == SOME  # once


# ------------------------------------------------------------------------------------------ survivors


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("rate", [0.05, 0.10, 0.5])
def test_survivors_are_those_of_scipy(seed, rate):
    generator = np.random.default_rng(seed)
    p = np.where(generator.random(60) < 0.3, generator.beta(0.3, 8, 60), generator.random(60)).round(3)
    np.testing.assert_array_equal(survives_benjamini_hochberg(p, rate), false_discovery_control(p) <= rate)


def test_untested_ones_neither_stand_nor_count():
    p = np.array([0.01, np.nan, 0.04, 0.9, np.nan])
    known = np.isfinite(p)
    found = survives_benjamini_hochberg(p, 0.10)
    np.testing.assert_array_equal(found[known], false_discovery_control(p[known]) <= 0.10)
    assert not found[~known].any()
    assert survives_benjamini_hochberg([]).tolist() == []
    assert survives_benjamini_hochberg([np.nan]).tolist() == [False]
    assert survives_benjamini_hochberg([0.1]).tolist() == [True]  # at the boundary


def test_a_set_of_components_survives_when_more_than_half_do():
    measures = pd.DataFrame(
        {
            "indicator_id": list("aaabbc"),
            "is_rateable": [True] * 5 + [False],
            "p_better": [1.0, 1.0, 0.2, 1.0, 0.2, 1.0],
        }
    )
    table = mark_survivors(measures, pd.DataFrame({"indicator_id": list("abcd")}))
    assert table["survives"].tolist() == ["yes", "no", "", ""]


# ------------------------------------------------------------------------------------------ the tables


def test_the_agreements_of_the_tiny_framework(tiny_rated):
    rows = tiny_rated.agreements.set_index("agreement_id")
    assert rows["rating"].to_dict() == {"pledge-a": STRONG, "pledge-b": NOT_YET}
    assert rows[["improved", "assessed", "total", "deteriorated"]].values.tolist() == [
        [3, 3, 4, 0],
        [1, 2, 4, 1],
    ]
    assert rows["published_rating"].to_dict() == {"pledge-a": STRONG, "pledge-b": SOME}
    assert rows["is_as_published"].to_dict() == {"pledge-a": "yes", "pledge-b": "no"}
    assert rows.loc["pledge-b", "reading_more_than_half_missing"] == SOME


def test_departments_count_shared_indicators_once(tiny_rated):
    rows = tiny_rated.departments.set_index("department_id")
    assert rows["total"].to_dict() == {"housing": 4, "mayor": 8, "parks": 4}
    assert rows.loc["mayor", ["lead_total", "partner_total", "partner_improved"]].tolist() == [0, 8, 4]
    assert rows.loc["mayor", "lead_rating"] == ""
    assert rows.loc["mayor", "partner_agreements"] == "pledge-a;pledge-b"
    assert rows.loc["parks", "rating"] == STRONG


def test_a_department_that_came_to_lead_counts_as_lead(tiny_folder):
    with (tiny_folder / "agreement_departments.csv").open("a", encoding="utf-8", newline="\n") as file:
        file.write("pledge-a,mayor,lead,2022-07,\n")
    rated = rate_framework(load_framework(tiny_folder))
    row = rated.departments.set_index("department_id").loc["mayor"]
    assert (row["total"], row["lead_total"], row["partner_total"]) == (8, 4, 4)
    both = department_indicators(rated.framework, rated.indicators, "mayor")
    assert not both["indicator_id"].duplicated().any()


def test_departments_add_up_in_the_default_framework(csr):
    for row in csr.departments.itertuples():
        assert row.total == row.lead_total + row.partner_total
        assert row.improved == row.lead_improved + row.partner_improved
        own = department_indicators(csr.framework, csr.indicators, row.department_id)
        assert not own["indicator_id"].duplicated().any()
        assert row.total == len(own)
    assert csr.agreements["total"].sum() == len(csr.indicators)


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


def test_each_table_opens_with_id_rule_rating_reason(tiny_rated):
    for table, key in (
        (tiny_rated.indicators, "indicator_id"),
        (tiny_rated.agreements, "agreement_id"),
        (tiny_rated.departments, "department_id"),
    ):
        assert list(table.columns[:4]) == [key, "rule", "rating", "reason"]
        assert (table["reason"] != "").all()


def test_rating_twice_gives_the_same(tiny, tiny_rated):
    again = rate_framework(tiny)
    for name in ("indicators", "agreements", "departments", "published", "measures"):
        pd.testing.assert_frame_equal(getattr(again, name), getattr(tiny_rated, name))


def test_as_of_a_day_uses_the_figures_of_that_day(tiny_folder):
    with (tiny_folder / "observations.csv").open("a", encoding="utf-8", newline="\n") as file:
        file.write("pledge-a/1:trees,2023,2023,1190,,,,,,revised,inferred,town-yearbook,2024-06-01\n")
    framework = load_framework(tiny_folder)
    status = {
        day: rate_framework(framework, as_of=day).indicators["target_status"].iloc[0]
        for day in (None, "2024-05-31")
    }
    assert status == {None: "not_met", "2024-05-31": "met"}


# ------------------------------------------------------------------------------- published beside computed

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


# ---------------------------------------------------------------------------------------- other choices


def test_each_choice_is_tried_with_its_own_setting(tiny_rated, monkeypatch):
    tried = []

    def watched(frame, settings):
        tried.append((settings.baseline_by.isoformat(), settings.confidence, settings.trend_points))
        return assess_defined_(frame, settings)

    monkeypatch.setattr("psa.methods.sensitivity.assess_defined", watched)
    table = (
        replace(tiny_rated).sensitivity("pledge-a").set_index("indicator_id")
    )  # a copy that knows nothing yet
    assert tried == [
        ("2019-12-31", 0.95, 8),
        ("2021-12-31", 0.95, 8),
        ("2020-12-31", 0.90, 8),
        ("2020-12-31", 0.99, 8),
        ("2020-12-31", 0.95, 5),
        ("2020-12-31", 0.95, 12),
    ]
    assert table["as set"].to_dict() == {
        "pledge-a/1": "met",
        "pledge-a/2": "meets",
        "pledge-a/3": "not_distinguishable",
    }  # pledge-a/4 has no verdict to turn
    assert table["holds"].to_dict() == {
        "pledge-a/1": "yes",
        "pledge-a/2": "turns on a choice",
        "pledge-a/3": "yes",
    }


@pytest.mark.parametrize("name", ["tiny", "german", "local"])
def test_other_choices_turn_the_same_verdicts_for_one_agreement_as_for_all_at_once(name):
    rated = rate_framework(load_framework(FRAMEWORKS / name))
    ids = list(rated.framework.agreements["agreement_id"])
    together = rated.under_choices(ids)
    for one in ids:
        pd.testing.assert_frame_equal(replace(rated).under_choices([one])[one], together[one])
    assert sum(map(len, together.values())) == len(rated.indicators)


def test_an_agreement_whose_indicators_nobody_published_has_no_verdict_to_turn():
    rated = rate_framework(load_framework(FRAMEWORKS / "local"))
    assert "listening" not in set(rated.indicators["agreement_id"])
    assert len(rated.sensitivity("listening")) == 0


def test_a_year_before_a_leap_day_is_the_last_of_february(tiny):
    assert len(rate_framework(tiny, baseline_by=date(2020, 2, 29)).sensitivity("pledge-a")) == 3


# ------------------------------------------------------------------------------------ nothing to rate yet


def keep_figures(folder, start: str) -> None:
    """Keep only the figures of the measures whose id starts so."""
    path = folder / "observations.csv"
    header, *rows = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text(header + "".join(r for r in rows if r.startswith(start)), encoding="utf-8")


@pytest.mark.parametrize("rule", NAMES)
def test_definitions_without_a_single_figure_are_rated_as_not_yet_assessed(tiny_folder, rule):
    keep_figures(tiny_folder, "none of them")
    rated = rate_framework(load_framework(tiny_folder), rule=rule)
    assert rated.official["reason_code"].tolist() == ["no_figures"] * 8
    assert rated.agreements["rating"].tolist() == [NOT_YET] * 2
    assert rated.departments["rating"].tolist() == [NOT_YET] * 3
    assert rated.official["survives"].tolist() == [""] * 8
    assert len(rated.sensitivity("pledge-a")) == 0


def test_the_table_has_the_same_columns_whatever_has_figures(tiny_folder, tiny_rated):
    keep_figures(tiny_folder, "pledge-a/3:")  # a set of components alone
    rated = rate_framework(load_framework(tiny_folder))
    assert set(rated.indicators.columns) == set(tiny_rated.indicators.columns)
    assert rated.sensitivity("pledge-a")["indicator_id"].tolist() == ["pledge-a/3"]
