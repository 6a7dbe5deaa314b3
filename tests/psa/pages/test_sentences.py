"""What each sentence says: it follows from the numbers, in the framework's words, and no text of a table is markup."""

import re
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from psa.data.load import load_framework
from psa.methods.carried_on import gap_in_unit
from psa.methods.chance_words import how_likely
from psa.methods.ratings import rate_framework
from psa.methods.vocabulary import REASONS, TARGET_STATUS, VERDICT_WORDS
from psa.pages.sentences.agreement import describe_delivery, describe_label, title_agreement
from psa.pages.sentences.department import (
    describe_actions,
    describe_department,
    describe_objectives,
    title_department,
)
from psa.pages.sentences.figures import (
    describe_earlier_years,
    describe_note,
    describe_revisions,
    describe_sources,
)
from psa.pages.sentences.framework import (
    describe_coverage,
    describe_disagreements,
    describe_framework,
    describe_missing,
    disagreement,
    title_framework,
)
from psa.pages.sentences.indicator import _least_change, describe_assessment, describe_definition
from psa.pages.sentences.phrases import change_unit, unit_words, when
from psa.pages.sentences.season import describe_same_periods
from psa.pages.tables.indicator import components_table
from psa.words import INFERRED, RECALLED, capital, count, escape, listed, mark, percent, percent_range

pytestmark = pytest.mark.thorough

FRAMEWORKS = Path(__file__).parents[2] / "frameworks"
HOSTILE = "<script>alert('x')</script> *b* [l](javascript:1)"
SHOWN = r"&lt;script&gt;alert('x')&lt;/script&gt; \*b\* \[l\](javascript:1)"


def edited(folder, file, *changes):
    """Return a framework, rated, after texts of one of its files were replaced or rows added."""
    path = folder / file
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    for change in changes:
        if isinstance(change, str):
            text += change + "\n"
        else:
            assert change[0] in text
            text = text.replace(*change)
    path.write_text(text, encoding="utf-8")
    return rate_framework(load_framework(folder))


@pytest.fixture
def with_objectives(tiny_folder):
    """Return the tiny framework, rated, with objectives and actions; some of its facts are recalled."""
    edited(
        tiny_folder,
        "objectives.csv",
        "objective_id,department_id,number,title,provenance",
        f"o-1,parks,1,{HOSTILE},recalled",
        "o-2,parks,2,Tidy streets,read",
    )
    edited(
        tiny_folder,
        "objective_indicators.csv",
        "objective_id,number,name,kind,target_text,shared_indicator_id",
        "o-2,2.1,Trees of the streets,target,more than before,pledge-a/1",
        "o-2,2.2,Benches,,,",
    )
    edited(
        tiny_folder, "objective_agreements.csv", "objective_id,agreement_id", "o-2,pledge-a", "o-2,pledge-b"
    )
    edited(
        tiny_folder,
        "transformation.csv",
        "action_id,department_id,title,target_text,provenance",
        "t-1,all,Answer letters,in ten days,recalled",
        "t-2,parks,Mend benches,,read",
    )
    edited(
        tiny_folder,
        "transformation_observations.csv",
        "action_id,period,label,value",
        "t-1,2023,letters answered,12345",
        "t-1,2023,letters lost,2",
    )
    (tiny_folder / "published_ratings.csv").write_text(
        "objective_id,report,rating_as_published,rating_class,improved_count,total_count\n"
        "o-2,The mayor's report,Rather good,some_progress,1,2\n",
        encoding="utf-8",
    )
    return rate_framework(load_framework(tiny_folder))


# ------------------------------------------------------------------------------------------- words


def test_a_text_of_a_table_is_shown_as_it_is():
    assert escape(HOSTILE) == SHOWN
    assert escape("a_b `c` #d |e| ~f~ $g$ \\ & {h}") == r"a\_b \`c\` \#d \|e\| \~f\~ \$g\$ \\ &amp; \{h\}"
    assert escape("plain words, 1.5 per cent (of all)") == "plain words, 1.5 per cent (of all)"


@pytest.mark.parametrize(
    ("provenance", "said"),
    [("recalled", RECALLED), ("inferred", INFERRED), ("read", ""), (np.nan, ""), (None, "")],
)
def test_only_what_was_not_simply_read_is_marked(provenance, said):
    assert mark(provenance) == said


@pytest.mark.parametrize(
    ("n", "words", "said"),
    [
        (0, ("figure",), "no figures"),
        (1, ("figure",), "1 figure"),
        (12, ("figure",), "12 figures"),
        (1, ("series", "series"), "1 series"),
        (2, ("penny", "pence"), "2 pence"),
        (12345, ("row",), "12,345 rows"),
    ],
)
def test_a_count_agrees_with_its_noun(n, words, said):
    assert count(n, *words) == said


