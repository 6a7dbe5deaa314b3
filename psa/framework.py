"""A framework of promises: its tables, read, corrected, checked and joined.

``load_framework("NAME")`` reads ``data/raw/NAME``; any other folder in the same form serves as well. The
tables ``agreements``, ``indicators``, ``measures``, ``observations`` (a folder of CSV files)
and ``sources`` are required, the others may be absent. Nothing here knows one framework from another.
"""

import os
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field, fields, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from pathlib import Path

import pandas as pd
import yaml

from psa import held, paths
from psa.periods import Period, parse_date, parse_period
from psa.remarks import remarks_on_figures
from psa.schema import (
    FILE,
    ROW,
    TABLES,
    Fault,
    FrameworkError,
    check_references,
    check_table,
    read_table,
    typed,
)
from psa.spreadsheets import is_plain_number, looks_like_date, read_date, spreadsheet_year, year_from
from psa.units import ceiling_of


@dataclass(frozen=True)
class Agreement:
    """One promise: what it is called and who leads it."""

    agreement_id: str
    title: str
    number: str | None = None
    short_title: str | None = None
    lead_department: str | None = None
    provenance: str | None = None
    source_id: str | None = None


@dataclass(frozen=True)
class Indicator:
    """One of the measures that an agreement is judged by, as it was defined."""

    indicator_id: str
    agreement_id: str
    name: str
    kind: str
    direction: str
    number: str | None = None
    unit: str | None = None
    target_value: float | None = None
    target_period: str | None = None
    target_basis: str | None = None
    target_text: str | None = None
    baseline_value: float | None = None
    baseline_period: str | None = None
    minimum_change: float | None = None
    minimum_change_unit: str | None = None
    significance_rule: str | None = None
    data_source: str | None = None
    publisher: str | None = None
    geography: str | None = None
    provenance: str | None = None
    source_id: str | None = None
    note: str | None = None


@dataclass(frozen=True)
class Measure:
    """One published (or derived) series that belongs to an indicator."""

    measure_id: str
    indicator_id: str
    label: str
    role: str | None = None
    is_rateable: bool = False
    unit: str | None = None
    value_kind: str | None = None
    good_direction: str | None = None
    vintage: str | None = None
    note: str | None = None


@dataclass(frozen=True)
class Department:
    """A department that leads, is a partner or has objectives of its own."""

    department_id: str
    name: str
    abbreviation: str | None = None
    note: str | None = None


@dataclass(frozen=True)
class Objective:
    """One of a department's own strategic objectives."""

    objective_id: str
    department_id: str
    title: str
    number: str | None = None
    note: str | None = None


def _record(kind, row):
    names = [f.name for f in fields(kind)]
    return kind(**{n: None if pd.isna(row[n]) else row[n] for n in names if n in row.index})


DEFAULT_WORDS = {
    "agreement": ("agreement", "agreements"),
    "indicator": ("indicator", "indicators"),
    "objective": ("objective", "objectives"),
    "department": ("department", "departments"),
    "action": ("action", "actions"),
    "strong_progress": ("strong progress", ""),
    "some_progress": ("some progress", ""),
    "no_progress": ("no progress", ""),
    "not_yet_assessed": ("not yet assessed", ""),
    "withheld": ("withheld", ""),
    "improvement": ("improvement", ""),
    "no_improvement": ("no improvement", ""),
    "not_rateable": ("not rateable", ""),
}


