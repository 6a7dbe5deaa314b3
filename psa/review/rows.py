"""Which rows of the tables changed, and which ratings are computed from each."""

import re
from collections import Counter
from typing import Any

import pandas as pd

from psa.data.faults import FILE, ROW
from psa.data.schema import TABLES, Table
from psa.review.difference import RowChange

Row = dict[str, Any]

UNRATED_SETTINGS = {"framework", "title", "subtitle", "period_title"}


class Feeds:
    """Which ratings are computed from a row, as the tables of either state say."""

    def __init__(self, states: list[dict[str, pd.DataFrame]]):
        self.of_measure: dict[str, set[str]] = {}
        self.own: dict[str, set[str]] = {}
        self.agreement: dict[str, set[str]] = {}
        self.departments: dict[str, set[str]] = {}
        self.any_measure: dict[str, set[str]] = {}
        for tables in states:
            for row in tables["indicators"].to_dict("records"):
                self.agreement.setdefault(row["indicator_id"], set()).add(row["agreement_id"])
            for name in ("measures", "derived_measures"):
                for row in tables[name].to_dict("records"):
                    self.any_measure.setdefault(row["measure_id"], set()).add(row["indicator_id"])
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

    def find(self, table: str, rows: list[Row]) -> dict[str, Any]:
        """Return indicators, agreements, departments and feeds_all for the old and the new of a row."""
        fed: dict[str, set[str]] = {"indicators": set(), "agreements": set(), "departments": set()}
        feeds_all = False
        for row in rows:
            self._add(fed, table, row)
            if table in {"framework", "settings"}:
                feeds_all = row["setting"] not in UNRATED_SETTINGS
            if table == "decisions" and row["table"] == "framework":
                feeds_all = row["row_key"] not in UNRATED_SETTINGS
        return {**{kind: frozenset(ids - {""}) for kind, ids in fed.items()}, "feeds_all": feeds_all}

    def _add(self, fed: dict[str, set[str]], table: str, row: Row) -> None:
        if table in {"observations", "measures"}:
            fed["indicators"] |= self.of_measure.get(row["measure_id"], set())
        elif table == "derived_measures":
            fed["indicators"] |= self.own.get(row["measure_id"], set())
        elif table == "directions":
            fed["indicators"].add(row["indicator_id"])
        elif table == "indicators":
            fed["indicators"].add(row["indicator_id"])
            fed["agreements"].add(row.get("agreement_id", ""))
        elif table == "agreements":
            fed["agreements"].add(row["agreement_id"])
            fed["departments"].add(row.get("lead_department", ""))
        elif table in {"agreement_departments", "objectives", "departments"}:
            fed["departments"].add(row.get("department_id", ""))
        elif table == "published_ratings" and row["rating_class"] == "withheld":
            fed["indicators"].add(row["indicator_id"])
            fed["agreements"].add(row["agreement_id"])
            fed["indicators"] |= {i for i, a in self.agreement.items() if row["agreement_id"] in a}
        elif table == "decisions" and row["table"] in {"measures", "derived_measures"}:
            fed["indicators"] |= self.any_measure.get(row["row_key"], set())
        elif table == "decisions" and row["table"] in {"indicators", "directions"}:
            fed["indicators"].add(row["row_key"])
        elif table == "corrections" and row["table"] in TABLES and row["table"] != "corrections":
            key = TABLES[row["table"]].key
            parts = row["row_key"].split("|")
            self._add(fed, row["table"], dict.fromkeys(key, "") | dict(zip(key, parts, strict=False)))


def diff_rows(old: dict[str, pd.DataFrame], new: dict[str, pd.DataFrame]) -> tuple[RowChange, ...]:
    """Return the rows that differ between two states of the tables, as they stand in the files.

    Rows are matched by the key of their table, or as a whole where it has none; their order does not
    matter, nor in which file of a folder they stand.

    Args:
        old, new: tables of text, from `psa.data.reading.folder.read_tables`.
    """
    feeds = Feeds([old, new])
    changes = []
    for name, table in TABLES.items():
        before, after = _by_key(table, old[name]), _by_key(table, new[name])
        for key in before.keys() | after.keys():
            was, now = before.get(key, {}), after.get(key, {})
            cells = _changed_cells(was, now)
            if was and now and not cells:
                continue
            shown = now or was
            kind = "changed" if was and now else "added" if now else "removed"
            label = "|".join(shown[column] for column in table.key).rstrip("|")
            fed = feeds.find(name, [row for row in (was, now) if row])
            changes.append(RowChange(name, shown[FILE], int(shown[ROW]), kind, label, cells, **fed))
    order, kinds = list(TABLES), ("removed", "changed", "added")

    def place(change: RowChange) -> tuple[Any, ...]:
        where = (order.index(change.table), natural(change.file), change.row)
        return *where, kinds.index(change.kind), change.key, change.cells

    return tuple(sorted(changes, key=place))


def _changed_cells(was: Row, now: Row) -> tuple[tuple[str, str, str], ...]:
    """Return column, old and new text of what differs; of a row added or removed, its filled cells."""
    columns = [column for column in dict.fromkeys([*was, *now]) if column not in {FILE, ROW}]
    cells = ((column, was.get(column, ""), now.get(column, "")) for column in columns)
    return tuple((column, old, new) for column, old, new in cells if old != new)


def _by_key(table: Table, frame: pd.DataFrame) -> dict[tuple[Any, ...], Row]:
    """Return the rows of a table by key, the same key again by its number; without a key, by content."""
    rows: dict[tuple[Any, ...], Row] = {}
    seen: Counter[tuple[Any, ...]] = Counter()
    for row in frame.to_dict("records"):
        content = tuple(v for c, v in sorted(row.items()) if c not in {FILE, ROW} and v)
        key = tuple(row[c] for c in table.key) or content
        seen[key] += 1
        rows[*key, seen[key]] = {str(column): text for column, text in row.items()}
    return rows


def natural(text: str) -> list[tuple[int, int, str]]:
    """Return what a text is sorted by, so that 2 comes before 10."""
    return [(1, int(part), "") if part.isdecimal() else (0, 0, part) for part in re.split("([0-9]+)", text)]
