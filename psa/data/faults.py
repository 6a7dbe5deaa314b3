"""One fault of a table: file, row, column and what to do; and the error that carries them all."""

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong in a framework folder, and what to do about it."""

    file: str
    row: int | None
    column: str | None
    problem: str
    remedy: str

    def __str__(self) -> str:
        where = self.file
        where += f", row {self.row}" if self.row else ""
        where += f", column {self.column}" if self.column else ""
        return re.sub(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+", " ", f"{where}: {self.problem}. {self.remedy}.")


class FrameworkError(ValueError):
    """A framework cannot be used; `faults` lists everything that is wrong with it."""

    def __init__(self, faults: list[Fault]):
        self.faults = faults
        count = f"{len(faults)} fault{'s' if len(faults) != 1 else ''}"
        super().__init__("\n".join([f"{count} in the framework's tables:", *map(str, faults)]))


ROW = "__row__"


FILE = "__file__"


def row_fault(frame, at, column, problem, remedy) -> Fault:
    return Fault(frame.at[at, FILE], frame.at[at, ROW], column, problem, remedy)
