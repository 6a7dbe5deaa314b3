"""What differs between two states: words, figures, rows, and what a change comes from."""

from dataclasses import dataclass, field

LEVELS = {"indicator": "indicator_id", "agreement": "agreement_id", "department": "department_id"}


WORDS = {
    "indicator": ("rating", "verdict", "target_status"),
    "agreement": ("rating",),
    "department": ("rating", "lead_rating", "partner_rating"),
}


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


@dataclass(frozen=True)
class Change:
    """One word of one rating table that is another now; empty where the row was or is not there."""

    level: str
    id: str
    name: str
    column: str
    old: str
    new: str
    old_reason: str = ""
    new_reason: str = ""


@dataclass(frozen=True)
class Difference:
    """Everything that differs between two states.

    Attributes:
        old, new: what the two states are called.
        changes: words that changed, in order of level and id.
        moved: level and id of rows where no word changed but some figure did, with column, old and new text.
        rows: changed rows of the tables.
        members: for each agreement and department, the indicators it is rated from, in either state.
        notes: sentences on what was compared and how.
        committed: the difference of the results that were committed, where there are such.
    """

    old: str
    new: str
    changes: tuple[Change, ...]
    moved: tuple[tuple[str, str, tuple[tuple[str, str, str], ...]], ...] = ()
    rows: tuple[RowChange, ...] = ()
    members: dict[tuple[str, str], frozenset[str]] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    committed: "Difference | None" = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all differs."""
        return not (
            self.changes or self.moved or self.rows or (self.committed and not self.committed.is_empty)
        )

    def causes(self, change: Change) -> tuple[list[str], list[RowChange]]:
        """Return what a change comes from: indicators that changed, and rows that feed it directly."""
        if change.level == "indicator":
            return [], [r for r in self.rows if r.feeds_all or change.id in r.indicators]
        own = self.members.get((change.level, change.id), frozenset())
        through = sorted(
            {c.id for c in self.changes if c.level == "indicator" and c.id in own and c.column == "rating"}
        )
        direct = [
            r
            for r in self.rows
            if change.id in (r.agreements if change.level == "agreement" else r.departments)
        ]
        return through, direct or ([] if through else [r for r in self.rows if r.feeds_all])
