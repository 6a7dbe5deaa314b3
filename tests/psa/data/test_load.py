"""Tables become a framework: typed, with settings, or not at all."""

import pytest

from psa.data.defaults import default_settings
from psa.data.faults import FrameworkError
from psa.data.load import check_framework, load_framework
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


def _damaged(folder, how, name):
    path = folder / f"{name}.csv"
    if how == "gone":
        path.unlink()
    elif how == "empty":
        path.write_text("")
    else:
        column = TABLES[name].key[:2][-1]  # of figures, the period
        path.write_text(path.read_text().replace(column, f"x_{column}", 1))


@pytest.mark.parametrize("how", ["gone", "empty", "without a column of its key"])
@pytest.mark.parametrize("name", ["agreements", "indicators", "measures", "observations", "sources"])
def test_what_is_wrong_with_a_whole_table_is_said_of_that_table_alone(tiny_folder, name, how):
    (tiny_folder / "corrections.csv").write_text(
        "table,row_key,column,old_value,new_value,reason,source_id\n"
        "observations,pledge-a/1:trees|2014,value,1010,1011,a misprint,town-yearbook\n"
    )
    assert check_framework(tiny_folder)[0] == []
    _damaged(tiny_folder, how, name)
    faults = check_framework(tiny_folder)[0]
    assert faults
    assert {fault.table for fault in faults} == {name}
    assert len({fault.problem for fault in faults}) == 1
