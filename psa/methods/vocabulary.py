"""Every code word of the results, once: its words, what it means, which way it points, how it is drawn.

A further verdict, reason, caveat or reading is one row here. Sentences, tables, charts, the index, the
comparison of rules and the labels of agreements take what they need from it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Code:
    """One code word of the results; what does not apply to its group is empty.

    Attributes:
        code: as it stands in the tables.
        words: as a reader sees it.
        side: +1 the right way, 0 neither way, -1 the wrong way, None where it says nothing of the way.
        order: its place from worst to best, None where it has none.
        shown_as: the class of indicators that a chart draws alike.
        sign: the symbol of a class of indicators.
        move: what a component did that has this reason, as its small chart says.
        meaning: what it means, for a list of signs or labels.
        phrase: what a sentence about it goes on to say.
        rating: the rating that a reason leads to.
        kind: the kind of indicator that a verdict is for.
    """

    code: str
    words: str = ""
    side: int | None = None
    order: int | None = None
    shown_as: str = ""
    sign: str = ""
    move: str = ""
    meaning: str = ""
    phrase: str = ""
    rating: str = ""
    kind: str = ""


def _table(*rows: Code) -> dict[str, Code]:
    return {row.code: row for row in rows}


def _reasons(rating: str, *rows: Code) -> dict[str, Code]:
    return {row.code: replace(row, rating=rating) for row in rows}


def _verdicts(kind: str, *rows: Code) -> dict[str, Code]:
    return {row.code: replace(row, kind=kind) for row in rows}


# Classes of indicators: the ratings of the official rule, with deteriorated apart from no improvement.
CLASSES = _table(
    Code("improvement", "improved", side=1, sign="▲", meaning="moved the right way, as far as the rule asks"),
    Code(
        "no_improvement",
        "no improvement",
        side=-1,
        sign="●",
        meaning="did not move the right way, or not as far as the rule asks",
    ),
    Code("deteriorated", "deteriorated", side=-1, sign="▼", meaning="no improvement: moved the wrong way"),
    Code(
        "not_yet_assessed",
        "not yet assessed",
        sign="○",
        meaning="no figures that could be compared were found",
    ),
    Code(
        "not_rateable",
        "not rateable",
        sign="×",
        meaning="there are figures, but the rule cannot be applied to them",
    ),
    Code("withheld", "withheld", sign="■", meaning="an assessment was made and not published"),
)

REASONS = (
    _reasons(
        "improvement",
        Code(
            "improved",
            "moved the right way since the baseline",
            move="improved",
            phrase="which is the right way",
        ),
        Code(
            "maintained",
            "held at or better than its baseline, as the indicator asks",
            move="held",
            phrase="so it was held",
        ),
        Code("standard_met", "meets its minimum standard in the latest period", move="standard met"),
    )
    | _reasons(
        "no_improvement",
        Code("unchanged", "did not change since the baseline", move="no change"),
        Code(
            "too_small",
            "moved the right way by less than the minimum change",
            move="change too small",
            phrase="the right way, but less than the minimum change",
        ),
        Code(
            "not_significant",
            "moved the right way by no more than sampling error",
            move="change too small",
            phrase="the right way, but no more than sampling error",
        ),
        Code(
            "deteriorated",
            "moved the wrong way since the baseline",
            move="worse",
            phrase="which is the wrong way",
        ),
        Code("not_held", "did not stay at its baseline", move="not held", phrase="so it was not held"),
        Code("mixed", "fewer of its components improved than the rule for the whole asks"),
        Code(
            "standard_not_met",
            "does not meet its minimum standard in the latest period",
            move="standard not met",
        ),
    )
    | _reasons(
        "not_yet_assessed",
        Code("no_figures", "no figure of the indicator could be found"),
        Code("indicative_only", "only proxy, related or group figures could be found"),
        Code("no_later_figure", "no figure for a period after the baseline and inside the period"),
        Code("no_baseline_figure", "no figure for a period that could serve as the baseline"),
        Code("baseline_not_in_series", "the series has no figure for the published baseline period"),
        Code("too_few_components", "too few of its components could be assessed"),
    )
    | _reasons("withheld", Code("withheld", "the assessment was made but not published"))
    | _reasons(
        "not_rateable",
        Code(
            "no_direction",
            "no direction that would count as better is defined",
            phrase="but no direction that would count as better is defined",
        ),
        Code("break", "a declared break lies between the baseline and the later figures"),
        Code("overlap", "the periods of the baseline and of the later figures overlap"),
        Code(
            "significance_untestable",
            "a statistically significant change is asked for, and no sampling error was published to test it "
            "with",
            phrase="the right way; the definition asks for a statistically significant change, and no "
            "sampling error was published to test it with",
        ),
        Code(
            "other_lengths",
            "the baseline and the latest figure cover spans of different length, and what is counted grows with "
            "its span",
            phrase="but the two cover spans of different length, and what is counted grows with its span",
        ),
        Code(
            "no_least_change",
            "the change that counts is a percentage of a baseline of 0",
            phrase="but the change that counts is a percentage of a baseline of 0",
        ),
        Code("no_standard_level", "the level of the minimum standard is not known"),
    )
)

# What the official rule says of a target; the order is that in which one component counts for the whole.
TARGET_STATUSES = _table(
    Code("met", "met in the target period", side=1, order=6),
    Code("not_met", "not met in the target period", side=-1, order=0),
    Code("met_early", "already at or past the target, before its date", side=1, order=5),
    Code("not_yet_due", "not yet due; the latest figure is short of the target", order=3),
    Code("no_outturn", "due, but no figure for the target period could be found", order=1),
    Code("no_date", "short of the target, whose date is not known", order=2),
    Code("no_figure", "no figure of the period to set beside the target", order=4),
    Code("no_level", "the level that the target asks for is not known", order=7),
    Code(
        "baseline_not_positive",
        "not assessed: it is a percentage of a baseline that is not above 0",
        order=8,
    ),
)

# What a change is measured from, by who chose it or what the definition compares with.
BASELINES = {
    "published": "the published baseline",
    "definition": "the published baseline",
    "default": "our default baseline",
    "decided": "the baseline that we decided on",
    "projected_trend": "where the trend of the baseline leads",
    "year_before": "the figure a year before",
}
# The same before a figure in the reason of a rating; of the others, baseline.
SHORT_BASELINES = {
    "default": "default baseline",
    "decided": "decided baseline",
    "projected_trend": "where the trend leads",
    "year_before": "a year before",
}

CAVEATS = {
    "default_baseline": "no baseline is published; the baseline used is our default",
    "old_baseline": "the baseline lies years before the period; what changed until then is in the change",
    "period_length": "the baseline and the latest figure cover periods of different length",
    "season": "the baseline and the latest figure are for different parts of the year",
    "straddles": "the latest figure covers a span that began before the period assessed",
    "provisional": "the latest figure is provisional",
    "later_vintage": "the figures are a later vintage than the reports of the time had",
    "derived": "computed by us from published figures",
    "inferred_figure": "one element of a figure used is our judgement",
    "recalled_definition": "the definition is recalled, not read",
    "decided_choice": "a choice of ours, made by a person with a reason, is part of how it is judged",
    "proposed_direction": "which way is good is a proposal of ours, not yet confirmed",
    "incomplete_components": "not every component of the indicator has a series",
    "baseline_inside": "the published baseline lies inside the period: what happened in the period up to it is "
    "already in the baseline, and there is no trend from before the period to set it against",
    "baseline_from_definition": "the baseline is the value in the definition, not in the series",
    "untested": "no sampling error is published, so the change could not be tested",
    "data_system": "the auditor rated the data system amber or red",
    "few_points": "fewer than four comparable figures up to the baseline",
    "overlap": "periods overlap; only those that share no time are used in the test of the trend",
    "baseline_outlier": "the baseline lies far off the figures before it; a return towards them is no "
    "progress",
}

# Our verdicts, by the kind of the indicator; the phrase goes with an official improvement.
VERDICTS = (
    _verdicts(
        "improve",
        Code("better", "better than its baseline trend", side=1, order=11, shown_as="improvement"),
        Code(
            "in_line",
            "in line with its baseline trend",
            side=0,
            order=9,
            shown_as="no_improvement",
            phrase="it moved the right way, as its trend would have brought",
        ),
        Code(
            "worse",
            "worse than its baseline trend",
            side=-1,
            order=4,
            shown_as="deteriorated",
            phrase="it moved the right way, but less than its own trend would have brought",
        ),
        Code(
            "not_distinguishable",
            "not distinguishable from its baseline trend",
            side=0,
            order=8,
            shown_as="no_improvement",
            phrase="it moved the right way, but no more than its trend and its usual irregularity would "
            "bring",
        ),
        Code(
            "depends_on_baseline_year",
            "depends on the last year of its baseline",
            side=0,
            order=7,
            shown_as="no_improvement",
            phrase="it moved the right way; whether by more than its trend would have brought depends on the last "
            "year of its baseline",
        ),
    )
    | _verdicts(
        "target",
        Code("met", "target met", side=1, order=13, shown_as="improvement"),
        Code(
            "not_met",
            "target not met",
            side=-1,
            order=1,
            shown_as="no_improvement",
            phrase="it moved the right way, but not as far as the target",
        ),
        Code("on_course", "on course for its target", side=1, order=12, shown_as="improvement"),
        Code(
            "uncertain",
            "uncertain whether it will meet its target",
            side=0,
            order=6,
            shown_as="no_improvement",
            phrase="it moved the right way; whether it will reach the target cannot be told",
        ),
        Code(
            "off_course",
            "off course for its target",
            side=-1,
            order=2,
            shown_as="no_improvement",
            phrase="it moved the right way, but too slowly for the target",
        ),
        Code("moving_away", "moving away from its target", side=-1, order=0, shown_as="deteriorated"),
    )
    | _verdicts(
        "minimum_standard",
        Code("meets", "meets its minimum standard", side=1, order=14, shown_as="improvement"),
        Code(
            "meets_within_error",
            "meets its minimum standard, by no more than sampling error",
            side=1,
            order=10,
            shown_as="improvement",
        ),
        Code(
            "below_within_error",
            "below its minimum standard, by no more than sampling error",
            side=-1,
            order=5,
            shown_as="no_improvement",
        ),
        Code("below", "below its minimum standard", side=-1, order=3, shown_as="no_improvement"),
    )
    | _verdicts("", Code("not_assessed", "not assessed", shown_as="not_yet_assessed"))
)

# Whether the change since the baseline is larger than chance.
LEVELS = _table(
    Code("improved", "clearly improved", side=1, meaning="Since the baseline it has clearly improved"),
    Code("no_clear_change", "no clear change", side=0, meaning="Since the baseline there is no clear change"),
    Code("worse", "clearly worse", side=-1, meaning="Since the baseline it has clearly got worse"),
    Code(
        "unknown",
        "not known",
        meaning="Nothing published says how much of the change since the baseline is chance",
    ),
)

# Why there is no verdict, or what to bear in mind about one.
WHY = {
    "no_pair": "there is no comparable figure on both sides of the start of the period",
    "few_baseline": "fewer than three comparable figures up to the baseline, so there is no trend to test "
    "against",
    "break_baseline": "a declared break leaves fewer than three comparable figures up to the baseline, so "
    "there is no trend to test against",
    "no_direction": "no direction that would count as better is defined",
    "to_be_held": "it is to be held, so neither direction counts as better",
    "no_level": "the level that the target or standard asks for is not known",
    "few_points": "fewer than three comparable figures, so nothing can be projected",
    "break_points": "a declared break leaves fewer than three comparable figures, so nothing can be "
    "projected",
    "no_date": "the date of the target is not known",
    "no_in_period": "no figure belongs to the period, so nothing is met or missed yet",
    "baseline_not_positive": "the target is a percentage of a baseline that is not above 0",
    "months_as_they_come": "the last two years of months or quarters as they come, since fewer than three are for the "
    "same part of the year; seasons count as chance",
    "later_figure": "the figure for the target's own period is missing, and a later one does not settle it",
    "few_flows": "fewer than three figures of what is added up, so its pace cannot be judged",
    "no_figure": "there is no figure inside the period",
    "modelled": "the figures are a model's, so how they stray says nothing of chance: no test of their trend, and no "
    "share in how irregular other series are taken to be",
    "smoothed": "the figures are drawn on along a curve or averaged, so how they stray says nothing of chance: no test "
    "of their trend, and no share in how irregular other series are taken to be",
    "smooth": "the figures of its source follow one another more smoothly than measured ones do, as a model's or "
    "averages would: no test of their trend",
    "past_edge": "the trend of the baseline leads to what no figure can be, beyond the whole or below nothing, so "
    "nothing could keep up with it",
    "baseline_year": "the last figure of the baseline lies far off those before it, and the verdict without it is "
    "another",
    "short_baseline": "the baseline trend rests on three figures only",
    "": "",
}

# Labels of an agreement, best first; the phrase gives the reason beside the counts.
LABEL_CODES = _table(
    Code(
        "strong_progress",
        meaning="more than half of all its indicators improved",
        phrase="more than half of all improved",
    ),
    Code(
        "some_progress",
        meaning="at least one improved, but no more than half of all",
        phrase="some improved, but not more than half of all",
    ),
    Code("no_progress", meaning="none improved", phrase="none improved"),
    Code(
        "not_yet_assessed",
        meaning="half or more of its indicators have no rating, which says nothing about what happened",
        phrase="half or more have no rating",
    ),
    Code("withheld", meaning="an assessment was made and not published"),
)

# Labels of an agreement whose targets lie ahead, best first (`psa.methods.on_track`).
ON_TRACK_CODES = _table(
    Code("on_track", meaning="more than half of all its targets are on track, and none moves the wrong way"),
    Code("mixed", meaning="some of its targets are on track and some are not, or it is uncertain"),
    Code("off_track", meaning="more than half of all its targets are off track"),
    Code("not_yet_assessed", meaning="of half or more of its targets nothing can be told yet"),
)

# Classes of indicators where a framework is judged by its targets that lie ahead, as they are counted.
ON_TRACK_CLASSES = {
    code: replace(CLASSES[code], words=words, meaning=meaning, sign=sign)
    for code, sign, words, meaning in (
        ("improvement", "✓", "on_track", "its target is met, or will be with a chance of two thirds or more"),
        (
            "no_improvement",
            "○",
            "uncertain",
            "the chance that its target will be met is between one and two thirds",
        ),
        (
            "deteriorated",
            "✕",
            "off_track",
            "its target is missed, or will be met with a chance below one third",
        ),
        (
            "not_yet_assessed",
            "?",
            "not_yet_assessed",
            "nothing tells yet with what chance its target will be met",
        ),
    )
}

# The label of an agreement under other readings of the rule.
READINGS = {
    "assessed_only": "only assessed indicators in the denominator",
    "more_than_half_missing": "not yet assessed only when more than half have no rating",
    "half_is_strong": "strong progress from exactly half",
    "net": "improved less deteriorated counts as improved",
    "targets_met": "a target already met counts as improved",
    "untested_counted": "changes that could not be tested count by their direction",
}


def on_side(table: dict[str, Code], side: int) -> tuple[str, ...]:
    """Return the codes of a table that point one way: +1, 0 or -1."""
    return tuple(code for code, row in table.items() if row.side == side)


def worst(table: dict[str, Code], codes: Iterable[str]) -> str:
    """Return the worst of some codes by the order of their table; the empty word where there is none."""
    places = {code: row.order for code, row in table.items() if row.order is not None}
    return min((code for code in codes if code in places), key=places.__getitem__, default="")


def _words(table: dict[str, Code]) -> dict[str, str]:
    return {code: row.words for code, row in table.items()}


def _verdicts_of(kind: str) -> tuple[str, ...]:
    return tuple(code for code, row in VERDICTS.items() if row.kind == kind)


RATINGS = tuple(code for code in CLASSES if code != "deteriorated")
LABELS = tuple(LABEL_CODES)
IMPROVE, TARGET, STANDARD = (_verdicts_of(kind) for kind in ("improve", "target", "minimum_standard"))
VERDICT_ORDER = tuple(sorted((c for c in VERDICTS if VERDICTS[c].kind), key=lambda c: VERDICTS[c].order or 0))
REASON_WORDS, VERDICT_WORDS, TARGET_STATUS = map(_words, (REASONS, VERDICTS, TARGET_STATUSES))
