"""What holds of every rule that is found: its facts, and what must not change its word."""

from dataclasses import replace

import numpy as np
import pytest
from made_series import MADE, made_series

from psa.methods.rules import RULES, find_rules, rate_series
from psa.methods.rules.parts import NOT_ASSESSED, Rule, stack_series
from psa.methods.rules.parts.series import FIELDS

NAN, INF = np.nan, np.inf
YEARS = np.arange(2001.0, 2013.0)
EVERY_RULE = pytest.mark.parametrize("rule", RULES)


def rate(rule, time, value, sign=1, **given):
    return rate_series(rule, stack_series(time, value, sign, **given))


# ---- the facts of a rule ----------------------------------------------------------------------------------


def test_each_rule_is_found_by_its_name_and_in_order():
    assert {name: rule.name for name, rule in RULES.items()} == {name: name for name in RULES}
    places = [(rule.order, rule.name) for rule in RULES.values()]
    assert places == sorted(places)
    assert list(find_rules()) == list(RULES)


@EVERY_RULE
def test_a_file_has_the_name_of_its_rule_and_says_what_it_does(rule):
    found = RULES[rule]
    assert found.rate.__module__ == f"psa.methods.rules.{rule.replace('-', '_')}"
    title, _, rest = found.page.partition("\n\n")
    assert title.endswith(".") and "\n" not in title
    assert "The statistic is" in rest and "Checked" in rest
    assert all(word in found.page for word in found.words), "each word is explained"


RULE = Rule(
    name="made-up",
    title="Made up",
    body="Nobody",
    country="",
    year="2023",
    source="No document",
    words={"good": "good", "so_so": "neutral", "poor": "bad"},
    statistic="none",
    reads=("target",),
    rate=RULES["scotland"].rate,
)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"name": "Made up"}, "lower-case words joined by hyphens"),
        ({"source": ""}, "a title, body, year, source or statistic is missing"),
        ({"words": {"poor": "bad", "good": "good"}}, "do not run from good over neutral to bad"),
        ({"words": {"good": "good", "so_so": "neutral"}}, "do not run from good over neutral to bad"),
        ({"words": {"good": "good", "fine": "fine", "poor": "bad"}}, "a side is none of good, neutral, bad"),
        ({"words": {"good": "good", NOT_ASSESSED: "bad"}}, "not_assessed is a word of every rule"),
        ({"reads": ("weather",)}, "a series has no weather; it has kind, value_kind, target"),
    ],
)
def test_facts_that_cannot_be_are_refused(changes, message):
    assert RULE.sides == {"good": 1, "so_so": 0, "poor": -1}
    with pytest.raises(ValueError, match=f"rule '{changes.get('name', 'made-up')}': .*{message}"):
        replace(RULE, **changes)


def test_an_unknown_rule_is_an_error_that_lists_the_known_ones():
    with pytest.raises(ValueError, match=f"'horoscope' is not known; use one of {', '.join(RULES)}"):
        rate("horoscope", [1], [1])


# ---- edges ------------------------------------------------------------------------------------------------

EDGES = {
    "all missing": [NAN] * 8,
    "one point": [5] + [NAN] * 7,
    "one late point": [NAN] * 7 + [5],
    "two points": [5, 6] + [NAN] * 6,
    "all equal": [5.1] * 8,
    "all zero": [0] * 8,
    "from zero": [0, 1, 2, 3, 4, 5, 6, 7],
    "to zero": [7, 6, 5, 4, 3, 2, 1, 0],
    "negative": [-8, -7, -6, -5, -4, -3, -2, -1],
    "changing sign": [-4, -3, -2, -1, 1, 2, 3, 4],
    "infinite": [1, INF, 2, -INF, 3, 4, 5, 6],
    "all infinite": [INF, -INF] * 4,
    "huge": [1e308, -1e308] * 4,
    "rising hugely": [1e-300, 1, 1e100, 1e200, 1e250, 1e300, 1e305, 1e308],
    "tiny": [1e-308, 2e-308, 3e-308, 1e-308, 2e-308, 3e-308, 1e-308, 5e-324],
    "gaps": [1, NAN, 2, NAN, 3, 4, NAN, 5],
}


@pytest.mark.filterwarnings("ignore:overflow")  # of the limits made here
@pytest.mark.parametrize("kind", ["target", "standard", "direction"])
@pytest.mark.parametrize("sign", [1, -1, 0, NAN])
@EVERY_RULE
def test_every_edge_has_a_word_of_the_rule_or_a_reason(rule, sign, kind):
    value = np.array(list(EDGES.values()), dtype=float)
    for target in (NAN, 0, 5.1, -3, 1e308, INF):
        rated = rate(
            rule,
            YEARS[:8],
            value,
            sign,
            kind=kind,
            target=target,
            target_time=2010,
            lower=value - 1,
            upper=value + 1,
            full_scale=100,
            limit=100,
            base_time=2001,
            criterion=1,
        )
        is_open = rated.words != NOT_ASSESSED
        assert set(rated.words[is_open]) <= set(RULES[rule].words)
        assert (rated.reason[~is_open] != "").all()
        assert np.isnan(rated.statistic[~is_open]).all()
        assert not is_open[:2].any()


