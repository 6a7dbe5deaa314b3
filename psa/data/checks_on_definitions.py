"""Check definitions across tables: days, baselines, formulas and settings."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import date

import pandas as pd

from psa.data.date_cells import looks_like_date, read_date, spreadsheet_year, year_from
from psa.data.faults import Fault, row_fault
from psa.data.periods import Period, parse_date, parse_period
from psa.data.schema import TABLES


def check_days(tables: dict[str, pd.DataFrame]) -> list[Fault]:
    """Check for financial years that a spreadsheet made days of: ``2008-09`` comes back as ``2008-09-01``.

    The label is a day like any other, so only its neighbours give it away: one first day of a month among
    financial or academic years, or several days that would all be such years.
    """
    frame, faults = tables["observations"], []
    years, days = {}, {}
    for measure, label in frame[["measure_id", "period"]].drop_duplicates().itertuples(index=False):
        try:
            period = parse_period(label)
        except ValueError:
            continue
        if period.kind in {"financial", "academic"}:
            years.setdefault(measure, set()).add(period.kind)
            years[measure].add(label)
        elif period.kind == "point":
            days.setdefault(measure, {})[label] = period.end
    suspects = {}
    for measure, labels in days.items():
        kinds = years.get(measure, set()) & {"financial", "academic"}
        count = len(years.get(measure, ())) - len(kinds)
        is_lone = len(labels) == 1 and all(d.day == 1 for d in labels.values()) and count >= 2
        if is_lone or (len(labels) > 1 and all(spreadsheet_year(d) for d in labels.values())):
            for label, day in labels.items():
                suspects[measure, label] = (kinds, year_from(day))
    pairs = list(zip(frame["measure_id"], frame["period"], strict=True))
    for at, pair in zip(frame.index, pairs, strict=True):
        if pair in suspects:
            kinds, meant = suspects[pair]
            meant = meant.replace("-", "/") if kinds == {"academic"} else meant
            words = " or ".join(f"{k} years" for k in sorted(kinds)) or "days of the same kind"
            problem = (f"{pair[1]} is a day, but the other periods of this measure are {words}; "
                       f"a spreadsheet may have made it of {meant}")  # fmt: skip
            faults.append(row_fault(frame, at, "period", problem, f"Is {meant} meant? Write {meant}"))
    published = frame["period_as_published"]
    for at in frame.index[published.map(looks_like_date)]:
        label, day = frame.at[at, "period"].replace("/", "-"), read_date(published[at])
        if day and spreadsheet_year(day) == label:
            held = frame.at[at, "period"]
            problem = f"{published[at]!r} is a date, which a spreadsheet may have made of {held}"
            remedy = "Write the words of the source, or leave the cell empty"
            faults.append(row_fault(frame, at, "period_as_published", problem, remedy))
    return faults + _check_defined_days(tables, years, days)


def _check_defined_days(tables: dict[str, pd.DataFrame], years: dict, days: dict) -> list[Fault]:
    """Check the same of baselines and targets: a day where all the indicator's figures are for years."""
    indicators, measures, faults = tables["indicators"], tables["measures"], []
    for column in ("baseline_period", "target_period"):
        for at in indicators.index[indicators[column].str.fullmatch("[12][0-9]{3}-[0-9]{2}-01")]:
            day = read_date(indicators.at[at, column])
            meant = spreadsheet_year(day) if day else None
            own = measures.loc[measures["indicator_id"] == indicators.at[at, "indicator_id"], "measure_id"]
            has_years = any(years.get(m) for m in own)
            if meant and has_years and not any(days.get(m) for m in own):
                held, other = indicators.at[at, column], meant.replace("-", "/")
                problem = f"{held} is a day, but the indicator's figures are for financial or academic years"
                faults.append(
                    row_fault(indicators, at, column, problem, f"Is {meant} or {other} meant? Write it")
                )
    return faults


def _check_file_names(tables: dict[str, pd.DataFrame]) -> list[Fault]:
    """Check the ids that become file names: an id must not lead out of the outputs folder."""
    faults = []
    named = [
        ("agreements", "agreement_id"),
        ("agreements", "lead_department"),
        ("departments", "department_id"),
    ]
    named += [("agreement_departments", "department_id"), ("objectives", "department_id")]
    for table, column in named:
        frame = tables[table]
        for at in frame.index[
            ~frame[column].str.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}") & (frame[column] != "")
        ]:
            problem = f"{frame.at[at, column]!r} cannot be the name of a file"
            faults.append(
                row_fault(frame, at, column, problem, "Use letters, digits, points, hyphens and underscores")
            )
    return faults