@dataclass(frozen=True)
class Framework:
    """The tables of one framework, typed and corrected.

    Attributes:
        name: the folder's name.
        folder: where it was read.
        tables: a typed frame for each table of `psa.schema.TABLES`; absent ones are empty.
        settings: the framework table over the defaults of ``params/settings.yml``.
        corrections: the corrections that were applied, one a row.
        declared: the settings that the framework itself gives.
        decimals: the most decimals that the figures of each measure have as they stand in the files; 46.0 has one.
    """

    name: str
    folder: Path
    tables: dict[str, pd.DataFrame]
    settings: dict[str, str]
    corrections: pd.DataFrame
    declared: frozenset[str] = field(default_factory=frozenset)
    decimals: dict[str, int] = field(default_factory=dict)

    def __getattr__(self, name: str) -> pd.DataFrame:
        """Give a table by its name: ``framework.indicators``."""
        tables = self.__dict__.get("tables", {})
        if name in tables:
            return tables[name]
        raise AttributeError(name)

    def word(self, term: str, plural: bool = False) -> str:
        """Return the framework's own word for a level or a rating."""
        table = self.tables["vocabulary"]
        row = table[table["term"] == term]
        one, many = DEFAULT_WORDS.get(term, (term.replace("_", " "), ""))
        if len(row):
            one = row["word"].iloc[0]
            many = row["plural"].iloc[0] if pd.notna(row["plural"].iloc[0]) else ""
        return (many or f"{one}s") if plural else one

    def _one(self, kind, table: str, key: str, value: str):
        rows = self.tables[table]
        rows = rows[rows[key] == value]
        if rows.empty:
            known = ", ".join(self.tables[table][key].head(40))
            raise KeyError(f"{value!r} is in no row of {table}; there are: {known}")
        return _record(kind, rows.iloc[0])

    def agreement(self, agreement_id: str) -> Agreement:
        """Return one agreement; KeyError names those that exist."""
        return self._one(Agreement, "agreements", "agreement_id", agreement_id)

    def indicator(self, indicator_id: str) -> Indicator:
        """Return one indicator; KeyError names those that exist."""
        return self._one(Indicator, "indicators", "indicator_id", indicator_id)

    def measure(self, measure_id: str) -> Measure:
        """Return one published measure; KeyError names those that exist."""
        return self._one(Measure, "measures", "measure_id", measure_id)

    def department(self, department_id: str) -> Department:
        """Return one department, of which only the id is known where no row of departments has it.

        KeyError names those that exist.
        """
        named = set(self.tables["departments"]["department_id"])
        if department_id not in named and department_id in self.acting_departments():
            return Department(department_id, department_id)
        return self._one(Department, "departments", "department_id", department_id)

    def objective(self, objective_id: str) -> Objective:
        """Return one objective; KeyError names those that exist."""
        return self._one(Objective, "objectives", "objective_id", objective_id)

    def department_name(self, department_id: str) -> str:
        """Return a department's full name, or its id where no row names it."""
        rows = self.tables["departments"]
        rows = rows[rows["department_id"] == department_id]
        return rows["name"].iloc[0] if len(rows) else department_id

    def delivering(self, agreement_id: str) -> pd.DataFrame:
        """Return who delivers an agreement: role, department_id, name and dates, leads first.

        Where no row says who leads, the agreement's own lead_department does.
        """
        rows = self.tables["agreement_departments"]
        rows = rows[rows["agreement_id"] == agreement_id].copy()
        lead = self.agreement(agreement_id).lead_department
        if lead and not ((rows["department_id"] == lead) & (rows["role"] == "lead")).any():
            extra = pd.DataFrame({"agreement_id": [agreement_id], "department_id": [lead], "role": ["lead"]})
            rows = pd.concat([extra, rows], ignore_index=True)
        rows["name"] = [self.department_name(d) for d in rows["department_id"]]
        rows["order"] = (rows["role"] != "lead").astype(int)
        rows["from"] = rows["valid_from"].fillna("")
        rows = rows.sort_values(["order", "from", "department_id"], kind="stable")
        return rows.drop(columns=["order", "from"]).reset_index(drop=True)

    def roles(self) -> pd.DataFrame:
        """Return each agreement and department once for each role: agreement_id, department_id, role.

        Where no row says who leads an agreement, its own lead_department does.
        """
        return self._roles.copy()

    @cached_property
    def _roles(self) -> pd.DataFrame:
        columns = ["agreement_id", "department_id", "role"]
        agreements = self.tables["agreements"]
        own = agreements[["agreement_id", "lead_department"]].dropna()
        own = own.rename(columns={"lead_department": "department_id"}).assign(role="lead")
        both = pd.concat([own[columns], self.tables["agreement_departments"][columns]], ignore_index=True)
        order = {a: i for i, a in enumerate(agreements["agreement_id"])}
        rank = both["agreement_id"].map(order) * 2 + (both["role"] != "lead")
        return both.iloc[rank.argsort(kind="stable")].drop_duplicates().reset_index(drop=True)

    def acting_departments(self) -> list[str]:
        """Return the departments that lead, are a partner or have an objective, sorted by id."""
        acting = set(self.roles()["department_id"]) | set(self.tables["objectives"]["department_id"].dropna())
        return sorted(acting)

    def rated_ids(self) -> set[str]:
        """Return all ids a published rating may name as an indicator."""
        return set(self.tables["indicators"]["indicator_id"])


