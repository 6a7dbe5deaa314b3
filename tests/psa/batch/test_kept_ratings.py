"""Ratings of several states are kept by the content of all that they follow from."""

import pytest
from small_framework import write_small_framework

from psa.batch import kept_ratings as module
from psa.batch.kept_ratings import kept_ratings
from psa.data.defaults import default_settings
from psa.data.load import load_framework
from psa.methods.ratings import rate_framework
from psa.methods.seasonal import KNOWN, adjust_season


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("PSA_CACHE", str(tmp_path / "kept"))
    return write_small_framework(tmp_path / "small")


def test_a_state_is_rated_once_and_again_where_a_byte_or_a_setting_of_it_differs(folder):
    made = []

    def ask(**said):
        module._used.clear()  # as another process would ask

        def make():
            made.append(said)
            return rate_framework(load_framework(folder))

        return kept_ratings(folder, folder, {**default_settings(), **said}, ("", ""), make)

    first = ask()
    assert ask().indicators.equals(first.indicators) and len(made) == 1
    ask(confidence="0.9")
    assert len(made) == 2
    path = folder / "observations" / "a-01.csv"
    before = path.read_bytes()
    path.write_bytes(before.replace(b"72.3", b"72.4"))
    assert not ask().series.equals(first.series) and len(made) == 3
    path.write_bytes(before)
    ask()
    assert len(made) == 3


def test_a_season_taken_out_once_is_known_and_the_same_to_the_bit():
    values = [float(10 + i % 12 + i / 7) for i in range(48)]
    first = adjust_season(values, 12)
    again = adjust_season(values, 12)
    assert again is first
    KNOWN.clear()
    assert (adjust_season(values, 12).adjusted == first.adjusted).all()