def test_items_are_listed_as_in_a_sentence():
    assert [listed(list(s)) for s in ("", "a", "ab", "abc")] == ["", "a", "a and b", "a, b and c"]
    assert capital("mDNA of it") == "MDNA of it" and capital("") == ""


@pytest.mark.parametrize(
    ("unit", "said", "change"),
    [
        ("percent", " per cent", " percentage points"),
        ("per cent", " per cent", " percentage points"),
        ("%", " per cent", " percentage points"),
        ("count", "", ""),
        ("number", "", ""),
        ("", "", ""),
        (np.nan, "", ""),
        (None, "", ""),
        ("percentage points", " percentage points", " percentage points"),
        ("percent of river length", " per cent of river length", " percentage points"),
        ("rate per 1000", " per 1,000", " per 1,000"),
        ("index 1970=100", " (index 1970=100)", " (index 1970=100)"),
        ("GBP million", " GBP million", " GBP million"),
        ("a*b", r" a\*b", r" a\*b"),
    ],
)
def test_a_unit_follows_its_figure(unit, said, change):
    assert unit_words(unit) == said
    assert change_unit(unit) == change


def test_one_point_is_a_point():
    assert change_unit("percent", "1") == " percentage point"
    assert change_unit("percent", "1.1") == change_unit("percent", "11") == " percentage points"


@pytest.mark.parametrize(
    ("label", "said"),
    [
        ("2008", "in 2008"),
        ("2008-09", "in 2008-09"),
        ("2008-12-31", "on 31 December 2008"),
        ("2008-Q3", "in the third quarter of 2008"),
        ("year to 2009-Jun", "in the year to June 2009"),
        ("2007-Oct to 2008-Mar", "from October 2007 to March 2008"),
    ],
)
def test_a_period_stands_in_a_sentence(label, said):
    assert when(label) == said


# ---------------------------------------------------------------------------------- an agreement


def test_a_heading_names_the_level_in_the_frameworks_word(tiny_rated, tiny_folder):
    assert (
        title_agreement(tiny_rated, "pledge-a")
        == "# A greener and cleaner town\n\nPledge 1 · Pledges of the town of Littleham"
    )
    rated = edited(
        tiny_folder, "agreements.csv", ("pledge-a,1,A greener and cleaner town", f"pledge-a,,{HOSTILE}")
    )
    assert title_agreement(rated, "pledge-a") == f"# {SHOWN}\n\nPledge · Pledges of the town of Littleham"


def test_a_label_gives_its_counts_its_edge_and_its_chance(tiny_rated):
    text = describe_label(tiny_rated, "pledge-a")
    row = tiny_rated.agreements.set_index("agreement_id").loc["pledge-a"]
    assert text.startswith(
        "**Well on the way.** Of its 4 yardsticks, 3 improved, 0 deteriorated, 0 did neither, and 1 could not be rated."
    )
    assert "If 1 yardstick had been rated otherwise, the label could have been *some progress*." in text
    chance, low, high = (row[f"chance_strong_progress{end}"] for end in ("", "_low", "_high"))
    said = f"would give this label {how_likely(low, high)}: {percent_range(chance, low, high)}; otherwise some progress"
    assert f"{said} {percent(row['chance_some_progress'])}." in text
    assert "without a measurable uncertainty is held at its rating, and in the range at either." in text
    assert f"{row['expected_false']:.2f} would be expected to be none" in text
    assert "indicator" not in text


def test_a_label_that_cannot_be_given_has_no_chance(tiny_rated):
    text = describe_label(tiny_rated, "pledge-b")
    assert text.startswith(
        "**Not yet assessed.** Of its 4 yardsticks, 1 improved, 1 deteriorated, 0 did neither, and 2 could not"
    )
    assert "Drawing" not in text and "%" not in text


def test_a_withheld_label_has_no_counts(promises):
    text = describe_label(promises, "psa-26")
    assert (
        text
        == "**Withheld.** An assessment was made at the time but not published, so there is no rating to check."
    )


def test_an_agreement_of_nothing_says_so(tiny_folder):
    rated = edited(tiny_folder, "agreements.csv", "pledge-c,3,Nothing yet,,,read,")
    assert describe_label(rated, "pledge-c") == "**Not yet assessed.** No yardstick of it is in the tables."
    assert describe_delivery(rated, "pledge-c") == "**Led by** nobody named."


