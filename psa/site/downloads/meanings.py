"""What each column of a result means, and its unit."""

MEANINGS = {
    "rule": "the rule that gives the column rating",
    "rating": "the rating by the rule",
    "reason": "why it has this rating, in words",
    "official_rating": "the rating by the official rule",
    "official_reason": "why it has the official rating",
    "agreement_id": "the agreement it belongs to",
    "indicator_id": "the indicator",
    "department_id": "the department",
    "measure_id": "the series of figures",
    "number": "its number as published",
    "name": "its name as published",
    "short_title": "a short title",
    "kind": "what the indicator asks for: target, minimum_standard or improve",
    "unit": "the unit of its figures",
    "components": "series that the indicator is made up of, 0 where it has one",
    "component_words": "how its components did, in words",
    "caveats": "what to bear in mind, as code words joined by ;",
    "verdict": "our verdict by the kind of the indicator",
    "verdict_reason": "why there is no verdict, or a note on it",
    "verdict_words": "the verdict on its components, in words",
    "level_verdict": "whether the change since the baseline is larger than chance",
    "p_improved": "chance that the change since the baseline is truly for the better, 0 to 1",
    "p_better": "chance that the later figures are truly better than the baseline trend, 0 to 1",
    "n_points": "figures used",
    "baseline_period": "period of the baseline",
    "baseline_value": "figure of the baseline, in the unit",
    "baseline_origin": "who chose the baseline: published, definition or default",
    "latest_period": "period of the latest figure",
    "latest_value": "latest figure, in the unit",
    "change": "latest figure less baseline, in the unit",
    "change_good": "the change, positive where it is for the better",
    "change_percent": "the change as a percentage of the baseline",
    "change_se": "standard error of the change, in the unit",
    "minimum_change": "smallest change that counts as one",
    "minimum_change_unit": "unit of the smallest change",
    "has_sampling_error": "whether the sampling error of both figures is known",
    "reason_code": "the reason as a code word",
    "detail": "which way it moved, as a code word",
    "data_system_rating": "the auditor's view of the data system",
    "survives": "whether it is better than the trend even among so many tests; of an agreement, how many are",
    "would_become": "the label it would then have",
    "changes_to_flip": "indicators that would have to change class for the label to change",
    "lead_agreements": "agreements that it leads, joined by ;",
    "partner_agreements": "agreements that it is a partner of, joined by ;",
    "objectives": "the department's own objectives, a count",
    "improved": "indicators that improved",
    "not_improved": "indicators that did not improve",
    "deteriorated": "indicators that deteriorated",
    "assessed": "indicators assessed",
    "not_yet_assessed": "indicators not yet assessed",
    "not_rateable": "indicators that cannot be rated",
    "withheld": "indicators whose rating was withheld",
    "total": "all its indicators",
    "chance_known": "indicators whose chance of improvement is known",
    "expected_false": "improvements that are expected to be none",
    "published_rating": "the last published rating, in the words of the rule",
    "published_words": "the last published rating, as published",
    "published_report": "the report that published it",
    "is_as_published": "whether the computed rating is the published one",
    "good": "rules that say the right way",
    "neutral": "rules that say neither way",
    "bad": "rules that say the wrong way",
    "not_assessed": "rules that give no rating",
    "period": "the period as published",
    "start": "first day of the period",
    "end": "last day of the period",
    "value": "the figure, in the unit of the series",
    "lower": "lower limit of the published interval",
    "upper": "upper limit of the published interval",
    "interval_level": "level of the published interval, in per cent",
    "numerator": "as published",
    "denominator": "as published",
    "status": "final, provisional or revised, as published",
    "vintage": "original: known at the time of the reports; later: a later edition of the series",
    "provenance": "whether it was read in the source, inferred or recalled",
    "label": "what the series measures",
    "value_kind": "kind of figure, such as proportion, count or index",
    "role": "what the series is to its indicator: headline, component, group, related, proxy or context",
    "is_rateable": "whether the indicator may be rated by it",
    "is_derived": "computed by the program from published figures",
    "source_id": "the source, or several joined by ;",
    "trend_verdict": "the later figures against the trend up to the baseline",
    "trend_baseline_points": "figures that the baseline trend is fitted to",
    "trend_later_points": "figures tested against it",
    "trend_scale": "the scale that the trend is straight on",
    "trend_expected": "what the trend gives for the latest period, in the unit",
    "trend_gap": "how far the later figures are from the trend",
    "trend_line_verdict": "the verdict with a straight line as the trend",
    "trend_models_agree": "whether both models of the trend give the same verdict",
    "trend_detectable": "the smallest gap that the test would find with good chance",
    "target_level": "the level that the target asks for, in the unit",
    "target_period": "when the target is due",
    "target_status": "whether the target is met, as a code word",
    "target_figure_period": "period of the figure that the target is judged by",
    "target_figure": "the figure that the target is judged by, in the unit",
    "target_distance": "what is left to the target, negative beyond it, in the unit",
    "target_share": "share of the way from baseline to target gone, 1 is all",
    "target_required": "where a straight path to the target would be, in the unit",
    "target_share_of_path": "share gone of what a straight path asks by then",
    "target_verdict": "our verdict on the target",
    "target_chance": "chance that the target is met if the trend goes on, 0 to 1",
    "target_margin": "whether the target is met or missed by more than sampling error",
    "standard_level": "the minimum standard, in the unit",
    "standard_periods": "periods judged by the standard",
    "standard_met_periods": "periods that met the standard",
    "standard_longest_breach": "most periods in a row that missed the standard",
    "standard_verdict": "our verdict on the standard",
    "standard_margin": "whether the latest figure is beyond the standard by more than sampling error",
    "standard_direction": "whether figures move to or from the standard",
    "title": "its title",
    "publisher": "who published it",
    "url": "where it was read",
    "read_on": "the day it was read",
    "licence": "what the source says about its use; empty where nothing was recorded",
    "repository": "of a data file in a repository: which",
    "path": "of a data file in a repository: its path there",
    "commit": "of a data file in a repository: the revision read",
}


_PARTS = (
    ("reading_", "the label under another reading of the rule: {}"),
    ("chance_", "chance that the label is {}, 0 to 1"),
    ("lead_", "of the agreements that it leads: {}"),
    ("partner_", "of the agreements that it is a partner of: {}"),
    ("components_", "components that are {}"),
)


_LIMITS = {"_lower": "lower limit of ", "_upper": "upper limit of ", "_se": "standard error of "}


def column_meaning(name: str, table: str = "") -> str:
    """Return what a column of the downloads means; empty for one that only the framework's author knows."""
    if table == "rule_comparison" and name not in {"indicator_id", "good", "neutral", "bad", "not_assessed"}:
        return f"the rating by the rule {name}"
    if name in MEANINGS:
        return MEANINGS[name]
    for end, words in _LIMITS.items():
        about = name.removesuffix(end)
        if about != name:
            return words + MEANINGS.get(about, about.replace("_", " "))
    if name.startswith("trend_"):
        return f"the {name.removeprefix('trend_').replace('df', 'degrees of freedom')} of the test against the trend"
    for front, words in _PARTS:
        if name.startswith(front):
            rest = name.removeprefix(front)
            return words.format(MEANINGS.get(rest, rest.replace("_", " ")))
    return ""
