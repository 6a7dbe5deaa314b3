"""The settings that are ours, with their reasons."""

from psa.data.defaults import default_settings, setting_reasons


def test_every_setting_gives_its_reason():
    reasons = setting_reasons()
    assert set(reasons) == set(default_settings())
    assert all(r.endswith(".") and "  " not in r for r in reasons.values())