@EVERY_RULE
@pytest.mark.parametrize("shape", [(0, 5), (3, 0), (0, 0), (0,)])
def test_empty_arrays_give_empty_or_no_assessment(rule, shape):
    rated = rate(rule, np.full(shape, NAN), np.full(shape, NAN))
    assert rated.words.shape == rated.statistic.shape == rated.reason.shape == shape[:-1]
    assert (rated.words == NOT_ASSESSED).all()


@EVERY_RULE
def test_the_word_of_figures_that_are_all_equal_does_not_hang_on_their_level(rule):
    value = np.array([[0.1], [1 / 3], [5.1], [1e9]]) * np.ones(12)
    words = rate(rule, YEARS, value, lower=value * 0.9, upper=value * 1.1).words
    assert set(words) == {words[0]}
    assert words[0] not in {NOT_ASSESSED, next(iter(RULES[rule].words))}


# ---- what must not change a word --------------------------------------------------------------------------

SERIES = made_series()
IN_UNITS = ("value", "target", "limit", "full_scale", "criterion", "lower", "upper")


def rate_made(rule, **changes):
    return rate_series(rule, stack_series(**SERIES | changes))


def assert_same(before, after):
    for here, there in zip(before, after, strict=True):
        np.testing.assert_array_equal(here, there)


@EVERY_RULE
def test_the_made_series_have_good_and_bad_words(rule):
    """Else what follows would show little."""
    sides = RULES[rule].sides
    assert {1, -1} <= {sides.get(word) for word in set(rate_made(rule).words)}


@EVERY_RULE
@pytest.mark.parametrize("unit", [1e-4, 0.01, 7.3, 1000.0, 2.0**20])
def test_a_change_of_unit_changes_no_word(rule, unit):
    there = rate_made(rule, **{name: SERIES[name] * unit for name in IN_UNITS})
    np.testing.assert_array_equal(rate_made(rule).words, there.words)


@EVERY_RULE
@pytest.mark.parametrize("years", [-500, 1, 117])
def test_a_shift_of_years_changes_nothing(rule, years):
    moved = {name: SERIES[name] + years for name in ("time", "target_time", "base_time")}
    assert_same(rate_made(rule), rate_made(rule, **moved))


@EVERY_RULE
def test_turning_values_and_sign_gives_the_same_word_or_none(rule):
    """A rule of growth may know no growth of values below zero; a limit and a whole have no other side."""
    one_sided = {"limit": NAN, "full_scale": NAN, "numerator": NAN}
    turned = {name: -SERIES[name] for name in ("value", "sign", "target")}
    turned |= {"lower": -SERIES["upper"], "upper": -SERIES["lower"]}
    here, there = (rate_made(rule, **one_sided | changes).words for changes in ({}, turned))
    np.testing.assert_array_equal(np.where(there == NOT_ASSESSED, here, there), here)


@EVERY_RULE
def test_gaps_change_nothing(rule):
    place = np.random.default_rng(8).integers(0, 13, MADE)
    index = np.arange(13) - (np.arange(13) > place[:, None])
    is_gap = np.arange(13) == place[:, None]
    wide = {
        name: np.where(is_gap, NAN, np.take_along_axis(figures, np.minimum(index, 11), axis=1))
        for name, figures in SERIES.items()
        if figures.ndim == 2
    }
    assert_same(rate_made(rule), rate_made(rule, **wide))


@EVERY_RULE
def test_what_a_rule_does_not_read_changes_nothing(rule):
    nothing = {"kind": "direction", "value_kind": "none"}
    unread = {name: nothing.get(name, NAN) for name in FIELDS if name not in RULES[rule].reads}
    assert_same(rate_made(rule), rate_made(rule, **unread))


@EVERY_RULE
def test_what_a_rule_reads_can_change_something(rule):
    for name in RULES[rule].reads:
        nothing = {"kind": "direction", "value_kind": "none"}.get(name, NAN)
        assert (rate_made(rule).words != rate_made(rule, **{name: nothing}).words).any(), name


@pytest.mark.parametrize("rule", [name for name, rule in RULES.items() if rule.is_monotone])
@pytest.mark.parametrize("less", [0.1, 1.0, 20.0])
def test_a_worse_latest_figure_never_makes_the_word_better(rule, less):
    last = np.isfinite(SERIES["value"]).sum(axis=1) - 1
    is_last = np.arange(12) == last[:, None]
    worse = np.maximum(SERIES["value"] - SERIES["sign"][:, None] * less, 0.1)
    order = [*RULES[rule].words, NOT_ASSESSED]
    before, after = (
        np.array([order.index(word) for word in rate_made(rule, value=value).words])
        for value in (SERIES["value"], np.where(is_last, worse, SERIES["value"]))
    )
    assert (after >= before).all()


@EVERY_RULE
def test_one_series_is_rated_as_within_a_stack(rule):
    together = rate_made(rule)
    for i in range(0, MADE, 40):
        alone = rate_series(rule, stack_series(**{name: figures[i] for name, figures in SERIES.items()}))
        assert alone.words.shape == ()
        assert (alone.words, alone.reason) == (together.words[i], together.reason[i])
        np.testing.assert_allclose(alone.statistic, together.statistic[i], rtol=1e-9)