def test_two_edges_and_no_known_chance_are_said_in_the_plural(promises):
    n = promises.agreements.set_index("agreement_id")["changes_to_flip"]
    several = n.index[n > 1][0]
    assert f"If {int(n[several])} indicators had been rated otherwise" in describe_label(promises, several)


def test_who_delivers_is_given_with_dates_and_marks(tiny_rated, tiny_folder):
    assert describe_delivery(tiny_rated, "pledge-b") == (
        "**Led by** Housing Office.\n\n**With** Office of the Mayor, Littleham from 2021-01 to 2022-06 and "
        "Office of the Mayor, Littleham from 2022-07."
    )
    (tiny_folder / "agreement_departments.csv").write_text(
        "agreement_id,department_id,role,provenance\npledge-a,parks,lead,recalled\npledge-a,mayor,partner,inferred\n",
        encoding="utf-8",
    )
    said = describe_delivery(rate_framework(load_framework(tiny_folder)), "pledge-a")
    assert (
        said
        == f"**Led by** Parks and Streets Office{RECALLED}.\n\n**With** Office of the Mayor, Littleham{INFERRED}."
    )


# ----------------------------------------------------------------------------------- an indicator


def test_a_definition_says_what_is_asked_and_how_it_is_known(tiny_rated):
    assert describe_definition(tiny_rated, "pledge-a/1") == (
        "Target: 1,200 street trees by 2023. Up is better. Its published baseline is its figure for 2020. "
        "Source named in the definition: Tree register. One element of the definition is our judgement."
    )
    assert "Minimum standard: at least 95 per cent of bins in every year." in describe_definition(
        tiny_rated, "pledge-a/2"
    )
    soot = describe_definition(tiny_rated, "pledge-a/3")
    assert "Asked for" not in soot and "target" not in soot and "Down is better." in soot
    assert " A change counts if it is statistically significant." in describe_definition(
        tiny_rated, "pledge-b/1"
    )
    assert " A change counts from 1 percentage point." in describe_definition(tiny_rated, "pledge-b/2")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            ("2020,1,percentage_points", "2020,1.5,percentage_points"),
            "A change counts from 1.5 percentage points.",
        ),
        (("2020,1,percentage_points", "2020,2,percent"), "A change counts from 2 per cent."),
        (("2020,1,percentage_points", "2020,2,absolute"), "A change counts from 2."),
        (
            ("decrease,percent,,,,,,2020,1", "decrease,percent,,,,,25.5,2020,1"),
            "Its published baseline is 25.5 per cent for 2020.",
        ),
        (("Rent as a share of income,improve,decrease", "Rent,improve,maintain"), "It is to be held."),
        (
            ("Rent as a share of income,improve,decrease", "Rent,improve,none"),
            "No direction that would count as better is defined.",
        ),
        (
            ("Rent register,Town of Littleham,inferred", "Rent register,Town of Littleham,recalled"),
            "The definition is recalled: no page that states it was read.",
        ),
        (("Rent register", HOSTILE), f"Source named in the definition: {SHOWN}."),
    ],
)
def test_each_element_of_a_definition_has_its_words(tiny_folder, change, said):
    assert said in describe_definition(edited(tiny_folder, "indicators.csv", change), "pledge-b/2")


def test_a_definition_that_was_read_is_not_marked(tiny_folder):
    rated = edited(
        tiny_folder,
        "indicators.csv",
        ("Rent register,Town of Littleham,inferred", "Rent register,Town of Littleham,read"),
    )
    assert describe_definition(rated, "pledge-b/2").endswith("Source named in the definition: Rent register.")


def test_an_assessment_gives_the_figures_of_the_tables(tiny_rated):
    trees = describe_assessment(tiny_rated, "pledge-a/1")
    assert (
        "**Official rule: improvement.** From 1,075 in 2020 (the published baseline) to 1,205 in 2023: a rise of 130, which is the right way."
        in trees
    )
    assert (
        "**Target: met in the target period.** It asks for 1,200 by 2023; the figure for 2023 is 1,205."
        in trees
    )
    rent = describe_assessment(tiny_rated, "pledge-b/2")
    assert "**Official rule: no improvement (deteriorated).** From 25.7 per cent in 2020" in rent
    assert "a rise of 0.648 percentage points, which is the wrong way" in rent
    content = describe_assessment(tiny_rated, "pledge-b/1")
    row = tiny_rated.measures.loc["pledge-b/1:content"]
    assert (
        f"Since the baseline it has clearly improved (95% interval {row['change_lower']:.2f} to {row['change_upper']:.2f})."
        in content
    )


