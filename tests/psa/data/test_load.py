"""Tables become a framework: typed, with settings, or not at all."""

import pytest

from psa.data.defaults import default_settings
from psa.data.faults import FrameworkError
from psa.data.load import load_framework
from psa.data.schema import TABLES


def test_tables_are_typed_and_absent_ones_are_empty(tiny):
    assert set(tiny.tables) == set(TABLES)
    assert len(tiny.objectives) == 0
    assert list(tiny.objectives.columns) == [c.name for c in TABLES["objectives"].columns]
    assert tiny.observations["value"].dtype == "float64"
    assert tiny.measures["is_rateable"].dtype == bool
    with pytest.raises(AttributeError):
        _ = tiny.no_such_table


def test_settings_of_the_framework_go_before_the_defaults(tiny):
    assert tiny.declared == {"title", "period_title", "baseline_by", "through"}
    assert tiny.settings["through"] == "2023-12-31"
    assert tiny.settings["confidence"] == default_settings()["confidence"]
    assert set(tiny.settings) == set(default_settings())


def test_a_framework_with_faults_is_never_loaded(tiny_folder):
    (tiny_folder / "sources.csv").unlink()
    with pytest.raises(FrameworkError) as caught:
        load_framework(tiny_folder)
    assert caught.value.faults[-1].file == "sources.csv"
    assert "a required table is missing" in str(caught.value)
