"""Which rows changed, and which indicators they feed."""

import re
from collections import Counter
from dataclasses import dataclass

import numpy as np
import pandas as pd

from psa.data.faults import FILE, ROW
from psa.data.schema import TABLES
from psa.words import alike, number

UNRATED_SETTINGS = {"framework", "title", "subtitle", "period_title"}


MAX_IDS = 5


def is_number(text: str) -> bool:
    try:
        return bool(np.isfinite(float(text)))
    except ValueError:
        return False


@dataclass(frozen=True)
class RowChange:
    """One row of a table that was added, removed or changed.

    Attributes:
        table, file, row: where it stands (in the new state, or the old one where it was removed).
        kind: added, removed or changed.
        key: the row's key, joined by |.
        cells: column, old and new text of what differs; of a row added or removed, its filled cells.
        indicators, agreements, departments: what is rated from it.
        feeds_all: it is a setting, from which everything is rated.
    """

    table: str
    file: str
    row: int
    kind: str
    key: str
    cells: tuple[tuple[str, str, str], ...]
    indicators: frozenset[str] = frozenset()
    agreements: frozenset[str] = frozenset()
    departments: frozenset[str] = frozenset()
    feeds_all: bool = False


def members_of_tables(*states: dict[str, pd.DataFrame]) -> dict[tuple[str, str], frozenset[str]]:
    members: dict[tuple[str, str], set[str]] = {}
    for tables in states:
        indicators = tables.get("indicator", pd.DataFrame())
        if "agreement_id" not in indicators:
            continue
        own = indicators.groupby("agreement_id")["indicator_id"].agg(set).to_dict()
        for agreement, ids in own.items():
            members.setdefault(("agreement", agreement), set()).update(ids)
        for row in tables.get("department", pd.DataFrame()).to_dict("records"):
            led = f"{row.get('lead_agreements', '')};{row.get('partner_agreements', '')}".split(";")
            ids = set().union(*(own.get(a, set()) for a in led))
            members.setdefault(("department", row["department_id"]), set()).update(ids)
    return {k: frozenset(v) for k, v in members.items()}


class Feeds:
    """Which ratings are computed from a row, as the tables of either state say."""

    def __init__(self, states: list[dict[str, pd.DataFrame]]):
        self.of_measure: dict[str, set[str]] = {}
        self.own: dict[str, set[str]] = {}
        self.agreement: dict[str, set[str]] = {}
        self.departments: dict[str, set[str]] = {}
        for tables in states:
            for row in tables["indicators"].to_dict("records"):
                self.agreement.setdefault(row["indicator_id"], set()).add(row["agreement_id"])
            for row in tables["measures"].to_dict("records"):
                said = row["is_rateable"].lower()
                if said == "true" or (not said and row["role"] in {"headline", "component", ""}):
                    self.own.setdefault(row["measure_id"], set()).add(row["indicator_id"])
                    self.of_measure.setdefault(row["measure_id"], set()).add(row["indicator_id"])
            for row in tables["derived_measures"].to_dict("records"):
                if row["is_rateable"].lower() == "true":
                    self.own.setdefault(row["measure_id"], set()).add(row["indicator_id"])
                    for part in row["input_measure_ids"].split(";"):
                        self.of_measure.setdefault(part.strip(), set()).add(row["indicator_id"])

    def find(self, table: str, rows: list[dict]) -> dict:
        """Return indicators, agreements, departments and feeds_all for the old and the new of a row."""
        out = {"indicators": set(), "agreements": set(), "departments": set(), "feeds_all": False}
        for row in rows:
            self._add(out, table, row)
        return {k: v if isinstance(v, bool) else frozenset(v) for k, v in out.items()}

    def _add(self, out: dict, table: str, row: dict) -> None:
        if table in {"observations", "measures"}:
            out["indicators"] |= self.of_measure.get(row["measure_id"], set())
        elif table == "derived_measures":
            out["indicators"] |= self.own.get(row["measure_id"], set())
        elif table == "indicators":
            out["indicators"].add(row["indicator_id"])
            out["agreements"].add(row.get("agreement_id", ""))
        elif table in {"framework", "settings"}:
            out["feeds_all"] = row["setting"] not in UNRATED_SETTINGS
        elif table == "agreements":
            out["agreements"].add(row["agreement_id"])
            out["departments"].add(row.get("lead_department", ""))
        elif table in {"agreement_departments", "objectives", "departments"}:
            out["departments"].add(row.get("department_id", ""))
        elif table == "published_ratings" and row["rating_class"] == "withheld":
            out["indicators"].add(row["indicator_id"])
            out["agreements"].add(row["agreement_id"])
            out["indicators"] |= {i for i, a in self.agreement.items() if row["agreement_id"] in a}
        elif table == "corrections" and row["table"] in TABLES and row["table"] != "corrections":
            key = TABLES[row["table"]].key
            parts = row["row_key"].split("|")
            self._add(out, row["table"], dict.fromkeys(key, "") | dict(zip(key, parts, strict=False)))
        for kind in ("indicators", "agreements", "departments"):
            out[kind].discard("")


