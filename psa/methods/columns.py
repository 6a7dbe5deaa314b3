"""Every column of the results, once: its name, its unit, what it means, and which tables have it.

A further column is one row here, and a line where it is computed. The data package, the reports of a change
and the row of an indicator (`CARRIED`) take what they need from this table.
"""

from dataclasses import dataclass

from psa.methods.vocabulary import LABELS, READINGS

# what the tables are called as downloads; the results of single measures are not downloaded
MEASURE, INDICATOR, AGREEMENT, DEPARTMENT, TARGETS, RULES, SERIES, FIGURES, SOURCES = (
    "measure_ratings",
    "indicator_ratings",
    "agreement_ratings",
    "department_ratings",
    "targets",
    "rule_comparison",
    "measures",
    "observations",
    "sources",
)
BOTH = (MEASURE, INDICATOR)
GROUPS = (AGREEMENT, DEPARTMENT)
RATED = (INDICATOR, *GROUPS)


@dataclass(frozen=True)
class Column:
    """One column of a result.

    Attributes:
        name: as in the table.
        meaning: what it says, in words, without its unit.
        tables: the tables that have it.
        unit: of its numbers: the unit (of the indicator), 0 to 1, per cent, on the scale of the trend, or
            empty for a count, a word or a day.
        is_carried: an indicator that has a single measure takes it over from there.
    """

    name: str
    meaning: str
    tables: tuple[str, ...]
    unit: str = ""
    is_carried: bool = False


def _carried(name: str, meaning: str, unit: str = "") -> Column:
    return Column(name, meaning, BOTH, unit, is_carried=True)


UNIT, SHARE, PERCENT, SCALE = "in the unit", "0 to 1", "in per cent", "on the scale of the trend"

COUNTS = {
    "improved": "indicators that improved",
    "not_improved": "indicators that did not improve",
    "deteriorated": "indicators that deteriorated",
    "assessed": "indicators assessed",
    "not_yet_assessed": "indicators not yet assessed",
    "not_rateable": "indicators that cannot be rated",
    "withheld": "indicators whose rating was withheld",
    "total": "all its indicators",
}
# what is told apart for the agreements that a department leads, and those that it is a partner of
SPLIT = ("improved", "assessed", "total", "deteriorated")

_IDENTITY = (
    Column("indicator_id", "the indicator", (*BOTH, TARGETS, RULES, SERIES)),
    Column("agreement_id", "the agreement, objective or action it belongs to", (*BOTH, AGREEMENT, TARGETS)),
    Column("department_id", "the department", (DEPARTMENT,)),
    Column("measure_id", "the series of figures", (INDICATOR, SERIES, FIGURES)),
    Column("number", "its number as published", (INDICATOR,)),
    Column("name", "its name as published", (INDICATOR, DEPARTMENT, TARGETS)),
    Column("short_title", "a short title", (AGREEMENT,)),
    Column("kind", "what the indicator asks for: target, minimum_standard or improve", (*BOTH, TARGETS)),
    Column("unit", "the unit of its figures", (*BOTH, TARGETS, SERIES)),
    Column("rule", "the rule that gives the column rating", RATED),
    Column("rating", "the rating by the rule", (MEASURE, *RATED)),
    Column("reason", "why it has this rating, in words", RATED),
    Column("official_rating", "the rating by the official rule", (INDICATOR,)),
    Column("official_reason", "why it has the official rating", (INDICATOR,)),
    Column("reason_code", "the reason as a code word", BOTH),
    Column("detail", "which way it moved, as a code word", (INDICATOR,)),
    Column("caveats", "what to bear in mind, as code words joined by ;", BOTH),
    Column("data_system_rating", "the auditor's view of the data system", (INDICATOR,)),
)

_COMPONENTS = (
    Column("components", "series that the indicator is made up of, 0 where it has one", (INDICATOR,)),
    Column("components_improved", "components that improved", (INDICATOR,)),
    Column("components_deteriorated", "components that deteriorated", (INDICATOR,)),
    Column("components_assessed", "components that were assessed", (INDICATOR,)),
    Column("component_words", "how its components did, in words", (INDICATOR,)),
    Column("verdict_words", "the verdict on its components, in words", (INDICATOR,)),
)