def default_settings() -> dict[str, str]:
    """Return the settings of ``params/settings.yml``: each choice that is ours, with its default."""
    with (paths.PARAMS / "settings.yml").open(encoding="utf-8") as file:
        return {k: v["default"] for k, v in yaml.safe_load(file).items()}


def setting_reasons() -> dict[str, str]:
    """Return why each setting of ``params/settings.yml`` has the default that it has."""
    with (paths.PARAMS / "settings.yml").open(encoding="utf-8") as file:
        return {k: " ".join(v["reason"].split()) for k, v in yaml.safe_load(file).items()}


def _read_all(folder: Path) -> tuple[dict[str, pd.DataFrame], list[Fault]]:
    tables, faults = {}, []
    for table in TABLES.values():
        single = folder / f"{table.name}.csv"
        parts = sorted((folder / table.name).glob("*.csv")) if table.is_folder else []
        files = []
        for file in [*([single] if os.path.lexists(single) else []), *parts]:
            if file.is_file() and file.resolve().is_relative_to(folder.resolve()):
                files.append(file)
                continue
            problem = "the file is a link that leads out of the folder" if file.is_file() else "it is no file"
            shown = file.relative_to(folder).as_posix()
            faults.append(Fault(shown, None, None, problem, "Put the file itself in its place"))
        if not files:
            if table.is_required and not os.path.lexists(single) and not parts:
                where = f"{table.name}.csv" + (f" or the folder {table.name}/" if table.is_folder else "")
                remedy = f"Add it, with the header row: {','.join(c.name for c in table.columns)}"
                faults.append(Fault(where, None, None, "a required table is missing", remedy))
            names = [c.name for c in table.columns]
            tables[table.name] = pd.DataFrame(columns=[*names, FILE, ROW], dtype=object)
            continue
        frames = []
        for file in files:
            frame, wrong = read_table(table, file, file.relative_to(folder).as_posix())
            frames.append(frame)
            faults += wrong
        tables[table.name] = pd.concat(frames, ignore_index=True) if len(frames) > 1 else frames[0]
    return tables, faults


def read_tables(name_or_path: str | Path) -> tuple[dict[str, pd.DataFrame], list[Fault]]:
    """Return every table of a framework folder as the text in its files, and the faults of reading.

    Nothing is corrected, checked or typed; absent tables are empty.

    Raises:
        FileNotFoundError: there is no such folder.
    """
    return _read_all(paths.framework_folder(name_or_path))


def _row_keys(table, frame: pd.DataFrame) -> pd.Series:
    cells = zip(*(frame[name] for name in table.key), strict=True) if table.key else ()
    return pd.Series(["|".join(row).rstrip("|") for row in cells], dtype=object)


@dataclass(frozen=True)
class _Corrected:
    """A cell that a correction named: where it is, where the correction is, and what it puts there.

    `new_value` is None where the correction was refused because the old value was no longer there.
    """

    row: tuple[str, int]
    column: str
    correction: str
    new_value: str | None


