"""What could not be taken in from a source: one row each, with its place, its words and the reason."""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

COLUMNS = ("file", "row", "column", "words", "reason", "figures")
WORDS_AT_MOST = 80


@dataclass(frozen=True)
class SetAside:
    """One thing that was set aside.

    Attributes:
        file: where it stands.
        row: its row there; empty where it is the whole file or a column.
        column: the cell that could not be read, where it is one.
        words: what stands there, cut where it is long.
        reason: why it was set aside.
        figures: how many figures that are there did not come in because of it.
    """

    file: str
    row: str
    column: str
    words: str
    reason: str
    figures: int = 1


def cut(text: str) -> str:
    """Return a text in one line that fits into a table."""
    line = " ".join(text[: 4 * WORDS_AT_MOST].split())
    line = "".join(c if c.isprintable() else "?" for c in line)
    return line if len(line) <= WORDS_AT_MOST else f"{line[: WORDS_AT_MOST - 1]}…"


def figures_in(rows: Iterable[SetAside]) -> int:
    """Return how many figures were set aside."""
    return sum(row.figures for row in rows)


def set_aside_csv(rows: Sequence[SetAside]) -> str:
    """Return what was set aside as the text of a CSV file, in the order of the source."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(asdict(row) for row in rows)
    return out.getvalue()


def reasons(rows: Iterable[SetAside]) -> list[tuple[str, int]]:
    """Return each reason with the number of figures that it cost, the most first; those that cost none left out."""
    counts: Counter[str] = Counter()
    for row in rows:
        counts[row.reason] += row.figures
    return [(reason, number) for reason, number in counts.most_common() if number]