_CHANGE = (
    _carried("n_points", "figures used"),
    _carried("baseline_period", "period of the baseline"),
    _carried("baseline_value", "figure of the baseline", UNIT),
    _carried(
        "baseline_origin",
        "who chose the baseline: published, definition, default or decided (by us, in decisions.csv); or what the "
        "definition compares with instead: projected_trend, year_before",
    ),
    _carried("latest_period", "period of the latest figure"),
    _carried("latest_value", "latest figure", UNIT),
    _carried("change", "latest figure less baseline", UNIT),
    _carried("change_good", "the change, positive where it is for the better", UNIT),
    _carried("change_percent", "the change relative to the baseline", PERCENT),
    _carried("change_se", "standard error of the change", UNIT),
    _carried("minimum_change", "smallest change that counts as one", UNIT),
    _carried("minimum_change_unit", "unit in which the smallest change was published"),
)

_TARGET = (
    _carried("target_level", "the level that the target asks for", UNIT),
    _carried("target_period", "when the target is due"),
    _carried("target_status", "whether the target is met, as a code word"),
    _carried("target_figure_period", "period of the figure that the target is judged by"),
    _carried("target_figure", "the figure that the target is judged by", UNIT),
    _carried("target_distance", "what is left to the target, negative beyond it", UNIT),
    _carried("target_share", "share of the way from baseline to target gone, 1 is all"),
    _carried("target_share_time", "share gone of the time from baseline to target, at the figure"),
    _carried(
        "target_required", "where the path to the target would be: straight, or through milestones", UNIT
    ),
    _carried("target_share_of_path", "share gone of what that path asks by then"),
    _carried("target_standing", "where the figure stands to that path: ahead, on, behind or no_path"),
    _carried("target_pace_needed", "what each year has to bring from the figure on", UNIT),
    _carried("target_pace_recent", "what the last year brought", UNIT),
    _carried("milestone_period", "when the next milestone is due, or the last where all are past"),
    _carried("milestone_level", "what it asks for", UNIT),
    _carried("milestone_status", "whether it is met, as a code word"),
    _carried("milestone_figure", "the figure that settles it", UNIT),
)

_STANDARD = (
    _carried("standard_level", "the minimum standard", UNIT),
    _carried("standard_periods", "periods judged by the standard"),
    _carried("standard_met_periods", "periods that met the standard"),
    _carried("standard_longest_breach", "most periods in a row that missed the standard"),
)

_VERDICT = (
    _carried("verdict", "our verdict by the kind of the indicator"),
    _carried("verdict_reason", "why there is no verdict, or a note on it"),
    _carried("level_verdict", "whether the change since the baseline is larger than chance"),
    _carried("change_lower", "lower limit of the change", UNIT),
    _carried("change_upper", "upper limit of the change", UNIT),
    _carried("p_improved", "chance that the change since the baseline is truly for the better", SHARE),
    _carried("has_sampling_error", "whether the sampling error of both figures is known"),
)