def test_the_sentence_on_the_trend_says_that_all_later_figures_are_tested(tiny_rated, tiny_folder):
    row = tiny_rated.measures.loc["pledge-b/2:derived-share"]
    assert row["trend_later_points"] == 3 and row["trend_gap"] < 0
    text = describe_assessment(tiny_rated, "pledge-b/2")
    found = re.search(
        r"The test is of all 3 figures after the baseline together: on average they are about ([\d.]+) percentage points? worse than the trend\.",
        text,
    )
    assert float(found[1]) == pytest.approx(-gap_in_unit(row), rel=0.1)
    # the mean of the later figures is one side of the trend, the latest alone the other
    rated = edited(
        tiny_folder,
        "observations.csv",
        ("2021,1110", "2021,1010"),
        ("2022,1160", "2022,1010"),
        ("2023,1205", "2023,1130"),
    )
    assert (
        "worse than the trend, though the latest alone is better. That difference is"
        in describe_assessment(rated, "pledge-a/1")
    )
    one = edited(
        tiny_folder,
        "observations.csv",
        ("pledge-a/1:trees,2021,2021,1010,,,,,,final,inferred,town-yearbook,\n", ""),
        ("pledge-a/1:trees,2022,2022,1010,,,,,,final,inferred,town-yearbook,\n", ""),
    )
    assert "The test is of all" not in describe_assessment(one, "pledge-a/1")


def test_what_a_break_takes_from_the_baseline_is_said_to_be_the_break(tiny_rated, tiny_folder):
    text = describe_assessment(tiny_rated, "pledge-b/3")
    assert (
        "**Our verdict: not assessed.** A declared break leaves fewer than three comparable figures up to the baseline"
        in text
    )
    short = "\n".join(
        f"pledge-b/3:damp,{year},{year},{value},,,,,,final,inferred,house-survey,"
        for year, value in ((2017, 12.4), (2018, 12.1), (2019, 11.9))
    )
    rated = edited(tiny_folder, "observations.csv", (f"{short}\n", ""))
    assert "Fewer than three comparable figures up to the baseline" in describe_assessment(
        rated, "pledge-b/3"
    )


def test_a_figure_in_a_sentence_has_the_decimals_of_its_series(tiny_folder):
    rated = edited(
        tiny_folder,
        "observations.csv",
        ("2022-23,2022-23,67.4", "2022-23,2022-23,67.0"),
        ("2019-20,2019-20,62.6", "2019-20,2019-20,63"),
    )
    text = describe_assessment(rated, "pledge-b/1")
    assert (
        "From 63.0 per cent in 2019-20" in text
        and "to 67.0 per cent in 2022-23" in text
        and "the figure was 67.0" in text
    )
    assert rated.assessment("pledge-b/1").reason.endswith("baseline 63.0 (2019-20), latest 67.0 (2022-23)")


def test_a_standard_says_how_often_it_was_met(tiny_rated):
    text = describe_assessment(tiny_rated, "pledge-a/2")
    assert (
        "**Minimum standard of 95 per cent:** met in 2 of 3 periods inside the period, the longest breach 1 period."
        in text
    )
    assert "Latest: meets its minimum standard." in text


def test_a_target_that_was_missed_says_by_how_much(tiny_folder):
    text = describe_assessment(
        edited(tiny_folder, "observations.csv", ("2023,1205", "2023,1150")), "pledge-a/1"
    )
    assert (
        f"**Target: {TARGET_STATUS['not_met']}.**" in text
        and "the figure for 2023 is 1,150, 50 short." in text
    )
    assert "That is 60% of the way from the baseline." in text
    assert "a straight path" not in text  # the date is past


@pytest.mark.parametrize(
    ("indicator_id", "code"),
    [("pledge-a/4", "no_figures"), ("pledge-b/3", "break"), ("pledge-b/4", "indicative_only")],
)
def test_what_has_no_rating_says_why(tiny, tiny_rated, indicator_id, code):
    rating, words = REASONS[code].rating, REASONS[code].words
    text = describe_assessment(tiny_rated, indicator_id)
    assert text.startswith(f"**Official rule: {tiny.word(rating)}.** {capital(words)}.\n")
    assert "From " not in text and "% interval" not in text


@pytest.mark.parametrize("where", ["tiny_rated", "promises"])
def test_an_indicator_without_our_verdict_says_why_there_is_none(where, request):
    rated = request.getfixturevalue(where)
    for row in rated.indicators.to_dict("records"):
        text = describe_assessment(rated, row["indicator_id"])
        said = f"**Our verdict: not assessed.** {capital(row['verdict_reason'])}"
        assert (said in text) == (row["verdict"] == "not_assessed"), row["indicator_id"]
        assert row["verdict_reason"] or row["verdict"] != "not_assessed"


