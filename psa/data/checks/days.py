"""Find financial years that a spreadsheet made days of: ``2008-09`` comes back as ``2008-09-01``.

Such a label is a day like any other, so only its neighbours give it away.
"""

from collections import defaultdict
from datetime import date

from psa.data.cells.dates import looks_like_date, read_date, spreadsheet_year, year_from
from psa.data.faults import Fault
from psa.data.periods import is_period, parse_period
from psa.data.rows import Tables, rows_of

_YEARS = {"financial", "academic"}


def check_days(tables: Tables) -> list[Fault]:
    """Return a fault for each day that was a year, of figures, of their published labels and of definitions."""
    years, days = _years_and_days(tables)
    return [
        *_check_figures(tables, years, days),
        *_check_published_labels(tables),
        *_check_definitions(tables, set(years), set(days)),
    ]


def _years_and_days(
    tables: Tables,
) -> tuple[dict[str, dict[str, str]], dict[str, dict[str, date]]]:
    """Return of each measure its years, with their kind, and its days, both by label."""
    years: dict[str, dict[str, str]] = defaultdict(dict)
    days: dict[str, dict[str, date]] = defaultdict(dict)
    observations = tables["observations"]
    for measure, label in dict.fromkeys(zip(observations["measure_id"], observations["period"], strict=True)):
        if not is_period(label):
            continue
        period = parse_period(label)
        if period.kind in _YEARS:
            years[measure][label] = period.kind
        elif period.kind == "point":
            days[measure][label] = period.end
    return years, days


def _check_figures(
    tables: Tables, years: dict[str, dict[str, str]], days: dict[str, dict[str, date]]
) -> list[Fault]:
    """Check for one first day of a month among years, and for several days that would all be such years."""
    suspects: dict[str, set[str]] = {}
    for measure, of_measure in days.items():
        is_lone = len(of_measure) == 1 and all(day.day == 1 for day in of_measure.values())
        if is_lone and len(years.get(measure, ())) >= 2:
            suspects[measure] = set(years[measure].values())
        elif len(of_measure) > 1 and all(map(spreadsheet_year, of_measure.values())):
            suspects[measure] = set(years.get(measure, {}).values())
    faults = []
    observations = tables["observations"]
    for row in rows_of(observations, observations["measure_id"].isin(list(suspects))):
        measure, label = row["measure_id"], row["period"]
        if day := days[measure].get(label):
            kinds = suspects[measure]
            meant = year_from(day).replace("-", "/") if kinds == {"academic"} else year_from(day)
            words = " or ".join(f"{k} years" for k in sorted(kinds)) or "days of the same kind"
            problem = (
                f"{label} is a day, but the other periods of this measure are {words}; "
                f"a spreadsheet may have made it from {meant}"
            )
            faults.append(row.fault("period", problem, f"Is {meant} meant? Write {meant}"))
    return faults


def _check_published_labels(tables: Tables) -> list[Fault]:
    """Check the period in the words of the source: one that is the day a spreadsheet makes of the period."""
    observations, faults = tables["observations"], []
    published = observations["period_as_published"]
    dates = [text for text in published.unique() if looks_like_date(text)]
    for row in rows_of(observations, published.isin(dates)):
        text, period = row["period_as_published"], row["period"]
        day = read_date(text)
        if day and spreadsheet_year(day) == period.replace("/", "-"):
            problem = f"{text!r} is a date, which a spreadsheet may have made from {period}"
            remedy = "Write the words of the source, or leave the cell empty"
            faults.append(row.fault("period_as_published", problem, remedy))
    return faults


def _check_definitions(tables: Tables, with_years: set[str], with_days: set[str]) -> list[Fault]:
    """Check baselines and targets: a day where all the indicator's figures are for years."""
    indicators, measures, faults = tables["indicators"], tables["measures"], []
    for column in ("baseline_period", "target_period"):
        for row in rows_of(indicators, indicators[column].str.fullmatch("[12][0-9]{3}-[0-9]{2}-01")):
            day = read_date(row[column])
            meant = spreadsheet_year(day) if day else None
            ids = set(measures.loc[measures["indicator_id"] == row["indicator_id"], "measure_id"])
            if meant and ids & with_years and not ids & with_days:
                problem = (
                    f"{row[column]} is a day, but the indicator's figures are for financial or academic years"
                )
                remedy = f"Is {meant} or {meant.replace('-', '/')} meant? Write it"
                faults.append(row.fault(column, problem, remedy))
    return faults