_TREND = (
    _carried("trend_verdict", "the later figures against the trend up to the baseline"),
    _carried(
        "trend_season",
        "of months and quarters, how the season is out of the test: stl, same_period (one month or quarter of each "
        "year) or published",
    ),
    _carried("trend_season_figures", "figures that the season was taken from by stl"),
    _carried("trend_baseline_points", "figures that the baseline trend is fitted to, of stl one a year"),
    _carried("trend_later_points", "figures tested against it"),
    _carried("trend_scale", "the scale that the trend is straight on"),
    _carried("trend_expected", "what the trend gives for the latest period", UNIT),
    _carried("trend_gap", "how far the later figures are from the trend, positive for the better", SCALE),
    _carried("trend_gap_lower", "lower limit of the gap to the trend", SCALE),
    _carried("trend_gap_upper", "upper limit of the gap to the trend", SCALE),
    _carried("trend_gap_se", "standard error of the gap to the trend", SCALE),
    _carried("trend_df", "degrees of freedom of the test against the trend, empty where the normal holds"),
    _carried("trend_statistic", "gap to the trend over its standard error"),
    _carried("trend_critical", "from which size of the statistic the gap counts"),
    _carried("p_better", "chance that the later figures are truly better than the baseline trend", SHARE),
    _carried("trend_line_verdict", "the verdict with a straight line as the trend"),
    _carried("trend_models_agree", "whether both models of the trend give the same verdict"),
    _carried("trend_detectable", "the smallest gap that the test would find with good chance", SCALE),
    _carried(
        "trend_detectable_change", "that gap, for the better, from the level that the trend leads to", UNIT
    ),
    _carried("trend_important", "the smallest change that matters", UNIT),
    _carried("trend_with_baseline", "where the last baseline year is an outlier: the verdict with it"),
    _carried("trend_without_baseline", "where the last baseline year is an outlier: the verdict without it"),
)

_OUTLOOK = (
    _carried("target_verdict", "our verdict on the target"),
    _carried("target_chance", "chance that the target is met on its day, by the figures so far", SHARE),
    _carried("milestone_chance", "chance that the milestone is met on its day, by the figures so far", SHARE),
    _carried("target_margin", "whether the target is met or missed by more than sampling error"),
    _carried("target_path_lower", "lower limit of the share gone of what a straight path asks by then"),
    _carried("target_path_upper", "upper limit of the share gone of what a straight path asks by then"),
    _carried("standard_verdict", "our verdict on the standard"),
    _carried(
        "standard_margin", "whether the latest figure is beyond the standard by more than sampling error"
    ),
    _carried("standard_direction", "whether figures move to or from the standard"),
)

_EVIDENCE = (
    Column(
        "evidence_grade", "how near the best evidence is: A to E, as on the page of methods", (INDICATOR,)
    ),
    Column(
        "best_evidence", "what the best evidence says: improved, not_improved, unclear or none", (INDICATOR,)
    ),
    Column("best_measure", "the series that the best evidence is read from", (INDICATOR,)),
    Column(
        "best_chance",
        "chance that it improved, by the best evidence and what such evidence is worth",
        (INDICATOR,),
        SHARE,
    ),
    Column(
        "evidence_after",
        "yes where a series crosses the period, with later figures only after it",
        (INDICATOR,),
    ),
    Column("best_improved", "indicators that improved by the best evidence", (AGREEMENT,)),
    Column("best_assessed", "indicators that the best evidence says something of", (AGREEMENT,)),
    Column("best_own", "of those that improved, how many by their own measure", (AGREEMENT,)),
    Column("best_proxy", "of those that improved, how many by a close proxy", (AGREEMENT,)),
    Column(
        "best_related",
        "of those that improved, how many by a related series, a part or a group",
        (AGREEMENT,),
    ),
    Column(
        "best_label", "the label that the best evidence would give, which is not the rating", (AGREEMENT,)
    ),
    *(
        Column(
            f"best_chance_{label}",
            f"chance of {label.replace('_', ' ')} by the best evidence",
            (AGREEMENT,),
            SHARE,
        )
        for label in ("strong_progress", "some_progress", "no_progress", "not_yet_assessed")
    ),
)

_MEASURES_ALONE = (
    Column("own_rule", "the rule that it is rated by, as a code word", (MEASURE,)),
    Column("rule_estimate", "the number that its rule looks at, positive for the better", (MEASURE,), UNIT),
    Column("rule_standard_error", "standard error of that number", (MEASURE,), UNIT),
    Column("rule_df", "degrees of freedom of that, inf where it was published", (MEASURE,)),
    Column("rule_lower", "from where the rule is met", (MEASURE,), UNIT),
    Column("rule_upper", "up to where the rule is met", (MEASURE,), UNIT),
    Column("rule_family", "change or margin: what the number is", (MEASURE,)),
    Column("sign", "1 where up is better, -1 where down is, 0 where it is to be held", (MEASURE,)),
    Column("dimension_value", "the group or area that the series is about", (MEASURE,)),
    Column("decimals", "decimals that the figures were published with", (MEASURE,)),
    Column("has_overlap", "whether periods overlap, so that not all are tested", (MEASURE,)),
    Column("is_baseline_outlier", "whether the baseline lies far off the figures before it", (MEASURE,)),
)

