"""A table of creatures, with a column of each type, and how a test reads it."""

from psa.data.checks.table import check_table
from psa.data.faults import Fault
from psa.data.reading.csv_file import read_table
from psa.data.schema import Column, Table

CREATURES = Table(
    "creatures",
    (
        Column("creature_id", is_required=True),
        Column("legs", "integer"),
        Column("weight", "number"),
        Column("seen", "date"),
        Column("period", "period"),
        Column("is_shy", "boolean"),
        Column("colour", "choice", choices=("red", "green")),
        Column("source_id", "ids", refers_to="sources"),
    ),
    ("creature_id",),
)


HEADER = "creature_id,legs,weight,seen,period,is_shy,colour,source_id\n"


def read(tmp_path, text: str | bytes):
    path = tmp_path / "creatures.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_table(CREATURES, path, "creatures.csv")


def faults_of(tmp_path, row: str) -> list[Fault]:
    frame, faults = read(tmp_path, HEADER + row + "\n")
    return faults + check_table(CREATURES, frame)
