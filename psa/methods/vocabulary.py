"""Every code of a rating, verdict, target and label, with its words."""

RATINGS = ("improvement", "no_improvement", "not_yet_assessed", "withheld", "not_rateable")


# reason code -> (rating, words)
REASONS = {
    "improved": ("improvement", "moved the right way since the baseline"),
    "maintained": ("improvement", "held at or better than its baseline, as the indicator asks"),
    "standard_met": ("improvement", "meets its minimum standard in the latest period"),
    "unchanged": ("no_improvement", "did not change since the baseline"),
    "too_small": ("no_improvement", "moved the right way by less than the minimum change"),
    "not_significant": ("no_improvement", "moved the right way by no more than sampling error"),
    "deteriorated": ("no_improvement", "moved the wrong way since the baseline"),
    "mixed": ("no_improvement", "fewer of its components improved than the rule for the whole asks"),
    "standard_not_met": ("no_improvement", "does not meet its minimum standard in the latest period"),
    "no_figures": ("not_yet_assessed", "no figure of the indicator could be found"),
    "indicative_only": ("not_yet_assessed", "only proxy, related or group figures could be found"),
    "no_later_figure": (
        "not_yet_assessed",
        "no figure for a period after the baseline and inside the period",
    ),
    "no_baseline_figure": ("not_yet_assessed", "no figure for a period that could serve as the baseline"),
    "baseline_not_in_series": (
        "not_yet_assessed",
        "the series has no figure for the published baseline period",
    ),
    "too_few_components": ("not_yet_assessed", "too few of its components could be assessed"),
    "withheld": ("withheld", "the assessment was made but not published"),
    "no_direction": ("not_rateable", "no direction that would count as better is defined"),
    "break": ("not_rateable", "a declared break lies between the baseline and the later figures"),
    "overlap": ("not_rateable", "the periods of the baseline and of the later figures overlap"),
    "significance_untestable": (
        "not_rateable",
        "a statistically significant change is asked for, and no sampling error was published to test it with",
    ),
    "no_standard_level": ("not_rateable", "the level of the minimum standard is not known"),
}


TARGET_STATUS = {
    "met": "met in the target period",
    "not_met": "not met in the target period",
    "met_early": "already at or past the target, before its date",
    "not_yet_due": "not yet due; the latest figure is short of the target",
    "no_outturn": "due, but no figure for the target period could be found",
    "no_date": "short of the target, whose date is not known",
    "no_figure": "no figure to set beside the target",
    "no_level": "the level that the target asks for is not known",
}


CAVEATS = {
    "default_baseline": "no baseline is published; the baseline used is our default",
    "period_length": "the baseline and the latest figure cover periods of different length",
    "season": "the baseline and the latest figure are for different parts of the year",
    "straddles": "the latest figure covers a span that began before the period assessed",
    "provisional": "the latest figure is provisional",
    "later_vintage": "the figures are a later vintage than the reports of the time had",
    "derived": "computed by us from published figures",
    "inferred_figure": "one element of a figure used is our judgement",
    "recalled_definition": "the definition is recalled, not read",
    "incomplete_components": "not every component of the indicator has a series",
    "baseline_from_definition": "the baseline is the value in the definition, not in the series",
    "untested": "no sampling error is published, so the change could not be tested",
    "data_system": "the auditor rated the data system amber or red",
    "few_points": "fewer than four comparable figures up to the baseline",
    "overlap": "periods overlap; only those that share no time are used in the test of the trend",
    "baseline_outlier": "the baseline lies far off the figures before it; a return towards them is no progress",
}


VERDICT_ORDER = (
    "moving_away", "not_met", "off_course", "below", "worse", "below_within_error", "uncertain",
    "not_distinguishable", "in_line", "meets_within_error", "better", "on_course", "met", "meets",
)  # fmt: skip


IMPROVE = ("better", "in_line", "not_distinguishable", "worse")


TARGET = ("met", "on_course", "uncertain", "off_course", "moving_away", "not_met")


STANDARD = ("meets", "meets_within_error", "below_within_error", "below")


LEVEL = ("improved", "no_clear_change", "worse", "unknown")


VERDICT_WORDS = {
    "better": "better than its baseline trend",
    "in_line": "in line with its baseline trend",
    "worse": "worse than its baseline trend",
    "not_distinguishable": "not distinguishable from its baseline trend",
    "met": "target met",
    "not_met": "target not met",
    "on_course": "on course for its target",
    "uncertain": "uncertain whether it will meet its target",
    "off_course": "off course for its target",
    "moving_away": "moving away from its target",
    "meets": "meets its minimum standard",
    "meets_within_error": "meets its minimum standard, by no more than sampling error",
    "below_within_error": "below its minimum standard, by no more than sampling error",
    "below": "below its minimum standard",
    "not_assessed": "not assessed",
}


WHY = {
    "no_pair": "there is no comparable figure on both sides of the start of the period",
    "few_baseline": "fewer than three comparable figures up to the baseline, so there is no trend to test against",
    "break_baseline": "a declared break leaves fewer than three comparable figures up to the baseline, so there is no trend to test against",
    "no_direction": "no direction that would count as better is defined",
    "no_level": "the level that the target or standard asks for is not known",
    "few_points": "fewer than three comparable figures, so nothing can be projected",
    "break_points": "a declared break leaves fewer than three comparable figures, so nothing can be projected",
    "no_date": "the date of the target is not known",
    "no_figure": "there is no figure inside the period",
    "short_baseline": "the baseline trend rests on three figures only",
    "": "",
}


LABELS = ("strong_progress", "some_progress", "no_progress", "not_yet_assessed", "withheld")


READINGS = {
    "assessed_only": "only assessed indicators in the denominator",
    "more_than_half_missing": "not yet assessed only when more than half have no rating",
    "half_is_strong": "strong progress from exactly half",
    "net": "improved less deteriorated counts as improved",
    "targets_met": "a target already met counts as improved",
    "untested_counted": "changes that could not be tested count by their direction",
}


TARGET_WORDS = {"met": {"met", "met_early"}, "not_met": {"not_met"}}


GOOD = {"improvement", "better", "met", "on_course", "meets", "meets_within_error"}


BAD = {"no_improvement", "worse", "off_course", "moving_away", "not_met", "below", "below_within_error"}


NEUTRAL = {"in_line", "not_distinguishable", "uncertain"}
