"""The definitions of the tables: without contradiction, and explained."""

import re

import pytest

from psa.data import schema
from psa.data.schema import TABLES


@pytest.mark.parametrize("name", TABLES)
def test_every_table_is_declared_without_contradiction(name):
    table = TABLES[name]
    names = [c.name for c in table.columns]
    assert len(names) == len(set(names))
    assert set(table.key) <= set(names)
    for column in table.columns:
        assert column.type in {"text", "number", "integer", "boolean", "date", "period", "choice", "ids"}
        assert (column.type == "choice") == bool(column.choices)
        assert column.refers_to is None or len(TABLES[column.refers_to].key) == 1
        assert column.meaning, f"{name}.{column.name} is explained nowhere"
        assert not column.meaning.endswith(".")
    assert table.purpose


def test_the_tables_that_are_required():
    required = [n for n, t in TABLES.items() if t.is_required]
    assert required == ["agreements", "indicators", "measures", "observations", "sources"]


def test_the_documented_columns_of_observations_are_these():
    shown = re.search(r"measure_id,period,value\S*", schema.__doc__).group(0).split(",")
    assert set(shown) <= {c.name for c in TABLES["observations"].columns}