def _apply_corrections(tables: dict[str, pd.DataFrame]) -> tuple[list[Fault], list[_Corrected]]:
    """Put each correction's new value in place of the old; a fault where the old is no longer there."""
    faults, corrected = [], []
    corrections = tables["corrections"]
    keys: dict[str, pd.Series] = {}
    for at in corrections.index:
        row = corrections.loc[at]
        shown, number = row[FILE], row[ROW]
        table = TABLES.get(row["table"])
        if table is None or row["table"] == "corrections" or not table.key:
            known = ", ".join(n for n, t in TABLES.items() if t.key and n != "corrections")
            faults.append(Fault(shown, number, "table", f"{row['table']!r} cannot be corrected", f"Write one of: {known}"))
            continue
        frame = tables[table.name]
        if row["column"] not in frame.columns or row["column"] in {FILE, ROW}:
            problem = f"{table.name} has no column {row['column']!r}"
            faults.append(Fault(shown, number, "column", problem, "Correct the name of the column"))
            continue
        if table.name not in keys:
            keys[table.name] = _row_keys(table, frame)
        found = frame.index[keys[table.name] == row["row_key"]] if len(frame) else []
        if len(found) == 0:
            problem = f"no row of {table.name} has the key {row['row_key']!r}"
            remedy = f"Write the cells of {', '.join(table.key)} joined by |"
            faults.append(Fault(shown, number, "row_key", problem, remedy))
            continue
        held = frame.at[found[0], row["column"]]
        new_value = row["new_value"] if held == row["old_value"] else None
        place = (frame.at[found[0], FILE], frame.at[found[0], ROW])
        corrected.append(_Corrected(place, row["column"], f"{shown}, row {number}", new_value))
        if new_value is None:
            problem = f"the old value {row['old_value']!r} is no longer there; the table has {held!r}"
            faults.append(
                Fault(shown, number, "old_value", problem, "Look at the row again, then remove or rewrite the correction")
            )
            continue
        frame.at[found[0], row["column"]] = row["new_value"]
        if row["column"] in table.key:
            del keys[table.name]  # a later correction finds the row by its corrected key
    return faults, corrected


# what is checked together: a fault in one of these cells may come from a correction of another
_TOGETHER = {"value", "lower", "upper", "interval_level", "numerator", "denominator"}


def _with_corrections(faults: list[Fault], corrected: list[_Corrected]) -> list[Fault]:
    """Name the correction that a fault comes from; leave out a fault that a refused one may be there to mend."""
    of_row: dict[tuple[str, int], list[_Corrected]] = {}
    for one in corrected:
        of_row.setdefault(one.row, []).append(one)
    found = []
    for fault in faults:
        near = [c for c in of_row.get((fault.file, fault.row), [])
                if c.column == fault.column or {c.column, fault.column} <= _TOGETHER]  # fmt: skip
        if any(c.new_value is None for c in near):
            continue
        near = [c for c in near if c.column == fault.column or c.new_value and c.new_value in fault.problem]
        said = "; ".join(f"{c.column} is {c.new_value!r} by {c.correction}" for c in near)
        found.append(replace(fault, problem=f"{fault.problem} ({said})") if said else fault)
    return found


def _fault(frame, at, column, problem, remedy) -> Fault:
    return Fault(frame.at[at, FILE], frame.at[at, ROW], column, problem, remedy)


def _check_observations(tables: dict[str, pd.DataFrame]) -> list[Fault]:
    """Check what a cell alone cannot show: intervals, and periods that are the same by another name."""
    frame, faults = tables["observations"], []
    numbers = {c: pd.to_numeric(frame[c].where(frame[c] != ""), errors="coerce") for c in
               ("value", "lower", "upper", "interval_level", "numerator", "denominator")}  # fmt: skip
    outside = (numbers["value"] < numbers["lower"]) | (numbers["value"] > numbers["upper"])
    for at in frame.index[outside]:
        low, value, high = frame.at[at, "lower"], frame.at[at, "value"], frame.at[at, "upper"]
        faults.append(_fault(frame, at, "value", f"the interval {low} to {high} does not contain {value}",
                             "Correct the value or its limits"))  # fmt: skip
    half = numbers["lower"].isna() != numbers["upper"].isna()
    for at in frame.index[half]:
        empty = "lower" if frame.at[at, "lower"] == "" else "upper"
        faults.append(_fault(frame, at, empty, "one limit without the other", "Give both limits or neither"))
    level = numbers["interval_level"]
    for at in frame.index[(level <= 50) | (level >= 100)]:
        faults.append(_fault(frame, at, "interval_level", f"{frame.at[at, 'interval_level']} is not a level",
                             "Write the level in per cent, such as 95"))  # fmt: skip
    for at in frame.index[numbers["denominator"] <= 0]:
        faults.append(_fault(frame, at, "denominator", f"{frame.at[at, 'denominator']} is not above 0",
                             "Correct it, or leave the cell empty"))  # fmt: skip
    faults += _check_proportions(tables, numbers["value"])
    faults += _check_parts(tables, numbers)
    faults += _check_releases(frame)
    spans = {}
    for label in frame["period"].unique():
        try:
            parsed = parse_period(label)
            spans[label] = (parsed.start, parsed.end)
        except ValueError:
            continue
    label = frame["period"]
    keyed = pd.DataFrame({"measure": frame["measure_id"], "span": label.map(spans), "label": label})
    keyed = keyed[keyed["span"].notna() & (keyed["measure"] != "")]
    first = keyed.groupby(["measure", "span"])["label"].transform("first")
    for at in keyed.index[keyed.duplicated(["measure", "span"]) & (first != keyed["label"])]:
        remedy = "Keep one of the two rows"
        if frame.at[at, "released"]:
            remedy = f"Write {first[at]}, as the row that it revises does"
        faults.append(_fault(frame, at, "period", f"{frame.at[at, 'period']} is the same period as {first[at]}, "
                             f"which {frame.at[at, 'measure_id']} has already", remedy))  # fmt: skip
    return faults + _check_days(tables)


