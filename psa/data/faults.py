"""One fault of a table: file, row, column and what to do; and the error that carries them all."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from psa.data.schema import TABLES
from psa.words import count

Finding = tuple[str, str]  # what is wrong, and the remedy

ROW = "__row__"
FILE = "__file__"


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong in a framework folder, and what to do about it."""

    file: str
    row: int | None
    column: str | None
    problem: str
    remedy: str

    @property
    def table(self) -> str:
        """The table that the file belongs to."""
        return self.file.split(".")[0].split("/")[0]

    def __str__(self) -> str:
        place = self.file
        place += f", row {self.row}" if self.row else ""
        place += f", column {self.column}" if self.column else ""
        return re.sub(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+", " ", f"{place}: {self.problem}. {self.remedy}.")


class FrameworkError(ValueError):
    """A framework cannot be used; `faults` lists everything that is wrong with it."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults
        title = f"{count(len(faults), 'fault')} in the framework's tables:"
        super().__init__("\n".join([title, *map(str, faults)]))


def in_order(faults: Iterable[Fault]) -> list[Fault]:
    """Return each fault once, in the order of the tables, files and rows."""
    order = {name: i for i, name in enumerate(TABLES)}
    different = dict.fromkeys(faults)
    return sorted(different, key=lambda f: (order.get(f.table, 99), f.file, f.row or 0, f.column or ""))
