"""The explorer: each widget is set as a hand would set it, and what stands below it is read back."""

from datetime import date
from functools import cache

import pytest

from psa.data.load import load_framework
from psa.data.series import load_series
from psa.methods.comparison import NAMES, OFFICIAL
from psa.methods.ratings import rate_framework
from psa.pages.charts.chart import Chart
from psa.pages.explore import explore
from psa.pages.parts.part import Part
from psa.pages.sections import show_indicator
from psa.pages.sentences.rule_names import rule_name
from psa.pages.tables.table import Table

pytestmark = pytest.mark.thorough


class Shown:
    """What was displayed since it was last taken."""

    def __init__(self):
        self.things = []

    def display(self, thing, **_):
        self.things.append(thing)

    def take(self) -> "Shown":
        """Return what was shown since the last time, and forget it."""
        taken, self.things = self.things, []
        out = Shown()
        out.things = taken
        return out

    @property
    def prose(self) -> str:
        told = (t.to_text() if isinstance(t, Part) else getattr(t, "data", "") for t in self.things)
        return "\n\n".join(text for text in told if text)

    @property
    def tables(self) -> dict[str, Table]:
        return {t.caption: t for t in self.things if isinstance(t, Table)}

    @property
    def charts(self) -> list[str]:
        return [t.svg() for t in self.things if isinstance(t, Chart)]

    def working(self, line: str) -> str:
        """Return one value of the working of the trend test."""
        return dict(self.tables["The working of the trend test"].rows)[line]

    def used(self) -> str:
        """Return the period that is marked as the baseline in the table of figures."""
        series = next(t for t in self.things if isinstance(t, Table) and t.headers[0] == "Period")
        return next(row[0] for row in series.rows if row[-1].startswith("baseline"))


@pytest.fixture
def shown(monkeypatch) -> Shown:
    """Collect what the explorer displays, in order."""
    found = Shown()
    monkeypatch.setattr("psa.pages.for_page.display", found.display)
    return found


class Hand:
    """The widgets by the names that a reader sees."""

    def __init__(self, box, shown: Shown):
        self.by_name = {w.description: w for w in box.children if hasattr(w, "description")}
        self.shown = shown

    def set(self, name: str, value) -> Shown:
        """Set a widget to a value and return what stands below it then."""
        if self.by_name[name].value != value:
            self.shown.take()
        self.by_name[name].value = value
        return self.shown.take()


@pytest.fixture
def hand(tiny, shown) -> Hand:
    """Return the widgets over the tiny framework, with its first indicator shown already."""
    return Hand(explore(tiny), shown)


def word_said(prose: str) -> str:
    return prose.split("**Official rule: ")[1].split(".**")[0]


def test_it_opens_with_the_first_indicator_and_the_settings_of_the_framework(hand, shown, tiny, tiny_rated):
    assert {n: w.value for n, w in hand.by_name.items()} == {
        "yardstick": "pledge-a/1",
        "Rule": OFFICIAL,
        "Baseline by": date(2020, 12, 31),
        "Through": date(2023, 12, 31),
        "Confidence": 0.95,
    }
    first = shown.take()
    assert "1.1 Street trees" in first.prose
    row = tiny_rated.indicators.set_index("indicator_id").loc["pledge-a/1"]
    assert word_said(first.prose) == tiny.word(row["rating"]) == "improvement"
    assert len(first.charts) == 1 and "<svg" in first.charts[0]
    assert rule_name(OFFICIAL) not in first.prose


def test_the_indicator_asked_for_is_shown_first(tiny, shown):
    hand = Hand(explore(tiny, "pledge-b/1"), shown)
    assert hand.by_name["yardstick"].value == "pledge-b/1"
    assert "Tenants who are content" in shown.take().prose