def _check_proportions(tables: dict[str, pd.DataFrame], values: pd.Series) -> list[Fault]:
    """Check that a part is no more than its whole, where the measure's kind and unit say what the whole is."""
    frame, measures, faults = tables["observations"], tables["measures"], []
    parts = measures[measures["value_kind"] == "proportion"]
    wholes = {m: ceiling_of(u) for m, u in zip(parts["measure_id"], parts["unit"], strict=True)}
    whole = frame["measure_id"].map(wholes).astype(float)
    for at in frame.index[(values < 0) | (values > whole)]:
        if not whole[at] > 0:
            continue
        measure, top = frame.at[at, "measure_id"], f"{whole[at]:.0f}"
        unit = parts.loc[parts["measure_id"] == measure, "unit"].iloc[0]
        problem = f"{frame.at[at, 'value']} is no proportion: {measure} is in {unit!r}, which goes from 0 to {top}"
        remedy = "Correct it; or, in measures.csv, the unit or the value_kind, which is rate, ratio or gap where less than 0 or more than the whole is possible"
        faults.append(_fault(frame, at, "value", problem, remedy))
    return faults


def _check_parts(tables: dict[str, pd.DataFrame], numbers: dict[str, pd.Series]) -> list[Fault]:
    """Check that a proportion is its numerator over its denominator, as far as the digits of all three go.

    Only of proportions: a rate may be standardised, and then is not its numerator over its denominator.
    """
    frame, measures, faults = tables["observations"], tables["measures"], []
    parts = measures[measures["value_kind"] == "proportion"]
    wholes = {m: ceiling_of(u) for m, u in zip(parts["measure_id"], parts["unit"], strict=True)}
    value, top, bottom = (numbers[c] for c in ("value", "numerator", "denominator"))
    is_known = frame["measure_id"].isin(wholes) & (value >= 0) & (top >= 0) & (bottom > 0) & (bottom < 1e12)
    remedy = "Correct the one that is wrong; of a weighted figure leave the numerator empty: its error comes from the denominator"
    for at in frame.index[is_known]:
        cells = [frame.at[at, c] for c in ("value", "numerator", "denominator")]
        whole = wholes[frame.at[at, "measure_id"]]
        if not all(map(is_plain_number, cells)):
            continue
        if top[at] > bottom[at]:
            problem = f"{cells[1]} is more than its denominator {cells[2]}"
            faults.append(_fault(frame, at, "numerator", problem, remedy))
        elif whole > 0 and not _is_share_of(*cells, whole):
            problem = f"{cells[0]} is not {cells[1]} of {cells[2]}, which is {whole * top[at] / bottom[at]:.4g}"
            faults.append(_fault(frame, at, "value", problem, remedy))
    return faults


_ROUNDINGS = [Decimal(step) * 10**e for e in range(12) for step in ((5, 10) if e else (1, 5, 10))]  # 1, 5, 10, 50, …


