"""One indicator: figures in, an assessment out. Many indicators: one call on the long frame.

The official rule of the framework that the workbook was first made for (its ``rules.csv`` says where
each part was read): the change from the baseline to the latest comparable figure inside the period, in
the indicator's direction, against its minimum change where one is set.

=================== ==============================================================================
rating              when
=================== ==============================================================================
improvement         moved the right way, by at least the minimum change where one is set
no_improvement      did not; `detail` keeps *deteriorated* apart from *unchanged* and *too_small*
not_yet_assessed    no figure after the baseline, or no baseline yet
withheld            assessed at the time, but not published
not_rateable        there are figures, but the rule cannot be applied to them
=================== ==============================================================================

No change is ever computed across a declared break, between two vintages (they are two measures), from
a proxy, or between periods that overlap.
"""

from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd

from psa.framework import Framework, default_settings
from psa.periods import parse_date, parse_period, period_table
from psa.uncertainty import standard_errors
from psa.verdicts import judge, projection

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


@dataclass(frozen=True)
class Settings:
    """The choices of an assessment, each of which is ours or the framework's (``params/settings.yml``).

    Attributes:
        baseline_by: the last day of a period that may serve as a default baseline.
        through: the last day of the period assessed; None for no limit.
        component_rule: majority, all, any or net.
        component_coverage: least share of components assessed, for the whole to be.
        untested_change: not_rateable, or direction.
        not_yet_assessed_from: half, or more_than_half.
        confidence: level of intervals and tests.
        trend_points: how many comparable figures up to the baseline make the baseline trend, at most.
    """

    baseline_by: date
    through: date | None
    component_rule: str = "majority"
    component_coverage: float = 0.5
    untested_change: str = "not_rateable"
    not_yet_assessed_from: str = "half"
    confidence: float = 0.95
    trend_points: int = 8

    def __post_init__(self):
        choices = {
            "component_rule": ("majority", "all", "any", "net"),
            "untested_change": ("not_rateable", "direction"),
            "not_yet_assessed_from": ("half", "more_than_half"),
        }
        for name, allowed in choices.items():
            if getattr(self, name) not in allowed:
                raise ValueError(f"{name}: {getattr(self, name)!r} is not one of {', '.join(allowed)}")
        if not 0 < self.confidence < 1:
            raise ValueError(f"confidence: {self.confidence} is not between 0 and 1")
        if self.trend_points < 3:
            raise ValueError(f"trend_points: {self.trend_points} is less than 3")


def settings_for(framework: Framework, through: str | date | None = None, **changes) -> Settings:
    """Return a framework's settings, with any changed for this run.

    Args:
        framework: its framework table goes before the defaults of ``params/settings.yml``.
        through: a date or a period label, in place of the framework's.
        changes: any other field of `Settings`, with its value.

    Raises:
        ValueError: a date or period that cannot be read, or a word that is no choice.
    """
    return settings_from(framework.settings, through, **changes)


def settings_from(own: dict[str, str], through: str | date | None = None, **changes) -> Settings:
    """Return settings from a mapping as in ``params/settings.yml``; see `settings_for`."""
    if isinstance(through, str) and through:
        try:
            through = parse_date(through, end=True)
        except ValueError:
            through = parse_period(through).end
    settings = Settings(
        baseline_by=parse_date(own["baseline_by"], end=True),
        through=through or parse_date(own["through"], end=True),
        component_rule=own["component_rule"],
        component_coverage=float(own["component_coverage"]),
        untested_change=own["untested_change"],
        not_yet_assessed_from=own["not_yet_assessed_from"],
        confidence=float(own["confidence"]),
        trend_points=int(own["trend_points"]),
    )
    return replace(settings, **changes)


# ---------------------------------------------------------------------------------- the points used

_DEFAULTS = {
    "segment": 0, "sign": 1.0, "lower": np.nan, "upper": np.nan, "interval_level": np.nan,
    "numerator": np.nan, "denominator": np.nan, "design_effect": np.nan, "value_kind": "", "unit": "",
    "status": "", "provenance": "", "vintage": "", "is_derived": False, "kind": "improve",
    "target_value": np.nan, "target_basis": "", "target_period": "", "baseline_value": np.nan,
    "baseline_period": "", "minimum_change": np.nan, "minimum_change_unit": "",
}  # fmt: skip


