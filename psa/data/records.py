"""One row of a definition table as a record: agreement, indicator, measure, department, objective."""

from dataclasses import dataclass, fields

import pandas as pd


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


def record(kind, row):
    names = [f.name for f in fields(kind)]
    return kind(**{n: None if pd.isna(row[n]) else row[n] for n in names if n in row.index})