def _is_share_of(value: str, numerator: str, denominator: str, whole: float) -> bool:
    """Say whether a published share can be its numerator over its denominator, each perhaps rounded.

    The share is rounded to its last decimal. Counts with decimals are rounded to those, others to the
    largest of 1, 5, 10, 50, … that divides both and is not above a twentieth of the denominator, because
    a table rounds alike; one of five digits or more also to what divides it alone and is not above a tenth
    of it. So 12000 of 45000 may stand for 11700 of 44600, and 641 of 1000 is what it says.
    """
    top, bottom = counts = Decimal(numerator), Decimal(denominator)
    if any(map(_decimals, counts)):
        steps = [Decimal(10) ** -_decimals(n) for n in counts]
    else:
        alike = [s for s in _ROUNDINGS if s <= bottom / 20 and not any(n % s for n in counts)]
        alone = [[s for s in _ROUNDINGS if n >= 10_000 and s <= n / 10 and not n % s] for n in counts]
        steps = [max([Decimal(1), *alike, *own]) for own in alone]
    least = max(top - steps[0] / 2, Decimal(0)) / (bottom + steps[1] / 2)
    most = (top + steps[0] / 2) / max(bottom - steps[1] / 2, bottom / 2)
    half = 0.5 * 10.0 ** -_decimals(Decimal(value)) + 1e-9 * whole
    return whole * float(least) - half <= float(value) <= whole * float(most) + half


def _decimals(number: Decimal) -> int:
    return min(max(0, -number.as_tuple().exponent), 12)


def _check_releases(frame: pd.DataFrame) -> list[Fault]:
    """Check that no figure came out before the period that it is for had begun."""
    faults = []
    for at in frame.index[frame["released"] != ""]:
        with suppress(ValueError):
            period = parse_period(frame.at[at, "period"])
            if parse_date(frame.at[at, "released"], end=True) < period.start:
                problem = f"{frame.at[at, 'released']} lies before {period.label} began, on {period.start.isoformat()}"
                remedy = "Correct the day of release or the period: what was said beforehand is no figure"
                faults.append(_fault(frame, at, "released", problem, remedy))
    return faults


def _check_days(tables: dict[str, pd.DataFrame]) -> list[Fault]:
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
            faults.append(_fault(frame, at, "period", problem, f"Is {meant} meant? Write {meant}"))
    published = frame["period_as_published"]
    for at in frame.index[published.map(looks_like_date)]:
        label, day = frame.at[at, "period"].replace("/", "-"), read_date(published[at])
        if day and spreadsheet_year(day) == label:
            held = frame.at[at, "period"]
            problem = f"{published[at]!r} is a date, which a spreadsheet may have made of {held}"
            remedy = "Write the words of the source, or leave the cell empty"
            faults.append(_fault(frame, at, "period_as_published", problem, remedy))
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
                faults.append(_fault(indicators, at, column, problem, f"Is {meant} or {other} meant? Write it"))
    return faults


def _check_file_names(tables: dict[str, pd.DataFrame]) -> list[Fault]:
    """Check the ids that become file names: an id must not lead out of the outputs folder."""
    faults = []
    named = [("agreements", "agreement_id"), ("agreements", "lead_department"), ("departments", "department_id")]
    named += [("agreement_departments", "department_id"), ("objectives", "department_id")]
    for table, column in named:
        frame = tables[table]
        for at in frame.index[~frame[column].str.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}") & (frame[column] != "")]:
            problem = f"{frame.at[at, column]!r} cannot be the name of a file"
            faults.append(_fault(frame, at, column, problem, "Use letters, digits, points, hyphens and underscores"))
    return faults


def _baselines(indicators: pd.DataFrame) -> list[tuple[int, Period]]:
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