def test_a_set_of_which_too_few_could_be_tested_says_how_many(tiny_folder):
    path = tiny_folder / "observations.csv"
    early = re.compile(r"pledge-a/3:(south|north),201[5-8],.*\n")
    path.write_text(early.sub("", path.read_text(encoding="utf-8")), encoding="utf-8")
    text = describe_assessment(rate_framework(load_framework(tiny_folder)), "pledge-a/3")
    counts = "of 3 components: 1 not distinguishable, 2 not assessed"
    few = "of most, fewer than three comparable figures up to the baseline, so there is no trend to test against"
    assert (
        f"**Our verdict: not assessed.** Too few of its components could be tested: {few} ({counts})." in text
    )


def test_a_withheld_assessment_says_no_more(promises):
    text = describe_assessment(promises, "psa-26/1")
    assert text.startswith("**Official rule: withheld.** The assessment was made but not published.")
    assert not re.search(r"\d", text)


def test_a_default_baseline_is_not_called_published(promises, tiny_folder):
    rated = edited(
        tiny_folder,
        "indicators.csv",
        ("decrease,percent,,,,,,2020,1,percentage_points", "decrease,percent,,,,,,,1,percentage_points"),
    )
    assert "in 2020 (our default baseline) to" in describe_assessment(rated, "pledge-b/2")
    rows = promises.indicators.set_index("indicator_id")
    one = rows[
        (rows["caveats"].str.contains("default_baseline"))
        & (rows["reason_code"] == "improved")
        & (rows["components"] == 0)
    ].index[0]
    assert "(our default baseline)" in describe_assessment(promises, one)


def test_a_figure_that_is_not_the_published_baseline_is_not_called_so(tiny_folder):
    rated = edited(
        tiny_folder, "indicators.csv", ("decrease,percent,,,,,,2020,1", "decrease,percent,,,,,24.1,2020,1")
    )
    assert "the figure of the baseline period, which is not the baseline as published" in describe_assessment(
        rated, "pledge-b/2"
    )


def test_differences_in_percentages_are_in_percentage_points(tiny_folder):
    rated = edited(tiny_folder, "derived_measures.csv", ("true,percent,", "true,percentage points,"))
    text = describe_assessment(rated, "pledge-b/2")
    assert "percentage points in" in text and "per centage" not in text


def test_the_auditors_view_is_given(promises):
    own = promises.indicators[promises.indicators["data_system_rating"] != ""]
    assert len(own) == 2
    for row in own.itertuples():
        assert f"The auditor rated its data system {row.data_system_rating}." in describe_assessment(
            promises, row.indicator_id
        )


def test_no_sentence_holds_a_hole(promises):
    for indicator_id in promises.indicators["indicator_id"]:
        text = describe_definition(promises, indicator_id) + describe_assessment(promises, indicator_id)
        assert not re.search(r"\bnan\b|\bNone\b|<NA>|\bNaT\b", text), indicator_id
        assert "1 percentage points" not in re.sub(r"[\d.,]1 percentage", "", text), indicator_id
        assert " ." not in text and " ," not in text and ".." not in text, indicator_id


# ----------------------------------------------------------------------------- notes, sources, gaps


def test_the_note_beside_a_series_is_given(tiny_rated, tiny_folder):
    damp = tiny_rated.points("pledge-b/3:damp")
    assert describe_note(damp) == "*Note in the tables: counted by another house survey from 2022.*"
    assert describe_note(tiny_rated.points("pledge-a/1:trees")) == ""
    rated = edited(tiny_folder, "measures.csv", ("counted by another house survey from 2022", HOSTILE))
    assert describe_note(rated.points("pledge-b/3:damp")) == f"*Note in the tables: {SHOWN}.*"


def test_what_a_revision_changed_is_said(tiny_rated, tiny_folder):
    assert describe_revisions(tiny_rated, "pledge-a/1") == ""
    revised = "pledge-a/1:trees,2023,2023,{},,,,,,revised,inferred,town-yearbook,{}"
    rated = edited(tiny_folder, "observations.csv", revised.format(1204, "2024-06-30"))
    same = (
        "With the figures as first published, the official rating and our verdict would have been the same."
    )
    assert describe_revisions(rated, "pledge-a/1") == same
    rated = edited(tiny_folder, "observations.csv", revised.format(1198, "2024-07-31"))
    assert describe_revisions(rated, "pledge-a/1") == (
        "**With the figures as first published,** our verdict would have been *target met*, where it is now *target not met*; "
        "the official rating would have been the same."
    )
    rated = edited(tiny_folder, "observations.csv", revised.format(1070, "2024-08-31"))
    assert describe_revisions(rated, "pledge-a/1") == (
        "**With the figures as first published,** the official rating would have been *improvement*, where it is now "
        "*no improvement (deteriorated)* and our verdict would have been *target met*, where it is now *target not met*."
    )