_RANGE = {
    "": "chance",
    "_low": "low end of the chance",
    "_high": "high end of the chance",
}

_GROUPS = (
    Column(
        "survives",
        "whether it is better than the trend even among so many tests; of an agreement, how many are",
        (INDICATOR, AGREEMENT),
    ),
    *(Column(name, meaning, GROUPS) for name, meaning in COUNTS.items()),
    Column("changes_to_flip", "indicators that would have to change class for the label to change", GROUPS),
    Column("would_become", "the label it would then have", GROUPS),
    *(
        Column(f"reading_{code}", f"the label under another reading of the rule: {words}", (AGREEMENT,))
        for code, words in READINGS.items()
    ),
    *(
        Column(
            f"chance_{code}{end}", f"{words} that the label is {code.replace('_', ' ')}", (AGREEMENT,), SHARE
        )
        for code in LABELS
        if code != "withheld"
        for end, words in _RANGE.items()
    ),
    *(
        Column(
            f"chance_{code}{end}",
            f"{words} that the label {code.replace('_', ' ')} turns out right, by the rule on-track",
            (AGREEMENT,),
            SHARE,
        )
        for code in ("on_track", "mixed", "off_track")
        for end, words in _RANGE.items()
    ),
    *(
        Column(
            f"chance_met{end}", f"{words} that the indicator truly meets its own rule", (INDICATOR,), SHARE
        )
        for end, words in _RANGE.items()
    ),
    Column("chance_known", "indicators whose chance to meet their own rule is known", (AGREEMENT,)),
    Column("expected_false", "improvements that are expected to be none", (AGREEMENT,)),
    Column("published_rating", "the last published rating, in the words of the rule", (AGREEMENT,)),
    Column("published_words", "the last published rating, as published", (AGREEMENT,)),
    Column("published_report", "the report that published it", (AGREEMENT,)),
    Column("is_as_published", "whether the computed rating is the published one", (AGREEMENT,)),
)


def _of_role(role: str, verb: str) -> tuple[Column, ...]:
    """Return the columns on the agreements of which a department has a role."""
    front = f"of the agreements that it {verb}"
    return (
        Column(f"{role}_agreements", f"agreements that it {verb}, joined by ;", (DEPARTMENT,)),
        Column(f"{role}_rating", f"{front}: the rating by the rule", (DEPARTMENT,)),
        *(Column(f"{role}_{name}", f"{front}: {COUNTS[name]}", (DEPARTMENT,)) for name in SPLIT),
    )


_DEPARTMENTS = (
    *_of_role("lead", "leads"),
    *_of_role("partner", "is a partner of"),
    Column("objectives", "the department's own objectives, a count", (DEPARTMENT,)),
    Column("objective_indicators", "indicators of its own objectives in the tables", (DEPARTMENT,)),
    Column("objective_improved", "of these, indicators that improved", (DEPARTMENT,)),
    Column("objective_assessed", "of these, indicators assessed", (DEPARTMENT,)),
    Column(
        "objective_targets_short",
        "of these, indicators whose latest figure is short of its target",
        (DEPARTMENT,),
    ),
)

_TARGETS = (
    Column("target_text", "the target in the words of the promise", (TARGETS,)),
    Column(
        "asked",
        "the level asked for; empty where it is not known or there are several series",
        (TARGETS,),
        UNIT,
    ),
    Column("by", "when it is due, as published", (TARGETS,)),
    Column("reached", "the figure beside it", (TARGETS,), UNIT),
    Column("reached_period", "period of that figure", (TARGETS,)),
    Column("outcome", "what became of it: met, missed, not_due, no_outturn or not_known", (TARGETS,)),
)