def _check_definitions(tables: dict[str, pd.DataFrame]) -> list[Fault]:
    """Check definitions against the series: baselines, derived measures, ratings of what does not exist."""
    faults = _check_file_names(tables)
    indicators, measures = tables["indicators"], tables["measures"]
    last_day = _declared_end(tables["framework"])
    for at, baseline in _baselines(indicators):
        if last_day and baseline.start > last_day:
            problem = f"the baseline {baseline.label} begins after the period assessed, which ends on {last_day.isoformat()}"
            remedy = "Correct it, or the setting through in framework.csv: no figure that counts could follow it"
            faults.append(_fault(indicators, at, "baseline_period", problem, remedy))
    derived = tables["derived_measures"]
    published = set(measures["measure_id"])
    needed = {"difference": (2, 2), "ratio": (2, 2), "ratio_of_sum": (2, 99), "percent_change": (1, 1), "sum": (1, 99)}
    for at in derived.index:
        if derived.at[at, "measure_id"] in published:
            faults.append(_fault(derived, at, "measure_id", "a published measure has this id already", "Give it another id"))
        count = len(derived.at[at, "input_measure_ids"].split(";"))
        low, high = needed.get(derived.at[at, "formula"], (0, 99))
        if not low <= count <= high:
            faults.append(_fault(derived, at, "input_measure_ids", f"{count} {'input does' if count == 1 else 'inputs do'} not suit {derived.at[at, 'formula']}",
                                 f"Give {low} measure ids" + ("" if low == high else " or more") + ", joined by ;"))  # fmt: skip
    ratings = tables["published_ratings"]
    rated = set(indicators["indicator_id"])
    objectives = set(tables["objectives"]["objective_id"])
    for at in ratings.index:
        named = [c for c in ("agreement_id", "objective_id", "indicator_id") if ratings.at[at, c]]
        if len(named) != 1:
            faults.append(_fault(ratings, at, "agreement_id", "a rating must name one thing: an agreement, an objective or "
                                 "an indicator", "Fill exactly one of the three cells"))  # fmt: skip
        indicator = ratings.at[at, "indicator_id"]
        if indicator and indicator not in rated and indicator.rpartition("/")[0] not in objectives:
            faults.append(_fault(ratings, at, "indicator_id", f"{indicator!r} is in no row of indicators, nor of an objective",
                                 "Correct the id"))  # fmt: skip
    return faults


def _check_settings(tables: dict[str, pd.DataFrame], known: dict[str, str]) -> list[Fault]:
    frame, faults = tables["framework"], []
    for at in frame.index:
        setting, value = frame.at[at, "setting"], frame.at[at, "value"]
        if setting not in known:
            remedy = f"Write one of: {', '.join(known)}"
            faults.append(_fault(frame, at, "setting", f"{setting!r} is no setting", remedy))
        elif setting in {"baseline_by", "through"}:
            try:
                parse_date(value)
            except ValueError:
                faults.append(_fault(frame, at, "value", f"{value!r} is not a date", "Write it as 2008-12-31"))
    return faults


def figures_agree(first: float, second: float) -> bool:
    """Say whether two figures are the same, as far as the one with fewer decimals goes: 9.6 and 9.58 are."""
    places = min(max(0, -Decimal(repr(float(f))).normalize().as_tuple().exponent) for f in (first, second))
    return abs(first - second) <= 0.5 * 10**-places + 1e-9 * max(abs(first), abs(second))


def find_remarks(tables: dict[str, pd.DataFrame]) -> list[Fault]:
    """Return what stops nothing but asks for a look, of figures (`psa.remarks`) and of baselines.

    Of baselines two kinds: figures that all end before the baseline begins, because more are to come or because the
    baseline is wrong; and a published baseline that is not the figure in the tables for its period,
    because that was revised since or because one of the two is wrong. The second is looked for where one
    series alone is rated: of several, the definition does not say whose baseline it gives.

    Args:
        tables: corrected text without faults, from `check_framework`.
    """
    indicators, remarks = tables["indicators"], []
    measures = tables["measures"].assign(is_rateable=_rateable(tables["measures"]))
    derived = tables["derived_measures"]
    of_derived = derived.loc[derived["is_rateable"].str.lower() == "true", "indicator_id"]
    for at, baseline in _baselines(indicators):
        name = indicators.at[at, "indicator_id"]
        own = measures[measures["indicator_id"] == name]
        figures = tables["observations"]
        figures = figures[figures["measure_id"].isin(own["measure_id"])]
        if figures.empty:
            continue
        spans = [parse_period(p) for p in figures["period"]]
        last = max(span.end for span in spans)
        if baseline.start > last:
            problem = f"the figures of {name} end on {last.isoformat()}, before its baseline {baseline.label}"
            remedy = f"Add the figure for {baseline.label} and later ones, or correct the baseline"
            remarks.append(_fault(indicators, at, "baseline_period", problem, remedy))
        said = indicators.at[at, "baseline_value"]
        rated = own.loc[own["is_rateable"], "measure_id"]
        if not said or len(rated) + (of_derived == name).sum() != 1:
            continue
        same = [(s.start, s.end) == (baseline.start, baseline.end) for s in spans]
        held = figures[pd.Series(same, figures.index) & figures["measure_id"].isin(rated)]
        days = [parse_date(d).isoformat() if d else "" for d in held["released"]]
        held = held.iloc[sorted(range(len(held)), key=days.__getitem__)]
        if len(held) and not figures_agree(float(said), float(held["value"].iloc[-1])):
            row = held.iloc[-1]
            problem = f"{said}, but the figure of {row['measure_id']} for {row['period']} is {row['value']} ({row[FILE]}, row {row[ROW]})"
            remedy = "Correct the one that is wrong; where the figure was revised since, leave both: the change is measured from the figure"
            remarks.append(_fault(indicators, at, "baseline_value", problem, remedy))
    return _in_order([*remarks, *remarks_on_figures(tables)])