@pytest.mark.parametrize("indicator_id", ["pledge-a/3", "pledge-b/2"])
def test_an_indicator_as_first_published_is_what_it_was_before_any_revision(
    tiny_rated, tiny_folder, indicator_id
):
    changes = [
        f"pledge-{m},2023,2023,{v},,,,,,revised,inferred,town-yearbook,2024-06-30"
        for m, v in (("a/3:south", 30), ("a/3:north", 40), ("b/2:income", 9000))
    ]
    rated = edited(tiny_folder, "observations.csv", *changes)
    first, before = rated.as_first_published(indicator_id), tiny_rated.assessment(indicator_id).row
    assert rated.assessment(indicator_id).row["rating"] != first["rating"]
    shown = ["rating", "verdict", "reason", "reason_code", "verdict_reason"]
    assert first[shown].tolist() == before[shown].tolist()


def test_sources_are_named_once_linked_where_they_have_a_page_and_counted_beyond(tiny_rated):
    text = describe_sources(tiny_rated, ["pledge-a/1:trees", "pledge-b/1:content", "pledge-a/2:bins"])
    assert text == (
        "**Sources**\n\n- [Yearbook of the town, 2024 (made up)](https://example.org/yearbook), Town of Littleham\n"
        "- House survey (made up), Town of Littleham"
    )
    assert describe_sources(tiny_rated, ["pledge-a/1:trees", "pledge-b/1:content"], most=1).endswith(
        "\n- and 1 further source, named in the table of figures"
    )
    assert describe_sources(tiny_rated, []) == ""


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "https://a.org/x)evil", "https://a.org/<b>", "ftp://a.org", "not a page"]
)
def test_only_a_plain_web_address_becomes_a_link(tiny_folder, url):
    rated = edited(tiny_folder, "sources.csv", ("https://example.org/yearbook", url))
    text = describe_sources(rated, ["pledge-a/1:trees"])
    assert text == "**Sources**\n\n- Yearbook of the town, 2024 (made up), Town of Littleham"


def test_what_is_missing_is_grouped_by_reason_in_the_frameworks_words(tiny_rated):
    assert describe_missing(tiny_rated, tiny_rated.indicators) == (
        "3 yardsticks of 8 could not be rated:\n\n"
        "- **No figure of the indicator could be found:** pledge-a/4\n"
        "- **A declared break lies between the baseline and the later figures:** pledge-b/3\n"
        "- **Only proxy, related or group figures could be found:** pledge-b/4"
    )
    rated = tiny_rated.indicators[tiny_rated.indicators["rating"] == "improvement"]
    assert describe_missing(tiny_rated, rated) == "Every yardstick could be rated by the official rule."


# ---------------------------------------------------------------------------------- a department


def test_what_a_department_answers_for_is_counted_in_the_frameworks_words(tiny_rated):
    assert title_department(tiny_rated, "housing") == "# Housing Office\n\nPledges of the town of Littleham"
    assert describe_department(tiny_rated, "housing") == (
        "It leads 1 pledge: of its 4 yardsticks 1 improved, 1 did not, and 2 could not be rated. It is a partner of no pledge. "
        "Taken together, each shared yardstick once, the official rule would say **not yet assessed** (1 of 4 improved, 2 rated)."
    )
    mayor = describe_department(tiny_rated, "mayor")
    assert mayor.startswith(
        "It leads no pledge. It is a partner of 2 pledges: of their 8 yardsticks 4 improved, 1 did not, and 3 could"
    )


def test_a_department_that_answers_for_nothing_is_given_no_rating(tiny_folder):
    edited(tiny_folder, "departments.csv", "idle,Office of Idleness,OI")
    rated = edited(
        tiny_folder, "objectives.csv", "objective_id,department_id,number,title", "o-1,idle,1,To rest"
    )
    assert describe_department(rated, "idle") == "It leads no pledge. It is a partner of no pledge."


def test_objectives_are_given_with_their_indicators_links_ratings_and_marks(with_objectives):
    text = describe_objectives(with_objectives, "parks")
    assert f"### 1. {SHOWN}{RECALLED}\n\nNo yardstick of it is in the tables." in text
    assert "### 2. Tidy streets\n\nIt underpins pledge-a and pledge-b." in text
    assert "- 2.1 Trees of the streets (more than before), shared with pledge-a/1: **improvement** (" in text
    assert "asked 1,200 by 2023: met, 1,205 in 2023; grade B of evidence" in text
    assert "- 2.2 Benches: no figures of it are in the tables\n" in text
    assert "- Published: *Rather good*, 1 of 2 (The mayor's report)" in text
    assert describe_objectives(with_objectives, "housing") == "No objective of this office is in the tables."


