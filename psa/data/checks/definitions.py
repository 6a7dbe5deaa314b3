"""Check definitions across tables: file names, baselines, formulas, ratings and settings."""

from collections.abc import Collection, Iterator
from datetime import date

import pandas as pd

from psa.data.faults import Fault
from psa.data.periods import Period, is_period, parse_date, parse_period
from psa.data.rows import Row, Tables, rows_of
from psa.words import count

# how many measures go into each formula, at least and at most
_INPUTS = {
    "difference": (2, 2),
    "ratio": (2, 2),
    "ratio_of_sum": (2, 99),
    "percent_change": (1, 1),
    "sum": (1, 99),
}
# the ids that become the names of files
_FILE_NAMES = (
    ("agreements", "agreement_id"),
    ("agreements", "lead_department"),
    ("departments", "department_id"),
    ("agreement_departments", "department_id"),
    ("objectives", "department_id"),
)


def check_definitions(tables: Tables, lost: Collection[str] = ()) -> list[Fault]:
    """Check definitions against the series: baselines, derived measures, ratings of what does not exist.

    Args:
        tables: all of a framework.
        lost: those that could not be read; an id that may be one of theirs is not looked for.
    """
    return [
        *_check_file_names(tables),
        *_check_baselines(tables),
        *_check_starts(tables),
        *_check_derived_measures(tables),
        *_check_published_ratings(tables, can_look_up={"indicators", "objectives"}.isdisjoint(lost)),
    ]


def check_settings(tables: Tables, known: dict[str, str]) -> list[Fault]:
    """Check that each setting of a framework is one of those known, and its days are days."""
    faults = []
    for row in rows_of(tables["framework"]):
        setting, value = row["setting"], row["value"]
        if setting not in known:
            remedy = f"Write one of: {', '.join(known)}"
            faults.append(row.fault("setting", f"{setting!r} is not a setting", remedy))
        elif setting in {"baseline_by", "through", "as_at"} and _read_date(value) is None:
            faults.append(row.fault("value", f"{value!r} is not a date", "Write it as 2008-12-31"))
    return faults


def baselines(indicators: pd.DataFrame) -> Iterator[tuple[Row, Period]]:
    """Yield each row that names a baseline, and that period; a label that is none is left out."""
    for row in rows_of(indicators, indicators["baseline_period"] != ""):
        if is_period(row["baseline_period"]):
            yield row, parse_period(row["baseline_period"])


def is_rateable(measures: pd.DataFrame) -> pd.Series:
    """Return whether each measure of a table of text may be rated: as it says, else by its role."""
    text, role = measures["is_rateable"].str.lower(), measures["role"]
    return (text == "true") | ((text == "") & role.isin(["headline", "component", ""]))


def _check_file_names(tables: Tables) -> list[Fault]:
    """Check the ids that become file names: an id must not lead out of the outputs folder."""
    faults = []
    for table, column in _FILE_NAMES:
        cells = tables[table][column]
        is_name = cells.str.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
        for row in rows_of(tables[table], ~is_name & (cells != "")):
            problem = f"{row[column]!r} cannot be the name of a file"
            faults.append(row.fault(column, problem, "Use letters, digits, points, hyphens and underscores"))
    return faults


def _read_date(text: str, end: bool = False) -> date | None:
    try:
        return parse_date(text, end=end)
    except ValueError:
        return None


def _check_baselines(tables: Tables) -> list[Fault]:
    settings = tables["framework"]
    through = settings.loc[settings["setting"] == "through", "value"].tolist()
    last_day = _read_date(through[0], end=True) if through else None
    if last_day is None:
        return []
    remedy = "Correct it, or the setting through in framework.csv: no figure that counts can come after it"
    return [
        row.fault(
            "baseline_period",
            f"the baseline {baseline.label} begins after the period assessed, "
            f"which ends on {last_day.isoformat()}",
            remedy,
        )
        for row, baseline in baselines(tables["indicators"])
        if baseline.start > last_day
    ]


def _check_starts(tables: Tables) -> list[Fault]:
    """Check figures that count from a start, where they are 0: no other baseline fits them, and no earlier figure."""
    measures, faults = tables["measures"], []
    counting = measures[(measures["counts_from"] != "") & is_rateable(measures)]
    starts = dict(zip(counting["indicator_id"], counting["counts_from"], strict=True))
    indicators = tables["indicators"]
    for row in rows_of(
        indicators, indicators["indicator_id"].isin(starts) & (indicators["baseline_value"] != "")
    ):
        problem = f"the figures count from {starts[row['indicator_id']]}, where they are 0: no other baseline fits them"
        faults.append(row.fault("baseline_value", problem, "Leave it empty; a level can be told in the note"))
    is_sum = indicators["target_basis"] == "cumulative"
    for row in rows_of(indicators, is_sum & (indicators["target_from"] == "")):
        if row["indicator_id"] not in starts:
            remedy = "Give the first day or period that counts, or counts_from of the measure"
            faults.append(row.fault("target_from", "a cumulative target without a start", remedy))
    return faults


def _check_derived_measures(tables: Tables) -> list[Fault]:
    published, faults = set(tables["measures"]["measure_id"]), []
    for row in rows_of(tables["derived_measures"]):
        if row["measure_id"] in published:
            problem = "a published measure has this id already"
            faults.append(row.fault("measure_id", problem, "Give it another id"))
        number = len(row["input_measure_ids"].split(";"))
        least, most = _INPUTS.get(row["formula"], (0, 99))
        if not least <= number <= most:
            verb = "does" if number == 1 else "do"
            problem = f"{count(number, 'input')} {verb} not suit {row['formula']}"
            remedy = f"Give {least} measure ids{'' if least == most else ' or more'}, joined by ;"
            faults.append(row.fault("input_measure_ids", problem, remedy))
    return faults


def _check_published_ratings(tables: Tables, can_look_up: bool) -> list[Fault]:
    indicators = set(tables["indicators"]["indicator_id"])
    objectives = set(tables["objectives"]["objective_id"])
    faults = []
    for row in rows_of(tables["published_ratings"]):
        if sum(bool(row[c]) for c in ("agreement_id", "objective_id", "indicator_id")) != 1:
            problem = "a rating must name one thing: an agreement, an objective or an indicator"
            faults.append(row.fault("agreement_id", problem, "Fill exactly one of the three cells"))
        indicator = row["indicator_id"] if can_look_up else ""
        if indicator and indicator not in indicators and indicator.rpartition("/")[0] not in objectives:
            problem = f"{indicator!r} is in no row of indicators, nor of an objective"
            faults.append(row.fault("indicator_id", problem, "Correct the id"))
    return faults
