"""The register lists each choice of ours once, with where it stands, and knows which of them were decided."""

import pytest
from click.testing import CliRunner
from small_framework import write_small_framework

from psa.cli import main
from psa.data.load import load_framework
from psa.methods.judgements import list_judgements, of_indicator
from psa.methods.ratings import rate_framework
from psa.pages.parts.card import card_of
from psa.pages.sentences.choices import describe_choices

pytestmark = pytest.mark.thorough


@pytest.fixture
def folder(tmp_path):
    return write_small_framework(tmp_path / "small")


def command(*words):
    result = CliRunner().invoke(main, list(words), catch_exceptions=False)
    return result.exit_code, result.output


def test_choices_stand_in_the_register_with_place_state_and_other_values(tiny_rated):
    listed = {j.id: j for j in list_judgements(tiny_rated)}
    assert len(listed) == len(list_judgements(tiny_rated))
    base = listed["pledge-a/2.baseline_period"]
    assert (base.table, base.value, base.others, base.state) == (
        "indicators",
        "2020",
        ("2019", "2021"),
        "default",
    )
    assert listed["pledge-a/1.direction"].why == "its definition is inferred"
    assert listed["pledge-b/4:complaints.stands_in"].others == ("false",)
    assert listed["pledge-b/2:derived-share.is_rateable"].table == "derived_measures"
    assert listed["confidence"].others == ("0.9", "0.99") and "baseline_by" not in {
        j.id for j in listed.values() if j.state == "default"
    }


def test_a_page_names_the_choices_that_its_answer_alone_rests_on(tiny_rated):
    own = of_indicator(tiny_rated.judgements, "pledge-a/2")
    assert [j.column for j in own] == ["baseline_period", "direction", "kind"]
    words = describe_choices(tiny_rated, "pledge-a/2")
    assert words == (
        "This answer rests on three choices of ours: the baseline (2020, a default), which way is good "
        "(increase, our reading) and what is asked for (minimum standard, our reading)."
    )
    card = card_of(tiny_rated, "pledge-a/2")
    assert card and card.to_text().endswith(words) and words in card.to_html()
    assert describe_choices(tiny_rated, "pledge-a/4") == ""


def test_a_decision_is_a_row_with_its_reason_and_the_card_names_who(folder):
    code, words = command(
        *("decide", "a-01/2.baseline_period", "2006", "--why", "2007 was cut short", "--by", "AB"),
        *("--on", "2026-11-01", "--framework", str(folder)),
    )
    assert code == 0 and "decisions.csv, row 2" in words
    rated = rate_framework(load_framework(folder))
    assert "the baseline (2006, decided by AB on 2026-11-01)" in describe_choices(rated, "a-01/2")
    one = next(j for j in rated.judgements if j.id == "a-01/2.baseline_period")
    assert (one.state, one.why, one.others) == ("decided", "2007 was cut short", ("2007",))
    code, words = command("judgements", "a-01/2.base", "--framework", str(folder))
    assert "(decided by AB on 2026-11-01)" in words and "with 2007: nothing turns over" in words


def test_a_decision_that_names_no_choice_or_gives_no_reason_writes_nothing(folder):
    code, words = command("decide", "a-01/2.baseline", "2006", "--why", "x", "--framework", str(folder))
    assert code == 1 and "a-01/2.baseline_period" in words
    code, words = command(
        "decide", "a-01/2.baseline_period", "2006", "--why", " ", "--framework", str(folder)
    )
    assert code == 1 and "needs its reason" in words
    code, words = command(
        "decide", "a-01/2.baseline_period", "then", "--why", "x", "--framework", str(folder)
    )
    assert code == 1 and "not a period" in words
    assert not (folder / "decisions.csv").exists()


def test_the_register_says_what_would_turn_over(folder):
    code, words = command("judgements", "through", "--framework", str(folder))
    assert code == 0 and words.startswith("1 choice of ours in small; 1 would turn something over")
    assert "with 2010-03-31: 6 answers turn over: a-02 label: strong progress -> not yet assessed" in words