def test_actions_are_given_with_their_figures_and_marks(with_objectives, tiny_rated):
    own = describe_actions(with_objectives, "parks")
    assert own == (
        "**Every office**\n\n- Answer letters: in ten days. Figures of 2023: letters answered 12,345 and letters lost 2."
        f"{RECALLED}\n\n**Parks and Streets Office**\n\n- Mend benches."
    )
    assert "Mend benches" not in describe_actions(with_objectives, "housing")
    assert "Mend benches" in describe_actions(with_objectives)
    assert describe_actions(tiny_rated) == "No action is in the tables."


# -------------------------------------------------------------------------------- the framework


def test_the_whole_is_counted(tiny_rated, tiny_folder):
    assert title_framework(tiny_rated.framework, "All") == "# All\n\nPledges of the town of Littleham"
    text = describe_framework(tiny_rated)
    assert text.startswith("Of 2 targets and minimum standards: 2 met.")
    assert "\n\nOf 2 pledges: 1 well on the way and 1 not yet assessed." in text
    assert (
        "Of 8 yardsticks, 4 improved, 1 did not (1 of them deteriorated), 2 are not yet assessed, 1 cannot be rated and 0 were withheld."
        in text
    )
    rateable = tiny_rated.measures[tiny_rated.measures["is_rateable"]]
    assert (
        f"could be tested for {rateable['p_better'].notna().sum()} series; {(rateable['trend_verdict'] == 'better').sum()} came out better"
        in text
    )
    withheld = edited(
        tiny_folder,
        "published_ratings.csv",
        ",,pledge-a/4,The mayor's report,2023-11,kept back,withheld,,,read,town-yearbook,",
    )
    assert "1 is not yet assessed, 1 cannot be rated and 1 was withheld." in describe_framework(withheld)
    titled = edited(tiny_folder, "framework.csv", f"subtitle,{HOSTILE}")
    assert title_framework(titled.framework, "All").endswith(f". {SHOWN}.")


def test_coverage_is_counted(tiny_rated):
    assert describe_coverage(tiny_rated) == (
        "6 of 8 yardsticks have a series that is the yardstick itself. 5 could be rated by the official rule, and 5 have enough "
        "figures before and after to be tested against their baseline trend."
    )


def test_where_the_official_rating_and_ours_differ_is_listed(tiny_rated):
    text = describe_disagreements(tiny_rated)
    named = re.findall(r"- \*\*(pledge-\S+)\*\*", text)
    assert text.startswith("They differ for 3 yardsticks:") and named == [
        "pledge-a/3",
        "pledge-b/1",
        "pledge-b/2",
    ]


@pytest.mark.parametrize(
    ("rating", "verdict", "said"),
    [
        ("improvement", "better", ""),
        ("improvement", "met", ""),
        ("no_improvement", "worse", ""),
        ("not_rateable", "not_assessed", ""),
        ("withheld", "better", ""),
        ("improvement", "in_line", "it moved the right way, as its trend would have brought"),
        ("improvement", "worse", "less than its own trend would have brought"),
        ("improvement", "not_met", "but not as far as the target"),
        ("improvement", "uncertain", "whether it will reach the target cannot be told"),
        ("improvement", "below", "the target or standard is judged otherwise"),
        ("no_improvement", "better", "officially no improvement"),
        ("not_rateable", "on_course", "officially not rated (too few)"),
    ],
)
def test_a_difference_has_its_reason_and_an_agreement_none(rating, verdict, said):
    text = disagreement({"rating": rating, "verdict": verdict, "reason": "too few: of them"})
    assert (text == "") if not said else (said in text and VERDICT_WORDS[verdict] in text)


def test_a_page_says_what_the_test_would_have_said_in_earlier_years(promises, tiny_rated):
    one = describe_earlier_years(promises, list(promises.assessment("psa-14/4").measures.index))
    assert one == (
        "Run as if the period had begun in each of 4 earlier years, this test said better in none of them and "
        "worse in 1."
    )
    parts = describe_earlier_years(tiny_rated, list(tiny_rated.assessment("pledge-a/3").measures.index))
    assert parts.startswith(
        "Run as if the period had begun in earlier years, 9 times over 3 parts, this test said"
    )
    assert parts.endswith("said neither better nor worse in any of them.")
    assert describe_earlier_years(tiny_rated, []) == ""


