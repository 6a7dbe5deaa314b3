"""The frozen framework: its tables, its words and its settings."""

import html
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

import pandas as pd

from psa.data.records import Agreement, Department, Indicator, Measure, Record
from psa.data.rows import texts
from psa.data.schema import TABLES
from psa.words import hint

_Kind = TypeVar("_Kind", bound=Record)

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
    "on_track": ("on track", ""),
    "uncertain": ("uncertain", ""),
    "off_track": ("off track", ""),
    "mixed": ("mixed", ""),
}


@dataclass(frozen=True)
class Framework:
    """The tables of one framework, typed and corrected.

    Attributes:
        name: the folder's name.
        folder: where it was read.
        tables: a typed frame for each table of `psa.data.schema.TABLES`; absent ones are empty.
        settings: the framework table over the defaults of ``params/settings.yml``.
        corrections: the corrections that were applied, one a row.
        declared: the settings that the framework itself gives.
        proposed_directions: the indicators whose direction is a proposal that nobody has confirmed.
        decided: the choices of ours that a person has made, by their id (`psa.data.decisions`).
        decimals: the most decimals that the figures of each measure have as they stand in the files; 46.0 has one.
    """

    name: str
    folder: Path
    tables: dict[str, pd.DataFrame]
    settings: dict[str, str]
    corrections: pd.DataFrame
    declared: frozenset[str] = field(default_factory=frozenset)
    decimals: dict[str, int] = field(default_factory=dict)
    proposed_directions: frozenset[str] = field(default_factory=frozenset)
    decided: frozenset[str] = field(default_factory=frozenset)

    def __getattr__(self, name: str) -> pd.DataFrame:
        """Give a table by its name: ``framework.indicators``."""
        tables: dict[str, pd.DataFrame] = self.__dict__.get("tables", {})
        if name in tables:
            return tables[name]
        raise AttributeError(name)

    def __repr__(self) -> str:
        """Return what a notebook shows: the name, and how many rows each table has."""
        lines = [f"Framework {self.name}: {self.settings['title']}"]
        lines += [f"{number:>7,} {name}" for name, number, _ in self._sizes()]
        return "\n".join(
            [*lines, "Ask it for a table by its name, such as .indicators, or for .indicator(id)."]
        )

    def _repr_html_(self) -> str:
        """Return the same as a table, with what each table is for."""
        rows = "".join(
            f"<tr><th scope='row'>{name}</th><td>{number:,}</td><td>{html.escape(purpose)}</td></tr>"
            for name, number, purpose in self._sizes()
        )
        caption = html.escape(f"{self.settings['title']} ({self.name})")
        head = (
            "<tr><th scope='col'>Table</th><th scope='col'>Rows</th><th scope='col'>What it holds</th></tr>"
        )
        return f"<table><caption>{caption}</caption><thead>{head}</thead><tbody>{rows}</tbody></table>"

    def _sizes(self) -> list[tuple[str, int, str]]:
        """Return of each table that has rows its name, their number and what the table is for."""
        filled = [(name, frame) for name, frame in self.tables.items() if len(frame)]
        return [(name, len(frame), TABLES[name].purpose) for name, frame in filled]

    def word(self, term: str, plural: bool = False) -> str:
        """Return the framework's own word for a level or a rating."""
        one, many = self._words.get(term) or DEFAULT_WORDS.get(term, (term.replace("_", " "), ""))
        return (many or f"{one}s") if plural else one

    @cached_property
    def _words(self) -> dict[str, tuple[str, str]]:
        """The framework's own words by their term: for one, and for several."""
        rows = self.tables["vocabulary"][["term", "word", "plural"]].drop_duplicates("term").fillna("")
        return {term: (word, plural) for term, word, plural in rows.itertuples(index=False, name=None)}

    @cached_property
    def _records(self) -> dict[tuple[str, str], Any]:
        """The rows that were asked for, by table and id."""
        return {}

    def _one(self, kind: type[_Kind], table: str, key: str, value: str) -> _Kind:
        if (table, value) not in self._records:
            self._records[table, value] = self._read_record(kind, table, key, value)
        record: _Kind = self._records[table, value]
        return record

    def _read_record(self, kind: type[_Kind], table: str, key: str, value: str) -> _Kind:
        rows = self.tables[table]
        rows = rows[rows[key] == value]
        if rows.empty:
            known = texts(self.tables[table], key)
            near = hint(value, known) or f" There are: {', '.join(known[:40])}."
            raise KeyError(f"{value!r} is in no row of {table}.{near}")
        return kind.of_row(rows.iloc[0])

    def agreement(self, agreement_id: str) -> Agreement:
        """Return one agreement; KeyError suggests those that may be meant."""
        return self._one(Agreement, "agreements", "agreement_id", agreement_id)

    def indicator(self, indicator_id: str) -> Indicator:
        """Return one indicator; KeyError suggests those that may be meant."""
        return self._one(Indicator, "indicators", "indicator_id", indicator_id)

    def measure(self, measure_id: str) -> Measure:
        """Return one published measure; KeyError suggests those that may be meant."""
        return self._one(Measure, "measures", "measure_id", measure_id)

    def department(self, department_id: str) -> Department:
        """Return one department, of which only the id is known where no row of departments has it.

        KeyError suggests those that may be meant.
        """
        named = set(self.tables["departments"]["department_id"])
        if department_id not in named and department_id in self.acting_departments():
            return Department(department_id, department_id)
        return self._one(Department, "departments", "department_id", department_id)

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
        leads = agreements[["agreement_id", "lead_department"]].dropna()
        leads = leads.rename(columns={"lead_department": "department_id"}).assign(role="lead")
        both = pd.concat([leads[columns], self.tables["agreement_departments"][columns]], ignore_index=True)
        order = {a: i for i, a in enumerate(agreements["agreement_id"])}
        rank = both["agreement_id"].map(order) * 2 + (both["role"] != "lead")
        return both.iloc[rank.argsort(kind="stable")].drop_duplicates().reset_index(drop=True)

    def of_agreements(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Return the rows that belong to an agreement: not those of an objective's or an action's own indicators."""
        return frame[frame["agreement_id"].isin(self._agreement_ids)]

    @cached_property
    def _agreement_ids(self) -> frozenset[str]:
        return frozenset(self.tables["agreements"]["agreement_id"])

    def acting_departments(self) -> list[str]:
        """Return the departments that lead, are a partner or have an objective, sorted by id."""
        acting = set(self.roles()["department_id"]) | set(self.tables["objectives"]["department_id"].dropna())
        return sorted(acting)
