"""One row of a definition table as a record: agreement, indicator, measure, department."""

from dataclasses import dataclass, fields
from typing import Any, Self

import numpy as np
import pandas as pd


@dataclass(frozen=True, repr=False)
class Record:
    """What all records share: they show the fields that are known."""

    @classmethod
    def of_row(cls, row: pd.Series) -> Self:
        """Return a row of a definition table as a record; NA as None."""
        return cls(**{f.name: _plain(row[f.name]) for f in fields(cls) if f.name in row.index})

    def __repr__(self) -> str:
        known = (f"{name}={value!r}" for name, value in vars(self).items() if value is not None)
        return f"{type(self).__name__}({', '.join(known)})"


@dataclass(frozen=True, repr=False)
class Agreement(Record):
    """One promise: what it is called and who leads it."""

    agreement_id: str
    title: str
    number: str | None = None
    short_title: str | None = None
    lead_department: str | None = None
    theme: str | None = None
    search_words: str | None = None
    provenance: str | None = None
    source_id: str | None = None


@dataclass(frozen=True, repr=False)
class Indicator(Record):
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
    target_from: str | None = None
    target_text: str | None = None
    baseline_value: float | None = None
    baseline_period: str | None = None
    minimum_change: float | None = None
    minimum_change_unit: str | None = None
    minimum_change_years: float | None = None
    compared_with: str | None = None
    significance_rule: str | None = None
    data_source: str | None = None
    publisher: str | None = None
    geography: str | None = None
    provenance: str | None = None
    source_id: str | None = None
    note: str | None = None

    @property
    def is_for_a_sum(self) -> bool:
        """Whether the target is for what figures add up to over a period."""
        return self.target_basis == "cumulative"


@dataclass(frozen=True, repr=False)
class Measure(Record):
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


@dataclass(frozen=True, repr=False)
class Department(Record):
    """A department that leads, is a partner or has objectives of its own."""

    department_id: str
    name: str
    abbreviation: str | None = None
    note: str | None = None


def _plain(value: Any) -> Any:
    """Return a cell as Python's own text, number or truth value; None for NA."""
    if pd.isna(value):
        return None
    return value.item() if isinstance(value, np.generic) else value