def test_every_indicator_can_be_chosen_and_is_what_the_batch_says_of_it(hand, tiny, tiny_rated):
    wanted = tiny_rated.indicators.set_index("indicator_id")
    offered = [value for _, value in hand.by_name["yardstick"].options]
    assert offered == list(tiny.indicators["indicator_id"]) and len(offered) == 8
    for indicator_id in [*offered[1:], offered[0]]:
        below = hand.set("yardstick", indicator_id)
        assert word_said(below.prose).removesuffix(" (deteriorated)") == tiny.word(
            wanted.loc[indicator_id, "rating"]
        )
        words = below.tables["The same figures under other bodies' rules"].rows
        assert [row[0] for row in words] == [rule_name(rule) for rule in NAMES]


@pytest.fixture(scope="module")
def ratings_by(tiny):
    """Return a function that gives each indicator's rating by a rule, worked out once for all indicators."""
    return cache(lambda rule: rate_framework(tiny, rule=rule).indicators.set_index("indicator_id")["rating"])


@pytest.mark.parametrize("indicator_id", ["pledge-a/1", "pledge-b/2"])
def test_each_rule_says_its_own_word_and_the_table_beside_says_the_same(tiny, ratings_by, hand, indicator_id):
    official = hand.set("yardstick", indicator_id)
    said = set()
    for rule in NAMES[1:]:
        below = hand.set("Rule", rule)
        rating = ratings_by(rule)[indicator_id]
        assert f"**{rule_name(rule)}: {tiny.word(rating)}.**" in below.prose
        table = below.tables["The same figures under other bodies' rules"]
        beside = {name: word for name, word, _ in table.rows}
        assert beside[rule_name(rule)] == rating.replace("_", " ")
        said.add(rating)
    assert len(said) > 4  # the rules have words of their own
    assert hand.set("Rule", OFFICIAL).prose == official.prose


def test_a_later_day_for_the_baseline_moves_the_default_baseline(hand):
    before = hand.set("yardstick", "pledge-a/2")
    assert before.used() == "2020" and "From 94.8" not in before.prose  # a standard is judged by its level
    after = hand.set("Baseline by", date(2019, 12, 31))
    assert after.used() == "2019"
    assert before.charts != after.charts
    assert before.working("Figures up to the baseline, and later") == "3 and 3"
    assert "The working of the trend test" not in after.tables  # two figures make no trend


def test_an_earlier_last_day_leaves_out_the_later_figures(hand, shown):
    before = shown.take()
    assert (
        "(the published baseline) to 1,205" in before.prose
        and "**Target: met in the target period.**" in before.prose
    )
    assert before.working("Figures up to the baseline, and later") == "7 and 3"
    after = hand.set("Through", date(2022, 12, 31))
    assert "(the published baseline) to 1,160" in after.prose and "1,205" not in after.prose
    assert "**Target: not yet due" in after.prose
    assert after.working("Figures up to the baseline, and later") == "7 and 2"
    assert before.charts != after.charts


def test_less_confidence_asks_for_less(hand):
    sure = hand.set("yardstick", "pledge-b/1")
    line = "Gap over its standard error, and the value needed"
    assert "not distinguishable from its baseline trend" in sure.prose
    statistic, needed = map(float, sure.working(line).split(", "))
    assert statistic < needed
    below = hand.set("Confidence", 0.8)
    assert float(below.working(line).split(", ")[1]) < needed


def test_an_indicator_without_figures_has_words_but_no_chart(hand):
    below = hand.set("yardstick", "pledge-a/4")
    assert word_said(below.prose) == "not yet assessed" and below.charts == []
    assert list(below.tables) == ["The same figures under other bodies' rules"]
    assert f"**{rule_name('un')}: not assessed.**" in hand.set("Rule", "un").prose


def test_components_are_shown_together(hand):
    below = hand.set("yardstick", "pledge-a/3")
    assert [row[0] for row in below.tables["Each component"].rows] == ["harbour", "north", "south"]
    assert len(below.charts) == 1