def _rateable(measures: pd.DataFrame) -> pd.Series:
    """Return whether each measure of a table of text may be rated: as it says, else by its role."""
    said, role = measures["is_rateable"].str.lower(), measures["role"]
    return (said == "true") | ((said == "") & role.isin(["headline", "component", ""]))


def _table_of(fault: Fault) -> str:
    return fault.file.split(".")[0].split("/")[0]


def _in_order(faults: Iterable[Fault]) -> list[Fault]:
    """Return each fault once, in the order of the tables, files and rows."""
    order = {name: i for i, name in enumerate(TABLES)}
    return sorted(set(faults), key=lambda f: (order.get(_table_of(f), 99), f.file, f.row or 0, f.column or ""))


def check_framework(name_or_path: str | Path) -> tuple[list[Fault], dict[str, pd.DataFrame]]:
    """Read a framework folder and return all its faults, and its tables as corrected text.

    Raises:
        FileNotFoundError: there is no such folder.
    """
    tables, faults = _read_all(paths.framework_folder(name_or_path))
    # what is said of a whole column or file is not said again of each of its rows, nor of what refers to them
    lost = {(f.file, f.column) for f in faults if f.problem == "the column is missing"}
    faulty = {_table_of(f) for f in faults}
    unread = {n for n in faulty if tables[n].empty or (TABLES[n].key and (tables[n][TABLES[n].key[0]] == "").all())}
    faults_of_corrections, corrected = _apply_corrections(tables)
    for table in TABLES.values():
        faults += [f for f in check_table(table, tables[table.name]) if (f.file, f.column) not in lost]
    present = {n: t for n, t in tables.items() if n not in {"departments", "objectives"} or len(t)}
    faults += check_references({n: t for n, t in present.items() if n not in unread})
    faults += _check_settings(tables, default_settings())
    faults += _check_observations(tables)
    faults += _check_definitions(tables)
    return _in_order([*faults_of_corrections, *_with_corrections(faults, corrected)]), tables


def load_framework(name_or_path: str | Path | None = None) -> Framework:
    """Return a framework, read, corrected, checked and typed.

    Args:
        name_or_path: the name of a folder in ``data/raw``, or the path of one elsewhere; without it,
            the framework that ``params/settings.yml`` names.

    Raises:
        FileNotFoundError: there is no such folder.
        FrameworkError: something in its tables is wrong; it lists every fault.
    """
    name_or_path = name_or_path or default_settings()["framework"]
    folder = paths.framework_folder(name_or_path)
    if (kept := held.find_framework(folder)) is not None:
        return kept
    faults, text = check_framework(name_or_path)
    if faults:
        raise FrameworkError(faults)
    tables = {name: typed(TABLES[name], frame) for name, frame in text.items()}
    tables["measures"]["is_rateable"] = _rateable(text["measures"]).astype(bool)
    own = dict(zip(tables["framework"]["setting"], tables["framework"]["value"], strict=True))
    settings = {**default_settings(), **own}
    decimals = _decimals_of_measures(text["observations"])
    return Framework(folder.name, folder, tables, settings, tables["corrections"], frozenset(own), decimals)


def _decimals_of_measures(observations: pd.DataFrame) -> dict[str, int]:
    """Return the most decimals among the figures of each measure, from the table of text."""
    found: dict[str, int] = {}
    for measure_id, text in zip(observations["measure_id"], observations["value"], strict=True):
        digits = len(text.partition(".")[2]) if "e" not in text.lower() else 0
        found[measure_id] = max(digits, found.get(measure_id, 0))
    return found
