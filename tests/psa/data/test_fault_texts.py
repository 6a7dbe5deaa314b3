"""A fault and the error that carries many: where, what, and what to do."""

from psa.data.faults import Fault, FrameworkError


def test_a_fault_says_where_and_what_to_do():
    fault = Fault("a.csv", 3, "value", "'x' is not a number", "Write digits")
    assert str(fault) == "a.csv, row 3, column value: 'x' is not a number. Write digits."
    assert (
        str(Fault("a.csv", None, None, "the file is empty", "Fill it"))
        == "a.csv: the file is empty. Fill it."
    )
    assert str(FrameworkError([fault])).splitlines() == ["1 fault in the framework's tables:", str(fault)]
    assert str(FrameworkError([fault, fault])).startswith("2 faults in")