def test_an_indicator_with_a_single_figure_shows_it_and_rates_nothing(tiny_folder, shown):
    with (tiny_folder / "measures.csv").open("a", encoding="utf-8") as file:
        file.write("pledge-a/4:seen,pledge-a/4,Hedgehogs seen,headline,true,,,number,count,,,\n")
    with (tiny_folder / "observations.csv").open("a", encoding="utf-8") as file:
        file.write("pledge-a/4:seen,2021,2021,17,,,,,,final,inferred,town-yearbook,\n")
    hand = Hand(explore(load_framework(tiny_folder), "pledge-a/4"), shown)
    below = shown.take()
    assert word_said(below.prose) == "not yet assessed"
    assert [row[:2] for row in below.tables["Hedgehogs seen"].rows] == [["2021", "17"]]
    assert "The working of the trend test" not in below.tables and below.charts == []
    for rule in NAMES[1:]:
        assert "17" in hand.set("Rule", rule).tables["Hedgehogs seen"].rows[0]


def test_days_that_leave_nothing_to_compare_are_answered_and_not_an_error(hand):
    hand.set("yardstick", "pledge-a/2")
    assert word_said(hand.set("Through", date(2010, 1, 1)).prose) == "not yet assessed"
    assert word_said(hand.set("Baseline by", date(2030, 1, 1)).prose) == "not yet assessed"


def test_a_day_that_is_cleared_is_the_frameworks_own_again(hand, shown):
    first = shown.take()
    for name, other in (("Through", date(2022, 12, 31)), ("Baseline by", date(2019, 12, 31))):
        hand.set(name, other)
        assert hand.set(name, None).prose == first.prose
        hand.set(name, {"Through": date(2023, 12, 31), "Baseline by": date(2020, 12, 31)}[name])


def test_a_framework_may_ask_for_a_confidence_of_its_own(tiny_folder, shown):
    with (tiny_folder / "framework.csv").open("a", encoding="utf-8") as file:
        file.write("confidence,0.975\n")
    hand = Hand(explore(load_framework(tiny_folder)), shown)
    slider = hand.by_name["Confidence"]
    assert slider.value == 0.975 and list(slider.options) == [0.8, 0.9, 0.95, 0.975, 0.99]


def test_hostile_names_do_not_get_out_of_their_places(tiny_folder, shown):
    file = tiny_folder / "indicators.csv"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("Hedgehogs", "<script>alert(1)</script> *x*"), encoding="utf-8")
    explore(load_framework(tiny_folder), "pledge-a/4")
    prose = shown.take().prose
    assert "<script>" not in prose and r"&lt;script&gt;alert(1)&lt;/script&gt; \*x\*" in prose


def test_rules_and_indicators_are_chosen_by_name_and_never_by_id(hand, tiny):
    rules = [name for name, _ in hand.by_name["Rule"].options]
    titles = [name for name, _ in hand.by_name["yardstick"].options]
    assert rules == [rule_name(rule) for rule in NAMES] and not set(rules) & set(NAMES)
    assert len(set(titles)) == len(tiny.indicators)
    assert not any(key in title for title in titles for key in tiny.indicators["indicator_id"])


def test_what_is_shown_of_one_indicator_is_what_all_of_them_together_say(promises, shown):
    """The rows of one indicator alone give the same sentences, tables and charts; only sooner."""
    for indicator_id in promises.indicators["indicator_id"]:
        said = []
        for rated in (promises, promises.of_indicator(indicator_id)):
            show_indicator(rated, indicator_id)
            below = shown.take()
            tables = [(t.caption, t.rows) for t in below.things if isinstance(t, Table)]
            said.append((below.prose, tables, below.charts))
        assert said[0] == said[1], indicator_id


def test_figures_that_are_known_already_give_the_same_ratings(tiny):
    known = rate_framework(tiny, series=load_series(tiny), confidence=0.8)
    assert known.indicators.equals(rate_framework(tiny, confidence=0.8).indicators)
