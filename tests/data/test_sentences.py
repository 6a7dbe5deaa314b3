"""Every sentence about a verdict follows from its numbers: read back over all agreements."""

import re

import pandas as pd
import pytest

from psa.data.load import load_framework
from psa.methods.ratings import rate_framework
from psa.methods.vocabulary import VERDICT_WORDS
from psa.pages.sentences.agreement import describe_label
from psa.pages.sentences.framework import disagreement
from psa.pages.sentences.indicator import describe_assessment, describe_definition

TREND = ("better", "worse", "in_line", "not_distinguishable")
LEVEL = {
    "improved": "clearly improved",
    "worse": "clearly got worse",
    "no_clear_change": "no clear change",
    "unknown": "Nothing published says how much",
}


def change_faults(text: str, row) -> list[str]:
    """Return where the words for the change do not follow from the figures."""
    if (
        row["component_words"]
        or pd.isna(row["change"])
        or row["reason_code"] in {"standard_met", "standard_not_met"}
    ):
        return []
    faults = []
    word = "a rise of" if row["change"] > 0 else "a fall of" if row["change"] < 0 else "no change"
    if row["baseline_origin"] == "projected_trend" and row["change"] != 0:
        word = f"{'above' if row['change'] > 0 else 'below'} where the trend of the baseline leads"
    faults += [] if word in text else [f"no {word!r}"]
    others = {"a rise of", "a fall of"} - {word}
    faults += [f"says {o!r}" for o in others if o in text.split("Against its")[0]]
    good = row["change_good"]
    faults += ["says right way"] if "which is the right way" in text and not good > 0 else []
    faults += ["says wrong way"] if "which is the wrong way" in text and not good < 0 else []
    faults += (
        ["hides that it deteriorated"]
        if row["reason_code"] == "deteriorated" and "wrong way" not in text
        else []
    )
    return faults


def trend_faults(text: str, row) -> list[str]:
    """Return where the words for the trend or the level do not follow from the test."""
    faults = []
    if not row["verdict_words"]:
        said = {v for v in TREND if f"**Against its baseline trend: {VERDICT_WORDS[v]}.**" in text}
        faults += [] if said == ({row["trend_verdict"]} & set(TREND)) else [f"trend said {said}"]
        z, c = row["trend_statistic"], row["trend_critical"]
        if pd.notna(z):
            right = "better" if z >= c else "worse" if z <= -c else None
            faults += [] if right is None or right == row["trend_verdict"] else ["class against statistic"]
            faults += [] if (row["p_better"] > 0.5) == (z > 0) else ["chance against statistic"]
        if pd.notna(row["change"]):
            said = {k for k, words in LEVEL.items() if words in text}
            faults += [] if said == {row["level_verdict"]} else [f"level said {said}"]
        low, high = row["change_lower"], row["change_upper"]
        if pd.notna(low):
            clear = low > 0 or high < 0
            faults += (
                []
                if clear == (row["level_verdict"] in {"improved", "worse"})
                else ["level against its interval"]
            )
    elif row["verdict"] != "not_assessed":
        faults += (
            []
            if f"**Our verdict: {VERDICT_WORDS[row['verdict']]}.**" in text
            else ["verdict of the whole not said"]
        )
    return faults


def target_faults(text: str, row) -> list[str]:
    """Return where the words for the target do not follow from its figures."""
    if not row["target_status"]:
        return ["speaks of a target"] if "**Target:" in text else []
    faults = [] if "**Target:" in text else ["does not speak of the target"]
    if pd.notna(row.get("target_distance")):
        reached = row["target_distance"] <= 0
        is_open = row["target_status"] in {"no_outturn", "no_figure"}
        is_said = reached == (row["target_status"] in {"met", "met_early"})
        faults += [] if is_open or is_said else ["status against distance"]
        faults += (
            []
            if (" short" in text) == (row["target_distance"] > 0 or "is short of" in text)
            else ["short or not"]
        )
    if pd.notna(row.get("target_chance")):
        words = VERDICT_WORDS[row["verdict"]]
        faults += [] if words in text else [f"no {words!r}"]
        p = row["target_chance"]
        right = "on_course" if p >= 2 / 3 else "uncertain" if p >= 1 / 3 else "off_course"
        faults += [] if row["verdict"] in {right, "moving_away"} else ["class against chance"]
    return faults