_RULES = (
    Column("good", "rules that say the right way", (RULES,)),
    Column("neutral", "rules that say neither way", (RULES,)),
    Column("bad", "rules that say the wrong way", (RULES,)),
    Column("not_assessed", "rules that give no rating", (RULES,)),
)

_SERIES = (
    Column("label", "what the series measures", (MEASURE, SERIES)),
    Column("value_kind", "kind of figure, such as proportion, count or index", (MEASURE, SERIES)),
    Column(
        "role",
        "what the series is to its indicator: headline, component, group, related, proxy or context",
        (MEASURE, SERIES),
    ),
    Column("is_rateable", "whether the indicator may be rated by it", (MEASURE, SERIES)),
    Column("is_derived", "computed by the program from published figures", (MEASURE, SERIES)),
)

_FIGURES = (
    Column("period", "the period as published", (FIGURES,)),
    Column("start", "first day of the period", (FIGURES,)),
    Column("end", "last day of the period", (FIGURES,)),
    Column("value", "the figure", (FIGURES,), "in the unit of the series"),
    Column("lower", "lower limit of the published interval", (FIGURES,), "in the unit of the series"),
    Column("upper", "upper limit of the published interval", (FIGURES,), "in the unit of the series"),
    Column("interval_level", "level of the published interval", (FIGURES,), PERCENT),
    Column("numerator", "as published", (FIGURES,)),
    Column("denominator", "as published", (FIGURES,)),
    Column("status", "final, provisional or revised, as published", (FIGURES,)),
    Column(
        "marker",
        "as official tables mark a figure: [p] provisional, [r] revised, [u] low reliability, [b] break, "
        "[e] estimated, [f] forecast",
        (FIGURES,),
    ),
    Column(
        "vintage",
        "original: known at the time of the reports; later: a later edition of the series",
        (MEASURE, FIGURES),
    ),
    Column("provenance", "whether it was read in the source, inferred or recalled", (FIGURES,)),
    Column("source_id", "the source, or several joined by ;", (FIGURES, SOURCES)),
)

_SOURCES = (
    Column("title", "its title", (SOURCES,)),
    Column("publisher", "who published it", (SOURCES,)),
    Column("url", "where it was read", (SOURCES,)),
    Column("read_on", "the day it was read", (SOURCES,)),
    Column("kind", "what sort of source it is", (SOURCES,)),
    Column("licence", "what the source says about its use; empty where nothing was recorded", (SOURCES,)),
    Column("repository", "of a data file in a repository: which", (SOURCES,)),
    Column("path", "of a data file in a repository: its path there", (SOURCES,)),
    Column("commit", "of a data file in a repository: the revision read", (SOURCES,)),
)

COLUMNS = (
    *_IDENTITY,
    *_COMPONENTS,
    *_CHANGE,
    *_TARGET,
    *_STANDARD,
    *_VERDICT,
    *_TREND,
    *_OUTLOOK,
    *_EVIDENCE,
    *_MEASURES_ALONE,
    *_GROUPS,
    *_DEPARTMENTS,
    *_TARGETS,
    *_RULES,
    *_SERIES,
    *_FIGURES,
    *_SOURCES,
)

# the columns that an indicator takes over from its one measure, in order
CARRIED = tuple(column.name for column in COLUMNS if column.is_carried)


def columns_of(table: str) -> dict[str, Column]:
    """Return the columns of a table by name; empty for a table that is not a result."""
    return {column.name: column for column in COLUMNS if table in column.tables}


def column_meaning(name: str, table: str = "") -> str:
    """Return what a column of a result means, with its unit.

    Args:
        name: of the column.
        table: the result's name as a download; without it, the first column of that name.

    Returns:
        Words without a capital or a full stop; empty for a column that only the framework's author knows.
    """
    columns = [c for c in COLUMNS if c.name == name and (table in c.tables or not table)]
    if columns:
        return f"{columns[0].meaning}, {columns[0].unit}" if columns[0].unit else columns[0].meaning
    return f"the rating by the rule {name}" if table == RULES else ""
