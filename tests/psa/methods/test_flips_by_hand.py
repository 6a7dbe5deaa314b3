"""The register's count of every choice is the count of answers that differ when its row is written and all is rated."""

import csv
import shutil
from pathlib import Path

import pytest

from psa.data.load import load_framework
from psa.methods.flips import weigh
from psa.methods.judgements import list_judgements
from psa.methods.ratings import rate_framework

pytestmark = pytest.mark.slow
FRAMEWORKS = Path(__file__).parents[2] / "frameworks"
ANSWERS = {
    "indicators": ("indicator_id", ("rating", "verdict", "target_status", "best_evidence")),
    "agreements": ("agreement_id", ("rating", "best_label")),
}


def write_cell(folder: Path, table: str, key: str, column: str, value: str) -> None:
    """Write one cell of the row with a key, as a person would; a setting that has no row gets one."""
    path = folder / f"{table}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    if column not in header:
        header.append(column)
        rows = [[*row, ""] for row in rows]
    own = [row for row in rows if row[0] == key]
    if not own:
        assert table == "framework"
        own = [[key] + [""] * (len(header) - 1)]
        rows += own
    own[0][header.index(column)] = value
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([header, *rows])


def answers_of(folder: Path) -> dict[tuple[str, str], str]:
    """Return every label, rating, verdict, target result and reading that a framework's tables give."""
    rated = rate_framework(load_framework(folder))
    return {
        (row[key], f"{table} {column}"): str(row[column])
        for table, (key, columns) in ANSWERS.items()
        for row in getattr(rated, table).to_dict("records")
        for column in columns
    }


@pytest.mark.parametrize("name", ["tiny"])
def test_every_choice_turns_over_as_many_answers_as_a_row_that_is_written_by_hand(tmp_path, name):
    before = answers_of(FRAMEWORKS / name)
    rated = rate_framework(load_framework(FRAMEWORKS / name))
    weights = weigh(rated, list_judgements(rated))
    assert all(weight.is_tried for weight in weights)
    said, by_hand = {}, {}
    for weight in weights:
        one = weight.judgement
        for value, moves in weight.moves.items():
            folder = tmp_path / "by-hand"
            shutil.copytree(FRAMEWORKS / name, folder)
            write_cell(folder, one.table, one.row_key, one.column, value)
            after = answers_of(folder)
            shutil.rmtree(folder)
            said[one.id, value] = len(moves)
            by_hand[one.id, value] = sum(before[place] != after[place] for place in before)
    assert said == by_hand
    assert sum(count > 0 for count in said.values()) >= 8