def diff_rows(old: dict[str, pd.DataFrame], new: dict[str, pd.DataFrame]) -> tuple[RowChange, ...]:
    """Return the rows that differ between two states of the tables, as they stand in the files.

    Rows are matched by the key of their table, or as a whole where it has none; their order does not
    matter, nor in which file of a folder they stand.

    Args:
        old, new: tables of text, from `psa.framework.read_tables`.
    """
    feeds = Feeds([old, new])
    found = []
    for name, table in TABLES.items():
        before, after = _by_key(table, old[name]), _by_key(table, new[name])
        for key in before.keys() | after.keys():
            was, now = before.get(key), after.get(key)
            if was and now:
                columns = [c for c in dict.fromkeys([*was, *now]) if c not in {FILE, ROW}]
                cells = tuple(
                    (c, was.get(c, ""), now.get(c, "")) for c in columns if was.get(c, "") != now.get(c, "")
                )
                if not cells:
                    continue
            else:
                only = now or was
                cells = tuple(
                    (c, "" if now else v, v if now else "")
                    for c, v in only.items()
                    if v and c not in {FILE, ROW}
                )
            shown = now or was
            kind = "changed" if was and now else "added" if now else "removed"
            label = "|".join(shown[c] for c in table.key).rstrip("|") if table.key else ""
            states = [r for r in (was, now) if r]
            found.append(
                RowChange(name, shown[FILE], int(shown[ROW]), kind, label, cells, **feeds.find(name, states))
            )
    order = {name: i for i, name in enumerate(TABLES)}
    kinds = ("removed", "changed", "added")
    return tuple(
        sorted(
            found,
            key=lambda r: (order[r.table], natural(r.file), r.row, kinds.index(r.kind), r.key, r.cells),
        )
    )


def _by_key(table, frame: pd.DataFrame) -> dict[tuple, dict]:
    rows, seen = {}, Counter()
    for row in frame.to_dict("records"):
        content = tuple(v for c, v in sorted(row.items()) if c not in {FILE, ROW} and v)
        key = tuple(row[c] for c in table.key) or content
        seen[key] += 1
        rows[(*key, seen[key])] = row
    return rows


def natural(text: str) -> list:
    return [(1, int(part), "") if part.isdecimal() else (0, 0, part) for part in re.split("([0-9]+)", text)]


def cell(row: dict, column: str) -> float:
    text = row.get(column, "")
    return float(text) if is_number(text) else np.nan


def cells_alike(row: dict, *columns: str) -> list[str]:
    return alike(*(cell(row, c) for c in columns))


def cell_number(row: dict, column: str) -> str:
    return number(cell(row, column))
