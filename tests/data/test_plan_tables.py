"""The Plan for Change as its tables stand: without faults, and every target is told or says why not."""

from psa.data.load import check_framework, load_framework
from psa.methods.checks import CHECKS
from psa.methods.ratings import rate_framework


def test_the_check_finds_nothing_and_every_target_has_its_answer():
    faults, _ = check_framework("plan-for-change", CHECKS)
    assert [str(fault) for fault in faults] == []
    rated = rate_framework(load_framework("plan-for-change"))
    asked = rated.indicators[rated.indicators["target_level"].notna()]
    assert len(asked) >= 9 and (asked["rating"].notna() & (asked["rating"] != "")).all()
    untold = asked[asked["target_chance"].isna()]
    assert ((untold["verdict_reason"] != "") | (untold["target_status"] != "")).all()