def test_very_small_figures_keep_their_digits_on_a_page(tiny_folder):
    path = tiny_folder / "observations.csv"
    small = re.sub(
        r"^(pledge-a/1:trees,\d{4},\d{4}),(\d+),",
        lambda m: f"{m[1]},{float(m[2]) * 1e-10:.10f},",
        path.read_text(encoding="utf-8"),
        flags=re.M,
    )
    path.write_text(
        small.replace("pledge-a/1:trees,2020,2020,0.0000001075", "pledge-a/1:trees,2020,2020,1.075e-7")
    )
    target = ("Street trees,target,increase,number,1200", "Street trees,target,increase,number,0.00000012")
    rated = edited(tiny_folder, "indicators.csv", target)
    text = describe_assessment(rated, "pledge-a/1")
    for figure in ("From 0.0000001075 ", "to 0.0000001205 ", "a rise of 0.000000013", "asks for 0.00000012"):
        assert figure in text, figure


def test_noise_of_arithmetic_is_no_change_on_a_page(tiny_folder):
    rated = edited(
        tiny_folder,
        "observations.csv",
        ("trees,2020,2020,1075,", "trees,2020,2020,0.3,"),
        ("trees,2023,2023,1205,", "trees,2023,2023,0.30000000000000004,"),
    )
    text = describe_assessment(rated, "pledge-a/1")
    assert "From 0.3 in 2020" in text and "to 0.3 in 2023: no change" in text and "0.300000" not in text
    assert rated.assessment("pledge-a/1").reason_code == "unchanged"


def test_a_page_says_how_the_season_is_out(frozen_ratings):
    rated = frozen_ratings("running")
    assert (
        "The season is taken out of 71 months (STL, robust). The trend of the last three months of each of the 4 years up "
        "to the baseline, so adjusted, leads to 75.23 per cent in November 2025. The test is of 2 years after it together"
    ) in describe_assessment(rated, "calls/1")
    assert "each of the 5 years up to the baseline" in describe_assessment(rated, "homes/1")
    assert "The publisher has taken the season out." in describe_assessment(rated, "wages/1")
    assert (
        describe_same_periods(rated, "calls/1:minute")
        == ""
        == describe_same_periods(rated, "calls/2:given-up")
    )


def test_a_page_compares_months_too_few_with_the_same_months_before(tmp_path):
    folder = shutil.copytree(FRAMEWORKS / "running", tmp_path / "running")
    for path in (folder / "observations").glob("*.csv"):
        lines = path.read_text(encoding="utf-8").splitlines(True)
        kept = [
            line
            for line in lines
            if not re.match(r"calls/1:minute,(202[0-2]|2023-(0[1-9]|Jan|Feb|Mar|Apr|May))", line)
        ]
        path.write_text("".join(kept), encoding="utf-8")
    text = describe_same_periods(rate_framework(load_framework(folder)), "calls/1:minute")
    assert text.startswith(
        "**Month by month.** To take the season out needs 36 months in a row, which are not there."
    )
    assert re.search(
        r"over all \d+ pairs they are [\d.]+ percentage points higher on average, and \d+ of the pairs", text
    )


@pytest.mark.parametrize("name", ["tiny", "promises", "running", "local", "german"])
def test_not_distinguishable_never_stands_without_what_these_figures_could_have_shown(frozen_ratings, name):
    rated = frozen_ratings(name)
    for indicator_id in rated.official["indicator_id"]:
        text = describe_assessment(rated, indicator_id)
        if "not distinguishable" in text:
            assert re.search(
                r"would show (a gap|gaps) of .*\d.* four times in five; the smallest change", text
            ), text


def test_a_set_names_the_gaps_that_its_silent_parts_could_have_shown(tiny_rated):
    text = describe_assessment(tiny_rated, "pledge-a/3")
    assert (
        "The figures of the 3 parts that are not distinguishable would show gaps of 2.2 to 2.5 micrograms four times in "
        "five; the smallest change that matters is 0.91 to 1.3 micrograms."
    ) in text
    table = components_table(tiny_rated, "pledge-a/3")
    assert table.headers[-1] == "Gap it would show"
    assert [row[-1] for row in table.rows] == ["2.5", "2.2", "2.2"]


@pytest.mark.parametrize(
    ("years", "words"), [("2", " in every 2 years."), ("1", " in every year."), ("", ".")]
)
def test_a_least_change_says_over_how_many_years_it_is_asked(tiny, years, words):
    about = replace(tiny.indicator("pledge-a/1"), minimum_change=1.0, minimum_change_unit="percentage_points")
    about = replace(about, minimum_change_years=float(years) if years else None)
    assert _least_change(about) == f"A change counts from 1 percentage point{words}"