def prepare_frame(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a long frame that is complete, sorted by measure and time, without unusable values.

    Args:
        frame: `measure_id`, `value` and either `start` and `end`, or `period` labels, or whole years in
            `time`; any other column of the long frame and of indicators may be there or not.

    Raises:
        ValueError: a column is missing, a measure has two figures for one period, or two units.
    """
    missing = [c for c in ("measure_id", "value") if c not in frame.columns]
    if missing:
        raise ValueError(f"the frame has no column {', '.join(missing)}")
    frame = frame.reset_index(drop=True)
    if "start" not in frame.columns or "end" not in frame.columns:
        if "period" in frame.columns:
            labels = frame["period"].astype("str")
        elif "time" in frame.columns:
            labels = frame["time"].astype(float).astype(int).astype("str")
            frame = frame.drop(columns="time").assign(period=labels)
        else:
            raise ValueError("the frame has neither start and end, nor period, nor time")
        dates = period_table(labels)
        frame = pd.concat([frame.drop(columns=[c for c in dates if c in frame]), dates], axis=1)
    if "period" not in frame.columns:
        frame["period"] = frame["end"].dt.strftime("%Y-%m-%d")
    if "months" not in frame.columns or "time" not in frame.columns:
        first, last = frame["start"].dt, frame["end"].dt
        months = (last.year - first.year) * 12 + last.month - first.month + 1
        frame["months"] = months.where(frame["start"] != frame["end"], 0)
        frame["time"] = first.year + (first.month - 1 + months / 2) / 12
    for name, default in _DEFAULTS.items():
        if name not in frame.columns:
            frame[name] = default
        elif isinstance(default, str):
            frame[name] = frame[name].astype("object").where(frame[name].notna(), default)
        elif name in {"segment", "is_derived"} and frame[name].isna().any():
            frame[name] = frame[name].where(frame[name].notna(), default).astype(type(default))
    frame["value"] = pd.to_numeric(frame["value"]).astype(float)
    frame = frame[np.isfinite(frame["value"])]
    frame = frame.sort_values(["measure_id", "end", "start"], kind="stable", ignore_index=True)
    twice = frame.duplicated(["measure_id", "start", "end"])
    if twice.any():
        row = frame[twice].iloc[0]
        raise ValueError(f"{row['measure_id']} has two figures for {row['period']}; keep one")
    units = frame.groupby("measure_id", sort=False)["unit"].nunique()
    if (units > 1).any():
        name = units.index[units > 1][0]
        found = ", ".join(map(str, frame.loc[frame["measure_id"] == name, "unit"].unique()))
        raise ValueError(f"{name} has figures in several units ({found}); make a measure of each")
    return frame


def choose_points(frame: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Return, for each measure, which figure is its baseline and which its latest, or why there is none.

    Latest: the last figure that ends after `baseline_by` and by `through`, and begins after the
    published baseline period where there is one. Baseline: the published baseline period; without one,
    the last figure that ends by `baseline_by`, before the latest begins, on the same side of every
    break, of the same length and part of the year where there is such a one.

    Args:
        frame: from `prepare_frame`.
        settings: see `Settings`.

    Returns:
        One row a measure, by measure_id: `baseline_row`, `latest_row` (positions in `frame`, -1 for
        none), `reason_code` where there is no pair, `baseline_origin` (published, definition, default).
    """
    ids = frame["measure_id"].to_numpy()
    first = np.flatnonzero(np.r_[True, ids[1:] != ids[:-1]]) if len(ids) else np.array([], dtype=int)
    names = ids[first]
    code = np.repeat(np.arange(len(first)), np.diff(np.r_[first, len(ids)]))
    start = frame["start"].to_numpy("datetime64[D]")
    end = frame["end"].to_numpy("datetime64[D]")
    segment, months = frame["segment"].to_numpy(), frame["months"].to_numpy()
    stated = frame["baseline_period"].to_numpy()
    has_stated = (stated != "")[first]
    spans = {p: parse_period(p) for p in set(stated[first]) if p}
    base_start = np.array(
        [np.datetime64(spans[p].start) if p else np.datetime64("NaT") for p in stated[first]], "datetime64[D]"
    )
    base_end = np.array(
        [np.datetime64(spans[p].end) if p else np.datetime64("NaT") for p in stated[first]], "datetime64[D]"
    )
    base_value = frame["baseline_value"].to_numpy()[first]
    cutoff = np.datetime64(settings.baseline_by)
    limit = np.datetime64(settings.through) if settings.through else np.datetime64("9999-12-31")

    with_base = has_stated[code]
    inside = (end > cutoff) & (end <= limit) & (~with_base | (start > base_end[code]))
    latest = _last_true(inside, code, len(first))
    found = latest >= 0
    at = np.where(found, latest, 0)
    latest_start, latest_segment, latest_months = start[at], segment[at], months[at]
    is_stated = with_base & (start == base_start[code]) & (end == base_end[code])
    before = ~with_base & (end <= cutoff) & found[code]
    clear = end < latest_start[code]
    same_segment = segment == latest_segment[code]
    candidate = before & clear & same_segment
    same_length = months == latest_months[code]
    month_of = frame["start"].dt.month.to_numpy()
    same_season = (months >= 12) | (month_of == month_of[at][code])
    score = np.where(candidate, 1 + 2 * same_length + (same_length & same_season), 0)
    best = np.zeros(len(first), dtype=int)
    np.maximum.at(best, code, score)
    default = _last_true(candidate & (score == best[code]), code, len(first))
    published = _last_true(is_stated, code, len(first))

    baseline = np.where(has_stated, published, default)
    origin = np.where(has_stated, "published", "default").astype(object)
    from_definition = has_stated & (published < 0) & np.isfinite(base_value)
    origin[from_definition] = "definition"
    reason = np.full(len(first), "", dtype=object)
    crosses = (
        has_stated
        & (published >= 0)
        & found
        & (segment[np.where(published >= 0, published, 0)] != latest_segment)
    )
    none = (baseline < 0) & ~from_definition
    any_before = _any(before, code, len(first))
    any_clear = _any(before & clear, code, len(first))
    reason[none & ~has_stated & any_clear] = "break"
    reason[none & ~has_stated & any_before & ~any_clear] = "overlap"
    reason[none & ~has_stated & ~any_before] = "no_baseline_figure"
    reason[none & has_stated] = "baseline_not_in_series"
    reason[crosses] = "break"
    reason[~found] = "no_later_figure"
    return pd.DataFrame(
        {
            "baseline_row": np.where(origin == "definition", -1, baseline),
            "latest_row": latest,
            "reason_code": reason,
            "baseline_origin": origin,
            "first_row": first,
            "baseline_end": base_end,
        },
        index=pd.Index(names, name="measure_id"),
    )


def _last_true(mask: np.ndarray, code: np.ndarray, groups: int) -> np.ndarray:
    """Return the last position in each group where `mask` is true, -1 where there is none."""
    out = np.full(groups, -1)
    where = np.flatnonzero(mask)
    out[code[where]] = where
    return out


def _any(mask: np.ndarray, code: np.ndarray, groups: int) -> np.ndarray:
    return np.bincount(code, weights=mask, minlength=groups) > 0


# ------------------------------------------------------------------------------- the official rule


def target_levels(kind, basis, value, sign, baseline) -> np.ndarray:
    """Return the level that each target asks for; NaN where it cannot be worked out.

    A target given as a change or a percentage is a size; its sign is the indicator's direction. It needs
    a published baseline.

    Args:
        kind, basis: arrays of words, as in the indicators table.
        value, sign, baseline: arrays of numbers, one a series.
    """
    value, sign = np.asarray(value, float), np.asarray(sign, float)
    baseline, basis = np.asarray(baseline, float), np.asarray(basis, object)
    size = np.abs(value) * np.where(sign == 0, np.nan, sign)
    level = np.where((basis == "level") | (basis == "share") | (basis == ""), value, np.nan)
    level = np.where(basis == "change", baseline + size, level)
    level = np.where(basis == "percent_change", baseline * (1 + size / 100), level)
    return np.where(np.isin(np.asarray(kind, object), ["target", "minimum_standard"]), level, np.nan)


def _rate_changes(change, sign, kind, least, least_unit, se_change, settings):
    """Return the reason code of each change: arrays in, array out."""
    good = sign * change
    significance = least_unit == "significance"
    z = _quantile(settings.confidence)
    with np.errstate(invalid="ignore"):
        code = np.select([good > 0, good < 0], ["improved", "deteriorated"], default="unchanged").astype(
            object
        )
        small = (good > 0) & (good < least * (1 - 1e-9))
        code[small] = "too_small"
        tested = significance & np.isfinite(se_change)
        code[tested & (good > 0) & (good < z * se_change)] = "not_significant"
    untestable = significance & ~np.isfinite(se_change) & (good > 0)
    if settings.untested_change == "not_rateable":
        code[untestable] = "significance_untestable"
    held = sign == 0
    code[held & (np.abs(change) <= np.where(np.isfinite(least), least, 0))] = "maintained"
    code[held & ~(np.abs(change) <= np.where(np.isfinite(least), least, 0))] = "deteriorated"
    code[np.isnan(sign)] = "no_direction"
    return code


def _quantile(confidence: float) -> float:
    from scipy.special import ndtri

    return float(ndtri((1 + confidence) / 2))


def assess_measures(frame: pd.DataFrame, settings: Settings | None = None) -> pd.DataFrame:
    """Assess every measure of a long frame at once, by the official rule and by our own verdicts.

    Args:
        frame: see `prepare_frame`; one row a measure and period, with the definition of the measure's
            indicator in further columns (kind, target_value, target_basis, target_period,
            baseline_value, baseline_period, minimum_change, minimum_change_unit).
        settings: see `Settings`; without it, the defaults of ``params/settings.yml``.

    Returns:
        One row a measure, by measure_id, in order of id: the figures used (`baseline_period`,
        `baseline_value`, `baseline_origin`, `latest_period`, `latest_value`, `n_points`), `change` (in
        the unit of the measure), `change_good` (positive is better), `change_percent`, `rating`,
        `reason_code`, `target_*` and `standard_*` columns, `caveats` (codes joined by ;), and the
        verdicts of `psa.verdicts.judge` with their working.

    Raises:
        ValueError: see `prepare_frame`.
    """
    settings = settings or settings_from(default_settings())
    frame = prepare_frame(frame)
    points, of, se = definitions(frame, settings)
    n = len(points)
    first = points["first_row"].to_numpy()
    b, e = points["baseline_row"].to_numpy(), points["latest_row"].to_numpy()
    origin, reason = points["baseline_origin"].to_numpy(object), points["reason_code"].to_numpy(object).copy()
    value = frame["value"].to_numpy()

    def pick(array, rows):
        array = np.asarray(array)
        empty = np.nan if array.dtype.kind == "f" else ""
        return np.where(rows >= 0, array[np.maximum(rows, 0)], empty) if len(array) else array

    y0, y1 = pick(value, b), pick(value, e)
    defined = origin == "definition"
    y0 = np.where(defined & (e >= 0), of["baseline_value"].astype(float), y0)
    period = frame["period"].to_numpy(object)
    p0, p1 = pick(period, b), pick(period, e)
    p0 = np.where(defined, of["baseline_period"], p0)
    sign = of["sign"].astype(float)
    change = np.where(reason == "", y1 - y0, np.nan)
    with np.errstate(divide="ignore", invalid="ignore"):
        percent = np.where((y0 != 0), 100 * change / np.abs(y0), np.nan)
    least = _minimum_in_units(of, y0)
    se_change = np.sqrt(pick(se, b) ** 2 + pick(se, e) ** 2)
    codes = _rate_changes(change, sign, of["kind"], least, of["minimum_change_unit"], se_change, settings)
    reason = np.where(reason == "", codes, reason)

    published_base = np.where(origin == "default", np.nan, y0)
    # a target set as a change needs the baseline even before there is a later figure
    stated_row = np.where((origin == "published") & (b >= 0), b, -1)
    stated_value = np.where(stated_row >= 0, pick(value, stated_row), of["baseline_value"].astype(float))
    published_base = np.where(np.isnan(published_base), stated_value, published_base)
    level = target_levels(of["kind"], of["target_basis"], of["target_value"], sign, published_base)
    is_standard = of["kind"] == "minimum_standard"
    standards = _standards(frame, points, level, sign, is_standard, settings)
    if is_standard.any():
        reason = np.where(is_standard, standards["reason_code"], reason)
    targets = _targets(frame, points, of, level, sign, y0, y1, settings)
    table = pd.DataFrame(
        {
            "n_points": np.diff(np.r_[first, len(frame)]) if n else np.array([], int),
            "baseline_period": p0, "baseline_value": y0, "baseline_origin": np.where(p0 == "", "", origin),
            "latest_period": p1, "latest_value": y1, "change": change, "change_good": np.where(sign == 0, -np.abs(change), sign * change),
            "change_percent": percent, "change_se": np.where(reason == "", np.nan, se_change), "minimum_change": least,
            "minimum_change_unit": of["minimum_change_unit"], "sign": sign, "unit": of["unit"], "kind": of["kind"],
            "rating": [REASONS[c][0] for c in reason], "reason_code": reason,
        },
        index=points.index,
    )  # fmt: skip
    table = pd.concat([table, targets, standards.drop(columns="reason_code")], axis=1)
    table["caveats"] = _caveats(frame, table, b, e, of, settings)
    of["se_baseline"], of["baseline_time"] = pick(se, b), _times(p0)
    of["figure_time"], of["all_values"] = (
        _times(table["target_figure_period"]),
        value if len(value) else np.array([np.nan]),
    )
    verdicts = judge(frame, points, of, se, table, settings)
    return pd.concat([_more_caveats(table, verdicts), verdicts], axis=1)


def _more_caveats(table: pd.DataFrame, verdicts: pd.DataFrame) -> pd.DataFrame:
    """Return the table with the caveats that only the test of the trend can tell."""
    if table.empty:
        return table
    rated = table["change"].notna().to_numpy()
    flags = {
        "few_points": rated & (verdicts["trend_baseline_points"] < 4).to_numpy(),
        "overlap": rated & verdicts["has_overlap"].to_numpy(),
        "baseline_outlier": rated & verdicts["is_baseline_outlier"].to_numpy(),
    }
    text = table["caveats"].to_numpy(object)
    for name, flag in flags.items():
        text = np.where(flag, np.where(text == "", name, text + f";{name}"), text)
    return table.assign(caveats=text)


def _times(labels) -> np.ndarray:
    labels = np.asarray(labels, object).tolist()
    known = {p: parse_period(p).time if p else np.nan for p in set(labels)}
    return np.fromiter(map(known.__getitem__, labels), float, len(labels))


def definitions(frame: pd.DataFrame, settings: Settings) -> tuple[pd.DataFrame, dict, np.ndarray]:
    """Return the points used, the definition of each series, and the standard error of each figure."""
    points = choose_points(frame, settings)
    n = len(points)
    first = points["first_row"].to_numpy()
    of = {c: frame[c].iloc[first].to_numpy() if n else np.array([]) for c in
          ("kind", "sign", "unit", "value_kind", "minimum_change", "minimum_change_unit", "target_value",
           "target_basis", "target_period", "baseline_period", "baseline_value", "vintage", "is_derived")}  # fmt: skip
    of["target_period_time"] = _times(of["target_period"])
    of_each = np.repeat(np.asarray(of["unit"], object), np.diff(np.r_[first, len(frame)]))  # one unit a series
    se = standard_errors(
        frame["value"].to_numpy(), frame["lower"].to_numpy(float), frame["upper"].to_numpy(float), frame["interval_level"].to_numpy(float),
        frame["numerator"].to_numpy(float), frame["denominator"].to_numpy(float),
        frame["value_kind"].to_numpy(object), of_each, frame["design_effect"].to_numpy(float),
    )  # fmt: skip
    return points, of, se


def project_measure(frame: pd.DataFrame, settings: Settings, times) -> pd.DataFrame:
    """Return one measure's baseline trend carried on: time, estimate, lower, upper; empty without a trend.

    Args:
        frame: the rows of one measure, with definitions.
        settings: see `Settings`.
        times: decimal years.
    """
    frame = prepare_frame(frame)
    points, of, se = definitions(frame, settings)
    return projection(frame, points, of, se, settings, np.asarray(times, float))


def _minimum_in_units(of: dict, y0: np.ndarray) -> np.ndarray:
    """Return each minimum change in the unit of its measure."""
    least, word = of["minimum_change"].astype(float), of["minimum_change_unit"]
    share = np.array([str(u).startswith("proportion") for u in of["unit"]], dtype=bool)
    least = np.where((word == "percentage_points") & share, least / 100, least)
    return np.where(word == "percent", np.abs(y0) * least / 100, least)


def _standards(frame, points, level, sign, is_standard, settings) -> pd.DataFrame:
    """Judge minimum standards: met in the latest period, share of periods met, longest breach."""
    n = len(points)
    out = {
        k: np.full(n, np.nan)
        for k in ("standard_level", "standard_periods", "standard_met_periods", "standard_longest_breach")
    }
    code = np.full(n, "", dtype=object)
    start = frame["end"].to_numpy("datetime64[D]")
    limit = np.datetime64(settings.through) if settings.through else np.datetime64("9999-12-31")
    inside = (start > np.datetime64(settings.baseline_by)) & (start <= limit)
    value, ends = frame["value"].to_numpy(), np.r_[points["first_row"].to_numpy()[1:], len(frame)]
    for i in np.flatnonzero(is_standard):
        rows = slice(points["first_row"].iloc[i], ends[i])
        judged = value[rows][inside[rows]]
        if not np.isfinite(level[i]):
            code[i] = "no_standard_level"
        elif np.isnan(sign[i]) or sign[i] == 0:
            code[i] = "no_direction"
        elif not len(judged):
            code[i] = "no_later_figure"
        else:
            met = sign[i] * (judged - level[i]) >= 0
            breaches = "".join("m" if m else "b" for m in met).split("m")
            out["standard_periods"][i], out["standard_met_periods"][i] = len(met), met.sum()
            out["standard_longest_breach"][i] = max(map(len, breaches))
            code[i] = "standard_met" if met[-1] else "standard_not_met"
        out["standard_level"][i] = level[i]
    return pd.DataFrame({"reason_code": code, **out}, index=points.index)


def _targets(frame, points, of, level, sign, y0, y1, settings) -> pd.DataFrame:
    """Set the latest figure beside its target: met or not, distance, share of the way, required path.

    The required path runs straight from the baseline to the target; METHODS of other bodies that use a
    growth rate are in `psa.lenses`. A figure for the target's own period settles the matter; before it
    the latest figure is interim.
    """
    is_target = of["kind"] == "target"
    end = frame["end"].to_numpy("datetime64[D]")
    limit = np.datetime64(settings.through) if settings.through else np.datetime64("9999-12-31")
    spans = {p: parse_period(p) for p in set(of["target_period"]) if p}
    due_time = np.array([spans[p].time if p else np.nan for p in of["target_period"]], dtype=float)
    due_end = np.array(
        [np.datetime64(spans[p].end) if p else np.datetime64("NaT") for p in of["target_period"]],
        "datetime64[D]",
    )
    b = points["baseline_row"].to_numpy()
    time = frame["time"].to_numpy() if len(frame) else np.array([np.nan])
    value = frame["value"].to_numpy() if len(frame) else np.array([np.nan])
    ids = points.index.to_numpy()
    code = pd.Categorical(frame["measure_id"], categories=ids).codes if len(frame) else np.array([], int)
    # the latest figure up to `through`, whether or not there is a baseline before it
    last = _last_true(end <= limit, code, len(points))
    held = last >= 0
    final = held & (end[np.maximum(last, 0)] >= due_end if len(frame) else False)
    outturn = _outturn(frame, code, due_end, limit, len(points))
    final &= outturn >= 0
    row = np.where(final, outturn, last)
    y = np.where(held, value[np.maximum(row, 0)], np.nan)
    known = is_target & np.isfinite(level) & held & np.isfinite(sign) & (sign != 0)
    with np.errstate(invalid="ignore", divide="ignore"):
        reached = sign * (y - level) >= 0
        distance = sign * (level - y)
        base = np.where(
            points["baseline_origin"].to_numpy(object) == "definition", of["baseline_value"].astype(float), y0
        )
        need = level - base
        share = np.where(sign * need > 0, (y - base) / need, np.nan)
        t0 = np.where(b >= 0, time[np.maximum(b, 0)], np.nan)
        t0 = np.where(b < 0, [parse_period(p).time if p else np.nan for p in of["baseline_period"]], t0)
        t1 = np.where(held, time[np.maximum(row, 0)], np.nan)
        required = base + need * np.clip((t1 - t0) / (due_time - t0), 0, 1)
        required = np.where((due_time > t0) & known & (sign * need > 0), required, np.nan)
        share_of_path = np.where(required != base, (y - base) / (required - base), np.nan)
    status = np.full(len(points), "", dtype=object)
    status[is_target] = "no_level"
    status[is_target & np.isfinite(level)] = "no_figure"
    status[known & final] = np.where(reached, "met", "not_met")[known & final]
    interim = known & ~final
    status[interim] = np.where(reached, "met_early", "not_yet_due")[interim]
    overdue = interim & (due_end <= limit)
    status[overdue] = np.where(reached, "met_early", "no_outturn")[overdue]
    status[interim & np.isnat(due_end) & ~reached] = "no_date"
    period = frame["period"].to_numpy(object) if len(frame) else np.array([""], object)
    blank = ~known

    def only(array):
        return np.where(blank, np.nan, array)

    return pd.DataFrame(
        {
            "target_level": np.where(is_target, level, np.nan), "target_period": np.where(is_target, of["target_period"], ""),
            "target_status": status, "target_figure_period": np.where(known, period[np.maximum(row, 0)], ""),
            "target_figure": only(y), "target_distance": only(distance), "target_share": only(share),
            "target_required": only(required), "target_share_of_path": only(share_of_path),
        },
        index=points.index,
    )  # fmt: skip


def _outturn(frame, code, due_end, limit, groups) -> np.ndarray:
    """Return the position of the first figure that ends on or after each target's date, by `through`."""
    end = frame["end"].to_numpy("datetime64[D]")
    mask = (end >= due_end[code]) & (end <= limit) if len(frame) else np.array([], bool)
    out = np.full(groups, -1)
    where = np.flatnonzero(mask)[::-1]
    out[code[where]] = where
    return out


def _caveats(frame, table, b, e, of, settings) -> list[str]:
    n = len(table)
    if not n:
        return []
    pair = (table["change"].notna()).to_numpy()
    months, start = frame["months"].to_numpy(), frame["start"]
    bb, ee = np.maximum(b, 0), np.maximum(e, 0)
    both = pair & (b >= 0)
    month = start.dt.month.to_numpy()
    cutoff = np.datetime64(settings.baseline_by)
    status, provenance = frame["status"].to_numpy(object), frame["provenance"].to_numpy(object)
    flags = {
        "default_baseline": pair & (table["baseline_origin"] == "default").to_numpy(),
        "baseline_from_definition": pair & (table["baseline_origin"] == "definition").to_numpy(),
        "period_length": both & (months[bb] != months[ee]),
        "season": both & (months[bb] == months[ee]) & (months[ee] < 12) & (month[bb] != month[ee]),
        "straddles": (e >= 0) & (start.to_numpy("datetime64[D]")[ee] <= cutoff),
        "provisional": (e >= 0) & (status[ee] == "provisional"),
        "later_vintage": of["vintage"] == "later",
        "derived": of["is_derived"].astype(bool),
        "inferred_figure": pair
        & ((provenance[ee] == "inferred") | ((b >= 0) & (provenance[bb] == "inferred"))),
        "untested": pair & table["change_se"].isna().to_numpy(),
    }
    names = np.array(list(flags))
    grid = np.column_stack([np.asarray(f, bool) for f in flags.values()])
    return [";".join(names[row]) for row in grid]


# ------------------------------------------------------------------------- from measures to indicators

DEFINITION = ["kind", "target_value", "target_basis", "target_period", "baseline_value", "baseline_period",
              "minimum_change", "minimum_change_unit"]  # fmt: skip


def with_definitions(series: pd.DataFrame, framework: Framework) -> pd.DataFrame:
    """Return the long frame with each indicator's definition beside its figures.

    A definition belongs to the series that are rated: targets, minimum changes and the baseline's value
    are left out elsewhere, and the value also where several components share one definition. An
    indicative series keeps the published baseline period only where it has a figure for it.
    """
    frame = series.join(framework.indicators.set_index("indicator_id")[DEFINITION], on="indicator_id")
    indicative = ~frame["is_rateable"].astype(bool)
    shared = frame["indicator_id"].map(_rateable_measures(framework)).fillna(0) > 1
    frame.loc[indicative | shared, "baseline_value"] = np.nan
    frame.loc[indicative, ["target_value", "minimum_change"]] = np.nan
    frame.loc[indicative, ["target_period", "target_basis", "minimum_change_unit"]] = None
    frame.loc[indicative, "kind"] = "improve"
    stated = {
        p: (parse_period(p).start, parse_period(p).end) for p in frame["baseline_period"].dropna().unique()
    }
    spans = frame["baseline_period"].map(stated)
    has = [
        isinstance(x, tuple) and (s.date(), e.date()) == x
        for x, s, e in zip(spans, frame["start"], frame["end"], strict=True)
    ]
    has_baseline = pd.Series(has, index=frame.index).groupby(frame["measure_id"]).transform("any")
    frame.loc[indicative & ~has_baseline, "baseline_period"] = None
    return frame


def combine_components(
    ratings: pd.Series, codes: pd.Series, settings: Settings, total: int | None = None
) -> tuple[str, str]:
    """Return the reason code of an indicator made of components, and how many moved which way in words.

    Args:
        ratings: the rating of each component that has figures.
        codes: their reason codes.
        total: how many components there are; without it, as many as have figures.
        settings: `component_rule` and `component_coverage`.
    """
    n = total or len(ratings)
    assessed = ratings.isin(["improvement", "no_improvement"])
    up = int((ratings == "improvement").sum())
    down = int((codes == "deteriorated").sum())
    flat = int(assessed.sum()) - up - down
    missing = n - int(assessed.sum())
    words = (
        f"{up} of {n} components improved, {down} deteriorated, {flat} did neither, {missing} not assessed"
    )
    if not assessed.any():
        return codes.mode().sort_values().iloc[0], words
    if assessed.sum() < settings.component_coverage * n:
        return "too_few_components", words
    count = int(assessed.sum())
    improved = {"majority": 2 * up > count, "all": up == count, "any": up > 0, "net": up > down}[
        settings.component_rule
    ]
    if improved:
        return "improved", words
    worse = {"majority": 2 * down > count, "all": down > 0, "any": down == count, "net": down > up}[
        settings.component_rule
    ]
    return ("deteriorated" if worse else "mixed"), words


def withheld_indicators(framework: Framework) -> set[str]:
    """Return the indicators whose assessment was withheld, by their own rating or their agreement's."""
    ratings = framework.published_ratings
    held = ratings[ratings["rating_class"] == "withheld"]
    indicators = framework.indicators
    of_agreement = indicators["agreement_id"].isin(set(held["agreement_id"].dropna()))
    return set(indicators.loc[of_agreement, "indicator_id"]) | set(held["indicator_id"].dropna())


@dataclass(frozen=True)
class Assessment:
    """What is found for one indicator, with its working.

    Attributes:
        indicator_id: which.
        rating, reason_code, reason: the official rating and why.
        row: the indicator's row of the ratings table.
        measures: one row for each rateable measure.
        indicative: one row for each other measure that has figures; in no count.
    """

    indicator_id: str
    rating: str
    reason_code: str
    reason: str
    row: pd.Series
    measures: pd.DataFrame
    indicative: pd.DataFrame


def measure_assessments(framework: Framework, series: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Assess every measure of a framework, rateable or not: one row a measure that has figures."""
    return assess_defined(with_definitions(series, framework), settings)


def assess_defined(frame: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Assess every measure of a frame from `with_definitions`, which serves for any settings."""
    table = assess_measures(frame, settings)
    about = frame.drop_duplicates("measure_id").set_index("measure_id")
    keep = [
        "indicator_id",
        "agreement_id",
        "label",
        "role",
        "is_rateable",
        "is_derived",
        "dimension_value",
        "value_kind",
        "vintage",
        "decimals",
    ]
    return about.loc[table.index, keep].join(table)


def assess_indicators(framework: Framework, measures: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Return the rating of every indicator: one row an indicator, in the order of the table.

    Args:
        framework: the definitions.
        measures: from `measure_assessments`.
        settings: see `Settings`.

    Returns:
        indicator_id, agreement_id, rating, reason_code, reason, detail, the figures of its one measure
        (empty for a set of components), component counts, target and standard columns, and caveats.
    """
    rateable = {k: g for k, g in measures[measures["is_rateable"]].groupby("indicator_id", sort=False)}
    others = set(measures.loc[~measures["is_rateable"], "indicator_id"])
    possible = _rateable_measures(framework)
    held = withheld_indicators(framework)
    audited = _audited(framework)
    rows = []
    for indicator in framework.indicators.itertuples():
        group = rateable.get(indicator.indicator_id)
        row = _indicator_row(
            indicator, group, others, held, possible.get(indicator.indicator_id, 0), settings
        )
        caveats = [c for c in str(row.get("caveats", "")).split(";") if c]
        if indicator.provenance == "recalled":
            caveats.append("recalled_definition")
        if audited.get(indicator.indicator_id) in {"amber", "red"}:
            caveats.append("data_system")
        row["caveats"] = ";".join(dict.fromkeys(caveats))
        row["data_system_rating"] = audited.get(indicator.indicator_id, "")
        rows.append(row)
    table = pd.DataFrame(rows)
    # the columns are the same where no indicator has figures of its own
    return table.assign(**{c: pd.Series(np.nan, table.index, object) for c in _FIGURES if c not in table})


def _rateable_measures(framework: Framework) -> dict[str, int]:
    both = pd.concat([framework.measures, framework.derived_measures])
    return both[both["is_rateable"].astype(bool)].groupby("indicator_id").size().to_dict()


def _audited(framework: Framework) -> dict[str, str]:
    table = framework.data_system_ratings
    table = table[table["indicator_id"].notna() & table["rating_as_published"].notna()]
    return {i: r.lower() for i, r in zip(table["indicator_id"], table["rating_as_published"], strict=True)}


_FIGURES = ["n_points", "baseline_period", "baseline_value", "baseline_origin", "latest_period", "latest_value",
            "change", "change_good", "change_percent", "change_se", "minimum_change", "minimum_change_unit",
            "target_level", "target_period", "target_status", "target_figure_period", "target_figure",
            "target_distance", "target_share", "target_required", "target_share_of_path", "standard_level",
            "standard_periods", "standard_met_periods", "standard_longest_breach", "verdict", "verdict_reason",
            "level_verdict", "change_lower", "change_upper", "p_improved", "has_sampling_error", "trend_verdict",
            "trend_baseline_points", "trend_later_points", "trend_scale", "trend_expected", "trend_gap",
            "trend_gap_lower", "trend_gap_upper", "trend_gap_se", "trend_df", "trend_statistic", "trend_critical",
            "p_better", "trend_line_verdict", "trend_models_agree", "trend_detectable", "target_verdict",
            "target_chance", "target_margin", "target_path_lower", "target_path_upper", "standard_verdict",
            "standard_margin", "standard_direction"]  # fmt: skip


def _indicator_row(indicator, group, others, held, possible, settings) -> dict:
    decimals = np.nan
    row = {"indicator_id": indicator.indicator_id, "agreement_id": indicator.agreement_id, "number": indicator.number,
           "name": indicator.name, "kind": indicator.kind, "measure_id": "", "components": 0, "components_improved": 0,
           "components_deteriorated": 0, "components_assessed": 0, "component_words": "", "caveats": "", "target_status": "", "unit": indicator.unit, "verdict": "not_assessed",
           "verdict_reason": "there are no figures of its own to judge", "level_verdict": "unknown", "verdict_words": "",
           "trend_verdict": "not_assessed", "p_improved": np.nan, "p_better": np.nan}  # fmt: skip
    is_undirected = False
    if indicator.indicator_id in held and group is None:
        code = "withheld"
    elif group is None:
        code = "indicative_only" if indicator.indicator_id in others else "no_figures"
    elif len(group) == 1 and possible == 1:
        one = group.iloc[0]
        code, decimals = one["reason_code"], one["decimals"]
        row |= {"measure_id": group.index[0], "unit": one["unit"], "caveats": one["caveats"]} | {
            c: one[c] for c in _FIGURES
        }
        is_undirected = pd.isna(one["sign"])
    else:
        code, words = combine_components(group["rating"], group["reason_code"], settings, possible)
        ratings = group["rating"]
        row |= {
            "components": possible, "components_improved": int((ratings == "improvement").sum()),
            "components_deteriorated": int((group["reason_code"] == "deteriorated").sum()),
            "components_assessed": int(ratings.isin(["improvement", "no_improvement"]).sum()),
            "component_words": words, "n_points": int(group["n_points"].sum()),
            "unit": group["unit"].iloc[0] if group["unit"].nunique() == 1 else "several units",
            "caveats": ";".join(dict.fromkeys(c for t in group["caveats"] for c in t.split(";") if c)),
        }  # fmt: skip
        statuses = [s for s in group["target_status"] if s]
        row["target_status"] = _worst_target(statuses)
        row |= combine_verdicts(group, indicator.kind, settings, possible)
    row["rating"], row["reason_code"] = REASONS[code][0], code
    row["detail"] = (
        "deteriorated" if code == "deteriorated" else ("" if row["rating"] != "no_improvement" else code)
    )
    row["reason"] = describe_reason(row, decimals)
    if is_undirected and code != "no_direction":
        row["reason"] += f"; {REASONS['no_direction'][1]} either"
    return row


_VERDICT_ORDER = (
    "moving_away", "not_met", "off_course", "below", "worse", "below_within_error", "uncertain",
    "not_distinguishable", "in_line", "meets_within_error", "better", "on_course", "met", "meets",
)  # fmt: skip


def combine_verdicts(group: pd.DataFrame, kind: str, settings: Settings, total: int) -> dict:
    """Return our verdict on an indicator that is a set of components.

    A target or a minimum standard holds for each component: the worst counts. An indicator expected to
    improve is better (worse) than its baseline trend when more than half of the components that could be
    tested are; the chance that it improved is that of the official rule for the whole, the components
    taken as independent.

    Args:
        group: rows of `assess_measures`, one a component.
        kind: of the indicator.
        settings: `component_rule` and `component_coverage`.
        total: how many components there are.
    """
    out = {"p_improved": _chance_of_components(group, settings)}
    for column in ("verdict", "trend_verdict"):
        words = group[column][group[column] != "not_assessed"]
        out[column] = "not_assessed"
        if not len(words) or len(words) < settings.component_coverage * total:
            continue
        if column == "verdict" and kind in {"target", "minimum_standard"}:
            out[column] = min(words, key=_VERDICT_ORDER.index)
        else:
            share = {w: int((words == w).sum()) for w in ("better", "worse", "in_line")}
            out[column] = next(
                (w for w, count in share.items() if 2 * count > len(words)), "not_distinguishable"
            )
    judged = group["verdict"][group["verdict"] != "not_assessed"]
    counts = [
        f"{int((judged == w).sum())} {w.replace('_', ' ')}" for w in _VERDICT_ORDER if (judged == w).any()
    ]
    out["verdict_words"] = (
        f"of {total} components: {', '.join(counts + [f'{total - len(judged)} not assessed'])}"
    )
    level = group["level_verdict"][group["level_verdict"] != "unknown"]
    out["level_verdict"] = "unknown"
    if len(level) >= settings.component_coverage * total and len(level):
        share = {w: int((level == w).sum()) for w in ("improved", "worse")}
        out["level_verdict"] = next(
            (w for w, count in share.items() if 2 * count > len(level)), "no_clear_change"
        )
    out["verdict_reason"] = (
        "" if out["verdict"] != "not_assessed" else "too few of its components could be tested"
    )
    tested = group["trend_baseline_points"][group["trend_verdict"] != "not_assessed"]
    out["trend_baseline_points"] = tested.max() if len(tested) else 0
    out["trend_later_points"] = group.loc[tested.index, "trend_later_points"].max() if len(tested) else 0
    return out


def _chance_of_components(group: pd.DataFrame, settings: Settings) -> float:
    """Return the chance that a set of components improved by the rule for the whole; NaN if none is known.

    Components whose own chance is not known are held at their rating.
    """
    assessed = group[group["rating"].isin(["improvement", "no_improvement"])]
    if assessed.empty or assessed["p_improved"].isna().all():
        return np.nan
    seen = (assessed["rating"] == "improvement").astype(float)
    chances = assessed["p_improved"].where(assessed["p_improved"].notna(), seen).to_numpy(float)
    improved = np.array([1.0])
    for p in chances:
        improved = np.convolve(improved, [1 - p, p])
    n = len(chances)
    counts = np.arange(n + 1)
    wanted = {"majority": 2 * counts > n, "all": counts == n, "any": counts > 0, "net": 2 * counts > n}
    return float(improved[wanted[settings.component_rule]].sum())


def _worst_target(statuses: list[str]) -> str:
    order = ["not_met", "no_outturn", "no_date", "not_yet_due", "no_figure", "met_early", "met", "no_level"]
    return next((s for s in order if s in statuses), "")


def describe_reason(row: dict, decimals: float = np.nan) -> str:
    """Return the reason for a rating in words, with its figures, which have so many decimals at least."""
    words = REASONS[row["reason_code"]][1]
    if row["component_words"]:
        return (
            f"{row['component_words']}: {words}"
            if row["reason_code"] not in {"improved", "deteriorated", "mixed"}
            else row["component_words"]
        )
    if (
        row.get("latest_period")
        and pd.notna(row.get("change"))
        and row["reason_code"] not in {"standard_met", "standard_not_met"}
    ):
        base = "default baseline " if row["baseline_origin"] == "default" else "baseline "
        first, last = (plain(row[c], decimals) for c in ("baseline_value", "latest_value"))
        figures = f"{base}{first} ({row['baseline_period']}), latest {last} ({row['latest_period']})"
        return f"{words}: {figures}"
    return words


def plain(value: float, least: float = 0) -> str:
    """Return a number as short as it can be written without losing anything that was published.

    Args:
        value: the number.
        least: decimals that it has at least, as the others of its series have; NaN for none.
    """
    if pd.isna(value):
        return "not known"
    text = f"{round(float(value), 6):.6f}".rstrip("0").rstrip(".")
    text = "0" if text in {"-0", ""} else text
    missing = 0 if pd.isna(least) else min(int(least), 6) - len(text.partition(".")[2])
    return text if missing <= 0 else f"{text}{'' if '.' in text else '.'}{'0' * missing}"


def load_assessment(
    framework: Framework, measures: pd.DataFrame, indicators: pd.DataFrame, indicator_id: str
) -> Assessment:
    """Return one indicator's assessment with its working, out of the tables for all.

    Raises:
        KeyError: no such indicator.
    """
    framework.indicator(indicator_id)
    row = indicators.set_index("indicator_id").loc[indicator_id]
    own = measures[measures["indicator_id"] == indicator_id]
    return Assessment(
        indicator_id, row["rating"], row["reason_code"], row["reason"], row,
        own[own["is_rateable"]], own[~own["is_rateable"]],
    )  # fmt: skip
