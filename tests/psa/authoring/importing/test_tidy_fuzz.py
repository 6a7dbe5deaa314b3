"""Long tables with anything in their cells: never an error of the program, and no figure is lost in silence."""

import random

import pytest

from psa.authoring.importing.published_values import is_figure
from psa.authoring.importing.set_aside import figures_in
from psa.authoring.importing.tidy import import_tidy
from psa.data.faults import FrameworkError

HEADER = [
    "areacd",
    "areanm",
    "indicator",
    "period",
    "observation",
    "unit",
    "lci_95",
    "uci_95",
    "status",
    "notes",
]
CELLS = [
    "", "=1+1", "2020", "2020-04-01/P1Y", "12,5", "%", "1e400", "-", "..", "[c]", "é" * 50, "a" * 5000, "31/12/2020",
    "nan", "inf", "1-2", "\ufeff", "p", "' ", "10:30", "2020-13", "Sep-10", "#REF!", "1.2.3", "x;y", "\u200b7",
]  # fmt: skip


def random_table(seed):
    chance = random.Random(seed)
    rows = []
    for i in range(12):
        row = ["E1", "Elmouth", "Damp homes", str(2010 + i), f"{10 + i}.5", "%", "", "", "", ""]
        for _ in range(chance.randint(0, 3)):
            row[chance.randrange(len(row))] = chance.choice(CELLS)
        rows.append(row)
    return rows


@pytest.mark.parametrize("seed", range(20))
def test_figures_in_and_figures_set_aside_are_the_figures_there(tmp_path, home, seed):
    rows = random_table(seed)
    path, mapping = tmp_path / "table.csv", tmp_path / "mapping.yml"
    lines = [",".join(f'"{cell}"' for cell in row) for row in [HEADER, *rows]]
    path.write_text("\n".join(lines), encoding="utf-8")
    try:
        import_tidy(path, "fuzz", mapping, home)
        found = import_tidy(path, "fuzz", mapping, home)
    except FrameworkError as error:
        pytest.fail(str(error))  # what the check refuses should have been set aside
    there = sum(is_figure(row[HEADER.index("observation")]) for row in rows)
    assert found.figures + figures_in(found.aside) == there