def baselines(indicators: pd.DataFrame) -> list[tuple[int, Period]]:
    """Return the place of each row that names a baseline, and that period; a label that is none is left out."""
    found = []
    for at in indicators.index[indicators["baseline_period"] != ""]:
        with suppress(ValueError):
            found.append((at, parse_period(indicators.at[at, "baseline_period"])))
    return found


def _declared_end(settings: pd.DataFrame) -> date | None:
    """Return the last day of the period assessed, where the framework itself gives one that can be read."""
    given = settings.loc[settings["setting"] == "through", "value"]
    try:
        return parse_date(given.iloc[0], end=True) if len(given) else None
    except ValueError:
        return None


def check_definitions(tables: dict[str, pd.DataFrame]) -> list[Fault]:
    """Check definitions against the series: baselines, derived measures, ratings of what does not exist."""
    faults = _check_file_names(tables)
    indicators, measures = tables["indicators"], tables["measures"]
    last_day = _declared_end(tables["framework"])
    for at, baseline in baselines(indicators):
        if last_day and baseline.start > last_day:
            problem = f"the baseline {baseline.label} begins after the period assessed, which ends on {last_day.isoformat()}"
            remedy = (
                "Correct it, or the setting through in framework.csv: no figure that counts could follow it"
            )
            faults.append(row_fault(indicators, at, "baseline_period", problem, remedy))
    derived = tables["derived_measures"]
    published = set(measures["measure_id"])
    needed = {
        "difference": (2, 2),
        "ratio": (2, 2),
        "ratio_of_sum": (2, 99),
        "percent_change": (1, 1),
        "sum": (1, 99),
    }
    for at in derived.index:
        if derived.at[at, "measure_id"] in published:
            faults.append(
                row_fault(
                    derived, at, "measure_id", "a published measure has this id already", "Give it another id"
                )
            )
        count = len(derived.at[at, "input_measure_ids"].split(";"))
        low, high = needed.get(derived.at[at, "formula"], (0, 99))
        if not low <= count <= high:
            faults.append(row_fault(derived, at, "input_measure_ids", f"{count} {'input does' if count == 1 else 'inputs do'} not suit {derived.at[at, 'formula']}",
                                 f"Give {low} measure ids" + ("" if low == high else " or more") + ", joined by ;"))  # fmt: skip
    ratings = tables["published_ratings"]
    rated = set(indicators["indicator_id"])
    objectives = set(tables["objectives"]["objective_id"])
    for at in ratings.index:
        named = [c for c in ("agreement_id", "objective_id", "indicator_id") if ratings.at[at, c]]
        if len(named) != 1:
            faults.append(row_fault(ratings, at, "agreement_id", "a rating must name one thing: an agreement, an objective or "
                                 "an indicator", "Fill exactly one of the three cells"))  # fmt: skip
        indicator = ratings.at[at, "indicator_id"]
        if indicator and indicator not in rated and indicator.rpartition("/")[0] not in objectives:
            faults.append(row_fault(ratings, at, "indicator_id", f"{indicator!r} is in no row of indicators, nor of an objective",
                                 "Correct the id"))  # fmt: skip
    return faults


def check_settings(tables: dict[str, pd.DataFrame], known: dict[str, str]) -> list[Fault]:
    frame, faults = tables["framework"], []
    for at in frame.index:
        setting, value = frame.at[at, "setting"], frame.at[at, "value"]
        if setting not in known:
            remedy = f"Write one of: {', '.join(known)}"
            faults.append(row_fault(frame, at, "setting", f"{setting!r} is no setting", remedy))
        elif setting in {"baseline_by", "through"}:
            try:
                parse_date(value)
            except ValueError:
                faults.append(
                    row_fault(frame, at, "value", f"{value!r} is not a date", "Write it as 2008-12-31")
                )
    return faults


def rateable(measures: pd.DataFrame) -> pd.Series:
    """Return whether each measure of a table of text may be rated: as it says, else by its role."""
    said, role = measures["is_rateable"].str.lower(), measures["role"]
    return (said == "true") | ((said == "") & role.isin(["headline", "component", ""]))


def table_of(fault: Fault) -> str:
    return fault.file.split(".")[0].split("/")[0]


def in_order(faults: Iterable[Fault]) -> list[Fault]:
    """Return each fault once, in the order of the tables, files and rows."""
    order = {name: i for i, name in enumerate(TABLES)}
    return sorted(set(faults), key=lambda f: (order.get(table_of(f), 99), f.file, f.row or 0, f.column or ""))