def sentence_faults(text: str, row, word) -> list[str]:
    """Return every fault of one indicator's sentences."""
    head = re.match(r"\*\*Official rule: (.+?)\.\*\*", text).group(1)
    rating = word(row["rating"]) + (" (deteriorated)" if row["detail"] == "deteriorated" else "")
    faults = [] if head == rating else [f"headed {head!r}"]
    return faults + change_faults(text, row) + trend_faults(text, row) + target_faults(text, row)


def test_every_sentence_of_every_agreement_follows_from_its_numbers(csr):
    found = {}
    for row in csr.indicators.to_dict("records"):
        text = describe_assessment(csr, row["indicator_id"])
        faults = sentence_faults(text, pd.Series(row), csr.framework.word)
        if faults:
            found[row["indicator_id"]] = faults
    assert found == {}


def test_every_label_says_its_own_counts(csr):
    for row in csr.agreements.to_dict("records"):
        text = describe_label(csr, row["agreement_id"])
        assert text.lower().startswith(f"**{csr.framework.word(row['rating'])}".lower())
        if row["rating"] != "withheld":
            assert f"{row['improved']} improved, {row['deteriorated']} deteriorated" in text
            assert f"{row['total'] - row['assessed']} could not be rated" in text


def test_differences_are_told_only_where_there_are_some(csr):
    for row in csr.indicators.to_dict("records"):
        words = disagreement(row)
        if row["verdict"] == "not_assessed":
            assert words == ""
        elif row["rating"] == "improvement" and row["verdict"] in {
            "not_distinguishable",
            "worse",
            "not_met",
            "off_course",
        }:
            assert "officially improvement" in words


def test_no_sentence_claims_a_cause(csr):
    for indicator in csr.indicators["indicator_id"]:
        text = describe_assessment(csr, indicator).lower()
        assert not re.search(
            r"\b(because of|thanks to|caused|effect of|due to) the (policy|programme|government)", text
        )


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("change", 5.0),
        ("change_good", -1.0),
        ("trend_verdict", "worse"),
        ("level_verdict", "worse"),
        ("rating", "no_improvement"),
        ("target_status", "met"),
        ("target_distance", -1.0),
        ("trend_statistic", -9.0),
    ],
)
def test_a_sentence_that_does_not_follow_is_noticed(csr, column, value):
    rows = csr.indicators
    if column.startswith("target"):
        rows = rows[(rows["target_status"] == "not_met") & (rows["target_distance"] > 0)]
    else:
        rows = rows[(rows["rating"] == "improvement") & (rows["trend_verdict"] == "not_distinguishable")]
        rows = rows[(rows["components"] == 0) & (rows["change"] < 0) & rows["trend_statistic"].notna()]
    row = rows.iloc[0].copy()
    text = describe_assessment(csr, row["indicator_id"])
    assert sentence_faults(text, row, csr.framework.word) == []
    row[column] = value
    assert sentence_faults(text, row, csr.framework.word) != []


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("", "From 1,075 in 2020 (the published baseline) to"),
        ("1075", "From 1,075 in 2020 (the published baseline) to"),
        (
            "1062",
            "From 1,075 in 2020 (the figure of the baseline period, which is not the baseline as published) to",
        ),
    ],
)
def test_two_figures_are_never_both_the_published_baseline(tiny_folder, said, words):
    path = tiny_folder / "indicators.csv"
    text = path.read_text(encoding="utf-8")
    assert text.count(",,2020,,,,Tree register") == 1
    path.write_text(
        text.replace(",,2020,,,,Tree register", f",{said},2020,,,,Tree register"), encoding="utf-8"
    )
    rated = rate_framework(load_framework(tiny_folder))
    assert words in describe_assessment(rated, "pledge-a/1")
    asked = f"Its published baseline is {f'{int(said):,}' if said else 'its figure'}"
    assert asked in describe_definition(rated, "pledge-a/1")
